//! Text in rows and columns: separators, headings, quotes, places by row and column.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::Value;
use walkshed::input::ReadOptions;

use crate::small::{LAYERS, Small, expected, said, told};

/// The features of a layer.
pub(crate) fn features(layer: &str) -> Vec<Value> {
    let all: Value = serde_json::from_slice(&Small::layer(layer)).unwrap();
    all["features"].as_array().unwrap().clone()
}

/// The names of the properties of a layer, in the order of the alphabet.
pub(crate) fn columns(features: &[Value]) -> Vec<String> {
    let mut names: Vec<String> = features
        .iter()
        .flat_map(|f| f["properties"].as_object().unwrap().keys().cloned())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What a cell of a table says of a value.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A geometry as well-known text.
pub(crate) fn well_known(geometry: &Value) -> String {
    fn list(value: &Value) -> String {
        let items = value.as_array().unwrap();
        if items[0].is_number() {
            return format!("{} {}", items[0], items[1]);
        }
        format!("({})", items.iter().map(list).collect::<Vec<_>>().join(", "))
    }
    let coordinates = list(&geometry["coordinates"]);
    match geometry["type"].as_str().unwrap() {
        "Point" => format!("POINT ({coordinates})"),
        other => format!("{} {coordinates}", other.to_uppercase()),
    }
}

/// A layer as a table; places of points in columns of degrees unless `is_text`.
fn table(layer: &str, separator: char, is_text: bool) -> String {
    let features = features(layer);
    let names = columns(&features);
    let is_point = !is_text && features[0]["geometry"]["type"] == "Point";
    let quoted = |text: &str| {
        let needs = text.contains([separator, '"', '\n']);
        if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let place = if is_point { vec!["lon", "lat"] } else { vec!["wkt"] };
    let headings = names.iter().map(String::as_str).chain(place);
    let separator = separator.to_string();
    let mut out = headings.collect::<Vec<_>>().join(&separator) + "\n";
    for feature in &features {
        let geometry = &feature["geometry"];
        let mut cells: Vec<String> =
            names.iter().map(|name| quoted(&cell(&feature["properties"][name]))).collect();
        if is_point {
            cells.extend((0..2).map(|axis| cell(&geometry["coordinates"][axis])));
        } else {
            cells.push(quoted(&well_known(geometry)));
        }
        writeln!(out, "{}", cells.join(&separator)).unwrap();
    }
    out
}

/// The small city with each layer as a table, changed by `change`.
fn small(ending: &str, separator: char, change: impl Fn(String) -> Vec<u8>) -> Small {
    let small = Small::new();
    for layer in LAYERS {
        small.remove(layer);
        small.write(&format!("{layer}.{ending}"), change(table(layer, separator, false)));
    }
    small
}

#[test]
fn the_same_city_is_read_from_csv() {
    let reading = small("csv", ',', String::into_bytes).read();
    assert_eq!(told(&reading), expected());
    assert_eq!(said(&reading), [""; 0]);
}

#[test]
fn the_same_city_is_read_whatever_separates_the_columns() {
    let reading = small("tsv", '\t', String::into_bytes).read();
    assert_eq!(told(&reading), expected());
    assert_eq!(said(&reading), [""; 0]);
    let reading = small("csv", ';', String::into_bytes).read();
    assert_eq!(told(&reading), expected());
    let notes = LAYERS
        .map(|layer| format!("note[separator] {layer}.csv: : columns are separated by semicolons"));
    assert_eq!(said(&reading), notes);
    let announced = small("csv", '^', |text| format!("sep=^\r\n{text}").into_bytes()).read();
    assert_eq!(told(&announced), expected());
}

#[test]
fn the_same_city_is_read_from_well_known_text() {
    let small = small("csv", ',', String::into_bytes);
    small.write("outlets.csv", table("outlets", ',', true));
    small.write("people.csv", table("people", ',', true));
    assert_eq!(told(&small.read()), expected());
}

#[test]
fn the_same_city_is_read_packed_with_a_mark_and_with_windows_lines() {
    let change = |text: String| {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.finish().unwrap()
    };
    let reading = small("csv.gz", ',', change).read();
    assert_eq!(told(&reading), expected());
    assert_eq!(said(&reading), [""; 0]);
}

#[test]
fn the_same_city_is_read_from_gbk_when_it_is_named() {
    let small = small("csv", ',', |text| encoding_rs::GBK.encode(&text).0.into_owned());
    let reading = small.read();
    let said = said(&reading);
    assert!(
        said[1].starts_with(
            "error[not-utf8] outlets.csv: row 2, column 1 \"category\": byte 0xb1 at offset"
        ),
        "{said:?}"
    );
    let options = ReadOptions { encoding: Some("gbk".parse().unwrap()), ..ReadOptions::default() };
    assert_eq!(told(&small.read_with(&options)), expected());
}

#[test]
fn titles_above_the_headings_and_blank_rows_are_no_features() {
    let change = |text: String| format!("Fictional city,\n,,\n\n{text},,\n\n").into_bytes();
    let reading = small("csv", ',', change).read();
    assert_eq!(told(&reading), expected());
    let said = said(&reading);
    assert!(
        said.contains(
            &"note[heading-row] outlets.csv: row 4: headings stand in row 4; 1 row above left out"
                .to_owned()
        ),
        "{said:?}"
    );
}

/// The small city with these outlets.
fn outlets(text: &str) -> Vec<String> {
    let small = Small::new();
    small.remove("outlets");
    small.write("outlets.csv", text);
    said(&small.read())
}

#[test]
fn places_are_rows_and_columns_as_a_spreadsheet_shows_them() {
    let said = outlets(
        "id,name,category,lon,lat,capacity\n\
         P1,\"Two\nlines\",laundry,0.001,45.002,\n\
         \n\
         P2,Shop,laundry,0.002,95,many\n\
         P3,Shop,laundry,x,45.001,\n\
         P4,Shop,laundry,0.003,,\n\
         P5,Shop,tailor,0.004,45.003,5\n\
         P5,Far,laundry,0.004,46.9,\n",
    );
    let expected = [
        "error[not-a-number] outlets.csv: row 4, column 6 \"capacity\": capacity is \"many\", not a number",
        "error[axis-order] outlets.csv: row 4, column 5 \"lat\": latitude 95 is outside -90..90",
        "error[not-a-number] outlets.csv: row 5, column 4 \"lon\": \"x\" is not a number",
        "error[not-a-number] outlets.csv: row 6, column 5 \"lat\": a longitude without a latitude",
    ];
    for line in expected {
        assert!(said.iter().any(|s| s.starts_with(line)), "{line}\n{said:#?}");
    }
    let said = outlets(
        "id,name,category,lon,lat\nP5,A,tailor,0.004,45.003\nP5,B,laundry,0.004,46.9\nP5,C,laundry,0.004,45\n",
    );
    let expected = [
        "warning[unknown-category] outlets.csv: row 2, column 3 \"category\": ",
        "warning[outlet-outside] outlets.csv: row 3, column 4 \"lon\" and column 5 \"lat\": ",
        "warning[duplicate-id] outlets.csv: row 4, column 1 \"id\": \"P5\" is also row 3",
    ];
    for line in expected {
        assert!(said.iter().any(|s| s.starts_with(line)), "{line}\n{said:#?}");
    }
}

#[test]
fn tables_that_would_lose_something_are_refused() {
    let cases = [
        (
            "id,category\nP1,laundry\n",
            "error[no-place-columns] outlets.csv: row 1: no columns of longitudes and latitudes, nor of well-known text; the headings are \"id, category\"",
        ),
        (
            "lon,lat,lat,category\n0,45.01,45.02,laundry\n",
            "error[duplicate-heading] outlets.csv: row 1: columns 2 and 3 are both called \"lat\"; which one counts is not clear",
        ),
        (
            "lon,lat,category\n0,45.01,laundry,5\n0,45.02,laundry\n0,45.01,laundry,5\n",
            "error[long-row] outlets.csv: row 4: 4 cells under 3 headings",
        ),
        (
            "lon,lat,category,name\n0,45.01,laundry\n",
            "warning[short-row] outlets.csv: row 2: 1 row has fewer cells than there are headings; blank ones follow",
        ),
        (
            "lon,lat,category,name\n0,45.01,laundry,\"A\n0,45.01,laundry,B\n",
            "error[quotes] outlets.csv: row 2: a double quote opens in this row and never closes",
        ),
        (
            "lon,lat,category,name\n0,45.01,laundry,\"A\n0,45.01,laundry,\"B\"\n",
            "error[quotes] outlets.csv: row 2, column 4 \"name\": text stands behind the double quote that closes",
        ),
        (
            "wkt,category\nPOINT (1 2,laundry\n",
            "error[geometry] outlets.csv: row 2, column 1 \"wkt\": the geometry ",
        ),
        (
            "wkt,category\n\"LINESTRING (0 0, 1 1)\",laundry\n",
            "error[geometry-type] outlets.csv: row 2, column 1 \"wkt\": geometry is a LineString",
        ),
        ("lon,lat,category\n", "warning[no-outlets] outlets.csv: : 0 outlets; all land is a gap"),
        (
            "lon,lat,category\n,,laundry\n",
            "warning[no-geometry] outlets.csv: row 2, column 1 \"lon\" and column 2 \"lat\": ",
        ),
        (
            "{\"type\": \"FeatureCollection\"}",
            "error[format] outlets.csv: : this is GeoJSON, not a table (CSV)",
        ),
        ("lon,lat,people\n0,45.01,\"28,400\"\n", "warning[no-category] outlets.csv: row 2: "),
    ];
    for (text, line) in cases {
        let said = outlets(text);
        assert!(said.iter().any(|s| s.starts_with(line)), "{line}\n{said:#?}");
    }
}

#[test]
fn rows_behind_a_bad_quote_are_checked_and_every_row_ends_somewhere() {
    let small = Small::new();
    small.remove("outlets");
    small.write(
        "outlets.csv",
        "id,lon,lat,category,name,capacity\n\
         1,0,45.01,laundry,A,1\n\
         2,0,45.01,laundry,\"B,2\n\
         3,0,95,laundry,C,3\n\
         4,0,45.02,laundry,\"D\" east,4\n\
         5,0,45.02,laundry,E,many\n\
         6,0,45.02,laundry,F,6\n",
    );
    let reading = small.read();
    let said = said(&reading);
    let starts = [
        "error[quotes] outlets.csv: row 3",
        "error[axis-order] outlets.csv: row 4",
        "error[quotes] outlets.csv: row 5",
        "error[not-a-number] outlets.csv: row 6",
    ];
    for start in starts {
        assert_eq!(said.iter().filter(|s| s.starts_with(start)).count(), 1, "{start}\n{said:#?}");
    }
    assert_eq!(said.len(), starts.len(), "{said:#?}");
    let file = reading.files.iter().find(|file| file.name == "outlets.csv").unwrap();
    let fates = &file.fates;
    // Rows 3 and 5 by their quotes and 4 by its place.
    assert_eq!((file.features, fates.read.features), (6, 6));
    let ends = [&fates.used, &fates.repaired, &fates.outside, &fates.left_out];
    assert_eq!(ends.map(|bucket| bucket.features).iter().sum::<u64>(), 6);
    assert_eq!(fates.left_out.features, 3);
}

#[test]
fn a_layer_of_subdistricts_without_any_name_is_said_once() {
    let small = Small::new();
    small.remove("subdistricts");
    let square = |west: f64| {
        let east = west + 0.02;
        format!("\"POLYGON (({west} 45, {east} 45, {east} 45.04, {west} 45.04, {west} 45))\"")
    };
    let of = |name: &str| {
        small.write(
            "subdistricts.csv",
            format!("wkt,id,name\n{},1,\n{},2,{name}\n", square(-0.02), square(0.0)),
        );
        let reading = small.read();
        let all =
            reading.findings.iter().filter(|finding| finding.place.file == "subdistricts.csv");
        let nameless = all.filter(|finding| finding.code == "no-name");
        nameless.map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(""), ["none of the 2 subdistricts has a name; shown by their ids"]);
    assert_eq!(of("East"), ["no name; shown as \"1\""]);
}

#[test]
fn a_number_behind_an_apostrophe_is_read_and_said() {
    let small = Small::new();
    small.remove("outlets");
    small.write("outlets.csv", "lon,lat,category,capacity\n0,45.01,laundry,'12\n");
    let reading = small.read();
    let line = "warning[number-as-text] outlets.csv: row 2, column 4 \"capacity\": capacity is the text \"'12\"; read as the number";
    assert_eq!(said(&reading), [line]);
    assert_eq!(reading.city.unwrap().outlets()[0].capacity, Some(12.0));
    small.write("outlets.csv", "lon,lat,category,capacity\n0,45.01,laundry,'-5\n");
    let said = said(&small.read());
    assert!(said.iter().any(|s| s.starts_with("error[negative] outlets.csv: row 2")), "{said:?}");
}

#[test]
fn the_settings_name_columns_and_separator() {
    let small = Small::new();
    small.remove("outlets");
    small.write("poi.txt", "a;Xlongitude;Ylatitude;lon;lat;typ\n1;0.001;45.002;9;9;laundry\n");
    small.write(
        "walkshed.toml",
        "[outlets]\nfiles = [{ file = \"poi.txt\", lon = \"Xlongitude\", lat = \"Ylatitude\", \
         separator = \"semicolon\" }]\n[outlets.properties]\ncategory = \"typ\"\n",
    );
    let city = small.read().city.unwrap();
    let at = city.plane().to_lonlat(city.outlets()[0].at);
    assert!((at.lon - 0.001).abs() < 1e-9 && (at.lat - 45.002).abs() < 1e-9, "{at:?}");
    small.write("walkshed.toml", "[outlets]\nfile = \"poi.txt\"\nlon = \"X\"\nlat = \"lat\"\n");
    let said = said(&small.read());
    assert!(said.contains(&"error[no-place-columns] poi.txt: row 1: no column \"X\", as the settings name them; the headings are \"a, Xlongitude, Ylatitude, lon, lat, typ\"".to_owned()), "{said:?}");
}

#[test]
fn a_column_that_the_settings_name_alone_has_its_partner_by_a_usual_name() {
    let small = Small::new();
    small.remove("outlets");
    small.write("outlets.csv", "id,east,lat,category\n1,0.001,45.002,laundry\n");
    small.write("walkshed.toml", "[outlets]\nlon = \"east\"\n");
    let city = small.read().city.unwrap();
    let at = city.plane().to_lonlat(city.outlets()[0].at);
    assert!((at.lon - 0.001).abs() < 1e-9 && (at.lat - 45.002).abs() < 1e-9, "{at:?}");
    small.write("outlets.csv", "id,east,north,category\n1,0.001,45.002,laundry\n");
    let alone = "error[no-place-columns] outlets.csv: row 1: no other column of a place beside \"east\", \
                 which the settings name; the headings are \"id, east, north, category\"";
    assert_eq!(said(&small.read()), [alone]);
}

#[test]
fn of_a_layer_that_was_not_read_nothing_is_said_of_the_properties_that_the_settings_name() {
    let small = Small::new();
    small.remove("outlets");
    let settings = "[outlets.properties]\nname = \"NOMBRE\"\n";
    small.write("walkshed.toml", settings);
    small.write("outlets.csv", "id,category\n1,laundry\n");
    let codes: Vec<&str> = small.read().findings.iter().map(|finding| finding.code).collect();
    assert!(
        codes.contains(&"no-place-columns") && !codes.contains(&"no-such-property"),
        "{codes:?}"
    );
    // Of one that holds nothing, neither.
    small.write("outlets.csv", "id,category,lon,lat\n");
    let codes: Vec<&str> = small.read().findings.iter().map(|finding| finding.code).collect();
    assert!(!codes.contains(&"no-such-property"), "{codes:?}");
    small.write("outlets.csv", "id,category,lon,lat\n1,laundry,0,45\n");
    let codes: Vec<&str> = small.read().findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&"no-such-property"), "{codes:?}");
}

#[test]
fn two_files_for_one_layer_are_an_error() {
    let small = Small::new();
    small.write("outlets.csv", "lon,lat\n");
    let error = small.error();
    assert!(
        error.ends_with(
            "both outlets.geojson and outlets.csv are there; keep one, or name it in walkshed.toml"
        ),
        "{error}"
    );
}

#[test]
fn a_file_that_stands_for_two_layers_has_its_own_places_in_each() {
    let small = Small::new();
    small.remove("outlets");
    small.remove("people");
    small.write("all.csv", "people,category,lon,lat\n-1,tailor,0.001,45.002\n");
    small.write("walkshed.toml", "outlets.file = \"all.csv\"\npeople.file = \"all.csv\"\n");
    let said = said(&small.read());
    let category = "warning[unknown-category] all.csv: row 2, column 2 \"category\"";
    assert!(said.iter().any(|s| s.starts_with(category)), "{said:?}");
    assert!(
        said.iter().any(|s| s.starts_with("error[negative] all.csv: row 2, column 1 \"people\"")),
        "{said:?}"
    );
}
