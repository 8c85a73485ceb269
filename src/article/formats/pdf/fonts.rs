//! What the codes of a font's texts mean, and how wide they are.

use std::collections::BTreeMap;

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::objects::{Dict, File, Lexer, Object};

/// A font as far as its texts need it.
pub(super) struct Font {
    /// Whether a code is two bytes.
    wide: bool,
    /// The first code of each range with its last one and the letters of the first, in UTF-16.
    ranges: BTreeMap<u32, (u32, Vec<u16>)>,
    /// Letters that the font itself names by their codes.
    named: BTreeMap<u32, String>,
    mac: bool,
    /// The first code of each range with its last one and its width, in thousandths.
    widths: BTreeMap<u32, (u32, f64)>,
    default_width: f64,
}

impl Font {
    pub fn read(file: &File<'_>, dict: &Dict) -> Self {
        let wide = dict.get(b"Subtype".as_slice()).and_then(Object::name) == Some(b"Type0");
        let mut font = Self {
            wide,
            ranges: BTreeMap::new(),
            named: BTreeMap::new(),
            mac: false,
            widths: BTreeMap::new(),
            default_width: if wide { 1000.0 } else { 500.0 },
        };
        if let Some((_, map)) = dict.get(b"ToUnicode".as_slice()).and_then(|map| file.stream(map)) {
            font.read_map(file, &map.bytes);
        }
        match file.get(dict, "Encoding") {
            Some(Object::Name(name)) => font.mac = name == b"MacRomanEncoding",
            Some(Object::Dict(encoding)) => font.read_differences(file, &encoding),
            _ => {}
        }
        if wide {
            font.read_wide_widths(file, dict);
        } else if let Some(Object::List(widths)) = file.get(dict, "Widths") {
            let first = file.get(dict, "FirstChar").and_then(|first| first.number()).unwrap_or_default() as u32;
            for (code, width) in (first..=255).zip(widths.iter().filter_map(Object::number)) {
                font.widths.insert(code, (code, width));
            }
        }
        font
    }

    /// A map from codes to letters: pairs, and ranges with the letters of the first code or of each.
    fn read_map(&mut self, file: &File<'_>, map: &[u8]) {
        let mut lexer = Lexer::new(map, 0, &file.budget);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(word) = &object else {
                operands.push(object);
                continue;
            };
            match word.as_slice() {
                b"endbfchar" => {
                    for pair in operands.chunks(2) {
                        if let [Object::Text(code), Object::Text(letters)] = pair {
                            self.ranges.insert(number(code), (number(code), utf_16(letters)));
                        }
                    }
                }
                b"endbfrange" => {
                    for range in operands.chunks(3) {
                        match range {
                            [Object::Text(first), Object::Text(last), Object::Text(letters)] => {
                                self.ranges.insert(number(first), (number(last), utf_16(letters)));
                            }
                            [Object::Text(first), Object::Text(_), Object::List(each)] => {
                                for (code, letters) in (number(first)..=u32::MAX).zip(each) {
                                    if let Object::Text(letters) = letters {
                                        self.ranges.insert(code, (code, utf_16(letters)));
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            operands.clear();
        }
    }

    fn read_differences(&mut self, file: &File<'_>, encoding: &Dict) {
        self.mac =
            encoding.get(b"BaseEncoding".as_slice()).and_then(Object::name) == Some(b"MacRomanEncoding".as_slice());
        let Some(Object::List(parts)) = file.get(encoding, "Differences") else { return };
        let mut code = 0_u32;
        for part in parts {
            match part {
                Object::Number(number) => code = number as u32,
                Object::Name(name) => {
                    self.named.extend(letter(&String::from_utf8_lossy(&name)).map(|letter| (code, letter)));
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    /// Widths as fonts of two bytes have them: `c [w1 w2]` and `first last w`.
    fn read_wide_widths(&mut self, file: &File<'_>, dict: &Dict) {
        let Some(Object::List(inner)) = file.get(dict, "DescendantFonts") else { return };
        let Some(Object::Dict(inner)) = inner.first().and_then(|inner| file.resolved(inner)) else { return };
        if let Some(width) = file.get(&inner, "DW").and_then(|width| width.number()) {
            self.default_width = width;
        }
        let Some(Object::List(parts)) = file.get(&inner, "W") else { return };
        let mut parts = parts.iter();
        while let Some(first) = parts.next().and_then(Object::number) {
            let first = first as u32;
            match parts.next() {
                Some(Object::List(widths)) => {
                    for (code, width) in (first..=u32::MAX).zip(widths.iter().filter_map(Object::number)) {
                        self.widths.insert(code, (code, width));
                    }
                }
                Some(Object::Number(last)) => {
                    let width = parts.next().and_then(Object::number).unwrap_or(self.default_width);
                    self.widths.insert(first, (*last as u32, width));
                }
                _ => return,
            }
        }
    }

    /// The letters of a text, its width in thousandths of the font's size, and how many of its codes are spaces of one byte.
    pub fn decode(&self, text: &[u8]) -> (String, f64, usize, usize) {
        let (mut out, mut width, mut spaces, mut codes) = (String::new(), 0.0, 0, 0);
        for bytes in text.chunks(if self.wide { 2 } else { 1 }) {
            let code = number(bytes);
            codes += 1;
            spaces += usize::from(!self.wide && code == 32);
            let known = self.widths.range(..=code).next_back().filter(|(_, (last, _))| *last >= code);
            width += known.map_or(self.default_width, |(_, (_, width))| *width);
            self.write(code, bytes, &mut out);
        }
        (out, width, spaces, codes)
    }

    fn write(&self, code: u32, bytes: &[u8], out: &mut String) {
        let mapped = self.ranges.range(..=code).next_back().filter(|(_, (last, _))| *last >= code);
        if let Some((first, (_, letters))) = mapped {
            let mut letters = letters.clone();
            if let Some(last) = letters.last_mut() {
                *last = last.wrapping_add((code - first) as u16);
            }
            out.extend(char::decode_utf16(letters).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        } else if let Some(letter) = self.named.get(&code) {
            out.push_str(letter);
        } else if !self.wide {
            let encoding = if self.mac { MACINTOSH } else { WINDOWS_1252 };
            out.push_str(&encoding.decode_without_bom_handling(bytes).0);
        }
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf_16(bytes: &[u8]) -> Vec<u16> {
    /// The most letters of one code; ligatures have four.
    const MOST: usize = 8;
    bytes.chunks(2).take(MOST).map(|two| number(two) as u16).collect()
}

/// Names of glyphs with the letters that they mean, after Adobe's list: what texts in Latin letters need.
const GLYPHS: &str = "exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( \
    parenright ) asterisk * plus + comma , hyphen - minus - period . slash / zero 0 one 1 two 2 three 3 \
    four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? \
    at @ bracketleft [ backslash \\ bracketright ] underscore _ braceleft { bar | braceright } \
    asciitilde ~ quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ \
    quotedblbase „ endash – emdash — bullet • ellipsis … fi fi fl fl ff ff ffi ffi ffl ffl eacute é \
    Eacute É egrave è ecircumflex ê edieresis ë aacute á agrave à acircumflex â adieresis ä atilde ã \
    aring å iacute í idieresis ï oacute ó ocircumflex ô odieresis ö otilde õ oslash ø uacute ú \
    udieresis ü ccedilla ç ntilde ñ germandbls ß degree ° copyright © registered ® trademark ™ \
    section § paragraph ¶ Euro € sterling £ guillemotleft « guillemotright » periodcentered ·";

/// The letters that a glyph's name means.
fn letter(name: &str) -> Option<String> {
    if matches!(name, "space" | "nbspace") {
        return Some(" ".to_owned());
    }
    let mut glyphs = GLYPHS.split(' ');
    while let (Some(known), Some(letters)) = (glyphs.next(), glyphs.next()) {
        if known == name {
            return Some(letters.to_owned());
        }
    }
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only.to_string());
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    char::from_u32(u32::from_str_radix(digits.get(..4)?, 16).ok()?).map(String::from)
}
