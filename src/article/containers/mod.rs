//! Files that hold several stories: archives and exports. Each story in them is read like a file of its own.
//!
//! What is packed is untrusted: how much may come out is limited, and the names inside are only shown.

mod export;
mod warc;
mod zip;

use std::io::Read;

use super::{MAX_BYTES, Unreadable};

/// A file inside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name within the archive, as it says; never used as a path.
    pub name: String,
    /// Where it came from, if the archive says so.
    pub url: Option<String>,
    /// Its bytes, or why they cannot be had.
    pub bytes: Result<Vec<u8>, Unreadable>,
}

/// The most bytes that come out of one container: all of them are held in memory.
pub const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// The most files that come out of one container.
pub const MAX_FILES: usize = 100_000;

/// The files inside `bytes`; `None` where they are no container, and a reason where it is damaged or too large.
///
/// Known are ZIP archives, also those of Omnivore and WACZ; WARC, plain or gzipped; single gzipped files; JSON exports
/// of stories with their texts, such as Wallabag's.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip::unpack(bytes));
    }
    if bytes.starts_with(b"WARC/") {
        return Some(warc::unpack(bytes));
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(gunzip(bytes).map(|inside| match warc_or_none(&inside) {
            Some(stories) => stories,
            None => vec![PackedFile { name: "gzip".to_owned(), url: None, bytes: Ok(inside) }],
        }));
    }
    export::unpack(bytes)
}

fn warc_or_none(bytes: &[u8]) -> Option<Vec<PackedFile>> {
    bytes.starts_with(b"WARC/").then(|| warc::unpack(bytes).ok()).flatten()
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    at_most(flate2::read::MultiGzDecoder::new(bytes), MAX_UNPACKED, "a gzip archive")
}

/// All that `reader` yields, up to a limit in bytes.
fn at_most(reader: impl Read, limit: u64, kind: &'static str) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged(kind))?;
    let size = bytes.len() as u64;
    if size > limit { Err(Unreadable::TooLarge { size, limit }) } else { Ok(bytes) }
}

/// A file's bytes where it is small enough to be read as a story.
fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, Unreadable> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES { Err(Unreadable::TooLarge { size, limit: MAX_BYTES }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
