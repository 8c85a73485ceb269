//! What the judge of treaties looks at: the phrase itself, the names and words around it, and words like those.

use std::ops::Range;

use super::judge::slot;
use super::phrase::{Proposal, is_foreign};
use crate::entity::Class;
use crate::entity::candidate::{Candidate, Found};
use crate::entity::document::Document;
use crate::entity::tagged::Tagged;

/// Words on each side whose place counts.
const NEAR: usize = 3;
/// Words on each side that count wherever they stand.
const WITHIN: usize = 25;

/// A sentence with what is known of it.
pub(super) struct Scene<'a> {
    pub document: &'a Document<'a>,
    pub around: &'a Found<'a>,
    /// Knows which words are alike.
    pub words: &'a Tagged,
    /// Its tokens.
    pub sentence: Range<usize>,
}

impl Scene<'_> {
    /// What speaks for and against a proposal, as slots of the judge. `antecedent`: whether the text named a treaty before.
    pub fn features(&self, proposal: &Proposal, antecedent: bool) -> Vec<usize> {
        let head = self.document.lower(proposal.start);
        let mut features = self.phrase(proposal, &head, antecedent);
        self.beside(proposal, &head, &mut features);
        features.extend(self.near(proposal));
        features
    }

    /// The tokens around a proposal that count.
    fn reach(&self, proposal: &Proposal) -> Range<usize> {
        let from = self.sentence.start.max(proposal.start.saturating_sub(WITHIN));
        from..self.sentence.end.min(proposal.end + WITHIN)
    }

    /// The phrase itself, with how many names of which kind stand around it.
    fn phrase(&self, proposal: &Proposal, head: &str, antecedent: bool) -> Vec<usize> {
        let level = format!("{:?}", proposal.level);
        let count = |holds: fn(&Candidate) -> bool| {
            self.reach(proposal).filter(|at| self.around.at(*at).is_some_and(|(known, _)| holds(known))).count().min(3)
        };
        let foreign = count(|known| known.abroad);
        let parties = count(is_foreign);
        let bodies = count(|known| known.class == Class::Organization);
        let back = if antecedent { "after" } else { "first" };
        let mut features = vec![
            slot(0, ""),
            slot(1, head),
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
        features.extend((proposal.start..proposal.end).map(|at| slot(10, self.document.word(at))));
        features
    }

    /// The words right before and behind, by their place, and the clusters that they are of.
    fn beside(&self, proposal: &Proposal, head: &str, features: &mut Vec<usize>) {
        for offset in 1..=NEAR {
            let before = proposal.start.checked_sub(offset);
            let behind = Some(proposal.end + offset - 1);
            // The kinds of the two sides are ten apart.
            for (side, at) in [(10, before), (20, behind)] {
                let Some(at) = at.filter(|at| self.sentence.contains(at)) else { continue };
                let word = self.document.word(at);
                let cluster = self.words.cluster_of(word);
                let place = side + offset as u64;
                features.push(slot(place, word));
                features.push(slot(place + 30, &cluster));
                if offset == 1 {
                    features.push(slot(place + 34, &format!("{head} {cluster}")));
                }
            }
        }
    }

    /// The longer words near by, wherever they stand, and their clusters; each once.
    fn near(&self, proposal: &Proposal) -> Vec<usize> {
        let document = self.document;
        let mut words: Vec<usize> = self
            .reach(proposal)
            .filter(|at| !(proposal.start..proposal.end).contains(at))
            .filter(|at| document.is_word(*at) && document.word(*at).chars().count() > 3)
            .flat_map(|at| [slot(30, document.word(at)), slot(31, &self.words.cluster_of(document.word(at)))])
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}
