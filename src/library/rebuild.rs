//! Making derived data anew from the pages; what people made is put back where it stands now.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use crate::entity::{self, Engine};
use crate::text::{Alignment, Shingles};

use super::annotate::Before;
use super::import::{Derived, READER_VERSION, write_article};
use super::operation::{Payload, Step, log, name, parse};
use super::{
    Anchor, Annotation, AnnotationId, ArticleId, Changes, Environment, Library, LibraryError, OperationId,
    OperationKind, annotate, pages, prepare, rulings,
};

impl Library {
    /// Whether derived data was made by another version of reader or engine.
    pub fn stale(&self) -> Result<bool, LibraryError> {
        let found = self
            .db
            .query_row(
                "SELECT 1 FROM article WHERE reader <> ?1 OR engine <> ?2 LIMIT 1",
                [READER_VERSION, entity::VERSION],
                |_| Ok(()),
            )
            .optional()?;
        Ok(found.is_some())
    }

    /// The articles whose derived data was made by another version of reader or engine.
    pub fn stale_articles(&self) -> Result<Vec<ArticleId>, LibraryError> {
        let mut query = self.db.prepare("SELECT id FROM article WHERE reader <> ?1 OR engine <> ?2 ORDER BY id")?;
        let rows = query.query_map([READER_VERSION, entity::VERSION], |row| row.get::<_, String>(0))?;
        rows.map(|id| parse(&id?)).collect()
    }

    /// Makes all derived data anew from the pages. `progress` hears of each page done and of how many there are.
    ///
    /// Each article is one transaction; a page that cannot be read keeps what was made of it before and is named in the
    /// answer. Where a body changed, its version rises and its marks are anchored again.
    pub fn rebuild(
        &mut self,
        engine: &Engine,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(Vec<LibraryError>, Changes), LibraryError> {
        let ids = all_pages(&self.db)?;
        let mut failed = Vec::new();
        for (done, id) in ids.iter().enumerate() {
            progress(done, ids.len());
            match self.rebuild_article(engine, *id) {
                Err(error @ LibraryError::DamagedPage(..)) => failed.push(error),
                other => other?,
            }
        }
        progress(ids.len(), ids.len());
        Ok((failed, Changes { articles: true, annotations: true, ..Changes::default() }))
    }

    /// Makes the derived data of one article anew, in one transaction.
    pub fn rebuild_article(&mut self, engine: &Engine, id: ArticleId) -> Result<(), LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let old = annotate::body(&transaction, id)?;
        let article = match (pages::current_article(&transaction, id), &old) {
            (Err(error @ LibraryError::DamagedPage(..)), Some((body, version))) => {
                // Marks that wait for its text stand in the one that is there meanwhile.
                let steps = carry(&transaction, id, (None, &BTreeMap::new()), (body, *version))?;
                log_carried(&transaction, &mut self.environment, (id, &now), (steps, None))?;
                transaction.commit()?;
                return Err(error);
            }
            (article, _) => article?,
        };
        let version = match &old {
            Some((body, version)) if *body == article.body => *version,
            Some((_, version)) => version + 1,
            None => 1,
        };
        let from = old.as_ref().map(|(body, _)| prepare::hash(body.as_bytes()));
        let mut steps = Vec::new();
        let mut before = None;
        if let Some((body, version)) = old.filter(|(body, _)| *body != article.body) {
            let known = Before { version, alignment: Alignment::new(&body, &article.body) };
            steps.extend(rulings::reanchor(&transaction, id, (&body, &known), &article.body)?);
            before = Some(known);
        }
        let (mentions, proposed) =
            prepare::analyse(engine, &article, &rulings::applying(&transaction, id, &article.body)?);
        let sketch = Shingles::new(&article.body).sketch();
        let derived = Derived { mentions: &mentions, proposed: &proposed, sketch: sketch.as_ref() };
        write_article(&transaction, id, &article, &derived, version)?;
        let back = if before.is_some() { stood(&transaction, id, &article.body)? } else { BTreeMap::new() };
        steps.extend(carry(&transaction, id, (before.as_ref(), &back), (&article.body, version))?);
        log_carried(&transaction, &mut self.environment, (id, &now), (steps, from))?;
        transaction.commit()?;
        Ok(())
    }
}

/// Notes in the log what was carried, away from the text with this hash where that is another one.
fn log_carried(
    db: &Connection,
    environment: &mut Environment,
    (id, now): (ArticleId, &str),
    (steps, from): (Vec<Step>, Option<[u8; 32]>),
) -> Result<(), LibraryError> {
    if steps.is_empty() {
        return Ok(());
    }
    let operation = OperationId((environment.ids)());
    let payload = Payload { steps, from, ..Payload::default() };
    log(db, operation, OperationKind::Reanchor, now, &environment.author, Some(id), &payload)
}

/// Marks, each with how it was carried.
type Stood = BTreeMap<AnnotationId, (Annotation, Annotation)>;

/// Puts the marks of an article on this body, of this version: as they stood in it before, else by what is left of the body
/// `before` it. The answer is what was done.
fn carry(
    db: &Connection,
    id: ArticleId,
    (before, back): (Option<&Before>, &Stood),
    (body, version): (&str, u32),
) -> Result<Vec<Step>, LibraryError> {
    let mut steps = Vec::new();
    for mark in annotate::of_article(db, id)? {
        if mark.anchor.version == version && annotate::stands(&mark, body) {
            continue;
        }
        let mut after = mark.clone();
        match back.get(&mark.id).filter(|(_, carried)| is_placed_like(carried, &mark)) {
            Some((stood, _)) => {
                after.anchor = Anchor { version, ..stood.anchor.clone() };
                (after.state, after.detached) = (stood.state, stood.detached);
            }
            None => annotate::reanchor(&mut after, before, body, version),
        }
        annotate::put(db, mark.id, Some(&after))?;
        steps.push(Step::Annotation { id: after.id, before: Some(Box::new(mark)), after: Some(Box::new(after)) });
    }
    Ok(steps)
}

/// Where marks stood when they were carried away from just this text, each with how it was then carried: a text that comes
/// back, as by undo, finds its marks as it left them.
fn stood(db: &Connection, id: ArticleId, body: &str) -> Result<Stood, LibraryError> {
    let hash = prepare::hash(body.as_bytes());
    let mut query =
        db.prepare_cached("SELECT payload FROM operation WHERE article = ?1 AND kind = ?2 ORDER BY number DESC")?;
    let mut rows = query.query([id.to_string(), name(OperationKind::Reanchor)?])?;
    while let Some(row) = rows.next()? {
        let Ok(payload) = serde_json::from_str::<Payload>(&row.get::<_, String>(0)?) else { continue };
        if payload.from == Some(hash) {
            let carried = payload.steps.into_iter().filter_map(|step| match step {
                Step::Annotation { id, before: Some(before), after: Some(after) } => Some((id, (*before, *after))),
                _ => None,
            });
            return Ok(carried.collect());
        }
    }
    Ok(BTreeMap::new())
}

/// Whether nobody has said since where a mark stands.
fn is_placed_like(carried: &Annotation, mark: &Annotation) -> bool {
    let place = |mark: &Annotation| (mark.anchor.span, mark.state, mark.detached);
    place(carried) == place(mark) && carried.anchor.quote == mark.anchor.quote
}

/// A stored page, decompressed.
pub(super) struct Page {
    pub file: String,
    pub url: Option<String>,
    pub imported: Date,
    pub bytes: Vec<u8>,
}

fn all_pages(db: &Connection) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db.prepare("SELECT id FROM page ORDER BY id")?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|id| parse(&id?)).collect()
}

/// The page that `sql` gives for a key, as file, address, day of import, size and bytes; one of this article.
pub(super) fn page_from(db: &Connection, id: ArticleId, sql: &str, key: &str) -> Result<Page, LibraryError> {
    let (file, url, imported, size, stored) = db.query_row(sql, [key], |row| {
        let size: i64 = row.get(3)?;
        Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, size, row.get::<_, Vec<u8>>(4)?))
    })?;
    let bytes = prepare::decompress(&stored, usize::try_from(size).unwrap_or_default())
        .map_err(|error| LibraryError::DamagedPage(id, error.to_string()))?;
    let imported: Date =
        imported.parse().map_err(|error: jiff::Error| LibraryError::DamagedPage(id, error.to_string()))?;
    Ok(Page { file, url, imported, bytes })
}
