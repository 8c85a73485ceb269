//! A stream into which bytes that were read can be put back.

use std::io::{self, BufRead, Read};

/// A stream with what was put back before it.
pub(super) struct Rewound<R> {
    back: Vec<u8>,
    /// Where reading goes on in `back`.
    place: usize,
    source: R,
    /// An error that the source gave behind what was put back.
    error: Option<io::Error>,
    /// How many bytes were read.
    pub at: u64,
}

impl<R> Rewound<R> {
    pub fn new(source: R) -> Self {
        Self { back: Vec::new(), place: 0, source, error: None, at: 0 }
    }

    /// Puts back an error, which comes again behind the bytes that are put back.
    pub fn put_back_error(&mut self, error: io::Error) {
        self.error = Some(error);
    }

    /// Puts back the bytes from `from` on of `read`, which are the last that were read.
    pub fn put_back(&mut self, mut read: Vec<u8>, from: usize) {
        let count = read.len().saturating_sub(from);
        self.at -= count as u64;
        if self.place >= self.back.len() {
            (self.back, self.place) = (read, from);
        } else if self.place >= count {
            self.place -= count;
        } else {
            read.extend(self.back.drain(..).skip(self.place));
            (self.back, self.place) = (read, from);
        }
    }
}

impl<R: BufRead> BufRead for Rewound<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.place < self.back.len() {
            return Ok(self.back.get(self.place..).unwrap_or_default());
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        if self.place < self.back.len() {
            self.place += count;
        } else {
            self.back = Vec::new();
            self.place = 0;
            self.source.consume(count);
        }
    }
}

impl<R: BufRead> Read for Rewound<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(to)?;
        self.consume(read);
        Ok(read)
    }
}
