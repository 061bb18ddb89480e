//! Why a run ends before it is done.

use walkshed::finding::Code;
use walkshed::watch::Stopped;

/// Something outside the user's data: no such file, no room, a flag that names nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub(super) struct Failure {
    /// Stable code, as findings have one.
    pub(super) code: &'static str,
    /// What is wrong, with the path in it.
    pub(super) message: String,
    /// What to do; empty where the message says it all.
    pub(super) help: String,
}

impl Failure {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(Code::find(code).is_some(), "{code} is not in the table of codes");
        Self { code, message: message.into(), help: String::new() }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        Self::new("stopped", stopped.to_string())
    }
}

/// Why a command stops.
#[derive(Debug)]
pub(super) enum Stop {
    /// Findings that are errors; they have been printed.
    Refused,
    /// Anything else.
    Failed(Failure),
    /// Somebody asked the run to stop.
    Asked,
    /// A mistake of ours; it has been printed.
    Panicked,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// How a command that came to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Without a warning, or warnings do not matter.
    Done,
    /// With a warning where warnings were denied.
    Warned,
}
