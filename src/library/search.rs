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
            "SELECT article.id, article.title, article.body
             FROM search JOIN article ON article.number = search.rowid JOIN page ON page.id = article.id
             WHERE search MATCH ?1 AND removed = 0 ORDER BY bm25(search, 8.0, 1.0), article.id LIMIT ?2",
        )?;
        let words = words(query);
        let mut rows = statement.query(params![expression, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            let body = row.get_ref(2)?.as_str().unwrap_or_default();
            hits.push(SearchHit {
                article: parse(&row.get::<_, String>(0)?)?,
                title: row.get(1)?,
                snippet: snippet(body, &words),
            });
        }
        Ok(hits)
    }

    /// The same articles without the words around the fit.
    pub fn search_ids(&self, query: &str, limit: usize) -> Result<Vec<ArticleId>, LibraryError> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let mut statement = self.db.prepare_cached(
            "SELECT article.id
             FROM search JOIN article ON article.number = search.rowid JOIN page ON page.id = article.id
             WHERE search MATCH ?1 AND removed = 0 ORDER BY bm25(search, 8.0, 1.0), article.id LIMIT ?2",
        )?;
        let rows = statement
            .query_map(params![expression, i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get::<_, String>(0))?;
        rows.map(|id| parse(&id?)).collect()
    }
}

/// Words on each side of the first fit that a snippet shows.
const SNIPPET_WORDS: usize = 8;

/// The words around the first one that begins with a searched word; the beginning where none does.
///
/// The index's own snippets weigh every fit of a text against every other, which is quadratic in long ones.
fn snippet(body: &str, searched: &[String]) -> String {
    let mut before: std::collections::VecDeque<&str> = std::collections::VecDeque::new();
    let mut cut = false;
    let mut rest = body.split_whitespace();
    let found = rest.by_ref().find(|word| {
        let plain = word.trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        let fits = searched.iter().any(|searched| plain.starts_with(searched.as_str()));
        if !fits {
            before.push_back(word);
            if before.len() > SNIPPET_WORDS {
                before.pop_front();
                cut = true;
            }
        }
        fits
    });
    let Some(found) = found else {
        let start: Vec<&str> = body.split_whitespace().take(2 * SNIPPET_WORDS).collect();
        return format!("{}…", start.join(" "));
    };
    let after: Vec<&str> = rest.by_ref().take(SNIPPET_WORDS).collect();
    let more = if rest.next().is_some() { "…" } else { "" };
    let before = before.make_contiguous();
    let words: Vec<&str> = before.iter().copied().chain([found]).chain(after).collect();
    format!("{}{}{more}", if cut { "…" } else { "" }, words.join(" "))
}

/// The words of a query in lower case.
fn words(query: &str) -> Vec<String> {
    let words = query.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
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
