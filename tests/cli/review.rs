//! `walkshed review`: outputs together or not at all, and tables that agree with a report.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{Place, err, names, out, run, status};

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

const FILES: [&str; 10] = [
    "findings.csv",
    "manifest.json",
    "plan_changes.csv",
    "plan_gaps.csv",
    "plan_homes.csv",
    "plan_measures.csv",
    "plan_provision.csv",
    "plan_streets.csv",
    "review.json",
    "review.md",
];

#[test]
fn the_plan_of_the_sample_is_reviewed_and_starts_from_the_figures_of_a_report() {
    let place = Place::new();
    assert_eq!(status(&place.report(&[])), Some(0));
    let (city, made) = (place.text("city"), place.text("review"));
    let plan = place.text("city/plan.geojson");
    let line = ["review", &city, "--no-maps", "--plan", &plan, "--out", &made, "--lang", "en"];
    let reviewed = run(&line);
    assert_eq!(status(&reviewed), Some(0), "{}", err(&reviewed));
    assert_eq!(names(&place.path("review")), FILES);
    let page = fs::read_to_string(place.path("review/review.md")).unwrap();
    assert!(page.contains("\n- community clinic: gains 37 436 residents"), "{page}");
    assert!(out(&reviewed).contains("\n- community clinic: gains 37 436 residents"));

    let coverage = rows(&place.path("out/coverage.csv"));
    let changes = rows(&place.path("review/plan_changes.csv"));
    let mut compared = 0;
    for row in changes.iter().filter(|row| row["phase"] == "3") {
        let is_it = |other: &&BTreeMap<String, String>| {
            ["level", "unit_id", "service"].iter().all(|key| other[*key] == row[*key])
        };
        let today = coverage.iter().find(is_it).unwrap();
        assert_eq!(row["land_served_before_ha"], today["land_served_ha"]);
        assert_eq!(row["people_served_before"], today["people_served"]);
        compared += 1;
    }
    // 12 subdistricts and the city, 8 services and the circle.
    assert_eq!(compared, 13 * 9);
    let manifest = fs::read_to_string(place.path("review/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|input| input["layer"] == "plan" && input["features"] == 36));
}

#[test]
fn the_maps_of_a_plan_and_the_sheets_of_its_measures_are_written_and_named() {
    let place = Place::new();
    let (city, made, path) = (place.text("city"), place.text("made"), place.path("plan.geojson"));
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":
        {"id":"../P/1","action":"close","target":"W000142"},"geometry":null},
        {"type":"Feature","properties":{"id":"G","action":"close_gate","target":"G00407"},"geometry":null}]}"#;
    fs::write(path, text).unwrap();
    let plan = place.text("plan.geojson");
    let line = ["review", &city, "--plan", &plan, "--out", &made, "--source", "survey", "-q"];
    let done = run(&line);
    assert_eq!(status(&done), Some(0), "{}", err(&done));
    let all = names(&place.path("made"));
    let pictures: Vec<&str> =
        all.iter().filter(|name| name.contains('/')).map(String::as_str).collect();
    let expected = [
        "maps/after_circle.png",
        "maps/after_clinic.png",
        "maps/before_circle.png",
        "maps/before_clinic.png",
        "maps/change_circle.png",
        "maps/change_clinic.png",
        "sheets/G.png",
        "sheets/___P_1.png",
    ];
    assert_eq!(pictures, expected);
    let read = |name: &str| fs::read(place.path("made").join(name)).unwrap();
    assert_ne!(read("maps/before_clinic.png"), read("maps/after_clinic.png"));
    let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    let listed = manifest["outputs"].as_array().unwrap().iter();
    let listed: Vec<&str> = listed.map(|output| output["name"].as_str().unwrap()).collect();
    assert!(expected.iter().all(|name| listed.contains(name)), "{listed:?}");
    assert_eq!(manifest["parameters"]["--source"], "survey");
    // The page links all of them.
    let page = String::from_utf8(read("review.md")).unwrap();
    assert!(expected.iter().all(|name| page.contains(&format!("]({name})"))), "{page}");
    // Without maps the next run takes them away.
    let done = run(&[&line[..], &["--no-maps"]].concat());
    assert_eq!(status(&done), Some(0), "{}", err(&done));
    // The plan builds no homes.
    let files = FILES.iter().filter(|name| **name != "plan_homes.csv");
    assert_eq!(names(&place.path("made")), files.copied().collect::<Vec<_>>());
    assert!(!fs::read_to_string(place.path("made/review.md")).unwrap().contains(".png"));
}

#[test]
fn a_plan_is_not_overwritten_by_the_sheet_of_its_measure() {
    let place = Place::new();
    let (city, made) = (place.text("city"), place.text("made"));
    let plan = place.path("made/sheets/P1.png");
    fs::create_dir_all(plan.parent().unwrap()).unwrap();
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":
        {"id":"P1","action":"close","target":"W000142"},"geometry":null}]}"#;
    fs::write(&plan, text).unwrap();
    let plan = plan.to_str().unwrap();
    let refused = run(&["review", &city, "--plan", plan, "--out", &made]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[same-file]"), "{}", err(&refused));
    assert_eq!(fs::read_to_string(plan).unwrap(), text);
}

#[test]
fn a_plan_with_an_error_writes_nothing() {
    let place = Place::new();
    let plan = place.path("plan.geojson");
    let text = fs::read_to_string(place.path("city/plan.geojson")).unwrap();
    fs::write(&plan, text.replace("\"W000007\"", "\"W00007\"")).unwrap();
    let (city, plan, made) = (place.text("city"), place.text("plan.geojson"), place.text("made"));
    let refused = run(&["review", &city, "--no-maps", "--plan", &plan, "--out", &made]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[unknown-target]"), "{}", err(&refused));
    assert!(err(&refused).contains("did you mean \"W000007\"?"), "{}", err(&refused));
    assert!(!place.path("made").exists());
}

#[test]
fn a_review_is_not_written_among_the_layers_of_the_city() {
    let place = Place::new();
    let (city, plan) = (place.text("city"), place.text("city/plan.geojson"));
    let before = names(&place.path("city"));
    let refused = run(&["review", &city, "--no-maps", "--plan", &plan, "--out", &city]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[same-file]"), "{}", err(&refused));
    assert_eq!(names(&place.path("city")), before);
}

#[test]
fn an_empty_plan_is_said_to_have_no_measures_and_one_measure_is_one() {
    let place = Place::new();
    let (city, path, made) = (place.text("city"), place.path("plan.geojson"), place.text("made"));
    let plan = place.text("plan.geojson");
    let said = |features: &str| {
        let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        fs::write(&path, text).unwrap();
        let done =
            run(&["review", &city, "--no-maps", "--plan", &plan, "--out", &made, "--lang", "en"]);
        assert_eq!(status(&done), Some(0), "{}", err(&done));
        fs::read_to_string(place.path("made/review.md")).unwrap()
    };
    let page = said("");
    assert!(page.starts_with("# Review of a facility plan for "), "{page}");
    assert!(page.contains("\nNo measures; rule set "), "{page}");
    // The sample has streets, and circle15 asks no category to be open at a time.
    assert!(page.contains("\n## Along streets\n"), "{page}");
    assert!(page.contains("and hours change nothing in reach."), "{page}");
    let page = said(
        r#"{"type":"Feature","properties":{"action":"close","target":"W000002"},"geometry":null}"#,
    );
    assert!(page.contains("\n1 measure (1 closure) in 1 phase; rule set "), "{page}");
}

#[test]
fn a_plan_that_breaks_a_rule_ends_with_status_1_and_has_its_outputs() {
    let place = Place::new();
    let (city, rules, made) = (place.text("city"), place.text("rules.toml"), place.text("made"));
    let plan = place.text("city/plan.geojson");
    let line = ["review", &city, "--no-maps", "--plan", &plan, "--require", &rules, "--out", &made];
    let judged = |text: &str| {
        fs::write(place.path("rules.toml"), text).unwrap();
        let judged = run(&[&line[..], &["--lang", "en"]].concat());
        (status(&judged), out(&judged).to_owned(), err(&judged).to_owned())
    };
    // The plan closes no laundry; it closes a convenience store that 2 039 residents hang on.
    let (status, said, _) = judged("[[rule]]\nnobody_loses = true\nservice = \"laundry\"\n");
    assert_eq!(status, Some(0));
    assert!(said.contains("- laundry: nobody and no land loses it: kept."), "{said}");
    // The first phase of the plan is 1.
    let (status, said, _) = judged(
        "[[rule]]\nname = \"a name that says at some length what the council has agreed on in its last \
         meeting\"\nservice = \"clinic\"\nrate = \"land\"\nat_least_percent = 70\nby = 0\n",
    );
    assert_eq!(status, Some(0));
    assert!(
        said.contains("in its last meeting (community clinic: at least 70.00 % of the land"),
        "{said}"
    );
    assert!(said.contains("kept (the plan begins in 1: judged by today)."), "{said}");
    let rules = rows(&place.path("made/plan_rules.csv"));
    // Of today's clinics, as in coverage.csv.
    assert_eq!((&*rules[0]["kept"], &*rules[0]["rate_percent"]), ("yes", "72.76"));
    let findings = rows(&place.path("made/findings.csv"));
    let early = findings.iter().find(|row| row["code"] == "rule-before-plan").unwrap();
    assert!(early["message"].starts_with("by 0, but the first measures"), "{early:?}");
    let (status, said, _) = judged("[[rule]]\nnobody_loses = true\n");
    assert_eq!(status, Some(1));
    assert!(said.contains("not kept: convenience store"), "{said}");
    assert!(names(&place.path("made")).contains(&"plan_rules.csv".to_owned()));
    let (status, _, said) = judged("[[rule]]\nservice = \"laundri\"\nnobody_loses = true\n");
    assert_eq!(status, Some(2));
    assert!(
        said.contains("error[requirement]") && said.contains("did you mean laundry?"),
        "{said}"
    );
}

#[test]
fn a_review_says_how_firm_it_is_where_runs_are_asked_for() {
    let place = Place::new();
    let (city, rules, made) = (place.text("city"), place.text("rules.toml"), place.text("made"));
    let plan = place.text("city/plan.geojson");
    let line = ["review", &city, "--no-maps", "--plan", &plan, "--out", &made, "--lang", "en"];
    let refused = run(&[&line[..], &["--vary", "radius=5"]].concat());
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("--sensitivity"), "{}", err(&refused));
    fs::write(place.path("rules.toml"), "[[rule]]\nnobody_loses = true\nservice = \"laundry\"\n")
        .unwrap();
    let still = "radius=0,position=0,missing=0,doubtful=0,population=0";
    let asked = ["--require", &rules, "--sensitivity", "1", "--vary", still];
    let firm = run(&[&line[..], &asked].concat());
    assert_eq!(status(&firm), Some(0), "{}", err(&firm));
    assert!(out(&firm).contains("kept, and so in 1 of 1 runs"), "{}", out(&firm));
    let written = names(&place.path("made"));
    for name in ["plan_sensitivity.csv", "plan_hinges.csv"] {
        assert!(written.contains(&name.to_owned()), "{written:?}");
    }
}

#[test]
fn several_plans_have_a_folder_each_and_stand_side_by_side() {
    let place = Place::new();
    let (city, made) = (place.text("city"), place.text("made"));
    let first = place.text("city/plan.geojson");
    // The same file again, and a plan that is called like an output.
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":
        {"action":"close","target":"W000002","cost":3},"geometry":null}]}"#;
    let second = place.path("rivals.md.geojson");
    fs::write(&second, text).unwrap();
    let second = second.to_str().unwrap();
    let line = [
        "review",
        &city,
        "--no-maps",
        "--plan",
        &first,
        "--plan",
        second,
        "--plan",
        &first,
        "--out",
        &made,
    ];
    let done = run(&[&line[..], &["--lang", "en"]].concat());
    assert_eq!(status(&done), Some(0), "{}", err(&done));
    let made = names(&place.path("made"));
    let folders = ["plan", "plan-2", "rivals.md-2"];
    let of_plans = FILES.iter().filter(|name| name.starts_with("plan_") || name.starts_with("rev"));
    let of_plans = of_plans.flat_map(|name| folders.map(|folder| format!("{folder}/{name}")));
    let once = ["findings.csv", "manifest.json", "rivals.csv", "rivals.json", "rivals.md"];
    // The second builds no homes.
    let of_plans = of_plans.filter(|name| name != "rivals.md-2/plan_homes.csv");
    let mut expected: Vec<String> = of_plans.chain(once.map(str::to_owned)).collect();
    expected.sort();
    assert_eq!(made, expected);
    assert!(out(&done).contains("- plan and plan-2 serve the same."), "{}", out(&done));
    let table = rows(&place.path("made/rivals.csv"));
    // Three plans, each against today and two others; 8 services and the circle.
    assert_eq!(table.len(), 3 * 3 * 9);
    let alone = table.iter().find(|row| row["plan"] == "rivals.md-2" && row["service"] == "circle");
    assert_eq!((&*alone.unwrap()["cost"], &*alone.unwrap()["against"]), ("3", "today"));
}

#[test]
fn what_was_built_is_held_against_the_plan() {
    let place = Place::new();
    let (city, plan, made) =
        (place.text("city"), place.text("city/plan.geojson"), place.text("made"));
    let built = place.text("built.geojson");
    let text = fs::read_to_string(place.path("city/plan.geojson")).unwrap();
    // P001 is a phase late; P002 was not built.
    let late =
        text.replacen("\"action\":\"open\",\"phase\":2", "\"action\":\"open\",\"phase\":4", 1);
    let lines = late.lines().filter(|line| !line.contains("\"P002\""));
    fs::write(&built, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let line = ["accept", &city, "--plan", &plan, "--built", &built, "--out", &made];
    let done = run(&[&line[..], &["--lang", "en"]].concat());
    assert_eq!(status(&done), Some(0), "{}", err(&done));
    let files =
        ["acceptance.csv", "acceptance.json", "acceptance.md", "findings.csv", "manifest.json"];
    assert_eq!(names(&place.path("made")), files);
    assert!(out(&done).contains("- 34 as planned, 1 missing, 1 late."), "{}", out(&done));
    let table = rows(&place.path("made/acceptance.csv"));
    let became = |id: &str| {
        let row = table.iter().find(|row| row["measure_id"] == id).unwrap();
        (row["became"].clone(), row["phase_planned"].clone(), row["phase_built"].clone())
    };
    let told = |of: [&str; 3]| (of[0].to_owned(), of[1].to_owned(), of[2].to_owned());
    assert_eq!(became("P001"), told(["late", "2", "4"]));
    assert_eq!(became("P002"), told(["missing", "2", ""]));
    assert_eq!(became("P003"), told(["as planned", "1", "1"]));
}

#[test]
fn a_service_that_only_some_need_is_named_and_the_plan_not_reviewed() {
    let place = Place::new();
    let rules = r#"
key = "lifts"
name_en = "Lifts"
document = "Rule 7"
land_codes = ["0701"]
[[service]]
key = "lift"
name_en = "lift repair"
lead_en = "Office"
[[service.demand_where]]
layer = "estates"
attribute = "land_code"
in = ["0701"]
[[service.provider]]
category = "laundry"
radius_m = 700
"#;
    fs::write(place.path("rules.toml"), rules).unwrap();
    let (city, made, rules) = (place.text("city"), place.text("made"), place.text("rules.toml"));
    let plan = place.text("city/plan.geojson");
    let line = ["review", &city, "--plan", &plan, "--out", &made, "--profile", &rules];
    let refused = run(&[&line[..], &["--lang", "en"]].concat());
    assert_eq!(status(&refused), Some(2));
    let said = err(&refused);
    assert!(said.contains("error[demand-not-reviewed]: service \"lift\" is needed by"), "{said}");
    assert!(said.contains("rules.toml: service[0].demand_where"), "{said}");
    assert!(!place.path("made/review.json").exists());
}
