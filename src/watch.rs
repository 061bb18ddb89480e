//! Who watches a run: the wish to stop it, and how far it is.
//!
//! A long loop asks [`Watch::is_stopped`] once an item and returns early; a stage that was stopped
//! gives what it has, and its caller throws that away. Nothing here knows of signals, clocks or
//! terminals: a program (or a server) sets the wish and looks at the counts, the library only asks
//! and counts. A [`Watch`] by default is one that nobody looks at.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The wish to stop a run, shared by whoever may have it and all that run.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// A wish that is told by the given flag, such as one that a signal sets.
    #[must_use]
    pub fn told_by(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }

    /// Asks all that share it to stop.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has asked.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The run was asked to stop and has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// What a run is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the files.
    Reading,
    /// Checking the layers against one another.
    Checking,
    /// Putting the borders of reporting units together.
    Borders,
    /// Finding outlets.
    Outlets,
    /// Finding streets and gates.
    Streets,
    /// Finding the residential land of each unit.
    Land,
    /// Measuring how far people are from outlets.
    Reach,
    /// Laying the circles over the land.
    Coverage,
    /// Drawing and ranking the gaps.
    Gaps,
    /// Working out the shapes of maps.
    Shapes,
    /// Trying what the measures of a plan do.
    Plan,
    /// Adding up.
    Sums,
    /// Drawing maps.
    Maps,
}

impl Stage {
    /// What is being done, for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Checking => "checking",
            Self::Borders => "borders",
            Self::Outlets => "outlets",
            Self::Streets => "streets",
            Self::Land => "residential land",
            Self::Reach => "distances",
            Self::Coverage => "coverage",
            Self::Gaps => "gaps",
            Self::Shapes => "shapes for maps",
            Self::Plan => "measures of the plan",
            Self::Sums => "sums",
            Self::Maps => "maps",
        }
    }
}

/// What is told when a stage begins, with the progress so far.
type OnStage = dyn Fn(Stage, (u64, u64)) + Send + Sync;

/// The watch over one run. Copies watch the same run.
#[derive(Clone, Default)]
pub struct Watch {
    stop: Stop,
    done: Arc<AtomicU64>,
    expected: Arc<AtomicU64>,
    has_read_stdin: Arc<AtomicBool>,
    on_stage: Option<Arc<OnStage>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("stop", &self.stop).finish_non_exhaustive()
    }
}

impl Watch {
    /// A watch that stops when `stop` is asked to.
    #[must_use]
    pub fn new(stop: Stop) -> Self {
        Self { stop, ..Self::default() }
    }

    /// A watch over the same run that tells when a stage begins, with the progress until then.
    #[must_use]
    pub fn telling(&self, on_stage: impl Fn(Stage, (u64, u64)) + Send + Sync + 'static) -> Self {
        Self { on_stage: Some(Arc::new(on_stage)), ..self.clone() }
    }

    /// Whether the run is to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_asked()
    }

    /// How much has been done and how much there is to do, as far as is known: bytes of files while
    /// they are read, items of the other stages after that. Both only grow.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.expected.load(Ordering::Relaxed))
    }

    /// A stage begins.
    ///
    /// # Errors
    /// [`Stopped`] where the run is to stop.
    pub fn begin(&self, stage: Stage) -> Result<(), Stopped> {
        if self.is_stopped() {
            return Err(Stopped);
        }
        if let Some(tell) = &self.on_stage {
            tell(stage, self.progress());
        }
        Ok(())
    }

    /// There is more to do.
    pub fn expect(&self, count: u64) {
        self.expected.fetch_add(count, Ordering::Relaxed);
    }

    /// More has been done.
    pub fn advance(&self, count: u64) {
        self.done.fetch_add(count, Ordering::Relaxed);
    }

    /// Whether standard input is still to be had; the first who asks has it.
    pub(crate) fn take_stdin(&self) -> bool {
        !self.has_read_stdin.swap(true, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_stage_is_told_until_the_run_is_to_stop() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (stop, list) = (Stop::default(), Arc::clone(&told));
        let watch = Watch::new(stop.clone());
        let watch = watch.telling(move |stage, _| list.lock().unwrap().push(stage));
        assert_eq!(watch.begin(Stage::Land), Ok(()));
        stop.ask();
        assert_eq!(watch.clone().begin(Stage::Gaps), Err(Stopped));
        assert_eq!(*told.lock().unwrap(), [Stage::Land]);
    }
}
