//! The hashing of words and features. It is part of the model's format: a change needs a newly trained model.

/// The multiplier of FxHash, from Firefox and rustc.
const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;

/// Mixes a value into a hash.
#[must_use]
pub const fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER)
}

/// Spreads every bit of a hash over all of it (the finaliser of MurmurHash3).
#[must_use]
pub const fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// A map by hashes that this module made, of words that the program brings along. Nothing that a page says is ever put
/// into one, so that no page can make it slow.
pub type Hashed<V> = std::collections::HashMap<u64, V, std::hash::BuildHasherDefault<Finisher>>;

/// Hashes what is a hash already.
#[derive(Debug, Default, Clone, Copy)]
pub struct Finisher(u64);

impl std::hash::Hasher for Finisher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mix(hash, u64::from(*byte)));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        finish(self.0)
    }
}

/// The hash of a text, character by character.
#[must_use]
pub fn text(text: &str) -> u64 {
    letters(text.chars())
}

/// The hash of a text in lower case.
#[must_use]
pub fn lower(text: &str) -> u64 {
    if text.is_ascii() {
        return letters(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    }
    letters(text.chars().flat_map(char::to_lowercase))
}

fn letters(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(7, |hash, letter| mix(hash, u64::from(u32::from(letter))))
}
