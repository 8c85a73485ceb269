//! Files that hold several stories: archives and exports. Each story in them is read like a file of its own.
//!
//! What is packed is untrusted: how much may come out is limited, and the names inside are only shown.

mod bookmarks;
mod epub;
mod export;
mod feed;
pub(super) mod fields;
mod highlights;
pub(super) mod json;
mod page_parts;
mod tables;
mod warc;
mod zip;
mod zotero;

use std::io::{BufRead as _, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::decode::{decode, decode_table};
use super::{MAX_BYTES, Unreadable, Wish};

pub use page_parts::page_folders;

/// A file inside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name within the archive, as it says; never used as a path.
    pub name: String,
    /// Where it came from, if the archive says so.
    pub url: Option<String>,
    /// Its bytes, or why they cannot be had.
    pub bytes: Result<Vec<u8>, Unreadable>,
    /// What is said of the story beside its text; all that there is where its bytes are [`Unreadable::NoBody`].
    pub wish: Option<Box<Wish>>,
}

impl PackedFile {
    /// A file with these bytes.
    pub(super) fn new(name: impl Into<String>, url: Option<String>, bytes: Result<Vec<u8>, Unreadable>) -> Self {
        Self { name: name.into(), url, bytes, wish: None }
    }

    /// What follows in a list that is damaged or cut off behind these stories.
    fn rest(kind: &'static str) -> Self {
        Self::new("…", None, Err(Unreadable::RestDamaged(kind)))
    }

    /// A line of a list: a story that is only named, one whose address is none of the web, or `None` where it says nothing.
    fn listed(wish: Wish) -> Option<Self> {
        /// As many letters of an address are shown as its name.
        const SHOWN: usize = 200;
        if wish.says_something() {
            return Some(Self::wished(wish));
        }
        let name: String = wish.name().chars().take(SHOWN).collect();
        (!name.is_empty()).then(|| Self::new(name, None, Err(Unreadable::NotOfTheWeb)))
    }

    /// A story that is only named.
    fn wished(wish: Wish) -> Self {
        let url = Some(wish.url.clone()).filter(|url| !url.is_empty());
        Self { name: wish.name().to_owned(), url, bytes: Err(Unreadable::NoBody), wish: Some(Box::new(wish)) }
    }
}

/// The most bytes that come out of a file that the person named: all of them are held in memory.
pub const MAX_UNPACKED: u64 = 192 * 1024 * 1024;
/// The least that may come out of each container within another one, whatever that one holds already.
pub const MAX_UNPACKED_WITHIN: u64 = 32 * 1024 * 1024;
/// The most that comes out of all containers within a file that the person named.
pub const MAX_UNPACKED_IN_ALL: u64 = 1024 * 1024 * 1024;
/// The most bytes that are read of a packed archive of pages, most of which are films and pictures and are not held.
const MOST_READ: u64 = 2 * 1024 * 1024 * 1024;
/// The most files that come out of one container.
pub const MAX_FILES: usize = 100_000;

/// The files inside `bytes`, at most `limit` bytes in all; `None` where they are no container, and a reason where it is damaged or too large.
///
/// Known are ZIP archives, also those of Omnivore and WACZ; EPUB books; WARC, plain or gzipped; single gzipped files; exports in JSON
/// and CSV; pages of bookmarks; Zotero's RDF; RSS and Atom.
#[must_use]
pub fn unpack(bytes: &[u8], limit: u64) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip::unpack(bytes, limit));
    }
    if bytes.starts_with(b"WARC/") {
        return Some(warc::unpack(bytes, limit));
    }
    if bytes.starts_with(b"\x1f\x8b") {
        let mut inside = BufReader::new(warc::Members::new(bytes).take(grown(bytes.len() as u64).min(MOST_READ)));
        if inside.fill_buf().is_ok_and(|start| start.starts_with(b"WARC/")) {
            return Some(warc::unpack(inside, limit));
        }
        let whole = gunzip(bytes, limit);
        return Some(whole.map(|inside| vec![PackedFile::new("gzip", None, within_limit(inside))]));
    }
    export::unpack(bytes).or_else(|| list(bytes))
}

/// Whether the bytes begin as a file does that holds more than its own size.
#[must_use]
pub fn looks_packed(bytes: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"WARC/", b"\x1f\x8b"].iter().any(|start| bytes.starts_with(start))
}

/// What the fields of an entry say of it beside its text.
pub(super) fn said_of(entry: &serde_json::Map<String, serde_json::Value>) -> Wish {
    fields::wish(entry)
}

/// Lists that are text: tables, pages of bookmarks, what Zotero writes, news feeds.
fn list(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    const HEAD_BYTES: usize = 4096;
    // Most files are stories: only what may be a list is decoded whole.
    let start = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let wide = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    let head = if wide { decode(start).ok()?.0 } else { String::from_utf8_lossy(start).into_owned() };
    let head = head.to_ascii_lowercase();
    let signs = ["netscape-bookmark-file", "time_added=", "<rss", "<feed", "<rdf:rdf"];
    let first = head.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
    let table = first.contains(tables::DELIMITERS)
        && (first.contains("url") || first.contains("link") || first.contains("href"));
    if !table && !signs.iter().any(|sign| head.contains(sign)) {
        return None;
    }
    let (text, _) = if table { decode_table(bytes) } else { decode(bytes) }.ok()?;
    let listed = tables::unpack(&text).or_else(|| bookmarks::unpack(&text)).or_else(|| zotero::unpack(&text));
    let listed = listed.or_else(|| feed::unpack(&text))?;
    Some(listed.and_then(|files| if files.is_empty() { Err(Unreadable::NoText) } else { Ok(files) }))
}

/// What all members of a gzipped file hold. Zeros behind the last one are padding, as they are to gzip itself.
fn gunzip(mut bytes: &[u8], limit: u64) -> Result<Vec<u8>, Unreadable> {
    let packed = bytes.len() as u64;
    let mut whole = Vec::new();
    loop {
        let mut member = GzDecoder::new(bytes);
        let had = whole.len() as u64;
        whole.append(&mut unpacked(&mut member, (packed, had), limit.saturating_sub(had), "a gzip archive")?);
        bytes = member.into_inner();
        if bytes.iter().all(|byte| *byte == 0) {
            return Ok(whole);
        }
    }
}

/// Files that grow by more than this, beyond a megabyte, are bombs and no stories.
const MOST_GROWTH: u64 = 250;

/// The most bytes that so many packed ones may become.
fn grown(packed: u64) -> u64 {
    const SMALL: u64 = 1024 * 1024;
    SMALL.max(packed.saturating_mul(MOST_GROWTH))
}

/// All that `reader` makes of so many packed bytes, of which so many came out before, up to a limit in bytes.
fn unpacked(
    reader: impl Read,
    (packed, had): (u64, u64),
    limit: u64,
    kind: &'static str,
) -> Result<Vec<u8>, Unreadable> {
    let most = grown(packed).saturating_sub(had);
    at_most(reader, limit.min(most), kind).map_err(|reason| match reason {
        Unreadable::TooLarge { .. } if most < limit => Unreadable::GrowsTooMuch(MOST_GROWTH),
        other => other,
    })
}

/// All that `reader` yields, up to a limit in bytes.
fn at_most(reader: impl Read, limit: u64, kind: &'static str) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged(kind))?;
    let size = bytes.len() as u64;
    if size > limit { Err(Unreadable::TooLarge { size, limit }) } else { Ok(bytes) }
}

/// Whether a file with this name is hidden or kept by the system for itself, as what says how a folder looks.
#[must_use]
pub fn is_of_the_system(name: &str) -> bool {
    name.starts_with('.') || ["desktop.ini", "thumbs.db"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Refuses a container with more files than are taken out of one.
fn few_enough(files: usize) -> Result<(), Unreadable> {
    if files > MAX_FILES { Err(Unreadable::TooMany { files, limit: MAX_FILES }) } else { Ok(()) }
}

/// A file's bytes where it is small enough to be read as a story.
fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, Unreadable> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES { Err(Unreadable::TooLarge { size, limit: MAX_BYTES }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
