//! The built binary: what it writes beside a city, and what it leaves alone.

use std::process::{Command, Output};

use super::Export;

const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"东门街道"},"geometry":{"type":"Polygon","coordinates":[[[116.3,39.9],[116.4,39.9],[116.4,40],[116.3,40],
[116.3,39.9]]]}}]}"#;

const TEXT: &str = "id,name,typecode,location\n\
A,东门便利店,060200,\"116.35,39.95\"\n\
B,第一幼儿园,141204,\"116.36,39.96\"\n\
C,第二幼儿园（筹）,141204,\"116.37,39.96\"\n";

fn walkshed(args: &[&std::path::Path], more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.args(more).args(args).output().unwrap()
}

#[test]
fn outlets_are_put_beside_the_layers_of_a_city_which_can_then_be_read() {
    let export = Export::new(TEXT.as_bytes());
    let city = export.path("city");
    std::fs::create_dir(&city).unwrap();
    std::fs::write(city.join("subdistricts.geojson"), UNIT).unwrap();
    let import = || {
        walkshed(
            &[&export.path("poi.csv"), "--out".as_ref(), &city],
            &["import", "poi", "--lang", "en"],
        )
    };
    let done = import();
    assert!(done.status.success(), "{done:?}");
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(text.contains("3 rows") && text.contains("2 kindergarten"), "{text}");
    for name in ["outlets.geojson", "walkshed.toml", "import.json", "findings.csv"] {
        assert!(city.join(name).exists(), "{name}");
    }
    let checked = walkshed(&[&city], &["check"]);
    assert!(checked.status.success(), "{checked:?}");
    let said = String::from_utf8(checked.stderr).unwrap();
    assert!(said.contains("doubtful-outlet") && !said.contains("datum-mix"), "{said}");
    // A second time nothing is written over.
    let before = std::fs::read(city.join("outlets.geojson")).unwrap();
    let again = import();
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("error[exists]"));
    assert_eq!(std::fs::read(city.join("outlets.geojson")).unwrap(), before);
}

#[test]
fn settings_that_are_there_stay_as_they_are() {
    let export = Export::new(TEXT.as_bytes());
    let city = export.path("city");
    std::fs::create_dir(&city).unwrap();
    std::fs::write(city.join("subdistricts.geojson"), UNIT).unwrap();
    std::fs::write(city.join("walkshed.toml"), "name = \"云溪\"\n").unwrap();
    let done = walkshed(
        &[&export.path("poi.csv"), "--out".as_ref(), &city],
        &["import", "poi", "--lang", "en"],
    );
    assert!(done.status.success(), "{done:?}");
    assert!(String::from_utf8(done.stdout).unwrap().contains("left as it is"));
    let settings = std::fs::read_to_string(city.join("walkshed.toml")).unwrap();
    assert_eq!(settings, "name = \"云溪\"\n");
}

#[test]
fn a_bad_export_leaves_nothing() {
    let export = Export::new(b"id,typecode,location\nA,060200,\"x,y\"\n");
    let city = export.path("city");
    let done = walkshed(&[&export.path("poi.csv"), "--out".as_ref(), &city], &["import", "poi"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!city.exists());
}
