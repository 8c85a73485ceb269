//! `sorot check`, `sorot rebuild` and `sorot remove-samples`.

use anyhow::bail;

use crate::entity::Engine;

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;

/// Arguments of `sorot check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {}

impl Check {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let Self {} = self;
        let folder = desk.folder()?;
        // Opening would make a new one, in which all is well.
        if !folder.is_dir() {
            bail!("there is no library in {}", printable(&folder.to_string_lossy()));
        }
        let library = desk.library()?;
        let problems = library.check()?;
        for problem in &problems {
            desk.line(&problem.to_string())?;
        }
        if problems.is_empty() {
            let articles = library.articles()?.len();
            desk.line(&format!("no problems found in {articles} articles"))?;
        }
        if library.stale()? {
            desk.say("some names were found by another version of the program; `sorot rebuild` finds them anew");
        }
        Ok(Outcome::failed_if(!problems.is_empty()))
    }
}

/// Arguments of `sorot rebuild`.
#[derive(Debug, clap::Args)]
pub(super) struct Rebuild {}

impl Rebuild {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let Self {} = self;
        let mut library = desk.library()?;
        let engine = Engine::new();
        let mut articles = 0;
        let (failed, _) = library.rebuild(&engine, &mut |_, total| articles = total)?;
        for error in &failed {
            desk.say(&error.to_string());
        }
        let made = articles - failed.len();
        desk.line(&format!("made the texts and names of {made} articles anew"))?;
        Ok(Outcome::failed_if(!failed.is_empty()))
    }
}

/// Arguments of `sorot remove-samples`.
#[derive(Debug, clap::Args)]
pub(super) struct RemoveSamples {}

impl RemoveSamples {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let Self {} = self;
        let (removed, _) = desk.library()?.remove_samples()?;
        desk.line(&format!("removed {removed} sample articles"))?;
        Ok(Outcome::Done)
    }
}
