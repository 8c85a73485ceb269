//! Looking for anything wrong with the store.

use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior};

use super::operation::{Payload, parse};
use super::{AnnotationId, ArticleId, Library, LibraryError, annotate, mark_index, prepare};
use crate::entity::Engine;

/// Something wrong with the store; its display form is one clear sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// `SQLite` found the file damaged.
    #[error("the database is damaged: {0}")]
    Database(String),
    /// A row refers to one that is not there.
    #[error("a row of {0} refers to one that is not there")]
    Dangling(String),
    /// A page cannot be read, or is not what was saved.
    #[error("the page of article {0} is damaged: {1}")]
    Page(ArticleId, String),
    /// An article has no derived data.
    #[error("article {0} has a page but no text; `sorot rebuild` makes it again")]
    NoText(ArticleId),
    /// An annotation does not stand on its words.
    #[error("annotation {0} does not stand on its words")]
    Quote(AnnotationId),
    /// A row whose content cannot be read.
    #[error("{table} {id} cannot be read: {reason}")]
    Row {
        /// Of which table.
        table: &'static str,
        /// Its id, or its number where that is broken too.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An entry of the log cannot be read.
    #[error("entry {0} of the log cannot be read")]
    Log(String),
    /// The search index is not that of the texts.
    #[error("the search index does not fit the texts: {0}")]
    Search(String),
    /// What marks are found by is not that of the marks.
    #[error("the list of all marks does not fit the marks")]
    Marks,
}

impl Library {
    /// Everything that is wrong with the store; empty where all is well. One broken row hides no other.
    pub fn check(&self) -> Result<Vec<Problem>, LibraryError> {
        let mut problems = Vec::new();
        database(&self.db, &mut problems)?;
        each_row(&self.db, "page", PAGES, &mut problems, page)?;
        each_row(&self.db, "edition", EDITIONS, &mut problems, page)?;
        each_row(&self.db, "annotation", ANNOTATIONS, &mut problems, annotation)?;
        let articles = format!("SELECT id, json, {} FROM article", super::articles::NAMES);
        each_row(&self.db, "article", &articles, &mut problems, article)?;
        each_row(&self.db, "ruling", "SELECT id, json FROM ruling", &mut problems, ruling)?;
        each_row(&self.db, "filing", "SELECT article, json FROM filing", &mut problems, filing)?;
        each_row(&self.db, "verdict", "SELECT id, json FROM verdict", &mut problems, verdict)?;
        each_row(&self.db, "wish", "SELECT id, json FROM wish", &mut problems, wish)?;
        each_row(
            &self.db,
            "import_line",
            "SELECT 'line ' || number, json FROM import_line",
            &mut problems,
            import_line,
        )?;
        each_row(&self.db, "operation", "SELECT id, payload FROM operation", &mut problems, operation)?;
        // The index is asked by a write, which a library that may only be read refuses.
        if !self.is_read_only()
            && let Err(error) = self.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", [])
        {
            match LibraryError::from(error) {
                LibraryError::Busy => return Err(LibraryError::Busy),
                error => problems.push(Problem::Search(error.to_string())),
            }
        }
        // A damaged file was named above.
        if !self.marks_are_indexed().unwrap_or(true) {
            problems.push(Problem::Marks);
        }
        Ok(problems)
    }

    /// Mends what the machine can make anew: texts, names, references and the search index from the pages, and the places
    /// of marks from their quotes. What the damage of the file keeps from being mended stays. The answer is what is still
    /// wrong. What people made is never thrown away.
    pub fn mend(&mut self, engine: &Engine) -> Result<Vec<Problem>, LibraryError> {
        let problems = self.check()?;
        for problem in &problems {
            let stale = match problem {
                Problem::NoText(id) => Some(*id),
                Problem::Quote(id) => self.article_of(*id)?,
                Problem::Row { table: "article", id, .. } => id.parse().ok(),
                _ => None,
            };
            if let Some(id) = stale {
                unless_damaged(self.rebuild_article(engine, id))?;
            }
        }
        if problems.iter().any(|problem| matches!(problem, Problem::Search(_))) {
            let rebuilt = self.db.execute("INSERT INTO search (search) VALUES ('rebuild')", []);
            unless_damaged(rebuilt.map(drop).map_err(LibraryError::from))?;
        }
        if problems.contains(&Problem::Marks) {
            unless_damaged(self.rebuild_mark_index())?;
        }
        self.check()
    }

    fn rebuild_mark_index(&mut self) -> Result<(), LibraryError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        mark_index::rebuild(&transaction)?;
        Ok(transaction.commit()?)
    }

    fn article_of(&self, annotation: AnnotationId) -> Result<Option<ArticleId>, LibraryError> {
        let found: Option<String> = self
            .db
            .query_row("SELECT article FROM annotation WHERE id = ?1", [annotation.to_string()], |row| row.get(0))
            .optional()?;
        found.map(|id| parse(&id)).transpose()
    }
}

/// What is damaged is named among what is still wrong, and keeps nothing else from being mended.
fn unless_damaged(mended: Result<(), LibraryError>) -> Result<(), LibraryError> {
    match mended {
        Err(LibraryError::DamagedPage(..) | LibraryError::Damaged(_)) => Ok(()),
        other => other,
    }
}

fn database(db: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut query = db.prepare("PRAGMA integrity_check")?;
    for line in query.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(Problem::Database(line));
        }
    }
    let mut query = db.prepare("PRAGMA foreign_key_check")?;
    for table in query.query_map([], |row| row.get::<_, String>(0))? {
        problems.push(Problem::Dangling(table?));
    }
    Ok(())
}

/// Looks at each row of `sql`, whose first column is the row's id; what cannot be read is a problem of its own.
fn each_row(
    db: &Connection,
    table: &'static str,
    sql: &str,
    problems: &mut Vec<Problem>,
    look: fn(&Row<'_>) -> Result<Option<Problem>, LibraryError>,
) -> Result<(), LibraryError> {
    let mut query = db.prepare(sql)?;
    let mut rows = query.query([])?;
    loop {
        // A page of the file that cannot be read ends the table; `database` has named it.
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(()),
            Err(error) => {
                problems.push(Problem::Database(format!("{table}: {error}")));
                return Ok(());
            }
        };
        match look(row) {
            Ok(problem) => problems.extend(problem),
            Err(error) => {
                let id = row.get::<_, String>(0).unwrap_or_else(|_| "without an id".to_owned());
                let reason = match error {
                    LibraryError::Damaged(reason) => reason,
                    other => other.to_string(),
                };
                problems.push(Problem::Row { table, id, reason });
            }
        }
    }
}

const PAGES: &str = "SELECT page.id, sha256, size, bytes, article.id IS NOT NULL
    FROM page LEFT JOIN article ON article.id = page.id";

const EDITIONS: &str = "SELECT article, sha256, size, bytes, 1 FROM edition";

fn page(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    let id = parse(&row.get::<_, String>(0)?)?;
    let (hash, stored): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(3)?);
    let size = usize::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
    Ok(match prepare::decompress(&stored, size) {
        Ok(bytes) if prepare::hash(&bytes).as_slice() != hash => {
            Some(Problem::Page(id, "its bytes are not those that were saved".to_owned()))
        }
        Err(error) => Some(Problem::Page(id, error.to_string())),
        Ok(_) if !row.get::<_, bool>(4)? => Some(Problem::NoText(id)),
        Ok(_) => None,
    })
}

const ANNOTATIONS: &str = "SELECT annotation.id, annotation.json, body, body_version
    FROM annotation JOIN article ON article.id = annotation.article";

fn annotation(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    let mark: super::Annotation = serde_json::from_str(&row.get::<_, String>(1)?)?;
    let (body, version): (String, u32) = (row.get(2)?, row.get(3)?);
    let misplaced = mark.anchor.version != version || !annotate::stands(&mark, &body);
    Ok(misplaced.then_some(Problem::Quote(mark.id)))
}

fn article(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<crate::article::Article>(&row.get::<_, String>(1)?)?;
    if super::articles::names(row, 2)?.is_none() {
        return Err(LibraryError::Damaged("its names are no names".to_owned()));
    }
    Ok(None)
}

fn ruling(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<super::StoredRuling>(&row.get::<_, String>(1)?)?;
    Ok(None)
}

fn wish(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<super::StoredWish>(&row.get::<_, String>(1)?)?;
    Ok(None)
}

fn verdict(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<super::Verdict>(&row.get::<_, String>(1)?)?;
    Ok(None)
}

fn import_line(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<super::Said>(&row.get::<_, String>(1)?)?;
    Ok(None)
}

fn filing(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    serde_json::from_str::<super::Filing>(&row.get::<_, String>(1)?)?;
    Ok(None)
}

fn operation(row: &Row<'_>) -> Result<Option<Problem>, LibraryError> {
    let read = serde_json::from_str::<Payload>(&row.get::<_, String>(1)?);
    Ok(if read.is_err() { Some(Problem::Log(row.get(0)?)) } else { None })
}
