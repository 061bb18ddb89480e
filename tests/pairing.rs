//! Who has a partner: eldercare with a clinic, by id or by distance, and estates without property management
//! with the nearest team, against a look at every outlet.

#![expect(clippy::unwrap_used, reason = "a test says what it found")]

use std::fs;
use std::path::Path;

use walkshed::assessment::{Paired, Pairs};
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::{City, Estate, Local, OutletId};
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Profile, parse};

const RULES: &str = "key = \"paired\"\nextends = \"circle15\"\n\
[[pairing]]\nkey = \"medical\"\nname_en = \"Eldercare with medical care\"\nlead_en = \"Health Commission\"\n\
categories = [\"eldercare_daycare\", \"eldercare_home\"]\nwith = [\"community_health_center\", \"community_health_station\"]\n\
within_m = 500\n\
[[pairing]]\nkey = \"emergency\"\nname_en = \"Estates without management\"\nlead_en = \"Housing Commission\"\n\
of = \"unmanaged_estates\"\nwith = [\"property_team\"]\n";

fn rules() -> Profile {
    let (profile, findings) = parse(RULES, "paired.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

fn measured(city: &City) -> Vec<Pairs> {
    assess(city, &rules(), Detail::Figures).pairings
}

/// The nearest outlet that counts of some categories, by looking at each.
fn nearest(city: &City, categories: &[&str], at: Local) -> Option<(OutletId, f64)> {
    let of_them = (0u32..).map(OutletId).zip(city.outlets()).filter(|(_, outlet)| {
        let category = city.categories()[outlet.category.index()].as_str();
        outlet.is_counted() && categories.contains(&category)
    });
    let measured = of_them.map(|(id, o)| (id, (o.at.x - at.x).hypot(o.at.y - at.y)));
    measured.min_by(|a, b| a.1.total_cmp(&b.1))
}

#[test]
fn the_pairs_of_the_sample_city_are_those_of_a_slow_count() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let city =
        read(&path, &rules().category_table(), &ReadOptions::default()).unwrap().city.unwrap();
    let [medical, emergency] = &measured(&city)[..] else { unreachable!("two rules") };
    let clinics = ["community_health_center", "community_health_station"];
    let (mut near, mut all) = (0, 0);
    for pair in &medical.list {
        let outlet = &city.outlets()[pair.outlet.unwrap().index()];
        let (partner, distance) = nearest(&city, &clinics, outlet.at).unwrap();
        assert_eq!(pair.partner, Some(partner));
        assert!((pair.distance.unwrap().0 - distance).abs() < 1e-9);
        assert_eq!(pair.paired == Paired::Near, distance <= 500.0);
        near += u32::from(distance <= 500.0);
        all += 1;
    }
    let is_eldercare = |o: &&walkshed::model::Outlet| {
        let category = city.categories()[o.category.index()].as_str();
        o.is_counted() && ["eldercare_daycare", "eldercare_home"].contains(&category)
    };
    assert_eq!(medical.list.len(), city.outlets().iter().filter(is_eldercare).count());
    let total = medical.total;
    assert_eq!((total.subjects, total.near, total.unpaired), (all, near, all - near));
    assert!(near > 0 && near < all, "{total:?}");
    let of_units: u32 = medical.units.iter().map(|unit| unit.subjects).sum();
    let inside = medical.list.iter().filter(|pair| pair.unit.is_some()).count();
    assert_eq!(of_units as usize, inside);
    // No team in the input: each unmanaged estate is listed, and has none.
    let is_home = |e: &&Estate| {
        e.managed == Some(false)
            && e.land_code.as_deref().is_none_or(|code| code.starts_with("0701"))
    };
    let unmanaged = city.estates().unwrap().iter().filter(is_home);
    assert_eq!(emergency.list.len(), unmanaged.count());
    assert_eq!(emergency.total.unpaired, emergency.total.subjects);
    assert!(emergency.total.subjects > 0 && emergency.unknown == 0);
}

/// A square of some 11 km about the origin.
const UNIT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"D1",
"name":"One"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]}}]}"#;

/// A clinic, an eldercare station 1.1 km from it that is linked to it, one that is not, and one near it; a
/// team.
const OUTLETS: &str = "id,name,category,lon,lat,partner\n\
C1,a,community_health_station,0.05,0.05,\n\
E1,b,eldercare_daycare,0.05,0.06,X9; C1\n\
E2,c,eldercare_daycare,0.05,0.04,\n\
E3,d,eldercare_daycare,0.05,0.051,\n\
T1,e,property_team,0.02,0.02,\n";

fn estates() -> String {
    let estate = |(n, (managed, code)): (u32, (&str, &str))| {
        let (west, east) = (0.01 + f64::from(n) * 0.01, 0.018 + f64::from(n) * 0.01);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"H{n}","name":"h","people":1{n}{managed}{code}}},"geometry":
            {{"type":"Polygon","coordinates":[[[{west},0.02],[{east},0.02],[{east},0.03],[{west},0.03],[{west},0.02]]]}}}}"#
        )
    };
    let all = [
        ("", ""),
        (r#","managed":false"#, r#","land_code":"070102""#),
        (r#","managed":true"#, ""),
        (r#","managed":"perhaps""#, ""),
        // On land for shops: neither counted nor unknown.
        (r#","managed":false"#, r#","land_code":"0901""#),
        ("", r#","land_code":"0901""#),
    ];
    let features: Vec<String> = (0..).zip(all).map(estate).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn reading() -> Reading {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("subdistricts.geojson"), UNIT).unwrap();
    fs::write(folder.path().join("outlets.csv"), OUTLETS).unwrap();
    fs::write(folder.path().join("estates.geojson"), estates()).unwrap();
    read(folder.path(), &rules().category_table(), &ReadOptions::default()).unwrap()
}

#[test]
fn a_link_goes_before_the_distance_and_of_homes_those_that_say_nothing_are_counted() {
    let reading = reading();
    let said: Vec<_> = reading
        .findings
        .iter()
        .filter(|f| f.code == "not-yes-or-no")
        .map(|f| &f.place.path)
        .collect();
    assert_eq!(said, ["features[3].properties.managed"]);
    let city = reading.city.unwrap();
    let [medical, emergency] = &measured(&city)[..] else { unreachable!("two rules") };
    let paired: Vec<Paired> = medical.list.iter().map(|pair| pair.paired).collect();
    assert_eq!(paired, [Paired::Linked, Paired::Not, Paired::Near]);
    let counts = medical.units[0];
    assert_eq!((counts.subjects, counts.linked, counts.near, counts.unpaired), (3, 1, 1, 1));
    assert!(medical.list.iter().all(|pair| pair.partner.is_some()));
    assert_eq!((emergency.total.subjects, emergency.total.near, emergency.unknown), (1, 1, 2));
    let pair = emergency.list[0];
    assert_eq!(city.estates().unwrap()[pair.estate.unwrap().index()].id, "H1");
    assert_eq!(pair.people.unwrap().0, 11);
}

#[test]
fn a_rule_that_does_not_hold_together_is_refused() {
    for (old, new, code) in [
        ("with = [\"property_team\"]\n", "", "missing"),
        ("of = \"unmanaged_estates\"", "of = \"houses\"", "unknown-word"),
        (
            "of = \"unmanaged_estates\"",
            "of = \"unmanaged_estates\"\ncategories = [\"laundry\"]",
            "unknown-key",
        ),
        ("within_m = 500", "within_m = -1", "out-of-range"),
        ("key = \"emergency\"", "key = \"medical\"", "duplicate-pairing"),
    ] {
        assert!(RULES.contains(old), "{old}");
        let (profile, findings) = parse(&RULES.replacen(old, new, 1), "paired.toml");
        assert!(
            profile.is_none() && findings.iter().any(|f| f.code == code),
            "{new}: {findings:?}"
        );
    }
}
