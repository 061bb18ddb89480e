//! The built binary: what it writes, and what it leaves alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::small::{Packing, Small, pbf, square, tag, xml};

fn walkshed(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_walkshed")).args(args).output().unwrap()
}

fn import(file: &Path, out: &Path, more: &[&str]) -> Output {
    let mut args = vec!["import", "osm", file.to_str().unwrap(), "--out", out.to_str().unwrap()];
    args.extend(more);
    walkshed(&args)
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect()
}

/// A town of one border, a shop inside it and land.
fn town() -> String {
    let border =
        tag("boundary", "administrative") + &tag("admin_level", "8") + &tag("name", "东门街道");
    let shop = tag("shop", "convenience") + &tag("name", "东门便利店");
    xml(&[
        square(10, 116.3, 39.9, &(border + &tag("population", "5 328"))),
        square(20, 116.302, 39.902, &shop),
        square(30, 116.304, 39.904, &tag("landuse", "residential")),
        square(40, 116.305, 39.905, &tag("highway", "footway")),
    ]
    .concat())
}

#[test]
fn a_city_that_was_imported_can_be_checked_and_reported() {
    let small = Small::new("town.osm", town().as_bytes());
    let city = small.path("city");
    let done = import(&small.file, &city, &[]);
    assert!(done.status.success(), "{done:?}");
    let files = files(&city);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "estates.geojson",
        "findings.csv",
        "import.json",
        "outlets.geojson",
        "streets.geojson",
        "subdistricts.geojson",
        "walkshed.toml",
    ];
    assert_eq!(names, expected);
    let units: serde_json::Value = serde_json::from_slice(&files["subdistricts.geojson"]).unwrap();
    assert_eq!(units["features"][0]["properties"]["population"], 5328);
    let checked = walkshed(&["check", city.to_str().unwrap()]);
    assert!(checked.status.success(), "{checked:?}");
    let report = small.path("report");
    let reported = walkshed(&["report", city.to_str().unwrap(), "--out", report.to_str().unwrap()]);
    assert!(reported.status.success(), "{reported:?}");
    let manifest = std::fs::read(report.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let source = manifest["source"].as_str().unwrap();
    assert!(source.starts_with("© OpenStreetMap contributors, ODbL 1.0; town.osm"), "{source}");
}

#[test]
fn lines_of_streets_are_said_with_what_they_were_drawn_from() {
    // The way lacks a node in its middle, and is drawn as two lines.
    let node = |id| format!("<node id=\"{id}\" lon=\"116.30{id}\" lat=\"39.9\"/>");
    let mut text = [1, 2, 4, 5].map(node).concat();
    text += "<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><nd ref=\"3\"/><nd ref=\"4\"/><nd ref=\"5\"/>\
             <tag k=\"highway\" v=\"footway\"/></way>\
             <way id=\"2\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"barrier\" v=\"wall\"/></way>";
    let small = Small::new("town.osm", xml(&text).as_bytes());
    let said = |lang: &str| {
        let done = import(&small.file, &small.path(lang), &["--extent", "--lang", lang]);
        String::from_utf8(done.stdout).unwrap()
    };
    let english = said("en");
    let expected = "\n        3 lines of streets: 1 way to walk on drawn as 2 lines, 1 barrier (to ways across \
                    squares alone) drawn as 1 line\n";
    assert!(english.contains(expected), "{english}");
    let chinese = said("zh");
    let expected = "\n        3 道路线：1 处可步行路径绘成 2 条，1 处围墙栅栏（只阻断穿行广场的路径）绘成 1 条\n";
    assert!(chinese.contains(expected), "{chinese}");
}

#[test]
fn what_is_left_out_is_said_in_the_language_that_was_asked_for() {
    let gone = tag("disused:shop", "convenience") + &tag("was:shop", "laundry");
    let text = xml(&[
        square(10, 116.3, 39.9, &tag("highway", "motorway")),
        square(20, 116.302, 39.902, &gone),
        square(30, 116.304, 39.904, &tag("landuse", "residential")),
        square(40, 116.305, 39.905, &tag("shop", "convenience")),
        "<way id=\"50\"><nd ref=\"10\"/><nd ref=\"9999\"/><tag k=\"landuse\" v=\"residential\"/></way>"
            .to_owned(),
    ]
    .concat());
    let small = Small::new("town.osm", text.as_bytes());
    let said = |lang: &str, extent: &str, out: &str| {
        let city = small.path(out);
        let done = import(&small.file, &city, &[extent, "--lang", lang]);
        assert!(done.status.success(), "{done:?}");
        let units: serde_json::Value =
            serde_json::from_slice(&files(&city)["subdistricts.geojson"]).unwrap();
        let name = units["features"][0]["properties"]["name"].as_str().unwrap().to_owned();
        (String::from_utf8(done.stdout).unwrap(), name, files(&city)["import.json"].clone())
    };
    let (english, name, record) = said("en", "--extent", "en");
    assert!(english.contains("1 way: a highway that nobody walks on, or not there\n"), "{english}");
    assert!(english.contains("1 estate: "), "{english}");
    assert!(english.contains("      0 lines of streets\n"), "{english}");
    assert_eq!(name, "extent of the data");
    let (chinese, name, same) = said("zh", "--extent=116.3,39.9,116.4,40", "zh");
    assert!(chinese.contains("1 路径：行人不走的道路，或道路不存在\n"), "{chinese}");
    assert!(chinese.contains("1 居住用地："), "{chinese}");
    let left_out = chinese.split_once("未采用：").unwrap().1;
    assert!(!left_out.bytes().any(|byte| byte.is_ascii_alphabetic()), "{chinese}");
    assert_eq!(name, "指定范围");
    // The record is read by programs, and the same in both.
    assert_eq!(record, same);
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let mut inputs = vec![];
    if let Some(shared) = std::env::var_os("WALKSHED_SHARED") {
        let data = Path::new(&shared).join("data");
        inputs.push(data.join("monaco-osm-2021/monaco-latest.osm.pbf"));
        inputs.push(data.join("moscow-north-osm-2013/moscow.osm.gz"));
    } else {
        eprintln!("skipped: WALKSHED_SHARED is not set");
    }
    let small = Small::new("town.osm.pbf", &pbf(Packing::Zlib));
    inputs.push(small.file.clone());
    for (number, input) in inputs.iter().enumerate() {
        let written = ["1", "2", "7"].map(|threads| {
            let out = small.path(&format!("{number}-{threads}"));
            let done = import(input, &out, &["--extent", "--threads", threads]);
            assert!(done.status.success(), "{done:?}");
            files(&out)
        });
        assert_eq!(written[0], written[1]);
        assert_eq!(written[0], written[2]);
    }
}

#[test]
fn a_refused_import_writes_nothing() {
    let small = Small::new("town.osm", &town().as_bytes()[..400]);
    let city = small.path("city");
    let done = import(&small.file, &city, &[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("error[osm-cut]: file ends before"));
    assert!(!city.exists());
}

#[test]
fn a_city_that_is_there_is_left_alone() {
    let small = Small::new("town.osm", town().as_bytes());
    let city = small.path("city");
    std::fs::create_dir(&city).unwrap();
    std::fs::write(city.join("outlets.geojson"), "mine").unwrap();
    let done = import(&small.file, &city, &[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("outlets.geojson is already there"));
    assert_eq!(files(&city).len(), 1);
    assert_eq!(std::fs::read(city.join("outlets.geojson")).unwrap(), b"mine");
}

#[test]
fn a_border_of_another_level_has_to_be_named() {
    let small = Small::new("town.osm", town().as_bytes());
    let done = import(&small.file, &small.path("city"), &["--admin-level", "6"]);
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("admin levels in the file: 8 (1 of 1 close)"), "{said}");
}

/// The kinds of rates in a report of the town, imported so.
fn kinds(more: &[&str]) -> (String, String) {
    let home = tag("building", "house");
    let town = town().replace("</osm>", &(square(50, 116.306, 39.906, &home) + "</osm>"));
    let small = Small::new("town.osm", town.as_bytes());
    let (city, report) = (small.path("city"), small.path("report"));
    assert!(import(&small.file, &city, more).status.success());
    let (city, out) = (city.to_str().unwrap(), report.to_str().unwrap());
    let done = walkshed(&["report", city, "--out", out, "--no-maps", "--lang", "en"]);
    assert!(done.status.success(), "{done:?}");
    let text = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    (text("coverage.csv"), text("assessment.json") + &text("findings.csv"))
}

#[test]
fn what_stands_in_for_land_or_for_borders_is_called_an_approximation() {
    let (official, told) = kinds(&[]);
    assert!(official.contains("residential land, I1") && !official.contains("approximation"));
    assert!(told.contains("\"official_indicator\": true"));
    for (more, kind, why) in [
        (&["--land", "buildings"][..], "approximation on the ground", "estates.stands_in"),
        (&["--extent"], "approximation: residential land in a box", "subdistricts.stands_in"),
        (&["--extent", "--land", "buildings"], "approximation on the ground", "estates.stands_in"),
    ] {
        let (table, told) = kinds(more);
        assert!(table.contains(kind) && !table.contains("I1"), "{more:?}: {table}");
        assert!(told.contains("\"official_indicator\": false") && told.contains(why), "{more:?}");
    }
}
