//! Long work beside the thread that waits for it, and what ends it early.
//!
//! The stages of the library are pure: they hold no file. So they run on the threads of the pool,
//! while the main thread waits, tells how far they are, and hears the signals. Where the run is to
//! stop, the main thread does not wait for a stage that has not yet asked: it gives up its own things
//! (temporary files, a folder that was made for nothing) and ends the program, within a few hundredths
//! of a second whatever is being computed.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use walkshed::watch::{Stage, Watch};

use super::failure::Stop;
use super::messages::Messages;
use super::progress::Progress;

/// How often the waiting thread looks up.
const GLANCE: Duration = Duration::from_millis(20);

/// What the work tells the thread that waits for it.
enum News<T> {
    Begun(Stage, (u64, u64)),
    Done(T),
    Panicked,
}

/// Does long work with a watch over it; ends early where the run is to stop.
pub(super) fn work<T: Send + 'static>(
    messages: Messages,
    job: impl FnOnce(&Watch) -> T + Send + 'static,
) -> Result<T, Stop> {
    let (tell, news) = channel();
    let tell_stage = tell.clone();
    // Nobody listens to what is told once the run has stopped.
    let watch = messages.watch().telling(move |stage, before| {
        let _ = tell_stage.send(News::Begun(stage, before));
    });
    let mut progress = Progress::new(messages, watch.clone());
    rayon::spawn(move || {
        let end = sheltered(|| job(&watch)).map_or(News::Panicked, News::Done);
        let _ = tell.send(end);
    });
    loop {
        match news.recv_timeout(GLANCE) {
            Ok(News::Done(result)) => return Ok(result),
            Ok(News::Panicked) | Err(RecvTimeoutError::Disconnected) => return Err(Stop::Panicked),
            Ok(News::Begun(stage, before)) => progress.begin(stage, before),
            Err(RecvTimeoutError::Timeout) => progress.glance(),
        }
        if messages.watch().is_stopped() {
            return Err(Stop::Asked);
        }
    }
}

/// The result of what may panic; none where it did, which has been said then.
pub(super) fn sheltered<T>(job: impl FnOnce() -> T) -> Option<T> {
    // What the job has touched is not looked at again after a panic.
    let end: Result<T, Box<dyn Any + Send>> = catch_unwind(AssertUnwindSafe(job));
    end.ok()
}

/// Signals that ask the program to stop.
#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// The flag that Ctrl-C sets, the hang-up of a terminal, or a request to end. A signal that the
/// program was started with as one to ignore (`nohup`, or `&` in a script) stays ignored.
pub(super) fn asked_by_signals() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let ignored = ignored_signals();
    for signal in SIGNALS.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0) {
        // Where a signal cannot be heard, it ends the program at once: outputs stay whole even so.
        let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
    }
    flag
}

/// The signals that are ignored, the lowest bit for signal 1, where the system tells.
fn ignored_signals() -> u64 {
    let status = walkshed::input::read_text(
        Path::new("/proc/self/status"),
        walkshed::input::TEXT_LIMIT,
        &Watch::default(),
    );
    let Ok(Some(status)) = status else { return 0 };
    ignored_in(&status)
}

fn ignored_in(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use walkshed::watch::Stop as StopSign;

    use super::*;

    fn messages() -> (Messages, StopSign) {
        let stop = StopSign::default();
        (Messages::silent(Watch::new(stop.clone())), stop)
    }

    #[test]
    fn work_gives_its_result() {
        assert_eq!(work(messages().0, |_| 7).unwrap(), 7);
    }

    #[test]
    fn work_that_does_not_ask_is_left_behind() {
        let (messages, stop) = messages();
        let end = work(messages, move |_| {
            stop.ask();
            std::thread::sleep(Duration::from_secs(3));
        });
        assert!(matches!(end, Err(Stop::Asked)), "{end:?}");
    }

    #[test]
    fn a_panic_ends_the_work_and_not_the_program() {
        let end = work(messages().0, |_| {
            use rayon::prelude::*;
            (0..100).into_par_iter().for_each(|n| assert_ne!(n, 50, "on purpose, in a test"));
        });
        assert!(matches!(end, Err(Stop::Panicked)), "{end:?}");
        assert_eq!(work(messages().0, |_| 7).unwrap(), 7);
    }

    #[test]
    fn the_ignored_signals_are_read_from_the_status() {
        // Bit 0 is signal 1, the hang-up; bit 12 is signal 13, the closed pipe.
        assert_eq!(ignored_in("SigBlk:\t00\nSigIgn:\t0000000000001001\n"), 0x1001);
        assert_eq!(ignored_in(""), 0);
    }
}
