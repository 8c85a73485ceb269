//! `sorot imports`: the reports of imports.

use anyhow::{anyhow, bail};
use serde::Serialize;

use crate::library::{ImportLine, ImportRecord, Library, LineOutcome, OperationId};

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;

/// Arguments of `sorot imports`.
#[derive(Debug, clap::Args)]
pub(super) struct Imports {
    /// The import's id, or a beginning or end of it that no other has: prints what became of each file.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Only files of this outcome.
    #[arg(long, value_name = "OUTCOME", requires = "id", value_parser = ["new", "version", "same", "wanted", "skipped", "failed"])]
    outcome: Option<String>,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

impl Imports {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let Some(id) = &self.id else {
            let records = library.imports()?;
            if self.json {
                desk.answer(&records.iter().map(RecordJson::from).collect::<Vec<_>>())?;
            } else {
                records.iter().try_for_each(|record| desk.line(&record_words(record)))?;
            }
            return Ok(Outcome::Done);
        };
        let record = find(&library, id)?;
        let outcome = self.outcome.as_deref().and_then(LineOutcome::named);
        let lines = library.import_lines(record.id, outcome)?;
        if self.json {
            desk.answer(&lines.iter().map(LineJson::from).collect::<Vec<_>>())?;
        } else {
            lines.iter().try_for_each(|line| desk.cells(&line_cells(line)))?;
        }
        Ok(Outcome::Done)
    }
}

/// The fewest characters of an id that are taken for one.
const FEWEST: usize = 4;

/// The import that `text` names: its whole id, or a beginning or end of one that no other has.
pub(super) fn find(library: &Library, text: &str) -> anyhow::Result<ImportRecord> {
    let shown = printable(text);
    if let Ok(id) = text.parse::<OperationId>() {
        return library.import_record(id)?.ok_or_else(|| anyhow!("no import {shown}"));
    }
    let part = text.to_ascii_lowercase();
    if part.len() < FEWEST {
        bail!("{shown} is no import's id: give the whole id, or at least {FEWEST} characters of its beginning or end");
    }
    let fits = |record: &ImportRecord| {
        let id = record.id.to_string();
        id.starts_with(&part) || id.ends_with(&part)
    };
    let mut fitting: Vec<ImportRecord> = library.imports()?.into_iter().filter(fits).collect();
    match (fitting.pop(), fitting.is_empty()) {
        (Some(record), true) => Ok(record),
        (None, _) => bail!("no import {shown}"),
        (Some(_), false) => bail!("{shown} fits several imports: give more of the id"),
    }
}

/// How an import ended.
const fn state(record: &ImportRecord) -> &'static str {
    match (record.taken_back, record.finished.is_some()) {
        (true, _) => "taken back",
        (false, true) => "finished",
        (false, false) => "unfinished",
    }
}

fn record_words(record: &ImportRecord) -> String {
    let counts: Vec<String> = LineOutcome::ALL
        .into_iter()
        .filter(|outcome| record.count(*outcome) > 0)
        .map(|outcome| format!("{} {}", record.count(outcome), outcome.name()))
        .collect();
    let counts = if counts.is_empty() { "no files".to_owned() } else { counts.join(", ") };
    let sources: Vec<String> = record.sources.iter().map(|path| path.display().to_string()).collect();
    format!("{}  {}  {:<10}  {counts}  {}", record.id, record.at, state(record), sources.join(", "))
}

/// Outcome, file, story or reason, title; for programs that part lines at tabs.
fn line_cells(line: &ImportLine) -> [String; 4] {
    let said = &line.said;
    let about = match (&said.article, &said.why) {
        (Some(article), _) => article.to_string(),
        (None, Some(why)) => why.said.clone(),
        (None, None) => String::new(),
    };
    let path = line.origin.path.display().to_string();
    [line.outcome.name().to_owned(), path, about, said.title.clone().unwrap_or_default()]
}

#[derive(Serialize)]
struct RecordJson {
    id: String,
    at: String,
    sources: Vec<String>,
    state: &'static str,
    watched: bool,
    finished: Option<String>,
    new: usize,
    version: usize,
    same: usize,
    wanted: usize,
    skipped: usize,
    failed: usize,
}

impl From<&ImportRecord> for RecordJson {
    fn from(record: &ImportRecord) -> Self {
        Self {
            id: record.id.to_string(),
            at: record.at.clone(),
            sources: record.sources.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            state: state(record),
            watched: record.watched,
            finished: record.finished.clone(),
            new: record.count(LineOutcome::New),
            version: record.count(LineOutcome::Version),
            same: record.count(LineOutcome::Same),
            wanted: record.count(LineOutcome::Wanted),
            skipped: record.count(LineOutcome::Skipped),
            failed: record.count(LineOutcome::Failed),
        }
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    file: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl<'a> From<&'a ImportLine> for LineJson<'a> {
    fn from(line: &'a ImportLine) -> Self {
        let why = line.said.why.as_ref();
        Self {
            file: line.origin.path.to_string_lossy().into_owned(),
            outcome: line.outcome.name(),
            id: line.said.article.map(|id| id.to_string()),
            title: line.said.title.as_deref(),
            code: why.map(|why| why.code.as_str()),
            reason: why.map(|why| why.said.as_str()),
            warnings: line.said.warnings.iter().map(ToString::to_string).collect(),
        }
    }
}
