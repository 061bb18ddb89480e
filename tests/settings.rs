//! Settings that cannot be meant: each refused with its line, its key and a remedy, before any layer is
//! read; and files that are not where a city has them.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;

use tempfile::TempDir;
use walkshed::input::{ReadOptions, SourceError, read};
use walkshed::model::CategoryTable;

const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[116,40],[116.02,40],[116.02,40.02],
[116,40.02],[116,40]]]}}]}"#;

const OUTLET: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{
"id":"P1","name":"Shop","category":"cafe"},"geometry":{"type":"Point","coordinates":[116.01,40.01]}}]}"#;

fn city(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("outlets.geojson"), OUTLET).unwrap();
    fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
    folder
}

/// What is said of the settings, one finding a line.
fn said(settings: &str) -> Vec<String> {
    let folder = city(settings);
    let reading = read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    let of_settings = reading.findings.iter().filter(|f| f.place.file == "walkshed.toml");
    let line = |f: &walkshed::finding::Finding| {
        format!("{}[{}] {}: {} | {}", f.severity.word(), f.code, f.place.path, f.message, f.help)
    };
    of_settings.map(line).collect()
}

const SEPARATOR: &str = "error[toml] outlets.separator: line 2: string where one character, or comma, \
                         semicolon, tab or bar, was expected";

/// A settings file and the beginning of the one thing that is said of it.
const SPOILT: [(&str, &str); 35] = [
    ("[outlets\n", "error[toml] : line 1: "),
    ("name = 3", "error[toml] name: line 1: integer where text in quotes was expected"),
    ("encoding = 3", "error[toml] encoding: line 1: integer where text in quotes was expected"),
    ("outlets = 3", "error[toml] outlets: line 1: integer where a table was expected"),
    ("nam = \"x\"", "error[unknown-key] nam: line 1: unknown key \"nam\" | did you mean name?"),
    (
        "\n[outlets]\nfile = \"a\"\nfiles = [\"b\"]",
        "error[toml] outlets.files: line 4: both file and files",
    ),
    (
        "\n[outlets]\nfiles = [\"b\"]\nfile = \"a\"",
        "error[toml] outlets.files: line 3: both file and files",
    ),
    ("[outlets]\nseparator = \"\\\"\"", SEPARATOR),
    ("[outlets]\nseparator = \"é\"", SEPARATOR),
    ("[outlets]\nseparator = \"--\"", SEPARATOR),
    ("[outlets]\nseparator = \"\\n\"", SEPARATOR),
    ("\"\" = 3", "error[unknown-key] \"\": line 1: unknown key \"\""),
    ("[people]\nfoo = 1", "error[unknown-key] people.foo: line 2: unknown key \"foo\""),
    (
        "[outlets]\nstands_in = \"box\"",
        "error[unknown-key] outlets.stands_in: line 2: unknown key \"stands_in\"",
    ),
    ("[estates]\nstands_in = \"box\"", "error[toml] estates.stands_in: line 2: "),
    (
        "[outlets.defaults]\nfoo = \"x\"",
        "error[unknown-key] outlets.defaults.foo: line 2: unknown key \"foo\"",
    ),
    (
        "[outlets]\ncategories = 3",
        "error[toml] outlets.categories: line 2: integer where a table was expected",
    ),
    (
        "[outlets]\nfiles = \"a\"",
        "error[toml] outlets.files: line 2: string where a list of files was expected",
    ),
    ("[outlets]\nfiles = []", "error[toml] outlets.files: line 2: an empty list of files"),
    (
        "[outlets]\nfiles = [\"outlets.geojson\", 3]",
        "error[toml] outlets.files[1]: line 2: integer where a file name or a table was expected",
    ),
    (
        "[outlets]\nfiles = [{ crs = \"gcj02\" }]",
        "error[toml] outlets.files[0]: line 2: no file in this table",
    ),
    (
        "[outlets]\nfiles = [{ file = \"outlets.geojson\", default = {} }]",
        "error[unknown-key] outlets.files[0].default: line 2: unknown key \"default\" | did you mean \
         defaults?",
    ),
    ("[outlets]\ncrs = \"mars\"", "error[crs] outlets.crs: line 2: crs \"mars\" is not understood"),
    (
        "[outlets]\ncrs_by_source = 3",
        "error[toml] outlets.crs_by_source: line 2: integer where a table was expected",
    ),
    (
        "[outlets.crs_by_source]\n\"a b\" = \"mars\"",
        "error[crs] outlets.crs_by_source.\"a b\": line 2: crs \"mars\" is not understood",
    ),
    (
        "[estates.crs_by_source]\namap = \"gcj02\"",
        "error[unknown-key] estates.crs_by_source: line 1: unknown key \"crs_by_source\"",
    ),
    (
        "[outlets]\nproperties = 1",
        "error[toml] outlets.properties: line 2: integer where a table was expected",
    ),
    (
        "[outlets.properties]\nname = 3",
        "error[toml] outlets.properties.name: line 2: integer where the file's name of the property, \
         or false, was expected",
    ),
    (
        "[outlets.properties]\nnames = \"x\"",
        "error[unknown-key] outlets.properties.names: line 2: unknown key \"names\" | did you mean \
         name?",
    ),
    (
        "[outlets.defaults]\nname = true",
        "error[toml] outlets.defaults.name: line 2: boolean where text or a number was expected",
    ),
    (
        "[outlets]\ndefaults = 1",
        "error[toml] outlets.defaults: line 2: integer where a table was expected",
    ),
    (
        "[outlets.categories]\ncafe = 3",
        "error[toml] outlets.categories.cafe: line 2: integer where a category key, or false, was \
         expected",
    ),
    (
        "[outlets.categories]\ncafe = \"laundri\"",
        "warning[new-category] outlets.categories.cafe: line 2: \"laundri\" is a category that only \
         this file knows | did you mean laundry?",
    ),
    (
        "[outlets]\nseparator = \"ab\"",
        "error[toml] outlets.separator: line 2: string where one character, or comma, semicolon, tab \
         or bar, was expected",
    ),
    (
        "[outlets]\nencoding = \"klingon\"",
        "error[unknown-encoding] outlets.encoding: line 2: \"klingon\" is no encoding",
    ),
];

#[test]
fn what_settings_cannot_mean_is_refused_with_its_line_and_its_key() {
    for (settings, expected) in SPOILT {
        let said = said(settings);
        assert_eq!(said.len(), 1, "{settings}: {said:#?}");
        assert!(said[0].starts_with(expected), "{settings}: {}", said[0]);
    }
}

#[test]
fn a_category_of_the_users_own_is_noted_and_a_default_stands_in_for_what_is_missing() {
    let settings = "[outlets.categories]\ncafe = \"reading_room\"\n\
                    [outlets.defaults]\ncapacity = 2.5\nfloor_area = 40\nsource = \"survey\"\n";
    assert_eq!(
        said(settings),
        [
            "note[new-category] outlets.categories.cafe: line 2: \"reading_room\" is a category that \
          only this file knows | "
        ]
    );
    let folder = city(settings);
    let reading = read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    let city = reading.city.unwrap();
    let shop = &city.outlets()[0];
    assert_eq!(shop.capacity, Some(2.5));
    assert_eq!(shop.floor_area.map(|area| area.0), Some(40.0));
    assert_eq!(shop.source.as_deref(), Some("survey"));
}

#[test]
fn a_word_that_is_left_out_on_purpose_is_noted_once() {
    for nothing in ["false", "\"\"", "\" \""] {
        let folder = city(&format!("[outlets.categories]\ncafe = {nothing}\n"));
        let options = ReadOptions::default();
        let reading = read(folder.path(), &CategoryTable::standard(), &options).unwrap();
        assert_eq!(reading.city.unwrap().outlets().len(), 0);
        let noted = reading.findings.iter().filter(|f| f.code == "category-left-out").count();
        assert_eq!(noted, 1, "{nothing}");
    }
}

fn error(folder: &std::path::Path) -> SourceError {
    read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap_err()
}

#[test]
fn what_is_no_city_is_refused_by_its_path() {
    let folder = city("");
    let path = folder.path().join("outlets.geojson");
    let refused = error(&path);
    assert!(matches!(&refused, SourceError::NotACity { path: found } if *found == path));
    assert!(
        refused.to_string().ends_with(": a city is a folder or a .toml file that names its layers")
    );
    assert!(matches!(error(&folder.path().join("none")), SourceError::Missing { .. }));
    // The settings may be named themselves, in any case.
    let named = folder.path().join("OTHER.TOML");
    fs::write(&named, "name = \"Town\"").unwrap();
    let reading = read(&named, &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    assert_eq!(reading.city.unwrap().name(), "Town");
}

#[test]
fn a_layer_that_is_there_twice_or_not_at_all_is_refused_with_what_there_is() {
    let folder = city("");
    fs::write(folder.path().join("outlets.csv"), "id,lon,lat\n").unwrap();
    let SourceError::Twice { files, .. } = error(folder.path()) else { unreachable!() };
    assert_eq!(files.map(|file| file.starts_with("outlets.")), [true, true]);
    fs::remove_file(folder.path().join("outlets.csv")).unwrap();
    fs::rename(folder.path().join("outlets.geojson"), folder.path().join("shops.geojson")).unwrap();
    let missing = error(folder.path());
    let SourceError::NoLayer { layer, found, .. } = &missing else { unreachable!() };
    assert_eq!(
        (*layer, &found[..]),
        ("outlets", &["shops.geojson", "subdistricts.geojson"].map(String::from)[..])
    );
    assert!(missing.to_string().contains("there are shops.geojson, subdistricts.geojson"));
    fs::write(folder.path().join("walkshed.toml"), "[outlets]\nfile = \"gone.geojson\"").unwrap();
    let gone = error(folder.path());
    assert!(matches!(&gone, SourceError::Missing { path } if path.ends_with("gone.geojson")));
}

#[test]
fn standard_input_is_read_only_once() {
    let folder = city("[outlets]\nfiles = [\"-\", \"-\"]");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_walkshed"));
    let check = command.arg("check").arg(folder.path()).stdin(std::process::Stdio::null());
    let output = check.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error[stdin-twice]: standard input is named twice"), "{said}");
}

#[test]
fn a_property_without_a_name_is_not_read_as_one_that_is_switched_off() {
    let told = |settings: &str| {
        let folder = city(settings);
        let options = ReadOptions::default();
        let reading = read(folder.path(), &CategoryTable::standard(), &options).unwrap();
        format!("{:?}", reading.city.unwrap().outlets())
    };
    let known = "[outlets.categories]\ncafe = \"breakfast\"\n";
    let switched = |name: &str| told(&format!("{known}[outlets.properties]\nname = {name}\n"));
    assert_eq!(switched("\"\""), switched("false"));
    assert!(told(known).contains("Shop") && !switched("\"\"").contains("Shop"));
}

#[test]
fn any_one_character_may_be_the_separator() {
    let folder = city("[outlets]\nfile = \"outlets.csv\"\nseparator = \"~\"\n");
    let table = "id~name~category~lon~lat\nP1~a, b~laundry~116.01~40.01\n";
    fs::write(folder.path().join("outlets.csv"), table).unwrap();
    let reading = read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    let city = reading.city.unwrap();
    assert_eq!(&*city.outlets()[0].name, "a, b");
}
