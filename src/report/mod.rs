//! What a run hands over, apart from the maps: tables, the gaps as `GeoJSON`, the assessment as JSON,
//! and a text for the terminal.
//!
//! Each function takes results ([`Context`]) and writes bytes to an `impl Write`; none opens a file,
//! and none computes a figure: totals and shares stand in the [`Assessment`], rounding in
//! [`units`](crate::units). The same results give the same bytes.
//!
#![doc = include_str!("columns.md")]
#![doc = include_str!("review/columns.md")]

mod antimeridian;
mod assessment_json;
mod beside_json;
mod beside_table;
mod capacity_json;
mod capacity_table;
mod cell;
mod change;
mod check_json;
mod choice_json;
mod choice_table;
mod complaint_json;
mod complaint_table;
mod coverage_notes;
mod coverage_table;
mod demand;
mod departments;
mod doubtful_table;
mod figures_json;
mod findings_table;
mod finer_json;
mod function_tables;
mod gap_counts;
mod gap_places;
mod gap_table;
mod issues;
mod layer_json;
mod manifest;
mod pair_json;
mod pair_table;
mod problem_list;
mod provision_json;
mod provision_table;
mod radius;
mod repairs;
mod review;
mod rounded;
mod street_gaps_places;
mod streets_json;
mod streets_table;
mod summary;
mod table;
mod task_lists;
#[cfg(test)]
mod tests;
mod unit_rows;
mod walk_places;
mod words;

pub use assessment_json::{SCHEMA, SCHEMA_VERSION, assessment_json};
pub use beside_table::reach_csv;
pub use capacity_table::capacity_csv;
pub use change::{
    Comparison, Incomparable, NotWritten, Unmatched, Written, change_summary, changes_csv,
    function_changes_csv, supply_changes_csv,
};
pub use check_json::{CHECK_SCHEMA, CHECK_SCHEMA_VERSION, check_json};
pub use choice_table::choice_csv;
pub use complaint_table::complaints_csv;
pub use coverage_table::{coverage_csv, finer_coverage_csv};
pub use doubtful_table::doubtful_csv;
pub use findings_table::findings_csv;
pub use function_tables::{function_rates_csv, functions_csv, unmet_csv};
pub use gap_places::gaps_geojson;
pub use gap_table::gaps_csv;
pub use issues::{issues_geojson, placed};
pub use manifest::{
    InputRecord, Manifest, OutputRecord, ProfileFolder, ProfileRecord, manifest_json, sha256,
};
pub use pair_table::pairs_csv;
pub use problem_list::problems_csv;
pub use provision_table::provision_csv;
pub use repairs::repairs_csv;
pub use review::{
    ACCEPTANCE_SCHEMA, ACCEPTANCE_SCHEMA_VERSION, AcceptContext, PictureFiles, REVIEW_SCHEMA,
    REVIEW_SCHEMA_VERSION, RIVALS_SCHEMA, RIVALS_SCHEMA_VERSION, ReviewContext, RivalsContext,
    acceptance_csv, acceptance_json, acceptance_md, acceptance_summary, plan_changes_csv,
    plan_gaps_csv, plan_hinges_csv, plan_homes_csv, plan_measures_csv, plan_provision_csv,
    plan_room_csv, plan_rules_csv, plan_sensitivity_csv, plan_streets_csv, review_json, review_md,
    review_summary, rivals_csv, rivals_json, rivals_md, rivals_summary,
};
pub use street_gaps_places::{street_gap_areas_geojson, street_gaps_geojson};
pub use streets_table::streets_csv;
pub use summary::{brief, inputs_summary, summary};
pub use task_lists::{projects_csv, remedies_csv};
pub use walk_places::walk_geojson;

use crate::assessment::{Assessment, Lack};
use crate::model::{City, SubdistrictId, UnitLevel};
use crate::profile::{Lang, Profile, Service};

/// Everything that an output may print.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Names of units, outlets and estates.
    pub city: &'a City,
    /// Names of services, radii, clauses and departments.
    pub profile: &'a Profile,
    /// The figures.
    pub assessment: &'a Assessment,
    /// What the figures were made from.
    pub inputs: &'a [InputRecord],
    /// Language of headings, words and sentences.
    pub lang: Lang,
}

impl<'a> Context<'a> {
    /// Whether land rates are the official indicator: on residential land, by a rule set that is no supplement.
    fn is_official(&self) -> bool {
        self.assessment.basis.is_official() && !self.profile.supplement
    }

    /// Id and name of a subdistrict.
    fn unit(&self, id: SubdistrictId) -> (&'a str, &'a str) {
        let unit = &self.city.subdistricts()[id.index()];
        (&unit.id, &unit.name)
    }

    /// Key and ids of the units of a layer, the subdistricts where there is none.
    fn units_of(&self, level: Option<UnitLevel>) -> (&'static str, Vec<&'a str>) {
        let city = self.city;
        match level {
            None => ("subdistricts", city.subdistricts().iter().map(|u| u.id.as_str()).collect()),
            Some(level) => {
                let units = city.finer_units(level).iter();
                (level.key(), units.map(|unit| unit.id.as_str()).collect())
            }
        }
    }

    /// The service at a position of the profile.
    fn service(&self, at: usize) -> &'a Service {
        &self.profile.services[at]
    }

    /// Key of what a gap lacks: that of a service, or `circle`.
    fn lack_key(&self, lack: Lack) -> &'a str {
        match lack {
            Lack::Service(at) => &self.service(at).key,
            Lack::Circle => words::CIRCLE_KEY,
        }
    }

    /// Name of what a gap lacks.
    fn lack_name(&self, lack: Lack) -> &'a str {
        match lack {
            Lack::Service(at) => self.service(at).names.get(self.lang),
            Lack::Circle => words::CIRCLE.get(self.lang),
        }
    }

    /// Services that the circle asks for and that have no outlet in the whole input.
    fn left_out_of_circle(&self) -> impl Iterator<Item = &'a Service> {
        let data = &self.assessment.services;
        self.profile
            .services
            .iter()
            .zip(data)
            .filter(|(service, data)| service.in_circle && !data.is_known())
            .map(|(service, _)| service)
    }
}
