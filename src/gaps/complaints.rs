//! What residents report, held against gaps and coverage.
//!
//! A record counts for every service that one of its categories meets, in the unit where it lies: out of
//! reach of the service or within; among all records it is one. A gap that holds a record of its service is confirmed by it; records from within
//! reach speak against the coverage there. Few records say little: what is made of fewer than
//! [`FEW`] is marked, and no verdict is given. Where people report depends on who reports, so that
//! nothing is ranked by it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::people::nearest_border;
use super::{Gap, Lack};
use crate::coverage::{ByUnit, Coverage, PeopleRate, UnitFigures};
use crate::model::{City, Complaint, Local, Shape, SubdistrictId, UnitLevel};
use crate::overlay::Placing;
use crate::profile::Profile;
use crate::units::People;

/// A rate of fewer records than this is marked: below 20 events the relative standard error of a count is
/// over 22 % (National Center for Health Statistics, which publishes no rate of fewer).
pub const FEW: u32 = 20;

/// Standard deviations by which a rate has to exceed another: the normal quantile of 5 %, one-sided.
const CHANCE: f64 = 1.645;

/// Records of one service in one unit, or in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ServiceComplaints {
    /// All of them.
    pub complaints: u32,
    /// Those from places out of reach of the service; none without data of it.
    pub out_of_reach: Option<u32>,
    /// Those from places within reach: they speak against the coverage.
    pub within_reach: Option<u32>,
    /// `complaints` for a thousand residents; none where nobody is known to live there.
    pub per_thousand: Option<f64>,
    /// `out_of_reach` for a thousand residents out of reach.
    pub per_thousand_out: Option<f64>,
    /// `within_reach` for a thousand residents within reach.
    pub per_thousand_within: Option<f64>,
    /// Listed gaps of the service; none in layers besides the subdistricts, and without data.
    pub gaps: Option<u32>,
    /// Those of them that hold a record of it.
    pub gaps_confirmed: Option<u32>,
    /// Whether residents within reach report more often than those out of reach by more than chance
    /// (one-sided, at 5 %); none where records are few, or one of the rates is missing.
    pub contradicts: Option<bool>,
    /// Whether there are fewer than [`FEW`].
    pub is_few: bool,
}

/// Records by the units of a layer, then by service of the profile.
pub type ComplaintFigures = ByUnit<Vec<ServiceComplaints>>;

/// The records of a city; each is in exactly one of the five counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Complaints {
    /// In the figures.
    pub counted: u32,
    /// Without a place.
    pub no_place: u32,
    /// Outside every subdistrict.
    pub outside: u32,
    /// About nothing that is known.
    pub no_category: u32,
    /// Of a category that meets no service of the profile.
    pub other_category: u32,
    /// Those of them that say no day.
    pub undated: u32,
    /// The first day and the last.
    pub days: Option<[NaiveDate; 2]>,
    /// By the subdistricts, then by each finer layer.
    pub layers: Vec<ComplaintFigures>,
}

impl Complaints {
    /// All records.
    #[must_use]
    pub fn read(&self) -> u32 {
        self.counted + self.no_place + self.outside + self.no_category + self.other_category
    }
}

/// A record that counts.
struct Placed {
    at: Local,
    unit: SubdistrictId,
    /// Services that it is about, each with whether it is within reach; none without data of it.
    services: Vec<(usize, Option<bool>)>,
}

/// Counts the records, and writes into each gap how many of its service it holds; into a gap of the circle
/// those of any service of the circle that is out of reach there. None where the city has no such layer.
#[must_use]
pub fn complaints(
    city: &City,
    profile: &Profile,
    coverage: &Coverage<'_>,
    listed: &mut [Gap],
) -> Option<Complaints> {
    let layer = city.complaints()?;
    let services_of: Vec<Vec<usize>> = layer
        .categories
        .iter()
        .map(|category| {
            let meets =
                |s: &usize| profile.services[*s].providers.iter().any(|p| p.category == *category);
            (0..profile.services.len()).filter(meets).collect()
        })
        .collect();
    let placing = Placing::new(&city.subdistricts().iter().map(|s| &s.shape).collect::<Vec<_>>());
    let mut found = Complaints::default();
    let mut placed = Vec::new();
    for complaint in &layer.list {
        let about = complaint.categories.iter().flat_map(|&at| &services_of[at as usize]);
        let about: BTreeSet<usize> = about.copied().collect();
        found.add(complaint, &about, &placing, (coverage, &mut placed));
    }
    let days = || layer.list.iter().filter_map(|complaint| complaint.date);
    found.undated = count(layer.list.iter().filter(|complaint| complaint.date.is_none()).count());
    found.days = days().min().zip(days().max()).map(|(first, last)| [first, last]);
    for (records, gap) in by_gap(coverage, &placed, listed).into_iter().zip(&mut *listed) {
        gap.complaints = Some(records);
    }
    let units: Vec<SubdistrictId> = placed.iter().map(|p| p.unit).collect();
    let units: Vec<Option<usize>> = units.into_iter().map(|unit| Some(unit.index())).collect();
    let mut subdistricts = figures(&placed, &units, (&coverage.units, &coverage.total));
    add_gaps(&mut subdistricts, coverage, listed);
    found.layers.push(ByUnit { level: None, ..subdistricts });
    for level in UnitLevel::ALL {
        let Some(of) = coverage.finer.iter().find(|layer| layer.level == level) else { continue };
        let shapes: Vec<&Shape> = city.finer_units(level).iter().map(|unit| &unit.shape).collect();
        let placing = Placing::new(&shapes);
        let units: Vec<Option<usize>> =
            placed.iter().map(|p| placing.unit(p.at).map(SubdistrictId::index)).collect();
        let of_units: Vec<UnitFigures> = of.units.iter().map(|unit| unit.figures.clone()).collect();
        let figures = figures(&placed, &units, (&of_units, &of.total));
        found.layers.push(ByUnit { level: Some(level), ..figures });
    }
    Some(found)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Complaints {
    /// Puts a record into its bucket.
    fn add(
        &mut self,
        complaint: &Complaint,
        about: &BTreeSet<usize>,
        placing: &Placing,
        (coverage, placed): (&Coverage<'_>, &mut Vec<Placed>),
    ) {
        let Some(at) = complaint.at else {
            self.no_place += 1;
            return;
        };
        let Some(unit) = placing.unit(at) else {
            self.outside += 1;
            return;
        };
        if complaint.categories.is_empty() {
            self.no_category += 1;
        } else if about.is_empty() {
            self.other_category += 1;
        } else {
            let is_within = |&s: &usize| {
                let service = &coverage.services[s];
                (s, service.is_known().then(|| service.serves(at)))
            };
            let services = about.iter().map(is_within).collect();
            self.counted += 1;
            placed.push(Placed { at, unit, services });
        }
    }
}

/// The counts and rates of a layer.
fn figures(
    placed: &[Placed],
    units: &[Option<usize>],
    (of_units, of_total): (&[UnitFigures], &UnitFigures),
) -> ComplaintFigures {
    let services = of_total.services.len();
    let mut counts = vec![vec![[0u32; 3]; services]; of_units.len()];
    for (complaint, unit) in placed.iter().zip(units) {
        let Some(unit) = unit else { continue };
        for &(service, is_within) in &complaint.services {
            let [all, out, within] = &mut counts[*unit][service];
            *all += 1;
            match is_within {
                Some(true) => *within += 1,
                Some(false) => *out += 1,
                None => {}
            }
        }
    }
    let sums = (0..services)
        .map(|s| [0, 1, 2].map(|kind| counts.iter().map(|unit| unit[s][kind]).sum()))
        .collect::<Vec<[u32; 3]>>();
    let of = |counts: &[[u32; 3]], figures: &UnitFigures| {
        let pairs = counts.iter().zip(&figures.services);
        pairs
            .map(|(counts, service)| {
                let rate = service.people.map(|people| people.all);
                rated(*counts, service.land.is_some(), (figures.people, rate))
            })
            .collect::<Vec<_>>()
    };
    ByUnit {
        level: None,
        units: counts.iter().zip(of_units).map(|(counts, unit)| of(counts, unit)).collect(),
        total: of(&sums, of_total),
    }
}

fn rated(
    [all, out, within]: [u32; 3],
    is_known: bool,
    (people, reach): (Option<People>, Option<PeopleRate>),
) -> ServiceComplaints {
    #[expect(clippy::cast_precision_loss, reason = "residents fit 2^53")]
    let per_thousand = |count: u32, people: People| {
        (people.0 > 0).then(|| f64::from(count) * 1000.0 / people.0 as f64)
    };
    let is_few = all < FEW;
    let per_thousand_out = reach.and_then(|rate| per_thousand(out, rate.unserved));
    let per_thousand_within = reach.and_then(|rate| per_thousand(within, rate.served));
    let both = reach.filter(|rate| !is_few && rate.unserved.0 > 0 && rate.served.0 > 0);
    ServiceComplaints {
        complaints: all,
        out_of_reach: is_known.then_some(out),
        within_reach: is_known.then_some(within),
        per_thousand: people.and_then(|people| per_thousand(all, people)),
        per_thousand_out,
        per_thousand_within,
        gaps: None,
        gaps_confirmed: None,
        contradicts: both.map(|rate| exceeds((within, rate.served), (out, rate.unserved))),
        is_few,
    }
}

/// Whether one rate is greater than another by more than chance. Of all records of both, those of one are
/// binomial by the shares of the residents where the rates are equal; one-sided at [`CHANCE`], in the
/// normal approximation, which [`FEW`] records allow.
#[expect(clippy::cast_precision_loss, reason = "residents fit 2^53")]
fn exceeds((of_one, one): (u32, People), (of_other, other): (u32, People)) -> bool {
    let all = f64::from(of_one) + f64::from(of_other);
    let share = one.0 as f64 / (one.0 as f64 + other.0 as f64);
    f64::from(of_one) - all * share > CHANCE * (all * share * (1.0 - share)).sqrt()
}

/// Records that each gap holds.
fn by_gap(coverage: &Coverage<'_>, placed: &[Placed], listed: &[Gap]) -> Vec<u32> {
    let mut counts = vec![0; listed.len()];
    let mut gaps_of = std::collections::BTreeMap::<(Lack, SubdistrictId), Vec<usize>>::new();
    for (at, gap) in listed.iter().enumerate() {
        gaps_of.entry((gap.lack, gap.unit)).or_default().push(at);
    }
    for complaint in placed {
        let lacks = complaint.services.iter().filter(|(_, is_within)| *is_within == Some(false));
        let lacks: Vec<usize> = lacks.map(|&(service, _)| service).collect();
        let lacks_circle = lacks.iter().any(|s| coverage.circle_services.contains(s));
        let of_circle = lacks_circle.then_some(Lack::Circle);
        for lack in lacks.iter().map(|&s| Lack::Service(s)).chain(of_circle) {
            let near = gaps_of.get(&(lack, complaint.unit)).map_or(&[][..], |gaps| gaps);
            let land = &coverage.ground[complaint.unit.index()].land;
            let holds = |&&at: &&usize| {
                let shape = &listed[at].shape;
                shape.bounds().holds(complaint.at) && shape.contains(complaint.at)
            };
            let polygons = || near.iter().flat_map(|&at| listed[at].shape.polygons());
            let owner = near.iter().find(holds).copied().or_else(|| {
                // Between the polygon of a gap and the arc that it stands for.
                let is_on_land = land.contains(complaint.at);
                is_on_land
                    .then(|| nearest_border(complaint.at, polygons()))
                    .flatten()
                    .map(|n| near[n])
            });
            if let Some(owner) = owner {
                counts[owner] += 1;
            }
        }
    }
    counts
}

/// Listed gaps, and those that hold a record, of the subdistricts.
fn add_gaps(figures: &mut ComplaintFigures, coverage: &Coverage<'_>, listed: &[Gap]) {
    for row in figures.units.iter_mut().chain([&mut figures.total]) {
        for (of, service) in row.iter_mut().zip(&coverage.services) {
            let nought = service.is_known().then_some(0);
            (of.gaps, of.gaps_confirmed) = (nought, nought);
        }
    }
    for gap in listed {
        let Lack::Service(service) = gap.lack else { continue };
        let (units, total) = (&mut figures.units, &mut figures.total);
        for of in [&mut units[gap.unit.index()][service], &mut total[service]] {
            *of.gaps.get_or_insert(0) += 1;
            *of.gaps_confirmed.get_or_insert(0) += u32::from(gap.complaints > Some(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rate_exceeds_another_only_by_more_than_chance() {
        let equal = |within, out| exceeds((within, People(1000)), (out, People(1000)));
        // Of 26, 13 and 2.55 are expected: the limit is 13 + 1.645 * 2.55 = 17.19.
        assert!(!equal(14, 12) && !equal(17, 9));
        assert!(equal(18, 8) && equal(26, 0));
        assert!(!equal(13, 13) && !equal(8, 18) && !equal(0, 0));
        // 9 of 10 live within: of 40, 36 are expected and the limit is 39.12.
        let most = |within, out| exceeds((within, People(9000)), (out, People(1000)));
        assert!(!most(36, 4) && !most(39, 1) && most(40, 0));
    }
}
