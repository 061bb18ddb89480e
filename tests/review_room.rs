//! Room before and after a plan, on paper: who has a place is counted by hand.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod city;
mod random;

use serde_json::{Value, json};
use walkshed::model::{
    Action, CategoryId, City, CityParts, Local, LonLat, Measure, Outlet, OutletId, PeopleLayer,
    PeopleSource, Plan, Plane, PlannedOutlet, Population, Status, Subdistrict,
};
use walkshed::pipeline::review_watched;
use walkshed::profile::{Lang, Profile, builtin};
use walkshed::report::{Context, ReviewContext, plan_room_csv, review_json, review_md};
use walkshed::watch::Watch;

use self::city::rectangle;

fn kindergarten(id: &str, x: f64, capacity: Option<f64>) -> Outlet {
    Outlet {
        id: id.into(),
        name: id.into(),
        category: CategoryId(0),
        at: Local::new(x, 500.0),
        status: Status::Open,
        source: None,
        capacity,
        floor_area: None,
        details: None,
    }
}

/// Two subdistricts of 1 km side by side: 20 children at 100 m from a kindergarten in the west; 12 at 100 m
/// from one in the east, 5 far from any.
fn city(capacities: [Option<f64>; 2]) -> City {
    let subdistrict = |i: u32| Subdistrict {
        id: format!("D{i}"),
        name: format!("D{i}"),
        parent: None,
        population: Population::Unknown,
        shape: rectangle(f64::from(i) * 1000.0, 0.0, f64::from(i + 1) * 1000.0, 1000.0),
    };
    let [west, east] = capacities;
    City::new(CityParts {
        subdistricts: vec![subdistrict(0), subdistrict(1)],
        categories: vec!["kindergarten".into()],
        outlets: vec![kindergarten("K1", 200.0, west), kindergarten("K2", 1300.0, east)],
        people: Some(PeopleLayer {
            source: PeopleSource::Layer,
            at: vec![
                Local::new(200.0, 600.0),
                Local::new(1300.0, 600.0),
                Local::new(1900.0, 900.0),
            ],
            all: vec![200, 120, 50],
            groups: [None, Some(vec![20, 12, 5]), None, None],
        }),
        ..CityParts::empty("Paper", Plane::about(LonLat { lon: 112.0, lat: 36.0 }))
    })
}

/// The west gets some places, the east is closed.
fn plan(city: &City, west: f64) -> Plan {
    let measure = |id: &str, action, target, outlet| Measure {
        id: id.to_owned(),
        name: String::new(),
        phase: 1,
        cost: None,
        action,
        target: Some(OutletId(target)),
        outlet,
        homes: None,
        walking: None,
    };
    let mut larger = PlannedOutlet::of(city, &city.outlets()[0]);
    larger.capacity = Some(west);
    let measures =
        vec![measure("M1", Action::Resize, 0, Some(larger)), measure("M2", Action::Close, 1, None)];
    Plan { name: "plan".to_owned(), measures }
}

/// The rows of `plan_room.csv`, `review.json` and `review.md`.
fn outputs(
    city: &City,
    plan: &Plan,
    profile: &Profile,
    lang: Lang,
) -> (Vec<String>, Value, String) {
    let reviewed = review_watched(city, profile, plan, &Watch::default()).unwrap();
    let today = Context { city, profile, assessment: &reviewed.today, inputs: &[], lang };
    let context = ReviewContext {
        today,
        plan,
        reviewed: &reviewed,
        rules: &[],
        judgements: &[],
        firmness: None,
        pictures: None,
    };
    let (mut table, mut document) = (Vec::new(), Vec::new());
    plan_room_csv(&context, &mut table).unwrap();
    review_json(&context, &mut document).unwrap();
    let table = String::from_utf8(table).unwrap();
    let rows = table.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect();
    (rows, serde_json::from_slice(&document).unwrap(), review_md(&context))
}

fn rules() -> Profile {
    builtin("gb50180").unwrap()
}

#[test]
fn places_that_come_and_places_that_go_stand_in_their_own_rows() {
    let city = city([Some(10.0), Some(8.0)]);
    let (rows, document, page) = outputs(&city, &plan(&city, 15.0), &rules(), Lang::En);
    // Of 20 in the west 10 have a place, then 15, all 100 m away; 1.5 children a place by catchments is
    // 100 * 15 / 20 for a hundred. Of 17 in the east 8 have one and 4 find it full; then all are out of reach.
    let tail = |row: &str| row.split(',').skip(5).map(str::to_owned).collect::<Vec<_>>().join(",");
    assert_eq!(rows.len(), 4);
    assert_eq!(tail(&rows[1]), "20,20,10,15,50.00,75.00,10,5,0,0,0,0,100.0,100.0,50,75,,,,");
    assert!(tail(&rows[2]).starts_with("17,17,8,0,47.06,0.00,4,0,0,0,5,17,100.0,,"), "{}", rows[2]);
    assert!(tail(&rows[3]).starts_with("37,37,18,15,48.65,40.54,14,5,0,0,5,17,"), "{}", rows[3]);
    assert!(rows[3].ends_with(",18,15,0,0"), "{}", rows[3]);

    let room = &document["room"][0];
    assert_eq!(room["capacity"], "kindergarten_places");
    assert_eq!(room["units"][1]["before"]["people_with_a_place"], 8);
    assert_eq!(room["units"][1]["after"]["people_with_a_place"], 0);
    assert_eq!(room["room_after"]["places"], 15);
    assert!(page.contains("| kindergarten places | 37 | 18 → 15 | 48.65 → 40.54 % | 14 → 5 |"));
    assert!(
        page.contains("- kindergarten places: more have a place: D0 (10 → 15); fewer: D1 (8 → 0).")
    );
    let (_, _, page) = outputs(&city, &plan(&city, 15.0), &rules(), Lang::Zh);
    assert!(page.contains("增加的街道：D0（10 → 15）；减少的街道：D1（8 → 0）。"), "{page}");
}

#[test]
fn a_side_without_stated_places_is_empty_and_not_nought() {
    let city = city([None, None]);
    let (rows, document, page) = outputs(&city, &plan(&city, 15.0), &rules(), Lang::En);
    let cells: Vec<&str> = rows[1].split(',').collect();
    assert_eq!(cells[5..10], ["20", "20", "", "15", ""]);
    assert_eq!(document["room"][0]["room_before"], json!(null));
    assert_eq!(document["room"][0]["total"]["before"], json!(null));
    assert!(page.contains("| kindergarten places | 37 | – → 15 |"), "{page}");
}

#[test]
fn without_any_stated_places_or_without_rules_of_room_nothing_is_listed() {
    let city = city([None, None]);
    let close = Plan { measures: vec![plan(&city, 1.0).measures.remove(1)], ..plan(&city, 1.0) };
    let (rows, document, page) = outputs(&city, &close, &rules(), Lang::En);
    assert_eq!((rows.len(), &document["room"]), (1, &json!([])));
    assert!(page.contains("No outlet states its room, today or after the plan."), "{page}");
    let (_, document, page) = outputs(&city, &close, &builtin("circle15").unwrap(), Lang::En);
    assert_eq!(document["room"], json!([]));
    assert!(!page.contains("## Room"), "{page}");
}
