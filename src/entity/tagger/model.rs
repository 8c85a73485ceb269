//! The trained model as bytes: weights in a hash table of cache lines, clusters, and what tells manners apart.
//!
//! Little-endian throughout. A bucket is 64 bytes: four entries of 13 weights (signed bytes), the number of their
//! common scale, and 16 bits of the feature's hash; an entry of zeros is free. A full bucket runs over into the next.
//! Features themselves are not kept: no text can be read out of a model.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use super::crf::{Row, Transitions};
use super::features::{CLUSTERINGS, Clusters, Manner};
use super::scheme::TAGS;

const MAGIC: &[u8; 8] = b"sorot-t1";
const ENTRY: usize = 16;
const BUCKET: usize = 64;
/// A feature is looked for in so many buckets.
const REACH: usize = 12;
/// Slots of the table that tells manners apart by their words.
const MANNER_SLOTS: usize = 4096;

/// Why bytes are no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadModel {
    /// They begin otherwise.
    #[error("it is not a model of this version of Sorot")]
    Stranger,
    /// They end too soon, or go on too long.
    #[error("the model is damaged: its length is wrong")]
    Length,
}

/// What training found.
#[derive(Debug, Clone)]
pub struct Model {
    /// Scores of pairs of tags.
    pub transitions: Transitions,
    /// Clusters of words.
    pub clusters: Clusters,
    /// The names of the manners of annotating.
    pub manners: Vec<String>,
    /// For each slot of words, how much it speaks for each manner: logarithms of probabilities.
    words_of_manners: Vec<Vec<f32>>,
    buckets: Cow<'static, [u8]>,
    scales: Vec<f32>,
    /// Copies of a model share it.
    number: u64,
}

/// Numbers the models of this run of the program.
static MODELS: AtomicU64 = AtomicU64::new(0);

/// Scores as the table adds them up: three lanes more than there are tags.
pub type Lanes = [f32; ENTRY];

impl Model {
    /// A model with these weights.
    #[must_use]
    pub fn new(
        weights: &[(u64, Row)],
        transitions: Transitions,
        clusters: Clusters,
        manners: Vec<String>,
        words_of_manners: Vec<Vec<f32>>,
    ) -> Self {
        let buckets = Cow::Owned(fill(weights));
        Self { transitions, clusters, manners, words_of_manners, buckets, scales: scales(), number: number() }
    }

    /// A model that finds nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(&[], Transitions::default(), Clusters::default(), Vec::new(), Vec::new())
    }

    /// Reads a model; the weights stay where they are.
    pub fn read(bytes: &'static [u8]) -> Result<Self, BadModel> {
        Self::from_parts(bytes, Cow::Borrowed)
    }

    /// Reads a model from bytes that do not outlive it.
    pub fn read_owned(bytes: &[u8]) -> Result<Self, BadModel> {
        Self::from_parts(bytes, |weights| Cow::Owned(weights.to_vec()))
    }

    fn from_parts<'a>(bytes: &'a [u8], keep: impl Fn(&'a [u8]) -> Cow<'static, [u8]>) -> Result<Self, BadModel> {
        let mut source = Source(bytes.strip_prefix(MAGIC).ok_or(BadModel::Stranger)?);
        let mut transitions = Transitions::default();
        for score in transitions.scores.iter_mut().flatten() {
            *score = source.float()?;
        }
        let mut manners = Vec::new();
        let mut words_of_manners = Vec::new();
        for _ in 0..source.number()? {
            let length = source.number()?;
            manners.push(String::from_utf8_lossy(source.take(length)?).into_owned());
            words_of_manners.push((0..MANNER_SLOTS).map(|_| source.float()).collect::<Result<_, _>>()?);
        }
        let mut clusters = Clusters::default();
        for _ in 0..source.number()? {
            let word = source.long()?;
            let mut known = [0; CLUSTERINGS];
            for cluster in &mut known {
                *cluster = u16::from_le_bytes(source.array()?);
            }
            clusters.insert(word, known);
        }
        let buckets = source.number()?;
        let weights = source.take(buckets.checked_mul(BUCKET).ok_or(BadModel::Length)?)?;
        if !source.0.is_empty() || buckets == 0 {
            return Err(BadModel::Length);
        }
        let (buckets, number) = (keep(weights), number());
        Ok(Self { transitions, clusters, manners, words_of_manners, buckets, scales: scales(), number })
    }

    /// The model as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let number = |bytes: &mut Vec<u8>, number: usize| {
            bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        };
        for score in self.transitions.scores.iter().flatten() {
            bytes.extend(score.to_le_bytes());
        }
        number(&mut bytes, self.manners.len());
        for (name, words) in self.manners.iter().zip(&self.words_of_manners) {
            number(&mut bytes, name.len());
            bytes.extend(name.as_bytes());
            bytes.extend(words.iter().flat_map(|score| score.to_le_bytes()));
        }
        let mut clusters: Vec<_> = self.clusters.iter().collect();
        clusters.sort();
        number(&mut bytes, clusters.len());
        for (word, known) in clusters {
            bytes.extend(word.to_le_bytes());
            bytes.extend(known.iter().flat_map(|cluster| cluster.to_le_bytes()));
        }
        number(&mut bytes, self.buckets.len() / BUCKET);
        bytes.extend(&*self.buckets);
        bytes
    }

    /// What tells this model from others in this run of the program.
    #[must_use]
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// Adds the weights of features.
    pub fn add_all(&self, features: &[u64], lanes: &mut Lanes) {
        let (buckets, _) = self.buckets.as_chunks::<BUCKET>();
        // They lie all over the table. Touching them first, with nothing to decide, lets the processor fetch them side by
        // side; looking at one after the other would wait for each. A bucket may lie on two lines of its cache.
        let touched = features.iter().fold(0, |all, feature| {
            let bucket = buckets.get(place(*feature, buckets.len()).0);
            all ^ bucket.map_or(0, |bucket| bucket[ENTRY - 1] ^ bucket[BUCKET - 1])
        });
        std::hint::black_box(touched);
        for feature in features {
            let Some(entry) = find(buckets, *feature) else { continue };
            let scale = self.scales.get(usize::from(entry[TAGS])).copied().unwrap_or_default();
            for (lane, weight) in lanes.iter_mut().zip(entry) {
                *lane += f32::from(weight.cast_signed()) * scale;
            }
        }
    }

    /// The manner whose texts these words resemble most, taken together; `None` where the model knows but one.
    pub fn manner_of(&self, words: impl Iterator<Item = u64>) -> Option<Manner> {
        if self.manners.len() < 2 {
            return None;
        }
        let mut sums = vec![0.0_f64; self.manners.len()];
        for word in words {
            for (sum, scores) in sums.iter_mut().zip(&self.words_of_manners) {
                *sum += f64::from(scores.get(manner_slot(word)).copied().unwrap_or_default());
            }
        }
        let best = (0..sums.len()).max_by(|a, b| {
            let of = |at: &usize| sums.get(*at).copied().unwrap_or_default();
            of(a).total_cmp(&of(b)).then(b.cmp(a))
        });
        best.and_then(|best| Manner::try_from(best).ok())
    }
}

/// The logarithm of how probable each slot of words is in a manner, from the hashes of its words.
#[must_use]
pub fn words_of_manner(words: impl Iterator<Item = u64>) -> Vec<f32> {
    let mut counts = vec![1.0_f64; MANNER_SLOTS];
    for word in words {
        if let Some(count) = counts.get_mut(manner_slot(word)) {
            *count += 1.0;
        }
    }
    let total: f64 = counts.iter().sum();
    counts.into_iter().map(|count| (count / total).ln() as f32).collect()
}

fn manner_slot(word: u64) -> usize {
    (super::hash::finish(word) >> 40) as usize % MANNER_SLOTS
}

/// The bucket of a feature, and the mark that it carries there, which is never 0.
fn place(feature: u64, buckets: usize) -> (usize, u16) {
    let bucket = ((feature >> 32) * buckets as u64) >> 32;
    (bucket as usize, (feature as u16).max(1))
}

fn number() -> u64 {
    MODELS.fetch_add(1, Ordering::Relaxed)
}

/// The entry of a feature.
fn find(buckets: &[[u8; BUCKET]], feature: u64) -> Option<&[u8; ENTRY]> {
    let (start, mark) = place(feature, buckets.len());
    for bucket in buckets.iter().cycle().skip(start).take(REACH.min(buckets.len())) {
        let (entries, _) = bucket.as_chunks::<ENTRY>();
        for entry in entries {
            let [.., low, high] = entry;
            let found = u16::from_le_bytes([*low, *high]);
            if found == mark {
                return Some(entry);
            }
            if found == 0 {
                return None;
            }
        }
    }
    None
}

/// The scales that a byte numbers: each 4 % above the one before.
fn scales() -> Vec<f32> {
    (0..=255_u8).map(|number| 1.0e-4 * 1.04_f32.powi(i32::from(number))).collect()
}

/// Weights below this change nothing that matters and are left out.
const LEAST_WEIGHT: f32 = 0.015;

/// The table of these weights. Features whose marks collide within reach share the weights of the first.
fn fill(weights: &[(u64, Row)]) -> Vec<u8> {
    let scales = scales();
    let most = |row: &Row| row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let kept: Vec<&(u64, Row)> = weights.iter().filter(|(_, row)| most(row) >= LEAST_WEIGHT).collect();
    // Three entries of four are taken on average.
    let buckets = (kept.len() / 3).max(1);
    let mut bytes = vec![0; buckets * BUCKET];
    for (feature, row) in kept {
        let (start, mark) = place(*feature, buckets);
        let wanted = most(row) / 127.0;
        let scale = scales.iter().position(|scale| *scale >= wanted).unwrap_or(255);
        let unit = scales.get(scale).copied().unwrap_or(1.0);
        let mut entry = [0_u8; ENTRY];
        for (slot, weight) in entry.iter_mut().zip(row) {
            *slot = ((weight / unit).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
        }
        let [low, high] = mark.to_le_bytes();
        [entry[TAGS], entry[TAGS + 1], entry[TAGS + 2]] = [scale as u8, low, high];
        put(&mut bytes, start, entry);
    }
    bytes
}

fn put(bytes: &mut [u8], start: usize, entry: [u8; ENTRY]) {
    let (all, _) = bytes.as_chunks_mut::<ENTRY>();
    let per_bucket = BUCKET / ENTRY;
    let buckets = all.len() / per_bucket;
    for bucket in start..start + REACH {
        let first = bucket % buckets * per_bucket;
        for slot in all.iter_mut().skip(first).take(per_bucket) {
            let taken = slot[TAGS + 1..] != [0, 0];
            if taken && slot[TAGS + 1..] == entry[TAGS + 1..] {
                return;
            }
            if !taken {
                *slot = entry;
                return;
            }
        }
    }
}

/// Bytes being read.
struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], BadModel> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(BadModel::Length)?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadModel> {
        self.take(N)?.try_into().map_err(|_| BadModel::Length)
    }

    fn number(&mut self) -> Result<usize, BadModel> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn long(&mut self) -> Result<u64, BadModel> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn float(&mut self) -> Result<f32, BadModel> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::tagger::hash;

    fn model(weights: &[(u64, Row)]) -> Model {
        let words = [words_of_manner([1, 2].into_iter()), words_of_manner([3, 4].into_iter())];
        let clusters = [(5, [1, 2, 3])].into_iter().collect();
        Model::new(weights, Transitions::default(), clusters, vec!["a".into(), "b".into()], words.to_vec())
    }

    fn some_weights() -> Vec<(u64, Row)> {
        let row = |number: u64| std::array::from_fn(|tag| (number % 17) as f32 - tag as f32 * 0.5);
        (0..5000).map(|number| (hash::finish(hash::mix(3, number)), row(number))).collect()
    }

    #[test]
    fn weights_come_back_nearly_whole_from_the_table_and_from_bytes() {
        let weights = some_weights();
        let bytes = model(&weights).to_bytes();
        let read = Model::read_owned(&bytes).unwrap();
        assert_eq!(read.to_bytes(), bytes);
        let mut wrong = 0;
        for (feature, row) in &weights {
            let mut lanes = [0.0; ENTRY];
            read.add_all(&[*feature], &mut lanes);
            wrong += usize::from(row.iter().zip(lanes).any(|(weight, lane)| (weight - lane).abs() > 0.1));
        }
        // A few share a mark with another within reach.
        assert!(wrong <= 5, "{wrong}");
    }

    #[test]
    fn the_manner_is_the_one_whose_words_are_used() {
        let model = model(&[]);
        assert_eq!(model.manner_of([3, 4, 4].into_iter()), Some(1));
        assert_eq!(model.manner_of([1].into_iter()), Some(0));
    }

    #[test]
    fn bytes_that_are_no_model_are_refused_wherever_they_are_cut() {
        let bytes = model(&some_weights()).to_bytes();
        assert_eq!(Model::read_owned(b"something else").err(), Some(BadModel::Stranger));
        for length in (MAGIC.len()..bytes.len()).step_by(997) {
            assert_eq!(Model::read_owned(&bytes[..length]).err(), Some(BadModel::Length));
        }
        assert_eq!(Model::read_owned(&[bytes.as_slice(), b"x"].concat()).err(), Some(BadModel::Length));
    }
}
