//! Folding text to a key that equal titles and names share.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Comparison key of `text`: NFKC, lower case, quotes, dashes and punctuation as single spaces, trimmed.
///
/// Diacritics are kept, so "Rene" and "René" differ; apostrophes inside a word are dropped, so "Jum'at" and "Jumat"
/// are one. Folding a key again changes nothing.
#[must_use]
pub fn fold_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    // Lower-casing can take a character out of normal form, so the second pass puts it back.
    let lowered: String = text.nfkc().filter(|c| !is_dropped(*c)).flat_map(char::to_lowercase).collect();
    for c in lowered.nfkc() {
        if c.is_alphanumeric() || (is_combining_mark(c) && !gap && !key.is_empty()) {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(c);
        } else {
            gap = true;
        }
    }
    key
}

/// Apostrophes, and characters that nobody sees.
const fn is_dropped(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folding_a_key_again_changes_nothing(text in "\\PC{0,40}") {
            let key = fold_key(&text);
            prop_assert_eq!(fold_key(&key), key);
        }

        #[test]
        fn a_key_has_single_spaces_and_no_outer_ones(text in ".{0,40}") {
            let key = fold_key(&text);
            prop_assert_eq!(key.trim(), &key);
            prop_assert!(!key.contains("  "));
        }
    }

    #[test]
    fn case_quotes_and_dashes_do_not_matter() {
        assert_eq!(fold_key("“Harga Beras” Naik — Lagi!"), fold_key("harga beras naik - lagi"));
        assert_eq!(fold_key("Pasca\u{2011}Pemilu:  2024"), "pasca pemilu 2024");
    }

    #[test]
    fn an_apostrophe_is_no_gap() {
        assert_eq!(fold_key("Jum’at"), "jumat");
        assert_eq!(fold_key("e'\u{301}"), fold_key("é"));
        assert_ne!(fold_key("Pakta 1961"), fold_key("Pakta 1962"));
    }

    #[test]
    fn diacritics_and_words_matter() {
        assert_ne!(fold_key("René"), fold_key("Rene"));
        assert_eq!(fold_key("Rene\u{301}"), fold_key("René"));
        assert_eq!(fold_key("?!"), "");
    }
}
