//! `sorot export`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use crate::export::{Labels, markdown, marks, write_whole};
use crate::library::{Color, Library};

use super::Outcome;
use super::desk::{Desk, find_article};
use super::printable::printable;

/// Arguments of `sorot export`.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Articles: their ids, or parts of them that no other has [default: all that carry notes].
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The form of the file.
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// The file to write, or - for standard output.
    #[arg(long, value_name = "PATH", default_value = "-")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Highlighted notes in Markdown.
    Markdown,
    /// Marks with all that is kept of them, one JSON object a line, for `sorot merge` in another library.
    Jsonl,
}

impl Export {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let text = match self.format {
            Format::Markdown => self.markdown(&library)?,
            Format::Jsonl => self.lines(&library)?,
        };
        if self.out == Path::new("-") {
            desk.out.write_all(text.as_bytes())?;
        } else {
            let shown = printable(&self.out.to_string_lossy());
            write_whole(&self.out, text.as_bytes()).with_context(|| format!("{shown} could not be written"))?;
        }
        Ok(Outcome::Done)
    }

    fn lines(&self, library: &Library) -> anyhow::Result<String> {
        let ids = self.ids.iter().map(|id| find_article(library, id)).collect::<anyhow::Result<Vec<_>>>()?;
        Ok(marks::lines(library, &ids)?)
    }

    fn markdown(&self, library: &Library) -> anyhow::Result<String> {
        let labels = labels();
        let mut stories = Vec::new();
        for id in &self.ids {
            let id = find_article(library, id)?;
            let stored = library.article(id)?.ok_or_else(|| anyhow!("no article {id}"))?;
            stories.push((stored, library.annotations(Some(id))?));
        }
        Ok(match stories.as_slice() {
            [] => markdown::library(library, &labels)?,
            [(stored, annotations)] => markdown::article(stored, annotations, &labels),
            several => markdown::articles(several, &labels),
        })
    }
}

/// The command line speaks English.
fn labels() -> Labels {
    Labels {
        inferred: "inferred".to_owned(),
        note: "Note".to_owned(),
        collections: "Collections".to_owned(),
        library: "Sorot notes".to_owned(),
        colors: Color::all().map(|color| format!("Colour {}", color.number())).collect(),
        suspect: "Place uncertain".to_owned(),
        lost: "Words no longer in the text".to_owned(),
    }
}
