//! Marks whose place is in doubt or lost, with what stood around them and what stands at the place that is proposed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use crate::text::anchor;

use super::{AnchorState, Annotation, AnnotationId, Library, LibraryError, annotate};

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
