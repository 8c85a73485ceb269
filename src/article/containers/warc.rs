//! WARC files (ISO 28500): records of what a crawler or a browser was sent. The pages among them are stories.

use super::{MAX_BYTES, MAX_FILES, PackedFile, Unreadable, at_most, grown, within_limit};

const KIND: &str = "a WARC archive";

/// The pages in an archive, in its order. Pictures, scripts, redirections and errors are left alone; where the archive
/// is cut off, a last entry says so.
pub(super) fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<PackedFile>, Unreadable> {
    let mut pages = Vec::new();
    let mut rest = bytes;
    let mut left = limit;
    while let Some((record, after)) = Record::first(rest) {
        let page = record.page(left);
        left = left.saturating_sub(page.iter().flat_map(|page| &page.bytes).map(|bytes| bytes.len() as u64).sum());
        pages.extend(page);
        rest = after;
        if pages.len() > MAX_FILES {
            return Err(Unreadable::TooMany { files: pages.len(), limit: MAX_FILES });
        }
    }
    if !rest.iter().all(u8::is_ascii_whitespace) {
        let name = format!("byte {}", bytes.len() - rest.len());
        pages.push(PackedFile::new(name, None, Err(Unreadable::Damaged(KIND))));
    }
    if pages.is_empty() { Err(Unreadable::NoText) } else { Ok(pages) }
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
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A record: its headers and its block.
struct Record<'a> {
    headers: Headers<'a>,
    block: &'a [u8],
}

impl<'a> Record<'a> {
    /// The first record of `bytes` and what follows it.
    fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let bytes = bytes.get(start..)?;
        if !bytes.starts_with(b"WARC/") {
            return None;
        }
        let (_, headers) = Headers::read(bytes)?;
        let length: usize = headers.get("content-length")?.parse().ok()?;
        let block = headers.body.get(..length)?;
        let after = headers.body.get(length..)?;
        Some((Self { headers, block }, after))
    }

    /// The page that was sent, if it was one; unpacked to at most `left` bytes.
    fn page(&self, left: u64) -> Option<PackedFile> {
        let kind = self.headers.get("warc-type")?;
        let url = self.headers.get("warc-target-uri")?.trim_matches(['<', '>']).to_owned();
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
        Some(PackedFile::new(url.clone(), Some(url), bytes.and_then(within_limit)))
    }
}

/// The body of a response without what it was wrapped in for the way.
fn unwrapped(http: &Headers<'_>, left: u64) -> Result<Vec<u8>, Unreadable> {
    let chunked = http.get("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    // Some archives keep the header after taking the wrapping off.
    let body = chunked.then(|| joined(http.body)).flatten().unwrap_or_else(|| http.body.to_vec());
    let most = MAX_BYTES.min(left).min(grown(body.len() as u64));
    match http.get("content-encoding").unwrap_or_default() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            at_most(flate2::read::MultiGzDecoder::new(body.as_slice()), most, KIND)
        }
        "deflate" => match at_most(flate2::read::ZlibDecoder::new(body.as_slice()), most, KIND) {
            Err(Unreadable::Damaged(_)) => Ok(body),
            other => other,
        },
        "br" | "zstd" => Err(Unreadable::Binary("a page compressed in a way that is not read")),
        _ => Ok(body),
    }
}

/// The chunks of a body (RFC 9112, 7.1) in one; `None` where it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let line = find(rest, b"\r\n")?;
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
