//! Editions: a story that was saved again after its text had changed.
//!
//! The bytes of each edition are kept for ever; a step of an operation says which one the article is made of. Taking the step
//! back brings the older text back, and marks are put on each as on any body that changed.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::article::{Article, SavedPage, Warning};
use crate::text::fold_key;

use super::operation::parse;
use super::pages::{self, Pending};
use super::rebuild::{Page, page_from};
use super::{ArticleId, Changes, EditionId, Library, LibraryError, Prepared};

/// The version of the reader in the row of an article that is to be made of another edition.
pub(super) const UNMADE: u32 = 0;

/// One saved edition of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its identity; `None` for the page as it was saved first.
    pub id: Option<EditionId>,
    /// The name of the file that it came from.
    pub file: String,
    /// When it was imported, RFC 3339.
    pub imported: String,
    /// How many bytes it has.
    pub size: usize,
    /// Whether the article is made of it now.
    pub current: bool,
    /// The numbers of the pages that its story is made of, where it is a page of one in several.
    pub pages: Vec<u32>,
}

impl Library {
    /// The editions of a story in the order in which they were imported, the first save first. Those whose import was
    /// taken back are among them: nothing that was saved is thrown away.
    pub fn editions(&self, id: ArticleId) -> Result<Vec<Edition>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT NULL, file, page.imported, size, edition IS NULL, NULL FROM page WHERE id = ?1
             UNION ALL SELECT edition.id, edition.file, edition.imported, edition.size, page.edition IS edition.id, joins
             FROM edition JOIN page ON page.id = article WHERE article = ?1 ORDER BY 1",
        )?;
        let mut rows = query.query([id.to_string()])?;
        let mut editions = Vec::new();
        while let Some(row) = rows.next()? {
            editions.push(Edition {
                id: row.get::<_, Option<String>>(0)?.as_deref().map(parse).transpose()?,
                file: row.get(1)?,
                imported: row.get(2)?,
                size: usize::try_from(row.get::<_, i64>(3)?).unwrap_or_default(),
                current: row.get(4)?,
                pages: match row.get::<_, Option<String>>(5)? {
                    Some(joins) => pages::parse_joined(&joins)?.into_keys().collect(),
                    None => Vec::new(),
                },
            });
        }
        if editions.is_empty() { Err(LibraryError::NoArticle(id)) } else { Ok(editions) }
    }

    /// The body of an edition as the reader makes it now; of the first save where `edition` is `None`.
    pub fn body_of(&self, id: ArticleId, edition: Option<EditionId>) -> Result<String, LibraryError> {
        Ok(pages::article_of(&self.db, id, edition)?.body)
    }
}

/// The bytes of an edition.
pub(super) fn page_of_edition(
    db: &Connection,
    id: ArticleId,
    edition: Option<EditionId>,
) -> Result<Page, LibraryError> {
    const COLUMNS: &str = "file, url, imported_on, size, bytes";
    match edition {
        None => page_from(db, id, &format!("SELECT {COLUMNS} FROM page WHERE id = ?1"), &id.to_string()),
        Some(edition) => {
            page_from(db, id, &format!("SELECT {COLUMNS} FROM edition WHERE id = ?1"), &edition.to_string())
        }
    }
}

/// What a story that is not known by its bytes is to the library.
pub(super) enum Known {
    /// Another story.
    Not,
    /// The same text as an article's, in another page.
    Same(ArticleId),
    /// A changed text of this article, which is made of the edition `before`.
    Changed(ArticleId, Option<EditionId>),
    /// A page of this article, which is made of the edition `before`: of which pages it is made with this one, as kept.
    Page(ArticleId, Option<EditionId>, String),
    /// A page of this article that adds nothing to it, or that is cut off: its bytes are kept.
    Kept(ArticleId),
}

/// Looks for the article with a story's address whose text it repeats or changes: one that shows, or will once what is
/// `pending` is done.
pub(super) fn known(db: &Connection, story: &Article, pending: &Pending) -> Result<Known, LibraryError> {
    let Some(url) = story.meta.url.as_deref().filter(|url| names_a_page(url)) else { return Ok(Known::Not) };
    let mut query = db.prepare_cached(
        "SELECT article.id, title_key, body, edition, removed, reader FROM article JOIN page ON page.id = article.id
         WHERE article.url = ?1 ORDER BY article.id",
    )?;
    let mut rows = query.query([url])?;
    while let Some(row) = rows.next()? {
        let id: ArticleId = parse(&row.get::<_, String>(0)?)?;
        if row.get(4)? && !pending.shown.contains(&id) {
            continue;
        }
        let planned = pending.editions.get(&id).copied();
        let kept = row.get::<_, Option<String>>(3)?.as_deref().map(parse).transpose()?;
        let edition = planned.or(kept);
        let (mut title, mut body): (String, String) = (row.get(1)?, row.get(2)?);
        // The row still holds the text before where another edition is not made yet.
        if (planned.is_some() || row.get::<_, u32>(5)? == UNMADE)
            && let Ok(article) = pages::article_of(db, id, edition)
        {
            (title, body) = (fold_key(&article.meta.title), article.body);
        }
        if body == story.body {
            return Ok(Known::Same(id));
        }
        if title == fold_key(&story.meta.title) || are_akin(&body, &story.body) {
            // What was cut off while it was saved takes no words away that were there.
            if story.warnings.contains(&Warning::CutOff) && story.body.len() < body.len() {
                return Ok(Known::Kept(id));
            }
            return Ok(Known::Changed(id, edition));
        }
    }
    Ok(Known::Not)
}

/// Whether an address names a page of a site rather than its front, which holds another story each day.
pub(super) fn names_a_page(url: &str) -> bool {
    let behind = url.split_once("://").map_or("", |(_, rest)| rest);
    behind.find(['/', '?']).and_then(|end| behind.get(end..)).is_some_and(|path| path.len() > 1)
}

/// Whether two texts are the same story: a quarter of the runs of four words of the shorter one stand in the other.
///
/// Shingles after Broder, "On the resemblance and containment of documents" (1997).
fn are_akin(one: &str, other: &str) -> bool {
    const RUN: usize = 4;
    fn runs(text: &str) -> HashSet<u64> {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let words: Vec<String> = text.split_whitespace().map(fold_key).collect();
        let hash = |run: &[String]| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        };
        words.windows(RUN.min(words.len().max(1))).map(hash).collect()
    }
    let (one, other) = (runs(one), runs(other));
    let shared = one.intersection(&other).count();
    4 * shared >= one.len().min(other.len()).max(1)
}

/// The article of which these bytes are an edition already, and whether it is removed.
pub(super) fn of_bytes(db: &Connection, sha256: &[u8; 32]) -> Result<Option<(ArticleId, bool)>, LibraryError> {
    let found: Option<(String, bool)> = db
        .prepare_cached(
            "SELECT article, removed FROM edition JOIN page ON page.id = article WHERE edition.sha256 = ?1",
        )?
        .query_row([sha256.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(id, removed)| Ok((parse(&id)?, removed))).transpose()
}

/// The edition that has these bytes, of whatever article.
pub(super) fn with_bytes(db: &Connection, sha256: &[u8; 32]) -> Result<Option<EditionId>, LibraryError> {
    let mut query = db.prepare_cached("SELECT id FROM edition WHERE sha256 = ?1")?;
    let id: Option<String> = query.query_row([sha256.as_slice()], |row| row.get(0)).optional()?;
    id.as_deref().map(parse).transpose()
}

/// What a story whose bytes `article` holds is to it, where they are an edition that is to show again: it came later than the
/// one that shows, or than that will once what is `pending` is done, so its import was taken back. What a newer edition
/// replaced, and a page that added nothing, stay as they are.
pub(super) fn dropped(
    db: &Connection,
    story: &Prepared,
    article: ArticleId,
    pending: &Pending,
) -> Result<Option<Known>, LibraryError> {
    let is_part = matches!(story.article.page, Some(SavedPage::Part { .. }));
    let found: Option<(String, Option<String>)> = db
        .prepare_cached(
            "SELECT edition.id, page.edition FROM edition JOIN page ON page.id = article
             WHERE edition.sha256 = ?1 AND article = ?2 AND (joins IS NOT NULL OR NOT ?3)",
        )?
        .query_row(params![story.sha256.as_slice(), article.to_string(), is_part], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((edition, shows)) = found else { return Ok(None) };
    let edition: EditionId = parse(&edition)?;
    let shows = match pending.editions.get(&article) {
        Some(pending) => Some(*pending),
        None => shows.as_deref().map(parse).transpose()?,
    };
    // Ids sort by time.
    Ok((Some(edition) > shows).then_some(Known::Changed(article, shows)))
}

/// Stores the bytes of a new edition, with the pages that it joins; the operation's step says that the article is made of it.
pub(super) fn add(
    db: &Connection,
    id: EditionId,
    article: ArticleId,
    (story, joins): (&Prepared, Option<&str>),
    now: &str,
) -> Result<(), LibraryError> {
    db.prepare_cached(
        "INSERT INTO edition (id, article, sha256, file, url, size, bytes, imported, imported_on, joins)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id.to_string(),
        article.to_string(),
        story.sha256.as_slice(),
        story.file,
        story.url,
        story.stored_size(),
        story.bytes,
        now,
        story.imported.to_string(),
        joins
    ])?;
    Ok(())
}

/// Says which edition an article is made of. Its text is then stale until it is made anew.
pub(super) fn put(db: &Connection, id: ArticleId, edition: Option<EditionId>) -> Result<Changes, LibraryError> {
    db.prepare_cached("UPDATE page SET edition = ?2 WHERE id = ?1")?
        .execute(params![id.to_string(), edition.map(|edition| edition.to_string())])?;
    db.prepare_cached("UPDATE article SET reader = ?2 WHERE id = ?1")?.execute(params![id.to_string(), UNMADE])?;
    Ok(Changes { articles: true, annotations: true, names: true })
}

#[cfg(test)]
#[path = "editions_tests.rs"]
mod tests;
