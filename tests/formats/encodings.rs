//! Text in other encodings than UTF-8: asked for, never guessed.

use walkshed::input::ReadOptions;

use crate::small::{LAYERS, Small, expected, said, told};

fn encoded(text: &[u8], name: &str) -> Vec<u8> {
    let text = std::str::from_utf8(text).unwrap();
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
    let (bytes, _, has_gaps) = encoding.encode(text);
    assert!(!has_gaps);
    bytes.into_owned()
}

fn small_in_gbk() -> Small {
    let small = Small::new();
    for layer in LAYERS {
        small.write(&format!("{layer}.geojson"), encoded(&Small::layer(layer), "gbk"));
    }
    small
}

fn with(encoding: &str) -> ReadOptions {
    ReadOptions { encoding: Some(encoding.parse().unwrap()), ..ReadOptions::default() }
}

#[test]
fn gbk_is_refused_with_its_remedy() {
    let reading = small_in_gbk().read();
    assert!(reading.city.is_none());
    let outlets = reading.findings.iter().find(|f| f.place.file == "outlets.geojson").unwrap();
    assert_eq!(
        (outlets.code, outlets.place.path.as_str()),
        ("not-utf8", "features[0].properties.name")
    );
    assert!(outlets.message.ends_with("; reads as GBK"), "{}", outlets.message);
    assert!(outlets.help.starts_with("pass --encoding gbk"), "{}", outlets.help);
}

#[test]
fn the_same_city_is_read_when_the_encoding_is_named() {
    let reading = small_in_gbk().read_with(&with("gbk"));
    assert_eq!(told(&reading), expected());
    // People have no names, so that their file is ASCII.
    let notes = ["subdistricts", "outlets", "estates", "communities"]
        .map(|layer| format!("note[encoding] {layer}.geojson: : text read as GBK"));
    assert_eq!(said(&reading), notes);
}

#[test]
fn a_neighbour_in_utf8_is_read_as_it_is() {
    let small = Small::new();
    small.write("outlets.geojson", encoded(&Small::layer("outlets"), "gb18030"));
    let reading = small.read_with(&with("gb18030"));
    assert_eq!(told(&reading), expected());
    assert_eq!(said(&reading), ["note[encoding] outlets.geojson: : text read as gb18030"]);
}

#[test]
fn the_settings_may_name_the_encoding_of_all_of_a_layer_or_of_a_file() {
    for settings in [
        "encoding = \"gbk\"",
        "[outlets]\nencoding = \"gbk\"",
        "[outlets]\nfiles = [{ file = \"outlets.geojson\", encoding = \"gbk\" }]",
    ] {
        let small = Small::new();
        small.write("outlets.geojson", encoded(&Small::layer("outlets"), "gbk"));
        small.write("walkshed.toml", settings);
        assert_eq!(told(&small.read()), expected(), "{settings}");
    }
}

#[test]
fn an_encoding_that_nobody_knows_is_an_error_with_its_line() {
    let small = Small::new();
    small.write("walkshed.toml", "[outlets]\nencoding = \"klingon\"");
    let said = said(&small.read());
    assert!(
        said[0].starts_with(
            "error[unknown-encoding] walkshed.toml: outlets.encoding: line 2: \"klingon\" is no encoding"
        ),
        "{said:?}"
    );
}

#[test]
fn a_wrong_encoding_is_refused_where_a_byte_does_not_fit() {
    let small = Small::new();
    small.write(
        "outlets.geojson",
        b"{\"type\":\"FeatureCollection\",\"name\":\"\xb6\xab\xff\xff\",\"features\":[]}",
    );
    let reading = small.read_with(&with("gbk"));
    let said = said(&reading);
    assert_eq!(said[0], "error[not-encoded] outlets.geojson: : byte at offset 38 is not GBK");
}

#[test]
fn utf16_is_read_when_named_and_else_refused() {
    let small = Small::new();
    let outlets = String::from_utf8(Small::layer("outlets")).unwrap();
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(outlets.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    small.write("outlets.geojson", utf16);
    let refused = small.read();
    let first = refused.findings.iter().next().unwrap();
    assert_eq!(first.message, "starts with a UTF-16 mark at byte 0");
    assert!(first.help.starts_with("pass --encoding utf-16"), "{}", first.help);
    assert_eq!(told(&small.read_with(&with("utf-16"))), expected());
}

#[test]
fn text_that_could_be_either_is_asked_about() {
    let small = Small::new();
    let outlet = |name: &[u8]| {
        let head = b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":\"P1\",\"category\":\"laundry\",\"name\":\"";
        let tail = b"\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,45.01]}}]}";
        [head, name, tail].concat()
    };
    // U+0368 in UTF-8, and one letter of GBK.
    small.write("outlets.geojson", outlet(b"\xcd\xa8"));
    let reading = small.read_with(&with("gbk"));
    assert!(said(&reading)[0].starts_with("error[encoding-unclear] outlets.geojson: "));
    small.write("walkshed.toml", "[outlets]\nencoding = \"gbk\"");
    let reading = small.read_with(&with("gbk"));
    assert_eq!(&*reading.city.unwrap().outlets()[0].name, "通");
}
