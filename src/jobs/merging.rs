//! Merging another library beside the window, on a thread and a connection of its own; the window notices what comes
//! like changes by another program.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::Aside;
use crate::library::{Environment, Incoming, Library, LibraryError, Merged};

/// How long a part is planned; doing it takes about twice as long, and so long a write of the window may wait.
const PART: Duration = Duration::from_millis(15);
/// How long it lets go of the library after each part: longer than a write of the window waits before it tries again.
const LET_IN: Duration = Duration::from_millis(120);

/// A merge that runs. Dropping it calls it off.
#[derive(Debug)]
pub struct Merging {
    standing: Arc<Standing>,
    end: Aside<Merged>,
}

#[derive(Debug, Default)]
struct Standing {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

impl Merging {
    /// Starts merging the library or the file of marks at `other` into the one in `folder`; `wake` is called when something is to be shown.
    pub fn start(folder: PathBuf, other: PathBuf, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        let standing = Arc::new(Standing::default());
        let (own, told) = (Arc::clone(&standing), Arc::clone(&wake));
        let end = Aside::start("sorot-merge", wake, move || merge(&folder, &other, &own, &*told))?;
        Ok(Self { standing, end })
    }

    /// Stories, or lines of a file, that are done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.standing.done.load(Ordering::Relaxed), self.standing.total.load(Ordering::Relaxed))
    }

    /// Calls it off; what was merged until then stays, and the next merge goes on from there.
    pub fn cancel(&self) {
        self.standing.cancelled.store(true, Ordering::Relaxed);
    }

    /// What came of it, once it is over.
    #[must_use]
    pub fn poll(&self) -> Option<Result<Merged, LibraryError>> {
        self.end.poll()
    }
}

impl Drop for Merging {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn merge(
    folder: &std::path::Path,
    other: &std::path::Path,
    standing: &Standing,
    wake: &(dyn Fn() + Send + Sync),
) -> Result<Merged, LibraryError> {
    let incoming = Incoming::open(other)?;
    let mut library = Library::open(folder, Environment::system())?;
    let mut first = true;
    let go_on = &mut |done: usize, total: usize| {
        standing.done.store(done, Ordering::Relaxed);
        standing.total.store(total, Ordering::Relaxed);
        wake();
        if !std::mem::take(&mut first) {
            thread::sleep(LET_IN);
        }
        !standing.cancelled.load(Ordering::Relaxed)
    };
    Ok(library.merge_incoming(&incoming, PART, go_on)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(merging: &Merging) -> Result<Merged, LibraryError> {
        merging.end.wait()
    }

    #[test]
    fn a_merge_runs_beside_the_window_and_what_is_no_library_is_refused() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for folder in [&one, &two] {
            drop(Library::open(folder.path(), Environment::system()).unwrap());
        }
        let start = |other: PathBuf| Merging::start(one.path().to_owned(), other, Arc::new(|| ())).unwrap();
        assert!(ended(&start(two.path().to_owned())).unwrap().finished);
        assert!(matches!(ended(&start(two.path().join("tidak-ada"))), Err(LibraryError::File { .. })));
        assert!(matches!(ended(&start(one.path().to_owned())), Err(LibraryError::Itself)));
    }
}
