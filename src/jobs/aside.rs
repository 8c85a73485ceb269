//! A piece of work done once beside the window, on a thread of its own.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::library::LibraryError;

/// Work that runs or has ended. Dropping it forgets what comes of it.
#[derive(Debug)]
pub struct Aside<T> {
    end: Receiver<Result<T, LibraryError>>,
}

/// Wakes who waits once the work is over, however it ends.
struct Waking(Arc<dyn Fn() + Send + Sync>);

impl Drop for Waking {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl<T: Send + 'static> Aside<T> {
    /// Starts `work` on a thread called `name`; `wake` is called once it is over.
    pub fn start(
        name: &str,
        wake: Arc<dyn Fn() + Send + Sync>,
        work: impl FnOnce() -> Result<T, LibraryError> + Send + 'static,
    ) -> io::Result<Self> {
        let (tell, end) = mpsc::channel();
        let waking = Waking(wake);
        let run = move || {
            // What was declared last is dropped first: the end is known before anybody is woken.
            let _waking = waking;
            let tell = tell;
            // Nobody may wait for it any more.
            let _ = tell.send(work());
        };
        thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { end })
    }

    /// What came of it, once it is over: [`LibraryError::BrokeOff`] where the work itself broke.
    #[must_use]
    pub fn poll(&self) -> Option<Result<T, LibraryError>> {
        self.wait_for(Duration::ZERO)
    }

    /// The same, waited for at most so long: `None` where it still runs then.
    #[must_use]
    pub fn wait_for(&self, most: Duration) -> Option<Result<T, LibraryError>> {
        match self.end.recv_timeout(most) {
            Ok(end) => Some(end),
            Err(RecvTimeoutError::Disconnected) => Some(Err(LibraryError::BrokeOff)),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }

    /// The same, waited for however long it takes.
    #[cfg(test)]
    pub(super) fn wait(&self) -> Result<T, LibraryError> {
        self.end.recv().unwrap_or(Err(LibraryError::BrokeOff))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_breaks_is_over_and_says_so_to_who_is_woken() {
        let (woken, wakes) = mpsc::channel();
        let start = |work: fn() -> Result<u8, LibraryError>| {
            let woken = woken.clone();
            Aside::start("sorot-trial", Arc::new(move || woken.send(()).unwrap_or_default()), work).unwrap()
        };
        let well = start(|| Ok(1));
        wakes.recv().unwrap();
        assert!(matches!(well.poll(), Some(Ok(1))));
        let broken = start(|| std::panic::panic_any("it breaks"));
        wakes.recv().unwrap();
        assert!(matches!(broken.poll(), Some(Err(LibraryError::BrokeOff))));
        let (go_on, goes_on) = mpsc::channel::<()>();
        let (wake, work) = (Arc::new(|| ()), move || Ok(goes_on.recv().is_ok()));
        let running = Aside::start("sorot-trial", wake, work).unwrap();
        assert!(running.poll().is_none());
        go_on.send(()).unwrap();
        assert!(running.wait().unwrap());
    }
}
