//! What became of each import: kept for people to read, to try again what failed, and to go on where one broke off.
//!
//! The lines about a part are written in the transaction that takes the part in, so that what a report says is true
//! whenever the program ends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::article::{Warning, Wish};

use super::kept_path::{kept, read};
use super::operation::parse;
use super::{ArticleId, ImportOutcome, Library, LibraryError, OperationId, WishOutcome};

/// Where something that is imported was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The path to show; inside a file: that file's, a slash and the name inside.
    pub path: PathBuf,
    /// The file that holds it, where it lies inside one.
    pub container: Option<PathBuf>,
}

impl Origin {
    /// The file on the disk.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.container.as_deref().unwrap_or(&self.path)
    }
}

/// A story that is only named, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wished {
    /// What is said of it.
    pub wish: Wish,
    /// Where; `None` leaves it out of the report.
    pub origin: Option<Origin>,
}

impl Wished {
    /// The name of the file on the disk that holds it.
    pub(super) fn source(&self) -> Option<String> {
        let name = self.origin.as_ref()?.file().file_name()?;
        Some(name.to_string_lossy().into_owned())
    }
}

impl From<Wish> for Wished {
    fn from(wish: Wish) -> Self {
        Self { wish, origin: None }
    }
}

/// Why a file was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// A stable name of the reason ("empty").
    pub code: String,
    /// What the reason is about: a format, a limit, the system's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The whole reason in English.
    pub said: String,
}

/// A file that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Which.
    pub origin: Origin,
    /// [`LineOutcome::Skipped`] or [`LineOutcome::Failed`].
    pub outcome: LineOutcome,
    /// Why.
    pub why: Why,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineOutcome {
    /// A new story.
    New,
    /// A changed text of a story that was there.
    Version,
    /// A story that was there.
    Same,
    /// A story that is only named.
    Wanted,
    /// Left alone.
    Skipped,
    /// Not to be read.
    Failed,
}

impl LineOutcome {
    /// Each, in the order of reports.
    pub const ALL: [Self; 6] = [Self::New, Self::Version, Self::Same, Self::Wanted, Self::Skipped, Self::Failed];

    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Version => "version",
            Self::Same => "same",
            Self::Wanted => "wanted",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// What a report says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Where it was found.
    pub origin: Origin,
    /// What became of it.
    pub outcome: LineOutcome,
    /// What else is said.
    pub said: Said,
}

/// What a report says of a file beside its outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The story that it made, or that it is the same as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// The story's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why it was not taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// What was doubtful on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// Stands for a line of a report while the library is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineNumber(i64);

/// An import as its report has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// The operation that its parts belong to.
    pub id: OperationId,
    /// When it began, RFC 3339.
    pub at: String,
    /// What was asked for: files and folders, or the first of them.
    pub sources: Vec<PathBuf>,
    /// How many there are.
    pub asked: usize,
    /// Whether a watched folder brought it.
    pub watched: bool,
    /// When every file had been looked at; `None` while it runs, and where it was stopped or broke off.
    pub finished: Option<String>,
    /// Whether the person stopped it.
    pub stopped: bool,
    /// Whether undo took it back.
    pub taken_back: bool,
    /// How many lines of each outcome it has.
    pub counts: BTreeMap<LineOutcome, usize>,
}

impl ImportRecord {
    /// How many files became this.
    #[must_use]
    pub fn count(&self, outcome: LineOutcome) -> usize {
        self.counts.get(&outcome).copied().unwrap_or(0)
    }

    /// How many lines it has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it can be gone on with.
    #[must_use]
    pub const fn is_unfinished(&self) -> bool {
        self.finished.is_none() && !self.taken_back
    }
}

impl Library {
    /// Opens the report of an import of `sources`. Without it, the import's parts are taken in and nothing is reported.
    pub fn open_report(&mut self, import: OperationId, sources: &[PathBuf]) -> Result<(), LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        open(&transaction, import, &now, false)?;
        for path in sources {
            add_source(&transaction, import, path)?;
        }
        Ok(transaction.commit()?)
    }

    /// Reports files that were not taken in.
    pub fn report_missed(&mut self, import: OperationId, missed: &[Missed]) -> Result<(), LibraryError> {
        if missed.is_empty() {
            return Ok(());
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        stands(&transaction, import)?;
        for file in missed {
            let said = Said { why: Some(file.why.clone()), ..Said::default() };
            write(&transaction, import, &file.origin, file.outcome, &said)?;
        }
        Ok(transaction.commit()?)
    }

    /// Says that the person stopped an import, or that it goes on. What was declined before counts no more.
    pub fn note_stopped(&mut self, import: OperationId, stopped: bool) -> Result<(), LibraryError> {
        let said = params![import.to_string(), stopped];
        self.db.execute("UPDATE import SET stopped = ?2, declined = 0 WHERE id = ?1", said)?;
        Ok(())
    }

    /// Says that the person was offered to go on with an import and did not want to: it is not offered again.
    pub fn note_declined(&mut self, import: OperationId) -> Result<(), LibraryError> {
        self.db.execute("UPDATE import SET declined = 1 WHERE id = ?1", [import.to_string()])?;
        Ok(())
    }

    /// The last import, where the person is to be asked whether to go on with it: it was stopped or broke off, and they
    /// have not declined. What watched folders brought goes on by itself unless it was stopped.
    pub fn import_to_offer(&self) -> Result<Option<ImportRecord>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT id FROM (SELECT * FROM import ORDER BY rowid DESC LIMIT 1)
             WHERE finished IS NULL AND NOT taken_back AND NOT declined AND (stopped OR NOT watched)",
        )?;
        let id = query.query_row([], |row| row.get::<_, String>(0)).optional()?;
        id.map_or(Ok(None), |id| self.import_at_a_glance(parse(&id)?))
    }

    /// Says that every file of an import was looked at.
    pub fn close_report(&mut self, import: OperationId) -> Result<(), LibraryError> {
        let now = self.now();
        self.db.execute("UPDATE import SET finished = ?2 WHERE id = ?1", params![import.to_string(), now])?;
        Ok(())
    }

    /// Every import that has a report, newest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>, LibraryError> {
        let mut all = Vec::new();
        for id in self.import_ids()? {
            all.extend(self.import_record(id)?);
        }
        Ok(all)
    }

    /// The imports that have a report, newest first.
    pub fn import_ids(&self) -> Result<Vec<OperationId>, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT id FROM import ORDER BY rowid DESC")?;
        let ids = query.query_map([], |row| row.get::<_, String>(0))?;
        ids.map(|id| parse(&id?)).collect()
    }

    /// The imports of watched folders that broke off: neither finished nor stopped nor taken back; oldest first.
    pub fn broken_off_imports(&self) -> Result<Vec<OperationId>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT id FROM import WHERE finished IS NULL AND watched AND NOT stopped AND NOT taken_back ORDER BY rowid",
        )?;
        let ids = query.query_map([], |row| row.get::<_, String>(0))?;
        ids.map(|id| parse(&id?)).collect()
    }

    /// One import with all that was asked for; `None` where there is no report of it.
    pub fn import_record(&self, id: OperationId) -> Result<Option<ImportRecord>, LibraryError> {
        self.record_with(id, -1)
    }

    /// One import with the first of what was asked for; `None` where there is no report of it.
    pub fn import_at_a_glance(&self, id: OperationId) -> Result<Option<ImportRecord>, LibraryError> {
        self.record_with(id, 3)
    }

    /// One import with at most so many of its sources; all where the number is negative.
    fn record_with(&self, id: OperationId, most_sources: i64) -> Result<Option<ImportRecord>, LibraryError> {
        let key = id.to_string();
        let mut query = self.db.prepare_cached(
            "SELECT at, finished, watched, stopped, taken_back,
             (SELECT count(*) FROM import_source WHERE import = ?1) FROM import WHERE id = ?1",
        )?;
        let read = |row: &Row<'_>| {
            Ok(ImportRecord {
                id,
                at: row.get(0)?,
                finished: row.get(1)?,
                watched: row.get(2)?,
                stopped: row.get(3)?,
                taken_back: row.get(4)?,
                asked: usize::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
                sources: Vec::new(),
                counts: BTreeMap::new(),
            })
        };
        let Some(mut record) = query.query_row([&key], read).optional()? else { return Ok(None) };
        record.counts = self.counts(&key)?;
        record.sources = self.sources(&key, most_sources)?;
        Ok(Some(record))
    }

    fn counts(&self, import: &str) -> Result<BTreeMap<LineOutcome, usize>, LibraryError> {
        let mut counts = BTreeMap::new();
        let mut query =
            self.db.prepare_cached("SELECT outcome, count(*) FROM import_line WHERE import = ?1 GROUP BY outcome")?;
        let mut rows = query.query([import])?;
        while let Some(row) = rows.next()? {
            let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            counts.insert(outcome_named(&row.get::<_, String>(0)?)?, count);
        }
        Ok(counts)
    }

    fn sources(&self, import: &str, most: i64) -> Result<Vec<PathBuf>, LibraryError> {
        let mut sources = Vec::new();
        let mut query =
            self.db.prepare_cached("SELECT path FROM import_source WHERE import = ?1 ORDER BY rowid LIMIT ?2")?;
        let mut rows = query.query(params![import, most])?;
        while let Some(row) = rows.next()? {
            sources.extend(read(row, 0)?);
        }
        Ok(sources)
    }

    /// What a report says, in the order in which files were done; of one outcome, or (`None`) of all.
    pub fn import_lines(
        &self,
        import: OperationId,
        outcome: Option<LineOutcome>,
    ) -> Result<Vec<ImportLine>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT outcome, path, container, json FROM import_line
             WHERE import = ?1 AND (?2 IS NULL OR outcome = ?2) ORDER BY number",
        )?;
        let mut rows = query.query(params![import.to_string(), outcome.map(LineOutcome::name)])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }

    /// The lines of a report after one, or from the first on, in the order in which files were done; of one outcome, or
    /// (`None`) of all.
    pub fn import_line_numbers(
        &self,
        import: OperationId,
        outcome: Option<LineOutcome>,
        after: Option<LineNumber>,
    ) -> Result<Vec<LineNumber>, LibraryError> {
        // The index alone answers this; it has the outcomes apart.
        let mut query = self.db.prepare_cached(
            "SELECT number FROM import_line WHERE import = ?1 AND (?2 IS NULL OR outcome = ?2) AND number > ?3",
        )?;
        let after = after.map_or(i64::MIN, |LineNumber(number)| number);
        let asked = params![import.to_string(), outcome.map(LineOutcome::name), after];
        let found = query.query_map(asked, |row| row.get(0))?;
        let mut numbers = found.map(|number| Ok(LineNumber(number?))).collect::<Result<Vec<_>, LibraryError>>()?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// What these lines say.
    pub fn import_lines_at(&self, numbers: &[LineNumber]) -> Result<Vec<ImportLine>, LibraryError> {
        let mut query =
            self.db.prepare_cached("SELECT outcome, path, container, json FROM import_line WHERE number = ?1")?;
        let mut lines = Vec::with_capacity(numbers.len());
        for LineNumber(number) in numbers {
            let mut rows = query.query([number])?;
            let row =
                rows.next()?.ok_or_else(|| LibraryError::Damaged(format!("line {number} of an import is gone")))?;
            lines.push(line(row)?);
        }
        Ok(lines)
    }
}

fn line(row: &Row<'_>) -> Result<ImportLine, LibraryError> {
    let origin = Origin { path: read(row, 1)?.unwrap_or_default(), container: read(row, 2)? };
    let said = serde_json::from_str(&row.get::<_, String>(3)?)?;
    Ok(ImportLine { origin, outcome: outcome_named(&row.get::<_, String>(0)?)?, said })
}

/// Opens a report.
pub(super) fn open(db: &Connection, import: OperationId, now: &str, watched: bool) -> Result<(), LibraryError> {
    db.prepare_cached(
        "INSERT INTO import (id, at, finished, taken_back, watched, stopped) VALUES (?1, ?2, NULL, 0, ?3, 0)",
    )?
    .execute(params![import.to_string(), now, watched])?;
    Ok(())
}

/// Whether there is a report of an import.
pub(super) fn is_open(db: &Connection, import: OperationId) -> Result<bool, LibraryError> {
    Ok(db.prepare_cached("SELECT 1 FROM import WHERE id = ?1")?.exists([import.to_string()])?)
}

/// Notes something that was asked for.
pub(super) fn add_source(db: &Connection, import: OperationId, path: &Path) -> Result<(), LibraryError> {
    db.prepare_cached("INSERT INTO import_source (import, path) VALUES (?1, ?2)")?
        .execute(params![import.to_string(), kept(path)])?;
    Ok(())
}

fn outcome_named(name: &str) -> Result<LineOutcome, LibraryError> {
    LineOutcome::named(name).ok_or_else(|| LibraryError::Damaged(format!("no outcome of an import: {name}")))
}

/// Refuses to go on with an import that was taken back: what comes after would stand without the rest.
pub(super) fn stands(db: &Connection, import: OperationId) -> Result<(), LibraryError> {
    let taken_back: Option<bool> = db
        .prepare_cached("SELECT taken_back FROM import WHERE id = ?1")?
        .query_row([import.to_string()], |row| row.get(0))
        .optional()?;
    if taken_back == Some(true) { Err(LibraryError::TakenBack) } else { Ok(()) }
}

/// Notes that an import was taken back, or done again. Undo of anything else changes nothing.
pub(super) fn note_taken_back(db: &Connection, group: &str, taken_back: bool) -> Result<(), LibraryError> {
    db.prepare_cached("UPDATE import SET taken_back = ?2 WHERE id = ?1")?.execute(params![group, taken_back])?;
    Ok(())
}

/// Reports a story that was taken in.
pub(super) fn story(
    db: &Connection,
    import: OperationId,
    origin: &Origin,
    outcome: ImportOutcome,
    (title, warnings): (String, Vec<Warning>),
) -> Result<(), LibraryError> {
    let line = match outcome {
        ImportOutcome::New(_) => LineOutcome::New,
        ImportOutcome::Same(_) => LineOutcome::Same,
        ImportOutcome::Changed(_) => LineOutcome::Version,
    };
    let said = Said { article: Some(outcome.article()), title: Some(title), why: None, warnings };
    write(db, import, origin, line, &said)
}

/// Reports a story that is only named.
pub(super) fn wish(
    db: &Connection,
    import: OperationId,
    origin: &Origin,
    outcome: WishOutcome,
    title: String,
) -> Result<(), LibraryError> {
    let (line, article) = match outcome {
        WishOutcome::New => (LineOutcome::Wanted, None),
        WishOutcome::Same => (LineOutcome::Same, None),
        WishOutcome::Held(id) => (LineOutcome::Same, Some(id)),
    };
    write(db, import, origin, line, &Said { article, title: Some(title), ..Said::default() })
}

fn write(
    db: &Connection,
    import: OperationId,
    origin: &Origin,
    outcome: LineOutcome,
    said: &Said,
) -> Result<(), LibraryError> {
    let import = import.to_string();
    let reported = db.prepare_cached("SELECT 1 FROM import WHERE id = ?1")?.exists([&import])?;
    if !reported {
        return Ok(());
    }
    db.prepare_cached("INSERT INTO import_line (import, outcome, path, container, json) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            import,
            outcome.name(),
            kept(&origin.path),
            origin.container.as_deref().map(kept),
            serde_json::to_string(said)?
        ])?;
    Ok(())
}

#[cfg(test)]
#[path = "imports_tests.rs"]
mod tests;
