//! The units that a selection grows by, and its edges: words, sentences, paragraphs of a text.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Span, sentences, tokens};

/// What a selection is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A place between two letters.
    Letter,
    /// A word without what stands at its sides.
    Word,
    /// A sentence with its stop.
    Sentence,
    /// A line of the text.
    Paragraph,
}

/// The unit that holds a byte offset of `text`; empty where none does. The offset is moved back to a letter's edge.
#[must_use]
pub fn unit_at(text: &str, offset: usize, unit: Unit) -> Span {
    let offset = text.floor_char_boundary(offset);
    let nothing = Span { start: offset, end: offset };
    match unit {
        Unit::Letter => nothing,
        Unit::Word => word_at(text, offset).unwrap_or(nothing),
        Unit::Sentence => sentence_at(text, offset).unwrap_or(nothing),
        Unit::Paragraph => line_at(text, offset),
    }
}

/// The span with an edge that lies inside a word moved to that word's outer edge.
#[must_use]
pub fn snap_to_words(text: &str, span: Span) -> Span {
    let around = |edge: usize| word_at(text, edge).filter(|word| word.start < edge && edge < word.end);
    let start = around(span.start).map_or(span.start, |word| word.start);
    let end = around(span.end).map_or(span.end, |word| word.end);
    Span::new(start, end)
}

/// The span without white space, commas, stops and the like at its edges. The stop of a sentence stays where the span
/// begins with the sentence, since the whole of it was meant. `None` where nothing is left.
#[must_use]
pub fn trim_edges(text: &str, span: Span) -> Option<Span> {
    let edge = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '.' | ';' | ':');
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start_matches(edge).len());
    let end = start + inner.trim_matches(edge).len();
    if start == end {
        return None;
    }
    let stop = text.get(end..span.end).is_some_and(|rest| rest.starts_with('.'));
    let whole = stop && sentence_at(text, start).is_some_and(|sentence| sentence.start == start);
    Some(Span { start, end: end + usize::from(whole) })
}

/// The first word that ends behind a byte offset.
#[must_use]
pub fn next_word(text: &str, offset: usize) -> Option<Span> {
    let mut reach = STRETCH;
    loop {
        let end = text.floor_char_boundary(offset.saturating_add(reach));
        let found = words(text.get(offset..end)?).into_iter().next().map(|word| word.shifted(offset));
        // A word at the very end of the stretch may go on behind it.
        if end == text.len() || found.is_some_and(|word| word.end + RIM < end) {
            return found;
        }
        reach = reach.saturating_mul(4);
    }
}

/// The last word that begins before a byte offset.
#[must_use]
pub fn previous_word(text: &str, offset: usize) -> Option<Span> {
    let mut reach = STRETCH;
    loop {
        let start = text.floor_char_boundary(offset.saturating_sub(reach));
        let found = words(text.get(start..offset)?).into_iter().next_back().map(|word| word.shifted(start));
        if start == 0 || found.is_some_and(|word| word.start > start + RIM) {
            return found;
        }
        reach = reach.saturating_mul(4);
    }
}

/// Bytes looked at first on each side of a place; more only where a unit is longer, so that a line of a whole book costs
/// no more than a short one.
const STRETCH: usize = 400;
/// Bytes at the rim of a stretch within which a word may be cut.
const RIM: usize = 4;

/// The words of a text; doubled ones (kapal-kapal, ke-17) are one.
fn words(text: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    for (start, word) in text.unicode_word_indices() {
        let span = Span { start, end: start + word.len() };
        match words.last_mut() {
            Some(last) if doubles(text, *last, span) => last.end = span.end,
            _ => words.push(span),
        }
    }
    words
}

/// Whether a hyphen makes one word of these two rather than a pair of names (Rusia-Ukraina).
fn doubles(text: &str, before: Span, after: Span) -> bool {
    let word = after.of(text);
    text.get(before.end..after.start) == Some("-")
        && (word.starts_with(|letter: char| letter.is_lowercase() || letter.is_numeric())
            || before.of(text).eq_ignore_ascii_case(word))
}

/// The word that holds an offset or ends there; of two that meet, the one behind it.
fn word_at(text: &str, offset: usize) -> Option<Span> {
    let mut reach = STRETCH;
    loop {
        let start = text.floor_char_boundary(offset.saturating_sub(reach));
        let end = text.floor_char_boundary(offset.saturating_add(reach));
        let found = words(text.get(start..end)?).into_iter().map(|word| word.shifted(start));
        let word = found.rev().find(|word| word.start <= offset && offset <= word.end)?;
        let cut = (start > 0 && word.start <= start + RIM) || (end < text.len() && word.end + RIM >= end);
        if !cut {
            return Some(word);
        }
        reach = reach.saturating_mul(4);
    }
}

/// The line that holds an offset, without its end.
fn line_at(text: &str, offset: usize) -> Span {
    let (before, after) = text.split_at_checked(offset).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Span { start, end: offset + after.find('\n').unwrap_or(after.len()) }
}

/// The sentence that holds an offset; between two sentences the one before.
fn sentence_at(text: &str, offset: usize) -> Option<Span> {
    let line = line_at(text, offset);
    let mut reach = 4 * STRETCH;
    loop {
        let start = word_start(text, line.start.max(offset.saturating_sub(reach)), line.start);
        let end = text.floor_char_boundary(line.end.min(offset.saturating_add(reach)));
        let stretch = text.get(start..end)?;
        let tokens = tokens(stretch);
        let edges = sentences(stretch, &tokens).into_iter().filter_map(|range| {
            let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
            Some(Span { start: first.span.start, end: last.span.end }.shifted(start))
        });
        let all: Vec<Span> = edges.collect();
        let index = all.partition_point(|sentence| sentence.start <= offset).saturating_sub(1);
        let whole = (index > 0 || start == line.start) && (index + 1 < all.len() || end == line.end);
        if whole || (start, end) == (line.start, line.end) {
            return all.get(index).copied();
        }
        reach = reach.saturating_mul(4);
    }
}

/// The nearest place at or before `offset` that follows white space, so that no word is cut; at least `least`.
fn word_start(text: &str, offset: usize, least: usize) -> usize {
    let before = text.get(least..text.floor_char_boundary(offset)).unwrap_or_default();
    let space = before.char_indices().rfind(|(_, letter)| letter.is_whitespace());
    space.map_or(least, |(at, letter)| least + at + letter.len_utf8())
}

/// Where `words` stand in `text` one after the other, whole, whatever their case, with no more than white space or a hyphen
/// between two of them. In order, without overlaps.
#[must_use]
pub fn occurrences(text: &str, words: &str) -> Vec<Span> {
    let wanted: Vec<String> = words.unicode_words().map(str::to_lowercase).collect();
    let all: Vec<(usize, &str)> = text.unicode_word_indices().collect();
    let mut found: Vec<Span> = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let end_of = |(start, word): &(usize, &str)| start + word.len();
    for run in all.windows(wanted.len()) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let fits = run.iter().zip(&wanted).all(|((_, word), wanted)| same_letters(word, wanted));
        let together = run.windows(2).all(|pair| {
            let [left, right] = pair else { return true };
            let gap = text.get(end_of(left)..right.0).unwrap_or("\n");
            gap.chars().all(|letter| letter != '\n' && (letter.is_whitespace() || letter == '-'))
        });
        if fits && together && found.last().is_none_or(|before| before.end <= first.0) {
            found.push(Span { start: first.0, end: end_of(last) });
        }
    }
    found
}

fn same_letters(word: &str, lower: &str) -> bool {
    word.chars().flat_map(char::to_lowercase).eq(lower.chars())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Menlu Rusia-Ukraina bertemu, kata Dr. Sari. \"Baik,\" ujarnya.\nBaris kedua.";

    fn at(words: &str) -> usize {
        TEXT.find(words).unwrap()
    }

    #[test]
    fn each_unit_holds_the_place_that_was_pointed_at() {
        let of = |place: usize, unit| unit_at(TEXT, place, unit).of(TEXT);
        assert_eq!(of(at("Ukraina") + 2, Unit::Word), "Ukraina");
        assert_eq!(of(at(", kata"), Unit::Word), "bertemu");
        assert_eq!(of(at("Sari"), Unit::Sentence), "Menlu Rusia-Ukraina bertemu, kata Dr. Sari.");
        assert_eq!(of(at("ujarnya"), Unit::Sentence), "\"Baik,\" ujarnya.");
        assert_eq!(of(at("Baris"), Unit::Paragraph), "Baris kedua.");
        assert_eq!(of(TEXT.len(), Unit::Paragraph), "Baris kedua.");
        assert!(unit_at(TEXT, 9999, Unit::Letter).is_empty());
    }

    #[test]
    fn an_edge_inside_a_word_goes_out_and_one_beside_it_stays() {
        let from = at("Rusia");
        let snapped = |start, end| snap_to_words(TEXT, Span { start, end }).of(TEXT).to_owned();
        assert_eq!(snapped(from + 2, from + 8), "Rusia-Ukraina");
        assert_eq!(snapped(from, from + 5), "Rusia");
        assert_eq!(snapped(from - 1, from + 5), " Rusia");
    }

    #[test]
    fn commas_spaces_and_stops_at_the_edges_go_and_that_of_a_whole_sentence_stays() {
        let trimmed = |words: &str| {
            let start = at(words);
            trim_edges(TEXT, Span { start, end: start + words.len() }).map(|span| span.of(TEXT))
        };
        assert_eq!(trimmed(" bertemu, "), Some("bertemu"));
        assert_eq!(trimmed(", kata Dr. Sari. "), Some("kata Dr. Sari"));
        assert_eq!(trimmed("Baris kedua."), Some("Baris kedua."));
        assert_eq!(trimmed(" kedua."), Some("kedua"));
        assert_eq!(trimmed(", "), None);
    }

    #[test]
    fn doubled_words_are_one_and_pairs_of_names_are_two() {
        let text = "kapal-kapal Rusia-Ukraina ke-17 Undang-Undang";
        let mut at = 0;
        let walked = std::iter::from_fn(|| {
            let word = next_word(text, at)?;
            at = word.end;
            Some(word.of(text))
        });
        let words: Vec<&str> = walked.collect();
        assert_eq!(words, ["kapal-kapal", "Rusia", "Ukraina", "ke-17", "Undang-Undang"]);
        assert_eq!(previous_word(text, text.len()).map(|word| word.of(text)), Some("Undang-Undang"));
        assert_eq!(unit_at(text, 8, Unit::Word).of(text), "kapal-kapal");
    }

    #[test]
    fn a_line_of_a_whole_book_is_no_other_than_a_short_one() {
        let book = "Kapal itu tiba di Dili. ".repeat(40_000);
        let sentence = 24 * 20_000;
        assert_eq!(unit_at(&book, sentence + 7, Unit::Sentence), Span { start: sentence, end: sentence + 23 });
        let text = format!("satu {} dua", "x".repeat(5000));
        assert_eq!(unit_at(&text, 2500, Unit::Word), Span { start: 5, end: 5005 });
        assert_eq!(next_word(&text, 4), Some(Span { start: 5, end: 5005 }));
        assert_eq!(previous_word(&text, 5006), Some(Span { start: 5, end: 5005 }));
    }

    #[test]
    fn words_are_found_whole_whatever_their_case_and_never_across_lines() {
        let text = "Laut Cina Selatan. LAUT  CINA selatan; Lautan, laut\ncina selatan";
        let found: Vec<&str> = occurrences(text, "laut cina").into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["Laut Cina", "LAUT  CINA"]);
        assert_eq!(occurrences(text, "laut").len(), 3);
        assert!(occurrences(text, " ,").is_empty());
    }

    proptest! {
        #[test]
        fn units_and_edges_stay_inside_any_text(text in "[a-zé., \\n\"-]{0,40}", one in 0..60_usize, two in 0..60_usize) {
            for unit in [Unit::Letter, Unit::Word, Unit::Sentence, Unit::Paragraph] {
                let span = unit_at(&text, one, unit);
                prop_assert!(text.get(span.start..span.end).is_some());
            }
            let edge = |at: usize| text.floor_char_boundary(at.min(text.len()));
            let span = Span::new(edge(one), edge(two));
            let snapped = snap_to_words(&text, span);
            prop_assert!(snapped.contains(span) && text.get(snapped.start..snapped.end).is_some());
            prop_assert_eq!(snap_to_words(&text, snapped), snapped);
        }
    }
}
