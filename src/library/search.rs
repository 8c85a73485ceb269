//! Full text search over titles and bodies.

use rusqlite::params;

use super::operation::parse;
use super::{ArticleId, Library, LibraryError};

/// An article that fits a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The words around the first fit.
    pub snippet: String,
}

impl Library {
    /// Articles that hold every word of `query`, the last one as a beginning; best first, titles weighing most.
    /// Any text is a valid query.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>, LibraryError> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let mut statement = self.db.prepare_cached(
            "SELECT article.id, article.title, snippet(search, 1, '', '', '…', 16)
             FROM search JOIN article ON article.number = search.rowid JOIN page ON page.id = article.id
             WHERE search MATCH ?1 AND removed = 0 ORDER BY bm25(search, 8.0, 1.0), article.id LIMIT ?2",
        )?;
        let mut rows = statement.query(params![expression, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            hits.push(SearchHit {
                article: parse(&row.get::<_, String>(0)?)?,
                title: row.get(1)?,
                snippet: row.get(2)?,
            });
        }
        Ok(hits)
    }
}

/// The words of a query as quoted FTS5 strings, so that nothing in them is syntax; `None` where there is no word.
fn expression(query: &str) -> Option<String> {
    let words: Vec<String> = query
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}
