//! What the tagger looks at: words, their shapes, parts and clusters, known names, and the rest of the text.

use std::collections::HashMap;

use super::hash::{self, mix};
use super::lexicon::{BITS, Bits, Lexicon};

/// Clusters of words by their neighbours, coarse to fine.
pub const CLUSTERINGS: usize = 3;

/// The clusters of known words: by the hash of their lower case, in each clustering.
pub type Clusters = hash::Hashed<[u16; CLUSTERINGS]>;

/// What is known of a token by itself and by its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Token {
    /// The hash of the word as written.
    pub exact: u64,
    /// The hash of the word in lower case.
    pub lower: u64,
    shape: u64,
    short_shape: u64,
    prefixes: [u64; 3],
    suffixes: [u64; 4],
    clusters: [u16; CLUSTERINGS],
    bits: Bits,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// How the word stands elsewhere in the text: a small number.
    elsewhere: u8,
}

/// The resources that features are made with.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// Known names and words.
    pub lexicon: &'a Lexicon,
    /// Clusters of words.
    pub clusters: &'a Clusters,
}

/// The tokens of a text, sentence by sentence, with what the text says of each.
#[must_use]
pub fn observe<S: AsRef<str>>(sentences: &[Vec<S>], resources: Resources<'_>) -> Observed {
    let mut tokens: Vec<Vec<Token>> = sentences.iter().map(|sentence| look(sentence, resources)).collect();
    let mut seen: HashMap<u64, Seen> = HashMap::new();
    for sentence in &tokens {
        for (at, token) in sentence.iter().enumerate() {
            let seen = seen.entry(token.lower).or_default();
            seen.note(token, at > 0 && !opens(sentence.get(at.wrapping_sub(1))));
        }
    }
    for sentence in &tokens {
        for (at, token) in sentence.iter().enumerate().filter(|(_, token)| token.capital) {
            if let Some(seen) = seen.get_mut(&token.lower) {
                let near = |at: usize| sentence.get(at).map_or(EDGE, |token| token.lower);
                seen.neighbours(near(at.wrapping_sub(1)), near(at + 1));
            }
        }
    }
    for token in tokens.iter_mut().flatten() {
        token.elsewhere = seen.get(&token.lower).map_or(0, Seen::summary);
    }
    Observed { tokens, seen }
}

/// A text as the tagger sees it.
#[derive(Debug, Default)]
pub struct Observed {
    /// The tokens of each sentence.
    pub tokens: Vec<Vec<Token>>,
    seen: HashMap<u64, Seen>,
}

/// How a word stands in the whole text.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// In lower case.
    small: u32,
    /// With a capital that no sentence's beginning explains.
    capital: u32,
    before: [u64; Self::NEIGHBOURS],
    after: [u64; Self::NEIGHBOURS],
    neighbours: u32,
}

impl Seen {
    const NEIGHBOURS: usize = 4;

    fn note(&mut self, token: &Token, inside: bool) {
        if !token.capital {
            self.small += 1;
        } else if inside {
            self.capital += 1;
        }
    }

    fn neighbours(&mut self, before: u64, after: u64) {
        let at = self.neighbours as usize;
        self.neighbours += 1;
        if let (Some(slot), Some(other)) = (self.before.get_mut(at), self.after.get_mut(at)) {
            (*slot, *other) = (before, after);
        }
    }

    fn summary(&self) -> u8 {
        let some = |count: u32| u8::try_from(count.min(2)).unwrap_or(2);
        1 + some(self.small) + 3 * some(self.capital)
    }
}

/// The neighbour of the first and the last token.
const EDGE: u64 = 11;

fn opens(token: Option<&Token>) -> bool {
    token.is_none_or(|token| token.short_shape == hash::text("\"") || token.short_shape == hash::text(":"))
}

fn look<S: AsRef<str>>(sentence: &[S], resources: Resources<'_>) -> Vec<Token> {
    let mut tokens: Vec<Token> = sentence.iter().map(|word| token(word.as_ref(), resources.clusters)).collect();
    let lower: Vec<u64> = tokens.iter().map(|token| token.lower).collect();
    let exact: Vec<u64> = tokens.iter().map(|token| token.exact).collect();
    let capital: Vec<bool> = tokens.iter().map(|token| token.capital).collect();
    let mut bits = vec![0; tokens.len()];
    resources.lexicon.look_up(&lower, &exact, &capital, &mut bits);
    for (token, bits) in tokens.iter_mut().zip(bits) {
        token.bits = bits;
    }
    tokens
}

fn token(word: &str, clusters: &Clusters) -> Token {
    let lower = hash::lower(word);
    let mut prefixes = [0; 3];
    let mut suffixes = [0; 4];
    let (mut shape, mut short) = (1, 1);
    let mut last = ' ';
    let mut hash = 3;
    for (at, letter) in word.chars().enumerate() {
        let kind = kind_of(letter);
        if at < 12 {
            shape = mix(shape, u64::from(u32::from(kind)));
        }
        if kind != last {
            short = mix(short, u64::from(u32::from(kind)));
            last = kind;
        }
        hash = mix(hash, u64::from(u32::from(small(letter))));
        if let Some(slot) = at.checked_sub(1).and_then(|at| prefixes.get_mut(at)) {
            *slot = hash;
        }
    }
    let mut hash = 5;
    for (at, letter) in word.chars().rev().take(4).enumerate() {
        hash = mix(hash, u64::from(u32::from(small(letter))));
        if let Some(slot) = suffixes.get_mut(at) {
            *slot = hash;
        }
    }
    // A sign is its own shape.
    let sign = word.chars().count() == 1 && !word.starts_with(char::is_alphanumeric);
    let short_shape = if sign { hash::text(word) } else { short };
    Token {
        exact: hash::text(word),
        lower,
        shape,
        short_shape,
        prefixes,
        suffixes,
        clusters: clusters.get(&lower).copied().unwrap_or_default(),
        bits: 0,
        capital: word.starts_with(char::is_uppercase),
        elsewhere: 0,
    }
}

fn small(letter: char) -> char {
    if letter.is_ascii() { letter.to_ascii_lowercase() } else { letter.to_lowercase().next().unwrap_or(letter) }
}

fn kind_of(letter: char) -> char {
    match letter {
        _ if letter.is_uppercase() => 'A',
        _ if letter.is_alphabetic() => 'a',
        _ if letter.is_numeric() => '0',
        _ => letter,
    }
}

/// A manner of annotating, by its number in the model.
pub type Manner = u8;

/// The features that each manner of annotating weighs for itself as well, by their numbers: words, shapes, endings.
/// Daume (2007), "Frustratingly Easy Domain Adaptation".
const OF_MANNER: u64 = bits(&[1, 2, 3, 4, 5, 8, 9, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 24, 43]);

const fn bits(mut numbers: &[u64]) -> u64 {
    let mut bits = 0;
    while let Some((number, rest)) = numbers.split_first() {
        bits |= 1 << *number;
        numbers = rest;
    }
    bits
}

fn in_manner(feature: u64, manner: Manner) -> u64 {
    hash::finish(mix(1000 + u64::from(manner), feature))
}

/// Which words a feature depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// On one word of the window alone, by its place in it.
    Word(usize),
    /// On several words, or on what the text says of them.
    Several,
}

/// The token that is tagged and two on either side of it, in reading order.
pub const WINDOW: usize = 5;
const HERE: usize = 2;

/// A word of the window past the beginning or the end of the sentence.
const OUTSIDE: Token = Token {
    exact: EDGE,
    lower: EDGE,
    shape: EDGE,
    short_shape: EDGE,
    prefixes: [0; 3],
    suffixes: [0; 4],
    clusters: [0; CLUSTERINGS],
    bits: 0,
    capital: false,
    elsewhere: 0,
};

/// The tokens around the one at `at` of a sentence.
#[must_use]
pub fn window(sentence: &[Token], at: usize) -> [&Token; WINDOW] {
    std::array::from_fn(|place| (at + place).checked_sub(HERE).and_then(|at| sentence.get(at)).unwrap_or(&OUTSIDE))
}

/// Appends the hashes of the features of the token at `at` of a sentence of the text, to be tagged in this manner.
pub fn features(observed: &Observed, sentence: &[Token], at: usize, manner: Option<Manner>, into: &mut Vec<u64>) {
    let window = window(sentence, at);
    listed(window, at == 0, |_, number, value| push(number, value, manner, into));
    of_text(observed, window, manner, into);
}

/// The same without those that depend on one word of the window alone.
pub fn features_of_several(
    observed: &Observed,
    sentence: &[Token],
    at: usize,
    manner: Option<Manner>,
    into: &mut Vec<u64>,
) {
    let window = window(sentence, at);
    listed(window, at == 0, |of, number, value| {
        if of == Of::Several {
            push(number, value, manner, into);
        }
    });
    of_text(observed, window, manner, into);
}

/// Appends the hashes of the features that depend on this word alone at this place of the window.
pub fn features_of_word(word: &Token, place: usize, manner: Option<Manner>, into: &mut Vec<u64>) {
    listed([word; WINDOW], false, |of, number, value| {
        if of == Of::Word(place) {
            push(number, value, manner, into);
        }
    });
}

fn push(number: u64, value: u64, manner: Option<Manner>, into: &mut Vec<u64>) {
    let feature = hash::finish(mix(number, value));
    into.push(feature);
    if let Some(manner) = manner.filter(|_| OF_MANNER >> number & 1 == 1) {
        into.push(in_manner(feature, manner));
    }
}

/// Names the features that have numbers of their own, with their values.
#[inline]
fn listed(window: [&Token; WINDOW], first: bool, mut add: impl FnMut(Of, u64, u64)) {
    let [before2, before, here, after, after2] = window;
    let mut number = 0_u64;
    let mut add = |of: Of, value: u64| {
        number += 1;
        add(of, number, value);
    };
    let [own, several] = [Of::Word(HERE), Of::Several];
    add(own, 0);
    add(own, here.lower);
    add(own, here.exact);
    add(Of::Word(1), before.lower);
    add(Of::Word(3), after.lower);
    add(Of::Word(0), before2.lower);
    add(Of::Word(4), after2.lower);
    add(several, mix(before.lower, here.lower));
    add(several, mix(here.lower, after.lower));
    add(several, mix(before2.lower, before.lower));
    add(several, mix(before.lower, here.shape));
    add(several, mix(after.lower, here.shape));
    add(several, mix(mix(before.short_shape, here.short_shape), after.short_shape));
    add(several, mix(mix(before2.short_shape, before.short_shape), here.short_shape));
    add(several, mix(mix(here.short_shape, after.short_shape), after2.short_shape));
    add(own, here.shape);
    add(several, mix(before.lower, after.lower));
    for prefix in here.prefixes {
        add(own, prefix);
    }
    for suffix in here.suffixes {
        add(own, suffix);
    }
    add(Of::Word(1), before.suffixes[2]);
    add(Of::Word(3), after.suffixes[2]);
    for (place, token) in window.into_iter().enumerate() {
        for cluster in token.clusters {
            add(Of::Word(place), u64::from(cluster));
        }
    }
    add(several, mix(u64::from(before.clusters[1]), u64::from(here.clusters[1])));
    add(several, mix(u64::from(here.clusters[1]), u64::from(after.clusters[1])));
    add(several, mix(mix(u64::from(before.clusters[1]), here.short_shape), u64::from(after.clusters[1])));
    add(several, mix(u64::from(before.bits), u64::from(here.bits)));
    add(several, mix(u64::from(here.bits), u64::from(after.bits)));
    add(several, mix(u64::from(here.bits), here.short_shape));
    add(several, mix(u64::from(first), mix(here.short_shape, u64::from(here.elsewhere))));
    add(several, mix(u64::from(before.elsewhere), mix(u64::from(here.elsewhere), u64::from(after.elsewhere))));
}

/// Appends the hashes of what lists and the rest of the text say.
fn of_text(observed: &Observed, window: [&Token; WINDOW], manner: Option<Manner>, into: &mut Vec<u64>) {
    let [_, before, here, after, _] = window;
    for (number, token) in [before, here, after].into_iter().enumerate() {
        for bit in (0..BITS).filter(|bit| token.bits & (1 << bit) != 0) {
            let feature = hash::finish(mix(100 + number as u64, u64::from(bit)));
            into.push(feature);
            into.extend(manner.map(|manner| in_manner(feature, manner)));
        }
    }
    if here.capital
        && let Some(seen) = observed.seen.get(&here.lower).filter(|seen| seen.neighbours > 1)
    {
        for (number, words) in [seen.before, seen.after].into_iter().enumerate() {
            for word in words.into_iter().filter(|word| *word != 0) {
                into.push(hash::finish(mix(110 + number as u64, word)));
            }
        }
    }
}
