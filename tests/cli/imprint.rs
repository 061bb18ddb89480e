//! What maps and records say of where the data come from, and that no map takes the place of an input.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Place, contents, err, run, status};

/// A source that is said in the settings, over two lines.
const SETTINGS: &str = "source = \"\"\"Survey of 2025,\n  licence CC BY 4.0\"\"\"\n";

/// The same on one line.
const SOURCE: &str = "Survey of 2025, licence CC BY 4.0";

/// Says it before what the settings of the city say already.
fn say_source(place: &Place) {
    let file = place.path("city").join("walkshed.toml");
    let settings = SETTINGS.to_owned() + &fs::read_to_string(&file).unwrap();
    fs::write(file, settings).unwrap();
}

fn report(place: &Place, out: &str, more: &[&str]) {
    let (city, out) = (place.text("city"), place.text(out));
    let mut args = vec!["report", &city, "--out", &out, "--date", "2026-11-24"];
    args.extend(more);
    let done = run(&args);
    assert_eq!(status(&done), Some(0), "{}", err(&done));
}

/// What manifest and assessment say.
fn sources(out: &Path) -> [Value; 2] {
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(out.join(name)).unwrap()).unwrap()
    };
    [read("manifest.json")["source"].clone(), read("assessment.json")["city"]["source"].clone()]
}

#[test]
fn the_source_of_the_settings_stands_in_the_records_and_a_flag_goes_before_it() {
    let place = Place::new();
    report(&place, "none", &["--no-maps"]);
    assert_eq!(sources(&place.path("none")), [Value::Null, Value::Null]);
    say_source(&place);
    report(&place, "settings", &["--no-maps"]);
    assert_eq!(sources(&place.path("settings")), [SOURCE, SOURCE]);
    report(&place, "flag", &["--no-maps", "--source", "Another"]);
    assert_eq!(sources(&place.path("flag")), ["Another", "Another"]);
    report(&place, "blank", &["--no-maps", "--source", " "]);
    assert_eq!(sources(&place.path("blank")), [SOURCE, SOURCE]);
}

#[test]
fn the_source_of_the_settings_stands_on_maps_as_that_of_the_flag_does() {
    let place = Place::new();
    let map = |out: &str, more: &[&str]| {
        let (city, out) = (place.text("city"), place.text(out));
        let mut args = vec!["map", &city, "--out", &out, "--date", "2026-11-24"];
        args.extend(["--category", "laundry", "--size", "800x566"]);
        args.extend(more);
        let done = run(&args);
        assert_eq!(status(&done), Some(0), "{}", err(&done));
        contents(Path::new(&out))
    };
    let files = map("files", &[]);
    let flag = map("flag", &["--source", SOURCE]);
    say_source(&place);
    let settings = map("settings", &[]);
    assert!(settings == flag, "one text, one map");
    assert!(settings != files, "names of files stand there only where nothing is said");
}

#[test]
fn no_map_takes_the_place_of_an_input() {
    let place = Place::new();
    let (city, maps) = (place.path("city"), place.path("out").join("maps"));
    fs::create_dir_all(&maps).unwrap();
    fs::hard_link(city.join("outlets.geojson"), maps.join("circle.png")).unwrap();
    let before = contents(&city);
    let (city_text, out) = (place.text("city"), place.text("out"));
    let refused = run(&["report", &city_text, "--out", &out]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[same-file]"), "{}", err(&refused));
    assert!(err(&refused).contains("circle.png would overwrite its own input"));
    assert!(contents(&city) == before);
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 1, "nothing was written");
}
