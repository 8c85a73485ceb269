//! Selecting text: by pointer over what is laid out, by keyboard over the body.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::{OpenArticle, Selection};
use crate::text::{Span, Unit, next_word, previous_word, snap_to_words, trim_edges, unit_at};

/// A step that the keyboard moves the end of a selection by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// One letter as a reader sees it.
    Letter,
    /// One word.
    Word,
    /// To the beginning of a sentence.
    Sentence,
    /// To the end of the paragraph, then over the next one.
    Paragraph,
}

/// The selection from the unit at `from` to the one at `to`, both byte offsets of the body. A bare stretch goes out to
/// whole words, without a comma or space at its edges, unless it is `raw`.
pub(super) fn between(body: &str, from: Span, to: usize, unit: Unit, raw: bool) -> Selection {
    let other = unit_at(body, to, unit);
    let span = Span { start: from.start.min(other.start), end: from.end.max(other.end) };
    let span = if unit == Unit::Letter && !raw && !span.is_empty() {
        let snapped = snap_to_words(body, span);
        trim_edges(body, snapped).unwrap_or(snapped)
    } else {
        span
    };
    let selection = Selection::over(span);
    if to < from.start { Selection { anchor: selection.head, head: selection.anchor } } else { selection }
}

/// Where the end of a selection goes when it moves one step from `offset`.
pub(super) fn step(open: &OpenArticle, offset: usize, step: Step, forward: bool) -> usize {
    let body = open.body();
    let (before, after) = body.split_at_checked(offset).unwrap_or((body, ""));
    match (step, forward) {
        (Step::Letter, true) => offset + after.graphemes(true).next().map_or(0, str::len),
        (Step::Letter, false) => offset - before.graphemes(true).next_back().map_or(0, str::len),
        (Step::Word, true) => next_word(body, offset).map_or(body.len(), |word| word.end),
        (Step::Word, false) => previous_word(body, offset).map_or(0, |word| word.start),
        (Step::Sentence, true) => {
            let end = unit_at(body, offset, Unit::Sentence).end.max(offset);
            let rest = body.get(end..).unwrap_or_default();
            end + (rest.len() - rest.trim_start().len())
        }
        (Step::Sentence, false) => unit_at(body, before.trim_end().len().saturating_sub(1), Unit::Sentence).start,
        (Step::Paragraph, true) => {
            open.paragraphs.iter().map(|paragraph| paragraph.end).find(|end| *end > offset).unwrap_or(body.len())
        }
        (Step::Paragraph, false) => {
            open.paragraphs.iter().map(|paragraph| paragraph.start).rfind(|start| *start < offset).unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_stretch_goes_out_to_words_in_its_direction_and_stays_raw_on_request() {
        let body = "Menteri tiba di Dili";
        let from = Span { start: 10, end: 10 };
        let forward = between(body, from, 18, Unit::Letter, false);
        assert_eq!((forward.span().of(body), forward.head), ("tiba di Dili", 20));
        let back = between(body, from, 3, Unit::Letter, false);
        assert_eq!((back.span().of(body), back.head), ("Menteri tiba", 0));
        assert_eq!(between(body, from, 14, Unit::Letter, true).span().of(body), "ba d");
        assert!(between(body, from, 10, Unit::Letter, false).span().is_empty());
        let word = unit_at(body, 9, Unit::Word);
        assert_eq!(between(body, word, 17, Unit::Word, false).span().of(body), "tiba di Dili");
    }
}
