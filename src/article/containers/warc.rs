//! WARC files (ISO 28500): records of what a crawler or a browser was sent. The pages among them are stories.

mod block;
mod members;
mod rewound;

use std::io::{self, BufRead, Read as _};

use memchr::memmem;
use rewound::Rewound;

pub(super) use members::Members;

use super::{MAX_BYTES, MAX_FILES, PackedFile, Unreadable, unpacked, within_limit};

const KIND: &str = "a WARC archive";
/// An archive that is damaged in more places is given up.
const MOST_DAMAGES: usize = 100;

/// The pages in an archive, in its order, of which only those are held in memory. Pictures, scripts, redirections and
/// errors are left alone. Where the archive is damaged or cut off an entry says so, and the next record is looked for, within
/// a record too whose length is wrong.
pub(super) fn unpack(source: impl BufRead, limit: u64) -> Result<Vec<PackedFile>, Unreadable> {
    let mut records = Records { source: Rewound::new(source), url: None };
    let mut pages = Vec::new();
    let mut left = limit;
    let mut damages = 0;
    // Heads that cannot be read, one behind the other, are one damage.
    let mut in_damage = false;
    loop {
        let start = records.source.at;
        match records.next(left) {
            Ok(Next::End) => break,
            Ok(Next::Other) => in_damage = false,
            Ok(Next::Page(page)) => {
                in_damage = false;
                left = left.saturating_sub(page.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64));
                pages.push(page);
            }
            Err(error) => {
                let (url, damaged) = (records.url.take(), Err(Unreadable::Damaged(KIND)));
                if url.is_some() || !std::mem::replace(&mut in_damage, true) {
                    damages += 1;
                    pages.push(PackedFile::new(url.clone().unwrap_or_else(|| format!("byte {start}")), url, damaged));
                }
                let goes_on = is_damage(&error) && damages < MOST_DAMAGES;
                if !goes_on || !records.skip_to_record().unwrap_or(false) {
                    break;
                }
            }
        }
        if pages.len() > MAX_FILES {
            return Err(Unreadable::TooMany { files: pages.len(), limit: MAX_FILES });
        }
    }
    if pages.is_empty() { Err(Unreadable::NoText) } else { Ok(pages) }
}

/// What stands next in an archive.
enum Next {
    Page(PackedFile),
    /// A record that is no page.
    Other,
    End,
}

/// The records of an archive, read one after the other.
struct Records<R> {
    source: Rewound<R>,
    /// The address that the record has which is being read.
    url: Option<String>,
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Whether the archive is damaged here, and what follows can be read.
fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
}

impl<R: BufRead> Records<R> {
    /// The next record; a page is unpacked to at most `left` bytes. What is no record is an error, after which the next one
    /// can be looked for where that is a damage.
    fn next(&mut self, left: u64) -> io::Result<Next> {
        self.url = None;
        if !self.skip_blank()? {
            return Ok(Next::End);
        }
        let head = self.head()?;
        let (first, headers) = Headers::read(&head).ok_or_else(damaged)?;
        let length = headers.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let length = length.filter(|_| first.starts_with("WARC/")).ok_or_else(damaged)?;
        self.url = headers.url();
        let kind = headers.get("warc-type").ok_or_else(damaged)?;
        // Pictures and films are passed over without being held.
        let held = if matches!(kind, "response" | "resource") { MAX_BYTES + MAX_HEADERS as u64 } else { 0 };
        let block = block::read(&mut self.source, length, held)?;
        let page = Record { headers, block: &block }.page(left);
        Ok(page.map_or(Next::Other, Next::Page))
    }

    /// Whether anything but white space follows.
    fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            let near = self.source.fill_buf()?;
            let blank = near.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let (all, none) = (blank == near.len(), near.is_empty());
            self.source.consume(blank);
            if none || !all {
                return Ok(!none);
            }
        }
    }

    /// The lines up to an empty one, with that.
    fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        loop {
            let start = head.len();
            self.line(&mut head)?;
            let line = head.get(start..).unwrap_or_default();
            let next_begins = start > 0 && begins_record(line) == Some(0);
            // Behind what is damaged in the line the record may begin.
            if next_begins || !head.starts_with(block::START) && !line.is_empty() {
                self.source.put_back(head, start);
                return Err(damaged());
            }
            if line.is_empty() || head.len() >= MAX_HEADERS {
                return Err(damaged());
            }
            if line.trim_ascii().is_empty() {
                return Ok(head);
            }
        }
    }

    /// A line with its end, or as much of it as headers may be long.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<()> {
        self.source.by_ref().take(MAX_HEADERS as u64).read_until(b'\n', line)?;
        Ok(())
    }

    /// Passes over lines up to the next record; false at the end.
    fn skip_to_record(&mut self) -> io::Result<bool> {
        loop {
            let mut line = Vec::new();
            match self.line(&mut line) {
                Err(error) if is_damage(&error) => continue,
                read => read?,
            }
            if let Some(start) = begins_record(&line) {
                self.source.put_back(line, start);
                return Ok(true);
            }
            if line.is_empty() {
                return Ok(false);
            }
        }
    }
}

/// Where in a line a record begins, which is at its start unless what stands before is damaged.
fn begins_record(line: &[u8]) -> Option<usize> {
    let start = memmem::rfind(line, b"WARC/1.")?;
    let version = line.get(start + 7..)?.trim_ascii_end();
    (version.len() == 1 && version.iter().all(u8::is_ascii_digit)).then_some(start)
}

/// Headers longer than this, in bytes, are damaged: no search goes further.
const MAX_HEADERS: usize = 64 * 1024;

/// Lines of `name: value`, and what follows the empty line after them.
struct Headers<'a> {
    lines: Vec<(String, &'a str)>,
    body: &'a [u8],
}

impl<'a> Headers<'a> {
    /// The headers at the beginning of `bytes`, behind a first line, which is given as well.
    fn read(bytes: &'a [u8]) -> Option<(&'a str, Self)> {
        let near = bytes.get(..bytes.len().min(MAX_HEADERS))?;
        // Whichever empty line comes first: lines may end in either way.
        let line_ends = near.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let (end, body) = line_ends.into_iter().find_map(|end| match near.get(end..)? {
            [b'\n', ..] => Some((end, end + 1)),
            [b'\r', b'\n', ..] => Some((end, end + 2)),
            _ => None,
        })?;
        // A line in another encoding is passed over; the others hold what is needed.
        let mut lines =
            bytes.get(..end)?.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
        let first = lines.next()?.trim_end();
        let lines = lines.filter_map(|line| line.split_once(':'));
        let lines = lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim())).collect();
        Some((first, Self { lines, body: bytes.get(body..)? }))
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.lines.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// The address of what a record holds.
    fn url(&self) -> Option<String> {
        Some(self.get("warc-target-uri")?.trim_matches(['<', '>']).to_owned())
    }
}

/// A record: its headers and its block.
struct Record<'a> {
    headers: Headers<'a>,
    block: &'a [u8],
}

impl Record<'_> {
    /// The page that was sent, if it was one; unpacked to at most `left` bytes.
    fn page(&self, left: u64) -> Option<PackedFile> {
        let kind = self.headers.get("warc-type")?;
        let url = self.headers.url()?;
        let is_page = |kind: &str| {
            let kind = kind.to_ascii_lowercase();
            kind.starts_with("text/html") || kind.starts_with("application/xhtml")
        };
        let bytes = match kind {
            "response" => {
                let (status, http) = Headers::read(self.block)?;
                let sent = status.split_whitespace().nth(1) == Some("200");
                if !sent || !http.get("content-type").is_some_and(is_page) {
                    return None;
                }
                unwrapped(&http, left)
            }
            "resource" if self.headers.get("content-type").is_some_and(is_page) => Ok(self.block.to_vec()),
            _ => return None,
        };
        let within = |bytes: Vec<u8>| match bytes.len() as u64 {
            size if size > left => Err(Unreadable::TooLarge { size, limit: left }),
            _ => within_limit(bytes),
        };
        Some(PackedFile::new(url.clone(), Some(url), bytes.and_then(within)))
    }
}

/// The body of a response without what it was wrapped in for the way.
fn unwrapped(http: &Headers<'_>, left: u64) -> Result<Vec<u8>, Unreadable> {
    let chunked = http.get("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    // Some archives keep the header after taking the wrapping off.
    let body = chunked.then(|| joined(http.body)).flatten().unwrap_or_else(|| http.body.to_vec());
    let (packed, most) = (body.len() as u64, MAX_BYTES.min(left));
    match http.get("content-encoding").unwrap_or_default() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            unpacked(flate2::read::MultiGzDecoder::new(body.as_slice()), (packed, 0), most, KIND)
        }
        "deflate" => match unpacked(flate2::read::ZlibDecoder::new(body.as_slice()), (packed, 0), most, KIND) {
            Err(Unreadable::Damaged(_)) => Ok(body),
            other => other,
        },
        "br" | "zstd" => Err(Unreadable::UnknownCompression),
        _ => Ok(body),
    }
}

/// The chunks of a body (RFC 9112, 7.1) in one; `None` where it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let line = memmem::find(rest, b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..line)?).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let start = line + 2;
        whole.extend_from_slice(rest.get(start..start.checked_add(size)?)?);
        rest = rest.get(start + size..)?;
        rest = rest.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests;
