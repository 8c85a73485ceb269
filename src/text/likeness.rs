//! How alike two texts are, by the runs of words that they share; and sketches by which texts that may be alike are found.
//!
//! Shingles, resemblance and containment after Broder, "On the resemblance and containment of documents" (1997); the
//! sketch is his minima under random orders (`MinHash`); bands of it are looked up as in Leskovec, Rajaraman and Ullman,
//! "Mining of Massive Datasets" (2014), section 3.4.

use std::collections::HashSet;

use super::fold_key;

/// Words in a run.
const RUN: usize = 5;
/// Runs below which a text is too short to say whether it is a copy.
const LEAST_RUNS: usize = 45;
/// Minima of one band.
const ROWS: usize = 3;
/// Bands of a sketch: two texts that share half of all their runs meet in one of them 93 times of 100, with a tenth 2.
const BANDS: usize = 20;

/// The runs of five words of a text, in reading order, and the numbers that it states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles {
    runs: Vec<u64>,
    numbers: HashSet<u64>,
}

/// What is kept of a text to find those like it: for each of many random orders, the run that comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch([u32; ROWS * BANDS]);

impl Shingles {
    /// The shingles of a text; case, punctuation and line breaks do not matter.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold_key(text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let numbers = words.iter().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        let hashes: Vec<u64> = words.iter().map(|word| hash(word)).collect();
        let run = |words: &[u64]| words.iter().fold(0, |run: u64, word| spread(run.rotate_left(7) ^ word));
        Self { numbers: numbers.map(|word| hash(word)).collect(), runs: hashes.windows(RUN).map(run).collect() }
    }

    /// The sketch of the text; `None` where it is too short to tell.
    #[must_use]
    pub fn sketch(&self) -> Option<Sketch> {
        if self.runs.len() < LEAST_RUNS {
            return None;
        }
        let mut minima = [u32::MAX; ROWS * BANDS];
        for run in &self.runs {
            // Two hashes of a run make all orders (Kirsch and Mitzenmacher, "Less hashing, same performance", 2006).
            let (mut value, step) = (*run, spread(*run ^ 0x9e37_79b9_7f4a_7c15) | 1);
            for minimum in &mut minima {
                value = value.wrapping_add(step);
                let high = (spread(value) >> 32) as u32;
                *minimum = high.min(*minimum);
            }
        }
        Some(Sketch(minima))
    }

    /// How much two texts share, in hundredths of all their runs, where they are copies of one story: else `None`.
    ///
    /// Most of the shorter one stands in the other, and also most of how each begins, since what outlets put under
    /// every story makes no copy; and they agree in most numbers, since a form that is filled in each day makes none either.
    #[must_use]
    pub fn copies(&self, other: &Self) -> Option<u8> {
        let (mine, theirs) = (self.set(), other.set());
        let shared = mine.intersection(&theirs).count();
        let shorter = mine.len().min(theirs.len());
        let all = mine.len() + theirs.len() - shared;
        let share = 100 * shared / all.max(1);
        let most = shorter >= LEAST_RUNS && 10 * shared >= 7 * shorter && share >= LEAST_SHARE;
        let begins = begins_in(&self.runs, &theirs) && begins_in(&other.runs, &mine);
        (most && begins && self.states_what(other)).then(|| u8::try_from(share).unwrap_or(100))
    }

    fn set(&self) -> HashSet<u64> {
        self.runs.iter().copied().collect()
    }

    /// Whether half of the numbers of the text that states fewer stand in the other.
    fn states_what(&self, other: &Self) -> bool {
        let fewer = self.numbers.len().min(other.numbers.len());
        let shared = self.numbers.intersection(&other.numbers).count();
        fewer < FEW_NUMBERS || 2 * shared > fewer
    }
}

/// The least share of all runs, in hundredths: one text may hold another and go on for as long again, hardly longer.
const LEAST_SHARE: usize = 35;
/// So few numbers tell nothing.
const FEW_NUMBERS: usize = 3;

/// Whether half of the first third of these runs stands in the other text.
fn begins_in(runs: &[u64], other: &HashSet<u64>) -> bool {
    let first = runs.get(..runs.len() / 3).unwrap_or_default();
    2 * first.iter().filter(|run| other.contains(run)).count() >= first.len()
}

impl Sketch {
    /// The keys under which texts like it are looked up: those that share one may be alike.
    pub fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        let key = |(band, rows): (usize, &[u32])| {
            rows.iter().fold(spread(band as u64 + 1), |key, row| spread(key ^ u64::from(*row)))
        };
        self.0.chunks(ROWS).enumerate().map(key)
    }

    /// The sketch as bytes, little end first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|minimum| minimum.to_le_bytes()).collect()
    }

    /// The sketch of such bytes; `None` where they are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut minima = [0; ROWS * BANDS];
        let (numbers, rest) = bytes.as_chunks::<4>();
        if numbers.len() != minima.len() || !rest.is_empty() {
            return None;
        }
        minima.iter_mut().zip(numbers).for_each(|(minimum, number)| *minimum = u32::from_le_bytes(*number));
        Some(Self(minima))
    }

    /// The share of runs that the texts have in common as far as the sketches tell, in hundredths.
    #[must_use]
    pub fn estimate(&self, other: &Self) -> usize {
        100 * self.0.iter().zip(other.0).filter(|(mine, theirs)| **mine == *theirs).count() / self.0.len()
    }
}

/// The hash of a word (FNV-1a). Sketches are kept, so it must be the same in every version of the program.
fn hash(word: &str) -> u64 {
    spread(
        word.bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)),
    )
}

/// Spreads every bit of a hash over all of it (the finaliser of `SplitMix64`).
const fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
#[path = "likeness_tests.rs"]
mod tests;
