//! Annotated texts as JSON lines, and how well the whole engine finds what is annotated in them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::entity::{Class, Context, Engine};
use crate::text::{CodePoints, Span};

/// A line: a text and what is annotated in it; offsets count Unicode code points.
#[derive(Deserialize)]
pub(super) struct Gold {
    /// The text.
    pub text: String,
    /// Files that hold treaties alone call them so.
    #[serde(default)]
    spans: Option<Vec<Annotated>>,
    #[serde(default)]
    treaties: Option<Vec<Annotated>>,
    /// Spans that may be marked or not.
    #[serde(default)]
    optional: Vec<Annotated>,
    /// The day of the text.
    #[serde(default)]
    date: Option<String>,
}

#[derive(Deserialize)]
struct Annotated {
    start: usize,
    end: usize,
    #[serde(default = "treaty")]
    class: String,
}

fn treaty() -> String {
    Class::Treaty.name().to_owned()
}

impl Gold {
    /// Reads a file: JSON lines, or texts with their treaties in brackets (see [`Self::marked`]) under lines of comment.
    pub fn read(file: &Path) -> anyhow::Result<Vec<Self>> {
        let content = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let says = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
        let lines = content.lines().enumerate().filter(|(_, line)| says(line));
        lines
            .map(|(at, line)| {
                let gold = if line.starts_with('{') {
                    serde_json::from_str(line).map_err(anyhow::Error::from)
                } else {
                    Self::marked(line)
                };
                gold.with_context(|| format!("{}: line {}", file.display(), at + 1))
            })
            .collect()
    }

    /// A text in which `[n|...]` marks a named, `[d|...]` a described treaty and `[r|...]` one that is pointed back to.
    fn marked(line: &str) -> anyhow::Result<Self> {
        let mut text = String::new();
        let mut treaties = Vec::new();
        let mut rest = line;
        while let Some((plain, marked)) = rest.split_once('[') {
            let (level, marked) = marked.split_once('|').context("a bracket without a level")?;
            let (words, behind) = marked.split_once(']').context("a bracket that is not closed")?;
            ensure!(matches!(level, "n" | "d" | "r"), "a level other than n, d or r");
            text.push_str(plain);
            let start = text.chars().count();
            text.push_str(words);
            treaties.push(Annotated { start, end: text.chars().count(), class: treaty() });
            rest = behind;
        }
        text.push_str(rest);
        Ok(Self { text, spans: None, treaties: Some(treaties), optional: Vec::new(), date: None })
    }

    /// The annotated bytes of one class.
    pub fn spans(&self, class: Class) -> BTreeSet<Span> {
        self.located(self.spans.iter().chain(&self.treaties).flatten(), class)
    }

    /// The classes that the text is annotated with: those of its file.
    fn classes(&self) -> &'static [Class] {
        if self.spans.is_some() {
            &[Class::Person, Class::Place, Class::Organization, Class::Treaty]
        } else {
            &[Class::Treaty]
        }
    }

    fn located<'a>(&self, spans: impl Iterator<Item = &'a Annotated>, class: Class) -> BTreeSet<Span> {
        let points = CodePoints::new(&self.text);
        spans
            .filter(|span| span.class == class.name())
            .filter_map(|span| points.to_span(span.start, span.end))
            .collect()
    }
}

#[derive(Default)]
struct Counts {
    right: usize,
    wanted: usize,
    found: usize,
}

/// Writes a table for a file: precision, recall and F1 of the engine's mentions, exact spans with their class.
pub(super) fn score_engine(engine: &Engine, file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut counts: BTreeMap<Class, Counts> = BTreeMap::new();
    for gold in Gold::read(file)? {
        let date = gold.date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
        let mentions = engine.analyse(&gold.text, &Context { date, rulings: None });
        for class in gold.classes() {
            let wanted = gold.spans(*class);
            let optional = gold.located(gold.optional.iter(), *class);
            let of_class = mentions.iter().filter(|mention| mention.class == *class).map(|mention| mention.span);
            let counts_for = |span: &Span| wanted.contains(span) || !optional.iter().any(|free| free.overlaps(*span));
            let found: BTreeSet<Span> = of_class.filter(counts_for).collect();
            let counts = counts.entry(*class).or_default();
            counts.right += wanted.intersection(&found).count();
            counts.wanted += wanted.len();
            counts.found += found.len();
        }
    }
    writeln!(out, "{}", file.display())?;
    for (class, Counts { right, wanted, found }) in counts {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        writeln!(
            out,
            "{:<12}  wanted {wanted:5}  found {found:5}  precision {:.4}  recall {:.4}  F1 {:.4}",
            class.name(),
            share(right, found),
            share(right, wanted),
            share(2 * right, wanted + found)
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_spans_count_and_optional_ones_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("emas.jsonl");
        let text = "Presiden Rusia Vladimir Putin tiba di Pyongyang.";
        let span = |words: &str, class: &str| {
            let start = text.find(words).unwrap();
            serde_json::json!({ "start": start, "end": start + words.len(), "class": class })
        };
        let line = serde_json::json!({
            "text": text,
            "spans": [span("Rusia", "place"), span("Vladimir Putin tiba", "person")],
            "optional": [span("Pyongyang", "place")],
        });
        std::fs::write(&file, line.to_string()).unwrap();
        let mut out = Vec::new();
        score_engine(&Engine::new(), &file, &mut out).unwrap();
        let table = String::from_utf8(out).unwrap();
        assert!(table.contains("place         wanted     1  found     1  precision 1.0000"), "{table}");
        assert!(table.contains("person        wanted     1  found     1  precision 0.0000"), "{table}");
    }

    #[test]
    fn treaties_in_brackets_are_read_and_a_broken_bracket_is_named() {
        let gold = Gold::marked("Rusia melanggar [d|perjanjian damaï]; [r|pakta itu] bubar.").unwrap();
        assert_eq!(gold.text, "Rusia melanggar perjanjian damaï; pakta itu bubar.");
        let spans: Vec<&str> = gold.spans(Class::Treaty).into_iter().map(|span| span.of(&gold.text)).collect();
        assert_eq!(spans, ["perjanjian damaï", "pakta itu"]);
        for broken in ["a [perjanjian]", "a [d|perjanjian", "a [x|perjanjian]"] {
            assert!(Gold::marked(broken).is_err(), "{broken}");
        }
    }
}
