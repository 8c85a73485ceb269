//! Reading articles and the list of them.

use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::article::{Article, TitleSource};
use crate::entity::Mention;

use super::operation::parse;
use super::{ArticleId, ArticleRow, Library, LibraryError, StoredArticle, prepare};

/// The columns that make a list line; `article` and `page` are joined.
const LINE: &str = "article.id, title, json, published, words, page.file, page.url, page.sample, page.imported,
    (SELECT progress FROM reading WHERE reading.article = article.id),
    (SELECT position FROM reading WHERE reading.article = article.id),
    (SELECT count(*) FROM annotation WHERE annotation.article = article.id),
    (SELECT filing.json FROM filing WHERE filing.article = article.id)";

impl Library {
    /// Every article, newest first, then by title, then by id.
    pub fn articles(&self) -> Result<Vec<ArticleRow>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {LINE} FROM article JOIN page ON page.id = article.id WHERE removed = 0
             ORDER BY published IS NULL, published DESC, title, article.id"
        ))?;
        let mut rows = query.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(line(row)?.0);
        }
        Ok(lines)
    }

    /// The list lines of these articles, in the order given; those that the library does not hold are left out.
    pub fn rows(&self, ids: &[ArticleId]) -> Result<Vec<ArticleRow>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {LINE} FROM article JOIN page ON page.id = article.id WHERE removed = 0 AND article.id = ?1"
        ))?;
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = query.query([id.to_string()])?;
            if let Some(row) = rows.next()? {
                lines.push(line(row)?.0);
            }
        }
        Ok(lines)
    }

    /// One article with all that is derived from it; `None` where the library does not hold it.
    pub fn article(&self, id: ArticleId) -> Result<Option<StoredArticle>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {LINE}, body, body_version, {NAMES} FROM article JOIN page ON page.id = article.id
             WHERE removed = 0 AND article.id = ?1"
        ))?;
        let mut rows = query.query([id.to_string()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (line, article) = line(row)?;
        Ok(Some(StoredArticle {
            row: line,
            article: Article { body: row.get(13)?, ..article },
            body_version: row.get(14)?,
            // Names that another version wrote otherwise are made anew; until then the text stands without them.
            mentions: names(row, 15)?.unwrap_or_default(),
        }))
    }
}

/// The columns with an article's names: as this format keeps them, and as an older one did.
pub(super) const NAMES: &str =
    "(SELECT names.mentions FROM names WHERE names.number = article.number), article.mentions";

/// The names in these columns from `column` on; `None` where they cannot be read.
pub(super) fn names(row: &Row<'_>, column: usize) -> Result<Option<Vec<Mention>>, LibraryError> {
    Ok(match row.get::<_, Option<Vec<u8>>>(column)? {
        Some(packed) => prepare::unpack_mentions(&packed),
        None => serde_json::from_str(&row.get::<_, String>(column + 1)?).ok(),
    })
}

fn line(row: &Row<'_>) -> Result<(ArticleRow, Article), LibraryError> {
    let article: Article = serde_json::from_str(&row.get::<_, String>(2)?)?;
    let meta = &article.meta;
    let line = ArticleRow {
        id: parse(&row.get::<_, String>(0)?)?,
        title: row.get(1)?,
        title_derived: meta.title_source == TitleSource::Derived,
        outlet: meta.outlet.clone(),
        published: meta.published.clone(),
        words: usize::try_from(row.get::<_, i64>(4)?).unwrap_or_default(),
        file: row.get(5)?,
        url: meta.url.clone().or(row.get(6)?),
        sample: row.get(7)?,
        imported: row.get(8)?,
        progress: row.get(9)?,
        position: row.get::<_, Option<i64>>(10)?.and_then(|position| position.try_into().ok()).unwrap_or_default(),
        annotations: usize::try_from(row.get::<_, i64>(11)?).unwrap_or_default(),
        // What cannot be read is named by the check and hides no article.
        filing: row.get_ref(12)?.as_str().ok().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
    };
    Ok((line, article))
}

/// Whether the library holds an article that is not removed.
pub(super) fn is_held(db: &Connection, id: ArticleId) -> Result<bool, LibraryError> {
    let found = db
        .prepare_cached("SELECT 1 FROM page WHERE id = ?1 AND removed = 0")?
        .query_row([id.to_string()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}
