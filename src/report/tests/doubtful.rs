//! Facts about ranges: what is printed where outlets are doubtful, and that nothing is where none is.

use super::fixture::{Fixture, cited, land, outlet, parts, people};
use super::{row, rows, written};
use crate::assessment::{DoubtfulOutlet, UnitFigures, Upper, UpperRates};
use crate::model::{
    CategoryId, City, Doubt, DoubtKind, Local, Outlet, OutletDetails, OutletId, SubdistrictId,
};
use crate::profile::{Confidence, Lang, Target};
use crate::report::{assessment_json, coverage_csv, doubtful_csv, summary};
use crate::units::{LonLat, Share};

impl Fixture {
    /// The same with a third outlet, a pet clinic in D01 under the category of health stations. With it
    /// 3.36 ha and 40 residents more of D01 are reached by the clinic, and of it all services; and laundry
    /// has one doubtful outlet and no other.
    pub(super) fn doubtful() -> Self {
        let mut fixture = Self { city: doubtful_city(), ..Self::new() };
        let of = &mut fixture.assessment;
        of.doubtful = vec![DoubtfulOutlet {
            outlet: OutletId(2),
            unit: Some(SubdistrictId(0)),
            lonlat: LonLat { lon: 116.4, lat: 39.9 },
        }];
        of.reconciliation.doubtful_inside = 1;
        of.services[1].doubtful = 1;
        of.services[3].doubtful = 1;
        fixture.profile.services[3].target =
            Some(Target { share: Share(0.05), citation: cited("Rule 9", Confidence::S) });
        // 348.2 of 400 ha are 87.05 %; 2520 of 3000 residents 84 %.
        raise(&mut of.units[0], 1, (100.0, 61.2), (1000, 620));
        raise(&mut of.units[1], 0, (300.0, 287.0), (2000, 1900));
        raise(&mut of.total, 1, (400.0, 348.2), (3000, 2520));
        fixture
    }
}

fn doubtful_city() -> City {
    let doubt = Some(Doubt { kind: DoubtKind::LookAlike, pattern: "宠物".into() });
    let pet_clinic = Outlet {
        category: CategoryId(1),
        at: Local::new(0.0, 0.0),
        details: Some(Box::new(OutletDetails { doubt, ..OutletDetails::default() })),
        ..outlet("P3", "=阳光宠物诊所")
    };
    let mut parts = parts();
    parts.categories.push("community_health_station".to_owned());
    parts.outlets.push(pet_clinic);
    City::new(parts)
}

/// Gives the clinic, laundry and the circle of a unit an upper end.
fn raise(unit: &mut UnitFigures, doubtful: u32, of_land: (f64, f64), of_people: (u32, u32)) {
    let rates = UpperRates {
        land: land(of_land.0, of_land.1),
        people: Some(people(of_people.0, of_people.1)),
    };
    unit.services[1].with_doubtful = Some(Upper { doubtful, rates, meets_target: None });
    let tenth = UpperRates {
        land: land(of_land.0, of_land.0 / 10.0),
        people: Some(people(of_people.0, of_people.0 / 10)),
    };
    unit.services[3].with_doubtful =
        Some(Upper { doubtful, rates: tenth, meets_target: Some(true) });
    unit.circle.as_mut().unwrap().with_doubtful = Some(rates);
}

fn text(fixture: &Fixture, lang: Lang) -> String {
    summary(&fixture.context(lang)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_upper_end_stands_beside_the_rate_without_doubtful_outlets() {
    let fixture = Fixture::doubtful();
    let table = written(|out| coverage_csv(&fixture.context(Lang::En), out).unwrap());
    let rows = rows(&table);
    let clinic = row(&rows, "D01", "clinic");
    assert_eq!(clinic["land_coverage_percent"], "57.84");
    assert_eq!(clinic["doubtful_outlets_inside"], "1");
    assert_eq!(clinic["land_served_with_doubtful_ha"], "61.2000");
    assert_eq!(clinic["land_coverage_with_doubtful_percent"], "61.20");
    assert_eq!(clinic["people_served_with_doubtful"], "620");
    assert_eq!(clinic["people_coverage_with_doubtful_percent"], "62.00");
    let circle = row(&rows, "D01", "circle");
    assert_eq!(circle["land_coverage_with_doubtful_percent"], "61.20");
    assert_eq!(circle["doubtful_outlets_inside"], "");
    let other = row(&rows, "D01", "convenience_store");
    assert_eq!(other["land_coverage_with_doubtful_percent"], "");
    assert_eq!(other["doubtful_outlets_inside"], "");
    let laundry = row(&rows, "D01", "laundry");
    assert_eq!((&*laundry["status"], &*laundry["land_coverage_percent"]), ("no data", ""));
    assert_eq!(laundry["land_coverage_with_doubtful_percent"], "10.00");
    assert!(laundry["note"].starts_with("only doubtful outlets"));
}

#[test]
fn without_doubtful_outlets_no_column_and_no_sentence_is_added() {
    let fixture = Fixture::new();
    let table = written(|out| coverage_csv(&fixture.context(Lang::En), out).unwrap());
    assert!(!table.contains("doubtful"), "{table}");
    for lang in [Lang::En, Lang::Zh] {
        let text = text(&fixture, lang);
        assert!(!text.contains("oubtful") && !text.contains("待核网点"), "{text}");
    }
}

#[test]
fn the_summary_gives_the_range_of_the_city_in_both_languages() {
    let fixture = Fixture::doubtful();
    let english = text(&fixture, Lang::En);
    for sentence in [
        "1 outlet is doubtful by its name or hours (doubtful.csv), and is in no rate here. With it, as \
         a range: Clinic: 85.71 % to 87.05 % of land, 82.67 % to 84.00 % of residents.",
        "Laundry: – to 10.00 % of land, – to 10.00 % of residents; only so is the target met.",
        "whole circle: 85.71 % to 87.05 % of land",
        "Doubtful are 1 more inside and 0 outside; they serve nothing in these figures.",
        "NO DATA: Laundry (1 doubtful outlet only). The whole input has no open outlet beyond doubt",
    ] {
        assert!(english.contains(sentence), "{sentence}\n{english}");
    }
    let chinese = text(&fixture, Lang::Zh).replace(' ', "");
    for sentence in [
        "1个网点的名称或营业时间存疑（见doubtful.csv），待核，未计入以上比率。计入后的区间：",
        "社区医疗：用地85.71%至87.05%，人口82.67%至84.00%。",
        "洗染：用地–至10.00%，人口–至10.00%；仅计入后达标。",
        "另有待核网点：街道内1个，街道外0个，未计入服务。",
        "【无数据】洗染（仅有待核网点1个）：输入中没有该服务的任何无疑问的营业网点",
    ] {
        assert!(chinese.contains(sentence), "{sentence}\n{chinese}");
    }
}

#[test]
fn doubtful_outlets_are_listed_with_category_place_and_reason() {
    let fixture = Fixture::doubtful();
    let table = written(|out| doubtful_csv(&fixture.context(Lang::En), out).unwrap());
    let rows = rows(&table);
    assert_eq!(rows.len(), 1);
    for (column, cell) in [
        ("outlet_id", "P3"),
        ("name", "=阳光宠物诊所"),
        ("category", "community_health_station"),
        ("category_name", "community health station"),
        ("unit_id", "D01"),
        ("unit_name", "东门街道"),
        ("lon", "116.400000"),
        ("lat", "39.900000"),
        ("reason", "something else by a word in its name"),
        ("pattern", "宠物"),
    ] {
        assert_eq!(rows[0][column].trim_start_matches('\''), cell, "{column}");
    }
    let chinese = written(|out| doubtful_csv(&fixture.context(Lang::Zh), out).unwrap());
    assert!(chinese.contains("名称含其他业态用词"), "{chinese}");
}

#[test]
fn the_assessment_holds_both_ends_and_null_where_there_is_one() {
    let fixture = Fixture::doubtful();
    let text = written(|out| assessment_json(&fixture.context(Lang::En), out).unwrap());
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let services = &document["units"][0]["services"];
    assert_eq!(services[1]["with_doubtful"]["land"]["share"], 61.2 / 100.0);
    assert_eq!(services[1]["with_doubtful"]["doubtful_outlets_inside"], 1);
    assert!(services[0]["with_doubtful"].is_null());
    assert_eq!(document["doubtful_outlets"][0]["reason"], "look_alike");
    assert_eq!(document["doubtful_outlets"][0]["unit"], "D01");
}
