//! Supply against need (I7 and I11 of the city check-ups): outlets, floor area, places or any column of
//! the outlets set against residents, land, units or another column, with the limits of the profile.
//!
//! Plain arithmetic on what the input states; it proves nothing about the quality of a service. Only
//! open outlets inside a unit count for it. An outlet that does not state a number is never taken as
//! nought: it is left out of both sides of the ratio and counted, and the ratio has a range that holds
//! whatever such outlets have. Doubtful outlets are in neither side, and stretch the range. A limit is
//! met or missed only where the whole range is on one side of it.

use rayon::prelude::*;
use serde::Serialize;

use super::places::{ByUnit, UnitPlaces};
use crate::model::{CategoryId, City, Outlet, PeopleLayer, UnitLevel};
use crate::profile::{Profile, Provision, Quantity, Tier};

/// What stands behind a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Supply {
    /// There is a ratio.
    Ok,
    /// The whole input has no open outlet of the categories, or no such column of residents.
    NoData,
    /// There are outlets, and none of them states the number.
    NotStated,
    /// Nothing to set it against: nobody lives there, or there is no land.
    NotApplicable,
}

/// How a ratio stands with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Within the limits.
    Met,
    /// Below the least that the rule asks for.
    Below,
    /// Above the most that the rule allows.
    Above,
    /// It depends on numbers that outlets do not state.
    Unverified,
}

/// One ratio in one unit, or in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// What stands behind it.
    pub supply: Supply,
    /// Open outlets of the categories inside; none for a ratio that is not of outlets.
    pub outlets: Option<u32>,
    /// Those of them that do not state a number that the ratio needs.
    pub unstated: u32,
    /// Doubtful outlets inside: in neither side, but in the range.
    pub doubtful: u32,
    /// What is counted, of the outlets that state all; none where nothing is known.
    pub measure: Option<f64>,
    /// What it is set against, of the same outlets; none where nothing is known.
    pub base: Option<f64>,
    /// `measure` for so many of `base` as the rule says; none unless there is a ratio.
    pub value: Option<f64>,
    /// The least that it can be, whatever outlets do not state, with doubtful ones or without; none without a
    /// base.
    pub low: Option<f64>,
    /// The most that it can be; none without a base, or where nothing bounds it.
    pub high: Option<f64>,
    /// How it stands with the limits; none where they do not hold for this unit, or nothing is known.
    pub verdict: Option<Verdict>,
}

/// Units of a layer by how a ratio stands with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Judged {
    /// Within the limits.
    pub met: u32,
    /// Below.
    pub below: u32,
    /// Above.
    pub above: u32,
    /// Not told by the data.
    pub unverified: u32,
}

/// The provisions of a profile by the units of one layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProvisionLayer {
    /// By unit and in total, then by provision in the order of the profile.
    pub ratios: ByUnit<Vec<Ratio>>,
    /// By provision: how many units meet the limits.
    pub judged: Vec<Judged>,
}

/// Measures the provisions of a profile by the units of each layer; nothing where it has none.
#[must_use]
pub fn provision(city: &City, profile: &Profile, layers: &[UnitPlaces<'_>]) -> Vec<ProvisionLayer> {
    if profile.provisions.is_empty() {
        return Vec::new();
    }
    layers.par_iter().map(|places| layer(city, profile, places)).collect()
}

fn layer(city: &City, profile: &Profile, places: &UnitPlaces<'_>) -> ProvisionLayer {
    let columns: Vec<Column> =
        profile.provisions.iter().map(|of| Rule::new(city, of, places).column()).collect();
    let units = (0..places.len()).map(|u| columns.iter().map(|c| c.units[u]).collect()).collect();
    let total = columns.iter().map(|c| c.total).collect();
    let judged = columns.iter().map(|c| judged(&c.units)).collect();
    ProvisionLayer { ratios: ByUnit { level: places.level, units, total }, judged }
}

fn judged(ratios: &[Ratio]) -> Judged {
    let mut counts = Judged::default();
    for ratio in ratios {
        match ratio.verdict {
            Some(Verdict::Met) => counts.met += 1,
            Some(Verdict::Below) => counts.below += 1,
            Some(Verdict::Above) => counts.above += 1,
            Some(Verdict::Unverified) => counts.unverified += 1,
            None => {}
        }
    }
    counts
}

/// One provision over the units of a layer.
struct Column {
    units: Vec<Ratio>,
    total: Ratio,
}

/// One side of a ratio.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// Over the outlets that state both sides.
    shared: f64,
    /// Over all outlets that state this side.
    stated: f64,
    /// What others may add: doubtful outlets, and those that do not say whether they belong to a chain.
    extra: f64,
    /// Whether an outlet may add any amount.
    is_open: bool,
}

impl Sum {
    /// What an outlet may add that does not state the quantity.
    fn leave_open(&mut self, quantity: &Quantity) {
        match quantity {
            Quantity::ChainOutlets => self.extra += 1.0,
            _ => self.is_open = true,
        }
    }
}

/// What the outlets of a unit state.
#[derive(Clone, Copy, Default)]
struct Tally {
    outlets: u32,
    /// Outlets that lack a number of either side.
    unstated: u32,
    doubtful: u32,
    sides: [Sum; 2],
}

impl Tally {
    fn add(&mut self, is_doubtful: bool, values: [(&Quantity, Option<f64>); 2]) {
        let is_whole = values.iter().all(|(_, value)| value.is_some());
        if is_doubtful {
            self.doubtful += 1;
        } else {
            self.outlets += 1;
            self.unstated += u32::from(!is_whole);
        }
        for (side, (quantity, value)) in self.sides.iter_mut().zip(values) {
            match value {
                None => side.leave_open(quantity),
                Some(value) if is_doubtful => side.extra += value,
                Some(value) => {
                    side.stated += value;
                    side.shared += if is_whole { value } else { 0.0 };
                }
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.outlets += other.outlets;
        self.unstated += other.unstated;
        self.doubtful += other.doubtful;
        for (side, more) in self.sides.iter_mut().zip(other.sides) {
            side.shared += more.shared;
            side.stated += more.stated;
            side.extra += more.extra;
            side.is_open |= more.is_open;
        }
    }
}

/// One side as it is: what is shown, and the range that it must lie in.
#[derive(Clone, Copy)]
struct Side {
    shown: Option<f64>,
    low: f64,
    /// None where nothing bounds it.
    high: Option<f64>,
}

impl Side {
    fn exactly(value: f64) -> Self {
        Self { shown: Some(value), low: value, high: Some(value) }
    }
}

/// One provision, ready to be measured.
struct Rule<'a> {
    city: &'a City,
    of: &'a Provision,
    places: &'a UnitPlaces<'a>,
    categories: Vec<CategoryId>,
    /// Whether the whole input has an open outlet of the categories.
    has_outlets: bool,
}

impl<'a> Rule<'a> {
    fn new(city: &'a City, of: &'a Provision, places: &'a UnitPlaces<'a>) -> Self {
        let categories: Vec<CategoryId> =
            of.categories.iter().filter_map(|key| city.category(key)).collect();
        let is_one = |o: &Outlet| o.is_counted() && categories.contains(&o.category);
        let has_outlets = city.outlets().iter().any(is_one);
        Self { city, of, places, categories, has_outlets }
    }

    fn quantities(&self) -> [&'a Quantity; 2] {
        [&self.of.measure, &self.of.base]
    }

    fn is_of_outlets(&self) -> bool {
        self.quantities().iter().any(|quantity| quantity.is_of_outlets())
    }

    fn column(&self) -> Column {
        let mut tallies = vec![Tally::default(); self.places.len()];
        for (outlet, unit) in self.city.outlets().iter().zip(self.places.outlet_units) {
            let is_one = outlet.is_counted() || outlet.is_doubtful();
            let is_one = is_one && self.categories.contains(&outlet.category);
            if let Some(unit) = unit.filter(|_| is_one) {
                let value = |q| (q, stated(q, outlet, self.city.columns()));
                tallies[unit.index()].add(outlet.is_doubtful(), self.quantities().map(value));
            }
        }
        let mut all = Tally::default();
        for tally in &tallies {
            all.merge(tally);
        }
        let units =
            tallies.iter().enumerate().map(|(u, tally)| self.ratio(tally, u..u + 1)).collect();
        let mut total = self.ratio(&all, 0..self.places.len());
        // All units together are judged only where the limits hold at every level.
        total.verdict = total.verdict.filter(|_| self.of.level.is_none());
        Column { units, total }
    }

    fn ratio(&self, tally: &Tally, units: std::ops::Range<usize>) -> Ratio {
        let is_of_outlets = self.is_of_outlets();
        let mut ratio = Ratio {
            supply: Supply::NoData,
            outlets: is_of_outlets.then_some(tally.outlets),
            unstated: tally.unstated,
            doubtful: tally.doubtful,
            measure: None,
            base: None,
            value: None,
            low: None,
            high: None,
            verdict: None,
        };
        let [measure, base] = self.sides(tally, &units);
        let (Some(measure), Some(base)) = (measure, base) else { return ratio };
        if is_of_outlets && !self.has_outlets {
            return ratio;
        }
        (ratio.measure, ratio.base) = (measure.shown, base.shown);
        let per = self.of.per;
        ratio.supply = match (measure.shown, base.shown) {
            (_, Some(base)) if base <= 0.0 => Supply::NotApplicable,
            (Some(_), Some(_)) => Supply::Ok,
            (None, _) | (_, None) => Supply::NotStated,
        };
        if ratio.supply == Supply::NotApplicable {
            return ratio;
        }
        let shown = measure.shown.zip(base.shown);
        ratio.value = shown.map(|(measure, base)| measure * per / base);
        ratio.low = Some(base.high.map_or(0.0, |base| measure.low * per / base));
        ratio.high = measure.high.filter(|_| base.low > 0.0).map(|most| most * per / base.low);
        if self.limits_hold() {
            ratio.verdict = verdict(self.of, ratio.low.unwrap_or(0.0), ratio.high);
        }
        ratio
    }

    /// Both sides over some units; none where the input has no such column of residents.
    fn sides(&self, tally: &Tally, units: &std::ops::Range<usize>) -> [Option<Side>; 2] {
        let [measure, base] = self.quantities();
        let side = |quantity: &Quantity, sum: Sum| {
            if quantity.is_of_outlets() {
                Some(of_outlets(sum, tally))
            } else {
                self.of_units(quantity, units).map(Side::exactly)
            }
        };
        [side(measure, tally.sides[0]), side(base, tally.sides[1])]
    }

    /// A quantity of units that is not one of outlets.
    fn of_units(&self, quantity: &Quantity, units: &std::ops::Range<usize>) -> Option<f64> {
        let people = self.city.people();
        match quantity {
            Quantity::Residents => self.residents(&people?.all, units),
            Quantity::Group(group) => self.residents(PeopleLayer::group(people?, *group)?, units),
            Quantity::LandHectares => {
                Some(self.places.land[units.clone()].iter().map(|land| land.hectares()).sum())
            }
            Quantity::Unit => u32::try_from(units.len()).ok().map(f64::from),
            Quantity::Outlets
            | Quantity::ChainOutlets
            | Quantity::FloorArea
            | Quantity::Capacity
            | Quantity::Column(_) => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "residents of the Earth fit 2^53")]
    fn residents(&self, column: &[u32], units: &std::ops::Range<usize>) -> Option<f64> {
        let places = &self.places.people?[units.clone()];
        let all: u64 = places.iter().flatten().map(|&p| u64::from(column[p as usize])).sum();
        Some(all as f64)
    }

    fn limits_hold(&self) -> bool {
        match self.of.level {
            None => true,
            Some(Tier::Subdistrict) => self.places.level.is_none(),
            Some(Tier::Community) => self.places.level == Some(UnitLevel::Communities),
            Some(Tier::Min15 | Tier::Min10 | Tier::Min5 | Tier::Block) => false,
        }
    }
}

/// What an outlet states of a quantity; of one that is not of outlets, nought.
pub(super) fn stated(quantity: &Quantity, outlet: &Outlet, columns: &[String]) -> Option<f64> {
    match quantity {
        Quantity::Outlets => Some(1.0),
        Quantity::ChainOutlets => outlet.chain().map(|is_chain| f64::from(u8::from(is_chain))),
        Quantity::FloorArea => outlet.floor_area.map(|area| area.0),
        Quantity::Capacity => outlet.capacity,
        Quantity::Column(name) => {
            columns.iter().position(|c| c == name).and_then(|at| outlet.column(at))
        }
        Quantity::Residents | Quantity::Group(_) | Quantity::LandHectares | Quantity::Unit => {
            Some(0.0)
        }
    }
}

fn of_outlets(sum: Sum, tally: &Tally) -> Side {
    let is_known = tally.unstated < tally.outlets || tally.outlets == 0;
    let high = (!sum.is_open).then_some(sum.stated + sum.extra);
    Side { shown: is_known.then_some(sum.shared), low: sum.stated, high }
}

/// How a range stands with the limits of a rule; none where it has no limits.
fn verdict(of: &Provision, low: f64, high: Option<f64>) -> Option<Verdict> {
    if of.min.is_none() && of.max.is_none() {
        return None;
    }
    let is_below = of.min.zip(high).is_some_and(|(least, high)| high < least);
    let is_above = of.max.is_some_and(|most| low > most);
    let surely_enough = of.min.is_none_or(|least| low >= least);
    let surely_not_more = of.max.is_none_or(|most| high.is_some_and(|high| high <= most));
    Some(if is_below {
        Verdict::Below
    } else if is_above {
        Verdict::Above
    } else if surely_enough && surely_not_more {
        Verdict::Met
    } else {
        Verdict::Unverified
    })
}
