//! The one merging policy: mentions nest or lie apart, never cross; a class never nests in itself.

use super::candidate::Candidate;
use super::{Class, Reason, RecognisedBy};

/// Below this a rule's guess gives way to what is certain, whatever their lengths.
const CERTAIN: f32 = 0.7;

/// Settles what candidates stand. The result is sorted by start, then longest first.
///
/// What a person decided is placed first, about one mention before about words, then stronger and longer candidates; each later one must fit what stands already.
pub(super) fn merge(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let ruled = |candidate: &Candidate| (candidate.by == RecognisedBy::Ruling, candidate.why == Reason::RuledHere);
        let sure = |candidate: &Candidate| candidate.score >= CERTAIN;
        ruled(b)
            .cmp(&ruled(a))
            .then(sure(b).cmp(&sure(a)))
            .then(b.span.len().cmp(&a.span.len()))
            .then(b.score.total_cmp(&a.score))
            .then(a.span.start.cmp(&b.span.start))
            .then(a.class.cmp(&b.class))
            .then(a.by.cmp(&b.by))
    });
    let mut placed = Placed::default();
    for candidate in candidates {
        placed.place(candidate);
    }
    placed.candidates.sort_by(|a, b| {
        a.span.start.cmp(&b.span.start).then(b.span.len().cmp(&a.span.len())).then(rank(a.class).cmp(&rank(b.class)))
    });
    placed.candidates
}

#[derive(Default)]
struct Placed {
    candidates: Vec<Candidate>,
    /// Indices into `candidates` by the 256-byte block of the text that they touch, so that a long text stays linear.
    blocks: std::collections::HashMap<usize, Vec<usize>>,
}

impl Placed {
    const BLOCK: usize = 256;

    fn place(&mut self, candidate: Candidate) {
        let range = candidate.span.start / Self::BLOCK..=candidate.span.end / Self::BLOCK;
        let fits = range.clone().all(|block| {
            let near = self.blocks.get(&block).into_iter().flatten();
            near.filter_map(|index| self.candidates.get(*index)).all(|other| fits(other, &candidate))
        });
        if !fits {
            return;
        }
        let index = self.candidates.len();
        for block in range {
            self.blocks.entry(block).or_default().push(index);
        }
        self.candidates.push(candidate);
    }
}

/// Whether `inner` may stand beside, inside or around what stands already.
fn fits(standing: &Candidate, candidate: &Candidate) -> bool {
    let (a, b) = (standing.span, candidate.span);
    if !a.overlaps(b) {
        return true;
    }
    if a.crosses(b) || a == b || standing.class == candidate.class {
        return false;
    }
    let (outer, inner) = if a.contains(b) { (standing, candidate) } else { (candidate, standing) };
    // What a person put inside or around a name may be there.
    inner.by == RecognisedBy::Ruling || !outer.fixed && may_hold(outer.class, inner.class)
}

/// Which classes nest in which.
fn may_hold(outer: Class, inner: Class) -> bool {
    match outer {
        Class::Organization => inner == Class::Place,
        Class::Place => matches!(inner, Class::Organization),
        Class::Treaty => inner != Class::Treaty,
        Class::Person | Class::Date => false,
    }
}

fn rank(class: Class) -> usize {
    Class::ALL.iter().position(|other| *other == class).unwrap_or_default()
}
