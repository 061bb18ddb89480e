//! Whole or not at all.

use std::io::Write as _;

use walkshed::report::sha256;

use super::*;

fn prepare(folder: &Path) -> Result<OutputFolder, Failure> {
    OutputFolder::prepare(folder, Messages::silent(Watch::default()))
}

type File<'a> = (&'a str, &'a str);

fn write(folder: &Path, files: &[File<'_>]) -> Result<(), Failure> {
    let mut staged = prepare(folder)?.stage()?;
    for (name, content) in files {
        staged.add(name, |out| out.write_all(content.as_bytes()))?;
    }
    staged.place()
}

/// Names in a folder, those in folders of it with a `/`, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            names.extend(self::names(&path).iter().map(|inner| format!("{name}/{inner}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn files_stand_under_their_names_and_others_are_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("letter.txt"), "mine").unwrap();
    fs::write(out.join("a.csv"), "old").unwrap();
    write(&out, &[("a.csv", "new"), ("maps/b.png", "map")]).unwrap();
    assert_eq!(names(&out), ["a.csv", "letter.txt", "maps/b.png"]);
    assert_eq!((text(&out, "a.csv"), text(&out, "letter.txt")), ("new".into(), "mine".into()));
}

#[test]
fn a_file_that_cannot_be_placed_puts_all_others_back() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path();
    fs::write(out.join("a.csv"), "old").unwrap();
    // A folder in the place of the last file: the rename onto it fails.
    fs::create_dir_all(out.join("z.csv/inside")).unwrap();
    let files = [("a.csv", "new"), ("maps/b.png", "map"), ("z.csv", "new")];
    let failure = write(out, &files).unwrap_err();
    assert_eq!(failure.code, "write");
    assert!(failure.message.contains("z.csv"), "{failure}");
    assert_eq!(names(out), ["a.csv"]);
    assert_eq!(text(out, "a.csv"), "old");
    assert!(!out.join("maps").exists());
}

#[test]
fn a_folder_that_was_made_for_nothing_goes_again() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    drop(prepare(&out).unwrap());
    assert!(!out.exists());
}

#[test]
fn a_folder_whose_parent_is_missing_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let failure = prepare(&home.path().join("no/out")).unwrap_err();
    assert_eq!(failure.code, "output");
    assert!(failure.message.ends_with("no such file or directory"), "{failure}");
    let parent = home.path().join("no");
    assert!(failure.help.contains(&format!("no folder {}: make it", parent.display())));
    assert!(!parent.exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    fs::write(&out, "a file").unwrap();
    assert_eq!(prepare(&out).unwrap_err().code, "output");
    assert_eq!(fs::read_to_string(&out).unwrap(), "a file");
}

#[test]
fn an_input_is_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("gaps.geojson");
    fs::write(&input, "input").unwrap();
    let out = prepare(home.path()).unwrap();
    let by_another_way = home.path().join(".").join("gaps.geojson");
    let refused = out.spare_inputs(&["gaps.geojson".to_owned()], &[by_another_way]).unwrap_err();
    assert_eq!(refused.code, "same-file");
    assert!(out.spare_inputs(&["gaps.csv".to_owned()], &[input]).is_ok());
}

#[test]
fn an_input_is_never_taken_away_as_an_output_that_is_not_written_any_more() {
    let home = tempfile::tempdir().unwrap();
    let first = manifest(&[("assessment.json", "a"), ("gaps.csv", "g")]);
    write(home.path(), &[("assessment.json", "a"), ("gaps.csv", "g"), (SEAL, &first)]).unwrap();
    let out = prepare(home.path()).unwrap();
    let names = ["changes.csv", SEAL].map(str::to_owned);
    let input = home.path().join("assessment.json");
    let refused = out.spare_inputs(&names, &[input]).unwrap_err();
    assert!(refused.message.ends_with("assessment.json would remove its own input"), "{refused}");
    // One that somebody has changed stays, and so it may be an input.
    fs::write(home.path().join("gaps.csv"), "g with notes").unwrap();
    assert!(out.spare_inputs(&names, &[home.path().join("gaps.csv")]).is_ok());
}

#[test]
fn outputs_of_another_command_are_a_reason_to_refuse() {
    let home = tempfile::tempdir().unwrap();
    let seal = serde_json::json!({ "program": "walkshed", "command": "report", "outputs": [] });
    fs::write(home.path().join(SEAL), seal.to_string()).unwrap();
    let out = prepare(home.path()).unwrap();
    assert!(out.spare_other_outputs("report").is_ok());
    let refused = out.spare_other_outputs("compare").unwrap_err();
    assert_eq!(refused.code, "exists");
    assert!(refused.message.ends_with("holds the outputs of walkshed report"), "{refused}");
    // A manifest of somebody else's says nothing about ours.
    fs::write(home.path().join(SEAL), "{\"command\": \"report\"}").unwrap();
    assert!(out.spare_other_outputs("compare").is_ok());
}

#[test]
fn files_that_are_there_can_be_a_reason_to_refuse() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.csv"), "mine").unwrap();
    let out = prepare(home.path()).unwrap();
    let names = ["b.csv", "a.csv"].map(str::to_owned);
    assert_eq!(out.spare_existing(&names).unwrap_err().code, "exists");
    assert!(out.spare_existing(&names[..1]).is_ok());
}

#[test]
fn a_content_that_fails_half_way_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.csv"), "old").unwrap();
    let mut staged = prepare(home.path()).unwrap().stage().unwrap();
    staged.add("b.csv", |out| out.write_all(b"b")).unwrap();
    let broken = staged.add("a.csv", |out| {
        out.write_all(b"half")?;
        Err(io::Error::from_raw_os_error(28))
    });
    assert!(broken.unwrap_err().message.ends_with("a.csv: no space left on device"));
    drop(staged);
    assert_eq!(names(home.path()), ["a.csv"]);
    assert_eq!(text(home.path(), "a.csv"), "old");
}

#[test]
fn a_run_that_is_asked_to_stop_while_it_writes_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let stop = walkshed::watch::Stop::default();
    let messages = Messages::silent(Watch::new(stop.clone()));
    let mut staged = OutputFolder::prepare(&out, messages).unwrap().stage().unwrap();
    staged.add("a.csv", |out| out.write_all(b"a")).unwrap();
    stop.ask();
    assert!(staged.add("b.csv", |out| out.write_all(b"b")).is_err());
    // Not even what was written whole before.
    assert!(staged.place().is_err());
    assert!(!out.exists());
}

#[test]
fn what_a_killed_run_left_is_named_and_taken_away() {
    let home = tempfile::tempdir().unwrap();
    let left = home.path().join(format!(".walkshed-tmp-{}", std::process::id()));
    fs::create_dir_all(left.join("new/maps")).unwrap();
    fs::write(left.join("new/a.csv"), "half").unwrap();
    let said = clean(home.path());
    let finding = said.iter().next().unwrap();
    assert_eq!((finding.code, said.len()), ("leftover", 1));
    assert_eq!(finding.place.file, left.display().to_string());
    assert!(names(home.path()).is_empty() && !left.exists());
}

/// A folder of a run that was killed after it had planned to place `a.csv`, `maps/b.png` and the
/// seal instead of what the seal in place lists, and had placed the first.
fn half_placed(home: &Path) {
    let old = manifest(&[("a.csv", "old"), ("maps/c.png", "old"), ("../d", "old")]);
    write(home, &[("a.csv", "old"), ("maps/c.png", "old"), (SEAL, &old)]).unwrap();
    let mut scratch = Scratch::new(home, Box::leak(Box::default())).unwrap();
    let new = [("a.csv", "new"), ("maps/b.png", "new"), (SEAL, "new")];
    for (name, content) in new {
        scratch.write(name, |out| out.write_all(content.as_bytes())).unwrap();
    }
    let names: Vec<String> = new.iter().map(|(name, _)| (*name).to_owned()).collect();
    let stale = stale_outputs(home, &names).unwrap();
    scratch.plan(&Plan::new(names, stale)).unwrap();
    fs::rename(scratch.fresh().join("a.csv"), home.join("a.csv")).unwrap();
    scratch.leave();
}

#[test]
fn outputs_of_a_run_that_was_killed_half_way_take_their_places_first() {
    let home = tempfile::tempdir().unwrap();
    half_placed(home.path());
    let said = clean(home.path());
    assert!(said.iter().next().unwrap().message.contains("the last 2"), "{said:?}");
    assert_eq!(names(home.path()), ["a.csv", SEAL, "maps/b.png"]);
    assert_eq!(text(home.path(), SEAL), "new");
    assert_eq!(clean(home.path()).len(), 0);
}

#[test]
fn a_plan_that_leads_out_of_the_folder_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let left = out.join(".walkshed-tmp-1");
    fs::create_dir_all(left.join("new")).unwrap();
    fs::write(out.join("x"), "in the way of ../x, were it followed").unwrap();
    fs::write(home.path().join("y"), "y").unwrap();
    let stale = serde_json::json!({ "name": "../y", "sha256": sha256(b"y") });
    let plan = serde_json::json!({ "outputs": ["../x", "/x"], "stale": [stale] });
    fs::write(left.join("plan.json"), plan.to_string()).unwrap();
    assert_eq!(settle(&out, &left).unwrap(), Settled::Dropped);
    assert_eq!(names(home.path()), ["out/x", "y"]);
}

#[test]
fn a_plan_that_cannot_be_read_is_left_and_said() {
    let home = tempfile::tempdir().unwrap();
    let left = home.path().join(".walkshed-tmp-1");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("plan.json"), "{").unwrap();
    let said = clean(home.path());
    assert!(said.iter().next().unwrap().message.contains("; stays: "), "{said:?}");
    assert!(left.exists());
    // It hinders nobody.
    write(home.path(), &[("a.csv", "a")]).unwrap();
}

#[cfg(unix)]
#[test]
fn two_runs_do_not_mix_their_outputs() {
    let home = tempfile::tempdir().unwrap();
    let first = prepare(home.path()).unwrap();
    let second = prepare(home.path()).unwrap_err();
    assert!(second.message.ends_with(": another run is writing there"), "{second}");
    drop(first);
    assert!(prepare(home.path()).is_ok());
}

#[test]
fn a_failure_at_the_seal_brings_the_old_seal_and_all_it_lists_back() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path();
    let old = manifest(&[("a.csv", "old"), ("b.csv", "old")]);
    write(out, &[("a.csv", "old"), ("b.csv", "old"), (SEAL, &old)]).unwrap();
    let mut staged = prepare(out).unwrap().stage().unwrap();
    for name in ["a.csv", SEAL] {
        staged.add(name, |out| out.write_all(b"new")).unwrap();
    }
    // The new seal is not there when its turn comes.
    fs::remove_file(staged.scratch.fresh().join(SEAL)).unwrap();
    let failure = staged.place().unwrap_err();
    assert!(failure.message.contains(SEAL), "{failure}");
    assert_eq!(names(out), ["a.csv", "b.csv", SEAL]);
    assert_eq!((text(out, "a.csv"), text(out, SEAL)), ("old".into(), old));
}

fn manifest(outputs: &[File<'_>]) -> String {
    let outputs: Vec<_> = outputs
        .iter()
        .map(|(name, content)| {
            serde_json::json!({ "name": name, "sha256": sha256(content.as_bytes()) })
        })
        .collect();
    serde_json::json!({ "program": "walkshed", "outputs": outputs }).to_string()
}

#[test]
fn maps_of_an_earlier_run_go_unless_somebody_changed_them() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path();
    let listed = [("maps/a.png", "a"), ("maps/b.png", "b"), ("maps/c.png", "c"), ("../x", "x")];
    let first = manifest(&listed);
    let second = manifest(&[("maps/c.png", "c2")]);
    write(out, &[("maps/a.png", "a"), ("maps/b.png", "b"), ("maps/c.png", "c"), (SEAL, &first)])
        .unwrap();
    fs::write(out.join("maps/b.png"), "b with notes").unwrap();
    fs::write(out.join("maps/own.png"), "mine").unwrap();
    write(out, &[("maps/c.png", "c2"), (SEAL, &second)]).unwrap();
    assert_eq!(names(out), ["manifest.json", "maps/b.png", "maps/c.png", "maps/own.png"]);
    assert_eq!(text(out, "maps/c.png"), "c2");
}
