//! What residents report: how records are read, in which bucket each ends, and the counts against a slow
//! count of the sample city.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use walkshed::assessment::{Complaints, Lack};
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::{City, Local};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, builtin, parse};

/// Two squares of some 5.5 km by 11 km, west and east.
const UNITS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"D1","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0.05,0],[0.05,0.1],[0,0.1],[0,0]]]}},
{"type":"Feature","properties":{"id":"D2","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[0.05,0],[0.1,0],[0.1,0.1],[0.05,0.1],[0.05,0]]]}}]}"#;

/// A laundry in the middle of the west.
const OUTLETS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"L1","category":"laundry","name":"白鹭洗衣"},"geometry":{"type":"Point","coordinates":[0.025,0.05]}}]}"#;

/// The settings map foreign names, and the table is in GBK.
const SETTINGS: &str = "[complaints]\nfile = \"12345.csv\"\nencoding = \"gbk\"\nlon = \"经度\"\nlat = \"纬度\"\n\
[complaints.properties]\ndate = \"时间\"\ntext = \"内容\"\ncategory = \"类别\"\n\
[complaints.categories]\n\"洗染业\" = \"laundry\"\n";

const ROWS: &str = "经度,纬度,时间,内容,类别\n\
0.025,0.051,2025-01-12,楼下的店关门了,洗染业\n\
0.075,0.05,2025/2/3 08:15,东区没有洗衣店,\n\
0.075,0.06,昨天,想找干洗的地方,其他\n\
,,2025-03-01,附近没有洗衣店,洗染业\n\
0.5,0.05,2025-03-02,附近没有洗衣店,\n\
0.02,0.05,2025-03-03,夜间施工噪声,\n\
0.02,0.05,2025-03-04,没有药店,\n";

fn profile() -> Profile {
    let text = "key = \"few\"\nname_en = \"F\"\ndocument = \"D\"\nland_codes = [\"07\"]\n\
                denominator = \"whole_area\"\n[[service]]\nkey = \"laundry\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 500\n";
    let (profile, findings) = parse(text, "few.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

fn reading(rows: &str) -> Reading {
    reading_on(rows, None)
}

/// The same on a day.
fn reading_on(rows: &str, today: Option<NaiveDate>) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _, _) = encoding_rs::GBK.encode(rows);
    fs::write(folder.path().join("subdistricts.geojson"), UNITS).unwrap();
    fs::write(folder.path().join("outlets.geojson"), OUTLETS).unwrap();
    fs::write(folder.path().join("12345.csv"), &bytes).unwrap();
    fs::write(folder.path().join("walkshed.toml"), SETTINGS).unwrap();
    let options = ReadOptions { today, ..ReadOptions::default() };
    read(folder.path(), &profile().category_table(), &options).unwrap()
}

fn found(reading: Reading) -> Complaints {
    assess(&reading.city.unwrap(), &profile(), Detail::Figures).complaints.unwrap()
}

#[test]
fn each_record_ends_in_one_bucket() {
    let reading = reading(ROWS);
    let file = reading.files.iter().find(|file| file.name == "12345.csv").unwrap();
    assert_eq!(file.fates.read.features, 7);
    let buckets: Vec<(String, u64)> = walkshed::finding::Fate::ALL
        .into_iter()
        .map(|fate| (fate.words().to_owned(), file.fates.bucket(fate).features))
        .collect();
    let expected = [("used", 4), ("repaired", 0), ("outside", 3), ("left out", 0)];
    assert_eq!(buckets, expected.map(|(word, count)| (word.to_owned(), count)));
    let codes: Vec<&str> = reading
        .findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| code.starts_with("complaint-") || *code == "bad-date")
        .collect();
    assert_eq!(
        codes,
        ["bad-date", "complaint-no-place", "complaint-outside", "complaint-no-category"]
    );
    let date = reading.findings.iter().find(|finding| finding.code == "bad-date").unwrap();
    assert_eq!((date.place.file.as_str(), date.value.as_deref()), ("12345.csv", Some("昨天")));
    let all = found(reading);
    assert_eq!(all.read(), 7);
    assert_eq!((all.counted, all.no_place, all.outside), (3, 1, 1));
    assert_eq!((all.no_category, all.other_category, all.undated), (1, 1, 1));
    assert_eq!(all.days.unwrap().map(|day| day.to_string()), ["2025-01-12", "2025-03-04"]);
}

#[test]
fn a_category_cell_that_names_several_services_counts_for_each_of_them() {
    let text = "key = \"two\"\nname_en = \"T\"\ndocument = \"D\"\nland_codes = [\"07\"]\n\
                denominator = \"whole_area\"\n[[service]]\nkey = \"laundry\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 500\n\
                [[service]]\nkey = \"breakfast\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"breakfast\"\nradius_m = 500\n";
    let (two, findings) = parse(text, "two.toml");
    let two = two.unwrap_or_else(|| unreachable!("{findings:?}"));
    // A word of the settings, words of texts, keys; one word twice; one of two that nobody knows.
    let cells = [
        ("早餐、洗衣", [1, 1]),
        ("洗染业；早餐", [1, 1]),
        ("breakfast/ laundry ,laundry", [1, 1]),
        ("早餐|噪声", [0, 1]),
        ("噪声、施工", [0, 0]),
    ];
    for (cell, expected) in cells {
        let rows = format!("经度,纬度,时间,内容,类别\n0.025,0.051,2025-01-12,,\"{cell}\"\n");
        let all = assess(&reading(&rows).city.unwrap(), &two, Detail::Figures).complaints.unwrap();
        let of = &all.layers[0].total;
        assert_eq!([of[0].complaints, of[1].complaints], expected, "{cell}");
        assert_eq!(all.counted, u32::from(expected != [0, 0]), "{cell}");
    }
}

#[test]
fn a_record_that_names_two_services_counts_for_both_and_once_among_all() {
    let text = "key = \"two\"\nname_en = \"T\"\ndocument = \"D\"\nland_codes = [\"07\"]\n\
                denominator = \"whole_area\"\n[[service]]\nkey = \"laundry\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 500\n\
                [[service]]\nkey = \"pharmacy\"\nlead_en = \"A\"\n\
                [[service.provider]]\ncategory = \"pharmacy\"\nradius_m = 500\n";
    let (two, findings) = parse(text, "two.toml");
    let two = two.unwrap_or_else(|| unreachable!("{findings:?}"));
    let rows = "经度,纬度,时间,内容,类别\n\
                0.025,0.051,2025-01-12,没有洗衣店也没有药店,\n\
                0.025,0.051,2025-01-12,没有药店，买药要走很远,\n\
                0.025,0.051,2025-01-12,没有洗衣店也没有早餐店,药店\n";
    let city = reading(rows).city.unwrap();
    let all = assess(&city, &two, Detail::Figures).complaints.unwrap();
    assert_eq!((all.read(), all.counted), (3, 3));
    let total = &all.layers[0].total;
    // The third record's own word goes before its text.
    assert_eq!((total[0].complaints, total[1].complaints), (1, 3));
    let one = assess(&city, &profile(), Detail::Figures).complaints.unwrap();
    assert_eq!((one.counted, one.other_category), (1, 2));
}

#[test]
fn a_day_that_has_not_come_yet_is_said_and_not_known() {
    let today = NaiveDate::from_ymd_opt(2025, 3, 2);
    let reading = reading_on(ROWS, today);
    let said: Vec<_> = reading.findings.iter().filter(|f| f.code == "future-date").collect();
    let [finding] = said[..] else { panic!("{said:?}") };
    assert_eq!(
        finding.message,
        "2 of 7 complaints are of a day after that of the run, 2025-03-02: the last is 2025-03-04; their \
         days are taken as not known"
    );
    assert_eq!(finding.place.path, "row 7, column 3 \"时间\"");
    let all = found(reading);
    assert_eq!(all.undated, 3);
    assert_eq!(all.days.unwrap().map(|day| day.to_string()), ["2025-01-12", "2025-03-02"]);
    let none_yet = reading_on(ROWS, NaiveDate::from_ymd_opt(2025, 3, 4));
    assert!(none_yet.findings.iter().all(|finding| finding.code != "future-date"));
}

#[test]
fn complaints_from_within_reach_and_from_gaps_are_told_apart() {
    let all = found(reading(ROWS));
    let layer = &all.layers[0];
    let of = |unit: usize| {
        let of = layer.units[unit][0];
        (of.complaints, of.within_reach, of.out_of_reach, of.gaps, of.gaps_confirmed)
    };
    // 111 m from the laundry; 5.5 km and more.
    assert_eq!(of(0), (1, Some(1), Some(0), Some(1), Some(0)));
    assert_eq!(of(1), (2, Some(0), Some(2), Some(1), Some(1)));
    let total = layer.total[0];
    assert_eq!((total.complaints, total.gaps, total.gaps_confirmed), (3, Some(2), Some(1)));
    assert!(total.is_few && total.contradicts.is_none());
    // Nobody is known to live there, so that there is no rate.
    assert_eq!((total.per_thousand, total.per_thousand_out), (None, None));
}

#[test]
fn the_order_of_the_records_changes_nothing() {
    let mut lines: Vec<&str> = ROWS.lines().collect();
    lines[1..].reverse();
    assert_eq!(found(reading(&(lines.join("\n") + "\n"))), found(reading(ROWS)));
}

fn sample() -> City {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let table = builtin("circle15").unwrap().category_table();
    read(&path, &table, &ReadOptions::default()).unwrap().city.unwrap()
}

/// Distance to the nearest outlet that counts of a category, by looking at each.
fn nearest(city: &City, category: &str, at: Local) -> f64 {
    let outlets = city.outlets().iter().filter(|o| o.is_counted());
    let of_it = outlets.filter(|o| city.categories()[o.category.index()] == category);
    of_it.map(|o| (o.at.x - at.x).hypot(o.at.y - at.y)).fold(f64::INFINITY, f64::min)
}

#[test]
fn the_counts_of_the_sample_city_are_those_of_a_slow_count() {
    let (city, profile) = (sample(), builtin("circle15").unwrap());
    let assessment = assess(&city, &profile, Detail::Figures);
    let all = assessment.complaints.as_ref().unwrap();
    let layer = city.complaints().unwrap();
    assert_eq!(all.read() as usize, layer.list.len());
    assert_eq!(layer.list.len(), 116);
    // By unit and service: all, out of reach, within reach.
    let mut slow: BTreeMap<(usize, usize), [u32; 3]> = BTreeMap::new();
    let mut in_gaps = vec![0; assessment.gaps.listed.len()];
    for complaint in &layer.list {
        let (Some(at), [category]) = (complaint.at, &complaint.categories[..]) else { continue };
        let holds = |unit: &walkshed::model::Subdistrict| unit.shape.contains(at);
        let Some(unit) = city.subdistricts().iter().position(holds) else { continue };
        let category = &layer.categories[*category as usize];
        for (s, service) in profile.services.iter().enumerate() {
            if !service.providers.iter().any(|p| p.category == *category) {
                continue;
            }
            let is_near =
                service.providers.iter().any(|p| nearest(&city, &p.category, at) <= p.radius.0);
            let counts = slow.entry((unit, s)).or_default();
            counts[0] += 1;
            counts[1 + usize::from(is_near)] += 1;
            for (count, gap) in in_gaps.iter_mut().zip(&assessment.gaps.listed) {
                let is_of_it = gap.lack == Lack::Service(s) && gap.unit.index() == unit;
                *count += u32::from(is_of_it && !is_near && gap.shape.contains(at));
            }
        }
    }
    let mut seen: BTreeMap<(usize, usize), [u32; 3]> = BTreeMap::new();
    for (unit, services) in all.layers[0].units.iter().enumerate() {
        for (s, of) in services.iter().enumerate().filter(|(_, of)| of.complaints > 0) {
            let counts = [of.complaints, of.out_of_reach.unwrap(), of.within_reach.unwrap()];
            seen.insert((unit, s), counts);
        }
    }
    assert_eq!(seen, slow);
    assert!(seen.len() > 10, "{seen:?}");
    let of_services = assessment.gaps.listed.iter().zip(in_gaps);
    let mut confirmed = 0;
    for (gap, slow) in of_services.filter(|(gap, _)| gap.lack != Lack::Circle) {
        // A place between the polygon of a gap and its arc, within a metre, is in the gap too.
        assert!(gap.complaints.unwrap() >= slow, "{}", gap.id);
        confirmed += u32::from(gap.complaints > Some(0));
    }
    let total: u32 = all.layers[0].total.iter().filter_map(|of| of.gaps_confirmed).sum();
    assert_eq!(confirmed, total);
    assert!(confirmed > 5, "{confirmed}");
}
