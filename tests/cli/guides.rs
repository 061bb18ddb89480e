//! What every command has: quiet, talkative, without colour; completions and manual pages.

use std::fs;
use std::process::Command;

use super::{Place, err, names, out, run, skip, status, walkshed};

/// All commands that come to their end, without the flags that all of them take.
fn commands(place: &Place) -> Vec<Vec<String>> {
    let (city, made) = (place.text("city"), place.text("made"));
    let lines = [
        format!("report {city} --out {made}/report --no-maps"),
        format!("map {city} --out {made}/map --category circle --size 900x700"),
        format!("explain {city} --at 112.0,35.96 --category convenience_store"),
        format!("check {city}"),
        format!("check {city} --format json"),
        format!("check {city} --format github"),
        format!("compare {made}/report/assessment.json {made}/report/assessment.json"),
        format!("review {city} --plan {city}/plan.geojson --out {made}/review --no-maps"),
        format!(
            "accept {city} --plan {city}/plan.geojson --built {city}/plan.geojson --out {made}/accept"
        ),
        "check --explain overlap".to_owned(),
        "profile list".to_owned(),
        "profile show".to_owned(),
        "profile check circle15".to_owned(),
        "profile diff circle15 gb50180".to_owned(),
        "profile schema".to_owned(),
        format!("sample {made}/sample"),
        "completions bash".to_owned(),
        format!("man {made}/man"),
    ];
    lines.iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

/// Commands whose standard output is what was asked for, so that a quiet run prints it too.
fn prints_data(command: &[String]) -> bool {
    ["completions", "explain", "compare"].contains(&command[0].as_str())
        || command[0] == "profile" && command[1] != "check"
        || command[1] == "--explain"
        || command.iter().any(|word| word == "json" || word == "github")
}

#[test]
fn every_command_can_be_quiet_and_talkative_and_is_never_coloured_against_the_will() {
    let place = Place::new();
    for flags in [["--quiet", "-q"], ["--verbose", "-v"]] {
        for flag in flags {
            let _ = fs::remove_dir_all(place.path("made"));
            fs::create_dir(place.path("made")).unwrap();
            for command in commands(&place) {
                let mut line = walkshed();
                line.args(&command).arg(flag).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
                let output = line.output().unwrap();
                let said = (out(&output), err(&output));
                assert_eq!(status(&output), Some(0), "{command:?} {flag}: {said:?}");
                assert!(!said.0.contains('\u{1b}') && !said.1.contains('\u{1b}'), "{said:?}");
                let is_quiet = flag.contains('q');
                assert!(!is_quiet || said.1.is_empty(), "{command:?} {flag}: {said:?}");
                let is_silent = is_quiet && !prints_data(&command);
                assert_eq!(said.0.is_empty(), is_silent, "{command:?} {flag}: {said:?}");
            }
        }
    }
}

#[test]
fn help_and_mistakes_are_coloured_only_where_colour_is_wanted() {
    for args in [&["--help"][..], &["report", "--uot"], &["check", "no/such/city"]] {
        let forced = walkshed().args(args).env("CLICOLOR_FORCE", "1").output().unwrap();
        assert!(format!("{}{}", out(&forced), err(&forced)).contains('\u{1b}'), "{args:?}");
        let plain =
            walkshed().args(args).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
        assert!(!format!("{}{}", out(&plain), err(&plain)).contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn quiet_and_verbose_exclude_each_other() {
    let both = run(&["profile", "list", "-q", "-v"]);
    assert_eq!(status(&both), Some(2));
    assert!(err(&both).contains("cannot be used with"), "{}", err(&both));
}

#[test]
fn each_shell_has_completions_and_bash_takes_them() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]);
        assert_eq!(status(&script), Some(0));
        for word in ["walkshed", "report", "deny-warnings"] {
            assert!(out(&script).contains(word), "no {word} for {shell}");
        }
    }
    let unknown = run(&["completions", "cmd"]);
    assert_eq!(status(&unknown), Some(2));
    let script = run(&["completions", "bash"]);
    let ask = "\nCOMP_WORDS=(walkshed report --deny); COMP_CWORD=2
               _walkshed walkshed --deny report; echo \"${COMPREPLY[@]}\"";
    let line = format!("{}{ask}", out(&script));
    let Ok(bash) = Command::new("bash").args(["--norc", "-c", &line]).output() else {
        return skip("no bash");
    };
    assert_eq!(out(&bash), "--deny-warnings\n", "{}", err(&bash));
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let place = Place::new();
    let folder = place.text("man");
    let written = run(&["man", &folder]);
    assert_eq!(status(&written), Some(0), "{}", err(&written));
    let pages = names(&place.path("man"));
    assert_eq!(out(&written).lines().count(), pages.len());
    for page in ["walkshed.1", "walkshed-report.1", "walkshed-profile-show.1"] {
        assert!(pages.iter().any(|name| name == page), "{pages:?}");
    }
    // Again, over the pages of an earlier version.
    assert_eq!(status(&run(&["man", &folder])), Some(0));
    let Ok(groff) = Command::new("groff")
        .args(["-man", "-Tutf8", "-ww", "-z"])
        .args(pages.iter().map(|page| place.path("man").join(page)))
        .output()
    else {
        return skip("no groff");
    };
    assert_eq!((status(&groff), err(&groff)), (Some(0), ""));
}
