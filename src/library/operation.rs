//! Operations: every lasting change is a list of small steps in one transaction, kept in the log with what its
//! inverse needs. Undo and redo walk steps backwards and forwards through the same door, as entries of their own.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::annotate;
use super::{
    Annotation, AnnotationId, ArticleId, Changes, Library, LibraryError, OperationId, OperationKind, OperationRecord,
};

/// The smallest lasting change, with both of its sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// A page is shown or hidden; its bytes stay.
    Page {
        /// The page's article.
        id: ArticleId,
        /// Whether it was removed before.
        before: bool,
        /// Whether it is removed after.
        after: bool,
    },
    /// An annotation as it was and as it is; `None` where there is none.
    Annotation {
        /// Which.
        id: AnnotationId,
        /// What was there.
        before: Option<Box<Annotation>>,
        /// What is there now.
        after: Option<Box<Annotation>>,
    },
}

impl Step {
    fn inverse(self) -> Self {
        match self {
            Self::Page { id, before, after } => Self::Page { id, before: after, after: before },
            Self::Annotation { id, before, after } => Self::Annotation { id, before: after, after: before },
        }
    }

    /// Does it.
    pub(super) fn apply(&self, db: &Connection) -> Result<Changes, LibraryError> {
        match self {
            Self::Page { id, after, .. } => {
                db.prepare_cached("UPDATE page SET removed = ?2 WHERE id = ?1")?
                    .execute(params![id.to_string(), after])?;
                Ok(Changes { articles: true, annotations: true, ..Changes::default() })
            }
            Self::Annotation { id, after, .. } => {
                annotate::put(db, *id, after.as_deref())?;
                Ok(Changes { annotations: true, ..Changes::default() })
            }
        }
    }

    fn article(&self) -> Option<ArticleId> {
        match self {
            Self::Page { id, .. } => Some(*id),
            Self::Annotation { before, after, .. } => after.as_ref().or(before.as_ref()).map(|mark| mark.article),
        }
    }

    /// The annotation whose note alone this changes.
    fn edits_note_of(&self) -> Option<AnnotationId> {
        let Self::Annotation { id, before: Some(before), after: Some(after) } = self else { return None };
        let rest = Annotation { note: before.note.clone(), modified: before.modified.clone(), ..(**after).clone() };
        (rest == **before).then_some(*id)
    }
}

/// What the log keeps of an operation.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Payload {
    /// The changes, in order.
    pub steps: Vec<Step>,
    /// The operations that an undo or redo acted on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<OperationId>,
}

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

/// Entries that are taken back together.
type Group = Vec<OperationId>;

/// What can be taken back and done again, read off the log.
#[derive(Debug, Default)]
struct Stacks {
    undo: Vec<Group>,
    redo: Vec<Group>,
}

/// An entry of the log.
struct Entry {
    id: OperationId,
    kind: OperationKind,
    at: String,
    article: Option<ArticleId>,
    payload: Payload,
}

impl Library {
    /// How many entries back undo reaches.
    const DEPTH: usize = 500;
    /// Edits of one note that follow each other within so many seconds are taken back together.
    const TYPING: i64 = 5;

    /// Runs one operation: `plan` reads and returns the steps, which are applied and logged in one transaction.
    /// Nothing is kept where any of it fails.
    pub(super) fn operate<T>(
        &mut self,
        kind: OperationKind,
        plan: impl FnOnce(&Transaction<'_>, &str, &mut super::Environment) -> Result<(T, Vec<Step>), LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (value, steps) = plan(&transaction, &now, &mut self.environment)?;
        let changes = apply(&transaction, &steps)?;
        if !steps.is_empty() {
            let id = OperationId((self.environment.ids)());
            let payload = Payload { steps, targets: Vec::new() };
            log(&transaction, id, kind, &now, &self.environment.author, &payload)?;
        }
        transaction.commit()?;
        Ok((value, changes))
    }

    /// Takes the last operation back.
    pub fn undo(&mut self) -> Result<Option<Undone>, LibraryError> {
        let Some(group) = stacks(&self.db)?.undo.pop() else { return Ok(None) };
        self.replay(OperationKind::Undo, group)
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Result<Option<Undone>, LibraryError> {
        let Some(group) = stacks(&self.db)?.redo.pop() else { return Ok(None) };
        self.replay(OperationKind::Redo, group)
    }

    fn replay(&mut self, kind: OperationKind, targets: Group) -> Result<Option<Undone>, LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut entries = Vec::new();
        for id in &targets {
            entries.push(entry(&transaction, *id)?);
        }
        let Some((of, article)) = entries.first().map(|entry| (entry.kind, entry.article)) else { return Ok(None) };
        let mut steps: Vec<Step> = entries.into_iter().flat_map(|entry| entry.payload.steps).collect();
        if kind == OperationKind::Undo {
            steps = steps.into_iter().rev().map(Step::inverse).collect();
        }
        let changes = apply(&transaction, &steps)?;
        let id = OperationId((self.environment.ids)());
        log(&transaction, id, kind, &now, &self.environment.author, &Payload { steps, targets })?;
        transaction.commit()?;
        Ok(Some(Undone { kind: of, article, changes }))
    }

    /// What undo would take back.
    pub fn can_undo(&self) -> Result<Option<OperationKind>, LibraryError> {
        self.kind_of(stacks(&self.db)?.undo.pop())
    }

    /// What redo would do again.
    pub fn can_redo(&self) -> Result<Option<OperationKind>, LibraryError> {
        self.kind_of(stacks(&self.db)?.redo.pop())
    }

    fn kind_of(&self, group: Option<Group>) -> Result<Option<OperationKind>, LibraryError> {
        let first = group.and_then(|group| group.first().copied());
        first.map(|id| entry(&self.db, id).map(|entry| entry.kind)).transpose()
    }

    /// The newest entries of the log, newest first.
    pub fn history(&self, limit: usize) -> Result<Vec<OperationRecord>, LibraryError> {
        let mut query = self
            .db
            .prepare("SELECT id, kind, at, author, article, payload FROM operation ORDER BY number DESC LIMIT ?1")?;
        let mut rows = query.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
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
            });
        }
        Ok(records)
    }
}

fn apply(db: &Connection, steps: &[Step]) -> Result<Changes, LibraryError> {
    steps.iter().try_fold(Changes::default(), |changes, step| Ok(changes.union(step.apply(db)?)))
}

/// Adds an entry to the log.
pub(super) fn log(
    db: &Connection,
    id: OperationId,
    kind: OperationKind,
    at: &str,
    author: &str,
    payload: &Payload,
) -> Result<(), LibraryError> {
    let mut articles: Vec<ArticleId> = payload.steps.iter().filter_map(Step::article).collect();
    articles.dedup();
    let article = if let [only] = articles.as_slice() { Some(only.to_string()) } else { None };
    db.prepare_cached(
        "INSERT INTO operation (id, kind, at, author, article, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![id.to_string(), name(kind)?, at, author, article, serde_json::to_string(payload)?])?;
    Ok(())
}

/// Reads the stacks off the end of the log.
fn stacks(db: &Connection) -> Result<Stacks, LibraryError> {
    let mut query = db.prepare_cached(
        "SELECT id, kind, at, article, payload FROM operation WHERE kind NOT IN ('reading', 'reanchor')
         ORDER BY number DESC LIMIT ?1",
    )?;
    let mut rows = query.query([i64::try_from(Library::DEPTH).unwrap_or(i64::MAX)])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(read_entry(row)?);
    }
    let mut stacks = Stacks::default();
    let mut last: Option<Entry> = None;
    for entry in entries.into_iter().rev() {
        match entry.kind {
            OperationKind::Undo => {
                stacks.undo.retain(|group| *group != entry.payload.targets);
                stacks.redo.push(entry.payload.targets.clone());
            }
            OperationKind::Redo => {
                stacks.redo.retain(|group| *group != entry.payload.targets);
                stacks.undo.push(entry.payload.targets.clone());
            }
            _ => {
                stacks.redo.clear();
                match stacks.undo.last_mut().filter(|_| last.as_ref().is_some_and(|last| continues(last, &entry))) {
                    Some(group) => group.push(entry.id),
                    None => stacks.undo.push(vec![entry.id]),
                }
            }
        }
        last = Some(entry);
    }
    Ok(stacks)
}

/// Whether `next` goes on typing the note that `last` was typing.
fn continues(last: &Entry, next: &Entry) -> bool {
    let edits = |entry: &Entry| match entry.payload.steps.as_slice() {
        [step] if entry.kind == OperationKind::EditAnnotation => step.edits_note_of(),
        _ => None,
    };
    let at = |entry: &Entry| entry.at.parse::<jiff::Timestamp>().ok();
    let soon = at(last).zip(at(next)).is_some_and(|(a, b)| b.as_second() - a.as_second() <= Library::TYPING);
    soon && edits(last).is_some() && edits(last) == edits(next)
}

fn entry(db: &Connection, id: OperationId) -> Result<Entry, LibraryError> {
    let mut query = db.prepare_cached("SELECT id, kind, at, article, payload FROM operation WHERE id = ?1")?;
    query.query_row([id.to_string()], |row| Ok(read_entry(row)))?
}

fn read_entry(row: &rusqlite::Row<'_>) -> Result<Entry, LibraryError> {
    Ok(Entry {
        id: parse(&row.get::<_, String>(0)?)?,
        kind: kind_named(&row.get::<_, String>(1)?)?,
        at: row.get(2)?,
        article: row.get::<_, Option<String>>(3)?.as_deref().map(parse).transpose()?,
        payload: serde_json::from_str(&row.get::<_, String>(4)?)?,
    })
}

/// An id as stored.
pub(super) fn parse<T: std::str::FromStr<Err = uuid::Error>>(text: &str) -> Result<T, LibraryError> {
    text.parse().map_err(|error: uuid::Error| LibraryError::Damaged(error.to_string()))
}

fn name(kind: OperationKind) -> Result<String, LibraryError> {
    Ok(serde_json::to_value(kind)?.as_str().unwrap_or_default().to_owned())
}

fn kind_named(name: &str) -> Result<OperationKind, LibraryError> {
    Ok(serde_json::from_value(serde_json::Value::from(name))?)
}
