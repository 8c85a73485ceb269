//! Doing the first items of a queue on several threads.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::FailureReason;

/// The stack of a thread that reads files, in bytes: deeply nested pages must not exhaust it.
pub(super) const STACK_BYTES: usize = 16 * 1024 * 1024;

/// More threads than this gain little: reading is bound by the disk before that.
pub(super) const MAX_THREADS: usize = 8;

/// How much of a queue is done at a time.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    /// At most so many items.
    pub items: usize,
    /// No item is begun later than this after the first.
    pub within: Duration,
}

/// Does the first items of `pending` on several threads and takes them off; results in the same order.
///
/// Stops early where `stop` says so; at least one item is done otherwise. An item on which `work` panics
/// becomes [`FailureReason::Panicked`].
pub(super) fn do_some<T: Send, R: Send>(
    pending: &mut VecDeque<T>,
    portion: Portion,
    stop: &(dyn Fn() -> bool + Sync),
    work: &(dyn Fn(&T) -> Result<R, FailureReason> + Sync),
) -> Vec<(T, Result<R, FailureReason>)> {
    let began = Instant::now();
    let threads = thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
    let most = portion.items.min(pending.len());
    let line = Mutex::new((0_usize, pending));
    let done = Mutex::new(Vec::with_capacity(most));
    let take = || {
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        let (taken, pending) = &mut *line;
        let late = *taken > 0 && began.elapsed() >= portion.within;
        if *taken >= most || late || stop() {
            return None;
        }
        let item = pending.pop_front()?;
        *taken += 1;
        Some((*taken, item))
    };
    let labour = || {
        while let Some((place, item)) = take() {
            let result = guarded(|| work(&item));
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, item, result));
        }
    };
    thread::scope(|scope| {
        let started = (0..threads.min(most))
            .filter(|number| {
                let builder = thread::Builder::new().name(format!("sorot-read-{number}")).stack_size(STACK_BYTES);
                builder.spawn_scoped(scope, labour).is_ok()
            })
            .count();
        if started == 0 {
            labour();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, ..)| *place);
    done.into_iter().map(|(_, item, result)| (item, result)).collect()
}

/// Runs `work`, turning a panic into a reason.
fn guarded<R>(work: impl FnOnce() -> Result<R, FailureReason>) -> Result<R, FailureReason> {
    // Nothing that `work` could leave half done is used after a panic: it works on its own values.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(FailureReason::Panicked))
}

#[cfg(test)]
#[path = "portion_tests.rs"]
mod tests;
