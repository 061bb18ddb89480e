//! Streets that are kept with `--cache`: the outputs are the same to the byte.

use std::fs;
use std::process::Stdio;

use super::{Place, contents, err, names, status, walkshed};

/// Reports into `out` with some flags; all files that it writes, and what it says.
fn report(place: &Place, more: &[&str]) -> (Vec<(String, Vec<u8>)>, String) {
    let report = place.report(more);
    assert_eq!(status(&report), Some(0), "{}", err(&report));
    (contents(&place.path("out")).into_iter().collect(), err(&report).to_owned())
}

/// The flags that keep streets in `cache`.
fn flags(place: &Place) -> [String; 2] {
    ["--cache".to_owned(), place.text("cache")]
}

#[test]
fn a_report_writes_the_same_with_kept_streets_and_without() {
    let place = Place::new();
    let (without, _) = report(&place, &[]);
    let [flag, folder] = flags(&place);
    let (first, said) = report(&place, &[&flag, &folder, "--verbose"]);
    assert!(said.contains("streets kept in "), "{said}");
    let (second, said) = report(&place, &[&flag, &folder, "--verbose"]);
    assert!(said.contains("streets taken from the cache"), "{said}");
    assert!(first == without);
    assert!(second == without);
    let kept = names(&place.path("cache"));
    assert!(kept.len() == 1 && kept[0].ends_with(".streets"), "{kept:?}");
}

#[test]
fn what_is_spoilt_in_the_folder_is_said_and_written_anew() {
    let place = Place::new();
    let [flag, folder] = flags(&place);
    let (without, _) = report(&place, &[&flag, &folder]);
    let file = place.path("cache").join(&names(&place.path("cache"))[0]);
    let kept = fs::read(&file).unwrap();
    fs::write(&file, &kept[..kept.len() - 1]).unwrap();
    let (after, said) = report(&place, &[&flag, &folder]);
    assert!(said.contains("is damaged, or not ours; the streets are read anew"), "{said}");
    assert!(after == without);
    assert!(fs::read(&file).unwrap() == kept);
    fs::write(&file, b"").unwrap();
    let (_, said) = report(&place, &[&flag, &folder, "--lang", "zh"]);
    assert!(said.contains("已损坏或不是本程序的文件；路网已重新读取"), "{said}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused_before_anything_is_read() {
    let place = Place::new();
    fs::write(place.path("cache"), "a file").unwrap();
    let [flag, folder] = flags(&place);
    for (lang, said) in [
        ("en", format!("error[output]: --cache {folder}: not a directory\n  help: name a folder")),
        ("zh", format!("--cache {folder}：不是文件夹\n  处理：指定可写的文件夹")),
    ] {
        let refused = place.report(&["--quiet", "--lang", lang, &flag, &folder]);
        assert_eq!(status(&refused), Some(2));
        assert!(err(&refused).contains(&said), "{}", err(&refused));
    }
    assert!(!place.path("out").exists());
    assert_eq!(fs::read(place.path("cache")).unwrap(), b"a file");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_made_ends_no_run() {
    let place = Place::new();
    let (without, _) = report(&place, &[]);
    // A link to nowhere is no folder, and stands where one would be made.
    std::os::unix::fs::symlink(place.path("nowhere/at/all"), place.path("cache")).unwrap();
    let [flag, folder] = flags(&place);
    let (after, said) = report(&place, &[&flag, &folder]);
    assert!(said.contains("the streets are not kept"), "{said}");
    assert!(after == without);
}

#[test]
fn streets_from_standard_input_are_read_and_not_kept() {
    let place = Place::new();
    let settings = place.path("city/walkshed.toml");
    let before = fs::read_to_string(&settings).unwrap_or_default();
    fs::write(&settings, format!("{before}\n[streets]\nfile = \"-\"\n")).unwrap();
    let [flag, folder] = flags(&place);
    let mut command = walkshed();
    command.args(["check", &place.text("city"), &flag, &folder]);
    let streets = fs::File::open(place.path("city/streets.geojson")).unwrap();
    let check = command.stdin(Stdio::from(streets)).output().unwrap();
    assert_eq!(status(&check), Some(0), "{}", err(&check));
    assert!(!place.path("cache").exists());
}

#[test]
fn neither_the_folder_of_the_city_nor_that_of_the_outputs_keeps_streets() {
    let place = Place::new();
    let (city, out) = (place.text("city"), place.text("out"));
    let before = contents(&place.path("city"));
    let check = walkshed().args(["check", &city, "--cache", &city]).output().unwrap();
    assert_eq!(status(&check), Some(2));
    let said = format!(
        "error[same-file]: --cache {city} is the folder of the city itself\n  help: name another folder\n"
    );
    assert_eq!(err(&check), said);
    let report = place.report(&["--cache", &out]);
    assert_eq!(status(&report), Some(2));
    let said =
        format!("error[same-file]: {out} is the folder of --cache\n  help: name another folder\n");
    assert_eq!(err(&report), said);
    assert!(!place.path("out").exists());
    assert!(contents(&place.path("city")) == before);
}
