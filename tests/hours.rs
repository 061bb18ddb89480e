//! A category that has to be open at a time: who counts, who is doubtful, and what is said of the hours.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

use std::fs;

use walkshed::assessment::{Assessment, Lacking, Standing};
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::DoubtKind;
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};

/// A square of some 11 km about the origin, which is its own community.
const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]}}]}"#;

/// Breakfast within 500 m at a time, by the whole area.
fn profile(open_at: &str) -> Profile {
    let text = format!(
        "key = \"early\"\nname_en = \"E\"\ndocument = \"D\"\nland_codes = [\"07\"]\n\
         denominator = \"whole_area\"\n[[service]]\nkey = \"breakfast\"\nlead_en = \"A\"\n\
         [[service.provider]]\ncategory = \"breakfast\"\nradius_m = 500\n\
         [[category]]\nkey = \"breakfast\"\nopen_at = \"{open_at}\"\n"
    );
    let (profile, findings) = parse(&text, "early.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

/// Outlets 2 km apart, one each of these hours.
fn reading(hours: &[Option<&str>], profile: &Profile) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let feature = |(n, hours): (u32, Option<&str>)| {
        let lon = 0.01 + f64::from(n) * 0.018;
        let hours = hours.map_or(String::new(), |h| format!(r#","opening_hours":"{h}""#));
        format!(
            r#"{{"type":"Feature","properties":{{"id":"P{n}","name":"P{n}","category":"breakfast"{hours}}},
            "geometry":{{"type":"Point","coordinates":[{lon},0.05]}}}}"#
        )
    };
    let features: Vec<String> = (0..).zip(hours.iter().copied()).map(feature).collect();
    let outlets = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("communities.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("outlets.geojson"), outlets).unwrap();
    read(folder.path(), &profile.category_table(), &ReadOptions::default()).unwrap()
}

fn assessed(hours: &[Option<&str>], open_at: &str) -> Assessment {
    let profile = profile(open_at);
    assess(&reading(hours, &profile).city.unwrap(), &profile, Detail::Figures)
}

/// How many circles of 500 m these hectares are; far from each other and from the border.
fn circles(square_metres: f64) -> f64 {
    square_metres / (std::f64::consts::PI * 500.0 * 500.0)
}

#[test]
fn unknown_hours_give_a_range_and_closed_ones_none() {
    // Open, closed, unreadable, none given, by the sun: one circle for sure, and three more at most.
    let hours = [
        Some("Mo-Fr 06:00-10:00"),
        Some("Mo-Su 09:00-20:00"),
        Some("early in the morning"),
        None,
        Some("sunrise-10:00"),
    ];
    let assessment = assessed(&hours, "Mo 07:00");
    let data = &assessment.services[0];
    assert_eq!((data.outlets, data.doubtful, data.not_open, data.closed_then), (1, 3, 0, 1));
    let service = &assessment.total.services[0];
    assert!((circles(service.land.unwrap().served.0) - 1.0).abs() < 1e-6);
    let upper = service.with_doubtful.as_ref().unwrap().rates.land;
    assert!((circles(upper.served.0) - 4.0).abs() < 1e-6);
    assert!((circles(service.land.unwrap().unserved.0) + 1.0 - circles(upper.land.0)).abs() < 1e-6);
}

#[test]
fn the_time_decides_and_nothing_else_of_the_day_of_the_run() {
    let served = |open_at: &str| {
        let assessment =
            assessed(&[Some("Mo-Fr 06:00-10:00"), Some("Apr-Sep 06:00-20:00")], open_at);
        let service = &assessment.total.services[0];
        let upper = service.with_doubtful.as_ref().map(|u| circles(u.rates.land.served.0).round());
        (service.land.map(|land| circles(land.served.0).round()), upper)
    };
    // In some weeks only is the second one open on a Monday at seven.
    assert_eq!(served("Mo 07:00"), (Some(1.0), Some(2.0)));
    assert_eq!(served("2026-05-04 07:00"), (Some(2.0), None));
    assert_eq!(served("2026-11-02 07:00"), (Some(1.0), None));
    // Of a Sunday the one is closed and nothing is sure of the other: no data, with an upper end.
    assert_eq!(served("Su 07:00"), (None, Some(1.0)));
}

#[test]
fn a_community_lacks_what_is_closed_at_the_hour() {
    let standing = |hours: &str, open_at: &str| {
        assessed(&[Some(hours)], open_at).finer[0].matrix.cells[0][0].standing
    };
    assert_eq!(standing("06:00-10:00", "Mo 07:00"), Standing::Available);
    assert_eq!(standing("06:00-10:00", "Mo 11:00"), Standing::Lacks(Lacking::Closed));
    assert_eq!(standing("early", "Mo 07:00"), Standing::Unverified);
}

#[test]
fn hours_that_cannot_be_read_are_said_with_place_value_and_remedy() {
    let profile = profile("Mo 07:00");
    let reading = reading(&[Some("06:00-10:00"), Some("early"), None], &profile);
    let said: Vec<_> = reading.findings.iter().filter(|f| f.code == "opening-hours").collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].place.file, "outlets.geojson");
    assert_eq!(said[0].place.path, "features[1].properties.opening_hours");
    assert_eq!(said[0].value.as_deref(), Some("early"));
    assert!(said[0].help.contains("Mo-Fr 06:30-10:00"), "{}", said[0].help);
    let doubtful: Vec<_> =
        reading.findings.iter().filter(|f| f.code == "doubtful-outlet").collect();
    assert_eq!(doubtful.len(), 1);
    assert!(doubtful[0].message.starts_with("2 outlets"), "{}", doubtful[0].message);
    let city = reading.city.unwrap();
    let kinds = city.outlets().iter().filter_map(|o| o.doubt()).map(|d| d.kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [DoubtKind::HoursUnknown; 2]);
}

#[test]
fn a_profile_that_asks_for_no_time_reads_no_hours() {
    let (profile, _) = parse("key = \"plain\"\nextends = \"circle15\"\n", "plain.toml");
    let reading = reading(&[Some("early")], &profile.unwrap());
    assert!(reading.findings.iter().all(|f| f.code != "opening-hours"));
}
