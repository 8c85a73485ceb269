//! How far two people agree on which words of a text they mark.

use std::collections::{BTreeMap, BTreeSet};

use super::{Span, TokenKind, tokens};

/// What two people marked, counted by marks and by words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Marks of the one.
    pub one: usize,
    /// Marks of the other.
    pub two: usize,
    /// Marks on exactly the same stretch.
    pub exact: usize,
    /// Marks of the one that share text with any of the other.
    pub one_met: usize,
    /// Marks of the other that share text with any of the one.
    pub two_met: usize,
    /// Words by who marked them.
    pub words: Words,
}

/// Words by who marked them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Words {
    /// Both.
    pub both: usize,
    /// The one alone.
    pub one: usize,
    /// The other alone.
    pub two: usize,
    /// Neither.
    pub neither: usize,
}

impl Agreement {
    /// Counts the marks of two people in a text whose words are given ([`word_spans`]). Spans are in bytes and may overlap;
    /// a word counts as marked where a mark covers any of it.
    #[must_use]
    pub fn of(words: &[Span], one: &[Span], two: &[Span]) -> Self {
        let (ones, twos): (BTreeSet<Span>, BTreeSet<Span>) =
            (one.iter().copied().collect(), two.iter().copied().collect());
        let mut counts = Words::default();
        let (by_one, by_two) = (covered(words, &ones), covered(words, &twos));
        for (first, second) in by_one.into_iter().zip(by_two) {
            match (first, second) {
                (true, true) => counts.both += 1,
                (true, false) => counts.one += 1,
                (false, true) => counts.two += 1,
                (false, false) => counts.neither += 1,
            }
        }
        Self {
            one: ones.len(),
            two: twos.len(),
            exact: ones.intersection(&twos).count(),
            one_met: met(&ones, &twos),
            two_met: met(&twos, &ones),
            words: counts,
        }
    }

    /// The counts of two texts together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (mine, its) = (self.words, other.words);
        Self {
            one: self.one + other.one,
            two: self.two + other.two,
            exact: self.exact + other.exact,
            one_met: self.one_met + other.one_met,
            two_met: self.two_met + other.two_met,
            words: Words {
                both: mine.both + its.both,
                one: mine.one + its.one,
                two: mine.two + its.two,
                neither: mine.neither + its.neither,
            },
        }
    }

    /// Cohen's kappa of the decision, for each word, to mark it or not; see [`kappa`].
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let Words { both, one, two, neither } = self.words;
        kappa(&BTreeMap::from([((1, 1), both), ((1, 0), one), ((0, 1), two), ((0, 0), neither)]))
    }

    /// F1 of marks on exactly the same stretch, which is the same whoever is taken for right; `None` where nobody marked
    /// anything.
    #[must_use]
    pub fn f1_exact(&self) -> Option<f64> {
        share(2 * self.exact, self.one + self.two)
    }

    /// F1 of marks that share any text: the harmonic mean of the shares of either's marks that meet one of the other's.
    #[must_use]
    pub fn f1_overlap(&self) -> Option<f64> {
        share(1, self.one + self.two)?;
        let (one, two) = (share(self.one_met, self.one).unwrap_or(0.0), share(self.two_met, self.two).unwrap_or(0.0));
        Some(if one + two > 0.0 { 2.0 * one * two / (one + two) } else { 0.0 })
    }
}

/// Cohen's kappa: how far two people agree beyond what chance would do, 1 where they always agree, 0 where no more than by
/// chance. `counts` has how often the one chose the first label and the other the second. `None` where there is nothing,
/// or where both gave everything one and the same label, so that chance alone explains it.
///
/// Source: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960).
#[must_use]
pub fn kappa<L: Ord + Copy>(counts: &BTreeMap<(L, L), usize>) -> Option<f64> {
    let total: usize = counts.values().sum();
    let (mut ones, mut twos): (BTreeMap<L, usize>, BTreeMap<L, usize>) = (BTreeMap::new(), BTreeMap::new());
    for ((one, two), count) in counts {
        *ones.entry(*one).or_default() += count;
        *twos.entry(*two).or_default() += count;
    }
    let same: usize = counts.iter().filter(|((one, two), _)| one == two).map(|(_, count)| count).sum();
    let observed = share(same, total)?;
    let chance: f64 =
        ones.iter().filter_map(|(label, one)| Some(share(*one, total)? * share(*twos.get(label)?, total)?)).sum();
    (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// The words of a text in the unit of agreement: words and numbers, without punctuation.
#[must_use]
pub fn word_spans(text: &str) -> Vec<Span> {
    let counts = |kind| matches!(kind, TokenKind::Word | TokenKind::Number);
    tokens(text).into_iter().filter(|token| counts(token.kind)).map(|token| token.span).collect()
}

/// A share; `None` of nothing.
fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Whether each of `words`, which stand in order, is covered by any of `marks`.
fn covered(words: &[Span], marks: &BTreeSet<Span>) -> Vec<bool> {
    let mut marks = marks.iter().peekable();
    let mut reach = 0;
    words
        .iter()
        .map(|word| {
            while let Some(mark) = marks.next_if(|mark| mark.start < word.end) {
                reach = reach.max(mark.end);
            }
            word.start < reach
        })
        .collect()
}

/// How many of `ones` share text with any of `twos`.
fn met(ones: &BTreeSet<Span>, twos: &BTreeSet<Span>) -> usize {
    // The farthest end of those that begin before a place says whether any of them reaches beyond it.
    let mut twos = twos.iter().peekable();
    let mut reach = 0;
    let mut count = 0;
    for one in ones {
        while let Some(two) = twos.next_if(|two| two.start <= one.start) {
            reach = reach.max(two.end);
        }
        let begins_inside = twos.peek().is_some_and(|two| two.start < one.end);
        count += usize::from(reach > one.start || begins_inside);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(all: &[(usize, usize)]) -> Vec<Span> {
        all.iter().map(|(start, end)| Span::new(*start, *end)).collect()
    }

    #[test]
    fn kappa_is_that_of_the_textbook() {
        // Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", table 18.1.
        let counts = BTreeMap::from([
            (("a", "a"), 75),
            (("a", "b"), 1),
            (("a", "c"), 4),
            (("b", "a"), 5),
            (("b", "b"), 4),
            (("b", "c"), 1),
            (("c", "a"), 0),
            (("c", "b"), 0),
            (("c", "c"), 10),
        ]);
        assert!((kappa(&counts).unwrap() - 0.676).abs() < 0.001, "{:?}", kappa(&counts));
        assert_eq!(kappa::<u8>(&BTreeMap::new()), None);
        assert_eq!(kappa(&BTreeMap::from([((1, 1), 9)])), None, "nothing but one label says nothing");
    }

    #[test]
    fn marks_and_words_are_counted_by_who_made_them() {
        let words = word_spans("Kapal itu tiba di Dili, kata dua warga.");
        assert_eq!(words.len(), 8);
        // "Kapal itu" of both; "Dili" of one; "tiba di" against "tiba".
        let counts = Agreement::of(&words, &spans(&[(0, 9), (18, 22), (10, 17)]), &spans(&[(0, 9), (10, 14)]));
        assert_eq!((counts.one, counts.two, counts.exact, counts.one_met, counts.two_met), (3, 2, 1, 2, 2));
        assert_eq!(counts.words, Words { both: 3, one: 2, two: 0, neither: 3 });
        assert!((counts.f1_exact().unwrap() - 0.4).abs() < 1e-9);
        assert!((counts.f1_overlap().unwrap() - 0.8).abs() < 1e-9);
        // Observed 6/8, by chance (5*3 + 3*5)/64.
        assert!((counts.kappa().unwrap() - (0.75 - 30.0 / 64.0) / (1.0 - 30.0 / 64.0)).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn counting_in_one_pass_is_counting_pair_by_pair(
            one in prop::collection::vec((0..40_usize, 1..9_usize), 0..8),
            two in prop::collection::vec((0..40_usize, 1..9_usize), 0..8),
        ) {
            let text = "a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiii";
            let words = word_spans(text);
            let make = |all: &[(usize, usize)]| all.iter().map(|(start, length)| Span::new(*start, start + length)).collect::<Vec<_>>();
            let (one, two) = (make(&one), make(&two));
            let counts = Agreement::of(&words, &one, &two);
            let (ones, twos): (BTreeSet<Span>, BTreeSet<Span>) = (one.iter().copied().collect(), two.iter().copied().collect());
            prop_assert_eq!(counts.one_met, ones.iter().filter(|mark| two.iter().any(|other| other.overlaps(**mark))).count());
            prop_assert_eq!(counts.two_met, twos.iter().filter(|mark| one.iter().any(|other| other.overlaps(**mark))).count());
            let both = words.iter().filter(|word| one.iter().any(|mark| mark.overlaps(**word)) && two.iter().any(|mark| mark.overlaps(**word)));
            prop_assert_eq!(counts.words.both, both.count());
            let turned = Agreement::of(&words, &two, &one);
            prop_assert_eq!(counts.f1_overlap(), turned.f1_overlap());
        }
    }
}
