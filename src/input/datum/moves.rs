//! The moves that are tried on a layer: by what datum it may be off, and others of the same length.
//!
//! A layer and the ground under it are each in WGS 84, GCJ-02 or BD-09. Of the nine pairs, three leave
//! the two as they lie to each other; the other six are guesses, each a move of a few hundred metres
//! to about 1.2 km. The controls are moves of the same lengths in other directions: what a guess has to
//! beat to be more than chance.

use super::super::shift::Shift;
use crate::model::{Local, LonLat, Plane};

/// Which datum a layer, and the ground it is compared with, may be in; none is WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Guess {
    pub(super) layer: Option<Shift>,
    pub(super) ground: Option<Shift>,
}

const GCJ02: Option<Shift> = Some(Shift::Gcj02);
const BD09: Option<Shift> = Some(Shift::Bd09);

impl Guess {
    /// Both as they were read.
    pub(super) const AS_READ: Self = Self { layer: None, ground: None };

    /// As read, then the six guesses.
    pub(super) const ALL: [Self; 7] = [
        Self::AS_READ,
        Self { layer: GCJ02, ground: None },
        Self { layer: BD09, ground: None },
        Self { layer: None, ground: GCJ02 },
        Self { layer: None, ground: BD09 },
        Self { layer: BD09, ground: GCJ02 },
        Self { layer: GCJ02, ground: BD09 },
    ];

    /// Where places of the layer lie on the ground by each guess. The way back, which is the slow one,
    /// is gone once for each datum.
    fn places(at: LonLat) -> [LonLat; Self::ALL.len()] {
        let (gcj, bd) = (Shift::Gcj02.back(at), Shift::Bd09.back(at));
        Self::ALL.map(|Self { layer, ground }| {
            let at = match layer {
                None => at,
                Some(Shift::Gcj02) => gcj,
                Some(Shift::Bd09) => bd,
            };
            ground.map_or(at, |shift| shift.of(at))
        })
    }
}

/// How many moves are tried: as read, six guesses, and the controls.
pub(super) const MOVES: usize = Guess::ALL.len() + 2 * TURNS;

/// Directions of the controls, besides that of the guess itself, for each of two lengths.
const TURNS: usize = 12;

/// The moves of one city.
#[derive(Debug)]
pub(super) struct Moves {
    plane: Plane,
    /// Steps of the controls: metres east and north.
    controls: [Local; 2 * TURNS],
}

impl Moves {
    /// The moves about a plane's origin.
    pub(super) fn about(plane: &Plane) -> Self {
        let origin = plane.origin();
        let step = |shift: Shift| plane.to_local(shift.back(origin));
        let (gcj, bd) = (step(Shift::Gcj02), step(Shift::Bd09));
        // A full circle in 13 parts: no control has the direction of its guess, nor the opposite one.
        let part = std::f64::consts::TAU / 13.0;
        let controls = std::array::from_fn(|k| {
            let step = if k < TURNS { gcj } else { bd };
            // Below 13.
            #[expect(clippy::cast_precision_loss, reason = "a number of turns below 13")]
            let angle = part * (k % TURNS + 1) as f64;
            let (sin, cos) = angle.sin_cos();
            Local::new(step.x * cos - step.y * sin, step.x * sin + step.y * cos)
        });
        Self { plane: *plane, controls }
    }

    /// Where a place comes to lie by each move, in the order as read, guesses, controls.
    pub(super) fn places(&self, at: Local) -> [Local; MOVES] {
        let guesses = Guess::places(self.plane.to_lonlat(at));
        std::array::from_fn(|k| match k.checked_sub(guesses.len()) {
            None if k == 0 => at,
            None => self.plane.to_local(guesses[k]),
            Some(control) => {
                let step = self.controls[control];
                Local::new(at.x + step.x, at.y + step.y)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_takes_a_shifted_place_back_and_no_control_does() {
        let plane = Plane::about(LonLat { lon: 116.4, lat: 39.9 });
        let moves = Moves::about(&plane);
        let home = Local::new(1200.0, -800.0);
        let shifted = plane.to_local(Shift::Gcj02.of(plane.to_lonlat(home)));
        for (k, at) in moves.places(shifted).into_iter().enumerate() {
            // Only the guess that the layer is GCJ-02 lands within a millimetre; the nearest control
            // is a thirteenth of a circle off, 2 x 555 m x sin(13.8 degrees) = 266 m.
            assert_eq!(at.distance(home).0 < 1e-3, k == 1, "{k}: {at:?}");
            assert!(k == 1 || at.distance(home).0 > 250.0, "{k}: {at:?}");
        }
    }

    #[test]
    fn guesses_of_both_datums_compose() {
        let at = LonLat { lon: 116.4, lat: 39.9 };
        let both = Guess { layer: BD09, ground: GCJ02 };
        let nth = Guess::ALL.iter().position(|guess| *guess == both).unwrap();
        let there = Guess::places(Shift::Bd09.of(at))[nth];
        let gcj = Shift::Gcj02.of(at);
        assert!((there.lon - gcj.lon).abs() < 1e-9);
        assert!((there.lat - gcj.lat).abs() < 1e-9);
    }
}
