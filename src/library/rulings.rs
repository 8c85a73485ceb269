//! A person's rulings on names: kept for ever, obeyed by every analysis, taken back like any other operation.
//!
//! A ruling changes no mention itself. It makes the articles that it may touch stale, and [`Library::renew`] analyses
//! those with all rulings that apply; so it holds for stories that come later as well, and for a newer engine.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::entity::{Decision, Engine, EntityRef, Mention, Ruling, Rulings};
use crate::text::fold_key;

use super::annotate::Before;
use super::operation::{Step, parse};
use super::{
    ArticleId, Changes, Library, LibraryError, OperationKind, RulingId, StoredRuling, articles, import, prepare,
};

impl Library {
    /// Makes a ruling: on one article, or where `article` is `None` on the whole library.
    pub fn rule(
        &mut self,
        article: Option<ArticleId>,
        ruling: Ruling,
    ) -> Result<(StoredRuling, Changes), LibraryError> {
        let (mut made, changes) = self.rule_all(vec![(article, ruling)])?;
        let stored = made.pop().ok_or_else(|| LibraryError::Damaged("a ruling was not kept".to_owned()))?;
        Ok((stored, changes))
    }

    /// Makes several rulings as one step, each on its article or on the whole library.
    pub fn rule_all(
        &mut self,
        rulings: Vec<(Option<ArticleId>, Ruling)>,
    ) -> Result<(Vec<StoredRuling>, Changes), LibraryError> {
        self.operate(OperationKind::Rule, |db, now, environment| {
            let (mut made, mut steps) = (Vec::new(), Vec::new());
            for (article, ruling) in rulings {
                if let Some(id) = article.filter(|id| !articles::is_held(db, *id).unwrap_or_default()) {
                    return Err(LibraryError::NoArticle(id));
                }
                let id = RulingId((environment.ids)());
                let (author, created) = (environment.author.clone(), now.to_owned());
                let stored = StoredRuling { id, article, ruling, author, created };
                steps.push(Step::Ruling { id, before: None, after: Some(Box::new(stored.clone())) });
                made.push(stored);
            }
            Ok((made, steps))
        })
    }

    /// Revokes a ruling.
    pub fn revoke(&mut self, id: RulingId) -> Result<Changes, LibraryError> {
        let ((), changes) = self.operate(OperationKind::RevokeRuling, |db, _, _| {
            let stored = get(db, id)?.ok_or(LibraryError::NoRuling(id))?;
            Ok(((), vec![Step::Ruling { id, before: Some(Box::new(stored)), after: None }]))
        })?;
        Ok(changes)
    }

    /// Every ruling in the order in which they were made; with `query` those whose words or names hold it when folded.
    pub fn rulings(&self, query: Option<&str>) -> Result<Vec<StoredRuling>, LibraryError> {
        let wanted = query.map(fold_key);
        let mut all = select(&self.db, "1 = 1", [])?;
        all.retain(|stored| wanted.as_ref().is_none_or(|wanted| says(&stored.ruling).contains(wanted.as_str())));
        Ok(all)
    }

    /// The articles that a ruling may touch, in the order of their ids.
    pub fn touched_by(&self, article: Option<ArticleId>, ruling: &Ruling) -> Result<Vec<ArticleId>, LibraryError> {
        touched(&self.db, article, ruling)
    }

    /// How often the words of a ruling stand in these articles, or its entity is named. Reads each of them.
    pub fn mentions_touched(&self, ruling: &Ruling, articles: &[ArticleId]) -> Result<usize, LibraryError> {
        let mut mentions = 0;
        for id in articles {
            let Some(stored) = self.article(*id)? else { continue };
            mentions += match (&ruling.on.entity, &ruling.on.text) {
                (Some(key), _) => stored.mentions.iter().filter(|mention| mention.entity.key == *key).count(),
                (None, Some(words)) => stored.article.body.matches(words.as_str()).count(),
                (None, None) => 0,
            };
        }
        Ok(mentions)
    }

    /// Makes the names of a stale article anew; its text as well where that was made by another reader.
    pub fn renew(&mut self, engine: &Engine, id: ArticleId) -> Result<(), LibraryError> {
        if self.renew_names(engine, &[id])?.is_empty() { Ok(()) } else { self.rebuild_article(engine, id) }
    }

    /// Makes the names of every stale article anew, giving how many there were.
    pub fn renew_all(&mut self, engine: &Engine) -> Result<usize, LibraryError> {
        let stale = self.stale_articles()?;
        for portion in stale.chunks(PORTION) {
            for id in self.renew_names(engine, portion)? {
                self.rebuild_article(engine, id)?;
            }
        }
        Ok(stale.len())
    }

    /// Makes the names of articles anew in one transaction; the answer has those whose text is to be made anew as well.
    fn renew_names(&self, engine: &Engine, ids: &[ArticleId]) -> Result<Vec<ArticleId>, LibraryError> {
        let mut others = Vec::new();
        let transaction = self.db.unchecked_transaction()?;
        for id in ids {
            let current = transaction
                .prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND reader = ?2")?
                .query_row(params![id.to_string(), import::READER_VERSION], |_| Ok(()))
                .optional()?;
            let stored = if current.is_some() { self.article(*id)? } else { None };
            let Some(stored) = stored else {
                others.push(*id);
                continue;
            };
            let rulings = applying(&transaction, *id)?;
            let mentions = prepare::analyse(engine, &stored.article, &rulings);
            import::write_names(&transaction, *id, &mentions)?;
        }
        transaction.commit()?;
        Ok(others)
    }
}

/// Articles whose names are made anew in one transaction: each is waited for until it is on disk.
const PORTION: usize = 64;

/// What a ruling is found by: its words and names, folded.
fn says(ruling: &Ruling) -> String {
    let to = match &ruling.decision {
        Decision::Respan(to) | Decision::Alias(to) | Decision::Merge(to) | Decision::Split(to) => to.as_str(),
        Decision::Accept(class) | Decision::Retype(class) => class.name(),
        Decision::Reject => "",
    };
    let (text, entity) =
        (ruling.on.text.as_deref().unwrap_or_default(), ruling.on.entity.as_deref().unwrap_or_default());
    fold_key(&format!("{text} {entity} {to}"))
}

/// The rulings that an analysis of this article obeys.
pub(super) fn applying(db: &Connection, id: ArticleId) -> Result<Rulings, LibraryError> {
    let stored = select(db, "article IS NULL OR article = ?1", [id.to_string()])?;
    Ok(Rulings::new(stored.into_iter().map(|stored| stored.ruling).collect()))
}

/// Puts a ruling in, or takes it out, and makes what it may touch stale.
pub(super) fn put(
    db: &Connection,
    id: RulingId,
    before: Option<&StoredRuling>,
    after: Option<&StoredRuling>,
) -> Result<Changes, LibraryError> {
    if let Some(stored) = before.or(after) {
        let rejected = stored.ruling.on.entity.is_some() && stored.ruling.decision == Decision::Reject;
        if rejected && stored.article.is_none() && after.is_none() {
            // Where it was obeyed nothing is left to tell which articles named the entity.
            db.execute("UPDATE article SET engine = 0", [])?;
        } else {
            make_stale(db, &touched(db, stored.article, &stored.ruling)?)?;
        }
    }
    match after {
        Some(stored) => {
            db.prepare_cached("INSERT OR REPLACE INTO ruling (id, article, json) VALUES (?1, ?2, ?3)")?.execute(
                params![id.to_string(), stored.article.map(|id| id.to_string()), serde_json::to_string(stored)?],
            )?
        }
        None => db.prepare_cached("DELETE FROM ruling WHERE id = ?1")?.execute([id.to_string()])?,
    };
    Ok(Changes { articles: true, names: true, ..Changes::default() })
}

/// Makes a new article stale where a ruling may touch it.
pub(super) fn mark_if_ruled(db: &Connection, id: ArticleId, body: &str, names: &[Mention]) -> Result<(), LibraryError> {
    let all = select(db, "article IS NULL", [])?;
    let touches = |ruling: &Ruling| match (&ruling.on.entity, &ruling.on.text) {
        (Some(key), _) => names.iter().any(|mention| mention.entity.key == *key),
        (None, Some(words)) => body.contains(words.as_str()),
        (None, None) => false,
    };
    if all.iter().any(|stored| touches(&stored.ruling)) { make_stale(db, &[id]) } else { Ok(()) }
}

/// Steps that put rulings on one mention where their words stand in a changed body. One whose words were changed stays
/// as it is, and does nothing.
pub(super) fn reanchor(db: &Connection, id: ArticleId, before: &Before, body: &str) -> Result<Vec<Step>, LibraryError> {
    let mut steps = Vec::new();
    for stored in select(db, "article = ?1", [id.to_string()])? {
        let Some(span) = stored.ruling.on.span else { continue };
        let Some(mapped) = before.alignment.map(span).map(|mapped| mapped.span) else { continue };
        if mapped != span && Some(mapped.of(body)) == stored.ruling.on.text.as_deref() {
            let mut after = stored.clone();
            after.ruling.on.span = Some(mapped);
            let step = Step::Ruling { id: stored.id, before: Some(Box::new(stored)), after: Some(Box::new(after)) };
            step.apply(db)?;
            steps.push(step);
        }
    }
    Ok(steps)
}

fn make_stale(db: &Connection, ids: &[ArticleId]) -> Result<(), LibraryError> {
    let mut update = db.prepare_cached("UPDATE article SET engine = 0 WHERE id = ?1")?;
    for id in ids {
        update.execute([id.to_string()])?;
    }
    Ok(())
}

/// The articles that a ruling may touch, by the words or the entity that it is about.
fn touched(db: &Connection, article: Option<ArticleId>, ruling: &Ruling) -> Result<Vec<ArticleId>, LibraryError> {
    if let Some(id) = article {
        return Ok(vec![id]);
    }
    let mut ids = Vec::new();
    if let Some(key) = &ruling.on.entity {
        // Once it is obeyed the names stand under what it leads to, or under what that was merged into.
        let rulings =
            Rulings::new(select(db, "article IS NULL", [])?.into_iter().map(|stored| stored.ruling).collect());
        let itself = EntityRef { key: key.clone(), name: String::new() };
        let names = [itself.clone(), led_to(ruling).unwrap_or(itself)];
        let merged = names.clone().map(|entity| rulings.merged(entity));
        let mut query = db.prepare_cached("SELECT article FROM entity WHERE key = ?1")?;
        for key in names.into_iter().chain(merged).map(|entity| entity.key) {
            for id in query.query_map([key], |row| row.get::<_, String>(0))? {
                ids.push(parse(&id?)?);
            }
        }
    } else if let Some(words) = &ruling.on.text {
        let mut query = db.prepare_cached("SELECT id FROM article WHERE instr(body, ?1) > 0")?;
        for id in query.query_map([words], |row| row.get::<_, String>(0))? {
            ids.push(parse(&id?)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The entity that a ruling about an entity leads to.
fn led_to(ruling: &Ruling) -> Option<EntityRef> {
    let key = ruling.on.entity.as_ref()?;
    match &ruling.decision {
        Decision::Merge(name) | Decision::Split(name) | Decision::Alias(name) => Some(EntityRef::renamed(key, name)),
        Decision::Accept(class) | Decision::Retype(class) => {
            let name = key.split_once('/').map_or(key.as_str(), |(_, name)| name);
            Some(EntityRef::named(*class, name))
        }
        Decision::Reject | Decision::Respan(_) => None,
    }
}

pub(super) fn get(db: &Connection, id: RulingId) -> Result<Option<StoredRuling>, LibraryError> {
    Ok(select(db, "id = ?1", [id.to_string()])?.pop())
}

fn select<const N: usize>(
    db: &Connection,
    condition: &str,
    values: [String; N],
) -> Result<Vec<StoredRuling>, LibraryError> {
    // Ids sort by the time at which they were made.
    let mut query = db.prepare_cached(&format!("SELECT json FROM ruling WHERE {condition} ORDER BY id"))?;
    let rows = query.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(0))?;
    rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
}

#[cfg(test)]
#[path = "rulings_tests.rs"]
mod tests;
