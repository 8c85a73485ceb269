//! `sorot undo`, `sorot redo` and `sorot history`.

use serde::Serialize;

use crate::entity::Engine;
use crate::library::{
    Brought, Decided, HistoryStep, Library, LibraryError, OperationId, OperationKind, OperationRecord, Undone,
};

use super::Outcome;
use super::desk::Desk;

/// Arguments of `sorot undo`.
#[derive(Debug, clap::Args)]
pub(super) struct Undo {
    /// How many operations.
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Goes back, or forward again, until this step of `sorot history --steps` is the last that stands.
    #[arg(long, value_name = "ID", conflicts_with = "count")]
    to: Option<OperationId>,
}

impl Undo {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        if let Some(step) = self.to {
            return go_to(desk, step);
        }
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
        ruled |= undone.changes.names;
        tell(desk, did, &undone)?;
    }
    if ruled {
        library.renew_all(&Engine::new())?;
    }
    Ok(outcome)
}

/// Goes to a step, saying each that was taken back or done again on the way.
fn go_to(desk: &mut Desk<'_>, step: OperationId) -> anyhow::Result<Outcome> {
    let mut library = desk.library()?;
    let known = library.steps(usize::MAX)?;
    let back = known.iter().any(|known| known.id == step && !known.taken_back);
    let did = if back { "undid" } else { "redid" };
    let mut told = Ok(());
    let gone = library.go_to_step(Some(step), &mut |undone| {
        if told.is_ok() {
            told = tell(desk, did, undone);
        }
    })?;
    told?;
    if gone.iter().any(|undone| undone.changes.names) {
        library.renew_all(&Engine::new())?;
    }
    Ok(Outcome::Done)
}

/// Says what is on disk as soon as it is.
fn tell(desk: &mut Desk<'_>, did: &str, undone: &Undone) -> anyhow::Result<()> {
    let article = undone.article.map_or_else(String::new, |id| format!("  {id}"));
    desk.line(&format!("{did} {}{article}", words(undone.kind)))?;
    desk.out.flush()?;
    Ok(())
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
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// The steps that undo and redo go through, rather than the log.
    #[arg(long)]
    steps: bool,
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
    /// The first words that it was about.
    #[serde(skip_serializing_if = "String::is_empty")]
    words: String,
    /// How many things it touched.
    count: usize,
    /// What was decided, where the kind does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<Decided>,
    /// The operation that an undo or redo acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// Whether a step was taken back and can be done again.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back: Option<bool>,
}

impl From<OperationRecord> for RecordJson {
    fn from(record: OperationRecord) -> Self {
        Self {
            id: record.id.to_string(),
            kind: record.kind,
            at: record.at,
            author: record.author,
            article: record.article.map(|id| id.to_string()),
            words: record.about.words,
            count: record.about.count,
            decided: record.about.decided,
            target: record.target.map(|id| id.to_string()),
            taken_back: None,
        }
    }
}

impl From<HistoryStep> for RecordJson {
    fn from(step: HistoryStep) -> Self {
        let HistoryStep { id, kind, at, author, article, about, taken_back } = step;
        let record = OperationRecord { id, kind, target: None, at, author, article, about };
        Self { taken_back: Some(taken_back), ..Self::from(record) }
    }
}

impl History {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let records: Vec<RecordJson> = if self.steps {
            library.steps(self.limit)?.into_iter().map(RecordJson::from).collect()
        } else {
            library.history(self.limit)?.into_iter().map(RecordJson::from).collect()
        };
        if self.json {
            desk.answer(&records)?;
            return Ok(Outcome::Done);
        }
        for record in &records {
            let taken_back = if record.taken_back == Some(true) { "  (taken back)" } else { "" };
            let id = if self.steps { format!("{}  ", record.id) } else { String::new() };
            let about = match (record.words.as_str(), record.count) {
                ("", count) => format!("{count}"),
                (words, 0 | 1) => format!("\"{words}\""),
                (words, count) => format!("\"{words}\" and {} more", count - 1),
            };
            let decided = record.decided.as_ref().map_or_else(String::new, |decided| format!("  {}", said(decided)));
            let line = format!(
                "{id}{}  {:<17}  {}  {about}{decided}{taken_back}",
                record.at,
                words(record.kind),
                record.author
            );
            desk.line(line.trim_end())?;
        }
        Ok(Outcome::Done)
    }
}

/// What was decided, in words.
fn said(decided: &Decided) -> String {
    match decided {
        Decided::Ruling(stored) => {
            let decision = serde_json::to_value(&stored.ruling.decision).unwrap_or_default();
            let part = |key: &str| decision.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let reach = match (stored.article, stored.ruling.on.span) {
                (None, _) => "library",
                (Some(_), None) => "article",
                (Some(_), Some(_)) => "mention",
            };
            let count = stored.reached.map_or_else(String::new, |count| format!(", {count} articles"));
            format!("{} ({reach}{count})", format!("{} {}", part("decision"), part("to")).trim_end())
        }
        Decided::Settled(taken, author) => match author {
            Some(author) => format!("took {author}"),
            None => format!("took {taken:?}").to_lowercase(),
        },
        Decided::Colored(color) => format!("colour {}", color.number()),
        Decided::Tagged(tags) => tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        Decided::Placed => "put on other words".to_owned(),
        Decided::Certain => "place settled".to_owned(),
        Decided::Detached => "let go from the text".to_owned(),
        Decided::Brought(Brought { articles, marks, rulings, filings, wishes }) => {
            format!("articles {articles}, marks {marks}, rulings {rulings}, filings {filings}, wanted {wishes}")
        }
    }
}
