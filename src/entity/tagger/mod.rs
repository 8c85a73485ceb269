//! The trained tagger: a conditional random field over hashed features, and its training.
//!
//! It finds people, places and organisations, one layer deep. `docs/TAGGER.md` has the recipe, the data and the figures.

mod clusters;
pub mod corpus;
mod crf;
mod features;
pub(super) mod hash;
mod lexicon;
mod model;
mod scheme;
pub mod score;
pub mod train;
mod word_sums;

use crf::{Row, believe, best, close_ends};
use features::{Observed, Resources, features_of_several, observe, window};

pub use clusters::cluster;
pub use features::{Clusters, Manner};
pub use lexicon::{Bits, COMMON, GIVEN_NAME, Lexicon, List, TITLE};
pub use model::{BadModel, Model};
pub use scheme::{Chunk, Kind, decode, encode, iob2};

use scheme::TAGS;

/// A name that the tagger found in a sentence, and how sure it is, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Where, and what.
    pub chunk: Chunk,
    /// The probability of its least probable token, by the model.
    pub probability: f32,
}

/// Finds people, places and organisations in tokens.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
    lexicon: Lexicon,
}

/// The score of anything but "outside" for a token that is not looked at.
const PASSED_OVER: f32 = -30.0;
/// Tokens this near to a capital are looked at.
const NEAR: usize = 2;

impl Tagger {
    /// A tagger that uses this model, with the known names that it was trained with.
    #[must_use]
    pub const fn new(model: Model, lexicon: Lexicon) -> Self {
        Self { model, lexicon }
    }

    /// The number of a manner of annotating; `None` where the model was not trained on it.
    #[must_use]
    pub fn manner(&self, name: &str) -> Option<Manner> {
        let at = self.model.manners.iter().position(|manner| manner == name)?;
        Manner::try_from(at).ok()
    }

    /// The manner whose texts these sentences resemble most, taken together.
    #[must_use]
    pub fn manner_of<S: AsRef<str>>(&self, sentences: &[Vec<S>]) -> Option<Manner> {
        self.model.manner_of(sentences.iter().flatten().map(|word| hash::text(word.as_ref())))
    }

    /// The names in each sentence of a text. Corpora annotate in manners of their own; `manner` picks one, and `None`
    /// takes the one whose texts this one resembles most.
    #[must_use]
    pub fn tag<S: AsRef<str>>(&self, sentences: &[Vec<S>], manner: Option<Manner>) -> Vec<Vec<Chunk>> {
        let observed = observe(sentences, self.resources());
        let manner = manner.or_else(|| self.likely_manner(&observed));
        let mut buffer = Vec::new();
        let mut tagged = Vec::with_capacity(observed.tokens.len());
        for at in 0..observed.tokens.len() {
            let rows = self.rows(&observed, at, manner, &mut buffer);
            tagged.push(decode(&best(&rows, &self.model.transitions)));
        }
        tagged
    }

    /// The same with how sure the tagger is of each name.
    #[must_use]
    pub fn find<S: AsRef<str>>(&self, sentences: &[Vec<S>], manner: Option<Manner>) -> Vec<Vec<Found>> {
        let observed = observe(sentences, self.resources());
        let manner = manner.or_else(|| self.likely_manner(&observed));
        let masses = self.model.transitions.masses();
        let mut buffer = Vec::new();
        (0..observed.tokens.len())
            .map(|at| {
                let rows = self.rows(&observed, at, manner, &mut buffer);
                self.found(&rows, &masses)
            })
            .collect()
    }

    fn found(&self, rows: &[Row], masses: &[Row; TAGS]) -> Vec<Found> {
        let tags = best(rows, &self.model.transitions);
        let chunks = decode(&tags);
        if chunks.is_empty() {
            return Vec::new();
        }
        let belief = believe(rows, masses, false);
        let probability = |chunk: &Chunk| {
            let tokens = tags.iter().zip(&belief.tags).take(chunk.end).skip(chunk.start);
            tokens
                .filter_map(|(tag, row)| row.get(usize::from(*tag)))
                .fold(1.0_f32, |least, probability| least.min(*probability))
        };
        chunks.iter().map(|chunk| Found { chunk: *chunk, probability: probability(chunk) }).collect()
    }

    /// The cluster of a word that the model knows, in the clustering of middling fineness; 0 where it knows it not.
    #[must_use]
    pub fn cluster_of(&self, word: &str) -> u16 {
        let known = self.model.clusters.get(&hash::lower(word));
        known.and_then(|clusters| clusters.get(1)).copied().unwrap_or_default()
    }

    fn resources(&self) -> Resources<'_> {
        Resources { lexicon: &self.lexicon, clusters: &self.model.clusters }
    }

    fn likely_manner(&self, observed: &Observed) -> Option<Manner> {
        self.model.manner_of(observed.tokens.iter().flatten().map(|token| token.exact))
    }

    /// The scores of the tokens of a sentence. Far from any capital a token names nothing, unless the whole sentence
    /// is in small letters.
    fn rows(&self, observed: &Observed, at: usize, manner: Option<Manner>, buffer: &mut Vec<u64>) -> Vec<Row> {
        let Some(sentence) = observed.tokens.get(at) else { return Vec::new() };
        let mut looked_at = vec![false; sentence.len()];
        let mut any = false;
        for (place, _) in sentence.iter().enumerate().filter(|(_, token)| token.capital) {
            any = true;
            for slot in looked_at.iter_mut().take(place + NEAR + 1).skip(place.saturating_sub(NEAR)) {
                *slot = true;
            }
        }
        let mut rows: Vec<Row> = (0..sentence.len())
            .map(|place| {
                if any && !looked_at.get(place).copied().unwrap_or_default() {
                    let mut row = [PASSED_OVER; TAGS];
                    row[0] = 0.0;
                    return row;
                }
                let mut lanes = [0.0; 16];
                word_sums::add(&self.model, window(sentence, place), manner, buffer, &mut lanes);
                buffer.clear();
                features_of_several(observed, sentence, place, manner, buffer);
                self.model.add_all(buffer, &mut lanes);
                std::array::from_fn(|tag| lanes.get(tag).copied().unwrap_or_default())
            })
            .collect();
        close_ends(&mut rows);
        rows
    }
}
