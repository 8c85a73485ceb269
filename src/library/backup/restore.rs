//! Putting a backup in place of the library.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{BackupKind, Held, PAGES_A_STEP, backups_dir, copy_to, names, sync_folder, verify};
use crate::library::{Environment, Library, LibraryError};

impl Library {
    /// Puts the backup at `from` in place of the open library. What was there is backed up first, so that a restore is
    /// undone by restoring that; the answer names it.
    ///
    /// Other programs that have the library open see the change as one of another program. A crash leaves either what
    /// was there before or the whole backup.
    pub fn restore(&mut self, from: &Path) -> Result<(PathBuf, Held), LibraryError> {
        if self.read_only {
            return Err(LibraryError::ReadOnly);
        }
        let held = verify(from)?;
        let (before, _) = self.back_up(BackupKind::BeforeRestore, None)?;
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        self.db.flush_prepared_statement_cache();
        rusqlite::backup::Backup::new(&source, &mut self.db)?.run_to_completion(PAGES_A_STEP, Duration::ZERO, None)?;
        self.bring_up()?;
        Ok((before.path, held))
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
            let old = folder.join(format!("{}{ending}", Self::FILE));
            let mut kept = damaged.clone().into_os_string();
            kept.push(ending);
            match std::fs::rename(&old, &kept) {
                Ok(()) => moved = moved.or(Some(PathBuf::from(kept))),
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
