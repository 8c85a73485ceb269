//! Annotated texts as JSON lines, and how well the whole engine finds what is annotated in them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::Context as _;
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
    /// Reads a file.
    pub fn read(file: &Path) -> anyhow::Result<Vec<Self>> {
        let content = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(at, line)| {
                serde_json::from_str(line).with_context(|| format!("{}: line {}", file.display(), at + 1))
            })
            .collect()
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
}
