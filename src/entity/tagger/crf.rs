//! A linear-chain conditional random field: inference and the gradient of its likelihood.
//!
//! Lafferty, McCallum and Pereira (2001), "Conditional Random Fields"; forward and backward sums are kept as scaled
//! probabilities, so that no logarithm is taken within the chain.

#![allow(clippy::indexing_slicing, reason = "every index is a tag, or a token of rows as long as the sentence")]

use super::scheme::{TAGS, Tag, may_begin, may_end, may_follow};

/// A score for each tag.
pub type Row = [f32; TAGS];

/// Scores of tag pairs; pairs that cannot stand together are [`FORBIDDEN`].
#[derive(Debug, Clone)]
pub struct Transitions {
    /// By the earlier tag, then the later one.
    pub scores: [Row; TAGS],
}

/// The score of what cannot be.
pub const FORBIDDEN: f32 = -1.0e6;

impl Default for Transitions {
    fn default() -> Self {
        let mut scores = [[0.0; TAGS]; TAGS];
        for (from, row) in scores.iter_mut().enumerate() {
            for (to, score) in row.iter_mut().enumerate() {
                if !may_follow(from as Tag, to as Tag) {
                    *score = FORBIDDEN;
                }
            }
        }
        Self { scores }
    }
}

impl Transitions {
    /// What each score weighs in a sum over taggings: its exponential.
    #[must_use]
    pub fn masses(&self) -> [Row; TAGS] {
        self.scores.map(|row| row.map(f32::exp))
    }
}

/// Lowers the scores of tags that cannot stand at either end.
pub fn close_ends(rows: &mut [Row]) {
    if let Some(first) = rows.first_mut() {
        for (_, score) in first.iter_mut().enumerate().filter(|(tag, _)| !may_begin(*tag as Tag)) {
            *score = FORBIDDEN;
        }
    }
    if let Some(last) = rows.last_mut() {
        for (_, score) in last.iter_mut().enumerate().filter(|(tag, _)| !may_end(*tag as Tag)) {
            *score = FORBIDDEN;
        }
    }
}

/// The best tags for these scores (Viterbi).
#[must_use]
pub fn best(rows: &[Row], transitions: &Transitions) -> Vec<Tag> {
    let Some(first) = rows.first() else { return Vec::new() };
    let mut came: Vec<[Tag; TAGS]> = Vec::with_capacity(rows.len());
    let mut score = *first;
    for row in rows.iter().skip(1) {
        let mut from = [0; TAGS];
        let mut reached = [f32::NEG_INFINITY; TAGS];
        for (tag, (steps, so_far)) in transitions.scores.iter().zip(score).enumerate() {
            for ((slot, from), step) in reached.iter_mut().zip(&mut from).zip(steps) {
                let sum = so_far + step;
                if sum > *slot {
                    (*slot, *from) = (sum, tag as Tag);
                }
            }
        }
        for (slot, own) in reached.iter_mut().zip(row) {
            *slot += own;
        }
        score = reached;
        came.push(from);
    }
    let last = (0..TAGS).max_by(|a, b| score[*a].total_cmp(&score[*b])).unwrap_or_default() as Tag;
    let mut tags = vec![last];
    for from in came.iter().rev() {
        let next = tags.last().copied().unwrap_or_default();
        tags.push(from[usize::from(next)]);
    }
    tags.reverse();
    tags
}

/// What the field believes of a sentence.
#[derive(Debug, Default)]
pub struct Belief {
    /// The probability of each tag of each token.
    pub tags: Vec<Row>,
    /// For each token but the first, the probability of each pair of the tag before and its own, where they were asked for.
    pub pairs: Vec<[Row; TAGS]>,
}

/// Sums over all taggings. `step` is [`Transitions::masses`].
#[must_use]
pub fn believe(rows: &[Row], step: &[Row; TAGS], with_pairs: bool) -> Belief {
    let length = rows.len();
    if length == 0 {
        return Belief::default();
    }
    // Scores relative to each token's best, so that exponentials stay small.
    let own: Vec<Row> = rows
        .iter()
        .map(|row| {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.map(|score| (score - most).exp())
        })
        .collect();
    let mut forward: Vec<Row> = Vec::with_capacity(length);
    let mut scales = Vec::with_capacity(length);
    for (at, own) in own.iter().enumerate() {
        let mut sums = [0.0; TAGS];
        match at.checked_sub(1).and_then(|before| forward.get(before)) {
            None => sums = *own,
            Some(before) => {
                for (mass, step) in before.iter().zip(step) {
                    for (sum, step) in sums.iter_mut().zip(step) {
                        *sum += mass * step;
                    }
                }
                for (sum, own) in sums.iter_mut().zip(own) {
                    *sum *= own;
                }
            }
        }
        let total: f32 = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        scales.push(total);
        forward.push(sums.map(|sum| sum / total));
    }
    let mut backward = [1.0; TAGS];
    let mut tags = vec![[0.0; TAGS]; length];
    let mut pairs = vec![[[0.0; TAGS]; TAGS]; if with_pairs { length - 1 } else { 0 }];
    for at in (0..length).rev() {
        for tag in 0..TAGS {
            tags[at][tag] = forward[at][tag] * backward[tag];
        }
        let Some(before) = at.checked_sub(1) else { break };
        let mut ahead = [0.0; TAGS];
        for (slot, (own, back)) in ahead.iter_mut().zip(own[at].iter().zip(&backward)) {
            *slot = own * back / scales[at];
        }
        for from in 0..TAGS {
            let mut sum = 0.0;
            for to in 0..TAGS {
                let mass = step[from][to] * ahead[to];
                sum += mass;
                if let Some(pairs) = pairs.get_mut(before) {
                    pairs[from][to] = forward[before][from] * mass;
                }
            }
            backward[from] = sum;
        }
    }
    Belief { tags, pairs }
}
