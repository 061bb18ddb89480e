//! What a change along streets would do: `--open-gate` and `--barrier`.

use std::fs;

use crate::labels::{Row, rows};
use crate::{Place, err, out, run, status};

/// A line from west to east through the sample city, across its streets.
const ACROSS: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
"geometry":{"type":"LineString","coordinates":[[111.95,35.985],[112.05,35.985]]}}]}"#;

fn with_barrier() -> Place {
    let place = Place::new();
    fs::write(place.path("closed.geojson"), ACROSS).unwrap();
    place
}

/// Sum of a column of `streets.csv` over the rows of the whole city.
fn sum(place: &Place, column: &str) -> Option<u64> {
    let text = fs::read_to_string(place.path("out/streets.csv")).unwrap();
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = table.headers().unwrap().iter().position(|heading| heading == column).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let of_city = rows.iter().filter(|row| &row[0] == "city");
    of_city.map(|row| row[at].parse::<u64>().ok()).sum()
}

#[test]
fn a_barrier_costs_people_their_way_and_gains_nobody_one() {
    let place = with_barrier();
    let barrier = place.text("closed.geojson");
    let report = place.report(&["--lang", "en", "--barrier", &barrier]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let lost = sum(&place, "people_lost_by_change").unwrap();
    assert!(lost > 0);
    assert_eq!(sum(&place, "people_gained_by_change"), Some(0));
    let before = sum(&place, "people_along_streets_before").unwrap();
    assert_eq!(before - lost, sum(&place, "people_along_streets").unwrap());
    let said = out(&report).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("With the change: a barrier is laid: closed.geojson (lines: 1)."),
        "{said}"
    );
    // Without a question the columns are empty, and the figures those of before.
    let report = place.report(&["--lang", "en"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert_eq!(sum(&place, "people_lost_by_change"), None);
    assert_eq!(sum(&place, "people_along_streets"), Some(before));
}

#[test]
fn an_explanation_tells_both_walks() {
    let place = with_barrier();
    let city = place.text("city");
    let at = ["--at", "112.0100,35.9918", "--category", "convenience_store", "--lang", "en"];
    let barrier = place.text("closed.geojson");
    let mut args = vec!["explain", &city, "--barrier", &barrier];
    args.extend(at);
    let explained = run(&args);
    assert_eq!(status(&explained), Some(0), "{}", err(&explained));
    assert_eq!(out(&explained).matches("along streets  ").count(), 2, "{}", out(&explained));
    assert!(out(&explained).contains("without the change:"), "{}", out(&explained));
}

#[test]
fn who_is_behind_closed_gates_is_lost_by_detour_and_told_so() {
    let place = Place::new();
    let gates = fs::read_to_string(place.path("city/gates.geojson")).unwrap();
    let shut = gates.replace("\"estate\":", "\"status\":\"closed\",\"estate\":");
    fs::write(place.path("city/gates.geojson"), shut).unwrap();
    let report = place.report(&["--lang", "en"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(err(&report).contains("warning[gates-closed]: "), "{}", err(&report));
    let said = out(&report).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("residents live in estates whose gates are all closed"), "{said}");
    let of = |column| sum(&place, column).unwrap();
    // Nobody walks further than the straight line: all who reach it along streets are within the circle.
    let within = of("people_along_streets") + of("people_lost_by_detour");
    let missed = of("people_within_circle_near_no_street");
    assert_eq!(within + missed, of("people_within_circle"));
    assert!(of("people_lost_by_detour") > 9 * of("people_along_streets"));
    assert!(of("people_on_streets_without_outlet") > of("people_near_no_street"));
    // All opened: as if they had never been closed.
    let ids: Vec<&str> = gates.split("\"id\":\"").skip(1).map(|rest| &rest[..6]).collect();
    let opened = ids.iter().flat_map(|id| ["--open-gate", *id]);
    let asked = place.report(&["--lang", "en"].into_iter().chain(opened).collect::<Vec<_>>());
    assert_eq!(status(&asked), Some(0), "{}", err(&asked));
    assert!(!err(&asked).contains("change-without-effect"), "{}", err(&asked));
    let [before, gained] = ["people_along_streets_before", "people_gained_by_change"].map(of);
    assert!(gained > 0 && before + gained == of("people_along_streets"));
    fs::write(place.path("city/gates.geojson"), gates.as_bytes()).unwrap();
    let open = place.report(&["--lang", "en"]);
    assert_eq!(status(&open), Some(0), "{}", err(&open));
    assert_eq!(before + gained, sum(&place, "people_along_streets").unwrap());
}

#[test]
fn an_explanation_says_how_long_each_walker_of_the_profile_takes() {
    let place = Place::new();
    let builtin = concat!(env!("CARGO_MANIFEST_DIR"), "/src/profile/builtin/circle15.toml");
    let builtin = fs::read_to_string(builtin).unwrap();
    let walkers = "\n[[walker]]\nkey = \"old\"\nname_zh = \"老人\"\nname_en = \"Older people\"\n\
                   metres_a_minute = 48\n[[walker]]\nkey = \"wheels\"\nname_zh = \"轮椅\"\n\
                   name_en = \"On wheels\"\nmetres_a_minute = 40\nsteps = false\n";
    let own = builtin.replacen("key = \"circle15\"", "key = \"own\"", 1) + walkers;
    fs::write(place.path("own.toml"), own).unwrap();
    let (city, own) = (place.text("city"), place.text("own.toml"));
    let args = ["explain", &city, "--at", "112.0100,35.9918", "--category", "convenience_store"];
    let explained = run(&[&args[..], &["--lang", "en", "--profile", &own]].concat());
    assert_eq!(status(&explained), Some(0), "{}", err(&explained));
    let said = out(&explained);
    let number = |before: &str, after: &str| -> f64 {
        let from = said.find(before).unwrap_or_else(|| panic!("{said}")) + before.len();
        said[from..].split(after).next().unwrap().trim().parse().unwrap()
    };
    let walk = number("along streets", " m to ");
    // The sample has no steps: both walk as far.
    assert!((number("Older people: ", " min (") - walk / 48.0).abs() <= 0.06, "{said}");
    assert!((number("On wheels: ", " min (") - walk / 40.0).abs() <= 0.06, "{said}");
    assert_eq!(said.contains("beyond 5 min"), walk > 200.0, "{said}");
}

#[test]
fn an_explanation_takes_nobody_without_steps_a_shorter_way_than_with_them() {
    let place = Place::new();
    // From the place at the foot of steps 500 m up to any outlet; to W000066 some 240 m by a path that is 30 m off.
    let line = |kind: &str, at: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"highway":"{kind}"}},"geometry":{{"type":"LineString","coordinates":[{at}]}}}}"#
        )
    };
    let steps =
        "[112.00855,35.991163],[112.00855,35.995663],[112.006327,35.995663],[112.006327,35.991163]";
    let path = "[112.00855,35.990893],[112.006327,35.991118]";
    let both = [line("steps", steps), line("footway", path)].join(",");
    let file = format!(r#"{{"type":"FeatureCollection","features":[{both}]}}"#);
    fs::write(place.path("city/streets.geojson"), file).unwrap();
    fs::remove_file(place.path("city/gates.geojson")).unwrap();
    let city = place.text("city");
    let at = ["--at", "112.00855,35.991163", "--category", "convenience_store", "--lang", "en"];
    let explained = run(&[&["explain", &city, "--profile", "elderly"][..], &at].concat());
    assert_eq!(status(&explained), Some(0), "{}", err(&explained));
    let lines: Vec<String> = out(&explained)
        .lines()
        .filter_map(|line| Some(line.split_once(" min (")?.1.split(')').next()?.to_owned()))
        .collect();
    assert_eq!(lines.len(), 2, "{}", out(&explained));
    assert_eq!(lines[0], lines[1]);
    let length: f64 = lines[0].trim_end_matches(" m").parse().unwrap();
    assert!(length > 500.0, "{lines:?}");
}

#[test]
fn a_change_that_changes_nothing_is_said_to() {
    let place = Place::new();
    let report = place.report(&["--lang", "en", "--open-gate", "G00001"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(err(&report).contains("warning[change-without-effect]: "), "{}", err(&report));
    let city = place.text("city");
    let args = ["explain", &city, "--at", "112.0100,35.9918", "--category", "convenience_store"];
    let explained = run(&[&args[..], &["--lang", "en", "--open-gate", "G00001"]].concat());
    assert!(out(&explained).contains("the change makes no difference to this walk"));
}

#[test]
fn a_gate_that_nobody_knows_is_refused_with_the_nearest() {
    let place = Place::new();
    let report = place.report(&["--open-gate", "G0001"]);
    assert_eq!(status(&report), Some(2));
    assert!(err(&report).contains("error[unknown-gate]"), "{}", err(&report));
    assert!(err(&report).contains("did you mean G00001?"), "{}", err(&report));
    assert!(!place.path("out").exists());
}

#[test]
fn a_barrier_without_a_line_is_refused() {
    let place = Place::new();
    let empty = r#"{"type":"FeatureCollection","features":[]}"#;
    fs::write(place.path("empty.geojson"), empty).unwrap();
    let report = place.report(&["--barrier", &place.text("empty.geojson")]);
    assert_eq!(status(&report), Some(2));
    assert!(!place.path("out").exists());
}

#[test]
fn gates_that_lead_nowhere_or_stand_far_off_are_said() {
    let place = Place::new();
    place.spoil("gates.geojson", "\"estate\":\"E00001\"", "\"estate\":\"E99999\"");
    place.spoil(
        "gates.geojson",
        "\"estate\":\"E00001\"",
        "\"status\":\"maybe\",\"estate\":\"E00001\"",
    );
    place.spoil("gates.geojson", "[111.9897785,35.9625739]", "[111.9897785,35.9525739]");
    let checked = run(&["check", &place.text("city"), "--lang", "en"]);
    let said = err(&checked);
    assert!(said.contains("warning[gate-nowhere]: gate \"G00001\" leads into an estate"), "{said}");
    assert!(said.contains("warning[gate-status]: status \"maybe\""), "{said}");
    let far = "warning[gate-far]: gate \"G00003\" is 870 m from the border of its estate";
    assert!(said.contains(far), "{said}");
    assert!(said.contains("gates.geojson: features[2].geometry.coordinates"), "{said}");
}

#[test]
fn an_explanation_is_drawn_where_a_file_for_it_is_named() {
    let place = Place::new();
    let city = place.text("city");
    let map = place.text("walk.png");
    let mut args = vec!["explain", &city, "--at", "112.0100,35.9918", "--map", &map];
    args.extend(["--category", "convenience_store", "--lang", "en", "--quiet"]);
    let drawn = run(&args);
    assert_eq!(status(&drawn), Some(0), "{}", err(&drawn));
    let png = fs::read(place.path("walk.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    // The same place, with a barrier right across its way: another picture.
    fs::write(place.path("closed.geojson"), ACROSS).unwrap();
    let barrier = place.text("closed.geojson");
    args.extend(["--barrier", &barrier]);
    assert_eq!(status(&run(&args)), Some(0));
    assert_ne!(fs::read(place.path("walk.png")).unwrap(), png);
    // The way of it beside the picture, in one folder; but not under one name.
    let file = place.text("walk.geojson");
    let both = run(&[&args[..], &["--out", &file]].concat());
    assert_eq!(status(&both), Some(0), "{}", err(&both));
    assert!(fs::read(place.path("walk.png")).unwrap().starts_with(b"\x89PNG"));
    let way = fs::read_to_string(place.path("walk.geojson")).unwrap();
    assert!(way.contains("FeatureCollection"));
    let one = run(&[&args[..], &["--out", &map]].concat());
    assert_eq!(status(&one), Some(2), "{}", err(&one));
    assert!(err(&one).contains("two outputs of one name"), "{}", err(&one));
    // A file of the city is not written over.
    let outlets = place.text("city/outlets.geojson");
    let at = args.iter().position(|arg| *arg == map).unwrap();
    args[at] = &outlets;
    assert_eq!(status(&run(&args)), Some(2));
}

#[test]
fn what_a_profile_sets_beside_its_circles_is_written_and_taken_away_again() {
    let place = Place::new();
    let rules = "key = \"own\"\nextends = \"circle15\"\n[[service]]\nkey = \"laundry\"\n\
                 minutes = 15\n[[service.provider]]\ncategory = \"laundry\"\nreach = \"detour\"\n\
                 detour_factor = 1.3\n[[walker]]\nkey = \"wheels\"\nname_zh = \"轮椅\"\n\
                 name_en = \"Wheels\"\nmetres_a_minute = 40\nsteps = false\n";
    fs::write(place.path("own.toml"), rules).unwrap();
    let own = place.text("own.toml");
    let report = place.report(&["--lang", "en", "--profile", &own]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(out(&report).contains("Beside the official circle"), "{}", out(&report));
    let table = rows(&fs::read(place.path("out/reach.csv")).unwrap());
    let is_one = |row: &&Row| row["level"] == "city" && row["service"] == "laundry";
    let city: Vec<&Row> = table.iter().filter(is_one).collect();
    let number = |column: &str| city[0][column].parse::<f64>().unwrap();
    let by: Vec<&str> = city.iter().map(|row| row["reach_by"].as_str()).collect();
    assert_eq!(by, ["detour", "wheels"]);
    // The speed is the user's own; the radius of the detour is the rule's.
    assert_eq!(city[1]["reach_confidence"], "user");
    assert_eq!(city[0]["reach_confidence"], city[0]["radius_confidence"]);
    // A shorter circle holds fewer people and less land; lost is what it holds less.
    let (circle, within) = (number("people_within_circle"), number("people_within_reach"));
    assert!(within < circle);
    assert_eq!(city[0]["people_in_circle_out_of_reach"], (circle - within).to_string());
    assert!(number("land_within_reach_percent") < number("land_within_circle_percent"));
    assert_eq!(status(&place.report(&["--lang", "en"])), Some(0));
    assert!(!place.path("out/reach.csv").exists());
}

#[test]
fn older_people_walk_at_their_own_speed_by_a_built_in_profile_and_never_by_more_ways_than_with_steps()
 {
    let place = Place::new();
    let report = place.report(&["--lang", "en", "--profile", "elderly"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    let table = rows(&fs::read(place.path("out/reach.csv")).unwrap());
    let city: Vec<_> = table.iter().filter(|row| row["level"] == "city").collect();
    let number = |row: &Row, key: &str| row[key].parse::<u64>().unwrap();
    for pair in city.chunks(2) {
        let (older, no_steps) = (pair[0], pair[1]);
        assert_eq!((&*older["reach_by"], &*no_steps["reach_by"]), ("older", "no_steps"));
        assert_eq!(older["service"], no_steps["service"]);
        // Minutes at 0.8 m/s are the radius of this rule set, so that nobody walks out of the circle.
        assert_eq!(number(older, "people_in_reach_out_of_circle"), 0);
        let within = number(older, "people_within_reach");
        assert!(within > 0 && within < number(older, "people_within_circle"));
        assert!(number(no_steps, "people_within_reach") <= within);
        assert!(no_steps["reach_confidence"].starts_with("Kl"), "{no_steps:?}");
    }
    assert!(city.len() >= 16, "{}", city.len());
}

#[test]
fn a_city_without_streets_has_no_walkers_and_says_so_once() {
    let place = Place::new();
    for layer in ["streets", "gates"] {
        fs::remove_file(place.path(&format!("city/{layer}.geojson"))).unwrap();
    }
    let report = place.report(&["--lang", "en", "--profile", "elderly"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(!place.path("out/reach.csv").exists());
    let said = out(&report).split_whitespace().collect::<Vec<_>>().join(" ");
    let why = "Not measured, as the city has no layer of streets: walks of older people; walks of older \
               people without steps (wheelchairs).";
    assert_eq!(said.matches(why).count(), 1, "{said}");
}

#[test]
fn a_street_that_nothing_joins_is_named_by_its_place() {
    let place = Place::new();
    let file = place.path("city/streets.geojson");
    let streets = fs::read_to_string(&file).unwrap();
    let apart = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"highway":"path"},"geometry":{"type":"LineString","coordinates":[[112.05,36.2],[112.05,36.201]]}},"#;
    let (_, features) = streets.split_once("\"features\":[").unwrap();
    fs::write(&file, apart.to_owned() + features).unwrap();
    for (lang, words) in [("en", "the next longest piece is at ["), ("zh", "其中最长的一段位于 [")]
    {
        let report = place.report(&["--lang", lang]);
        assert_eq!(status(&report), Some(0), "{}", err(&report));
        let said = err(&report);
        let (_, at) = said.split_once(words).unwrap();
        let (at, _) = at.split_once(']').unwrap();
        assert!(at == "112.050000, 36.200000" || at == "112.050000, 36.201000", "{said}");
    }
}

/// Pixels of a picture in the colour of questions.
fn asked_pixels(png: &[u8]) -> usize {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let step = info.color_type.samples();
    pixels.chunks(step).filter(|pixel| pixel[..3] == [122, 28, 142]).count()
}

#[test]
fn every_output_that_a_question_changes_says_so_and_every_map() {
    let place = with_barrier();
    let (city, folder) = (place.text("city"), place.text("out"));
    let barrier = place.text("closed.geojson");
    let question = ["--barrier", &barrier, "--open-gate", "G00001"];
    let report = ["report", &city, "--out", &folder, "--quiet", "--lang", "en"];
    let asked = run(&[&report[..], &question].concat());
    assert_eq!(status(&asked), Some(0), "{}", err(&asked));
    let words = "a barrier is laid: closed.geojson (lines: 1); gates open: G00001";
    for table in ["streets.csv", "choice.csv"] {
        let rows = rows(&fs::read(place.path(&format!("out/{table}"))).unwrap());
        assert!(rows.iter().all(|row| row["question"] == words), "{table}");
    }
    for name in ["street_gaps.geojson", "street_gap_areas.geojson"] {
        let text = fs::read_to_string(place.path(&format!("out/{name}"))).unwrap();
        let features = text.matches("\"type\":\"Feature\"").count();
        assert!(features > 0);
        assert_eq!(text.matches(&format!("\"question\":\"{words}\"")).count(), features, "{name}");
    }
    let text = fs::read_to_string(place.path("out/assessment.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["streets"]["change"]["barrier_name"], "closed.geojson");
    assert_eq!(json["streets"]["change"]["opened_gates"][0], "G00001");
    // A band under the title on each map, along streets the barrier besides: some 1250 by 19 points.
    let pixels =
        |name: &str| asked_pixels(&fs::read(place.path(&format!("out/maps/{name}"))).unwrap());
    let names = ["circle.png", "clinic.png", "clinic_streets.png"];
    let [circle, clinic, streets] = names.map(pixels);
    assert!(circle > 50_000 && clinic > 50_000, "{circle} {clinic}");
    assert!(streets > circle + 3_000, "{streets} {circle}");
    // The walk from south of the barrier, drawn with it.
    let map = place.text("walk.png");
    let at = ["--at", "112.0100,35.9842", "--category", "convenience_store", "--map", &map];
    let way = place.text("walk.geojson");
    let zh = ["--lang", "zh", "--out", &way];
    let explained = run(&[&["explain", &city][..], &at, &zh, &question].concat());
    assert_eq!(status(&explained), Some(0), "{}", err(&explained));
    let words = "设置屏障 closed.geojson（1条）；开放出入口 G00001";
    assert!(out(&explained).contains(words), "{}", out(&explained));
    assert!(out(&explained).starts_with("便利店（convenience_store）：自"), "{}", out(&explained));
    let text = fs::read_to_string(&way).unwrap();
    assert_eq!(text.matches(words).count(), text.matches("\"type\":\"Feature\"").count());
    assert!(asked_pixels(&fs::read(&map).unwrap()) > 30_000);
    // Today no output speaks of a question.
    let today = run(&report);
    assert_eq!(status(&today), Some(0), "{}", err(&today));
    assert_eq!(names.map(pixels), [0; 3]);
    let text = fs::read_to_string(place.path("out/street_gaps.geojson")).unwrap();
    assert!(!text.contains("question"));
    let rows = rows(&fs::read(place.path("out/streets.csv")).unwrap());
    assert!(rows.iter().all(|row| row["question"].is_empty()));
}
