//! `sorot backup`, `backups`, `restore` and `salvage`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use serde::Serialize;

use crate::entity::Engine;
use crate::library::backup::{self, Held, Lost};
use crate::library::{Backup, BackupKind, Environment, Library, LibraryError};

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;

/// Arguments of `sorot backup`.
#[derive(Debug, clap::Args)]
pub(super) struct Make {
    /// The file to write [default: a new one in the library's folder of backups].
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Make {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.held_library()?;
        let (made, held) = library.back_up(BackupKind::Asked, self.to.as_deref())?;
        desk.line(&format!("{}  {}", made.path.display(), words(held)))?;
        Ok(Outcome::Done)
    }
}

fn words(held: Held) -> String {
    let Held { articles, annotations, operations } = held;
    format!("{articles} articles, {annotations} annotations, {operations} log entries")
}

/// Arguments of `sorot backups`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct BackupJson {
    file: String,
    kind: &'static str,
    made: String,
}

impl List {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let known = backup::backups(&desk.folder()?)?;
        if self.json {
            let line = |Backup { path, kind, made }: &Backup| BackupJson {
                file: path.display().to_string(),
                kind: kind.name(),
                made: made.to_string(),
            };
            desk.answer(&known.iter().map(line).collect::<Vec<_>>())?;
        } else {
            for Backup { path, kind, made } in &known {
                desk.line(&format!("{made}  {:<14}  {}", kind.name(), path.display()))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot restore`.
#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// The backup's file, or its name in the library's folder of backups.
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
}

impl Restore {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let folder = desk.folder()?;
        let kept = backup::backups_dir(&folder).join(&self.backup);
        let from = if self.backup.is_file() || !kept.is_file() { self.backup.clone() } else { kept };
        // Before anything is opened or made: a wrong name must change nothing.
        if !from.is_file() {
            bail!("{}: there is no such file", printable(&from.to_string_lossy()));
        }
        backup::verify(&from).with_context(|| printable(&from.to_string_lossy()))?;
        let (before, held) = match Library::open(&folder, Environment::system()) {
            Ok(mut library) => library.restore(&from).map(|(before, held)| (Some(before), held))?,
            Err(LibraryError::Damaged(reason)) => {
                desk.say(&format!("the library is damaged ({reason}); its files are put aside"));
                Library::replace(&folder, &from, Environment::system())?
            }
            Err(error) => return Err(error.into()),
        };
        desk.line(&format!("restored {}", words(held)))?;
        if let Some(before) = before {
            desk.line(&format!("what was there before is in {}", before.display()))?;
        }
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot salvage`.
#[derive(Debug, clap::Args)]
pub(super) struct Salvage {
    /// The damaged library's file, or the folder that holds it.
    #[arg(value_name = "FILE")]
    damaged: PathBuf,
    /// The folder of the new library.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl Salvage {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let inside = self.damaged.join(Library::FILE);
        let file = if self.damaged.is_dir() { inside } else { self.damaged.clone() };
        if !file.is_file() {
            bail!("{}: there is no such file", printable(&file.to_string_lossy()));
        }
        // Opening a damaged store may change it, and what is lost once more is lost for ever.
        let work = tempfile_beside(&self.to)?;
        for ending in ["", "-wal"] {
            let mut from = file.clone().into_os_string();
            from.push(ending);
            let mut to = work.clone().into_os_string();
            to.push(ending);
            match std::fs::copy(&from, &to) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && !ending.is_empty() => {}
                other => drop(other.with_context(|| format!("{}", file.display()))?),
            }
        }
        let done = Library::salvage(&work, &self.to, Environment::system());
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut copy = work.clone().into_os_string();
            copy.push(ending);
            let _ = std::fs::remove_file(copy);
        }
        let (mut library, salvaged) = done?;
        let (failed, _) = library.rebuild(&Engine::new(), &mut |_, _| {})?;
        for (table, rows) in &salvaged.rows {
            desk.line(&format!("{rows} rows of {table}"))?;
        }
        for error in &failed {
            desk.say(&error.to_string());
        }
        for Lost { table, row, reason, left } in &salvaged.lost {
            let left = left.as_deref().map_or_else(String::new, |left| format!("; what is left: {left}"));
            desk.line(&format!("lost: {table} {row}: {reason}{left}"))?;
        }
        Ok(Outcome::failed_if(!salvaged.lost.is_empty() || !failed.is_empty()))
    }
}

/// A path for a working copy in the new library's folder.
fn tempfile_beside(folder: &std::path::Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    Ok(folder.join(format!("salvage-{}.tmp", std::process::id())))
}
