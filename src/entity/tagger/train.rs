//! Training: stochastic gradient descent on the likelihood, with AdaGrad's step sizes and dropped features, averaged
//! over the later rounds and over several members. The same input and recipe give the same model, bit for bit.
//!
//! Duchi, Hazan and Singer (2011) for the step sizes; Polyak and Juditsky (1992) for the averaging.
#![allow(clippy::indexing_slicing, reason = "every index is a feature, a tag or a token of tables made for them")]

use std::collections::HashMap;

use super::corpus::{Corpus, Text};
use super::crf::{FORBIDDEN, Row, Transitions, believe, close_ends};
use super::features::{Clusters, Manner, Resources, features, observe};
use super::lexicon::Lexicon;
use super::model::{Model, words_of_manner};
use super::scheme::{TAGS, Tag, encode};

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// How often every sentence is seen.
    pub rounds: usize,
    /// The step size.
    pub rate: f32,
    /// The pull of every weight towards zero.
    pub decay: f32,
    /// The share of features dropped at random.
    pub dropout: f32,
    /// Features seen less often are left out.
    pub least_count: u32,
    /// Models trained from different seeds and averaged into one.
    pub members: usize,
    /// The seed of all that is random.
    pub seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { rounds: 20, rate: 0.05, decay: 0.0005, dropout: 0.3, least_count: 2, members: 4, seed: 1 }
    }
}

/// Trains a model. Each corpus is a manner of annotating of its own. `clusters` come from [`super::cluster`].
#[must_use]
pub fn train(corpora: &[Corpus], clusters: Clusters, lexicon: &Lexicon, recipe: &Recipe) -> Model {
    let resources = Resources { lexicon, clusters: &clusters };
    let examples = Examples::new(corpora, resources, recipe.least_count);
    let mut sum = Weights::new(examples.features.len());
    let members: Vec<u64> = (0..recipe.members.max(1) as u64).collect();
    // Two at a time: a member's tables are large.
    for pair in members.chunks(2) {
        let seed = |member: &u64| recipe.seed.wrapping_mul(1_000_003).wrapping_add(*member);
        let trained: Vec<Weights> = std::thread::scope(|scope| {
            let examples = &examples;
            let start = |member: &u64| {
                let seed = seed(member);
                scope.spawn(move || Member::new(examples, recipe, seed).run())
            };
            let started: Vec<_> = pair.iter().map(start).collect();
            started.into_iter().filter_map(|member| member.join().ok()).collect()
        });
        for member in &trained {
            sum.add(member);
        }
    }
    sum.divide(members.len() as f32);
    let manners = corpora.iter().map(|corpus| corpus.name.clone()).collect();
    let words = corpora.iter().map(|corpus| words_of_manner(words_of(corpus))).collect();
    let weights: Vec<(u64, Row)> = examples.features.iter().copied().zip(sum.tags).collect();
    Model::new(&weights, Transitions { scores: sum.pairs }, clusters, manners, words)
}

fn words_of(corpus: &Corpus) -> impl Iterator<Item = u64> {
    let sentences = corpus.texts.iter().flatten();
    sentences.flat_map(|sentence| sentence.words.iter().map(|word| super::hash::text(word)))
}

/// A sentence as numbers of features for each token, and its tags.
struct Example {
    features: Vec<Vec<u32>>,
    tags: Vec<Tag>,
}

/// All that is learnt from.
struct Examples {
    sentences: Vec<Example>,
    /// The hash of each feature, by its number.
    features: Vec<u64>,
}

impl Examples {
    fn new(corpora: &[Corpus], resources: Resources<'_>, least: u32) -> Self {
        // A single corpus needs no manners.
        let manner = |at: usize| (corpora.len() > 1).then_some(at as Manner);
        let mut counts: HashMap<u64, u32> = HashMap::new();
        let each = |resources, text: &Text, manner, note: &mut dyn FnMut(usize, Vec<Vec<u64>>)| {
            let words: Vec<&[String]> = text.iter().map(|sentence| sentence.words.as_slice()).collect();
            let words: Vec<Vec<&str>> =
                words.into_iter().map(|words| words.iter().map(String::as_str).collect()).collect();
            let observed = observe(&words, resources);
            for (number, sentence) in observed.tokens.iter().enumerate() {
                let hashed = (0..sentence.len()).map(|at| {
                    let mut hashes = Vec::with_capacity(96);
                    features(&observed, sentence, at, manner, &mut hashes);
                    hashes
                });
                note(number, hashed.collect());
            }
        };
        for (at, corpus) in corpora.iter().enumerate() {
            for text in &corpus.texts {
                each(resources, text, manner(at), &mut |_, hashes| {
                    for feature in hashes.into_iter().flatten() {
                        *counts.entry(feature).or_default() += 1;
                    }
                });
            }
        }
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut examples = Self { sentences: Vec::new(), features: Vec::new() };
        for (at, corpus) in corpora.iter().enumerate() {
            for text in &corpus.texts {
                each(resources, text, manner(at), &mut |number, hashes| {
                    let mut known = |feature: &u64| {
                        *numbers.entry(*feature).or_insert_with(|| {
                            examples.features.push(*feature);
                            (examples.features.len() - 1) as u32
                        })
                    };
                    let frequent = |feature: &&u64| counts.get(*feature).is_some_and(|count| *count >= least);
                    let features =
                        hashes.iter().map(|token| token.iter().filter(frequent).map(&mut known).collect()).collect();
                    let sentence = &text[number];
                    let tags = encode(sentence.words.len(), &sentence.chunks);
                    examples.sentences.push(Example { features, tags });
                });
            }
        }
        examples
    }
}

/// A weight for each feature and tag, and for each pair of tags.
struct Weights {
    tags: Vec<Row>,
    pairs: [Row; TAGS],
}

impl Weights {
    fn new(features: usize) -> Self {
        Self { tags: vec![[0.0; TAGS]; features], pairs: [[0.0; TAGS]; TAGS] }
    }

    fn add(&mut self, other: &Self) {
        let own = self.tags.iter_mut().chain(&mut self.pairs).flatten();
        for (own, other) in own.zip(other.tags.iter().chain(&other.pairs).flatten()) {
            *own += other;
        }
    }

    fn divide(&mut self, by: f32) {
        for weight in self.tags.iter_mut().chain(&mut self.pairs).flatten() {
            *weight /= by;
        }
    }
}

/// One run over the examples.
struct Member<'a> {
    examples: &'a Examples,
    recipe: &'a Recipe,
    random: Random,
    weights: Vec<Row>,
    /// Sums of the squares of each weight's slopes.
    slopes: Vec<Row>,
    transitions: Transitions,
    pair_slopes: [Row; TAGS],
}

/// What each sum of squares begins with, so that the first steps stay small.
const FIRST_SLOPE: f32 = 0.01;
/// Slopes below this are taken for none.
const LEAST_SLOPE: f32 = 1.0e-4;

impl<'a> Member<'a> {
    fn new(examples: &'a Examples, recipe: &'a Recipe, seed: u64) -> Self {
        let features = examples.features.len();
        Self {
            examples,
            recipe,
            random: Random(seed.wrapping_mul(2).wrapping_add(12345)),
            weights: vec![[0.0; TAGS]; features],
            slopes: vec![[FIRST_SLOPE; TAGS]; features],
            transitions: Transitions::default(),
            pair_slopes: [[FIRST_SLOPE; TAGS]; TAGS],
        }
    }

    fn run(mut self) -> Weights {
        let mut order: Vec<usize> = (0..self.examples.sentences.len()).collect();
        let mut sum = Weights::new(self.weights.len());
        let mut summed = 0.0;
        for round in 0..self.recipe.rounds {
            self.random.shuffle(&mut order);
            for at in &order {
                self.learn(&self.examples.sentences[*at]);
            }
            // The later half of the rounds is averaged.
            if round * 2 >= self.recipe.rounds {
                summed += 1.0;
                for (sum, own) in sum.tags.iter_mut().flatten().zip(self.weights.iter().flatten()) {
                    *sum += own;
                }
                for (sum, own) in sum.pairs.iter_mut().flatten().zip(self.transitions.scores.iter().flatten()) {
                    *sum += own;
                }
            }
        }
        sum.divide(if summed > 0.0 { summed } else { 1.0 });
        // With all features there, each counts for what it counted on average.
        for weight in sum.tags.iter_mut().flatten() {
            *weight *= 1.0 - self.recipe.dropout;
        }
        sum
    }

    fn learn(&mut self, example: &Example) {
        let dropped = (self.recipe.dropout * 65536.0) as u64;
        let random = &mut self.random;
        let kept: Vec<Vec<u32>> = example
            .features
            .iter()
            .map(|features| features.iter().copied().filter(|_| random.next() & 0xffff >= dropped).collect())
            .collect();
        let mut rows: Vec<Row> = kept.iter().map(|features| self.score(features)).collect();
        close_ends(&mut rows);
        let belief = believe(&rows, &self.transitions.masses(), true);
        for ((features, believed), tag) in kept.iter().zip(&belief.tags).zip(&example.tags) {
            let mut slope = *believed;
            slope[usize::from(*tag)] -= 1.0;
            if slope.iter().any(|slope| slope.abs() >= LEAST_SLOPE) {
                self.step(features, &slope);
            }
        }
        for (believed, tags) in belief.pairs.iter().zip(example.tags.windows(2)) {
            self.step_pairs(believed, usize::from(tags[0]), usize::from(tags[1]));
        }
    }

    fn score(&self, features: &[u32]) -> Row {
        let mut row = [0.0; TAGS];
        for feature in features {
            for (score, weight) in row.iter_mut().zip(&self.weights[*feature as usize]) {
                *score += weight;
            }
        }
        row
    }

    fn step(&mut self, features: &[u32], slope: &Row) {
        let (rate, decay) = (self.recipe.rate, self.recipe.decay);
        for feature in features {
            let weights = &mut self.weights[*feature as usize];
            let sums = &mut self.slopes[*feature as usize];
            for ((weight, sum), slope) in weights.iter_mut().zip(sums).zip(slope) {
                let slope = slope + decay * *weight;
                *sum += slope * slope;
                *weight -= rate * slope / sum.sqrt();
            }
        }
    }

    fn step_pairs(&mut self, believed: &[Row; TAGS], before: usize, after: usize) {
        for (from, row) in believed.iter().enumerate() {
            for (to, probability) in row.iter().enumerate() {
                let weight = &mut self.transitions.scores[from][to];
                let slope = probability - f32::from(u8::from(from == before && to == after));
                if *weight <= FORBIDDEN / 2.0 || slope.abs() < LEAST_SLOPE {
                    continue;
                }
                let slope = slope + self.recipe.decay * *weight;
                let sum = &mut self.pair_slopes[from][to];
                *sum += slope * slope;
                *weight -= self.recipe.rate * slope / sum.sqrt();
            }
        }
    }
}

/// Knuth's MMIX generator; its high bits are random enough to shuffle with.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.next() as usize % (at + 1));
        }
    }
}
