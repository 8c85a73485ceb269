//! Finding what a person types in a text: letters matter, their case, accents and kinds of quotes and dashes do not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Span;

/// A text made ready to be searched again and again.
#[derive(Debug, Clone, Default)]
pub struct Findable {
    /// The text with its letters folded.
    folded: String,
    /// For each letter of the text that left something: where it begins there, and in the text. By both in order.
    letters: Vec<(usize, Span)>,
}

impl Findable {
    /// Makes a text ready.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::of(text, text.char_indices())
    }

    /// Makes these letters of a text ready.
    fn of(text: &str, letters: impl Iterator<Item = (usize, char)>) -> Self {
        let mut ready = Self { folded: String::with_capacity(text.len()), letters: Vec::with_capacity(text.len()) };
        for (start, letter) in letters {
            let at = ready.folded.len();
            fold_into(letter, &mut ready.folded);
            if ready.folded.len() > at {
                ready.letters.push((at, Span::new(start, start + letter.len_utf8())));
            }
        }
        ready
    }

    /// Where `words` stand, in order and without overlaps: spans in bytes of the text. Spaces at either end do not count.
    #[must_use]
    pub fn find(&self, words: &str) -> Vec<Span> {
        let mut wanted = String::with_capacity(words.len());
        words.trim().chars().for_each(|letter| fold_into(letter, &mut wanted));
        if wanted.is_empty() {
            return Vec::new();
        }
        let found = self.folded.match_indices(&wanted);
        found.filter_map(|(at, found)| self.span(at, at + found.len())).collect()
    }

    /// The letters of the text that these bytes were made of.
    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let first = self.letters.partition_point(|(at, _)| *at <= from).checked_sub(1)?;
        let last = self.letters.partition_point(|(at, _)| *at < to).checked_sub(1)?;
        Some(Span::new(self.letters.get(first)?.1.start, self.letters.get(last)?.1.end))
    }
}

fn fold_into(letter: char, folded: &mut String) {
    match letter {
        '“' | '”' | '„' | '«' | '»' => folded.push('"'),
        '‘' | '’' | '`' => folded.push('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
        '\n' => folded.push('\n'),
        _ if letter.is_whitespace() => folded.push(' '),
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        _ => folded.extend(
            std::iter::once(letter).nfkd().filter(|part| !is_combining_mark(*part)).flat_map(char::to_lowercase),
        ),
    }
}

/// Where a passage stands in `text` whose white space may be another one, or be lost between paragraphs: whole words, in order and
/// without overlaps. Letters are compared as by [`Findable`].
#[must_use]
pub fn passages(text: &str, passage: &str) -> Vec<Span> {
    let [glued, wanted] = [text, passage]
        .map(|text| Findable::of(text, text.char_indices().filter(|(_, letter)| !letter.is_whitespace())));
    if wanted.folded.is_empty() {
        return Vec::new();
    }
    let within_word = |at: usize| {
        let side = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let parts = text.split_at_checked(at);
        parts.is_some_and(|(before, after)| side(before.chars().next_back()) && side(after.chars().next()))
    };
    let found = glued.folded.match_indices(&wanted.folded);
    let spans = found.filter_map(|(at, found)| glued.span(at, at + found.len()));
    spans.filter(|span| !within_word(span.start) && !within_word(span.end)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        Findable::new(text).find(words).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_passage_stands_where_only_its_white_space_is_another_one() {
        let text = "Ikan untuk pasar kota.\nPresiden Joko Widodo bertemu “Menteri” di kota.";
        for passage in
            ["pasar kota.\n\nPresiden", "pasar kota. Presiden", "pasar kota.Presiden", " pasar  kota.\u{a0}Presiden "]
        {
            let found: Vec<&str> = passages(text, passage).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, ["pasar kota.\nPresiden"], "{passage}");
        }
        assert_eq!(passages(text, "\"Menteri\"").len(), 1);
        assert_eq!(passages(text, "kota").len(), 2);
        assert!(passages(text, "asar kota").is_empty() && passages(text, " \n").is_empty());
    }

    #[test]
    fn case_accents_quotes_and_dashes_do_not_matter() {
        let text = "René bilang “Jum’at” – bukan RENE\u{301}, di Natuna\u{2011}Utara.";
        assert_eq!(found(text, "rene"), ["René", "RENE"]);
        assert_eq!(found(text, " \"jum'at\" - "), ["“Jum’at” –"]);
        assert_eq!(found(text, "natuna-ut"), ["Natuna\u{2011}Ut"]);
        assert_eq!(found(text, "  "), Vec::<&str>::new());
        assert_eq!(found("ﬁnal", "i"), ["ﬁ"], "a letter that stands for two is found whole");
    }

    #[test]
    fn nothing_is_found_over_the_end_of_a_paragraph() {
        assert_eq!(found("satu\ndua", "satu dua"), Vec::<&str>::new());
        assert_eq!(found("satu\u{a0}dua", "satu dua"), ["satu\u{a0}dua"]);
    }

    proptest! {
        #[test]
        fn what_stands_in_the_text_is_found_there(text in "\\PC{0,60}", from in 0_usize..60, length in 1_usize..20) {
            let letters: Vec<char> = text.chars().collect();
            let part: String = letters.iter().skip(from).take(length).collect();
            let ready = Findable::new(&text);
            for span in ready.find(&part) {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
            let mut folded = String::new();
            part.trim().chars().for_each(|letter| fold_into(letter, &mut folded));
            prop_assert_eq!(ready.find(&part).is_empty(), folded.is_empty());
        }
    }
}
