//! Rulings about words: what recognisers propose at these words goes, changes, or is added to.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::{Decision, Ruling, Target};
use crate::entity::candidate::Candidate;
use crate::entity::document::Document;
use crate::entity::{Class, Level, Reason, RecognisedBy};
use crate::text::Span;

/// Rulings about words, in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub(super) struct WordRulings {
    all: Vec<Ruling>,
    /// Finds the words of those that hold wherever their words stand.
    finder: Option<AhoCorasick>,
    /// For each pattern of `finder`, its place in `all`.
    found: Vec<usize>,
}

/// A place where the words of a ruling stand. Hits sort by the order in which they are obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    narrow: bool,
    ruling: usize,
    place: Place,
}

/// Bytes from and to.
type Place = (usize, usize);

impl WordRulings {
    pub fn add(&mut self, ruling: Ruling) {
        self.all.push(ruling);
    }

    /// Builds what finds the words; to be called when all are added.
    pub fn make_ready(&mut self) {
        let wide = self.all.iter().enumerate().filter(|(_, ruling)| ruling.on.span.is_none());
        let (found, words): (Vec<usize>, Vec<String>) = wide
            .filter_map(|(at, ruling)| Some((at, Plain::new(ruling.on.text.as_deref()?).text)))
            .filter(|(_, words)| !words.is_empty())
            .unzip();
        // Patterns too many for an automaton do not occur: each was typed or clicked by a person.
        self.finder = if words.is_empty() { None } else { AhoCorasick::new(words).ok() };
        self.found = found;
    }

    /// Where words of rulings stand, in the order in which the rulings are obeyed.
    fn hits(&self, document: &Document<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        if let Some(finder) = &self.finder {
            let plain = Plain::new(document.text);
            for hit in finder.find_overlapping_iter(&plain.text) {
                let place = plain.original(hit.start(), hit.end());
                let Some(ruling) = self.found.get(hit.pattern().as_usize()) else { continue };
                if is_edge(document, place.0) && is_edge(document, place.1) {
                    hits.push(Hit { narrow: false, ruling: *ruling, place });
                }
            }
        }
        for (ruling, Ruling { on, .. }) in self.all.iter().enumerate() {
            let Some(span) = on.span.filter(|span| !span.is_empty()) else { continue };
            if document.text.get(span.start..span.end) == on.text.as_deref() {
                hits.push(Hit { narrow: true, ruling, place: (span.start, span.end) });
            }
        }
        hits.sort_unstable();
        hits
    }
}

impl super::Rulings {
    /// Lets the rulings about words decide about candidates, some of which may lie in what is `standing`: some go, some
    /// change, and what was accepted is added.
    pub(in crate::entity) fn decide(
        &self,
        document: &Document<'_>,
        candidates: Vec<Candidate>,
        standing: &[Candidate],
    ) -> Vec<Candidate> {
        let hits = self.words.hits(document);
        if hits.is_empty() {
            return candidates;
        }
        let longer = Longer::new(candidates.iter().chain(standing));
        let mut places: BTreeMap<Place, Vec<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            places.entry((candidate.span.start, candidate.span.end)).or_default().push(candidate);
        }
        for hit in hits {
            if let Some(ruling) = self.words.all.get(hit.ruling) {
                obey(document, ruling, hit, &longer, &mut places);
            }
        }
        places.into_values().flatten().collect()
    }
}

/// Applies a ruling where its words stand.
fn obey(
    document: &Document<'_>,
    ruling: &Ruling,
    hit: Hit,
    longer: &Longer,
    places: &mut BTreeMap<Place, Vec<Candidate>>,
) {
    let span = Span { start: hit.place.0, end: hit.place.1 };
    let here = places.entry(hit.place).or_default();
    let accept = |class, known: &[Candidate]| accepted(span, class, hit.narrow, known);
    match &ruling.decision {
        // "Kim" as a person everywhere says nothing of "Kim Jong Un": no name lies in one of its class.
        Decision::Accept(class) | Decision::Retype(class) if !hit.narrow && longer.holds(span, *class) => {
            here.retain(|candidate| ruling.on.class.is_some_and(|class| class != candidate.class));
        }
        Decision::Accept(class) => *here = vec![accept(*class, here)],
        Decision::Retype(class) if here.iter().any(|candidate| is_meant(&ruling.on, candidate)) => {
            *here = vec![accept(*class, here)];
        }
        Decision::Reject => here.retain(|candidate| !is_meant(&ruling.on, candidate)),
        Decision::Alias(name) => {
            if let Some(ruled) = take(here, &ruling.on).map(|candidate| accept(candidate.class, &[candidate])) {
                *here = vec![Candidate { name: Some(name.clone()), ..ruled }];
            }
        }
        Decision::Respan(words) => {
            if let Some(other) = around(document.text, span, words)
                && let Some(candidate) = take(here, &ruling.on)
            {
                let class = candidate.class;
                let ruled = accepted(other, class, hit.narrow, &[candidate]);
                places.insert((other.start, other.end), vec![ruled]);
            }
        }
        Decision::Retype(_) | Decision::Merge(_) | Decision::Split(_) => {}
    }
}

fn is_meant(on: &Target, candidate: &Candidate) -> bool {
    on.class.is_none_or(|class| class == candidate.class)
}

/// Takes out what the machine thinks most of, of those that the ruling is about; the others there give way to it.
fn take(here: &mut Vec<Candidate>, on: &Target) -> Option<Candidate> {
    let meant = here.iter().filter(|candidate| is_meant(on, candidate));
    let best = meant.max_by(|a, b| a.score.total_cmp(&b.score).then(b.class.cmp(&a.class))).cloned()?;
    here.clear();
    Some(best)
}

/// A candidate by a person's decision; it keeps what a machine's candidate of the same class at the same place knew.
fn accepted(span: Span, class: Class, narrow: bool, known: &[Candidate]) -> Candidate {
    let why = if narrow { Reason::RuledHere } else { Reason::Ruled };
    let ruled = Candidate { by: RecognisedBy::Ruling, ..Candidate::rule(span, class, why, 1.0) };
    let level = (class == Class::Treaty).then_some(Level::Named);
    match known.iter().find(|candidate| candidate.class == class) {
        Some(known) => Candidate {
            // Another span may hold another name: only what lies at the same place has the same one.
            name: known.name.clone().filter(|_| known.span == span),
            level: known.level.or(level),
            date: known.date.clone(),
            ..ruled
        },
        None => Candidate { level, ..ruled },
    }
}

/// Where `words` stand so that they hold the bytes of `span` or lie in them.
fn around(text: &str, span: Span, words: &str) -> Option<Span> {
    let old = span.of(text);
    if let Some(at) = old.find(words) {
        return (!words.is_empty()).then(|| Span { start: span.start + at, end: span.start + at + words.len() });
    }
    words.match_indices(old).find_map(|(at, _)| {
        let start = span.start.checked_sub(at)?;
        let wider = Span { start, end: start + words.len() };
        (text.get(wider.start..wider.end) == Some(words)).then_some(wider)
    })
}

/// Whether a name may begin or end at a byte: between tokens, where no letter or digit stands on one side, or where a
/// lost space glued a capital to a small letter ("kataJokowi").
fn is_edge(document: &Document<'_>, byte: usize) -> bool {
    is_edge_of_words(document.text, byte)
        || document.span(document.token_at(byte)).is_some_and(|token| token.start == byte)
}

/// What of [`is_edge`] the letters alone tell; false within a letter.
fn is_edge_of_words(text: &str, byte: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..byte), text.get(byte..)) else { return false };
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else { return true };
    let inside = before.is_alphanumeric() && after.is_alphanumeric();
    let glued = before.is_lowercase() && after.is_uppercase();
    !inside || glued
}

/// At how many places the words stand in a text and begin and end with a word, whatever white space parts them.
pub(super) fn places_in(words: &str, text: &str) -> usize {
    if !stand_in(words, text, false) {
        return 0;
    }
    let (words, text) = (Plain::new(words).text, Plain::new(text).text);
    let places = text.match_indices(&words).map(|(start, found)| (start, start + found.len()));
    places.filter(|(start, end)| is_edge_of_words(&text, *start) && is_edge_of_words(&text, *end)).count()
}

/// Whether the words stand in a text, as rulings look for them: whatever white space parts them. With `glued`, only where
/// no index of words finds them: right beside another letter.
pub(super) fn stand_in(words: &str, text: &str, glued: bool) -> bool {
    let words = Plain::new(words).text;
    let Some(first) = words.split(' ').next().filter(|_| !words.is_empty()) else { return false };
    // Most texts hold not even the first word, and most of the others the words as they are.
    if !text.contains(first) {
        return false;
    }
    let joins = |letter: Option<char>| {
        letter.is_some_and(|letter| {
            letter.is_ascii_alphanumeric() || !letter.is_ascii() && !('\u{2000}'..='\u{206f}').contains(&letter)
        })
    };
    let stands = |text: &str| {
        text.match_indices(&words).any(|(at, _)| {
            let (before, after) =
                (text.get(..at).unwrap_or_default(), text.get(at + words.len()..).unwrap_or_default());
            !glued || joins(before.chars().next_back()) || joins(after.chars().next())
        })
    };
    if words.contains(' ') { stands(&Plain::new(text).text) } else { stands(text) }
}

/// Words that are looked for in one text after the other, all at once.
#[derive(Debug, Default)]
pub(super) struct AnyWords {
    finder: Option<AhoCorasick>,
    /// Whether they are too many for a finder, so that each text may hold one.
    everywhere: bool,
}

impl AnyWords {
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<String> = words.map(|words| Plain::new(words).text).filter(|words| !words.is_empty()).collect();
        let finder = if words.is_empty() { None } else { AhoCorasick::new(&words).ok() };
        Self { everywhere: finder.is_none() && !words.is_empty(), finder }
    }

    /// Whether any of them stands in a text, as [`stand_in`] looks for it.
    pub fn stand_in(&self, text: &str) -> bool {
        self.everywhere || self.finder.as_ref().is_some_and(|finder| finder.is_match(&Plain::new(text).text))
    }
}

/// A text in which every run of white space is one space, so that a line's end parts no name.
struct Plain {
    text: String,
    /// Where a run of more than one byte of white space stood: the byte after its space, and how many bytes were left
    /// out up to there.
    left_out: Vec<(usize, usize)>,
}

impl Plain {
    fn new(original: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(original.len()), left_out: Vec::new() };
        let mut rest = original.char_indices().peekable();
        while let Some((at, letter)) = rest.next() {
            if !letter.is_whitespace() {
                plain.text.push(letter);
                continue;
            }
            let mut end = at + letter.len_utf8();
            while let Some((at, letter)) = rest.next_if(|(_, letter)| letter.is_whitespace()) {
                end = at + letter.len_utf8();
            }
            plain.text.push(' ');
            if end - at > 1 {
                plain.left_out.push((plain.text.len(), end - plain.text.len()));
            }
        }
        plain
    }

    /// The bytes of the original for bytes of the plain text.
    fn original(&self, start: usize, end: usize) -> Place {
        (self.original_byte(start), self.original_byte(end))
    }

    fn original_byte(&self, at: usize) -> usize {
        let before = self.left_out.partition_point(|(byte, _)| *byte <= at);
        at + before.checked_sub(1).and_then(|last| self.left_out.get(last)).map_or(0, |(_, left_out)| *left_out)
    }
}

/// The machine's names by where they begin.
struct Longer(Vec<(Span, Class)>);

impl Longer {
    /// Bytes of the longest name that is looked for around another one.
    const REACH: usize = 256;
    /// Names that the machine doubts give way to a person's.
    const LIKELY: f32 = 0.5;

    fn new<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Self {
        let likely = candidates.filter(|candidate| candidate.score >= Self::LIKELY);
        let mut names: Vec<(Span, Class)> = likely.map(|candidate| (candidate.span, candidate.class)).collect();
        names.sort_unstable();
        Self(names)
    }

    /// Whether a longer name of this class holds `span`.
    fn holds(&self, span: Span, class: Class) -> bool {
        let from = self.0.partition_point(|(other, _)| other.start + Self::REACH < span.start);
        let mut near = self.0.iter().skip(from).take_while(|(other, _)| other.start <= span.start);
        near.any(|(other, of)| *of == class && *other != span && other.contains(span))
    }
}
