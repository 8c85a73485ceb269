//! Whether a head noun speaks of one particular agreement between states, learnt from annotated texts.
//!
//! A logistic regression over hashed words around the head. What stands around decides: the same "perjanjian itu" is a
//! treaty among ministers and a contract among neighbours, and no list of words tells them apart.

use crate::entity::tagger::hash;

/// Weights; a feature's hash picks one.
const SLOTS: usize = 1 << 14;

/// The learnt weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Judge {
    weights: Vec<f32>,
}

/// A head with its label: whether it was annotated as a treaty.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The slots of its features.
    pub features: Vec<usize>,
    /// Whether it is one.
    pub treaty: bool,
}

impl Judge {
    /// Rounds of training.
    const ROUNDS: usize = 20;
    const RATE: f32 = 0.05;
    const DECAY: f32 = 0.05;

    /// Reads weights written by [`Self::to_bytes`]; `None` where the length is wrong.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (floats, rest) = bytes.as_chunks::<4>();
        let weights: Vec<f32> = floats.iter().map(|float| f32::from_le_bytes(*float)).collect();
        (rest.is_empty() && weights.len() == SLOTS && weights.iter().all(|weight| weight.is_finite()))
            .then_some(Self { weights })
    }

    /// A judge that takes every head for a doubtful one.
    #[must_use]
    pub fn undecided() -> Self {
        Self { weights: vec![0.0; SLOTS] }
    }

    /// The weights as bytes, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
    }

    /// How probable it is, 0 to 1, that a head with these features is a treaty.
    #[must_use]
    pub fn probability(&self, features: &[usize]) -> f32 {
        let sum: f32 = features.iter().filter_map(|slot| self.weights.get(*slot)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Learns from examples by stochastic gradient descent with AdaGrad's steps, averaged over the later half of the
    /// rounds. Deterministic: the examples come in their order, forwards and backwards by turns.
    #[must_use]
    pub fn learn(examples: &[Example]) -> Self {
        let mut judge = Self::undecided();
        let mut slopes = vec![0.1_f32; SLOTS];
        let mut sum = vec![0.0_f32; SLOTS];
        let mut summed = 0.0;
        for round in 0..Self::ROUNDS {
            let order: Box<dyn Iterator<Item = &Example>> =
                if round % 2 == 0 { Box::new(examples.iter()) } else { Box::new(examples.iter().rev()) };
            for example in order {
                let wanted = f32::from(u8::from(example.treaty));
                let slope = judge.probability(&example.features) - wanted;
                for slot in &example.features {
                    let (Some(weight), Some(seen)) = (judge.weights.get_mut(*slot), slopes.get_mut(*slot)) else {
                        continue;
                    };
                    let slope = slope + Self::DECAY * *weight;
                    *seen += slope * slope;
                    *weight -= Self::RATE * slope / seen.sqrt();
                }
            }
            if round * 2 >= Self::ROUNDS {
                summed += 1.0;
                for (sum, weight) in sum.iter_mut().zip(&judge.weights) {
                    *sum += weight;
                }
            }
        }
        Self { weights: sum.into_iter().map(|sum| sum / summed).collect() }
    }
}

/// The slot of a feature: its kind and its value.
pub(super) fn slot(kind: u64, value: &str) -> usize {
    (hash::finish(hash::mix(kind, hash::lower(value))) >> 20) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learnt_is_told_apart_and_survives_as_bytes() {
        let example = |word: &str, treaty| Example { features: vec![slot(1, word), slot(2, "x")], treaty };
        let pair = [example("damai", true), example("sewa", false)];
        let judge = Judge::learn(&pair.iter().cycle().take(400).cloned().collect::<Vec<_>>());
        assert!(judge.probability(&example("damai", true).features) > 0.7);
        assert!(judge.probability(&example("sewa", false).features) < 0.3);
        assert_eq!(Judge::read(&judge.to_bytes()), Some(judge));
        assert_eq!(Judge::read(b"short"), None);
    }
}
