//! A plan against today: the city before and after it, and what lies between.

use super::{Detail, Measuring};
use crate::assessment::{Assessment, Reviewed};
use crate::coverage::Trial;
use crate::model::{City, Plan};
use crate::profile::Profile;
use crate::review::review;
use crate::watch::{Stage, Stopped, Watch};

/// Reviews a plan for a city by a profile.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop before it was done.
pub fn review_watched(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    watch: &Watch,
) -> Result<Reviewed, Stopped> {
    let (measuring, land) = Measuring::begin(city, profile, watch)?;
    let coverage = measuring.coverage(&land);
    watch.begin(Stage::Plan)?;
    let trial = Trial::new(city, profile, &measuring.index, &coverage);
    let review = review(city, profile, plan, &trial);
    let today = measuring.assessment(coverage, land, Detail::Figures, watch)?;
    let planned = after_plan(city, profile, plan, watch)?;
    let gaps = review.follow(&today.gaps, &planned.gaps);
    Ok(Reviewed { today, planned, review, gaps })
}

/// The figures of the city after a plan, as a run on it gives them.
///
/// # Errors
/// As [`review_watched`].
pub fn after_plan(
    city: &City,
    profile: &Profile,
    plan: &Plan,
    watch: &Watch,
) -> Result<Assessment, Stopped> {
    super::assess_watched(&city.after(&plan.measures), profile, Detail::Figures, watch)
}
