//! The built program: flags, exit status, standard output and standard error apart, closed pipes, and
//! outputs that stand whole or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

mod astray;
mod cached;
mod check;
mod compare;
mod edge;
mod faults;
mod guides;
mod imprint;
mod labels;
mod laid;
mod question;
mod review;
mod several;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The program in plain surroundings: no locale, no date, no colour.
fn walkshed() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

fn run(args: &[&str]) -> Output {
    walkshed().args(args).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

/// A folder with a fictional city in `city`, and room beside it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let made = run(&["sample", &place.text("city"), "--quiet"]);
        assert_eq!(status(&made), Some(0), "{}", err(&made));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A report without maps on a fixed day into `out`, with more flags.
    fn report(&self, more: &[&str]) -> Output {
        self.report_command(more).output().unwrap()
    }

    fn report_command(&self, more: &[&str]) -> Command {
        let mut command = walkshed();
        command.args(["report", &self.text("city"), "--out", &self.text("out"), "--no-maps"]);
        command.args(["--date", "2026-03-31"]).args(more);
        command
    }

    /// Puts one text in place of another in a file of the city.
    fn spoil(&self, file: &str, old: &str, new: &str) {
        let path = self.path("city").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} holds no {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }

    /// Breaks a file off in the middle, so that it is refused.
    fn cut(&self, file: &str) {
        let path = self.path("city").join(file);
        let bytes = fs::read(&path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }
}

/// All files under a folder by name, with their bytes; none where there is no folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = contents(&path).into_iter();
            files.extend(inner.map(|(inside, bytes)| (format!("{name}/{inside}"), bytes)));
        } else {
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().collect()
}

fn manifest(place: &Place) -> serde_json::Value {
    serde_json::from_slice(&fs::read(place.path("out/manifest.json")).unwrap()).unwrap()
}

/// Says aloud that a test cannot be made here.
fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

const TABLES: [&str; 20] = [
    "assessment.json",
    "choice.csv",
    "complaints.csv",
    "coverage.csv",
    "coverage_communities.csv",
    "coverage_grids.csv",
    "findings.csv",
    "function_rates.csv",
    "functions.csv",
    "gaps.csv",
    "gaps.geojson",
    "issues.geojson",
    "manifest.json",
    "problems.csv",
    "projects.csv",
    "provision.csv",
    "remedies.csv",
    "street_gaps.geojson",
    "streets.csv",
    "unmet.csv",
];

#[test]
fn help_goes_to_standard_output_and_a_wrong_flag_to_standard_error() {
    let help = run(&["report", "--help"]);
    assert_eq!(status(&help), Some(0));
    assert!(out(&help).contains("--deny-warnings") && err(&help).is_empty());
    let wrong = run(&["report", "city", "--uot", "x"]);
    assert_eq!(status(&wrong), Some(2));
    assert!(out(&wrong).is_empty() && err(&wrong).contains("--out"), "{}", err(&wrong));
}

#[test]
fn a_report_writes_its_tables_and_prints_its_summary() {
    let place = Place::new();
    let report = place.report(&[]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert_eq!(names(&place.path("out")), TABLES);
    assert!(out(&report).contains("circle15") && out(&report).contains("convenience store"));
    assert!(!err(&report).contains("error"), "{}", err(&report));
}

#[test]
fn a_report_with_maps_has_one_for_each_service_and_one_of_the_circle() {
    let place = Place::new();
    let (city, folder) = (place.text("city"), place.text("out"));
    let report = run(&["report", &city, "--out", &folder, "--quiet"]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(out(&report).is_empty());
    let files = contents(&place.path("out"));
    let maps: Vec<&str> = files.keys().filter_map(|name| name.strip_prefix("maps/")).collect();
    let services = "breakfast circle clinic convenience_store eldercare housekeeping laundry \
                    preschool vegetable_retail";
    let of = |key: &str| match key {
        "circle" => vec!["circle.png".to_owned()],
        key => vec![format!("{key}.png"), format!("{key}_streets.png")],
    };
    let expected: Vec<String> = services.split(' ').flat_map(of).collect();
    assert_eq!(maps, expected);
    assert!(files["maps/circle.png"].starts_with(b"\x89PNG"));
    assert!(files.contains_key("street_gap_areas.geojson"));
    // A second run without maps takes away those that it would contradict.
    assert_eq!(status(&place.report(&[])), Some(0));
    assert_eq!(names(&place.path("out")), TABLES);
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let place = Place::new();
    let run_with = |threads: &str| {
        let (city, folder) = (place.text("city"), place.text("out"));
        let flags = ["--date", "2026-03-31", "--threads", threads];
        let args = ["report", city.as_str(), "--out", folder.as_str()];
        let report = walkshed().args(args).args(flags).output().unwrap();
        assert_eq!(status(&report), Some(0), "{}", err(&report));
        (report.stdout, contents(&place.path("out")))
    };
    let first = run_with("1");
    assert!(run_with("2") == first, "2 threads");
    assert!(run_with("8") == first, "8 threads");
}

#[test]
fn the_bytes_do_not_depend_on_the_order_of_the_features() {
    let place = Place::new();
    place.report(&[]);
    let before = contents(&place.path("out"));
    for file in ["subdistricts", "outlets", "estates", "people", "communities"] {
        let path = place.path("city").join(format!("{file}.geojson"));
        let mut json: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        json["features"].as_array_mut().unwrap().reverse();
        fs::write(path, json.to_string()).unwrap();
    }
    assert_eq!(status(&place.report(&[])), Some(0));
    let after = contents(&place.path("out"));
    // The manifest holds the digests of the inputs, and findings hold their places.
    for name in ["assessment.json", "coverage.csv", "gaps.csv", "gaps.geojson"] {
        assert!(after[name] == before[name], "{name} differs");
    }
}

#[test]
fn the_date_is_typed_or_that_of_the_build_or_today() {
    let place = Place::new();
    place.report(&[]);
    assert_eq!(manifest(&place)["date"], "2026-03-31");
    let args = ["report", &place.text("city"), "--out", &place.text("out"), "--no-maps"];
    walkshed().args(args).env("SOURCE_DATE_EPOCH", "951782400").output().unwrap();
    assert_eq!(manifest(&place)["date"], "2000-02-29");
    walkshed().args(args).output().unwrap();
    assert!(manifest(&place)["date"].as_str().unwrap() > "2026-01-01");
}

#[test]
fn the_language_is_typed_or_that_of_the_locale() {
    let place = Place::new();
    let report = place.report_command(&[]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert!(out(&report).contains("便利店"), "{}", out(&report));
    assert_eq!(manifest(&place)["language"], "zh");
    let report =
        place.report_command(&["--lang", "en"]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert!(out(&report).contains("convenience store"));
}

#[test]
fn a_warning_is_printed_and_can_be_denied() {
    let place = Place::new();
    place.spoil("outlets.geojson", "\"category\":\"laundry\"", "\"category\":\"laundri\"");
    let report = place.report(&[]);
    assert_eq!(status(&report), Some(0));
    assert!(err(&report).contains("warning["), "{}", err(&report));
    assert!(err(&report).contains("  --> outlets.geojson: features["), "{}", err(&report));
    assert!(!err(&report).contains('\u{1b}'), "colour in a pipe");
    let denied = place.report(&["--deny-warnings"]);
    assert_eq!(status(&denied), Some(1));
    assert_eq!(names(&place.path("out")), TABLES);
    let quiet = place.report(&["--quiet"]);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{}", err(&quiet));
}

#[test]
fn a_refused_city_leaves_the_old_outputs_as_they_were() {
    let place = Place::new();
    place.report(&[]);
    let before = contents(&place.path("out"));
    place.cut("estates.geojson");
    let refused = place.report(&[]);
    assert_eq!(status(&refused), Some(2));
    assert!(out(&refused).is_empty() && err(&refused).contains("error[json]"), "{}", err(&refused));
    assert!(contents(&place.path("out")) == before);
}

#[test]
fn a_refused_city_leaves_no_new_folder() {
    let place = Place::new();
    place.cut("outlets.geojson");
    assert_eq!(status(&place.report(&[])), Some(2));
    assert!(!place.path("out").exists());
}

#[test]
fn a_check_says_what_was_read_and_writes_nothing() {
    let place = Place::new();
    let before = contents(place.0.path());
    let check = run(&["check", &place.text("city")]);
    assert_eq!(status(&check), Some(0));
    assert!(out(&check).contains("subdistricts.geojson"), "{}", out(&check));
    assert!(contents(place.0.path()) == before);
    place.cut("subdistricts.geojson");
    assert_eq!(status(&run(&["check", &place.text("city")])), Some(2));
}

#[test]
fn names_from_files_cannot_steer_the_terminal() {
    let place = Place::new();
    place.spoil(
        "outlets.geojson",
        "\"category\":\"laundry\"",
        "\"category\":\"\\u001b[2Jlaundri\\u202e\"",
    );
    let check = run(&["check", &place.text("city")]);
    assert!(err(&check).contains("warning"), "{}", err(&check));
    assert!(!err(&check).contains(['\u{1b}', '\u{202e}']), "{}", err(&check));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for args in [&["profile", "show"][..], &["profile", "list"], &["--help"]] {
        let mut child = walkshed().args(args).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
    let place = Place::new();
    let mut child = place.report_command(&[]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(names(&place.path("out")), TABLES);
}

#[test]
fn a_full_standard_output_is_a_failure() {
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
        return skip("no /dev/full");
    };
    let show = walkshed().args(["profile", "show"]).stdout(full).output().unwrap();
    assert_eq!(status(&show), Some(2));
    assert_eq!(err(&show), "error[write]: standard output: no space left on device\n");
}

#[test]
fn an_input_is_never_written_over() {
    let place = Place::new();
    let city = place.path("city");
    fs::rename(city.join("outlets.geojson"), city.join("gaps.geojson")).unwrap();
    fs::write(city.join("walkshed.toml"), "[outlets]\nfile = \"gaps.geojson\"\n").unwrap();
    let before = contents(&city);
    let report = run(&["report", &place.text("city"), "--out", &place.text("city"), "--no-maps"]);
    assert_eq!(status(&report), Some(2));
    assert!(err(&report).contains("error[same-file]"), "{}", err(&report));
    assert!(contents(&city) == before);
}

#[test]
fn a_report_is_not_written_among_the_layers_of_the_city_whatever_leads_there() {
    let place = Place::new();
    let city = place.path("city");
    let before = contents(&city);
    // No output has the name of an input, but the next run would read complaints.csv as a layer.
    for (name, folder) in
        [("city", "city"), ("city", "city/../city"), ("city/walkshed.toml", "city")]
    {
        let report = run(&["report", &place.text(name), "--out", &place.text(folder), "--no-maps"]);
        assert_eq!(status(&report), Some(2));
        assert!(err(&report).contains("error[same-file]"), "{}", err(&report));
        assert!(contents(&city) == before);
    }
}

#[test]
fn an_input_outside_of_the_city_is_never_written_over() {
    let place = Place::new();
    fs::create_dir(place.path("raw")).unwrap();
    fs::rename(place.path("city/outlets.geojson"), place.path("raw/gaps.geojson")).unwrap();
    let settings = "[outlets]\nfile = \"../raw/gaps.geojson\"\n";
    fs::write(place.path("city/walkshed.toml"), settings).unwrap();
    let before = contents(&place.path("raw"));
    let report = run(&["report", &place.text("city"), "--out", &place.text("raw"), "--no-maps"]);
    assert_eq!(status(&report), Some(2));
    assert!(
        err(&report).contains("gaps.geojson would overwrite its own input"),
        "{}",
        err(&report)
    );
    assert!(contents(&place.path("raw")) == before);
}

#[test]
fn a_single_output_is_no_layer_of_the_city() {
    let place = Place::new();
    fs::remove_file(place.path("city/people.geojson")).unwrap();
    let before = contents(&place.path("city"));
    for name in ["people.geojson", "outlets.geojson"] {
        let issues = place.text(&format!("city/{name}"));
        let check = run(&["check", &place.text("city"), "--issues", &issues]);
        assert_eq!(status(&check), Some(2));
        assert!(err(&check).contains("error[same-file]"), "{}", err(&check));
        assert!(contents(&place.path("city")) == before);
    }
    let check =
        run(&["check", &place.text("city"), "--issues", &place.text("city/issues.geojson")]);
    assert_eq!(status(&check), Some(0), "{}", err(&check));
}

#[test]
fn an_output_folder_that_cannot_be_is_refused_before_reading() {
    let place = Place::new();
    fs::write(place.path("file"), "mine").unwrap();
    // The city is broken too: what is said first shows what was looked at first.
    place.cut("outlets.geojson");
    for folder in ["file", "file/out", "no/out"] {
        let report = run(&["report", &place.text("city"), "--out", &place.text(folder)]);
        assert_eq!(status(&report), Some(2));
        assert!(err(&report).starts_with("error[output]: "), "{folder}: {}", err(&report));
        assert!(err(&report).contains(folder), "{}", err(&report));
    }
    assert_eq!(fs::read_to_string(place.path("file")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_refused_before_reading() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.path("out")).unwrap();
    fs::set_permissions(place.path("out"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.path("out/probe"), "").is_ok() {
        return skip("this user may write everywhere");
    }
    place.cut("outlets.geojson");
    let report = place.report(&[]);
    assert_eq!(status(&report), Some(2));
    assert!(err(&report).contains("error[output]") && err(&report).contains("permission denied"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_the_old_outputs_as_they_were() {
    let place = Place::new();
    place.report(&[]);
    let before = contents(&place.path("out"));
    // Files may not grow past 64 blocks of 512 bytes, which some of the outputs have to.
    let limited = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_walkshed"))
        .args(["report", &place.text("city"), "--out", &place.text("out"), "--no-maps"])
        .args(["--profile", "gb50180"])
        .output()
        .unwrap();
    assert_eq!(status(&limited), Some(2), "{}", err(&limited));
    assert!(err(&limited).contains("error[write]"), "{}", err(&limited));
    assert!(err(&limited).contains("file too large"), "{}", err(&limited));
    assert!(contents(&place.path("out")) == before);
}

#[test]
fn a_killed_run_leaves_no_partial_file_under_its_name() {
    let place = Place::new();
    place.report(&["--profile", "gb50180"]);
    let new = contents(&place.path("out"));
    place.report(&[]);
    let old = contents(&place.path("out"));
    for wait in [5, 10, 15, 20, 30, 40, 60, 80, 110, 150, 200, 300] {
        let mut child = place.report_command(&["--profile", "gb50180", "--quiet"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        for (name, bytes) in contents(&place.path("out")) {
            let whole = old.get(&name) == Some(&bytes) || new.get(&name) == Some(&bytes);
            assert!(whole || name.starts_with(".walkshed-tmp-"), "{name} after {wait} ms");
        }
    }
    // What a killed run left beside the outputs does not hinder the next one.
    assert_eq!(status(&place.report(&[])), Some(0));
}

#[test]
fn maps_can_be_chosen_by_service_and_unit() {
    let place = Place::new();
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path("city/subdistricts.geojson")).unwrap())
            .unwrap();
    let unit = &json["features"][0]["properties"];
    let (id, name) = (unit["id"].as_str().unwrap(), unit["name"].as_str().unwrap());
    let (city, folder) = (place.text("city"), place.text("out"));
    let base = ["map", &city, "--out", &folder, "--size", "900x700"];
    let map = walkshed()
        .args(base)
        .args(["--category", "grocery", "--category", "circle", "--unit", name])
        .output()
        .unwrap();
    assert_eq!(status(&map), Some(0), "{}", err(&map));
    let expected = [format!("circle-{id}.png"), format!("vegetable_retail-{id}.png")];
    assert_eq!(names(&place.path("out")), expected);
    let header = &fs::read(place.path("out").join(&expected[0])).unwrap()[16..24];
    // PNG: width and height stand at byte 16, most significant byte first.
    assert_eq!(header, [0, 0, 3, 132, 0, 0, 2, 188]);
    for wrong in [["--category", "casino"], ["--unit", "nowhere"]] {
        let map = walkshed().args(base).args(wrong).output().unwrap();
        assert_eq!(status(&map), Some(2));
        assert!(err(&map).contains("there are: "), "{}", err(&map));
    }
}

#[test]
fn a_profile_prints_what_has_to_be_confirmed() {
    let show = run(&["profile", "show", "circle15"]);
    assert_eq!(status(&show), Some(0));
    assert!(out(&show).contains("assumption, confirm"));
    let list = run(&["profile", "list"]);
    let keys: Vec<_> = out(&list).lines().filter_map(|l| l.split_whitespace().next()).collect();
    assert_eq!(
        keys,
        [
            "circle15",
            "gb50180",
            "mofcom-circle",
            "beijing-8",
            "checkup-mohurd-2025",
            "checkup-nr",
            "elderly"
        ]
    );
    let old = run(&["profile", "show", "checkup2025"]);
    assert_eq!(old.status.code(), Some(2));
    assert!(err(&old).contains("it is called checkup-mohurd-2025"), "{}", err(&old));
}

#[test]
fn two_profiles_are_told_apart_and_the_schema_is_printed() {
    let diff = run(&["profile", "diff", "circle15", "gb50180", "--lang", "en"]);
    assert_eq!(diff.status.code(), Some(0));
    let line = "services / laundry / providers / laundry / radius_m: 1000.0 -> 300.0\n";
    assert!(out(&diff).contains(line), "{}", out(&diff));
    let same = run(&["profile", "diff", "gb50180", "gb50180", "--lang", "zh"]);
    assert_eq!(out(&same), "gb50180 与 gb50180 口径相同\n");
    assert_eq!(out(&run(&["profile", "schema"])), walkshed::profile::SCHEMA);
}

#[test]
fn an_own_profile_is_read_checked_and_recorded() {
    let place = Place::new();
    let text = "key = \"mine\"\nextends = \"circle15\"\n[[service]]\nkey = \"laundry\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 700\n";
    fs::write(place.path("mine.toml"), text).unwrap();
    let file = place.text("mine.toml");
    let report = place.report(&["--profile", &file]);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert_eq!(manifest(&place)["profile"]["key"], "mine");
    assert_eq!(manifest(&place)["profile"]["text"], text);
    fs::write(place.path("mine.toml"), text.replace("700", "0")).unwrap();
    for args in [["profile", "check", &file], ["profile", "show", &file]] {
        let refused = run(&args);
        assert_eq!(status(&refused), Some(2));
        assert!(err(&refused).contains(": line 7 (\"laundry\")"), "{}", err(&refused));
    }
    let unknown = run(&["profile", "show", "circle51"]);
    assert_eq!(status(&unknown), Some(2));
    assert!(err(&unknown).contains("built in are: circle15"), "{}", err(&unknown));
}

#[test]
fn a_sample_is_the_same_each_time_and_takes_no_place_of_a_city() {
    let place = Place::new();
    run(&["sample", &place.text("again")]);
    assert!(contents(&place.path("city")) == contents(&place.path("again")));
    let other = run(&["sample", &place.text("other"), "--seed", "7"]);
    assert!(out(&other).contains("outlets.geojson"));
    assert!(contents(&place.path("city")) != contents(&place.path("other")));
    let before = contents(&place.path("city"));
    let refused = run(&["sample", &place.text("city"), "--seed", "7"]);
    assert_eq!(status(&refused), Some(2));
    assert!(err(&refused).contains("error[exists]"), "{}", err(&refused));
    assert!(contents(&place.path("city")) == before);
}

#[test]
fn a_city_that_is_not_there_is_named() {
    let check = run(&["check", "no/such/city"]);
    assert_eq!(status(&check), Some(2));
    assert_eq!(
        err(&check),
        "error[open]: no/such/city: no such file or folder\n  help: check the path and who may read it\n"
    );
}
