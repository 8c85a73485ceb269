//! Lines and phrases that sites put around and into a story and that are no part of it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Phrases dropped wherever they stand, in lower case.
const PHRASES: &[&str] = &[
    "scroll to continue with content",
    "scroll to resume content",
    "[gambas:",
    "baca berita dengan sedikit iklan, klik di sini",
    "baca berita tanpa iklan. gabung kompas.com+",
    "cek berita dan artikel yang lain di google news",
    "gulir untuk lanjut membaca",
    "scroll ke bawah untuk lanjut membaca",
    "scroll untuk melanjutkan membaca",
    "lanjutkan membaca di bawah iklan",
];

/// Lines that are nothing else, in lower case without outer signs.
const LINES: &[&str] = &[
    "advertisement",
    "advertisment",
    "iklan",
    "ads",
    "share",
    "bagikan",
    "bagikan artikel",
    "komentar",
    "tags",
    "tag",
    "selanjutnya",
    "halaman selanjutnya",
    "halaman berikutnya",
    "lanjut ke halaman berikutnya",
    "indeks berita",
    "loading",
    "copy link",
    "salin tautan",
    "skip to content",
];

/// What lines begin with that are addressed to the visitor, in lower case; the line must be short.
const OPENINGS: &[&str] = &[
    "ilustrasi.",
    "copyright ©",
    "copyright (c)",
    "hak cipta ©",
    "© copyright",
    "©",
    "slot-iklan",
    "cek berita dan artikel",
    "ikuti berita terkini",
    "ikuti kami di google news",
    "ikuti terus berita",
    "dapatkan update berita",
    "simak breaking news dan berita pilihan",
    "baca berita dengan sedikit iklan",
    "baca berita tanpa iklan",
    "cek berita dan informasi",
    "artikel ini telah tayang di",
    "berita ini telah tayang di",
    "lihat google news",
    "dilarang keras mengambil konten",
    "tonton video pilihan di bawah ini",
    "saksikan video pilihan di bawah ini",
    "disclaimer:",
];

/// The longest line that an opening makes noise, in characters.
const LONGEST: usize = 320;

/// What stands in the brackets of an embedded picture or video is shorter than this, in bytes.
const EMBED: usize = 120;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(PHRASES).ok()
});

/// Whether `line` is a footer, a call to the visitor or a left-over of the page's machinery.
pub(super) fn is_noise(line: &str) -> bool {
    let line = line.trim();
    let long = line.len() > LONGEST * 4 || line.chars().count() > LONGEST;
    let head: String = line.chars().take(60).collect::<String>().to_lowercase();
    let bare = head.trim_matches(|c: char| !c.is_alphanumeric());
    LINES.contains(&bare) && line.chars().count() < 60
        || (!long && OPENINGS.iter().any(|opening| head.starts_with(opening)))
        || line.chars().all(|c| !c.is_alphanumeric())
        || (!long && between_phrases(line).is_empty())
}

/// What is left of `line` between the phrases that are dropped wherever they stand: such a phrase stood between two
/// blocks of the page, so what it parts are lines of their own.
pub(super) fn between_phrases(line: &str) -> Vec<&str> {
    let Some(finder) = FINDER.as_ref() else { return vec![line] };
    let mut parts = Vec::new();
    let mut from = 0;
    for found in finder.find_iter(line) {
        if found.start() < from {
            continue;
        }
        parts.push(line.get(from..found.start()).unwrap_or_default());
        let rest = line.get(found.end()..).unwrap_or_default();
        // An embedded picture or video goes on to its bracket.
        let bracket = if line.get(found.start()..).is_some_and(|text| text.starts_with('[')) {
            rest.get(..rest.floor_char_boundary(EMBED)).and_then(|near| near.find(']')).map_or(0, |at| at + 1)
        } else {
            0
        };
        let rest = rest.get(bracket..).unwrap_or_default();
        from = line.len() - rest.trim_start_matches(['.', ' ']).len();
    }
    parts.push(line.get(from..).unwrap_or_default());
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn footers_and_calls_are_noise() {
        for line in [
            "ADVERTISEMENT",
            "SCROLL TO CONTINUE WITH CONTENT",
            "[Gambas:Instagram]",
            "ILUSTRASI. Gedung tua di pusat kota.",
            "Copyright © ANTARA 2020",
            "***",
            "slot-iklan-300x100",
        ] {
            assert!(is_noise(line), "{line}");
        }
        for line in ["Iklan rokok dilarang di kawasan itu.", "Ilustrasi buku itu indah.", "Tag harga dilepas."] {
            assert!(!is_noise(line), "{line}");
        }
    }

    #[test]
    fn phrases_part_a_line() {
        assert_eq!(between_phrases("Satu. SCROLL TO CONTINUE WITH CONTENT Dua."), ["Satu.", "Dua."]);
        assert_eq!(between_phrases("Baca berita dengan sedikit iklan, klik di sini Tiga."), ["Tiga."]);
        assert_eq!(between_phrases("Empat. [Gambas:Video 20detik] Lima [Gambas:Instagram]"), ["Empat.", "Lima"]);
        assert_eq!(between_phrases("Enam."), ["Enam."]);
    }

    proptest! {
        #[test]
        fn no_phrase_is_left(text in "(é|a|iklan|scroll to continue with content|[.] |[\\[]Gambas:x[\\]]){0,12}") {
            for part in between_phrases(&text) {
                prop_assert!(!part.contains("scroll to continue with content") && !part.contains("[Gambas:"));
            }
        }
    }
}
