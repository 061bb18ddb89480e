//! What `walkshed review` hands over: a plan against today as tables, as JSON, and as sentences that a
//! meeting can follow. None computes a figure: they stand in [`Reviewed`].

mod accept_beside;
mod accept_json;
mod accept_page;
mod accept_table;
mod firmness;
mod gaps;
mod homes;
mod json;
mod measures;
mod page;
mod paper;
mod provision;
mod rivals;
mod rivals_json;
mod rivals_page;
mod room;
mod rules;
mod sections;
mod tables;
mod walks;
mod words;

use super::Context;
use crate::assessment::{Firmness, Judgement, Lack, Passage, Reviewed, UnitEffect};
use crate::model::Plan;
use crate::profile::Requirement;

pub use accept_json::{ACCEPTANCE_SCHEMA, ACCEPTANCE_SCHEMA_VERSION, acceptance_json};
pub use accept_page::{acceptance_md, acceptance_summary};
pub use accept_table::{AcceptContext, acceptance_csv};
pub use firmness::{plan_hinges_csv, plan_sensitivity_csv};
pub use gaps::plan_gaps_csv;
pub use homes::plan_homes_csv;
pub use json::{REVIEW_SCHEMA, REVIEW_SCHEMA_VERSION, review_json};
pub use measures::plan_measures_csv;
pub use page::{review_md, review_summary};
pub use provision::plan_provision_csv;
pub use rivals::{RivalsContext, rivals_csv};
pub use rivals_json::{RIVALS_SCHEMA, RIVALS_SCHEMA_VERSION, rivals_json};
pub use rivals_page::{rivals_md, rivals_summary};
pub use room::plan_room_csv;
pub use rules::plan_rules_csv;
pub use tables::plan_changes_csv;
pub use walks::plan_streets_csv;

/// Everything that an output of a review may print.
#[derive(Debug, Clone, Copy)]
pub struct ReviewContext<'a> {
    /// The city of today with its figures.
    pub today: Context<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// The plan against today.
    pub reviewed: &'a Reviewed,
    /// The rules that it has to keep; none where nobody asks.
    pub rules: &'a [Requirement],
    /// How each of them ends.
    pub judgements: &'a [Judgement],
    /// How firm that is; none where nobody asks.
    pub firmness: Option<&'a Firmness>,
    /// The pictures beside the page; none where none are drawn.
    pub pictures: Option<&'a PictureFiles>,
}

/// Where the pictures of a review lie, seen from its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureFiles {
    /// Of a service, or of the circle: before, after and change.
    pub maps: Vec<(Lack, [String; 3])>,
    /// By measure; none of one that has no sheet.
    pub sheets: Vec<Option<String>>,
}

impl<'a> ReviewContext<'a> {
    /// The services that have data today, by position, then the circle.
    fn lacks(&self) -> impl Iterator<Item = Lack> + use<'a> {
        let total = &self.reviewed.review.effect.total;
        let services = total.services.iter().enumerate();
        let known = services.filter(|(_, passage)| passage.is_some());
        let circle = total.circle.map(|_| Lack::Circle);
        known.map(|(at, _)| Lack::Service(at)).chain(circle)
    }
}

/// What happens to a service, or to the circle.
fn passage(of: &UnitEffect, lack: Lack) -> Option<&Passage> {
    match lack {
        Lack::Service(at) => of.services[at].as_ref(),
        Lack::Circle => of.circle.as_ref(),
    }
}
