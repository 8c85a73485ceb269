//! `sorot entities`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::entity::{Class, Context, Engine, Level, Mention, RecognisedBy, TreatyJudge};
use crate::text::CodePoints;

/// Arguments of `sorot entities`.
#[derive(Debug, clap::Args)]
pub(super) struct Entities {
    /// Files to read, as plain text exactly as they are.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The files hold one text a line as JSON: {"id", "text", "date"?}.
    #[arg(long)]
    jsonl: bool,
    /// A model made by `sorot train`, in place of the one that comes with the program.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Weights made by `sorot train-treaties`, in place of those that come with the program.
    #[arg(long, value_name = "FILE")]
    treaties: Option<PathBuf>,
}

/// A text of a JSON lines file.
#[derive(Deserialize)]
struct Given {
    id: serde_json::Value,
    text: String,
    date: Option<String>,
}

/// What is printed for such a text.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    mentions: Vec<Line<'a>>,
}

/// A mention as printed; offsets count Unicode code points.
#[derive(Serialize)]
struct Line<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    class: Class,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    entity: &'a str,
    by: RecognisedBy,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    /// How sure, 0 to 1, in hundredths.
    score: f64,
    certain: bool,
}

impl Entities {
    /// Runs it, writing results to `out`.
    pub(super) fn run(&self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let engine = Engine::with(super::train::tagger(self.model.as_deref())?);
        let engine = match &self.treaties {
            Some(path) => engine.judging(judge(path)?),
            None => engine,
        };
        let mut outcome = Outcome::Done;
        for file in &self.files {
            let done = if self.jsonl { lines(&engine, file, out) } else { whole(&engine, file, out) };
            if let Err(error) = done {
                if error
                    .downcast_ref::<std::io::Error>()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
                {
                    return Err(error);
                }
                eprintln!("sorot: {error:#}");
                outcome = Outcome::Failed;
            }
        }
        Ok(outcome)
    }
}

fn judge(path: &Path) -> anyhow::Result<TreatyJudge> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    TreatyJudge::read(&bytes).with_context(|| format!("{}: not made by sorot train-treaties", path.display()))
}

fn whole(engine: &Engine, file: &PathBuf, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mentions = engine.analyse(&text, &Context::default());
    let points = CodePoints::new(&text);
    for mention in &mentions {
        serde_json::to_writer(&mut *out, &line(&text, &points, mention))?;
        writeln!(out)?;
    }
    Ok(())
}

fn lines(engine: &Engine, file: &PathBuf, out: &mut dyn Write) -> anyhow::Result<()> {
    let named = || file.display().to_string();
    let reader = BufReader::new(std::fs::File::open(file).with_context(named)?);
    for (number, json) in reader.lines().enumerate() {
        let json = json.with_context(named)?;
        if json.trim().is_empty() {
            continue;
        }
        let given: Given = serde_json::from_str(&json).with_context(|| format!("{}: line {}", named(), number + 1))?;
        let date = given.date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
        let mentions = engine.analyse(&given.text, &Context { date });
        let points = CodePoints::new(&given.text);
        let mentions = mentions.iter().map(|mention| line(&given.text, &points, mention)).collect();
        serde_json::to_writer(&mut *out, &Answer { id: &given.id, mentions })?;
        writeln!(out)?;
    }
    Ok(())
}

fn line<'a>(text: &'a str, points: &CodePoints, mention: &'a Mention) -> Line<'a> {
    let (start, end) = points.from_span(mention.span);
    Line {
        start,
        end,
        text: mention.span.of(text),
        class: mention.class,
        level: mention.level,
        entity: &mention.entity.name,
        by: mention.by,
        why: mention.why.to_string(),
        date: mention.date.as_ref().map(|date| date.value.as_str()),
        score: (f64::from(mention.score) * 100.0).round() / 100.0,
        certain: mention.is_certain(),
    }
}
