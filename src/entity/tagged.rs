//! People, places and organisations as the trained tagger sees them.

use crate::text::Span;

use super::candidate::{Candidate, Recogniser};
use super::document::Document;
use super::tagger::{Kind, Manner, Tagger};
use super::{Class, Context, Reason, RecognisedBy};

/// The tagger as a recogniser.
#[derive(Debug, Clone)]
pub(super) struct Tagged {
    tagger: Tagger,
    manner: Option<Manner>,
}

/// The manner of annotating that Sorot follows, by its name in the model.
const MANNER: &str = "gold";

impl Tagged {
    /// A recogniser over a tagger.
    pub fn new(tagger: Tagger) -> Self {
        let manner = tagger.manner(MANNER);
        Self { tagger, manner }
    }
}

impl Recogniser for Tagged {
    fn recognise(&self, document: &Document<'_>, _: &Context, known: &[Candidate]) -> Vec<Candidate> {
        let sentences = document.sentences();
        let words: Vec<Vec<&str>> =
            sentences.iter().map(|range| range.clone().map(|at| document.word(at)).collect()).collect();
        let mut candidates = Vec::new();
        for (range, found) in sentences.iter().zip(self.tagger.find(&words, self.manner)) {
            for found in found {
                let (start, end) = (range.start + found.chunk.start, range.start + found.chunk.end);
                if let Some(span) = document.cover(start, end) {
                    candidates.push(candidate(span, found.chunk.kind, found.probability, known));
                }
            }
        }
        candidates
    }
}

/// A name that the tagger found; where the lists have it too, they say which one it is and why.
fn candidate(span: Span, kind: Kind, probability: f32, known: &[Candidate]) -> Candidate {
    let class = match kind {
        Kind::Person => Class::Person,
        Kind::Place => Class::Place,
        Kind::Organization => Class::Organization,
    };
    let first = known.partition_point(|candidate| candidate.span.start < span.start);
    let listed = known
        .iter()
        .skip(first)
        .take_while(|candidate| candidate.span.start == span.start)
        .find(|candidate| candidate.span == span && candidate.class == class);
    let score = calibrated(probability);
    match listed {
        Some(listed) => Candidate { score: score.max(listed.score), ..listed.clone() },
        None => Candidate { by: RecognisedBy::Tagger, ..Candidate::rule(span, class, Reason::Model, score) },
    }
}

/// How often names of this probability are right.
fn calibrated(probability: f32) -> f32 {
    probability
}
