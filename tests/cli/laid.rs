//! A barrier that is laid never helps, and what is asked has to have an answer.

use std::fs;

use serde_json::Value;

use crate::{Place, err, out, run, status};

/// A feature that is a line.
fn line(properties: &str, at: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"LineString","coordinates":[{at}]}}}}"#
    )
}

fn layer(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// The sample city with two streets: 9 m west of [`AT`] begins one that leads to an outlet by 500 m, or nowhere; 30 m
/// south one that leads to another by 200 m. The barrier bars the way to the first.
fn parted(leads_on: bool) -> Place {
    let place = Place::new();
    let north = if leads_on { 35.995_663 } else { 35.991_433 };
    let near = format!("[112.00855,35.991163],[112.00855,{north}]");
    let path = "[112.00855,35.990893],[112.006327,35.991118]";
    let streets = [near.as_str(), path].map(|at| line(r#""highway":"footway""#, at));
    fs::write(place.path("city/streets.geojson"), layer(&streets)).unwrap();
    fs::remove_file(place.path("city/gates.geojson")).unwrap();
    let wall = line("", "[112.0086,35.99108],[112.0086,35.9925]");
    fs::write(place.path("wall.geojson"), layer(&[wall])).unwrap();
    place
}

const AT: [&str; 4] = ["--at", "112.00865,35.991163", "--category", "convenience_store"];

/// What is said, and the feature of the outlet that is walked to.
fn explained(place: &Place, more: &[&str]) -> (String, Value) {
    let [city, wall, way] = ["city", "wall.geojson", "way.geojson"].map(|name| place.text(name));
    let asked = ["explain", &city, "--barrier", &wall, "--out", &way];
    let explained = run(&[&asked[..], &AT, more].concat());
    assert_eq!(status(&explained), Some(0), "{}", err(&explained));
    let file: Value = serde_json::from_str(&fs::read_to_string(&way).unwrap()).unwrap();
    let mut features = file["features"].as_array().unwrap().iter();
    let end = features.find(|of| of["properties"]["part"] == "nearest along streets").unwrap();
    (out(&explained).to_owned(), end["properties"].clone())
}

#[test]
fn an_explained_walk_is_within_reach_by_no_barrier_that_is_laid() {
    let place = parted(true);
    let map = place.text("walk.png");
    let (said, end) = explained(&place, &["--lang", "en", "--map", &map]);
    let [length, counted] = ["length_m", "counted_m"].map(|key| end[key].as_f64().unwrap());
    assert!(length < 300.0 && counted > 600.0, "{end}");
    assert!(said.contains(": beyond\n"), "{said}");
    let words = "m: no walk counts less for a barrier that is laid";
    assert!(said.contains(words) && end["counted"].as_str().unwrap().ends_with(words), "{said}");
    let (said, _) = explained(&place, &["--lang", "zh"]);
    assert!(said.contains("，半径外\n"), "{said}");
    assert!(said.contains("计：设置屏障不使步行计为更短"), "{said}");
    // Nor where nothing leads anywhere without it.
    let place = parted(false);
    let (said, end) = explained(&place, &["--lang", "en", "--profile", "elderly"]);
    assert!(end["counted_m"].is_null() && end.get("counted_m").is_some(), "{end}");
    assert!(said.contains(": beyond\n") && said.contains("counts as no way: "), "{said}");
    assert_eq!(said.matches(": no way\n").count(), 2, "{said}");
    let (said, _) = explained(&place, &["--lang", "zh"]);
    assert!(said.contains("按无路可达计"), "{said}");
}

#[test]
fn a_city_without_streets_is_asked_nothing() {
    let place = parted(true);
    fs::remove_file(place.path("city/streets.geojson")).unwrap();
    let [city, wall] = ["city", "wall.geojson"].map(|name| place.text(name));
    let asked = place.report(&["--barrier", &wall, "--lang", "en"]);
    assert_eq!(status(&asked), Some(2), "{}", err(&asked));
    assert!(err(&asked).contains("error[no-streets]"), "{}", err(&asked));
    assert!(err(&asked).contains("help: add a layer of streets"), "{}", err(&asked));
    assert!(!place.path("out").exists());
    let args = ["explain", &city, "--open-gate", "G00001", "--lang", "zh"];
    let asked = run(&[&args[..], &AT].concat());
    assert_eq!(status(&asked), Some(2), "{}", err(&asked));
    assert!(err(&asked).contains("没有可步行的街道"), "{}", err(&asked));
    assert!(err(&asked).contains("补充道路图层"), "{}", err(&asked));
}

#[test]
fn a_gate_that_is_opened_twice_is_said_once() {
    let place = Place::new();
    let twice = ["--open-gate", "G00002", "--open-gate", "G00001", "--open-gate", "G00002"];
    let args = ["explain", &place.text("city"), "--lang", "en"];
    let asked = run(&[&args[..], &AT, &twice].concat());
    assert_eq!(status(&asked), Some(0), "{}", err(&asked));
    assert!(out(&asked).contains("gates open: G00002, G00001\n"), "{}", out(&asked));
}
