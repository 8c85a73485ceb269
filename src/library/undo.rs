//! What can be taken back and done again.
//!
//! Each operation of a person belongs to a group that is taken back as one: the letters of a note, the parts of an
//! import. A group stands or was taken back; among each kind the one that came there last comes first. What a person does
//! drops what was taken back before it; what goes on by itself only where it touches the same. A part joins its group
//! wherever that stands, unless what was done since touched the same: then it begins a further group. So steps are always
//! taken back and done again in the states that they were made in; where the text changed between two of them, marks wait until
//! it is made anew (`annotate::put`). The log itself is only ever added to.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::operation::{Payload, Step, apply, kind_named, log, name, parse};
use super::{Annotation, ArticleId, Changes, Filing, Library, LibraryError, OperationId, OperationKind};
use super::{imports, watched};

/// A step of undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// What was taken back or done again.
    pub kind: OperationKind,
    /// The article it touched, where it was one.
    pub article: Option<ArticleId>,
    /// What changed.
    pub changes: Changes,
}

impl Library {
    /// Edits of one note that follow each other within so many seconds are taken back together.
    const TYPING: i64 = 5;
    /// The same of moves of one mark.
    const MOVING: i64 = 2;

    /// Takes the last operation back.
    pub fn undo(&mut self) -> Result<Option<Undone>, LibraryError> {
        self.replay(OperationKind::Undo)
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Result<Option<Undone>, LibraryError> {
        self.replay(OperationKind::Redo)
    }

    fn replay(&mut self, kind: OperationKind) -> Result<Option<Undone>, LibraryError> {
        let now = self.now();
        let back = kind == OperationKind::Undo;
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(group) = top(&transaction, !back)? else { return Ok(None) };
        let targets = members(&transaction, &group)?;
        let mut steps: Vec<Step> = Vec::new();
        for id in &targets {
            steps.extend(payload(&transaction, *id)?.steps);
        }
        if back {
            steps = steps.into_iter().rev().map(Step::inverse).collect();
        }
        let changes = apply(&transaction, &steps)?;
        move_to_top(&transaction, &group.id, back)?;
        imports::note_taken_back(&transaction, &group.id, back)?;
        let mut articles: Vec<ArticleId> = steps.iter().filter_map(Step::article).collect();
        articles.dedup();
        let article = if let [only] = articles.as_slice() { Some(*only) } else { None };
        let id = OperationId((self.environment.ids)());
        log(&transaction, id, kind, &now, &self.environment.author, article, &Payload { steps, targets, from: None })?;
        transaction.commit()?;
        Ok(Some(Undone { kind: group.kind, article, changes }))
    }

    /// What undo would take back.
    pub fn can_undo(&self) -> Result<Option<OperationKind>, LibraryError> {
        Ok(top(&self.db, false)?.map(|group| group.kind))
    }

    /// The step that undo would take back, as [`Self::steps`] names it.
    pub fn last_step(&self) -> Result<Option<OperationId>, LibraryError> {
        top(&self.db, false)?.map(|group| parse(&group.id)).transpose()
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Result<Option<OperationKind>, LibraryError> {
        Ok(top(&self.db, true)?.map(|group| group.kind))
    }
}

/// Operations that are taken back together.
struct Group {
    id: String,
    kind: OperationKind,
}

/// The group that undo (or, of those taken back, redo) would act on.
fn top(db: &Connection, taken_back: bool) -> Result<Option<Group>, LibraryError> {
    let found: Option<(String, String)> = db
        .prepare_cached("SELECT id, kind FROM undo_group WHERE taken_back = ?1 ORDER BY place DESC LIMIT 1")?
        .query_row([taken_back], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(id, kind)| Ok(Group { id, kind: kind_named(&kind)? })).transpose()
}

/// The group with this id, where it stands.
fn standing(db: &Connection, group: OperationId) -> Result<Option<String>, LibraryError> {
    let mut query = db.prepare_cached("SELECT id FROM undo_group WHERE id = ?1 AND NOT taken_back")?;
    Ok(query.query_row([group.to_string()], |row| row.get(0)).optional()?)
}

/// Whether what joins this group is taken back with the last thing that was done, or begins a new group.
pub(super) fn is_last_or_new(db: &Connection, group: OperationId) -> Result<bool, LibraryError> {
    let is_last = top(db, false)?.is_some_and(|last| last.id == group.to_string());
    Ok(is_last || standing(db, group)?.is_none())
}

fn move_to_top(db: &Connection, group: &str, taken_back: bool) -> Result<(), LibraryError> {
    db.prepare_cached(
        "UPDATE undo_group SET taken_back = ?2, place = (SELECT max(place) + 1 FROM undo_group) WHERE id = ?1",
    )?
    .execute(params![group, taken_back])?;
    Ok(())
}

fn members(db: &Connection, group: &Group) -> Result<Vec<OperationId>, LibraryError> {
    let mut query = db.prepare_cached("SELECT operation FROM undo_member WHERE undo_group = ?1 ORDER BY rowid")?;
    let rows = query.query_map([&group.id], |row| row.get::<_, String>(0))?;
    rows.map(|id| parse(&id?)).collect()
}

fn payload(db: &Connection, id: OperationId) -> Result<Payload, LibraryError> {
    let mut query = db.prepare_cached("SELECT payload FROM operation WHERE id = ?1")?;
    let json: String = query.query_row([id.to_string()], |row| row.get(0))?;
    Ok(serde_json::from_str(&json)?)
}

/// Notes a new operation: a group of its own, or a part of the one that it `joins`, or of the last one where both type at
/// the same note. Call it before the operation is logged.
pub(super) fn note(
    db: &Connection,
    id: OperationId,
    kind: OperationKind,
    at: &str,
    steps: &[Step],
    joins: Option<OperationId>,
) -> Result<(), LibraryError> {
    let goes_on = match joins {
        Some(whole) => latest(db, whole)?.0.is_some() || watched::is_watched(db, whole)?,
        None => false,
    };
    let cleared = if !goes_on || touched(db, steps, None)? {
        db.prepare_cached("DELETE FROM undo_group WHERE taken_back")?.execute([])?
    } else {
        0
    };
    let (joined, fresh) = match joins {
        Some(whole) => {
            let (latest, next) = latest(db, whole)?;
            match latest {
                Some(group) if !touched(db, steps, Some(&group))? => (Some(group), next),
                _ => (None, next),
            }
        }
        None => match top(db, false)? {
            Some(last) if cleared == 0 && goes_on_typing(db, &last, kind, at, steps)? => (Some(last.id), id),
            _ => (None, id),
        },
    };
    let group = match joined {
        Some(group) => group,
        None => {
            let group = fresh.to_string();
            db.prepare_cached(
                "INSERT INTO undo_group (id, kind, taken_back, place)
                 VALUES (?1, ?2, 0, (SELECT coalesce(max(place), 0) + 1 FROM undo_group))",
            )?
            .execute(params![group, name(kind)?])?;
            group
        }
    };
    db.prepare_cached("INSERT INTO undo_member (undo_group, operation) VALUES (?1, ?2)")?
        .execute(params![group, id.to_string()])?;
    Ok(())
}

/// Of the groups of an operation in parts, whose ids follow that of the whole: the last one that stands, and the id of a
/// further one.
fn latest(db: &Connection, whole: OperationId) -> Result<(Option<String>, OperationId), LibraryError> {
    let mut query = db.prepare_cached("SELECT taken_back FROM undo_group WHERE id = ?1")?;
    let (mut latest, mut next) = (None, whole);
    while let Some(taken_back) = query.query_row([next.to_string()], |row| row.get::<_, bool>(0)).optional()? {
        if !taken_back {
            latest = Some(next.to_string());
        }
        next = OperationId(uuid::Uuid::from_u128(next.0.as_u128().wrapping_add(1)));
    }
    Ok((latest, next))
}

/// Whether steps touch what the groups after `since` touched, or (`None`) those that were taken back.
fn touched(db: &Connection, steps: &[Step], since: Option<&str>) -> Result<bool, LibraryError> {
    let subjects: HashSet<uuid::Uuid> = steps.iter().filter_map(Step::subject).collect();
    let mut query = db.prepare_cached(
        "SELECT payload FROM undo_group JOIN undo_member ON undo_member.undo_group = undo_group.id
         JOIN operation ON operation.id = undo_member.operation
         WHERE taken_back = (?1 IS NULL) AND (?1 IS NULL OR place > (SELECT place FROM undo_group WHERE id = ?1))",
    )?;
    let mut rows = query.query([since])?;
    while let Some(row) = rows.next()? {
        let Payload { steps, .. } = serde_json::from_str(&row.get::<_, String>(0)?)?;
        if steps.iter().filter_map(Step::subject).any(|subject| subjects.contains(&subject)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether these steps go on typing the note, or moving the mark, that the last group was about.
fn goes_on_typing(
    db: &Connection,
    last: &Group,
    kind: OperationKind,
    at: &str,
    steps: &[Step],
) -> Result<bool, LibraryError> {
    let [step] = steps else { return Ok(false) };
    let Some(facet) = edited_facet(step) else { return Ok(false) };
    if !matches!(kind, OperationKind::EditAnnotation | OperationKind::File) || last.kind != kind {
        return Ok(false);
    }
    let Some(before) = members(db, last)?.pop() else { return Ok(false) };
    let then: String =
        db.query_row("SELECT at FROM operation WHERE id = ?1", [before.to_string()], |row| row.get(0))?;
    let seconds = |at: &str| at.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    let soon = seconds(&then).zip(seconds(at)).is_some_and(|(then, now)| now - then <= facet.moment());
    let steps = payload(db, before)?.steps;
    Ok(soon && matches!(steps.as_slice(), [step] if edited_facet(step) == Some(facet)))
}

/// What a step changes alone, of what a person changes little by little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    /// The note of an annotation or article.
    Note(uuid::Uuid),
    /// Where an annotation stands.
    Place(uuid::Uuid),
}

impl Facet {
    /// Seconds within which changes of it belong together.
    const fn moment(self) -> i64 {
        match self {
            Self::Note(_) => Library::TYPING,
            Self::Place(_) => Library::MOVING,
        }
    }
}

/// The note or the place that alone a step changes.
fn edited_facet(step: &Step) -> Option<Facet> {
    match step {
        Step::Note { id, .. } => Some(Facet::Note(id.0)),
        Step::Annotation { id, before: Some(before), after: Some(after) } => {
            let place_alone = Annotation {
                anchor: before.anchor.clone(),
                state: before.state,
                modified: before.modified.clone(),
                ..(**after).clone()
            } == **before;
            place_alone.then_some(Facet::Place(id.0))
        }
        Step::Filing { id, before, after } => {
            let note_alone = Filing { note: before.note.clone(), ..(**after).clone() } == **before;
            note_alone.then_some(Facet::Note(id.0))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
