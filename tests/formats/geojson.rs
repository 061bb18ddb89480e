//! GeoJSON in its other forms: packed, one feature a line, text sequences.

use std::io::Write as _;

use crate::small::{LAYERS, Small, coverage, expected, said, told};
use crate::tables::features;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// The small city, each feature on its own with something before and behind it.
fn small(ending: &str, before: &str, behind: &str, is_packed: bool) -> Small {
    let small = Small::new();
    for layer in LAYERS {
        let mut bytes = Vec::new();
        for feature in features(layer) {
            write!(bytes, "{before}{feature}{behind}").unwrap();
        }
        small.remove(layer);
        small.write(&format!("{layer}.{ending}"), if is_packed { packed(&bytes) } else { bytes });
    }
    small
}

#[test]
fn the_same_city_is_read_from_every_form_of_geojson() {
    let forms = [
        ("geojsonl", "", "\n", false),
        ("ndjson", "", "\r\n", false),
        ("jsonl.gz", "", "\n", true),
        ("geojsons", "\u{1e}", "\n", false),
        ("geojsonseq.gz", "\u{1e}", "\n", true),
    ];
    let original = coverage(&Small::new().read());
    for (ending, before, behind, is_packed) in forms {
        let reading = small(ending, before, behind, is_packed).read();
        assert_eq!(said(&reading), [""; 0], "{ending}");
        assert_eq!(told(&reading), expected(), "{ending}");
        assert_eq!(coverage(&reading), original, "{ending}");
    }
    let whole = Small::new();
    for layer in LAYERS {
        whole.remove(layer);
        whole.write(&format!("{layer}.geojson.gz"), packed(&Small::layer(layer)));
    }
    assert_eq!(told(&whole.read()), expected());
}

#[test]
fn a_line_that_breaks_off_is_refused_at_its_place() {
    let small = Small::new();
    small.remove("outlets");
    let feature = features("outlets")[0].to_string();
    small.write("outlets.geojsonl", format!("{feature}\n{}", &feature[..feature.len() / 2]));
    let said = said(&small.read());
    assert!(said[0].starts_with("error[json] outlets.geojsonl: [1]: file ends inside"), "{said:?}");
}
