//! Outlets that stand in the files more than once: what is a group, what is not, and what merging does.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

mod random;

use std::fs;

use random::Random;
use walkshed::assessment::Assessment;
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, builtin};
use walkshed::sample::{Layer, SampleCity, Spec};

/// A square of some 10 km about the origin.
const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]}}]}"#;

fn profile() -> Profile {
    builtin("circle15").unwrap()
}

fn read_layers(layers: &[(&str, &str)], merge_duplicates: bool) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in layers {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let options = ReadOptions { merge_duplicates, ..ReadOptions::default() };
    read(folder.path(), &profile().category_table(), &options).unwrap()
}

/// Outlets by id, name, category, status and metres east of the middle.
fn outlets(list: &[(&str, &str, &str, &str, f64)], merge: bool) -> Reading {
    let feature = |(id, name, category, status, east): &(&str, &str, &str, &str, f64)| {
        // A degree on the equator has 111 319.5 m.
        let lon = 0.05 + east / 111_319.5;
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}","name":"{name}","category":"{category}",
            "status":"{status}"}},"geometry":{{"type":"Point","coordinates":[{lon},0.05]}}}}"#
        )
    };
    let features: Vec<String> = list.iter().map(feature).collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    read_layers(&[("subdistricts.geojson", UNIT), ("outlets.geojson", &text)], merge)
}

fn said(reading: &Reading) -> Vec<String> {
    let same = reading.findings.iter().filter(|finding| finding.code == "same-outlet");
    same.map(|f| format!("{}: {}", f.place.path, f.message)).collect()
}

fn ids(reading: &Reading) -> Vec<String> {
    reading.city.as_ref().unwrap().outlets().iter().map(|o| o.id.to_string()).collect()
}

#[test]
fn the_same_name_near_by_is_said_and_both_are_kept() {
    let list = [("a", "X", "laundry", "open", 0.0), ("b", "X", "laundry", "open", 12.0)];
    let reading = outlets(&list, false);
    let text = "features[1]: \"X\" again, 12 m from features[0] (\"a\"); both kept";
    assert_eq!(said(&reading), [text]);
    assert_eq!(ids(&reading), ["a", "b"]);
}

#[test]
fn the_same_id_near_by_is_said_whatever_the_name() {
    let list = [("a", "X", "laundry", "open", 0.0), ("a", "Y", "laundry", "open", 3.0)];
    assert_eq!(said(&outlets(&list, false)).len(), 1);
}

#[test]
fn three_are_one_group() {
    // Each 15 m from the next: the first and the last are a group by way of the middle.
    let list = [0.0, 15.0, 30.0].map(|east| ("", "X", "laundry", "open", east));
    let text =
        "features[1]: \"X\" 3 times within 30 m: features[0], features[1], features[2]; all kept";
    assert_eq!(said(&outlets(&list, false)), [text]);
}

#[test]
fn another_category_another_name_and_far_away_are_no_group() {
    let list = [
        ("a", "X", "laundry", "open", 0.0),
        ("b", "X", "breakfast", "open", 0.0),
        ("c", "Z", "laundry", "open", 0.0),
        ("d", "X", "laundry", "open", 21.0),
    ];
    assert_eq!(said(&outlets(&list, false)), [""; 0]);
}

#[test]
fn merging_keeps_the_one_that_is_open_whatever_the_order() {
    let list = [
        ("a", "X", "laundry", "closed", 0.0),
        ("b", "X", "laundry", "open", 0.0),
        ("c", "X", "laundry", "planned", 0.0),
        // So many elsewhere that the place of the three is no failed geocoding.
        ("d", "D", "laundry", "open", 300.0),
        ("e", "E", "laundry", "open", 600.0),
        ("f", "F", "laundry", "open", 900.0),
    ];
    let reading = outlets(&list, true);
    assert_eq!(ids(&reading), ["b", "d", "e", "f"]);
    assert!(said(&reading)[0].ends_with("counted once"), "{:?}", said(&reading));
    let mut turned = list;
    turned.reverse();
    assert_eq!(ids(&outlets(&turned, true)), ["b", "d", "e", "f"]);
    // Two are left out and four used: the sums of the run know of it.
    let fates = &reading.files.iter().find(|file| file.name == "outlets.geojson").unwrap().fates;
    assert_eq!((fates.used.features, fates.left_out.features), (4, 2));
}

#[test]
fn merging_moves_no_circle() {
    let list = [("a", "X", "laundry", "open", 0.0), ("b", "X", "laundry", "open", 12.0)];
    assert_eq!(ids(&outlets(&list, true)), ["a", "b"]);
}

/// A fictional city as read, and one with every seventh outlet twice.
fn doubled(seed: u64) -> [Vec<(&'static str, String)>; 2] {
    let made = SampleCity::new(&Spec { outlets: 150, seed, ..Spec::default() });
    let layer = |layer: Layer| {
        let mut bytes = Vec::new();
        made.write(layer, &mut bytes).unwrap();
        (layer.file_name(), String::from_utf8(bytes).unwrap())
    };
    let layers = [Layer::Subdistricts, Layer::Estates, Layer::Outlets].map(layer).to_vec();
    let mut twice = layers.clone();
    let lines = layers[2].1.lines().enumerate();
    let is_seventh = |n: usize, line: &str| line.contains("\"Point\"") && n.is_multiple_of(7);
    twice[2].1 = lines
        .map(|(n, line)| {
            // The last feature has no comma behind it.
            let is_doubled = is_seventh(n, line) && line.ends_with(',');
            let again = line.replace("\"id\":\"W", "\"id\":\"V");
            if is_doubled { format!("{line}\n{again}\n") } else { format!("{line}\n") }
        })
        .collect();
    [layers, twice]
}

fn assessed(layers: &[(&str, String)], merge: bool) -> Assessment {
    let layers: Vec<(&str, &str)> = layers.iter().map(|(name, text)| (*name, &text[..])).collect();
    let reading = read_layers(&layers, merge);
    assess(&reading.city.unwrap(), &profile(), Detail::Figures)
}

#[test]
fn merging_changes_counts_and_no_land() {
    for seed in 0..3 {
        let [once, twice] = doubled(seed);
        let (plain, kept, merged) =
            (assessed(&once, false), assessed(&twice, false), assessed(&twice, true));
        let land = |assessment: &Assessment| {
            let units = assessment.units.iter().chain([&assessment.total]);
            units.flat_map(|u| u.services.iter().map(|s| s.land)).collect::<Vec<_>>()
        };
        assert_eq!(land(&kept), land(&merged));
        assert_eq!(land(&plain), land(&merged));
        assert_eq!(plain.services, merged.services);
        assert_ne!(plain.services, kept.services);
    }
}

/// The groups of outlets that seem to be one, each pair looked at by itself.
fn groups_by_pairs(list: &[(&str, &str, &str, &str, f64)]) -> usize {
    let mut head: Vec<usize> = (0..list.len()).collect();
    for (b, second) in list.iter().enumerate() {
        for (a, first) in list[..b].iter().enumerate() {
            let is_alike = first.1 == second.1 || first.0 == second.0 && !first.0.is_empty();
            if is_alike && first.2 == second.2 && (first.4 - second.4).abs() < 20.0 {
                let (from, to) = (head[b], head[a]);
                head.iter_mut().filter(|head| **head == from).for_each(|head| *head = to);
            }
        }
    }
    (0..list.len())
        .filter(|&n| head[n] == n && head.iter().filter(|&&h| h == n).count() > 1)
        .count()
}

#[test]
fn the_groups_are_those_that_every_pair_by_itself_gives() {
    let mut random = Random(9);
    for _ in 0..60 {
        let list: Vec<_> = (0..40)
            .map(|_| {
                let id = ["", "a", "b", "c", "d", "e", "f", "g"][random.below(8_usize)];
                let name = ["X", "Y", "Z", "便利店"][random.below(4_usize)];
                let category = ["laundry", "breakfast"][random.below(2_usize)];
                // Steps of 3 m: 18 m apart are near, 21 m are not, and some stand at one place.
                let east = f64::from(random.below(160_u32)) * 3.0 - 240.0;
                (id, name, category, "open", east)
            })
            .collect();
        assert_eq!(said(&outlets(&list, false)).len(), groups_by_pairs(&list), "{list:?}");
    }
}

/// Outlets by id, name, further properties and metres east of the middle.
fn placed(list: &[(&str, &str, &str, f64)]) -> Reading {
    let feature = |(id, name, more, east): &(&str, &str, &str, f64)| {
        let lon = 0.05 + east / 111_319.5;
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}","name":"{name}","category":"laundry",{more}}},
            "geometry":{{"type":"Point","coordinates":[{lon},0.05]}}}}"#
        )
    };
    let features: Vec<String> = list.iter().map(feature).collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    read_layers(&[("subdistricts.geojson", UNIT), ("outlets.geojson", &text)], false)
}

#[test]
fn one_name_in_one_building_or_parcel_is_one_outlet_further_off_too() {
    for place in
        [r#""building":"3号楼""#, r#""parcel":"HD00-0401-12""#, r#""address":"东门路 1 号""#]
    {
        let list = [("a", "洁美（东门店）", place, 0.0), ("b", "洁美(东门店)", place, 120.0)];
        let text = "features[1]: \"洁美(东门店)\" again, 120 m from features[0] (\"a\"); both kept";
        assert_eq!(said(&placed(&list)), [text], "{place}");
        // What a file calls a building may stand elsewhere too.
        let far = [("a", "洁美", place, 0.0), ("b", "洁美", place, 250.0)];
        assert_eq!(said(&placed(&far)), [""; 0], "{place}");
        let other = [("a", "洁美", place, 0.0), ("b", "雪白", place, 120.0)];
        assert_eq!(said(&placed(&other)), [""; 0], "{place}");
    }
}

#[test]
fn the_building_goes_before_the_parcel() {
    let list = [
        ("a", "洁美", r#""building":"B1","parcel":"P""#, 0.0),
        ("b", "洁美", r#""building":"B2","parcel":"P""#, 120.0),
        ("c", "洁美", r#""building":null,"parcel":"P""#, 60.0),
    ];
    assert_eq!(said(&placed(&list)), [""; 0]);
}

#[test]
fn what_a_merged_outlet_said_otherwise_is_told() {
    let feature = |capacity: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"X","category":"laundry","capacity":{capacity}}},
            "geometry":{{"type":"Point","coordinates":[0.05,0.05]}}}}"#
        )
    };
    let merged = |capacities: [u32; 2]| {
        let features = capacities.map(feature).join(",");
        let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        let reading =
            read_layers(&[("subdistricts.geojson", UNIT), ("outlets.geojson", &text)], true);
        let kept = reading.city.as_ref().unwrap().outlets()[0].capacity.unwrap();
        (said(&reading), kept)
    };
    let (told, kept) = merged([20, 30]);
    assert!(told[0].ends_with("counted once; capacity 20 counts, not 30"), "{told:?}");
    assert!((kept - 20.0).abs() < 1e-9);
    assert!(merged([20, 20]).0[0].ends_with("counted once"));
}

#[test]
fn of_a_group_at_several_places_each_place_counts_once() {
    let list = [
        ("a", "X", "laundry", "open", 0.0),
        ("b", "X", "laundry", "open", 0.0),
        ("c", "X", "laundry", "open", 12.0),
        ("d", "D", "laundry", "open", 300.0),
        ("e", "E", "laundry", "open", 600.0),
    ];
    let reading = outlets(&list, true);
    assert_eq!(ids(&reading), ["a", "c", "d", "e"]);
    assert!(said(&reading)[0].ends_with("; counted 2 times"), "{:?}", said(&reading));
}

#[test]
fn the_parts_of_one_feature_are_no_twins_of_each_other() {
    // 11 m from each other.
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a","name":"X",
        "category":"laundry"},"geometry":{"type":"MultiPoint","coordinates":[[0.05,0.05],[0.0501,0.05]]}}]}"#;
    let reading = read_layers(&[("subdistricts.geojson", UNIT), ("outlets.geojson", text)], false);
    assert_eq!(said(&reading), [""; 0]);
    assert_eq!(ids(&reading), ["a/1", "a/2"]);
}
