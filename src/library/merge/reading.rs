//! Where reading stopped on both sides: the later place holds.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Part;
use super::other::Story;
use super::stories::Ground;
use crate::library::{ArticleId, LibraryError};
use crate::text::Span;

/// A reading position: a byte offset in the body, the share read, and when, RFC 3339.
type Stop = (usize, f64, String);

impl Part<'_> {
    /// Takes over where reading of a story stopped there, if that was later than here. It is no step of undo, as reading is
    /// none.
    pub(super) fn reading(&mut self, story: &Story, ground: &Ground) -> Result<(), LibraryError> {
        let there = self.apart(story, "where reading stopped", stop(&self.other.db, story.id))?;
        let Some((position, progress, at)) = there.flatten() else { return Ok(()) };
        let time = |at: &str| at.parse::<jiff::Timestamp>().ok();
        let ours = stop(self.db, ground.ours)?.and_then(|(.., at)| time(&at));
        if time(&at).is_none_or(|theirs| ours.is_some_and(|ours| ours >= theirs)) {
            return Ok(());
        }
        // Of another text the same words, else as far down.
        let mapped = ground.before.as_ref().map(|before| {
            let there =
                before.alignment.map(Span::new(position, position.saturating_add(1))).map(|mapped| mapped.span.start);
            there.unwrap_or_else(|| (ground.body.len() as f64 * progress.clamp(0.0, 1.0)) as usize)
        });
        let position = ground.body.floor_char_boundary(mapped.unwrap_or(position));
        self.db
            .prepare_cached(
                "INSERT INTO reading (article, position, progress, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (article) DO UPDATE SET position = ?2, progress = ?3, at = ?4",
            )?
            .execute(params![
                ground.ours.to_string(),
                i64::try_from(position).unwrap_or(i64::MAX),
                progress.clamp(0.0, 1.0),
                at
            ])?;
        Ok(())
    }
}

fn stop(db: &Connection, id: ArticleId) -> Result<Option<Stop>, LibraryError> {
    let found = db
        .prepare_cached("SELECT position, progress, at FROM reading WHERE article = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found.map(|(position, progress, at)| (usize::try_from(position).unwrap_or_default(), progress, at)))
}
