//! The runs that say how firm a review is: the same plan for cities a little other than the one that was read.

use rayon::prelude::*;

use super::homes::{Grown, fill, with_grown, with_homes};
use super::lands::Lands;
use super::planned::{Today, ask};
use super::{Measurements, Measuring};
use crate::assessment::{Cause, Datum, Firmness, Hinge, Outcome, Uncertainty};
use crate::coverage::{AddedOutlet, OutletChange, Trial};
use crate::model::{City, OutletId, Plan};
use crate::profile::{Profile, Requirement};
use crate::review::{Review, data_of, effects_beside, review};
use crate::watch::{Stopped, Watch};

/// How many runs there are, and what they are drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Runs {
    /// Runs for each cause that changes anything.
    pub runs: u32,
    /// What they are drawn from; the same seed gives the same runs.
    pub seed: u64,
    /// By how much the data may be other than they say.
    pub uncertainty: Uncertainty,
}

/// Says how firm the review of a plan, and its verdicts by some rules of circles, are.
///
/// Each run measures a whole city anew, by circles alone.
///
/// # Errors
/// [`Stopped`] where the run was asked to stop before it was done.
pub fn firmness_watched(
    city: &City,
    profile: &Profile,
    (plan, rules): (&Plan, &[Requirement]),
    asked: Runs,
    watch: &Watch,
) -> Result<Firmness, Stopped> {
    let city = &city.varied(city.outlets().to_vec(), city.people().cloned());
    let (found, hinges) = ask(city, profile, watch, |today| {
        let review = today.review_of_outlets(plan);
        with_grown((city, profile), plan, &review, |grown| {
            let mut filled = review.clone();
            fill(&mut filled, plan, (city, &today.trial), (grown, &OutletChange::default()));
            let found = Outcome::of(&filled, &filled.judge_circles(rules));
            let hinges = hinges((today, grown), (plan, rules), &found, watch)?;
            Ok::<_, Stopped>((found, hinges))
        })
    })???;
    let Runs { runs, seed, uncertainty } = asked;
    let causes = Cause::ALL.into_iter().filter(|cause| uncertainty.matters(*cause, city));
    let outcomes = causes.map(|cause| {
        let draws = uncertainty.only(cause);
        let one = |run| {
            if watch.is_stopped() {
                return Err(Stopped);
            }
            let varied = draws.draw((city, profile, plan), (seed, run));
            let (city, profile, plan) = (&varied.city, &varied.profile, &varied.plan);
            let review = with_trial(city, profile, |trial| {
                let mut review = review(city, profile, plan, trial);
                with_homes((city, profile), plan, trial, &mut review).map(|()| review)
            })??;
            Ok(Outcome::of(&review, &review.judge_circles(rules)))
        };
        let outcomes: Result<Vec<Outcome>, Stopped> = (0..runs).into_par_iter().map(one).collect();
        Ok((cause, outcomes?))
    });
    let outcomes: Vec<(Cause, Vec<Outcome>)> = outcomes.collect::<Result<_, Stopped>>()?;
    Ok(Firmness::of((runs, seed, uncertainty), &found, &outcomes, hinges))
}

/// Measures a city, and asks it what other outlets would serve.
pub(super) fn with_trial<T>(
    city: &City,
    profile: &Profile,
    question: impl FnOnce(&Trial<'_>) -> T,
) -> Result<T, Stopped> {
    let mut lands = Lands::new(city, &[profile]);
    let measured = Measurements::new(city, &[profile], &Watch::default())?;
    let measuring = Measuring { city, profile, measured: &measured };
    let coverage = measuring.coverage(profile, lands.of(city, profile));
    Ok(question(&Trial::new(city, profile, &measured.index, &coverage)))
}

/// The data that the verdict of each rule hangs on.
fn hinges(
    (today, grown): (&Today<'_>, &[Grown<'_>]),
    (plan, rules): (&Plan, &[Requirement]),
    found: &Outcome,
    watch: &Watch,
) -> Result<Vec<Vec<Hinge>>, Stopped> {
    let (city, profile) = (today.city, today.profile);
    let judged = |datum: Datum| {
        if watch.is_stopped() {
            return Err(Stopped);
        }
        let review = with_datum((today, grown), plan, datum)?;
        let judgements = review.judge_circles(rules).into_iter().zip(&found.kept).enumerate();
        let others = judgements.filter(|(_, (judgement, kept))| judgement.kept != **kept);
        let others = others.map(|(rule, (judgement, _))| (rule, Hinge::new(datum, &judgement)));
        Ok(others.collect::<Vec<_>>())
    };
    let data = data_of(city, profile, plan, rules).into_par_iter();
    let all: Vec<Vec<(usize, Hinge)>> = data.map(judged).collect::<Result<_, Stopped>>()?;
    let mut hinges = vec![Vec::new(); rules.len()];
    for (rule, hinge) in all.into_iter().flatten() {
        hinges[rule].push(hinge);
    }
    for hinges in &mut hinges {
        Hinge::rank(hinges);
    }
    Ok(hinges)
}

/// What the plan does if a datum is not what it is.
fn with_datum(
    (today, grown): (&Today<'_>, &[Grown<'_>]),
    plan: &Plan,
    datum: Datum,
) -> Result<Review, Stopped> {
    let (city, profile) = (today.city, today.profile);
    let is_simple = |id| is_free(plan, id) && today.has_others(id);
    let beside = match datum {
        Datum::Outlet(id) => {
            is_simple(id).then(|| OutletChange { removed: vec![id], added: Vec::new() })
        }
        Datum::Doubtful(id) => is_simple(id).then(|| {
            let outlet = &city.outlets()[id.index()];
            let category = city.categories()[outlet.category.index()].clone();
            // Numbers of measures are small.
            let added = AddedOutlet { number: 1 << 31 | id.0, category, at: outlet.at };
            OutletChange { removed: Vec::new(), added: vec![added] }
        }),
        Datum::Measure(_) if grown.is_empty() => {
            let (_, plan) = datum.turned(city, plan);
            return Ok(effects_beside(city, &plan, &today.trial, &OutletChange::default()));
        }
        Datum::Measure(_) => None,
    };
    if let Some(beside) = beside {
        let mut review = effects_beside(city, plan, &today.trial, &beside);
        fill(&mut review, plan, (city, &today.trial), (grown, &beside));
        return Ok(review);
    }
    let (city, plan) = datum.turned(city, plan);
    let none = OutletChange::default();
    with_trial(&city, profile, |trial| {
        let mut review = effects_beside(&city, &plan, trial, &none);
        with_homes((&city, profile), &plan, trial, &mut review).map(|()| review)
    })?
}

/// Whether no measure takes an outlet.
fn is_free(plan: &Plan, id: OutletId) -> bool {
    plan.measures.iter().all(|measure| measure.target != Some(id))
}
