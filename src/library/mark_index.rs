//! What the list of all marks is found by: derived from the marks of the articles that are there, and written with each
//! of them in the same transaction.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::text::fold_key;

use super::{Annotation, AnnotationId, ArticleId, Library, LibraryError, annotate, articles, filing, note_links};

/// A mark as it stands in the table.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    article: Vec<u8>,
    color: u8,
    author: String,
    created: String,
    doubt: bool,
    noted: bool,
}

impl Entry {
    fn of(mark: &Annotation) -> Self {
        Self {
            article: mark.article.0.as_bytes().to_vec(),
            color: mark.color.number(),
            author: mark.author.clone(),
            created: mark.created.clone(),
            doubt: mark.is_in_doubt(),
            noted: !mark.note.is_empty(),
        }
    }
}

/// The words that a mark is found by, folded.
pub(super) fn words(mark: &Annotation) -> String {
    fold_key(&format!("{} {} {}", mark.anchor.quote, mark.note, mark.tags.join(" ")))
}

/// Takes in a mark as it stands now; one of an article that is not there is left out.
pub(super) fn put(db: &Connection, mark: &Annotation) -> Result<(), LibraryError> {
    if !articles::is_held(db, mark.article)? {
        return remove(db, mark.id);
    }
    let number = match number_of(db, mark.id)? {
        Some(number) => {
            remove_words(db, number)?;
            number
        }
        None => db
            .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM mark")?
            .query_row([], |row| row.get::<_, i64>(0))?,
    };
    write(db, mark, number)
}

fn write(db: &Connection, mark: &Annotation, number: i64) -> Result<(), LibraryError> {
    let Entry { article, color, author, created, doubt, noted } = Entry::of(mark);
    db.prepare_cached(
        "INSERT OR REPLACE INTO mark (id, number, article, color, author, created, doubt, noted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![mark.id.0.as_bytes(), number, article, color, author, created, doubt, noted])?;
    db.prepare_cached("INSERT INTO mark_words (rowid, words) VALUES (?1, ?2)")?
        .execute(params![number, words(mark)])?;
    let mut tag = db.prepare_cached("INSERT OR IGNORE INTO mark_tag (tag, mark) VALUES (?1, ?2)")?;
    for name in &mark.tags {
        tag.execute(params![name, number])?;
    }
    note_links::put(db, mark.article, Some(mark.id), &mark.note)
}

/// Leaves a mark out.
pub(super) fn remove(db: &Connection, id: AnnotationId) -> Result<(), LibraryError> {
    if let Some(number) = number_of(db, id)? {
        remove_words(db, number)?;
        note_links::remove(db, id)?;
        db.prepare_cached("DELETE FROM mark WHERE id = ?1")?.execute([id.0.as_bytes()])?;
    }
    Ok(())
}

fn remove_words(db: &Connection, number: i64) -> Result<(), LibraryError> {
    db.prepare_cached("DELETE FROM mark_words WHERE rowid = ?1")?.execute([number])?;
    db.prepare_cached("DELETE FROM mark_tag WHERE mark = ?1")?.execute([number])?;
    Ok(())
}

fn number_of(db: &Connection, id: AnnotationId) -> Result<Option<i64>, LibraryError> {
    let mut query = db.prepare_cached("SELECT number FROM mark WHERE id = ?1")?;
    Ok(query.query_row([id.0.as_bytes()], |row| row.get(0)).optional()?)
}

/// Takes in the marks of an article that came, or leaves out those of one that went.
pub(super) fn put_article(db: &Connection, id: ArticleId) -> Result<(), LibraryError> {
    for mark in annotate::of_article(db, id)? {
        put(db, &mark)?;
    }
    let note = if articles::is_held(db, id)? { filing::get(db, id)?.note } else { String::new() };
    note_links::put(db, id, None, &note)
}

/// Makes all of it anew.
pub(super) fn rebuild(db: &Connection) -> Result<(), LibraryError> {
    db.execute_batch(
        "DELETE FROM mark; DELETE FROM mark_tag; DELETE FROM note_link; INSERT INTO mark_words (mark_words) VALUES ('delete-all');",
    )?;
    let mut query = db.prepare(HELD)?;
    let mut rows = query.query([])?;
    let mut number = 0;
    while let Some(row) = rows.next()? {
        // What cannot be read is named by the check and hides no other.
        if let Ok(mark) = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()) {
            number += 1;
            write(db, &mark, number)?;
        }
    }
    note_links::put_filings(db)
}

const HELD: &str = "SELECT json FROM annotation JOIN page ON page.id = annotation.article WHERE removed = 0
     ORDER BY annotation.id";

impl Library {
    /// Whether what marks are found by is that of the marks.
    pub(super) fn marks_are_indexed(&self) -> Result<bool, LibraryError> {
        let mut query = self.db.prepare(HELD)?;
        let mut rows = query.query([])?;
        let mut stored =
            self.db.prepare("SELECT article, color, author, created, doubt, noted, number FROM mark WHERE id = ?1")?;
        let mut tags = self.db.prepare("SELECT count(*) FROM mark_tag WHERE mark = ?1")?;
        let mut count = 0_i64;
        while let Some(row) = rows.next()? {
            let Ok(mark) = serde_json::from_str::<Annotation>(row.get_ref(0)?.as_str().unwrap_or_default()) else {
                continue;
            };
            count += 1;
            let found = stored.query_row([mark.id.0.as_bytes()], |row| {
                let entry = Entry {
                    article: row.get(0)?,
                    color: row.get(1)?,
                    author: row.get(2)?,
                    created: row.get(3)?,
                    doubt: row.get(4)?,
                    noted: row.get(5)?,
                };
                Ok((entry, row.get::<_, i64>(6)?))
            });
            let Some((entry, number)) = found.optional()? else { return Ok(false) };
            let distinct: std::collections::BTreeSet<&String> = mark.tags.iter().collect();
            let tagged: i64 = tags.query_row([number], |row| row.get(0))?;
            if entry != Entry::of(&mark) || usize::try_from(tagged).ok() != Some(distinct.len()) {
                return Ok(false);
            }
        }
        let both: (i64, i64) =
            self.db.query_row("SELECT (SELECT count(*) FROM mark), (SELECT count(*) FROM mark_words)", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok(both == (count, count))
    }
}
