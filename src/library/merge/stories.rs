//! Stories of the other library: known here, or new with their bytes.

use std::str::FromStr;

use rusqlite::{OptionalExtension as _, params};
use serde::de::DeserializeOwned;

use super::other::{STALE, Save, Story};
use super::{Conflict, Part};
use crate::library::annotate::{self, Before};
use crate::library::editions::{self, Known};
use crate::library::import::{Derived, page_of, write_article};
use crate::library::operation::Step;
use crate::library::{
    ArticleId, EditionId, Filing, LibraryError, RulingId, Verdict, VerdictId, filing, rulings, verdicts,
};
use crate::text::{Alignment, Shingles};

/// Where what stands in a story of the other library comes to stand.
pub(super) struct Ground {
    /// The article.
    pub ours: ArticleId,
    /// Its body, and that body's version.
    pub body: String,
    pub version: u32,
    /// What is left in it of the body there, where that is another.
    pub before: Option<Before>,
}

/// Marks of one story that are read at once.
const MARKS: usize = 100;

impl Part<'_> {
    /// Takes in a story, or its marks after `after`. The answer is the last mark that was done, where more may follow.
    pub(super) fn story(&mut self, id: ArticleId, after: &str) -> Result<Option<String>, LibraryError> {
        let story = self.other.story(id)?;
        match self.told_of(&story, after) {
            Err(LibraryError::Damaged(reason)) => {
                self.unreadable("what this library says of it", Some(&story), &reason);
                Ok(None)
            }
            done => done,
        }
    }

    fn told_of(&mut self, story: &Story, after: &str) -> Result<Option<String>, LibraryError> {
        self.bytes += story.saves.iter().map(|save| save.bytes.len()).sum::<usize>() + story.text.article.body.len();
        let begins = after.is_empty();
        let ours = self.known_here(story)?;
        let ours = match (ours, begins) {
            (Some((ours, _)), false) => Some(ours),
            (Some((ours, removed)), true) => self.meet(story, ours, removed)?,
            (None, true) => self.bring(story)?,
            (None, false) => None,
        };
        let Some(ours) = ours else { return Ok(None) };
        let ground = self.ground(story, ours)?;
        if begins {
            self.filing(story, ours)?;
            self.reading(story, &ground)?;
            self.rulings_of(story, &ground)?;
            self.verdicts(story, ours)?;
        }
        let marks = self.other.marks(story.id, after, MARKS)?;
        let last = marks.last().map(|(key, _)| key.clone()).filter(|_| marks.len() == MARKS);
        for (key, mark) in marks {
            match mark {
                Ok(mark) => self.mark(mark, &ground)?,
                Err(reason) => self.unreadable(&format!("the annotation {key}"), Some(story), &reason),
            }
        }
        Ok(last)
    }

    /// A part of a story as it was read there; `None` where it could not be, which is named, as the rest goes on.
    pub(super) fn apart<T>(
        &mut self,
        story: &Story,
        what: &str,
        read: Result<T, LibraryError>,
    ) -> Result<Option<T>, LibraryError> {
        match read {
            Err(LibraryError::Damaged(reason)) => {
                self.unreadable(what, Some(story), &reason);
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    /// Names what could not be read, and the story that it belongs to.
    pub(super) fn unreadable(&mut self, what: &str, story: Option<&Story>, reason: &str) {
        let of = story.map_or_else(String::new, |story| format!("“{}”: ", story.text.article.meta.title));
        self.merged.failed.push(format!("{of}{what} could not be read: {reason}"));
    }

    fn rulings_of(&mut self, story: &Story, ground: &Ground) -> Result<(), LibraryError> {
        let sql = "SELECT id, json FROM ruling WHERE article = ?1 AND id > ?2 ORDER BY id";
        let found = self.other.rows_after(sql, &story.id.to_string(), "");
        match self.apart(story, "its rulings", found)? {
            Some(found) => self.rulings(found, Some((story, ground))),
            None => Ok(()),
        }
    }

    /// The article here that a story is, and whether it is removed: by its id, its bytes, or its address and text.
    pub(super) fn known_here(&self, story: &Story) -> Result<Option<(ArticleId, bool)>, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT removed FROM page WHERE id = ?1")?;
        if let Some(removed) = query.query_row([story.id.to_string()], |row| row.get(0)).optional()? {
            return Ok(Some((story.id, removed)));
        }
        for save in &story.saves {
            if let Some(found) = held_bytes(self.db, save)? {
                return Ok(Some(found));
            }
        }
        Ok(match editions::known(self.db, &story.text.article, &self.pending)? {
            Known::Same(id) | Known::Changed(id, _) | Known::Page(id, ..) | Known::Kept(id) => Some((id, false)),
            Known::Not => None,
        })
    }

    /// A story that is known here: shown again where need be, its other saves kept. `None` where it stays removed.
    fn meet(&mut self, story: &Story, ours: ArticleId, removed: bool) -> Result<Option<ArticleId>, LibraryError> {
        if removed && !self.pending.shown.contains(&ours) {
            if (story.sample || self.known.ours.gone(ours.0)) && !self.worked_since(story, ours)? {
                self.merged.stories_left += 1;
                return Ok(None);
            }
            self.plan.push(Step::Page { id: ours, before: true, after: false });
            self.pending.shown.push(ours);
            self.wished(&story.text.article, ours)?;
            self.merged.stories_back += 1;
        } else {
            self.merged.stories_same += 1;
        }
        for save in &story.saves {
            if held_bytes(self.db, save)?.is_some() {
                continue;
            }
            match save.unpacked(story.id) {
                Ok(_) => {
                    let edition = self.free_edition(save.edition)?;
                    self.add_edition(edition, ours, save)?;
                    self.merged.saves_new += 1;
                }
                Err(error) => self.merged.failed.push(error.to_string()),
            }
        }
        Ok(Some(ours))
    }

    /// Whether somebody worked on a story there in a way that was never known here.
    fn worked_since(&self, story: &Story, ours: ArticleId) -> Result<bool, LibraryError> {
        let known = &self.known.ours;
        let theirs = match filing::get(&self.other.db, story.id) {
            // It is named when the story's filing is taken in.
            Err(LibraryError::Damaged(_)) => Filing::default(),
            theirs => theirs?,
        };
        if theirs != Filing::default() && theirs != filing::get(self.db, ours)? && !known.knew_filing(ours, &theirs) {
            return Ok(true);
        }
        let sql = "SELECT id, json FROM ruling WHERE article = ?1 AND id > ?2";
        for (key, _) in self.other.rows_after(sql, &story.id.to_string(), "")? {
            let Ok(id) = key.parse::<RulingId>() else { continue };
            if rulings::get(self.db, id)?.is_none() && !known.gone(id.0) {
                return Ok(true);
            }
        }
        let marks = self.other.marks(story.id, "", usize::MAX)?;
        Ok(marks.iter().any(|(_, mark)| mark.as_ref().is_ok_and(|mark| !known.knew(mark))))
    }

    /// A story that is new here, with its bytes and its own id. `None` where it is a sample that nobody worked on.
    fn bring(&mut self, story: &Story) -> Result<Option<ArticleId>, LibraryError> {
        if story.sample && !story.worked {
            self.merged.stories_left += 1;
            return Ok(None);
        }
        for save in &story.saves {
            save.unpacked(story.id)?;
        }
        let id = story.id;
        let Some((first, later)) = story.saves.split_first() else { return Ok(None) };
        self.db
            .prepare_cached(
                "INSERT INTO page (id, sha256, file, url, size, bytes, imported, imported_on, sample, removed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
            )?
            .execute(params![
                id.to_string(),
                first.sha256,
                first.file,
                first.url,
                first.size,
                first.bytes,
                first.imported,
                first.imported_on,
                story.sample
            ])?;
        for save in later {
            let edition = self.free_edition(save.edition)?;
            self.add_edition(edition, id, save)?;
            if save.edition == story.current {
                self.db
                    .prepare_cached("UPDATE page SET edition = ?2 WHERE id = ?1")?
                    .execute([id.to_string(), edition.to_string()])?;
            }
        }
        let text = &story.text;
        let sketch = Shingles::new(&text.article.body).sketch();
        let derived = Derived { mentions: &text.mentions, proposed: &text.proposed, sketch: sketch.as_ref() };
        write_article(self.db, id, &text.article, &derived, text.version)?;
        // Where anybody ruled, names that were made elsewhere are settled anew.
        let engine = if self.known.ruled { STALE } else { text.engine };
        self.db.prepare_cached("UPDATE article SET reader = ?2, engine = ?3 WHERE id = ?1")?.execute(params![
            id.to_string(),
            text.reader,
            engine
        ])?;
        self.pending.shown.push(id);
        self.plan.push(Step::Page { id, before: true, after: false });
        self.wished(&text.article, id)?;
        self.merged.stories_new += 1;
        Ok(Some(id))
    }

    /// An id for an edition that no other has here: its own, where that is free.
    fn free_edition(&mut self, own: Option<EditionId>) -> Result<EditionId, LibraryError> {
        let Some(own) = own else { return Ok(EditionId((self.environment.ids)())) };
        let mut query = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM edition WHERE id = ?1)")?;
        let taken: bool = query.query_row([own.to_string()], |row| row.get(0))?;
        Ok(if taken { EditionId((self.environment.ids)()) } else { own })
    }

    fn add_edition(&self, edition: EditionId, article: ArticleId, save: &Save) -> Result<(), LibraryError> {
        self.db
            .prepare_cached(
                "INSERT INTO edition (id, article, sha256, file, url, size, bytes, imported, imported_on, joins)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                edition.to_string(),
                article.to_string(),
                save.sha256,
                save.file,
                save.url,
                save.size,
                save.bytes,
                save.imported,
                save.imported_on,
                save.joins
            ])?;
        Ok(())
    }

    /// Takes in how differences were settled.
    fn verdicts(&mut self, story: &Story, article: ArticleId) -> Result<(), LibraryError> {
        let sql = "SELECT id, json FROM verdict WHERE article = ?1 AND id > ?2 ORDER BY id";
        let found = self.other.rows_after(sql, &story.id.to_string(), "");
        for (key, json) in self.apart(story, "its verdicts", found)?.unwrap_or_default() {
            let (id, verdict) = match read_row::<VerdictId, Verdict>(&key, &json) {
                Ok(row) => row,
                Err(reason) => {
                    self.unreadable(&format!("the verdict {key}"), Some(story), &reason);
                    continue;
                }
            };
            if !verdicts::is_held(self.db, id)? && !self.known.ours.gone(id.0) {
                let verdict = Verdict { id, article, ..verdict };
                self.plan.push(Step::Verdict { id, before: None, after: Some(Box::new(verdict)) });
            }
        }
        Ok(())
    }

    fn ground(&self, story: &Story, ours: ArticleId) -> Result<Ground, LibraryError> {
        let (body, version) = annotate::body(self.db, ours)?.ok_or(LibraryError::NoArticle(ours))?;
        let text = &story.text;
        let before = (text.article.body != body)
            .then(|| Before { version: text.version, alignment: Alignment::new(&text.article.body, &body) });
        Ok(Ground { ours, body, version, before })
    }

    pub(super) fn conflict(&mut self, conflict: Conflict) {
        self.merged.conflicts.push(conflict);
    }

    /// The title of an article here.
    pub(super) fn title(&self, id: ArticleId) -> Result<String, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT title FROM article WHERE id = ?1")?;
        Ok(query.query_row([id.to_string()], |row| row.get(0)).optional()?.unwrap_or_default())
    }
}

/// A row's id and what its JSON says, or why one cannot be read.
pub(super) fn read_row<I: FromStr<Err = uuid::Error>, T: DeserializeOwned>(
    key: &str,
    json: &str,
) -> Result<(I, T), String> {
    let id = key.parse().map_err(|error: uuid::Error| error.to_string())?;
    Ok((id, serde_json::from_str(json).map_err(|error| error.to_string())?))
}

/// The article that holds these bytes, and whether it is removed.
fn held_bytes(db: &rusqlite::Connection, save: &Save) -> Result<Option<(ArticleId, bool)>, LibraryError> {
    match <&[u8; 32]>::try_from(save.sha256.as_slice()) {
        Ok(sha256) => page_of(db, sha256),
        Err(_) => Ok(None),
    }
}
