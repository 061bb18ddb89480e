//! The function matrix: which unit has which function, and why not (I5, I6, I8 and I9 of the city
//! check-ups).
//!
//! A unit has a function by the profile's rule: an outlet inside, or so much of its land within reach.
//! What it lacks is named by the first demand that leaves it without: no outlet at all, outlets too
//! far, too small, not inclusive, closed at the hour. Each is tested with the outlets that meet all
//! demands before it, circles dissolved and measured exactly. An outlet of which the data do not say
//! whether it meets a demand counts, and where a function hangs on such outlets it is "unverified".
//! Outlets that are doubtful by their names do not count; what they would add is told beside. A
//! function of which the whole input has no outlet is "no data" and left out of every count.

use rayon::prelude::*;
use serde::Serialize;

use super::quality::{Demand, HoursOf, Verdict, hours_of};
use super::services::margin;
use super::totals::Source;
use crate::index::PointGrid;
use crate::model::{City, Outlet, OutletId, SubdistrictId};
use crate::overlay::{Disc, DiscUnion, lay};
use crate::profile::Item;
use crate::units::{Share, SquareMetres};

/// Why a unit lacks a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lacking {
    /// No outlet inside, and none that reaches any of its land.
    None,
    /// Outlets reach less of its land than the rule asks for.
    TooFar,
    /// Those that would be enough are too small.
    TooSmall,
    /// Those that would be enough are not inclusive.
    NotInclusive,
    /// Those that would be enough are closed at the hour.
    Closed,
}

impl Lacking {
    /// All reasons, in the order in which they are tested.
    pub const ALL: [Self; 5] =
        [Self::None, Self::TooFar, Self::TooSmall, Self::NotInclusive, Self::Closed];
}

/// How a unit stands with a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It has it.
    Available,
    /// It has it as far as the data say.
    Unverified,
    /// It does not have it.
    Lacks(Lacking),
    /// The whole input has no open outlet of it.
    NoData,
    /// The unit has no land.
    NotApplicable,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Function {
    /// How the unit stands.
    pub standing: Standing,
    /// Open outlets of its categories inside the unit.
    pub inside: u32,
    /// Land of the unit within reach of any of them; none without data, or where the function has no
    /// radius.
    pub served: Option<SquareMetres>,
    /// That land by the land of the unit.
    pub share: Option<Share>,
    /// Whether the unit has it if doubtful outlets count too, as far as the data say; none where no outlet
    /// of the function is doubtful by its name, or the unit has no land.
    pub with_doubtful: Option<bool>,
}

/// One function over all units (I5): units by how they stand. Units without land are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct FunctionRate {
    /// Units that have land: the denominator; nought without data.
    pub counted: u32,
    /// Those with an outlet inside.
    pub inside: u32,
    /// Those with as much land within reach as the rule asks for.
    pub within_reach: u32,
    /// Those that have it, the unverified ones among them.
    pub available: u32,
    /// Those that have it as far as the data say.
    pub unverified: u32,
    /// Those that have it if doubtful outlets count too: the upper end of `available`; none where no
    /// outlet of the function is doubtful by its name.
    pub with_doubtful: Option<u32>,
    /// Those that lack it, by reason in the order of [`Lacking::ALL`].
    pub lacking: [u32; 5],
    /// `inside / counted`.
    pub inside_share: Option<Share>,
    /// `within_reach / counted`.
    pub within_reach_share: Option<Share>,
    /// `available / counted`.
    pub available_share: Option<Share>,
}

/// All functions of all units of a layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunctionMatrix {
    /// By unit, then by item in the order of the profile.
    pub cells: Vec<Vec<Function>>,
    /// By item.
    pub rates: Vec<FunctionRate>,
    /// Items with data, positions in the profile's matrix.
    pub counted_items: Vec<usize>,
    /// Functions that each unit has, of those with data.
    pub available: Vec<u32>,
    /// Whether each unit has all of them; none without land or data.
    pub complete: Vec<Option<bool>>,
    /// Units that have all of them: the numerator of I9.
    pub complete_units: u32,
    /// Units that have land: the denominator of I9.
    pub counted_units: u32,
    /// I9.
    pub complete_share: Option<Share>,
}

/// What the matrix of a layer is measured from.
pub(super) struct Matrix<'a> {
    pub(super) city: &'a City,
    pub(super) source: &'a Source<'a>,
    /// Unit of each outlet.
    pub(super) outlet_units: &'a [Option<SubdistrictId>],
}

/// Outlets that are counted, each with the position of the need that it meets.
type Counted = Vec<(usize, OutletId)>;

/// What a set of outlets does to the units.
#[derive(Clone)]
struct Effect {
    inside: Vec<u32>,
    /// Land within reach; none where the item has no radius.
    served: Option<Vec<SquareMetres>>,
}

impl Matrix<'_> {
    pub(super) fn measure(&self) -> FunctionMatrix {
        let items = self.source.profile.matrix_items();
        let columns: Vec<Vec<Function>> = items.iter().map(|item| self.column(item)).collect();
        let units = self.source.ground.len();
        let rates: Vec<FunctionRate> = columns.iter().map(|column| self.rate(column)).collect();
        let counted_items: Vec<usize> =
            (0..items.len()).filter(|&i| rates[i].counted > 0).collect();
        let has = |function: &Function| {
            matches!(function.standing, Standing::Available | Standing::Unverified)
        };
        let available: Vec<u32> = (0..units)
            .map(|u| counted_items.iter().map(|&i| u32::from(has(&columns[i][u]))).sum())
            .collect();
        let all = u32::try_from(counted_items.len()).unwrap_or(u32::MAX);
        let complete: Vec<Option<bool>> = (0..units)
            .map(|u| (self.land(u) > 0.0 && all > 0).then(|| available[u] == all))
            .collect();
        let number = |wanted: &dyn Fn(bool) -> bool| {
            let found = complete.iter().flatten().filter(|c| wanted(**c)).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let (complete_units, counted_units) = (number(&|c| c), number(&|_| true));
        FunctionMatrix {
            cells: (0..units).map(|u| columns.iter().map(|c| c[u]).collect()).collect(),
            rates,
            counted_items,
            available,
            complete_units,
            counted_units,
            complete_share: Share::of(complete_units.into(), counted_units.into()),
            complete,
        }
    }

    fn land(&self, unit: usize) -> f64 {
        self.source.ground[unit].land.area()
    }

    /// One function of all units.
    fn column(&self, item: &Item) -> Vec<Function> {
        let mut cells = self.sure_column(item);
        let doubtful = self.outlets(item, |o| o.is_doubtful() && !o.is_by_name());
        if doubtful.is_empty() {
            return cells;
        }
        let mut all = self.outlets(item, Outlet::is_by_name);
        all.extend(doubtful);
        let hours = self.hours(item, &all);
        all.retain(|&of| {
            Demand::ALL.iter().all(|&d| self.verdict(d, of, (item, &hours)) != Verdict::Fails)
        });
        let effect = self.effect(item, &all);
        for (unit, cell) in cells.iter_mut().enumerate() {
            cell.with_doubtful = (self.land(unit) > 0.0).then(|| self.has(unit, &effect));
        }
        cells
    }

    /// The same without outlets that are doubtful by their names.
    fn sure_column(&self, item: &Item) -> Vec<Function> {
        let all = self.outlets(item, Outlet::is_by_name);
        let none = Function {
            standing: Standing::NoData,
            inside: 0,
            served: None,
            share: None,
            with_doubtful: None,
        };
        if all.is_empty() {
            return vec![none; self.source.ground.len()];
        }
        let effects = self.effects(item, &all);
        (0..self.source.ground.len())
            .map(|unit| {
                let first = &effects[0];
                let served = first.served.as_ref().map(|served| served[unit]);
                Function {
                    standing: self.standing(unit, &effects),
                    inside: first.inside[unit],
                    served,
                    share: served.and_then(|s| Share::of(s.0, self.land(unit))),
                    ..none
                }
            })
            .collect()
    }

    /// Outlets of an item's categories that count.
    fn outlets(&self, item: &Item, counts: impl Fn(&Outlet) -> bool) -> Counted {
        let ids: Vec<_> = item.needs.iter().map(|n| self.city.category(&n.category)).collect();
        (0u32..)
            .map(OutletId)
            .zip(self.city.outlets())
            .filter(|(_, outlet)| counts(outlet))
            .filter_map(|(id, outlet)| {
                Some((ids.iter().position(|c| *c == Some(outlet.category))?, id))
            })
            .collect()
    }

    fn hours(&self, item: &Item, outlets: &Counted) -> HoursOf<'_> {
        hours_of(item, outlets.iter().map(|&(_, id)| &self.city.outlets()[id.index()]))
    }

    fn verdict(
        &self,
        demand: Demand,
        (need, id): (usize, OutletId),
        (item, hours): (&Item, &HoursOf<'_>),
    ) -> Verdict {
        demand.verdict(&self.city.outlets()[id.index()], &item.needs[need], (item, hours))
    }

    /// What all outlets do, then those left after each demand, then those that surely meet them all.
    fn effects(&self, item: &Item, all: &Counted) -> [Effect; 5] {
        let hours = self.hours(item, all);
        let verdict = |demand, of| self.verdict(demand, of, (item, &hours));
        let first = self.effect(item, all);
        let (mut outlets, mut effect) = (all.clone(), first.clone());
        let [size, price, hours] = Demand::ALL.map(|demand| {
            let left: Counted =
                outlets.iter().copied().filter(|&o| verdict(demand, o) != Verdict::Fails).collect();
            if left.len() < outlets.len() {
                effect = self.effect(item, &left);
                outlets = left;
            }
            effect.clone()
        });
        let sure: Counted = outlets
            .iter()
            .copied()
            .filter(|&o| Demand::ALL.iter().all(|&d| verdict(d, o) == Verdict::Passes))
            .collect();
        let last = if sure.len() < outlets.len() { self.effect(item, &sure) } else { effect };
        [first, size, price, hours, last]
    }

    fn effect(&self, item: &Item, outlets: &Counted) -> Effect {
        let mut inside = vec![0; self.source.ground.len()];
        for (_, id) in outlets {
            if let Some(unit) = self.outlet_units[id.index()] {
                inside[unit.index()] += 1;
            }
        }
        let has_radius = item.needs.iter().any(|need| need.radius.is_some());
        Effect { inside, served: has_radius.then(|| self.served(item, outlets)) }
    }

    /// Land of each unit inside the dissolved circles of these outlets.
    fn served(&self, item: &Item, outlets: &Counted) -> Vec<SquareMetres> {
        let at = |id: OutletId| self.city.outlets()[id.index()].at;
        let circles: Vec<(PointGrid, f64)> = item
            .needs
            .iter()
            .enumerate()
            .filter_map(|(n, need)| {
                let points = outlets.iter().filter(|(of, _)| *of == n);
                let points: Vec<_> = points.map(|&(_, id)| (at(id), id)).collect();
                Some((need.radius?, points)).filter(|(_, points)| !points.is_empty())
            })
            .map(|(radius, points)| (PointGrid::new(&points), radius.0))
            .collect();
        let discs: Vec<Disc> = outlets
            .iter()
            .filter_map(|&(n, id)| Some(Disc { centre: at(id), radius: item.needs[n].radius?.0 }))
            .collect();
        let union = DiscUnion::new(&discs);
        let beyond = |at| margin(circles.iter().map(|(grid, radius)| (grid, *radius)), at);
        let lay = |ground: &super::Ground| lay(&ground.land, &union, beyond).served;
        self.source.ground.par_iter().map(lay).collect()
    }

    fn standing(&self, unit: usize, effects: &[Effect; 5]) -> Standing {
        if self.land(unit) <= 0.0 {
            return Standing::NotApplicable;
        }
        let [all, size, price, hours, sure] = effects;
        let has = |effect: &Effect| self.has(unit, effect);
        if !has(all) {
            let reached = all.served.as_ref().is_some_and(|served| served[unit].0 > 0.0);
            let is_near = reached || all.inside[unit] > 0;
            return Standing::Lacks(if is_near { Lacking::TooFar } else { Lacking::None });
        }
        let tests =
            [(size, Lacking::TooSmall), (price, Lacking::NotInclusive), (hours, Lacking::Closed)];
        for (effect, reason) in tests {
            if !has(effect) {
                return Standing::Lacks(reason);
            }
        }
        if has(sure) { Standing::Available } else { Standing::Unverified }
    }

    /// Whether these outlets give a unit the function, by the profile's rule.
    fn has(&self, unit: usize, effect: &Effect) -> bool {
        let rule = &self.source.profile.availability;
        (rule.inside && effect.inside[unit] > 0)
            || self.is_within_reach(unit, effect.served.as_deref())
    }

    fn is_within_reach(&self, unit: usize, served: Option<&[SquareMetres]>) -> bool {
        let share = served.and_then(|served| Share::of(served[unit].0, self.land(unit)));
        self.source
            .profile
            .availability
            .share
            .zip(share)
            .is_some_and(|(least, share)| share >= least)
    }

    fn rate(&self, column: &[Function]) -> FunctionRate {
        let mut rate = FunctionRate::default();
        let least = self.source.profile.availability.share;
        for function in column {
            if let Some(has) = function.with_doubtful {
                *rate.with_doubtful.get_or_insert(0) += u32::from(has);
            }
            match function.standing {
                Standing::NoData | Standing::NotApplicable => continue,
                Standing::Available => rate.available += 1,
                Standing::Unverified => {
                    rate.available += 1;
                    rate.unverified += 1;
                }
                Standing::Lacks(reason) => rate.lacking[reason as usize] += 1,
            }
            rate.counted += 1;
            rate.inside += u32::from(function.inside > 0);
            let is_near = least.zip(function.share).is_some_and(|(least, share)| share >= least);
            rate.within_reach += u32::from(is_near);
        }
        let share = |part: u32| Share::of(part.into(), rate.counted.into());
        let shares = [rate.inside, rate.within_reach, rate.available].map(share);
        [rate.inside_share, rate.within_reach_share, rate.available_share] = shares;
        rate
    }
}
