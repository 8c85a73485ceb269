//! `sorot train` and `sorot evaluate`.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::Outcome;
use super::desk::Desk;
use super::lessons::Lessons;
use crate::entity::tagger::corpus::{self, Corpus, Text};
use crate::entity::tagger::score::Score;
use crate::entity::tagger::train::{Recipe, train};
use crate::entity::tagger::{Clusters, Model, Tagger, cluster};
use crate::entity::{self, Engine};
use crate::text::{sentences, tokens};

/// Arguments of `sorot train`.
#[derive(Debug, clap::Args)]
pub(super) struct Train {
    /// Annotated files: `token TAB tag` lines (IOB2: PER, LOC, ORG), or JSON lines {"text", "spans"}.
    #[arg(long = "train", value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// An annotated file to score the model with.
    #[arg(long, value_name = "FILE")]
    dev: Option<PathBuf>,
    /// Plain texts to cluster words by; the annotated texts are used as well.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    raw: Vec<PathBuf>,
    /// Where the model is written.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// How often every sentence is seen.
    #[arg(long, default_value_t = Recipe::default().rounds)]
    rounds: usize,
    /// Models trained from different seeds and averaged into one.
    #[arg(long, default_value_t = Recipe::default().members)]
    members: usize,
    /// The seed of all that is random.
    #[arg(long, default_value_t = Recipe::default().seed)]
    seed: u64,
    /// Learns from the library's rulings on names as well, and writes the names that they give.
    #[arg(long)]
    with_rulings: bool,
    /// Where those names are written, for `sorot entities --names` [default: OUT with .names.tsv behind it].
    #[arg(long, value_name = "FILE", requires = "with_rulings")]
    names: Option<PathBuf>,
    /// Says first how many rulings of every Nth article a model makes by itself that learnt from the others, and one that
    /// learnt from none. Trains twice more.
    #[arg(long, value_name = "N", requires = "with_rulings", value_parser = clap::value_parser!(u32).range(2..))]
    held_out: Option<u32>,
}

impl Train {
    /// Runs it.
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let lessons = if self.with_rulings { Some(lessons(desk)?) } else { None };
        let mut corpora: Vec<Corpus> = Vec::new();
        for file in &self.files {
            let corpus = read(file)?;
            match corpora.iter_mut().find(|known| known.name == corpus.name) {
                Some(known) => known.texts.extend(corpus.texts),
                None => corpora.push(corpus),
            }
        }
        let clusters = self.clusters(&corpora)?;
        let lexicon = entity::lexicon();
        let bytes = match lessons {
            None => self.model(&corpora, &clusters, &[]),
            Some(mut lessons) => {
                if let Some(every) = self.held_out {
                    let (taught, held_out) = lessons.parted(every as usize);
                    self.measure(desk, &corpora, &clusters, (&taught, &held_out))?;
                    lessons = taught.with(held_out);
                }
                self.write_names(desk, &lessons)?;
                self.model(&corpora, &clusters, &lessons.sentences())
            }
        };
        std::fs::write(&self.out, &bytes).with_context(|| self.out.display().to_string())?;
        desk.line(&format!("{}: {} bytes", self.out.display(), bytes.len()))?;
        if let Some(dev) = &self.dev {
            let tagger = Tagger::new(Model::read_owned(&bytes)?, lexicon);
            table(&tagger, dev, None, desk.out)?;
        }
        Ok(Outcome::Done)
    }

    /// Clusters of the words of plain and annotated texts.
    fn clusters(&self, corpora: &[Corpus]) -> anyhow::Result<Clusters> {
        let mut plain: Vec<Vec<String>> = Vec::new();
        for file in &self.raw {
            plain.extend(raw_sentences(&std::fs::read_to_string(file).with_context(|| file.display().to_string())?));
        }
        plain.extend(corpora.iter().flat_map(|corpus| &corpus.texts).flatten().map(|sentence| sentence.words.clone()));
        eprintln!("clustering {} words", plain.iter().map(Vec::len).sum::<usize>());
        Ok(cluster(&plain))
    }

    /// A model trained on corpora, and on lessons in the manner that Sorot follows.
    fn model(&self, corpora: &[Corpus], clusters: &Clusters, lessons: &[Text]) -> Vec<u8> {
        let mut corpora = corpora.to_vec();
        if !lessons.is_empty() {
            match corpora.iter_mut().find(|corpus| corpus.name == entity::MANNER) {
                Some(corpus) => corpus.texts.extend(lessons.iter().cloned()),
                None => corpora.push(Corpus { name: entity::MANNER.to_owned(), texts: lessons.to_vec() }),
            }
        }
        for corpus in &mut corpora {
            let more = corpus::restyled(corpus);
            corpus.texts.extend(more);
        }
        for corpus in &corpora {
            let sentences = corpus.texts.iter().flatten();
            eprintln!("training on {}: {} sentences", corpus.name, sentences.count());
        }
        let recipe = Recipe { rounds: self.rounds, members: self.members, seed: self.seed, ..Recipe::default() };
        train(&corpora, clusters.clone(), &entity::lexicon(), &recipe).to_bytes()
    }

    /// Says how many of the held-out decisions models make by themselves.
    fn measure(
        &self,
        desk: &mut Desk<'_>,
        corpora: &[Corpus],
        clusters: &Clusters,
        (taught, held_out): (&Lessons, &Lessons),
    ) -> anyhow::Result<()> {
        let engine = |lessons: &[Text]| -> anyhow::Result<Engine> {
            let model = Model::read_owned(&self.model(corpora, clusters, lessons))?;
            Ok(Engine::with(Tagger::new(model, entity::lexicon())))
        };
        let without = held_out.agreement(&engine(&[])?);
        let learnt = engine(&taught.sentences())?;
        let with = held_out.agreement(&learnt);
        let with_names = held_out.agreement(&learnt.knowing(&taught.names())?);
        desk.line(&format!(
            "held-out rulings, in {} of {} articles, made without being told:",
            held_out.articles(),
            { taught.articles() + held_out.articles() }
        ))?;
        desk.line(&format!("  without the other rulings   {without}"))?;
        desk.line(&format!("  with their sentences        {with}"))?;
        desk.line(&format!("  and with their names        {with_names}"))?;
        desk.out.flush()?;
        Ok(())
    }

    fn write_names(&self, desk: &mut Desk<'_>, lessons: &Lessons) -> anyhow::Result<()> {
        let beside = || PathBuf::from(format!("{}.names.tsv", self.out.display()));
        let path = self.names.clone().unwrap_or_else(beside);
        let names = lessons.names();
        std::fs::write(&path, &names).with_context(|| path.display().to_string())?;
        let sentences: usize = lessons.sentences().iter().map(Vec::len).sum();
        let (articles, count) = (lessons.articles(), names.lines().count());
        desk.line(&format!("rulings in {articles} articles: {sentences} sentences, {count} names"))?;
        desk.line(&format!("{}: {} bytes", path.display(), names.len()))?;
        Ok(())
    }
}

/// What the library's rulings teach; its names are brought up to them first.
fn lessons(desk: &Desk<'_>) -> anyhow::Result<Lessons> {
    let mut library = desk.held_library()?;
    library.renew_all(&Engine::new())?;
    let lessons = Lessons::read(&library)?;
    if lessons.articles() == 0 {
        bail!("the library has no rulings to learn from");
    }
    Ok(lessons)
}

/// The engine with the names in a file beside its own.
pub(super) fn knowing(engine: Engine, names: Option<&Path>) -> anyhow::Result<Engine> {
    let Some(path) = names else { return Ok(engine) };
    let named = || path.display().to_string();
    let lines = crate::jobs::read_text_file(path).with_context(named)?;
    engine.knowing(&lines).with_context(named)
}

/// Arguments of `sorot evaluate`.
#[derive(Debug, clap::Args)]
pub(super) struct Evaluate {
    /// Annotated files, as for `sorot train`.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// A model made by `sorot train`, in place of the one that comes with the program.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Score the whole engine, treaties too, on JSON lines {"text", "spans" or "treaties", "optional"?}.
    #[arg(long, conflicts_with = "manner")]
    whole: bool,
    /// Names that the engine knows beside its own, made by `sorot train --with-rulings`.
    #[arg(long, value_name = "FILE", requires = "whole")]
    names: Option<PathBuf>,
    /// The manner of annotating, by the name of the corpus that it was learnt from; else the one that fits the text.
    #[arg(long, value_name = "NAME")]
    manner: Option<String>,
}

impl Evaluate {
    /// Runs it: a table for each file.
    pub(super) fn run(&self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let tagger = tagger(self.model.as_deref())?;
        if self.whole {
            let engine = knowing(Engine::with(tagger), self.names.as_deref())?;
            for file in &self.files {
                super::gold::score_engine(&engine, file, out)?;
            }
            return Ok(Outcome::Done);
        }
        for file in &self.files {
            table(&tagger, file, self.manner.as_deref(), out)?;
        }
        Ok(Outcome::Done)
    }
}

/// The tagger with the model in a file, or with the one that comes with the program.
pub(super) fn tagger(model: Option<&Path>) -> anyhow::Result<Tagger> {
    let Some(path) = model else { return Ok(entity::builtin_tagger()) };
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let model = Model::read_owned(&bytes).with_context(|| path.display().to_string())?;
    Ok(Tagger::new(model, entity::lexicon()))
}

/// Scores the tagger on a file: precision, recall and F1 of exact spans with their class.
fn table(tagger: &Tagger, file: &Path, manner: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    let manner = match manner {
        Some(name) => Some(tagger.manner(name).with_context(|| format!("the model knows no manner \"{name}\""))?),
        None => None,
    };
    let corpus = read(file)?;
    let words = |text: &Text| -> Vec<Vec<String>> { text.iter().map(|sentence| sentence.words.clone()).collect() };
    let whole: Vec<Vec<String>> = corpus.texts.iter().flat_map(words).collect();
    let manner = manner.or_else(|| tagger.manner_of(&whole));
    let mut score = Score::default();
    for text in &corpus.texts {
        for (sentence, found) in text.iter().zip(tagger.tag(&words(text), manner)) {
            score.add(&sentence.chunks, &found);
        }
    }
    writeln!(out, "{}\n{score}", file.display())?;
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Corpus> {
    let content = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let Some(name) = name_of(file) else { bail!("{}: no name for the corpus", file.display()) };
    corpus::read(&name, &content).with_context(|| file.display().to_string())
}

/// A corpus is called as its folder where its file says only which part it is.
fn name_of(file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let part = matches!(stem.as_str(), "train" | "dev" | "test");
    let folder = file.parent().and_then(Path::file_name).map(|folder| folder.to_string_lossy().into_owned());
    Some(folder.filter(|_| part).unwrap_or(stem))
}

fn raw_sentences(content: &str) -> Vec<Vec<String>> {
    let tokens = tokens(content);
    let words = |range| tokens.get::<std::ops::Range<usize>>(range).unwrap_or_default();
    sentences(content, &tokens)
        .into_iter()
        .map(|range| words(range).iter().map(|token| token.span.of(content).to_owned()).collect())
        .collect()
}
