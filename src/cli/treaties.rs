//! `sorot train-treaties`.

use std::path::PathBuf;

use anyhow::Context as _;

use super::Outcome;
use super::desk::Desk;
use super::gold::Gold;
use crate::entity::{Class, Engine, TreatyExample, TreatyJudge};
use crate::text::Span;

/// Arguments of `sorot train-treaties`.
#[derive(Debug, clap::Args)]
pub(super) struct TrainTreaties {
    /// Annotated files: JSON lines {"text", "spans": [{"start", "end", "class"}]}, or texts with [n|named], [d|described]
    /// and [r|referring] treaties in brackets.
    #[arg(long = "train", value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Where the weights are written.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl TrainTreaties {
    /// Runs it.
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let engine = Engine::new();
        let mut examples: Vec<TreatyExample> = Vec::new();
        for file in &self.files {
            for gold in Gold::read(file)? {
                let treaties: Vec<Span> = gold.spans(Class::Treaty).into_iter().collect();
                examples.extend(engine.treaty_examples(&gold.text, &treaties));
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
