//! Which parts of a text stand unchanged in a later version of it, and where.
//!
//! Paragraphs are compared first, then the words of those that differ, by Myers' algorithm in both; long stretches are
//! parted at words that both have once. What moved is not followed: it is deleted in one place and inserted in another.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Span;
use super::landmarks::stretches;

/// Parts of an old text and where they stand in a new one.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// In the order of both texts, never overlapping.
    blocks: Vec<Block>,
    /// Stretches of the new text, in order, that were too long to be compared: what stands in them may be anything.
    unknown: Vec<Span>,
}

/// A stretch that both texts have. Spans are in bytes.
#[derive(Debug, Clone, Copy)]
struct Block {
    old: Span,
    new: Span,
    /// Whether its bytes are the same; else it is one word written in another normal form.
    same: bool,
}

/// Where a span of the old text stands in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// The bytes of the new text.
    pub span: Span,
    /// The unchanged stretch of the new text that it lies in.
    pub run: Span,
}

/// Words of two stretches, multiplied, up to which they are compared word by word as a whole.
const MOST_PAIRS: usize = 16_000_000;

/// Words, spaces and signs of a text: the byte at which each begins, and a hash by which it is compared.
struct Words<'a> {
    pieces: Vec<(usize, &'a str)>,
    keys: Vec<u64>,
}

impl<'a> Words<'a> {
    /// Those of a stretch that begins at a byte of its text.
    fn of(start: usize, stretch: &'a str) -> Self {
        let pieces: Vec<_> =
            pieces(stretch.split_word_bounds()).into_iter().map(|(at, word)| (start + at, word)).collect();
        // The same word in another normal form is the same word.
        let keys = pieces.iter().map(|(_, word)| hash(&word.nfc().collect::<String>())).collect();
        Self { pieces, keys }
    }

    fn keys(&self, range: &Range<usize>) -> &[u64] {
        self.keys.get(range.clone()).unwrap_or_default()
    }

    /// The bytes of so many of them.
    fn span(&self, range: &Range<usize>) -> Span {
        let words = self.pieces.get(range.clone()).unwrap_or_default();
        let (first, last) = (words.first(), words.last());
        Span { start: first.map_or(0, |first| first.0), end: last.map_or(0, |(start, word)| start + word.len()) }
    }
}

impl Alignment {
    /// Compares two versions of a text.
    #[must_use]
    pub fn new(old: &str, new: &str) -> Self {
        let mut alignment = Self { blocks: Vec::new(), unknown: Vec::new() };
        let (olds, news) = (pieces(old.split_inclusive('\n')), pieces(new.split_inclusive('\n')));
        let texts = |pieces: &[(usize, &str)]| pieces.iter().map(|(_, text)| hash(text)).collect::<Vec<_>>();
        for op in capture_diff_slices(Algorithm::Myers, &texts(&olds), &texts(&news)) {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    for at in 0..len {
                        if let (Some((from, text)), Some((to, _))) =
                            (olds.get(old_index + at), news.get(new_index + at))
                        {
                            alignment.push(*from, text.len(), *to, text.len(), true);
                        }
                    }
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    let old = covered(&olds, old_index, old_len);
                    let new = covered(&news, new_index, new_len);
                    alignment.words((old.0, &old.1), (new.0, &new.1));
                }
                DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
            }
        }
        alignment
    }

    /// Compares stretches word by word; each comes with its place. Long ones are parted first.
    fn words(&mut self, (old_start, old): (usize, &str), (new_start, new): (usize, &str)) {
        let (old, new) = (Words::of(old_start, old), Words::of(new_start, new));
        if old.keys.len().saturating_mul(new.keys.len()) <= MOST_PAIRS {
            return self.compare(&old, 0..old.keys.len(), &new, 0..new.keys.len());
        }
        for (olds, news) in stretches(&old.keys, &new.keys) {
            self.compare_ends_first(&old, olds, &new, news);
        }
    }

    /// Compares words of both texts, first those with which both begin and end alike. What is too long then is unknown.
    fn compare_ends_first(&mut self, old: &Words<'_>, mut olds: Range<usize>, new: &Words<'_>, mut news: Range<usize>) {
        let alike = |(one, other): &(&u64, &u64)| one == other;
        let (one, other) = (old.keys(&olds), new.keys(&news));
        let first = one.iter().zip(other).take_while(alike).count();
        let rest = one.len().min(other.len()) - first;
        let last = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(alike).count();
        let (old_end, new_end) = (olds.end - last, news.end - last);
        self.equal(old, olds.start, new, news.start, first);
        (olds, news) = (olds.start + first..old_end, news.start + first..new_end);
        if olds.len().saturating_mul(news.len()) <= MOST_PAIRS {
            self.compare(old, olds, new, news);
        } else {
            self.unknown.push(new.span(&news));
        }
        self.equal(old, old_end, new, new_end, last);
    }

    fn compare(&mut self, old: &Words<'_>, olds: Range<usize>, new: &Words<'_>, news: Range<usize>) {
        for op in capture_diff_slices(Algorithm::Myers, old.keys(&olds), new.keys(&news)) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                self.equal(old, olds.start + old_index, new, news.start + new_index, len);
            }
        }
    }

    /// So many words, from those on, are the same.
    fn equal(&mut self, old: &Words<'_>, olds: usize, new: &Words<'_>, news: usize, length: usize) {
        let both = old.pieces.iter().skip(olds).zip(new.pieces.iter().skip(news));
        for ((from, word), (to, other)) in both.take(length) {
            self.push(*from, word.len(), *to, other.len(), word == other);
        }
    }

    fn push(&mut self, old: usize, old_len: usize, new: usize, new_len: usize, same: bool) {
        if let Some(last) = self.blocks.last_mut()
            && last.same
            && same
            && last.old.end == old
            && last.new.end == new
        {
            last.old.end += old_len;
            last.new.end += new_len;
            return;
        }
        let (old, new) = (Span { start: old, end: old + old_len }, Span { start: new, end: new + new_len });
        self.blocks.push(Block { old, new, same });
    }

    /// Where a span of the old text stands, if all of it does and in one piece.
    #[must_use]
    pub fn map(&self, span: Span) -> Option<Mapped> {
        let first = self.blocks.partition_point(|block| block.old.end <= span.start);
        let mut blocks = self.blocks.get(first..)?.iter().take_while(|block| block.old.start < span.end).peekable();
        let from = blocks.peek().filter(|block| block.old.start <= span.start)?;
        // Inside a word that is written otherwise no place is the same.
        let start = match (from.same, span.start == from.old.start) {
            (true, _) => from.new.start + (span.start - from.old.start),
            (false, true) => from.new.start,
            (false, false) => return None,
        };
        let mut run = from.new;
        let mut last = **from;
        blocks.next();
        for block in blocks {
            if block.old.start != last.old.end || block.new.start != last.new.end {
                return None;
            }
            run.end = block.new.end;
            last = *block;
        }
        let end = match (last.same, span.end == last.old.end) {
            (true, _) if span.end <= last.old.end => last.new.start + (span.end - last.old.start),
            (false, true) => last.new.end,
            _ => return None,
        };
        Some(Mapped { span: Span { start, end }, run })
    }

    /// What most of a span of the old text became: from its first word that is left to its last one, where two thirds of it
    /// are left in a stretch of at most twice its length.
    #[must_use]
    pub fn most_of(&self, span: Span) -> Option<Span> {
        let first = self.blocks.partition_point(|block| block.old.end <= span.start);
        let (mut left, mut found) = (0, None::<Span>);
        for block in self.blocks.get(first..)?.iter().take_while(|block| block.old.start < span.end) {
            let (start, end) = (block.old.start.max(span.start), block.old.end.min(span.end));
            left += end - start;
            let place = if block.same {
                Span { start: block.new.start + start - block.old.start, end: block.new.start + end - block.old.start }
            } else {
                block.new
            };
            found = Some(Span { start: found.map_or(place.start, |found| found.start), end: place.end });
        }
        found.filter(|found| 3 * left >= 2 * span.len() && found.len() <= 2 * span.len())
    }

    /// The stretches of the new text, which has so many bytes, where a span of `reach` bytes may lie that is not part of one
    /// unchanged stretch: what was put in, with its edges.
    #[must_use]
    pub fn not_in_one(&self, reach: usize, length: usize) -> Vec<Span> {
        let edge = reach.saturating_sub(1);
        let ends = std::iter::once(0).chain(self.blocks.iter().map(|block| block.new.end));
        let starts = self.blocks.iter().map(|block| block.new.start).chain([length]);
        let mut stretches: Vec<Span> = Vec::new();
        for (end, start) in ends.zip(starts) {
            let next = Span { start: end.saturating_sub(edge), end: (start + edge).min(length) };
            match stretches.last_mut().filter(|last| last.end >= next.start) {
                Some(last) => last.end = next.end,
                None => stretches.push(next),
            }
        }
        stretches
    }

    /// Whether a span of the new text lies where it is not known what stood in the old one.
    #[must_use]
    pub fn is_unknown(&self, new: Span) -> bool {
        let at = self.unknown.partition_point(|stretch| stretch.end <= new.start);
        self.unknown.get(at).is_some_and(|stretch| stretch.start < new.end)
    }

    /// Whether a span of the new text stood in the old one already, elsewhere than at `old`.
    #[must_use]
    pub fn stood_elsewhere(&self, new: Span, old: Span) -> bool {
        let at = self.blocks.partition_point(|block| block.new.end <= new.start);
        let Some(block) = self.blocks.get(at).filter(|block| block.new.contains(new)) else { return false };
        let start = block.old.start + (new.start - block.new.start);
        !block.same || start != old.start
    }
}

/// Pieces of a text with the byte at which each begins.
fn pieces<'a>(pieces: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut at = 0;
    pieces
        .map(|piece| {
            let start = at;
            at += piece.len();
            (start, piece)
        })
        .collect()
}

/// Pieces in a row as one text, with the byte at which it begins.
fn covered(pieces: &[(usize, &str)], from: usize, length: usize) -> (usize, String) {
    let pieces = pieces.get(from..from + length).unwrap_or_default();
    (pieces.first().map_or(0, |(start, _)| *start), pieces.iter().map(|(_, text)| *text).collect())
}

/// Equal texts have equal hashes; others differ, but for chance of one in 2^64.
fn hash(text: &str) -> u64 {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(old: &str, new: &str, words: &str) -> Option<String> {
        let start = old.find(words).unwrap();
        let span = Span { start, end: start + words.len() };
        Alignment::new(old, new).map(span).map(|mapped| mapped.span.of(new).to_owned())
    }

    const OLD: &str = "Menteri tiba di Dili.\nIa disambut Presiden.\nCafé itu tutup.\nRapat dimulai.";

    #[test]
    fn what_stands_unchanged_is_found_where_it_stands() {
        let new = "Kabar baru.\nMenteri tiba lagi di Dili.\nIa disambut hangat oleh Presiden.\nRapat dimulai.";
        assert_eq!(mapped(OLD, new, "di Dili").as_deref(), Some("di Dili"));
        assert_eq!(mapped(OLD, new, "Rapat dimulai").as_deref(), Some("Rapat dimulai"));
        assert_eq!(mapped(OLD, new, "tiba di"), None, "something stands between");
        assert_eq!(mapped(OLD, new, "Café"), None);
        assert_eq!(mapped(OLD, OLD, "Dili.\nIa").as_deref(), Some("Dili.\nIa"));
    }

    #[test]
    fn another_normal_form_is_the_same_word() {
        let new = OLD.replace("é", "e\u{301}");
        assert_eq!(mapped(OLD, &new, "Café").as_deref(), Some("Cafe\u{301}"));
        assert_eq!(mapped(OLD, &new, "Café itu").as_deref(), Some("Cafe\u{301} itu"));
        assert_eq!(mapped(OLD, &new, "fé itu"), None);
    }

    #[test]
    fn a_copy_of_words_is_looked_for_in_what_was_put_in_and_at_its_edges_alone() {
        let lines: Vec<String> = (0..500).map(|number| format!("Kalimat {number} tetap di sini.\n")).collect();
        let old = lines.concat();
        let at = old.find("Kalimat 250").unwrap();
        let new = format!("{}Ini yang baru.\n{}", &old[..at], &old[at..]);
        let stretches = Alignment::new(&old, &new).not_in_one(5, new.len());
        let words: Vec<&str> = stretches.iter().map(|span| span.of(&new)).collect();
        assert_eq!(words, ["Kali", "ni.\nIni yang baru.\nKali", "ni.\n"]);
        let none = Alignment::new(&old, "").not_in_one(5, 0);
        assert!(none.iter().all(|span| span.is_empty()));
    }

    #[test]
    fn a_twin_that_stood_elsewhere_is_known() {
        let old = "Ia datang.\nLain.\nIa datang.";
        let new = "Lain.\nIa datang.";
        let alignment = Alignment::new(old, new);
        let first = Span { start: 0, end: 10 };
        assert_eq!(alignment.map(first), None);
        assert!(alignment.stood_elsewhere(Span { start: 6, end: 16 }, first));
        assert!(!alignment.stood_elsewhere(Span { start: 6, end: 16 }, Span { start: 17, end: 27 }));
    }
}
