//! What must be true of every file, whatever was done to it.

use jiff::civil::date;
use sorot::article::{
    Article, MAX_BYTES, MAX_UNPACKED, MAX_UNPACKED_WITHIN, PackedFile, Published, SourceFile, Unreadable, Wish, read,
    unpack,
};

/// Containers within containers are opened up to this depth.
const DEEPEST: usize = 3;
/// The most files that come out of one container.
const MAX_FILES: usize = 100_000;
/// Reasons are no longer than this, in bytes.
const LONGEST_LINE: usize = 400;

/// What came out of a file.
#[derive(Debug, Default)]
pub struct Yield {
    /// Titles of stories and of what is only named.
    titles: Vec<String>,
    /// What was said of what could not be read.
    reasons: Vec<String>,
}

impl Yield {
    /// Whether one of its stories has these words in its title.
    pub fn names(&self, words: &str) -> bool {
        self.titles.iter().any(|title| title.contains(words))
    }
}

/// Reads a file as an import does and checks all that comes out of it.
pub fn checked(bytes: &[u8]) -> Yield {
    let mut found = Yield::default();
    open(bytes, None, 0, &mut found);
    found
}

fn open(bytes: &[u8], url: Option<&str>, depth: usize, found: &mut Yield) {
    let limit = if depth == 0 { MAX_UNPACKED } else { MAX_UNPACKED_WITHIN };
    match unpack(bytes, limit) {
        None => story(bytes, url, found),
        Some(Err(reason)) => refused(&reason, found),
        Some(Ok(_)) if depth >= DEEPEST => {}
        Some(Ok(files)) => {
            assert!(files.len() <= MAX_FILES + 1, "{} files came out", files.len());
            let all: u64 = files.iter().flat_map(|file| &file.bytes).map(|bytes| bytes.len() as u64).sum();
            assert!(all <= limit.max(bytes.len() as u64 * 8), "{all} bytes came out of {}", bytes.len());
            for file in &files {
                inner(file, depth, found);
            }
        }
    }
}

fn inner(file: &PackedFile, depth: usize, found: &mut Yield) {
    if let Some(wish) = &file.wish {
        named(wish);
    }
    match (&file.bytes, &file.wish) {
        (Ok(bytes), _) => {
            assert!(bytes.len() as u64 <= MAX_BYTES, "a file of {} bytes came out", bytes.len());
            open(bytes, file.url.as_deref(), depth + 1, found);
        }
        (Err(Unreadable::NoBody), Some(wish)) => {
            assert!(!wish.name().is_empty(), "a story without a name is wanted");
            found.titles.push(wish.name().to_owned());
        }
        (Err(reason), _) => refused(reason, found),
    }
}

fn named(wish: &Wish) {
    assert!(!wish.url.contains(char::is_whitespace), "an address with a gap: {:?}", wish.url);
    for moment in wish.added.iter().chain(&wish.published) {
        dated(&Published { value: moment.clone(), inferred: false });
    }
}

fn dated(published: &Published) {
    assert!(published.date().is_some(), "no date: {published:?}");
}

fn refused(reason: &Unreadable, found: &mut Yield) {
    let said = reason.to_string();
    one_line("a reason", &said);
    assert!(said.len() <= LONGEST_LINE, "a long reason: {said}");
    found.reasons.push(said);
}

fn one_line(what: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{what} is empty");
    assert!(!text.contains(char::is_control), "{what} is no line: {text:?}");
}

fn story(bytes: &[u8], url: Option<&str>, found: &mut Yield) {
    let file = SourceFile { name: "berkas", bytes, url, imported: date(2025, 6, 1) };
    match read(&file) {
        Err(reason) => refused(&reason, found),
        Ok(article) => {
            hangs_together(&article, bytes.len());
            found.titles.push(article.meta.title);
        }
    }
}

fn hangs_together(article: &Article, size: usize) {
    let meta = &article.meta;
    one_line("the title", &meta.title);
    let more = [&meta.outlet, &meta.author, &meta.editor, &meta.source, &meta.dateline, &meta.url];
    more.into_iter().flatten().for_each(|text| one_line("what is said of the story", text));
    if let Some(url) = &meta.url {
        assert!(url.starts_with("http"), "no address of the web: {url:?}");
    }
    meta.published.iter().for_each(dated);
    assert!(article.body.len() as u64 <= MAX_BYTES.max(4 * size as u64), "the body is longer than its file");
    for paragraph in article.body.split('\n') {
        assert!(!paragraph.is_empty() && paragraph == paragraph.trim(), "a paragraph with blank edges: {paragraph:?}");
        let odd = paragraph.chars().find(|letter| letter.is_control() && *letter != '\t');
        assert!(odd.is_none(), "{odd:?} stands in a paragraph");
    }
    let paragraphs = article.body.split('\n').count();
    for reference in &article.references {
        assert!(reference.paragraph <= paragraphs, "{reference:?} stands behind {paragraphs} paragraphs");
        one_line("a marker", &reference.marker);
        reference.title.iter().for_each(|title| one_line("a title that is referred to", title));
        reference.url.iter().for_each(|url| one_line("an address that is referred to", url));
    }
    article.warnings.iter().for_each(|warning| one_line("a warning", &warning.to_string()));
}
