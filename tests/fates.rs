//! Every feature of a broken city ends in one bucket, and its people with it.
//!
//! Features are drawn with the bucket that they have to end in; the buckets that a read gives are
//! compared with those, and the features in the city are counted over.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod random;

use std::fmt::Write as _;
use std::fs;

use tempfile::TempDir;
use walkshed::finding::{Bucket, Fate, Fates, Finding, Severity};
use walkshed::input::{Layer, ReadOptions, Reading, read};
use walkshed::model::{CategoryTable, City, CountedLand, LandCodes, Population, UnitLevel};
use walkshed::units::People;

use self::random::Random;

/// A layer's file in the making, and where its features have to end.
#[derive(Default)]
struct Drawn {
    text: String,
    count: u64,
    fates: Fates,
}

impl Drawn {
    fn add(
        &mut self,
        properties: &str,
        geometry: &str,
        end: (Fate, &'static str),
        people: Option<u64>,
    ) {
        let comma = if self.count == 0 { "" } else { ",\n" };
        let _ = write!(
            self.text,
            r#"{comma}{{"type": "Feature", "properties": {{{properties}}}, "geometry": {geometry}}}"#
        );
        self.count += 1;
        let bucket = Bucket { features: 1, people: people.map(People) };
        self.fates.read.add(bucket);
        self.fates.put(end.0, end.1, bucket);
    }

    fn collection(&self) -> String {
        format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}", self.text)
    }
}

/// Degrees of a place in thousandths of a degree east of 116.3 and north of 39.9.
fn at(x: f64, y: f64) -> String {
    format!("[{:.6}, {:.6}]", 116.3 + x / 1000.0, 39.9 + y / 1000.0)
}

/// A ring about a place: closed, left open, or with a spike.
fn ring(x: f64, y: f64, half: f64, how: &str) -> String {
    let corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
    let mut places: Vec<String> = corners.map(|(dx, dy)| at(x + dx, y + dy)).to_vec();
    match how {
        "open" => {}
        "spike" => {
            let spike = [
                at(x + half, y + 3.0 * half),
                places[2].clone(),
                places[3].clone(),
                places[0].clone(),
            ];
            places.splice(3.., spike);
        }
        _ => places.push(places[0].clone()),
    }
    format!("[[{}]]", places.join(", "))
}

fn polygon(x: f64, y: f64, half: f64, how: &str) -> String {
    format!(r#"{{"type": "Polygon", "coordinates": {}}}"#, ring(x, y, half, how))
}

fn point(x: f64, y: f64) -> String {
    format!(r#"{{"type": "Point", "coordinates": {}}}"#, at(x, y))
}

const USED: (Fate, &str) = (Fate::Used, "");
const LEFT: Fate = Fate::LeftOut;

/// Four squares of 20 thousandths of a degree, the first ring now and then open.
fn subdistricts(random: &mut Random) -> Drawn {
    let mut drawn = Drawn::default();
    for unit in 0..4u32 {
        let (x, y) = (f64::from(unit % 2) * 20.0, f64::from(unit / 2) * 20.0);
        let (how, end) = match random.below(3) {
            0 => ("open", (Fate::Repaired, "ring-closed")),
            _ => ("", USED),
        };
        let (people, number) = match random.below(3) {
            0 => (None, "null".to_owned()),
            _ => (Some(1000), "1000".to_owned()),
        };
        let properties =
            format!(r#""id": "D{unit}", "name": "Unit {unit}", "population": {number}"#);
        drawn.add(&properties, &polygon(x, y, 10.0, how), end, people);
    }
    drawn
}

fn outlets(random: &mut Random) -> Drawn {
    let mut drawn = Drawn::default();
    for n in 0..40u32 {
        // Apart from each other, so that none is taken for another.
        let (x, y) = (f64::from(n % 8) * 4.0 - 8.0, f64::from(n / 8) * 4.0 - 8.0);
        let category = r#""category": "clinic""#;
        let named = format!(r#""id": "P{n}", "name": "Outlet {n}", {category}"#);
        let here = point(x, y);
        let two = format!(
            r#"{{"type": "MultiPoint", "coordinates": [{}, {}]}}"#,
            at(x, y),
            at(x + 1.0, y)
        );
        let empty = r#"{"type": "Point", "coordinates": []}"#;
        let far = point(900.0, y);
        match random.below(12) {
            0 => drawn.add(&named, "null", (LEFT, "no-geometry"), None),
            1 => drawn.add(&named, empty, (LEFT, "no-geometry"), None),
            2 => drawn.add(r#""category": "zoo""#, &here, (LEFT, "unknown-category"), None),
            3 => drawn.add(r#""name": "x""#, &here, (LEFT, "no-category"), None),
            4 => drawn.add("", "null", (LEFT, "no-geometry"), None),
            5 => drawn.add(&named, &two, (Fate::Repaired, "multipoint"), None),
            6 => {
                let text = format!(r#"{named}, "capacity": "12""#);
                drawn.add(&text, &here, (Fate::Repaired, "number-as-text"), None);
            }
            7 => drawn.add(&named, &far, (Fate::Outside, "outlet-outside"), None),
            8 => {
                let text = format!(r#"{named}, "capacity": "12""#);
                drawn.add(&text, &far, (Fate::Outside, "outlet-outside"), None);
            }
            9 => {
                let text = format!("{category}, {named}");
                drawn.add(&text, &here, (Fate::Repaired, "duplicate-key"), None);
            }
            10 => drawn.add(&named, &polygon(x, y, 1.0, ""), USED, None),
            _ => drawn.add(&named, &here, USED, None),
        }
    }
    drawn
}

fn estates(random: &mut Random) -> Drawn {
    let mut drawn = Drawn::default();
    for n in 0..20u32 {
        let (x, y) = (f64::from(n % 5) * 6.0 - 4.0, f64::from(n / 5) * 6.0 - 4.0);
        let of =
            |people: &str| format!(r#""id": "E{n}", "name": "Estate {n}", "people": {people}"#);
        let square = |how| polygon(x, y, 2.0, how);
        let far = |how| polygon(60.0 + 6.0 * f64::from(n), y, 2.0, how);
        match random.below(9) {
            0 => drawn.add(&of("70"), "null", (LEFT, "no-geometry"), Some(70)),
            1 => drawn.add(&of("null"), "null", (LEFT, "no-geometry"), None),
            2 => drawn.add(&of("71"), &square("open"), (Fate::Repaired, "ring-closed"), Some(71)),
            3 => {
                drawn.add(&of("72"), &square("spike"), (Fate::Repaired, "spike-removed"), Some(72));
            }
            // 73.5 people are 74: halves are rounded up.
            4 => drawn.add(&of("73.5"), &square(""), (Fate::Repaired, "fractions"), Some(74)),
            5 => drawn.add(&of("75"), &far(""), (Fate::Outside, "estate-outside"), Some(75)),
            6 => drawn.add(&of("76.2"), &far("open"), (Fate::Outside, "estate-outside"), Some(76)),
            7 => drawn.add(&of("null"), &square(""), USED, None),
            _ => drawn.add(&of("77"), &square(""), USED, Some(77)),
        }
    }
    // One whose people are known, so that the layer has people.
    drawn.add(r#""id": "E", "people": 5"#, &polygon(-6.0, 24.0, 1.0, ""), USED, Some(5));
    drawn
}

fn people(random: &mut Random) -> Drawn {
    let mut drawn = Drawn::default();
    for n in 0..30u32 {
        let (x, y) = (f64::from(n % 6) * 5.0 - 7.0, f64::from(n / 6) * 5.0 - 7.0);
        let of = |people: &str| format!(r#""people": {people}, "age_60plus": 1"#);
        let far = point(500.0, y);
        match random.below(8) {
            0 => drawn.add(&of("10"), "null", (LEFT, "no-geometry"), Some(10)),
            1 => drawn.add(&of("null"), &point(x, y), (LEFT, "unknown-people"), None),
            2 => drawn.add(&of("11.25"), &point(x, y), (Fate::Repaired, "fractions"), Some(11)),
            3 => {
                drawn.add(
                    &of("\"12\""),
                    &point(x, y),
                    (Fate::Repaired, "number-as-text"),
                    Some(12),
                );
            }
            4 => drawn.add(&of("13"), &far, (Fate::Outside, "people-outside"), Some(13)),
            5 => drawn.add(&of("14.75"), &far, (Fate::Outside, "people-outside"), Some(15)),
            6 => drawn.add(&of("16"), &polygon(x, y, 1.0, ""), USED, Some(16)),
            _ => drawn.add(&of("17"), &point(x, y), USED, Some(17)),
        }
    }
    drawn.add(r#""people": 1"#, &point(0.0, 0.0), USED, Some(1));
    drawn
}

fn fates(reading: &Reading, layer: Layer) -> &Fates {
    &reading.files.iter().find(|file| file.layer == layer).unwrap().fates
}

/// Features and people that are in the city, of buckets.
fn in_city(fates: &Fates) -> (usize, u64) {
    let sum: Bucket = [fates.used, fates.repaired, fates.outside].into_iter().sum();
    (usize::try_from(sum.features).unwrap(), sum.people.unwrap_or_default().0)
}

fn population(of: Population) -> u64 {
    match of {
        Population::Known(people) => people.0,
        Population::Unknown => 0,
    }
}

/// The same, of the city itself; a multipoint is one feature and two outlets.
fn counted(city: &City, twins: usize) -> [(usize, u64); 4] {
    let layer = city.people().unwrap();
    let estates = city.estates().unwrap();
    let units = city.subdistricts();
    [
        (units.len(), units.iter().map(|unit| population(unit.population)).sum()),
        (city.outlets().len() - twins, 0),
        (estates.len(), estates.iter().map(|estate| population(estate.people)).sum()),
        (layer.at.len(), layer.all.iter().map(|&n| u64::from(n)).sum()),
    ]
}

#[test]
fn the_features_and_people_of_200_broken_cities_end_where_they_have_to() {
    let folder = TempDir::new().unwrap();
    let layers = [Layer::Subdistricts, Layer::Outlets, Layer::Estates, Layer::People];
    for seed in 0..200 {
        let mut random = Random(seed);
        let mut drawn = [
            subdistricts(&mut random),
            outlets(&mut random),
            estates(&mut random),
            people(&mut random),
        ];
        for (layer, drawn) in layers.iter().zip(&mut drawn) {
            drawn.fates.fill();
            fs::write(folder.path().join(format!("{}.geojson", layer.word())), drawn.collection())
                .unwrap();
        }
        let reading =
            read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
        let city =
            reading.city.as_ref().unwrap_or_else(|| panic!("{seed}: {:#?}", reading.findings));
        for (layer, drawn) in layers.into_iter().zip(&drawn) {
            let seen = fates(&reading, layer);
            assert_eq!(seen, &drawn.fates, "seed {seed}, {}", layer.word());
            assert!(seen.add_up(), "seed {seed}, {}", layer.word());
        }
        let twins = drawn[1].text.matches("MultiPoint").count();
        let expected = layers.map(|layer| in_city(fates(&reading, layer)));
        assert_eq!(counted(city, twins), expected, "seed {seed}");
    }
}

#[test]
fn of_two_features_with_one_id_one_is_repaired_in_whatever_order() {
    let folder = TempDir::new().unwrap();
    let mut random = Random(7);
    let units = subdistricts(&mut random).collection();
    fs::write(folder.path().join("subdistricts.geojson"), units).unwrap();
    for order in [[0.0, 5.0], [5.0, 0.0]] {
        let mut outlets = Drawn::default();
        for x in order {
            outlets.add(r#""id": "P", "category": "clinic""#, &point(x, 0.0), USED, None);
        }
        fs::write(folder.path().join("outlets.geojson"), outlets.collection()).unwrap();
        let reading =
            read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
        let of = fates(&reading, Layer::Outlets);
        assert_eq!((of.used.features, of.repaired.features), (1, 1));
        assert_eq!(of.reasons[0].code, "duplicate-id");
    }
}

/// A city of one unit of 20 thousandths of a degree, with these estates, and with people or without.
fn city_of(folder: &TempDir, estates: &Drawn, people: Option<&Drawn>) {
    let mut units = Drawn::default();
    units.add(r#""id": "D", "population": 9"#, &polygon(0.0, 0.0, 10.0, ""), USED, Some(9));
    let mut outlets = Drawn::default();
    outlets.add(r#""id": "P", "category": "clinic""#, &point(0.0, 0.0), USED, None);
    let layers = [
        ("subdistricts", Some(&units)),
        ("outlets", Some(&outlets)),
        ("estates", Some(estates)),
        ("people", people),
    ];
    for (name, drawn) in layers {
        let Some(drawn) = drawn else { continue };
        fs::write(folder.path().join(format!("{name}.geojson")), drawn.collection()).unwrap();
    }
}

fn residential(codes: &[&str]) -> ReadOptions {
    let codes = LandCodes::new(codes.iter().map(|&code| code.to_owned()).collect());
    ReadOptions { land: CountedLand::Codes(codes), ..ReadOptions::default() }
}

const OTHER: (Fate, &str) = (Fate::Outside, "other-land");

/// Estates with and without people, of 0701, of commercial land, of no code; drawn for a city in which
/// the people layer says who lives where.
fn coded(end_of_shops_with_people: (Fate, &'static str)) -> Drawn {
    let mut drawn = Drawn::default();
    let mut n = 0.0;
    let mut add = |properties: &str, end, people| {
        drawn.add(properties, &polygon(-6.0 + 3.0 * n, 0.0, 1.0, ""), end, people);
        n += 1.0;
    };
    add(r#""id": "a", "land_code": "070102", "people": 10"#, USED, Some(10));
    add(r#""id": "b", "land_code": "0901", "people": 20"#, end_of_shops_with_people, Some(20));
    add(r#""id": "c", "land_code": "0901", "people": 0"#, OTHER, Some(0));
    add(r#""id": "d", "land_code": " 1001 ", "people": null"#, OTHER, None);
    add(r#""id": "e", "land_code": "", "people": 30"#, USED, Some(30));
    drawn
}

fn read_city(folder: &TempDir, options: &ReadOptions) -> Reading {
    read(folder.path(), &CategoryTable::standard(), options).unwrap()
}

fn said<'r>(reading: &'r Reading, code: &str) -> Vec<&'r Finding> {
    reading.findings.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn an_estate_whose_land_no_rate_counts_is_outside() {
    let folder = TempDir::new().unwrap();
    let mut people = Drawn::default();
    people.add(r#""people": 17"#, &point(0.0, 0.0), USED, Some(17));
    let mut estates = coded(OTHER);
    estates.fates.fill();
    city_of(&folder, &estates, Some(&people));
    let reading = read_city(&folder, &residential(&["0701"]));
    assert_eq!(fates(&reading, Layer::Estates), &estates.fates);
    let [finding] = said(&reading, "other-land")[..] else { panic!("{:#?}", reading.findings) };
    assert_eq!(finding.severity, Severity::Note);
    assert_eq!(
        finding.message,
        r#"3 of 5 estates have a land code that is not residential: "0901" (2), "1001" (1); their land is in no rate"#
    );
    assert_eq!(finding.place.path, "features[1].properties.land_code");
}

#[test]
fn an_estate_of_other_land_whose_people_count_is_used() {
    let folder = TempDir::new().unwrap();
    let mut estates = coded(USED);
    estates.fates.fill();
    city_of(&folder, &estates, None);
    let reading = read_city(&folder, &residential(&["0701"]));
    assert_eq!(fates(&reading, Layer::Estates), &estates.fates);
    let [finding] = said(&reading, "other-land")[..] else { panic!("{:#?}", reading.findings) };
    assert!(finding.message.ends_with("in no rate; 20 residents of theirs count"));
    // 10 + 20 + 30 people of estates are in the city.
    assert_eq!(reading.city.unwrap().people().unwrap().all.iter().sum::<u32>(), 60);
}

#[test]
fn land_codes_are_not_asked_where_rates_are_of_the_whole_area() {
    let folder = TempDir::new().unwrap();
    city_of(&folder, &coded(USED), None);
    for land in [CountedLand::All, CountedLand::WholeArea] {
        let reading = read_city(&folder, &ReadOptions { land, ..ReadOptions::default() });
        assert_eq!(fates(&reading, Layer::Estates).used.features, 5);
        assert!(said(&reading, "other-land").is_empty());
    }
}

#[test]
fn codes_without_their_nought_and_codes_of_another_table_are_warned_of() {
    let folder = TempDir::new().unwrap();
    for (code, help) in [("701", "0701 is residential"), ("R2", "by the profile: 0701")] {
        let mut estates = Drawn::default();
        let properties = format!(r#""id": "a", "land_code": "{code}", "people": 1"#);
        estates.add(&properties, &polygon(0.0, 0.0, 1.0, ""), USED, Some(1));
        city_of(&folder, &estates, None);
        let reading = read_city(&folder, &residential(&["0701"]));
        let [finding] = said(&reading, "other-land")[..] else { panic!("{:#?}", reading.findings) };
        assert_eq!(finding.severity, Severity::Warning);
        assert!(finding.help.contains(help), "{finding:#?}");
        // No land is left that a rate could be of.
        assert_eq!(said(&reading, "no-land-here").len(), 1);
    }
}

/// Lists, several in one text, and ids that a table has made numbers with a point; more than five are counted.
fn in_lists(unit: &impl Fn(&str, f64, &str) -> String) -> [String; 8] {
    [
        unit("a", 0.0, "[7, \"8\", 7.0]"),
        unit("b", 4.0, "\"N7;N8\""),
        unit("c", 0.0, "7.0"),
        unit("d", 0.0, "[\"8\", \"91\", 92]"),
        unit("e", 4.0, "\"92;93;94\""),
        unit("f", 4.0, "\"92、95；96;92\""),
        unit("g", 4.0, "[null, {}, []]"),
        unit("h", 4.0, "\"[\\\"7\\\", 8]\""),
    ]
}

#[test]
fn units_of_a_subdistrict_that_is_none_are_used_where_they_lie_and_said_once() {
    let unit = |id: &str, x: f64, of: &str| {
        let geometry = polygon(x, 0.0, 2.0, "");
        let of = if of.is_empty() { String::new() } else { format!(r#","subdistrict":{of}"#) };
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}","name":"N{id}"{of}}},"geometry":{geometry}}}"#
        )
    };
    let file = |features: &[String]| {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    };
    let outlet = r#"{"type":"Feature","properties":{"id":"P1","category":"laundry"},"geometry":{"type":"Point","coordinates":[116.3,39.9]}}"#;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, features: &[String]| {
        fs::write(folder.path().join(name), file(features)).unwrap();
    };
    write("subdistricts.geojson", &[unit("7", 0.0, ""), unit("8", 4.0, "")]);
    write("outlets.geojson", &[outlet.to_owned()]);
    // By id as a number and as a text, by name, or not at all: nothing is said.
    let sound = [
        unit("a", 0.0, "7"),
        unit("b", 0.0, "\"8\""),
        unit("c", 0.0, "\"N7\""),
        unit("d", 0.0, ""),
        unit("e", 0.0, "null"),
    ];
    write("grids.geojson", &sound);
    let strange = [unit("a", 0.0, "7"), unit("b", 4.0, "\"9\""), unit("c", 0.0, "\"8 \"")];
    write("units.geojson", &strange);
    let said = |name: &str, features: &[String]| {
        write(name, features);
        let reading =
            read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
        let of_code = reading.findings.iter().filter(|f| f.code == "unknown-subdistrict");
        let lines = of_code.map(|f| {
            assert!(f.severity == Severity::Warning);
            format!("{} {}: {}", f.place.file, f.place.path, f.message)
        });
        let lines: Vec<String> = lines.collect();
        let city = reading.city.unwrap();
        let used = reading.files.iter().find(|file| file.name == name).unwrap().fates.used;
        assert_eq!(used.features, features.len() as u64);
        (lines, city.communities().len() + city.finer_units(UnitLevel::Units).len())
    };
    let one = "units.geojson features[1].properties.subdistrict: 1 of 3 units names a subdistrict \
               that the city does not have: \"9\" (1)";
    assert_eq!(said("units.geojson", &strange), (vec![one.to_owned()], 3));
    let strange = [unit("a", 0.0, "1"), unit("b", 4.0, "\"N9\""), unit("c", 0.0, "\"8\"")];
    let two = "communities.geojson features[0].properties.subdistrict: 2 of 3 community units name a \
               subdistrict that the city does not have: \"1\" (1), \"N9\" (1)";
    let both = vec![two.to_owned(), one.to_owned()];
    assert_eq!(said("communities.geojson", &strange), (both, 6));
    let strange = in_lists(&unit);
    let six = "communities.geojson features[3].properties.subdistrict: 3 of 8 community units name a \
               subdistrict that the city does not have: \"92\" (3), \"91\" (1), \"93\" (1), \"94\" (1), \
               \"95\" (1) and 1 more";
    let both = vec![six.to_owned(), one.to_owned()];
    assert_eq!(said("communities.geojson", &strange), (both, 11));
}

/// What is said of gates, and where those of a file end: used, outside, left out.
fn said_of_gates(gates: &[(&str, String)]) -> (Vec<String>, [u64; 3]) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, features: &[(&str, String)]| {
        let feature = |(properties, geometry): &(&str, String)| {
            format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
        };
        let features: Vec<String> = features.iter().map(feature).collect();
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("subdistricts.geojson", &[(r#""id":"D1","name":"One""#, polygon(0.0, 0.0, 10.0, ""))]);
    write("outlets.geojson", &[(r#""id":"P1","name":"A","category":"laundry""#, point(0.0, 0.0))]);
    write(
        "estates.geojson",
        &[(r#""id":"E1","name":"E","land_code":"0701""#, polygon(0.0, 0.0, 2.0, ""))],
    );
    write("gates.geojson", gates);
    let reading = read(folder.path(), &CategoryTable::standard(), &ReadOptions::default()).unwrap();
    let of_gates = reading.findings.iter().filter(|f| f.place.file == "gates.geojson");
    let line =
        |f: &Finding| format!("{} {} {}: {}", f.severity.word(), f.code, f.place.path, f.message);
    let said = of_gates.map(line).collect();
    let file = reading.files.iter().find(|file| file.name == "gates.geojson").unwrap();
    assert!(file.fates.add_up());
    let Fates { used, outside, left_out, .. } = &file.fates;
    (said, [used.features, outside.features, left_out.features])
}

#[test]
fn gates_end_in_one_bucket_each_and_what_is_wrong_with_them_is_said() {
    let of_estate = |x: f64| (r#""id":"G1","estate":"E1""#, point(x, 0.0));
    assert_eq!(said_of_gates(&[of_estate(2.0)]), (Vec::new(), [1, 0, 0]));
    let gates = [
        of_estate(2.0),
        of_estate(-2.0),
        (
            r#""id":"G2","estate":"E1""#,
            format!(r#"{{"type":"LineString","coordinates":[{},{}]}}"#, at(2.0, 0.0), at(2.0, 1.0)),
        ),
        (r#""id":"G3","outlet":"P9""#, point(0.0, 0.0)),
        (r#""id":"G4","status":"sometimes""#, point(1.0, 5.0)),
        (r#""id":"G5","estate":"E1""#, "null".to_owned()),
        (r#""id":"G6","outlet":"P1","status":"open""#, point(0.0, 0.0)),
    ];
    let (said, ended) = said_of_gates(&gates);
    let expected = [
        "note gate-alone features: 1 of 5 gates names neither an estate nor an outlet, the first \"G4\"; nobody goes \
         through",
        "warning gate-twice features[1]: 1 gate with an id that an earlier one has, the first \"G1\"",
        "error geometry-type features[2].geometry: geometry is a LineString; a gate is a Point",
        "warning gate-nowhere features[3].properties: gate \"G3\" leads into an outlet \"P9\" that the city does not \
         have; nobody uses it",
        "warning gate-status features[4].properties.status: status \"sometimes\" is neither open nor closed; taken as \
         open",
        "warning no-geometry features[5].geometry: geometry is null: gate \"G5\" has no place; left out (1 of 7)",
    ];
    assert_eq!(said, expected);
    assert_eq!(ended, [3, 2, 2]);
    // A place outside of the world ends the run, and its gate is in no city.
    let (said, ended) = said_of_gates(&[of_estate(2.0), (r#""id":"G2""#, point(100_000.0, 0.0))]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0]
            .starts_with("error not-degrees features[1].geometry.coordinates[0]: 216.3 is outside"),
        "{said:?}"
    );
    assert_eq!(ended, [1, 0, 1]);
}
