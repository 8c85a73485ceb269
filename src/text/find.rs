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
        let mut ready = Self { folded: String::with_capacity(text.len()), letters: Vec::with_capacity(text.len()) };
        for (start, letter) in text.char_indices() {
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
    /// Texts that nearly repeat the passage everywhere are given up after so many comparisons a letter.
    const MOST: usize = 16;
    let mut wanted = String::with_capacity(passage.len());
    passage.chars().filter(|letter| !letter.is_whitespace()).for_each(|letter| fold_into(letter, &mut wanted));
    let mut found: Vec<Span> = Vec::new();
    let mut left = text.len().saturating_mul(MOST);
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let goes_on = std::mem::replace(&mut before, letter).is_alphanumeric() && letter.is_alphanumeric();
        let is_taken = found.last().is_some_and(|last| at < last.end);
        if goes_on || is_taken || letter.is_whitespace() || wanted.is_empty() || left == 0 {
            continue;
        }
        let here = text.get(at..).and_then(|rest| beginning(rest, &wanted, &mut left));
        found.extend(here.map(|length| Span::new(at, at + length)));
    }
    found
}

/// How many bytes at the beginning of `text` are these folded letters, whatever white space stands between them; `None` where others
/// stand there, or where the last word goes on. Takes the letters that it looks at from `left`.
fn beginning(text: &str, wanted: &str, left: &mut usize) -> Option<usize> {
    let mut rest = wanted;
    let mut last = ' ';
    let mut folded = String::new();
    for (at, letter) in text.char_indices() {
        if rest.is_empty() {
            return (!last.is_alphanumeric() || !letter.is_alphanumeric()).then_some(at);
        }
        *left = left.checked_sub(1)?;
        if letter.is_whitespace() {
            continue;
        }
        folded.clear();
        fold_into(letter, &mut folded);
        rest = rest.strip_prefix(folded.as_str())?;
        last = letter;
    }
    rest.is_empty().then_some(text.len())
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
        let near = "a ".repeat(50_000);
        assert!(passages(&near, &format!("{near}b")).is_empty(), "and soon");
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
