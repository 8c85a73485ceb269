//! Which articles name which entities, and how often: kept by numbers, since the rows are many.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::entity::{Class, Mention};
use crate::text::fold_key;

use super::LibraryError;

macro_rules! removed {
    () => {
        "SELECT article.number FROM page JOIN article ON article.id = page.id WHERE page.removed = 1"
    };
}

/// Whether the article of a row of `naming` is there: few are removed, so that these are looked for.
pub(super) const HELD: &str = concat!("naming.article NOT IN (", removed!(), ")");
/// The numbers of the articles that were removed.
pub(super) const REMOVED: &str = removed!();

/// An entity of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named<'a> {
    pub name: &'a str,
    pub class: Class,
    pub count: i64,
}

/// The entities of an article by their keys.
pub(super) fn named(mentions: &[Mention]) -> BTreeMap<&str, Named<'_>> {
    let mut all: BTreeMap<&str, Named<'_>> = BTreeMap::new();
    for mention in mentions {
        let fresh = Named { name: &mention.entity.name, class: mention.class, count: 0 };
        all.entry(&mention.entity.key).or_insert(fresh).count += 1;
    }
    all
}

/// Writes the entities of the article with this number, of which none is kept yet.
pub(super) fn add_all(db: &Connection, article: i64, mentions: &[Mention]) -> Result<(), LibraryError> {
    named(mentions).iter().try_for_each(|(key, named)| add(db, article, key, named))
}

// None is there to be replaced: a statement that may replace rows keeps a journal of its own, which takes longer than it.
fn add(db: &Connection, article: i64, key: &str, named: &Named<'_>) -> Result<(), LibraryError> {
    let known: Option<i64> = db
        .prepare_cached("SELECT number FROM entity_name WHERE key = ?1 AND name = ?2")?
        .query_row([key, named.name], |row| row.get(0))
        .optional()?;
    let entity = match known {
        Some(number) => number,
        None => db
            .prepare_cached("INSERT INTO entity_name (key, name, name_key, class) VALUES (?1, ?2, ?3, ?4)")?
            .insert(params![key, named.name, fold_key(named.name), named.class.name()])?,
    };
    db.prepare_cached("INSERT INTO naming (article, entity, mentions) VALUES (?1, ?2, ?3)")?.execute(params![
        article,
        entity,
        named.count
    ])?;
    Ok(())
}

/// Writes the entities of an article in place of what was kept, touching only what changed.
pub(super) fn replace(db: &Connection, article: i64, mentions: &[Mention]) -> Result<(), LibraryError> {
    let mut now = named(mentions);
    let mut query = db.prepare_cached(
        "SELECT entity_name.number, key, name, mentions FROM naming JOIN entity_name ON entity_name.number = entity
         WHERE article = ?1",
    )?;
    let mut rows = query.query([article])?;
    let mut gone: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, name, count): (String, String, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        if now.get(key.as_str()).is_some_and(|named| (named.name, named.count) == (name.as_str(), count)) {
            now.remove(key.as_str());
        } else {
            gone.push(row.get(0)?);
        }
    }
    drop(rows);
    let mut remove = db.prepare_cached("DELETE FROM naming WHERE article = ?1 AND entity = ?2")?;
    for entity in gone {
        remove.execute([article, entity])?;
    }
    now.iter().try_for_each(|(key, named)| add(db, article, key, named))
}

/// Forgets what an article names.
pub(super) fn forget(db: &Connection, article: i64) -> Result<(), LibraryError> {
    db.prepare_cached("DELETE FROM naming WHERE article = ?1")?.execute([article])?;
    Ok(())
}
