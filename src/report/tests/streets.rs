//! Facts about reach along streets in tables, JSON and sentences.

use super::fixture::Fixture;
use super::{rows, written};
use crate::assessment::{
    ByUnit, Choice, ChoiceAlong, ChoiceLayer, Network, PeopleRate, PlacedStreets, StreetChange,
    StreetFigures, StreetService,
};
use crate::model::{Local, Question};
use crate::profile::Lang;
use crate::report::{brief, streets_csv, summary};
use crate::units::{LonLat, Metres, People, Share};

/// Of `people`, `circle` by the circle, and in turn: within, too far, on streets without outlet, near no
/// street, all of these within the circle.
fn service(people: u64, circle: u64, parts: [u64; 4]) -> StreetService {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let share = |part: u64, all: u64| Share::of(part as f64, all as f64);
    let rate = |served: u64| PeopleRate {
        people: People(people),
        served: People(served),
        unserved: People(people - served),
        share: share(served, people),
    };
    let [along, too_far, cut_off, no_street] = parts;
    StreetService {
        by_circle: rate(circle),
        along: rate(along),
        lost: People(circle - along - no_street),
        lost_share: share(circle - along - no_street, circle),
        no_street_in_circle: People(no_street),
        too_far: People(too_far),
        cut_off: People(cut_off),
        no_street: People(no_street),
        median: (people > 0).then_some(Metres(412.34)),
        p90: None,
        detour: (people > 0).then_some(1.3456),
        asked: Some(StreetChange {
            before: People(along + 7),
            gained: People(3),
            lost: People(10),
        }),
        gaps: None,
    }
}

/// The fictional city with streets: D01 has 1000 residents, D02 2000; stores alone have data.
pub(super) fn with_streets(mut fixture: Fixture) -> Fixture {
    let store = |of| vec![Some(of), None, None, None];
    let layer = ByUnit {
        level: None,
        units: vec![
            store(service(1000, 400, [300, 650, 0, 50])),
            store(service(2000, 2000, [1800, 190, 10, 0])),
            store(service(0, 0, [0; 4])),
        ],
        total: store(service(3000, 2400, [2100, 840, 10, 50])),
    };
    let network = Network {
        length: Metres(12_345.6),
        edges: 321,
        pieces: 3,
        island_length: Metres(543.2),
        island_at: Some(LonLat { lon: 116.3, lat: 39.9 }),
        island_people: People(10),
        no_street_people: People(50),
        shut_people: People(6),
        no_street_at: None,
        no_street_outlets: 2,
    };
    let (snap, limit) = (Metres(200.0), Metres(1000.0));
    // StreetChange about a gate and a barrier.
    let barrier = vec![vec![Local::new(0.0, 0.0), Local::new(9.0, 0.0)]];
    let barrier_name = "rail.geojson".into();
    let question = Question { open: vec!["G1".into()], barrier, barrier_name };
    fixture.city = fixture.city.with_question(question);
    // Along streets nobody has two outlets within reach.
    let lists = |layer: &mut ChoiceLayer| -> Vec<Vec<Option<Choice>>> {
        layer.units.drain(..).chain([std::mem::take(&mut layer.total)]).collect()
    };
    for layer in &mut fixture.assessment.choices {
        let mut all = lists(layer);
        for choice in all.iter_mut().flatten().flatten() {
            let reached: People = choice.by_count[1..].iter().copied().sum();
            let nearest = choice.nearest.clone();
            let by_count = vec![choice.by_count[0], reached, People(0)];
            choice.along = Some(ChoiceAlong { by_count, nearest });
        }
        layer.total = all.pop().unwrap_or_default();
        layer.units = all;
    }
    fixture.assessment.streets = Some(StreetFigures {
        snap,
        limit,
        network,
        layers: vec![layer],
        gaps: Vec::new(),
        streets: PlacedStreets::default(),
        areas: Vec::new(),
    });
    fixture
}

#[test]
fn a_length_of_walks_that_is_not_there_says_why() {
    let fixture = with_streets(Fixture::new());
    let table = written(|out| streets_csv(&fixture.context(Lang::En), out).unwrap());
    let rows = rows(&table);
    assert_eq!(
        (rows[0]["people_median_walk_m"].as_str(), rows[0]["people_p90_walk_m"].as_str()),
        ("412.3", "")
    );
    assert_eq!(
        rows[0]["note"],
        "no 90th percentile: more than one in ten residents walk further than 1000 m, or have no walk"
    );
    // Nobody lives in the third unit: nothing is missing there.
    assert_eq!((rows[2]["people"].as_str(), rows[2]["note"].as_str()), ("0", ""));
}

#[test]
fn the_table_accounts_for_every_resident() {
    let fixture = with_streets(Fixture::new());
    let rows = rows(&written(|out| streets_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 4, "services without data have no row");
    let expected = [
        ("unit_id", "D01"),
        ("service", "convenience_store"),
        ("people", "1000"),
        ("people_within_circle", "400"),
        ("people_within_circle_percent", "40.00"),
        ("people_along_streets", "300"),
        ("people_along_streets_percent", "30.00"),
        // Within the circle are 400: 300 along streets too, and the 50 near no street.
        ("people_lost_by_detour", "50"),
        ("people_lost_by_detour_percent", "12.50"),
        ("people_within_circle_near_no_street", "50"),
        ("people_too_far_along_streets", "650"),
        ("people_on_streets_without_outlet", "0"),
        ("people_near_no_street", "50"),
        ("people_median_walk_m", "412.3"),
        ("people_p90_walk_m", ""),
        ("detour_factor", "1.35"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    assert_eq!(rows[2]["people_lost_by_detour_percent"], "", "nobody lives in D10");
    assert_eq!((&*rows[3]["level"], &*rows[3]["people_along_streets"]), ("city", "2100"));
}

#[test]
fn the_summary_names_who_loses_most_and_who_is_near_no_street() {
    let fixture = with_streets(Fixture::new());
    let plain = |lang| {
        let text = summary(&fixture.context(lang));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let en = plain(Lang::En);
    // D02 loses 200 of its 2000, D01 50: 250 of the 2400 within the circle.
    assert!(en.contains("80.00 70.00 250 10.42 1.35 West <Bridge>"), "{en}");
    assert!(en.contains("50 residents live more than 200 m from every street"), "{en}");
    assert!(en.contains("6 residents live in estates whose gates are all closed."), "{en}");
    assert!(en.contains("12.3 km, of which 543 m in 2 pieces"), "{en}");
    assert!(plain(Lang::Zh).replace(' ', "").contains("距任何街道超过200m的居民50人"));
    let change = "With the change: a barrier is laid: rail.geojson (lines: 1); gates open: G1.";
    assert!(en.contains(change), "{en}");
    let brief =
        |lang| brief(&fixture.context(lang)).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(brief(Lang::En).contains(change), "{}", brief(Lang::En));
    assert!(brief(Lang::Zh).contains("变更：设置屏障"), "{}", brief(Lang::Zh));
    assert!(en.contains("Convenience store 2 107 2 100 3 10"), "{en}");
    assert!(
        plain(Lang::Zh)
            .replace(' ', "")
            .contains("变更：设置屏障rail.geojson（1条）；开放出入口G1。")
    );
}

#[test]
fn a_city_without_streets_says_nothing_of_them() {
    let fixture = Fixture::new();
    assert!(!summary(&fixture.context(Lang::En)).contains("along streets"));
    assert!(
        !super::json::document(&fixture, Lang::En).as_object().unwrap().contains_key("streets")
    );
}
