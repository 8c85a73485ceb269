//! The members of a gzipped WARC file, one after the other: most writers pack each record into one of its own.

use std::io::{self, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// What the members of a file unpack to. A damaged one is an error, of the kind `InvalidData` where some of it was read and
/// `InvalidInput` where nothing was, after which reading goes on with the next one that begins with a record.
pub(in super::super) struct Members<'a> {
    /// The bytes from the member on that is being read; empty at the end.
    from: &'a [u8],
    member: GzDecoder<&'a [u8]>,
    /// Whether some of it was read.
    begun: bool,
}

impl<'a> Members<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { from: bytes, member: GzDecoder::new(bytes), begun: false }
    }

    /// Goes on after a damage within the file: with the next member that begins with a record.
    fn resume(&mut self, after: &'a [u8]) -> io::Error {
        let places = memmem::find_iter(after, MAGIC);
        let kind = if self.begun { io::ErrorKind::InvalidData } else { io::ErrorKind::InvalidInput };
        let mut members = places.filter_map(|at| after.get(at..)).filter(|member| begins_record(member));
        *self = Self::new(members.next().unwrap_or_default());
        kind.into()
    }
}

fn begins_record(member: &[u8]) -> bool {
    let mut start = [0; 5];
    GzDecoder::new(member).read_exact(&mut start).is_ok() && start == *b"WARC/"
}

impl Read for Members<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while !self.from.is_empty() && !to.is_empty() {
            match self.member.read(to) {
                Ok(0) => {}
                Ok(read) => {
                    self.begun = true;
                    return Ok(read);
                }
                Err(_) => return Err(self.resume(self.from.get(1..).unwrap_or_default())),
            }
            // Zeros are the padding of a tape and no damage.
            let rest: &[u8] = self.member.get_ref();
            *self = Self::new(if rest.iter().all(|byte| *byte == 0) { &[] } else { rest });
            if !self.from.is_empty() && !rest.starts_with(MAGIC) {
                return Err(self.resume(rest));
            }
        }
        Ok(0)
    }
}
