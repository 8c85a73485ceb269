//! The files of watched folders that an import was given.
//!
//! They are noted in the transaction that opens that import's report: a file is given once, and an import that broke
//! off still knows what it has to do. What was taken back is not taken again by itself.

use std::collections::HashMap;
use std::path::PathBuf;

use rusqlite::{Connection, TransactionBehavior, params};

use super::import::page_of;
use super::kept_path::{kept, read};
use super::{Library, LibraryError, LineOutcome, Missed, OperationId, Prepared, Why, imports};

/// A file as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFile {
    /// Its whole path.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub modified: i64,
}

impl Library {
    /// Opens the report of an import of those of these files that were not given to one as they are now, or adds them to
    /// it where it is open, and gives them; where there are none, nothing is opened.
    pub fn open_watched_report(
        &mut self,
        import: OperationId,
        files: Vec<WatchedFile>,
    ) -> Result<Vec<PathBuf>, LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut fresh = Vec::new();
        {
            let mut note = transaction.prepare_cached(
                "INSERT INTO watched_file (path, size, modified) VALUES (?1, ?2, ?3)
                 ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified
                 WHERE size <> excluded.size OR modified <> excluded.modified",
            )?;
            for file in files {
                let size = i64::try_from(file.size).unwrap_or(i64::MAX);
                if note.execute(params![kept(&file.path), size, file.modified])? > 0 {
                    fresh.push(file.path);
                }
            }
        }
        if !fresh.is_empty() {
            if !imports::is_open(&transaction, import)? {
                imports::open(&transaction, import, &now, true)?;
            }
            for path in &fresh {
                imports::add_source(&transaction, import, path)?;
            }
        }
        transaction.commit()?;
        Ok(fresh)
    }

    /// Of stories that a watched folder brought, leaves out and reports those that a person took away: by undo, or by
    /// removing them.
    pub fn leave_taken_away(
        &mut self,
        import: OperationId,
        stories: Vec<Prepared>,
    ) -> Result<Vec<Prepared>, LibraryError> {
        let (mut left, mut missed) = (Vec::new(), Vec::new());
        for story in stories {
            let removed = page_of(&self.db, &story.sha256)?.is_some_and(|(_, removed)| removed);
            match story.origin.clone().filter(|_| removed) {
                Some(origin) => {
                    let said = "it was taken out of the library before".to_owned();
                    let why = Why { code: "taken-away".to_owned(), detail: None, said };
                    missed.push(Missed { origin, outcome: LineOutcome::Skipped, why });
                }
                None => left.push(story),
            }
        }
        self.report_missed(import, &missed)?;
        Ok(left)
    }

    /// The files that imports were given, each with its size in bytes and when it was changed last, in nanoseconds since
    /// 1970.
    pub fn watched_files(&self) -> Result<HashMap<PathBuf, (u64, i64)>, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT path, size, modified FROM watched_file")?;
        let mut rows = query.query([])?;
        let mut files = HashMap::new();
        while let Some(row) = rows.next()? {
            let size = u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            if let Some(path) = read(row, 0)? {
                files.insert(path, (size, row.get(2)?));
            }
        }
        Ok(files)
    }
}

/// Whether a watched folder brought what an import takes in.
pub(super) fn is_watched(db: &Connection, import: OperationId) -> Result<bool, LibraryError> {
    Ok(db.prepare_cached("SELECT 1 FROM import WHERE id = ?1 AND watched")?.exists([import.to_string()])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Environment;

    fn file(path: &str, modified: i64) -> WatchedFile {
        WatchedFile { path: path.into(), size: 7, modified }
    }

    #[test]
    fn a_file_is_given_to_one_import_until_it_changes() {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        let first = library.begin_import();
        let given = library.open_watched_report(first, vec![file("/a", 1), file("/b", 1)]).unwrap();
        assert_eq!(given, [PathBuf::from("/a"), "/b".into()]);
        assert_eq!(library.broken_off_imports().unwrap(), [first]);
        library.note_stopped(first, true).unwrap();
        assert_eq!(library.broken_off_imports().unwrap(), []);
        let second = library.begin_import();
        assert!(library.open_watched_report(second, vec![file("/a", 1)]).unwrap().is_empty());
        assert_eq!(library.import_ids().unwrap(), [first], "an import of nothing has no report");
        let given = library.open_watched_report(second, vec![file("/a", 2), file("/b", 1)]).unwrap();
        assert_eq!(given, [PathBuf::from("/a")]);
        let record = library.import_record(second).unwrap().unwrap();
        assert!(record.watched && record.is_unfinished() && record.sources == given);
        library.open_watched_report(second, vec![file("/c", 1)]).unwrap();
        assert_eq!(library.import_record(second).unwrap().unwrap().asked, 2, "more of the same import");
        assert_eq!(library.watched_files().unwrap()[&PathBuf::from("/a")], (7, 2));
    }
}
