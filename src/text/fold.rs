//! Folding text to a key that equal titles and names share.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Comparison key of `text`: NFKC, lower case, quotes, dashes and punctuation as single spaces, trimmed.
///
/// Diacritics are kept, so "Rene" and "René" differ; apostrophes inside a word are dropped, so "Jum'at" and "Jumat"
/// are one. Folding a key again changes nothing.
#[must_use]
pub fn fold_key(text: &str) -> String {
    let mut key = Key { text: String::with_capacity(text.len()), gap: false };
    // Nothing composes with a space: what stands between two is folded by itself, and mostly it is plain.
    for part in text.split(' ') {
        key.gap = true;
        if part.is_ascii() {
            let kept = part.chars().filter(|c| !is_dropped(*c));
            kept.for_each(|c| key.take(c.to_ascii_lowercase()));
        } else {
            // Lower-casing can take a character out of normal form, so the second pass puts it back.
            let lowered: String = part.nfkc().filter(|c| !is_dropped(*c)).flat_map(char::to_lowercase).collect();
            lowered.nfkc().for_each(|c| key.take(c));
        }
    }
    key.text
}

/// A key in the making.
struct Key {
    text: String,
    /// Whether what comes next stands apart from what is there.
    gap: bool,
}

impl Key {
    fn take(&mut self, c: char) {
        let mark = || is_combining_mark(c) && !self.gap && !self.text.is_empty();
        if c.is_alphanumeric() || mark() {
            if self.gap && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.gap = false;
            self.text.push(c);
        } else {
            self.gap = true;
        }
    }
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
        fn words_fold_alone_as_they_do_together(words in proptest::collection::vec("\\PC{0,6}", 0..6)) {
            let apart: Vec<String> = words.iter().map(|word| fold_key(word)).filter(|key| !key.is_empty()).collect();
            prop_assert_eq!(fold_key(&words.join(" ")), apart.join(" "));
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
