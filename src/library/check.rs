//! Looking for anything wrong with the store.

use rusqlite::Connection;

use super::operation::{Payload, parse};
use super::{AnchorState, AnnotationId, ArticleId, Library, LibraryError, prepare};

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
    /// An entry of the log cannot be read.
    #[error("entry {0} of the log cannot be read")]
    Log(String),
    /// The search index is not that of the texts.
    #[error("the search index does not fit the texts: {0}")]
    Search(String),
}

impl Library {
    /// Everything that is wrong with the store; empty where all is well.
    pub fn check(&self) -> Result<Vec<Problem>, LibraryError> {
        let mut problems = Vec::new();
        database(&self.db, &mut problems)?;
        pages(&self.db, &mut problems)?;
        annotations(&self.db, &mut problems)?;
        operations(&self.db, &mut problems)?;
        if let Err(error) = self.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)", []) {
            problems.push(Problem::Search(error.to_string()));
        }
        Ok(problems)
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

fn pages(db: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut query = db.prepare(
        "SELECT page.id, sha256, size, bytes, article.id IS NOT NULL FROM page LEFT JOIN article ON article.id = page.id",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id = parse(&row.get::<_, String>(0)?)?;
        let (hash, stored): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(3)?);
        let size = usize::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
        match prepare::decompress(&stored, size) {
            Ok(bytes) if prepare::hash(&bytes).as_slice() == hash => {}
            Ok(_) => problems.push(Problem::Page(id, "its bytes are not those that were saved".to_owned())),
            Err(error) => problems.push(Problem::Page(id, error.to_string())),
        }
        if !row.get::<_, bool>(4)? {
            problems.push(Problem::NoText(id));
        }
    }
    Ok(())
}

fn annotations(db: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut query = db.prepare(
        "SELECT annotation.json, body, body_version FROM annotation JOIN article ON article.id = annotation.article",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let mark: super::Annotation = serde_json::from_str(&row.get::<_, String>(0)?)?;
        let (body, version): (String, u32) = (row.get(1)?, row.get(2)?);
        let sure = matches!(mark.state, AnchorState::Exact | AnchorState::Moved);
        if mark.anchor.version != version || (sure && mark.anchor.span.of(&body) != mark.anchor.quote) {
            problems.push(Problem::Quote(mark.id));
        }
    }
    Ok(())
}

fn operations(db: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut query = db.prepare("SELECT id, payload FROM operation")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if serde_json::from_str::<Payload>(&row.get::<_, String>(1)?).is_err() {
            problems.push(Problem::Log(row.get(0)?));
        }
    }
    Ok(())
}
