//! Selecting text: by pointer over what is laid out, by keyboard over the body.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::{OpenArticle, Selection};
use crate::text::Span;

/// A step that the keyboard moves the end of a selection by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// One letter as a reader sees it.
    Letter,
    /// One word.
    Word,
    /// To the end of the paragraph, then over the next one.
    Paragraph,
}

/// The word at a byte offset of the body, with nothing but the word: no comma, no quote.
pub(super) fn word_at(open: &OpenArticle, offset: usize) -> Option<Span> {
    let paragraph = open.paragraph_at(offset)?;
    let within = offset.checked_sub(paragraph.start)?;
    paragraph
        .of(open.body())
        .unicode_word_indices()
        .map(|(start, word)| Span { start, end: start + word.len() })
        .find(|word| word.start <= within && within <= word.end)
        .map(|word| word.shifted(paragraph.start))
}

/// Where the end of a selection goes when it moves one step from `offset`.
pub(super) fn step(open: &OpenArticle, offset: usize, step: Step, forward: bool) -> usize {
    let body = open.body();
    let (before, after) = body.split_at_checked(offset).unwrap_or((body, ""));
    match (step, forward) {
        (Step::Letter, true) => offset + after.graphemes(true).next().map_or(0, str::len),
        (Step::Letter, false) => offset - before.graphemes(true).next_back().map_or(0, str::len),
        (Step::Word, true) => {
            after.unicode_word_indices().next().map_or(body.len(), |(start, word)| offset + start + word.len())
        }
        (Step::Word, false) => last_word(before),
        (Step::Paragraph, true) => {
            open.paragraphs.iter().map(|paragraph| paragraph.end).find(|end| *end > offset).unwrap_or(body.len())
        }
        (Step::Paragraph, false) => {
            open.paragraphs.iter().map(|paragraph| paragraph.start).rfind(|start| *start < offset).unwrap_or(0)
        }
    }
}

/// Where the last word of `before` begins. Looks back over a bounded stretch, so that a huge line costs nothing.
fn last_word(before: &str) -> usize {
    const STRETCH: usize = 400;
    let from = before.floor_char_boundary(before.len().saturating_sub(STRETCH));
    let stretch = before.get(from..).unwrap_or_default();
    stretch.unicode_word_indices().next_back().map_or(from, |(start, _)| from + start)
}

/// The selection with its end moved one step; begins at `position` where there is none.
pub(super) fn extend(
    open: &OpenArticle,
    selection: Option<Selection>,
    position: usize,
    by: Step,
    forward: bool,
) -> Selection {
    let selection = selection.unwrap_or(Selection { anchor: position, head: position });
    Selection { head: step(open, selection.head, by, forward), ..selection }
}
