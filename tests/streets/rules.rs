//! Which lines are walked, and where they meet, by files as people have them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::CategoryTable;

/// A city about [116.4, 39.9] with these lines, each as properties and coordinates.
pub(crate) fn city(lines: &[(&str, &str)]) -> (TempDir, Reading) {
    let folder = tempfile::tempdir().unwrap();
    let collection = |features: &[String]| {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    };
    let feature = |properties: &str, kind: &str, coordinates: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":\
             {{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
        )
    };
    let square = "[[[116.3,39.8],[116.5,39.8],[116.5,40.0],[116.3,40.0],[116.3,39.8]]]";
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "subdistricts.geojson",
        &collection(&[feature("\"id\":\"D1\",\"name\":\"One\"", "Polygon", square)]),
    );
    let clinic = "\"id\":\"P1\",\"name\":\"Clinic\",\"category\":\"clinic\"";
    write("outlets.geojson", &collection(&[feature(clinic, "Point", "[116.4,39.9]")]));
    let lines: Vec<String> = lines.iter().map(|(p, c)| feature(p, "LineString", c)).collect();
    write("streets.geojson", &collection(&lines));
    let reading = read_city(folder.path());
    (folder, reading)
}

pub(crate) fn read_city(folder: &Path) -> Reading {
    read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap()
}

/// How many lines are walked of some with these tags.
fn walked(tags: &[&str]) -> usize {
    let lines: Vec<(&str, &str)> =
        tags.iter().map(|tags| (*tags, "[[116.4,39.9],[116.401,39.9]]")).collect();
    let (_folder, reading) = city(&lines);
    reading.city.unwrap().streets().map_or(0, |streets| streets.lines().count())
}

#[test]
fn people_walk_where_tags_let_them() {
    let footway = "\"highway\":\"footway\"";
    for open in [
        "\"highway\":\"residential\"",
        "\"highway\":\"steps\"",
        "\"highway\":\"trunk\"",
        "\"highway\":\"cycleway\",\"foot\":\"designated\"",
        "\"highway\":\"motorway\",\"foot\":\"yes\"",
        "\"highway\":\"service\",\"access\":\"private\",\"foot\":\"yes\"",
        "\"railway\":\"platform\"",
        "\"highway\":\"path\",\"access\":\"customers\"",
    ] {
        assert_eq!(walked(&[footway, open]), 2, "{open}");
    }
    for shut in [
        "\"highway\":\"motorway\"",
        "\"highway\":\"cycleway\"",
        "\"highway\":\"residential\",\"foot\":\"no\"",
        "\"highway\":\"service\",\"access\":\"private\"",
        "\"highway\":\"primary\",\"motorroad\":\"yes\"",
        "\"highway\":\"construction\"",
        "\"waterway\":\"river\"",
        "\"barrier\":\"wall\"",
    ] {
        assert_eq!(walked(&[footway, shut]), 1, "{shut}");
    }
}

#[test]
fn lines_without_any_highway_are_a_plain_layer_of_streets() {
    assert_eq!(walked(&["\"name\":\"A\"", "\"name\":\"B\",\"foot\":\"no\""]), 1);
}

/// How many pieces of street hang together.
fn pieces(lines: &[(&str, &str)]) -> usize {
    use walkshed::index::streets::{Islands, StreetGraph};
    let (_folder, reading) = city(lines);
    let city = reading.city.unwrap();
    Islands::new(&StreetGraph::new(city.streets().unwrap())).lengths().len()
}

#[test]
fn lines_meet_where_they_share_a_position_and_not_where_they_cross() {
    let street = "[[116.40,39.90],[116.41,39.90],[116.42,39.90]]";
    assert_eq!(pieces(&[("", street), ("", "[[116.41,39.90],[116.41,39.91]]")]), 1);
    assert_eq!(pieces(&[("", street), ("", "[[116.405,39.89],[116.405,39.91]]")]), 2);
}

#[test]
fn a_bridge_meets_what_it_crosses_at_its_ends_only() {
    let street = ("\"highway\":\"primary\"", "[[116.40,39.90],[116.41,39.90],[116.42,39.90]]");
    let over = "[[116.41,39.89],[116.41,39.90],[116.41,39.91]]";
    assert_eq!(pieces(&[street, ("\"highway\":\"footway\"", over)]), 1);
    assert_eq!(pieces(&[street, ("\"highway\":\"footway\",\"bridge\":\"yes\"", over)]), 2);
    assert_eq!(pieces(&[street, ("\"highway\":\"footway\",\"layer\":\"-1\"", over)]), 2);
    // A ramp down from its middle, on its own layer, and stairs at its end.
    let bridge = (
        "\"highway\":\"footway\",\"bridge\":\"yes\"",
        "[[116.41,39.89],[116.41,39.902],[116.41,39.91]]",
    );
    let ramp = ("\"highway\":\"steps\",\"layer\":\"1\"", "[[116.41,39.902],[116.412,39.902]]");
    let stairs = ("\"highway\":\"steps\"", "[[116.41,39.91],[116.42,39.91]]");
    assert_eq!(pieces(&[bridge, ramp, stairs]), 1);
}

#[test]
fn lines_with_nodes_meet_where_they_share_one() {
    let a = (
        "\"highway\":\"path\",\"nodes\":[1,2,3]",
        "[[116.40,39.90],[116.41,39.90],[116.42,39.90]]",
    );
    let same = ("\"highway\":\"path\",\"nodes\":[2,9]", "[[116.41,39.90],[116.41,39.91]]");
    let other = ("\"highway\":\"path\",\"nodes\":[8,9]", "[[116.41,39.90],[116.41,39.91]]");
    assert_eq!(pieces(&[a, same]), 1);
    assert_eq!(pieces(&[a, other]), 2);
}

#[test]
fn what_is_not_walked_is_said_and_counted() {
    let (_folder, reading) = city(&[
        ("\"highway\":\"footway\"", "[[116.4,39.9],[116.41,39.9]]"),
        ("\"highway\":\"motorway\"", "[[116.4,39.9],[116.41,39.9]]"),
        ("\"waterway\":\"river\"", "[[116.4,39.9],[116.41,39.9]]"),
        ("\"highway\":\"path\"", "[[116.4,39.9],[116.4,39.9]]"),
        ("\"highway\":\"path\"", "[[100.4,39.9],[100.41,39.9]]"),
        ("\"highway\":\"path\",\"nodes\":[1]", "[[116.4,39.9],[116.41,39.95]]"),
    ]);
    let said = |code: &str| reading.findings.iter().find(|f| f.code == code).unwrap();
    let message = &said("not-walked").message;
    assert_eq!(
        message,
        "2 lines not walked: 1 without highway, 1 of a kind of highway that nobody walks on"
    );
    assert_eq!(said("line-too-short").place.path, "features[3].geometry.coordinates");
    assert_eq!(said("street-outside").place.path, "features[4]");
    assert_eq!(said("street-nodes").place.path, "features[5].properties.nodes");
    assert_eq!(reading.city.unwrap().streets().unwrap().lines().count(), 2);
}

#[test]
fn a_layer_that_nobody_walks_on_is_said_to_be_none() {
    let (_folder, reading) = city(&[("\"highway\":\"motorway\"", "[[116.4,39.9],[116.41,39.9]]")]);
    assert!(reading.findings.iter().any(|f| f.code == "no-streets"));
    assert!(reading.city.unwrap().streets().is_none());
}

#[test]
fn steps_are_closed_to_wheels_unless_a_tag_opens_them() {
    let is_level = |tags: &str| {
        let (_folder, reading) = city(&[(tags, "[[116.4,39.9],[116.401,39.9]]")]);
        let city = reading.city.unwrap();
        let streets = city.streets().unwrap();
        assert_eq!(streets.lines().len(), 1, "{tags}: walked by others");
        streets.without_steps().lines().len() == 1
    };
    let steps = "\"highway\":\"steps\"";
    let with = |tag: &str| format!("{steps},{tag}");
    assert!(!is_level(steps));
    assert!(!is_level(&with("\"ramp\":\"yes\"")), "a ramp for prams is none for wheelchairs");
    assert!(!is_level(&with("\"wheelchair\":\"no\"")));
    assert!(is_level(&with("\"ramp:wheelchair\":\"yes\"")));
    assert!(is_level(&with("\"wheelchair\":\"yes\"")));
    assert!(is_level("\"highway\":\"footway\""));
    assert!(!is_level("\"highway\":\"footway\",\"wheelchair\":\"no\""));
}

#[test]
fn the_settings_say_how_far_places_may_be_from_streets() {
    let (folder, _) = city(&[("\"highway\":\"footway\"", "[[116.4,39.9],[116.401,39.9]]")]);
    let snap = |settings: &str| {
        fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
        let reading = read_city(folder.path());
        let said: Vec<String> = reading.findings.iter().map(|f| f.message.clone()).collect();
        match reading.city {
            Some(city) => city.streets().unwrap().snap().stated_text(),
            None => said.join("; "),
        }
    };
    assert_eq!(snap(""), "200 m");
    assert_eq!(snap("[streets]\nsnap_m = 35.5\n"), "35.5 m");
    assert_eq!(snap("[streets]\nsnap_m = 2000\n"), "2000 m");
    let refused = "line 2: `snap_m` has to be a number of metres above 0 and up to 2000 m";
    for value in ["0", "-1", "2000.1", "nan", "\"50\"", "true"] {
        assert_eq!(snap(&format!("[streets]\nsnap_m = {value}\n")), refused, "{value}");
    }
    let unknown = snap("[estates]\nsnap_m = 50\n");
    assert!(unknown.starts_with("line 2: unknown key \"snap_m\""), "{unknown}");
}
