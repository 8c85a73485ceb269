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
