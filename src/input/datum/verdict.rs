//! Whether a layer, or a share of it, is off by what two datums are apart.
//!
//! A layer is told only where its places lie to the ground as chance does not: the moves of the same
//! length in other directions say what chance does, in the city at hand. All limits below are in nats
//! of evidence or times the best of these controls, and hold for any size of layer. On 600 clean
//! fictional cities no share gained 10 nats; in 300, a tenth that was shifted gained 19 and more.

use super::fit::{Chance, Fit, Mixture, Seen, mixture};
use super::moves::{Guess, MOVES};

/// Evidence below which nothing is said: odds of 160 thousand to one.
const LEAST: f64 = 12.0;

/// Strangeness below which a layer cannot be tested, in nats and in times that of the best control.
const STRANGE: f64 = 40.0;
const STRANGE_TIMES: f64 = 2.0;

/// A share has to gain so many times what the best control gains.
const GAIN_TIMES: f64 = 4.0;

/// Fewer places than these are no part of a layer.
const FEWEST: f64 = 3.0;

/// A layer may have parts of so many datums besides the first.
const MORE_PARTS: usize = 2;

/// Strips of a city, each with as many places, and in how many of them a layer that is shifted as a
/// whole has to fit better.
const STRIPS: usize = 4;
const STRIPS_NEEDED: usize = 3;

/// How many moves are guesses; the controls follow.
const GUESSES: usize = Guess::ALL.len();

/// A layer's places over one ground, ready to be judged.
#[derive(Debug)]
pub(super) struct Test<'s> {
    seen: &'s [Seen],
    fit: Fit,
}

/// A part of the places that were judged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// What it is.
    pub(super) guess: Guess,
    /// Its share, from 0 to 1.
    pub(super) share: f64,
    /// Positions of the places that are likely of it, the likeliest first; never none.
    pub(super) likely: Vec<usize>,
}

impl<'s> Test<'s> {
    /// The test of places in the order of their x; none where they lie as chance would have them.
    pub(super) fn new(seen: &'s [Seen]) -> Option<Self> {
        let chance = Chance::new(seen, GUESSES);
        let strangeness = |a_move| chance.strangeness(seen, a_move);
        let (best, most) = greatest((0..GUESSES).map(strangeness));
        let (_, by_chance) = greatest((GUESSES..MOVES).map(strangeness));
        let is_told = most >= STRANGE && most >= STRANGE_TIMES * by_chance;
        is_told.then(|| Self { seen, fit: chance.fit(seen, best) })
    }

    fn sum(&self, members: &[usize], a_move: usize) -> f64 {
        self.fit.sum(members.iter().map(|&n| &self.seen[n]), a_move)
    }

    /// The parts of some of the places, in the order of their x, the first one first; none where they
    /// are too few to tell.
    pub(super) fn judge(&self, members: &[usize]) -> Option<Vec<Part>> {
        let (first, most) = greatest((0..GUESSES).map(|guess| self.sum(members, guess)));
        let (_, by_chance) = greatest((GUESSES..MOVES).map(|control| self.sum(members, control)));
        if most < LEAST || most - by_chance < LEAST || !self.holds_all_over(members, first) {
            return None;
        }
        let mut shares = vec![(first, 1.0)];
        for _ in 0..MORE_PARTS {
            let Some((guess, share)) = self.another(members, &shares) else { break };
            for (_, other) in &mut shares {
                *other *= 1.0 - share;
            }
            shares.push((guess, share));
        }
        let part = |&(guess, share): &(usize, f64)| Part {
            guess: Guess::ALL[guess],
            share,
            likely: self.likely(members, &shares, guess),
        };
        Some(shares.iter().map(part).collect())
    }

    /// Whether a first guess other than "as read" is better in most strips of the city.
    fn holds_all_over(&self, members: &[usize], first: usize) -> bool {
        let better = |strip: &&[usize]| self.sum(strip, first) > self.sum(strip, 0);
        let strips = members.chunks(members.len().div_ceil(STRIPS).max(1));
        first == 0 || strips.filter(better).count() >= STRIPS_NEEDED
    }

    /// One more part besides these, where there is one.
    fn another(&self, members: &[usize], shares: &[(usize, f64)]) -> Option<(usize, f64)> {
        let so_far: Vec<f64> = members.iter().map(|&n| self.likelihood(n, shares)).collect();
        let with = |a_move: usize| {
            let second = |n: usize| self.fit.of(&self.seen[n], a_move).exp();
            let odds: Vec<f64> =
                members.iter().zip(&so_far).map(|(&n, first)| second(n) / first).collect();
            mixture(&odds)
        };
        let found: Vec<Mixture> = (0..GUESSES).map(with).collect();
        let (guess, gain) = greatest(found.iter().map(|mixture| mixture.gain));
        let (_, by_chance) = greatest((GUESSES..MOVES).map(|control| with(control).gain));
        let share = found[guess].share;
        // A layer has far fewer places than 2^52.
        #[expect(clippy::cast_precision_loss, reason = "a number of places of a sample")]
        let places = share * members.len() as f64;
        let is_told = gain >= LEAST && gain >= GAIN_TIMES * by_chance && places >= FEWEST;
        is_told.then_some((guess, share))
    }

    /// How likely a place is by parts with their shares, against chance.
    fn likelihood(&self, n: usize, shares: &[(usize, f64)]) -> f64 {
        let part = |&(guess, share): &(usize, f64)| share * self.fit.of(&self.seen[n], guess).exp();
        shares.iter().map(part).sum()
    }

    /// The members that are more likely of one part than of all others together, and at least the
    /// likeliest of them.
    fn likely(&self, members: &[usize], shares: &[(usize, f64)], guess: usize) -> Vec<usize> {
        let part = shares.iter().find(|part| part.0 == guess).copied().unwrap_or((guess, 0.0));
        let mut likely: Vec<(f64, usize)> = members
            .iter()
            .map(|&n| (self.likelihood(n, &[part]) / self.likelihood(n, shares), n))
            .collect();
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        likely.truncate(likely.partition_point(|(probability, _)| *probability > 0.5).max(1));
        likely.into_iter().map(|(_, n)| n).collect()
    }
}

/// The greatest number and its position; of equal ones the first.
fn greatest(numbers: impl Iterator<Item = f64>) -> (usize, f64) {
    let start = (0, f64::NEG_INFINITY);
    numbers.enumerate().fold(start, |best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::super::fit::class;
    use super::*;

    /// Where places of these tests lie: at the edge, and where chance would have them.
    const AT_EDGE: f64 = 1.0;
    const ANYWHERE: f64 = 250.0;

    /// A place that lies at the edge after these moves.
    fn place(moves: &[usize]) -> Seen {
        let distance = |k: usize| if moves.contains(&k) { AT_EDGE } else { ANYWHERE };
        std::array::from_fn(|k| class(distance(k)))
    }

    /// Places of some kinds, in turn.
    fn places(kinds: &[(usize, &[usize])]) -> Vec<Seen> {
        kinds.iter().flat_map(|(count, moves)| vec![place(moves); *count]).collect()
    }

    /// What is said of the members that follow on 400 places that lie right as they are.
    fn judged(kinds: &[(usize, &[usize])]) -> Option<Vec<(Guess, f64)>> {
        let seen = places(&[&[(400, &[0][..])][..], kinds].concat());
        let members: Vec<usize> = (400..seen.len()).collect();
        let parts = Test::new(&seen).unwrap().judge(&members)?;
        Some(parts.iter().map(|part| (part.guess, part.share)).collect())
    }

    #[test]
    fn places_that_lie_as_chance_would_have_them_are_not_tested() {
        assert!(Test::new(&places(&[(400, &[])])).is_none());
        assert!(Test::new(&places(&[(400, &[0])])).is_some());
    }

    #[test]
    fn a_guess_has_to_beat_the_best_control() {
        let guess = Some(vec![(Guess::ALL[1], 1.0)]);
        assert_eq!(judged(&[(8, &[1])]), guess);
        // A control fits these as well.
        assert_eq!(judged(&[(8, &[1, GUESSES])]), None);
        // Nothing fits these.
        assert_eq!(judged(&[(8, &[])]), None);
    }

    #[test]
    fn a_guess_has_to_be_better_than_as_read_all_over() {
        // Four strips of two places: better in three of them, and in two.
        assert_eq!(judged(&[(6, &[1]), (2, &[0, 1])]), Some(vec![(Guess::ALL[1], 1.0)]));
        assert_eq!(judged(&[(4, &[1]), (4, &[0, 1])]), None);
    }

    #[test]
    fn a_share_has_to_gain_more_than_a_control_does() {
        let found = judged(&[(80, &[0]), (20, &[1])]).unwrap();
        let [(Guess::AS_READ, first), (second, share)] = found[..] else { panic!("{found:?}") };
        assert_eq!(second, Guess::ALL[1]);
        assert!((share - 0.2).abs() < 1e-3, "{found:?}");
        assert!((first + share - 1.0).abs() < 1e-9, "{found:?}");
        let found = judged(&[(80, &[0]), (20, &[1, GUESSES])]).unwrap();
        assert_eq!(found, [(Guess::AS_READ, 1.0)]);
    }
}
