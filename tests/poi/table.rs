//! What the rows of an export become.

use walkshed::input::Encoding;
use walkshed::input::poi::PoiRules;

use super::{Export, features, outlets, said};

/// Rows in the form of the service's own answers: code, type, place, address, district.
const EXPORT: &str = "id,name,type,typecode,address,location,adname\n\
B0A,东门便利店,购物服务;便民商店/便利店;便民商店/便利店,060200,东门路1号,\"116.350000,39.950000\",云溪区\n\
B0B,老王包子铺,餐饮服务;快餐厅;快餐厅,050300,[],\"116.351000,39.951000\",云溪区\n\
B0C,炸鸡店,餐饮服务;快餐厅;快餐厅,050300,[],\"116.352000,39.952000\",云溪区\n\
B0D,张氏中医诊所,医疗保健服务;诊所;诊所,090300,[],\"116.353000,39.953000\",云溪区\n\
B0E,东门社区卫生服务站,医疗保健服务;诊所;诊所,090300,[],\"116.354000,39.954000\",云溪区\n\
B0F,洁美,购物服务;便民商店/便利店;便民商店/便利店|生活服务;洗衣店;洗衣店,060200|071500,[],\"116.355000,39.955000\",云溪区\n\
B0A,东门便利店,购物服务;便民商店/便利店;便民商店/便利店,060200,东门路1号,\"116.350000,39.950000\",云溪区\n\
B0G,无名,购物服务;便民商店/便利店;便民商店/便利店,060200,[],[],云溪区\n";

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn codes_become_categories_and_every_row_is_accounted_for() {
    let reading = Export::new(EXPORT.as_bytes()).read(PoiRules::default());
    let expected = [
        ("B0A", "convenience_store"),
        ("B0B", "breakfast"),
        ("B0E", "community_health_station"),
        ("B0F", "convenience_store"),
        ("B0F/laundry", "laundry"),
    ];
    assert_eq!(outlets(&reading), pairs(&expected));
    let account = &reading.outlets.as_ref().unwrap().account;
    let unmapped: usize = account.unmapped.values().sum();
    assert_eq!((account.rows, unmapped, account.repeated, account.placeless), (8, 2, 1, 1));
    // Four places that became outlets, two that did not, one again, one nowhere.
    assert_eq!(account.rows, 4 + unmapped + account.repeated + account.placeless);
    assert_eq!(account.outlets(), 5);
    assert_eq!(account.unmapped["090300 医疗保健服务;诊所;诊所"], 1);
    let said = said(&reading);
    assert_eq!(said[0], "no-geometry: row 9: no place in 1 row (9); left out");
    assert_eq!(said[1], "poi-repeated: row 8: the same place again in 1 row (8); counted once");
    assert!(said[2].starts_with(
        "poi-unmapped: : 2 places of types that mean no category, or not by their names: "
    ));
    assert!(said[3].starts_with("converted: : 4 places converted from GCJ-02 to WGS 84, moved by"));
    assert_eq!(said.len(), 4);
}

#[test]
fn places_are_brought_from_gcj02_to_wgs84_unless_another_system_is_named() {
    let export = Export::new(EXPORT.as_bytes());
    let at = |rules| features(&export.read(rules))[0]["geometry"]["coordinates"].clone();
    let metres = |a: &serde_json::Value, lon: f64, lat: f64| {
        let (east, north) = (a[0].as_f64().unwrap() - lon, a[1].as_f64().unwrap() - lat);
        (east * 111_320.0 * 39.95_f64.to_radians().cos()).hypot(north * 111_320.0)
    };
    // About Beijing GCJ-02 lies some 500 to 600 m off.
    let moved = metres(&at(PoiRules::default()), 116.35, 39.95);
    assert!((450.0..650.0).contains(&moved), "{moved}");
    let wgs84 = PoiRules { crs: Some("wgs84".parse().unwrap()), ..PoiRules::default() };
    assert!(metres(&at(wgs84), 116.35, 39.95) < 0.02);
    assert!(!said(&export.read(wgs84)).iter().any(|said| said.starts_with("converted")));
    // BD-09 is a further shift on top: the same numbers are another place.
    let bd09 = PoiRules { crs: Some("bd09".parse().unwrap()), ..PoiRules::default() };
    assert!(metres(&at(bd09), 116.35, 39.95) > 700.0);
}

#[test]
fn two_columns_and_names_of_types_do_as_well() {
    let text = "name;type;lng;lat\n\
                东门便利店;\"购物服务;便民商店/便利店;便民商店/便利店\";116.35;39.95\n\
                第一幼儿园;\"科教文化服务;学校;幼儿园|生活服务;婴儿服务场所;婴儿服务场所\";116.36;39.96\n\
                高山;\"风景名胜;风景名胜;风景名胜\";116.36;39.96\n";
    let reading = Export::new(text.as_bytes()).read(PoiRules::default());
    let expected = [("-", "convenience_store"), ("-", "kindergarten")];
    assert_eq!(outlets(&reading), pairs(&expected));
    let account = &reading.outlets.as_ref().unwrap().account;
    assert_eq!(account.unmapped["风景名胜;风景名胜;风景名胜"], 1);
}

#[test]
fn gbk_is_asked_for_and_read_when_it_is_named() {
    let (bytes, _, _) = encoding_rs::GBK.encode(EXPORT);
    let export = Export::new(&bytes);
    let refused = export.read(PoiRules::default());
    assert!(refused.outlets.is_none());
    let finding = refused.findings.iter().find(|f| f.code == "not-utf8").unwrap();
    assert!(finding.place.path.starts_with("row 2, column 2"), "{finding:?}");
    assert!(finding.help.contains("--encoding gbk"), "{finding:?}");
    let encoding: Encoding = "gbk".parse().unwrap();
    let named = PoiRules { encoding: Some(encoding), ..PoiRules::default() };
    let reading = export.read(named);
    assert_eq!(features(&reading)[0]["properties"]["name"], "东门便利店");
    assert!(said(&reading).iter().any(|s| s.starts_with("encoding: : text read as GBK")));
    // The same rows in UTF-8 stay what they are.
    let utf8 = Export::new(EXPORT.as_bytes()).read(named);
    assert_eq!(features(&utf8), features(&reading));
}

#[test]
fn a_code_that_lost_its_nought_is_read_and_said() {
    let text =
        "id,name,typecode,location\nA,店,60200,\"116.35,39.95\"\nB,园,141204,\"116.36,39.95\"\n";
    let reading = Export::new(text.as_bytes()).read(PoiRules::default());
    let expected = [("A", "convenience_store"), ("B", "kindergarten")];
    assert_eq!(outlets(&reading), pairs(&expected));
    let first =
        "code-padded: row 2: type codes of five digits in 1 row (2); read with the 0 in front";
    assert_eq!(said(&reading)[0], first);
}

#[test]
fn one_id_with_two_contents_is_kept_twice_and_said() {
    let text = "id,name,typecode,location\nA,旧店,060200,\"116.35,39.95\"\n\
                A,新店,060200,\"116.35,39.95\"\n";
    let reading = Export::new(text.as_bytes()).read(PoiRules::default());
    assert_eq!(features(&reading).len(), 2);
    let first = "duplicate-id: row 3, column 1 \"id\": \"A\" is also row 2 (\"旧店\"), and says something \
                 else; both kept";
    assert_eq!(said(&reading)[0], first);
}

#[test]
fn rows_that_are_alike_count_once_without_an_id_too() {
    let row = "店,060200,116.35,39.95\n";
    let text = format!("name,typecode,lon,lat\n{row}{row}{row}店,060200,116.36,39.95\n");
    let reading = Export::new(text.as_bytes()).read(PoiRules::default());
    assert_eq!(features(&reading).len(), 2);
    assert_eq!(reading.outlets.unwrap().account.repeated, 2);
}

#[test]
fn what_cannot_be_read_is_refused_with_row_and_column() {
    for (text, code, place) in [
        ("id,name,typecode\nA,店,060200\n", "no-place-columns", "row 1"),
        ("id,name,location\nA,店,\"1,2\"\n", "no-type-column", "row 1"),
        (
            "id,typecode,location\nA,060200,\"east,39.9\"\n",
            "not-a-number",
            "row 2, column 3 \"location\"",
        ),
        ("id,typecode,location\nA,060200,116.35\n", "not-a-number", "row 2, column 3 \"location\""),
        (
            "id,typecode,location\nA,060200,\"39.9,116.35\"\n",
            "not-degrees",
            "row 2, column 3 \"location\"",
        ),
        ("id,typecode,lon,lat\nA,060200,1,2,3\n", "long-row", "row 2"),
        ("{\"type\":\"FeatureCollection\"}", "format", ""),
        ("", "empty-file", ""),
        ("\n\n", "empty-file", ""),
    ] {
        let reading = Export::new(text.as_bytes()).read(PoiRules::default());
        assert!(reading.outlets.is_none(), "{text}");
        let found: Vec<_> =
            reading.findings.iter().map(|f| (f.code, f.place.path.as_str())).collect();
        assert_eq!(found, [(code, place)], "{text}");
    }
}

#[test]
fn exports_without_outlets_and_places_abroad_are_told() {
    let head = "name,typecode,location\n";
    let told = |rows: &str| {
        said(&Export::new(format!("{head}{rows}").as_bytes()).read(PoiRules::default()))
    };
    assert_eq!(told(""), ["no-outlets: : 0 outlets of 0 rows"]);
    assert!(
        told("x,999999,\"116.35,39.95\"\n").iter().any(|s| s == "no-outlets: : 0 outlets of 1 row")
    );
    // In the Kara Sea no datum moves it.
    let abroad = told("x,060200,\"39.95,80.35\"\ny,060200,\"116.35,39.95\"\n");
    let expected =
        "poi-abroad: row 2: 1 row (2) lies outside of China, where GCJ-02 is not used; not moved";
    assert_eq!(abroad[0], expected, "{abroad:?}");
    assert_eq!(
        told("x,060200,116.35\n"),
        [
            "not-a-number: row 2, column 3 \"location\": \"116.35\" is no place: two numbers are wanted, longitude first"
        ]
    );
}

#[test]
fn a_row_is_blank_without_a_place_or_off_the_earth_as_its_two_columns_say() {
    let head = "id,name,typecode,lon,lat\n";
    let told = |rows: &str| {
        said(&Export::new(format!("{head}{rows}").as_bytes()).read(PoiRules::default()))
    };
    let whole = "Z,z,060200,116.35,39.95\n";
    // A blank row is none, and one half of a place is not left out in silence.
    let half = told(&format!("{whole},,,,\nA,a,060200,116.35,\n"));
    let line = "not-a-number: row 4, column 4 \"lon\": \"116.35,\" is no place: two numbers are wanted, longitude first";
    assert_eq!(half[0], line, "{half:?}");
    let other = told(&format!("{whole}A,a,060200,,39.95\n"));
    assert!(other[0].ends_with("\",39.95\" is no place: two numbers are wanted, longitude first"));
    for place in ["216.35,39.95", "16.35,99.95", "1e400,39.95"] {
        let off = told(&format!("A,a,060200,{place}\n"));
        assert!(off[0].starts_with("not-degrees: row 2, column 4 \"lon\": ["), "{off:?}");
    }
    let many =
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(|n| format!("A{n},a,060200,,\n")).concat();
    let unplaced = told(&format!("{many}{whole}"));
    assert_eq!(
        unplaced[0],
        "no-geometry: row 2: no place in 12 rows (2, 3, 4, 5, 6 ...); left out"
    );
    let abroad = told("A,a,060200,1.35,9.95\nB,b,060200,1.35,9.96\n");
    let line = "poi-abroad: row 2: 2 rows (2, 3) lie outside of China, where GCJ-02 is not used; not moved";
    assert_eq!(abroad[0], line, "{abroad:?}");
}
