//! People: by title, by what they say, by given name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::{Class, Context, Reason};

/// Finds people by rule.
#[derive(Debug)]
pub(super) struct Persons;

static GIVEN_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../assets/gazetteers/given-names.txt")));
static TITLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../assets/gazetteers/titles.txt")));
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../assets/gazetteers/common-words.txt")));

fn words(list: &'static str) -> HashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// Verbs that stand before the one who speaks.
const SAYS: &[&str] = &[
    "kata",
    "ujar",
    "tutur",
    "ungkap",
    "jelas",
    "tegas",
    "ucap",
    "imbuh",
    "sambung",
    "lanjut",
    "papar",
    "tambah",
    "terang",
    "cetus",
    "beber",
    "menurut",
    "tandas",
    "sebut",
    "tulis",
    "pungkas",
    "katanya",
    "ujarnya",
    "tanya",
    "jawab",
    "timpal",
    "kisah",
    "cerita",
    "tukas",
    "urai",
    "ungkapnya",
    "celetuk",
];

/// Verbs that stand after the one who speaks or acts.
const SPEAKS: &[&str] = &[
    "mengatakan",
    "menyatakan",
    "menjelaskan",
    "menegaskan",
    "menyebut",
    "menyebutkan",
    "mengungkapkan",
    "menuturkan",
    "menambahkan",
    "meminta",
    "berharap",
    "menilai",
    "mengaku",
    "menyampaikan",
    "memaparkan",
    "mengimbau",
    "berkata",
    "menulis",
    "mengklaim",
    "mencontohkan",
    "menekankan",
    "mengingatkan",
    "membantah",
    "memuji",
    "bilang",
    "memastikan",
    "menyarankan",
    "berpendapat",
];

/// Particles inside names.
const PARTICLES: &[&str] =
    &["bin", "binti", "al", "van", "von", "de", "der", "da", "dos", "el", "ibn", "di", "la", "le", "bint"];

/// Honorifics that stand directly before a name and do not belong to it.
const HONORIFICS: &[&str] = &[
    "pak",
    "bu",
    "bapak",
    "ibu",
    "mr",
    "mrs",
    "dr",
    "prof",
    "ir",
    "drs",
    "haji",
    "hj",
    "h",
    "kh",
    "kiai",
    "ustaz",
    "ustad",
    "ustadz",
    "gus",
    "bung",
    "mas",
    "mbak",
    "tuan",
    "nyonya",
    "sir",
    "jenderal",
    "jend",
    "letjen",
    "mayjen",
    "brigjen",
    "kolonel",
    "kapten",
    "mayor",
    "letkol",
    "laksamana",
    "marsekal",
    "kombes",
    "irjen",
    "komjen",
    "akbp",
    "kompol",
    "akp",
    "iptu",
    "ipda",
    "aiptu",
    "bripka",
    "brigadir",
    "briptu",
    "purn",
    "prof.",
    "h.",
    "sersan",
    "serda",
    "pratu",
    "praka",
    "kopral",
];

impl Recogniser for Persons {
    fn recognise(&self, document: &Document<'_>, _: &Context, known: &[Candidate]) -> Vec<Candidate> {
        let around = Found::new(document, known);
        let mut found = Vec::new();
        let mut at = 0;
        while at < document.len() {
            let Some((end, why, score)) = person_at(document, &around, at) else {
                at += 1;
                continue;
            };
            if let Some(span) = document.cover(at, end) {
                found.push(Candidate::rule(span, Class::Person, why, score));
            }
            at = end;
        }
        found
    }
}

/// A person's name that begins at a token: the token after it, why, how sure.
fn person_at(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<(usize, Reason, f32)> {
    if !starts_name(document, around, at) {
        return None;
    }
    let end = name_end(document, around, at);
    let length = end - at;
    let given = GIVEN_NAMES.contains(document.lower(at).as_str());
    if document.is_headline(at) && !given {
        return None;
    }
    if let Some(title) = title_before(document, around, at) {
        return Some((end, Reason::AfterTitle(title), if length > 1 || given { 0.9 } else { 0.8 }));
    }
    let before = at.checked_sub(1).map(|before| document.lower(before)).unwrap_or_default();
    let after = document.lower(end);
    let acronym = document.is_acronym(at) && length == 1;
    if SAYS.contains(&before.as_str()) && !acronym {
        return Some((end, Reason::Speaks(before), if length > 1 || given { 0.85 } else { 0.75 }));
    }
    let common = document.is_first(at) && length == 1;
    if SPEAKS.contains(&after.as_str()) && !acronym && (!common || given) {
        return Some((end, Reason::Speaks(after), if length > 1 || given { 0.85 } else { 0.72 }));
    }
    if given && length > 1 && !acronym {
        return Some((end, Reason::KnownName, 0.75));
    }
    None
}

/// Whether a token may begin a name: a capital, nothing known, no title, no common word.
fn starts_name(document: &Document<'_>, around: &Found<'_>, at: usize) -> bool {
    let lower = document.lower(at);
    let free = around.class(at).is_none_or(|class| class == Class::Person && around.at(at).is_none());
    document.is_capital(at)
        && free
        && !is_title(&lower)
        && !COMMON.contains(lower.as_str())
        && lower.chars().count() > 1
        && !is_inflected(&lower)
}

/// The end of the run of words that make a name.
fn name_end(document: &Document<'_>, around: &Found<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while end < document.len() && end < at + 6 {
        let lower = document.lower(end);
        let particle = PARTICLES.contains(&lower.as_str())
            && !document.is_capital(end)
            && lower != "di"
            && document.is_capital(end + 1);
        let hyphen = document.word(end) == "-"
            && document.is_tight(end)
            && document.is_tight(end - 1)
            && document.is_word(end + 1);
        if hyphen
            && document.is_capital(end - 1)
            && (document.is_capital(end + 1)
                || document.word(end + 1).len() > 1 && !is_clitic(&document.lower(end + 1)))
        {
            end += 2;
            continue;
        }
        let free = around.class(end).is_none() || around.at(end).is_none() && around.class(end) == Some(Class::Person);
        let joins = document.is_capital(end)
            && free
            && !is_title(&lower)
            && !COMMON.contains(lower.as_str())
            && !document.is_first(end)
            && !is_inflected(&lower);
        let acronym = document.is_acronym(end) && document.word(end).len() > 2;
        if (joins && !acronym) || particle {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a word is a verb or a derived noun by its affixes: in a headline it has a capital and is no name.
fn is_inflected(lower: &str) -> bool {
    const PREFIXES: [&str; 9] = ["ber", "mem", "men", "meng", "meny", "ter", "pem", "pen", "peng"];
    const SUFFIXES: [&str; 4] = ["kan", "an", "i", "nya"];
    let long = lower.chars().count() >= 7;
    let begins =
        PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) || lower.starts_with("di") && lower.ends_with("kan");
    long && begins && SUFFIXES.iter().any(|suffix| lower.ends_with(suffix))
}

fn is_clitic(word: &str) -> bool {
    matches!(word, "lah" | "nya" | "kah" | "pun" | "ku" | "mu" | "an")
}

fn is_title(lower: &str) -> bool {
    TITLES.contains(lower) || HONORIFICS.contains(&lower)
}

/// The title before a name, over the body or country that it is the title of ("Menteri Luar Negeri Rusia X").
fn title_before(document: &Document<'_>, around: &Found<'_>, at: usize) -> Option<String> {
    let mut before = at.checked_sub(1)?;
    if document.word(before) == ")" {
        // "(AS)" or "(Purn)" between title and name.
        before = before.checked_sub(3).filter(|open| document.word(open + 1) == "(")?;
    }
    if document.word(before) == "," {
        return None;
    }
    for _ in 0..8 {
        let lower = document.lower(before);
        let stop = document.word(before) == "." && document.is_tight(before.checked_sub(1)?);
        if !stop && !document.is_word(before) {
            return None;
        }
        if HONORIFICS.contains(&lower.as_str()) || TITLES.contains(lower.as_str()) {
            return Some(document.word(before).to_owned());
        }
        let passes = stop
            || around.class(before).is_some_and(|class| class != Class::Person)
            || document.is_capital(before)
            || matches!(lower.as_str(), "dan" | "bidang" | "sementara" | "terpilih" | "umum" | "pelaksana" | "harian");
        if !passes {
            return None;
        }
        before = before.checked_sub(1)?;
    }
    None
}
