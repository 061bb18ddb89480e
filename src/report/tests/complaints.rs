//! Facts about what residents report: `complaints.csv`, the column of gaps, the summary.

use super::fixture::Fixture;
use super::{rows, written};
use crate::assessment::{Complaints, Pair, PairCounts, Paired, Pairs, ServiceComplaints};
use crate::coverage::ByUnit;
use crate::model::{NameRule, OpenAt, OutletId, Pattern, SubdistrictId};
use crate::profile::{CategoryRule, Lang, Pairing, Subject};
use crate::report::{complaints_csv, gaps_csv, pairs_csv, summary};
use crate::units::Metres;

impl Fixture {
    /// The doubtful city with 31 reports, 25 of them about stores: 20 out of reach in D01, 5 within reach in
    /// D02; and a rule for a category.
    pub(super) fn complaints() -> Self {
        let mut fixture = Self::doubtful();
        let of = |complaints, out, within, people: [f64; 3], contradicts| ServiceComplaints {
            complaints,
            out_of_reach: Some(out),
            within_reach: Some(within),
            per_thousand: Some(f64::from(complaints) / people[0]),
            per_thousand_out: Some(f64::from(out) / people[1]),
            per_thousand_within: Some(f64::from(within) / people[2]),
            gaps: Some(1),
            gaps_confirmed: Some(u32::from(out > 0)),
            contradicts,
            is_few: complaints < 20,
        };
        let none = ServiceComplaints { is_few: true, ..ServiceComplaints::default() };
        let store = |of| vec![of, none, none, none];
        let layer = ByUnit {
            level: None,
            units: vec![
                store(of(20, 20, 0, [1.0, 0.42, 0.58], Some(false))),
                store(of(5, 0, 5, [2.0, 0.1, 1.9], None)),
                store(none),
            ],
            total: store(of(25, 20, 5, [3.0, 0.52, 2.48], Some(false))),
        };
        let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        fixture.assessment.complaints = Some(Complaints {
            counted: 25,
            no_place: 3,
            outside: 1,
            no_category: 2,
            other_category: 0,
            undated: 1,
            days: Some([day(2), day(30)]),
            layers: vec![layer],
        });
        for gap in &mut fixture.assessment.gaps.listed {
            gap.complaints = Some(0);
        }
        fixture.assessment.gaps.listed[0].complaints = Some(20);
        fixture.pair_stores();
        fixture.profile.categories.push(CategoryRule {
            key: "laundry".to_owned(),
            open_at: OpenAt::parse("Mo 07:00"),
            complaint_words: Pattern::new("洗衣").ok(),
            names: NameRule::standard("laundry"),
        });
        fixture
    }
}

impl Fixture {
    /// The first outlet of the city, in D01, 120 m from the second, which is its partner up to 500 m.
    fn pair_stores(&mut self) {
        let store = self.profile.services[0].providers[0].clone();
        self.profile.pairings.push(Pairing {
            key: "twins".to_owned(),
            names: self.profile.services[0].names.clone(),
            of: Subject::Outlets,
            categories: vec![store.category.clone()],
            with: vec![store.category],
            within: Some(Metres(500.0)),
            citation: store.citation,
            lead: self.profile.services[0].lead.clone(),
            supporting: Vec::new(),
        });
        let counts = PairCounts { subjects: 1, near: 1, ..PairCounts::default() };
        self.assessment.pairings.push(Pairs {
            list: vec![Pair {
                outlet: Some(OutletId(0)),
                estate: None,
                unit: Some(SubdistrictId(0)),
                people: None,
                partner: Some(OutletId(1)),
                distance: Some(Metres(120.0)),
                paired: Paired::Near,
            }],
            units: vec![counts, PairCounts::default(), PairCounts::default()],
            total: counts,
            unknown: 0,
        });
    }
}

#[test]
fn a_pair_has_a_row_with_its_partner_and_the_rule() {
    let fixture = Fixture::complaints();
    let rows = rows(&written(|out| pairs_csv(&fixture.context(Lang::En), out).unwrap()));
    assert_eq!(rows.len(), 1);
    let expected = [
        ("pairing", "twins"),
        ("unit_id", "D01"),
        ("paired", "near"),
        ("partner_distance_m", "120.0"),
        ("within_m", "500.0"),
        ("profile", "trial"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    assert!(
        summary(&fixture.context(Lang::En))
            .contains("of 1, 0 linked, 1 with a partner within 500 m")
    );
}

#[test]
fn complaints_have_a_row_for_each_service_with_rates_and_a_warning_for_few() {
    let fixture = Fixture::complaints();
    let rows = rows(&written(|out| complaints_csv(&fixture.context(Lang::En), out).unwrap()));
    // (3 subdistricts + the city) x 4 services.
    assert_eq!(rows.len(), 16);
    let expected = [
        ("unit_id", "D01"),
        ("service", "convenience_store"),
        ("from", "2025-01-02"),
        ("to", "2025-01-30"),
        ("complaints", "20"),
        ("complaints_per_1000_residents", "20"),
        ("complaints_out_of_reach", "20"),
        // 20 for 420 residents.
        ("complaints_per_1000_residents_out_of_reach", "47.619"),
        ("complaints_within_reach", "0"),
        ("gaps_confirmed", "1"),
        ("complaints_contradict_coverage", "no"),
        ("few", "no"),
    ];
    for (heading, value) in expected {
        assert_eq!(rows[0][heading], value, "{heading}");
    }
    let second = &rows[4];
    assert_eq!((&*second["unit_id"], &*second["few"]), ("D02", "yes"));
    assert_eq!(second["complaints_contradict_coverage"], "");
}

#[test]
fn gaps_have_a_column_of_complaints_only_where_there_are_any() {
    let of = |fixture: &Fixture| {
        rows(&written(|out| gaps_csv(&fixture.context(Lang::En), out).unwrap()))
    };
    assert_eq!(of(&Fixture::complaints())[0]["complaints"], "20");
    assert!(!of(&Fixture::new())[0].contains_key("complaints"));
}

#[test]
fn the_summary_says_what_became_of_every_report() {
    let fixture = Fixture::complaints();
    let words =
        |lang| summary(&fixture.context(lang)).split_whitespace().collect::<Vec<_>>().join(" ");
    let said = words(Lang::En);
    let expected = "Complaints from 2025-01-02 to 2025-01-30: 31 read, 25 counted; 3 without a place, 1 \
                    outside every subdistrict, 2 about nothing that is known, 0 about what the profile \
                    does not ask for. Of them out of reach and within (complaints.csv; * fewer than 20 \
                    say little): Convenience store 20/5 (1 of 1 gaps).";
    assert!(said.contains(expected), "{said}");
    assert!(summary(&fixture.context(Lang::Zh)).contains("居民诉求"));
}
