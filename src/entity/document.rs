use crate::text::{Span, Token, TokenKind, tokens};

/// A text cut into tokens, with what every recogniser asks of them.
pub(super) struct Document<'a> {
    /// The text.
    pub text: &'a str,
    tokens: Vec<Item>,
}

/// A token with its properties.
#[derive(Debug, Clone, Copy)]
struct Item {
    span: Span,
    kind: TokenKind,
    /// Begins with a capital.
    capital: bool,
    /// First word of a sentence, a line or a quotation: a capital says nothing there.
    first: bool,
}

/// Words after which a stop does not end a sentence.
const ABBREVIATIONS: [&str; 16] =
    ["dr", "prof", "drs", "ir", "h", "hj", "kh", "jl", "no", "st", "tgk", "jend", "letjen", "purn", "tbk", "kol"];

impl<'a> Document<'a> {
    /// Cuts `text`.
    pub fn new(text: &'a str) -> Self {
        let mut first = true;
        let tokens = tokens(text);
        let mut items: Vec<Item> = Vec::with_capacity(tokens.len());
        for token in tokens {
            let word = token.span.of(text);
            match token.kind {
                TokenKind::Newline => first = true,
                TokenKind::Punctuation => {
                    let ends = matches!(word, "!" | "?" | ":" | "\"" | "“" | "•" | "–" | "—")
                        || word == "." && !abbreviates(text, &items);
                    first |= ends;
                }
                TokenKind::Word | TokenKind::Number => {}
            }
            let counts = matches!(token.kind, TokenKind::Word | TokenKind::Number);
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let Token { span, kind } = token;
            items.push(Item { span, kind, capital, first: first && counts });
            if counts {
                first = false;
            }
        }
        Self { text, tokens: items }
    }

    /// Its sentences, as ranges of tokens.
    pub fn sentences(&self) -> Vec<std::ops::Range<usize>> {
        let tokens: Vec<Token> = self.tokens.iter().map(|item| Token { span: item.span, kind: item.kind }).collect();
        crate::text::sentences(self.text, &tokens)
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The text of a token; empty past the end.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |item| item.span.of(self.text))
    }

    /// The text of a token in lower case.
    pub fn lower(&self, index: usize) -> String {
        self.word(index).to_lowercase()
    }

    /// Whether a token is this word, given in small letters of ASCII.
    pub fn is(&self, index: usize, word: &str) -> bool {
        self.word(index).eq_ignore_ascii_case(word)
    }

    /// Where a token stands.
    pub fn span(&self, index: usize) -> Option<Span> {
        self.tokens.get(index).map(|item| item.span)
    }

    /// The bytes from one token to the one before `end`.
    pub fn cover(&self, start: usize, end: usize) -> Option<Span> {
        Some(Span { start: self.span(start)?.start, end: self.span(end.checked_sub(1)?)?.end })
    }

    /// Whether a token is a word.
    pub fn is_word(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|item| item.kind == TokenKind::Word)
    }

    /// Whether a token is a number.
    pub fn is_number(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|item| item.kind == TokenKind::Number)
    }

    /// Whether a token is a word with a capital.
    pub fn is_capital(&self, index: usize) -> bool {
        self.is_word(index) && self.tokens.get(index).is_some_and(|item| item.capital)
    }

    /// Whether a token is the first word of a sentence, a line or a quotation.
    pub fn is_first(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|item| item.first)
    }

    /// Whether nothing, not even a space, stands between a token and the next.
    pub fn is_tight(&self, index: usize) -> bool {
        match (self.span(index), self.span(index + 1)) {
            (Some(this), Some(next)) => this.end == next.start,
            _ => false,
        }
    }

    /// The token that holds or follows a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|item| item.span.end <= byte)
    }
}

fn abbreviates(text: &str, before: &[Item]) -> bool {
    let Some(last) = before.last() else { return false };
    let word = last.span.of(text).to_lowercase();
    ABBREVIATIONS.contains(&word.as_str())
}
