//! `sorot entities`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::entity::{
    Class, Context, Decision, Engine, EntityRef, Fact, FactKind, Level, Mention, RecognisedBy, Ruling, Rulings,
    Standing, Target, TreatyJudge, treaty_facts,
};
use crate::jobs::{open_file, read_file, read_text_file};
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
    /// Names that are known beside those that come with the program, made by `sorot train --with-rulings`.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Print what the texts state about treaties instead: parties, signing, acts, clauses, each with its sentence.
    #[arg(long)]
    facts: bool,
    /// A file of rulings to obey, one a line as JSON: {"decision", "to"?, "text"?, "class"?, "entity"?, "start"?, "end"?,
    /// "id"?}; `decision` is accept, reject, retype, respan, alias, merge or split; with "id" for that text alone.
    #[arg(long, value_name = "FILE")]
    rulings: Option<PathBuf>,
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
    /// Whether a part of the date was worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_inferred: Option<bool>,
    /// How exact the date is: time, day, month, year or range.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_precision: Option<&'static str>,
    /// How sure, 0 to 1, in hundredths.
    score: f64,
    certain: bool,
}

impl Entities {
    /// Runs it, writing results to `out`.
    pub(super) fn run(&self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let engine = match &self.model {
            Some(path) => Engine::with(super::train::tagger(Some(path))?),
            None => Engine::new(),
        };
        let engine = match &self.treaties {
            Some(path) => engine.judging(judge(path)?),
            None => engine,
        };
        let engine = super::train::knowing(engine, self.names.as_deref())?;
        let rulings = match &self.rulings {
            Some(path) => read_rulings(path)?,
            None => Vec::new(),
        };
        let desk = Desk { engine, rulings, facts: self.facts };
        let mut outcome = Outcome::Done;
        for file in &self.files {
            let done = if self.jsonl { desk.lines(file, out) } else { desk.whole(file, out) };
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
    let bytes = read_file(path).with_context(|| path.display().to_string())?;
    TreatyJudge::read(&bytes).with_context(|| format!("{}: not made by sorot train-treaties", path.display()))
}

/// A ruling of a file; offsets count Unicode code points.
#[derive(Debug, Deserialize)]
struct GivenRuling {
    id: Option<serde_json::Value>,
    text: Option<String>,
    class: Option<Class>,
    entity: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    #[serde(flatten)]
    decision: Decision,
}

fn read_rulings(path: &Path) -> anyhow::Result<Vec<GivenRuling>> {
    let named = || path.display().to_string();
    let content = read_text_file(path).with_context(named)?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let place = || format!("{}: line {}", named(), at + 1);
            let ruling: GivenRuling = serde_json::from_str(line).with_context(place)?;
            ruling.checked().with_context(place)
        })
        .collect()
}

impl GivenRuling {
    /// The same with its entity as a key; an error where it does not say what it is about.
    fn checked(mut self) -> anyhow::Result<Self> {
        ensure!(self.start.is_some() == self.end.is_some(), "start and end go together");
        ensure!(
            self.text.is_some() || self.start.is_some() || self.entity.is_some(),
            "it has no text, place or entity"
        );
        if let Some(entity) = self.entity.take() {
            let is_key = entity.split_once('/').is_some_and(|(class, _)| Class::ALL.iter().any(|c| c.name() == class));
            self.entity = Some(if is_key {
                entity
            } else {
                let class = self.class.context("an entity given by its name needs its class")?;
                EntityRef::named(class, &entity).key
            });
        }
        Ok(self)
    }
}

/// The engine with what the options ask of it.
struct Desk {
    engine: Engine,
    rulings: Vec<GivenRuling>,
    facts: bool,
}

impl Desk {
    fn whole(&self, file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
        let text = read_text_file(file).with_context(|| file.display().to_string())?;
        let (mentions, points) = self.analyse(&text, None, None);
        if self.facts {
            return write_lines(&facts(&text, &points, &mentions), out);
        }
        let lines: Vec<Line<'_>> = mentions.iter().map(|mention| line(&text, &points, mention)).collect();
        write_lines(&lines, out)
    }

    fn lines(&self, file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
        let named = || file.display().to_string();
        let reader = BufReader::new(open_file(file).with_context(named)?);
        for (number, json) in reader.lines().enumerate() {
            let json = json.with_context(named)?;
            if json.trim().is_empty() {
                continue;
            }
            let given: Given =
                serde_json::from_str(&json).with_context(|| format!("{}: line {}", named(), number + 1))?;
            let date = given.date.as_deref().and_then(|date| date.get(..10)?.parse().ok());
            let (mentions, points) = self.analyse(&given.text, date, Some(&given.id));
            let id = &given.id;
            if self.facts {
                let facts = facts(&given.text, &points, &mentions);
                serde_json::to_writer(&mut *out, &serde_json::json!({ "id": id, "facts": facts }))?;
            } else {
                let mentions = mentions.iter().map(|mention| line(&given.text, &points, mention)).collect();
                serde_json::to_writer(&mut *out, &Answer { id, mentions })?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn analyse(&self, text: &str, date: Option<Date>, id: Option<&serde_json::Value>) -> (Vec<Mention>, CodePoints) {
        let points = CodePoints::new(text);
        let for_this = self.rulings.iter().filter(|ruling| ruling.id.is_none() || ruling.id.as_ref() == id);
        let ready = for_this.filter_map(|given| {
            let place = given.start.zip(given.end);
            let span = place.and_then(|(start, end)| points.to_span(start, end));
            // A place that the text does not have is of another text.
            (place.is_some() == span.is_some()).then(|| {
                let words = given.text.clone().or_else(|| span.map(|span| span.of(text).to_owned()));
                let on = Target { text: words, class: given.class, span, entity: given.entity.clone() };
                Ruling { on, decision: given.decision.clone() }
            })
        });
        let rulings = Rulings::new(ready.collect());
        (self.engine.analyse(text, &Context { date, rulings: Some(&rulings) }), points)
    }
}

fn write_lines<T: Serialize>(lines: &[T], out: &mut dyn Write) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *out, line)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A fact about a treaty as printed; offsets count Unicode code points.
#[derive(Serialize)]
struct FactLine<'a> {
    treaty: String,
    fact: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<&'static str>,
    value: String,
    standing: Standing,
    start: usize,
    end: usize,
    sentence: &'a str,
}

fn facts<'a>(text: &'a str, points: &CodePoints, mentions: &[Mention]) -> Vec<FactLine<'a>> {
    let line = |fact: Fact| {
        let (start, end) = points.from_span(fact.span);
        let (kind, act) = match fact.kind {
            FactKind::Party => ("party", None),
            FactKind::SignedOn => ("signed-on", None),
            FactKind::SignedAt => ("signed-at", None),
            FactKind::Clause => ("clause", None),
            FactKind::Act(act) => ("act", Some(act.name())),
        };
        FactLine {
            treaty: fact.treaty.name,
            fact: kind,
            act,
            value: fact.value,
            standing: fact.standing,
            start,
            end,
            sentence: fact.sentence.of(text),
        }
    };
    treaty_facts(text, mentions).into_iter().map(line).collect()
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
        date_inferred: mention.date.as_ref().map(|date| date.inferred),
        date_precision: mention.date.as_ref().map(|date| date.precision().name()),
        score: (f64::from(mention.score) * 100.0).round() / 100.0,
        certain: mention.is_certain(),
    }
}
