//! Facts about the outputs of reviews and of an acceptance.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::json::assert_described;
use super::written;
use crate::assessment::{Allowed, Compared, Firmness, Uncertainty};
use crate::input::{self, ReadOptions};
use crate::model::{CategoryTable, City, Local, Plan};
use crate::pipeline::{Runs, accept_watched, compare_watched, firmness_watched};
use crate::profile::{
    Asked, Counted, Demand, Lang, Profile, Reaching, Requirement, builtin, requirements,
};
use crate::report::{
    ACCEPTANCE_SCHEMA, ACCEPTANCE_SCHEMA_VERSION, AcceptContext, Context, REVIEW_SCHEMA,
    REVIEW_SCHEMA_VERSION, RIVALS_SCHEMA, RIVALS_SCHEMA_VERSION, ReviewContext, RivalsContext,
    acceptance_csv, acceptance_json, acceptance_md, plan_changes_csv, plan_gaps_csv,
    plan_hinges_csv, plan_homes_csv, plan_measures_csv, plan_provision_csv, plan_room_csv,
    plan_rules_csv, plan_sensitivity_csv, plan_streets_csv, review_json, review_md, rivals_csv,
    rivals_json, rivals_md,
};
use crate::units::{Metres, Share};
use crate::watch::Watch;

/// The city of the sample with its plan, and a plan of its first 20 measures.
fn sample() -> (City, [Plan; 2]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (known, options) = (CategoryTable::standard(), ReadOptions::default());
    let city = input::read(&folder, &known, &options).unwrap().city.unwrap();
    let path = folder.join("plan.geojson");
    let plan = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap().plan;
    let plan = plan.unwrap();
    let measures = plan.measures[..20].to_vec();
    (city, [plan, Plan { name: "other".to_owned(), measures }])
}

/// Both plans of the sample by the rule set that weighs room too, and two rules.
struct Sample {
    city: City,
    plans: [Plan; 2],
    profile: Profile,
    rules: Vec<Requirement>,
    compared: Compared,
    /// Of the first plan.
    firmness: Firmness,
}

impl Sample {
    fn new() -> Self {
        let ((city, plans), profile) = (sample(), builtin("gb50180").unwrap());
        let text = "[[rule]]\nnobody_loses = true\n[[rule]]\nname = \"half\"\nservice = \"circle\"\n\
                    rate = \"age_60plus\"\nat_least_percent = 50\nin = \"every_subdistrict\"\nby = 2\n";
        let (mut rules, said) = requirements(text, "rules.toml", &profile);
        assert!(said.is_empty());
        let compared = compare_watched(&city, &profile, &plans, &Watch::default()).unwrap();
        // What the plan reaches and no more, so that a single outlet turns it.
        let after = compared.reviewed[0].review.effect.total.services[0].unwrap().after;
        let at_least = Share(after.land.share.unwrap().0 - 1e-9);
        let (of, in_every_subdistrict) = (Counted::Land, false);
        let demand = Demand::Rate { of, at_least, in_every_subdistrict };
        rules.push(Requirement {
            name: None,
            service: Asked::Service(0),
            reach: Reaching::Circles,
            demand,
            by: None,
        });
        let runs = Runs { runs: 2, seed: 1, uncertainty: Uncertainty::default() };
        // Of its measures of outlets: those of homes come last.
        let asked = (&plans[1], &rules[..]);
        let firmness = firmness_watched(&city, &profile, asked, runs, &Watch::default()).unwrap();
        Self { city, plans, profile, rules, compared, firmness }
    }

    /// Does something with what the outputs of both plans print.
    fn with<R>(
        &self,
        lang: Lang,
        of: impl FnOnce(&[ReviewContext<'_>], &RivalsContext<'_>) -> R,
    ) -> R {
        let reviewed = &self.compared.reviewed;
        let judged: Vec<_> = reviewed.iter().map(|of| of.judge(&self.rules)).collect();
        let contexts = self.plans.iter().zip(reviewed).zip(&judged);
        let contexts = contexts.map(|((plan, reviewed), judgements)| {
            let (city, profile, inputs) = (&self.city, &self.profile, &[][..]);
            let today = Context { city, profile, assessment: &reviewed.today, inputs, lang };
            let firmness = (plan.name != "other").then_some(&self.firmness);
            let (rules, pictures) = (&self.rules[..], None);
            ReviewContext { today, plan, reviewed, rules, judgements, firmness, pictures }
        });
        let plans: Vec<_> = contexts.collect();
        of(&plans, &RivalsContext { plans: &plans, rivals: &self.compared.rivals })
    }
}

fn sections(page: &str) -> usize {
    page.lines().filter(|line| line.starts_with("## ")).count()
}

/// The columns that a text describes.
fn listed(docs: &str) -> BTreeSet<String> {
    docs.lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Every column of some tables is described, in a text or with the table that has it first; the text
/// describes nothing else.
fn are_described(tables: &[String], docs: &str) {
    let known = [include_str!("../columns.md"), include_str!("../review/columns.md")];
    let mut told = BTreeSet::new();
    for table in tables {
        let first = table.trim_start_matches('\u{feff}').lines().next().unwrap();
        told.extend(first.split(',').map(str::to_owned));
    }
    let here = listed(docs);
    assert!(here.is_subset(&told), "{:?}", here.difference(&told));
    for heading in told.difference(&here) {
        let is_known = known.iter().any(|docs| listed(docs).contains(heading));
        assert!(is_known, "{heading} is not described");
    }
}

#[test]
fn the_outputs_of_a_review_fit_their_descriptions() {
    let sample = Sample::new();
    sample.with(Lang::En, |plans, rivals| {
        let text = written(|out| review_json(&plans[0], out).unwrap());
        let mut document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["schema_version"], REVIEW_SCHEMA_VERSION);
        // The sample has nothing to say against itself; the schema describes what others have.
        document["caveats"] = serde_json::json!([{ "caveat": "no_people", "service": null }]);
        assert_described(REVIEW_SCHEMA, &document);
        let tables = [
            written(|out| plan_changes_csv(&plans[0], out).unwrap()),
            written(|out| plan_measures_csv(&plans[0], out).unwrap()),
            written(|out| plan_gaps_csv(&plans[0], out).unwrap()),
            written(|out| plan_room_csv(&plans[0], out).unwrap()),
            written(|out| plan_rules_csv(&plans[0], out).unwrap()),
            written(|out| plan_homes_csv(&plans[0], out).unwrap()),
            written(|out| plan_provision_csv(&plans[0], out).unwrap()),
            written(|out| plan_streets_csv(&plans[0], out).unwrap()),
            written(|out| plan_sensitivity_csv(&plans[0], out).unwrap()),
            written(|out| plan_hinges_csv(&plans[0], out).unwrap()),
            written(|out| rivals_csv(rivals, out).unwrap()),
        ];
        are_described(&tables, include_str!("../review/columns.md"));
        let text = written(|out| rivals_json(rivals, out).unwrap());
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["schema_version"], RIVALS_SCHEMA_VERSION);
        assert_eq!(document["shared"].as_array().unwrap().len(), 20);
        assert_described(RIVALS_SCHEMA, &document);
    });
    let pages = |lang| sample.with(lang, |plans, rivals| [review_md(&plans[0]), rivals_md(rivals)]);
    let ([zh, rivals_zh], [en, rivals_en]) = (pages(Lang::Zh), pages(Lang::En));
    assert_eq!((sections(&zh), sections(&rivals_zh)), (sections(&en), sections(&rivals_en)));
    assert!(zh.contains("- 社区卫生") || zh.contains("新增"), "{zh}");
    assert!(rivals_zh.contains("- plan、other 共有 20 项："), "{rivals_zh}");
    // Each row of a table has as many cells as its heading.
    for page in [zh, en] {
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.len() > 40 && rows.iter().all(|row| row.ends_with(" |")));
    }
}

#[test]
fn the_outputs_of_an_acceptance_fit_their_descriptions() {
    let (city, [plan, _]) = sample();
    let profile = builtin("circle15").unwrap();
    let mut built = plan.clone();
    // Two are missing, one is late, one is 50 m off and smaller, one is unplanned.
    built.measures.drain(31..33);
    built.measures[2].phase += 1;
    let moved = built.measures[3].outlet.as_mut().unwrap();
    moved.at = Local::new(moved.at.x + 50.0, moved.at.y);
    let mut new = built.measures[4].clone();
    (new.id, new.outlet.as_mut().unwrap().at) = ("N1".to_owned(), Local::new(0.0, 0.0));
    built.measures.push(new);
    let allowed = Allowed { same_place: Metres(10.0), same_outlet: Metres(300.0) };
    let watch = Watch::default();
    let accepted = accept_watched(&city, &profile, (&plan, &built), allowed, &watch).unwrap();
    let context = |lang| AcceptContext {
        today: Context {
            city: &city,
            profile: &profile,
            assessment: &accepted.today,
            inputs: &[],
            lang,
        },
        plan: &plan,
        built: &built,
        acceptance: &accepted.acceptance,
        walks: accepted.walks.as_ref(),
        homes: accepted.homes.each_ref().map(Option::as_ref),
        allowed,
    };
    let text = written(|out| acceptance_json(&context(Lang::En), out).unwrap());
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["schema_version"], ACCEPTANCE_SCHEMA_VERSION);
    assert_described(ACCEPTANCE_SCHEMA, &document);
    let table = written(|out| acceptance_csv(&context(Lang::En), out).unwrap());
    are_described(&[table], include_str!("../review/acceptance.md"));
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| acceptance_md(&context(lang)));
    assert_eq!(sections(&zh), sections(&en));
    assert!(en.contains("32 as planned, 2 missing, 1 unplanned, 1 moved, 1 late."), "{en}");
    assert!(
        zh.contains("按规划建成 32 项、未实施 2 项、规划外 1 项、移位 1 项、延期 1 项。"),
        "{zh}"
    );
}

#[test]
fn what_the_rules_do_not_measure_is_not_said_to_change_nothing() {
    let (city, [plan, _]) = sample();
    let profile = builtin("gb50180").unwrap();
    let mut built = plan.clone();
    let is_kept = |category: &str| category != "housekeeping";
    built.measures.retain(|m| m.outlet.as_ref().is_none_or(|outlet| is_kept(&outlet.category)));
    assert!(built.measures.len() < plan.measures.len());
    let (allowed, watch) =
        (Allowed { same_place: Metres(10.0), same_outlet: Metres(300.0) }, Watch::default());
    let accepted = accept_watched(&city, &profile, (&plan, &built), allowed, &watch).unwrap();
    let (assessment, acceptance) = (&accepted.today, &accepted.acceptance);
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let today = Context { city: &city, profile: &profile, assessment, inputs: &[], lang };
        let (plan, built, walks, homes) = (&plan, &built, None, [None, None]);
        acceptance_md(&AcceptContext { today, plan, built, acceptance, walks, homes, allowed })
    });
    assert!(en.contains("The rules measure no service of its category"), "{en}");
    assert!(zh.contains("口径未计量其业态，作用未知。"), "{zh}");
    assert!(!en.contains("Coverage is the same."), "{en}");
}
