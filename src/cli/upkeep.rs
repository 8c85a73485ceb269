//! `sorot check`, `sorot rebuild` and `sorot remove-samples`.

use crate::entity::Engine;
use crate::library::Problem;

use super::Outcome;
use super::desk::Desk;

/// Arguments of `sorot check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Makes anew what can be made from the saved pages, and says what is still wrong.
    #[arg(long)]
    mend: bool,
}

impl Check {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.held_library()?;
        let problems = if self.mend { library.mend(&Engine::new())? } else { library.check()? };
        for problem in &problems {
            desk.line(&problem.to_string())?;
        }
        if problems.is_empty() {
            let articles = library.articles()?.len();
            desk.line(&format!("no problems found in {articles} articles"))?;
        }
        if problems.iter().any(|problem| matches!(problem, Problem::Database(_))) {
            desk.say("the library's file is damaged: `sorot restore` puts a backup in its place, `sorot salvage` reads what can still be read into a new library");
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
