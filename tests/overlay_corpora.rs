//! Polygon overlay against the answers of four other projects (RELIABILITY section 3).
//!
//! The corpora are read in place, under the folder that `WALKSHED_SHARED` names; without it the
//! tests say that they skip. A result is right if the area by which it differs from the answer, in
//! both directions, is at most perimeter times grid step.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a corpus that cannot be read fails the test"
)]
#![expect(clippy::print_stderr, clippy::print_stdout, reason = "a test says what it counted")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use walkshed::model::{Bounds, Local, Ring, Shape};
use walkshed::overlay::{Grid, difference, even_odd, intersection, union};
use walkshed::units::Metres;

/// Its answer fills what a ring goes round twice; every other answer of this corpus, and what we
/// promise, is even-odd.
const FILLS_TWICE: &str = "multipoly-with-self-crossing-rings";

/// Its answers are wrong, by its own comment: the intersection has two positions.
const WRONG_ANSWERS: &str = "fatal4";

/// Inputs are scaled so that they reach this far from their middle: 64 km, 2^29 steps of 2^-13 m.
const REACH: f64 = 65_536.0;

fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WALKSHED_SHARED");
    if root.is_none() {
        eprintln!("skipped: WALKSHED_SHARED is not set, so {name} was not checked");
    }
    root.map(|r| PathBuf::from(r).join("corpora").join(name))
}

/// Files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect();
    found.sort();
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Plane units to metres about the middle of the inputs, by a power of two.
struct Frame {
    middle: Local,
    scale: f64,
    grid: Grid,
}

impl Frame {
    fn of(inputs: &[&Value]) -> Self {
        let mut bounds = Bounds::EMPTY;
        for input in inputs {
            include(input, &mut bounds);
        }
        let half = 0.5 * bounds.width().max(bounds.height());
        // A power of two, so that scaling costs no digits.
        let scale = if half > 0.0 { (REACH / half).log2().floor().exp2() } else { 1.0 };
        let middle = Local::new(
            f64::midpoint(bounds.min.x, bounds.max.x),
            f64::midpoint(bounds.min.y, bounds.max.y),
        );
        let corner = Local::new(REACH, REACH);
        let all = Bounds { min: Local::new(-REACH, -REACH), max: corner };
        Self { middle, scale, grid: Grid::new(&all) }
    }

    fn line(&self, positions: &Value) -> Vec<Local> {
        let scaled = |v: &Value, middle: f64| (v.as_f64().unwrap() - middle) * self.scale;
        let point =
            |p: &Value| Local::new(scaled(&p[0], self.middle.x), scaled(&p[1], self.middle.y));
        list(positions).iter().map(point).collect()
    }

    fn ring(&self, positions: &Value) -> Shape {
        even_odd(&self.line(positions), &self.grid)
    }

    /// Each ring even-odd, holes taken off, parts united.
    fn shape(&self, geometry: &Value) -> Shape {
        let coordinates = &geometry["coordinates"];
        let one = std::slice::from_ref(coordinates);
        // By its depth: one case of turf calls its polygons a Polygon.
        let is_multi = coordinates[0][0][0].is_array();
        let polygons = if is_multi { list(coordinates) } else { one };
        let polygon = |p: &Value| {
            let rings: Vec<Shape> = list(p).iter().map(|r| self.ring(r)).collect();
            let Some((outer, holes)) = rings.split_first() else { return Shape::default() };
            let holes = union(&holes.iter().collect::<Vec<_>>(), &self.grid);
            difference(&[outer], &holes, &self.grid)
        };
        let parts: Vec<Shape> = polygons.iter().map(polygon).collect();
        union(&parts.iter().collect::<Vec<_>>(), &self.grid)
    }

    fn xor(&self, a: &Shape, b: &Shape) -> Shape {
        difference(&[a, b], &intersection(&[a], b, &self.grid), &self.grid)
    }

    fn result(&self, operation: &str, inputs: &[Shape]) -> Shape {
        let Some((first, rest)) = inputs.split_first() else { return Shape::default() };
        let rest: Vec<&Shape> = rest.iter().collect();
        match operation {
            "union" | "all" | "subject" => union(&inputs.iter().collect::<Vec<_>>(), &self.grid),
            "intersection" | "intersect" => {
                rest.iter().fold(first.clone(), |all, s| intersection(&[&all], s, &self.grid))
            }
            "difference" | "diff" => difference(&[first], &union(&rest, &self.grid), &self.grid),
            "xor" => rest.iter().fold(first.clone(), |all, s| self.xor(&all, s)),
            other => panic!("operation {other}"),
        }
    }

    /// Area that is in one of two shapes only.
    fn apart(&self, a: &Shape, b: &Shape) -> f64 {
        difference(&[a], b, &self.grid).area().0 + difference(&[b], a, &self.grid).area().0
    }
}

/// Every position in nested lists, or in features.
fn include(value: &Value, bounds: &mut Bounds) {
    match (value, list(value)) {
        (_, [x, y, ..]) if x.is_number() => {
            bounds.include(Local::new(x.as_f64().unwrap(), y.as_f64().unwrap()));
        }
        (Value::Object(_), _) => include(&value["coordinates"], bounds),
        (_, all) => {
            for v in all {
                include(v, bounds);
            }
        }
    }
}

fn perimeter(shape: &Shape) -> f64 {
    shape.rings().flat_map(Ring::edges).map(|(a, b)| a.distance(b).0).sum()
}

/// Names of the cases that differ by more than the bound, and by more than ten times it.
#[derive(Default)]
struct Tally {
    cases: usize,
    over: Vec<String>,
    far_over: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, apart: f64, bound: f64) {
        self.cases += 1;
        let text = format!("{name}: {apart:e} for {bound:e}");
        if apart > 10.0 * bound {
            self.far_over.push(text);
        } else if apart > bound {
            self.over.push(text);
        }
    }

    /// All of them within ten times the bound, 99.5 % within the bound.
    fn assert_good(&self, corpus: &str, at_least: usize) {
        let within = self.cases - self.over.len() - self.far_over.len();
        let (over, far_over) = (self.over.len(), self.far_over.len());
        println!(
            "{corpus}: {within} of {} within the bound, {over} within ten times, {far_over} beyond",
            self.cases
        );
        assert!(self.cases >= at_least, "{} cases", self.cases);
        assert!(self.far_over.is_empty(), "{:?}", self.far_over);
        assert!(self.over.len() * 200 <= self.cases, "of {}: {:?}", self.cases, self.over);
    }
}

/// The area identity of two inputs, in square metres by which it fails.
fn identity(frame: &Frame, a: &Shape, b: &Shape) -> f64 {
    let (both, common) = (union(&[a, b], &frame.grid), intersection(&[a], b, &frame.grid));
    (both.area().0 + common.area().0 - a.area().0 - b.area().0).abs()
}

#[test]
fn polygon_clipping() {
    let Some(folder) = corpus("overlay-polygon-clipping") else { return };
    let mut tally = Tally::default();
    for path in files(&folder).iter().filter(|p| p.ends_with("args.geojson")) {
        let case = path.parent().unwrap();
        let name = case.file_name().unwrap().to_string_lossy();
        let args = json(path);
        let geometries: Vec<&Value> =
            list(&args["features"]).iter().map(|f| &f["geometry"]).collect();
        let frame = Frame::of(&geometries);
        let inputs: Vec<Shape> = geometries.iter().map(|g| frame.shape(g)).collect();
        let bound = frame.grid.bound(Metres(inputs.iter().map(perimeter).sum())).0;
        if let [a, b] = inputs.as_slice() {
            tally.add(&format!("{name} identity"), identity(&frame, a, b), bound);
        }
        if name == FILLS_TWICE {
            continue;
        }
        for answer in files(case).iter().filter(|p| !p.ends_with("args.geojson")) {
            let operation = answer.file_stem().unwrap().to_string_lossy();
            let operations: &[&str] = if operation == "all" {
                &["union", "intersection", "difference", "xor"]
            } else {
                &[&operation]
            };
            let expected = frame.shape(&json(answer)["geometry"]);
            for operation in operations {
                let found = frame.result(operation, &inputs);
                tally.add(&format!("{name} {operation}"), frame.apart(&found, &expected), bound);
            }
        }
    }
    tally.assert_good("overlay-polygon-clipping", 70);
}

#[test]
fn martinez() {
    let Some(folder) = corpus("overlay-martinez") else { return };
    let mut tally = Tally::default();
    let is_case = |p: &&PathBuf| p.extension().is_some_and(|e| e == "geojson");
    for path in files(&folder).iter().filter(is_case) {
        let name = path.file_stem().unwrap().to_string_lossy();
        let all = json(path);
        let features = list(&all["features"]);
        let operation = |f: &Value| f["properties"]["operation"].as_str().map(str::to_owned);
        let inputs: Vec<&Value> =
            features.iter().filter(|f| operation(f).is_none()).map(|f| &f["geometry"]).collect();
        let frame = Frame::of(&inputs);
        let inputs: Vec<Shape> = inputs.iter().map(|g| frame.shape(g)).collect();
        let bound = frame.grid.bound(Metres(inputs.iter().map(perimeter).sum())).0;
        if let [a, b] = inputs.as_slice() {
            tally.add(&format!("{name} identity"), identity(&frame, a, b), bound);
        }
        for feature in features.iter().filter(|_| name != WRONG_ANSWERS) {
            if let Some(operation) = operation(feature) {
                let expected = frame.shape(&feature["geometry"]);
                let found = frame.result(&operation, &inputs);
                tally.add(&format!("{name} {operation}"), frame.apart(&found, &expected), bound);
            }
        }
    }
    tally.assert_good("overlay-martinez", 50);
}

/// Only the cases with the even-odd rule, 60 of 84: under the non-zero rule these paths wind as no
/// polygon of ours can.
#[test]
fn ioverlay() {
    let Some(folder) = corpus("overlay-ioverlay") else { return };
    let mut tally = Tally::default();
    for path in files(&folder.join("boolean")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let case = json(&path);
        if case["fillRule"] != 0 {
            continue;
        }
        let frame = Frame::of(&[&case["subjPaths"], &case["clipPaths"]]);
        let paths = |key: &str| -> Shape {
            let rings: Vec<Shape> = list(&case[key]).iter().map(|r| frame.ring(r)).collect();
            frame.result("xor", &rings)
        };
        let inputs = [paths("subjPaths"), paths("clipPaths")];
        // The answers are rounded to whole plane units, so that the step is theirs.
        let bound = inputs.iter().map(perimeter).sum::<f64>() * frame.scale;
        for operation in ["union", "intersect", "difference", "xor"] {
            let found = frame.result(operation, &inputs);
            let answers = list(&case[operation]).iter().map(|a| {
                let polygons: Vec<&Value> = list(a).iter().collect();
                let parts: Vec<Shape> = polygons
                    .iter()
                    .map(|p| frame.shape(&serde_json::json!({"type": "Polygon", "coordinates": p})))
                    .collect();
                union(&parts.iter().collect::<Vec<_>>(), &frame.grid)
            });
            let apart = answers.map(|a| frame.apart(&found, &a)).fold(f64::INFINITY, f64::min);
            tally.add(&format!("{name} {operation}"), apart, bound);
        }
    }
    tally.assert_good("overlay-ioverlay", 200);
}

/// The geometries of a collection, or the one of a feature.
fn geometries(value: &Value) -> Vec<&Value> {
    match value["type"].as_str() {
        Some("FeatureCollection") => list(&value["features"]).iter().flat_map(geometries).collect(),
        Some("Feature") => vec![&value["geometry"]],
        _ => vec![value],
    }
}

/// Its answer is the five rings, each by itself; a hole inside a hole is no area, and refused.
const HOLE_IN_HOLE: &str = "unkink-polygon polygon-with-holes";

/// Folders with polygons whose answer is one of our operations: folder, operation, how many of the
/// features in the answer are the inputs again, and what its parts are together. The parts of a ring
/// that crosses itself lie in one another where it goes round twice.
const TURF: [(&str, &str, usize, &str); 6] = [
    ("union", "union", 0, "union"),
    ("intersect", "intersection", 2, "union"),
    ("difference", "difference", 2, "union"),
    ("dissolve", "union", 0, "union"),
    ("unkink-polygon", "union", 0, "xor"),
    ("mask", "difference", 0, "union"),
];

#[test]
fn turf() {
    let Some(folder) = corpus("geometry-turf") else { return };
    let mut tally = Tally::default();
    for (part, operation, repeated, together) in TURF {
        let answers = folder.join(part).join("out");
        for path in files(&folder.join(part).join("in")) {
            let answer = answers.join(path.file_name().unwrap());
            let name = format!("{part} {}", path.file_stem().unwrap().to_string_lossy());
            let (input, answer) = (json(&path), answer.is_file().then(|| json(&answer)));
            let mut inputs = geometries(&input);
            if part == "mask" {
                // What is masked stands first; without a mask it is the world.
                inputs.reverse();
            }
            if name == HOLE_IN_HOLE || part == "mask" && inputs.len() < 2 {
                continue;
            }
            let frame = Frame::of(&inputs);
            let shapes: Vec<Shape> = inputs.iter().map(|g| frame.shape(g)).collect();
            let bound = frame.grid.bound(Metres(shapes.iter().map(perimeter).sum())).0;
            if let [a, b] = shapes.as_slice() {
                tally.add(&format!("{name} identity"), identity(&frame, a, b), bound);
            }
            let Some(answer) = &answer else { continue };
            let expected: Vec<Shape> =
                geometries(answer).iter().skip(repeated).map(|g| frame.shape(g)).collect();
            let expected = frame.result(together, &expected);
            let found = frame.result(operation, &shapes);
            tally.add(&name, frame.apart(&found, &expected), bound);
        }
    }
    tally.assert_good("geometry-turf", 40);
}
