//! `sorot entities`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;

/// Arguments of `sorot entities`.
#[derive(Debug, clap::Args)]
pub(super) struct Entities {
    /// Files to read.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Entities {
    /// Runs it, writing results to `out`.
    pub(super) fn run(&self, _out: &mut dyn Write) -> anyhow::Result<Outcome> {
        anyhow::bail!("not written yet: {:?}", self.files)
    }
}
