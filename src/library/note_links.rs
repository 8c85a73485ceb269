//! Links of notes: which notes point at a thing, whether a thing is there, and what a link can be made to.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::text::{LinkKind, LinkTarget, fold_key, note_links};

use super::naming::HELD;
use super::{Annotation, AnnotationId, ArticleId, Library, LibraryError, MarkQuery, SameEntities, annotate, filing};

/// A note that points at something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteBacklink {
    /// The article that the note is on.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The mark whose note it is; `None` for the note on the whole article.
    pub mark: Option<AnnotationId>,
    /// The note.
    pub note: String,
}

/// Something that a link can be made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOffer {
    /// Where the link would lead.
    pub target: LinkTarget,
    /// Its text: a title, a name, marked words.
    pub text: String,
}

/// Notes where the links of a note lead, in place of what was noted of it before.
pub(super) fn put(
    db: &Connection,
    article: ArticleId,
    mark: Option<AnnotationId>,
    note: &str,
) -> Result<(), LibraryError> {
    let source = params![article.0.as_bytes(), bytes(mark)];
    db.prepare_cached("DELETE FROM note_link WHERE article = ?1 AND mark = ?2")?.execute(source)?;
    for link in note_links(note) {
        db.prepare_cached("INSERT OR IGNORE INTO note_link (target, article, mark) VALUES (?1, ?2, ?3)")?
            .execute(params![link.target.to_string(), article.0.as_bytes(), bytes(mark)])?;
    }
    Ok(())
}

/// Forgets where the links of a mark's note lead.
pub(super) fn remove(db: &Connection, mark: AnnotationId) -> Result<(), LibraryError> {
    db.prepare_cached("DELETE FROM note_link WHERE mark = ?1 AND article = (SELECT article FROM mark WHERE id = ?1)")?
        .execute([mark.0.as_bytes()])?;
    Ok(())
}

/// Notes where the links of all notes on whole articles lead.
pub(super) fn put_filings(db: &Connection) -> Result<(), LibraryError> {
    filing::held(db)?.into_iter().try_for_each(|(article, filing)| put(db, article, None, &filing.note))
}

/// Targets as a list of JSON, for a query to look in.
pub(super) fn as_list(targets: &[LinkTarget]) -> String {
    serde_json::Value::from(targets.iter().map(LinkTarget::to_string).collect::<Vec<_>>()).to_string()
}

fn bytes(mark: Option<AnnotationId>) -> Vec<u8> {
    mark.map(|mark| mark.0.as_bytes().to_vec()).unwrap_or_default()
}

impl Library {
    /// The notes that point at an article, or at a mark in it; newest marks first.
    pub fn notes_on_article(&self, id: ArticleId) -> Result<Vec<NoteBacklink>, LibraryError> {
        let target = LinkTarget { kind: LinkKind::Article, id: id.to_string() };
        self.backlinks_where(
            "target = ?1 OR target IN (SELECT 'mark:' || annotation.id FROM annotation WHERE annotation.article = ?2)",
            &[&target.to_string(), &id.to_string()],
        )
    }

    /// The notes that point at a thing, or at an entity that is one with it; newest marks first.
    pub fn notes_linking_to(
        &self,
        target: &LinkTarget,
        same: &SameEntities,
    ) -> Result<Vec<NoteBacklink>, LibraryError> {
        let names = as_list(&same.names_of(target));
        self.backlinks_where("target IN (SELECT value FROM json_each(?1))", &[&names])
    }

    fn backlinks_where(&self, condition: &str, values: &[&str]) -> Result<Vec<NoteBacklink>, LibraryError> {
        let sql =
            format!("SELECT DISTINCT article, mark FROM note_link WHERE {condition} ORDER BY mark DESC, article DESC");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query(rusqlite::params_from_iter(values))?;
        let mut links = Vec::new();
        let id = |bytes: &[u8]| uuid::Uuid::from_slice(bytes).map_err(|error| LibraryError::Damaged(error.to_string()));
        while let Some(row) = rows.next()? {
            let article = ArticleId(id(row.get_ref(0)?.as_blob().unwrap_or_default())?);
            let mark = row.get_ref(1)?.as_blob().unwrap_or_default();
            let mark = if mark.is_empty() { None } else { Some(AnnotationId(id(mark)?)) };
            let Some(title) = self.title(article)? else { continue };
            let note = match mark {
                Some(mark) => annotate::get(&self.db, mark)?.map(|mark| mark.note).unwrap_or_default(),
                None => filing::get(&self.db, article)?.note,
            };
            links.push(NoteBacklink { article, title, mark, note });
        }
        Ok(links)
    }

    /// What a link leads to is called today; `None` where it leads nowhere: no such story, mark or entity is there.
    /// A link to an entity that was made part of another one leads to that one.
    pub fn link_leads_to(&self, target: &LinkTarget, same: &SameEntities) -> Result<Option<String>, LibraryError> {
        match target.kind {
            LinkKind::Article => target.id.parse().ok().map_or(Ok(None), |id| self.title(ArticleId(id))),
            LinkKind::Mark => {
                let mark = target.id.parse().ok().map(AnnotationId).map(|id| annotate::get(&self.db, id));
                let Some(mark) = mark.transpose()?.flatten() else { return Ok(None) };
                Ok(self.title(mark.article)?.map(|_| mark.anchor.quote))
            }
            LinkKind::Entity => {
                let mut query = self.db.prepare_cached(&format!(
                    "SELECT name FROM entity_name
                     WHERE key = ?1 AND EXISTS (SELECT 1 FROM naming WHERE entity = entity_name.number AND {HELD}) LIMIT 1"
                ))?;
                Ok(query.query_row([same.today(target).id], |row| row.get(0)).optional()?)
            }
        }
    }

    fn title(&self, id: ArticleId) -> Result<Option<String>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT title FROM article JOIN page ON page.id = article.id WHERE removed = 0 AND article.id = ?1",
        )?;
        Ok(query.query_row([id.to_string()], |row| row.get(0)).optional()?)
    }

    /// What a link can be made to, at most `each` of a kind: stories whose title holds the words, entities whose name begins
    /// with them, marks whose words or note hold them. Without words, the stories read last and the newest marks.
    pub fn link_offers(&self, words: &str, each: usize) -> Result<Vec<LinkOffer>, LibraryError> {
        let key = fold_key(words);
        let mut offers = self.offered_articles(&key, each)?;
        if !key.is_empty() {
            offers.extend(self.offered_entities(&key, each)?);
        }
        let mut marks = self.find_marks(&MarkQuery { text: key, ..MarkQuery::default() })?;
        marks.truncate(each);
        offers.extend(self.marks(&marks)?.into_iter().map(|found| offered_mark(&found.mark)));
        Ok(offers)
    }

    fn offered_articles(&self, key: &str, each: usize) -> Result<Vec<LinkOffer>, LibraryError> {
        let limit = i64::try_from(each).unwrap_or(i64::MAX);
        let offer = |row: &rusqlite::Row<'_>| -> rusqlite::Result<LinkOffer> {
            Ok(LinkOffer { target: LinkTarget { kind: LinkKind::Article, id: row.get(0)? }, text: row.get(1)? })
        };
        if key.is_empty() {
            let mut query = self.db.prepare_cached(
                "SELECT article.id, title FROM reading JOIN article ON article.id = reading.article
                 JOIN page ON page.id = article.id WHERE removed = 0 ORDER BY at DESC LIMIT ?1",
            )?;
            return Ok(query.query_map([limit], offer)?.collect::<Result<_, _>>()?);
        }
        // Only the index of titles is read for those that do not fit.
        let holds = vec!["title_key LIKE ?"; key.split(' ').count()].join(" AND ");
        let sql = format!(
            "SELECT article.id, title FROM article JOIN page ON page.id = article.id WHERE removed = 0 AND {holds}
             ORDER BY published DESC, article.id LIMIT {limit}"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let patterns = key.split(' ').map(|word| format!("%{word}%"));
        Ok(query.query_map(rusqlite::params_from_iter(patterns), offer)?.collect::<Result<_, _>>()?)
    }

    fn offered_entities(&self, key: &str, each: usize) -> Result<Vec<LinkOffer>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT key, min(name) FROM entity_name JOIN naming ON entity = entity_name.number
             WHERE name_key >= ?1 AND name_key < ?2 AND key NOT LIKE '%@%' AND {HELD}
             GROUP BY key ORDER BY sum(mentions) DESC, key LIMIT ?3"
        ))?;
        let behind = format!("{key}{}", char::MAX);
        let rows = query.query_map(params![key, behind, i64::try_from(each).unwrap_or(i64::MAX)], |row| {
            Ok(LinkOffer { target: LinkTarget { kind: LinkKind::Entity, id: row.get(0)? }, text: row.get(1)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The most letters of a mark's words that a link to it takes.
const MARK_WORDS: usize = 60;

fn offered_mark(mark: &Annotation) -> LinkOffer {
    let text: String = mark.anchor.quote.chars().take(MARK_WORDS).collect();
    LinkOffer { target: LinkTarget { kind: LinkKind::Mark, id: mark.id.to_string() }, text }
}

#[cfg(test)]
#[path = "note_links_tests.rs"]
mod tests;
