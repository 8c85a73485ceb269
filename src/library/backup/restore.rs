//! Putting a backup in place of the library.

use std::fs::File;
use std::io;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{BackupKind, Held, backups_dir, copy_to, names, sync_folder, verify, with_ending};
use crate::library::{Environment, Library, LibraryError};

/// All pages in one step: nobody comes in between.
const WHOLE: i32 = i32::MAX;

impl Library {
    /// Puts the backup at `from` in place of the open library. What was there is backed up first, so that a restore is
    /// undone by restoring that; the answer names it.
    ///
    /// Other programs that have the library open see the change as one of another program; they wait while what was there
    /// is backed up, so that this holds all that they did. A crash leaves either what was there before or the whole backup.
    pub fn restore(&mut self, from: &Path) -> Result<(PathBuf, Held), LibraryError> {
        if self.read_only {
            return Err(LibraryError::ReadOnly);
        }
        let held = verify(from)?;
        let folder = self.folder.clone().ok_or(LibraryError::NoFolder)?;
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut writers = Connection::open(folder.join(Self::FILE))?;
        writers.busy_timeout(Self::PATIENCE)?;
        let held_back = writers.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = match self.back_up(BackupKind::BeforeRestore, None) {
            Ok((before, _)) => before.path,
            Err(LibraryError::Damaged(_)) => self.set_aside(&folder)?,
            Err(error) => return Err(error),
        };
        self.db.flush_prepared_statement_cache();
        let replacing = rusqlite::backup::Backup::new(&source, &mut self.db)?;
        // The store lets nobody replace what somebody holds back: from here on to the next line it is free.
        held_back.rollback()?;
        replacing.run_to_completion(WHOLE, Duration::ZERO, None)?;
        drop(replacing);
        self.bring_up()?;
        Ok((before, held))
    }

    /// Copies the files of a library that is too damaged to be backed up, whatever they hold.
    pub(super) fn set_aside(&self, folder: &Path) -> Result<PathBuf, LibraryError> {
        let aside = backups_dir(folder);
        let failed = |error| LibraryError::File { path: aside.clone(), error };
        std::fs::create_dir_all(&aside).map_err(failed)?;
        let now = (self.environment.clock)();
        let damaged = names::free(&aside, BackupKind::BeforeRestore, now).with_extension("damaged");
        for ending in ["", "-wal"] {
            let (from, to) = (with_ending(&folder.join(Self::FILE), ending), with_ending(&damaged, ending));
            match copied(&from, &to) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && !ending.is_empty() => {}
                other => other.map_err(|error| LibraryError::File { path: from, error })?,
            }
        }
        sync_folder(&aside).map_err(failed)?;
        Ok(damaged)
    }

    /// Puts the backup at `from` in place of a library that cannot be opened any more. Its files are moved into the
    /// folder of backups, whatever they hold; the answer names the first of them, where there was one.
    pub fn replace(
        folder: &Path,
        from: &Path,
        environment: Environment,
    ) -> Result<(Option<PathBuf>, Held), LibraryError> {
        let held = verify(from)?;
        let aside = backups_dir(folder);
        let failed = |error| LibraryError::File { path: aside.clone(), error };
        std::fs::create_dir_all(&aside).map_err(failed)?;
        let damaged = names::free(&aside, BackupKind::BeforeRestore, (environment.clock)()).with_extension("damaged");
        let fresh = folder.join(format!("{}.restored", Self::FILE));
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        copy_to(&source, &fresh)?;
        let mut moved = None;
        for ending in ["", "-wal", "-shm"] {
            let (old, kept) = (with_ending(&folder.join(Self::FILE), ending), with_ending(&damaged, ending));
            match std::fs::rename(&old, &kept) {
                Ok(()) => moved = moved.or(Some(kept)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(LibraryError::File { path: old, error }),
            }
        }
        std::fs::rename(&fresh, folder.join(Self::FILE)).map_err(failed)?;
        sync_folder(folder).map_err(failed)?;
        // Opening brings it to this program's format.
        drop(Self::open(folder, environment)?);
        Ok((moved, held))
    }
}

/// Copies a file of an open library, whatever it holds.
fn copied(from: &Path, to: &Path) -> io::Result<()> {
    // Never closed: that would let go of the store's locks (`Library::is_of_library`). Few libraries are ever so damaged.
    let mut source = ManuallyDrop::new(File::open(from)?);
    let mut copy = File::create_new(to)?;
    io::copy(&mut *source, &mut copy)?;
    copy.sync_all()
}
