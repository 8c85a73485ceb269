//! Stories in several pages that were saved as several files: one article, made of the pages in their order.
//!
//! An edition that a page was added by says of which saved bytes its story is made (`edition.joins`): the pages' numbers
//! with the SHA-256 of their bytes, which are the same in every library. So each page that comes is an edition like a changed
//! text: marks are carried over, undo goes back by one page, and the bytes of each are kept. All pages in one win over parts.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};

use crate::article::{self, Article, SavedPage, SourceFile, has_page, join_pages};
use crate::text::fold_key;

use super::editions::{Known, names_a_page, page_of_edition};
use super::import::page_of;
use super::operation::parse;
use super::rebuild::{Page, page_from};
use super::{ArticleId, EditionId, LibraryError, Prepared};

/// The pages that a story is made of: the SHA-256 of their bytes, in hexadecimal digits, by their numbers.
pub(super) type Joined = BTreeMap<u32, String>;

/// What an article is made of now: the story of its edition, or of the pages that this joins.
pub(super) fn current_article(db: &Connection, id: ArticleId) -> Result<Article, LibraryError> {
    let edition: Option<String> =
        db.query_row("SELECT edition FROM page WHERE id = ?1", [id.to_string()], |row| row.get(0))?;
    article_of(db, id, edition.as_deref().map(parse).transpose()?)
}

/// The story of an edition as the reader makes it now.
pub(super) fn article_of(db: &Connection, id: ArticleId, edition: Option<EditionId>) -> Result<Article, LibraryError> {
    match joined(db, edition)? {
        None => read(id, &page_of_edition(db, id, edition)?),
        Some(joined) => {
            let pages: Result<Vec<_>, LibraryError> =
                joined.iter().map(|(number, bytes)| Ok((*number, read(id, &page_of_bytes(db, id, bytes)?)?))).collect();
            join_pages(pages?).ok_or_else(|| LibraryError::DamagedPage(id, "it is made of no page".to_owned()))
        }
    }
}

fn read(id: ArticleId, page: &Page) -> Result<Article, LibraryError> {
    let source = SourceFile { name: &page.file, bytes: &page.bytes, url: page.url.as_deref(), imported: page.imported };
    article::read(&source).map_err(|error| LibraryError::DamagedPage(id, error.to_string()))
}

fn page_of_bytes(db: &Connection, id: ArticleId, sha256: &str) -> Result<Page, LibraryError> {
    const COLUMNS: &str = "file, url, imported_on, size, bytes";
    let sql = format!(
        "SELECT {COLUMNS} FROM page WHERE sha256 = unhex(?1) UNION ALL
         SELECT {COLUMNS} FROM edition WHERE sha256 = unhex(?1)"
    );
    page_from(db, id, &sql, sha256)
}

/// The pages that an edition joins; `None` where it is a story of its own.
fn joined(db: &Connection, edition: Option<EditionId>) -> Result<Option<Joined>, LibraryError> {
    let Some(edition) = edition else { return Ok(None) };
    let mut query = db.prepare_cached("SELECT joins FROM edition WHERE id = ?1")?;
    let joins: Option<String> = query.query_row([edition.to_string()], |row| row.get(0)).optional()?.flatten();
    joins.as_deref().map(parse_joined).transpose()
}

/// Pages as kept.
pub(super) fn parse_joined(joins: &str) -> Result<Joined, LibraryError> {
    serde_json::from_str(joins).map_err(|error| LibraryError::Damaged(error.to_string()))
}

/// A hash as it is kept.
pub(super) fn hexadecimal(sha256: &[u8]) -> String {
    sha256.iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

/// The hash of the bytes of an edition that is a story of its own.
fn bytes_of(db: &Connection, id: ArticleId, edition: Option<EditionId>) -> Result<String, LibraryError> {
    let (sql, key) = match edition {
        None => ("SELECT sha256 FROM page WHERE id = ?1", id.to_string()),
        Some(edition) => ("SELECT sha256 FROM edition WHERE id = ?1", edition.to_string()),
    };
    let sha256: Vec<u8> = db.prepare_cached(sql)?.query_row([key], |row| row.get(0))?;
    Ok(hexadecimal(&sha256))
}

/// What an operation under way will have done.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The editions that articles are made of then.
    pub editions: BTreeMap<ArticleId, EditionId>,
    /// The articles that show no more, since they are pages of others.
    pub hidden: Vec<ArticleId>,
    /// The articles that show then, and did not before.
    pub shown: Vec<ArticleId>,
}

/// An article that a page may belong to.
struct Candidate {
    id: ArticleId,
    edition: Option<EditionId>,
    /// The page that it says it is.
    page: Option<SavedPage>,
}

/// Looks for the article that a story is a page of, or that is a page of it: one with its title at its address that shows,
/// or will once what is `pending` is done. `None` where pages have no part in it.
pub(super) fn meets(db: &Connection, story: &Prepared, pending: &Pending) -> Result<Option<Known>, LibraryError> {
    if story.article.meta.url.as_deref().is_some_and(|url| !names_a_page(url)) {
        return Ok(None);
    }
    for candidate in candidates(db, &story.article, &pending.shown)? {
        if pending.hidden.contains(&candidate.id)
            || page_of(db, &story.sha256)?.is_some_and(|own| own.0 == candidate.id)
        {
            continue;
        }
        let edition = pending.editions.get(&candidate.id).copied().or(candidate.edition);
        let joined = joined(db, edition)?;
        if story.article.page.is_none() && joined.is_none() && candidate.page.is_none() {
            continue;
        }
        // Without an address only pages of as many are the same story.
        let stated = story.article.meta.url.is_some()
            || joined.is_some()
            || candidate.page.is_some() && pages_stated(candidate.page) == pages_stated(story.article.page);
        let Ok(current) = article_of(db, candidate.id, edition) else { continue };
        if stated && let Some(known) = meet(db, story, &Candidate { edition, ..candidate }, (joined, &current))? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// What a story whose bytes the library holds as an article of their own is to the other articles of its title and address:
/// a page that is joined there already, or one that is to be joined now, which takes the article away that it stood for. That
/// is only done where nobody has worked on it: marks belong to what they were made on. `None` where it stays what it is.
pub(super) fn held_apart(
    db: &Connection,
    story: &Prepared,
    held: ArticleId,
    pending: &Pending,
) -> Result<Option<Known>, LibraryError> {
    let others = candidates(db, &story.article, &[])?.into_iter().filter(|other| other.id != held);
    let others: Vec<Candidate> = others.collect();
    let bytes = hexadecimal(&story.sha256);
    for other in &others {
        let edition = pending.editions.get(&other.id).copied().or(other.edition);
        if joined(db, edition)?.is_some_and(|pages| pages.values().any(|page| *page == bytes)) {
            return Ok(Some(Known::Same(other.id)));
        }
    }
    if others.is_empty() || pending.editions.contains_key(&held) || is_more_than_a_page(db, held)? {
        return Ok(None);
    }
    Ok(match meets(db, story, pending)? {
        // Bytes are an edition only once: what was joined before and taken back is joined again as it was.
        Some(Known::Page(id, before, joins)) if is_free_or(db, &story.sha256, (id, &joins))? => {
            Some(Known::Page(id, before, joins))
        }
        _ => None,
    })
}

/// Whether these bytes are no edition yet, or the one of this article that joins these pages.
fn is_free_or(db: &Connection, sha256: &[u8; 32], (id, joins): (ArticleId, &str)) -> Result<bool, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM edition WHERE sha256 = ?1 AND (article, joins) IS NOT (?2, ?3))",
    )?;
    let other: bool = query.query_row((sha256.as_slice(), id.to_string(), joins), |row| row.get(0))?;
    Ok(!other)
}

/// Whether an article holds more than the bytes that it was imported from: other editions, or anything that a person did.
fn is_more_than_a_page(db: &Connection, id: ArticleId) -> Result<bool, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM edition WHERE article = ?1)
             OR EXISTS (SELECT 1 FROM annotation WHERE article = ?1)
             OR EXISTS (SELECT 1 FROM filing WHERE article = ?1)
             OR EXISTS (SELECT 1 FROM ruling WHERE article = ?1)
             OR EXISTS (SELECT 1 FROM verdict WHERE article = ?1)
             OR EXISTS (SELECT 1 FROM note_link WHERE target = 'article:' || ?1)",
    )?;
    Ok(query.query_row([id.to_string()], |row| row.get(0))?)
}

fn pages_stated(page: Option<SavedPage>) -> Option<u32> {
    if let Some(SavedPage::Part { of, .. }) = page { of } else { None }
}

fn candidates(db: &Connection, story: &Article, shown: &[ArticleId]) -> Result<Vec<Candidate>, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT article.id, json, edition, removed FROM article JOIN page ON page.id = article.id
         WHERE title_key = ?1 AND article.url IS ?2 ORDER BY article.id",
    )?;
    if story.meta.url.is_none() && pages_stated(story.page).is_none() {
        return Ok(Vec::new());
    }
    let mut rows = query.query([Some(fold_key(&story.meta.title)), story.meta.url.clone()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: ArticleId = parse(&row.get::<_, String>(0)?)?;
        if row.get(3)? && !shown.contains(&id) {
            continue;
        }
        let stored: Article = serde_json::from_str(&row.get::<_, String>(1)?)?;
        let edition = row.get::<_, Option<String>>(2)?.as_deref().map(parse).transpose()?;
        found.push(Candidate { id, edition, page: stored.page });
    }
    Ok(found)
}

/// What a story is to an article with its title and address; `None` where it is what it would be without pages.
fn meet(
    db: &Connection,
    story: &Prepared,
    candidate: &Candidate,
    (joined, current): (Option<Joined>, &Article),
) -> Result<Option<Known>, LibraryError> {
    let Candidate { id, edition, .. } = *candidate;
    let (body, whole) = (&story.article.body, current.page == Some(SavedPage::Whole));
    let is_joined = joined.is_some();
    let theirs = match (joined, current.page) {
        (Some(joined), _) => Some(joined),
        (None, Some(SavedPage::Part { number, .. })) => Some(Joined::from([(number, bytes_of(db, id, edition)?)])),
        (None, _) => None,
    };
    let (number, mut pages) = match (story.article.page, theirs) {
        (Some(SavedPage::Whole), _) | (None, None) => return Ok(None),
        (Some(SavedPage::Part { number, .. }), Some(theirs)) => (number, theirs),
        (Some(SavedPage::Part { number, .. }), None) => {
            if number == 1 && !whole {
                return Ok(None);
            }
            if whole || has_page(&current.body, body) {
                return Ok(Some(Known::Kept(id)));
            }
            (number, Joined::from([(1, bytes_of(db, id, edition)?)]))
        }
        // The story without a number is its first page, or all of it.
        (None, Some(_)) if has_page(body, &current.body) => return Ok(None),
        (None, Some(theirs)) => (1, theirs),
    };
    if let Some(bytes) = pages.get(&number) {
        if !is_joined && pages.len() == 1 {
            return Ok(None);
        }
        if read(id, &page_of_bytes(db, id, bytes)?)?.body == *body {
            return Ok(Some(Known::Same(id)));
        }
    }
    pages.insert(number, hexadecimal(&story.sha256));
    Ok(Some(Known::Page(id, edition, serde_json::to_string(&pages)?)))
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
