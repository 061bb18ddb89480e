//! How far a run is: a bar for whom it takes long and who watches, a line a stage with `-v`.
//!
//! The bar stands on standard error, only where that is a terminal, and only once the work has taken
//! a while; it goes again when the work is done. In a pipe or a file nothing is ever drawn.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use walkshed::watch::{Stage, Watch};

use super::messages::Messages;

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// How far one piece of work is.
pub(super) struct Progress {
    messages: Messages,
    watch: Watch,
    begun: Instant,
    /// The stage that it is in, since when, and what had been counted before.
    stage: Option<(Stage, Instant, (u64, u64))>,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new(messages: Messages, watch: Watch) -> Self {
        Self { messages, watch, begun: Instant::now(), stage: None, bar: None }
    }

    /// A stage begins, and the one before it has ended; `before` is what had been counted until then.
    pub(super) fn begin(&mut self, stage: Stage, before: (u64, u64)) {
        self.end_stage();
        self.stage = Some((stage, Instant::now(), before));
        self.glance();
    }

    /// Looks how far the work is.
    pub(super) fn glance(&mut self) {
        let Some((stage, _, before)) = self.stage else { return };
        if self.bar.is_none() && self.begun.elapsed() >= PATIENCE {
            self.bar = self.messages.bar_target().map(|target| {
                ProgressBar::with_draw_target(None, target).with_style(ProgressStyle::default_bar())
            });
        }
        let Some(bar) = &self.bar else { return };
        let (now, all) = self.watch.progress();
        let (now, all) = (now - before.0, all - before.1);
        if let Ok(style) = ProgressStyle::with_template(template(stage, all > 0)) {
            bar.set_style(style);
        }
        bar.set_message(stage.word());
        bar.set_length(all);
        bar.set_position(now);
        bar.tick();
    }

    fn end_stage(&mut self) {
        if let Some((stage, since, _)) = self.stage.take() {
            self.messages.timing(stage.word(), since.elapsed());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.end_stage();
    }
}

/// What the bar of a stage looks like.
fn template(stage: Stage, is_counted: bool) -> &'static str {
    match (stage, is_counted) {
        (Stage::Reading, true) => "{msg:>16} [{bar:30}] {bytes} of {total_bytes}, {elapsed}",
        (_, true) => "{msg:>16} [{bar:30}] {pos} of {len}, {elapsed}",
        (_, false) => "{msg:>16} {spinner} {elapsed}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_a_shape_that_can_be_drawn() {
        for stage in [Stage::Reading, Stage::Maps, Stage::Sums] {
            for is_counted in [true, false] {
                assert!(ProgressStyle::with_template(template(stage, is_counted)).is_ok());
            }
        }
    }
}
