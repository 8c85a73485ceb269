//! Counting names over the library.

use rusqlite::Row;

use crate::entity::Class;
use crate::text::fold_key;

use super::naming::HELD;
use super::operation::parse;
use super::{ArticleId, EntityCount, Library, LibraryError};

/// Library-wide counts of the entity `e`.
fn counts() -> String {
    let held = format!("FROM entity_name o JOIN naming ON entity = o.number WHERE o.key = e.key AND {HELD}");
    format!("(SELECT sum(mentions) {held}), (SELECT count(*) {held})")
}

impl Library {
    /// The entities of an article with their counts in the library, most frequent in the article first.
    pub fn entity_counts(&self, id: ArticleId) -> Result<Vec<EntityCount>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT e.key, e.name, e.class, {} FROM article JOIN naming here ON here.article = article.number
             JOIN entity_name e ON e.number = here.entity WHERE article.id = ?1
             ORDER BY here.mentions DESC, e.name, e.key",
            counts()
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
        let mut query = self.db.prepare_cached(&format!(
            "SELECT article.id, naming.mentions FROM entity_name JOIN naming ON entity = entity_name.number
             JOIN article ON article.number = naming.article
             WHERE key = ?1 AND {HELD} ORDER BY naming.mentions DESC, article.id"
        ))?;
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
            "SELECT e.key, min(e.name), e.class, {} FROM entity_name e
             WHERE {condition} AND EXISTS (SELECT 1 FROM naming WHERE entity = e.number AND {HELD})
             GROUP BY e.key ORDER BY 4 DESC, 2, 1",
            counts()
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
