//! Services that answer the need of some only: measured on a city of those alone.
//!
//! The estates that meet the conditions of a service are its land; its residents are those of the places
//! that meet them and, where a condition is on estates, lie on such an estate. Outlets and units are those
//! of the whole city. What is measured so takes the place of what was measured of everybody.

use super::{Detail, assess_watched};
use crate::assessment::{Assessment, Beside, Lack, ServiceFigures, WithUnknown};
use crate::model::{City, Condition, Demand, DemandLayer, Estate, Met, PeopleLayer, Shape};
use crate::overlay::Placing;
use crate::profile::{Profile, Service};
use crate::watch::{Stopped, Watch};

/// Puts the figures of services with conditions on their demand in the place of those of everybody.
pub(super) fn narrow(
    city: &City,
    profile: &Profile,
    detail: Detail,
    watch: &Watch,
    assessment: &mut Assessment,
) -> Result<(), Stopped> {
    let mut done: Vec<&[Condition]> = vec![&[]];
    for service in &profile.services {
        let conditions = &service.demand_where[..];
        if done.contains(&conditions) {
            continue;
        }
        done.push(conditions);
        let is_one = |s: &usize| profile.services[*s].demand_where == conditions;
        let positions: Vec<usize> = (0..profile.services.len()).filter(is_one).collect();
        let some = of_some(city, conditions, Demand::is_met);
        let rules = rules_of(profile, &positions);
        let wide = of_some(city, conditions, Demand::may_be_met);
        let with_unknown = if is_larger(&wide, &some) {
            Some(assess_watched(&wide, &rules, Detail::Figures, watch)?)
        } else {
            None
        };
        let mut from = assess_watched(&some, &rules, detail, watch)?;
        if !is_needed(conditions, &from) {
            // Nought of nought is no rate: with no outlet either, nothing is measured anywhere.
            from = assess_watched(&some.without_outlets(), &rules, detail, watch)?;
            for &at in &positions {
                assessment.services[at].is_needed = false;
            }
        }
        if let Some(wide) = with_unknown {
            for (&at, of) in positions.iter().zip(&wide.total.services) {
                let people = of.people.map(|people| people.all);
                assessment.services[at].with_unknown =
                    of.land.map(|land| WithUnknown { land, people });
            }
        }
        Splice { positions: &positions, from }.into_whole(assessment);
    }
    Ok(())
}

/// Whether a city has estates or places of people besides those of another.
fn is_larger(city: &City, than: &City) -> bool {
    let size = |city: &City| {
        (city.estates().map_or(0, <[Estate]>::len), city.people().map_or(0, PeopleLayer::len))
    };
    size(city) != size(than)
}

/// Whether there is land and are residents that meet the conditions on either.
fn is_needed(conditions: &[Condition], of_those: &Assessment) -> bool {
    let total = &of_those.total;
    conditions.iter().all(|condition| match condition.layer {
        DemandLayer::Estates => total.land.0 > 0.0,
        DemandLayer::People => total.people.is_some_and(|people| people.0 > 0),
    })
}

/// Whether a feature of a layer with these answers counts.
type Counts = fn(&Demand, &[Met], &[Condition], DemandLayer) -> bool;

/// The city with those estates and places of people alone that count by the conditions.
fn of_some(city: &City, conditions: &[Condition], counts: Counts) -> City {
    let demand = city.demand();
    let asks = |layer| conditions.iter().any(|condition| condition.layer == layer);
    let is_met = |answers: Option<&[_]>, layer| {
        counts(demand, answers.unwrap_or_default(), conditions, layer)
    };
    let estate_counts = |estate: &&Estate| {
        let answers = demand.estates.get(&estate.id).map(|answers| &**answers);
        is_met(answers, DemandLayer::Estates)
    };
    let estates: Option<Vec<Estate>> =
        city.estates().map(|all| all.iter().filter(estate_counts).cloned().collect());
    let people = city.people().map(|people| {
        let shapes: Vec<&Shape> = estates.iter().flatten().map(|estate| &estate.shape).collect();
        let homes = asks(DemandLayer::Estates).then(|| Placing::new(&shapes).units(&people.at));
        let counts = |&place: &usize| {
            let answers = demand.people.get(place).map(|answers| &**answers);
            is_met(answers, DemandLayer::People)
                && homes.as_ref().is_none_or(|homes| homes[place].is_some())
        };
        let kept: Vec<usize> = (0..people.len()).filter(counts).collect();
        let pick = |column: &Vec<u32>| kept.iter().map(|&place| column[place]).collect();
        PeopleLayer {
            source: people.source,
            at: kept.iter().map(|&place| people.at[place]).collect(),
            all: pick(&people.all),
            groups: people.groups.each_ref().map(|group| group.as_ref().map(pick)),
        }
    });
    city.with_homes(estates, people)
}

/// The profile with these services alone, and everybody's need.
fn rules_of(profile: &Profile, positions: &[usize]) -> Profile {
    let service =
        |&at: &usize| Service { demand_where: Vec::new(), ..profile.services[at].clone() };
    Profile {
        services: positions.iter().map(service).collect(),
        items: Vec::new(),
        provisions: Vec::new(),
        capacities: Vec::new(),
        pairings: Vec::new(),
        ..profile.clone()
    }
}

/// Figures of some services, with the positions of these in the whole profile.
struct Splice<'a> {
    positions: &'a [usize],
    from: Assessment,
}

impl Splice<'_> {
    fn into_whole(self, whole: &mut Assessment) {
        let Self { positions, from } = self;
        for (to, of) in whole.units.iter_mut().zip(from.units) {
            put_figures(&mut to.services, of.services, positions);
        }
        put_figures(&mut whole.total.services, from.total.services, positions);
        for (to, of) in whole.finer.iter_mut().zip(from.finer) {
            put_figures(&mut to.total.services, of.total.services, positions);
            for (to, of) in to.units.iter_mut().zip(of.units) {
                put_figures(&mut to.figures.services, of.figures.services, positions);
            }
        }
        for (to, of) in whole.choices.iter_mut().zip(from.choices) {
            put_all((&mut to.units, &mut to.total), (of.units, of.total), positions);
        }
        if let (Some(to), Some(of)) = (&mut whole.streets, from.streets) {
            for (to, of) in to.layers.iter_mut().zip(of.layers) {
                put_all((&mut to.units, &mut to.total), (of.units, of.total), positions);
            }
        }
        if let (Some(to), Some(of)) = (&mut whole.complaints, from.complaints) {
            for (to, of) in to.layers.iter_mut().zip(of.layers) {
                put_all((&mut to.units, &mut to.total), (of.units, of.total), positions);
            }
        }
        let mut besides: Vec<Option<Beside>> = from.beside.into_iter().map(Some).collect();
        whole.beside.retain_mut(|to| {
            let Some(at) = positions.iter().position(|&at| at == to.service) else { return true };
            let is_same = |of: &&mut Option<Beside>| {
                of.as_ref().is_some_and(|of| of.service == at && of.by == to.by)
            };
            let of = besides.iter_mut().find(is_same).and_then(Option::take);
            let service = to.service;
            of.map(|of| *to = Beside { service, ..of }).is_some()
        });
        put(&mut whole.drawn.unserved, from.drawn.unserved, positions);
        if !from.land.is_empty() {
            let lands = positions.iter().map(|&at| (at, from.land.clone()));
            whole.drawn.land_of.extend(lands);
        }
        let old = |lack: Lack| matches!(lack, Lack::Service(at) if positions.contains(&at));
        let new = |lack: Lack| match lack {
            Lack::Service(at) => Lack::Service(positions[at]),
            Lack::Circle => Lack::Circle,
        };
        let gaps = &mut whole.gaps;
        gaps.listed.retain(|gap| !old(gap.lack));
        gaps.slivers.retain(|slivers| !old(slivers.lack));
        gaps.listed.extend(from.gaps.listed.into_iter().map(|mut gap| {
            gap.lack = new(gap.lack);
            gap
        }));
        gaps.slivers.extend(from.gaps.slivers.into_iter().map(|mut slivers| {
            slivers.lack = new(slivers.lack);
            slivers
        }));
        gaps.listed.sort_by_key(|gap| gap.lack);
        gaps.slivers.sort_by_key(|slivers| slivers.lack);
        let error = &mut whole.reconciliation.worst_land_error;
        *error = error.max(from.reconciliation.worst_land_error);
    }
}

/// Puts the entries of some services into their places.
fn put<T>(whole: &mut [T], some: Vec<T>, positions: &[usize]) {
    for (&at, entry) in positions.iter().zip(some) {
        if let Some(place) = whole.get_mut(at) {
            *place = entry;
        }
    }
}

/// The same for figures of services. Outlets are those of the whole city.
fn put_figures(whole: &mut [ServiceFigures], some: Vec<ServiceFigures>, positions: &[usize]) {
    for (&at, figures) in positions.iter().zip(some) {
        if let Some(place) = whole.get_mut(at) {
            *place = ServiceFigures { outlets: place.outlets, ..figures };
        }
    }
}

/// The same for all units, and for the total of them.
fn put_all<T>(
    (units, total): (&mut [Vec<T>], &mut [T]),
    (of_units, of_total): (Vec<Vec<T>>, Vec<T>),
    positions: &[usize],
) {
    for (to, of) in units.iter_mut().zip(of_units) {
        put(to, of, positions);
    }
    put(total, of_total, positions);
}
