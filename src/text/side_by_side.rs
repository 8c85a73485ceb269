//! Two texts side by side: what belongs together in rows, and in each row the words that differ.
//!
//! Paragraphs, and sentences of long ones, are compared first, then the words of those that differ (patience diff by
//! Bram Cohen in both). Paragraphs that share enough words stand in one row, so that one which was parted or joined is
//! not taken for another. What moved is not followed: it is gone in one place and new in another.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Span, paragraph_spans, sentences, tokens};

/// What belongs together in two texts; all spans are bytes of the text that they are named for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the first text; `None` where it is new.
    pub one: Option<Span>,
    /// Where it stands in the second text; `None` where it is gone.
    pub two: Option<Span>,
    /// Its words, in order.
    pub parts: Vec<Part>,
}

/// Words of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// They stand in both texts: here in the first, there in the second.
    Kept(Span, Span),
    /// They stand in the first text alone.
    Gone(Span),
    /// They stand in the second text alone.
    New(Span),
}

impl Row {
    const fn kept(one: Span, two: Span) -> Self {
        Self { one: Some(one), two: Some(two), parts: Vec::new() }
    }

    fn gone(one: Span) -> Self {
        Self { one: Some(one), two: None, parts: vec![Part::Gone(one)] }
    }

    fn new(two: Span) -> Self {
        Self { one: None, two: Some(two), parts: vec![Part::New(two)] }
    }

    /// Whether its words differ.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, Part::Kept(..)))
    }

    /// The words of both texts in one line: each part with what is to be written, white space before it included.
    #[must_use]
    pub fn woven(&self, one: &str, two: &str) -> Vec<(Part, String)> {
        let from = |row: Option<Span>| row.map_or(0, |row| row.start);
        let (first, second) = (from(self.one), from(self.two));
        let written = |(place, part): (usize, &Part)| {
            let (text, span, start) = match *part {
                // Where it begins its paragraph, something else may stand before it in the other.
                Part::Kept(one_span, two_span) if two_span.start == second => (one, one_span, first),
                Part::Kept(_, span) | Part::New(span) => (two, span, second),
                Part::Gone(span) => (one, span, first),
            };
            let gap = match (place, span.start > start) {
                (0, _) => "",
                (_, false) => " ",
                (_, true) => gap_before(text, span.start),
            };
            (*part, format!("{gap}{}", span.of(text)))
        };
        self.parts.iter().enumerate().map(written).collect()
    }
}

/// The white space before a place.
fn gap_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    before.get(before.trim_end().len()..).unwrap_or_default()
}

/// Paragraphs of more bytes are compared sentence by sentence.
const LONG: usize = 1_200;
/// Words of two stretches, multiplied, up to which they are compared word by word.
const MOST_PAIRS: usize = 16_000_000;

/// Puts two texts side by side. Rows are in the order of both; where something was replaced, what went comes first.
#[must_use]
pub fn side_by_side(one: &str, two: &str) -> Vec<Row> {
    let (ones, twos) = (units(one), units(two));
    let texts = |text, units: &[Span]| units.iter().map(|unit| hash(unit.of(text))).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for step in capture_diff_slices(Algorithm::Patience, &texts(one, &ones), &texts(two, &twos)) {
        let (_, old, new) = step.as_tag_tuple();
        let (old, new) = (ones.get(old).unwrap_or_default(), twos.get(new).unwrap_or_default());
        if matches!(step, DiffOp::Equal { .. }) {
            rows.extend(
                old.iter()
                    .zip(new)
                    .map(|(one, two)| Row { parts: vec![Part::Kept(*one, *two)], ..Row::kept(*one, *two) }),
            );
        } else {
            Stretch::new((one, old), (two, new)).rows(&mut rows);
        }
    }
    rows
}

/// What is compared first: paragraphs, and sentences of long ones.
fn units(text: &str) -> Vec<Span> {
    let mut units = Vec::new();
    for paragraph in paragraph_spans(text) {
        if paragraph.len() <= LONG {
            units.push(trimmed(text, paragraph));
            continue;
        }
        let words = paragraph.of(text);
        let tokens = tokens(words);
        for sentence in sentences(words, &tokens) {
            let span = |at: usize| tokens.get(at).map(|token| token.span.shifted(paragraph.start));
            if let (Some(first), Some(last)) = (span(sentence.start), span(sentence.end.saturating_sub(1))) {
                units.push(Span { start: first.start, end: last.end });
            }
        }
    }
    units
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span { start, end: start + words.trim().len() }
}

/// A word or a sign, and the unit that it stands in.
#[derive(Debug, Clone, Copy)]
struct Word {
    span: Span,
    unit: usize,
    /// Whether it is a word rather than a sign.
    telling: bool,
}

/// Units of two texts of which none is the same.
struct Stretch<'a> {
    ones: &'a [Span],
    twos: &'a [Span],
    words: [Vec<Word>; 2],
    /// Places of words that stand in both, in order.
    met: Vec<(usize, usize)>,
}

/// Units that belong together.
type Group = (Range<usize>, Range<usize>);

impl<'a> Stretch<'a> {
    fn new((one, ones): (&str, &'a [Span]), (two, twos): (&str, &'a [Span])) -> Self {
        let (of_one, of_two) = (words(one, ones), words(two, twos));
        let mut met = Vec::new();
        if of_one.len().saturating_mul(of_two.len()) <= MOST_PAIRS {
            // The same word in another normal form is the same word.
            let keys = |text: &str, words: &[Word]| {
                words.iter().map(|word| hash(&word.span.of(text).nfc().collect::<String>())).collect::<Vec<_>>()
            };
            for step in capture_diff_slices(Algorithm::Patience, &keys(one, &of_one), &keys(two, &of_two)) {
                if let DiffOp::Equal { old_index, new_index, len } = step {
                    met.extend((0..len).map(|by| (old_index + by, new_index + by)));
                }
            }
        }
        Self { ones, twos, words: [of_one, of_two], met }
    }

    /// Adds its rows.
    fn rows(&self, rows: &mut Vec<Row>) {
        let (mut one, mut two) = (0, 0);
        let alone = |rows: &mut Vec<Row>, ones: Range<usize>, twos: Range<usize>| {
            rows.extend(self.ones.get(ones).unwrap_or_default().iter().map(|span| Row::gone(*span)));
            rows.extend(self.twos.get(twos).unwrap_or_default().iter().map(|span| Row::new(*span)));
        };
        for (ones, twos) in self.groups() {
            alone(rows, one..ones.start, two..twos.start);
            (one, two) = (ones.end, twos.end);
            if let (Some(first), Some(second)) = (covered(self.ones, &ones), covered(self.twos, &twos)) {
                rows.push(Row { parts: self.parts(&ones, &twos), ..Row::kept(first, second) });
            }
        }
        alone(rows, one..self.ones.len(), two..self.twos.len());
    }

    /// The units that share enough words, in order; those between them stand alone.
    fn groups(&self) -> Vec<Group> {
        let [ones, twos] = &self.words;
        let (of_ones, of_twos) = (telling(ones, self.ones.len()), telling(twos, self.twos.len()));
        let mut shared: Vec<(usize, usize, usize)> = Vec::new();
        for (one, two) in &self.met {
            let (Some(one), Some(two)) = (ones.get(*one), twos.get(*two)) else { continue };
            match shared.last_mut() {
                Some((first, second, count)) if (*first, *second) == (one.unit, two.unit) => {
                    *count += usize::from(one.telling);
                }
                _ => shared.push((one.unit, two.unit, usize::from(one.telling))),
            }
        }
        let mut groups: Vec<Group> = Vec::new();
        for (one, two, count_shared) in shared {
            let fewer = of_ones.get(one).min(of_twos.get(two)).copied().unwrap_or_default();
            // A third of the words of the shorter one.
            if 3 * count_shared < fewer.max(1) {
                continue;
            }
            match groups.last_mut() {
                Some((first, second)) if one < first.end || two < second.end => {
                    first.end = first.end.max(one + 1);
                    second.end = second.end.max(two + 1);
                }
                _ => groups.push((one..one + 1, two..two + 1)),
            }
        }
        groups
    }

    /// The words of units that belong together.
    fn parts(&self, ones: &Range<usize>, twos: &Range<usize>) -> Vec<Part> {
        let [of_one, of_two] = &self.words;
        let places = |words: &[Word], units: &Range<usize>| {
            let at = |unit| words.partition_point(|word| word.unit < unit);
            at(units.start)..at(units.end)
        };
        let (first, second) = (places(of_one, ones), places(of_two, twos));
        let met = self.met.iter().filter(|(one, two)| first.contains(one) && second.contains(two));
        let mut runs: Vec<Run> = Vec::new();
        let (mut one, mut two) = (first.start, second.start);
        for (at_one, at_two) in met.copied() {
            if at_one > one || at_two > two || runs.is_empty() {
                runs.push(Run { kept: false, ones: one..at_one, twos: two..at_two });
                runs.push(Run { kept: true, ones: at_one..at_one, twos: at_two..at_two });
            }
            if let Some(run) = runs.last_mut() {
                (run.ones.end, run.twos.end) = (at_one + 1, at_two + 1);
            }
            (one, two) = (at_one + 1, at_two + 1);
        }
        runs.push(Run { kept: false, ones: one..first.end, twos: two..second.end });
        let mut parts = Vec::new();
        for run in without_crumbs(runs, of_one) {
            let spans = (spanned(of_one, &run.ones), spanned(of_two, &run.twos));
            match (run.kept, spans) {
                (true, (Some(one), Some(two))) => parts.push(Part::Kept(one, two)),
                (_, (one, two)) => parts.extend(one.map(Part::Gone).into_iter().chain(two.map(Part::New))),
            }
        }
        parts
    }
}

/// Words in a row, by their places, that stand in both texts or differ.
#[derive(Debug, Clone)]
struct Run {
    kept: bool,
    ones: Range<usize>,
    twos: Range<usize>,
}

/// Takes a lone short word between two longer changes for a part of them: that it stands in both is chance.
///
/// The semantic cleanup of Neil Fraser's diff-match-patch, for one word or sign alone.
fn without_crumbs(runs: Vec<Run>, words: &[Word]) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::new();
    let changed = |run: &Run| run.ones.len().max(run.twos.len());
    let mut left = runs.into_iter().peekable();
    while let Some(run) = left.next() {
        let is_crumb = run.kept
            && run.ones.len() == 1
            && words.get(run.ones.start).is_some_and(|word| !word.telling || word.span.len() <= 4)
            && kept.last().is_some_and(|before| changed(before) > 1)
            && left.peek().is_some_and(|after| changed(after) > 1);
        match kept.last_mut() {
            Some(before) if is_crumb || !before.kept && !run.kept => {
                (before.ones.end, before.twos.end) = (run.ones.end, run.twos.end);
            }
            _ => kept.push(run),
        }
    }
    kept
}

/// How many words each unit has, signs not counted.
fn telling(words: &[Word], units: usize) -> Vec<usize> {
    let mut counts = vec![0; units];
    for word in words.iter().filter(|word| word.telling) {
        if let Some(count) = counts.get_mut(word.unit) {
            *count += 1;
        }
    }
    counts
}

/// The words and signs of some units, in order.
fn words(text: &str, units: &[Span]) -> Vec<Word> {
    let of_unit = |(unit, span): (usize, &Span)| {
        let start = span.start;
        span.of(text).split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty()).map(move |(at, word)| {
            let span = Span { start: start + at, end: start + at + word.len() };
            Word { span, unit, telling: word.chars().any(char::is_alphanumeric) }
        })
    };
    units.iter().enumerate().flat_map(of_unit).collect()
}

/// What words from one place up to another cover.
fn spanned(words: &[Word], places: &Range<usize>) -> Option<Span> {
    let words = words.get(places.clone())?;
    Some(Span { start: words.first()?.span.start, end: words.last()?.span.end })
}

/// What units from one place up to another cover.
fn covered(units: &[Span], places: &Range<usize>) -> Option<Span> {
    let units = units.get(places.clone())?;
    Some(Span { start: units.first()?.start, end: units.last()?.end })
}

/// Equal texts have equal hashes; others differ, but for chance of one in 2^64.
fn hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

#[cfg(test)]
#[path = "side_by_side_tests.rs"]
mod tests;
