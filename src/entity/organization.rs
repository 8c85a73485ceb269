//! Organisations by their head words, by coined abbreviations and by web names.

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::{Class, Context, Reason};

/// Finds organisations by rule.
#[derive(Debug)]
pub(super) struct Organizations;

/// Heads that a name of their own follows.
const HEADS: &[&str] = &[
    "pt",
    "cv",
    "kementerian",
    "kementrian",
    "badan",
    "dewan",
    "komisi",
    "partai",
    "universitas",
    "institut",
    "bank",
    "yayasan",
    "asosiasi",
    "persatuan",
    "ikatan",
    "himpunan",
    "lembaga",
    "komite",
    "mahkamah",
    "kejaksaan",
    "polda",
    "polres",
    "polresta",
    "polrestabes",
    "polsek",
    "pemprov",
    "pemkot",
    "pemkab",
    "pemda",
    "dinas",
    "direktorat",
    "ditjen",
    "satgas",
    "kedutaan",
    "organisasi",
    "serikat",
    "majelis",
    "federasi",
    "klub",
    "timnas",
    "kodam",
    "kodim",
    "korps",
    "koalisi",
    "aliansi",
    "pengadilan",
    "dprd",
    "bursa",
    "biro",
    "akademi",
    "politeknik",
    "sekolah",
    "kantor",
    "otoritas",
    "perusahaan",
    "perum",
    "koperasi",
    "forum",
    "gerakan",
    "front",
    "brigade",
    "kedubes",
    "konsulat",
    "parlemen",
    "kongres",
    "senat",
    "grup",
    "rs",
    "rsud",
    "rumah",
    "palang",
    "inspektorat",
    "bareskrim",
    "mabes",
    "kepolisian",
    "angkatan",
    "tentara",
    "panitia",
    "tim",
    "sekretariat",
    "staf",
    "fraksi",
    "pusat",
    "balai",
    "unit",
    "satuan",
    "layanan",
    "garda",
    "pasukan",
    "departemen",
];

/// Heads that need their own capital and a second capital word after them: alone they are common nouns.
const CONNECTORS: &[&str] = &["dan", "untuk", "bagi", "of", "the", "and", "for", "atas"];

/// Heads whose name may be joined by "dan".
const JOINING: &[&str] = &[
    "kementerian",
    "kementrian",
    "badan",
    "dinas",
    "komisi",
    "lembaga",
    "otoritas",
    "direktorat",
    "ditjen",
    "organisasi",
    "pusat",
    "dewan",
    "departemen",
    "majelis",
    "fakultas",
];

/// Words that end a name though they have a capital.
const STOPS: &[&str] = &[
    "presiden",
    "menteri",
    "ketua",
    "gubernur",
    "direktur",
    "kepala",
    "jenderal",
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
    "wakil",
    "sekretaris",
    "komisaris",
    "utama",
    "bapak",
    "pak",
    "ibu",
    "dalam",
    "pada",
    "ia",
    "dia",
];

impl Recogniser for Organizations {
    fn recognise(&self, document: &Document<'_>, _: &Context, known: &[Candidate]) -> Vec<Candidate> {
        let around = Found::new(document, known);
        let mut found = Vec::new();
        let mut at = 0;
        while at < document.len() {
            if let Some((end, score)) = headed(document, &around, at) {
                if let Some(span) = document.cover(at, end) {
                    let cue = Reason::AfterCue(document.word(at).to_owned());
                    found.push(Candidate::rule(span, Class::Organization, cue, score));
                }
                at = end;
                continue;
            }
            if let Some(candidate) = coined(document, &around, at) {
                found.push(candidate);
            }
            at += 1;
        }
        found
    }
}

/// A name that begins with a head: the token after it, and how sure.
fn headed(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<(usize, f32)> {
    if !document.is_capital(at) || around.at(at).is_some_and(|(known, _)| known.class != Class::Organization) {
        return None;
    }
    let head = document.lower(at);
    if !HEADS.contains(&head.as_str()) {
        return None;
    }
    let joins = JOINING.contains(&head.as_str());
    let mut end = at + 1;
    let mut capitals = 0;
    while end < document.len() && capitals < 9 {
        if let Some((known, after)) =
            around.at(end).filter(|(known, _)| matches!(known.class, Class::Place | Class::Organization))
        {
            if known.class == Class::Organization && capitals == 0 && HEADS.contains(&document.lower(end).as_str()) {
                break;
            }
            end = after;
            capitals += 1;
            // A place closes the name, unless more of it follows without a break.
            if known.class == Class::Place && !(document.is_capital(end) && joins) {
                break;
            }
            continue;
        }
        let connects = CONNECTORS.contains(&document.lower(end).as_str())
            && document.is_capital(end + 1)
            && capitals > 0
            && around.at(end + 1).is_none_or(|(known, _)| known.class == Class::Place);
        let links =
            connects && (joins || document.lower(end) != "dan") && !STOPS.contains(&document.lower(end + 1).as_str());
        let hyphenated =
            document.word(end) == "-" && document.is_tight(end) && document.is_capital(end + 1) && capitals > 0;
        if document.is_capital(end)
            && !STOPS.contains(&document.lower(end).as_str())
            && around.class(end) != Some(Class::Person)
        {
            capitals += 1;
            end += 1;
        } else if links || hyphenated {
            end += 1;
        } else {
            break;
        }
    }
    if capitals == 0 {
        return None;
    }
    let unsure = document.is_first(at)
        && capitals == 1
        && matches!(
            head.as_str(),
            "tim"
                | "rumah"
                | "unit"
                | "pusat"
                | "kantor"
                | "forum"
                | "gerakan"
                | "grup"
                | "perusahaan"
                | "staf"
                | "sekolah"
        );
    Some((end, if unsure { 0.5 } else { 0.85 }))
}

/// Coined short names of ministries ("Kemenkeu") and web names ("Kompas.com").
fn coined(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<Candidate> {
    if around.at(at).is_some() || !document.is_word(at) {
        return None;
    }
    let (word, lower) = (document.word(at), document.lower(at));
    let span = document.span(at)?;
    let ministry =
        lower.len() > 7 && lower.starts_with("kemen") && document.is_capital(at) && !lower.starts_with("kement");
    let web = [".com", ".co", ".id", ".net", ".org", ".tv"].iter().any(|ending| lower.ends_with(ending))
        || lower == "detikcom";
    if (ministry || web) && around.class(at).is_none() {
        return Some(Candidate::rule(span, Class::Organization, Reason::AfterCue(word.to_owned()), 0.8));
    }
    None
}
