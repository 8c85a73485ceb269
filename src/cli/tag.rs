//! `sorot tag`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;

use super::Outcome;
use crate::entity::tagger::{corpus, encode, iob2};
use crate::jobs::read_text_file;

/// Arguments of `sorot tag`.
#[derive(Debug, clap::Args)]
pub(super) struct Tag {
    /// Files with one token a line and a blank line between sentences; a second column is ignored.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// A model made by `sorot train`, in place of the one that comes with the program.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The manner of annotating, by the name of the corpus that it was learnt from; else the one that fits the text.
    #[arg(long, value_name = "NAME")]
    manner: Option<String>,
}

impl Tag {
    /// Runs it, writing `token TAB tag` lines to `out`.
    pub(super) fn run(&self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let tagger = super::train::tagger(self.model.as_deref())?;
        let manner = match &self.manner {
            Some(name) => Some(tagger.manner(name).with_context(|| format!("the model knows no manner \"{name}\""))?),
            None => None,
        };
        for file in &self.files {
            let content = read_text_file(file).with_context(|| file.display().to_string())?;
            let texts = corpus::conll(&content).with_context(|| file.display().to_string())?;
            // The manner is that of the whole file.
            let whole: Vec<Vec<&str>> =
                texts.iter().flatten().map(|sentence| sentence.words.iter().map(String::as_str).collect()).collect();
            let manner = manner.or_else(|| tagger.manner_of(&whole));
            for stretch in whole.chunks(corpus::STRETCH) {
                for (words, chunks) in stretch.iter().zip(tagger.tag(stretch, manner)) {
                    for (word, tag) in words.iter().zip(iob2(&encode(words.len(), &chunks))) {
                        writeln!(out, "{word}\t{tag}")?;
                    }
                    writeln!(out)?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}
