//! Bytes to text: the encoding, and what is no text at all.

use encoding_rs::Encoding;

use super::mojibake::repaired;
use super::{Unreadable, Warning};

/// How far into a page its declared encoding is looked for, in bytes.
const DECLARATION_BYTES: usize = 4096;

/// What the first bytes of well-known binary files are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an EPUB or Office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x7fELF", "an executable program"),
    (b"\xfe\xed\xfa", "an executable program"),
    (b"\xcf\xfa\xed\xfe", "an executable program"),
    (b"\xce\xfa\xed\xfe", "an executable program"),
    (b"\xca\xfe\xba\xbe", "an executable program"),
    (b"\0asm", "an executable program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"ID3", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO\0", "a font"),
    (b"\0\x01\0\0", "a font"),
];

/// What short first bytes mean when the file also holds NUL bytes, which no text does.
const MAGIC_WITH_NUL: &[(&[u8], &str)] = &[
    (b"MZ", "an executable program"),
    (b"BM", "a BMP image"),
    (b"BZh", "a bzip2 archive"),
    (b"RIFF", "a sound, video or WebP file"),
];

/// The text of `bytes`, with what was doubtful about its encoding.
///
/// In order: byte order mark; UTF-8 where it fits; the encoding that a page declares; UTF-8 with few errors; a guess.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Vec<Warning>), Unreadable> {
    decoded(bytes, Tabs::AreSpaces)
}

/// The same text with its tabs, which part the columns of some tables.
pub(super) fn decode_table(bytes: &[u8]) -> Result<(String, Vec<Warning>), Unreadable> {
    decoded(bytes, Tabs::Stay)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tabs {
    AreSpaces,
    Stay,
}

fn decoded(bytes: &[u8], tabs: Tabs) -> Result<(String, Vec<Warning>), Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if let Some(kind) = binary_kind(bytes) {
        return Err(Unreadable::Binary(kind));
    }
    let (text, warnings) = to_text(bytes)?;
    let text = tidy(&text, tabs);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok((text, warnings))
}

fn to_text(bytes: &[u8]) -> Result<(String, Vec<Warning>), Unreadable> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        let errors = if replaced { text.matches('\u{fffd}').count() } else { 0 };
        return Ok(with_letters_repaired(&text, replacements(errors)));
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(bytes);
        if replaced {
            return Err(Unreadable::Encoding);
        }
        return Ok((text.into_owned(), vec![Warning::GuessedEncoding(encoding.name().to_owned())]));
    }
    if bytes.contains(&0) {
        let (kept, dropped) = without_few_nuls(bytes).ok_or(Unreadable::Binary("binary data"))?;
        let (text, mut warnings) = to_text(&kept)?;
        warnings.push(Warning::ReplacedBytes(dropped));
        return Ok((text, warnings));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (text, warnings) = with_letters_repaired(text, Vec::new());
        return if is_mostly_control(&text) { Err(Unreadable::Binary("binary data")) } else { Ok((text, warnings)) };
    }
    let fit = Utf8Fit::of(bytes);
    let declared = declared_encoding(bytes);
    if let Some(encoding) = declared.filter(|encoding| *encoding != encoding_rs::UTF_8) {
        let (text, replaced) = encoding.decode_without_bom_handling(bytes);
        if !replaced && !is_mostly_control(&text) {
            return Ok((text.into_owned(), Vec::new()));
        }
    }
    if fit.is_damaged_utf8(declared.is_some()) {
        return Ok((String::from_utf8_lossy(bytes).into_owned(), replacements(fit.errors)));
    }
    guess(bytes)
}

fn guess(bytes: &[u8]) -> Result<(String, Vec<Warning>), Unreadable> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"id"), chardetng::Utf8Detection::Deny);
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced || is_mostly_control(&text) {
        return Err(Unreadable::Encoding);
    }
    Ok((text.into_owned(), vec![Warning::GuessedEncoding(encoding.name().to_owned())]))
}

/// A text as it is, or with its letters as they were before they were saved twice.
fn with_letters_repaired(text: &str, mut warnings: Vec<Warning>) -> (String, Vec<Warning>) {
    let repaired = repaired(text);
    warnings.extend(repaired.as_ref().map(|_| Warning::RepairedLetters));
    (repaired.unwrap_or_else(|| text.to_owned()), warnings)
}

/// Bytes without the few NULs that damage left in a text, and how many these are; `None` where they are none of a text.
fn without_few_nuls(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    const SHARE: usize = 200;
    let kept: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    let dropped = bytes.len() - kept.len();
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace() && *byte != 0x1b;
    (dropped * SHARE <= bytes.len() && !kept.iter().any(is_control)).then_some((kept, dropped))
}

fn replacements(errors: usize) -> Vec<Warning> {
    if errors == 0 { Vec::new() } else { vec![Warning::ReplacedBytes(errors)] }
}

/// How well bytes that are not UTF-8 fit it all the same.
struct Utf8Fit {
    /// Places that do not fit.
    errors: usize,
    /// Characters of more than one byte that do.
    wide: usize,
}

impl Utf8Fit {
    fn of(bytes: &[u8]) -> Self {
        let mut fit = Self { errors: 0, wide: 0 };
        for chunk in bytes.utf8_chunks() {
            fit.wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            fit.errors += usize::from(!chunk.invalid().is_empty());
        }
        fit
    }

    /// Single-byte encodings make a valid wide character only by accident, so many of them mean UTF-8 with damage.
    fn is_damaged_utf8(&self, declared: bool) -> bool {
        self.wide >= self.errors.saturating_mul(if declared { 1 } else { 4 }).max(1)
    }
}

fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    let named = |table: &[(&[u8], &'static str)]| {
        table.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
    };
    if let Some(kind) = named(MAGIC) {
        return Some(kind);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a video or HEIC image");
    }
    let head = bytes.get(..bytes.len().min(DECLARATION_BYTES)).unwrap_or_default();
    if head.contains(&0) { named(MAGIC_WITH_NUL) } else { None }
}

/// UTF-16 without a mark: Latin text has a NUL in every other byte, always on the same side.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_BYTES) & !1)?;
    let pairs = head.len() / 2;
    let nul_at = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    let most = |count: usize, other: usize| pairs >= 4 && count * 10 >= pairs * 7 && other * 50 <= pairs;
    if most(odd, even) {
        Some(encoding_rs::UTF_16LE)
    } else if most(even, odd) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Whether so many control characters occur that this is no text; tabs, line ends and escapes do not count.
fn is_mostly_control(text: &str) -> bool {
    let (mut controls, mut all) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        controls += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}'));
    }
    controls * 50 > all
}

/// The encoding that a page names for itself in `<meta charset>`, `http-equiv` or an XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION_BYTES)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).find_map(|(at, _)| {
            let rest = head.get(at + key.len()..)?.trim_start().strip_prefix('=')?;
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
                .unwrap_or(rest.len());
            // Bytes in which this was found are no UTF-16, whatever they say.
            let wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
            Encoding::for_label(rest.get(..end)?.as_bytes()).filter(|encoding| !wide.contains(encoding))
        })
    })
}

/// One kind of line end and space, without invisible characters.
fn tidy(text: &str, tabs: Tabs) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push('\n');
            }
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{c}' | '\u{b}' => out.push('\n'),
            '\t' if tabs == Tabs::Stay => out.push('\t'),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes).unwrap().0
    }

    #[test]
    fn every_byte_order_mark_is_understood() {
        assert_eq!(text_of(b"\xef\xbb\xbfKabar"), "Kabar");
        assert_eq!(text_of(b"\xff\xfeK\0a\0b\0a\0r\0"), "Kabar");
        assert_eq!(text_of(b"\xfe\xff\0K\0a\0b\0a\0r"), "Kabar");
    }

    #[test]
    fn wide_text_without_a_mark_is_guessed() {
        let (text, warnings) = decode(b"K\0a\0b\0a\0r\0 \0b\0a\0i\0k\0").unwrap();
        assert_eq!(text, "Kabar baik");
        assert_eq!(warnings, [Warning::GuessedEncoding("UTF-16LE".into())]);
    }

    #[test]
    fn the_declared_encoding_is_used_without_a_warning() {
        let page = b"<html><head><meta charset='windows-1252'></head><p>\x93Kutipan\x94 \x96 caf\xe9</p>";
        let (text, warnings) = decode(page).unwrap();
        assert!(text.contains("“Kutipan” – café"), "{text}");
        assert_eq!(warnings, []);
    }

    #[test]
    fn utf8_wins_over_a_wrong_declaration() {
        let page = "<meta charset=iso-8859-1><p>“Kutipan”</p>";
        assert!(text_of(page.as_bytes()).contains("“Kutipan”"));
    }

    #[test]
    fn an_undeclared_single_byte_text_is_guessed_with_a_warning() {
        let (text, warnings) = decode(b"Menteri itu berkata, \x93kami siap\x94, di kafe Caf\xe9 Ren\xe9.").unwrap();
        assert!(text.contains("“kami siap”"), "{text}");
        assert!(matches!(warnings.as_slice(), [Warning::GuessedEncoding(_)]));
    }

    #[test]
    fn damaged_utf8_keeps_its_text_and_counts_the_damage() {
        let mut bytes = "“Satu” “dua” “tiga” “empat” ".repeat(5).into_bytes();
        bytes.extend(b"\xff akhir");
        let (text, warnings) = decode(&bytes).unwrap();
        assert!(text.contains("“empat”") && text.ends_with("akhir"));
        assert_eq!(warnings, [Warning::ReplacedBytes(1)]);
    }

    #[test]
    fn binaries_are_named() {
        let kind = |bytes: &[u8]| match decode(bytes) {
            Err(Unreadable::Binary(kind)) => kind,
            other => panic!("{other:?}"),
        };
        assert_eq!(kind(b"%PDF-1.7 ..."), "a PDF document");
        assert_eq!(kind(b"MZ\x90\0\x03\0\0\0"), "an executable program");
        assert_eq!(kind(b"abc\0\0\0\x01\x02 def ghi"), "binary data");
        assert_eq!(kind(&[1, 2, 3, 4, 5, 6, 7, 65]), "binary data");
        assert_eq!(text_of(b"MZ adalah singkatan."), "MZ adalah singkatan.");
    }

    #[test]
    fn a_text_with_a_few_nuls_is_read_without_them() {
        let text = format!("Kapal niaga ti\0ba di Dili. {}", "Muatannya beras dan semen. ".repeat(10));
        let (read, warnings) = decode(text.as_bytes()).unwrap();
        assert!(read.starts_with("Kapal niaga tiba di Dili."), "{read}");
        assert_eq!(warnings, [Warning::ReplacedBytes(1)]);
        let odd = text.replace("beras", "be\u{1}ras");
        assert!(matches!(decode(odd.as_bytes()), Err(Unreadable::Binary(_))));
    }

    #[test]
    fn letters_that_were_saved_twice_are_repaired_with_a_note() {
        for spoilt in ["Caf\u{c3}\u{a9} tutup \u{e2}\u{80}\u{93} kata Jos\u{c3}\u{a9}.", "CafÃ© tutup â€“ kata JosÃ©."]
        {
            let (text, warnings) = decode(spoilt.as_bytes()).unwrap();
            assert_eq!(
                (text.as_str(), warnings.as_slice()),
                ("Café tutup – kata José.", &[Warning::RepairedLetters][..])
            );
        }
        assert_eq!(decode("CafÃ© dan Café".as_bytes()).unwrap(), ("CafÃ© dan Café".to_owned(), Vec::new()));
    }

    #[test]
    fn nothing_and_white_space_are_empty() {
        for bytes in [b"".as_slice(), b" \r\n\t", b"\xef\xbb\xbf \n", "\u{200b}\u{a0}".as_bytes()] {
            assert_eq!(decode(bytes), Err(Unreadable::Empty));
        }
    }

    #[test]
    fn line_ends_and_spaces_become_one_kind() {
        assert_eq!(text_of("a\r\nb\rc\u{2028}d\u{a0}e\u{ad}f".as_bytes()), "a\nb\nc\nd ef");
    }

    proptest! {
        #[test]
        fn any_bytes_give_text_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok((text, _)) = decode(&bytes) {
                prop_assert!(!text.trim().is_empty());
            }
        }
    }
}
