//! `sorot train-treaties`.

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Deserialize;

use super::Outcome;
use super::desk::Desk;
use crate::entity::{Engine, TreatyExample, TreatyJudge};
use crate::text::{CodePoints, Span};

/// Arguments of `sorot train-treaties`.
#[derive(Debug, clap::Args)]
pub(super) struct TrainTreaties {
    /// Annotated files: JSON lines {"text", "spans": [{"start", "end", "class"}]}.
    #[arg(long = "train", value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Where the weights are written.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    /// Files that hold treaties alone call them so.
    #[serde(default, alias = "treaties")]
    spans: Vec<Annotated>,
}

#[derive(Deserialize)]
struct Annotated {
    start: usize,
    end: usize,
    #[serde(default = "treaty")]
    class: String,
}

fn treaty() -> String {
    "treaty".to_owned()
}

impl TrainTreaties {
    /// Runs it.
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let engine = Engine::new();
        let mut examples: Vec<TreatyExample> = Vec::new();
        for file in &self.files {
            let content = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let line: Line =
                    serde_json::from_str(line).with_context(|| format!("{}: line {}", file.display(), number + 1))?;
                let points = CodePoints::new(&line.text);
                let treaties: Vec<Span> = line
                    .spans
                    .iter()
                    .filter(|span| span.class == "treaty")
                    .filter_map(|span| points.to_span(span.start, span.end))
                    .collect();
                examples.extend(engine.treaty_examples(&line.text, &treaties));
            }
        }
        let judge = TreatyJudge::learn(&examples);
        std::fs::write(&self.out, judge.to_bytes()).with_context(|| self.out.display().to_string())?;
        let treaties = examples.iter().filter(|example| example.treaty).count();
        let right =
            examples.iter().filter(|example| (judge.probability(&example.features) >= 0.5) == example.treaty).count();
        desk.line(&format!(
            "{}: learnt from {} heads, {treaties} of them treaties; {right} of them are judged as annotated",
            self.out.display(),
            examples.len()
        ))?;
        Ok(Outcome::Done)
    }
}
