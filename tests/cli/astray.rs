//! Barriers that are none, and places that no walk leads to the city from.

use std::fs;

use crate::{Place, err, out, run, status};

/// A collection of lines by their coordinates.
fn lines(of: &[&str]) -> String {
    let line = |at: &&str| {
        format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"LineString","coordinates":{at}}}}}"#
        )
    };
    let features: Vec<String> = of.iter().map(line).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[test]
fn a_barrier_of_no_length_is_none() {
    let place = Place::new();
    let (point, same) = ("[[112.0,35.985]]", "[[112.0,35.985],[112.0,35.98500000001]]");
    let across = "[[111.95,35.985],[112.05,35.985]]";
    let (city, file) = (place.text("city"), place.text("wall.geojson"));
    let args = ["explain", &city, "--at", "112.0100,35.9918", "--category", "convenience_store"];
    let said = |file: &str, lang| run(&[&args[..], &["--lang", lang, "--barrier", file]].concat());
    fs::write(&file, lines(&[point, same])).unwrap();
    let refused = said(&file, "en");
    assert_eq!(status(&refused), Some(2), "{}", err(&refused));
    for words in [
        "warning[line-too-short]: 2 lines with fewer than 2 different positions; left out\n",
        "error[barrier-empty]: the file has no line; a barrier is one at least\n",
        "  help: draw the line that nobody is to cross, or name the file that has it\n",
    ] {
        assert!(err(&refused).contains(words), "{}", err(&refused));
    }
    assert!(err(&said(&file, "zh")).contains("  处理：绘制不得穿越的线，或给出含有该线的文件\n"));
    fs::write(&file, lines(&[point, across, same])).unwrap();
    let taken = said(&file, "en");
    assert_eq!(status(&taken), Some(0), "{}", err(&taken));
    assert!(out(&taken).contains("wall.geojson (lines: 1)"), "{}", out(&taken));
    assert!(err(&taken).contains("warning[line-too-short]: 2 lines "), "{}", err(&taken));
    // The layer is read alike.
    fs::write(place.path("city/barriers.geojson"), lines(&[point, across])).unwrap();
    let check = run(&["check", &city, "--lang", "en"]);
    assert!(err(&check).contains("warning[line-too-short]: 1 line with "), "{}", err(&check));
    assert!(err(&check).contains("barriers.geojson: features[0]"), "{}", err(&check));
    // Areas are barriers, points are not.
    let drawn = r#"{"type":"Point","coordinates":[112.0,35.985]}"#;
    fs::write(&file, format!(r#"{{"type":"Feature","properties":{{}},"geometry":{drawn}}}"#))
        .unwrap();
    let words = "a barrier is a LineString, MultiLineString, Polygon or MultiPolygon\n";
    assert!(err(&said(&file, "en")).contains(words), "{}", err(&said(&file, "en")));
}

#[test]
fn a_barrier_that_cannot_be_opened_and_a_place_far_from_the_city_are_refused_with_help() {
    let place = Place::new();
    let (city, none) = (place.text("city"), place.text("none.geojson"));
    let said = |at, barrier: &[&str], lang| {
        let args =
            ["explain", &city, "--at", at, "--category", "convenience_store", "--lang", lang];
        let refused = run(&[&args[..], barrier].concat());
        assert_eq!((status(&refused), out(&refused)), (Some(2), ""));
        err(&refused).to_owned()
    };
    let near = "112.0100,35.9918";
    let opened = said(near, &["--barrier", &none], "en");
    assert!(opened.contains("\nerror[open]: "), "{opened}");
    assert!(opened.ends_with("\n  help: check the path and who may read it\n"), "{opened}");
    let folder = said(near, &["--barrier", &city], "en");
    assert!(folder.contains("\nerror[not-a-file]: "), "{folder}");
    assert!(folder.ends_with("\n  help: name one of its files\n"), "{folder}");
    let far = "error[too-far]: the place is more than 50.0 km from every subdistrict\n  help: check it; \
               the longitude stands first: --at LON,LAT\n";
    // Null island, the other side of the world, a pole, and 70 km to the north.
    for at in ["0,0", "-68,-36", "112,90", "112.0,36.7"] {
        assert!(said(at, &[], "en").ends_with(far), "{at}");
    }
    let far = said("0,0", &[], "zh");
    assert!(far.contains("该位置距所有街道超过 50.0 km"), "{far}");
    assert!(far.contains("处理：核对该位置；经度在前"), "{far}");
}
