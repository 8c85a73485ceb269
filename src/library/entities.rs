//! Counting names over the library.

use rusqlite::Row;

use crate::entity::Class;
use crate::text::fold_key;

use super::operation::parse;
use super::{ArticleId, EntityCount, Library, LibraryError};

/// Library-wide counts of the entity `e`.
const COUNTS: &str =
    "(SELECT sum(o.mentions) FROM entity o JOIN page p ON p.id = o.article WHERE o.key = e.key AND p.removed = 0),
    (SELECT count(*) FROM entity o JOIN page p ON p.id = o.article WHERE o.key = e.key AND p.removed = 0)";

impl Library {
    /// The entities of an article with their counts in the library, most frequent in the article first.
    pub fn entity_counts(&self, id: ArticleId) -> Result<Vec<EntityCount>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT e.key, e.name, e.class, {COUNTS} FROM entity e WHERE e.article = ?1
             ORDER BY e.mentions DESC, e.name, e.key"
        ))?;
        let mut rows = query.query([id.to_string()])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            counts.push(count(row)?);
        }
        Ok(counts)
    }

    /// The articles that name an entity, with how often; most often first.
    pub fn articles_naming(&self, key: &str) -> Result<Vec<(ArticleId, usize)>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT article, mentions FROM entity JOIN page ON page.id = article
             WHERE key = ?1 AND removed = 0 ORDER BY mentions DESC, article",
        )?;
        let mut rows = query.query([key])?;
        let mut articles = Vec::new();
        while let Some(row) = rows.next()? {
            articles.push((parse(&row.get::<_, String>(0)?)?, number(row, 1)?));
        }
        Ok(articles)
    }

    /// The entities whose canonical name equals `name` when folded, else those whose name contains it.
    pub fn find_entities(&self, name: &str) -> Result<Vec<EntityCount>, LibraryError> {
        let key = fold_key(name);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let exact = self.entities_where("e.name_key = ?1", &key)?;
        if exact.is_empty() {
            self.entities_where("instr(' ' || e.name_key || ' ', ' ' || ?1 || ' ') > 0", &key)
        } else {
            Ok(exact)
        }
    }

    fn entities_where(&self, condition: &str, value: &str) -> Result<Vec<EntityCount>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT e.key, min(e.name), e.class, {COUNTS} FROM entity e JOIN page ON page.id = e.article
             WHERE removed = 0 AND {condition} GROUP BY e.key ORDER BY 4 DESC, 2, 1"
        ))?;
        let mut rows = query.query([value])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            counts.push(count(row)?);
        }
        Ok(counts)
    }
}

fn count(row: &Row<'_>) -> Result<EntityCount, LibraryError> {
    let class: Class = serde_json::from_value(row.get::<_, String>(2)?.into())?;
    Ok(EntityCount { key: row.get(0)?, name: row.get(1)?, class, mentions: number(row, 3)?, articles: number(row, 4)? })
}

fn number(row: &Row<'_>, column: usize) -> Result<usize, LibraryError> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(|number| number.try_into().ok()).unwrap_or_default())
}
