//! `sorot extract`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;

/// Arguments of `sorot extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// Files to read.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Extract {
    /// Runs it, writing results to `out`.
    pub(super) fn run(&self, _out: &mut dyn Write) -> anyhow::Result<Outcome> {
        anyhow::bail!("not written yet: {:?}", self.files)
    }
}
