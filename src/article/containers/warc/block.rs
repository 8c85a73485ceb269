//! The block of a record: as long as its headers say, unless what follows shows that they are wrong.

use std::io::{self, BufRead, Read as _};

use memchr::memmem;

use super::rewound::Rewound;

/// What a record begins with.
pub(super) const START: &[u8] = b"WARC/";
/// So much is read at a time.
const STEP: u64 = 256 * 1024;
/// So much is looked at behind a block.
const BEHIND: u64 = 64;
/// So much is held from a place on that may be where the next record begins, in bytes.
const MOST_IN_DOUBT: usize = 8 * 1024 * 1024;

/// What was read of a block.
#[derive(Default)]
struct Block {
    /// The first part of one that is not held whole.
    first: Option<Vec<u8>>,
    held: Vec<u8>,
    /// Where in `held` another record seems to begin.
    inner: Option<usize>,
    searched: usize,
}

/// The block of `length` bytes that comes next, of which at least the first `most` are given. Where a record begins within
/// and none behind it, the length is wrong: that is an error of the kind `InvalidData`, and reading goes on with the record
/// within.
pub(super) fn read<R: BufRead>(source: &mut Rewound<R>, length: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut block = Block::default();
    let ended = block.fill(source, length, most);
    let end = block.held.len();
    let ended = ended.and_then(|()| {
        let Err(error) = block.take_in(source, BEHIND) else { return Ok(()) };
        // Of a packed archive the next member may be damaged, and not this one.
        let begins_next = !block.behind(end).trim_ascii().is_empty();
        if begins_next || error.kind() == io::ErrorKind::InvalidInput {
            source.put_back_error(error);
            return Ok(());
        }
        Err(error)
    });
    let well = ended.is_ok() && is_between_records(block.behind(end));
    match block.inner.filter(|inner| *inner < end) {
        Some(inner) if !well => {
            source.put_back(block.held, inner);
            Err(io::ErrorKind::InvalidData.into())
        }
        _ => {
            ended?;
            source.put_back(block.held.split_off(end), 0);
            Ok(block.first.unwrap_or(block.held))
        }
    }
}

/// Whether these bytes, the first behind a block, are what stands between records.
fn is_between_records(behind: &[u8]) -> bool {
    let next = behind.trim_ascii_start();
    next.starts_with(START) || next.len() < START.len() && START.starts_with(next)
}

impl Block {
    /// What is held behind a place.
    fn behind(&self, place: usize) -> &[u8] {
        self.held.get(place..).unwrap_or_default()
    }

    fn fill<R: BufRead>(&mut self, source: &mut Rewound<R>, mut left: u64, most: u64) -> io::Result<()> {
        while left > 0 {
            let read = self.take_in(source, left.min(STEP))?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            left -= read;
            if self.inner.is_some_and(|inner| self.held.len() - inner > MOST_IN_DOUBT) {
                return Err(io::ErrorKind::InvalidData.into());
            }
            if self.inner.is_none() && self.held.len() as u64 > most {
                self.let_go();
            }
        }
        Ok(())
    }

    /// Reads at most so many bytes more, giving how many.
    fn take_in<R: BufRead>(&mut self, source: &mut Rewound<R>, most: u64) -> io::Result<u64> {
        let before = self.held.len();
        let read = source.take(most).read_to_end(&mut self.held);
        self.inner = self.inner.or_else(|| record_within(&self.held, self.searched));
        self.searched = self.held.len().saturating_sub(STARTS_LATE);
        read?;
        Ok((self.held.len() - before) as u64)
    }

    /// Lets go of what is held but its end, in which a record may begin.
    fn let_go(&mut self) {
        let end = self.held.split_off(self.searched);
        let held = std::mem::replace(&mut self.held, end);
        self.first.get_or_insert(held);
        self.searched = 0;
    }
}

/// How many bytes before the end of what is held a record may begin that was not found yet.
const STARTS_LATE: usize = 12;

/// Where, from `from` on, a record begins behind an empty line.
fn record_within(bytes: &[u8], from: usize) -> Option<usize> {
    let places = memmem::find_iter(bytes.get(from..)?, b"\nWARC/1.").map(|at| from + at);
    let mut behind_empty = places.filter(|at| {
        let before = bytes.get(..*at).unwrap_or_default();
        before.strip_suffix(b"\r").unwrap_or(before).ends_with(b"\n")
    });
    behind_empty.next().map(|at| at + 1)
}
