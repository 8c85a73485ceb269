//! Clusters of words by the words beside them.
//!
//! The exchange algorithm of Kneser and Ney (1993) in the form of Uszkoreit and Brants (2008), with the words before
//! and after a word both predicting its cluster. Deterministic: words begin spread over the clusters by frequency and
//! are visited in that order.

#![allow(clippy::indexing_slicing, reason = "every index is a word or a cluster of tables made for them")]

use std::collections::{BTreeMap, HashMap};

use super::features::{CLUSTERINGS, Clusters};
use super::hash;

/// How many clusters each clustering has.
pub const SIZES: [usize; CLUSTERINGS] = [64, 256, 1000];
/// Words seen less often are left out.
const LEAST_COUNT: usize = 3;
/// How often every word is visited.
const ROUNDS: usize = 8;

/// Clusters the words of `sentences` in lower case. Cluster 0 means none.
#[must_use]
pub fn cluster<S: AsRef<str>>(sentences: &[Vec<S>]) -> Clusters {
    let corpus = Corpus::new(sentences);
    let mut clusters = Clusters::default();
    for (clustering, size) in SIZES.into_iter().enumerate() {
        let places = Exchange::new(&corpus, size).run();
        for (hash, place) in corpus.hashes.iter().zip(places) {
            let known = clusters.entry(*hash).or_default();
            if let Some(slot) = known.get_mut(clustering) {
                *slot = u16::try_from(place + 1).unwrap_or(u16::MAX);
            }
        }
    }
    clusters
}

/// Words and their neighbours, as numbers: the most frequent word is 0.
struct Corpus {
    hashes: Vec<u64>,
    counts: Vec<u32>,
    /// For each word, the words before it and how often.
    before: Vec<Vec<(u32, u32)>>,
    /// For each word, the words after it and how often.
    after: Vec<Vec<(u32, u32)>>,
}

impl Corpus {
    fn new<S: AsRef<str>>(sentences: &[Vec<S>]) -> Self {
        let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
        let hashed: Vec<Vec<u64>> =
            sentences.iter().map(|words| words.iter().map(|word| hash::lower(word.as_ref())).collect()).collect();
        for word in hashed.iter().flatten() {
            *counts.entry(*word).or_default() += 1;
        }
        let mut words: Vec<(u32, u64)> = counts
            .into_iter()
            .filter(|(_, count)| *count as usize >= LEAST_COUNT)
            .map(|(word, count)| (count, word))
            .collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let numbers: HashMap<u64, u32> = words.iter().enumerate().map(|(at, (_, word))| (*word, at as u32)).collect();
        let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for sentence in &hashed {
            for pair in sentence.windows(2) {
                if let [Some(one), Some(two)] = [pair.first(), pair.get(1)].map(|word| numbers.get(word?)) {
                    *pairs.entry((*one, *two)).or_default() += 1;
                }
            }
        }
        let mut corpus = Self {
            hashes: words.iter().map(|(_, word)| *word).collect(),
            counts: words.iter().map(|(count, _)| *count).collect(),
            before: vec![Vec::new(); words.len()],
            after: vec![Vec::new(); words.len()],
        };
        for ((one, two), count) in pairs {
            if let Some(after) = corpus.after.get_mut(one as usize) {
                after.push((two, count));
            }
            if let Some(before) = corpus.before.get_mut(two as usize) {
                before.push((one, count));
            }
        }
        corpus
    }
}

/// The state of one clustering.
struct Exchange<'a> {
    corpus: &'a Corpus,
    size: usize,
    place: Vec<usize>,
    totals: Vec<u32>,
    /// How often each word is followed by each cluster: word by word.
    followed: Vec<u32>,
    /// How often each word is preceded by each cluster.
    preceded: Vec<u32>,
}

impl<'a> Exchange<'a> {
    fn new(corpus: &'a Corpus, size: usize) -> Self {
        let words = corpus.hashes.len();
        let mut exchange = Self {
            corpus,
            size,
            place: (0..words).map(|word| word % size).collect(),
            totals: vec![0; size],
            followed: vec![0; words * size],
            preceded: vec![0; words * size],
        };
        for word in 0..words {
            exchange.shift(word, exchange.place[word], true);
        }
        exchange
    }

    fn run(mut self) -> Vec<usize> {
        for _ in 0..ROUNDS {
            let mut moved = 0;
            for word in 0..self.place.len() {
                let old = self.place[word];
                self.shift(word, old, false);
                let best = self.best(word, old);
                self.shift(word, best, true);
                self.place[word] = best;
                moved += usize::from(best != old);
            }
            if moved * 200 < self.place.len() {
                break;
            }
        }
        self.place
    }

    /// Takes a word into a cluster, or out of it.
    fn shift(&mut self, word: usize, cluster: usize, into: bool) {
        let change = |slot: &mut u32, count: u32| {
            *slot = if into { *slot + count } else { *slot - count };
        };
        change(&mut self.totals[cluster], self.corpus.counts[word]);
        for (other, count) in &self.corpus.before[word] {
            change(&mut self.followed[*other as usize * self.size + cluster], *count);
        }
        for (other, count) in &self.corpus.after[word] {
            change(&mut self.preceded[*other as usize * self.size + cluster], *count);
        }
    }

    /// The cluster that a word, taken out of all, fits best; the old one where another is not better.
    fn best(&self, word: usize, old: usize) -> usize {
        let mut gains = vec![0.0_f32; self.size];
        let mut weigh = |rows: &[u32], others: &[(u32, u32)]| {
            for (other, count) in others {
                let start = *other as usize * self.size;
                let row = &rows[start..start + self.size];
                let alone = entropy(*count);
                for (gain, seen) in gains.iter_mut().zip(row) {
                    *gain += if *seen == 0 { alone } else { entropy(seen + count) - entropy(*seen) };
                }
            }
        };
        weigh(&self.followed, &self.corpus.before[word]);
        weigh(&self.preceded, &self.corpus.after[word]);
        let own = self.corpus.counts[word];
        for (gain, total) in gains.iter_mut().zip(&self.totals) {
            *gain -= 2.0 * (entropy(total + own) - entropy(*total));
        }
        let mut best = old;
        for (cluster, gain) in gains.iter().enumerate() {
            if *gain > gains[best] {
                best = cluster;
            }
        }
        best
    }
}

/// n ln n.
fn entropy(count: u32) -> f32 {
    let count = count as f32;
    if count > 1.0 { count * count.ln() } else { 0.0 }
}
