//! Outlets by category in every extract of the outside data, counted by another road: plain loops over
//! the elements, with the rules of the category table written out again as code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkshed::input::MaxInput;
use walkshed::input::osm::{Extract, LeftOut, OsmLayer, OsmRules, StreetCount, Units, read};
use walkshed::watch::Watch;

use crate::plain::{Plain, Tags};

const CLOSED: [&str; 4] = ["disused:", "abandoned:", "closed:", "vacant:"];
const PLANNED: [&str; 3] = ["construction:", "proposed:", "planned:"];

/// The categories of tags, as far as the thing is not gone. Each of the three views holds the tags of
/// one part of life with those of today beneath.
fn categories(tags: &Tags) -> BTreeSet<&'static str> {
    let strip = |prefixes: &[&str]| -> Vec<(String, String)> {
        let of = |(k, v): (&String, &String)| {
            let bare = prefixes.iter().find_map(|p| k.strip_prefix(p))?;
            Some((bare.to_owned(), v.clone()))
        };
        tags.iter().filter_map(of).collect()
    };
    let today: Vec<(String, String)> = tags.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let mut found = of_view(&today, &today);
    for prefixes in [&CLOSED[..], &PLANNED[..]] {
        found.extend(of_view(&strip(prefixes), &today));
    }
    found
}

/// The tags of one part of life, and those of today beneath.
struct View<'a> {
    own: &'a [(String, String)],
    today: &'a [(String, String)],
}

fn has(list: &[(String, String)], key: &str, values: &[&str]) -> bool {
    let fits = |v: &str| v.split(';').any(|one| values.contains(&one.trim()));
    list.iter().any(|(k, v)| k == key && fits(v))
}

impl View<'_> {
    fn is(&self, key: &str, values: &[&str]) -> bool {
        has(self.own, key, values)
    }

    fn also(&self, key: &str, value: &str) -> bool {
        has(self.own, key, &[value]) || has(self.today, key, &[value])
    }

    fn named(&self, part: &str) -> bool {
        let is_name = |k: &str| k == "name" || k == "name:zh";
        self.own.iter().chain(self.today).any(|(k, v)| is_name(k) && v.contains(part))
    }

    fn min_age(&self) -> Option<f64> {
        self.today.iter().find(|(k, _)| k == "min_age").and_then(|(_, v)| v.parse().ok())
    }
}

fn of_view(own: &[(String, String)], today: &[(String, String)]) -> BTreeSet<&'static str> {
    let view = View { own, today };
    let rules = shops(&view).into_iter().chain(services(&view)).chain(care(&view));
    rules.filter(|(_, fits)| *fits).map(|(category, _)| category).collect()
}

fn shops(view: &View<'_>) -> [(&'static str, bool); 8] {
    let is = |key: &str, values: &[&str]| view.is(key, values);
    [
        (
            "convenience_store",
            is("shop", &["convenience"]) || (is("shop", &["supermarket"]) && view.named("便利")),
        ),
        (
            "breakfast",
            is("amenity", &["fast_food"])
                || is("shop", &["bakery"])
                || (is("amenity", &["restaurant"]) && view.also("breakfast", "yes")),
        ),
        (
            "vegetable_retail",
            is("amenity", &["marketplace"]) || is("shop", &["greengrocer", "supermarket", "farm"]),
        ),
        ("supermarket", is("shop", &["supermarket"])),
        ("pharmacy", is("amenity", &["pharmacy"]) || is("shop", &["chemist"])),
        ("photo_copy", is("shop", &["copyshop", "photo"]) || is("craft", &["photographer"])),
        (
            "recycling_point",
            is("shop", &["second_hand"])
                || (is("amenity", &["recycling"]) && view.also("recycling_type", "centre")),
        ),
        (
            "community_canteen",
            is("amenity", &["canteen"])
                || is("social_facility", &["soup_kitchen"])
                || (is("amenity", &["restaurant"]) && view.named("社区食堂")),
        ),
    ]
}

fn services(view: &View<'_>) -> [(&'static str, bool); 5] {
    let is = |key: &str, values: &[&str]| view.is(key, values);
    let repairs = ["shoemaker", "key_cutter", "electronics_repair", "clockmaker", "tailor"];
    let agency = is("office", &["employment_agency"]) || is("shop", &["yes"]);
    [
        ("laundry", is("shop", &["laundry", "dry_cleaning"])),
        ("housekeeping", is("craft", &["cleaning"]) || (agency && view.named("家政"))),
        ("beauty_hair", is("shop", &["hairdresser", "beauty"])),
        (
            "parcel_delivery",
            is("amenity", &["parcel_locker", "post_office"])
                || is("post_office", &["post_partner"])
                || is("office", &["courier"]),
        ),
        ("repair", is("shop", &["locksmith", "bicycle", "repair"]) || is("craft", &repairs)),
    ]
}

fn care(view: &View<'_>) -> [(&'static str, bool); 7] {
    let is = |key: &str, values: &[&str]| view.is(key, values);
    let social = is("amenity", &["social_facility"]);
    let facility = |kind: &str| social && view.also("social_facility", kind);
    let senior = view.also("social_facility:for", "senior");
    let centre_for = view.also("community_centre:for", "senior");
    [
        (
            "community_health_center",
            is("healthcare", &["centre", "clinic"])
                || (is("amenity", &["clinic", "hospital"]) && view.named("社区卫生服务中心")),
        ),
        (
            "community_health_station",
            (is("amenity", &["clinic", "doctors"]) && view.named("卫生服务站"))
                || (is("amenity", &["hospital"]) && view.named("社区卫生服务站")),
        ),
        (
            "eldercare_daycare",
            (facility("day_care") && senior)
                || (is("amenity", &["social_centre"]) && view.named("养老"))
                || (is("amenity", &["community_centre"]) && centre_for),
        ),
        (
            "eldercare_home",
            is("amenity", &["nursing_home"])
                || facility("nursing_home")
                || facility("assisted_living"),
        ),
        ("eldercare_regional_centre", social && senior && view.named("区域养老")),
        ("kindergarten", is("amenity", &["kindergarten"])),
        (
            "nursery",
            is("amenity", &["childcare"])
                || (is("amenity", &["kindergarten"])
                    && view.min_age().is_some_and(|age| age < 3.0)),
        ),
    ]
}

fn counted(plain: &Plain) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let ways = plain.ways.iter().filter(|(_, refs)| refs.iter().any(|r| plain.nodes.contains(r)));
    let areas = plain.relations.iter().filter(|tags| {
        tags.get("type").is_some_and(|kind| kind == "multipolygon" || kind == "boundary")
    });
    for tags in plain.node_tags.iter().chain(ways.map(|(tags, _)| tags)).chain(areas) {
        for category in categories(tags) {
            *counts.entry(category).or_default() += 1;
        }
    }
    counts
}

fn extract(path: &Path) -> Extract {
    let reading = read(path, MaxInput::default(), &Watch::default()).unwrap();
    reading.extract.unwrap_or_else(|| panic!("{}: {:?}", path.display(), reading.findings))
}

fn extracts(shared: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(shared.join("data")).unwrap();
    let mut found: Vec<PathBuf> = folders
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).into_iter().flatten())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            let is_extract = [".osm", ".osm.gz", ".pbf"].iter().any(|end| name.ends_with(end));
            is_extract && !name.contains("lz4")
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_extract_has_the_outlets_that_another_road_counts() {
    let Some(shared) = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: WALKSHED_SHARED is not set");
        return;
    };
    let extracts = extracts(&shared);
    assert!(extracts.len() >= 12, "{extracts:?}");
    let mut outlets = 0;
    for path in extracts {
        let plain = Plain::of(&path);
        let elements = plain.node_tags.len() + plain.ways.len() + plain.relations.len();
        let extract = extract(&path);
        let rules = OsmRules { units: Units::Extent, ..OsmRules::default() };
        let account = extract.city(rules, &Watch::default()).unwrap().account;
        assert_eq!(account.nodes + account.ways + account.relations, elements);
        let ours: BTreeMap<&str, usize> =
            account.categories.iter().map(|(key, count)| (*key, count.outlets)).collect();
        assert_eq!(ours, counted(&plain), "{}", path.display());
        outlets += account.outlets();
    }
    assert!(outlets > 500, "{outlets}");
}

/// How many ways are walked, how many bar the way and how many are left out, and how many lines the first
/// two are drawn as: a line a row of two nodes or more that are in the file.
fn ways_and_lines(plain: &Plain) -> [usize; 5] {
    let never = "motorway motorway_link raceway bus_guideway busway escape construction proposed planned \
                 abandoned razed no rest_area services";
    let [mut walked, mut barring, mut left_out, mut walked_lines, mut barring_lines] = [0; 5];
    for (tags, nodes) in &plain.ways {
        let is = |key: &str, value: &str| tags.get(key).is_some_and(|v| v == value);
        let is_platform = is("railway", "platform") || is("public_transport", "platform");
        let of = match tags.get("highway") {
            Some(kind) if never.split(' ').any(|word| word == kind) => None,
            Some(_) => Some((&mut walked, &mut walked_lines)),
            None if is_platform => Some((&mut walked, &mut walked_lines)),
            None if tags.get("barrier").is_some_and(|kind| kind != "no") => {
                Some((&mut barring, &mut barring_lines))
            }
            None => continue,
        };
        let rows = nodes.split(|node| !plain.nodes.contains(node));
        let lines = rows.filter(|row| row.len() > 1).count();
        match of.filter(|_| lines > 0) {
            Some((ways, all_lines)) => {
                *ways += 1;
                *all_lines += lines;
            }
            None => left_out += 1,
        }
    }
    [walked, barring, left_out, walked_lines, barring_lines]
}

#[test]
fn every_way_is_walked_bars_or_is_left_out_and_every_line_comes_from_one() {
    let Some(shared) = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: WALKSHED_SHARED is not set");
        return;
    };
    for path in extracts(&shared) {
        let plain = Plain::of(&path);
        let extract = extract(&path);
        let rules = OsmRules { units: Units::Extent, ..OsmRules::default() };
        let city = extract.city(rules, &Watch::default()).unwrap();
        let StreetCount { walked, barriers, squares } = city.account.streets;
        let gone = [LeftOut::WayNotWalked, LeftOut::WayShort, LeftOut::WayCut];
        let left_out = gone.iter().filter_map(|why| city.account.left_out.get(why)).sum();
        let ours = [walked.from, barriers.from, left_out, walked.lines, barriers.lines];
        assert_eq!(ours, ways_and_lines(&plain), "{}", path.display());
        let mut written = Vec::new();
        city.write(OsmLayer::Streets, &mut written).unwrap();
        let layer: serde_json::Value = serde_json::from_slice(&written).unwrap();
        let lines = layer["features"].as_array().unwrap();
        assert_eq!(lines.len(), city.account.streets.lines(), "{}", path.display());
        let is_ring = |line: &&serde_json::Value| {
            line["properties"]["id"].as_str().unwrap().starts_with("relation/")
        };
        assert_eq!(lines.iter().filter(is_ring).count(), squares.lines, "{}", path.display());
    }
}

#[test]
fn the_rules_are_those_of_the_standards() {
    let Some(shared) = std::env::var_os("WALKSHED_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: WALKSHED_SHARED is not set");
        return;
    };
    let path = shared.join("standards/categories.csv");
    let mut table = csv::Reader::from_path(path).unwrap();
    let heads = table.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (key, tags) = (column("key"), column("osm_tags"));
    let standard: Vec<(String, String)> = table
        .records()
        .map(Result::unwrap)
        .map(|row| (row[key].to_owned(), row[tags].to_owned()))
        .filter(|(_, tags)| !tags.is_empty())
        .collect();
    let ours: Vec<(String, String)> = walkshed::input::osm::tag_rules()
        .map(|(key, tags)| (key.to_owned(), tags.to_owned()))
        .collect();
    assert_eq!(ours, standard);
}
