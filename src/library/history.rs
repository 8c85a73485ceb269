//! What was done, for people to read: the log as it was written, and the steps that can be gone back to.

use rusqlite::{Connection, OptionalExtension as _};

use super::decided::{self, Brought, Decided};
use super::operation::{Payload, Step, kind_named, parse};
use super::{About, ArticleId, HistoryStep, Library, LibraryError, OperationId, OperationRecord, Undone};

impl Library {
    /// The newest entries of the log, newest first.
    pub fn history(&self, limit: usize) -> Result<Vec<OperationRecord>, LibraryError> {
        let mut query = self
            .db
            .prepare("SELECT id, kind, at, author, article, payload FROM operation ORDER BY number DESC LIMIT ?1")?;
        let mut rows = query.query([bounded(limit)])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let payload: Payload = serde_json::from_str(&row.get::<_, String>(5)?)?;
            records.push(OperationRecord {
                id: parse(&row.get::<_, String>(0)?)?,
                kind: kind_named(&row.get::<_, String>(1)?)?,
                target: payload.targets.first().copied(),
                at: row.get(2)?,
                author: row.get(3)?,
                article: row.get::<_, Option<String>>(4)?.as_deref().map(parse).transpose()?,
                about: about(&self.db, &payload.steps)?,
            });
        }
        Ok(records)
    }

    /// The newest steps of undo and redo, newest first: those taken back before those that stand. What is taken back
    /// together (an import, the letters of a note) is one.
    pub fn steps(&self, limit: usize) -> Result<Vec<HistoryStep>, LibraryError> {
        // Of those taken back, the one that was done last was taken back first.
        let mut query = self.db.prepare(
            "SELECT id, kind, taken_back FROM undo_group
             ORDER BY taken_back DESC, CASE WHEN taken_back THEN place ELSE -place END LIMIT ?1",
        )?;
        let mut rows = query.query([bounded(limit)])?;
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            let (group, kind): (String, String) = (row.get(0)?, row.get(1)?);
            if let Some(first) = first_of(&self.db, &group)? {
                steps.push(HistoryStep { kind: kind_named(&kind)?, taken_back: row.get(2)?, ..first });
            }
        }
        Ok(steps)
    }

    /// Takes back or does again until `step` is the last one that stands; `None` takes everything back. Gives what was
    /// undone or redone, in order; each is on disk, and `tell` hears of it, before the next begins. Refused where there is
    /// no such step.
    pub fn go_to_step(
        &mut self,
        step: Option<OperationId>,
        tell: &mut dyn FnMut(&Undone),
    ) -> Result<Vec<Undone>, LibraryError> {
        let id = step.map(|step| step.to_string());
        let stands = id.as_deref().map(|id| stands(&self.db, id)).transpose()?;
        if let (Some(step), Some(None)) = (step, stands) {
            return Err(LibraryError::NoStep(step));
        }
        let back = stands.flatten() != Some(false);
        let mut gone = Vec::new();
        while last_standing(&self.db)? != id {
            let undone = if back { self.undo()? } else { self.redo()? };
            let Some(undone) = undone else { break };
            tell(&undone);
            gone.push(undone);
        }
        Ok(gone)
    }
}

fn bounded(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Whether the step stands; `None` where it is none.
fn stands(db: &Connection, id: &str) -> Result<Option<bool>, LibraryError> {
    let found = db.query_row("SELECT NOT taken_back FROM undo_group WHERE id = ?1", [id], |row| row.get(0));
    Ok(found.optional()?)
}

fn last_standing(db: &Connection) -> Result<Option<String>, LibraryError> {
    let sql = "SELECT id FROM undo_group WHERE NOT taken_back ORDER BY place DESC LIMIT 1";
    Ok(db.query_row(sql, [], |row| row.get(0)).optional()?)
}

/// A group as a step: its first operation says when and who, all say what.
fn first_of(db: &Connection, group: &str) -> Result<Option<HistoryStep>, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT operation.kind, at, author, article, payload FROM undo_member
         JOIN operation ON operation.id = undo_member.operation WHERE undo_group = ?1 ORDER BY undo_member.rowid",
    )?;
    let mut rows = query.query([group])?;
    let mut found: Option<HistoryStep> = None;
    let mut brought = Brought::default();
    while let Some(row) = rows.next()? {
        let payload: Payload = serde_json::from_str(&row.get::<_, String>(4)?)?;
        let about = about(db, &payload.steps)?;
        brought = brought + Brought::of(&payload.steps);
        let article: Option<ArticleId> = row.get::<_, Option<String>>(3)?.as_deref().map(parse).transpose()?;
        match &mut found {
            None => {
                let kind = kind_named(&row.get::<_, String>(0)?)?;
                let (at, author) = (row.get(1)?, row.get(2)?);
                found = Some(HistoryStep { id: parse(group)?, kind, at, author, article, about, taken_back: false });
            }
            // A note that was typed is known by its last words; an import by all its stories.
            Some(step) => {
                let notes = matches!(payload.steps.as_slice(), [Step::Note { .. }]);
                step.about.count = if notes { step.about.count } else { step.about.count + about.count };
                step.about.decided = step.about.decided.take().or(about.decided);
                step.about.words = if notes { about.words } else { std::mem::take(&mut step.about.words) };
                step.article = step.article.filter(|known| article == Some(*known));
            }
        }
    }
    if let Some(step) = &mut found {
        step.about.decided = Decided::of_parts(step.about.decided.take(), brought);
    }
    Ok(found)
}

/// What steps are about: the words of the first, and how many there are.
fn about(db: &Connection, steps: &[Step]) -> Result<About, LibraryError> {
    const MOST: usize = 80;
    let words = match steps.first() {
        Some(Step::Annotation { before, after, .. }) => {
            after.as_ref().or(before.as_ref()).map(|mark| mark.anchor.quote.clone())
        }
        Some(Step::Note { after, .. }) => Some(after.text.clone()),
        Some(Step::Ruling { before, after, .. }) => {
            let on = after.as_ref().or(before.as_ref()).map(|stored| &stored.ruling.on);
            on.and_then(|on| on.text.clone().or_else(|| on.entity.clone()))
        }
        Some(Step::Filing { before, after, .. }) => Some(after.told_from(before)),
        Some(Step::Wish { before, after, .. }) => {
            after.as_ref().or(before.as_ref()).map(|stored| stored.wish.name().to_owned())
        }
        Some(Step::Verdict { before, after, .. }) => {
            let verdict = after.as_ref().or(before.as_ref());
            verdict.map(|verdict| decided::words_of(db, verdict)).transpose()?.flatten()
        }
        Some(Step::Page { .. } | Step::Edition { .. }) | None => None,
    };
    let words = words.unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(MOST).collect();
    let words = if short.len() < words.len() { format!("{short}…") } else { short };
    Ok(About { words, count: steps.len(), decided: decided::of(db, steps)? })
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
