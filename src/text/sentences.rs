//! Sentences, as runs of tokens.

use std::ops::Range;

use super::{Token, TokenKind};

/// Words after which a stop does not end a sentence, in lower case.
const ABBREVIATIONS: [&str; 16] =
    ["dr", "prof", "drs", "ir", "h", "hj", "kh", "jl", "no", "st", "tgk", "jend", "letjen", "purn", "tbk", "kol"];

/// The sentences of `text`, as ranges of its tokens in order; line ends belong to none and always end one.
///
/// A stop, a question or an exclamation mark ends a sentence where white space and then a capital or a quotation
/// follows; the stop of a common abbreviation does not.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Newline {
            if start < at {
                sentences.push(start..at);
            }
            start = at + 1;
        } else if ends(text, tokens, at) {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let word = token.span.of(text);
    if !matches!(word, "." | "?" | "!") {
        return false;
    }
    let Some(next) = tokens.get(at + 1) else { return true };
    let opens = |letter: char| letter.is_uppercase() || matches!(letter, '"' | '“' | '\'' | '‘');
    if next.span.start == token.span.end || !next.span.of(text).starts_with(opens) {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    !(word == "." && before.is_some_and(|before| abbreviates(before.span.of(text))))
}

fn abbreviates(word: &str) -> bool {
    ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        let text = "Dr. Sari tiba pukul 7.30. \"Baik,\" katanya.\nIni baris lain. dan ini";
        let tokens = tokens(text);
        let found: Vec<&str> = sentences(text, &tokens)
            .into_iter()
            .map(|range| text.get(tokens[range.start].span.start..tokens[range.end - 1].span.end).unwrap())
            .collect();
        assert_eq!(found, ["Dr. Sari tiba pukul 7.30.", "\"Baik,\" katanya.", "Ini baris lain. dan ini"]);
    }
}
