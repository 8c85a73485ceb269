//! Who wrote, edited and supplied a story, as Indonesian outlets sign it.

use super::outlet::{is_outlet, outlet_name};

/// What bylines say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bylines {
    /// Who wrote it.
    pub author: Option<String>,
    /// Who edited it.
    pub editor: Option<String>,
    /// The agency or medium it was taken from.
    pub source: Option<String>,
}

impl Bylines {
    /// Takes from `other` what is not known yet.
    pub(super) fn complete(&mut self, other: Self) {
        self.author = self.author.take().or(other.author);
        self.editor = self.editor.take().or(other.editor);
        self.source = self.source.take().or(other.source);
    }

    fn set(&mut self, role: Role, value: &str) {
        let slot = match role {
            Role::Author => &mut self.author,
            Role::Editor => &mut self.editor,
            Role::Source => &mut self.source,
            Role::Other => return,
        };
        if slot.is_none() {
            *slot = clean_value(value);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Author,
    Editor,
    Source,
    Other,
}

/// Labels in lower case; a longer one stands before its own beginning.
const LABELS: &[(&str, Role)] = &[
    ("redaktur & reporter", Role::Author),
    ("reporter & redaktur", Role::Author),
    ("penulis & editor", Role::Author),
    ("penulis/editor", Role::Author),
    ("reporter/penulis", Role::Author),
    ("reporter", Role::Author),
    ("penulis", Role::Author),
    ("pewarta", Role::Author),
    ("jurnalis", Role::Author),
    ("wartawan", Role::Author),
    ("kontributor", Role::Author),
    ("oleh", Role::Author),
    ("editor", Role::Editor),
    ("redaktur", Role::Editor),
    ("penyunting", Role::Editor),
    ("sumber", Role::Source),
    ("penerjemah", Role::Other),
    ("fotografer", Role::Other),
    ("pewarta foto", Role::Other),
    ("copyright", Role::Other),
];

/// The longest line that can be a byline, in characters.
const LONGEST_LINE: usize = 240;
/// The longest name in a byline, in characters.
const LONGEST_VALUE: usize = 90;

/// What `line` says when it is nothing but bylines: `Sumber: Reuters | Editor: NAME`, `Penulis : X Editor : Y`.
pub(super) fn bylines(line: &str) -> Option<Bylines> {
    let line = line.trim();
    if line.len() > LONGEST_LINE * 4 || line.chars().count() > LONGEST_LINE {
        return None;
    }
    let labels = labels_in(line);
    if labels.first()?.0 != 0 {
        return None;
    }
    let mut found = Bylines::default();
    for (index, (_, value_at, role)) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(line.len(), |next| next.0);
        let value = line.get(*value_at..end)?;
        let value = value.split('|').next().unwrap_or_default();
        // A label alone on its line is a byline whose name was lost.
        if *role != Role::Other && !value.trim().is_empty() && !is_value(value) {
            return None;
        }
        found.set(*role, value);
    }
    Some(found)
}

/// Bylines at the very end of a text, `... katanya. Reporter: NAME`: where they start and what they say.
pub(super) fn closing_bylines(text: &str) -> Option<(usize, Bylines)> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST_LINE));
    let tail = text.get(from..)?;
    labels_in(tail).into_iter().find_map(|(start, _, _)| {
        let before = tail.get(..start)?.trim_end();
        let closed = before.ends_with(['.', '!', '?', '"', '”', ')', ']']);
        let found = closed.then(|| bylines(tail.get(start..)?))??;
        Some((from + start, found))
    })
}

/// A leading `Laporan Wartawan Tribunnews.com, NAME`: the name, and where the story starts after it.
pub(super) fn reporters_line(line: &str) -> Option<(String, usize)> {
    let rest = strip_prefix_folded(line, "laporan ")?;
    let rest = ["wartawan ", "reporter ", "kontributor ", "jurnalis "]
        .iter()
        .find_map(|role| strip_prefix_folded(rest, role))?;
    let (_, name) = rest.get(..rest.floor_char_boundary(LONGEST_LINE))?.split_once(", ")?;
    // The name ends with the line, or before the dateline that follows without a break.
    let end = name
        .match_indices(' ')
        .find(|(at, _)| name.get(at + 1..).is_some_and(starts_dateline))
        .map_or(name.len(), |(at, _)| at);
    let value = name.get(..end)?;
    let start = line.len() - rest.len() + (rest.len() - rest.split_once(", ")?.1.len()) + end;
    let written = clean_value(value).filter(|_| is_value(value) && value.split_whitespace().count() <= 6)?;
    Some((written, start))
}

/// Whether `text` opens with an outlet's signature or a place in capitals before one.
fn starts_dateline(text: &str) -> bool {
    let word = text.split([' ', ',']).next().unwrap_or_default();
    (is_outlet(word) && word.contains('.'))
        || super::dateline::dateline(text).is_some_and(|found| found.outlet.is_some())
}

/// Start, start of the value, and role of each `Label:` in `line`.
fn labels_in(line: &str) -> Vec<(usize, usize, Role)> {
    let mut found = Vec::new();
    let mut previous = ' ';
    let mut next = 0;
    for (at, c) in line.char_indices() {
        if at >= next && !previous.is_alphanumeric() && previous != '/' && (c.is_uppercase() || at == 0) {
            let hit = line.get(at..).and_then(label_at);
            if let Some((length, role)) = hit {
                found.push((at, at + length, role));
                next = at + length;
            }
        }
        previous = c;
    }
    found
}

/// The label that `text` opens with: bytes up to its value, and its role.
fn label_at(text: &str) -> Option<(usize, Role)> {
    LABELS.iter().find_map(|(label, role)| {
        let rest = strip_prefix_folded(text, label)?.trim_start();
        let value = if *role == Role::Other && *label == "copyright" {
            rest.strip_prefix('©').or_else(|| rest.strip_prefix("(c)"))?
        } else {
            rest.strip_prefix(':')?
        };
        Some((text.len() - value.len(), *role))
    })
}

/// `text` without `prefix` (ASCII, lower case), whatever its case.
pub(super) fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))?;
    text.get(prefix.len()..)
}

/// Whether `value` reads like names rather than a sentence.
fn is_value(value: &str) -> bool {
    let value = value.trim().trim_end_matches(['|', '.', ' ']);
    let words = value.split_whitespace().count();
    words > 0
        && words <= 12
        && value.chars().count() <= LONGEST_VALUE
        && !value.contains(". ")
        && !value.contains(['?', '!'])
}

fn clean_value(value: &str) -> Option<String> {
    let value = value.trim().trim_matches(|c: char| matches!(c, '|' | ',' | ';' | '-' | '–') || c.is_whitespace());
    let value = value.trim_end_matches([' ', '.']);
    let named = value.chars().any(char::is_alphabetic) && !value.contains("://");
    named.then(|| value.to_owned())
}

/// Sites put themselves, their addresses and their developers where the author belongs.
pub(super) fn is_person(name: &str, outlet: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    let words = name.split_whitespace().count();
    let site = outlet
        .is_some_and(|outlet| lower.contains(&outlet.to_lowercase()) || outlet_name(name).as_deref() == Some(outlet));
    let signed = name.split_whitespace().any(is_outlet);
    let role = ["developer", "redaksi", "admin", "administrator", "cyber media", "webmaster", "editor"]
        .iter()
        .any(|role| lower.contains(role));
    // A link to `humans.txt` is no author.
    let file = words == 1 && name == lower && name.contains('.');
    (1..=12).contains(&words)
        && !file
        && !site
        && !signed
        && !role
        && !lower.contains("http")
        && !name.contains('|')
        && name.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn triple(found: &Bylines) -> (Option<&str>, Option<&str>, Option<&str>) {
        (found.author.as_deref(), found.editor.as_deref(), found.source.as_deref())
    }

    #[test]
    fn lines_of_bylines_are_understood() {
        for (line, expected) in [
            ("Sumber: Xinhua | Editor: Sari Dewi", (None, Some("Sari Dewi"), Some("Xinhua"))),
            ("Reporter: Budi Santoso | Editor: Sari Dewi", (Some("Budi Santoso"), Some("Sari Dewi"), None)),
            ("Penulis : Budi Santoso Editor : Sari-Dewi", (Some("Budi Santoso"), Some("Sari-Dewi"), None)),
            ("Pewarta: Budi Editor: Sari Copyright © ANTARA 2015", (Some("Budi"), Some("Sari"), None)),
            ("Redaktur & Reporter : Tim Kami", (Some("Tim Kami"), None, None)),
            ("Sumber: Contoh.com | Editor: Sari .", (None, Some("Sari"), Some("Contoh.com"))),
        ] {
            assert_eq!(triple(&bylines(line).unwrap()), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "Sumber daya alam di wilayah itu melimpah.",
            "Sumber: daerah itu kaya. Namun warganya miskin.",
            "Editor koran itu berkata: kami siap",
            "Menurut penulis: buku ini penting",
        ] {
            assert_eq!(bylines(line), None, "{line}");
        }
    }

    #[test]
    fn bylines_at_the_end_of_a_text_are_cut_off() {
        let text = "Rapat selesai. Begitu katanya. Reporter: Budi Santoso Editor: Sari";
        let (at, found) = closing_bylines(text).unwrap();
        assert_eq!(&text[..at], "Rapat selesai. Begitu katanya. ");
        assert_eq!(triple(&found), (Some("Budi Santoso"), Some("Sari"), None));
        assert_eq!(closing_bylines("Ia adalah seorang Reporter: begitulah"), None);
    }

    #[test]
    fn the_reporters_line_ends_before_the_dateline() {
        let line = "Laporan Wartawan Contohnews.com, Budi Santoso CONTOHNEWS.COM, JAKARTA - Rapat digelar.";
        let (name, at) = reporters_line(line).unwrap();
        assert_eq!((name.as_str(), line[at..].trim()), ("Budi Santoso", "CONTOHNEWS.COM, JAKARTA - Rapat digelar."));
        let (name, at) = reporters_line("Laporan Reporter Harian Contoh, Budi Santoso").unwrap();
        assert_eq!((name.as_str(), at), ("Budi Santoso", 44));
        assert_eq!(
            reporters_line("Laporan wartawan itu dibantah, kata polisi yang menangani kasus tersebut kemarin"),
            None
        );
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_harm(text in "(Editor|Sumber|Laporan Wartawan a)?[ :]{0,2}\\PC{0,60}") {
            let _ = (bylines(&text), reporters_line(&text));
            if let Some((at, _)) = closing_bylines(&text) {
                prop_assert!(text.is_char_boundary(at));
            }
        }
    }
}
