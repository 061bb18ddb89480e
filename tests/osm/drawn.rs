//! Spoilt extracts, drawn at random: no panic, no hang, bounded memory; an extract or errors, and of an
//! extract a city.
//!
//! A hundred inputs each; more by `WALKSHED_FUZZ_SECONDS=180 cargo test --test osm drawn`.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use walkshed::input::MaxInput;
use walkshed::input::osm::{LandRule, OsmLayer, OsmRules, Units, read};
use walkshed::watch::Watch;

use crate::harness::{fuzz, spoilt};
use crate::random::Random;
use crate::small::{Packing, Small, blob, header, square, tag, town, xml};

/// Inputs of a target where no time is set.
const INPUTS: usize = 100;

fn draw(name: &str, draw: impl FnMut(&mut Random) -> Vec<u8>) {
    let small = Small::new(name, b"");
    fuzz(name, INPUTS, draw, |input, count| {
        std::fs::write(&small.file, input).unwrap();
        let Ok(reading) = read(&small.file, MaxInput::default(), &Watch::default()) else { return };
        assert_eq!(
            reading.extract.is_none(),
            reading.findings.has_errors(),
            "an extract, or errors"
        );
        let Some(extract) = reading.extract else { return };
        let units = if count.is_multiple_of(2) { Units::Extent } else { Units::BestLevel };
        let land = if count.is_multiple_of(3) { LandRule::Buildings } else { LandRule::Landuse };
        let rules = OsmRules { units, land, ..OsmRules::default() };
        let Ok(city) = extract.city(rules, &Watch::default()) else { return };
        for layer in OsmLayer::ALL {
            let mut bytes = Vec::new();
            city.write(layer, &mut bytes).unwrap();
            serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
        }
    });
}

fn text() -> String {
    let border = tag("boundary", "administrative") + &tag("admin_level", "8") + &tag("name", "A");
    let shop = tag("shop", "convenience") + &tag("name", "b") + &tag("opening_hours", "24/7");
    let relation = "<relation id=\"9\"><member type=\"way\" ref=\"30\" role=\"outer\"/>\
                    <tag k=\"type\" v=\"multipolygon\"/><tag k=\"landuse\" v=\"residential\"/></relation>\n";
    xml(&[
        square(10, 116.3, 39.9, &border),
        square(20, 116.302, 39.902, &shop),
        square(30, 116.304, 39.904, ""),
        square(40, 116.305, 39.905, &tag("highway", "footway")),
        relation.to_owned(),
    ]
    .concat())
}

#[test]
fn blocks() {
    let inner = town();
    let head = header(&["OsmSchema-V0.6", "DenseNodes"]);
    // The bytes of a block, in both packings, and those of the file around it.
    draw("block.osm.pbf", |random| {
        let packing = if random.below(2) == 0 { Packing::Raw } else { Packing::Zlib };
        [head.clone(), blob("OSMData", &spoilt(random, &inner), packing)].concat()
    });
    let whole = [head.clone(), blob("OSMData", &inner, Packing::Raw)].concat();
    draw("file.osm.pbf", |random| spoilt(random, &whole));
}

#[test]
fn real_extracts_with_a_few_bytes_changed() {
    let Some(root) = std::env::var_os("WALKSHED_SHARED") else {
        println!("skipped: real extracts; set WALKSHED_SHARED");
        return;
    };
    let data = std::path::Path::new(&root).join("data");
    let Ok(whole) = std::fs::read(data.join("sao-paulo-r5r/spo_osm.pbf")) else {
        println!("skipped: sao-paulo-r5r is not there");
        return;
    };
    let small = Small::new("real.osm.pbf", b"");
    fuzz(
        "real.osm.pbf",
        5,
        |random| spoilt(random, &whole),
        |input, _| {
            std::fs::write(&small.file, input).unwrap();
            let Ok(reading) = read(&small.file, MaxInput::default(), &Watch::default()) else {
                return;
            };
            assert_eq!(
                reading.extract.is_none(),
                reading.findings.has_errors(),
                "an extract, or errors"
            );
        },
    );
}

#[test]
fn texts() {
    let text = text();
    draw("plain.osm", |random| spoilt(random, text.as_bytes()));
    let gzip = |bytes: &[u8]| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let packed = gzip(text.as_bytes());
    draw("packed.osm.gz", |random| spoilt(random, &packed));
}
