//! The words that announce a reference.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::split::looks_like_title;
use crate::article::ReferenceKind;

/// A marker found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) struct Marker {
    /// First byte of its first word.
    pub start: usize,
    /// First byte of what follows it and its colon.
    pub end: usize,
    /// The words as written, without the colon.
    pub written: String,
    /// What it means.
    pub kind: ReferenceKind,
    /// Whether a colon closes it.
    pub colon: bool,
    /// Whether it stands in opened parentheses.
    pub parenthesised: bool,
    /// Whether the words alone announce a reference ("baca juga"), or only with their colon at the right place ("baca").
    pub full: bool,
}

/// First words of markers, in lower case.
const FIRST: &[&str] =
    &["baca", "lihat", "simak", "tonton", "saksikan", "berita", "artikel", "pilihan", "menarik", "selanjutnya"];

/// The marker of the story that a site shows next; certain only at the start of a line.
const NEXT_STORY: &str = "selanjutnya";

/// Words that follow "baca", "lihat", "simak" in a marker, in lower case.
const ADVERBS: &[&str] = &["juga", "pula", "selengkapnya"];

/// Words between marker and colon that say what is linked, in lower case.
const OBJECTS: &[&str] =
    &["video", "foto", "berita", "artikel", "lainnya", "terkait", "ini", "infografis", "selengkapnya"];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(FIRST).ok()
});

/// The marker with which `text` opens, after white space, an opened parenthesis or a bullet.
pub(in crate::article) fn leading_marker(text: &str) -> Option<Marker> {
    let rest = text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | '[' | '*' | '-' | '•' | '>' | '|' | '"' | '“')
    });
    let start = text.len() - rest.len();
    let marker = at(text, start)?;
    // Without its colon a marker at the start must be all there is, or be followed by a title.
    let after = text.get(marker.end..).unwrap_or_default().trim();
    let titled = marker.full
        && after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '\'' | '‘'));
    // "Selanjutnya:" also opens ordinary sentences.
    let named = marker.written.eq_ignore_ascii_case(NEXT_STORY);
    if named {
        (marker.colon && looks_like_title(after)).then_some(marker)
    } else {
        (marker.colon || (marker.full && (after.is_empty() || titled))).then_some(marker)
    }
}

/// The marker that `text` ends with, colon and all: what stands before a link.
pub(in crate::article) fn marker_ending(text: &str) -> Option<Marker> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(80));
    let tail = text.get(from..)?;
    let mut found =
        markers(tail).into_iter().find(|marker| tail.get(marker.end..).is_some_and(|rest| rest.trim().is_empty()))?;
    found.start += from;
    found.end += from;
    Some(found)
}

/// Every marker in `line` that a reference follows, in order.
pub(super) fn markers(line: &str) -> Vec<Marker> {
    let Some(finder) = FINDER.as_ref() else { return Vec::new() };
    let mut found: Vec<Marker> = Vec::new();
    for hit in finder.find_iter(line) {
        if found.last().is_some_and(|last| hit.start() < last.end) {
            continue;
        }
        if let Some(marker) = at(line, hit.start()).filter(|marker| announces(line, marker)) {
            found.push(marker);
        }
    }
    found
}

/// Whether a marker inside a line announces a reference rather than being ordinary words with a colon.
fn announces(line: &str, marker: &Marker) -> bool {
    if marker.written.eq_ignore_ascii_case(NEXT_STORY) {
        return false;
    }
    let before = line.get(..marker.start).unwrap_or_default().trim_end();
    let capital = marker.written.starts_with(char::is_uppercase);
    let sentence_start = before.is_empty()
        || marker.parenthesised
        || before.ends_with(['.', '!', '?', '"', '”', ')', ']', ':', '\'', '’', '…']);
    let after = line.get(marker.end..).unwrap_or_default().trim_start();
    let title = after.is_empty() || after.starts_with(|c: char| !c.is_lowercase());
    if !marker.colon {
        // Without a colon only quotes show that words such as "Simak Video" name a title.
        let quoted = after.starts_with(['"', '“', '\'', '‘']);
        return marker.full && capital && sentence_start && quoted;
    }
    match marker.kind {
        _ if marker.full => capital || marker.parenthesised || sentence_start,
        ReferenceKind::ReadAlso => capital && title,
        _ => capital && title && sentence_start,
    }
}

/// The marker whose first word starts at byte `start`.
fn at(text: &str, start: usize) -> Option<Marker> {
    let before = text.get(..start)?;
    if before.chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut words = Words { text, at: start };
    let first = words.next_word()?;
    let mut end = words.at;
    let (mut kind, mut full) = match first.as_str() {
        "baca" | NEXT_STORY => (ReferenceKind::ReadAlso, false),
        "lihat" | "simak" => (ReferenceKind::SeeAlso, false),
        "tonton" | "saksikan" => (ReferenceKind::Video, false),
        "berita" | "artikel" => {
            words.next_word().filter(|word| word == "terkait")?;
            (ReferenceKind::Related, true)
        }
        "pilihan" => {
            words.next_word().filter(|word| word == "editor")?;
            (ReferenceKind::EditorsChoice, true)
        }
        "menarik" => {
            words.next_word().filter(|word| word == "dibaca")?;
            (ReferenceKind::ReadAlso, false)
        }
        _ => return None,
    };
    end = end.max(words.at);
    let verb = matches!(first.as_str(), "baca" | "lihat" | "simak" | "tonton" | "saksikan");
    if verb {
        (end, full, kind) = after_verb(&mut words, end, kind);
    }
    let rest = text.get(end..)?;
    let trimmed = rest.trim_start();
    let colon = trimmed.starts_with(':') && rest.len() - trimmed.len() <= 2;
    let after = if colon { text.len() - trimmed.len() + 1 } else { end };
    Some(Marker {
        start,
        end: after,
        written: text.get(start..end)?.to_owned(),
        kind,
        colon,
        parenthesised: before.trim_end().ends_with('('),
        full,
    })
}

/// Reads "juga", "video" and the like: where the marker ends then, whether it is a full one, and what it means.
fn after_verb(words: &mut Words<'_>, end: usize, kind: ReferenceKind) -> (usize, bool, ReferenceKind) {
    let (mut end, mut full, mut kind) = (end, false, kind);
    let mut adverb_seen = false;
    let mut ahead = Words { ..*words };
    for _ in 0..4 {
        let Some(word) = ahead.next_word() else { break };
        let adverb = ADVERBS.contains(&word.as_str()) && !adverb_seen;
        if !adverb && !OBJECTS.contains(&word.as_str()) {
            break;
        }
        adverb_seen |= adverb;
        // Objects belong to the marker only when it is closed after them: "Baca berita ..." is a sentence.
        let closed = words
            .text
            .get(ahead.at..)
            .is_some_and(|rest| rest.trim_start().starts_with([':', '"', '“', '\'', '‘']) || rest.trim().is_empty());
        if adverb
            || closed
            || word == "video"
                && words
                    .text
                    .get(ahead.at..)
                    .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        {
            end = ahead.at;
            full |= adverb && word != "selengkapnya" || word == "video";
            if matches!(word.as_str(), "video") {
                kind = ReferenceKind::Video;
            }
        }
    }
    (end, full, kind)
}

/// Steps over words separated by single white space.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Words<'_> {
    fn next_word(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..)?;
        let trimmed = rest.trim_start_matches([' ', '-']);
        if rest.len() - trimmed.len() > 3 {
            return None;
        }
        let length = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
        let word = trimmed.get(..length).filter(|word| !word.is_empty() && word.len() <= 16)?;
        self.at = self.text.len() - trimmed.len() + length;
        Some(word.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_marker_has_its_kind() {
        for (text, written, kind) in [
            ("Baca Juga: Judul", "Baca Juga", ReferenceKind::ReadAlso),
            ("BACA JUGA : Judul", "BACA JUGA", ReferenceKind::ReadAlso),
            ("(Baca juga: Judul)", "Baca juga", ReferenceKind::ReadAlso),
            ("Baca: Judul", "Baca", ReferenceKind::ReadAlso),
            ("Lihat juga: Judul", "Lihat juga", ReferenceKind::SeeAlso),
            ("Simak juga: Judul", "Simak juga", ReferenceKind::SeeAlso),
            ("Simak Video: Judul", "Simak Video", ReferenceKind::Video),
            ("Lihat juga Video: Judul", "Lihat juga Video", ReferenceKind::Video),
            ("Artikel terkait: Judul", "Artikel terkait", ReferenceKind::Related),
            ("BERITA TERKAIT", "BERITA TERKAIT", ReferenceKind::Related),
            ("Selanjutnya: Judul Berita Lain", "Selanjutnya", ReferenceKind::ReadAlso),
            ("Menarik Dibaca: Judul", "Menarik Dibaca", ReferenceKind::ReadAlso),
            ("Pilihan Editor: Judul", "Pilihan Editor", ReferenceKind::EditorsChoice),
        ] {
            let marker = leading_marker(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((marker.written.as_str(), marker.kind), (written, kind), "{text}");
        }
    }

    #[test]
    fn false_friends_are_no_markers() {
        for text in [
            "Baca berita dengan sedikit iklan, klik di sini",
            "Membaca juga: kebiasaan baik",
            "Lihat saja nanti",
            "Selanjutnya: mereka pergi ke pasar.",
            "Berita itu terkait: tidak",
            "Pilihan Editorial",
            "baca juga buku ini",
            "Simak baik-baik: ini penting",
        ] {
            assert_eq!(leading_marker(text), None, "{text}");
        }
        assert_eq!(markers("Ia suka membaca: buku dan koran. Anak itu baca juga koran."), []);
    }

    #[test]
    fn markers_are_found_inside_a_line() {
        let line = "Begitu katanya. Baca juga: Satu Dua Baca: Tiga Empat (baca juga: lima)";
        let found: Vec<&str> = markers(line).iter().map(|marker| &line[marker.start..marker.end]).collect();
        assert_eq!(found, ["Baca juga:", "Baca:", "baca juga:"]);
    }

    #[test]
    fn a_marker_before_a_link_ends_its_text() {
        let text = "Kata dia. (Baca juga:  ";
        let marker = marker_ending(text).unwrap();
        assert_eq!(&text[marker.start..], "Baca juga:  ");
        assert_eq!(marker_ending("Baca juga: Judul"), None);
    }

    proptest! {
        #[test]
        fn markers_stand_in_order_and_on_character_boundaries(text in "(Baca|Simak|baca juga| juga|:| |é|“|Video|Kata [.]){0,16}") {
            let mut last = 0;
            for marker in markers(&text) {
                prop_assert!(marker.start >= last && marker.end > marker.start);
                prop_assert!(text.get(marker.start..marker.end).is_some());
                last = marker.end;
            }
        }
    }
}
