//! Shelter from libraries that panic over files that are not built as their formats ask.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// What a library gives; none where it panics, as it does over some files that are damaged. What it has
/// touched must not be looked at again then.
pub(super) fn sheltered<T>(read: impl FnOnce() -> T) -> Option<T> {
    QUIET_HOOK.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_SHELTERED.get() {
                loud(panic);
            }
        }));
    });
    IS_SHELTERED.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    IS_SHELTERED.set(false);
    read.ok()
}

/// Has panics of the library say nothing: they become findings. Those of anything else are printed as ever.
static QUIET_HOOK: Once = Once::new();

thread_local! {
    /// Whether this thread is inside of the library.
    static IS_SHELTERED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}
