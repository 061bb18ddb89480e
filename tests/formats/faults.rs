//! Small files with one fault each: what is said of it, and where.

use walkshed::input::ReadOptions;
use walkshed::units::Metres;

use crate::small::{Small, line, said};

/// What is said of the city where one of its files holds this instead.
fn with(file: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let small = Small::new();
    let layer = file.split('.').next().unwrap();
    // A layer that the city has not is added.
    let _ = std::fs::remove_file(small.path(&format!("{layer}.geojson")));
    small.write(file, bytes);
    said(&small.read())
}

/// Makes sure that a line is said of a file.
pub(crate) fn is_said(file: &str, bytes: impl AsRef<[u8]>, line: &str) {
    let all = with(file, bytes.as_ref());
    let bytes = String::from_utf8_lossy(bytes.as_ref());
    assert!(all.iter().any(|said| said.starts_with(line)), "{bytes}\n{line}\n{all:#?}");
}

pub(crate) fn collection(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

/// A feature with these properties and this geometry.
pub(crate) fn feature(properties: &str, geometry: &str) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

/// A square of so many degrees with its south-west corner there.
fn square(lon: f64, lat: f64, side: f64) -> String {
    let (east, north) = (lon + side, lat + side);
    format!(
        "{{\"type\":\"Polygon\",\"coordinates\":[[[{lon},{lat}],[{east},{lat}],[{east},{north}],[{lon},{north}],[{lon},{lat}]]]}}"
    )
}

const POINT: &str = r#"{"type":"Point","coordinates":[0.001,45.002]}"#;

#[test]
fn text_that_is_no_collection_of_features_is_refused_for_what_it_is() {
    let cases = [
        ("[1]", "error[format] outlets.geojson: : the file is a list, not a FeatureCollection"),
        (
            r#"{"type":"FeatureCollection","features":{}}"#,
            "error[format] outlets.geojson: features: features is an object, not a list",
        ),
        (
            r#"{"features":[]}"#,
            "error[format] outlets.geojson: : no \"type\"; expected \"FeatureCollection\"",
        ),
        (
            r#"{"type":"FeatureCollection"}"#,
            "error[format] outlets.geojson: : no list \"features\"",
        ),
        (
            r#"{"type":"Feature Collection","features":[]}"#,
            "error[format] outlets.geojson: type: type is \"Feature Collection\", not \"FeatureCollection\" (letter case counts)",
        ),
        (
            r#"{"type":"FeatureCollection","features":[],"features":[]}"#,
            "error[format] outlets.geojson: features: second list of features",
        ),
        (
            r#"{"type":"FeatureCollection","features":[]}{"a":1}"#,
            "error[json] outlets.geojson: : a second document begins at byte 42 (line 1)",
        ),
        (
            r#"{"type":"FeatureCollection","features":[]}[1"#,
            "error[json] outlets.geojson: : a second document begins at byte 42 (line 1)",
        ),
        (
            r#"{"type":"FeatureCollection""#,
            "error[json] outlets.geojson: : file ends inside the root object, byte 27; 0 features were whole",
        ),
    ];
    for (text, line) in cases {
        is_said("outlets.geojson", text, line);
    }
}

#[test]
fn a_value_that_json_does_not_know_is_told_with_its_byte() {
    let cases = [
        (r#""\ud800""#, r#""\ud800" at byte 47 (line 1, column 48) is no escape that JSON knows"#),
        (r#""\ud800\u0041""#, r#""\ud800\u0041" at byte 47 (line 1, column 48) is no escape"#),
        (r#""\ud800x""#, r#""\ud800x" at byte 47 (line 1, column 48) is no escape"#),
        ("-", r#""-" at byte 46 (line 1, column 47) is not how JSON writes a value"#),
        ("1.", r#""1." at byte 46 (line 1, column 47) is not how JSON writes a value"#),
        ("01", r#""01" at byte 46 (line 1, column 47) is not how JSON writes a value"#),
        ("1e", r#""1e" at byte 46 (line 1, column 47) is not how JSON writes a value"#),
    ];
    for (value, line) in cases {
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[],\"x\":{value}}}");
        is_said("outlets.geojson", text, &format!("error[json] outlets.geojson: x: {line}"));
    }
    let comma = r#"{"type":"FeatureCollection","features":[],"x":[,1]}"#;
    let line =
        "error[json] outlets.geojson: x[0]: \",\" at byte 47 (line 1, column 48); expected a value";
    is_said("outlets.geojson", comma, line);
    for word in ["NaN", "-Infinity"] {
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[],\"x\":{word}}}");
        let said = format!("error[not-a-number] outlets.geojson: x: {word} at line 1, column 47");
        is_said("outlets.geojson", text, &said);
    }
}

#[test]
fn a_member_that_is_not_what_geojson_wants_is_told_with_its_path() {
    let outlet = |geometry: &str| feature(r#""id":"P1","category":"laundry""#, geometry);
    let cases = [
        ("3".to_owned(), "format", "", "3 where a feature was expected"),
        (
            r#"{"properties":{},"geometry":null}"#.to_owned(),
            "format",
            "",
            "no \"type\"; expected \"Feature\"",
        ),
        (
            r#"{"type":"feature","properties":{},"geometry":null}"#.to_owned(),
            "format",
            ".type",
            "type is \"feature\", not \"Feature\" (letter case counts)",
        ),
        (
            format!(r#"{{"type":"Feature","properties":[],"geometry":{POINT}}}"#),
            "format",
            ".properties",
            "properties is a list, not an object",
        ),
        (outlet("3"), "format", ".geometry", "geometry is 3, not an object"),
        (outlet(r#"{"coordinates":[1,2]}"#), "format", ".geometry", "geometry without \"type\""),
        (
            outlet(r#"{"type":"Pont","coordinates":[1,2]}"#),
            "format",
            ".geometry.type",
            "type is \"Pont\", which is no geometry of GeoJSON",
        ),
        (outlet(r#"{"type":"Point"}"#), "format", ".geometry", "Point without \"coordinates\""),
        (
            outlet(r#"{"type":"Point","coordinates":"x"}"#),
            "not-a-number",
            ".geometry.coordinates",
            "\"x\" stands in the coordinates where a number was expected",
        ),
        (
            outlet(r#"{"type":"Point","coordinates":[[1]]}"#),
            "short-position",
            ".geometry.coordinates[0]",
            "position of 1 number; it has to have longitude and latitude",
        ),
        (
            outlet(r#"{"type":"MultiPoint","coordinates":[[[1,2]],[3,4]]}"#),
            "mixed-nesting",
            ".geometry.coordinates[1]",
            "nested unlike its neighbours in the list",
        ),
        (
            outlet(r#"{"type":"GeometryCollection","geometries":null,"coordinates":null}"#),
            "geometry-type",
            ".geometry",
            "geometry is a GeometryCollection; an outlet is a Point, MultiPoint or Polygon",
        ),
    ];
    for (text, code, path, message) in cases {
        let line = format!("error[{code}] outlets.geojson: features[0]{path}: {message}");
        is_said("outlets.geojson", collection(&text), &line);
    }
}

#[test]
fn first_bytes_and_the_name_of_a_file_have_to_agree() {
    let cases: [(&str, &[u8], &str); 12] = [
        (
            "outlets.geojson",
            b"<html>",
            "format] outlets.geojson: : this is an HTML page, not GeoJSON",
        ),
        (
            "outlets.geojson",
            b"<?xml version=\"1.0\"?><kml/>",
            "format] outlets.geojson: : this is XML",
        ),
        ("outlets.geojson", b"PK\x03\x04abc", "format] outlets.geojson: : this is a zip archive"),
        (
            "outlets.geojson",
            b"PK\x03\x04 xl/",
            "format] outlets.geojson: : this is an Excel workbook",
        ),
        (
            "outlets.geojson",
            b"PK\x03\x04 [Content_Types].xml",
            "format] outlets.geojson: : this is an Excel workbook (xlsx), not GeoJSON",
        ),
        ("outlets.xlsx", b"PK\x03\x04abc", "damaged] outlets.xlsx: : the workbook cannot be read"),
        ("outlets.geojson", b"name;x\n1;2\n", "format] outlets.geojson: : this is a table (CSV)"),
        (
            "outlets.geojson",
            b"\n",
            "empty-file] outlets.geojson: : the file is empty but for white space, up to byte 1",
        ),
        (
            "outlets.csv",
            b"\n \n",
            "empty-file] outlets.csv: : the file is empty but for white space, up to byte 3",
        ),
        (
            "outlets.geojson",
            b"hello",
            "json] outlets.geojson: : \"hello\" at byte 0 (line 1, column 1)",
        ),
        (
            "outlets.geojson",
            b"\xff\xfe{\0",
            "not-utf8] outlets.geojson: : starts with a UTF-16 mark at byte 0",
        ),
        (
            "outlets.geojson",
            b"0\0 \0",
            "not-utf8] outlets.geojson: : every second byte is 0, from byte 1",
        ),
    ];
    for (file, bytes, line) in cases {
        is_said(file, bytes, &format!("error[{line}"));
    }
}

#[test]
fn cells_that_are_no_places_are_told_by_row_and_column() {
    let head = "id,category,lon,lat\n";
    let cases = [
        (
            "P1,laundry,inf,45\n",
            "error[not-a-number] outlets.csv: row 2, column 3 \"lon\": \"inf\" is not",
        ),
        (
            "P1,laundry,1e999,45\n",
            "error[not-a-number] outlets.csv: row 2, column 3 \"lon\": \"1e999\" is",
        ),
        (
            "P1,laundry,,45\n",
            "error[not-a-number] outlets.csv: row 2, column 3 \"lon\": a latitude without",
        ),
    ];
    for (rows, line) in cases {
        is_said("outlets.csv", format!("{head}{rows}"), line);
    }
    // Headings are looked for in the first rows only.
    let late = format!("{}{head}P1,laundry,0.001,45.002\n", "a\n".repeat(30));
    is_said(
        "outlets.csv",
        late,
        "error[no-place-columns] outlets.csv: row 1: no columns of longitudes",
    );
    let unplaced = "id,category,wkt\nP1,laundry,\nP2,laundry,POINT (0.001 45.002)\n";
    is_said("outlets.csv", unplaced, "warning[no-geometry] outlets.csv: row 2, column 3 \"wkt\": ");
    let short: String = "P1,laundry,0.001,45.002\n".repeat(30);
    let short = format!("id,category,lon,lat,name\n{short}");
    is_said(
        "outlets.csv",
        short,
        "warning[short-row] outlets.csv: row 2: 30 rows (2, 3, 4, 5, 6 ...) have fewer cells",
    );
}

#[test]
fn what_is_wrong_with_an_outlet_is_told_and_the_rest_of_it_is_kept() {
    let outlet = |id: &str, more: &str, geometry: &str| {
        feature(&format!(r#""id":"{id}","name":"N","category":"laundry"{more}"#), geometry)
    };
    let points = |list: &str| format!(r#"{{"type":"MultiPoint","coordinates":[{list}]}}"#);
    let cases = [
        (
            outlet("P1", r#","confirmed":"perhaps""#, POINT),
            "warning[not-yes-or-no] outlets.geojson: features[0].properties.confirmed: confirmed is \"perhaps\", neither",
        ),
        (
            outlet("P1", r#","floor_area":"x""#, POINT),
            "error[not-a-number] outlets.geojson: features[0].properties.floor_area: floor_area is \"x\", not a number",
        ),
        (
            outlet("P1", "", &points("[0,45.003],[0.001,45.003]")),
            "warning[multipoint] outlets.geojson: features[0].geometry: MultiPoint of 2 points, taken as outlets \"P1/1\" and \"P1/2\"",
        ),
        (
            outlet("P1", "", &points("[0,45.003],[0.001,45.003],[0.002,45.003]")),
            "warning[multipoint] outlets.geojson: features[0].geometry: MultiPoint of 3 points, taken as outlets \"P1/1\" to \"P1/3\"",
        ),
        (
            outlet("P1", "", &points("")),
            "warning[no-geometry] outlets.geojson: features[0].geometry.coordinates: MultiPoint with an empty list",
        ),
        (
            feature(r#""id":"P1","name":"N","category":"60200""#, POINT),
            "warning[unknown-category] outlets.geojson: features[0].properties.category: unknown category 60200 in 1 outlet",
        ),
        (
            feature(r#""id":"P1","name":"N","category":"9999999""#, POINT),
            "warning[unknown-category] outlets.geojson: features[0].properties.category: unknown category 9999999 in 1",
        ),
    ];
    for (text, line) in cases {
        is_said("outlets.geojson", collection(&text), line);
    }
}

#[test]
fn what_is_wrong_with_people_is_told_feature_by_feature() {
    let around = r#"{"type":"Polygon","coordinates":[[[-170,45],[170,45],[170,45.1],[-170,45]]]}"#;
    let cases = [
        (
            feature(r#""people":1e12"#, POINT),
            "error[too-many-people] people.geojson: features[0].properties.people: people is 1000000000000: more",
        ),
        (
            feature(r#""people":1e400"#, POINT),
            "error[not-a-number] people.geojson: features[0].properties.people: people is too large",
        ),
        (
            feature(r#""people":" ""#, POINT),
            "warning[unknown-people] people.geojson: features[0].properties.people: people is missing (blank)",
        ),
        (
            feature(r#""people":null"#, POINT),
            "warning[unknown-people] people.geojson: features[0].properties.people: people is missing (null)",
        ),
        (
            feature(r#""people":2.5"#, POINT),
            "warning[fractions] people.geojson: features: people is not whole in 1 feature; rounded, 2.5 people become 3",
        ),
        (
            feature(r#""people":5,"age_0_2":9"#, POINT),
            "warning[age-exceeds-people] people.geojson: features: an age group has more people than there are in 1 place",
        ),
        (
            feature(r#""people":3"#, around),
            "error[antimeridian] people.geojson: features[0].geometry.coordinates[0]: ring spans 340 degrees",
        ),
        (
            feature("", POINT),
            "error[no-people] people.geojson: features: no feature has \"people\"",
        ),
        (String::new(), "warning[no-people] people.geojson: features: 0 places with people"),
    ];
    for (text, line) in cases {
        is_said("people.geojson", collection(&text), line);
    }
    // The city's own people-outside is a note; this one warns.
    let small = Small::new();
    let far = r#"{"type":"Point","coordinates":[1,45]}"#;
    small.write("people.geojson", collection(&feature(r#""people":9"#, far)));
    let all: Vec<String> = small.read().findings.iter().map(line).collect();
    let outside = "warning[people-outside] people.geojson: features[0]: 9 of 9 people, at 1 place, live outside";
    assert!(all.iter().any(|said| said.starts_with(outside)), "{all:#?}");
}

#[test]
fn what_is_wrong_with_units_is_told_feature_by_feature() {
    let unit = |properties: &str| feature(properties, &square(-0.02, 45.0, 0.04));
    let half = |properties: &str, lon: f64| feature(properties, &square(lon, 45.0, 0.02));
    let twice = [unit(r#""id":"D1","name":"A""#), unit(r#""id":"D1","name":"A""#)].join(",");
    let member =
        half("\"name\":\"Q\"", 0.0).replacen("\"properties\"", "\"id\":\"D1\",\"properties\"", 1);
    let by_member = [half(r#""id":"D1","name":"A""#, -0.02), member].join(",");
    let nameless = [half(r#""name":"A""#, -0.02), half(r#""id":"","name":"""#, 0.0)].join(",");
    let cases = [
        (
            unit(r#""id":"D1","name":"A","population":100"#),
            "warning[population-differs] subdistricts.geojson: features: population adds up to 100, the people layer inside to ",
        ),
        (
            twice,
            "error[duplicate-id] subdistricts.geojson: features[1].properties.id: \"D1\" is also features[0]",
        ),
        (
            by_member,
            "error[duplicate-id] subdistricts.geojson: features[1].id: \"D1\" is also features[0]",
        ),
        (
            nameless,
            "note[no-id] subdistricts.geojson: features: 2 subdistricts without an id; the name stands in",
        ),
    ];
    for (text, line) in cases {
        is_said("subdistricts.geojson", collection(&text), line);
    }
}

#[test]
fn what_is_wrong_with_land_is_told_feature_by_feature() {
    let estate = |properties: &str| feature(properties, &square(0.0, 45.002, 0.002));
    let split =
        r#"{"type":"MultiPolygon","coordinates":[[[[-170,45],[170,45],[170,45.1],[-170,45]]]]}"#;
    let cases = [
        (
            estate(r#""id":"E1","managed":"perhaps""#),
            "warning[not-yes-or-no] estates.geojson: features[0].properties.managed: managed is \"perhaps\", neither yes nor no",
        ),
        (
            estate(r#""id":"E1","people":"1,200""#),
            "error[not-a-number] estates.geojson: features[0].properties.people: people is \"1,200\"; write 1200",
        ),
        (
            feature(r#""id":"E1""#, POINT),
            "error[geometry-type] estates.geojson: features[0].geometry: geometry is a Point; an estate is a Polygon",
        ),
        (
            feature(r#""id":"E1""#, "null"),
            "warning[no-geometry] estates.geojson: features[0].geometry: geometry is null: estate \"E1\" has no place",
        ),
        (
            feature(r#""id":"E1""#, split),
            "error[antimeridian] estates.geojson: features[0].geometry.coordinates[0][0]: ring spans 340 degrees",
        ),
        (
            feature(r#""id":"E1""#, &square(179.9, 45.0, 0.2)),
            "error[not-degrees] estates.geojson: features[0].geometry.coordinates[0][1][0]: ",
        ),
    ];
    for (text, line) in cases {
        is_said("estates.geojson", collection(&text), line);
    }
}

#[test]
fn complaints_that_are_in_no_rate_are_told_by_their_reason() {
    let rows = "date,text,category,lon,lat\n2025-01-01,a,laundry,1,45\nnever,b,laundry,1,45\n\
                2025/1/1,c,laundry,1,45\n,d,,0,45.002\n,e,laundry,,\n";
    let lines = [
        "warning[bad-date] complaints.csv: row 3, column 1 \"date\": date \"never\" is no day; taken as not known",
        "warning[complaint-outside] complaints.csv: row 2: 3 of 5 complaints lie outside every subdistrict",
        "note[complaint-no-category] complaints.csv: row 5: 1 of 5 complaints is about nothing",
        "note[complaint-no-place] complaints.csv: row 6: 1 of 5 complaints has no place",
    ];
    for line in lines {
        is_said("complaints.csv", rows, line);
    }
}

#[test]
fn positions_off_the_earth_are_told_by_what_they_look_like() {
    let outlets = |places: &[(f64, f64)]| {
        let point = |(x, y): &(f64, f64)| format!(r#"{{"type":"Point","coordinates":[{x},{y}]}}"#);
        let outlet = |(n, at): (usize, &(f64, f64))| {
            feature(&format!(r#""id":"P{n}","name":"N","category":"laundry""#), &point(at))
        };
        collection(&places.iter().enumerate().map(outlet).collect::<Vec<_>>().join(","))
    };
    let helps = |places: &[(f64, f64)]| {
        let small = Small::new();
        small.write("outlets.geojson", outlets(places));
        let findings = small.read().findings;
        let off = findings.iter().filter(|f| matches!(f.code, "axis-order" | "not-degrees"));
        off.map(|f| f.help.clone()).collect::<Vec<_>>()
    };
    let swapped = "the two look swapped; GeoJSON is [longitude, latitude]";
    assert_eq!(
        helps(&[(45.002, 116.1), (45.003, 116.2)]),
        [
            "all 2 outlets read [latitude, longitude]; GeoJSON is [longitude, latitude]: mend the file, or pass --swap-axes outlets"
        ]
    );
    assert_eq!(
        helps(&[(0.001, 45.002), (45.002, 95.0), (0.001, 45.003)]),
        [format!("{swapped}; the other 2 are in order")]
    );
    assert_eq!(
        helps(&[(500.0, 300.0), (500.0, 400.0)]),
        ["all 2 outlets are so: pass --outlets-crs CRS"]
    );
    // One of each: neither is said to be so of all, and none is in order.
    assert_eq!(
        helps(&[(45.002, 116.1), (4_500_000.0, 300_000.0)]),
        [swapped, "pass --outlets-crs epsg:3857, or convert with ogr2ogr -t_srs EPSG:4326"]
    );
}

#[test]
fn columns_that_the_settings_name_are_looked_for_and_no_others() {
    let told = |settings: &str, table: &str| {
        let small = Small::new();
        small.write("walkshed.toml", format!("[outlets]\nfile = \"poi.csv\"\n{settings}\n"));
        small.write("poi.csv", table);
        said(&small.read())
    };
    let text = "id,category,shape\nP1,laundry,POINT (0.001 45.002)\n";
    assert_eq!(told("wkt = \"shape\"", text), [""; 0]);
    let no = "error[no-place-columns] poi.csv: row 1: no column ";
    assert!(told("wkt = \"form\"", text)[0].starts_with(&format!("{no}\"form\"")));
    let pair = "id,category,lon,Y\nP1,laundry,0.001,45.002\n";
    assert_eq!(told("lon = \"lon\"\nlat = \"Y\"", pair), [""; 0]);
    assert_eq!(told("lat = \"Y\"", pair), [""; 0]);
    assert!(told("lat = \"Z\"", pair)[0].starts_with(no));
}

#[test]
fn lines_that_are_not_walked_are_told_by_the_reason() {
    let line = |properties: &str, east: f64| {
        let shape = format!("{{\"type\":\"LineString\",\"coordinates\":[[0,45],[{east},45]]}}");
        feature(properties, &shape)
    };
    let footway = line(r#""highway":"footway""#, 0.001);
    let closed = line(r#""access":"private""#, 0.001);
    let told = [
        &closed[..],
        &line(r#""access":"private","foot":"yes""#, 0.001),
        &line("", 0.001),
        &footway,
    ]
    .join(",");
    let cases = [
        (
            told,
            "note[not-walked] streets.geojson: features[1]: 3 lines not walked: 2 without highway, 1 closed by",
        ),
        (
            closed,
            "warning[no-streets] streets.geojson: features: no line of the layer can be walked",
        ),
        (
            String::new(),
            "warning[no-streets] streets.geojson: features: no line of the layer can be walked",
        ),
        (
            line(r#""highway":"footway""#, 200.0),
            "error[not-degrees] streets.geojson: features[0].geometry.coordinates[0]: 200 is outside",
        ),
        (
            feature(r#""highway":"footway""#, r#"{"type":"LineString","coordinates":[]}"#),
            "warning[no-geometry] streets.geojson: features[0].geometry.coordinates: LineString with an empty list",
        ),
    ];
    for (lines, line) in cases {
        is_said("streets.geojson", collection(&lines), line);
    }
}

#[test]
fn a_unit_that_snapping_would_close_up_is_left_as_it_is() {
    let unit = |id: &str, shape: &str| feature(&format!(r#""id":"{id}","name":"{id}""#), shape);
    let thin = r#"{"type":"Polygon","coordinates":[[[0.0100001,45],[0.0100004,45],[0.0100001,45.01],[0.0100001,45]]]}"#;
    let told = |second: &str| {
        let small = Small::new();
        let units = [unit("D1", &square(0.0, 45.0, 0.01)), unit("D2", second)].join(",");
        small.write("subdistricts.geojson", collection(&units));
        said(&small.read_with(&ReadOptions { snap: Some(Metres(1.0)), ..ReadOptions::default() }))
    };
    let line = "warning[not-snapped] subdistricts.geojson: features[1].geometry.coordinates: \"D2\" is left as it is";
    assert!(told(thin).iter().any(|said| said.starts_with(line)), "{:#?}", told(thin));
    // Far from each other nothing is moved, nor said.
    assert!(!told(&square(0.02, 45.0, 0.01)).iter().any(|said| said.contains("snapped")));
}

#[test]
fn outlets_of_one_feature_are_outside_each_for_itself() {
    let points = |list: &str| {
        let shape = format!(r#"{{"type":"MultiPoint","coordinates":[{list}]}}"#);
        feature(r#""id":"P1","name":"N","category":"laundry""#, &shape)
    };
    // Twice 0.001 degrees east of the meridian lies in the city, 6 and 6.1 do not.
    for (list, outside) in [
        ("[6,45.004],[0.001,45.002]", 1),
        ("[0.001,45.002],[6,45.004]", 1),
        ("[6,45.004],[0.001,45.002],[6.1,45.01]", 2),
        ("[6,45.004],[6.1,45.004]", 2),
        ("[0.001,45.002],[0.001,45.003]", 0),
    ] {
        let all = with("outlets.geojson", collection(&points(list)));
        let far = all.iter().filter(|said| said.starts_with("warning[outlet-outside]"));
        assert_eq!(far.count(), outside, "{list}: {all:#?}");
    }
}
