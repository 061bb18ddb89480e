//! What the reader does at the edge: files that are too long, pipes, links, a run that is stopped.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkshed::input::{MaxInput, ReadOptions, Reading, SourceError, read_watched};
use walkshed::model::CategoryTable;
use walkshed::watch::{Stage, Stop, Watch};

const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[116,40],[116.02,40],[116.02,40.02],
[116,40.02],[116,40]]]}}]}"#;

const OUTLET: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{
"id":"P1","name":"Shop","category":"laundry"},"geometry":{"type":"Point","coordinates":[116.01,40.01]}}]}"#;

/// A city of one unit and one outlet.
fn city() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("outlets.geojson"), OUTLET).unwrap();
    folder
}

fn read(folder: &Path, limit: u64, watch: &Watch) -> Result<Reading, SourceError> {
    let options = ReadOptions { max_input: MaxInput(limit), ..ReadOptions::default() };
    read_watched(folder, &CategoryTable::standard(), &options, watch)
}

#[test]
fn a_file_over_the_limit_is_refused_before_any_file_is_read() {
    let city = city();
    let file = fs::File::options().write(true).open(city.path().join("outlets.geojson")).unwrap();
    file.set_len(9_000_000_000).unwrap();
    let watch = Watch::default();
    let error = read(city.path(), MaxInput::default().0, &watch).unwrap_err();
    assert!(error.to_string().ends_with("outlets.geojson: 9 GB is more than the limit of 8 GB"));
    assert_eq!(watch.progress().0, 0);
}

#[test]
fn a_file_as_long_as_the_limit_is_read() {
    let city = city();
    let longest = UNIT.len().max(OUTLET.len()) as u64;
    assert!(read(city.path(), longest, &Watch::default()).unwrap().city.is_some());
    let error = read(city.path(), longest - 1, &Watch::default()).unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { bytes, .. } if bytes == longest));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let city = city();
    let path = city.path().join("outlets.geojson");
    // Long enough that its end has not been read when it is lengthened.
    fs::write(&path, format!("{OUTLET}{}", " ".repeat(40_000_000))).unwrap();
    let watch = Watch::default();
    let begun = (UNIT.len() + 300_000) as u64;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while watch.progress().0 < begun {
                std::thread::yield_now();
            }
            let mut file = fs::File::options().append(true).open(&path).unwrap();
            std::io::Write::write_all(&mut file, b" ").unwrap();
        });
        let error = read(city.path(), 100_000_000, &watch).unwrap_err();
        assert!(matches!(error, SourceError::Changed { .. }), "{error}");
        assert!(error.to_string().ends_with("outlets.geojson changed during the run"));
    });
}

#[test]
fn all_bytes_are_counted() {
    let city = city();
    let watch = Watch::default();
    read(city.path(), 10_000, &watch).unwrap();
    let all = (UNIT.len() + OUTLET.len()) as u64;
    assert_eq!(watch.progress(), (all, all));
}

#[test]
fn a_run_that_is_asked_to_stop_reads_no_further() {
    let city = city();
    let stop = Stop::default();
    let ask = stop.clone();
    // Asked when the first stage begins, so that the files are opened and then left.
    let watch = Watch::new(stop).telling(move |stage, _| {
        if stage == Stage::Reading {
            ask.ask();
        }
    });
    let error = read(city.path(), 10_000, &watch).unwrap_err();
    assert!(matches!(error, SourceError::Stopped), "{error}");
    assert_eq!(watch.progress().0, 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_loops_a_folder_and_a_link_to_nowhere_are_named() {
    use std::os::unix::fs::symlink;
    let said = |make: &dyn Fn(&Path)| {
        let city = city();
        let file = city.path().join("outlets.geojson");
        fs::remove_file(&file).unwrap();
        make(&file);
        let error = read(city.path(), 10_000, &Watch::default()).unwrap_err().to_string();
        let (_, said) = error.split_once("outlets.geojson").unwrap_or_else(|| panic!("{error}"));
        said.to_owned()
    };
    assert_eq!(said(&|file| fs::create_dir(file).unwrap()), " is a folder, not a file");
    assert_eq!(said(&|file| symlink("nowhere", file).unwrap()), ": no such file or folder");
    let looped = said(&|file| symlink(file, file).unwrap());
    assert!(looped.to_lowercase().starts_with(": too many levels of symbolic links"), "{looped}");
}

#[test]
fn a_people_layer_that_lacks_a_part_of_the_population_is_told() {
    let said_of = |people: u32, population: u32| {
        let city = city();
        let property = format!("\"id\":\"D1\",\"population\":{population},");
        let unit = UNIT.replace("\"id\":\"D1\",", &property);
        fs::write(city.path().join("subdistricts.geojson"), unit).unwrap();
        let layer = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{
            "people":{people}}},"geometry":{{"type":"Point","coordinates":[116.01,40.01]}}}}]}}"#
        );
        fs::write(city.path().join("people.geojson"), layer).unwrap();
        let reading = read(city.path(), 1_000_000, &Watch::default()).unwrap();
        let mut findings = reading.findings.into_iter();
        findings.find(|f| f.code == "population-differs").map(|f| f.message)
    };
    let said = |people: u32| said_of(people, 1000);
    let told = "population adds up to 1000, the people layer inside to 700 (30.00 % fewer); rates are of the \
                latter; most in \"One\", 1000 against 700";
    assert_eq!(said(700).as_deref(), Some(told));
    assert!(said(2500).is_some_and(|text| text.contains("(150.00 % more)")));
    // Within 5 %.
    assert_eq!((said(950), said(1049)), (None, None));
    // Of nobody no part can be missing.
    assert_eq!(said_of(700, 0), None);
}

/// Two squares side by side, 0.1 degrees wide, with these residents; and what is said of their people.
fn said_of_two(
    residents: [u32; 2],
    layer: Option<[u32; 2]>,
    estates: Option<[u32; 2]>,
) -> Vec<String> {
    let city = city();
    let square = |west: f64, width: f64| {
        let east = west + width;
        format!(
            r#""geometry":{{"type":"Polygon","coordinates":[[[{west},40.0],[{east},40.0],[{east},40.05],
            [{west},40.05],[{west},40.0]]]}}"#
        )
    };
    let layer_of = |features: Vec<String>| {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    };
    let both = [(0, 116.0), (1, 116.1)];
    let unit = |(n, west): (usize, f64)| {
        let people = residents[n];
        let about = format!(r#""id":"D{n}","name":"Unit {n}","population":{people}"#);
        format!(r#"{{"type":"Feature","properties":{{{about}}},{}}}"#, square(west, 0.1))
    };
    let write = |file: &str, features: Vec<String>| {
        fs::write(city.path().join(file), layer_of(features)).unwrap();
    };
    write("subdistricts.geojson", both.map(unit).to_vec());
    if let Some(people) = layer {
        let place = |(n, west): (usize, f64)| {
            let (people, lon) = (people[n], west + 0.05);
            format!(
                r#"{{"type":"Feature","properties":{{"people":{people}}},
                "geometry":{{"type":"Point","coordinates":[{lon},40.02]}}}}"#
            )
        };
        write("people.geojson", both.map(place).to_vec());
    }
    if let Some(people) = estates {
        let estate = |(n, west): (usize, f64)| {
            let about = format!(r#""id":"E{n}","name":"Estate {n}","people":{}"#, people[n]);
            format!(
                r#"{{"type":"Feature","properties":{{{about}}},{}}}"#,
                square(west + 0.04, 0.01)
            )
        };
        write("estates.geojson", both.map(estate).to_vec());
    }
    let reading = read(city.path(), 1_000_000, &Watch::default()).unwrap();
    let said = reading.findings.into_iter().filter(|f| f.code.starts_with("population-"));
    said.map(|f| format!("{}: {}", f.code, f.message)).collect()
}

#[test]
fn counts_of_a_subdistrict_that_differ_by_a_factor_are_told_even_where_the_sums_agree() {
    let said = said_of_two([60_000, 20_000], Some([20_000, 60_000]), None);
    let expected = "population-factor: population and the people layer differ by more than a factor of 2 in 2 of 2 \
                    subdistricts, most in \"Unit 0\": 60000 against 20000; in all 80000 against 80000";
    assert_eq!(said, [expected]);
    // Twice as many is no more than a factor of 2; nor are a few people.
    let quiet: [String; 0] = [];
    assert_eq!(said_of_two([60_000, 20_000], Some([40_000, 40_000]), None), quiet);
    assert_eq!(said_of_two([60_000, 20], Some([60_000, 99]), None), quiet);
    // In thousands: said once.
    let said = said_of_two([60, 20], Some([60_000, 20_000]), None);
    assert!(said.len() == 1 && said[0].starts_with("population-differs: "), "{said:?}");
}

#[test]
fn estates_that_have_more_residents_than_their_subdistrict_are_told() {
    let said = said_of_two([10_000, 20_000], None, Some([21_000, 5_000]));
    let expected = "population-factor: population and the residents of estates differ by more than a factor of 2 \
                    in 1 of 2 subdistricts, most in \"Unit 0\": 10000 against 21000; in all 30000 against 26000";
    assert_eq!(said, [expected]);
    // Estates have a part of the people.
    let quiet: [String; 0] = [];
    assert_eq!(said_of_two([10_000, 20_000], None, Some([500, 500])), quiet);
    let of_layer = said_of_two([10_000, 20_000], Some([10_000, 20_000]), Some([300, 45_000]));
    let told: Vec<bool> =
        of_layer.iter().map(|text| text.contains("20000 against 45000")).collect();
    assert_eq!(told, [true, true], "{of_layer:?}");
}
