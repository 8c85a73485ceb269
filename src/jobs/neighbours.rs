//! Other programs that write into the library of a window at rest: noticed by looking at its files, on a thread of its own.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::library::Library;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(1);

/// Heed paid to other programs. Dropping it ends that.
#[derive(Debug)]
pub struct Neighbours {
    /// Dropped, it ends the wait for the next look.
    _line: Sender<()>,
}

impl Neighbours {
    /// Calls `wake` soon after something was written into the library in `folder`, by this program too: its own
    /// connection knows whether another one changed anything ([`Library::changed_elsewhere`]).
    pub fn heed(folder: &Path, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        Self::heed_every(EVERY, folder, wake)
    }

    fn heed_every(every: Duration, folder: &Path, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        let (line, end) = mpsc::channel::<()>();
        let files = ["", "-wal"].map(|ending| folder.join(format!("{}{ending}", Library::FILE)));
        let mut known = looks(&files);
        let watch = move || {
            while end.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                let now = looks(&files);
                if now != known {
                    known = now;
                    wake();
                }
            }
        };
        thread::Builder::new().name("sorot-neighbours".to_owned()).spawn(watch)?;
        Ok(Self { _line: line })
    }
}

/// What tells that a file was written: its size, and when; `None` where it is not there.
fn looks(files: &[PathBuf; 2]) -> [Option<(u64, SystemTime)>; 2] {
    files.each_ref().map(|file| {
        let metadata = std::fs::metadata(file).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_writes_wakes_the_window_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(Library::FILE), "lama").unwrap();
        let (wake, woken) = mpsc::channel();
        let wake = Arc::new(move || wake.send(()).unwrap());
        let heed = Neighbours::heed_every(Duration::from_millis(5), folder.path(), wake).unwrap();
        assert!(woken.recv_timeout(Duration::from_millis(50)).is_err(), "nobody wrote");
        std::fs::write(folder.path().join("sorot.db-wal"), "baru").unwrap();
        woken.recv_timeout(Duration::from_secs(20)).unwrap();
        drop(heed);
        // The thread ends, and with it the other end of the line.
        let end = loop {
            if let Err(end) = woken.recv_timeout(Duration::from_secs(20)) {
                break end;
            }
        };
        assert_eq!(end, RecvTimeoutError::Disconnected);
    }
}
