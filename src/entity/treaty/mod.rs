//! Treaties: a head noun with a quoted title, a proper name, modifiers or a demonstrative.
//!
//! `phrase` says how far the mention at a head would reach, and `judge` whether it is one: only agreements between
//! states, international bodies or warring parties count. Contracts, pledges and approvals share the heads.

mod judge;
mod phrase;
mod words;

pub use judge::{Example, Judge};

use phrase::{Phrase, Proposal, is_foreign};

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::{Class, Context};
use crate::text::Span;

/// Finds treaties.
#[derive(Debug, Clone)]
pub(super) struct Treaties {
    judge: Judge,
}

impl Treaties {
    /// A recogniser with what was learnt.
    pub fn new(judge: Judge) -> Self {
        Self { judge }
    }
}

/// From this probability on a head is marked.
const LIKELY: f32 = 0.5;

impl Recogniser for Treaties {
    fn recognise(&self, document: &Document<'_>, _: &Context<'_>, known: &[Candidate]) -> Vec<Candidate> {
        let mut found = Vec::new();
        for_each_head(document, known, |proposal, features| {
            let probability = self.judge.probability(features).max(proposal.floor()).min(proposal.ceiling());
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

/// Examples for [`Judge::learn`] from a text and the bytes in which its treaties were annotated.
pub(super) fn examples(document: &Document<'_>, known: &[Candidate], treaties: &[Span]) -> Vec<Example> {
    let mut examples = Vec::new();
    for_each_head(document, known, |proposal, features| {
        let span = document.cover(proposal.start, proposal.end);
        let treaty = span.is_some_and(|span| treaties.iter().any(|treaty| treaty.overlaps(span)));
        examples.push(Example { features: features.to_vec(), treaty });
        treaty
    });
    examples
}

/// Visits each head with its features. `decide` says whether it is a treaty, which counts for those after it.
fn for_each_head(document: &Document<'_>, known: &[Candidate], mut decide: impl FnMut(&Proposal, &[usize]) -> bool) {
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
            let features = features(document, &around, sentence.clone(), &proposal, antecedent);
            let treaty = decide(&proposal, &features);
            antecedent |= treaty;
            if treaty && !heads.contains(&head) {
                heads.push(head);
            }
        }
    }
}

/// Words on each side whose place counts.
const NEAR: usize = 3;
/// Words on each side that count wherever they stand.
const WITHIN: usize = 25;

/// What speaks for and against a proposal, as slots of the judge.
fn features(
    document: &Document<'_>,
    around: &Found<'_>,
    sentence: std::ops::Range<usize>,
    proposal: &Proposal,
    antecedent: bool,
) -> Vec<usize> {
    let slot = judge::slot;
    let head = document.lower(proposal.start);
    let level = format!("{:?}", proposal.level);
    let from = sentence.start.max(proposal.start.saturating_sub(WITHIN));
    let until = sentence.end.min(proposal.end + WITHIN);
    let count = |holds: fn(&Candidate) -> bool| {
        (from..until).filter(|at| around.at(*at).is_some_and(|(known, _)| holds(known))).count().min(3)
    };
    let foreign = count(|known| known.abroad);
    let parties = count(is_foreign);
    let bodies = count(|known| known.class == Class::Organization);
    let back = if antecedent { "after" } else { "first" };
    let mut features = vec![
        slot(0, ""),
        slot(1, &head),
        slot(2, &level),
        slot(3, &format!("{head} {level}")),
        slot(4, &format!("abroad {foreign}")),
        slot(4, &format!("parties {parties}")),
        slot(4, &format!("bodies {bodies}")),
        slot(5, &format!("{level} {back}")),
        slot(5, &format!("{level} {back} abroad {foreign}")),
        slot(6, &format!("{head} abroad {foreign}")),
        slot(6, &format!("{level} length {}", (proposal.end - proposal.start).min(6))),
    ];
    features.extend(proposal.signs.iter().map(|sign| slot(7, sign)));
    features.extend(proposal.signs.iter().map(|sign| slot(8, &format!("{sign} {head}"))));
    features.extend(proposal.signs.iter().map(|sign| slot(9, &format!("{sign} abroad {}", foreign.min(1)))));
    for at in proposal.start..proposal.end {
        features.push(slot(10, document.word(at)));
    }
    for offset in 1..=NEAR {
        if let Some(before) = proposal.start.checked_sub(offset).filter(|before| sentence.contains(before)) {
            features.push(slot(10 + offset as u64, document.word(before)));
        }
        let after = proposal.end + offset - 1;
        if sentence.contains(&after) {
            features.push(slot(20 + offset as u64, document.word(after)));
        }
    }
    let mut words: Vec<usize> = (from..until)
        .filter(|at| !(proposal.start..proposal.end).contains(at))
        .filter(|at| document.is_word(*at) && document.word(*at).chars().count() > 3)
        .map(|at| slot(30, document.word(at)))
        .collect();
    words.sort_unstable();
    words.dedup();
    features.extend(words);
    features
}
