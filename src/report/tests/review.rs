//! Facts about the outputs of a review.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::json::assert_described;
use super::written;
use crate::input::{self, ReadOptions};
use crate::model::{CategoryTable, City, Plan};
use crate::pipeline::review_watched;
use crate::profile::{Lang, builtin, requirements};
use crate::report::{
    Context, REVIEW_SCHEMA, REVIEW_SCHEMA_VERSION, ReviewContext, plan_changes_csv, plan_gaps_csv,
    plan_measures_csv, plan_rules_csv, review_json, review_md,
};
use crate::watch::Watch;

fn sample() -> (City, Plan) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (known, options) = (CategoryTable::standard(), ReadOptions::default());
    let city = input::read(&folder, &known, &options).unwrap().city.unwrap();
    let path = folder.join("plan.geojson");
    let plan = input::read_plan(&path, &city, &known, &options, &Watch::default()).unwrap().plan;
    (city, plan.unwrap())
}

#[test]
fn the_outputs_of_a_review_fit_their_descriptions() {
    let (city, plan) = sample();
    let profile = builtin("circle15").unwrap();
    let reviewed = review_watched(&city, &profile, &plan, &Watch::default()).unwrap();
    let (assessment, inputs) = (&reviewed.today, &[][..]);
    let (city, profile, reviewed) = (&city, &profile, &reviewed);
    let text = "[[rule]]\nnobody_loses = true\n[[rule]]\nname = \"half\"\nservice = \"circle\"\n\
                rate = \"age_60plus\"\nat_least_percent = 50\nin = \"every_subdistrict\"\nby = 2\n";
    let (rules, said) = requirements(text, "rules.toml", profile);
    assert!(said.is_empty());
    let judgements = reviewed.review.judge(&rules);
    let (rules, judgements) = (&rules[..], &judgements[..]);
    let context = |lang| ReviewContext {
        today: Context { city, profile, assessment, inputs, lang },
        plan: &plan,
        reviewed,
        rules,
        judgements,
    };
    let text = written(|out| review_json(&context(Lang::En), out).unwrap());
    let mut document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["schema_version"], REVIEW_SCHEMA_VERSION);
    // The sample has nothing to say against itself; the schema describes what others have.
    let caveat = serde_json::json!([{ "caveat": "no_people", "service": null }]);
    document["caveats"] = caveat;
    assert_described(REVIEW_SCHEMA, &document);

    let docs = include_str!("../review/columns.md");
    let known = include_str!("../columns.md");
    let tables = [
        written(|out| plan_changes_csv(&context(Lang::En), out).unwrap()),
        written(|out| plan_measures_csv(&context(Lang::En), out).unwrap()),
        written(|out| plan_gaps_csv(&context(Lang::En), out).unwrap()),
        written(|out| plan_rules_csv(&context(Lang::En), out).unwrap()),
    ];
    let mut told = BTreeSet::new();
    for table in &tables {
        let first = table.trim_start_matches('\u{feff}').lines().next().unwrap();
        told.extend(first.split(',').map(str::to_owned));
    }
    // Every column is described, here or with the table that has it first; nothing else is.
    let listed: BTreeSet<String> = docs
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    assert!(listed.is_subset(&told), "{:?}", listed.difference(&told));
    for heading in told.difference(&listed) {
        assert!(known.contains(&format!("| `{heading}`")), "{heading} is not described");
    }
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| review_md(&context(lang)));
    let sections = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(sections(&zh), sections(&en));
    assert!(zh.contains("- 社区卫生") || zh.contains("新增"), "{zh}");
    // Each row of a table has as many cells as its heading.
    for page in [zh, en] {
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.len() > 40 && rows.iter().all(|row| row.ends_with(" |")));
    }
}
