//! A piece of work done once beside the window, on a thread of its own.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Work that runs or has ended. Dropping it forgets what comes of it.
#[derive(Debug)]
pub struct Aside<T> {
    end: Receiver<T>,
}

impl<T: Send + 'static> Aside<T> {
    /// Starts `work` on a thread called `name`; `wake` is called once it is done.
    pub fn start(
        name: &str,
        wake: Arc<dyn Fn() + Send + Sync>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<Self> {
        let (tell, end) = mpsc::channel();
        let run = move || {
            // Nobody may wait for it any more.
            let _ = tell.send(work());
            wake();
        };
        thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { end })
    }

    /// What came of it, once it is over.
    #[must_use]
    pub fn poll(&self) -> Option<T> {
        self.end.try_recv().ok()
    }

    /// What came of it, waited for at most so long.
    #[must_use]
    pub fn wait(&self, most: Duration) -> Option<T> {
        self.end.recv_timeout(most).ok()
    }
}
