use super::fixture::Fixture;
use super::{Rows, coverage, rows, written};
use crate::profile::{Duty, Lang};
use crate::report::{problems_csv, projects_csv, remedies_csv};
use crate::units::SquareMetres;

fn lists(fixture: &Fixture, lang: Lang) -> [Rows; 3] {
    let context = fixture.context(lang);
    [
        rows(&written(|out| problems_csv(&context, out).unwrap())),
        rows(&written(|out| remedies_csv(&context, out).unwrap())),
        rows(&written(|out| projects_csv(&context, out).unwrap())),
    ]
}

#[test]
fn each_rate_below_its_target_is_a_problem_and_nothing_else_is_but_land_without_a_target() {
    let fixture = Fixture::new();
    let [problems, ..] = lists(&fixture, Lang::En);
    let is_rate = |p: &std::collections::BTreeMap<String, String>| {
        p["problem"] == "below the target" || p["problem"].starts_with("unserved land")
    };
    let problems: Vec<_> = problems.into_iter().filter(is_rate).collect();
    let table = rows(&coverage(Lang::En));
    let mut wanted = Vec::new();
    for level in ["city", "subdistrict"] {
        for row in table.iter().filter(|r| r["level"] == level && r["service"] != "circle") {
            // The profile lists gaps from 500 square metres on.
            let unserved: f64 = row["land_unserved_ha"].parse().unwrap_or(0.0);
            let has_gaps = !["", "0"].contains(&row["gaps_listed"].as_str()) || unserved >= 0.05;
            let has_target = !row["land_coverage_target_percent"].is_empty();
            if row["land_meets_target"] == "no" || (!has_target && has_gaps) {
                wanted.push((row["unit_id"].clone(), row["service"].clone(), has_target));
            }
        }
    }
    let found: Vec<_> = problems
        .iter()
        .map(|p| (p["unit_id"].clone(), p["service"].clone(), p["problem"] == "below the target"))
        .collect();
    assert_eq!(found, wanted);
    assert!(found.iter().any(|(.., has_target)| *has_target), "{found:?}");
    assert!(found.iter().any(|(.., has_target)| !*has_target), "{found:?}");
    for (at, problem) in problems.iter().enumerate() {
        assert_eq!(problem["number"], (at + 1).to_string());
        let same = |r: &&std::collections::BTreeMap<String, String>| {
            ["level", "unit_id", "service"].iter().all(|key| r[*key] == problem[*key])
        };
        let row = table.iter().find(same).unwrap();
        for figure in [
            "land_coverage_percent",
            "land_unserved_ha",
            "people_unserved",
            "gaps_listed",
            "kind_of_rate",
            "profile",
            "radius",
            "radius_clause",
            "radius_confidence",
        ] {
            assert_ne!(problem[figure], "", "{figure}");
            assert_eq!(problem[figure], row[figure], "{figure}");
        }
        assert!(!problem["lead_department"].is_empty());
    }
}

#[test]
fn supply_outside_its_limits_and_functions_that_communities_lack_are_problems() {
    let fixture = Fixture::new();
    let [problems, ..] = lists(&fixture, Lang::En);
    let lacked: Vec<_> =
        problems.iter().filter(|p| p["problem"] == "communities lack the function").collect();
    let matrix = &fixture.assessment.finer[0].matrix;
    let items = fixture.profile.matrix_items();
    for (item, rate) in items.iter().zip(&matrix.rates) {
        let lacking: u32 = rate.lacking.iter().sum();
        let row = lacked.iter().find(|p| p["level"] == "city" && p["service"] == item.key);
        assert_eq!(row.is_some(), lacking > 0, "{}", item.key);
        if let Some(row) = row {
            assert_eq!(row["communities_lacking"], lacking.to_string());
            assert_eq!(row["communities_judged"], rate.counted.to_string());
            assert!(!row["communities_of_gaps"].is_empty());
            assert_eq!(row["land_coverage_percent"], "");
        }
    }
    assert!(!lacked.is_empty());
    let mut short = Fixture::new();
    short.assessment.provisions[0].ratios.units[0][0].verdict =
        Some(crate::assessment::Verdict::Below);
    let [problems, ..] = lists(&short, Lang::En);
    let row = problems.iter().find(|p| p["problem"] == "supply below its limit").unwrap();
    assert_eq!((&*row["unit_id"], &*row["min"]), ("D01", "20"));
    assert_eq!(row["kind_of_rate"], "capacity / 1000 residents, I7");
    let [problems, ..] = lists(&short, Lang::Zh);
    let kinds: Vec<&String> =
        problems.iter().flat_map(|p| p.values()).filter(|cell| cell.ends_with("（I7）")).collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| !kind.contains("capacity")), "{kinds:?}");
    assert!(!row["lead_department"].is_empty());
}

#[test]
fn each_gap_of_a_service_has_one_remedy_and_stands_in_one_project() {
    let fixture = Fixture::new();
    let [_, remedies, projects] = lists(&fixture, Lang::En);
    let ids: Vec<&str> = remedies.iter().map(|r| r["gap_id"].as_str()).collect();
    assert_eq!(ids, ["convenience_store-D01-001", "eldercare-D02-001"]);
    let in_projects: Vec<&str> = projects.iter().flat_map(|p| p["gap_ids"].split("; ")).collect();
    assert_eq!(in_projects, ids);
    let store = &remedies[0];
    assert_eq!(store["lead_department"], "Commerce Bureau");
    assert_eq!(store["subdistricts_responsible"], "东门街道");
    assert_eq!(store["deadline_class"], "not stated in the rule set");
    assert_eq!(
        store["proposal"],
        "in 东门街道, 和平社区 (阳光小区; Elm & <Yard>): new outlets (convenience store), so that all \
         land of the gap lies within 300 m (assumption, confirm) of one"
    );
    let [_, remedies, projects_zh] = lists(&fixture, Lang::Zh);
    assert_eq!(
        remedies[0]["整治建议"],
        "在东门街道和平社区（阳光小区、Elm & <Yard>）补建便利店，使该盲区的全部用地处于服务半径 300 m（假设值，请确认）之内"
    );
    assert_eq!(
        projects_zh[0]["整治建议"],
        "在东门街道补建便利店，使 1 处盲区的全部用地处于服务半径 300 m（假设值，请确认）之内"
    );
    assert_eq!(projects[0]["gaps_area_ha"], store["gap_area_ha"]);
    assert_eq!(projects[0]["people_in_gaps"], store["people_in_gap"]);
    for row in [store, &projects[0]] {
        assert_eq!(row["kind_of_land"], "residential land");
        assert_eq!(row["radius"], "300 m");
        assert_eq!(row["radius_confidence"], "Km (assumption, confirm)");
        assert_eq!(row["radius_clause"], "assumption, confirm (cf. Rule 1)");
    }
    assert_eq!(projects[0]["scale"], "not stated in the rule set");
}

#[test]
fn a_gap_that_goes_on_across_the_border_is_the_task_of_both() {
    let mut fixture = Fixture::new();
    let other = fixture.assessment.gaps.listed[0].clone();
    let other = crate::assessment::Gap {
        id: "convenience_store-D02-001".to_owned(),
        unit: crate::model::SubdistrictId(1),
        rank: 2,
        continued: vec!["convenience_store-D01-001".to_owned()],
        ..other
    };
    fixture.assessment.gaps.listed[0].continued = vec![other.id.clone()];
    fixture.assessment.gaps.listed.insert(1, other);
    let [_, remedies, projects] = lists(&fixture, Lang::En);
    let both = [&remedies[0], &remedies[1], &projects[0], &projects[1]];
    for row in both {
        assert!(row["subdistricts_responsible"].contains("东门街道"), "{row:?}");
        assert!(row["subdistricts_responsible"].contains("West <Bridge>"), "{row:?}");
    }
    assert_eq!(remedies[0]["continues_in"], "convenience_store-D02-001");
    assert_eq!(remedies[1]["continues_in"], "convenience_store-D01-001");
}

#[test]
fn what_the_rule_set_says_of_duty_and_size_is_passed_on_and_nobody_is_named_aloud() {
    let mut fixture = Fixture::new();
    let store = &mut fixture.profile.services[0];
    store.duty = Some(Duty::Must);
    store.providers[0].floor_min = Some(SquareMetres(50.0));
    store.lead = super::fixture::names(" ", "");
    fixture.profile.services[2].duty = Some(Duty::AsNeeded);
    let [problems, remedies, projects] = lists(&fixture, Lang::En);
    assert_eq!(remedies[0]["deadline_class"], "by a date");
    assert_eq!(remedies[1]["deadline_class"], "best effort");
    assert_eq!(projects[0]["scale"], "convenience store: at least 50 m2");
    assert_eq!(remedies[0]["lead_department"], "unassigned");
    assert_eq!(projects[0]["lead_department"], "unassigned");
    let store = problems.iter().find(|p| p["service"] == "convenience_store").unwrap();
    assert_eq!(store["lead_department"], "unassigned");
    let [_, remedies, _] = lists(&fixture, Lang::Zh);
    assert_eq!(remedies[0]["牵头部门"], "未指定责任部门");
    assert_eq!(remedies[0]["整治类别"], "限时解决");
}
