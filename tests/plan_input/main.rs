//! Plans as files have them: what is read, and what is said of a spoilt one.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod places;

use std::fs;
use std::path::Path;

use walkshed::finding::{Finding, Severity};
use walkshed::input::{self, PlanReading, ReadOptions};
use walkshed::model::{
    Action, AskedHours, CategoryTable, City, CountedLand, LandCodes, OpenAt, Status,
};
use walkshed::profile::builtin;
use walkshed::units::LonLat;
use walkshed::watch::Watch;

fn sample() -> City {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    input::read(&path, &CategoryTable::standard(), &ReadOptions::default()).unwrap().city.unwrap()
}

fn read(city: &City, text: &str) -> PlanReading {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.geojson");
    fs::write(&path, text).unwrap();
    let known = CategoryTable::standard();
    input::read_plan(&path, city, &known, &ReadOptions::default(), &Watch::default()).unwrap()
}

/// A plan of measures, each with its properties and its point, if any.
fn plan(measures: &[(&str, Option<[f64; 2]>)]) -> String {
    let features: Vec<String> = measures
        .iter()
        .map(|(properties, at)| {
            let geometry = at.map_or("null".to_owned(), |[lon, lat]| {
                format!(r#"{{"type":"Point","coordinates":[{lon},{lat}]}}"#)
            });
            format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// A place inside the city.
const HERE: Option<[f64; 2]> = Some([112.0, 36.0]);

/// The one finding, as `severity code path: message`.
fn said(city: &City, text: &str) -> Vec<String> {
    let line =
        |f: &Finding| format!("{} {} {}: {}", f.severity.word(), f.code, f.place.path, f.message);
    read(city, text).findings.iter().map(line).collect()
}

#[test]
fn the_plan_of_the_sample_is_read_whole() {
    let city = sample();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/plan.geojson");
    let known = CategoryTable::standard();
    // Two shopping centres become homes: their land is residential by no code of the rule set.
    let land = builtin("circle15").unwrap().counted_land();
    let options = ReadOptions { land, ..ReadOptions::default() };
    let reading = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let plan = reading.plan.unwrap();
    assert_eq!((plan.name.as_str(), plan.measures.len()), ("plan", 36));
    assert_eq!(plan.phases(), [1, 2, 3]);
    assert_eq!(reading.files[0].fates.used.features, 36);
    let moved = plan.measures.iter().find(|m| m.id == "P015").unwrap();
    assert_eq!(moved.action, Action::Move);
    let outlet = &city.outlets()[moved.target.unwrap().index()];
    assert_eq!((&*outlet.id, &*outlet.name), ("W000007", moved.name.as_str()));
    assert!(moved.outlet.as_ref().unwrap().at != outlet.at);
}

#[test]
fn streets_and_paths_are_read_each_by_its_own_word() {
    let city = sample();
    let line = |word: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"id":"L1","action":
            "{word}"}},"geometry":{{"type":"LineString","coordinates":[[112,36],[112.001,36]]}}}}]}}"#
        )
    };
    let rows = [
        ("street", Action::Street),
        ("道路", Action::Street),
        ("path", Action::Path),
        ("步行道", Action::Path),
        ("bridge", Action::Bridge),
        ("tunnel", Action::Underpass),
    ];
    for (word, action) in rows {
        let plan = read(&city, &line(word)).plan.unwrap();
        assert_eq!(plan.measures[0].action, action, "{word}");
    }
    // A path is walked on as a street is.
    let ways = |word| read(&city, &line(word)).plan.unwrap().measures.remove(0).walking;
    assert_eq!(ways("path"), ways("street"));
    assert_ne!(ways("path"), ways("bridge"));
}

/// A plan of homes on a square of some hundred metres.
fn build(properties: &str) -> String {
    let ring = "[[[112,36],[112.004,36],[112.004,36.003],[112,36.003],[112,36]]]";
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"id":"H1","action":
        "build"{properties}}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}"#
    )
}

#[test]
fn homes_are_read_with_their_land_and_residents() {
    let city = sample();
    let reading = read(&city, &build(r#","people":900,"age_60plus":120,"land_code":"0701""#));
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let plan = reading.plan.unwrap();
    let homes = plan.measures[0].homes.as_ref().unwrap();
    assert_eq!((homes.residents, homes.groups), (900, [None, None, Some(120), None]));
    assert_eq!(homes.land_code.as_deref(), Some("0701"));
    let area = homes.shape.area().0;
    assert!((area - 360.8 * 332.9).abs() < 200.0, "{area}");
    let after = city.after(&plan.measures);
    assert_eq!(after.estates().unwrap().len(), city.estates().unwrap().len() + 1);
    let all = |city: &City| city.people().unwrap().all.iter().map(|n| u64::from(*n)).sum::<u64>();
    assert_eq!(all(&after), all(&city) + 900);
}

#[test]
fn homes_that_cannot_be_counted_stop_the_run() {
    let city = sample();
    let rows = [
        ("", "error homes features[0].properties.people: homes for how many?"),
        (r#","people":10.5"#, "error homes features[0].properties.people: homes for how many?"),
        (
            r#","people":10,"age_0_2":11"#,
            "error homes features[0].properties.people: the age groups do not fit",
        ),
        (
            r#","people":9,"age_60plus":2,"age_80plus":3"#,
            "error homes features[0].properties.people: the age groups",
        ),
        (
            r#","people":9,"age_0_2":5,"age_60plus":5"#,
            "error homes features[0].properties.people: the age groups",
        ),
        (
            r#","people":10,"target":"W000002""#,
            "error homes features[0].properties: homes and streets",
        ),
    ];
    for (properties, expected) in rows {
        let reading = read(&city, &build(properties));
        assert!(reading.plan.is_none(), "{properties}");
        let said = said(&city, &build(properties));
        assert!(said[0].starts_with(expected), "{properties}: {said:?}");
    }
    let point = plan(&[(r#""id":"H","action":"build","people":5"#, HERE)]);
    assert!(
        said(&city, &point)[0].starts_with("error geometry-type features[0]"),
        "{:?}",
        said(&city, &point)
    );
    let nowhere = plan(&[(r#""id":"H","action":"build","people":5"#, None)]);
    assert!(
        said(&city, &nowhere)[0].starts_with("error no-geometry"),
        "{:?}",
        said(&city, &nowhere)
    );
    let bowtie = build(r#","people":5"#)
        .replace("[112.004,36.003],[112,36.003]", "[112,36.003],[112.004,36.003]");
    assert!(read(&city, &bowtie).plan.is_none(), "{:?}", said(&city, &bowtie));
}

#[test]
fn the_city_after_the_plan_has_what_it_leaves_and_not_what_it_takes() {
    let city = sample();
    let open = |city: &City| city.outlets().iter().filter(|o| o.status == Status::Open).count();
    let text = plan(&[
        (r#""id":"A","action":"新建","category":"便利店","capacity":4"#, HERE),
        (r#""id":"B","action":"close","target":"W000002""#, None),
        (r#""id":"C","action":"move","target":"W000003""#, HERE),
        (r#""id":"D","action":"resize","target":"W000004","floor_area":77"#, None),
    ]);
    let reading = read(&city, &text);
    let after = city.after(&reading.plan.unwrap().measures);
    // One opens, one closes.
    assert_eq!(open(&after), open(&city));
    let find = |id: &str| after.outlets().iter().find(|o| &*o.id == id);
    assert!(find("W000002").is_none());
    assert_eq!(after.categories()[find("A").unwrap().category.index()], "convenience_store");
    let here = city.plane().to_local(LonLat { lon: 112.0, lat: 36.0 });
    assert_eq!(find("A").unwrap().at, here);
    assert_eq!(find("W000003").unwrap().at, here);
    assert_eq!(find("W000004").unwrap().floor_area.unwrap().0.to_bits(), 77f64.to_bits());
}

/// Properties and place of a measure, and how what is said of it begins.
const SPOILT: [(&str, Option<[f64; 2]>, &str); 16] = [
    (
        r#""action":"clos","target":"W000002""#,
        None,
        "error unknown-action features[0].properties.action: action \"clos\" is none of open, close, move, \
         resize, change, build, street, path, bridge, underpass, open_gate, close_gate",
    ),
    (
        r#""target":"W000002""#,
        None,
        "error unknown-action features[0].properties.action: no action",
    ),
    (
        r#""action":"close","target":"W00002""#,
        None,
        "error unknown-target features[0].properties.target: no outlet of the city has the id \"W00002\"",
    ),
    (r#""action":"close""#, None, "error no-target features[0].properties: close of which outlet?"),
    (
        r#""action":"move","target":"W000002""#,
        None,
        "error no-geometry features[0].geometry: move to where?",
    ),
    (
        r#""action":"open","category":"laundry""#,
        None,
        "error no-geometry features[0].geometry: open where?",
    ),
    (r#""action":"open""#, HERE, "error no-category features[0].properties: open what?"),
    (
        r#""action":"open","category":"laundri""#,
        HERE,
        "error unknown-category features[0].properties.category: unknown category \"laundri\"",
    ),
    (
        r#""id":"W000002","action":"open","category":"laundry""#,
        HERE,
        "error id-taken features[0].properties: an outlet of the city has the id \"W000002\" already",
    ),
    (
        r#""action":"open","category":"laundry","phase":1.5"#,
        HERE,
        "error phase features[0].properties.phase: phase 1.5 is no year",
    ),
    (
        r#""action":"open","category":"laundry","phase":"soon""#,
        HERE,
        "error not-a-number features[0].properties.phase: phase is \"soon\"",
    ),
    (r#""action":"bridge""#, HERE, "error geometry-type features[0]"),
    (
        r#""action":"open_gate","target":"G0000""#,
        HERE,
        "error unknown-target features[0].properties.target: no gate of the city has the id \"G0000\"",
    ),
    (
        r#""action":"close_gate""#,
        HERE,
        "error no-target features[0].properties.target: close_gate which",
    ),
    (r#""action":"open","category":"laundry""#, Some([36.0, 112.0]), "error axis-order "),
    (
        r#""action":"resize","target":"W000004","capacity":-3"#,
        None,
        "error negative features[0].properties.capacity: ",
    ),
];

#[test]
fn a_spoilt_measure_is_an_error_with_its_place() {
    let city = sample();
    for (properties, at, expected) in SPOILT {
        let text = plan(&[(properties, at)]);
        let said = said(&city, &text);
        assert!(said.iter().any(|line| line.starts_with(expected)), "{expected}: {said:#?}");
        assert!(!said.iter().any(|line| line.contains("no-change")), "{said:#?}");
        assert!(read(&city, &text).plan.is_none(), "{expected}");
    }
}

#[test]
fn two_measures_do_not_take_one_outlet_nor_have_one_id() {
    let city = sample();
    let text = plan(&[
        (r#""id":"A","action":"close","target":"W000002""#, None),
        (r#""id":"A","action":"move","target":"W000002""#, HERE),
    ]);
    assert_eq!(
        said(&city, &text),
        [
            "error duplicate-id features[1].properties.id: \"A\" is also features[0]",
            "error target-twice features[1].properties.target: \"W000002\" is the target of features[0] too"
        ]
    );
}

#[test]
fn what_changes_nothing_or_lies_elsewhere_is_a_warning() {
    let city = sample();
    let outlet = |status: Status| {
        city.outlets().iter().find(|outlet| outlet.status == status).unwrap().id.to_string()
    };
    let (open, closed) = (outlet(Status::Open), outlet(Status::Closed));
    let rows = [
        (format!(r#""action":"open","target":"{open}""#), None, "warning no-change "),
        (format!(r#""action":"close","target":"{closed}""#), None, "warning no-change "),
        (format!(r#""action":"resize","target":"{open}""#), None, "warning no-change "),
        (
            format!(r#""action":"close","target":"{open}""#),
            Some([112.1, 36.1]),
            "warning target-elsewhere ",
        ),
        (
            r#""action":"open","category":"laundry""#.to_owned(),
            Some([113.0, 36.0]),
            "warning measure-outside ",
        ),
    ];
    for (properties, at, expected) in rows {
        // One more, so that not all of the plan lies elsewhere.
        let inside = r#""id":"I","action":"open","category":"laundry""#;
        let text = plan(&[(&properties, at), (inside, HERE)]);
        let said = said(&city, &text);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{expected}: {said:#?}");
        assert!(read(&city, &text).plan.is_some());
    }
    assert!(said(&city, &plan(&[]))[0].starts_with("warning no-measures features: 0 measures"));
}

#[test]
fn a_measure_without_a_phase_is_of_the_first_and_is_told_where_others_have_one() {
    let city = sample();
    let text = plan(&[
        (r#""id":"A","action":"close","target":"W000002""#, None),
        (r#""id":"B","action":"close","target":"W000003","phase":2027"#, None),
        (r#""id":"C","action":"close","target":"W000004","phase":2029"#, None),
    ]);
    let reading = read(&city, &text);
    assert_eq!(reading.findings.count(Severity::Warning), 1);
    let phases = |reading: PlanReading| {
        reading.plan.unwrap().measures.iter().map(|m| m.phase).collect::<Vec<_>>()
    };
    assert_eq!(phases(reading), [2027, 2027, 2029]);
    let alone = read(&city, &plan(&[(r#""action":"close","target":"W000002""#, None)]));
    assert!(alone.findings.is_empty());
    assert_eq!(phases(alone), [1]);
}

#[test]
fn an_outlet_of_a_plan_is_doubted_as_one_of_the_outlets_layer_is() {
    let city = sample();
    let rows = [
        (r#""name":"泰平宠物诊所","category":"community_health_station""#, "name", false),
        (r#""name":"乙早餐店（筹）","category":"breakfast""#, "name", false),
        (
            r#""name":"泰平宠物诊所","category":"community_health_station","confirmed":true"#,
            "",
            true,
        ),
        (r#""name":"泰平社区卫生服务站","category":"community_health_station""#, "", true),
    ];
    for (properties, slot, counts) in rows {
        let text = plan(&[(&format!(r#""id":"A","action":"open",{properties}"#), HERE)]);
        let said = said(&city, &text);
        let start = format!("warning doubtful-outlet features[0].properties.{slot}: ");
        assert_eq!(
            said.iter().filter(|line| line.starts_with(&start)).count(),
            usize::from(!counts)
        );
        assert_eq!(said.len(), usize::from(!counts), "{said:#?}");
        let measures = read(&city, &text).plan.unwrap().measures;
        assert_eq!(measures[0].adds(&city).is_some(), counts, "{properties}");
        let after = city.after(&measures);
        let outlet = after.outlets().iter().find(|outlet| &*outlet.id == "A").unwrap();
        assert_eq!((outlet.is_doubtful(), outlet.is_counted()), (!counts, counts));
    }
    // One of today that gets such a name.
    let today = city.outlets().iter().find(|o| o.is_counted()).unwrap();
    let renamed =
        format!(r#""action":"change","target":"{}","name":"{}（筹）""#, today.id, today.name);
    let text = plan(&[(&renamed, None)]);
    assert!(
        said(&city, &text)[0].starts_with("warning doubtful-outlet features[0].properties.name")
    );
    assert!(read(&city, &text).plan.unwrap().measures[0].removes(&city).is_some());
}

#[test]
fn an_opened_outlet_without_hours_is_doubtful_where_its_category_is_asked_for_at_a_time() {
    let city = sample();
    let seven = OpenAt::parse("Mo 07:00").unwrap();
    let known = CategoryTable::standard().with_hours("breakfast", AskedHours::OpenAt(seven));
    let rows = [
        ("", &["doubtful-outlet"][..], false),
        (r#","opening_hours":"early""#, &["opening-hours", "doubtful-outlet"][..], false),
        (r#","opening_hours":"24/7""#, &[][..], true),
        (r#","opening_hours":"Mo-Su 23:00-23:30""#, &[][..], false),
    ];
    for (hours, codes, counts) in rows {
        let open = format!(r#""id":"A","action":"open","category":"breakfast"{hours}"#);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.geojson");
        fs::write(&path, plan(&[(&open, HERE)])).unwrap();
        let options = ReadOptions::default();
        let reading = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap();
        let said: Vec<&str> = reading.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(said, codes, "{hours}");
        assert!(reading.findings.iter().all(|f| f.place.path.ends_with(".opening_hours")));
        assert_eq!(reading.plan.unwrap().measures[0].adds(&city).is_some(), counts, "{hours}");
    }
}

#[test]
fn a_plan_for_another_city_is_refused() {
    let city = sample();
    let open = |id: &str| format!(r#""id":"{id}","action":"open","category":"laundry""#);
    let (a, b) = (open("A"), open("B"));
    let close = r#""id":"C","action":"close","target":"W000002""#;
    let far = Some([113.0, 36.0]);
    let refused = plan(&[(&a, far), (&b, far), (close, None)]);
    let said = said(&city, &refused);
    let start = "error plan-elsewhere features: all 2 measures with a place lie outside";
    assert!(said.iter().any(|line| line.starts_with(start)), "{said:#?}");
    assert!(read(&city, &refused).plan.is_none());
    assert!(read(&city, &plan(&[(&a, far), (&b, HERE)])).plan.is_some());
    assert!(read(&city, &plan(&[(close, None)])).plan.is_some());
}

#[test]
fn an_outlet_that_counts_for_nothing_today_is_named_by_its_name_or_its_id() {
    let of = |name: &str| {
        let unit = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
            "name":"One"},"geometry":{"type":"Polygon","coordinates":[[[112,36],[112.02,36],[112.02,36.02],
            [112,36.02],[112,36]]]}}]}"#;
        // Without hours it is not known whether it is open at seven.
        let outlet = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"id":"P1",
            "name":"{name}","category":"breakfast"}},"geometry":{{"type":"Point","coordinates":[112.01,36.01]}}}}]}}"#
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("subdistricts.geojson"), unit).unwrap();
        std::fs::write(folder.path().join("outlets.geojson"), outlet).unwrap();
        let at = OpenAt::parse("Mo 07:00").unwrap();
        let known = CategoryTable::standard().with_hours("breakfast", AskedHours::OpenAt(at));
        let city = walkshed::input::read(folder.path(), &known, &ReadOptions::default()).unwrap();
        said(&city.city.unwrap(), &plan(&[(r#""action":"close","target":"P1""#, None)]))
    };
    for (name, shown) in [("Bun", "\"Bun\""), ("", "\"P1\"")] {
        let start = "warning doubtful-target features[0].properties.target: ";
        let line = format!("{start}{shown} may not be what its category says");
        assert!(of(name).iter().any(|said| said.starts_with(&line)), "{line}: {:#?}", of(name));
    }
}

/// What is said of homes on a square of 400 m by 300 m whose code is not residential by a profile.
#[test]
fn homes_on_land_that_is_not_residential_are_warned_of() {
    let city = sample();
    let land = CountedLand::Codes(LandCodes::new(vec!["0701".to_owned()]));
    let options = ReadOptions { land, ..ReadOptions::default() };
    let read = |code: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.geojson");
        fs::write(&path, build(&format!(r#","people":9,"land_code":"{code}""#))).unwrap();
        let known = CategoryTable::standard();
        let reading = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap();
        let of_code = reading.findings.iter().filter(|f| f.code == "homes-land-code");
        of_code.map(|f| (f.place.path.clone(), f.message.clone())).collect::<Vec<_>>()
    };
    assert!(read("070102").is_empty());
    let [(path, message)] = &read("0901")[..] else { panic!("one finding") };
    assert_eq!(path, "features[0].properties.land_code");
    assert!(message.starts_with("land code \"0901\" is not residential"), "{message}");
}

#[test]
fn of_an_action_that_nobody_knows_nothing_that_hangs_on_it_is_judged() {
    let city = sample();
    let line = r#""geometry":{"type":"LineString","coordinates":[[112,36],[112.001,36]]}"#;
    let gate = r#""geometry":{"type":"Point","coordinates":[111.9866366,35.9622827]}"#;
    let feature = |properties: &str, geometry: &str| {
        format!(r#"{{"type":"Feature","properties":{{{properties}}},{geometry}}}"#)
    };
    for (properties, geometry) in [
        (r#""id":"A","action":"new street""#, line),
        (r#""id":"A""#, line),
        (r#""id":"A","action":"gate open","target":"G00001""#, gate),
    ] {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            feature(properties, geometry)
        );
        let said = said(&city, &text);
        let [only] = &said[..] else { panic!("{said:?}") };
        assert!(only.starts_with("error unknown-action features[0].properties.action"), "{only}");
    }
}
