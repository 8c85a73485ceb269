//! Annotated texts to train and score with: CoNLL files, and JSON lines with spans.

use serde::Deserialize;

use super::scheme::{Chunk, Kind, chunks_of_iob2};
use crate::text::{CodePoints, Span, Token, sentences, tokens};

/// A sentence with its chunks, which lie apart, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub words: Vec<String>,
    /// What they name.
    pub chunks: Vec<Chunk>,
}

/// Sentences of one text, or of a stretch of a corpus whose texts are not kept apart.
pub type Text = Vec<Sentence>;

/// Texts annotated in one manner.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// What the manner is called.
    pub name: String,
    /// The texts.
    pub texts: Vec<Text>,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadCorpus {
    /// A line is not what it should be.
    #[error("line {line}: {problem}")]
    Line {
        /// Which, counted from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// It holds no sentence.
    #[error("it holds no sentence")]
    Empty,
}

/// Sentences that count as one text where a file does not keep its texts apart: words help to read each other
/// across that many.
pub const STRETCH: usize = 400;

/// Reads a corpus: `token TAB tag` lines, or JSON lines where the first is an object.
pub fn read(name: &str, content: &str) -> Result<Corpus, BadCorpus> {
    let texts = if content.trim_start().starts_with('{') { json_lines(content)? } else { conll(content)? };
    if texts.is_empty() {
        return Err(BadCorpus::Empty);
    }
    Ok(Corpus { name: name.to_owned(), texts })
}

/// The sentences of a CoNLL file, whose tags may be missing, in stretches of [`STRETCH`].
pub fn conll(content: &str) -> Result<Vec<Text>, BadCorpus> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let (mut words, mut tags): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in content.lines().chain([""]) {
        if line.trim().is_empty() {
            if !words.is_empty() {
                sentences.push(Sentence { words: std::mem::take(&mut words), chunks: chunks_of_iob2(&tags) });
                tags.clear();
            }
            continue;
        }
        let (word, tag) = line.split_once('\t').unwrap_or((line, "O"));
        words.push(word.to_owned());
        tags.push(tag.trim());
    }
    let mut texts = Vec::new();
    let mut rest = sentences.into_iter().peekable();
    while rest.peek().is_some() {
        texts.push(rest.by_ref().take(STRETCH).collect());
    }
    Ok(texts)
}

/// The share of sentences, one in so many, that [`restyled`] repeats as a headline, in capitals, and in small letters.
const RESTYLED: [usize; 3] = [10, 30, 30];

/// Some sentences of a corpus once more as headlines, in capitals only, and in small letters only, which corpora of
/// plain sentences lack and saved stories have.
#[must_use]
pub fn restyled(corpus: &Corpus) -> Vec<Text> {
    let sentences: Vec<&Sentence> = corpus.texts.iter().flatten().collect();
    let styles: [fn(&str) -> String; 3] = [headline, str::to_uppercase, str::to_lowercase];
    let mut texts = Vec::new();
    for (offset, (style, every)) in styles.into_iter().zip(RESTYLED).enumerate() {
        let some = sentences.iter().skip(offset).step_by(every);
        let restyle = |sentence: &&Sentence| Sentence {
            words: sentence.words.iter().map(|word| style(word)).collect(),
            chunks: sentence.chunks.clone(),
        };
        // Each is a text by itself: its writing says nothing of the words of another.
        texts.extend(some.map(|sentence| vec![restyle(sentence)]));
    }
    texts
}

/// A word as headlines write it.
fn headline(word: &str) -> String {
    const SMALL: [&str; 12] =
        ["dan", "di", "ke", "dari", "yang", "untuk", "dengan", "pada", "dalam", "oleh", "atau", "bagi"];
    if SMALL.contains(&word) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A line of a file with spans in Unicode code points.
#[derive(Debug, Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    spans: Vec<Annotated>,
}

#[derive(Debug, Deserialize)]
struct Annotated {
    start: usize,
    end: usize,
    class: String,
}

fn json_lines(content: &str) -> Result<Vec<Text>, BadCorpus> {
    let mut texts = Vec::new();
    for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |problem: String| BadCorpus::Line { line: number + 1, problem };
        let line: Line = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        texts.push(text_of(&line));
    }
    Ok(texts)
}

fn text_of(line: &Line) -> Text {
    let points = CodePoints::new(&line.text);
    let spans: Vec<(Span, Kind)> = line
        .spans
        .iter()
        .filter_map(|span| Some((points.to_span(span.start, span.end)?, kind_of(&span.class)?)))
        .collect();
    annotated(&line.text, &spans).into_iter().map(|(_, sentence)| sentence).collect()
}

/// The sentences of a text with what is named in them, each with its bytes.
#[must_use]
pub fn annotated(text: &str, spans: &[(Span, Kind)]) -> Vec<(Span, Sentence)> {
    // The tagger knows one layer: of names within names the outer one.
    let outer: Vec<(Span, Kind)> = spans
        .iter()
        .filter(|(span, _)| !spans.iter().any(|(other, _)| other.contains(*span) && other.len() > span.len()))
        .copied()
        .collect();
    let tokens = tokens(text);
    sentences(text, &tokens)
        .into_iter()
        .filter_map(|range| {
            let tokens = tokens.get(range)?;
            let whole = Span::new(tokens.first()?.span.start, tokens.last()?.span.end);
            Some((whole, sentence(text, tokens, &outer)))
        })
        .collect()
}

fn sentence(text: &str, tokens: &[Token], spans: &[(Span, Kind)]) -> Sentence {
    let words = tokens.iter().map(|token| token.span.of(text).to_owned()).collect();
    let mut chunks: Vec<Chunk> = spans
        .iter()
        .filter_map(|(span, kind)| {
            let start = tokens.iter().position(|token| token.span.overlaps(*span))?;
            let end = tokens.iter().rposition(|token| token.span.overlaps(*span))? + 1;
            Some(Chunk { start, end, kind: *kind })
        })
        .collect();
    chunks.sort();
    let mut free = 0;
    chunks.retain(|chunk| {
        let apart = chunk.start >= free;
        if apart {
            free = chunk.end;
        }
        apart
    });
    Sentence { words, chunks }
}

fn kind_of(class: &str) -> Option<Kind> {
    match class {
        "person" => Some(Kind::Person),
        "place" => Some(Kind::Place),
        "organization" => Some(Kind::Organization),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conll_file_keeps_its_sentences_and_its_tags_may_be_missing() {
        let texts = conll("Sari\tB-PER\nDewi\tI-PER\n\ntiba\ndi\tO\nDili\tB-LOC\n").unwrap();
        let [text] = texts.as_slice() else { panic!("{texts:?}") };
        assert_eq!(text.len(), 2);
        assert_eq!(text[0].chunks, [Chunk { start: 0, end: 2, kind: Kind::Person }]);
        assert_eq!(text[1].chunks, [Chunk { start: 2, end: 3, kind: Kind::Place }]);
    }

    #[test]
    fn spans_become_chunks_of_tokens_and_inner_names_give_way() {
        let line = r#"{"text":"Kata Sari. Kedutaan Besar Italia di Dili.","spans":[{"start":5,"end":9,"class":"person"},{"start":11,"end":32,"class":"organization"},{"start":26,"end":32,"class":"place"},{"start":36,"end":40,"class":"place"}]}"#;
        let corpus = read("emas", line).unwrap();
        let text = &corpus.texts[0];
        assert_eq!(text[0].chunks, [Chunk { start: 1, end: 2, kind: Kind::Person }]);
        assert_eq!(
            text[1].chunks,
            [Chunk { start: 0, end: 3, kind: Kind::Organization }, Chunk { start: 4, end: 5, kind: Kind::Place }]
        );
        assert!(matches!(read("x", "{\"text\":"), Err(BadCorpus::Line { line: 1, .. })));
        assert_eq!(read("x", "\n").err(), Some(BadCorpus::Empty));
    }
}
