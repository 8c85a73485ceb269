//! Links in notes: `[[article:ID|title]]`, `[[entity:KEY|name]]`, `[[mark:ID|words]]`. The id says where a link leads for
//! ever, the text what a person reads. A backslash keeps `[`, `]`, `|` and itself from meaning anything.

use std::fmt;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

/// What kind of thing a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// A story.
    Article,
    /// An entity.
    Entity,
    /// A mark.
    Mark,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Article, Self::Entity, Self::Mark];

    /// Its name as written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Entity => "entity",
            Self::Mark => "mark",
        }
    }
}

/// Where a link leads; its display form is `kind:id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkTarget {
    /// What it is.
    pub kind: LinkKind,
    /// Its id: of an article or mark a UUID, of an entity its key.
    pub id: String,
}

impl fmt::Display for LinkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)
    }
}

/// A link in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLink {
    /// Where it leads.
    pub target: LinkTarget,
    /// What a person reads; the id where nothing was written.
    pub text: String,
    /// Its bytes in the note.
    pub range: Range<usize>,
}

/// The links of a note in Markdown, in their order; what stands in code is no link.
#[must_use]
pub fn note_links(note: &str) -> Vec<NoteLink> {
    if !note.contains("[[") {
        return Vec::new();
    }
    let code = code_ranges(note);
    let mut links = Vec::new();
    let mut from = 0;
    while let Some(start) = note.get(from..).and_then(|rest| rest.find("[[")).map(|at| from + at) {
        let coded = code.iter().any(|range| range.contains(&start));
        match link_at(note, start).filter(|_| !coded) {
            Some(link) => {
                from = link.range.end;
                links.push(link);
            }
            None => from = start + 1,
        }
    }
    links
}

/// A link as it is written into a note.
#[must_use]
pub fn written_link(target: &LinkTarget, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("[[{}:{}|{}]]", target.kind.name(), escaped(&target.id), escaped(&text))
}

/// The note with each link in another form.
#[must_use]
pub fn with_links(note: &str, mut form: impl FnMut(usize, &NoteLink) -> String) -> String {
    let mut out = String::with_capacity(note.len());
    let mut from = 0;
    for (number, link) in note_links(note).iter().enumerate() {
        out.push_str(note.get(from..link.range.start).unwrap_or_default());
        out.push_str(&form(number, link));
        from = link.range.end;
    }
    out.push_str(note.get(from..).unwrap_or_default());
    out
}

/// The note as people read it where links lead nowhere: each as an arrow and its text.
#[must_use]
pub fn readable_note(note: &str) -> String {
    with_links(note, |_, link| format!("→ {}", link.text))
}

/// The words of a note in one line: without the signs of Markdown, each link as an arrow and its text.
#[must_use]
pub fn plain_note(note: &str) -> String {
    let links = note_links(note);
    // A sign for private use stands for a link while Markdown is read, so that nothing in a title is markup.
    let marked = with_links(note, |number, _| format!("{LINK}{number}{LINK}"));
    let mut words = String::with_capacity(marked.len());
    for event in Parser::new(&marked) {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => words.push_str(&text),
            // What stands side by side within a line are its parts; all else is kept apart.
            Event::Start(tag) if !is_inline(&tag) => words.push(' '),
            Event::SoftBreak | Event::HardBreak | Event::Rule => words.push(' '),
            _ => {}
        }
    }
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for (number, link) in links.iter().enumerate() {
        line = line.replacen(&format!("{LINK}{number}{LINK}"), &format!("→ {}", link.text), 1);
    }
    line
}

/// Stands for a link while Markdown is read.
const LINK: char = '\u{e000}';

const fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// What is typed of a link that is not closed yet at `cursor` (a byte offset): where its brackets begin, and the words
/// behind them.
#[must_use]
pub fn open_link(note: &str, cursor: usize) -> Option<(usize, &str)> {
    let line = note.get(..cursor)?.rsplit('\n').next()?;
    let start = cursor - line.len() + line.rfind("[[")?;
    let words = note.get(start + 2..cursor)?;
    (!words.contains([']', '|', ':'])).then_some((start, words))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '[' | ']' | '|' | '\\') {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    out
}

/// The link whose brackets open at `start`.
fn link_at(note: &str, start: usize) -> Option<NoteLink> {
    let inside = note.get(start + 2..)?;
    let (kind, rest) = LinkKind::ALL
        .into_iter()
        .find_map(|kind| Some((kind, inside.strip_prefix(kind.name())?.strip_prefix(':')?)))?;
    let (mut id, mut text) = (String::new(), None::<String>);
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        let letter = match letter {
            '\\' => letters.next()?.1,
            '\n' | '\r' => return None,
            '|' if text.is_none() => {
                text = Some(String::new());
                continue;
            }
            ']' if rest.get(at + 1..).is_some_and(|rest| rest.starts_with(']')) => {
                let end = note.len() - rest.len() + at + 2;
                let text = text.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| id.clone());
                let link = NoteLink { target: LinkTarget { kind, id }, text, range: start..end };
                return (!link.target.id.is_empty()).then_some(link);
            }
            letter => letter,
        };
        text.as_mut().unwrap_or(&mut id).push(letter);
    }
    None
}

fn code_ranges(note: &str) -> Vec<Range<usize>> {
    let code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    Parser::new(note).into_offset_iter().filter(|(event, _)| code(event)).map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_title_and_any_id_are_read_back(text in "\\PC{1,30}", id in "[^\\pC\\s]{1,20}") {
            let target = LinkTarget { kind: LinkKind::Entity, id };
            let note = format!("lihat {} ya", written_link(&target, &text));
            let links = note_links(&note);
            // A back quote in a title may pair with another one of it: code is no link, and is not taken for one.
            prop_assume!(!note.contains('`'));
            prop_assert_eq!(links.len(), 1);
            prop_assert_eq!(&links[0].target, &target);
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&links[0].text, if plain.is_empty() { &target.id } else { &plain });
        }

        #[test]
        fn no_note_makes_the_reader_of_links_fail(note in "[\\[\\]|:\\\\`a-z\n ]{0,60}") {
            for link in note_links(&note) {
                prop_assert!(note[link.range].starts_with("[["));
            }
        }
    }

    fn target(kind: LinkKind, id: &str) -> LinkTarget {
        LinkTarget { kind, id: id.to_owned() }
    }

    #[test]
    fn hostile_titles_stay_within_their_link() {
        let title = r"Rapat ]] [[mark:x|y]] \ selesai | lagi";
        let written = written_link(&target(LinkKind::Article, "1"), title);
        let note = format!("{written} dan [[mark:2]]");
        let links = note_links(&note);
        assert_eq!(links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>(), [title, "2"]);
        assert_eq!(readable_note(&note), format!("→ {title} dan → 2"));
    }

    #[test]
    fn what_is_no_link_stays_as_it_is() {
        for note in ["[[", "[[x:1|a]]", "[[article:]]", "[[article:1|a\nb]]", "`[[article:1|a]]`", "    [[mark:1]]"] {
            assert_eq!(note_links(note), [], "{note}");
            assert_eq!(readable_note(note), note);
        }
    }

    #[test]
    fn the_words_of_a_note_stand_in_one_line_without_markup() {
        let title = r"Rapat *besar* [dua]";
        let link = written_link(&target(LinkKind::Article, "1"), title);
        let note = format!(
            "# Soal\n\n**Pen**ting, *lihat* {link} dan\n[situs](https://contoh.co.id).\n\n- satu `kode *x*`\n- dua\n"
        );
        assert_eq!(plain_note(&note), format!("Soal Penting, lihat → {title} dan situs. satu kode *x* dua"));
        assert_eq!(plain_note("2 < 3, a_b_c <b>tebal</b>"), "2 < 3, a_b_c <b>tebal</b>");
        assert_eq!(plain_note("\n \n"), "");
    }

    #[test]
    fn a_link_being_typed_is_known_until_it_is_closed() {
        assert_eq!(open_link("a [[kap", 7), Some((2, "kap")));
        assert_eq!(open_link("a [[", 4), Some((2, "")));
        assert_eq!(open_link("a [[kap]] b", 11), None);
        assert_eq!(open_link("[[article:1|x", 13), None);
        assert_eq!(open_link("a [[\nb", 6), None);
        assert_eq!(open_link("é[[é", 6), Some((2, "é")));
    }
}
