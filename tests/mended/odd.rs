//! Files that are no layers, and layers of several files.

use std::fs;
use std::path::Path;

use walkshed::finding::Mend;
use walkshed::input::Mending;

use super::{copied_with, sample, try_read};

/// What is mended in a copy of a city, and the settings of the copy.
fn mended(city: &Path) -> (Vec<Mend>, toml::Table) {
    let to = tempfile::tempdir().unwrap();
    let mends = copied_with(Mending::Unsafe, city, &try_read(city, None), (None, to.path()));
    let settings = fs::read_to_string(to.path().join("walkshed.toml")).unwrap();
    (mends, settings.parse().unwrap())
}

#[test]
fn what_is_no_layer_is_copied_to_the_byte() {
    let city = sample();
    // That a file of which nothing is mended keeps its bytes is looked at where copies are made.
    for text in [
        "[3]",
        r#"{"features":{"a":1}}"#,
        r#"{"features":3,"type":"FeatureCollection"}"#,
        r#"{"type":"FeatureCollection","features":[3,{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}]}"#,
        r#"{"type":"FeatureCollection","features":[]}"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[3,[[1,2]]]}}]}"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]}}]}"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[]]}}]}"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],3]}}]}"#,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":3,"coordinates":[1,2]}}]}"#,
    ] {
        fs::write(city.path().join("estates.geojson"), text).unwrap();
        let (mends, _) = mended(city.path());
        let of_estates = mends.iter().filter(|mend| mend.place.file == "estates.geojson");
        assert_eq!(of_estates.count(), 0, "{text}");
    }
}

const TABLE: &str = "id,name,category,lon,lat,capacity\n";

#[test]
fn the_settings_of_a_copy_say_what_its_files_are_in() {
    let city = sample();
    let (a, b) = ("A1,云,laundry,116.33,39.92,-1\n", "B1,云,laundry,116.34,39.93,-2\n");
    fs::remove_file(city.path().join("outlets.geojson")).unwrap();
    fs::create_dir(city.path().join("more")).unwrap();
    for (name, row) in
        [("a.csv", a), ("more/b.csv", b), ("c.csv", "C1,c,laundry,116.34,39.94,-3\n")]
    {
        let text = format!("{TABLE}{row}");
        fs::write(city.path().join(name), encoding_rs::GBK.encode(&text).0).unwrap();
    }
    let settings = "[outlets]\nencoding = \"gbk\"\nfiles = [\"a.csv\", { file = \"./more/b.csv\" }, \"c.csv\"]\n";
    fs::write(city.path().join("walkshed.toml"), settings).unwrap();
    let (mends, copy) = mended(city.path());
    let negative = mends.iter().filter(|mend| mend.code == "negative");
    assert_eq!(negative.count(), 3, "{mends:?}");
    // Each file says it by itself, so that the layer no longer does.
    let expected = "[outlets]\nfiles = [\
                    { file = \"a.csv\", encoding = \"utf-8\" }, \
                    { file = \"more_b.csv\", encoding = \"utf-8\" }, \
                    { file = \"c.csv\", encoding = \"utf-8\" }]\n";
    let expected: toml::Table = expected.parse().unwrap();
    assert_eq!(copy["outlets"], expected["outlets"]);
    // One file of a layer has no line of its own.
    let settings = "[outlets]\nencoding = \"gbk\"\nfile = \"more/b.csv\"\n";
    fs::write(city.path().join("walkshed.toml"), settings).unwrap();
    let (_, copy) = mended(city.path());
    let expected: toml::Table =
        "[outlets]\nencoding = \"utf-8\"\nfile = \"more_b.csv\"\n".parse().unwrap();
    assert_eq!(copy["outlets"], expected["outlets"]);
}

#[test]
fn a_mark_alone_is_no_reason_to_write_a_file_anew() {
    let city = sample();
    let path = city.path().join("outlets.csv");
    fs::remove_file(city.path().join("outlets.geojson")).unwrap();
    let of = |capacity: &str| {
        fs::write(&path, format!("\u{feff}{TABLE}A1,a,laundry,116.33,39.92,{capacity}\n")).unwrap();
        mended(city.path()).0.into_iter().map(|mend| mend.code).collect::<Vec<_>>()
    };
    assert_eq!(of("1"), [""; 0]);
    assert_eq!(of("-1"), ["encoding", "negative"]);
}

#[test]
fn a_file_without_an_encoding_of_its_own_gets_none() {
    let city = sample();
    let row = "A1,云,laundry,116.33,39.92,-1\n";
    fs::remove_file(city.path().join("outlets.geojson")).unwrap();
    let gbk = format!("{TABLE}{row}");
    fs::write(city.path().join("outlets.csv"), encoding_rs::GBK.encode(&gbk).0).unwrap();
    fs::write(city.path().join("b.csv"), format!("{TABLE}B1,b,laundry,116.34,39.93,-2\n")).unwrap();
    for (settings, expected) in [
        (
            "encoding = \"gbk\"\n[outlets]\nfile = \"outlets.csv\"\n",
            "[outlets]\nfile = \"outlets.csv\"\n",
        ),
        (
            "encoding = \"gbk\"\n[outlets.properties]\nname = \"name\"\n",
            "[outlets.properties]\nname = \"name\"\n",
        ),
        (
            "[outlets]\nfiles = [\"b.csv\", { file = \"outlets.csv\", encoding = \"gbk\" }]\n",
            "[outlets]\nfiles = [{ file = \"b.csv\" }, { file = \"outlets.csv\", encoding = \"utf-8\" }]\n",
        ),
    ] {
        fs::write(city.path().join("walkshed.toml"), settings).unwrap();
        let (mends, copy) = mended(city.path());
        assert!(mends.iter().any(|mend| mend.code == "negative"), "{mends:?}");
        let expected: toml::Table = expected.parse().unwrap();
        assert_eq!(copy["outlets"], expected["outlets"]);
        // All of the copy is UTF-8.
        assert_eq!(copy.get("encoding"), None);
    }
}

#[test]
fn a_table_of_shapes_is_written_as_geojson_where_there_is_something_to_mend() {
    let city = sample();
    fs::remove_file(city.path().join("estates.geojson")).unwrap();
    let of = |people: &str, settings: &str| {
        let shape = "POLYGON ((116.33 39.92, 116.331 39.92, 116.331 39.921, 116.33 39.92))";
        let table = format!("id,name,people,wkt\nE1,e,{people},\"{shape}\"\n");
        fs::write(city.path().join("shapes.csv"), table).unwrap();
        fs::write(city.path().join("walkshed.toml"), settings).unwrap();
        let (mends, copy) = mended(city.path());
        (mends.into_iter().map(|mend| mend.code).collect::<Vec<_>>(), copy)
    };
    let settings = "[estates]\nfiles = [{ file = \"shapes.csv\" }]\n";
    assert_eq!(of("7", settings).0, [""; 0]);
    let (mends, copy) = of("-7", settings);
    assert_eq!(mends, ["converted", "negative"]);
    let expected = "[estates]\nfiles = [{ file = \"shapes.geojson\", encoding = \"utf-8\", \
                    crs = \"wgs84\", swap_axes = false }]\n";
    let expected: toml::Table = expected.parse().unwrap();
    assert_eq!(copy["estates"], expected["estates"]);
}

#[test]
fn a_table_that_cannot_be_written_as_geojson_without_a_loss_stays_as_it_is() {
    let city = sample();
    fs::remove_file(city.path().join("estates.geojson")).unwrap();
    fs::write(city.path().join("walkshed.toml"), "[estates]\nfile = \"shapes.csv\"\n").unwrap();
    let shape = "POLYGON ((116.33 39.92, 116.331 39.92, 116.331 39.921, 116.33 39.92))";
    let codes = |rows: &str| {
        let table = format!("id,name,wkt,people,note\nE1,e,\"{shape}\",-7,a\n{rows}");
        fs::write(city.path().join("shapes.csv"), table).unwrap();
        let (mends, _) = mended(city.path());
        mends.into_iter().map(|mend| mend.code).collect::<Vec<_>>()
    };
    // A short row has no note, and loses nothing.
    assert_eq!(codes(&format!("E2,f,\"{shape}\",-8\n")), ["converted", "negative", "negative"]);
    // A line is no shape of this layer; what follows on a row that is too long is not read.
    assert_eq!(codes("E2,f,\"LINESTRING (116.33 39.92, 116.34 39.92)\",7,b\n"), [""; 0]);
    assert_eq!(codes(&format!("E2,f,\"{shape}\",7,b,c,d\n")), [""; 0]);
}

#[test]
fn a_table_in_several_systems_or_in_metres_keeps_its_numbers() {
    let city = sample();
    fs::remove_file(city.path().join("outlets.geojson")).unwrap();
    let of = |settings: &str, table: &str| {
        fs::write(city.path().join("walkshed.toml"), settings).unwrap();
        fs::write(city.path().join("outlets.csv"), table).unwrap();
        let (mends, _) = mended(city.path());
        mends.into_iter().map(|mend| mend.code).collect::<Vec<_>>()
    };
    // A point in well-known text would be written in degrees, each by the system of its source.
    let text = "id,name,category,source,capacity,wkt\nA1,a,laundry,amap,-1,POINT (116.34 39.93)\n";
    let settings = "[outlets]\nfile = \"outlets.csv\"\n[outlets.crs_by_source]\namap = \"gcj02\"\n";
    assert_eq!(of(settings, text), [""; 0]);
    let one = "[outlets]\nfile = \"outlets.csv\"\ncrs = \"gcj02\"\n";
    assert_eq!(of(one, text), ["converted", "negative"]);
    // Metres are no degrees the wrong way round.
    let metres = "id,name,category,lon,lat,capacity\nA1,a,laundry,39440128.2,4417549.9,-1\n";
    let settings = "[outlets]\nfile = \"outlets.csv\"\ncrs = \"epsg:4527\"\n";
    assert_eq!(of(settings, metres), ["negative"]);
    // Nor is what is past 90 degrees either way round.
    let settings = "[outlets]\nfile = \"outlets.csv\"\n";
    let degrees = "id,name,category,lon,lat,capacity\n\
                   A1,a,laundry,116.34,39.93,1\n\
                   A2,b,laundry,116.34,116.93,\n\
                   A3,c,laundry,39.93,116.34,2\n\
                   A4,d,laundry,116.35\n";
    assert_eq!(of(settings, degrees), ["not-degrees", "axis-order"]);
}

#[test]
fn numbers_below_nought_are_blank_and_long_features_are_shown_short() {
    let city = sample();
    let outlet = |properties: &str, geometry: &str| {
        format!("{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
    };
    let long = format!("\"id\":\"P2\",\"name\":\"{}\",\"category\":\"laundry\"", "x".repeat(500));
    let point = r#"{"type":"Point","coordinates":[116.33,39.92]}"#;
    let negative = r#""id":"P1","name":"a","category":"laundry","capacity":"-4""#;
    let all = [outlet(negative, point), outlet(&long, "null")].join(",");
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{all}]}}");
    fs::write(city.path().join("outlets.geojson"), text).unwrap();
    let (mends, _) = mended(city.path());
    let of = |code: &str| mends.iter().find(|mend| mend.code == code).unwrap();
    assert_eq!((&*of("negative").before, &*of("negative").after), ("\"-4\"", "null"));
    let shown = &of("no-geometry").before;
    assert!(
        shown.starts_with("{\"id\":\"P2\"") && shown.ends_with(" ...") && shown.len() < 500,
        "{shown}"
    );
}
