//! What changed from one text to another, paragraph by paragraph.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A paragraph in the comparison of two texts, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// It stands in both.
    Kept(&'a str),
    /// It stands in the first alone.
    Gone(&'a str),
    /// It stands in the second alone.
    New(&'a str),
}

/// The paragraphs (lines) of both texts in order; where some were replaced, those that went come first.
#[must_use]
pub fn paragraph_changes<'a>(one: &'a str, other: &'a str) -> Vec<Change<'a>> {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let mut changes = Vec::new();
    let gone = |changes: &mut Vec<Change<'a>>, from: usize, length: usize| {
        changes.extend(one.iter().skip(from).take(length).map(|paragraph| Change::Gone(paragraph)));
    };
    let new = |changes: &mut Vec<Change<'a>>, from: usize, length: usize| {
        changes.extend(other.iter().skip(from).take(length).map(|paragraph| Change::New(paragraph)));
    };
    for step in capture_diff_slices(Algorithm::Patience, &one, &other) {
        match step {
            DiffOp::Equal { old_index, len, .. } => {
                changes.extend(one.iter().skip(old_index).take(len).map(|paragraph| Change::Kept(paragraph)));
            }
            DiffOp::Delete { old_index, old_len, .. } => gone(&mut changes, old_index, old_len),
            DiffOp::Insert { new_index, new_len, .. } => new(&mut changes, new_index, new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                gone(&mut changes, old_index, old_len);
                new(&mut changes, new_index, new_len);
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_comes_before_what_took_its_place() {
        let found = paragraph_changes("satu\ndua\ntiga", "satu\ndua lagi\ntiga\nempat");
        let wanted = [
            Change::Kept("satu"),
            Change::Gone("dua"),
            Change::New("dua lagi"),
            Change::Kept("tiga"),
            Change::New("empat"),
        ];
        assert_eq!(found, wanted);
        assert!(paragraph_changes("", "").is_empty());
    }
}
