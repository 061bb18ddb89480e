//! Supply against need, choice and room of the fictional city of [`fixture`](super::fixture).

use super::fixture::{cited, names};
use crate::assessment::{
    ByUnit, CapacityFigures, Choice, ChoiceLayer, Judged, NthNearest, ProvisionLayer, Ratio, Room,
    Seated, Supply, Verdict,
};
use crate::profile::{Capacity, Confidence, Decay, Provision, Quantity, Tier};
use crate::units::{Metres, People, Share};

/// Kindergarten places for 1000 residents, 20 at least, in subdistricts.
pub(super) fn provision() -> Provision {
    Provision {
        key: "places".to_owned(),
        names: names("学位", "Places"),
        categories: vec!["kindergarten".to_owned()],
        measure: Quantity::Capacity,
        base: Quantity::Residents,
        per: 1000.0,
        min: Some(20.0),
        max: None,
        level: Some(Tier::Subdistrict),
        citation: cited("Rule 5", Confidence::S),
        lead: names("教育委员会", "Education Commission"),
        supporting: vec![],
    }
}

/// D01 has 25 places for 1000 residents, D02 a kindergarten that does not state its places, and nobody
/// lives in D10.
pub(super) fn provisions() -> Vec<ProvisionLayer> {
    let none = Ratio {
        supply: Supply::NotApplicable,
        outlets: Some(0),
        unstated: 0,
        doubtful: 0,
        measure: Some(0.0),
        base: Some(0.0),
        value: None,
        low: None,
        high: None,
        verdict: None,
    };
    let first = Ratio {
        supply: Supply::Ok,
        outlets: Some(1),
        measure: Some(25.0),
        base: Some(1000.0),
        value: Some(25.0),
        low: Some(25.0),
        high: Some(25.0),
        verdict: Some(Verdict::Met),
        ..none
    };
    let second = Ratio {
        supply: Supply::NotStated,
        outlets: Some(1),
        unstated: 1,
        measure: None,
        base: Some(2000.0),
        low: Some(0.0),
        verdict: Some(Verdict::Unverified),
        ..none
    };
    // 25 places for 3000 residents are 8.3333 for 1000.
    let all = Ratio {
        outlets: Some(2),
        unstated: 1,
        base: Some(3000.0),
        value: Some(25.0 / 3.0),
        low: Some(25.0 / 3.0),
        high: None,
        verdict: None,
        ..first
    };
    let judged = Judged { met: 1, unverified: 1, ..Judged::default() };
    let units = vec![vec![first], vec![second], vec![none]];
    vec![ProvisionLayer {
        ratios: ByUnit { level: None, units, total: vec![all] },
        judged: vec![judged],
    }]
}

/// In D01 600 of 1000 residents reach no store, 300 one, 100 two; in D02 all 2000 reach one.
pub(super) fn choices() -> Vec<ChoiceLayer> {
    let choice = |by_count: [u64; 3], mean: Option<f64>| Choice {
        people: by_count.into_iter().map(People).sum(),
        by_count: by_count.map(People).to_vec(),
        mean,
        nearest: vec![NthNearest {
            n: 2,
            median: mean.map(|_| Metres(700.0)),
            p90: None,
            within: vec![mean.map(|_| Share(0.1)), mean.map(|_| Share(0.25))],
        }],
        along: None,
    };
    let store = |choice| vec![Some(choice), None, None, None];
    vec![ByUnit {
        level: None,
        units: vec![
            store(choice([600, 300, 100], Some(0.5))),
            store(choice([0, 2000, 0], Some(1.0))),
            store(choice([0, 0, 0], None)),
        ],
        // 300 + 2 x 100 + 2000 = 2500 of 3000.
        total: store(choice([600, 2300, 100], Some(2500.0 / 3000.0))),
    }]
}

/// Kindergartens within 300 m for everybody.
pub(super) fn capacity() -> Capacity {
    Capacity {
        key: "seats".to_owned(),
        names: names("学位可得", "Seats"),
        categories: vec!["kindergarten".to_owned()],
        measure: Quantity::Capacity,
        demand: Quantity::Residents,
        radius: Metres(300.0),
        decay: Decay::Linear,
        per: 1000.0,
        citation: cited("Rule 6", Confidence::Km),
        lead: names("教育委员会", "Education Commission"),
        supporting: vec![],
    }
}

/// 100 seats: 100 of 1000 in D01 have one, 400 do not, 500 are out of reach; all in D02 are.
pub(super) fn capacities() -> CapacityFigures {
    let far = Seated {
        people: People(2000),
        out_of_reach: People(2000),
        served_share: Some(Share(0.0)),
        access: Some(0.0),
        below_average: People(2000),
        below_average_share: Some(Share(1.0)),
        ..Seated::default()
    };
    let near = Seated {
        people: People(1000),
        served: People(100),
        full: People(390),
        unknown: People(10),
        out_of_reach: People(500),
        served_share: Some(Share(0.1)),
        mean_distance: Some(Metres(123.45)),
        access: Some(100.0),
        below_average: People(500),
        below_average_share: Some(Share(0.5)),
    };
    let total = Seated {
        people: People(3000),
        out_of_reach: People(2500),
        served_share: Share::of(100.0, 3000.0),
        access: Some(100.0 / 3.0),
        below_average: People(2500),
        below_average_share: Share::of(2500.0, 3000.0),
        ..near
    };
    let units = vec![near, far, Seated::default()];
    CapacityFigures {
        room: Room { outlets: 2, unstated: 1, places: 100, taken: 100 },
        layers: vec![ByUnit { level: None, units, total }],
    }
}
