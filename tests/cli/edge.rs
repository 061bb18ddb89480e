//! Signals, links, folders in one another, and folders that are somebody else's.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Place, TABLES, contents, err, names, out, skip, status, walkshed};

#[test]
fn a_signal_stops_the_run_at_once_and_the_outputs_are_as_they_were() {
    let place = Place::new();
    place.report(&[]);
    let before = contents(&place.path("out"));
    // A pipe that nobody fills: the run waits in the middle of reading.
    let pipe = place.path("city/outlets.geojson");
    fs::remove_file(&pipe).unwrap();
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return skip("no mkfifo");
    }
    let _writer = fs::File::options().read(true).write(true).open(&pipe).unwrap();
    for (number, signal) in [(2, "-INT"), (15, "-TERM"), (1, "-HUP")] {
        if is_ignored(number) {
            // Who starts a run so (`nohup`) wants it to go on.
            skip(&format!("{signal} is ignored here"));
            continue;
        }
        let mut command = place.report_command(&[]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(700));
        let sent = Instant::now();
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let stopped = child.wait_with_output().unwrap();
        assert_eq!(status(&stopped), Some(130), "{signal}: {}", err(&stopped));
        // Half a second is promised; the rest is for a busy machine.
        assert!(sent.elapsed() < Duration::from_secs(3), "{signal}: {:?}", sent.elapsed());
        let said = format!("stopped; {}/ is as it was\n", place.text("out"));
        assert_eq!((out(&stopped), err(&stopped)), ("", said.as_str()));
        assert!(contents(&place.path("out")) == before, "{signal}");
    }
}

/// Whether this process, and so a run that it starts, ignores a signal.
fn is_ignored(number: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

#[test]
fn outputs_may_lie_inside_the_city() {
    let place = Place::new();
    let args = ["report", &place.text("city"), "--out", &place.text("city/out"), "--no-maps"];
    let run = || walkshed().args(args).args(["--date", "2026-03-31"]).output().unwrap();
    assert_eq!(status(&run()), Some(0));
    let first = contents(&place.path("city"));
    assert_eq!(names(&place.path("city/out")), TABLES);
    // What the first run wrote is no input of the second.
    assert_eq!(status(&run()), Some(0));
    assert!(contents(&place.path("city")) == first);
}

#[test]
fn links_are_followed_to_folders_and_inputs_and_never_written_through() {
    let place = Place::new();
    place.report(&[]);
    let expected = contents(&place.path("out"));
    fs::create_dir(place.path("elsewhere")).unwrap();
    fs::write(place.path("mine.csv"), "mine").unwrap();
    symlink(place.path("mine.csv"), place.path("elsewhere/gaps.csv")).unwrap();
    symlink(place.path("nowhere"), place.path("elsewhere/unmet.csv")).unwrap();
    symlink(place.path("elsewhere"), place.path("link")).unwrap();
    symlink(place.path("city"), place.path("town")).unwrap();
    fs::rename(place.path("city/people.geojson"), place.path("people")).unwrap();
    symlink(place.path("people"), place.path("city/people.geojson")).unwrap();
    let (town, link) = (place.text("town"), place.text("link"));
    let args = ["report", &town, "--out", &link, "--no-maps", "--date", "2026-03-31"];
    let report = walkshed().args(args).output().unwrap();
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    assert!(place.path("link").is_symlink());
    assert!(!place.path("elsewhere/gaps.csv").is_symlink());
    assert_eq!(fs::read_to_string(place.path("mine.csv")).unwrap(), "mine");
    assert!(!place.path("nowhere").exists());
    assert_eq!(contents(&place.path("elsewhere")), expected);
}

#[test]
fn a_folder_of_somebody_else_is_refused_before_reading() {
    let place = Place::new();
    fs::create_dir(place.path("out")).unwrap();
    for path in [place.0.path().to_owned(), place.path("out")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // The city is broken too: what is said first shows what was looked at first.
    place.cut("outlets.geojson");
    let program = place.path("walkshed");
    fs::copy(env!("CARGO_BIN_EXE_walkshed"), &program).unwrap();
    let as_nobody = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(["report", &place.text("city"), "--out", &place.text("out")])
        .output();
    let Ok(report) = as_nobody.ok().filter(|run| status(run) == Some(2)).ok_or(()) else {
        return skip("this user cannot be another one");
    };
    let refused = format!("error[output]: {}: permission denied\n", place.text("out"));
    assert!(err(&report).starts_with(&refused), "{}", err(&report));
}
