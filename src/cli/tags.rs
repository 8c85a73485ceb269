//! `sorot tags`: the tags in use, and one renamed or merged over the whole library.

use serde::Serialize;

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;

/// Arguments of `sorot tags`.
#[derive(Debug, clap::Args)]
pub(super) struct Tags {
    #[command(subcommand)]
    change: Option<Change>,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Change {
    /// Calls a tag otherwise wherever it stands; where the new name is a tag already, the two become one.
    Rename {
        /// The tag.
        #[arg(value_name = "TAG")]
        from: String,
        /// Its new name.
        #[arg(value_name = "NAME")]
        to: String,
    },
}

#[derive(Serialize)]
struct TagJson {
    tag: String,
    count: usize,
}

impl Tags {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        if let Some(Change::Rename { from, to }) = &self.change {
            let (count, _) = library.rename_tag(from, to)?;
            if count == 0 {
                anyhow::bail!("no article or mark has the tag {from}, or nothing would change");
            }
            desk.line(&format!("renamed on {count} articles and marks"))?;
            return Ok(Outcome::Done);
        }
        let tags = library.tags()?.into_iter().map(|(tag, count)| TagJson { tag, count });
        if self.json {
            desk.answer(&tags.collect::<Vec<_>>())?;
        } else {
            for TagJson { tag, count } in tags {
                writeln!(desk.out, "{count}\t{}", printable(&tag))?;
            }
        }
        Ok(Outcome::Done)
    }
}
