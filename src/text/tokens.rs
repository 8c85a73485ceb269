//! Words, numbers and punctuation with their places.

use super::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits and apostrophes inside; an initial with its stop; a web name.
    Word,
    /// Digits, with separators between them.
    Number,
    /// Anything else that is not white space, one character each.
    Punctuation,
    /// The end of a line.
    Newline,
}

/// A piece of text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// The endings that make a stop part of a web name ("Kompas.com").
const WEB_ENDINGS: [&str; 8] = ["com", "co", "id", "go", "net", "org", "tv", "int"];

/// Cuts `text` into tokens, in order, in one pass. Hyphens are tokens of their own.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (end, kind) = if letter == '\n' {
            (at + 1, Some(TokenKind::Newline))
        } else if letter.is_whitespace() {
            (at + letter.len_utf8(), None)
        } else if letter.is_numeric() {
            number_or_word(text, at)
        } else if letter.is_alphabetic() {
            (word_end(text, at), Some(TokenKind::Word))
        } else {
            (at + letter.len_utf8(), Some(TokenKind::Punctuation))
        };
        if let Some(kind) = kind {
            tokens.push(Token { span: Span { start: at, end }, kind });
        }
        at = end;
    }
    tokens
}

/// Digits with separators; "20detik" is a word.
fn number_or_word(text: &str, at: usize) -> (usize, Option<TokenKind>) {
    let rest = text.get(at..).unwrap_or_default();
    let mut end = at;
    // "20detik" is a word; in "1.5a" the number ends before the letter.
    let mut separated = false;
    let mut letters = rest.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let joins = matches!(letter, '.' | ',') && letters.peek().is_some_and(|(_, next)| next.is_numeric());
        if letter.is_alphabetic() && !separated {
            return (word_end(text, at), Some(TokenKind::Word));
        }
        if !letter.is_numeric() && !joins {
            break;
        }
        separated |= joins;
        end = at + place + letter.len_utf8();
    }
    (end, Some(TokenKind::Number))
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut end = 0;
    let mut count = 0;
    let mut capital = false;
    for (place, letter) in rest.char_indices() {
        let after = rest.get(place + letter.len_utf8()..).unwrap_or_default();
        let inside = match letter {
            '\'' | '’' => count > 0 && after.starts_with(char::is_alphabetic),
            '.' if count == 1 && capital => {
                // An initial keeps its stop, unless the sentence ends with it.
                return if after.starts_with(|next: char| next.is_whitespace() || next.is_alphabetic()) {
                    at + place + 1
                } else {
                    at + end
                };
            }
            '.' => ends_web_name(after),
            _ => letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter),
        };
        if !inside {
            break;
        }
        count += 1;
        capital = count == 1 && letter.is_uppercase();
        end = place + letter.len_utf8();
    }
    at + end
}

fn ends_web_name(after: &str) -> bool {
    let end = after.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(after.len());
    let ending = after.get(..end).unwrap_or_default();
    WEB_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(
            cut("George W. Bush, Jum'at (19/6)."),
            ["George", "W.", "Bush", ",", "Jum'at", "(", "19", "/", "6", ")", "."]
        );
        assert_eq!(cut("Kompas.com 20detik 5,75%"), ["Kompas.com", "20detik", "5,75", "%"]);
        assert_eq!(cut("1.5a 1.1.1.1a"), ["1.5", "a", "1.1.1.1", "a"]);
        assert_eq!(cut("AS-Tiongkok\n“Négeri”"), ["AS", "-", "Tiongkok", "\n", "“", "Négeri", "”"]);
        assert_eq!(cut("di Seoul. Presiden"), ["di", "Seoul", ".", "Presiden"]);
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_and_cover_all_but_white_space(text in "\\PC{0,60}") {
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= at && token.span.end > token.span.start);
                prop_assert!(text.get(at..token.span.start).unwrap().chars().all(char::is_whitespace));
                at = token.span.end;
            }
            prop_assert!(text.get(at..).unwrap().chars().all(char::is_whitespace));
        }
    }
}
