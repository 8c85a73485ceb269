//! Titles in English, as news in Indonesian leaves them: "Economic Partnership Agreement", "Treaty of Amity", with the
//! abbreviation that stands beside them.

use super::words::FUNCTION_WORDS;
use crate::entity::candidate::{Candidate, Found};
use crate::entity::document::Document;
use crate::entity::{Class, Level, Reason};

/// Nouns that such a title ends with, or that "of", "on" or "for" and more of it follow.
const HEADS: &[&str] =
    &["agreement", "treaty", "convention", "protocol", "accord", "accords", "pact", "covenant", "arrangement"];

/// Words of a title that are written small.
const LINKS: &[&str] = &["of", "on", "for", "the", "and", "to", "against", "in"];

/// Words in titles of contracts and of papers of one country.
const PRIVATE: &[&str] = &[
    "loan",
    "licence",
    "license",
    "purchase",
    "sale",
    "sales",
    "credit",
    "shareholder",
    "shareholders",
    "facility",
    "service",
    "services",
    "lease",
    "disclosure",
    "confidentiality",
    "settlement",
    "subscription",
    "employment",
    "venture",
    "party",
    "republican",
    "democratic",
    "bar",
    "health",
];

/// Words of the longest title.
const LONGEST: usize = 16;

/// The titles in a text, and the abbreviations beside them.
pub(super) fn titles(document: &Document<'_>, around: &Found<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut done = 0;
    for at in 0..document.len() {
        let head = document.is_capital(at) && HEADS.contains(&document.lower(at).as_str());
        let known = matches!(around.class(at), Some(Class::Treaty));
        if !head || known || at < done {
            continue;
        }
        let (start, end) = (start_of(document, at), end_of(document, at + 1));
        let private = (start..end).any(|at| PRIVATE.contains(&document.lower(at).as_str()));
        // A convention may be a meeting: "Petroleum Association Convention".
        let meeting = document.lower(at) == "convention"
            && end == at + 1
            && !(start + 1 == at && around.class(start) == Some(Class::Place));
        if end - start < 2 || private || meeting {
            continue;
        }
        done = end;
        let why = || Reason::NamedTreaty(document.word(at).to_owned());
        let mut mark = |from, to| {
            if let Some(span) = document.cover(from, to) {
                found
                    .push(Candidate { level: Some(Level::Named), ..Candidate::rule(span, Class::Treaty, why(), SURE) });
            }
        };
        mark(start, end);
        let bracket = usize::from(document.word(end) == "(");
        let beside = [Some(end + bracket), start.checked_sub(1)];
        for short in beside.into_iter().flatten().filter(|short| abbreviates(document, *short, start..end)) {
            mark(short, short + 1);
        }
    }
    found
}

/// How sure it is that a title in English with such a head is one of an agreement between states.
const SURE: f32 = 0.9;

/// Where the title with a head at `head` begins: capitals in a row before it.
fn start_of(document: &Document<'_>, head: usize) -> usize {
    let mut start = head;
    while let Some(before) = start.checked_sub(1).filter(|before| head - before < LONGEST) {
        let opens = document.is_first(before) && FUNCTION_WORDS.contains(&document.lower(before).as_str());
        let hyphen = document.word(before) == "-" && document.is_tight(before);
        let link = LINKS.contains(&document.word(before)) && before > 0 && document.is_capital(before - 1);
        let other = super::words::HEADS.iter().any(|(head, _)| *head == document.lower(before));
        let short = start < head && abbreviates(document, before, start..head + 1);
        if !hyphen && !link && (!document.is_capital(before) || opens || other || short) {
            break;
        }
        start = before;
    }
    start
}

/// Where it ends: with the head, or with what "of" or "on" adds.
fn end_of(document: &Document<'_>, after_head: usize) -> usize {
    let mut end = after_head;
    let mut at = after_head;
    if !matches!(document.word(at), "of" | "on" | "for" | "against") {
        return end;
    }
    while at < after_head + LONGEST {
        if document.is_capital(at) {
            end = at + 1;
        } else if !LINKS.contains(&document.word(at)) {
            break;
        }
        at += 1;
    }
    end
}

/// Whether a word is made of the first letters of a title's words.
fn abbreviates(document: &Document<'_>, short: usize, title: std::ops::Range<usize>) -> bool {
    let word = document.word(short);
    let initials = title.filter(|at| document.is_capital(*at)).filter_map(|at| document.word(at).chars().next());
    let initials: String = initials.collect();
    word.len() > 1 && word.chars().all(char::is_uppercase) && initials.to_uppercase().ends_with(word)
}
