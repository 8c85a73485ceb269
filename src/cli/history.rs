//! `sorot undo`, `sorot redo` and `sorot history`.

use serde::Serialize;

use crate::entity::Engine;
use crate::library::{Library, LibraryError, OperationKind, Undone};

use super::Outcome;
use super::desk::Desk;

/// Arguments of `sorot undo`.
#[derive(Debug, clap::Args)]
pub(super) struct Undo {
    /// How many operations.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

impl Undo {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        steps(desk, self.count, ("undid", "undo"), Library::undo)
    }
}

/// Arguments of `sorot redo`.
#[derive(Debug, clap::Args)]
pub(super) struct Redo {
    /// How many operations.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
}

impl Redo {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        steps(desk, self.count, ("redid", "redo"), Library::redo)
    }
}

/// Goes up to `count` steps, saying each; fails where there were fewer.
fn steps(
    desk: &mut Desk<'_>,
    count: u32,
    (did, verb): (&str, &str),
    step: impl Fn(&mut Library) -> Result<Option<Undone>, LibraryError>,
) -> anyhow::Result<Outcome> {
    let mut library = desk.library()?;
    let (mut ruled, mut outcome) = (false, Outcome::Done);
    for done in 0..count {
        let Some(undone) = step(&mut library)? else {
            let more = if done == 0 { "" } else { " more" };
            desk.say(&format!("there is nothing{more} to {verb}"));
            outcome = Outcome::Failed;
            break;
        };
        ruled |= matches!(undone.kind, OperationKind::Rule | OperationKind::RevokeRuling);
        let article = undone.article.map_or_else(String::new, |id| format!("  {id}"));
        desk.line(&format!("{did} {}{article}", words(undone.kind)))?;
    }
    if ruled {
        library.renew_all(&Engine::new())?;
    }
    Ok(outcome)
}

/// The operation's name as files have it ("edit-annotation").
fn words(kind: OperationKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => format!("{kind:?}"),
    }
}

/// Arguments of `sorot history`.
#[derive(Debug, clap::Args)]
pub(super) struct History {
    /// At most so many operations.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct RecordJson {
    id: String,
    kind: OperationKind,
    at: String,
    author: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// The operation that an undo or redo acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
}

impl History {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let records = desk.library()?.history(self.limit)?;
        let records: Vec<RecordJson> = records
            .into_iter()
            .map(|record| RecordJson {
                id: record.id.to_string(),
                kind: record.kind,
                at: record.at,
                author: record.author,
                article: record.article.map(|id| id.to_string()),
                target: record.target.map(|id| id.to_string()),
            })
            .collect();
        if self.json {
            desk.answer(&records)?;
        } else {
            for record in &records {
                let article = record.article.as_deref().unwrap_or_default();
                let line = format!("{}  {:<17}  {}  {article}", record.at, words(record.kind), record.author);
                desk.line(line.trim_end())?;
            }
        }
        Ok(Outcome::Done)
    }
}
