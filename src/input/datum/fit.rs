//! How well places fit the ground, and which share of them fits better after a move.
//!
//! Method: distances from the nearest edge fall into classes. How often a class is met where the layer
//! lies right, against how often it is met after moves that mean nothing, is the evidence of a class
//! (the likelihood ratio of Neyman and Pearson, with its logarithm in nats). A layer of which a share
//! was moved is a mixture of two such densities; the share of greatest likelihood has no closed form and
//! is found by bisection, as the likelihood of a mixture is concave in it.

use super::ground::FAR;
use super::moves::MOVES;

/// Upper ends of the classes but the last: metres from the edge, inside below nought. Finer near the edge, where
/// shops and homes stand; some metres wide, as a position is hardly better.
const ENDS: [f64; 24] = [
    -150.0, -100.0, -60.0, -40.0, -25.0, -15.0, -10.0, -6.0, -3.0, 0.0, 3.0, 6.0, 9.0, 12.0, 15.0,
    20.0, 25.0, 30.0, 40.0, 60.0, 90.0, 130.0, 200.0, FAR,
];

/// How many classes there are.
const CLASSES: usize = ENDS.len() + 1;

/// Weight of what is expected by chance in a count of a class, in places.
const PRIOR: f64 = 5.0;

/// The class of a distance.
pub(super) fn class(distance: f64) -> u8 {
    let class = ENDS.partition_point(|end| *end <= distance);
    u8::try_from(class).unwrap_or(u8::MAX)
}

/// The classes of a place after each move.
pub(super) type Seen = [u8; MOVES];

/// How often each class is met after one move.
fn counts<'s>(seen: impl Iterator<Item = &'s Seen>, a_move: usize) -> [f64; CLASSES] {
    let mut counts = [0.0; CLASSES];
    for place in seen {
        counts[usize::from(place[a_move])] += 1.0;
    }
    counts
}

/// How often each class is met by chance: after all controls together.
#[derive(Debug)]
pub(super) struct Chance([f64; CLASSES]);

impl Chance {
    /// From all places, after the moves from `first_control` on.
    pub(super) fn new(seen: &[Seen], first_control: usize) -> Self {
        // One more of each, so that none is impossible.
        let mut sums = [1.0; CLASSES];
        for control in first_control..MOVES {
            let counts = counts(seen.iter(), control);
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let all: f64 = sums.iter().sum();
        Self(sums.map(|sum| sum / all))
    }

    /// How strange places are after a move: nats by which their classes differ from chance.
    pub(super) fn strangeness(&self, seen: &[Seen], a_move: usize) -> f64 {
        let fit = self.fit(seen, a_move);
        counts(seen.iter(), a_move).iter().zip(fit.0).map(|(count, nats)| count * nats).sum()
    }

    /// The evidence of each class, where the layer lies right after a move.
    pub(super) fn fit(&self, seen: &[Seen], a_move: usize) -> Fit {
        let counts = counts(seen.iter(), a_move);
        let all: f64 = counts.iter().sum();
        Fit(std::array::from_fn(|class| {
            let chance = self.0[class];
            ((counts[class] + PRIOR * chance) / (all + PRIOR) / chance).ln()
        }))
    }
}

/// The evidence of each class that a place lies right: nats, above nought where it does.
#[derive(Debug)]
pub(super) struct Fit([f64; CLASSES]);

impl Fit {
    /// The evidence that a place lies right after a move.
    pub(super) fn of(&self, place: &Seen, a_move: usize) -> f64 {
        self.0[usize::from(place[a_move])]
    }

    /// The evidence that all of them do.
    pub(super) fn sum<'s>(&self, seen: impl Iterator<Item = &'s Seen>, a_move: usize) -> f64 {
        seen.map(|place| self.of(place, a_move)).sum()
    }
}

/// A share of greatest likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mixture {
    /// From 0 to 1.
    pub(super) share: f64,
    /// Nats that it gains over a share of nought.
    pub(super) gain: f64,
}

/// The share of places that a second density explains better; `odds` has, by place, how many times
/// likelier it is by the second than by the first.
pub(super) fn mixture(odds: &[f64]) -> Mixture {
    // Of the logarithm of the likelihood; falls as the share grows.
    let slope = |share: f64, odds: f64| (odds - 1.0) / (1.0 + share * (odds - 1.0));
    let is_rising = |share| odds.iter().map(|odds| slope(share, *odds)).sum::<f64>() > 0.0;
    let (mut low, mut high) = (0.0, 1.0);
    if !is_rising(0.0) {
        return Mixture { share: 0.0, gain: 0.0 };
    }
    // To a millionth part, which is less than one place of any sample.
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if is_rising(middle) { low = middle } else { high = middle }
    }
    let gain = odds.iter().map(|odds| (low * (odds - 1.0)).ln_1p()).sum();
    Mixture { share: low, gain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_a_mixture_has_a_closed_form_for_one_kind_of_odds() {
        // 30 places 9 times likelier by the second density, 70 places 9 times less likely. The slope is
        // 30 x 8 / (1 + 8 s) - 70 x (8/9) / (1 - (8/9) s) = 0, so 240 (1 - 8/9 s) = 560/9 (1 + 8 s),
        // 2160 - 1920 s = 560 + 4480 s, s = 1600 / 6400 = 1/4.
        let odds: Vec<f64> = (0..100).map(|n| if n < 30 { 9.0 } else { 1.0 / 9.0 }).collect();
        let found = mixture(&odds);
        assert!((found.share - 0.25).abs() < 1e-5, "{found:?}");
        // 30 ln 3 + 70 ln (7/9) = 32.96 - 17.59.
        let gain = 30.0 * 3.0_f64.ln() + 70.0 * (7.0_f64 / 9.0).ln();
        assert!((found.gain - gain).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn no_share_is_found_where_chance_is_as_likely() {
        // The mean of the odds is at most 1: a share of nought is the likeliest.
        assert!(mixture(&[0.5, 1.0, 1.5, 0.9]).gain.abs() < f64::EPSILON);
        assert!(mixture(&[]).gain.abs() < f64::EPSILON);
    }

    #[test]
    fn classes_are_met_on_both_sides_of_an_edge() {
        assert_eq!(usize::from(class(-200.0)), 0);
        assert_eq!(class(-0.1) + 1, class(0.1));
        assert_eq!(usize::from(class(FAR)), CLASSES - 1);
    }
}
