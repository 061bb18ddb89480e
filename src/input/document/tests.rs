//! Text sequences and lines.

use super::*;

fn read(text: &str) -> (usize, Findings) {
    let mut findings = Findings::new();
    let mut window = Window::new(text.as_bytes()).unwrap();
    let fields = Fields::default();
    let outline =
        read_features(&mut window, "a", &fields, &mut findings, &mut |_, _, _| {}).unwrap();
    (outline.features, findings)
}

const FEATURE: &str = r#"{"type": "Feature", "properties": {}, "geometry": null}"#;

#[test]
fn a_text_sequence_is_read_feature_by_feature() {
    let (features, findings) = read(&format!("\u{1e}{FEATURE}\n\u{1e}\u{1e}{FEATURE}\n"));
    assert_eq!((features, findings.len()), (2, 0));
}

#[test]
fn every_feature_of_lines_is_placed_as_one_of_a_list() {
    let places = |text: &str| {
        let (mut findings, mut paths) = (Findings::new(), Vec::new());
        let mut window = Window::new(text.as_bytes()).unwrap();
        let mut sink = |at: FeatureAt, _: &RawFeature<'_>, _: &mut Findings| {
            paths.push(at.path(".id"));
        };
        let fields = Fields::default();
        read_features(&mut window, "a", &fields, &mut findings, &mut sink).unwrap();
        paths
    };
    assert_eq!(places(&format!("{FEATURE}\n{FEATURE}\n")), ["[0].id", "[1].id"]);
    assert_eq!(places(&format!("{FEATURE}\n")), ["id"]);
}

#[test]
fn a_text_sequence_that_breaks_off_or_runs_on_is_refused() {
    let (features, findings) = read(&format!("\u{1e}{FEATURE}\n\u{1e}{{\"type\": "));
    assert_eq!((features, findings.has_errors()), (1, true));
    let (features, findings) = read(&format!("\u{1e}{FEATURE} {FEATURE}\n"));
    assert_eq!((features, findings.has_errors()), (1, true));
}
