//! Services that some alone need: against a city from which the others were taken away, and against a look
//! at every place.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod random;

use std::fs;

use serde_json::{Value, json};
use walkshed::assessment::{Assessment, ServiceData};
use walkshed::input::{ReadOptions, Reading, read};
use walkshed::model::City;
use walkshed::pipeline::{Detail, assess};
use walkshed::profile::{Lang, Profile, describe, differences, parse};
use walkshed::report::{Context, assessment_json, coverage_csv, summary};

use self::random::Random;

/// Two services of the same outlets, one with conditions; and a third that places alone need.
const RULES: &str = r#"
key = "lifts"
name_en = "Lifts"
document = "Rule 7"
land_codes = ["0701"]
[[service]]
key = "all"
name_en = "shop"
lead_en = "Office"
[[service.provider]]
category = "laundry"
radius_m = 700
[[service]]
key = "lift"
name_en = "lift repair"
name_zh = "电梯维修"
lead_en = "Office"
[[service.demand_where]]
layer = "estates"
attribute = "has_elevator"
equals = false
[[service.demand_where]]
layer = "estates"
attribute = "built"
at_most = 1999
[[service.provider]]
category = "laundry"
radius_m = 700
[[service]]
key = "cells"
name_en = "for some cells"
lead_en = "Office"
[[service.demand_where]]
layer = "people"
attribute = "kind"
in = ["a", 3]
[[service.provider]]
category = "laundry"
radius_m = 700
"#;

fn profile(text: &str) -> Profile {
    let (profile, findings) = parse(text, "lifts.toml");
    profile.unwrap_or_else(|| unreachable!("{findings:?}"))
}

/// The same rules without conditions.
fn of_everybody() -> Profile {
    let mut profile = profile(RULES);
    for service in &mut profile.services {
        service.demand_where.clear();
    }
    profile
}

fn square(west: f64, south: f64, side: f64) -> Value {
    let (east, north) = (west + side, south + side);
    json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

/// What a random city is made of, feature by feature.
struct Features {
    units: Vec<Value>,
    outlets: Vec<Value>,
    estates: Vec<Value>,
    people: Vec<Value>,
}

/// Four units, a checkerboard of estates with gaps between them, people all over.
fn features(seed: u64) -> Features {
    let mut random = Random(seed);
    let units = (0..4u32).map(|n| {
        let (x, y) = (f64::from(n % 2) * 0.02, f64::from(n / 2) * 0.02);
        feature(&square(x, y, 0.02), &json!({"id": format!("D{n}"), "name": "u"}))
    });
    let units = units.collect();
    let point = |random: &mut Random| json!({"type": "Point", "coordinates": [random.between(0.0, 0.04), random.between(0.0, 0.04)]});
    let outlets = (0..6).map(|n| {
        feature(
            &point(&mut random),
            &json!({"id": format!("P{n}"), "name": "洗衣", "category": "laundry"}),
        )
    });
    let outlets = outlets.collect();
    let lifts = [json!(false), json!(true), json!("否"), json!("有"), Value::Null];
    let years = [json!(1985), json!("1999"), json!(2000), json!(2012), json!("old")];
    let estates = (0..64u32).map(|n| {
        let (x, y) = (f64::from(n % 8) * 0.005, f64::from(n / 8) * 0.005);
        let (lift, built) = (&lifts[random.below(5usize)], &years[random.below(5usize)]);
        let properties =
            json!({"id": format!("E{n}"), "name": "e", "has_elevator": lift, "built": built});
        feature(&square(x, y, 0.004), &properties)
    });
    let estates = estates.collect();
    let kinds = [json!("a"), json!("b"), json!(3), Value::Null];
    let people = (0..300).map(|_| {
        let kind = &kinds[random.below(4usize)];
        let count: u32 = random.below(90);
        feature(
            &point(&mut random),
            &json!({"people": count, "age_60plus": count / 5, "kind": kind}),
        )
    });
    let people = people.collect();
    Features { units, outlets, estates, people }
}

impl Features {
    fn reading(&self, profile: &Profile) -> Reading {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, list: &[Value]| {
            let text = json!({"type": "FeatureCollection", "features": list}).to_string();
            fs::write(folder.path().join(name), text).unwrap();
        };
        write("subdistricts.geojson", &self.units);
        write("outlets.geojson", &self.outlets);
        write("estates.geojson", &self.estates);
        if !self.people.is_empty() {
            write("people.geojson", &self.people);
        }
        let demand = profile.conditions();
        let options = ReadOptions { demand, ..ReadOptions::default() };
        read(folder.path(), &profile.category_table(), &options).unwrap()
    }

    fn city(&self, profile: &Profile) -> City {
        self.reading(profile).city.unwrap()
    }
}

fn needs_lift(estate: &Value) -> bool {
    let of = &estate["properties"];
    (of["has_elevator"] == false || of["has_elevator"] == "否")
        && (of["built"] == 1985 || of["built"] == "1999")
}

/// Whether a place of people lies in one of some squares.
fn lies_in(place: &Value, squares: &[Value]) -> bool {
    let at = |n: usize| place["geometry"]["coordinates"][n].as_f64().unwrap();
    squares.iter().any(|square| {
        let corner =
            |k: usize, n: usize| square["geometry"]["coordinates"][0][k][n].as_f64().unwrap();
        (0..2).all(|n| corner(0, n) < at(n) && at(n) < corner(2, n))
    })
}

/// The figures of a service in all units and in the city, and its gaps.
fn of_service(assessment: &Assessment, key: &str, at: usize) -> Value {
    let units: Vec<_> = assessment.units.iter().map(|unit| &unit.services[at]).collect();
    let begins = format!("{key}-");
    let gaps: Vec<Value> = assessment
        .gaps
        .listed
        .iter()
        .filter(|gap| gap.id.starts_with(&begins))
        .map(|gap| {
            let mut gap = serde_json::to_value(gap).unwrap();
            gap["lack"].take();
            gap
        })
        .collect();
    let slivers = &assessment.gaps.slivers[at];
    json!({"units": units, "total": assessment.total.services[at], "gaps": gaps, "small": [slivers.count as u64, slivers.area.0]})
}

#[test]
fn what_some_need_is_what_a_city_of_those_alone_has() {
    for seed in 0..8 {
        let all = features(seed);
        let assessment = assess(&all.city(&profile(RULES)), &profile(RULES), Detail::Figures);
        let estates: Vec<Value> = all.estates.iter().filter(|e| needs_lift(e)).cloned().collect();
        let people: Vec<Value> =
            all.people.iter().filter(|p| lies_in(p, &estates)).cloned().collect();
        assert!(estates.len() > 3 && !people.is_empty());
        let some =
            Features { estates, people, units: all.units.clone(), outlets: all.outlets.clone() };
        let alone = assess(&some.city(&of_everybody()), &of_everybody(), Detail::Figures);
        assert_eq!(
            of_service(&assessment, "lift", 1),
            of_service(&alone, "lift", 1),
            "seed {seed}"
        );

        let is_of_kind =
            |p: &&Value| p["properties"]["kind"] == "a" || p["properties"]["kind"] == 3;
        let people = all.people.iter().filter(is_of_kind).cloned().collect();
        let some = Features { people, ..features(seed) };
        let alone = assess(&some.city(&of_everybody()), &of_everybody(), Detail::Figures);
        assert_eq!(
            of_service(&assessment, "cells", 2),
            of_service(&alone, "cells", 2),
            "seed {seed}"
        );

        // Everybody's service is as before, and so is the circle, which it alone is in.
        let plain = assess(&all.city(&of_everybody()), &of_everybody(), Detail::Figures);
        assert_eq!(of_service(&assessment, "all", 0), of_service(&plain, "all", 0));
        assert_eq!(assessment.circle_services, [0]);
    }
}

#[test]
fn the_people_of_a_kind_within_reach_are_those_of_a_slow_count() {
    let all = features(3);
    let rules = profile(RULES);
    let city = all.city(&rules);
    let assessment = assess(&city, &rules, Detail::Figures);
    let place = |of: &Value| {
        let at = |n: usize| of["geometry"]["coordinates"][n].as_f64().unwrap();
        city.plane().to_local(walkshed::model::LonLat { lon: at(0), lat: at(1) })
    };
    let (mut people, mut served) = (0, 0);
    for of in &all.people {
        let kind = &of["properties"]["kind"];
        if kind == "a" || kind == 3 {
            let count = of["properties"]["people"].as_u64().unwrap();
            let is_near = |outlet: &Value| place(outlet).distance(place(of)).0 <= 700.0;
            people += count;
            served += if all.outlets.iter().any(is_near) { count } else { 0 };
        }
    }
    let found = assessment.total.services[2].people.unwrap().all;
    assert_eq!((found.people.0, found.served.0), (people, served));
    assert!(0 < served && served < people);
}

#[test]
fn those_that_say_nothing_are_in_no_rate_and_are_counted_aloud() {
    let all = features(1);
    let reading = all.reading(&profile(RULES));
    let said: Vec<&str> = reading
        .findings
        .iter()
        .filter(|finding| finding.code == "demand-unknown")
        .map(|finding| &*finding.message)
        .collect();
    let without = |list: &[Value], name: &str, unknown: &[Value]| {
        list.iter().filter(|of| unknown.contains(&of["properties"][name])).count()
    };
    // "有" is a word that is neither yes nor no, and so not false; null says nothing.
    let lifts = without(&all.estates, "has_elevator", &[Value::Null]);
    let built = without(&all.estates, "built", &[json!("old")]);
    let kinds = without(&all.people, "kind", &[Value::Null]);
    let silent = || all.people.iter().filter(|of| of["properties"]["kind"].is_null());
    let residents: u64 = silent().map(|of| of["properties"]["people"].as_u64().unwrap()).sum();
    let residents = walkshed::units::count_text(residents);
    let first = all.people.iter().position(|of| of["properties"]["kind"].is_null()).unwrap();
    let places: Vec<String> = reading
        .findings
        .iter()
        .filter(|finding| finding.code == "demand-unknown")
        .map(|finding| finding.place.path.clone())
        .collect();
    assert!(places.contains(&format!("features[{first}].properties.kind")), "{places:?}");
    let begins = [
        format!("{lifts} of 64 features say nothing of \"has_elevator\""),
        format!("{built} of 64 features say nothing of \"built\""),
        format!("{kinds} of 300 features, with {residents} residents, say nothing of \"kind\""),
    ];
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(begins.iter().all(|begin| said.iter().any(|said| said.starts_with(begin))), "{said:?}");
    // Without a layer of people nobody is known to be of a kind.
    let bare = Features { people: Vec::new(), ..features(1) };
    let reading = bare.reading(&profile(RULES));
    let missing = |f: &&walkshed::finding::Finding| f.message.contains("no layer people");
    assert_eq!(reading.findings.iter().filter(missing).count(), 1);
}

#[test]
fn each_rate_says_whose_need_it_counts() {
    let rules = profile(RULES);
    let city = features(2).city(&rules);
    let assessment = assess(&city, &rules, Detail::Figures);
    let said = |lang: Lang| {
        let context =
            Context { city: &city, profile: &rules, assessment: &assessment, inputs: &[], lang };
        let mut table = Vec::new();
        coverage_csv(&context, &mut table).unwrap();
        (String::from_utf8(table).unwrap(), summary(&context))
    };
    let (table, page) = said(Lang::En);
    let only = "only estates whose has_elevator is false and estates whose built is at most 1999";
    let kind =
        "residential land, by the formula of I1 with a radius that the user set or confirmed";
    assert!(table.contains(&format!("\"{kind}; {only}\"")), "{table}");
    // A condition on places of people leaves the land whole, and does not say otherwise.
    let places = "all of that land, but of residents only places of people whose kind is a or 3";
    assert!(table.contains(&format!("\"{kind}; {places}\"")), "{table}");
    assert!(page.replace('\n', " ").contains(&format!("lift repair, {only}")), "{page}");
    let (table, page) = said(Lang::Zh);
    let only = "仅计 has_elevator 为 false 的小区且 built 不大于 1999 的小区";
    assert!(table.contains(only), "{table}");
    assert!(table.contains("用地全部计入，人口仅计 kind 为 a、3 的人口点"), "{table}");
    assert!(page.replace(['\n', ' '], "").contains(&only.replace(' ', "")), "{page}");
    let shown = describe(&rules, Lang::En);
    assert!(shown.contains("lift · estates has_elevator = false"), "{shown}");
    assert!(shown.contains("lift · estates built ≤ 1999"), "{shown}");
    let unlike = differences(&rules, &of_everybody());
    assert!(unlike.iter().any(|d| d.path == "services / lift / demand_where"), "{unlike:?}");
}

#[test]
fn a_condition_that_does_not_hold_together_is_refused_with_its_line() {
    let line = |needle: &str| RULES.lines().position(|line| line == needle).unwrap() + 1;
    for (old, new, code, at) in [
        ("equals = false", "", "bad-demand", "attribute = \"has_elevator\""),
        (
            "equals = false",
            "equals = false\nat_most = 3",
            "bad-demand",
            "attribute = \"has_elevator\"",
        ),
        ("in = [\"a\", 3]", "in = []", "bad-demand", "attribute = \"kind\""),
        (
            "at_most = 1999",
            "at_least = 2000\nat_most = 1999",
            "bad-demand",
            "attribute = \"built\"",
        ),
        ("at_most = 1999", "at_most = nan", "bad-demand", "attribute = \"built\""),
        ("at_most = 1999", "at_most = \"1999\"", "wrong-type", "at_most = 1999"),
        ("layer = \"people\"", "layer = \"shops\"", "unknown-word", "layer = \"people\""),
        ("attribute = \"kind\"", "atribute = \"kind\"", "unknown-key", "attribute = \"kind\""),
    ] {
        let (profile, findings) = parse(&RULES.replacen(old, new, 1), "lifts.toml");
        let found = findings.iter().find(|f| f.code == code);
        let place = found.map(|f| f.place.path.clone()).unwrap_or_default();
        assert!(profile.is_none(), "{new}: {findings:?}");
        assert_eq!(place, format!("line {}", line(at)), "{new}: {findings:?}");
    }
    let circle = RULES.replacen("key = \"lift\"", "key = \"lift\"\nin_circle = true", 1);
    let (profile, findings) = parse(&circle, "lifts.toml");
    assert!(profile.is_none() && findings.iter().any(|f| f.code == "bad-demand"));
}

#[test]
fn conditions_that_nothing_can_meet_together_are_refused_with_the_line_of_the_later_one() {
    let base = "key = \"lifts\"\nname_en = \"Lifts\"\ndocument = \"Rule 7\"\nland_codes = [\"0701\"]\n\
                [[service]]\nkey = \"all\"\nname_en = \"all\"\nlead_en = \"Office\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 700\n\
                [[service]]\nkey = \"lift\"\nname_en = \"lift\"\nlead_en = \"Office\"\n\
                [[service.provider]]\ncategory = \"laundry\"\nradius_m = 700\n";
    let rules = |tests: &[(&str, &str, &str)]| {
        let table = |(layer, attribute, test): &(&str, &str, &str)| {
            format!(
                "[[service.demand_where]]\nlayer = \"{layer}\"\nattribute = \"{attribute}\"\n{test}\n"
            )
        };
        base.to_owned() + &tests.iter().map(table).collect::<String>()
    };
    for tests in [
        [("estates", "x", "equals = \"a\""), ("estates", "x", "equals = \"b\"")],
        [("estates", "x", "in = [\"a\", 3]"), ("estates", "x", "in = [\"b\", 4]")],
        [("estates", "x", "equals = true"), ("estates", "x", "equals = false")],
        [("people", "x", "at_least = 5"), ("people", "x", "at_most = 4.9")],
        [("people", "x", "at_least = 5"), ("people", "x", "in = [4, \"a\"]")],
    ] {
        let text = rules(&tests);
        let (read, findings) = parse(&text, "p.toml");
        assert!(read.is_none(), "{tests:?}");
        let said: Vec<(&str, &str)> = findings.iter().map(|f| (f.code, &*f.message)).collect();
        let message = "no value of \"x\" meets this condition and the others on it";
        assert_eq!(said, [("bad-demand", message)], "{tests:?}");
        // The attribute of the second table: the last line but one.
        let line = text.lines().count() - 1;
        assert_eq!(findings.iter().next().unwrap().place.path, format!("line {line}"));
    }
    for tests in [
        [("estates", "x", "equals = \"a\""), ("people", "x", "equals = \"b\"")],
        [("estates", "x", "equals = \"a\""), ("estates", "y", "equals = \"b\"")],
        [("estates", "x", "in = [\"a\", 3]"), ("estates", "x", "in = [\"b\", \"3.0\"]")],
        // 是 is a word for yes.
        [("estates", "x", "equals = true"), ("estates", "x", "in = [\"是\", \"有\"]")],
        [("people", "x", "at_least = 5"), ("people", "x", "at_most = 5")],
        [("people", "x", "at_least = 5"), ("people", "x", "in = [4, 6]")],
    ] {
        let (read, findings) = parse(&rules(&tests), "p.toml");
        assert!(read.is_some(), "{tests:?} {findings:?}");
    }
}

/// The table, the page and the document of a city.
fn written(city: &City, rules: &Profile, assessment: &Assessment, lang: Lang) -> [String; 3] {
    let context = Context { city, profile: rules, assessment, inputs: &[], lang };
    let (mut table, mut document) = (Vec::new(), Vec::new());
    coverage_csv(&context, &mut table).unwrap();
    assessment_json(&context, &mut document).unwrap();
    let page = summary(&context).replace('\n', " ").replace("  ", " ");
    [String::from_utf8(table).unwrap(), page, String::from_utf8(document).unwrap()]
}

#[test]
fn what_nobody_is_known_to_need_has_no_figures_and_says_why() {
    let mut all = features(5);
    for estate in &mut all.estates {
        estate["properties"]["built"] = json!(2012);
    }
    for place in &mut all.people {
        place["properties"]["kind"] = json!("b");
    }
    let rules = profile(RULES);
    let city = all.city(&rules);
    let assessment = assess(&city, &rules, Detail::Maps);
    let needed: Vec<bool> = assessment.services.iter().map(ServiceData::is_known).collect();
    assert_eq!(needed, [true, false, false]);
    assert!(
        assessment
            .gaps
            .listed
            .iter()
            .all(|gap| gap.id.starts_with("all-") || gap.id.starts_with("circle-"))
    );
    for at in 1..3 {
        let figures = assessment.units.iter().chain([&assessment.total]).map(|of| &of.services[at]);
        for of in figures {
            assert!(of.land.is_none() && of.people.is_none() && of.distances.is_none());
        }
        assert_eq!(assessment.total.services[at].outlets, assessment.total.services[0].outlets);
    }
    let [table, page, document] = written(&city, &rules, &assessment, Lang::En);
    let why =
        "no estate or place of people meets what the rules ask of those who need this service";
    let rows: Vec<&str> = table.lines().filter(|row| row.contains(",lift,")).collect();
    assert!(rows.len() == 5 && rows.iter().all(|row| row.contains("no data") && row.contains(why)));
    assert!(page.contains("NO DATA: lift repair, for some cells. No estate or place"), "{page}");
    assert!(!page.contains("has no open outlet"), "{page}");
    let document: Value = serde_json::from_str(&document).unwrap();
    let lift = &document["services"][1];
    assert_eq!((&lift["has_data"], &lift["is_needed"]), (&json!(false), &json!(false)));
    assert!(lift["outlets_open"].as_u64() > Some(0));
    assert_eq!(document["total"]["services"][1]["status"], "no_data");
    let [table, page, _] = written(&city, &rules, &assessment, Lang::Zh);
    assert!(table.contains("没有小区或人口点符合该服务的需求条件"), "{table}");
    assert!(
        page.replace(' ', "").contains("【无数据】电梯维修、forsomecells：没有小区或人口点"),
        "{page}"
    );
}

#[test]
fn rates_with_those_that_say_nothing_are_those_of_a_city_without_those_that_say_no() {
    let all = features(6);
    let rules = profile(RULES);
    let assessment = assess(&all.city(&rules), &rules, Detail::Figures);
    let may_need = |estate: &&Value| {
        let of = &estate["properties"];
        // "有" is another word than a word for no, and 2000 and 2012 are later than 1999.
        let says_no = of["has_elevator"] == true || of["has_elevator"] == "有";
        !says_no && of["built"] != 2000 && of["built"] != 2012
    };
    let estates: Vec<Value> = all.estates.iter().filter(may_need).cloned().collect();
    let people: Vec<Value> = all.people.iter().filter(|p| lies_in(p, &estates)).cloned().collect();
    assert!(estates.len() > all.estates.iter().filter(|e| needs_lift(e)).count());
    let some = Features { estates, people, units: all.units.clone(), outlets: all.outlets.clone() };
    let alone = assess(&some.city(&of_everybody()), &of_everybody(), Detail::Figures);
    let of = &alone.total.services[1];
    let with = assessment.services[1].with_unknown.unwrap();
    assert_eq!((Some(with.land), with.people), (of.land, of.people.map(|people| people.all)));
    assert!(assessment.services[0].with_unknown.is_none());
    let city = all.city(&rules);
    let [_, page, document] = written(&city, &rules, &assessment, Lang::En);
    let share = |share: Option<walkshed::units::Share>| walkshed::units::percent_or_dash(share);
    let said = format!(
        "lift repair, land {} instead of {}",
        share(with.land.share),
        share(assessment.total.services[1].land.unwrap().share)
    );
    assert!(page.contains(&said), "{said}: {page}");
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["services"][1]["with_unknown_demand"]["land"]["land_m2"], with.land.land.0);
    assert!(document["services"][0]["with_unknown_demand"].is_null());
}

#[test]
fn the_land_on_the_map_of_a_service_is_the_land_of_its_rate() {
    let rules = profile(RULES);
    let assessment = assess(&features(7).city(&rules), &rules, Detail::Maps);
    for at in 0..3 {
        let rate = assessment.total.services[at].land.unwrap();
        let drawn: f64 = assessment.land_of(at).iter().map(|shape| shape.area().0).sum();
        assert!((drawn - rate.land.0).abs() <= 1e-9 * rate.land.0, "{at}: {drawn} {}", rate.land.0);
    }
    let area = |at: usize| assessment.total.services[at].land.unwrap().land.0;
    assert!(area(1) < 0.9 * area(0));
}
