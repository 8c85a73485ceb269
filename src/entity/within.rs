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

/// The short names that a text introduces: "Badan Pangan Nasional (Bapanas)", with the full name and its class.
fn introduced<'a>(document: &Document<'a>, standing: &[Candidate]) -> BTreeMap<&'a str, (String, Class)> {
    let mut introduced = BTreeMap::new();
    for candidate in standing.iter().filter(|candidate| candidate.class != Class::Date) {
        let (_, end) = tokens(document, candidate.span);
        let short = end + 1;
        let closes = document.word(end) == "(" && matches!(document.word(short + 1), ")" | "/");
        if closes && document.is_capital(short) && abbreviates(document.word(short), candidate.span.of(document.text)) {
            introduced.entry(document.word(short)).or_insert((name(document, candidate), candidate.class));
        }
    }
    introduced
}

/// An introduced short name there, and wherever else it stands.
fn abbreviations(document: &Document<'_>, standing: &[Candidate]) -> Vec<Candidate> {
    let introduced = introduced(document, standing);
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

/// Says who is meant where a name is short: an introduced abbreviation, or a part of a full name in the same text.
pub(super) fn settle_names(document: &Document<'_>, standing: &mut [Candidate]) {
    let introduced = introduced(document, standing);
    let full_names = FullNames::new(document, standing);
    for candidate in standing.iter_mut().filter(|candidate| candidate.name.is_none()) {
        let ruled = candidate.by == RecognisedBy::Ruling;
        let text = candidate.span.of(document.text);
        if let Some((full, _)) = introduced.get(text).filter(|(_, class)| *class == candidate.class) {
            candidate.name = Some(full.clone());
            if !ruled {
                candidate.why = Reason::AbbreviationOf(full.clone());
            }
        } else if candidate.class == Class::Person
            && let Some((full, others)) = full_names.of(document, candidate.span)
        {
            candidate.name = Some(full.clone());
            if ruled {
                // That it is a name is decided, and by whom; who of several is meant stays the likeliest.
            } else if others.is_empty() {
                candidate.why = Reason::ShortFormOf(full);
            } else {
                candidate.score = candidate.score.min(UNCLEAR);
                candidate.why = Reason::OneOf([vec![full], others].concat().join(" / "));
            }
        }
    }
}

/// How many other people with the same name are told.
const MOST_OTHERS: usize = 3;

/// How sure it is who is meant where several people share the name.
const UNCLEAR: f32 = 0.6;

/// The people whom a text names in full.
struct FullNames {
    /// By each word of a name in lower case: the people who have it, by where they are first named.
    by_word: BTreeMap<String, Vec<usize>>,
    people: Vec<Person>,
}

struct Person {
    name: String,
    words: Vec<String>,
    /// The byte where the text names the person first.
    first: usize,
}

impl FullNames {
    fn new(document: &Document<'_>, standing: &[Candidate]) -> Self {
        let mut names = Self { by_word: BTreeMap::new(), people: Vec::new() };
        let mut known = std::collections::BTreeSet::new();
        let sure =
            |candidate: &&Candidate| candidate.class == Class::Person && candidate.score >= super::Mention::CERTAIN;
        for candidate in standing.iter().filter(sure) {
            let name = name(document, candidate);
            let (start, end) = tokens(document, candidate.span);
            let words: Vec<String> =
                (start..end).filter(|at| document.is_word(*at)).map(|at| document.lower(at)).collect();
            // A known name counts as a whole one even where the text has only a part of it.
            if (words.len() < 2 && candidate.name.is_none()) || !known.insert(name.clone()) {
                continue;
            }
            let own = name.split([' ', '-']).map(str::to_lowercase);
            let words: Vec<String> = if candidate.name.is_some() { own.collect() } else { words };
            for word in &words {
                let people = names.by_word.entry(word.clone()).or_default();
                if people.last() != Some(&names.people.len()) {
                    people.push(names.people.len());
                }
            }
            names.people.push(Person { name, words, first: candidate.span.start });
        }
        names
    }

    /// The full name that a short one stands for, and those of other people of the text that would fit as well: of
    /// several, the one named last before it comes first.
    fn of(&self, document: &Document<'_>, span: Span) -> Option<(String, Vec<String>)> {
        let (start, end) = tokens(document, span);
        let words: Vec<String> = (start..end).filter(|at| document.is_word(*at)).map(|at| document.lower(at)).collect();
        let fits =
            |person: &&Person| person.words.len() > words.len() && words.iter().all(|word| person.words.contains(word));
        let with_word = words.iter().map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice));
        let rarest = with_word.min_by_key(|people| people.len())?;
        let person_at = |at: &usize| self.people.get(*at);
        let named_before = rarest.partition_point(|at| person_at(at).is_some_and(|person| person.first <= span.start));
        let (before, after) = rarest.split_at(named_before);
        let before = before.iter().rev().take(NEAREST).filter_map(person_at).filter(fits);
        let after = after.iter().take(NEAREST).filter_map(person_at).filter(fits);
        let mut people = before.chain(after).map(|person| &person.name);
        let person = people.next()?;
        Some((person.clone(), people.take(MOST_OTHERS).cloned().collect()))
    }
}

/// People with a word of the name who are looked at on each side: a text in which more of them have it says no more of
/// who is meant, and takes no longer.
const NEAREST: usize = 32;

/// Tokens of the longest name that is looked for again: of longer ones a text has one, and looking takes as long as they are.
const LONGEST_AGAIN: usize = 16;

/// A name that was found once stands wherever its words stand again. What a person decided stands everywhere already.
fn again(document: &Document<'_>, standing: &[Candidate], covered: &Covered) -> Vec<Candidate> {
    // By the first word, then by length in tokens, then by all words.
    let mut known: BTreeMap<&str, BTreeMap<usize, BTreeMap<&str, &Candidate>>> = BTreeMap::new();
    for candidate in standing {
        let sure = candidate.score >= super::Mention::CERTAIN;
        let found = matches!(candidate.by, RecognisedBy::Tagger | RecognisedBy::Rule);
        if sure && found && matches!(candidate.class, Class::Person | Class::Place | Class::Organization) {
            let (start, end) = tokens(document, candidate.span);
            if end - start <= LONGEST_AGAIN {
                let names = known.entry(document.word(start)).or_default().entry(end - start).or_default();
                names.entry(candidate.span.of(document.text)).or_insert(candidate);
            }
        }
    }
    let mut found = Vec::new();
    for at in (0..document.len()).filter(|at| covered.is_free(*at) && document.is_capital(*at)) {
        for (length, names) in known.get(document.word(at)).into_iter().flatten() {
            let enough = *length > 1 || !document.is_first(at) && document.word(at).chars().count() > 3;
            let free = || (at..at + length).all(|at| covered.is_free(at));
            if !enough || !free() {
                continue;
            }
            let Some(span) = document.cover(at, at + length) else { continue };
            if let Some(candidate) = names.get(span.of(document.text)) {
                let why = Reason::SeenElsewhere(name(document, candidate));
                let named = Candidate::rule(span, candidate.class, why, 0.75);
                found.push(Candidate { name: candidate.name.clone(), ..named });
            }
        }
    }
    found
}
