//! Hyphens at the ends of lines: "orang-" and "orang" are "orang-orang", "pela-" and "buhan" are "pelabuhan".

use std::collections::HashSet;

/// What a document tells of its hyphens.
pub(super) struct Hyphens {
    /// Words that stand within its lines, in small letters; with hyphens where they have some.
    words: HashSet<String>,
    /// Whether it parts words at the ends of its lines.
    parts_words: bool,
}

/// As many words that a line's end parts show that the document does so.
const FEWEST_PARTED: usize = 3;
/// More words than this tell nothing new.
const MOST_WORDS: usize = 200_000;

impl Hyphens {
    /// Learns from the lines of each page.
    pub fn of<'a, P: Iterator<Item = &'a str>>(pages: impl Iterator<Item = P> + Clone) -> Self {
        let (mut words, mut parted, mut lines) = (HashSet::new(), 0, 0);
        for page in pages {
            let mut end = "";
            for line in page {
                lines += 1;
                let begin = line.split_whitespace().next().unwrap_or_default();
                if end.ends_with(['-', '‐']) && begin.starts_with(char::is_lowercase) && !alike(end, begin) {
                    parted += 1;
                }
                end = line.split_whitespace().next_back().unwrap_or_default();
                if words.len() < MOST_WORDS {
                    words.extend(
                        line.split_whitespace().map(bare).filter(|word| !word.is_empty() && !word.ends_with('-')),
                    );
                }
            }
        }
        Self { words, parts_words: parted >= FEWEST_PARTED.max(lines / 40) }
    }

    /// Makes a text that ends with a hyphen ready for the line in which it goes on.
    pub fn join(&self, text: &mut String, next: &str) {
        let end = text.split_whitespace().next_back().unwrap_or_default().to_owned();
        let begin = next.split_whitespace().next().unwrap_or_default();
        // A soft hyphen is there for the line's end alone; a dash between words has a space before it.
        let soft = end.ends_with('\u{ad}');
        if !soft && (end.chars().count() < 2 || !begin.starts_with(char::is_alphanumeric)) {
            text.push(' ');
        } else if soft || begin.starts_with(char::is_lowercase) && self.is_one_word(&end, begin) {
            text.pop();
        }
    }

    /// Whether the hyphen is there for the line's end alone.
    fn is_one_word(&self, end: &str, begin: &str) -> bool {
        let first = bare(end.trim_end_matches(['-', '‐']));
        let second = bare(begin);
        if self.words.contains(&format!("{first}{second}")) {
            return true;
        }
        let known = self.words.contains(&format!("{first}-{second}"));
        let whole = first.contains('-') || first.ends_with(|letter: char| !letter.is_alphabetic());
        !known && !whole && self.parts_words && !alike(end, begin)
    }
}

/// A word in small letters without the signs around it.
fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).replace('‐', "-").to_lowercase()
}

/// Whether two halves are one word said twice, also with something before or behind it: "berjalan-jalan", "anak-anaknya",
/// and "bolak-balik".
fn alike(end: &str, begin: &str) -> bool {
    let (first, second) = (bare(end), bare(begin));
    let shortest = first.chars().count().min(second.chars().count());
    if shortest < 3 {
        return false;
    }
    let same = |one: Option<char>, other: Option<char>| one.is_some() && one == other;
    let turned = first.chars().count() == second.chars().count()
        && same(first.chars().next(), second.chars().next())
        && same(first.chars().next_back(), second.chars().next_back());
    let begins = second.char_indices().nth(3).map_or(second.as_str(), |(at, _)| second.get(..at).unwrap_or_default());
    turned || first.contains(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str], text: &str, next: &str) -> String {
        let hyphens = Hyphens::of(std::iter::once(lines.iter().copied()));
        let mut text = text.to_owned();
        hyphens.join(&mut text, next);
        text + next
    }

    const PARTED: &[&str] =
        &["kapal itu mem-", "bawa beras ke pela-", "buhan tua di kecama-", "tan itu, kata wakil pemerin-", "tah"];

    #[test]
    fn a_word_that_the_line_parts_is_one_and_a_word_said_twice_keeps_its_hyphen() {
        for (text, next, whole) in [
            ("di pela-", "buhan itu", "di pelabuhan itu"),
            ("orang-", "orang itu", "orang-orang itu"),
            ("berjalan-", "jalan di", "berjalan-jalan di"),
            ("anak-", "anaknya,", "anak-anaknya,"),
            ("bolak-", "balik", "bolak-balik"),
            ("Asia-", "Pasifik", "Asia-Pasifik"),
            ("ke-", "15", "ke-15"),
            ("2023-", "an", "2023-an"),
            ("dermaga -", "yang", "dermaga - yang"),
            ("peme\u{ad}", "rintah", "pemerintah"),
        ] {
            assert_eq!(joined(PARTED, text, next), whole);
        }
    }

    #[test]
    fn a_document_that_parts_no_words_keeps_hyphens_unless_it_knows_the_word() {
        let lines = ["hasil non-", "tunai dan semi-formal", "pelabuhan"];
        assert_eq!(joined(&lines, "non-", "tunai"), "non-tunai");
        assert_eq!(joined(&lines, "pela-", "buhan"), "pelabuhan");
        let both = [PARTED, &["semi-formal"]].concat();
        assert_eq!(joined(&both, "semi-", "formal"), "semi-formal");
    }
}
