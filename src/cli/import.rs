//! `sorot import`.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use crate::entity::Engine;
use crate::jobs::{Choice, Found, Intake, Lot, Portion};
use crate::library::{ImportOutcome, Library, LineOutcome, Missed, OperationId, Prepared, WishOutcome, Wished};

use super::desk::{Desk, Unbroken};
use super::{Outcome, imports, json, printable::printable};

/// Arguments of `sorot import`.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// Files and folders.
    #[arg(value_name = "PATH", required_unless_present_any = ["retry", "resume"])]
    paths: Vec<PathBuf>,
    /// Imports the files again that failed in this import.
    #[arg(long, value_name = "ID", conflicts_with_all = ["paths", "resume"])]
    retry: Option<String>,
    /// Goes on with an import that was stopped or broke off.
    #[arg(long, value_name = "ID", conflicts_with = "paths")]
    resume: Option<String>,
    /// Prints a JSON object for each file.
    #[arg(long)]
    json: bool,
}

/// What is read at a time.
const PORTION: Portion = Portion { items: 64, within: Duration::from_secs(1) };

/// One operation takes in at most about so much, so that memory stays bounded: stories, and bytes that were read.
const STORIES_AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 64 * 1024 * 1024;

impl Import {
    /// Runs it: each line is written once what it says is durable.
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let Plan { whole, sources, choice } = self.plan(&mut library)?;
        let engine = Engine::new();
        let today = jiff::ZonedDateTime::now().date();
        // Files are taken in even when nobody reads the lines any more.
        let mut out = Unbroken::new(&mut *desk.out);
        let mut report = Report { json: self.json, files: 0, failed: 0, refused: false };
        let intake = Intake::new(sources, choice);
        // What was read is written while the next portion is read.
        thread::scope(|scope| {
            let mut batch = Batch::default();
            for lot in intake.read_ahead(scope, PORTION, (&engine, today))? {
                batch.add(lot);
                if batch.is_full() {
                    std::mem::take(&mut batch).take_in(&mut library, whole, &mut report, &mut out)?;
                }
            }
            batch.take_in(&mut library, whole, &mut report, &mut out)
        })?;
        if !report.refused {
            library.close_report(whole)?;
        }
        // Stories that changed are made of their new editions; new ones obey the rulings.
        if library.stale()? {
            library.renew_all(&engine)?;
        }
        let Report { files, failed, .. } = report;
        match (files, failed) {
            (0, _) => desk.say("no files were found"),
            (_, 0) => {}
            (files, failed) => desk.say(&format!("{failed} of {files} files could not be imported")),
        }
        Ok(Outcome::failed_if(failed > 0))
    }
}

/// What is to be imported.
struct Plan {
    /// The operation that all of it belongs to.
    whole: OperationId,
    sources: Vec<PathBuf>,
    choice: Choice,
}

impl Import {
    /// What is to be imported; its report is open.
    fn plan(&self, library: &mut Library) -> anyhow::Result<Plan> {
        if let Some(id) = &self.resume {
            let record = imports::find(library, id)?;
            if record.taken_back {
                anyhow::bail!("the import was taken back; redo it first, or import its files anew");
            }
            let choice = Choice::rest(&library.import_lines(record.id, None)?);
            return Ok(Plan { whole: record.id, sources: record.sources, choice });
        }
        let (choice, sources) = match &self.retry {
            Some(id) => {
                let record = imports::find(library, id)?;
                Choice::again(&library.import_lines(record.id, Some(LineOutcome::Failed))?)
            }
            None => (Choice::All, self.paths.clone()),
        };
        let whole = library.begin_import();
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        library.open_report(whole, &sources.iter().map(absolute).collect::<Vec<_>>())?;
        Ok(Plan { whole, sources, choice })
    }
}

/// What was read and is not in the library yet.
#[derive(Default)]
struct Batch {
    /// Every file in the order found; stories apart, in the same order.
    files: Vec<(PathBuf, Read)>,
    stories: Vec<Prepared>,
    /// Stories that are only named, in the same order.
    wishes: Vec<Wished>,
    /// What was not taken in, for the report.
    missed: Vec<Missed>,
    /// How many bytes were read for the stories.
    bytes: usize,
}

enum Read {
    /// It made a story with this title.
    Story(String),
    /// It names a story with this title.
    Wish(String),
    Failed(String),
}

impl Batch {
    fn add(&mut self, lot: Lot) {
        self.missed.extend(lot.skipped);
        for file in lot.files {
            let read = match file.result {
                Ok(Found::Story(story)) => {
                    let title = story.article.meta.title.clone();
                    self.bytes += story.size();
                    self.stories.push(*story);
                    Read::Story(title)
                }
                Ok(Found::Wish(wish)) => {
                    let name = wish.name().to_owned();
                    self.wishes.push(Wished { wish: *wish, origin: Some(file.origin) });
                    Read::Wish(name)
                }
                Err(reason) => {
                    let why = (&reason).into();
                    self.missed.push(Missed { origin: file.origin, outcome: LineOutcome::Failed, why });
                    Read::Failed(reason.to_string())
                }
            };
            self.files.push((file.path, read));
        }
    }

    fn is_full(&self) -> bool {
        self.stories.len() + self.wishes.len() >= STORIES_AT_ONCE || self.bytes >= BYTES_AT_ONCE
    }

    /// Takes the stories in as a part of the whole import and says what became of each file.
    fn take_in(
        self,
        library: &mut Library,
        whole: OperationId,
        report: &mut Report,
        out: &mut Unbroken<'_>,
    ) -> anyhow::Result<()> {
        // What failed is to be told even where the rest is not taken in.
        let told = library.report_missed(whole, &self.missed);
        // An operation that takes nothing in would only fill the log.
        let imported = if self.stories.is_empty() {
            Ok(Vec::new())
        } else {
            library.import_part(whole, self.stories).map(|(imported, _)| imported)
        };
        let (mut imported, refused) = match imported {
            Ok(imported) => (imported.into_iter(), None),
            Err(error) => (Vec::new().into_iter(), Some(error.to_string())),
        };
        let wished = if self.wishes.is_empty() {
            Ok(Vec::new())
        } else {
            library.wish_part(whole, self.wishes).map(|(wished, _)| wished)
        };
        report.refused |= told.is_err() || wished.is_err() || refused.is_some();
        let refused = refused.unwrap_or_else(|| "the library did not take it in".to_owned());
        let mut wished = wished.unwrap_or_default().into_iter();
        for (path, read) in self.files {
            let line = match read {
                Read::Wish(title) => match wished.next() {
                    Some(outcome) => Line::wished(&path, title, outcome),
                    None => Line::failed(&path, refused.clone()),
                },
                Read::Failed(reason) => Line::failed(&path, reason),
                Read::Story(title) => match imported.next() {
                    Some(story) => Line::taken(&path, title, story.outcome),
                    None => Line::failed(&path, refused.clone()),
                },
            };
            report.write(&line, out)?;
        }
        Ok(())
    }
}

/// What became of one file.
#[derive(Serialize)]
struct Line {
    file: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Line {
    fn taken(path: &Path, title: String, outcome: ImportOutcome) -> Self {
        let (outcome, id) = match outcome {
            ImportOutcome::New(id) => ("new", id),
            ImportOutcome::Same(id) => ("same", id),
            ImportOutcome::Changed(id) => ("version", id),
        };
        let file = path.to_string_lossy().into_owned();
        Self { file, outcome, id: Some(id.to_string()), title: Some(title), reason: None }
    }

    fn wished(path: &Path, title: String, outcome: WishOutcome) -> Self {
        let (outcome, id) = match outcome {
            WishOutcome::New => ("wanted", None),
            WishOutcome::Same => ("same", None),
            WishOutcome::Held(id) => ("same", Some(id.to_string())),
        };
        let file = path.to_string_lossy().into_owned();
        Self { file, outcome, id, title: Some(title), reason: None }
    }

    fn failed(path: &Path, reason: String) -> Self {
        let file = path.to_string_lossy().into_owned();
        Self { file, outcome: "failed", id: None, title: None, reason: Some(reason) }
    }

    fn text(&self) -> String {
        let about = self.id.as_ref().or(self.reason.as_ref()).map_or("", String::as_str);
        format!("{:<7}  {}  {}", self.outcome, printable(&self.file), printable(about))
    }
}

/// How the import goes, line by line.
struct Report {
    json: bool,
    files: usize,
    failed: usize,
    /// Whether the library refused any of it, which the import can then go on with.
    refused: bool,
}

impl Report {
    fn write(&mut self, line: &Line, out: &mut Unbroken<'_>) -> anyhow::Result<()> {
        use std::io::Write as _;
        self.files += 1;
        self.failed += usize::from(line.reason.is_some());
        if self.json {
            writeln!(out, "{}", json::line(line)?)?;
        } else {
            writeln!(out, "{}", line.text())?;
        }
        Ok(())
    }
}
