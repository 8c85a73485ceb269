//! Backups: whole copies of the store, verified after they are written, beside it in `backups/`.
//!
//! `SQLite` copies the pages of one moment while others go on reading and writing. A copy gets its name only once it is
//! on disk, whole and sound, so whatever bears the name of a backup is one.

mod first_page;
mod names;
mod restore;
mod salvage;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags};

use super::{Library, LibraryError};

pub use names::{Backup, BackupKind};
pub use salvage::{Lost, Salvaged};

/// Pages that are copied before others are let in.
const PAGES_A_STEP: std::ffi::c_int = 2048;
/// What a copy is called behind its name until it is whole.
const UNFINISHED: &str = ".part";
/// One that was not written to for so long was left behind by a program that was killed.
const LEFT_BEHIND: SignedDuration = SignedDuration::from_hours(24);

/// What a backup holds, as counted in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Articles, removed ones not counted.
    pub articles: u64,
    /// Annotations.
    pub annotations: u64,
    /// Entries of the log.
    pub operations: u64,
}

/// The folder of a library's backups.
#[must_use]
pub fn backups_dir(library: &Path) -> PathBuf {
    library.join("backups")
}

impl Library {
    /// Writes a backup into the library's own folder of backups, or to `to`; verified, and on disk, when this returns.
    ///
    /// An existing file at `to` is replaced only once the new one is whole.
    pub fn back_up(&self, kind: BackupKind, to: Option<&Path>) -> Result<(Backup, Held), LibraryError> {
        let made = (self.environment.clock)();
        let path = match (to, &self.folder) {
            (Some(to), _) => to.to_owned(),
            (None, Some(folder)) => {
                let dir = backups_dir(folder);
                sweep(&dir, made);
                names::free(&dir, kind, made)
            }
            (None, None) => return Err(LibraryError::NoFolder),
        };
        let held = copy_to(&self.db, &path)?;
        Ok((Backup { path, kind, made }, held))
    }

    /// Makes the automatic backup where none is younger than an hour, and thins the older ones out: one an hour for a
    /// day, one a day for two weeks, one a week for half a year. The answer is the one made.
    ///
    /// Nothing is backed up where nothing was done since the newest backup.
    pub fn back_up_if_due(&self) -> Result<Option<Backup>, LibraryError> {
        let Some(folder) = self.folder.as_deref().filter(|_| !self.read_only) else { return Ok(None) };
        let now = (self.environment.clock)();
        let known = backups(folder)?;
        // One that was made while the clock was ahead says nothing about now.
        let past = |backup: &&Backup| backup.kind == BackupKind::Automatic && backup.made <= now;
        let newest = known.iter().filter(past).map(|backup| backup.made).max();
        if newest.is_some_and(|newest| now.duration_since(newest) < names::HOUR) || !self.changed_since(newest)? {
            return Ok(None);
        }
        let (made, _) = self.back_up(BackupKind::Automatic, None)?;
        for old in names::superfluous(&known, now) {
            remove(&old.path)?;
        }
        Ok(Some(made))
    }

    /// Whether anything was done since then.
    fn changed_since(&self, then: Option<Timestamp>) -> Result<bool, LibraryError> {
        let last: Option<String> = self.db.query_row("SELECT max(at) FROM operation", [], |row| row.get(0))?;
        let last = last.and_then(|at| at.parse::<Timestamp>().ok());
        Ok(match (last, then) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(last), Some(then)) => last >= then,
        })
    }
}

/// The backups of the library in `folder`, newest first. Other files there are left alone.
pub fn backups(folder: &Path) -> Result<Vec<Backup>, LibraryError> {
    let dir = backups_dir(folder);
    let entries = match std::fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(LibraryError::File { path: dir, error }),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| LibraryError::File { path: dir.clone(), error })?.path();
        found.extend(Backup::at(&path));
    }
    found.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.path.cmp(&b.path)));
    Ok(found)
}

/// Copies the store behind `db` to `path` and verifies the copy.
pub(super) fn copy_to(db: &Connection, path: &Path) -> Result<Held, LibraryError> {
    let failed = |error| LibraryError::File { path: path.to_owned(), error };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let unfinished = with_ending(path, UNFINISHED);
    remove(&unfinished)?;
    let written = write(db, &unfinished);
    let held = match written {
        Ok(held) => held,
        Err(error) => {
            let _ = remove(&unfinished);
            return Err(error);
        }
    };
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    std::fs::rename(&unfinished, path).map_err(failed)?;
    sync_folder(folder).map_err(failed)?;
    Ok(held)
}

fn write(db: &Connection, to: &Path) -> Result<Held, LibraryError> {
    let operations = count(db, "operation")?;
    let mut copy = Connection::open(to)?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    copy_pages(db, &mut copy)?;
    // One file, without a log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    drop(copy);
    let held = verify(to)?;
    // The log only grows, so a whole copy has at least what was there when it began.
    if held.operations < operations {
        return Err(LibraryError::Damaged(format!("the copy has {} of {operations} log entries", held.operations)));
    }
    Ok(held)
}

/// Copies every page behind `db` as of one moment. Without a transaction that reads meanwhile the copy would begin anew
/// whenever somebody else writes, and beside one who goes on writing never end.
pub(super) fn copy_pages(db: &Connection, copy: &mut Connection) -> Result<(), LibraryError> {
    let moment = db.is_autocommit().then(|| db.unchecked_transaction()).transpose()?;
    // It is the first statement that such a transaction reads from.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    rusqlite::backup::Backup::new(db, copy)?.run_to_completion(PAGES_A_STEP, Duration::ZERO, None)?;
    drop(moment);
    Ok(())
}

/// Removes what is left of backups that were never finished. What cannot be removed stays.
fn sweep(dir: &Path, now: Timestamp) {
    let files = std::fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let is_part = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split_once(UNFINISHED));
        // The store has files of its own beside the one that it writes.
        name.is_some_and(|(name, of_store)| {
            Backup::at(Path::new(name)).is_some() && matches!(of_store, "" | "-journal" | "-wal" | "-shm")
        })
    };
    let is_old = |path: &PathBuf| {
        let written = std::fs::metadata(path).and_then(|about| about.modified()).ok();
        let written = written.and_then(|time| Timestamp::try_from(time).ok());
        written.is_some_and(|written| now.duration_since(written) > LEFT_BEHIND)
    };
    for path in files.filter(is_part).filter(is_old) {
        if let Err(error) = remove(&path) {
            tracing::warn!(%error, "what is left of a backup stays");
        }
    }
}

/// What a backup holds, once it is sure that it is a sound library of a format that this program knows.
pub fn verify(path: &Path) -> Result<Held, LibraryError> {
    if !path.is_file() {
        let error = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(LibraryError::File { path: path.to_owned(), error });
    }
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(LibraryError::Damaged(sound));
    }
    let format: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match format {
        1..=Library::FORMAT => {}
        0 => return Err(LibraryError::Damaged("it is no Sorot library".to_owned())),
        found => return Err(LibraryError::Newer { found, known: Library::FORMAT }),
    }
    let articles = db.query_row("SELECT count(*) FROM page WHERE removed = 0", [], |row| row.get::<_, i64>(0))?;
    Ok(Held {
        articles: articles.unsigned_abs(),
        annotations: count(&db, "annotation")?,
        operations: count(&db, "operation")?,
    })
}

fn count(db: &Connection, table: &str) -> Result<u64, LibraryError> {
    let rows = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))?;
    Ok(rows.unsigned_abs())
}

/// The same path with an ending behind its name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> Result<(), LibraryError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LibraryError::File { path: path.to_owned(), error })
        }
        _ => Ok(()),
    }
}

/// Makes a new name in a folder last through a power cut, where the system can say so.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
