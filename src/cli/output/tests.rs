//! Whole or not at all.

use super::*;

fn file(name: &str, content: &str) -> OutputFile {
    OutputFile { name: name.to_owned(), content: content.as_bytes().to_vec() }
}

fn write(folder: &Path, files: &[OutputFile]) -> Result<(), Failure> {
    OutputFolder::prepare(folder)?.write(files, Existing::Replace)
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
    write(&out, &[file("a.csv", "new"), file("maps/b.png", "map")]).unwrap();
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
    let files = [file("a.csv", "new"), file("maps/b.png", "map"), file("z.csv", "new")];
    let failure = write(out, &files).unwrap_err();
    assert_eq!(failure.code, "write");
    assert!(failure.message.contains("z.csv") && failure.message.contains("0 of 3"), "{failure}");
    assert_eq!(names(out), ["a.csv"]);
    assert_eq!(text(out, "a.csv"), "old");
    assert!(!out.join("maps").exists());
}

#[test]
fn a_folder_that_was_made_for_nothing_goes_again() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    drop(OutputFolder::prepare(&out).unwrap());
    assert!(!out.exists());
}

#[test]
fn a_folder_whose_parent_is_missing_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let failure = OutputFolder::prepare(&home.path().join("no/out")).unwrap_err();
    assert_eq!(failure.code, "output");
    assert!(failure.message.ends_with("no such file or directory"), "{failure}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    fs::write(&out, "a file").unwrap();
    assert_eq!(OutputFolder::prepare(&out).unwrap_err().code, "output");
    assert_eq!(fs::read_to_string(&out).unwrap(), "a file");
}

#[test]
fn an_input_is_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("gaps.geojson");
    fs::write(&input, "input").unwrap();
    let out = OutputFolder::prepare(home.path()).unwrap();
    let by_another_way = home.path().join(".").join("gaps.geojson");
    let refused = out.spare_inputs(&["gaps.geojson".to_owned()], &[by_another_way]).unwrap_err();
    assert_eq!(refused.code, "same-file");
    assert!(out.spare_inputs(&["gaps.csv".to_owned()], &[input]).is_ok());
}

#[test]
fn files_that_are_there_can_be_a_reason_to_refuse() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.csv"), "mine").unwrap();
    let out = OutputFolder::prepare(home.path()).unwrap();
    let files = [file("b.csv", "b"), file("a.csv", "a")];
    assert_eq!(out.write(&files, Existing::Keep).unwrap_err().code, "exists");
    assert_eq!(names(home.path()), ["a.csv"]);
    assert_eq!(text(home.path(), "a.csv"), "mine");
}

fn manifest(outputs: &[(&str, &str)]) -> OutputFile {
    let outputs: Vec<_> = outputs
        .iter()
        .map(|(name, content)| {
            serde_json::json!({ "name": name, "sha256": sha256(content.as_bytes()) })
        })
        .collect();
    let text = serde_json::json!({ "program": "walkshed", "outputs": outputs }).to_string();
    file(SEAL, &text)
}

#[test]
fn maps_of_an_earlier_run_go_unless_somebody_changed_them() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path();
    let listed = [("maps/a.png", "a"), ("maps/b.png", "b"), ("maps/c.png", "c"), ("../x", "x")];
    let first = manifest(&listed);
    write(out, &[file("maps/a.png", "a"), file("maps/b.png", "b"), file("maps/c.png", "c"), first])
        .unwrap();
    fs::write(out.join("maps/b.png"), "b with notes").unwrap();
    fs::write(out.join("maps/own.png"), "mine").unwrap();
    write(out, &[file("maps/c.png", "c2"), manifest(&[("maps/c.png", "c2")])]).unwrap();
    assert_eq!(names(out), ["manifest.json", "maps/b.png", "maps/c.png", "maps/own.png"]);
    assert_eq!(text(out, "maps/c.png"), "c2");
}
