//! Streets that are kept between runs: the same as those that are read, or none.

use std::fs;
use tempfile::TempDir;
use walkshed::index::streets::StreetGraph;
use walkshed::input::{Cache, Keeping, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, City, Local, StreetKind};

const STREETS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"highway":"footway"},"geometry":{"type":"LineString","coordinates":[[116.4,39.9],[116.401,39.9],[116.401,39.901]]}},
{"type":"Feature","properties":{"highway":"pedestrian","area":"yes"},"geometry":{"type":"LineString","coordinates":[[116.4,39.9],[116.4,39.899],[116.401,39.899],[116.401,39.9],[116.4,39.9]]}},
{"type":"Feature","properties":{"highway":"footway"},"geometry":{"type":"LineString","coordinates":[[116.4,39.899],[116.399,39.899]]}},
{"type":"Feature","properties":{"highway":"steps"},"geometry":{"type":"LineString","coordinates":[[116.401,39.9],[116.402,39.9]]}},
{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[116.401,39.901],[116.402,39.9,5]]}},
{"type":"Feature","properties":{"highway":"motorway"},"geometry":{"type":"LineString","coordinates":[[116.4,39.9],[116.4,39.91]]}},
{"type":"Feature","properties":{"highway":"path"},"geometry":{"type":"LineString","coordinates":[[119.4,39.9],[119.4,39.91]]}},
{"type":"Feature","properties":{"highway":"path"},"geometry":{"type":"LineString","coordinates":[[116.4,39.9],[116.4,39.9]]}},
{"type":"Feature","properties":{"highway":"path"},"geometry":null}]}"#;

/// A city, and a folder in which its streets may be kept.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for folder in ["city", "cache"] {
            fs::create_dir(place.folder.path().join(folder)).unwrap();
        }
        let square =
            "[[[116.39,39.89],[116.41,39.89],[116.41,39.92],[116.39,39.92],[116.39,39.89]]]";
        place.write(
            "subdistricts.geojson",
            &feature("\"id\":\"D1\",\"name\":\"One\"", "Polygon", square),
        );
        place.write(
            "outlets.geojson",
            &feature("\"id\":\"P1\",\"category\":\"clinic\"", "Point", "[116.4,39.9]"),
        );
        place.write("streets.geojson", STREETS);
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join("city").join(name), text).unwrap();
    }

    fn cache(&self) -> std::path::PathBuf {
        self.folder.path().join("cache")
    }

    fn options(&self) -> ReadOptions {
        let cache = Cache { folder: self.cache(), program: "1".to_owned() };
        ReadOptions { cache: Some(cache), ..ReadOptions::default() }
    }

    fn read(&self, options: &ReadOptions) -> Reading {
        read(&self.folder.path().join("city"), &CategoryTable::standard(), options).unwrap()
    }

    /// Reads the city and keeps what is to be kept: the name of the file, and what it holds.
    fn keep(&self) -> (String, Vec<u8>) {
        let keeping = self.read(&self.options()).keeping;
        let anew = match keeping {
            Keeping::Anew { name, bytes, is_damaged: false } => Some((name, bytes)),
            _ => None,
        };
        let (name, bytes) = anew.unwrap();
        fs::write(self.cache().join(&name), &bytes).unwrap();
        (name, bytes)
    }

    fn is_kept(&self, options: &ReadOptions) -> bool {
        self.read(options).keeping == Keeping::Used
    }
}

fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{{properties}}},\
         \"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}]}}"
    )
}

/// All that streets are.
#[derive(Debug, PartialEq)]
struct Streets {
    vertices: Vec<Local>,
    lines: Vec<(Vec<u32>, StreetKind)>,
    /// Tail, head, length and points.
    edges: Vec<(u32, u32, i32, Vec<Local>)>,
    /// The edges at each node.
    at_nodes: Vec<Vec<u32>>,
}

fn streets(city: &City) -> Streets {
    let layer = city.streets().unwrap();
    let lines = layer.lines().enumerate().map(|(at, line)| (line.to_vec(), layer.kind(at)));
    let graph = StreetGraph::of(layer);
    let edges = (0u32..).zip(graph.edges());
    let edges = edges.map(|(at, e)| (e.tail, e.head, e.length, graph.points(at).collect()));
    let nodes = (0u32..).take(graph.node_count());
    let at_nodes = nodes.map(|node| graph.edges_at(node).collect());
    Streets {
        vertices: layer.vertices().to_vec(),
        lines: lines.collect(),
        edges: edges.collect(),
        at_nodes: at_nodes.collect(),
    }
}

/// Both readings are the same but for what became of what is kept.
fn assert_same(one: &Reading, other: &Reading) {
    assert_eq!(one.findings, other.findings);
    assert_eq!(one.files, other.files);
    let cities = [one, other].map(|reading| reading.city.as_ref().unwrap());
    assert_eq!(streets(cities[0]), streets(cities[1]));
    let snaps = cities.map(|city| city.streets().unwrap().snap().0.to_bits());
    assert_eq!(snaps[0], snaps[1]);
}

#[test]
fn kept_streets_are_those_that_are_read() {
    let place = Place::new();
    place.write("walkshed.toml", "[streets]\nsnap_m = 123.5\n");
    let without = place.read(&ReadOptions::default());
    let lines = streets(without.city.as_ref().unwrap()).lines;
    assert_eq!(lines.iter().filter(|(_, kind)| kind.is_across).count(), 1);
    let codes: Vec<&str> = without.findings.iter().map(|finding| finding.code).collect();
    for code in ["not-walked", "street-outside", "line-too-short", "no-geometry", "heights"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    assert_eq!(without.keeping, Keeping::None);
    let anew = place.read(&place.options());
    assert_same(&anew, &without);
    place.keep();
    let used = place.read(&place.options());
    assert_eq!(used.keeping, Keeping::Used);
    assert_same(&used, &without);
}

#[test]
fn a_kept_file_of_which_any_byte_is_another_is_not_used() {
    let place = Place::new();
    let (name, bytes) = place.keep();
    let without = place.read(&ReadOptions::default());
    for at in 0..bytes.len() {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 1 << (at % 8);
        fs::write(place.cache().join(&name), &spoilt).unwrap();
        let reading = place.read(&place.options());
        let anew = Keeping::Anew { name: name.clone(), bytes: bytes.clone(), is_damaged: true };
        assert!(reading.keeping == anew, "byte {at}");
        assert_same(&reading, &without);
    }
}

#[test]
fn a_kept_file_that_broke_off_or_goes_on_is_not_used() {
    let place = Place::new();
    let (name, bytes) = place.keep();
    let longer = [&bytes[..], b"\0"].concat();
    let shorter = (0..bytes.len()).map(|length| &bytes[..length]);
    for spoilt in shorter.chain([&longer[..]]) {
        fs::write(place.cache().join(&name), spoilt).unwrap();
        assert!(!place.is_kept(&place.options()), "{} bytes", spoilt.len());
    }
}

#[test]
fn whatever_streets_depend_on_changes_what_is_used() {
    let place = Place::new();
    place.keep();
    let options = place.options();
    assert!(place.is_kept(&options));
    let repaired = ReadOptions { repair: true, ..options.clone() };
    let snapped = ReadOptions { snap: Some(walkshed::units::Metres(1.0)), ..options.clone() };
    let cache = options.cache.clone().map(|cache| Cache { program: "2".to_owned(), ..cache });
    let other_program = ReadOptions { cache, ..options.clone() };
    for other in [repaired, snapped, other_program] {
        assert!(!place.is_kept(&other), "{other:?}");
    }
    let changes = [
        ("streets.geojson", STREETS.replace("116.402", "116.403")),
        ("streets.geojson", format!("{STREETS} ")),
        ("walkshed.toml", "[streets]\nsnap_m = 50\n".to_owned()),
        ("walkshed.toml", "[streets.properties]\nhighway = \"kind\"\n".to_owned()),
        ("walkshed.toml", "[streets.defaults]\nfoot = \"no\"\n".to_owned()),
        ("walkshed.toml", "[streets]\ncrs = \"gcj02\"\n".to_owned()),
    ];
    for (name, text) in changes {
        let file = place.folder.path().join("city").join(name);
        let before = fs::read(&file).ok();
        fs::write(&file, &text).unwrap();
        assert!(!place.is_kept(&options), "{name}: {text}");
        match before {
            Some(before) => fs::write(&file, before).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
    }
    assert!(place.is_kept(&options));
    let moved = "[[[116.38,39.89],[116.41,39.89],[116.41,39.92],[116.38,39.92],[116.38,39.89]]]";
    place.write(
        "subdistricts.geojson",
        &feature("\"id\":\"D1\",\"name\":\"One\"", "Polygon", moved),
    );
    assert!(!place.is_kept(&options));
}

#[test]
fn streets_that_cannot_be_read_twice_or_are_swapped_are_not_kept() {
    let place = Place::new();
    let swapped = vec![walkshed::input::Layer::Streets];
    let options = ReadOptions { swap_axes: swapped, ..place.options() };
    assert_eq!(place.read(&options).keeping, Keeping::None);
    place.write("streets.geojson", &STREETS.replace("\"LineString\"", "\"Lines\""));
    let refused = place.read(&place.options());
    assert!(refused.city.is_none());
    assert_eq!(refused.keeping, Keeping::None);
}

#[test]
fn walks_are_the_same_along_kept_streets_with_gates_and_barriers() {
    let place = Place::new();
    place.keep();
    let ring = "[[[116.4005,39.8995],[116.4015,39.8995],[116.4015,39.9005],[116.4005,39.9005],[116.4005,39.8995]]]";
    place.write("estates.geojson", &feature("\"id\":\"E1\",\"people\":40", "Polygon", ring));
    place.write(
        "gates.geojson",
        &feature("\"id\":\"G1\",\"estate\":\"E1\"", "Point", "[116.4005,39.9]"),
    );
    let lines = "[[116.3995,39.8999],[116.3995,39.9001]]";
    place.write("barriers.geojson", &feature("", "LineString", lines));
    assert!(place.is_kept(&place.options()));
    let [with, without] = [place.options(), ReadOptions::default()].map(|options| {
        let city = place.read(&options).city.unwrap();
        walked(&city)
    });
    assert!(with.iter().any(Option::is_some));
    assert_eq!(with, without);
}

/// How far each place is from the clinic along streets, in bits.
fn walked(city: &City) -> Vec<Option<u64>> {
    let index = walkshed::index::Index::new(city);
    let category = walkshed::model::CategoryId(0);
    let lines = city.streets().unwrap();
    let limit = walkshed::units::Metres(1000.0);
    let walked = walkshed::reach::walk(city, lines, (&index, &[category]), lines.snap(), limit);
    let places = (0u32..).take(city.people().map_or(0, |people| people.at.len()));
    places.map(|place| walked.reach.distance(category, place).map(|of| of.0.to_bits())).collect()
}
