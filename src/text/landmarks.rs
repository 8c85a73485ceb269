//! Parting the comparison of two long sequences into short ones.
//!
//! What stands once in both of them, and in the same order, are landmarks, as in Bram Cohen's patience diff.

use std::collections::HashMap;
use std::ops::Range;

/// Stretches of both sequences, in order and without gaps: each is to be compared with its partner alone. Every one but
/// the first begins with the same item on both sides.
pub(super) fn stretches(old: &[u64], new: &[u64]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut parted = Vec::new();
    let mut from = (0, 0);
    for at in landmarks(old, new).into_iter().chain([(old.len(), new.len())]) {
        if at != from {
            parted.push((from.0..at.0, from.1..at.1));
        }
        from = at;
    }
    parted
}

/// Where landmarks stand in both sequences.
fn landmarks(old: &[u64], new: &[u64]) -> Vec<(usize, usize)> {
    let news = once(new);
    let mut both: Vec<(usize, usize)> =
        once(old).into_iter().filter_map(|(item, at)| Some((at, *news.get(&item)?))).collect();
    both.sort_unstable();
    longest_rising(&both)
}

/// The items that occur once, and where.
fn once(items: &[u64]) -> HashMap<u64, usize> {
    let mut places: HashMap<u64, Option<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        places.entry(*item).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places.into_iter().filter_map(|(item, at)| Some((item, at?))).collect()
}

/// The most pairs, which come in the order of their first members, that are in the order of their second ones as well.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Of all rows of each length so far, the pair that ends the one which ends lowest; and for each pair the one before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::with_capacity(pairs.len()));
    let second = |at: usize| pairs.get(at).map(|(_, second)| *second);
    for (at, (_, own)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < Some(*own));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut row = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        row.extend(pairs.get(at));
        next = before.get(at).copied().flatten();
    }
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sequences_are_parted_at_what_both_have_once_and_in_order() {
        let old = [1, 1, 5, 2, 2, 6, 7, 3];
        let new = [1, 5, 2, 9, 7, 6, 2, 3, 3];
        // 6 and 7 changed places: one of them is a landmark. 3 stands twice in one of the two.
        assert_eq!(stretches(&old, &new), [(0..2, 0..1), (2..6, 1..4), (6..8, 4..9)]);
        assert_eq!(stretches(&[], &[1]), [(0..0, 0..1)]);
        assert_eq!(stretches(&[4, 1], &[4]), [(0..2, 0..1)]);
        assert!(stretches(&[], &[]).is_empty());
    }
}
