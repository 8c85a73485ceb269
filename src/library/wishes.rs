//! Stories that are wanted: named by references, or kept by their address in an export or among bookmarks.
//!
//! A wish is ground data. It stays when its story comes, and shows no more; so an undo of that import shows it again.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension as _, Params, params};
use serde::{Deserialize, Serialize};

use crate::article::{Article, Wish, WishedMark, canonical_url};
use crate::text::{Span, anchor, fold_key, occurrences, passages};

use super::filing::cleaned;
use super::operation::{Payload, Step, kind_named, parse};
use super::plan::Plan;
use super::{
    Anchor, AnchorState, Annotation, AnnotationId, ArticleId, Changes, Color, Environment, Filing, Library,
    LibraryError, OperationId, OperationKind, WishId, Wished, annotate, clean_tag, imports,
};

/// A wish as the library keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredWish {
    /// Its identity.
    pub id: WishId,
    /// What was said of the story.
    pub wish: Wish,
    /// The name of the export or list that it came from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WishOutcome {
    /// It is new.
    New,
    /// The same was wished before.
    Same,
    /// The library holds the story.
    Held(ArticleId),
}

/// A story that the library lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its title, or its address where it has none.
    pub title: String,
    /// How often references name it.
    pub references: usize,
    /// What was said of it where it was kept by its address.
    pub wish: Option<Wish>,
    /// The name of the export or list that said so.
    pub source: Option<String>,
}

impl Wanted {
    /// Its address, where it is known.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.wish.as_ref().map(|wish| wish.url.as_str()).filter(|url| !url.is_empty())
    }
}

impl Library {
    /// Takes in stories that are only named, as a part of a larger import. One that the library holds is filed as the wish
    /// says, where it was not filed before.
    pub fn wish_part(
        &mut self,
        whole: OperationId,
        wishes: Vec<Wished>,
    ) -> Result<(Vec<WishOutcome>, Changes), LibraryError> {
        self.operate_in(OperationKind::Import, Some(whole), |db, now, environment| {
            imports::stands(db, whole)?;
            let (mut outcomes, mut plan) = (Vec::with_capacity(wishes.len()), Plan::default());
            let mut first: HashMap<String, WishOutcome> = HashMap::new();
            for wished in completed(wishes) {
                let source = wished.source();
                let Wished { wish, origin } = wished;
                let name = wish.name().to_owned();
                let (url, key) = keys(&wish);
                let same = url.clone().unwrap_or_else(|| key.clone());
                let outcome = if let Some(outcome) = first.get(&same) {
                    if *outcome == WishOutcome::New { WishOutcome::Same } else { *outcome }
                } else if let Some(article) = held(db, url.as_deref(), &key)? {
                    enrich(db, &mut plan, article, &wish, (now, environment))?;
                    WishOutcome::Held(article)
                } else if let Some(before) = known(db, url.as_deref(), &key)? {
                    let mut after = before.clone();
                    after.wish.complete(wish);
                    if after != before {
                        let (id, before, after) = (after.id, Some(Box::new(before)), Some(Box::new(after)));
                        plan.push(Step::Wish { id, before, after });
                    }
                    WishOutcome::Same
                } else {
                    let stored = StoredWish { id: WishId((environment.ids)()), wish, source };
                    plan.push(Step::Wish { id: stored.id, before: None, after: Some(Box::new(stored)) });
                    WishOutcome::New
                };
                first.insert(same, outcome);
                if let Some(origin) = &origin {
                    imports::wish(db, whole, origin, outcome, name)?;
                }
                outcomes.push(outcome);
            }
            Ok((outcomes, plan.into_steps()))
        })
    }

    /// What is wanted: titles that references name and the library lacks, the most wanted first; then what was kept by its
    /// address, the newest first.
    pub fn wanted(&self) -> Result<Vec<Wanted>, LibraryError> {
        let lacking = |(title, references)| Wanted { title, references, wish: None, source: None };
        let mut wanted: Vec<Wanted> = self.missing()?.into_iter().map(lacking).collect();
        // The first of several under one title, as the list has the most wanted first.
        let mut named: HashMap<String, usize> = HashMap::with_capacity(wanted.len());
        for (place, story) in wanted.iter().enumerate() {
            named.entry(fold_key(&story.title)).or_insert(place);
        }
        let mut query = self.db.prepare_cached("SELECT json FROM wish ORDER BY id DESC")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let StoredWish { wish, source, .. } = serde_json::from_str(&row.get::<_, String>(0)?)?;
            let (url, key) = keys(&wish);
            if held(&self.db, url.as_deref(), &key)?.is_some() {
                continue;
            }
            let place = named.get(&key).copied().filter(|_| !key.is_empty());
            match place.and_then(|place| wanted.get_mut(place)) {
                // The address kept last is the one to show; others under that title stand for themselves.
                Some(other) if other.wish.is_none() => (other.wish, other.source) = (Some(wish), source),
                _ => wanted.push(Wanted { title: wish.name().to_owned(), references: 0, wish: Some(wish), source }),
            }
        }
        Ok(wanted)
    }
}

/// The same, where the first of several that name one story says what the others say of it as well.
fn completed(mut wishes: Vec<Wished>) -> Vec<Wished> {
    let mut first: HashMap<(Option<String>, String), usize> = HashMap::new();
    for place in 0..wishes.len() {
        let Some(wish) = wishes.get(place).map(|wished| &wished.wish) else { break };
        let (url, key) = keys(wish);
        let key = if url.is_some() { String::new() } else { key };
        let (wish, before) = (wish.clone(), *first.entry((url, key)).or_insert(place));
        if let Some(one) = wishes.get_mut(before).filter(|_| before < place) {
            one.wish.complete(wish);
        }
    }
    wishes
}

/// What a wish is known by: its address in canonical form, and its folded title.
pub(super) fn keys(wish: &Wish) -> (Option<String>, String) {
    (canonical_url(&wish.url), fold_key(&wish.title))
}

/// The article that a wish names: by its address, else by its title where it has no address.
pub(super) fn held(db: &Connection, url: Option<&str>, key: &str) -> Result<Option<ArticleId>, LibraryError> {
    let found: Option<String> = db
        .prepare_cached(
            "SELECT article.id FROM article JOIN page ON page.id = article.id WHERE removed = 0
             AND (article.url = ?1 OR ?1 IS NULL AND title_key = ?2 AND ?2 <> '') ORDER BY article.id LIMIT 1",
        )?
        .query_row(params![url, key], |row| row.get(0))
        .optional()?;
    found.map(|id| parse(&id)).transpose()
}

/// The wish that is kept by the same address, or by the same title where neither has an address.
pub(super) fn known(db: &Connection, url: Option<&str>, key: &str) -> Result<Option<StoredWish>, LibraryError> {
    first(db, "url = ?1 OR ?1 IS NULL AND url IS NULL AND title_key = ?2 ORDER BY id", params![url, key])
}

/// The wish with this id.
pub(super) fn get(db: &Connection, id: WishId) -> Result<Option<StoredWish>, LibraryError> {
    first(db, "id = ?1", [id.to_string()])
}

fn first(db: &Connection, condition: &str, values: impl Params) -> Result<Option<StoredWish>, LibraryError> {
    let mut query = db.prepare_cached(&format!("SELECT json FROM wish WHERE {condition} LIMIT 1"))?;
    let found: Option<String> = query.query_row(values, |row| row.get(0)).optional()?;
    Ok(found.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// What is said of an article whose story comes: by its export, completed by the wish that names it.
pub(super) fn wished(db: &Connection, article: &Article, own: Option<&Wish>) -> Result<Option<Wish>, LibraryError> {
    Ok(match (own.cloned(), naming(db, article)?) {
        (Some(mut own), Some(kept)) => {
            own.complete(kept);
            Some(own)
        }
        (own, kept) => own.or(kept),
    })
}

/// How a wish files its story.
fn filing_of(wish: &Wish) -> Filing {
    Filing {
        starred: wish.starred,
        read: wish.read,
        tags: cleaned(&wish.tags),
        collections: wish.collection.iter().filter_map(|name| clean_tag(name)).collect(),
        note: wish.note.clone(),
        rating: None,
    }
}

/// Plans to file and mark an article as an export or a wish says: what the person filed stands, and a mark that is there
/// already, or that the person changed or deleted, is not made again.
pub(super) fn enrich(
    db: &Connection,
    plan: &mut Plan,
    id: ArticleId,
    wish: &Wish,
    (now, environment): (&str, &mut Environment),
) -> Result<(), LibraryError> {
    let there = plan.marks(db, id)?;
    // The log is read where it is asked, and once.
    let mut past = None;
    let mut known = || {
        let known = match past.take() {
            Some(known) => known,
            None => Rc::new(Past::of(db, id, &there)?),
        };
        Ok::<_, LibraryError>(Rc::clone(past.insert(known)))
    };
    let (before, after) = (plan.filing(db, id)?, filing_of(wish));
    if before == Filing::default() && after != before && !known()?.unfiled {
        plan.push(Step::Filing { id, before: Box::new(before), after: Box::new(after) });
    }
    let Some((body, version)) = annotate::body(db, id)? else { return Ok(()) };
    for mark in &wish.marks {
        let made = marked(id, (&body, version), mark, now, environment);
        let twice = |other: &Annotation| other.anchor.quote == made.anchor.quote && other.note == made.note;
        let is_there = there.iter().chain(plan.planned_marks(id)).any(twice);
        if !is_there && !known()?.had(&made) {
            plan.push(Step::Annotation { id: made.id, before: None, after: Some(Box::new(made)) });
        }
    }
    Ok(())
}

/// A mark that stands or that a person deleted, as the log knows it.
#[derive(Default)]
struct PastMark {
    quote: String,
    /// All notes that it ever had.
    notes: BTreeSet<String>,
    deleted: bool,
}

/// What a person did to an article before.
#[derive(Default)]
struct Past {
    /// Its marks, those that stand and those that a person deleted. Those whose import was undone are not.
    marks: HashMap<AnnotationId, PastMark>,
    /// Whether a person took away all by which it was filed.
    unfiled: bool,
}

impl Past {
    fn of(db: &Connection, id: ArticleId, there: &[Annotation]) -> Result<Self, LibraryError> {
        let mut past = Self::default();
        // What deletes a mark, changes its note or files an article is about one article.
        let mut query = db.prepare_cached("SELECT kind, payload FROM operation WHERE article = ?1 ORDER BY number")?;
        let mut rows = query.query([id.to_string()])?;
        while let Some(row) = rows.next()? {
            let kind = kind_named(&row.get::<_, String>(0)?);
            // Reading has a payload of its own.
            let (Ok(kind), Ok(Payload { steps, .. })) = (kind, serde_json::from_str(&row.get::<_, String>(1)?)) else {
                continue;
            };
            for step in steps {
                past.take(kind, step);
            }
        }
        for mark in there {
            let known = past.marks.entry(mark.id).or_default();
            known.quote.clone_from(&mark.anchor.quote);
            known.deleted = false;
        }
        past.marks.retain(|id, mark| mark.deleted || there.iter().any(|there| there.id == *id));
        Ok(past)
    }

    fn take(&mut self, kind: OperationKind, step: Step) {
        match step {
            Step::Annotation { id, before, after } => {
                let mark = self.marks.entry(id).or_default();
                let deletes = matches!(kind, OperationKind::DeleteAnnotation | OperationKind::Redo);
                mark.deleted = deletes && after.is_none();
                for state in [before, after].into_iter().flatten() {
                    mark.notes.insert(state.note);
                    mark.quote = state.anchor.quote;
                }
            }
            Step::Note { id, before, after, .. } => {
                self.marks.entry(id).or_default().notes.extend([before.text, after.text]);
            }
            Step::Filing { after, .. } => {
                let files = matches!(kind, OperationKind::File | OperationKind::Redo);
                self.unfiled = files && *after == Filing::default();
            }
            _ => {}
        }
    }

    /// Whether a mark was like this one.
    fn had(&self, made: &Annotation) -> bool {
        self.marks.values().any(|past| past.quote == made.anchor.quote && past.notes.contains(&made.note))
    }
}

/// The wish that names an article.
fn naming(db: &Connection, article: &Article) -> Result<Option<Wish>, LibraryError> {
    let names = "url = ?1 OR url IS NULL AND title_key = ?2 ORDER BY url IS NULL, id";
    let key = fold_key(&article.meta.title);
    Ok(first(db, names, params![article.meta.url, key])?.map(|stored| stored.wish))
}

/// A mark of an export in the body that the reader made of its story: where its words stand once, for certain; at the
/// first of several places, in doubt; lost where they do not stand.
fn marked(
    article: ArticleId,
    (body, version): (&str, u32),
    mark: &WishedMark,
    now: &str,
    environment: &mut Environment,
) -> Annotation {
    let exact: Vec<Span> = body
        .match_indices(mark.quote.as_str())
        .map(|(start, words)| Span { start, end: start + words.len() })
        .filter(|span| !span.is_empty())
        .collect();
    // Services glue paragraphs together and leave out what stands around the words.
    let looser: [fn(&str, &str) -> Vec<Span>; 2] = [passages, occurrences];
    let places =
        looser.iter().fold(exact, |found, look| if found.is_empty() { look(body, &mark.quote) } else { found });
    let (span, state) = match places.as_slice() {
        [] => (None, AnchorState::Lost),
        [only] => (Some(*only), AnchorState::Exact),
        [first, ..] => (Some(*first), AnchorState::Suspect),
    };
    let span_or_start = span.unwrap_or(Span { start: 0, end: 0 });
    let (found, prefix, suffix) = anchor::make(body, span_or_start);
    let quote = if span.is_some() { found } else { mark.quote.clone() };
    let (prefix, suffix) = if span.is_some() { (prefix, suffix) } else { (String::new(), String::new()) };
    // A day alone is no moment.
    let moment = mark.created.as_deref().and_then(|created| created.parse::<jiff::Timestamp>().ok());
    let created = moment.map_or_else(|| now.to_owned(), |moment| moment.to_string());
    Annotation {
        id: AnnotationId((environment.ids)()),
        article,
        anchor: Anchor { span: span_or_start, quote, prefix, suffix, version },
        color: Color::FIRST,
        note: mark.note.clone(),
        tags: cleaned(&mark.tags),
        author: mark.author.clone().unwrap_or_else(|| environment.author.clone()),
        modified: created.clone(),
        created,
        state,
        detached: false,
    }
}

/// Writes a wish, or takes it away.
pub(super) fn put(db: &Connection, id: WishId, stored: Option<&StoredWish>) -> Result<Changes, LibraryError> {
    match stored {
        Some(stored) => {
            let (url, key) = keys(&stored.wish);
            db.prepare_cached("INSERT OR REPLACE INTO wish (id, url, title_key, json) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id.to_string(), url, key, serde_json::to_string(stored)?])?
        }
        None => db.prepare_cached("DELETE FROM wish WHERE id = ?1")?.execute([id.to_string()])?,
    };
    Ok(Changes::default())
}

#[cfg(test)]
#[path = "wishes_tests.rs"]
mod tests;
