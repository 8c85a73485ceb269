//! Operations: every lasting change is a list of small steps in one transaction, kept in the log with what its
//! inverse needs. Undo and redo walk steps backwards and forwards through the same door, as entries of their own.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{
    Annotation, AnnotationId, ArticleId, Changes, EditionId, Filing, Library, LibraryError, OperationId, OperationKind,
    RulingId, StoredRuling, StoredWish, Verdict, VerdictId, WishId,
};
use super::{annotate, editions, filing, mark_index, rulings, undo, verdicts, wishes};

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
    /// A ruling as it was and as it is; `None` where there is none.
    Ruling {
        /// Which.
        id: RulingId,
        /// What was there.
        before: Option<Box<StoredRuling>>,
        /// What is there now.
        after: Option<Box<StoredRuling>>,
    },
    /// A wish as it was and as it is; `None` where there is none.
    Wish {
        /// Which.
        id: WishId,
        /// What was there.
        before: Option<Box<StoredWish>>,
        /// What is there now.
        after: Option<Box<StoredWish>>,
    },
    /// The edition that an article is made of; `None` for the page as it was saved first.
    Edition {
        /// Which article.
        id: ArticleId,
        /// What it was made of.
        before: Option<EditionId>,
        /// What it is made of now.
        after: Option<EditionId>,
    },
    /// A verdict as it was and as it is; `None` where there is none.
    Verdict {
        /// Which.
        id: VerdictId,
        /// What was there.
        before: Option<Box<Verdict>>,
        /// What is there now.
        after: Option<Box<Verdict>>,
    },
    /// How an article is filed.
    Filing {
        /// Which article.
        id: ArticleId,
        /// How it was.
        before: Box<Filing>,
        /// How it is.
        after: Box<Filing>,
    },
    /// The words of a note alone, so that the log stays small while it is typed.
    Note {
        /// Which annotation's.
        id: AnnotationId,
        /// The article that it stands in.
        article: ArticleId,
        /// What it was.
        before: Note,
        /// What it is.
        after: Note,
    },
}

/// A note, and when its annotation was last changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// Its words.
    pub text: String,
    /// RFC 3339.
    pub modified: String,
}

impl Step {
    pub(super) fn inverse(self) -> Self {
        match self {
            Self::Page { id, before, after } => Self::Page { id, before: after, after: before },
            Self::Annotation { id, before, after } => Self::Annotation { id, before: after, after: before },
            Self::Ruling { id, before, after } => Self::Ruling { id, before: after, after: before },
            Self::Edition { id, before, after } => Self::Edition { id, before: after, after: before },
            Self::Wish { id, before, after } => Self::Wish { id, before: after, after: before },
            Self::Verdict { id, before, after } => Self::Verdict { id, before: after, after: before },
            Self::Filing { id, before, after } => Self::Filing { id, before: after, after: before },
            Self::Note { id, article, before, after } => Self::Note { id, article, before: after, after: before },
        }
    }

    /// Does it.
    pub(super) fn apply(&self, db: &Connection) -> Result<Changes, LibraryError> {
        match self {
            Self::Page { id, after, .. } => {
                db.prepare_cached("UPDATE page SET removed = ?2 WHERE id = ?1")?
                    .execute(params![id.to_string(), after])?;
                mark_index::put_article(db, *id)?;
                Ok(Changes { articles: true, annotations: true, ..Changes::default() })
            }
            Self::Annotation { id, after, .. } => {
                annotate::put(db, *id, after.as_deref())?;
                Ok(Changes { annotations: true, ..Changes::default() })
            }
            Self::Ruling { id, before, after } => rulings::put(db, *id, before.as_deref(), after.as_deref()),
            Self::Edition { id, after, .. } => editions::put(db, *id, *after),
            Self::Wish { id, after, .. } => wishes::put(db, *id, after.as_deref()),
            Self::Verdict { id, after, .. } => verdicts::put(db, *id, after.as_deref()),
            Self::Filing { id, after, .. } => filing::put(db, *id, after),
            Self::Note { id, after, .. } => {
                let mut annotation = annotate::get(db, *id)?.ok_or(LibraryError::NoAnnotation(*id))?;
                annotation.note.clone_from(&after.text);
                annotation.modified.clone_from(&after.modified);
                annotate::put(db, *id, Some(&annotation))?;
                Ok(Changes { annotations: true, ..Changes::default() })
            }
        }
    }

    /// What it changes something of: an article, a ruling on all of them, or a wish. Steps on others never meet.
    pub(super) fn subject(&self) -> Option<uuid::Uuid> {
        match (self, self.article()) {
            (_, Some(article)) => Some(article.0),
            (Self::Ruling { id, .. }, None) => Some(id.0),
            (Self::Wish { id, .. }, None) => Some(id.0),
            _ => None,
        }
    }

    pub(super) fn article(&self) -> Option<ArticleId> {
        match self {
            Self::Page { id, .. } | Self::Filing { id, .. } | Self::Edition { id, .. } => Some(*id),
            Self::Wish { .. } => None,
            Self::Note { article, .. } => Some(*article),
            Self::Verdict { before, after, .. } => Some(after.as_ref().or(before.as_ref())?.article),
            Self::Ruling { before, after, .. } => after.as_ref().or(before.as_ref())?.article,
            Self::Annotation { before, after, .. } => after.as_ref().or(before.as_ref()).map(|mark| mark.article),
        }
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
    /// Of marks that were put on another text: the SHA-256 of the one that they were on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<[u8; 32]>,
}

impl Library {
    /// Runs one operation: `plan` reads and returns the steps, which are applied and logged in one transaction.
    /// Nothing is kept where any of it fails.
    pub(super) fn operate<T>(
        &mut self,
        kind: OperationKind,
        plan: impl FnOnce(&Transaction<'_>, &str, &mut super::Environment) -> Result<(T, Vec<Step>), LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        self.operate_in(kind, None, plan)
    }

    /// The same as a part of the group `joins`, all of which is taken back as one.
    pub(super) fn operate_in<T>(
        &mut self,
        kind: OperationKind,
        joins: Option<OperationId>,
        plan: impl FnOnce(&Transaction<'_>, &str, &mut super::Environment) -> Result<(T, Vec<Step>), LibraryError>,
    ) -> Result<(T, Changes), LibraryError> {
        let now = self.now();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (value, steps) = plan(&transaction, &now, &mut self.environment)?;
        let changes = apply(&transaction, &steps)?;
        if !steps.is_empty() {
            let id = OperationId((self.environment.ids)());
            undo::note(&transaction, id, kind, &now, &steps, joins)?;
            let mut articles: Vec<ArticleId> = steps.iter().filter_map(Step::article).collect();
            articles.dedup();
            let article = if let [only] = articles.as_slice() { Some(*only) } else { None };
            let payload = Payload { steps, ..Payload::default() };
            log(&transaction, id, kind, &now, &self.environment.author, article, &payload)?;
        }
        transaction.commit()?;
        Ok((value, changes))
    }
}

/// Does all of these.
pub(super) fn apply(db: &Connection, steps: &[Step]) -> Result<Changes, LibraryError> {
    steps.iter().try_fold(Changes::default(), |changes, step| Ok(changes.union(step.apply(db)?)))
}

/// Adds an entry to the log; `article` is the one that it touched, where it was one.
pub(super) fn log(
    db: &Connection,
    id: OperationId,
    kind: OperationKind,
    at: &str,
    author: &str,
    article: Option<ArticleId>,
    payload: &Payload,
) -> Result<(), LibraryError> {
    let article = article.map(|id| id.to_string());
    db.prepare_cached(
        "INSERT INTO operation (id, kind, at, author, article, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![id.to_string(), name(kind)?, at, author, article, serde_json::to_string(payload)?])?;
    Ok(())
}

/// An id as stored.
pub(super) fn parse<T: std::str::FromStr<Err = uuid::Error>>(text: &str) -> Result<T, LibraryError> {
    text.parse().map_err(|error: uuid::Error| LibraryError::Damaged(error.to_string()))
}

/// The name of a kind, as stored.
pub(super) fn name(kind: OperationKind) -> Result<String, LibraryError> {
    Ok(serde_json::to_value(kind)?.as_str().unwrap_or_default().to_owned())
}

/// The kind with this name.
pub(super) fn kind_named(name: &str) -> Result<OperationKind, LibraryError> {
    Ok(serde_json::from_value(serde_json::Value::from(name))?)
}
