//! Treaties: a head noun with a quoted title, a proper name, modifiers or a demonstrative.
//!
//! `phrase` says how far the mention at a head would reach, and `judge` whether it is one: only agreements between
//! states, international bodies or warring parties count. Contracts, pledges and approvals share the heads.

mod english;
mod features;
mod judge;
mod phrase;
mod words;

pub use judge::{Example, Judge};

use std::sync::Arc;

use features::Scene;
use phrase::{Phrase, Proposal};

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::tagged::Tagged;
use super::{Class, Context};
use crate::text::Span;

/// Finds treaties.
#[derive(Debug, Clone)]
pub(super) struct Treaties {
    judge: Judge,
    /// Knows which words are alike.
    words: Arc<Tagged>,
}

impl Treaties {
    /// A recogniser with what was learnt, and with what knows which words are alike.
    pub fn new(judge: Judge, words: Arc<Tagged>) -> Self {
        Self { judge, words }
    }

    /// The same words with another judge.
    pub fn judging(&self, judge: Judge) -> Self {
        Self { judge, words: Arc::clone(&self.words) }
    }

    /// Examples for [`Judge::learn`] from a text and the bytes in which its treaties were annotated.
    pub fn examples(&self, document: &Document<'_>, known: &[Candidate], treaties: &[Span]) -> Vec<Example> {
        let mut examples = Vec::new();
        for_each_head(document, known, &self.words, |proposal, features| {
            let span = document.cover(proposal.start, proposal.end);
            let treaty = span.is_some_and(|span| treaties.iter().any(|treaty| treaty.overlaps(span)));
            examples.push(Example { features: features.to_vec(), treaty });
            treaty
        });
        examples
    }
}

/// A head that is rather a treaty than not is marked; below [`super::Mention::CERTAIN`] it is drawn as a guess.
const LIKELY: f32 = 0.5;

impl Recogniser for Treaties {
    fn recognise(&self, document: &Document<'_>, _: &Context<'_>, known: &[Candidate]) -> Vec<Candidate> {
        let mut found = english::titles(document, &Found::new(document, known));
        for_each_head(document, known, &self.words, |proposal, features| {
            let probability = self.judge.probability(features).max(proposal.floor());
            let likely = probability >= LIKELY;
            if let Some(span) = document.cover(proposal.start, proposal.end).filter(|_| likely) {
                let level = Some(proposal.level);
                let treaty = Candidate::rule(span, Class::Treaty, proposal.why.clone(), probability);
                found.push(Candidate { level, ..treaty });
            }
            likely
        });
        found
    }
}

/// Visits each head with its features. `decide` says whether it is a treaty, which counts for those after it.
fn for_each_head(
    document: &Document<'_>,
    known: &[Candidate],
    words: &Tagged,
    mut decide: impl FnMut(&Proposal, &[usize]) -> bool,
) {
    let around = Found::new(document, known);
    let sentences = document.sentences();
    let mut named = known.iter().filter(|candidate| candidate.class == Class::Treaty).peekable();
    let mut antecedent = false;
    // The heads of the treaties so far: "pakta tersebut" points back to a pakta.
    let mut heads: Vec<String> = Vec::new();
    for sentence in &sentences {
        for at in sentence.clone() {
            let Some(phrase) = Phrase::at(document, &around, at) else { continue };
            // What the lists know by name needs no judge.
            let inside = matches!(around.class(at), Some(Class::Treaty | Class::Organization));
            while let Some(treaty) = named.next_if(|treaty| document.token_at(treaty.span.start) <= at) {
                antecedent |= treaty.score >= super::Mention::CERTAIN;
            }
            if inside {
                continue;
            }
            let mut proposal = phrase.propose();
            let head = document.lower(at);
            if heads.contains(&head) {
                proposal.signs.push("same-head");
            }
            let scene = Scene { document, around: &around, words, sentence: sentence.clone() };
            let features = scene.features(&proposal, antecedent);
            let treaty = decide(&proposal, &features);
            antecedent |= treaty;
            if treaty && !heads.contains(&head) {
                heads.push(head);
            }
        }
    }
}
