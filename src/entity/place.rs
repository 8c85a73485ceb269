//! Places by the words that lead them in.

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::{Class, Context, Reason};

/// Finds places by rule.
#[derive(Debug)]
pub(super) struct Places;

/// Kinds of places that stand before a name and, with a capital, belong to it.
const HEADS: &[&str] = &[
    "kota",
    "kabupaten",
    "kecamatan",
    "desa",
    "kelurahan",
    "provinsi",
    "propinsi",
    "pulau",
    "kepulauan",
    "gunung",
    "sungai",
    "danau",
    "laut",
    "selat",
    "teluk",
    "jalan",
    "jl",
    "bandara",
    "pelabuhan",
    "stasiun",
    "gedung",
    "hotel",
    "istana",
    "jalur",
    "stadion",
    "dusun",
    "distrik",
    "semenanjung",
    "samudra",
    "samudera",
    "masjid",
    "gereja",
    "museum",
    "pasar",
    "taman",
    "monumen",
    "jembatan",
    "terminal",
    "lapangan",
    "markas",
    "kompleks",
    "kawasan",
    "pantai",
    "tanjung",
    "bukit",
    "lembah",
    "gurun",
    "waduk",
    "bendungan",
    "tol",
    "kampung",
    "wilayah",
    "perumahan",
    "apartemen",
    "plaza",
    "mal",
    "mall",
    "menara",
    "wisma",
    "gelora",
    "balai",
    "pangkalan",
    "fakultas",
    "kampus",
    "pengadilan",
    "lapas",
    "rutan",
    "simpang",
    "gang",
    "makam",
    "candi",
    "benteng",
    "kelenteng",
    "pura",
    "vihara",
    "pesantren",
];

/// Heads that in lower case announce a place as well.
const CUES: &[&str] = &[
    "kota",
    "kabupaten",
    "kecamatan",
    "desa",
    "kelurahan",
    "provinsi",
    "pulau",
    "distrik",
    "ibu kota",
    "kampung",
    "dusun",
    "wilayah",
    "gunung",
    "sungai",
];

/// Words before a name that say where.
const PREPOSITIONS: &[&str] = &["di", "ke"];

impl Recogniser for Places {
    fn recognise(&self, document: &Document<'_>, _: &Context, known: &[Candidate]) -> Vec<Candidate> {
        let around = Found::new(document, known);
        let mut found = Vec::new();
        for at in 0..document.len() {
            if let Some(candidate) = headed(document, &around, at).or_else(|| cued(document, &around, at)) {
                found.push(candidate);
            }
        }
        found
    }
}

/// "Kota Gaza", "Jalan Gatot Subroto", "Bandara Kertajati".
fn headed(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<Candidate> {
    let head = document.lower(at);
    if !document.is_capital(at) || !HEADS.contains(&head.as_str()) || document.is_acronym(at) && head.len() > 4 {
        return None;
    }
    if around.at(at).is_some_and(|(known, _)| known.class != Class::Place) {
        return None;
    }
    let end = name_end(document, around, at + 1, if document.is_headline(at) { 1 } else { 4 })?;
    let span = document.cover(at, end)?;
    Some(Candidate::rule(span, Class::Place, Reason::AfterCue(document.word(at).to_owned()), 0.85))
}

/// "kota Sabang", "di Ouagadougou": the name alone.
fn cued(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<Candidate> {
    let cue = document.lower(at);
    let kind = CUES.contains(&cue.as_str());
    if !kind && !PREPOSITIONS.contains(&cue.as_str()) {
        return None;
    }
    let start = at + 1;
    if document.is_headline(at) && !kind {
        return None;
    }
    if !document.is_capital(start)
        || around.class(start).is_some()
        || document.is_acronym(start)
        || HEADS.contains(&document.lower(start).as_str())
    {
        return None;
    }
    if NO_PLACES.contains(&document.lower(start).as_str()) {
        return None;
    }
    let end = name_end(document, around, start, 3)?;
    let span = document.cover(start, end)?;
    Some(Candidate::rule(
        span,
        Class::Place,
        Reason::AfterCue(document.word(at).to_owned()),
        if kind { 0.8 } else { 0.72 },
    ))
}

/// Capitalised words that follow "di" and "ke" and are no places.
const NO_PLACES: &[&str] = &[
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
    "liga",
    "piala",
    "kejuaraan",
    "olimpiade",
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "tiktok",
    "whatsapp",
    "presiden",
    "menteri",
    "undang",
    "pasal",
    "konferensi",
    "sidang",
    "festival",
    "pemilu",
    "pilpres",
    "pilkada",
    "kementerian",
    "komisi",
    "bank",
    "dewan",
    "asian",
    "grup",
    "babak",
    "grand",
    "formula",
    "moto",
    "motogp",
    "bulan",
    "tahun",
    "hari",
    "era",
    "allah",
    "tuhan",
];

/// The end of a run of at most `most` capitalised words.
fn name_end(document: &Document<'_>, around: &Found<'_>, start: usize, most: usize) -> Option<usize> {
    let mut end = start;
    while end < start + most {
        if let Some((known, after)) = around.at(end) {
            match known.class {
                Class::Place | Class::Organization if end == start => return Some(after),
                Class::Person => return Some(after),
                _ => break,
            }
        }
        let roman = document.is_number(end) && end > start && document.word(end).len() <= 2;
        if !document.is_capital(end) && !roman || ends_name(&document.lower(end)) {
            break;
        }
        end += 1;
    }
    (end > start && document.is_capital(start)).then_some(end)
}

fn ends_name(word: &str) -> bool {
    NO_PLACES.contains(&word) || matches!(word, "provinsi" | "kabupaten" | "kota" | "kecamatan" | "desa" | "kelurahan")
}
