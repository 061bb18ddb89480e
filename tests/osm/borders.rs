//! Units from administrative borders: which there are, how many live there by which tag, and what is
//! said where there are none.

use std::process::{Command, Output};

use serde_json::Value;

use crate::small::{Small, said, square, tag, xml};

/// What `import osm` of an extract does, and the properties of the units that it writes.
fn imported(extract: &str, more: &[&str]) -> (Output, Vec<Value>) {
    let small = Small::new("town.osm", extract.as_bytes());
    let city = small.path("city");
    let (file, out) = (small.file.to_str().unwrap(), city.to_str().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.args(["import", "osm", file, "--out", out, "--lang", "en"]).args(more);
    let done = command.output().unwrap();
    let units = std::fs::read(city.join("subdistricts.geojson")).unwrap_or_default();
    let units: Value = serde_json::from_slice(&units).unwrap_or_default();
    let units = units["features"].as_array().into_iter().flatten();
    (done, units.map(|unit| unit["properties"].clone()).collect())
}

/// A shop, which a city has to have.
fn shop() -> String {
    square(900, 116.302, 39.902, &(tag("shop", "convenience") + &tag("name", "S")))
}

fn border(level: &str, name: &str) -> String {
    tag("boundary", "administrative") + &tag("admin_level", level) + &tag("name", name)
}

fn node(id: i64, lon: f64, lat: f64, tags: &str) -> String {
    format!("<node id=\"{id}\" lat=\"{lat}\" lon=\"{lon}\">{tags}</node>\n")
}

/// A relation with members: kind, id and role of each.
fn relation(id: i64, members: &[(&str, i64, &str)], tags: &str) -> String {
    let member = |(kind, id, role): &(&str, i64, &str)| {
        format!("<member type=\"{kind}\" ref=\"{id}\" role=\"{role}\"/>")
    };
    let members: String = members.iter().map(member).collect();
    let tags = tag("type", "boundary") + tags;
    format!("<relation id=\"{id}\">{members}{tags}</relation>\n")
}

fn place(name: &str, population: &str) -> String {
    tag("place", "suburb") + &tag("name", name) + &tag("population", population)
}

#[test]
fn residents_are_those_of_the_label_or_of_the_only_namesake_inside() {
    let extract = xml(&[
        shop(),
        square(10, 116.30, 39.90, ""),
        square(20, 116.31, 39.90, ""),
        square(40, 116.32, 39.90, ""),
        square(50, 116.33, 39.90, &border("8", "E")),
        // Without a name or a level a way is no unit.
        square(60, 116.34, 39.90, &border("8", "")),
        square(70, 116.35, 39.90, &border("x", "F")),
        node(501, 116.305, 39.905, &(tag("place", "suburb") + &tag("population", "4 321"))),
        relation(1, &[("way", 10, "outer"), ("node", 501, "label")], &border("8", "A")),
        // Of B one lies inside, one elsewhere, one says no number.
        node(502, 116.315, 39.905, &place("B", "1,234")),
        node(504, 116.5, 39.903, &place("B", "99")),
        node(507, 116.316, 39.906, &place("B", "12;5")),
        relation(2, &[("way", 20, "outer")], &border("8", "B")),
        // Of C there are two, so that neither counts.
        node(505, 116.325, 39.905, &place("C", "5")),
        node(506, 116.326, 39.905, &place("C", "6")),
        relation(3, &[("way", 40, "outer")], &border("8", "C")),
        // A shop called as E is no place.
        node(
            509,
            116.336,
            39.905,
            &(tag("shop", "yes") + &tag("name", "E") + &tag("population", "3")),
        ),
        relation(4, &[("way", 999, "outer")], &border("8", "open")),
        relation(
            5,
            &[("way", 40, "outer")],
            &(tag("boundary", "administrative") + &tag("name", "G")),
        ),
    ]
    .concat());
    let (done, units) = imported(&extract, &[]);
    assert!(done.status.success(), "{done:?}");
    let told = |unit: &Value| {
        let population = unit["population"].as_u64();
        (unit["name"].as_str().unwrap().to_owned(), population, unit["population_source"].clone())
    };
    let expected = [
        ("A".to_owned(), Some(4321), Value::from("label")),
        ("B".to_owned(), Some(1234), Value::from("place")),
        ("C".to_owned(), None, Value::Null),
        ("E".to_owned(), None, Value::Null),
    ];
    assert_eq!(units.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn a_namesake_in_a_hole_lives_elsewhere() {
    let hole =
        square(30, 116.303, 39.903, "").replace("39.913", "39.906").replace("116.313", "116.306");
    let extract = xml(&[
        shop(),
        square(10, 116.30, 39.90, ""),
        hole,
        node(501, 116.3045, 39.9045, &place("A", "77")),
        relation(1, &[("way", 10, "outer"), ("way", 30, "inner")], &border("8", "A")),
    ]
    .concat());
    let (done, units) = imported(&extract, &[]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!((units.len(), &units[0]["population"]), (1, &Value::Null));
}

#[test]
fn without_a_border_that_closes_the_levels_are_told() {
    let ways = [991, 992, 993, 994].map(|id| ("way", id, "outer"));
    let open = relation(1, &ways, &border("8", "open"));
    for (more, told) in [("", "none"), (open.as_str(), "8 (0 of 1 close)")] {
        let (done, units) = imported(&xml(&(shop() + more)), &[]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let line = format!(
            "error[no-border]: no administrative border closes; admin levels in the file: {told}"
        );
        assert!(said.contains(&line), "{said}");
        assert_eq!((done.status.code(), units.len()), (Some(2), 0));
    }
}

#[test]
fn an_extent_is_what_the_file_states_as_far_as_there_are_nodes() {
    // The shop's nodes span 116.302 to 116.312 and 39.902 to 39.912.
    let bounds = |west: &str, south: &str, east: &str, north: &str| {
        format!(
            "<bounds minlon=\"{west}\" minlat=\"{south}\" maxlon=\"{east}\" maxlat=\"{north}\"/>"
        )
    };
    let all = "west 116.302, south 39.902, east 116.312, north 39.912";
    let cases = [
        (String::new(), all),
        (
            bounds("116.305", "39", "117", "39.91"),
            "west 116.305, south 39.902, east 116.312, north 39.91",
        ),
        // Stated where nothing is.
        (bounds("10", "39", "11", "40"), all),
        (bounds("116", "50", "117", "51"), all),
    ];
    for (bounds, told) in cases {
        let (done, units) = imported(&xml(&(bounds.clone() + &shop())), &["--extent"]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains(told), "{bounds}: {said}");
        assert_eq!(units.len(), 1);
    }
    let (done, _) = imported(&xml("<node id=\"1\"/>"), &["--extent"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("no node with a place: there is no extent"), "{said}");
}

#[test]
fn elements_that_are_not_there_or_have_no_place_are_counted() {
    let gone = "<node id=\"5\" visible=\"false\"/><node id=\"6\" action=\"delete\" lat=\"1\" lon=\"1\"/><node id=\"7\"/>";
    let findings = said("town.osm", xml(&(shop() + gone)).as_bytes());
    let messages: Vec<&str> = findings.iter().map(|f| &*f.message).collect();
    assert!(messages.iter().any(|m| m.starts_with("2 elements")), "{messages:#?}");
    assert!(messages.iter().any(|m| m.starts_with("1 node without a place")), "{messages:#?}");
    // A gate without a place is no gate.
    let gate = format!("<node id=\"7\">{}</node>", tag("barrier", "gate"));
    let (done, _) = imported(&xml(&(shop() + &gate)), &["--extent"]);
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn elements_that_are_not_whole_are_refused_with_the_byte() {
    let cases = [
        (
            "<way id=\"1\"><node id=\"2\" lat=\"1\" lon=\"1\"/></way>",
            "a node inside another element, at byte 71",
        ),
        (
            "<relation id=\"1\"><member type=\"way\" role=\"\"/></relation>",
            "a member without its id, at byte 76",
        ),
        (
            "<relation id=\"1\"><member type=\"x\" ref=\"1\"/></relation>",
            "a member of no kind, at byte 76",
        ),
        ("<way id=\"1\"><nd/></way>", "a node of a way without its id, at byte 71"),
        (
            "<tag k=\"a\" v=\"b\"/><way id=\"1\"><nd ref=\"2\"></nd></way><create/>",
            "changes inside an extract, at byte 112",
        ),
        ("<create/>", "changes inside an extract, at byte 59"),
        ("<node/>", "a node without an id, at byte 59"),
        ("<node id=\"1\"><tag k=\"a\"/></node>", "a tag without key or value, at byte 72"),
    ];
    for (inner, message) in cases {
        let findings = said("town.osm", xml(inner).as_bytes());
        let told: Vec<&str> = findings.iter().map(|f| &*f.message).collect();
        assert!(told.contains(&message), "{inner}: {told:#?}");
    }
}

#[test]
fn a_capacity_that_is_no_number_is_kept_as_text() {
    let shop = |capacity: &str| {
        let tags = tag("shop", "convenience") + &tag("name", "S") + &tag("capacity", capacity);
        let small = Small::new("town.osm", xml(&square(900, 116.302, 39.902, &tags)).as_bytes());
        let city = small.path("city");
        let (file, out) = (small.file.to_str().unwrap(), city.to_str().unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
        command.args(["import", "osm", file, "--out", out, "--extent"]).output().unwrap();
        std::fs::read_to_string(city.join("outlets.geojson")).unwrap()
    };
    assert!(shop("20").contains("\"capacity\":") && !shop("20").contains("capacity_text"));
    assert!(shop("about 20").contains("\"capacity_text\":\"about 20\""));
}

#[test]
fn a_border_that_crosses_itself_is_left_out() {
    let corners = [(116.3, 39.9), (116.31, 39.91), (116.31, 39.9), (116.3, 39.912)];
    let nodes: String = (1..).zip(corners).map(|(id, (lon, lat))| node(id, lon, lat, "")).collect();
    let bow = |tags: &str| {
        let refs: String = [1, 2, 3, 4, 1].map(|id| format!("<nd ref=\"{id}\"/>")).concat();
        format!("<way id=\"1\">{refs}{tags}</way>")
    };
    // As a way of its own, and as the border of a relation, whose tags it may say again.
    let alone = nodes.clone() + &bow(&border("8", "Bow"));
    let tags = border("8", "Bow");
    let member = nodes + &bow(&tags) + &relation(1, &[("way", 1, "outer")], &tags);
    for town in [alone, member] {
        let (done, units) = imported(&xml(&(shop() + &town)), &[]);
        assert_eq!((done.status.code(), units.len()), (Some(2), 0), "{done:?}");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains("outer ring crosses itself at [116.305455, 39.905455]; left out"));
    }
}

#[test]
fn a_shop_along_an_open_way_stands_in_its_middle() {
    let corners =
        [(116.3, 39.9), (116.301, 39.9), (116.302, 39.901), (116.303, 39.9), (116.304, 39.9)];
    let nodes: String = (1..).zip(corners).map(|(id, (lon, lat))| node(id, lon, lat, "")).collect();
    let refs: String = [1, 2, 3, 4, 5].map(|id| format!("<nd ref=\"{id}\"/>")).concat();
    let tags = tag("shop", "convenience") + &tag("name", "S");
    let closed = tags.clone() + &tag("abandoned", "yes");
    let small = Small::new(
        "town.osm",
        xml(&(nodes
            + &format!("<way id=\"1\">{refs}{tags}</way><way id=\"2\">{refs}{closed}</way>")))
        .as_bytes(),
    );
    let city = small.path("city");
    let (file, out) = (small.file.to_str().unwrap(), city.to_str().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.args(["import", "osm", file, "--out", out, "--extent"]).output().unwrap();
    let outlets = std::fs::read(city.join("outlets.geojson")).unwrap();
    let outlets: Value = serde_json::from_slice(&outlets).unwrap();
    let told = |outlet: &Value| {
        (outlet["geometry"]["coordinates"].clone(), outlet["properties"]["status"].clone())
    };
    let middle = serde_json::json!([116.302, 39.901]);
    let told: Vec<_> = outlets["features"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(told, [(middle.clone(), "open".into()), (middle, "closed".into())]);
}
