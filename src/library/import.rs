//! Taking stories in, and removing them.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::article::Article;
use crate::entity::{self, Mention};
use crate::text::{Sketch, fold_key};

use super::operation::{Step, parse};
use super::taking_in::TakingIn;
use super::{
    ArticleId, Changes, Library, LibraryError, OperationId, OperationKind, Prepared, copies, editions, imports, naming,
    prepare,
};

/// What became of one story of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It is new.
    New(ArticleId),
    /// The library held it already, or held it once and has it back.
    Same(ArticleId),
    /// It is a changed text of a story that the library holds.
    Changed(ArticleId),
}

impl ImportOutcome {
    /// The article, whichever it is.
    #[must_use]
    pub const fn article(self) -> ArticleId {
        match self {
            Self::New(id) | Self::Same(id) | Self::Changed(id) => id,
        }
    }
}

/// One story of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file's name.
    pub file: String,
    /// What became of it.
    pub outcome: ImportOutcome,
}

/// The version of the reader that makes articles of pages; articles made by another one are stale.
pub(super) const READER_VERSION: u32 = 4;

impl Library {
    /// Takes in stories as a part of a larger import, all of which is taken back as one. Refused where it was. Where the
    /// import has a report, it says what became of each.
    pub fn import_part(
        &mut self,
        whole: OperationId,
        stories: Vec<Prepared>,
    ) -> Result<(Vec<Imported>, Changes), LibraryError> {
        self.take_in(Some(whole), stories)
    }

    /// A fresh id for an import that comes in parts.
    pub fn begin_import(&mut self) -> OperationId {
        OperationId((self.environment.ids)())
    }

    /// Takes in stories as one operation. The same bytes are the same article, and so is the same text at the same
    /// address; a removed one comes back, and so does an edition that was taken back. A changed text at the same address is a
    /// new edition: the article is then stale until [`Self::renew`] makes it of that.
    pub fn import(&mut self, stories: Vec<Prepared>) -> Result<(Vec<Imported>, Changes), LibraryError> {
        self.take_in(None, stories)
    }

    fn take_in(
        &mut self,
        whole: Option<OperationId>,
        stories: Vec<Prepared>,
    ) -> Result<(Vec<Imported>, Changes), LibraryError> {
        self.operate_in(OperationKind::Import, whole, |db, now, environment| {
            if let Some(whole) = whole {
                imports::stands(db, whole)?;
            }
            let mut imported = Vec::with_capacity(stories.len());
            let mut taking_in = TakingIn::new(db, now, environment);
            for story in stories {
                let outcome = taking_in.story(&story)?;
                if let (Some(whole), Some(origin)) = (whole, &story.origin) {
                    let told = (story.article.meta.title, story.article.warnings);
                    imports::story(db, whole, origin, outcome, told)?;
                }
                imported.push(Imported { file: story.file, outcome });
            }
            Ok((imported, taking_in.into_steps()))
        })
    }

    /// Removes an article with its marks; undo brings both back.
    pub fn remove_article(&mut self, id: ArticleId) -> Result<Changes, LibraryError> {
        let ((), changes) = self.operate(OperationKind::RemoveArticle, |db, _, _| {
            if !super::articles::is_held(db, id)? {
                return Err(LibraryError::NoArticle(id));
            }
            Ok(((), vec![Step::Page { id, before: false, after: true }]))
        })?;
        Ok(changes)
    }

    /// Removes every sample article, giving how many.
    pub fn remove_samples(&mut self) -> Result<(usize, Changes), LibraryError> {
        self.operate(OperationKind::RemoveSamples, |db, _, _| {
            let mut query = db.prepare("SELECT id FROM page WHERE sample = 1 AND removed = 0 ORDER BY id")?;
            let ids = query.query_map([], |row| row.get::<_, String>(0))?;
            let mut steps = Vec::new();
            for id in ids {
                steps.push(Step::Page { id: parse(&id?)?, before: false, after: true });
            }
            Ok((steps.len(), steps))
        })
    }
}

/// The article with these bytes and whether it is removed.
pub(super) fn page_of(db: &Connection, sha256: &[u8; 32]) -> Result<Option<(ArticleId, bool)>, LibraryError> {
    let found: Option<(String, bool)> = db
        .prepare_cached("SELECT id, removed FROM page WHERE sha256 = ?1")?
        .query_row([sha256.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((id, removed)) => Ok(Some((parse(&id)?, removed))),
        None => editions::of_bytes(db, sha256),
    }
}

/// What the machine found in an article's text.
pub(super) struct Derived<'a> {
    /// Its names.
    pub mentions: &'a [Mention],
    /// What they were made of, as kept.
    pub proposed: &'a [u8],
    /// By what its copies are found.
    pub sketch: Option<&'a Sketch>,
}

/// Writes all that is derived from a page, in place of what was derived before.
pub(super) fn write_article(
    db: &Connection,
    id: ArticleId,
    article: &Article,
    derived: &Derived<'_>,
    body_version: u32,
) -> Result<(), LibraryError> {
    remove_derived(db, id)?;
    let meta = &article.meta;
    let stored = Article { body: String::new(), ..article.clone() };
    db.prepare_cached(
        "INSERT INTO article (id, title, title_key, url, published, json, body, body_version, words, mentions, reader, engine, compared)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1)",
    )?
    .execute(params![
        id.to_string(),
        meta.title,
        fold_key(&meta.title),
        meta.url,
        meta.published.as_ref().map(|published| published.value.as_str()),
        serde_json::to_string(&stored)?,
        article.body,
        body_version,
        i64::try_from(article.body.split_whitespace().count()).unwrap_or(i64::MAX),
        "",
        READER_VERSION,
        entity::VERSION
    ])?;
    let number = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)")?.execute(params![
        number,
        meta.title,
        article.body
    ])?;
    write_packed(db, number, derived.proposed, &prepare::pack_mentions(derived.mentions)?)?;
    write_references(db, id, article)?;
    copies::compare(db, number, &article.body, derived.sketch)?;
    naming::add_all(db, number, derived.mentions)
}

/// Keeps the names of the article with this number, and what the engine proposed.
pub(super) fn write_packed(db: &Connection, number: i64, proposed: &[u8], mentions: &[u8]) -> Result<(), LibraryError> {
    db.prepare_cached("INSERT OR REPLACE INTO names (number, engine, proposed, mentions) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![number, entity::VERSION, proposed, mentions])?;
    Ok(())
}

fn remove_derived(db: &Connection, id: ArticleId) -> Result<(), LibraryError> {
    let id = id.to_string();
    let old: Option<(i64, String, String)> = db
        .prepare_cached("SELECT number, title, body FROM article WHERE id = ?1")?
        .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((number, title, body)) = old else { return Ok(()) };
    db.prepare_cached("INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)")?
        .execute(params![number, title, body])?;
    db.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([&id])?;
    db.prepare_cached("DELETE FROM names WHERE number = ?1")?.execute([number])?;
    copies::forget(db, number)?;
    db.prepare_cached("DELETE FROM reference WHERE article = ?1")?.execute([&id])?;
    naming::forget(db, number)?;
    Ok(())
}

fn write_references(db: &Connection, id: ArticleId, article: &Article) -> Result<(), LibraryError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO reference (article, place, title, title_key, url, uncertain) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (place, reference) in article.references.iter().enumerate() {
        let key = reference.title.as_deref().map(fold_key).filter(|key| !key.is_empty());
        let url = reference.url.as_deref().and_then(crate::article::canonical_url);
        insert.execute(params![
            id.to_string(),
            i64::try_from(place).unwrap_or(i64::MAX),
            reference.title,
            key,
            url,
            reference.uncertain
        ])?;
    }
    Ok(())
}
