//! Small extracts made here: XML as text, and `.osm.pbf` packed by a few lines of an encoder.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use walkshed::finding::Findings;
use walkshed::input::MaxInput;
use walkshed::input::osm::{OsmReading, read};
use walkshed::watch::Watch;

/// A folder with one file in it, which goes away with it.
pub(crate) struct Small {
    folder: tempfile::TempDir,
    pub(crate) file: PathBuf,
}

impl Small {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        Self { folder, file }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self) -> OsmReading {
        read(&self.file, MaxInput::default(), &Watch::default()).unwrap()
    }
}

/// What reading bytes says.
pub(crate) fn said(name: &str, bytes: &[u8]) -> Findings {
    Small::new(name, bytes).read().findings
}

pub(crate) fn xml(inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\">\n{inner}</osm>\n")
}

/// A square of four nodes from id on, 0.01 degrees wide, with its south-west corner there.
pub(crate) fn square(id: i64, lon: f64, lat: f64, tags: &str) -> String {
    let corners = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01)];
    let mut text = String::new();
    for (at, (east, north)) in (0_i64..).zip(corners) {
        let (lon, lat) = (lon + east, lat + north);
        writeln!(text, "<node id=\"{}\" lat=\"{lat:.7}\" lon=\"{lon:.7}\"/>", id + at).unwrap();
    }
    write!(text, "<way id=\"{id}\">").unwrap();
    for at in [0, 1, 2, 3, 0] {
        write!(text, "<nd ref=\"{}\"/>", id + at).unwrap();
    }
    text + tags + "</way>\n"
}

pub(crate) fn tag(key: &str, value: &str) -> String {
    format!("<tag k=\"{key}\" v=\"{value}\"/>")
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push(u8::try_from(number % 128).unwrap() + 128);
        number /= 128;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}

pub(crate) fn number(field: u64, number: u64) -> Vec<u8> {
    [varint(field * 8), varint(number)].concat()
}

pub(crate) fn bytes(field: u64, bytes: &[u8]) -> Vec<u8> {
    [varint(field * 8 + 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

/// Numbers as differences in zigzag order.
pub(crate) fn steps(numbers: &[i64]) -> Vec<u8> {
    let mut before = 0;
    let step = |number: &i64| {
        let step = number - before;
        before = *number;
        varint(if step < 0 { step.unsigned_abs() * 2 - 1 } else { step.unsigned_abs() * 2 })
    };
    numbers.iter().flat_map(step).collect()
}

/// How a blob is packed.
#[derive(Clone, Copy)]
pub(crate) enum Packing {
    Raw,
    Zlib,
    /// A field that is not read, with bytes that mean nothing.
    Field(u64),
}

pub(crate) fn blob(kind: &str, inner: &[u8], packing: Packing) -> Vec<u8> {
    let size = number(2, inner.len() as u64);
    let body = match packing {
        Packing::Raw => bytes(1, inner),
        Packing::Zlib => {
            let mut zlib =
                flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            zlib.write_all(inner).unwrap();
            [size, bytes(3, &zlib.finish().unwrap())].concat()
        }
        Packing::Field(field) => [size, bytes(field, b"?")].concat(),
    };
    framed(kind, &body)
}

/// A blob behind its header.
pub(crate) fn framed(kind: &str, body: &[u8]) -> Vec<u8> {
    let header = [bytes(1, kind.as_bytes()), number(3, body.len() as u64)].concat();
    [&u32::try_from(header.len()).unwrap().to_be_bytes()[..], &header, body].concat()
}

pub(crate) fn header(features: &[&str]) -> Vec<u8> {
    let features: Vec<u8> = features.iter().flat_map(|f| bytes(4, f.as_bytes())).collect();
    blob("OSMHeader", &features, Packing::Zlib)
}

/// A shop and a closed way of residential land, as dense nodes and a way.
pub(crate) fn town() -> Vec<u8> {
    let texts = ["", "shop", "convenience", "landuse", "residential", "name", "东门便利店"];
    let table: Vec<u8> = texts.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    // In units of 1e-7 degrees: granularity is 100 nanodegrees.
    let lons = [1_163_000_000, 1_163_100_000, 1_163_100_000, 1_163_000_000, 1_163_050_000];
    let lats = [399_000_000, 399_000_000, 399_100_000, 399_100_000, 399_050_000];
    let tags = [0, 0, 0, 0, 1, 2, 5, 6, 0].into_iter().flat_map(varint).collect::<Vec<u8>>();
    let dense = [
        bytes(1, &steps(&[1, 2, 3, 4, 5])),
        bytes(8, &steps(&lats)),
        bytes(9, &steps(&lons)),
        bytes(10, &tags),
    ];
    let way = [
        number(1, 7),
        bytes(2, &varint(3)),
        bytes(3, &varint(4)),
        bytes(8, &steps(&[1, 2, 3, 4, 1])),
    ];
    let nodes = bytes(2, &bytes(2, &dense.concat()));
    let ways = bytes(2, &bytes(3, &way.concat()));
    [bytes(1, &table), nodes, ways].concat()
}

pub(crate) fn pbf(packing: Packing) -> Vec<u8> {
    let features = header(&["OsmSchema-V0.6", "DenseNodes"]);
    [features, blob("OSMData", &town(), packing)].concat()
}
