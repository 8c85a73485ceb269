//! Known names and words as evidence for the tagger: which tokens lie in a name of which list.

use super::hash::{self, Hashed};

/// What a known word or name is, as a bit set; the names of each class take four bits: begin, inside, end, single.
pub type Bits = u32;

/// The bits of a list whose names may have several words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// People.
    Persons,
    /// Places of the world.
    Places,
    /// Bodies, companies, parties.
    Organizations,
    /// International agreements.
    Treaties,
}

/// Words that are used as given names.
pub const GIVEN_NAME: Bits = 1 << 16;
/// Words that stand before names: titles, roles, kinship.
pub const TITLE: Bits = 1 << 17;
/// Words that begin with a capital often and are no names.
pub const COMMON: Bits = 1 << 18;
/// How many bits there are.
pub const BITS: u32 = 19;

/// Known names by the hash of their first word. It is filled at every start, so that it allocates little.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    names: Vec<Name>,
    /// The last name by the hash of its first word.
    by_first: Hashed<usize>,
    /// Hashes of the words after the first, in lower case, of all names.
    rest: Vec<u64>,
    words: Hashed<Bits>,
}

#[derive(Debug, Clone)]
struct Name {
    /// Where its words after the first lie in the lexicon's.
    rest: std::ops::Range<usize>,
    list: List,
    /// The next name with the same first word.
    next: Option<usize>,
    /// Whether only its exact writing counts: its hash. Abbreviations are common words otherwise.
    exact: Option<u64>,
}

impl Lexicon {
    /// Adds a name, given as its words.
    pub fn add_name(&mut self, words: &[&str], list: List) {
        let Some((first, rest)) = words.split_first() else { return };
        let short = rest.is_empty() && first.chars().count() <= 6 && first.chars().all(char::is_uppercase);
        let start = self.rest.len();
        self.rest.extend(rest.iter().map(|word| hash::lower(word)));
        let next = self.by_first.insert(hash::lower(first), self.names.len());
        let exact = short.then(|| hash::text(first));
        self.names.push(Name { rest: start..self.rest.len(), list, next, exact });
    }

    /// Adds a word.
    pub fn add_word(&mut self, word: &str, bits: Bits) {
        *self.words.entry(hash::lower(word)).or_default() |= bits;
    }

    /// Sets the bits of the tokens of a sentence, given as hashes of their lower case and of themselves, and whether
    /// they begin with a capital.
    pub fn look_up(&self, lower: &[u64], exact: &[u64], capital: &[bool], bits: &mut [Bits]) {
        for at in 0..lower.len() {
            let (Some(first), Some(word)) = (lower.get(at), exact.get(at)) else { continue };
            if let (Some(known), Some(bits)) = (self.words.get(first), bits.get_mut(at)) {
                *bits |= known;
            }
            if !capital.get(at).copied().unwrap_or_default() {
                continue;
            }
            let name_at = |index: Option<usize>| index.and_then(|index| self.names.get(index));
            let last = name_at(self.by_first.get(first).copied());
            // Of each list only the longest name counts.
            let mut longest: [usize; 4] = [0; 4];
            for name in std::iter::successors(last, |name| name_at(name.next)) {
                let length = 1 + name.rest.len();
                // Hundreds of names begin alike; mostly the second word tells.
                let second = || name.rest.is_empty() || self.rest.get(name.rest.start) == lower.get(at + 1);
                let found = name.exact.is_none_or(|exact| exact == *word)
                    && second()
                    && lower
                        .get(at + 1..at + length)
                        .is_some_and(|rest| self.rest.get(name.rest.clone()) == Some(rest));
                if let Some(longest) = longest.get_mut(name.list as usize).filter(|_| found) {
                    *longest = length.max(*longest);
                }
            }
            for (list, length) in longest.into_iter().enumerate() {
                for (part, bits) in bits.iter_mut().skip(at).take(length).enumerate() {
                    *bits |= 1 << (4 * list + place(part, length));
                }
            }
        }
    }
}

fn place(part: usize, length: usize) -> usize {
    match (part, length) {
        (_, 1) => 3,
        (0, _) => 0,
        _ if part + 1 == length => 2,
        _ => 1,
    }
}
