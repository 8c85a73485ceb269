//! A line with references taken out of it.

use super::guess::title_end;
use super::marker::{Marker, leading_marker, markers};
use crate::article::{Reference, ReferenceKind};

/// A piece of a line, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article) enum Part<'a> {
    /// Body text.
    Text(&'a str),
    /// A reference; its `paragraph` is not known yet.
    Reference(Reference),
}

/// The longest title that is taken whole, in characters.
const LONGEST_TITLE: usize = 200;
/// Within this many characters another marker is taken to close the title before it.
const NEAR: usize = 160;

/// Takes the references out of `line`. A line that is a reference from start to end gives a title that is certain;
/// inside running text the end of the title is a guess, unless a parenthesis, a quote or the next marker shows it.
pub(in crate::article) fn split_line(line: &str) -> Vec<Part<'_>> {
    let line = line.trim();
    let mut found = markers(line);
    if let Some(first) =
        leading_marker(line).filter(|first| found.first().is_none_or(|known| known.start != first.start))
    {
        found.retain(|marker| marker.start >= first.end);
        found.insert(0, first);
    }
    let first_word = line.find(char::is_alphanumeric).unwrap_or(line.len());
    let mut parts = Vec::new();
    let mut from = 0;
    for (index, marker) in found.iter().enumerate() {
        if marker.start < from {
            continue;
        }
        // Names are looked for around the first references only: a line of nothing but markers stays linear.
        let surroundings =
            Surroundings { alone: marker.start <= first_word, context: if index < 100 { line } else { "" } };
        let limit = found.get(index + 1).map_or(line.len(), |next| next.start);
        push_text(&mut parts, line.get(from..opening(line, marker, surroundings.alone)).unwrap_or_default());
        let (title, end, uncertain) = title_after(line, marker, limit, &surroundings);
        parts.push(Part::Reference(Reference {
            marker: marker.written.clone(),
            kind: marker.kind,
            title: title.and_then(whole_title),
            url: None,
            paragraph: 0,
            uncertain,
        }));
        from = end;
    }
    push_text(&mut parts, line.get(from..).unwrap_or_default());
    parts
}

/// A title without outer quotes, white space and the signs that close it; `None` where nothing is left.
pub(in crate::article) fn whole_title(title: &str) -> Option<String> {
    let title = title.split("[Gambas").next().unwrap_or(title);
    let mut title = title.trim().trim_start_matches([':', '-', '–', '>', '|']).trim();
    for (open, close) in [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’')] {
        let inner = title.strip_prefix(open).and_then(|rest| rest.trim_end_matches(':').strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            title = inner.trim();
        }
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    let title = words.join(" ");
    title.chars().any(char::is_alphanumeric).then_some(title)
}

/// The title of a bulleted list item, `- TITLE` or `1. TITLE`.
pub(in crate::article) fn list_item(line: &str) -> Option<&str> {
    let line = line.trim();
    let bulleted = line
        .strip_prefix(['-', '–', '•', '*', '·', '▪', '>'])
        .filter(|rest| rest.starts_with(' ') || !line.starts_with(['-', '*']));
    let numbered = || {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < line.len() && line.len() - rest.len() <= 2)
            .then(|| rest.strip_prefix(['.', ')']))
            .flatten()
            .filter(|rest| rest.starts_with(' '))
    };
    let item = bulleted.or_else(numbered)?.trim();
    (item.chars().count() <= LONGEST_TITLE && item.split_whitespace().count() >= 2).then_some(item)
}

/// Whether `line` reads like a headline: short, no full stop at its end, most of its words capitalised.
pub(in crate::article) fn looks_like_title(line: &str) -> bool {
    let line = line.trim();
    if line.chars().count() > 150 || line.ends_with(['.', '"', '”', ':', ';', ',']) || line.starts_with(['"', '“'])
    {
        return false;
    }
    let long: Vec<&str> = line.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capital = long.iter().filter(|word| word.starts_with(|c: char| !c.is_lowercase())).count();
    line.split_whitespace().count() >= 3 && capital * 10 >= long.len() * 7
}

/// Where the text before a marker ends: before its opened parenthesis too.
fn opening(line: &str, marker: &Marker, alone: bool) -> usize {
    let before = line.get(..marker.start).unwrap_or_default();
    if alone {
        0
    } else if marker.parenthesised {
        let bare = before.trim_end();
        bare.strip_suffix('(').map_or(before.len(), str::len)
    } else {
        before.len()
    }
}

fn push_text<'a>(parts: &mut Vec<Part<'a>>, text: &'a str) {
    let text = text.trim();
    // Left-over punctuation beside a reference says nothing.
    if text.chars().any(char::is_alphanumeric) {
        parts.push(Part::Text(text));
    }
}

/// What is known of a marker's place in its line.
struct Surroundings<'a> {
    /// Whether nothing stands before the marker.
    alone: bool,
    /// The text in which names are looked for.
    context: &'a str,
}

/// The title after `marker` in `line` up to `limit`: its text, where the body goes on, and whether that is a guess.
fn title_after<'a>(
    line: &'a str,
    marker: &Marker,
    limit: usize,
    around: &Surroundings<'_>,
) -> (Option<&'a str>, usize, bool) {
    let more = limit < line.len();
    let segment = line.get(marker.end..limit).unwrap_or_default();
    let lead = segment.len() - segment.trim_start().len();
    let rest = segment.trim_start();
    let start = marker.end + lead;
    if rest.trim().is_empty() {
        return (None, limit, false);
    }
    if marker.parenthesised
        && let Some(close) = closing_parenthesis(rest).filter(|at| *at <= LONGEST_TITLE * 4)
    {
        return (rest.get(..close), start + close + 1, false);
    }
    if let Some((title, end)) = quoted(rest).filter(|_| marker.kind == ReferenceKind::Video || !marker.colon) {
        return (Some(title), start + end, false);
    }
    let rest = rest.split("[Gambas").next().unwrap_or(rest);
    let whole = rest.trim_end();
    let length = if whole.len() > LONGEST_TITLE * 4 { usize::MAX } else { whole.chars().count() };
    let breaks_off = !around.alone && !more && whole.ends_with(['…', '.']);
    let one_piece = !has_sentence(whole) && !breaks_off;
    // The end of the line or the next marker shows the title's end, where no sentence comes between.
    let near = if around.alone && !more { LONGEST_TITLE } else { NEAR };
    if length <= near && one_piece {
        return (Some(whole), limit, false);
    }
    let end = title_end(whole, around.context);
    (whole.get(..end), start + end, true)
}

/// Whether `text` holds a sentence after a title or is one: a full stop before more words, or at its end.
fn has_sentence(text: &str) -> bool {
    let abbreviation = text.ends_with("Tbk.") || text.ends_with("dll.");
    let closed = text.trim_end_matches(['"', '”']).ends_with('.') && !text.ends_with("...") && !abbreviation;
    closed
        || text.match_indices(". ").any(|(at, _)| {
            let word = text.get(..at).and_then(|head| head.rsplit(' ').next()).unwrap_or_default();
            word.chars().count() > 3 && !word.contains('.')
        })
}

/// The parenthesis that closes the one before `text`.
pub(in crate::article) fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A quoted title at the start of `text`, and where the text goes on after it.
fn quoted(text: &str) -> Option<(&str, usize)> {
    [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’')].into_iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?;
        let end = inner.char_indices().take(LONGEST_TITLE).find_map(|(at, c)| {
            let next = inner.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            (c == close && !next.is_some_and(char::is_alphanumeric)).then_some(at)
        })?;
        let after = open.len_utf8() + end + close.len_utf8();
        // `"TITLE" di sini:` points to a player that is not there.
        let rest = text.get(after..)?;
        let rest = rest.strip_prefix(" di sini").unwrap_or(rest);
        let rest = rest.strip_prefix([':', '.']).unwrap_or(rest);
        Some((inner.get(..end)?, text.len() - rest.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(line: &str) -> Vec<String> {
        split_line(line)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => text.to_owned(),
                Part::Reference(found) => {
                    format!("<{}{}>", found.title.unwrap_or_default(), if found.uncertain { "?" } else { "" })
                }
            })
            .collect()
    }

    #[test]
    fn a_line_of_its_own_gives_a_certain_title() {
        assert_eq!(shown("Baca Juga: Panen Raya, Harga Beras Turun?"), ["<Panen Raya, Harga Beras Turun?>"]);
        assert_eq!(shown("Baca juga : panen raya di tiga provinsi"), ["<panen raya di tiga provinsi>"]);
        assert_eq!(shown("Baca Juga"), ["<>"]);
    }

    #[test]
    fn a_parenthesis_shows_where_the_title_ends() {
        assert_eq!(
            shown("Begitu. (Baca juga: Panen (Raya) Tiba) Lalu hujan."),
            ["Begitu.", "<Panen (Raya) Tiba>", "Lalu hujan."]
        );
    }

    #[test]
    fn a_run_of_references_is_parted_at_the_markers() {
        assert_eq!(
            shown(
                "\"Semoga panen baik,\" katanya. Baca juga: Harga beras turun di pasar Baca juga: Bulog siap serap gabah"
            ),
            ["\"Semoga panen baik,\" katanya.", "<Harga beras turun di pasar>", "<Bulog siap serap gabah>"]
        );
    }

    #[test]
    fn a_title_glued_to_the_next_sentence_is_a_guess() {
        assert_eq!(
            shown(
                "Harga turun. Baca: Bulog Serap Gabah Petani di Karawang Menurut dia, panen kali ini baik. Ia senang."
            ),
            ["Harga turun.", "<Bulog Serap Gabah Petani di Karawang?>", "Menurut dia, panen kali ini baik. Ia senang."]
        );
    }

    #[test]
    fn a_video_is_named_in_quotes() {
        assert_eq!(
            shown("Ia pergi. Simak Video \"Panen Raya\" Ia pulang."),
            ["Ia pergi.", "<Panen Raya>", "Ia pulang."]
        );
        assert_eq!(
            shown("Tonton juga video 'Detik-detik Panen' di sini: Akhir cerita."),
            ["<Detik-detik Panen>", "Akhir cerita."]
        );
    }

    #[test]
    fn items_and_headlines_are_told_from_sentences() {
        assert_eq!(list_item("- Harga Beras Turun"), Some("Harga Beras Turun"));
        assert_eq!(list_item("2. Harga Beras Turun"), Some("Harga Beras Turun"));
        assert_eq!(list_item("-- begitu"), None);
        assert!(looks_like_title("Harga Beras Turun di Tiga Provinsi"));
        assert!(!looks_like_title("Ia lalu pergi ke pasar."));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_text_and_titles(line in "(Baca juga: |Baca: |Kata |Ia pergi[.] |Pasar |di |[(]Simak Video: |[)] |“é” ){0,24}") {
            let kept: String = split_line(&line).into_iter().map(|part| match part {
                Part::Text(text) => text.to_owned(),
                Part::Reference(found) => format!("{}{}", found.marker, found.title.unwrap_or_default()),
            }).collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&kept), letters(&line));
        }
    }
}
