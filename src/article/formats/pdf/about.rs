//! What a PDF file says of itself (ISO 32000-1, 14.3.3), as far as it can be believed.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use jiff::civil::Date;

use super::objects::{Dict, File, Object};
use crate::article::TitleSource;
use crate::article::assemble::{Draft, Line};
use crate::article::byline::is_person;
use crate::article::title::page_title;
use crate::text::fold_key;

/// The title is looked for in so many lines of the text.
const HEAD_LINES: usize = 6;
/// Words of more bytes than this are no title or name.
const LONGEST: usize = 1000;

/// What a file says of itself.
#[derive(Debug, Default)]
pub(super) struct About {
    title: String,
    author: String,
    /// The day on which it was made: a page is printed after it was published.
    made: Option<Date>,
}

impl About {
    pub fn read(file: &File<'_>) -> Self {
        let Some(info) = file.info() else { return Self::default() };
        let said = |key: &str| said(file, &info, key);
        let day = said("CreationDate");
        let digits = day.trim_start_matches("D:");
        let number = |from: usize, to: usize| digits.get(from..to)?.parse().ok();
        let date = || Date::new(number(0, 4)?, number(4, 6)?.try_into().ok()?, number(6, 8)?.try_into().ok()?).ok();
        Self { title: said("Title"), author: said("Author"), made: date() }
    }

    /// Puts what can be believed into the draft of the file's text.
    pub fn complete(self, draft: &mut Draft) {
        draft.saved = draft.saved.or(self.made);
        let title = page_title(&self.title, None);
        let own = fold_key(&title);
        let stands = |line: &Line| matches!(line, Line::Text(text) if fold_key(text) == own);
        let shown = draft.lines.iter().take(HEAD_LINES).position(stands).filter(|_| !own.is_empty());
        if draft.meta.title.is_empty() && (shown.is_some() || is_title(&title)) {
            if let Some(place) = shown {
                draft.lines.remove(place);
            }
            draft.meta.title = title;
            draft.meta.title_source = TitleSource::HtmlTitle;
        }
        let outlet = draft.meta.outlet.as_deref();
        if draft.meta.author.is_none() && is_name(&self.author) && is_person(&self.author, outlet) {
            draft.meta.author = Some(self.author);
        }
    }
}

/// Programs put the name of a file where the title belongs, or nothing that says anything.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".indd", ".htm", ".html", ".txt", ".odt", ".qxd"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    let by_program = ["microsoft word", "powerpoint", "untitled", "tanpa judul", "http:", "https:", "about:"];
    title.split_whitespace().count() >= 3 && !is_file && !by_program.iter().any(|start| lower.starts_with(start))
}

/// Accounts of computers are one word, or hold figures.
fn is_name(author: &str) -> bool {
    author.split_whitespace().count() >= 2 && !author.contains(|letter: char| letter.is_ascii_digit() || letter == '@')
}

/// A text of the dictionary on one line.
fn said(file: &File<'_>, info: &Dict, key: &str) -> String {
    let Some(Object::Text(bytes)) = file.get(info, key) else { return String::new() };
    let text = letters(bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default());
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text in one of the encodings that the standard allows.
fn letters(bytes: &[u8]) -> String {
    /// What `PDFDocEncoding` has from 128 on, where it is not Latin 1.
    const OWN: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";
    let encoding = match bytes {
        [0xfe, 0xff, ..] => UTF_16BE,
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xef, 0xbb, 0xbf, ..] => UTF_8,
        _ => {
            let letter = |byte: &u8| {
                byte.checked_sub(128).and_then(|place| OWN.chars().nth(place.into())).unwrap_or((*byte).into())
            };
            return bytes.iter().map(letter).collect();
        }
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_every_encoding_of_the_standard() {
        assert_eq!(letters(b"Harga \x8dgabah\x8e naik \x84 \xe9\xa0"), "Harga “gabah” naik — é€");
        assert_eq!(letters(b"\xfe\xff\0K\x20\x14"), "K—");
        assert_eq!(letters(b"\xef\xbb\xbfK\xe2\x80\x94"), "K—");
        assert_eq!(letters(b"\xfe\xff\0"), "\u{fffd}");
    }

    #[test]
    fn names_of_files_and_accounts_are_not_believed() {
        let told = |title: &str, author: &str| {
            let mut draft = Draft::default();
            About { title: title.into(), author: author.into(), made: None }.complete(&mut draft);
            (draft.meta.title, draft.meta.author)
        };
        assert_eq!(
            told("Harga Gabah Naik Lagi - Contoh.com", "Sari Dewi"),
            ("Harga Gabah Naik Lagi".into(), Some("Sari Dewi".into()))
        );
        for (title, author) in [
            ("Microsoft Word - berita baru.doc", "user"),
            ("berita harga gabah.pdf", "PC 12"),
            ("untitled", "a@b.id x"),
            ("", ""),
        ] {
            assert_eq!(told(title, author), (String::new(), None), "{title}");
        }
    }
}
