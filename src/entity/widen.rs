//! Places with the word that says what they are: "Kabupaten Klaten", "Bandara Kertajati", "Gedung Bank Indonesia".
//!
//! Written with a capital the word is a part of the name. Lists and tagger often begin behind it.

use crate::text::Span;

use super::candidate::Candidate;
use super::document::Document;
use super::{Class, Reason};

/// What places are, as the first word of their names.
const HEADS: &[&str] = &[
    "Kota",
    "Kabupaten",
    "Kab",
    "Provinsi",
    "Propinsi",
    "Prop",
    "Kecamatan",
    "Kelurahan",
    "Desa",
    "Pulau",
    "Kepulauan",
    "Selat",
    "Laut",
    "Teluk",
    "Gunung",
    "Sungai",
    "Kali",
    "Danau",
    "Semenanjung",
    "Jalan",
    "Bandara",
    "Pelabuhan",
    "Stasiun",
    "Stadion",
    "Tanjung",
    "Jalur",
    "Kampung",
    "Dusun",
    "Distrik",
];

/// Heads that leave open which thing is meant: a province is its name, but a regency is not the city of that name.
const SAME_THING: &[&str] = &["Provinsi", "Propinsi", "Prop", "Pulau", "Kepulauan"];

/// The bytes of a place behind a head that leaves its identity as it is: "Jawa Barat" of "Provinsi Jawa Barat".
pub(super) fn same_thing(span: Span, text: &str) -> Option<Span> {
    let (head, rest) = span.of(text).split_once(' ')?;
    SAME_THING.contains(&head).then(|| Span { start: span.end - rest.len(), end: span.end })
}

/// Lets places begin with their heads.
pub(super) fn widen(document: &Document<'_>, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.class == Class::Place) {
        let at = document.token_at(candidate.span.start);
        let Some(before) = at.checked_sub(1) else { continue };
        let head = document.word(before);
        if !HEADS.contains(&head) || HEADS.contains(&document.word(at)) || is_of_a_person(document, before) {
            continue;
        }
        let Some(span) = document.span(before) else { continue };
        candidate.span.start = span.start;
        if !SAME_THING.contains(&head) {
            candidate.name = None;
            candidate.why = Reason::AfterCue(head.to_owned());
        }
    }
}

/// "Wali Kota Solo" is a person's office, and the place is Solo.
fn is_of_a_person(document: &Document<'_>, head: usize) -> bool {
    head.checked_sub(1).is_some_and(|before| document.lower(before) == "wali")
}
