//! Ways in which files are damaged, by dice that fall the same way each time.

/// What numbers in files become.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "255",
    "65536",
    "2147483648",
    "4294967295",
    "18446744073709551615",
    "9999999999999999999999999999999999999999",
    "1e308",
    "-9223372036854775808",
    "0.0000001",
];

/// What opens something in one of the formats, and so can be nested.
const OPENERS: &[&str] = &[
    "<div>",
    "<p><b>",
    "<table><tr><td>",
    "<ul><li>",
    "<dl><dt>",
    "<a href='x'>",
    "<svg><g>",
    "<rdf:li>",
    "<item>",
    "[",
    "{\"a\":",
    "{\"children\":[",
    "<<",
    "<< /A [",
    "(",
    "q ",
    "> ",
    "- ",
    "*",
    "[[",
    "`",
    "(Baca juga: ",
    "Baca: ",
    "\"",
    "<!--",
    "&",
    "--batas\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n",
];

/// What formats give a meaning to, in the wrong place.
const STRANGE: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x80\xae",
    b"\x1b[31m",
    b"\r",
    b"\n\n",
    b"\t",
    b"\x0c",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"&#0;",
    b"&#x110000;",
    b"&#10;",
    b"&#13;",
    b"&#x202e;",
    b"&lol;",
    b"&amp;amp;",
    b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]>",
    b"]]>",
    b"-->",
    b"<![CDATA[",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<meta charset='utf-16le'>",
    b"<base href='file:///'>",
    b"<script>",
    b"</body>",
    b"<plaintext>",
    b"<frameset>",
    b"<template>",
    b"\\u0000",
    b"\\ud800",
    b"\\u202e",
    b"\"",
    b"'",
    b",",
    b";",
    b"=3D",
    b"=\r\n",
    b"%00",
    b"../../",
    b"C:\\",
    b"javascript:alert(1)",
    b"http://",
    b"https://[::1",
    b"endstream",
    b"endobj",
    b"/Filter /LZWDecode",
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"0\r\n\r\n",
    b"---\n",
    b"+++\n",
    b"Baca Juga:",
    b"Editor:",
    b"Senin (31/2)",
    b"Rabu (19/6/99999)",
    b"0000-00-00T99:99:99+99:99",
];

/// Numbers that look random and are the same each time.
pub struct Dice(u64);

impl Dice {
    /// The dice of a round.
    pub fn new(name: &str, round: u64) -> Self {
        let start = name.bytes().fold(round.wrapping_mul(0x9E37_79B9_7F4A_7C15), |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let mut dice = Self(start);
        dice.below(2);
        dice
    }

    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = usize::try_from(self.0 >> 33).unwrap();
        random.checked_rem(limit).unwrap_or(0)
    }

    /// One of several.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// The bytes, damaged once or a few times; `others` are what pieces of other files are taken from.
    pub fn damaged(&mut self, mut bytes: Vec<u8>, others: &[Vec<u8>]) -> Vec<u8> {
        for _ in 0..=self.below(4) {
            bytes = self.once(bytes, others);
        }
        bytes
    }

    fn once(&mut self, mut bytes: Vec<u8>, others: &[Vec<u8>]) -> Vec<u8> {
        let (start, end) = self.block(bytes.len());
        let block = bytes[start..end].to_vec();
        match self.below(13) {
            0 => self.flip(&mut bytes),
            1 => bytes.truncate(start),
            2 => insert(&mut bytes, start, &block),
            3 => drop(bytes.drain(start..end)),
            4 => {
                bytes.drain(start..end);
                let place = self.below(bytes.len() + 1);
                insert(&mut bytes, place, &block);
            }
            5 => self.renumber(&mut bytes),
            6 => {
                let (opener, times) = (self.of(OPENERS), self.of(&[3, 40, 600, 20_000]));
                insert(&mut bytes, start, opener.repeat(times).as_bytes());
            }
            7 => bytes = self.encoded(&bytes),
            8 | 9 => {
                let strange = self.of(STRANGE);
                insert(&mut bytes, start, strange);
            }
            10 => {
                let other = &others[self.below(others.len())];
                let (start_there, end_there) = self.block(other.len());
                bytes.splice(start..end, other[start_there..end_there].iter().copied());
            }
            11 => bytes = self.lines_ended(&bytes),
            _ => {
                let byte = self.of(&[0, b' ', b'a', b'<', 0xff]);
                bytes[start..end].fill(byte);
            }
        }
        bytes
    }

    /// A piece of so many bytes, most often a short one.
    fn block(&mut self, length: usize) -> (usize, usize) {
        let start = self.below(length + 1);
        let most = self.of(&[8, 64, 512, length]);
        (start, length.min(start + self.below(most)))
    }

    fn flip(&mut self, bytes: &mut [u8]) {
        for _ in 0..=self.below(8) {
            let (place, bit) = (self.below(bytes.len()), self.below(8));
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1 << bit;
            }
        }
    }

    /// Another number where one stands, the first behind a random place.
    fn renumber(&mut self, bytes: &mut Vec<u8>) {
        let from = self.below(bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
        let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        bytes.splice(start..start + digits, self.of(NUMBERS).bytes());
    }

    /// The text in another encoding, with or without a mark that says so.
    fn encoded(&mut self, bytes: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(bytes);
        let wide = text.encode_utf16();
        match self.below(6) {
            0 => [0xff, 0xfe].into_iter().chain(wide.flat_map(u16::to_le_bytes)).collect(),
            1 => [0xfe, 0xff].into_iter().chain(wide.flat_map(u16::to_be_bytes)).collect(),
            2 => wide.flat_map(u16::to_le_bytes).collect(),
            3 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            4 => bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes(),
            _ => [b"\xef\xbb\xbf", bytes].concat(),
        }
    }

    fn lines_ended(&mut self, bytes: &[u8]) -> Vec<u8> {
        let end: &[u8] = self.of(&[&b"\r\n"[..], b"\r", b"", b"\n\n", b"\0"]);
        bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(end)
    }
}

fn insert(bytes: &mut Vec<u8>, place: usize, block: &[u8]) {
    bytes.splice(place..place, block.iter().copied());
}
