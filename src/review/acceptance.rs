//! What was built against what was planned: each measure with what it became, and what each deviation
//! costs in coverage.
//!
//! A measure of the plan and one that was done are the same where they have one id and take the same outlet
//! of today, or none; else where they take the same outlet; else, of two new outlets, where they are of one
//! category and at most so far apart, nearest pairs first; else where they stand at one place. The rest is
//! missing, or unplanned. What a deviation costs is held against the plan kept in all else, and, because
//! deviations make up for each other, against what was built with this one mended. Nothing is netted.

use serde::Serialize;

use super::{change_of, numbers};
use crate::coverage::{Effect, State, Trial, UnitEffect};
use crate::model::{City, Local, Measure, NewWay, Plan, PlannedOutlet, Walking};
use crate::units::{Metres, SquareMetres};

/// How far apart two outlets may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allowed {
    /// Up to here they stand at one place.
    pub same_place: Metres,
    /// Up to here two new outlets of one category may be the same.
    pub same_outlet: Metres,
}

/// By what a measure that was done is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// Both have one id.
    Id,
    /// Both take one outlet of today.
    Target,
    /// Both open an outlet of one category, near each other.
    Category,
    /// Both open an outlet at one place.
    Place,
}

/// In what a measure that was done differs from the plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deviation {
    /// It was not done.
    Missing,
    /// It was done, and nobody planned it.
    Unplanned,
    /// The outlet is so far from where it was planned.
    Moved(Metres),
    /// It is of another category.
    OtherCategory,
    /// The outlet serves although it was to be closed, or does not although it was to serve.
    OtherState,
    /// It has fewer places, or less floor.
    Smaller,
    /// It has more places, or more floor.
    Larger,
    /// It has other hours.
    OtherHours,
    /// The plan says how large it is, or when it is open, and what was built does not.
    Unstated,
    /// It was done in a later phase.
    Late,
    /// It was done in an earlier phase.
    Early,
}

impl Deviation {
    /// How far the outlet has moved; none of other deviations.
    #[must_use]
    pub fn moved(self) -> Option<Metres> {
        if let Self::Moved(far) = self { Some(far) } else { None }
    }

    /// The word in tables: `moved`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unplanned => "unplanned",
            Self::Moved(_) => "moved",
            Self::OtherCategory => "other_category",
            Self::OtherState => "other_state",
            Self::Smaller => "smaller",
            Self::Larger => "larger",
            Self::OtherHours => "other_hours",
            Self::Unstated => "unstated",
            Self::Late => "late",
            Self::Early => "early",
        }
    }
}

/// A measure of the plan, or one that nobody planned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Done {
    /// Its position in the plan; none where nobody planned it.
    pub planned: Option<usize>,
    /// Its position among what was done; none where it was not.
    pub built: Option<usize>,
    /// By what the two are known to be one.
    pub known_by: Option<KnownBy>,
    /// In what they differ; nothing where it was built as planned.
    pub deviations: Vec<Deviation>,
    /// What it changes in the whole city, from the plan to the plan with this measure as it was built.
    pub alone: UnitEffect,
    /// From what was built with this measure as planned to what was built.
    pub as_built: UnitEffect,
    /// What is lost until it is done, where it is late or missing: from the measures of the plan up to its
    /// phase to these without it.
    pub meanwhile: Option<UnitEffect>,
}

/// What was built against what was planned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Acceptance {
    /// The measures of the plan in its order, then those that nobody planned.
    pub measures: Vec<Done>,
    /// From today to the plan.
    pub planned: Effect,
    /// From today to what was built.
    pub built: Effect,
    /// From the plan to what was built.
    pub between: Effect,
}

/// Holds what was built against a plan for the city of the trial.
#[must_use]
pub fn accept(
    city: &City,
    plan: &Plan,
    built: &Plan,
    allowed: Allowed,
    trial: &Trial<'_>,
) -> Acceptance {
    let plans = [plan.clone(), built.clone()];
    let numbers = numbers(city, &plans);
    let (was, is) = (&plan.measures, &built.measures);
    let state = |takes: &dyn Fn(Side, usize) -> bool| {
        let sides = [(Side::Planned, was, &numbers[0]), (Side::Built, is, &numbers[1])];
        let measures = sides.into_iter().flat_map(|(side, measures, numbers)| {
            let all = measures.iter().zip(numbers.iter().copied()).enumerate();
            all.filter(move |(at, _)| takes(side, *at)).map(|(_, measure)| measure)
        });
        trial.state(change_of(city, measures))
    };
    let (today, planned) = (state(&|_, _| false), state(&|side, _| side == Side::Planned));
    let finished = state(&|side, _| side == Side::Built);
    let done = |(planned_at, built_at, known_by): Match| {
        let deviations =
            deviations(planned_at.map(|at| &was[at]), built_at.map(|at| &is[at]), allowed);
        let is_this = |side: Side, at: usize| match side {
            Side::Planned => planned_at == Some(at),
            Side::Built => built_at == Some(at),
        };
        // All as planned, this one as built; all as built, this one as planned.
        let mixed = |all: Side| state(&|side, at| (side == all) != is_this(side, at));
        let total = |before: &State, after: &State| trial.total_effect(before, after);
        let is_late = |of: &Deviation| matches!(of, Deviation::Late | Deviation::Missing);
        let late = planned_at.filter(|_| deviations.iter().any(is_late));
        let meanwhile = late.map(|late| {
            let phase = was[late].phase;
            let by_then = |side: Side, at: usize| side == Side::Planned && was[at].phase <= phase;
            let without = state(&|side, at| by_then(side, at) && at != late);
            total(&state(&by_then), &without)
        });
        Done {
            planned: planned_at,
            built: built_at,
            known_by,
            deviations,
            alone: total(&planned, &mixed(Side::Planned)),
            as_built: total(&mixed(Side::Built), &finished),
            meanwhile,
        }
    };
    Acceptance {
        measures: matched(was, is, allowed).into_iter().map(done).collect(),
        planned: trial.effect(&today, &planned),
        built: trial.effect(&today, &finished),
        between: trial.effect(&planned, &finished),
    }
}

/// Where a measure stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Planned,
    Built,
}

/// Positions in the plan and among what was done.
type Match = (Option<usize>, Option<usize>, Option<KnownBy>);

/// Matches measures: the plan in its order, then what nobody planned in its.
fn matched(plan: &[Measure], built: &[Measure], allowed: Allowed) -> Vec<Match> {
    let mut found: Vec<Option<(usize, KnownBy)>> = vec![None; plan.len()];
    let mut is_taken = vec![false; built.len()];
    for known_by in [KnownBy::Id, KnownBy::Target, KnownBy::Category, KnownBy::Place] {
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (a, one) in plan.iter().enumerate().filter(|(a, _)| found[*a].is_none()) {
            for (b, other) in built.iter().enumerate().filter(|(b, _)| !is_taken[*b]) {
                pairs.extend(apart(known_by, one, other, allowed).map(|far| (far, a, b)));
            }
        }
        // Nearest first; equally far ones in their order.
        pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, a, b) in pairs {
            if found[a].is_none() && !is_taken[b] {
                (found[a], is_taken[b]) = (Some((b, known_by)), true);
            }
        }
    }
    let planned = found.iter().enumerate().map(|(a, of)| {
        let (built, known_by) = of.unzip();
        (Some(a), built, known_by)
    });
    let unplanned = (0..built.len()).filter(|b| !is_taken[*b]).map(|b| (None, Some(b), None));
    planned.chain(unplanned).collect()
}

/// How far apart two measures are that may be the same by this; none where they are not.
fn apart(by: KnownBy, one: &Measure, other: &Measure, allowed: Allowed) -> Option<f64> {
    let is_new = one.target.is_none() && other.target.is_none();
    let far = one.outlet.as_ref().zip(other.outlet.as_ref()).filter(|_| is_new);
    let far = far.map(|(one, other)| (one.at.distance(other.at), one.category == other.category));
    match by {
        KnownBy::Id => {
            let is_it = one.id == other.id && one.target == other.target && is_alike(one, other);
            is_it.then_some(0.0)
        }
        KnownBy::Target => (one.target.is_some() && one.target == other.target).then_some(0.0),
        KnownBy::Category => {
            far.filter(|(far, same)| *same && *far <= allowed.same_outlet).map(|(far, _)| far.0)
        }
        KnownBy::Place => {
            let homes = one.homes.as_ref().zip(other.homes.as_ref());
            let homes = homes.map(|(one, other)| one.at.distance(other.at));
            let far = far.map(|(far, _)| far).or(homes);
            far.filter(|far| *far <= allowed.same_place).map(|far| far.0)
        }
    }
}

/// Whether two measures are of one kind: of outlets, of homes, of streets, or of one gate in one way.
fn is_alike(one: &Measure, other: &Measure) -> bool {
    one.homes.is_some() == other.homes.is_some()
        && match (one.walking.as_deref(), other.walking.as_deref()) {
            (None, None) | (Some(Walking::Ways(_)), Some(Walking::Ways(_))) => true,
            (Some(Walking::Gate(..)), Some(Walking::Gate(..))) => one.walking == other.walking,
            (None | Some(_), Some(_)) | (Some(_), None) => false,
        }
}

/// How far the lines of one side lie from those of the other, at most: from vertices to the nearest place.
fn lines_apart(one: &[NewWay], other: &[NewWay]) -> Metres {
    let far = |from: &[NewWay], to: &[NewWay]| {
        let places = from.iter().flat_map(|way| &way.line);
        let nearest = |at: &Local| {
            let far = to.iter().filter_map(|way| way.distance(*at)).map(|far| far.0);
            far.fold(f64::INFINITY, f64::min)
        };
        places.map(nearest).fold(0.0, f64::max)
    };
    Metres(far(one, other).max(far(other, one)))
}

fn deviations(
    planned: Option<&Measure>,
    built: Option<&Measure>,
    allowed: Allowed,
) -> Vec<Deviation> {
    let (planned, built) = match (planned, built) {
        (Some(planned), Some(built)) => (planned, built),
        (Some(_), None) => return vec![Deviation::Missing],
        (None, _) => return vec![Deviation::Unplanned],
    };
    let mut all = match (&planned.outlet, &built.outlet) {
        (Some(planned), Some(built)) => of_outlets(planned, built, allowed),
        (None, None) => match (planned.walking.as_deref(), built.walking.as_deref()) {
            (Some(Walking::Ways(planned)), Some(Walking::Ways(built))) => {
                let far = lines_apart(planned, built);
                if far > allowed.same_place { vec![Deviation::Moved(far)] } else { Vec::new() }
            }
            (Some(_) | None, _) => of_homes(planned, built, allowed),
        },
        (None, Some(_)) | (Some(_), None) => vec![Deviation::OtherState],
    };
    if built.phase > planned.phase {
        all.push(Deviation::Late);
    } else if built.phase < planned.phase {
        all.push(Deviation::Early);
    }
    all
}

/// In what homes differ that were built.
fn of_homes(planned: &Measure, built: &Measure, allowed: Allowed) -> Vec<Deviation> {
    let (planned, built) = match (&planned.homes, &built.homes) {
        (Some(planned), Some(built)) => (planned, built),
        (None, None) => return Vec::new(),
        (None, Some(_)) | (Some(_), None) => return vec![Deviation::OtherState],
    };
    let far = planned.at.distance(built.at);
    let said = [
        (Deviation::Moved(far), far > allowed.same_place),
        (Deviation::Smaller, built.residents < planned.residents),
        (Deviation::Larger, built.residents > planned.residents),
    ];
    said.into_iter().filter(|(_, is_so)| *is_so).map(|(of, _)| of).collect()
}

fn of_outlets(planned: &PlannedOutlet, built: &PlannedOutlet, allowed: Allowed) -> Vec<Deviation> {
    let far = planned.at.distance(built.at);
    let hours = |of: &PlannedOutlet| of.details.as_ref().and_then(|details| details.hours.clone());
    let floor = |of: &PlannedOutlet| of.floor_area.map(|SquareMetres(area)| area);
    let sizes = [(planned.capacity, built.capacity), (floor(planned), floor(built))];
    let is_smaller = |(planned, built): &(Option<f64>, Option<f64>)| {
        planned.zip(*built).is_some_and(|(planned, built)| built < planned)
    };
    let is_larger = |(planned, built): &(Option<f64>, Option<f64>)| {
        planned.zip(*built).is_some_and(|(planned, built)| built > planned)
    };
    let times = (hours(planned), hours(built));
    // What the plan asks for and nobody states is not known; it is not nought.
    let is_unstated = sizes.iter().any(|(planned, built)| planned.is_some() && built.is_none())
        || times.0.is_some() && times.1.is_none();
    let is_other_time = times.0.zip(times.1).is_some_and(|(planned, built)| planned != built);
    let said = [
        (Deviation::Moved(far), far > allowed.same_place),
        (Deviation::OtherCategory, planned.category != built.category),
        (Deviation::OtherState, planned.status != built.status),
        (Deviation::Smaller, sizes.iter().any(is_smaller)),
        (Deviation::Larger, sizes.iter().any(is_larger)),
        (Deviation::OtherHours, is_other_time),
        (Deviation::Unstated, is_unstated),
    ];
    said.into_iter().filter(|(_, is_so)| *is_so).map(|(of, _)| of).collect()
}
