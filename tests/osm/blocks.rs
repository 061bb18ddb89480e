//! Blocks of `.osm.pbf` as some tools write them: nodes one by one instead of dense, and elements that
//! say of themselves that they are deleted.

use std::process::Command;

use crate::small::{Packing, Small, blob, bytes, header, number, pbf, steps};

/// What an import writes of the outlets, and what it says.
fn imported(all: &[u8]) -> (Vec<u8>, String) {
    let small = Small::new("town.osm.pbf", all);
    let city = small.path("city");
    let (file, out) = (small.file.to_str().unwrap(), city.to_str().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_walkshed"));
    command.args(["import", "osm", file, "--out", out, "--extent", "--lang", "en"]);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let said = std::fs::read_to_string(city.join("findings.csv")).unwrap();
    (std::fs::read(city.join("outlets.geojson")).unwrap(), said)
}

/// The texts of `small::town`, and its places in units of 1e-7 degrees.
const TEXTS: [&str; 7] =
    ["", "shop", "convenience", "landuse", "residential", "name", "东门便利店"];
const PLACES: [(u64, u64); 5] = [
    (1_163_000_000, 399_000_000),
    (1_163_100_000, 399_000_000),
    (1_163_100_000, 399_100_000),
    (1_163_000_000, 399_100_000),
    (1_163_050_000, 399_050_000),
];

/// A file of groups of elements.
fn file(groups: &[Vec<u8>]) -> Vec<u8> {
    let table: Vec<u8> = TEXTS.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    let groups: Vec<u8> = groups.iter().flat_map(|group| bytes(2, group)).collect();
    let block = [bytes(1, &table), groups].concat();
    let head = header(&["OsmSchema-V0.6", "DenseNodes"]);
    [head, blob("OSMData", &block, Packing::Zlib)].concat()
}

/// The note on an element that is there, or that is deleted.
fn is_there(yes: bool) -> Vec<u8> {
    bytes(4, &number(6, yes.into()))
}

fn way() -> Vec<u8> {
    bytes(
        3,
        &[number(1, 7), bytes(2, &[3]), bytes(3, &[4]), bytes(8, &steps(&[1, 2, 3, 4, 1]))]
            .concat(),
    )
}

/// Nodes one by one; the fifth is the shop.
fn plain() -> Vec<u8> {
    let node = |(id, (lon, lat)): (u64, &(u64, u64))| {
        let tags =
            if id == 5 { [bytes(2, &[1, 5]), bytes(3, &[2, 6])].concat() } else { Vec::new() };
        // Twice each number: signed numbers have their sign in the lowest bit.
        let place = [number(1, id * 2), number(8, lat * 2), number(9, lon * 2)].concat();
        bytes(1, &[place, tags, is_there(true)].concat())
    };
    (1..).zip(&PLACES).flat_map(node).collect()
}

#[test]
fn nodes_one_by_one_are_those_of_a_dense_block() {
    let (dense, _) = imported(&pbf(Packing::Zlib));
    assert!(String::from_utf8_lossy(&dense).contains("东门便利店"));
    let (found, said) = imported(&file(&[plain(), way()]));
    assert!(found == dense && !said.contains("osm-deleted"), "{said}");
}

#[test]
fn elements_that_are_deleted_are_left_out_and_counted() {
    let gone = [
        bytes(1, &[number(1, 12), number(8, 2), number(9, 2), is_there(false)].concat()),
        bytes(3, &[number(1, 8), bytes(8, &steps(&[1, 2])), is_there(false)].concat()),
        bytes(4, &[number(1, 9), is_there(false)].concat()),
    ];
    let (all, _) = imported(&file(&[plain(), way()]));
    let (found, said) = imported(&file(&[plain(), way(), gone.concat()]));
    assert!(found == all && said.contains("3 elements deleted; left out"), "{said}");
    // In a dense block the notes stand in a list of their own.
    let dense = |visible: &[u8]| {
        let list = |of: fn(&(u64, u64)) -> u64| -> Vec<i64> {
            PLACES.iter().map(|place| i64::try_from(of(place)).unwrap()).collect()
        };
        let fields = [
            bytes(1, &steps(&[1, 2, 3, 4, 5])),
            bytes(5, &bytes(6, visible)),
            bytes(8, &steps(&list(|p| p.1))),
            bytes(9, &steps(&list(|p| p.0))),
            bytes(10, &[0, 0, 0, 0, 1, 2, 5, 6, 0]),
        ];
        file(&[bytes(2, &fields.concat()), way()])
    };
    assert!(imported(&dense(&[1; 5])).0 == all);
    let (found, said) = imported(&dense(&[0, 1, 1, 1, 1]));
    assert!(found == all && said.contains("1 element deleted; left out"), "{said}");
}

#[test]
fn a_box_that_lacks_a_side_is_none() {
    let town = |bounds: &[u8]| {
        let head =
            [bytes(1, bounds), bytes(4, b"OsmSchema-V0.6"), bytes(4, b"DenseNodes")].concat();
        let all = file(&[plain(), way()]);
        let rest = &all[header(&["OsmSchema-V0.6", "DenseNodes"]).len()..];
        [blob("OSMHeader", &head, Packing::Zlib), rest.to_vec()].concat()
    };
    // Left, right, top and bottom in nanodegrees, twice each for the sign: 116.302, 116.306, 39.906, 39.902.
    let sides =
        [(1, 116_302_000_000_u64), (2, 116_306_000_000), (3, 39_906_000_000), (4, 39_902_000_000)];
    let side = |(field, nano): &(u64, u64)| number(*field, nano * 2);
    let whole: Vec<u8> = sides.iter().flat_map(side).collect();
    let told = "west 116.302, south 39.902, east 116.306, north 39.906";
    assert!(imported(&town(&[whole, number(9, 1)].concat())).1.contains(told));
    let half: Vec<u8> = sides[..3].iter().flat_map(side).collect();
    assert!(imported(&town(&half)).1.contains("west 116.3, south 39.9, east 116.31, north 39.91"));
}
