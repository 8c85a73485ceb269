//! How the streams of a PDF file are packed, and what may come out of them (ISO 32000-1, 7.4).

use std::borrow::Cow;
use std::cell::Cell;

use flate2::{Decompress, FlushDecompress, Status};

/// The most bytes that come out of all streams of a file.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Streams that grow by more, beyond a megabyte, are bombs.
const MOST_GROWTH: u64 = 250;
const SMALL: u64 = 1024 * 1024;
/// The most filters one over the other.
const MOST_FILTERS: usize = 6;

/// What is left to be spent on a file.
#[derive(Debug)]
pub(super) struct Budget {
    work: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    /// What may be spent on a file of so many bytes.
    pub fn new(size: usize) -> Self {
        Self { work: Cell::new(size as u64 * 20 + 64 * SMALL), unpacked: Cell::new(MOST_UNPACKED) }
    }

    /// Pays for so much work; `None` once too much was done.
    pub fn pay(&self, work: usize) -> Option<()> {
        let left = self.work.get().saturating_sub(work as u64 + 1);
        self.work.set(left);
        (left > 0).then_some(())
    }

    /// How many bytes may still come out.
    fn left(&self) -> usize {
        self.unpacked.get() as usize
    }

    /// Pays for bytes that came out.
    fn take(&self, bytes: usize) -> Option<()> {
        self.unpacked.set(self.unpacked.get().saturating_sub(bytes as u64));
        self.pay(bytes)
    }

    /// Whether the file asked for more than it may.
    pub fn is_spent(&self) -> bool {
        self.work.get() == 0 || self.unpacked.get() == 0
    }
}

/// A way in which a stream is packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter {
    way: Way,
    rows: Option<Rows>,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Flate,
    /// True where codes grow one code early, as nearly all do.
    Lzw(bool),
    Hexadecimal,
    Base85,
    Runs,
}

/// Bytes that are kept as differences to those before and above them.
#[derive(Debug, Clone, Copy)]
struct Rows {
    predictor: u32,
    /// Bytes of a row.
    length: usize,
    /// Bytes of a pixel.
    step: usize,
}

impl Filter {
    /// The filter of this name with its options; `None` for those that pack pictures.
    pub fn new(name: &[u8], option: &dyn Fn(&str) -> Option<f64>) -> Option<Self> {
        let way = match name {
            b"FlateDecode" | b"Fl" => Way::Flate,
            b"LZWDecode" | b"LZW" => Way::Lzw(option("EarlyChange") != Some(0.0)),
            b"ASCIIHexDecode" | b"AHx" => Way::Hexadecimal,
            b"ASCII85Decode" | b"A85" => Way::Base85,
            b"RunLengthDecode" | b"RL" => Way::Runs,
            _ => return None,
        };
        let predictor = option("Predictor").unwrap_or(1.0) as u32;
        let rows = (predictor > 1 && matches!(way, Way::Flate | Way::Lzw(_))).then(|| {
            let number = |key: &str, usual: f64, most: f64| option(key).unwrap_or(usual).clamp(1.0, most) as usize;
            let pixel = number("Colors", 1.0, 32.0) * number("BitsPerComponent", 8.0, 16.0);
            let length = (pixel * number("Columns", 1.0, 1e6)).div_ceil(8);
            Rows { predictor, length, step: pixel.div_ceil(8) }
        });
        Some(Self { way, rows })
    }

    /// Whether its bytes say where they end.
    pub fn ends_by_itself(&self) -> bool {
        matches!(self.way, Way::Flate)
    }

    /// The bytes behind it, at most so many, and how many bytes those took.
    fn undone(self, bytes: &[u8], most: usize) -> (Unpacked, u64) {
        let mut is_whole = true;
        let mut taken = bytes.len() as u64;
        let out = match self.way {
            Way::Flate => {
                let mut out = Vec::new();
                (taken, is_whole) = inflate(bytes, most, &mut out);
                out
            }
            Way::Lzw(early) => lzw(bytes, early, most),
            Way::Hexadecimal => hexadecimal(bytes),
            Way::Base85 => base_85(bytes, most),
            Way::Runs => runs(bytes, most),
        };
        let bytes = if let Some(rows) = self.rows { rows.undone(&out) } else { out };
        (Unpacked { bytes, is_whole }, taken)
    }
}

/// What came out of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    /// Whether it is all that the stream holds: what could be had of a damaged one is text all the same.
    pub is_whole: bool,
}

/// Puts what was deflated into `out`, at most so many bytes; how many bytes that took, and whether it came to its end.
fn inflate(bytes: &[u8], most: usize, out: &mut Vec<u8>) -> (u64, bool) {
    const STEP: usize = 64 * 1024;
    /// The two bytes that a stream begins with. The sum that it ends with is wrong in many files and not looked at.
    const HEAD: usize = 2;
    let bytes = bytes.get(HEAD..).unwrap_or_default();
    let mut state = Decompress::new(false);
    let mut is_whole = false;
    while out.len() < most {
        let (taken, had) = (state.total_in(), out.len());
        out.reserve(STEP.min(most - had));
        let rest = usize::try_from(taken).ok().and_then(|taken| bytes.get(taken..)).unwrap_or_default();
        match state.decompress_vec(rest, out, FlushDecompress::None) {
            Ok(Status::StreamEnd) => {
                is_whole = true;
                break;
            }
            Ok(_) if (state.total_in(), out.len()) != (taken, had) => {}
            _ => break,
        }
    }
    out.truncate(most);
    (state.total_in() + HEAD as u64, is_whole)
}

/// What lies behind all filters of a stream; `None` where that is a bomb.
pub(super) fn undone(bytes: &[u8], filters: &[Filter], budget: &Budget) -> Option<Unpacked> {
    if filters.len() > MOST_FILTERS {
        return None;
    }
    let mut bytes = Cow::Borrowed(bytes);
    let mut is_whole = true;
    for filter in filters {
        let (Unpacked { bytes: out, is_whole: whole }, taken) = filter.undone(&bytes, budget.left());
        is_whole &= whole;
        budget.pay(taken as usize)?;
        if out.len() as u64 > SMALL.max(taken.saturating_mul(MOST_GROWTH)) {
            budget.unpacked.set(0);
            return None;
        }
        budget.take(out.len())?;
        bytes = Cow::Owned(out);
    }
    if filters.is_empty() {
        let bytes = bytes.get(..bytes.len().min(budget.left()))?;
        budget.take(bytes.len())?;
        return Some(Unpacked { bytes: bytes.to_vec(), is_whole });
    }
    Some(Unpacked { bytes: bytes.into_owned(), is_whole })
}

/// Lempel, Ziv and Welch: codes of 9 to 12 bits. Each names a byte or a stretch of what came out already.
fn lzw(bytes: &[u8], early: bool, most: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const FIRST: usize = 258;
    const MOST_ENTRIES: usize = 4096 - FIRST;
    let mut out: Vec<u8> = Vec::new();
    // Where each stretch begins and how long it is: the text before, and the first byte of what follows it.
    let mut entries: Vec<(usize, usize)> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9_u32);
    for byte in bytes {
        (bits, held) = (bits << 8 | u32::from(*byte), held + 8);
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize;
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                entries.clear();
                (previous, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let start = out.len();
        if let Some((at, length)) = previous.filter(|_| entries.len() < MOST_ENTRIES) {
            entries.push((at, length + 1));
        }
        if let Ok(byte) = u8::try_from(code) {
            out.push(byte);
        } else {
            let Some((at, length)) = code.checked_sub(FIRST).and_then(|place| entries.get(place)) else { break };
            // One by one: the newest stretch ends with its own first byte.
            for place in *at..at + length {
                let byte = out.get(place).copied();
                out.extend(byte);
            }
        }
        previous = Some((start, out.len() - start));
        if out.len() > most {
            out.truncate(most);
            break;
        }
        let next = FIRST + entries.len() + usize::from(early);
        width = if next >= 2048 { 12 } else { next.max(511).ilog2() + 1 };
    }
    out
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u8> = digits.filter_map(|byte| Some(char::from(*byte).to_digit(16)? as u8)).collect();
    digits.chunks(2).map(|two| two.first().unwrap_or(&0) * 16 + two.get(1).unwrap_or(&0)).collect()
}

/// Five letters for four bytes, and `z` for four that are zero.
fn base_85(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let bytes = bytes.trim_ascii_start();
    for byte in bytes.strip_prefix(b"<~").unwrap_or(bytes).iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            out.extend(four_bytes(&group));
            group.clear();
        }
        if out.len() > most {
            out.truncate(most);
            return out;
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(four_bytes(&group).into_iter().take(kept));
    }
    out
}

fn four_bytes(group: &[u8]) -> [u8; 4] {
    group.iter().fold(0_u32, |number, digit| number.wrapping_mul(85).wrapping_add(u32::from(*digit))).to_be_bytes()
}

/// Stretches of bytes as they are, and bytes with how often they follow each other.
fn runs(bytes: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        match length {
            128 => break,
            0..=127 => {
                let (plain, after) = after.split_at(after.len().min(length + 1));
                out.extend(plain);
                rest = after;
            }
            _ => {
                let Some((byte, after)) = after.split_first() else { break };
                out.extend(std::iter::repeat_n(*byte, 257 - length));
                rest = after;
            }
        }
        if out.len() > most {
            out.truncate(most);
            break;
        }
    }
    out
}

impl Rows {
    fn undone(self, bytes: &[u8]) -> Vec<u8> {
        let tagged = usize::from(self.predictor >= 10);
        let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
        let mut above = vec![0; self.length];
        for row in bytes.chunks(self.length + tagged) {
            let (tag, row) =
                if tagged == 1 { row.split_first().map_or((0, row), |(tag, row)| (*tag, row)) } else { (1, row) };
            let mut whole: Vec<u8> = Vec::with_capacity(self.length);
            for (place, byte) in row.iter().enumerate() {
                let beside = |row: &[u8]| place.checked_sub(self.step).and_then(|at| row.get(at).copied()).unwrap_or(0);
                let (left, up, corner) = (beside(&whole), above.get(place).copied().unwrap_or(0), beside(&above));
                let guess = match tag {
                    1 => left,
                    2 => up,
                    3 => left.midpoint(up),
                    4 => nearest(left, up, corner),
                    _ => 0,
                };
                whole.push(byte.wrapping_add(guess));
            }
            out.extend(&whole);
            above = whole;
        }
        out
    }
}

/// Paeth's guess: which of the three is nearest to left + up - corner.
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let far = |other: i16| (a + b - c - other).abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn out(name: &[u8], options: &[(&str, f64)], bytes: &[u8]) -> Vec<u8> {
        let option = |key: &str| options.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
        undone(bytes, &[Filter::new(name, &option).unwrap()], &Budget::new(bytes.len())).unwrap().bytes
    }

    /// Codes in as many bits as a decoder expects.
    fn packed_codes(codes: &[usize], early: usize) -> Vec<u8> {
        let mut bits = String::new();
        let mut since_clear = 0_usize;
        for code in codes {
            let next = 258 + since_clear.saturating_sub(1) + early;
            let width = if next >= 2048 { 12 } else { next.max(511).ilog2() as usize + 1 };
            write!(bits, "{code:0width$b}").unwrap();
            since_clear = if *code == 256 { 0 } else { since_clear + 1 };
        }
        bits.as_bytes()
            .chunks(8)
            .map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | (bit - b'0')) << (8 - byte.len()))
            .collect()
    }

    /// The text as an encoder packs it.
    fn packed_lzw(text: &[u8], early: usize) -> Vec<u8> {
        let mut codes = vec![256];
        let mut table = std::collections::HashMap::new();
        let mut word: Vec<u8> = Vec::new();
        let code = |word: &[u8], table: &std::collections::HashMap<Vec<u8>, usize>| match word {
            [byte] => usize::from(*byte),
            longer => table[longer],
        };
        for byte in text {
            let longer = [word.as_slice(), &[*byte]].concat();
            if longer.len() == 1 || table.contains_key(&longer) {
                word = longer;
                continue;
            }
            codes.push(code(&word, &table));
            if table.len() < 4096 - 258 {
                table.insert(longer, 258 + table.len());
            }
            word = vec![*byte];
        }
        codes.extend([code(&word, &table), 257]);
        packed_codes(&codes, early)
    }

    #[test]
    fn every_way_of_packing_text_is_undone() {
        // The example of the standard.
        assert_eq!(out(b"LZWDecode", &[], &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]), b"-----A---B");
        let long: Vec<u8> = (0..20_000_u32).map(|number| (number * number / 7 % 61) as u8 + b'A').collect();
        assert_eq!(out(b"LZW", &[], &packed_lzw(&long, 1)), long);
        assert_eq!(out(b"LZW", &[("EarlyChange", 0.0)], &packed_lzw(&long, 0)), long);
        assert_eq!(out(b"ASCIIHexDecode", &[], b"4b 61 70\n616C>zz"), b"Kapal");
        assert_eq!(out(b"ASCII85Decode", &[], b"<~87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(out(b"A85", &[], b"z87cUR~>"), b"\0\0\0\0Hell");
        assert_eq!(out(b"RunLengthDecode", &[], &[2, b'a', b'b', b'c', 254, b'x', 128, 9]), b"abcxxx");
        assert!(Filter::new(b"DCTDecode", &|_| None).is_none());
    }

    #[test]
    fn rows_of_differences_are_put_together() {
        let rows = Rows { predictor: 15, length: 4, step: 1 };
        let png = [[0, 1, 2, 3, 4], [1, 1, 1, 1, 1], [2, 1, 1, 1, 1], [3, 1, 1, 1, 1], [4, 0, 0, 0, 1]].concat();
        assert_eq!(rows.undone(&png), [[1, 2, 3, 4], [1, 2, 3, 4], [2, 3, 4, 5], [2, 3, 4, 5], [2, 3, 4, 6]].concat());
        assert_eq!(Rows { predictor: 2, length: 4, step: 2 }.undone(&[1, 2, 3, 4, 1]), [1, 2, 4, 6, 1]);
        assert!(Rows { predictor: 15, length: 4, step: 1 }.undone(&[]).is_empty());
    }

    #[test]
    fn what_grows_too_much_is_a_bomb_behind_every_filter() {
        // Each code is one byte longer than the one before.
        let codes: Vec<usize> = [256, 0].into_iter().chain(258..4096).collect();
        let bytes = packed_codes(&codes, 1);
        let budget = Budget::new(bytes.len());
        assert_eq!(undone(&bytes, &[Filter::new(b"LZW", &|_| None).unwrap()], &budget), None);
        assert!(budget.is_spent());
        let many = vec![Filter::new(b"AHx", &|_| None).unwrap(); 7];
        assert_eq!(undone(b"00", &many, &Budget::new(2)), None);
    }
}
