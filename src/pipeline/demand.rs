//! Services that answer the need of some only: measured on a city of those alone.
//!
//! The estates that meet the conditions of a service are its land; its residents are those of the places
//! that meet them and, where a condition is on estates, lie on such an estate. Outlets and units are those
//! of the whole city. What is measured so takes the place of what was measured of everybody.

use super::{Detail, assess_all_watched};
use crate::assessment::{Assessment, Beside, Lack};
use crate::model::{City, Condition, DemandLayer, Estate, PeopleLayer, Shape};
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
        let some = of_some(city, conditions);
        let rules = rules_of(profile, &positions);
        let narrowed = assess_all_watched(&some, &[&rules], detail, watch)?;
        for narrowed in narrowed {
            Splice { positions: &positions, from: narrowed }.into_whole(assessment);
        }
    }
    Ok(())
}

/// The city with those estates and places of people alone that meet the conditions.
fn of_some(city: &City, conditions: &[Condition]) -> City {
    let demand = city.demand();
    let asks = |layer| conditions.iter().any(|condition| condition.layer == layer);
    let is_met = |answers: Option<&[_]>, layer| {
        demand.is_met(answers.unwrap_or_default(), conditions, layer)
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
            put(&mut to.services, of.services, positions);
        }
        put(&mut whole.total.services, from.total.services, positions);
        for (to, of) in whole.finer.iter_mut().zip(from.finer) {
            put(&mut to.total.services, of.total.services, positions);
            for (to, of) in to.units.iter_mut().zip(of.units) {
                put(&mut to.figures.services, of.figures.services, positions);
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
        for of in from.beside {
            let service = positions[of.service];
            let mut same = whole.beside.iter_mut().filter(|to| to.service == service);
            if let Some(to) = same.find(|to| to.by == of.by) {
                *to = Beside { service, ..of };
            }
        }
        put(&mut whole.drawn.unserved, from.drawn.unserved, positions);
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
