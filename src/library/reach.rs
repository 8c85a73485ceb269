//! Which articles a ruling may touch: those where its words stand, or that name its entity.
//!
//! What the indexes find is stale as soon as the ruling is kept, up to [`AT_ONCE`] articles. What they do not find
//! (words glued to others), and more articles than that, are looked for portion by portion (`Sweep`); which portion comes
//! next is kept with the ruling, so that nothing is forgotten when the program ends meanwhile.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::entity::{Class, Decision, EntityRef, Ruling, Target};
use crate::text::fold_key;

use super::naming::{HELD, REMOVED};
use super::operation::parse;
use super::rulings::select;
use super::{ArticleId, Library, LibraryError, StoredRuling};

/// The most articles that are made stale in the transaction that keeps a ruling.
const AT_ONCE: usize = StoredRuling::COUNTED;
/// Enough to know that there are more than these.
const MORE: i64 = 1001;
/// Articles looked at in one portion of a sweep.
const PORTION: i64 = 400;
/// What the engine's version is in an article whose names are to be made anew. As long as a version, so that the row
/// keeps its place.
const STALE: i64 = -1;

/// What is looked for in every article.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sweep {
    /// These words; with `glued` only where the index does not find them.
    Words { words: String, glued: bool },
    /// Entities with these keys.
    Entities(BTreeSet<String>),
    /// Any article.
    All,
}

/// How far a ruling reaches, before it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many articles.
    pub articles: usize,
    /// Some of them.
    pub some: Vec<ArticleId>,
}

impl Library {
    /// The articles that a ruling may touch, in the order of their ids. Looks at every text where it is about words.
    pub fn touched_by(&self, article: Option<ArticleId>, ruling: &Ruling) -> Result<Vec<ArticleId>, LibraryError> {
        if let Some(id) = article {
            return Ok(vec![id]);
        }
        if ruling.on.entity.is_some() {
            return held(&self.db, naming(&self.db, &Connected::of(&self.db, ruling)?.keys, i64::MAX)?);
        }
        let mut ids = Vec::new();
        let mut query = self.db.prepare_cached("SELECT id, body FROM article ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if ruling.on.places_in(row.get_ref(1)?.as_str().unwrap_or_default()) > 0 {
                ids.push(parse(&row.get::<_, String>(0)?)?);
            }
        }
        held(&self.db, ids)
    }

    /// How far a ruling on the whole library would reach, by the indexes alone; with up to `some` of the articles.
    pub fn reach_of(&self, ruling: &Ruling, some: usize) -> Result<Reach, LibraryError> {
        reach_of(&self.db, ruling, some)
    }

    /// How often the words of a ruling stand in these articles, or its entity is named. Reads each of them.
    pub fn mentions_touched(&self, ruling: &Ruling, articles: &[ArticleId]) -> Result<usize, LibraryError> {
        let mut mentions = 0;
        for id in articles {
            let Some(stored) = self.article(*id)? else { continue };
            let body = &stored.article.body;
            mentions += match (&ruling.on.entity, &ruling.on.text, ruling.on.span) {
                (Some(key), _, _) => stored.mentions.iter().filter(|mention| mention.entity.key == *key).count(),
                (None, Some(words), Some(span)) => usize::from(span.of(body) == words),
                (None, _, None) => ruling.on.places_in(body),
                (None, None, _) => 0,
            };
        }
        Ok(mentions)
    }

    /// How many mentions a ruling is about today: places where its words stand, or mentions of the entities that it is
    /// about and leads to. Of more than 1,000 articles with its words, those in as many of them.
    pub fn touches_now(&self, stored: &StoredRuling) -> Result<usize, LibraryError> {
        let StoredRuling { article, ruling, .. } = stored;
        if let Some(key) = &ruling.on.entity {
            let led_to = match &ruling.decision {
                Decision::Merge(name) | Decision::Split(name) | Decision::Alias(name) => {
                    EntityRef::renamed(key, name).key
                }
                _ => key.clone(),
            };
            let sql = format!(
                "SELECT coalesce(sum(mentions), 0) FROM entity_name JOIN naming ON entity = entity_name.number
                 WHERE key IN (?1, ?2) AND {HELD}
                 AND (?3 IS NULL OR naming.article = (SELECT number FROM article WHERE id = ?3))"
            );
            let article = article.map(|id| id.to_string());
            let count: i64 =
                self.db.prepare_cached(&sql)?.query_row(params![key, led_to, article], |row| row.get(0))?;
            return Ok(usize::try_from(count).unwrap_or_default());
        }
        let ids = match (article, phrase(&ruling.on)) {
            (Some(id), _) => vec![*id],
            (None, Some(phrase)) => held(&self.db, indexed(&self.db, &phrase, MORE)?)?,
            (None, None) => self.touched_by(None, ruling)?,
        };
        self.mentions_touched(ruling, &ids)
    }

    /// Looks on for articles that rulings reach, one portion: those found are stale now. `None` where nothing is left
    /// to be looked for.
    pub fn sweep_on(&mut self) -> Result<Option<Vec<ArticleId>>, LibraryError> {
        // Only looking takes nothing from other programs that write.
        if self.db.query_row("SELECT 1 FROM sweep LIMIT 1", [], |_| Ok(())).optional()?.is_none() {
            return Ok(None);
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let next: Option<(i64, String, String, i64)> = transaction
            .prepare_cached("SELECT id, what, known, next FROM sweep ORDER BY id LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let Some((id, what, known, from)) = next else { return Ok(None) };
        let found = portion(&transaction, (&serde_json::from_str(&what)?, &known), from)?;
        mark(&transaction, &found)?;
        let last: i64 = transaction.query_row("SELECT coalesce(max(number), 0) FROM article", [], |row| row.get(0))?;
        if from + PORTION > last {
            transaction.prepare_cached("DELETE FROM sweep WHERE id = ?1")?.execute([id])?;
        } else {
            transaction.prepare_cached("UPDATE sweep SET next = ?2 WHERE id = ?1")?.execute([id, from + PORTION])?;
        }
        transaction.commit()?;
        Ok(Some(found))
    }
}

/// The articles of one portion of a sweep that are reached, but for those that are stale or were when it began (`known`,
/// in JSON).
fn portion(db: &Connection, (what, known): (&Sweep, &str), from: i64) -> Result<Vec<ArticleId>, LibraryError> {
    let keys = match what {
        Sweep::Entities(keys) => serde_json::to_string(keys)?,
        Sweep::Words { .. } | Sweep::All => String::new(),
    };
    let (body, reached) = match what {
        Sweep::Words { .. } => ("body", "?3 = ''"),
        Sweep::All => ("''", "?3 = ''"),
        Sweep::Entities(_) => (
            "''",
            "EXISTS (SELECT 1 FROM naming JOIN entity_name ON entity_name.number = entity
                     WHERE naming.article = article.number AND key IN (SELECT value FROM json_each(?3)))",
        ),
    };
    let sql = format!(
        "SELECT id, {body} FROM article WHERE number >= ?1 AND number < ?2 AND engine >= 0
         AND id NOT IN (SELECT value FROM json_each(?4)) AND {reached}"
    );
    let target = match what {
        Sweep::Words { words, .. } => Target { text: Some(words.clone()), ..Target::default() },
        Sweep::Entities(_) | Sweep::All => Target::default(),
    };
    let mut found = Vec::new();
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params![from, from + PORTION, keys, known])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_str().unwrap_or_default();
        let reached = match what {
            Sweep::Words { glued: true, .. } => target.stands_glued_in(body),
            Sweep::Words { glued: false, .. } => target.stands_in(body),
            Sweep::Entities(_) | Sweep::All => true,
        };
        if reached {
            found.push(parse(&row.get::<_, String>(0)?)?);
        }
    }
    Ok(found)
}

/// Makes the articles stale that a ruling touches, or touched until now.
pub(super) fn make_stale(db: &Connection, stored: &StoredRuling) -> Result<(), LibraryError> {
    let ruling = &stored.ruling;
    if let Some(id) = stored.article {
        return mark(db, &[id]);
    }

    let (ids, more) = if ruling.on.entity.is_some() {
        let connected = Connected::of(db, ruling)?;
        if connected.hidden {
            return sweep(db, &Sweep::All, &[]);
        }
        let mut ids = naming(db, &connected.keys, MORE)?;
        let more = (ids.len() > AT_ONCE).then_some(Sweep::Entities(connected.keys));
        ids.extend(connected.hiding);
        (ids, more)
    } else {
        let Some(words) = ruling.on.text.clone() else { return Ok(()) };
        let phrase = phrase(&ruling.on);
        let ids = phrase.as_deref().map_or_else(|| Ok(Vec::new()), |phrase| indexed(db, phrase, MORE))?;
        let glued = phrase.is_some() && ids.len() <= AT_ONCE;
        (ids, Some(Sweep::Words { words, glued }))
    };
    mark(db, &ids)?;
    more.map_or(Ok(()), |more| sweep(db, &more, &ids))
}

fn sweep(db: &Connection, what: &Sweep, known: &[ArticleId]) -> Result<(), LibraryError> {
    let known: Vec<String> = known.iter().map(ArticleId::to_string).collect();
    db.prepare_cached("INSERT INTO sweep (what, known, next) VALUES (?1, ?2, 0)")?
        .execute([serde_json::to_string(what)?, serde_json::to_string(&known)?])?;
    Ok(())
}

/// How many articles a ruling on the whole library reaches; of more than [`AT_ONCE`] one more than that, and `None` where
/// the indexes know nothing of its words.
pub(super) fn count(db: &Connection, ruling: &Ruling) -> Result<Option<usize>, LibraryError> {
    if ruling.on.entity.is_none() && phrase(&ruling.on).is_none() {
        return Ok(None);
    }
    Ok(Some(reach_of(db, ruling, 0)?.articles.min(AT_ONCE + 1)))
}

/// What [`Library::reach_of`] gives.
fn reach_of(db: &Connection, ruling: &Ruling, some: usize) -> Result<Reach, LibraryError> {
    let all = |ids: Vec<ArticleId>| Reach { articles: ids.len(), some: ids.into_iter().take(some).collect() };
    if ruling.on.entity.is_some() {
        return Ok(all(held(db, naming(db, &Connected::of(db, ruling)?.keys, i64::MAX)?)?));
    }
    let Some(phrase) = phrase(&ruling.on) else { return Ok(Reach::default()) };
    let found = indexed(db, &phrase, MORE)?;
    let many = found.len() > AT_ONCE;
    let mut ids = held(db, found)?;
    if many {
        let sql = format!("SELECT count(*) FROM search WHERE search MATCH ?1 AND rowid NOT IN ({REMOVED})");
        let articles: i64 = db.query_row(&sql, [phrase], |row| row.get(0))?;
        ids.truncate(some);
        return Ok(Reach { articles: usize::try_from(articles).unwrap_or_default(), some: ids });
    }
    let mut query = db.prepare_cached("SELECT body FROM article WHERE id = ?1")?;
    let mut touched = Vec::with_capacity(ids.len());
    for id in ids {
        let places = query
            .query_row([id.to_string()], |row| Ok(ruling.on.places_in(row.get_ref(0)?.as_str().unwrap_or_default())))?;
        touched.extend((places > 0).then_some(id));
    }
    Ok(all(touched))
}

/// Those of the articles that were not removed: a ruling reaches the others too, once they are put back.
fn held(db: &Connection, mut ids: Vec<ArticleId>) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db.prepare_cached("SELECT id FROM page WHERE removed = 1")?;
    let removed = query.query_map([], |row| row.get::<_, String>(0))?;
    let removed = removed.map(|id| parse(&id?)).collect::<Result<BTreeSet<ArticleId>, LibraryError>>()?;
    ids.retain(|id| !removed.contains(id));
    Ok(ids)
}

/// Makes these articles stale.
pub(super) fn mark(db: &Connection, ids: &[ArticleId]) -> Result<(), LibraryError> {
    let mut update = db.prepare_cached("UPDATE article SET engine = ?2 WHERE id = ?1")?;
    for id in ids {
        update.execute(params![id.to_string(), STALE])?;
    }
    Ok(())
}

/// The words of a target as the search index is asked for them; `None` where it may know no word of them.
fn phrase(on: &Target) -> Option<String> {
    let words = on.text.as_deref().filter(|words| words.contains(|letter: char| letter.is_ascii_alphanumeric()))?;
    Some(format!("body : \"{}\"", words.replace('"', "\"\"")))
}

/// The articles whose body has a phrase, by the search index.
fn indexed(db: &Connection, phrase: &str, most: i64) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db
        .prepare_cached("SELECT id FROM search JOIN article ON number = search.rowid WHERE search MATCH ?1 LIMIT ?2")?;
    let rows = query.query_map(params![phrase, most], |row| row.get::<_, String>(0))?;
    let mut ids = rows.map(|id| parse(&id?)).collect::<Result<Vec<ArticleId>, LibraryError>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// The articles that name an entity with one of these keys.
fn naming(db: &Connection, keys: &BTreeSet<String>, most: i64) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT article.id FROM entity_name JOIN naming ON entity = entity_name.number
         JOIN article ON article.number = naming.article WHERE key IN (SELECT value FROM json_each(?1)) LIMIT ?2",
    )?;
    let rows = query.query_map(params![serde_json::to_string(keys)?, most], |row| row.get::<_, String>(0))?;
    let mut ids = rows.map(|id| parse(&id?)).collect::<Result<Vec<ArticleId>, LibraryError>>()?;
    ids.sort_unstable();
    Ok(ids)
}

/// The entities that rulings lead to and from, one to the next: what a ruling touches stands under one of these.
struct Connected {
    keys: BTreeSet<String>,
    /// Whether a ruling on the library hides what would stand under one of them: nothing then tells where.
    hidden: bool,
    /// The articles in which a ruling of their own hides it.
    hiding: Vec<ArticleId>,
}

impl Connected {
    fn of(db: &Connection, ruling: &Ruling) -> Result<Self, LibraryError> {
        let others = select(db, "1 = 1", [])?;
        let mut names: BTreeSet<String> = names_of(ruling).into_iter().collect();
        loop {
            let before = names.len();
            for other in others.iter().filter(|other| other.ruling.on.entity.is_some()) {
                let more = names_of(&other.ruling);
                if more.iter().any(|name| names.contains(name)) {
                    names.extend(more);
                }
            }
            if names.len() == before {
                break;
            }
        }
        let mut connected = Self { keys: BTreeSet::new(), hidden: false, hiding: Vec::new() };
        for stored in &others {
            let hides = stored.ruling.decision == Decision::Reject && stored.ruling.on.entity.is_some();
            if hides && names_of(&stored.ruling).iter().any(|name| names.contains(name)) {
                connected.hidden |= stored.article.is_none();
                connected.hiding.extend(stored.article);
            }
        }
        let key = |name: &String| Class::ALL.map(|class| format!("{}/{name}", class.name()));
        connected.keys = names.iter().flat_map(key).collect();
        Ok(connected)
    }
}

/// The folded names of the entities that a ruling is about and leads to.
fn names_of(ruling: &Ruling) -> Vec<String> {
    let mut names = Vec::new();
    if let Some((_, name)) = ruling.on.entity.as_deref().and_then(|key| key.split_once('/')) {
        // Another class takes away what ties a name to one text.
        names.extend(name.rsplit_once('@').map(|(name, _)| name.to_owned()));
        names.push(name.to_owned());
    }
    if let Decision::Merge(name) | Decision::Split(name) | Decision::Alias(name) = &ruling.decision {
        names.push(fold_key(name));
    }
    names
}

#[cfg(test)]
#[path = "reach_tests.rs"]
mod tests;
