//! Finding words in the open story.

use crate::library::ArticleId;
use crate::text::{Findable, Span};

use super::OpenArticle;

/// What is looked for in the open story, and where it stands.
#[derive(Debug, Default)]
pub struct Finding {
    /// What was typed.
    pub words: String,
    /// Where it stands in the body, in order.
    pub hits: Vec<Span>,
    /// The hit that was gone to.
    pub at: usize,
    /// The body that is looked in, made ready, with its article and version.
    ready: Option<((ArticleId, u32), Findable)>,
}

impl Finding {
    /// Whether it is this story in which was looked last.
    pub(super) fn is_of(&self, open: &OpenArticle) -> bool {
        self.ready.as_ref().is_some_and(|((article, _), _)| *article == open.id())
    }

    /// Looks for the words in this story; the first hit from `position` on is the one to go to.
    pub(super) fn look(&mut self, open: &OpenArticle, words: String, position: usize) {
        let of = (open.id(), open.stored.body_version);
        if self.ready.as_ref().is_none_or(|(ready, _)| *ready != of) {
            self.ready = Some((of, Findable::new(open.body())));
        }
        self.words = words;
        self.hits = self.ready.as_ref().map(|(_, ready)| ready.find(&self.words)).unwrap_or_default();
        let next = self.hits.partition_point(|hit| hit.start < position);
        self.at = if next < self.hits.len() { next } else { 0 };
    }

    /// The hit that was gone to.
    #[must_use]
    pub fn hit(&self) -> Option<Span> {
        self.hits.get(self.at).copied()
    }

    /// The hits that reach into a stretch of the body, each with whether it is the one that was gone to.
    pub fn hits_within(&self, span: Span) -> impl Iterator<Item = (Span, bool)> {
        let from = self.hits.partition_point(|hit| hit.end <= span.start);
        let hits = self.hits.iter().enumerate().skip(from).take_while(move |(_, hit)| hit.start < span.end);
        hits.map(|(place, hit)| (*hit, place == self.at))
    }
}
