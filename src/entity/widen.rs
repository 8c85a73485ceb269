//! Names with the words around them that are a part of them: "Kabupaten Klaten", "Bandara Kertajati", "Pemkot Solo",
//! "Fraksi Gerindra", "PT Bank Mandiri (Persero) Tbk". Lists and tagger often begin behind those or end before.

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

/// Offices, forces and teams that are named by their place: "Pemkot Solo", "Polda Jawa Barat", "AU Israel".
const BODIES_OF_PLACES: &[&str] = &[
    "Pemkot",
    "Pemkab",
    "Pemprov",
    "Pemda",
    "Pemdes",
    "Pemkel",
    "Polda",
    "Polres",
    "Polresta",
    "Polrestabes",
    "Polsek",
    "Kodam",
    "Kodim",
    "Korem",
    "Koramil",
    "Kejari",
    "Kejati",
    "DPRD",
    "DPD",
    "BPBD",
    "Dishub",
    "Disdik",
    "Dinkes",
    "Dinsos",
    "Disdukcapil",
    "Bappeda",
    "Bapenda",
    "Bawaslu",
    "KPU",
    "KPUD",
    "PN",
    "PTUN",
    "RSUD",
    "Lapas",
    "Kanwil",
    "AU",
    "AL",
    "AD",
    "Kedubes",
    "KBRI",
    "KJRI",
    "Timnas",
    "Satpol",
    "Kesbangpol",
    "BNNP",
    "BNNK",
    "Basarnas",
    "Kemenag",
    "MUI",
    "PWNU",
    "PCNU",
];

/// The parts of parties and parliaments that are named by their party: "Fraksi Gerindra", "DPP PKB".
const PARTS_OF_PARTIES: &[&str] = &["Fraksi", "DPP", "DPW", "DPC", "DPD", "PAC", "DPRa"];

/// Bodies that are named by what stands behind their head, beside the names in it.
pub(super) fn bodies(document: &Document<'_>, candidates: &[Candidate]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.score >= super::Mention::CERTAIN) {
        let at = document.token_at(candidate.span.start);
        let before = at.checked_sub(1).filter(|before| document.span(*before).is_some());
        let Some(head) =
            before.filter(|_| document.text.get(..candidate.span.start).is_some_and(|text| text.ends_with(' ')))
        else {
            continue;
        };
        let word = document.word(head);
        // "Pemerintah Kota Solo" is an office of its own; "pemerintah Indonesia" is the state.
        let governs =
            word == "Pemerintah" && matches!(document.word(at), "Kota" | "Kabupaten" | "Provinsi" | "Prefektur");
        let named_so = match candidate.class {
            Class::Place => governs || BODIES_OF_PLACES.contains(&word),
            Class::Organization => PARTS_OF_PARTIES.contains(&word),
            Class::Person | Class::Treaty | Class::Date => false,
        };
        if let Some(start) = document.span(head).filter(|_| named_so) {
            let span = Span { start: start.start, end: candidate.span.end };
            found.push(Candidate::rule(span, Class::Organization, Reason::AfterCue(word.to_owned()), BODY));
        }
    }
    found
}

/// How sure such a body is. Measured on the training texts: all but one in fifty.
const BODY: f32 = 0.95;

/// Lets companies end with what the register adds: "PT Bank Mandiri (Persero) Tbk".
pub(super) fn widen_companies(document: &Document<'_>, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.class == Class::Organization) {
        if document.word(document.token_at(candidate.span.start)) != "PT" {
            continue;
        }
        let mut end = document.token_at(candidate.span.end.saturating_sub(1)) + 1;
        if document.word(end) == "(" && document.word(end + 1) == "Persero" && document.word(end + 2) == ")" {
            end += 3;
        }
        if document.word(end) == "Tbk" {
            end += 1;
        }
        if let Some(last) = document.span(end.saturating_sub(1)) {
            candidate.span.end = candidate.span.end.max(last.end);
        }
    }
}

/// "Wali Kota Solo" is a person's office, and the place is Solo.
fn is_of_a_person(document: &Document<'_>, head: usize) -> bool {
    head.checked_sub(1).is_some_and(|before| document.lower(before) == "wali")
}
