//! Backups beside the window: by the clock, on request, and put back; on a thread and a connection of their own.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::library::{Backup, BackupKind, Environment, Library, LibraryError};

/// How long after the start the first look is taken: what the person opens comes first.
const FIRST: Duration = Duration::from_secs(20);
/// How often it is looked whether a backup is due.
const EVERY: Duration = Duration::from_mins(5);

/// What became of the work on backups.
#[derive(Debug)]
pub enum BackupEvent {
    /// One was made because the person asked for it.
    Made(Backup),
    /// One was put in place of the library; what was there before is kept in this file.
    Restored(PathBuf),
    /// It was not possible.
    Failed(LibraryError),
}

enum Request {
    Make,
    Restore(PathBuf),
}

/// The keeper of a library's backups. Dropping it ends its work after what is under way.
#[derive(Debug)]
pub struct Backups {
    folder: PathBuf,
    requests: Sender<Request>,
    events: Receiver<BackupEvent>,
}

impl Backups {
    /// Keeps backups of the library in `folder` from now on; `wake` is called whenever there is something to poll.
    pub fn keep(folder: PathBuf, wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        let (requests, asked) = mpsc::channel();
        let (tell, events) = mpsc::channel();
        let keeper = Keeper { folder: folder.clone(), tell, wake };
        thread::Builder::new().name("sorot-backups".to_owned()).spawn(move || keeper.run(&asked))?;
        Ok(Self { folder, requests, events })
    }

    /// The library's folder.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Makes a backup now.
    pub fn back_up(&self) {
        self.ask(Request::Make);
    }

    /// Puts a backup in place of the library; the window's own connection sees it as a change by another program.
    pub fn restore(&self, backup: PathBuf) {
        self.ask(Request::Restore(backup));
    }

    fn ask(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::error!("the keeper of backups is gone");
        }
    }

    /// What was done since the last call.
    #[must_use]
    pub fn poll(&self) -> Vec<BackupEvent> {
        self.events.try_iter().collect()
    }
}

struct Keeper {
    folder: PathBuf,
    tell: Sender<BackupEvent>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Keeper {
    fn run(&self, asked: &Receiver<Request>) {
        let mut wait = FIRST;
        loop {
            let event = match asked.recv_timeout(wait) {
                Ok(request) => Some(self.serve(&request).unwrap_or_else(BackupEvent::Failed)),
                Err(RecvTimeoutError::Timeout) => self.look().err().map(BackupEvent::Failed),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            wait = EVERY;
            if let Some(event) = event {
                if self.tell.send(event).is_err() {
                    return;
                }
                (self.wake)();
            }
        }
    }

    fn library(&self) -> Result<Library, LibraryError> {
        Library::open(&self.folder, Environment::system())
    }

    fn look(&self) -> Result<(), LibraryError> {
        let made = self.library()?.back_up_if_due()?;
        if let Some(backup) = made {
            tracing::info!(file = %backup.path.display(), "backed up");
        }
        Ok(())
    }

    fn serve(&self, request: &Request) -> Result<BackupEvent, LibraryError> {
        let mut library = self.library()?;
        Ok(match request {
            Request::Make => BackupEvent::Made(library.back_up(BackupKind::Asked, None)?.0),
            Request::Restore(from) => BackupEvent::Restored(library.restore(from)?.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_made_and_put_back_and_a_wrong_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        drop(Library::open(folder.path(), Environment::system()).unwrap());
        let backups = Backups::keep(folder.path().to_owned(), Arc::new(|| ())).unwrap();
        let next = || backups.events.recv_timeout(Duration::from_secs(30)).unwrap();
        backups.back_up();
        let BackupEvent::Made(made) = next() else { panic!("no backup") };
        backups.restore(made.path.clone());
        assert!(matches!(next(), BackupEvent::Restored(before) if before.exists() && before != made.path));
        backups.restore(folder.path().join("tidak-ada.db"));
        assert!(matches!(next(), BackupEvent::Failed(LibraryError::File { .. })));
    }
}
