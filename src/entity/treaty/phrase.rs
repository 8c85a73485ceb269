//! A head noun and what follows it: how far a mention would reach, and what speaks for and against it.

use crate::entity::candidate::{Candidate, Found};
use crate::entity::document::Document;
use crate::entity::{Class, Level, Reason, RecognisedBy};

use super::words::{FUNCTION_WORDS, HEADS, MODIFIERS, PARTIES, PRIVATE, STATELY};

/// The head at a token: how many tokens it has, and whether it speaks of states.
fn head_at(document: &Document<'_>, at: usize) -> Option<(usize, bool)> {
    if !document.is_word(at) {
        return None;
    }
    let lower = document.lower(at);
    let (word, stately) = HEADS.iter().find(|(head, _)| *head == lower)?;
    match *word {
        "gencatan" => (document.lower(at + 1) == "senjata").then_some((2, true)),
        "nota" => matches!(document.lower(at + 1).as_str(), "kesepahaman" | "kesepakatan").then_some((2, false)),
        "memorandum" if document.lower(at + 1) == "kesepahaman" => Some((2, false)),
        "memorandum" if document.lower(at + 1) == "of" && document.is_capital(at + 2) => Some((3, false)),
        // The song and the syllable are written small.
        "mou" if !document.word(at).contains('U') => None,
        "loi" if document.word(at) != "LoI" => None,
        "memorandum" if document.lower(at + 1) == "saling" => Some((3, false)),
        _ => Some((1, *stately)),
    }
}

/// A head noun and what follows it.
pub(super) struct Phrase<'a> {
    document: &'a Document<'a>,
    around: &'a Found<'a>,
    at: usize,
    /// Tokens of the head.
    head: usize,
    stately: bool,
}

/// What the words after the head amount to.
#[derive(Debug, Default)]
struct Tail {
    end: usize,
    /// Words that speak of states, among them names of countries.
    stately: usize,
    /// Capitalised words of a proper name.
    proper: usize,
    /// Words that no list knows.
    unknown: usize,
    year: bool,
    /// Another time: "bulan lalu", "13 Februari".
    time: bool,
    private: bool,
}

/// What stands at a head, whether or not it is a treaty: its extent, its level, and what speaks for and against.
#[derive(Debug)]
pub(super) struct Proposal {
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// How it would be mentioned.
    pub level: Level,
    /// Why it would be marked.
    pub why: Reason,
    /// What the grammar noticed, as names of features.
    pub signs: Vec<&'static str>,
}

impl Proposal {
    /// How probable the grammar alone makes it: a proper name or a quoted title of an agreement between states needs
    /// no more, nor does one of a stately kind that was signed, nor a demonstrative that points back to one.
    pub fn floor(&self) -> f32 {
        let has = |sign: &str| self.signs.contains(&sign);
        let named = has("proper") && has("stately-head") && (has("year") || has("stately") || has("title-like"));
        let titled = has("quoted") && has("stately-head");
        let signed = has("stately-head") && has("stately") && has("signed") && !has("generic");
        let between_states = !has("domestic") && !has("private");
        if (named || titled) && between_states {
            0.85
        } else if has("points") && has("same-head") || signed && between_states {
            0.7
        } else {
            0.0
        }
    }
}

impl<'a> Phrase<'a> {
    /// The phrase at a token, where it has a head.
    pub fn at(document: &'a Document<'a>, around: &'a Found<'a>, at: usize) -> Option<Self> {
        let (head, stately) = head_at(document, at)?;
        // Of "perjanjian-perjanjian" the second half is the head.
        let doubled = document.word(at + 1) == "-" && document.lower(at + 2) == document.lower(at);
        (!doubled).then_some(Self { document, around, at, head, stately })
    }

    /// Where it begins: with the first half of a doubled head.
    fn start(&self) -> usize {
        let doubled = self.at.checked_sub(2).filter(|first| {
            self.document.word(first + 1) == "-" && self.document.lower(*first) == self.document.lower(self.at)
        });
        doubled.unwrap_or(self.at)
    }

    /// What it would be as a mention.
    pub fn propose(&self) -> Proposal {
        self.quoted().unwrap_or_else(|| self.modified())
    }

    fn head_word(&self) -> String {
        (self.at..self.at + self.head).map(|at| self.document.word(at)).collect::<Vec<_>>().join(" ")
    }

    /// `pakta "kemitraan strategis komprehensif"`.
    fn quoted(&self) -> Option<Proposal> {
        let open = self.at + self.head;
        if !matches!(self.document.word(open), "\"" | "“" | "'" | "‘") {
            return None;
        }
        let close = (open + 1..(open + 14).min(self.document.len()))
            .find(|at| matches!(self.document.word(*at), "\"" | "”" | "'" | "’"))?;
        let words = (open + 1..close).filter(|at| self.document.is_word(*at)).count();
        let speech = (open + 1..close).any(|at| matches!(self.document.word(at), "," | "." | "?" | "!"));
        if words == 0 || speech {
            return None;
        }
        let why = Reason::QuotedTitle(self.head_word());
        let mut signs = self.signs(&Tail { end: close + 1, ..Tail::default() });
        signs.push("quoted");
        Some(Proposal { start: self.start(), end: close + 1, level: Level::Named, why, signs })
    }

    /// A proper name, modifiers, a demonstrative, or a bare head.
    fn modified(&self) -> Proposal {
        let tail = self.tail();
        let head = self.head_word();
        let mut signs = self.signs(&tail);
        let demonstrative = self.document.lower(tail.end);
        let points = matches!(demonstrative.as_str(), "tersebut" | "itu" | "ini") && tail.proper < 3;
        let capital = self.document.is_capital(self.at)
            && (!self.document.is_first(self.at) || tail.proper > 1 || tail.proper == 1 && tail.year);
        let (end, level, why) = if points {
            signs.push("points");
            (tail.end + 1, Level::Reference, Reason::PointsBackTo(String::new()))
        } else if capital && tail.proper > 0 {
            signs.push("proper");
            (tail.end, Level::Named, Reason::NamedTreaty(head))
        } else {
            (tail.end, Level::Described, Reason::DescribedTreaty(head))
        };
        Proposal { start: self.start(), end, level, why, signs }
    }

    fn signs(&self, tail: &Tail) -> Vec<&'static str> {
        let signs = [
            ("stately-head", self.stately),
            ("stately", tail.stately > 0),
            ("very-stately", tail.stately > 1),
            ("private", tail.private),
            ("year", tail.year),
            ("time", tail.time),
            ("modified", tail.end > self.at + self.head),
            ("parties", self.has_parties(tail.end)),
            ("signed", self.is_signed(tail.end)),
            ("generic", self.is_generic()),
            ("domestic", self.is_domestic()),
            ("title-like", self.is_title_like(tail)),
            ("truce", self.document.lower(self.at) == "gencatan"),
            ("placed", tail.proper > 0),
            ("dated", self.is_dated(tail.end)),
            ("doubled", self.start() < self.at),
        ];
        signs.into_iter().filter(|(_, holds)| *holds).map(|(sign, _)| sign).collect()
    }

    /// Reads the modifiers after the head.
    fn tail(&self) -> Tail {
        let mut tail = Tail { end: self.at + self.head, ..Tail::default() };
        if self.head == 2 && self.document.lower(self.at) == "gencatan" {
            tail.stately = 1;
        }
        while tail.end < self.document.len() && tail.end < self.at + 14 {
            if !self.take(&mut tail) {
                break;
            }
        }
        tail
    }

    /// Takes one more modifier, if there is one.
    fn take(&self, tail: &mut Tail) -> bool {
        let document = self.document;
        let at = tail.end;
        if let Some((known, after)) = self.around.at(at) {
            let money = document.word(after) == "$" && document.is_tight(after);
            if known.class == Class::Date || money || is_clause(document, at) {
                return false;
            }
            tail.stately += usize::from(known.class != Class::Organization || is_foreign(known));
            tail.proper += 1;
            tail.end = after;
            return true;
        }
        let lower = document.lower(at);
        tail.private |= PRIVATE.contains(&lower.as_str());
        if lower == "tahun" && document.is_number(at + 1) {
            tail.year = true;
            tail.end = at + 2;
            return true;
        }
        if document.is_number(at) && document.word(at).len() == 4 {
            tail.year = true;
            tail.end = at + 1;
            return true;
        }
        if let Some(end) = time_at(document, at, at == self.at + self.head) {
            tail.time = true;
            tail.end = end;
            return true;
        }
        if is_time_past(document, at) {
            return false;
        }
        if matches!(document.word(at), "-" | "–") && document.is_tight(at) && at > self.at + self.head {
            tail.end = at + 1;
            return document.is_word(at + 1);
        }
        if STATELY.contains(&lower.as_str()) {
            tail.stately += 1;
            tail.proper += usize::from(document.is_capital(at));
        } else if MODIFIERS.contains(&lower.as_str()) && lower != "tentang" {
            tail.proper += usize::from(document.is_capital(at));
        } else if document.is_capital(at) && !document.is_first(at) && !is_weekday(&lower) {
            tail.proper += 1;
        } else if lower == "dan" && self.joins_parties(at) {
            tail.end = at + 1;
            return true;
        } else if self.joins_names(at, tail)
            || lower == "sangat" && MODIFIERS.contains(&document.lower(at + 1).as_str())
        {
            tail.end = at + 2;
            return true;
        } else if lower == "atas" && document.is_capital(self.at) && document.is_capital(at + 1) {
            tail.end = at + 1;
            return true;
        } else if is_noun_like(document, at) && (tail.unknown < MOST_UNKNOWN || self.is_pointed_at(at)) {
            tail.unknown += 1;
        } else {
            return false;
        }
        tail.end = at + 1;
        true
    }

    /// "Konvensi Cipta dan Paten": a second word of a proper name.
    fn joins_names(&self, at: usize, tail: &Tail) -> bool {
        self.document.lower(at) == "dan"
            && tail.proper > 0
            && self.document.is_capital(at + 1)
            && self.document.is_capital(self.at)
            && self.around.at(at + 1).is_none()
            && head_at(self.document, at + 1).is_none()
    }

    /// "kesepakatan pemberian pinjaman lunak tersebut": a demonstrative soon after holds the nouns before it together.
    fn is_pointed_at(&self, at: usize) -> bool {
        (at + 1..at + 3)
            .find(|at| !is_noun_like(self.document, *at))
            .is_some_and(|end| matches!(self.document.lower(end).as_str(), "tersebut" | "itu" | "ini"))
    }

    /// "perjanjian kerja sama ekonomi Indonesia dan Jepang": a second party right after the first.
    fn joins_parties(&self, at: usize) -> bool {
        let party =
            |at: usize| self.around.at(at).is_some_and(|(known, _)| known.class != Class::Person && is_foreign(known));
        at.checked_sub(1).is_some_and(party) && party(at + 1) && head_at(self.document, at + 1).is_none()
    }

    /// Whether states or foreign bodies are named as parties soon after: "dengan Cina", "antara AS dan Iran".
    fn has_parties(&self, end: usize) -> bool {
        let lead = self.document.lower(end);
        if !matches!(lead.as_str(), "dengan" | "antara" | "antar" | "yang" | "bersama") {
            return false;
        }
        let mut seen = 0;
        for at in end + 1..(end + 12).min(self.document.len()) {
            if matches!(self.document.word(at), "." | "?" | "!" | "\"" | "”") {
                break;
            }
            seen += usize::from(self.around.at(at).is_some_and(|(known, _)| is_foreign(known)));
        }
        seen > 0
    }

    /// Whether the agreement was signed, reached or broken: one particular agreement.
    fn is_signed(&self, end: usize) -> bool {
        const ACTS: &[&str] = &[
            "menandatangani",
            "ditandatangani",
            "meneken",
            "diteken",
            "meratifikasi",
            "diratifikasi",
            "melanggar",
            "dilanggar",
            "menyepakati",
            "membatalkan",
            "mengumumkan",
            "menyetujui",
            "mengadopsi",
            "menghentikan",
            "mencabut",
        ];
        let near = self.at.saturating_sub(4)..self.at;
        near.chain(end..end + 3).any(|at| ACTS.contains(&self.document.lower(at).as_str()))
    }

    /// Whether a day, a month or a year is named close by.
    fn is_dated(&self, end: usize) -> bool {
        // Within the clause.
        let open = |at: &usize| !matches!(self.document.word(*at), "," | "." | ";" | "\"" | "?" | "!");
        let before = (self.at.saturating_sub(8)..self.at).rev().skip_while(|at| self.document.word(*at) == ",");
        let near = before.take_while(open).chain((end..end + 10).take_while(open));
        near.into_iter().any(|at| {
            let year = self.document.is_number(at) && self.document.word(at).len() == 4;
            let month = self.document.is_capital(at) && crate::text::month_number(self.document.word(at)).is_some();
            year || month
        })
    }

    /// "tanpa perjanjian", "setiap kesepakatan", "mencapai kesepakatan": none in particular.
    fn is_generic(&self) -> bool {
        let before = self.at.checked_sub(1).map(|before| self.document.lower(before)).unwrap_or_default();
        matches!(
            before.as_str(),
            "tanpa" | "setiap" | "segala" | "berbagai" | "bila" | "jika" | "semua" | "tiap" | "mencari" | "suatu"
        )
    }

    /// Whether bodies of one country alone stand around: a company, a ministry's paper, a local government.
    fn is_domestic(&self) -> bool {
        const SIGNS: &[&str] = &[
            "pt",
            "perusahaan",
            "pemkab",
            "pemkot",
            "pemprov",
            "dprd",
            "bupati",
            "walikota",
            "direksi",
            "karyawan",
            "buruh",
            "pelanggan",
            "nasabah",
            "konsumen",
            "bumn",
            "swasta",
            "investor",
            "vendor",
        ];
        let near = self.at.saturating_sub(6)..(self.at + 9).min(self.document.len());
        near.into_iter().any(|at| SIGNS.contains(&self.document.lower(at).as_str()))
    }

    /// Heads such as Konvensi and Protokol are treaties when a place or a proper name follows directly.
    fn is_title_like(&self, tail: &Tail) -> bool {
        let head = self.document.lower(self.at);
        let follows = self.around.at(self.at + self.head).is_some_and(|(known, _)| known.class == Class::Place);
        follows
            && matches!(
                head.as_str(),
                "konvensi" | "protokol" | "statuta" | "deklarasi" | "kesepakatan" | "piagam" | "persetujuan" | "mou"
            )
            || tail.year && tail.proper > 0 && head == "konvensi"
    }
}

/// Whether a place begins a new clause rather than modifying the head: "perjanjian Indonesia menandatangani" is none.
fn is_clause(document: &Document<'_>, at: usize) -> bool {
    document.is_first(at)
}

fn is_weekday(word: &str) -> bool {
    matches!(word, "senin" | "selasa" | "rabu" | "kamis" | "jumat" | "sabtu" | "minggu")
}

/// Countries, foreign places, bodies of states: what can be a party.
pub(super) fn is_foreign(known: &Candidate) -> bool {
    match known.class {
        Class::Place => true,
        Class::Person => known.by == RecognisedBy::Gazetteer,
        Class::Organization => known.name.as_deref().is_some_and(|name| PARTIES.contains(&name)),
        _ => false,
    }
}

/// Words in a row that no list knows and that still count as modifiers.
const MOST_UNKNOWN: usize = 2;

/// A time as a modifier: "bulan lalu" and "akhir pekan lalu" right behind the head, "Februari", "13 Februari",
/// "September 2005" there or behind other modifiers.
fn time_at(document: &Document<'_>, at: usize, behind_head: bool) -> Option<usize> {
    let unit = |at: usize| matches!(document.lower(at).as_str(), "hari" | "pekan" | "minggu" | "bulan" | "tahun");
    let edge = usize::from(matches!(document.lower(at).as_str(), "akhir" | "awal"));
    if behind_head && unit(at + edge) && document.lower(at + edge + 1) == "lalu" {
        return Some(at + edge + 2);
    }
    let month = at + usize::from(document.is_number(at) && document.word(at).len() <= 2);
    if document.is_capital(month) && crate::text::month_number(document.word(month)).is_some() {
        let year = document.is_number(month + 1) && document.word(month + 1).len() == 4;
        if document.lower(month + 1) == "lalu" {
            return None;
        }
        return Some(month + 1 + usize::from(year));
    }
    None
}

/// A stretch of time that says when something was done, not what: "tiga pekan lalu", "pekan ini", "2 tahun terakhir".
fn is_time_past(document: &Document<'_>, at: usize) -> bool {
    const UNITS: &[&str] = &["hari", "pekan", "minggu", "bulan", "tahun", "abad", "dekade"];
    const SIDES: &[&str] = &["lalu", "silam", "ini", "depan", "mendatang", "terakhir", "sebelumnya", "kemudian"];
    const COUNTS: &[&str] =
        &["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "beberapa"];
    let unit = |at: usize| UNITS.contains(&document.lower(at).as_str());
    let side = |at: usize| SIDES.contains(&document.lower(at).as_str());
    let count = document.is_number(at) || COUNTS.contains(&document.lower(at).as_str());
    unit(at) && side(at + 1) || count && unit(at + 1) && (side(at + 2) || document.lower(at + 2) == "yang")
}

/// Whether a word in small letters may be a noun or an adjective: no function word, no verb by its prefix.
fn is_noun_like(document: &Document<'_>, at: usize) -> bool {
    let word = document.word(at);
    let small = document.is_word(at) && word.chars().all(char::is_lowercase) && word.chars().count() > 3;
    let verb = ["me", "di", "ber", "ter"].iter().any(|prefix| word.starts_with(prefix)) && word.chars().count() > 5;
    let counts_time = document.is_word(at + 1)
        && matches!(document.lower(at + 1).as_str(), "hari" | "pekan" | "minggu" | "bulan" | "tahun");
    let derived = ["nya", "lah", "kah"].iter().any(|ending| word.ends_with(ending)) && word.chars().count() > 5;
    let shared = word == "kedua" && matches!(document.lower(at + 1).as_str(), "negara" | "pihak");
    small && !verb && !derived && !counts_time && (shared || !FUNCTION_WORDS.contains(&word))
}
