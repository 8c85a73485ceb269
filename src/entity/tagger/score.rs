//! Scoring as CoNLL does: a name counts where its span and its class are exactly right.

use std::fmt;

use super::scheme::{Chunk, Kind};

/// Counts of names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    right: [usize; 3],
    wanted: [usize; 3],
    found: [usize; 3],
}

impl Score {
    /// Counts a sentence.
    pub fn add(&mut self, wanted: &[Chunk], found: &[Chunk]) {
        let count = |counts: &mut [usize; 3], kind: Kind| {
            if let Some(count) = counts.get_mut(kind as usize) {
                *count += 1;
            }
        };
        for chunk in wanted {
            count(&mut self.wanted, chunk.kind);
        }
        for chunk in found {
            count(&mut self.found, chunk.kind);
            if wanted.contains(chunk) {
                count(&mut self.right, chunk.kind);
            }
        }
    }

    /// F1 over all classes, 0 to 1.
    #[must_use]
    pub fn micro(&self) -> f64 {
        let [right, wanted, found] = [self.right, self.wanted, self.found].map(|counts| counts.iter().sum());
        f1(right, wanted, found)
    }
}

fn f1(right: usize, wanted: usize, found: usize) -> f64 {
    2.0 * right as f64 / (wanted + found).max(1) as f64
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let counts = self.right.into_iter().zip(self.wanted).zip(self.found);
        for (kind, ((right, wanted), found)) in Kind::ALL.into_iter().zip(counts) {
            writeln!(
                f,
                "{}  wanted {wanted:5}  found {found:5}  precision {:.4}  recall {:.4}  F1 {:.4}",
                kind.name(),
                share(right, found),
                share(right, wanted),
                f1(right, wanted, found)
            )?;
        }
        writeln!(f, "all  F1 {:.4}", self.micro())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_span_and_class_count() {
        let chunk = |start, end, kind| Chunk { start, end, kind };
        let wanted = [chunk(0, 2, Kind::Person), chunk(3, 4, Kind::Place)];
        let mut score = Score::default();
        score.add(&wanted, &[chunk(0, 1, Kind::Person), chunk(3, 4, Kind::Place)]);
        assert!((score.micro() - 0.5).abs() < 1e-9);
        score.add(&[], &[chunk(0, 1, Kind::Organization)]);
        assert!((score.micro() - 0.4).abs() < 1e-9);
    }
}
