//! Plans against today and against each other: the city before and after, and what lies between.

use super::lands::Lands;
use super::{Detail, Measurements, Measuring};
use crate::assessment::{Accepted, Allowed, Assessment, Compared, Reviewed};
use crate::coverage::Trial;
use crate::model::{City, Plan};
use crate::profile::Profile;
use crate::review::{accept, review, rivals};
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
    let compared = compare_watched(city, profile, std::slice::from_ref(plan), watch)?;
    match compared.reviewed.into_iter().next() {
        Some(reviewed) => Ok(reviewed),
        None => unreachable!("one plan has one review"),
    }
}

/// Reviews plans for a city by a profile, and holds them against each other.
///
/// # Errors
/// As [`review_watched`].
pub fn compare_watched(
    city: &City,
    profile: &Profile,
    plans: &[Plan],
    watch: &Watch,
) -> Result<Compared, Stopped> {
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], watch)?;
    watch.begin(Stage::Coverage)?;
    let measuring = Measuring { city, profile, measured: &measured };
    let land = lands.of(city, profile);
    let coverage = measuring.coverage(profile, land);
    watch.begin(Stage::Plan)?;
    let trial = Trial::new(city, profile, &measured.index, &coverage);
    let reviews: Vec<_> = plans.iter().map(|plan| review(city, profile, plan, &trial)).collect();
    let rivals = rivals(city, plans, &trial, &reviews);
    let today = measuring.assessment(coverage, land, Detail::Figures, watch)?;
    let mut reviewed = Vec::with_capacity(plans.len());
    let todays = std::iter::repeat_n(today, plans.len());
    for ((plan, review), today) in plans.iter().zip(reviews).zip(todays) {
        let planned = after_plan(city, profile, plan, watch)?;
        let gaps = review.follow(&today.gaps, &planned.gaps);
        reviewed.push(Reviewed { today, planned, review, gaps });
    }
    Ok(Compared { reviewed, rivals })
}

/// Holds what was built against a plan, both for a city as it was before them.
///
/// # Errors
/// As [`review_watched`].
pub fn accept_watched(
    city: &City,
    profile: &Profile,
    (plan, built): (&Plan, &Plan),
    allowed: Allowed,
    watch: &Watch,
) -> Result<Accepted, Stopped> {
    watch.begin(Stage::Land)?;
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], watch)?;
    watch.begin(Stage::Coverage)?;
    let measuring = Measuring { city, profile, measured: &measured };
    let land = lands.of(city, profile);
    let coverage = measuring.coverage(profile, land);
    watch.begin(Stage::Plan)?;
    let trial = Trial::new(city, profile, &measured.index, &coverage);
    let acceptance = accept(city, plan, built, allowed, &trial);
    let today = measuring.assessment(coverage, land, Detail::Figures, watch)?;
    Ok(Accepted { today, acceptance })
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
