//! How often, and by how much, a review is asked again of data that are a little other.

use clap::Args;
use walkshed::assessment::{Cause, Uncertainty};
use walkshed::pipeline::Runs;
use walkshed::units::{Metres, Share};

/// Runs of one cause that a review makes at most.
const MOST_RUNS: i64 = 10_000;

/// The runs that say how firm a review is.
#[derive(Debug, Args)]
pub(in super::super) struct SensitivityArgs {
    /// Ask the review again, this many times for each cause, of data a little other than they are read:
    /// radius, position, missing, doubtful, population, and all of them
    #[arg(long, value_name = "RUNS", value_parser = clap::value_parser!(u32).range(1..=MOST_RUNS))]
    sensitivity: Option<u32>,
    /// By how much the data may be other: radius (per cent), position (metres), missing (per cent of the
    /// outlets), doubtful (per cent that count), population (per cent) [default:
    /// radius=10,position=25,missing=5,doubtful=50,population=10]
    #[arg(long, value_name = "CAUSE=AMOUNT", requires = "sensitivity", value_delimiter = ',', value_parser = vary)]
    vary: Vec<(Cause, f64)>,
    /// What the runs are drawn from: the same seed gives the same runs
    #[arg(long, value_name = "N", requires = "sensitivity", default_value_t = 1)]
    seed: u64,
}

impl SensitivityArgs {
    /// What is asked; none where nothing is.
    pub(super) fn runs(&self) -> Option<Runs> {
        let mut uncertainty = Uncertainty::default();
        for (cause, amount) in &self.vary {
            let share = Share(amount / 100.0);
            match cause {
                // No value is parsed into it.
                Cause::All => {}
                Cause::Radius => uncertainty.radius = share,
                Cause::Position => uncertainty.position = Metres(*amount),
                Cause::Missing => uncertainty.missing = share,
                Cause::Doubtful => uncertainty.doubtful = share,
                Cause::Population => uncertainty.population = share,
            }
        }
        self.sensitivity.map(|runs| Runs { runs, seed: self.seed, uncertainty })
    }
}

/// An amount for a cause: `radius=10`.
fn vary(text: &str) -> Result<(Cause, f64), String> {
    let causes = Cause::ALL.into_iter().filter(|cause| *cause != Cause::All);
    let keys: Vec<&str> = causes.clone().map(Cause::key).collect();
    let known = || format!("one of {} with an amount, such as radius=10", keys.join(", "));
    let (key, amount) = text.split_once('=').ok_or_else(known)?;
    let cause = causes.clone().find(|cause| cause.key() == key.trim()).ok_or_else(known)?;
    let (most, unit) = match cause {
        Cause::Position => (1000.0, "metres"),
        // A radius, or a population, of nought is no error of measurement.
        Cause::Radius | Cause::Population => (90.0, "per cent"),
        Cause::All | Cause::Missing | Cause::Doubtful => (100.0, "per cent"),
    };
    let amount = amount.trim().parse().ok().filter(|amount| (0.0..=most).contains(amount));
    amount.map(|amount| (cause, amount)).ok_or_else(|| format!("{key} in {unit}, 0 to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_their_causes_and_limits() {
        assert_eq!(vary("position=40"), Ok((Cause::Position, 40.0)));
        assert_eq!(vary(" radius = 5"), Ok((Cause::Radius, 5.0)));
        for wrong in ["radius", "radius=95", "all=3", "speed=10", "missing=-1", "missing=nan"] {
            assert!(vary(wrong).is_err(), "{wrong}");
        }
    }
}
