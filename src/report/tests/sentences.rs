//! Facts about the summary.

use super::fixture::{Fixture, names};
use crate::assessment::{Basis, Gaps};
use crate::profile::Lang;
use crate::report::summary;

fn english(fixture: &Fixture) -> String {
    summary(&fixture.context(Lang::En))
}

fn chinese(fixture: &Fixture) -> String {
    summary(&fixture.context(Lang::Zh))
}

/// Whether a text says a sentence, wherever its lines break.
fn says(text: &str, sentence: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    bare(text).contains(&bare(sentence))
}

#[test]
fn the_worst_gap_is_told_in_a_sentence() {
    let text = english(&Fixture::new());
    assert!(says(
        &text,
        "convenience_store-D01-001 (Convenience store): 12.35 ha of residential land in “东门街道” \
         (D01; community “和平社区”; estates “阳光小区”, “Elm & <Yard>”) are out of reach; 1 840 \
         residents live there. The nearest outlet, “Corner, \"Shop\"”, is 640 m from the middle. \
         Lead: Commerce Bureau, with Market Regulation Bureau."
    ));
    assert!(says(
        &text,
        "1 840 residents live there, 410 of them aged 60 and over. The nearest outlet, “P2”, is 12.3 km"
    ));
    assert!(says(
        &text,
        "lack at least one service; nobody lives there. The middle lacks: Convenience store, Clinic. Lead: Commerce Bureau, Health Commission"
    ));
}

#[test]
fn the_worst_gap_is_told_in_chinese() {
    let text = chinese(&Fixture::new());
    assert!(says(
        &text,
        "东门街道（D01，和平社区，涉及阳光小区、Elm & <Yard>）有 12.35 公顷居住用地在服务范围之外，涉及居民 1 840 人；盲区中部距最近网点“Corner, \"Shop\"”640 m。牵头部门：商务局；配合部门：市场监督管理局。"
    ));
    assert!(says(&text, "涉及居民 1 840 人（其中60岁及以上 410 人）"));
    assert!(says(&text, "缺少至少一项服务，无人居住；盲区中部缺少：便利店、社区医疗。"));
}

#[test]
fn what_went_in_is_told_against_what_came_out() {
    let text = english(&Fixture::new());
    assert!(says(
        &text,
        "400.00 ha of residential land in 3 subdistricts. Served and unserved land add up to it for every service."
    ));
    assert!(says(
        &text,
        "3 100 residents read: 3 000 inside the subdistricts, 100 outside and in no rate."
    ));
    assert!(says(&text, "6 open outlets inside the subdistricts, 1 outside"));
    assert!(says(&text, "1 estate is left out for a land code that is not residential."));
    assert!(says(&text, "Planned or closed outlets serve nothing: Convenience store 1."));
}

#[test]
fn where_the_features_of_a_file_ended_is_told_with_their_people() {
    let text = english(&Fixture::new());
    let row = |name: &str| -> Vec<String> {
        let line = text.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
        line.split("  ").map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(row("people.geojson"), ["people.geojson", "20", "17", "0", "1", "2"]);
    assert_eq!(row("people  "), ["people", "900", "800", "0", "75", "25"]);
    assert_eq!(row("all files"), ["all files", "20", "17", "0", "1", "2"]);
    assert!(text.contains("\n  outside: people-outside 1\n  left out: no-geometry 2\n"), "{text}");
    assert!(!text.contains("walkshed.toml"), "{text}");
    assert!(chinese(&Fixture::new()).contains("\n  未采用：no-geometry 2\n"));
}

#[test]
fn land_that_does_not_add_up_is_told_aloud() {
    let mut fixture = Fixture::new();
    fixture.assessment.reconciliation.worst_land_error = 2e-9;
    assert!(says(&english(&fixture), "DO NOT ADD UP: they differ by up to 2.0e-9"));
    assert!(says(&chinese(&fixture), "【不相符】，最大相差为单元用地的 2.0e-9"));
}

#[test]
fn names_with_a_comma_in_them_are_told_apart_and_the_circle_leaves_out_what_it_asks_for() {
    let mut fixture = Fixture::new();
    fixture.assessment.services[2].outlets = 0;
    fixture.profile.services[2].names = names("养老、助餐", "Eldercare, meals");
    let text = english(&fixture);
    assert!(says(&text, "NO DATA: Eldercare, meals; Laundry. The whole input"), "{text}");
    assert!(says(&text, "not 0 %, and left out of the circle."), "{text}");
    assert!(says(&chinese(&fixture), "【无数据】养老、助餐；洗染："));
    fixture.profile.services[2].in_circle = false;
    assert!(says(&english(&fixture), "and left out of the circle where it asks for them."));
    assert!(says(&chinese(&fixture), "其中生活圈要求的也未计入生活圈"));
    fixture.profile.services[3].in_circle = false;
    assert!(says(&english(&fixture), "not measured, which is not 0 %."));
}

#[test]
fn a_service_without_data_is_told_aloud_and_never_as_a_rate() {
    let fixture = Fixture::new();
    let text = english(&fixture);
    assert!(says(&text, "NO DATA: Laundry."));
    assert!(says(&text, "(1 left out for want of data)"));
    let row = text.lines().find(|l| l.starts_with("  Laundry")).unwrap();
    assert!(row.contains("no data") && !row.contains("0.00"), "{row}");
    assert!(says(&chinese(&fixture), "【无数据】洗染："));
}

#[test]
fn the_worst_subdistrict_comes_first_and_one_without_land_not_at_all() {
    let text = english(&Fixture::new());
    let table = text.split("least complete").nth(1).unwrap();
    let lines: Vec<&str> = table.lines().skip(2).take_while(|l| !l.is_empty()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("D01") && lines[0].contains("57.84"));
    assert!(lines[1].contains("D02") && lines[1].contains("95.00"));
}

#[test]
fn of_equal_shares_the_one_with_more_residents_left_comes_first() {
    let mut fixture = Fixture::new();
    let of = &mut fixture.assessment.units;
    // D01 has 420 residents without every service, D02 only 100.
    of[0].circle.as_mut().unwrap().land.share = of[1].circle.as_ref().unwrap().land.share;
    let text = english(&fixture);
    let table = text.split("least complete").nth(1).unwrap();
    assert!(table.lines().nth(2).unwrap().contains("D01"));
    fixture.assessment.units[0].circle.as_mut().unwrap().people = None;
    let text = english(&fixture);
    let table = text.split("least complete").nth(1).unwrap();
    assert!(table.lines().nth(2).unwrap().contains("D02"));
}

#[test]
fn nought_of_nought_is_a_dash_without_a_sign() {
    let mut fixture = Fixture::new();
    fixture.assessment.total = fixture.assessment.units[2].clone();
    let (en, zh) = (english(&fixture), chinese(&fixture));
    assert!(says(&en, "0.00 of 0.00 ha of residential land reach every one of them (–)."));
    assert!(says(&en, "So do 0 of 0 residents (–)."));
    assert!(says(&zh, "0.00 公顷居住用地中有 0.00 公顷可达全部服务（–）"));
}

#[test]
fn an_assumption_must_be_confirmed_and_slivers_are_counted() {
    let text = english(&Fixture::new());
    assert!(text.contains("Convenience store: radius 300 m (Rule 1; confidence Km)"));
    assert!(!text.contains("Clinic: radius"));
    assert!(says(&text, "on no residential land, and so in no gap: Convenience store 40."));
    assert!(!text.contains("whole circle 0"));
    // 321 square metres.
    assert!(
        text.contains("pieces under 0.05 ha where nobody lives: Convenience store 3 (0.03 ha).")
    );
}

#[test]
fn a_rate_on_the_whole_area_is_called_an_approximation() {
    let mut fixture = Fixture::new();
    fixture.assessment.basis = Basis::WholeArea;
    assert!(says(&english(&fixture), "AN APPROXIMATION, NOT THE OFFICIAL INDICATOR"));
    assert!(!english(&fixture).contains("residential land in"));
    assert!(says(&chinese(&fixture), "不是官方指标"));
}

#[test]
fn without_people_there_is_no_word_of_residents() {
    let mut fixture = Fixture::new();
    let of = &mut fixture.assessment;
    of.people_source = None;
    for unit in of.units.iter_mut().chain([&mut of.total]) {
        unit.people = None;
        let circle = unit.circle.as_mut().unwrap();
        circle.people = None;
        circle.people_by_count.clear();
        for service in &mut unit.services {
            service.people = None;
        }
    }
    for gap in &mut of.gaps.listed {
        (gap.people, gap.demand) = (None, None);
    }
    let text = english(&fixture);
    assert!(says(&text, "No residents were given"));
    assert!(!says(&text, "live there") && !says(&text, "residents read"));
}

#[test]
fn names_and_profile_texts_cannot_steer_the_terminal() {
    let mut fixture = Fixture::new();
    fixture.profile.note.en = "a\u{1b}[2Jb".to_owned();
    fixture.assessment.gaps.listed[0].community = Some("x\ny\u{7}".to_owned());
    let text = english(&fixture);
    assert!(says(&text, "a\\u{1b}[2Jb") && text.contains("“x\\ny\\u{7}”"));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn nothing_known_at_all_still_gives_a_summary() {
    let mut fixture = Fixture::new();
    let of = &mut fixture.assessment;
    (of.circle_services, of.gaps) = (vec![], Gaps::default());
    for service in &mut of.services {
        service.outlets = 0;
    }
    for unit in of.units.iter_mut().chain([&mut of.total]) {
        unit.circle = None;
        for service in &mut unit.services {
            (service.land, service.people, service.distances) = (None, None, None);
        }
    }
    assert!(says(
        &english(&fixture),
        "NO DATA: Convenience store, Clinic, Eldercare, Laundry. The whole input has no open outlet of any of these services"
    ));
    assert!(says(&english(&fixture), "Circle: NO DATA;"));
    assert!(says(&chinese(&fixture), "便民生活圈：【无数据】"));
    assert!(says(&english(&fixture), "has an open outlet in the input."));
    // Where outlets are closed at the time asked for, there are some that are open at other times.
    fixture.assessment.services[0].closed_then = 2;
    assert!(says(&english(&fixture), "has an open outlet in the input at the time asked for."));
    assert!(says(&chinese(&fixture), "在输入中在口径要求的时刻均无营业网点"));
}

#[test]
fn a_service_whose_outlets_are_all_closed_at_the_hour_says_how_many_there_are() {
    let mut fixture = Fixture::new();
    fixture.assessment.services[3].closed_then = 2;
    let (en, zh) = (english(&fixture), chinese(&fixture));
    assert!(says(&en, "NO DATA: Laundry (2 outlets, none of them open at "), "{en}");
    assert!(
        says(&en, "no open outlet of this service at the time asked for: not measured"),
        "{en}"
    );
    assert!(zh.replace(' ', "").contains("有网点2个，在"), "{zh}");
}
