//! Layers in other coordinate systems: converted where the user says so, refused or warned of where not.
//!
//! Expected degrees and metres come from outside: PROJ 9.5.1 for projected systems, the widely
//! published pair of Beijing for GCJ-02.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it found")]

use std::path::Path;

use tempfile::TempDir;
use walkshed::finding::{Finding, Severity};
use walkshed::input::{Layer, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, LonLat};

/// A square of Beijing and its corners in EPSG:4527 as PROJ gives them.
const DEGREES: [[f64; 2]; 4] = [[116.3, 39.89], [116.36, 39.89], [116.36, 39.95], [116.3, 39.95]];
const METRES: [[f64; 2]; 4] = [
    [39_440_128.226_449_154, 4_417_549.895_444_427],
    [39_445_260.132_912_44, 4_417_511.407_672_131],
    [39_445_307.888_902_85, 4_424_173.467_680_05],
    [39_440_180.460_107_386, 4_424_211.970_028_455],
];

/// A place in Beijing, just east of the square, in WGS 84 and in GCJ-02, as widely published.
const WGS84: [f64; 2] = [116.404, 39.915];
const GCJ02: [f64; 2] = [116.410_244_499_169_38, 39.916_404_281_501_64];

fn subdistricts(corners: [[f64; 2]; 4], head: &str) -> String {
    let ring: Vec<String> =
        corners.iter().chain([&corners[0]]).map(|[x, y]| format!("[{x}, {y}]")).collect();
    format!(
        r#"{{"type": "FeatureCollection", {head} "features": [{{"type": "Feature",
        "properties": {{"id": "D01", "name": "East"}},
        "geometry": {{"type": "Polygon", "coordinates": [[{}]]}}}}]}}"#,
        ring.join(", ")
    )
}

/// Shops with a source each.
fn outlets(places: &[([f64; 2], &str)]) -> String {
    let features: Vec<String> = places
        .iter()
        .enumerate()
        .map(|(n, ([x, y], source))| {
            format!(
                r#"{{"type": "Feature", "properties": {{"id": "W{n}", "name": "shop {n}",
                "category": "convenience_store", "source": "{source}"}},
                "geometry": {{"type": "Point", "coordinates": [{x}, {y}]}}}}"#
            )
        })
        .collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(", "))
}

fn city(subdistricts: &str, outlets: &str, settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("subdistricts.geojson"), subdistricts).unwrap();
    std::fs::write(folder.path().join("outlets.geojson"), outlets).unwrap();
    if !settings.is_empty() {
        std::fs::write(folder.path().join("walkshed.toml"), settings).unwrap();
    }
    folder
}

fn read_as(folder: &Path, crs: &[(Layer, &str)]) -> Reading {
    let crs = crs.iter().map(|(layer, name)| (*layer, name.parse().unwrap())).collect();
    let options = ReadOptions { crs, ..ReadOptions::default() };
    read(folder, &CategoryTable::standard(), &options).unwrap()
}

fn finding<'r>(reading: &'r Reading, code: &str) -> &'r Finding {
    let mut of_code = reading.findings.iter().filter(|f| f.code == code);
    of_code.next().unwrap_or_else(|| panic!("no {code} among {:?}", reading.findings))
}

/// Degrees of the outlets, in the order of their ids.
fn places(reading: &Reading) -> Vec<LonLat> {
    let city = reading.city.as_ref().unwrap_or_else(|| panic!("{:?}", reading.findings));
    city.outlets().iter().map(|outlet| city.plane().to_lonlat(outlet.at)).collect()
}

fn assert_at(found: LonLat, [lon, lat]: [f64; 2]) {
    assert!((found.lon - lon).abs() < 1e-9 && (found.lat - lat).abs() < 1e-9, "{found:?}");
}

#[test]
fn outlets_declared_gcj02_are_moved_back_and_said() {
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&[(GCJ02, "amap")]), "");
    let reading = read_as(folder.path(), &[(Layer::Outlets, "gcj02")]);
    assert_at(places(&reading)[0], WGS84);
    // 0.0062445 degrees east at 85.4 km a degree are 533 m, 0.0014043 north at 111.2 km are 156 m:
    // together 555 m.
    let said = finding(&reading, "converted");
    assert_eq!(said.severity, Severity::Note);
    assert_eq!(said.message, "1 outlet converted from GCJ-02 to WGS 84, moved by 555 m");
    assert!(reading.findings.iter().all(|f| f.code != "datum-mix"));
}

#[test]
fn one_source_alone_may_be_declared() {
    let both = [(GCJ02, "amap"), (WGS84, "survey"), (WGS84, "osm")];
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&both), "");
    let reading = read_as(folder.path(), &[(Layer::Outlets, "Amap=gcj02")]);
    for at in places(&reading) {
        assert_at(at, WGS84);
    }
    assert_eq!(
        finding(&reading, "converted").message,
        "1 outlet converted from GCJ-02 to WGS 84, moved by 555 m"
    );
    let settings = "[outlets.crs_by_source]\namap = \"gcj02\"\n";
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&both), settings);
    let reading = read_as(folder.path(), &[]);
    for at in places(&reading) {
        assert_at(at, WGS84);
    }
}

#[test]
fn a_source_is_named_where_it_contradicts_what_it_is_read_in() {
    let both = [(GCJ02, "amap"), (WGS84, "survey"), (WGS84, "osm")];
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&both), "");
    let mix = read_as(folder.path(), &[]);
    let mix = finding(&mix, "datum-mix");
    assert_eq!(
        mix.message,
        "1 of 3 outlets says source \"amap\", which is GCJ-02 (555 m off here); no coordinates were moved"
    );
    assert_eq!(mix.help, "pass --outlets-crs amap=gcj02, or convert the 1");
    let over = read_as(folder.path(), &[(Layer::Outlets, "gcj02")]);
    let over = finding(&over, "datum-mix");
    assert!(over.message.starts_with("1 of 3 outlets says source \"osm\", which is WGS 84"));
    assert_eq!(over.help, "add --outlets-crs osm=wgs84 to keep them");
    let absent = read_as(folder.path(), &[(Layer::Outlets, "baidu=bd09")]);
    assert!(finding(&absent, "no-such-source").message.contains("\"baidu\""));
}

#[test]
fn declared_metres_are_the_degrees_that_proj_gives() {
    let shops = outlets(&[([116.33, 39.92], "survey")]);
    let folder = city(&subdistricts(METRES, ""), &shops, "[subdistricts]\ncrs = \"epsg:4527\"\n");
    let metres = read_as(folder.path(), &[]);
    let folder = city(&subdistricts(DEGREES, ""), &shops, "");
    let degrees = read_as(folder.path(), &[]);
    let corners = |reading: &Reading| {
        let city = reading.city.as_ref().unwrap();
        let ring = city.subdistricts()[0].shape.rings().next().unwrap().points().to_vec();
        (*city.plane(), ring)
    };
    let ((plane, found), (other, wanted)) = (corners(&metres), corners(&degrees));
    assert_eq!(plane, other);
    assert_eq!(found.len(), wanted.len());
    for (a, b) in found.iter().zip(&wanted) {
        // The ellipsoids of CGCS2000 and WGS 84 differ by 0.1 mm.
        assert!(a.distance(*b).0 < 2e-4, "{a:?} {b:?}");
    }
    assert_eq!(
        finding(&metres, "converted").message,
        "1 subdistrict converted from EPSG:4527 (CGCS2000, 3-degree zone about 117 E) to degrees"
    );
}

#[test]
fn undeclared_metres_are_refused_with_the_flag_that_declares_them() {
    let shops = outlets(&[(WGS84, "survey")]);
    let folder = city(&subdistricts(METRES, ""), &shops, "");
    let reading = read_as(folder.path(), &[]);
    assert!(reading.city.is_none());
    let said = finding(&reading, "not-degrees");
    assert!(said.message.contains("looks like CGCS2000 zone 39 metres (EPSG:4527"));
    assert!(said.help.contains("pass --subdistricts-crs epsg:4527, or convert with ogr2ogr"));
}

#[test]
fn degrees_that_are_declared_metres_are_refused() {
    let shops = outlets(&[(WGS84, "survey")]);
    let folder = city(&subdistricts(DEGREES, ""), &shops, "");
    let reading = read_as(folder.path(), &[(Layer::Subdistricts, "epsg:4527")]);
    assert!(reading.city.is_none());
    let said = finding(&reading, "crs-range");
    assert_eq!(said.place.path, "features[0].geometry.coordinates[0][0][0]");
    assert!(said.help.contains("these are degrees"), "{said:?}");
}

#[test]
fn a_crs_member_and_a_declaration_must_agree() {
    let head = r#""crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}},"#;
    let shops = outlets(&[(WGS84, "survey")]);
    let folder = city(&subdistricts(METRES, head), &shops, "");
    assert!(read_as(folder.path(), &[(Layer::Subdistricts, "epsg:4527")]).city.is_some());
    for declared in ["epsg:4526", "wgs84", "gcj02"] {
        let reading = read_as(folder.path(), &[(Layer::Subdistricts, declared)]);
        let said = finding(&reading, "crs-member");
        assert!(said.message.starts_with("crs says EPSG:4527; the layer is declared"), "{said:?}");
        assert!(reading.city.is_none());
    }
    let reading = read_as(folder.path(), &[]);
    assert_eq!(
        finding(&reading, "crs-member").message,
        "crs says EPSG:4527; RFC 7946 is WGS84 only"
    );
    assert!(finding(&reading, "crs-member").help.contains("epsg:4527"));
}

#[test]
fn where_all_outlets_are_of_one_source_the_whole_layer_is_declared() {
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&[(GCJ02, "amap"); 2]), "");
    let said = finding(&read_as(folder.path(), &[]), "datum-mix").help.clone();
    assert_eq!(said, "pass --outlets-crs gcj02, or convert them");
    let both = outlets(&[(GCJ02, "amap"), (WGS84, "osm")]);
    let folder = city(&subdistricts(DEGREES, ""), &both, "");
    let said = finding(&read_as(folder.path(), &[]), "datum-mix").help.clone();
    assert_eq!(said, "pass --outlets-crs amap=gcj02, or convert the 1");
}

#[test]
fn a_source_that_no_outlet_says_is_told_once() {
    let files = r#"
        [outlets]
        files = ["outlets.geojson", "more.geojson"]
        [outlets.crs_by_source]
        tencent = "gcj02"
    "#;
    let folder = city(&subdistricts(DEGREES, ""), &outlets(&[(WGS84, "osm")]), files);
    std::fs::write(folder.path().join("more.geojson"), outlets(&[(DEGREES[0], "survey")])).unwrap();
    let reading = read_as(folder.path(), &[]);
    let said = reading.findings.iter().filter(|f| f.code == "no-such-source");
    let said: Vec<&str> = said.map(|f| &*f.message).collect();
    assert_eq!(said, ["no outlet says source \"tencent\", which was declared GCJ-02"]);
}

#[test]
fn where_nothing_tells_the_datum_of_many_outlets_it_is_noted_unless_they_say_it() {
    // Scattered over the square by a step that comes round to no place twice; only its border is there
    // to hold them against.
    let scattered = |count: u32, source: &'static str| -> Vec<([f64; 2], &'static str)> {
        let part = |n: u32, step: f64| (f64::from(n) * step).fract();
        let place = |n: u32| [116.3 + 0.06 * part(n, 0.618_034), 39.89 + 0.06 * part(n, 0.754_878)];
        (0..count).map(|n| (place(n), source)).collect()
    };
    let notes = |places: &[([f64; 2], &str)], crs: &[(Layer, &str)]| {
        let folder = city(&subdistricts(DEGREES, ""), &outlets(places), "");
        let reading = read_as(folder.path(), crs);
        let of_code = reading.findings.iter().filter(|f| f.code == "datum-untested");
        of_code.map(|f| f.message.clone()).collect::<Vec<_>>()
    };
    let said = "whether the 120 outlets are in GCJ-02 or BD-09 cannot be told: they lie to estates, homes \
                and borders as chance would have it";
    assert_eq!(notes(&scattered(120, "survey"), &[]), [said]);
    assert_eq!(notes(&scattered(99, "survey"), &[]), [""; 0]);
    assert_eq!(notes(&scattered(120, "OSM"), &[]), [""; 0]);
    assert_eq!(notes(&scattered(120, "survey"), &[(Layer::Outlets, "wgs84")]), [""; 0]);
}

#[test]
fn what_cannot_be_of_the_declared_system_is_counted_and_blank_places_are_left() {
    let text = outlets(&[(WGS84, "a"), (WGS84, "b"), (METRES[0], "c")]);
    let told = |text: &str| {
        let folder = city(&subdistricts(DEGREES, ""), text, "");
        let reading = read_as(folder.path(), &[(Layer::Outlets, "epsg:4527")]);
        finding(&reading, "crs-range").help.clone()
    };
    assert!(told(&text).starts_with("2 outlets are so: "), "{}", told(&text));
    let one = outlets(&[(WGS84, "a"), (METRES[0], "c")]);
    assert!(told(&one).starts_with("1 outlet is so: "), "{}", told(&one));
    // Of two numbers the first alone may be one of the system.
    let half = outlets(&[([METRES[0][0], 2e7], "a")]);
    assert!(told(&half).starts_with("1 outlet is so: "), "{}", told(&half));
    // What has no place is not converted, and told by another name.
    let shop = outlets(&[(METRES[0], "a"), (METRES[1], "b")]);
    let geometry =
        format!("{{\"type\": \"Point\", \"coordinates\": [{}, {}]}}", METRES[0][0], METRES[0][1]);
    assert!(shop.contains(&geometry), "{shop}");
    let folder = city(&subdistricts(DEGREES, ""), &shop.replace(&geometry, "null"), "");
    let reading = read_as(folder.path(), &[(Layer::Outlets, "epsg:4527")]);
    assert!(
        finding(&reading, "converted").message.starts_with("1 outlet converted from EPSG:4527")
    );
    assert_eq!(finding(&reading, "no-geometry").severity, Severity::Warning);
}

#[test]
fn a_crs_member_has_to_name_a_system() {
    let shops = outlets(&[(WGS84, "survey")]);
    let told = |member: &str| {
        let head = format!("\"crs\": {member},");
        let folder = city(&subdistricts(DEGREES, &head), &shops, "");
        let reading = read_as(folder.path(), &[]);
        reading.findings.iter().find(|f| f.code == "crs-member").map(|f| f.message.clone())
    };
    assert_eq!(told("null"), None);
    assert_eq!(told("\"EPSG:4326\""), None);
    for member in ["{}", "{\"type\": \"link\", \"properties\": {\"href\": \"a\"}}", "7"] {
        let message = "crs without a name; RFC 7946 is WGS84 only";
        assert_eq!(told(member).as_deref(), Some(message), "{member}");
    }
}
