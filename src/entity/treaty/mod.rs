//! Treaties: a head noun with a quoted title, a proper name, modifiers or a demonstrative.
//!
//! Only agreements between states, international bodies or warring parties count. Contracts, pledges and
//! approvals share the heads; what is not plainly international is left alone.

mod words;

use words::{HEADS, MODIFIERS, PARTIES, PRIVATE, STATELY};

use super::candidate::{Candidate, Found, Recogniser};
use super::document::Document;
use super::{Class, Context, Level, Reason};

/// Finds treaties by rule.
#[derive(Debug)]
pub(super) struct Treaties;

impl Recogniser for Treaties {
    fn recognise(&self, document: &Document<'_>, _: &Context, known: &[Candidate]) -> Vec<Candidate> {
        let around = Found::new(document, known);
        let mut found = Vec::new();
        let named = known.iter().any(|candidate| candidate.class == Class::Treaty);
        let mut antecedent = named;
        for at in 0..document.len() {
            let Some((head, stately)) = head_at(document, at) else { continue };
            let inside = around.class(at).is_some_and(|class| class == Class::Treaty || class == Class::Organization);
            if inside && around.at(at).is_none() {
                continue;
            }
            let phrase = Phrase { document, around: &around, at, head, stately };
            if let Some(candidate) = phrase.read(antecedent) {
                antecedent |= candidate.level != Some(Level::Reference) && candidate.score >= 0.7;
                found.push(candidate);
            }
        }
        found
    }
}

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
        "memorandum" if document.lower(at + 1) == "saling" => Some((3, false)),
        _ => Some((1, *stately)),
    }
}

/// A head noun and what follows it.
struct Phrase<'a> {
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
    /// Other modifiers.
    other: usize,
    year: bool,
    private: bool,
}

impl Phrase<'_> {
    fn read(&self, antecedent: bool) -> Option<Candidate> {
        self.quoted().or_else(|| self.modified(antecedent))
    }

    fn head_word(&self) -> String {
        (self.at..self.at + self.head).map(|at| self.document.word(at)).collect::<Vec<_>>().join(" ")
    }

    fn candidate(&self, end: usize, level: Level, why: Reason, score: f32) -> Option<Candidate> {
        let span = self.document.cover(self.at, end)?;
        Some(Candidate { level: Some(level), ..Candidate::rule(span, Class::Treaty, why, score) })
    }

    /// `pakta "kemitraan strategis komprehensif"`.
    fn quoted(&self) -> Option<Candidate> {
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
        self.candidate(close + 1, Level::Named, Reason::QuotedTitle(self.head_word()), 0.85)
    }

    /// A proper name, modifiers, a demonstrative, or a bare head that its context singles out.
    fn modified(&self, antecedent: bool) -> Option<Candidate> {
        let tail = self.tail();
        let demonstrative = self.document.lower(tail.end);
        if matches!(demonstrative.as_str(), "tersebut" | "itu" | "ini") && !tail.private && tail.proper < 3 {
            return self.reference(&tail, antecedent);
        }
        if tail.private {
            return None;
        }
        let head = self.head_word();
        let capital = self.document.is_capital(self.at)
            && (!self.document.is_first(self.at) || tail.proper > 1 || tail.proper == 1 && tail.year);
        let domestic = self.is_domestic();
        if capital && tail.proper > 0 && (self.stately || tail.stately > 0 || self.is_title_like(&tail)) && !domestic {
            return self.candidate(tail.end, Level::Named, Reason::NamedTreaty(head), 0.85);
        }
        if domestic {
            return None;
        }
        let international = tail.stately > 0 && (self.stately || tail.stately > 1 || self.has_parties(tail.end));
        if international || self.stately && tail.year {
            let score = if self.is_generic() { 0.5 } else { 0.8 };
            return self.candidate(tail.end, Level::Described, Reason::DescribedTreaty(head), score);
        }
        if self.has_parties(tail.end) && !self.is_generic() && (self.stately || self.is_signed(tail.end)) {
            return self.candidate(tail.end, Level::Described, Reason::DescribedTreaty(head), 0.72);
        }
        None
    }

    fn reference(&self, tail: &Tail, antecedent: bool) -> Option<Candidate> {
        let score = match (antecedent, self.stately || tail.stately > 0) {
            (true, true) => 0.8,
            (true, false) => 0.72,
            (false, true) => 0.5,
            (false, false) => return None,
        };
        self.candidate(tail.end + 1, Level::Reference, Reason::PointsBackTo(String::new()), score)
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
            let joined =
                known.class == Class::Place || known.class == Class::Organization || known.class == Class::Treaty;
            if !joined || is_clause(document, at) {
                return false;
            }
            tail.stately += usize::from(known.class != Class::Organization || is_foreign(known));
            tail.proper += 1;
            tail.end = after;
            return true;
        }
        let lower = document.lower(at);
        if PRIVATE.contains(&lower.as_str())
            && tail.stately == 0
            && !(lower == "kerja" && self.stately && document.lower(at + 1) == "sama" && self.has_parties(at + 2))
        {
            tail.private = true;
            return false;
        }
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
        if matches!(document.word(at), "-" | "–") && document.is_tight(at) && at > self.at + self.head {
            tail.end = at + 1;
            return document.is_word(at + 1);
        }
        if STATELY.contains(&lower.as_str()) {
            tail.stately += 1;
            tail.proper += usize::from(document.is_capital(at));
        } else if MODIFIERS.contains(&lower.as_str()) && lower != "tentang" {
            tail.other += 1;
            tail.proper += usize::from(document.is_capital(at));
        } else if document.is_capital(at) && !document.is_first(at) && !is_weekday(&lower) {
            tail.proper += 1;
        } else if lower == "dan"
            && tail.proper > 0
            && document.is_capital(at + 1)
            && document.is_capital(self.at)
            && self.around.at(at + 1).is_none()
            && head_at(document, at + 1).is_none()
        {
            tail.end = at + 2;
            return true;
        } else {
            return false;
        }
        tail.end = at + 1;
        true
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
fn is_foreign(known: &Candidate) -> bool {
    match known.class {
        Class::Place => true,
        Class::Person => known.by == super::RecognisedBy::Gazetteer,
        Class::Organization => known.name.as_deref().is_some_and(|name| PARTIES.contains(&name)),
        _ => false,
    }
}
