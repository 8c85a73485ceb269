//! Names within one text: abbreviations that it introduces, short forms, and names seen more plainly elsewhere.

use std::collections::BTreeMap;

use crate::text::Span;

use super::candidate::Candidate;
use super::document::Document;
use super::{Class, Reason, RecognisedBy};

/// Candidates that follow from what stands already.
pub(super) fn follow(document: &Document<'_>, standing: &[Candidate]) -> Vec<Candidate> {
    let covered = Covered::new(document, standing);
    let mut found = abbreviations(document, standing);
    found.extend(short_forms(document, standing, &covered));
    found.extend(again(document, standing, &covered));
    found
}

/// Which tokens are inside a standing mention.
struct Covered(Vec<Option<Class>>);

impl Covered {
    fn new(document: &Document<'_>, standing: &[Candidate]) -> Self {
        let mut covered = vec![None; document.len()];
        for candidate in standing.iter().filter(|candidate| candidate.score >= super::Mention::CERTAIN) {
            let (start, end) = tokens(document, candidate.span);
            for slot in covered.iter_mut().take(end).skip(start) {
                *slot = Some(candidate.class);
            }
        }
        Self(covered)
    }

    fn is_free(&self, at: usize) -> bool {
        self.0.get(at).copied().flatten().is_none()
    }
}

fn tokens(document: &Document<'_>, span: Span) -> (usize, usize) {
    (document.token_at(span.start), document.token_at(span.end.saturating_sub(1)) + 1)
}

/// The name of what a candidate marks.
pub(super) fn name(document: &Document<'_>, candidate: &Candidate) -> String {
    let words = || candidate.span.of(document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    candidate.name.clone().unwrap_or_else(words)
}

/// "Badan Pangan Nasional (Bapanas)": the short name there, and wherever else it stands.
fn abbreviations(document: &Document<'_>, standing: &[Candidate]) -> Vec<Candidate> {
    let mut introduced: BTreeMap<&str, (String, Class)> = BTreeMap::new();
    for candidate in standing.iter().filter(|candidate| candidate.class != Class::Date) {
        let (_, end) = tokens(document, candidate.span);
        let short = end + 1;
        let closes = document.word(end) == "(" && matches!(document.word(short + 1), ")" | "/");
        if closes && document.is_capital(short) && abbreviates(document.word(short), candidate.span.of(document.text)) {
            introduced.entry(document.word(short)).or_insert((name(document, candidate), candidate.class));
        }
    }
    let mut found = Vec::new();
    for at in 0..document.len() {
        let Some((full, class)) = introduced.get(document.word(at)) else { continue };
        let Some(span) = document.span(at) else { continue };
        let why = Reason::AbbreviationOf(full.clone());
        let mut candidate = Candidate { name: Some(full.clone()), ..Candidate::rule(span, *class, why, 0.88) };
        candidate.level = (*class == Class::Treaty).then_some(super::Level::Named);
        found.push(candidate);
    }
    found
}

/// Whether `short` may stand for `long`: its letters begin words of it, or come in order in it.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut letters = long.chars().flat_map(char::to_lowercase);
    let short: String = short.to_lowercase();
    let length = short.chars().count();
    (2..=14).contains(&length)
        && length < long.chars().count()
        && short.chars().next() == long.to_lowercase().chars().next()
        && short.chars().all(|letter| letters.any(|other| other == letter))
}

/// A part of a full name on its own: "Putin" where the text names Vladimir Putin.
fn short_forms(document: &Document<'_>, standing: &[Candidate], covered: &Covered) -> Vec<Candidate> {
    // For each part, the full names that have it, with where they first stand. Names known well come before guesses.
    let mut parts: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let well = |candidate: &&Candidate| candidate.class == Class::Person && candidate.score >= 0.85;
    let guessed = |candidate: &&Candidate| {
        candidate.class == Class::Person && (super::Mention::CERTAIN..0.85).contains(&candidate.score)
    };
    let known: std::collections::BTreeSet<String> = standing
        .iter()
        .filter(well)
        .flat_map(|candidate| {
            let (start, end) = tokens(document, candidate.span);
            (start..end).map(|at| document.lower(at))
        })
        .collect();
    for candidate in standing.iter().filter(well).chain(standing.iter().filter(guessed)) {
        let full = name(document, candidate);
        let (start, end) = tokens(document, candidate.span);
        if end - start < 2 {
            continue;
        }
        for at in (start..end).filter(|at| document.is_capital(*at)) {
            if guessed(&candidate) && known.contains(&document.lower(at)) {
                continue;
            }
            let entries = parts.entry(document.lower(at)).or_default();
            if entries.iter().all(|(_, other)| *other != full) {
                entries.push((start, full.clone()));
            }
        }
    }
    let single = |candidate: &&Candidate| candidate.class == Class::Person && candidate.name.is_none();
    let mut found = Vec::new();
    let rename = standing.iter().filter(single).map(|candidate| tokens(document, candidate.span));
    let alone = rename.filter(|(start, end)| end - start == 1).map(|(start, _)| start);
    let free = (0..document.len()).filter(|at| covered.is_free(*at));
    for at in alone.chain(free) {
        let Some(full) = document.is_capital(at).then(|| parts.get(&document.lower(at))).flatten() else { continue };
        if document.word(at).chars().count() < 3 && !document.is_acronym(at) {
            continue;
        }
        // Of several who share the part, the one named last before it.
        let nearest = full.iter().rev().find(|(start, _)| *start <= at).or(full.first());
        if let (Some((_, full)), Some(span)) = (nearest, document.span(at)) {
            let score = if common_word(document, at) { 0.5 } else { 0.87 };
            let why = Reason::ShortFormOf(full.clone());
            found.push(Candidate { name: Some(full.clone()), ..Candidate::rule(span, Class::Person, why, score) });
        }
    }
    found
}

/// A short form that begins a sentence may be an ordinary word there.
fn common_word(document: &Document<'_>, at: usize) -> bool {
    let lower = document.lower(at);
    document.is_first(at) && (0..document.len()).any(|other| document.word(other) == lower)
}

/// A name that a rule found once stands wherever its words stand again.
fn again(document: &Document<'_>, standing: &[Candidate], covered: &Covered) -> Vec<Candidate> {
    let mut known: BTreeMap<&str, Vec<(usize, &Candidate)>> = BTreeMap::new();
    for candidate in standing {
        let ruled = candidate.by == RecognisedBy::Rule && candidate.score >= super::Mention::CERTAIN;
        if ruled && matches!(candidate.class, Class::Person | Class::Place | Class::Organization) {
            let (start, end) = tokens(document, candidate.span);
            let entries = known.entry(document.word(start)).or_default();
            if entries.iter().all(|(_, other)| other.span.of(document.text) != candidate.span.of(document.text)) {
                entries.push((end - start, candidate));
            }
        }
    }
    let mut found = Vec::new();
    for at in (0..document.len()).filter(|at| covered.is_free(*at) && document.is_capital(*at)) {
        for (length, candidate) in known.get(document.word(at)).into_iter().flatten() {
            let Some(span) = document.cover(at, at + length) else { continue };
            let same = span.of(document.text) == candidate.span.of(document.text);
            let enough = *length > 1 || !document.is_first(at) && document.word(at).chars().count() > 3;
            if same && enough && (at..at + length).all(|at| covered.is_free(at)) {
                let full = name(document, candidate);
                let why = Reason::SeenElsewhere(full.clone());
                found.push(Candidate { name: Some(full), ..Candidate::rule(span, candidate.class, why, 0.75) });
            }
        }
    }
    found
}
