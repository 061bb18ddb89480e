//! Facts about what stands beside the circles, in the table, in JSON and in sentences.

use super::fixture::{Fixture, cited};
use super::{rows, written};
use crate::assessment::{
    Beside, BesideFigures, BesideLand, BesidePeople, ByUnit, LandRate, Means, PeopleRate,
    Unmeasured,
};
use crate::profile::{Confidence, DemandGroup, Lang, Names, ReachBy, Walker};
use crate::report::{reach_csv, summary};
use crate::units::{Metres, People, Share, SquareMetres};

/// Of `people`, those in the circle and in the other, in the circle alone and in the other alone.
fn residents(people: u64, circle: u64, within: u64, lost: u64, gained: u64) -> BesidePeople {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let share = |part: u64, all: u64| Share::of(part as f64, all as f64);
    let rate = |served: u64| PeopleRate {
        people: People(people),
        served: People(served),
        unserved: People(people - served),
        share: share(served, people),
    };
    BesidePeople {
        by_circle: rate(circle),
        within: rate(within),
        lost: People(lost),
        lost_share: share(lost, circle),
        gained: People(gained),
    }
}

fn land(served: f64) -> LandRate {
    LandRate {
        land: SquareMetres(100.0),
        served: SquareMetres(served),
        unserved: SquareMetres(100.0 - served),
        share: Some(Share(served / 100.0)),
    }
}

/// The fictional city: stores with a detour of 1.3 beside their circles, and wheelchairs that nothing is known
/// of.
pub(super) fn with_besides(mut fixture: Fixture) -> Fixture {
    fixture.profile.services[0].providers[0].reach = ReachBy::Detour(1.3);
    fixture.profile.services[0].minutes = Some(15);
    fixture.profile.walkers = vec![Walker {
        key: "wheelchair".to_owned(),
        names: Names { zh: "轮椅使用者".to_owned(), en: "Wheelchair users".to_owned() },
        speed: Metres(40.0),
        steps: false,
        people: DemandGroup::Age60Plus,
        citation: cited("X 1", Confidence::S),
    }];
    let lands = BesideLand { by_circle: land(60.0), within: land(41.5) };
    let figures = |people| BesideFigures { people: Some(people), land: Some(lands) };
    let layer = ByUnit {
        level: None,
        units: vec![
            figures(residents(1000, 400, 300, 100, 0)),
            figures(residents(2000, 1000, 800, 210, 10)),
            BesideFigures::default(),
        ],
        total: figures(residents(3000, 1400, 1100, 310, 10)),
    };
    fixture.assessment.beside = vec![
        Beside {
            service: 0,
            by: Means::Rule,
            limits: vec![Metres(300.0 / 1.3)],
            unmeasured: None,
            layers: vec![layer],
        },
        Beside {
            service: 0,
            by: Means::Walker(0),
            limits: vec![Metres(600.0)],
            unmeasured: Some(Unmeasured::NoStreets),
            layers: Vec::new(),
        },
    ];
    fixture
}

#[test]
fn the_table_holds_the_circle_and_the_other_side_by_side() {
    let fixture = with_besides(Fixture::new());
    let rows = rows(&written(|out| reach_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 4, "what is not measured has no row");
    let expected = [
        ("unit_id", "D02"),
        ("reach_by", "detour"),
        ("reach", "circle of 231 m (radius / 1.3)"),
        ("people_counted", "2000"),
        ("people_within_circle", "1000"),
        ("people_within_circle_percent", "50.00"),
        ("people_within_reach", "800"),
        ("people_within_reach_percent", "40.00"),
        ("people_in_circle_out_of_reach", "210"),
        ("people_in_circle_out_of_reach_percent", "21.00"),
        ("people_in_reach_out_of_circle", "10"),
        ("land_within_circle_percent", "60.00"),
        ("land_within_reach_percent", "41.50"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[1][heading], value, "{heading}");
    }
    assert_eq!(rows[2]["people_within_reach"], "", "nothing is known of D10");
}

#[test]
fn the_summary_says_what_was_not_measured_and_why() {
    let fixture = with_besides(Fixture::new());
    let plain = |lang| {
        let text = summary(&fixture.context(lang));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let en = plain(Lang::En);
    let row = "circle of 231 m (radius / 1.3) 46.67 36.67 310 22.14 60.00 41.50";
    assert!(en.contains(row), "{en}");
    let said = "Not measured, as the city has no layer of streets: walks of Wheelchair users.";
    assert!(en.contains(said), "{en}");
    let zh = plain(Lang::Zh).replace(' ', "");
    assert!(zh.contains("未计算（该市无街道图层）：轮椅使用者沿街步行。"), "{zh}");
}
