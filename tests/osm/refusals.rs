//! What is refused, and how it is said: one row a spoilt file.

use std::io::Write as _;

use walkshed::finding::{Findings, Severity};

use crate::small::{
    Packing, blob, bytes, framed, header, number, pbf, said, square, tag, town, xml,
};

fn errors(findings: &Findings) -> Vec<(&str, &str)> {
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|f| (f.code, &*f.message)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_spoilt_file_is_refused_with_the_reason() {
    let shop = xml(&square(1, 116.3, 39.9, &tag("shop", "convenience")));
    let cut = &shop.as_bytes()[..shop.len() - 20];
    let zipped = gzip(shop.as_bytes());
    let whole = pbf(Packing::Zlib);
    let lz4 = pbf(Packing::Field(6));
    let twice = b"<osm version=\"0.6\">".repeat(2);
    // A relation whose type is a text that the block does not have.
    let relation = [number(1, 7), bytes(2, &[9]), bytes(3, &[9])].concat();
    let block = [bytes(1, &bytes(1, b"")), bytes(2, &bytes(4, &relation))].concat();
    let untold = [header(&["OsmSchema-V0.6"]), blob("OSMData", &block, Packing::Raw)].concat();
    let history = [header(&["HistoricalInformation"]), blob("OSMData", &town(), Packing::Raw)];
    let rows: [(&str, &[u8], &str, &str); 16] = [
        ("a.osm", b"", "empty-file", "the file is empty (0 bytes)"),
        ("a.osm", cut, "osm-cut", "file ends before </osm>, byte"),
        ("a.osm.gz", &zipped[..zipped.len() / 2], "gzip-cut", "compressed data ends early"),
        ("a.osm.pbf", &whole[..whole.len() - 3], "osm-cut", "file ends inside a blob, byte"),
        ("a.osm.pbf", &lz4, "osm-packing", "blob 2 is packed with LZ4"),
        ("a.osm.pbf", &history.concat(), "osm-feature", "\"HistoricalInformation\""),
        ("a.osm", b"<html><body>busy</body></html>", "format", "the root element is \"html\""),
        ("a.osm", b"{\"type\":\"FeatureCollection\"}", "format", "no OpenStreetMap extract"),
        ("a.osm", b"<osm version=\"0.5\"></osm>", "format", "version \"0.5\""),
        ("a.osm", b"<osm version=\"0.6\"><node lat=\"1\"/></osm>", "xml", "without an id"),
        ("a.osm", b"<osm version=\"0.6\"><way id=\"1\"></node></osm>", "xml", "at byte"),
        ("a.osm", b"<osm version=\"0.6\"></osm>", "osm-empty", "no node, way or relation"),
        ("a.osm", b"<osm version=\"0.6\"><!x><node/></osm>", "xml", "at byte"),
        ("a.osm", &twice, "xml", "an extract inside an extract, at byte 19"),
        ("a.osm.pbf", &untold, "osm-damaged", "blob 2"),
        ("a.osm.pbf", &whole[..40], "osm-cut", "file ends inside"),
    ];
    for (name, bytes, code, words) in rows {
        let findings = said(name, bytes);
        let errors = errors(&findings);
        assert_eq!(errors.len(), 1, "{words}: {errors:?}");
        assert!(errors[0].0 == code && errors[0].1.contains(words), "{words}: {errors:?}");
    }
}

#[test]
fn a_whole_file_is_read_however_it_is_packed() {
    for packing in [Packing::Raw, Packing::Zlib] {
        let findings = said("town", &pbf(packing));
        assert!(errors(&findings).is_empty(), "{findings:?}");
    }
    let shop = xml(&square(1, 116.3, 39.9, &tag("shop", "convenience")));
    assert!(errors(&said("town", &gzip(shop.as_bytes()))).is_empty());
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = pbf(Packing::Zlib);
    let first = header(&["OsmSchema-V0.6", "DenseNodes"]).len();
    for length in 0..whole.len() {
        let findings = said("a.osm.pbf", &whole[..length]);
        // Cut between two blobs it is a whole file without elements.
        let code = if length == first { "osm-empty" } else { "" };
        let errors = errors(&findings);
        assert!(!errors.is_empty() && errors[0].0.starts_with(code), "{length}: {errors:?}");
    }
}

#[test]
fn text_cut_anywhere_is_told_as_cut() {
    let tags = tag("shop", "convenience") + &tag("name", "东门便利店");
    let whole = xml(&format!("<!-- 东 -->{}", square(1, 116.3, 39.9, &tags)));
    let head = whole.find("<osm").unwrap();
    for length in head..=whole.len() - "</osm>\n".len() {
        let findings = said("a.osm", &whole.as_bytes()[..length]);
        let errors = errors(&findings);
        assert!(errors.len() == 1 && errors[0].0 == "osm-cut", "{length}: {errors:?}");
    }
}

#[test]
fn text_in_another_encoding_is_refused() {
    let text = xml(&square(1, 116.3, 39.9, &tag("name", "@@@@")));
    let at = text.find("@@@@").unwrap();
    let mut bytes = text.into_bytes();
    // The name in GBK.
    bytes[at..at + 4].copy_from_slice(b"\xb6\xab\xc3\xc5");
    let findings = said("a.osm", &bytes);
    let errors = errors(&findings);
    assert!(errors.len() == 1 && errors[0].0 == "xml", "{errors:?}");
}

#[test]
fn no_spoilt_byte_makes_it_panic() {
    let whole = pbf(Packing::Raw);
    for at in 0..whole.len() {
        for flip in [1, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            // Whatever it says, it comes back.
            let _ = said("a.osm.pbf", &bytes).len();
        }
    }
}

#[test]
fn a_blob_that_unpacks_to_more_than_it_may_or_says_is_refused() {
    let zlib = |length: usize| {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(&vec![0; length]).unwrap();
        zlib.finish().unwrap()
    };
    let mib = 1 << 20;
    // What the blob says, and what comes out of it.
    let cases = [
        (33 * mib, 33 * mib, "blob 2 unpacks to more than 32 MiB"),
        (1000, 600 * mib, "blob 2 is damaged"),
    ];
    for (says, length, words) in cases {
        let body = [number(2, says as u64), bytes(3, &zlib(length))].concat();
        assert!(body.len() * 100 < length);
        let all = [header(&["OsmSchema-V0.6"]), framed("OSMData", &body)].concat();
        let findings = said("town.osm.pbf", &all);
        let told = errors(&findings);
        assert!(told.iter().any(|(_, message)| message.starts_with(words)), "{words}: {told:?}");
    }
}

#[test]
fn a_blob_that_says_to_be_longer_than_it_may_is_not_taken() {
    let kind = [bytes(1, b"OSMData"), number(3, 40 << 20)].concat();
    let framed = [&u32::try_from(kind.len()).unwrap().to_be_bytes()[..], &kind].concat();
    let findings = said("town.osm.pbf", &[header(&["OsmSchema-V0.6"]), framed].concat());
    let told = errors(&findings);
    let words = "blob 2 is 41943040 bytes long";
    assert!(told.iter().any(|(_, message)| message.starts_with(words)), "{told:?}");
}
