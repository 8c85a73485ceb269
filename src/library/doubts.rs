//! Marks whose place is in doubt or lost, with what stood around them and what stands at the place that is proposed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::OptionalExtension as _;
use serde::Serialize;

use crate::text::anchor;

use super::{AnchorState, Annotation, AnnotationId, ArticleId, Library, LibraryError, MarkQuery, annotate};

/// A mark that a person has to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The mark; its anchor holds what it was put on.
    pub mark: Annotation,
    /// The title of its article.
    pub title: String,
    /// What stands at the place that is proposed; `None` where none was found.
    pub proposed: Option<Quoted>,
}

/// Words with up to [`anchor::CONTEXT`] characters on each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// What stands before them.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands behind them.
    pub after: String,
}

impl Doubt {
    /// What the mark was put on, as it stood then.
    #[must_use]
    pub fn was(&self) -> Quoted {
        let anchor = self.mark.anchor.clone();
        Quoted { before: anchor.prefix, words: anchor.quote, after: anchor.suffix }
    }
}

impl Library {
    /// The marks in doubt, of this article or of all, in reading order.
    pub fn in_doubt(&self, article: Option<ArticleId>) -> Result<Vec<AnnotationId>, LibraryError> {
        self.in_reading_order(&self.find_marks(&MarkQuery { in_doubt: true, article, ..MarkQuery::default() })?)
    }

    /// All marks in doubt in reading order, those behind this one first, which may be settled.
    pub fn in_doubt_after(&self, last: Option<AnnotationId>) -> Result<Vec<AnnotationId>, LibraryError> {
        let mut ids = self.find_marks(&MarkQuery { in_doubt: true, ..MarkQuery::default() })?;
        let settled = last.filter(|last| !ids.contains(last));
        ids.extend(settled);
        let mut ordered = self.in_reading_order(&ids)?;
        if let Some(at) = ordered.iter().position(|id| last == Some(*id)) {
            ordered.rotate_left(at + 1);
        }
        ordered.retain(|id| settled != Some(*id));
        Ok(ordered)
    }

    /// These marks as they follow each other in their articles; those that are gone are left out.
    fn in_reading_order(&self, ids: &[AnnotationId]) -> Result<Vec<AnnotationId>, LibraryError> {
        let mut places = self.db.prepare_cached("SELECT article, start FROM annotation WHERE id = ?1")?;
        let mut placed: Vec<((String, i64), AnnotationId)> = Vec::with_capacity(ids.len());
        for id in ids {
            let place = places.query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)));
            placed.extend(place.optional()?.map(|place| (place, *id)));
        }
        placed.sort();
        Ok(placed.into_iter().map(|(_, id)| id).collect())
    }

    /// These marks in the order given, each with the place that is proposed; those that are gone are left out.
    pub fn doubts(&self, ids: &[AnnotationId]) -> Result<Vec<Doubt>, LibraryError> {
        let mut bodies: BTreeMap<_, String> = BTreeMap::new();
        let mut doubts = Vec::with_capacity(ids.len());
        for found in self.marks(ids)? {
            let mark = found.mark;
            let body = match bodies.entry(mark.article) {
                Entry::Occupied(held) => held.into_mut(),
                Entry::Vacant(place) => {
                    place.insert(annotate::body(&self.db, mark.article)?.map(|(body, _)| body).unwrap_or_default())
                }
            };
            let proposed = (mark.state != AnchorState::Lost).then(|| {
                let (words, before, after) = anchor::make(body, mark.anchor.span);
                Quoted { before, words, after }
            });
            doubts.push(Doubt { mark, title: found.title, proposed });
        }
        Ok(doubts)
    }
}
