//! The finding for a layer, or a part of one, that lies to another as a shifted datum does.

use super::super::convert::span;
use super::moves::Guess;
use super::sources::shell_word;
use super::{Outlets, Surroundings};
use crate::finding::Finding;
use crate::input::layer::Layer;
use crate::input::shift::Shift;
use crate::input::words::{counted, quoted};

/// What of a layer is meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// All of it.
    All,
    /// The outlets of a source, and how many they are.
    Source(String, usize),
    /// A part that nothing names.
    Share {
        /// About how many features.
        about: usize,
        /// Of how many.
        of: usize,
        /// Positions of the likeliest outlets.
        likely: Vec<usize>,
    },
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    /// The layer that was moved to see.
    pub(super) layer: Layer,
    pub(super) subject: Subject,
    /// What it was held against.
    pub(super) ground: Layer,
    pub(super) guess: Guess,
    /// The least and the most metres by which the guess moves it.
    pub(super) moved: (f64, f64),
}

impl Claim {
    /// The claim as a finding about the layer that is to be converted.
    pub(super) fn finding(&self, outlets: &Outlets<'_>, around: &Surroundings<'_>) -> Finding {
        let Self { layer, ground, guess, .. } = self;
        let (subject, ground_word) = (self.subject_text(), ground.word());
        let off = format!("({} off here)", span(self.moved.0, self.moved.1));
        let (fits, culprit) = match (guess.layer, guess.ground, &self.subject) {
            (Some(shift), None, _) => {
                let name = shift.name();
                (format!("{subject} fit the {ground_word} as {name} {off}"), *layer)
            }
            (None, Some(shift), Subject::All) => {
                let name = shift.name();
                (format!("the {ground_word} fit {subject} as {name} {off}"), *ground)
            }
            (layer_shift, shift, _) => {
                let name = |shift: Option<Shift>| shift.map_or("WGS 84", Shift::name);
                let (own, other) = (name(layer_shift), name(shift));
                let text = format!("{subject} fit the {ground_word} as {own} on {other} {off}");
                (text, *layer)
            }
        };
        let plan = match culprit {
            Layer::Outlets => outlets.plan,
            other => around.plan(other).unwrap_or(outlets.plan),
        };
        let message = format!("{fits}, not as they are read; no coordinates were moved");
        Finding::warning("datum-shift", plan.whole(), message).with_help(self.help(outlets, around))
    }

    fn subject_text(&self) -> String {
        match &self.subject {
            Subject::All => format!("the {}", self.layer.word()),
            Subject::Source(word, count) => {
                format!("{} of source {}", counted(*count, self.layer.thing()), quoted(word))
            }
            Subject::Share { about, of, .. } => {
                // The bound: a share of at most 1, in whole percent.
                let percent = (about * 100 + of / 2) / (*of).max(1);
                let all = counted(*of, self.layer.thing());
                format!("about {about} of {all} ({percent} %)")
            }
        }
    }

    fn help(&self, outlets: &Outlets<'_>, around: &Surroundings<'_>) -> String {
        if let Some(wrong) = self.wrong_declaration(outlets, around) {
            return wrong;
        }
        match (self.guess.layer, self.guess.ground) {
            (Some(shift), None) => self.help_of_layer(shift, outlets),
            (None, Some(shift)) => {
                let word = self.ground.word();
                format!("pass --{word}-crs {}, or convert the {word}", shift.key())
            }
            (Some(own), Some(other)) => {
                let flag =
                    |layer: Layer, shift: Shift| format!("--{}-crs {}", layer.word(), shift.key());
                format!("pass {} {}", flag(self.layer, own), flag(self.ground, other))
            }
            (None, None) => String::new(),
        }
    }

    fn help_of_layer(&self, shift: Shift, outlets: &Outlets<'_>) -> String {
        let (word, key) = (self.layer.word(), shift.key());
        match &self.subject {
            Subject::All => format!("pass --{word}-crs {key}, or convert the {word}"),
            Subject::Source(source, count) => {
                let source = shell_word(source);
                format!("pass --{word}-crs {source}={key}, or convert the {count}")
            }
            Subject::Share { likely, .. } if self.layer == Layer::Outlets => {
                let named: Vec<String> = likely.iter().map(|&n| outlets.named(n)).collect();
                let named = named.join(", ");
                format!(
                    "give them a source of their own and pass --outlets-crs SOURCE={key}; likeliest \
                     are {named}"
                )
            }
            Subject::Share { .. } => {
                format!("put them into a file of their own with crs = \"{key}\" in walkshed.toml")
            }
        }
    }

    /// What to do where the other layer was converted by a declaration that seems wrong.
    fn wrong_declaration(
        &self,
        outlets: &Outlets<'_>,
        around: &Surroundings<'_>,
    ) -> Option<String> {
        let (declared, shift) = match (self.guess.layer, self.guess.ground) {
            (Some(shift), None) => (self.ground, shift),
            (None, Some(shift)) => (self.layer, shift),
            _ => return None,
        };
        let plan = match declared {
            Layer::Outlets => Some(outlets.plan),
            other => around.plan(other),
        }?;
        let is_declared = |file: &crate::input::layer::LayerFile| {
            file.crs.all.and_then(crate::input::crs::Crs::shift) == Some(shift)
        };
        let word = declared.word();
        plan.files.iter().any(is_declared).then(|| {
            format!(
                "the {word} are declared {} and seem to be WGS 84: leave that away",
                shift.key()
            )
        })
    }
}
