//! What is said of squares that nothing leads across.

use crate::rules;
use crate::squares::{AREA, PATHS, SQUARE, assert_walk, line};

#[test]
fn a_square_that_is_too_large_is_walked_along_its_rings_and_told() {
    let corner = |at: u32| {
        let turn = f64::from(at) / 401.0 * std::f64::consts::TAU;
        (turn.cos(), turn.sin())
    };
    let mut ring: Vec<(f64, f64)> = (0..401).map(corner).collect();
    ring.push(ring[0]);
    // Drawn twice: every corner is one of another line too.
    let drawn = line(&ring);
    let (_folder, reading) =
        rules::city(&[(AREA, drawn.as_str()), ("\"highway\":\"footway\"", drawn.as_str())]);
    let note = reading.findings.iter().find(|finding| finding.code == "square-large").unwrap();
    assert_eq!(note.place.path, "features[0]");
    assert!(note.message.starts_with("1 square with more than 400 "), "{}", note.message);
    assert_eq!(reading.city.unwrap().streets().unwrap().lines().len(), 2);
}

#[test]
fn a_square_whose_rings_hold_nothing_is_walked_along_them_and_told() {
    let (open, twice) = (&SQUARE[..4], [&SQUARE[..4], &SQUARE[..]].concat());
    let bow = [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)];
    for (ring, flaw) in [
        (open, "rings that do not close"),
        (&twice[..], "rings that are drawn twice"),
        (&bow[..], "rings that cross themselves"),
    ] {
        let drawn = [line(PATHS[0].1), line(ring), line(PATHS[1].1), line(&SQUARE)];
        let of = ["\"highway\":\"footway\"", AREA].repeat(2);
        let lines: Vec<(&str, &str)> =
            of.iter().copied().zip(drawn.iter().map(String::as_str)).collect();
        let (_folder, reading) = rules::city(&lines[..3]);
        let notes: Vec<_> =
            reading.findings.iter().filter(|finding| finding.code == "square-open").collect();
        let [note] = notes[..] else { panic!("{flaw}: {notes:?}") };
        assert_eq!(note.place.path, "features[1]");
        let expected = format!("1 square with {flaw}; walked along the rings and not across");
        assert_eq!(note.message, expected);
        assert_eq!(reading.city.unwrap().streets().unwrap().lines().len(), 3);
        // One that is drawn well is no matter.
        let (_folder, reading) = rules::city(&[lines[0], lines[3], lines[2]]);
        assert!(reading.findings.iter().all(|finding| finding.code != "square-open"));
        assert_eq!(reading.city.unwrap().streets().unwrap().lines().len(), 4);
    }
}

#[test]
fn rings_that_cross_are_walked_across_by_even_and_odd_and_not_told() {
    // Two triangles that meet at [1, 1], where no vertex is; ways lead across the eastern one.
    let bow = [(0.0, 0.0), (1.5, 1.5), (2.0, 2.0), (2.0, 0.0), (1.5, 0.5), (0.0, 2.0), (0.0, 0.0)];
    let paths = [[(1.5, 1.5), (1.5, 2.0)], [(1.5, 0.5), (1.5, 0.0)]];
    let drawn = [line(&bow), line(&paths[0]), line(&paths[1])];
    let of = [AREA, "\"highway\":\"footway\"", "\"highway\":\"footway\""];
    let lines: Vec<(&str, &str)> = of.into_iter().zip(drawn.iter().map(String::as_str)).collect();
    let (_folder, reading) = rules::city(&lines);
    assert!(reading.findings.iter().all(|finding| finding.code != "square-open"));
    let way = [paths[0][1], paths[0][0], paths[1][0], paths[1][1]];
    assert_walk(&reading.city.unwrap(), &way);
}
