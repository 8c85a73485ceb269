//! Links between stories. They are resolved when asked for, by address or folded title, so that a missing story
//! links itself, in both directions, as soon as it is imported.

use rusqlite::{Connection, params};

use crate::article::Reference;
use crate::text::fold_key;

use super::operation::parse;
use super::{ArticleId, Backlink, Library, LibraryError, Link, LinkState, Related};

/// References of other stories that may mean one, by its title, its address or the beginnings of its title; each way by an
/// index. The long title of a story may begin with what a one-line text took for the title, or the other way round: there a
/// blank follows the shorter one, and "!" is what sorts next to a blank.
const NAMING: &str = "WITH naming AS (
        SELECT article, title_key, url, uncertain FROM reference WHERE title_key = ?2
        UNION SELECT article, title_key, url, uncertain FROM reference WHERE url = ?3
        UNION SELECT article, title_key, url, uncertain FROM reference
            WHERE uncertain AND title_key >= ?2 || ' ' AND title_key < ?2 || '!'
        UNION SELECT article, title_key, url, uncertain FROM reference
            WHERE uncertain AND title_key IN (SELECT value FROM json_each(?4))
    )
    SELECT naming.article, naming.title_key, naming.url, uncertain, article.title FROM naming
    JOIN article ON article.id = naming.article
    JOIN page ON page.id = naming.article
    WHERE naming.article <> ?1 AND removed = 0
    ORDER BY article.title, naming.article";

impl Library {
    /// References out of an article and into it, resolved now.
    pub fn related(&self, id: ArticleId) -> Result<Related, LibraryError> {
        let Some(stored) = self.article(id)? else { return Err(LibraryError::NoArticle(id)) };
        let mut references = Vec::new();
        for reference in stored.article.references {
            let state = state(resolve(&self.db, id, &Target::of(&reference))?);
            references.push(Link { reference, state });
        }
        Ok(Related { references, backlinks: self.backlinks(id)? })
    }

    /// References of other stories that may mean this one.
    fn backlinks(&self, id: ArticleId) -> Result<Vec<Backlink>, LibraryError> {
        let of = self.db.query_row("SELECT title_key, url FROM article WHERE id = ?1", [id.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        });
        let (key, url) = of?;
        let beginnings: Vec<&str> = key.match_indices(' ').filter_map(|(at, _)| key.get(..at)).collect();
        let mut query = self.db.prepare_cached(NAMING)?;
        let mut rows = query.query(params![id.to_string(), key, url, serde_json::to_string(&beginnings)?])?;
        let mut backlinks: Vec<Backlink> = Vec::new();
        while let Some(row) = rows.next()? {
            let article: ArticleId = parse(&row.get::<_, String>(0)?)?;
            let target = Target { key: row.get(1)?, url: row.get(2)?, uncertain: row.get(3)? };
            let fits = resolve(&self.db, article, &target)?;
            if fits.contains(&id) && backlinks.last().is_none_or(|last| last.article != article) {
                backlinks.push(Backlink { article, title: row.get(4)?, ambiguous: fits.len() > 1 });
            }
        }
        Ok(backlinks)
    }

    /// Titles that references name and the library lacks, with how often, most wanted first.
    pub(super) fn missing(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        let mut query = self.db.prepare(
            "SELECT min(r.title), r.title_key, r.url, max(r.uncertain), min(r.article), count(*) FROM reference r
             JOIN page p ON p.id = r.article
             WHERE p.removed = 0 AND r.title_key IS NOT NULL
             GROUP BY r.title_key ORDER BY count(*) DESC, min(r.title)",
        )?;
        let mut rows = query.query([])?;
        let mut wanted = Vec::new();
        while let Some(row) = rows.next()? {
            let target = Target { key: row.get(1)?, url: row.get(2)?, uncertain: row.get(3)? };
            let from = parse(&row.get::<_, String>(4)?)?;
            if resolve(&self.db, from, &target)?.is_empty() {
                wanted.push((row.get(0)?, usize::try_from(row.get::<_, i64>(5)?).unwrap_or_default()));
            }
        }
        Ok(wanted)
    }
}

/// What a reference names, in comparable form.
struct Target {
    key: Option<String>,
    url: Option<String>,
    uncertain: bool,
}

impl Target {
    fn of(reference: &Reference) -> Self {
        Self {
            key: reference.title.as_deref().map(fold_key).filter(|key| !key.is_empty()),
            url: reference.url.as_deref().and_then(crate::article::canonical_url),
            uncertain: reference.uncertain,
        }
    }
}

fn state(fits: Vec<ArticleId>) -> LinkState {
    match fits.as_slice() {
        [] => LinkState::Missing,
        [only] => LinkState::Resolved(*only),
        _ => LinkState::Ambiguous(fits),
    }
}

/// The stories that a reference of `from` may mean. An address decides over a title, a whole title over a beginning.
fn resolve(db: &Connection, from: ArticleId, target: &Target) -> Result<Vec<ArticleId>, LibraryError> {
    const VISIBLE: &str = "FROM article JOIN page ON page.id = article.id WHERE removed = 0 AND article.id <> ?2";
    if let Some(url) = &target.url {
        let fits =
            ids(db, &format!("SELECT article.id {VISIBLE} AND article.url = ?1 ORDER BY article.id"), url, from)?;
        if !fits.is_empty() {
            return Ok(fits);
        }
    }
    let Some(key) = &target.key else { return Ok(Vec::new()) };
    let order = "ORDER BY published IS NULL, published DESC, article.id";
    let fits = ids(db, &format!("SELECT article.id {VISIBLE} AND title_key = ?1 {order}"), key, from)?;
    if !fits.is_empty() || !target.uncertain || key.split(' ').count() < LEAST_WORDS {
        return Ok(fits);
    }
    begins(db, from, key)
}

/// Fewest words of a title that may stand for the whole.
const LEAST_WORDS: usize = 3;

/// The stories whose title begins what was taken for the title, longest first; else those whose title it begins.
fn begins(db: &Connection, from: ArticleId, key: &str) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT article.id, length(title_key) FROM article JOIN page ON page.id = article.id
         WHERE removed = 0 AND article.id <> ?2 AND title_key LIKE '% % %'
           AND substr(?1, 1, length(title_key) + 1) = title_key || ' '
         ORDER BY length(title_key) DESC, article.id",
    )?;
    let found =
        query.query_map(params![key, from.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let found: Vec<(String, i64)> = found.collect::<Result<_, _>>()?;
    if let Some((_, longest)) = found.first() {
        return found.iter().take_while(|(_, length)| length == longest).map(|(id, _)| parse(id)).collect();
    }
    let longer = "SELECT article.id FROM article JOIN page ON page.id = article.id
         WHERE removed = 0 AND article.id <> ?2 AND substr(title_key, 1, length(?1) + 1) = ?1 || ' ' ORDER BY article.id";
    ids(db, longer, key, from)
}

fn ids(db: &Connection, sql: &str, value: &str, from: ArticleId) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = db.prepare_cached(sql)?;
    let rows = query.query_map(params![value, from.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|id| parse(&id?)).collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::library::trial::Trial;

    #[test]
    fn who_names_a_story_is_found_without_looking_at_all_references() {
        let mut trial = Trial::new();
        let named = "Kapal Niaga Pertama dari Kupang Tiba di Dili";
        let text = |title: &str, names: &str| {
            format!("{title}\nDILI. Kabar tentang {title} pada Senin pagi.\nBaca Juga: {names}\nBegitu.")
        };
        let stories =
            [text(named, "Harga Beras"), text("Satu", named), text("Dua", "Harga Gula"), text("Tiga", "Harga")];
        let stories = stories.iter().map(|text| trial.story(text, None)).collect();
        let ids: Vec<ArticleId> = trial.import(stories).iter().map(|outcome| outcome.article()).collect();
        let naming = |id: ArticleId| -> Vec<String> {
            let related = trial.library.related(id).unwrap();
            related.backlinks.into_iter().map(|backlink| backlink.title).collect()
        };
        assert_eq!(naming(ids[0]), ["Satu"]);
        let steps = || trial.library.db.prepare_cached(NAMING).unwrap().get_status(StatementStatus::FullscanStep);
        let before = steps();
        assert!(naming(ids[1]).is_empty());
        assert_eq!(steps(), before);
        let references: i64 =
            trial.library.db.query_row("SELECT count(*) FROM reference", [], |row| row.get(0)).unwrap();
        assert_eq!(references, 4);
    }
}
