//! Random plans for a random city.

#![allow(dead_code, reason = "no test needs all of it")]

use walkshed::model::{
    Action, City, Local, Measure, Outlet, OutletId, Plan, PlannedOutlet, Status,
};
use walkshed::profile::Profile;

use crate::city::CATEGORIES;
use crate::random::Random;

pub(crate) fn plan(measures: Vec<Measure>) -> Plan {
    Plan { name: "plan".to_owned(), measures }
}

pub(crate) fn measure(number: u32, action: Action) -> Measure {
    let (name, phase) = (String::new(), 1 + number % 3);
    let id = format!("P{number}");
    Measure {
        id,
        name,
        phase,
        cost: None,
        action,
        target: None,
        outlet: None,
        homes: None,
        walking: None,
    }
}

pub(crate) fn opening(number: u32, category: &str, at: Local) -> Measure {
    let outlet = PlannedOutlet {
        id: format!("N{number}").into(),
        name: "".into(),
        category: category.to_owned(),
        at,
        status: Status::Open,
        source: None,
        capacity: None,
        floor_area: None,
        details: None,
    };
    Measure { outlet: Some(outlet), ..measure(number, Action::Open) }
}

/// What a measure does to an outlet of today.
pub(crate) fn turning(
    number: u32,
    action: Action,
    (city, target): (&City, u32),
    turn: impl FnOnce(&mut PlannedOutlet),
) -> Measure {
    let mut outlet = PlannedOutlet::of(city, &city.outlets()[target as usize]);
    turn(&mut outlet);
    let outlet = (action != Action::Close).then_some(outlet);
    Measure { target: Some(OutletId(target)), outlet, ..measure(number, action) }
}

/// Up to `most` measures of all kinds, no two on one outlet.
pub(crate) fn random_plan(city: &City, seed: u64, most: u32) -> Plan {
    let mut random = Random(seed ^ 0x9e37);
    let mut targets: Vec<u32> = (0u32..).take(city.outlets().len()).collect();
    let count = random.below(most + 1);
    let measures = (0..count).map(|number| {
        let target = targets.swap_remove(random.below(targets.len()));
        let at = Local::new(random.between(-300.0, 4800.0), random.between(-300.0, 4800.0));
        let category = CATEGORIES[random.below(CATEGORIES.len())];
        let old = city.outlets()[target as usize].at;
        match random.below(8u32) {
            0..=2 => opening(number, category, at),
            3 => turning(number, Action::Close, (city, target), |_| ()),
            4 => turning(number, Action::Move, (city, target), |outlet| {
                let near = Local::new(old.x + random.between(-90.0, 90.0), old.y + 40.0);
                outlet.at = if random.next().is_multiple_of(2) { near } else { at };
            }),
            5 => turning(number, Action::Change, (city, target), |outlet| {
                category.clone_into(&mut outlet.category);
            }),
            6 => turning(number, Action::Open, (city, target), |outlet| {
                outlet.status = Status::Open;
            }),
            _ => turning(number, Action::Resize, (city, target), |o| o.capacity = Some(40.0)),
        }
    });
    plan(measures.collect())
}

/// Whether a place lies in the circle of an open outlet of a service.
pub(crate) fn is_served(
    city: &City,
    outlets: &[Outlet],
    profile: &Profile,
    s: usize,
    at: Local,
) -> bool {
    outlets.iter().filter(|o| o.is_counted()).any(|outlet| {
        let category = &city.categories()[outlet.category.index()];
        let mut providers = profile.services[s].providers.iter();
        providers.any(|p| &p.category == category && at.distance(outlet.at).0 <= p.radius.0)
    })
}
