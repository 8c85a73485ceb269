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

/// The span without white space, commas and the like at its edges; `None` where nothing is left. A stop at its end stays:
/// it belongs to a sentence.
#[must_use]
pub fn trim_edges(text: &str, span: Span) -> Option<Span> {
    let edge = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | ':');
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start_matches(edge).len());
    let end = start + inner.trim_matches(edge).len();
    (start < end).then_some(Span { start, end })
}

/// The word that holds an offset or ends there; of two that meet, the one behind it.
fn word_at(text: &str, offset: usize) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset)?;
    // Between white space, so that a huge line costs nothing.
    let from = before.rfind(char::is_whitespace).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let to = after.find(char::is_whitespace).map_or(text.len(), |at| offset + at);
    let holding = |word: &Span| word.start <= offset && offset <= word.end;
    text.get(from..to)?
        .unicode_word_indices()
        .map(|(start, word)| Span { start: from + start, end: from + start + word.len() })
        .rfind(holding)
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
    let words = line.of(text);
    let tokens = tokens(words);
    let edges = sentences(words, &tokens).into_iter().filter_map(|range| {
        let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
        Some(Span { start: first.span.start, end: last.span.end }.shifted(line.start))
    });
    let all: Vec<Span> = edges.collect();
    let before = all.partition_point(|sentence| sentence.start <= offset);
    all.get(before.saturating_sub(1)).copied()
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
    fn commas_and_spaces_at_the_edges_go_and_a_stop_stays() {
        let trimmed = |words: &str| {
            let start = at(words);
            trim_edges(TEXT, Span { start, end: start + words.len() }).map(|span| span.of(TEXT))
        };
        assert_eq!(trimmed(" bertemu, "), Some("bertemu"));
        assert_eq!(trimmed(", kata Dr. Sari. "), Some("kata Dr. Sari."));
        assert_eq!(trimmed(", "), None);
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
