//! Outlets that may not be what their category says: what is said of them, and how the range is printed.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

use std::fs;
use std::process::Command;

use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::DoubtKind;
use walkshed::profile::{Profile, builtin};

/// A square of some 10 km about the origin.
const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]}}]}"#;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

/// One outlet each of these properties (less their braces), in a row from west to east.
fn collection(outlets: &[&str]) -> String {
    let feature = |(n, properties): (u32, &&str)| {
        let lon = 0.02 + f64::from(n) * 0.005;
        format!(
            r#"{{"type":"Feature","properties":{{"id":"P{n}",{properties}}},
            "geometry":{{"type":"Point","coordinates":[{lon},0.05]}}}}"#
        )
    };
    let features: Vec<String> = (0..).zip(outlets).map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn reading(outlets: &[&str]) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("outlets.geojson"), collection(outlets)).unwrap();
    read(folder.path(), &profile().category_table(), &ReadOptions::default()).unwrap()
}

fn said(reading: &Reading) -> Vec<String> {
    let doubtful = reading.findings.iter().filter(|finding| finding.code == "doubtful-outlet");
    doubtful.map(|f| format!("{}: {}", f.place.path, f.message)).collect()
}

/// Ids of the doubtful outlets, with why.
fn doubtful(reading: &Reading) -> Vec<(String, DoubtKind, String)> {
    let outlets = reading.city.as_ref().unwrap().outlets();
    let doubtful = outlets.iter().filter(|o| o.is_doubtful());
    doubtful
        .map(|o| {
            let doubt = o.doubt().unwrap();
            (o.id.to_string(), doubt.kind, doubt.pattern.to_string())
        })
        .collect()
}

#[test]
fn doubtful_outlets_are_said_by_category_and_reason() {
    let reading = reading(&[
        r#""name":"东门社区卫生服务站","category":"clinic""#,
        r#""name":"阳光宠物诊所","category":"clinic""#,
        r#""name":"张氏中医诊所","category":"clinic""#,
        r#""name":"李氏口腔诊所","category":"clinic""#,
        r#""name":"第三幼儿园（筹）","category":"preschool""#,
        r#""name":"第一幼儿园停车场","category":"preschool""#,
    ]);
    assert_eq!(
        said(&reading),
        [
            "features[1].properties.name: 2 outlets, as \"community health station\" each may be \
             something else by its name (\"口腔\", \"宠物\"): features[1], features[3]; doubtful",
            "features[2].properties.name: \"张氏中医诊所\" as \"community health station\" is not \
             called one (社区卫生服务站, 卫生服务站, 社区卫生站): doubtful",
            "features[4].properties.name: \"第三幼儿园（筹）\" as \"kindergarten\" does not serve by \
             its name (\"（筹\"): doubtful",
            "features[5].properties.name: \"第一幼儿园停车场\" as \"kindergarten\" may be something \
             else by its name (\"停车\"): doubtful",
        ]
    );
    let own_words = "社区卫生服务站|卫生服务站|社区卫生站";
    let expected = [
        ("P1", DoubtKind::LookAlike, "宠物"),
        ("P2", DoubtKind::NotNamed, own_words),
        ("P3", DoubtKind::LookAlike, "口腔"),
        ("P4", DoubtKind::NotServing, "（筹"),
        ("P5", DoubtKind::LookAlike, "停车"),
    ];
    let expected = expected.map(|(id, kind, word)| (id.to_owned(), kind, word.to_owned()));
    assert_eq!(doubtful(&reading), expected);
}

#[test]
fn what_is_confirmed_or_does_not_serve_anyway_is_not_doubtful() {
    let reading = reading(&[
        r#""name":"张氏中医诊所","category":"clinic","confirmed":true"#,
        r#""name":"阳光宠物诊所","category":"clinic","confirmed":"是""#,
        r#""name":"第三幼儿园（筹）","category":"preschool","status":"planned""#,
        r#""name":"李氏口腔诊所","category":"clinic","confirmed":false"#,
    ]);
    assert_eq!(doubtful(&reading).iter().map(|d| d.0.as_str()).collect::<Vec<_>>(), ["P3"]);
}

#[test]
fn a_practice_of_a_special_field_is_doubtful_in_other_languages_too() {
    let reading = reading(&[
        r#""name":"Hypnoosi- ja luontaisterapeutti","category":"community_health_center""#,
        r#""name":"Centre Cardio Thoracique","category":"community_health_center""#,
        r#""name":"Residents' Health Center of Cardinal Street","category":"community_health_center""#,
        r#""name":"Kallion terveysasema","category":"community_health_station""#,
        r#""name":"Cardio Shop","category":"convenience_store""#,
        r#""name":"NovaCare Rehabilitation","category":"clinic""#,
        r#""name":"Habilis Health Center","category":"clinic""#,
    ]);
    let found = doubtful(&reading);
    let found: Vec<_> = found.iter().map(|(id, kind, word)| (&**id, *kind, &**word)).collect();
    let look_alike = DoubtKind::LookAlike;
    let words = [("P0", "hypno"), ("P1", "cardio"), ("P5", "rehabilit")];
    assert_eq!(found, words.map(|(id, word)| (id, look_alike, word)));
}

#[test]
fn a_word_with_two_readings_is_said_until_the_settings_say_which_it_is() {
    let said = |settings: &str, word: &str| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
        let category = format!(r#""name":"No 7","category":"{word}""#);
        fs::write(folder.path().join("outlets.geojson"), collection(&[category.as_str(); 2]))
            .unwrap();
        fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
        let options = ReadOptions::default();
        let reading = read(folder.path(), &profile().category_table(), &options).unwrap();
        let mut findings = reading.findings.into_iter();
        findings.find(|f| f.code == "category-two-readings").map(|f| (f.message, f.help))
    };
    let (message, help) = said("", "clinic").unwrap();
    let expected = "\"clinic\" in 2 outlets is read as \"community health station\"; it may mean \
                    \"community health centre\"";
    assert_eq!(message, expected);
    assert!(help.contains("clinic = \"community_health_center\""), "{help}");
    assert!(said("", "驿站").unwrap().0.contains("may mean \"eldercare station\""));
    assert_eq!(said("", "community_health_station"), None);
    let settled = "[outlets.categories]\nclinic = \"community_health_station\"\n";
    assert_eq!(said(settled, "clinic"), None);
}

#[test]
fn nothing_is_said_of_names_that_say_nothing() {
    let reading = reading(&[
        r#""category":"clinic""#,
        r#""name":"Clinic 7","category":"clinic""#,
        r#""name":"小卖部","category":"convenience_store""#,
        r#""name":"松鹤老年公寓","category":"eldercare""#,
    ]);
    assert_eq!((said(&reading), doubtful(&reading)), (vec![], vec![]));
}

#[test]
fn a_report_lists_doubtful_outlets_and_prints_ranges_only_where_there_are_any() {
    let folder = tempfile::tempdir().unwrap();
    let city = folder.path().join("city");
    fs::create_dir(&city).unwrap();
    fs::write(city.join("subdistricts.geojson"), UNIT).unwrap();
    let report = |outlets: &[&str], out: &str| {
        fs::write(city.join("outlets.geojson"), collection(outlets)).unwrap();
        let out = folder.path().join(out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
        command.args(["report", "--no-maps", "--lang", "en", "--date", "2026-11-24", "--out"]);
        let run = command.arg(&out).arg(&city).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let read = |name: &str| fs::read_to_string(out.join(name));
        let text = String::from_utf8(run.stdout).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (text, read("coverage.csv").unwrap(), read("doubtful.csv"))
    };
    let station = r#""name":"东门社区卫生服务站","category":"clinic""#;
    let pets = r#""name":"阳光宠物诊所","category":"clinic""#;
    let (summary, coverage, doubtful) = report(&[station, pets], "with");
    assert!(summary.contains("With it, as a range:"), "{summary}");
    assert!(coverage.lines().next().unwrap().contains("land_coverage_with_doubtful_percent"));
    assert_eq!(doubtful.unwrap().lines().count(), 2);
    let (summary, sure, doubtful) = report(&[station], "without");
    assert!(!summary.contains("as a range") && !sure.contains("doubtful") && doubtful.is_err());
    // The rates without doubtful outlets are those of a city that has none.
    let cut = |table: &str| -> Vec<String> {
        let first = sure.lines().next().unwrap().split(',').count();
        let mut rows = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        let cells = |row: csv::StringRecord| row.iter().take(first).collect::<Vec<_>>().join("|");
        rows.records().map(|row| cells(row.unwrap())).collect()
    };
    assert_eq!(cut(&coverage), cut(&sure));
}
