//! Whole or not at all.

use std::io::Write as _;

use super::*;

fn prepare(folder: &Path) -> Result<OutputFolder, Failure> {
    OutputFolder::prepare(folder, Box::leak(Box::default()))
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
    let watch = Box::leak(Box::new(Watch::new(stop.clone())));
    let mut staged = OutputFolder::prepare(&out, watch).unwrap().stage().unwrap();
    staged.add("a.csv", |out| out.write_all(b"a")).unwrap();
    stop.ask();
    assert!(staged.add("b.csv", |out| out.write_all(b"b")).is_err());
    // Not even what was written whole before.
    assert!(staged.place().is_err());
    assert!(!out.exists());
}

#[test]
fn a_folder_left_by_a_killed_run_is_no_hindrance() {
    let home = tempfile::tempdir().unwrap();
    let left = home.path().join(format!(".walkshed-tmp-{}", std::process::id()));
    fs::create_dir(&left).unwrap();
    write(home.path(), &[("a.csv", "a")]).unwrap();
    assert_eq!(text(home.path(), "a.csv"), "a");
    assert!(left.exists());
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
