//! What is done to a treaty: verbs before it ("melanggar pakta itu") and behind it ("pakta itu berakhir").

use serde::{Deserialize, Serialize};

use super::{About, Place, Standing};
use crate::entity::Class;

/// What is done to a treaty, or what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// It is negotiated.
    Negotiate,
    /// It is agreed upon.
    Agree,
    /// It is signed.
    Sign,
    /// It is ratified.
    Ratify,
    /// It comes into force or is in force.
    InForce,
    /// It is kept.
    Keep,
    /// It is broken.
    Violate,
    /// It is suspended.
    Suspend,
    /// It is prolonged.
    Extend,
    /// Somebody leaves it.
    Withdraw,
    /// It ends or is ended.
    End,
}

impl Act {
    /// Every act, in the order of a treaty's life.
    pub const ALL: [Self; 11] = [
        Self::Negotiate,
        Self::Agree,
        Self::Sign,
        Self::Ratify,
        Self::InForce,
        Self::Keep,
        Self::Violate,
        Self::Suspend,
        Self::Extend,
        Self::Withdraw,
        Self::End,
    ];

    /// The name used in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "negotiate",
            Self::Agree => "agree",
            Self::Sign => "sign",
            Self::Ratify => "ratify",
            Self::InForce => "in-force",
            Self::Keep => "keep",
            Self::Violate => "violate",
            Self::Suspend => "suspend",
            Self::Extend => "extend",
            Self::Withdraw => "withdraw",
            Self::End => "end",
        }
    }
}

/// Verbs whose object the treaty is.
const ACTIVE: &[(&str, Act)] = &[
    ("merundingkan", Act::Negotiate),
    ("menegosiasikan", Act::Negotiate),
    ("menyepakati", Act::Agree),
    ("mencapai", Act::Agree),
    ("mengadopsi", Act::Agree),
    ("menyetujui", Act::Agree),
    ("menandatangani", Act::Sign),
    ("meneken", Act::Sign),
    ("teken", Act::Sign),
    ("tandatangani", Act::Sign),
    ("meratifikasi", Act::Ratify),
    ("mengesahkan", Act::Ratify),
    ("memberlakukan", Act::InForce),
    ("mematuhi", Act::Keep),
    ("menaati", Act::Keep),
    ("mentaati", Act::Keep),
    ("menghormati", Act::Keep),
    ("melanggar", Act::Violate),
    ("langgar", Act::Violate),
    ("mengingkari", Act::Violate),
    ("menangguhkan", Act::Suspend),
    ("membekukan", Act::Suspend),
    ("memperpanjang", Act::Extend),
    ("memperbarui", Act::Extend),
    ("meninggalkan", Act::Withdraw),
    ("mengakhiri", Act::End),
    ("membatalkan", Act::End),
    ("mencabut", Act::End),
    ("menghentikan", Act::End),
];

/// Two words that mean leaving a treaty, which follows after "dari".
const LEAVING: &[(&str, &str)] =
    &[("menarik", "diri"), ("keluar", "dari"), ("mundur", "dari"), ("hengkang", "dari"), ("menarik", "keluar")];

/// Nouns of acts; they say that there is such an act, not that it took place.
const NOUNS: &[(&str, Act)] = &[("penandatanganan", Act::Sign), ("ratifikasi", Act::Ratify)];

/// Verbs whose subject the treaty is.
const PASSIVE: &[(&str, Act)] = &[
    ("dirundingkan", Act::Negotiate),
    ("disepakati", Act::Agree),
    ("dicapai", Act::Agree),
    ("diadopsi", Act::Agree),
    ("ditandatangani", Act::Sign),
    ("diteken", Act::Sign),
    ("diratifikasi", Act::Ratify),
    ("disahkan", Act::Ratify),
    ("berlaku", Act::InForce),
    ("diberlakukan", Act::InForce),
    ("dipatuhi", Act::Keep),
    ("dilanggar", Act::Violate),
    ("diingkari", Act::Violate),
    ("ditangguhkan", Act::Suspend),
    ("dibekukan", Act::Suspend),
    ("diperpanjang", Act::Extend),
    ("diperbarui", Act::Extend),
    ("ditinggalkan", Act::Withdraw),
    ("berakhir", Act::End),
    ("diakhiri", Act::End),
    ("dibatalkan", Act::End),
    ("dicabut", Act::End),
    ("kedaluwarsa", Act::End),
    ("kadaluarsa", Act::End),
    ("runtuh", Act::End),
];

/// Words before a verb that say that it did not happen.
const DENIALS: &[&str] = &[
    "tidak",
    "tak",
    "belum",
    "bukan",
    "tanpa",
    "gagal",
    "batal",
    "menolak",
    "enggan",
    "jangan",
    "urung",
    "membantah",
    "menyangkal",
    "nyaris",
    "hampir",
    "menunda",
];

/// Words before a verb that say that it is wished for, planned, possible or asked for.
const INTENTIONS: &[&str] = &[
    "akan",
    "ingin",
    "hendak",
    "mau",
    "bakal",
    "berencana",
    "mengancam",
    "ancam",
    "berjanji",
    "berniat",
    "bersedia",
    "siap",
    "harus",
    "wajib",
    "perlu",
    "dapat",
    "bisa",
    "mungkin",
    "jika",
    "bila",
    "kalau",
    "apabila",
    "agar",
    "supaya",
    "untuk",
    "mendesak",
    "meminta",
    "menuntut",
    "menyerukan",
    "mempertimbangkan",
    "sepakat",
    "setuju",
    "segera",
    "berharap",
    "dijadwalkan",
    "direncanakan",
    "berupaya",
    "berusaha",
    "mencoba",
    "diminta",
    "didesak",
    "diduga",
    "bersiap",
    "seandainya",
    "andai",
    "asalkan",
    "diharapkan",
    "dituduh",
    "menuduh",
    "menuding",
    "dituding",
];

/// Words between a verb and a treaty after which the treaty is not what is acted on: "mencabut sanksi berdasarkan ...".
const BARRIERS: &[&str] = &[
    "berdasarkan",
    "sejak",
    "menurut",
    "sesuai",
    "karena",
    "akibat",
    "setelah",
    "sebelum",
    "ketika",
    "saat",
    "terkait",
    "melalui",
    "meski",
    "walau",
    "sebagaimana",
    "terhadap",
    "untuk",
    "agar",
    "yang",
    "kepada",
    "sanksi",
    "rekor",
    "tentang",
];

/// Words that may stand between a subject and its verb.
const AUXILIARIES: &[&str] = &[
    "telah", "sudah", "juga", "resmi", "secara", "pernah", "kembali", "langsung", "bersama", "pun", "lalu", "kemudian",
];

/// Tokens between a verb and the treaty after it.
const BEFORE: usize = 7;
/// Tokens between a treaty and a verb behind it.
const BEHIND: usize = 9;
/// Tokens before a verb that change what it says.
const MOOD: usize = 4;

/// An act found at a verb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    pub act: Act,
    /// The verb's first token.
    pub at: usize,
    /// The token after it.
    pub end: usize,
    pub standing: Standing,
    /// Whether the treaty is its object and stands after it.
    pub active: bool,
    /// Whether a noun names the act.
    pub is_noun: bool,
}

impl About<'_> {
    /// What is done to the treaty in its sentence.
    pub(super) fn deeds(&self) -> Vec<Deed> {
        let mut deeds: Vec<Deed> = self.before().into_iter().collect();
        deeds.extend(self.behind());
        deeds
    }

    /// The nearest verb before the treaty, in the same clause.
    fn before(&self) -> Option<Deed> {
        let document = self.scene.document;
        let from = self.treaty.start.saturating_sub(BEFORE).max(self.sentence.start);
        for at in (from..self.treaty.start).rev() {
            if matches!(document.word(at), "," | ";" | ":" | "(" | ")" | "." | "?" | "!") || self.scene.is_treaty_at(at)
            {
                return None;
            }
            let word = document.lower(at);
            let leaving = LEAVING.iter().any(|(one, two)| *one == word && *two == document.lower(at + 1));
            let act = if leaving { Some(Act::Withdraw) } else { find(ACTIVE, &word) };
            if let Some(act) = act {
                return Some(self.deed(act, at, true, false));
            }
            if let Some(act) = find(NOUNS, &word) {
                return Some(self.deed(act, at, true, true));
            }
            if find(PASSIVE, &word).is_some() || word == "bahwa" || BARRIERS.contains(&word.as_str()) {
                return None;
            }
        }
        None
    }

    /// The verbs behind the treaty, up to the next treaty or the end of the clause.
    fn behind(&self) -> Vec<Deed> {
        let document = self.scene.document;
        let mut deeds: Vec<Deed> = Vec::new();
        let mut until = (self.treaty.end + BEHIND).min(self.sentence.end);
        let mut at = self.treaty.end;
        while at < until {
            if matches!(document.word(at), ";" | ":" | "." | "?" | "!" | "\"" | "“") || self.scene.is_treaty_at(at) {
                break;
            }
            let word = document.lower(at);
            // Another verb has another object, and what follows is about that.
            if word == "bahwa" || find(ACTIVE, &word).is_some() {
                break;
            }
            if let Some(act) = find(PASSIVE, &word) {
                deeds.push(self.deed(act, at, false, false));
                // "yang ditandatangani pada 1961, berakhir tahun ini": more may follow.
                until = (at + BEHIND).min(self.sentence.end);
            }
            at += 1;
        }
        deeds
    }

    fn deed(&self, act: Act, at: usize, active: bool, is_noun: bool) -> Deed {
        let document = self.scene.document;
        let from = at.saturating_sub(MOOD).max(if active { self.sentence.start } else { self.treaty.end });
        let mut mood: Vec<String> = (from..at).rev().map(|at| document.lower(at)).collect();
        if !active && mood.iter().all(|word| !matches!(word.as_str(), "," | "yang")) {
            // "Jika pakta itu dilanggar": a condition stands before the treaty.
            let before = self.treaty.start.saturating_sub(MOOD).max(self.sentence.start)..self.treaty.start;
            mood.extend(before.rev().map(|at| document.lower(at)));
        }
        let mut standing = Standing::Stated;
        let ends = |word: &String| matches!(word.as_str(), "," | "." | ";" | ":" | "yang");
        for word in mood.into_iter().take_while(|word| !ends(word)) {
            if DENIALS.contains(&word.as_str()) {
                standing = Standing::Denied;
                break;
            }
            if INTENTIONS.contains(&word.as_str()) {
                standing = Standing::Intended;
            }
        }
        let two = LEAVING.iter().any(|(one, two)| *one == document.lower(at) && *two == document.lower(at + 1));
        Deed { act, at, end: at + 1 + usize::from(two), standing, active, is_noun }
    }

    /// Who does it: the name right before an active verb, or after "oleh".
    pub(super) fn doer(&self, deed: &Deed) -> Option<Place<'_>> {
        let document = self.scene.document;
        if !deed.active {
            let oleh = (deed.end..(deed.end + 3).min(self.sentence.end)).find(|at| document.lower(*at) == "oleh")?;
            return (oleh + 1..oleh + 4).find_map(|at| self.scene.name_at(at)).filter(|place| is_actor(*place));
        }
        let mut at = deed.at;
        while let Some(before) = at.checked_sub(1).filter(|before| *before >= self.sentence.start) {
            let word = document.lower(before);
            let light = [DENIALS, INTENTIONS, AUXILIARIES].iter().any(|list| list.contains(&word.as_str()));
            if !light {
                break;
            }
            at = before;
        }
        self.scene.name_ending_at(at).filter(|place| is_actor(*place) && !self.is_no_subject(*place))
    }

    /// Whether a name is where something is, or what a relative clause is about, not who does it.
    pub(super) fn is_no_subject(&self, place: Place<'_>) -> bool {
        let Some(before) = place.start.checked_sub(1) else { return false };
        let document = self.scene.document;
        // "di Wina, Austria": the second says where the first is.
        let first = (document.word(before) == ",").then(|| self.scene.name_ending_at(before)).flatten();
        self.follows_preposition(place.start)
            || first.is_some_and(|first| self.follows_preposition(first.start))
            || self.is_object(before)
    }

    fn follows_preposition(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| self.scene.document.lower(at)).unwrap_or_default();
        matches!(before.as_str(), "di" | "ke" | "dari" | "asal" | "kepada" | "terhadap" | "untuk" | "tentang")
    }

    /// "yang mengkritik Israel": whether the word before a name is the verb of a relative clause.
    fn is_object(&self, verb: usize) -> bool {
        let document = self.scene.document;
        let word = document.word(verb);
        let active = word.starts_with("me") && word.len() > 5 && !matches!(word, "menteri" | "mereka" | "mengenai");
        let relative = (verb.saturating_sub(3).max(self.sentence.start)..verb).any(|at| document.word(at) == "yang");
        active && relative
    }
}

impl<'a> super::Scene<'a> {
    /// The outermost name that ends right before a token.
    pub(super) fn name_ending_at(&self, end: usize) -> Option<Place<'a>> {
        let from = self.all.partition_point(|place| place.start + LONGEST_NAME < end);
        self.all.iter().skip(from).take_while(|place| place.start < end).find(|place| place.end == end).copied()
    }
}

/// Tokens of the longest name that is looked back for.
const LONGEST_NAME: usize = 16;

fn is_actor(place: Place<'_>) -> bool {
    matches!(place.mention.class, Class::Person | Class::Place | Class::Organization) && place.mention.is_certain()
}

/// Whether a word says that something is done to a treaty, or that it does something.
pub(super) fn is_act(word: &str) -> bool {
    find(ACTIVE, word).or_else(|| find(PASSIVE, word)).is_some()
}

fn find(list: &[(&str, Act)], word: &str) -> Option<Act> {
    list.iter().find(|(known, _)| *known == word).map(|(_, act)| *act)
}
