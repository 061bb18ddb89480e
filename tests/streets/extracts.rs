//! Streets straight from an extract of OpenStreetMap, beside the same by way of GeoJSON.

use std::fs;
use std::path::Path;

use walkshed::finding::Fates;
use walkshed::index::streets::StreetGraph;
use walkshed::input::{Layer, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, Local};

use crate::networks::{extracts, import};

fn read_city(folder: &Path) -> Reading {
    read(folder, &CategoryTable::standard(), &ReadOptions::default()).unwrap()
}

/// What findings say of the streets, but for where and for what is said of an extract as a whole.
fn said(reading: &Reading) -> Vec<(&'static str, String)> {
    let of_extract = |code: &str| code == "nodes-missing" || code.starts_with("osm-");
    let of_streets = reading.findings.iter().filter(|of| of.place.file.starts_with("streets."));
    let said = of_streets.filter(|of| !of_extract(of.code));
    said.map(|of| (of.code, of.message.clone())).collect()
}

fn fates(reading: &Reading) -> Fates {
    let mut files = reading.files.iter().filter(|file| file.layer == Layer::Streets);
    files.next().unwrap().fates.clone()
}

/// All edges with their ends, lengths and points.
fn edges(graph: &StreetGraph) -> Vec<(u32, u32, i32, Vec<Local>)> {
    let edges = (0u32..).zip(graph.edges());
    edges.map(|(at, e)| (e.tail, e.head, e.length, graph.points(at).collect())).collect()
}

/// Puts an extract in the place of the streets of a city that was made out of it.
fn replace(city: &Path, extract: &Path) {
    let name = extract.file_name().unwrap().to_string_lossy();
    let ending = ["osm.pbf", "osm.gz", "osm", "pbf"].into_iter().find(|end| name.ends_with(end));
    fs::remove_file(city.join("streets.geojson")).unwrap();
    fs::copy(extract, city.join(format!("streets.{}", ending.unwrap()))).unwrap();
}

#[test]
fn an_extract_gives_the_streets_that_its_import_gives() {
    let Some(extracts) = extracts() else {
        eprintln!("skipped: WALKSHED_SHARED names no folder with data");
        return;
    };
    let mut compared = 0;
    for extract in extracts {
        let folder = tempfile::tempdir().unwrap();
        let city = folder.path().join("city");
        import(&extract, &city);
        let imported = read_city(&city);
        let Some(lines) = imported.city.as_ref().and_then(|city| city.streets()) else { continue };
        replace(&city, &extract);
        let straight = read_city(&city);
        let what = extract.display();
        assert_eq!(said(&straight), said(&imported), "{what}");
        assert_eq!(fates(&straight), fates(&imported), "{what}");
        let own = straight.city.as_ref().and_then(|city| city.streets()).unwrap();
        let (own, lines) = (StreetGraph::new(own), StreetGraph::new(lines));
        assert!(edges(&own) == edges(&lines), "{what}");
        compared += 1;
    }
    assert!(compared >= 12, "{compared} networks");
}

#[test]
fn a_line_that_nobody_walks_is_told_by_its_way() {
    let folder = small_city(
        "streets.osm",
        "<tag k=\"highway\" v=\"service\"/><tag k=\"foot\" v=\"no\"/></way><way id=\"8\"><nd ref=\"1\"/><nd ref=\"2\"/>\
         <tag k=\"highway\" v=\"footway\"/>",
    );
    let reading = read_city(folder.path());
    let note = reading.findings.iter().find(|of| of.code == "not-walked").unwrap();
    assert_eq!(note.place.path, "record 1");
    assert_eq!(note.place.name.as_deref(), Some("way/7"));
    assert_eq!(reading.city.unwrap().streets().unwrap().lines().count(), 1);
}

#[test]
fn an_extract_stands_for_streets_and_for_no_other_layer() {
    let folder = small_city("streets.osm", "<tag k=\"highway\" v=\"footway\"/>");
    fs::rename(folder.path().join("streets.osm"), folder.path().join("estates.osm")).unwrap();
    let settings = "[estates]\nfile = \"estates.osm\"\n";
    fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
    let reading = read_city(folder.path());
    let error = reading.findings.iter().find(|of| of.code == "format").unwrap();
    let expected =
        "this is an OpenStreetMap extract (osm, osm.pbf), of which streets are read and no estates";
    assert_eq!(error.message, expected);
    assert!(reading.city.is_none());
}

#[test]
fn a_spoilt_extract_is_refused_as_streets_too() {
    let folder = small_city("streets.osm", "<tag k=\"highway\" v=\"footway\"/>");
    let file = folder.path().join("streets.osm");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, &text[..text.len() - 20]).unwrap();
    let reading = read_city(folder.path());
    assert!(reading.findings.iter().any(|of| of.code == "osm-cut"), "{:?}", reading.findings);
    assert!(reading.city.is_none());
}

/// A city of one unit with one outlet, and an extract with the way 7 of two nodes and what follows in it.
fn small_city(name: &str, rest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let collection = |feature: &str| {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",{feature}}}]}}"
        )
    };
    write(
        "subdistricts.geojson",
        &collection(
            "\"properties\":{\"id\":\"D1\",\"name\":\"One\"},\"geometry\":{\"type\":\"Polygon\",\
             \"coordinates\":[[[116.3,39.8],[116.5,39.8],[116.5,40.0],[116.3,40.0],[116.3,39.8]]]}",
        ),
    );
    write(
        "outlets.geojson",
        &collection(
            "\"properties\":{\"id\":\"P1\",\"name\":\"Clinic\",\"category\":\"clinic\"},\
             \"geometry\":{\"type\":\"Point\",\"coordinates\":[116.4,39.9]}",
        ),
    );
    write(
        name,
        &format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\
             <node id=\"1\" lat=\"39.9\" lon=\"116.4\"/><node id=\"2\" lat=\"39.9\" lon=\"116.401\"/>\
             <way id=\"7\"><nd ref=\"1\"/><nd ref=\"2\"/>{rest}</way></osm>\n"
        ),
    );
    folder
}

/// An extract of a square of four nodes with a hole of four, which are the rings of a multipolygon, and a path at
/// two corners; `outer` is what there is to the outer ring, `inner` the way of the hole, `members` more members.
fn square(outer: &str, inner: &str, members: &str) -> String {
    let nodes =
        [(0, 0), (10, 0), (10, 10), (0, 10), (3, 3), (7, 3), (7, 7), (3, 7), (-9, 0), (19, 10)];
    let node = |(id, (x, y)): (usize, &(i32, i32))| {
        let (lon, lat) = (1_164_000 + x, 399_000 + y);
        format!(
            "<node id=\"{}\" lon=\"{}.{:04}\" lat=\"{}.{:04}\"/>",
            id + 1,
            lon / 10_000,
            lon % 10_000,
            lat / 10_000,
            lat % 10_000
        )
    };
    let nodes: String = nodes.iter().enumerate().map(node).collect();
    let nd = |ids: &[u32]| {
        let refs = ids.iter().map(|id| format!("<nd ref=\"{id}\"/>"));
        refs.collect::<Vec<_>>().concat()
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">{nodes}\
         <node id=\"11\" lon=\"116.4\" lat=\"39.9\"><tag k=\"amenity\" v=\"clinic\"/></node>\
         <way id=\"20\">{}<tag k=\"highway\" v=\"footway\"/></way><way id=\"21\">{}<tag k=\"highway\" v=\"footway\"/></way>\
         <way id=\"30\">{}{outer}</way>{inner}\
         <relation id=\"4\"><member type=\"way\" ref=\"30\" role=\"outer\"/>{members}\
         <tag k=\"type\" v=\"multipolygon\"/><tag k=\"highway\" v=\"pedestrian\"/></relation></osm>\n",
        nd(&[9, 1]),
        nd(&[3, 10]),
        nd(&[1, 2, 3, 4, 1])
    )
}

/// Positions of the ends of all ways across squares, straight from an extract and by way of its import.
fn ways_across(text: &str) -> Vec<[Local; 2]> {
    let folder = tempfile::tempdir().unwrap();
    let (extract, city) = (folder.path().join("square.osm"), folder.path().join("city"));
    fs::write(&extract, text).unwrap();
    import(&extract, &city);
    let ways = |reading: &Reading| -> Vec<[Local; 2]> {
        let streets = reading.city.as_ref().unwrap().streets().unwrap();
        let lines = streets.lines().enumerate().filter(|(at, _)| streets.kind(*at).is_across);
        lines.map(|(_, line)| [line[0], line[1]].map(|v| streets.vertices()[v as usize])).collect()
    };
    let imported = ways(&read_city(&city));
    replace(&city, &extract);
    assert_eq!(ways(&read_city(&city)), imported);
    imported
}

#[test]
fn a_multipolygon_is_crossed_round_its_holes_where_all_of_it_is_in_the_extract() {
    let hole = "<way id=\"31\"><nd ref=\"5\"/><nd ref=\"6\"/><nd ref=\"7\"/><nd ref=\"8\"/><nd ref=\"5\"/></way>";
    let member = "<member type=\"way\" ref=\"31\" role=\"inner\"/>";
    // From either corner to the two corners of the hole beside the diagonal.
    assert_eq!(ways_across(&square("", hole, member)).len(), 4);
    // A ring that is tagged itself does not know the hole; it is another line, which meets all four corners.
    let area = "<tag k=\"highway\" v=\"pedestrian\"/><tag k=\"area\" v=\"yes\"/>";
    assert_eq!(ways_across(&square(area, hole, member)).len(), 8);
    // Without a hole it is crossed along the diagonal, by its relation and as a way alone.
    assert_eq!(ways_across(&square("", "", "")).len(), 1);
    let alone = square(area, "", "").replace("\"multipolygon\"", "\"site\"");
    assert_eq!(ways_across(&alone).len(), 1);
    // The hole is not in the file, or a node of it.
    assert_eq!(ways_across(&square("", "", member)).len(), 0);
    assert_eq!(ways_across(&square(area, "", member)).len(), 0);
    let cut = hole.replace("ref=\"6\"", "ref=\"66\"");
    assert_eq!(ways_across(&square("", &cut, member)).len(), 0);
}
