//! The outputs of one profile: their names, and what is written into each.

use std::io::{self, Write as _};

use walkshed::finding::Findings;
use walkshed::profile::Profile;
use walkshed::report::{
    Context, OutputRecord, assessment_json, capacity_csv, choice_csv, complaints_csv, coverage_csv,
    doubtful_csv, findings_csv, finer_coverage_csv, function_rates_csv, functions_csv, gaps_csv,
    gaps_geojson, issues_geojson, pairs_csv, problems_csv, projects_csv, provision_csv, reach_csv,
    remedies_csv, street_gap_areas_geojson, street_gaps_geojson, streets_csv, unmet_csv,
};

use super::super::drawing::{DrawnMap, Theme};
use super::super::failure::Failure;
use super::super::output::{Measured, Staged};

/// Outputs of a profile besides the maps.
const NAMES: [&str; 25] = [
    "coverage.csv",
    "coverage_communities.csv",
    "coverage_grids.csv",
    "coverage_units.csv",
    "functions.csv",
    "unmet.csv",
    "function_rates.csv",
    "provision.csv",
    "choice.csv",
    "capacity.csv",
    "streets.csv",
    "street_gap_areas.geojson",
    "street_gaps.geojson",
    "reach.csv",
    "complaints.csv",
    "pairs.csv",
    "gaps.csv",
    "gaps.geojson",
    "doubtful.csv",
    "problems.csv",
    "remedies.csv",
    "projects.csv",
    "assessment.json",
    "findings.csv",
    "issues.geojson",
];

/// Every file that a run may write for a profile; `folder` is in front of each.
pub(super) fn names(folder: &str, profile: &Profile, has_maps: bool) -> Vec<String> {
    let mut names = NAMES.map(|name| format!("{folder}{name}")).to_vec();
    if has_maps {
        names.extend(Theme::files(profile).map(|file| format!("{folder}maps/{file}")));
    }
    names
}

/// Where the outputs of a profile go.
pub(super) struct Desk<'s> {
    pub(super) staged: &'s mut Staged,
    /// In front of each name: empty, or the key of the profile with a slash behind it.
    pub(super) folder: &'s str,
}

impl Desk<'_> {
    fn add(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Measured) -> io::Result<()>,
    ) -> Result<OutputRecord, Failure> {
        self.staged.add(&format!("{}{name}", self.folder), write)
    }
}

/// Writes the tables and maps of a profile.
pub(super) fn write_outputs(
    mut staged: Desk<'_>,
    context: &Context<'_>,
    findings: &Findings,
    maps: &[DrawnMap],
) -> Result<Vec<OutputRecord>, Failure> {
    let mut records = vec![
        staged.add("coverage.csv", |out| coverage_csv(context, out))?,
        staged.add("gaps.csv", |out| gaps_csv(context, out))?,
        staged.add("gaps.geojson", |out| gaps_geojson(context, out))?,
        staged.add("problems.csv", |out| problems_csv(context, out))?,
        staged.add("remedies.csv", |out| remedies_csv(context, out))?,
        staged.add("projects.csv", |out| projects_csv(context, out))?,
        staged.add("assessment.json", |out| assessment_json(context, out))?,
        staged.add("findings.csv", |out| findings_csv(findings, context.lang, out))?,
        staged.add("issues.geojson", |out| issues_geojson(findings, out))?,
    ];
    if !context.assessment.doubtful.is_empty() {
        records.push(staged.add("doubtful.csv", |out| doubtful_csv(context, out))?);
    }
    records.extend(write_finer(&mut staged, context)?);
    if context.assessment.capacities.iter().any(Option::is_some) {
        records.push(staged.add("capacity.csv", |out| capacity_csv(context, out))?);
    }
    if let Some(streets) = &context.assessment.streets {
        records.push(staged.add("streets.csv", |out| streets_csv(context, out))?);
        let name = "street_gaps.geojson";
        records.push(staged.add(name, |out| street_gaps_geojson(context, out))?);
        if !streets.areas.is_empty() {
            let name = "street_gap_areas.geojson";
            records.push(staged.add(name, |out| street_gap_areas_geojson(context, out))?);
        }
    }
    if context.assessment.beside.iter().any(|of| of.unmeasured.is_none()) {
        records.push(staged.add("reach.csv", |out| reach_csv(context, out))?);
    }
    if !context.assessment.pairings.is_empty() {
        records.push(staged.add("pairs.csv", |out| pairs_csv(context, out))?);
    }
    if context.assessment.complaints.is_some() {
        records.push(staged.add("complaints.csv", |out| complaints_csv(context, out))?);
    }
    if !context.assessment.choices.is_empty() {
        records.push(staged.add("choice.csv", |out| choice_csv(context, out))?);
    }
    if !context.assessment.provisions.is_empty() {
        records.push(staged.add("provision.csv", |out| provision_csv(context, out))?);
    }
    for map in maps {
        let name = format!("maps/{}", map.file);
        records.push(staged.add(&name, |out| out.write_all(&map.png))?);
    }
    records.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(records)
}

/// The tables of communities, grids and other units, where the city has any.
fn write_finer(staged: &mut Desk<'_>, context: &Context<'_>) -> Result<Vec<OutputRecord>, Failure> {
    let layers = &context.assessment.finer;
    let mut records = Vec::new();
    for layer in layers {
        let name = format!("coverage_{}.csv", layer.level.key());
        records.push(staged.add(&name, |out| finer_coverage_csv(context, layer, out))?);
    }
    if !layers.is_empty() {
        records.push(staged.add("functions.csv", |out| functions_csv(context, out))?);
        records.push(staged.add("unmet.csv", |out| unmet_csv(context, out))?);
        records.push(staged.add("function_rates.csv", |out| function_rates_csv(context, out))?);
    }
    Ok(records)
}
