//! `sorot extract`.

use std::collections::VecDeque;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::Serialize;

use super::Outcome;
use super::desk::Desk;
use super::printable::printable;
use crate::article::{Article, Reference, ReferenceKind, TitleSource, Unreadable, read};
use crate::jobs::{Opened, Source, read_file};

/// Arguments of `sorot extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// Files to read.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Address of the page; for one file.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Extract {
    /// Runs it: an object a line; files that cannot be read are named on standard error.
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let today = jiff::ZonedDateTime::now().date();
        let mut outcome = Outcome::Done;
        for path in &self.files {
            let bytes = read_file(path).map_err(anyhow::Error::from);
            let source = bytes.map(|bytes| Source::read(path, self.url.as_deref(), bytes));
            let mut waiting: VecDeque<anyhow::Result<Source>> = [source].into();
            while let Some(source) = waiting.pop_front() {
                let name = source.as_ref().map_or(path.as_path(), Source::path).display().to_string();
                match source.and_then(|source| article(&source, today)) {
                    Ok(Read::Story(article)) => desk.answer(&line(&name, &article))?,
                    Ok(Read::Container(inside)) => {
                        inside.into_iter().rev().for_each(|source| waiting.push_front(Ok(source)));
                    }
                    Err(error) => {
                        desk.say(&format!("{}: {error:#}", printable(&name)));
                        outcome = Outcome::Failed;
                    }
                }
            }
        }
        Ok(outcome)
    }
}

/// What a source was.
enum Read {
    Story(Box<Article>),
    Container(Vec<Source>),
}

fn article(source: &Source, imported: Date) -> anyhow::Result<Read> {
    Ok(match source.open()? {
        Opened::Story(story) => Read::Story(Box::new(read(&story.file(imported))?)),
        Opened::Container(inside) => Read::Container(inside),
        Opened::Wish(_) => return Err(Unreadable::NoBody.into()),
    })
}

/// One line of output.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: String,
    title: &'a str,
    title_source: TitleSource,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    author: Option<&'a str>,
    editor: Option<&'a str>,
    source: Option<&'a str>,
    dateline: Option<&'a str>,
    published: Option<&'a str>,
    published_inferred: bool,
    paragraphs: Vec<&'a str>,
    references: Vec<ReferenceLine<'a>>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ReferenceLine<'a> {
    marker: &'a str,
    kind: ReferenceKind,
    title: Option<&'a str>,
    url: Option<&'a str>,
    paragraph: usize,
    uncertain: bool,
}

fn line<'a>(file: &str, article: &'a Article) -> Line<'a> {
    let meta = &article.meta;
    Line {
        file: file.to_owned(),
        title: &meta.title,
        title_source: meta.title_source,
        url: meta.url.as_deref(),
        outlet: meta.outlet.as_deref(),
        author: meta.author.as_deref(),
        editor: meta.editor.as_deref(),
        source: meta.source.as_deref(),
        dateline: meta.dateline.as_deref(),
        published: meta.published.as_ref().map(|published| published.value.as_str()),
        published_inferred: meta.published.as_ref().is_some_and(|published| published.inferred),
        paragraphs: article.body.split('\n').collect(),
        references: article.references.iter().map(reference_line).collect(),
        warnings: article.warnings.iter().map(ToString::to_string).collect(),
    }
}

fn reference_line(reference: &Reference) -> ReferenceLine<'_> {
    ReferenceLine {
        marker: &reference.marker,
        kind: reference.kind,
        title: reference.title.as_deref(),
        url: reference.url.as_deref(),
        paragraph: reference.paragraph,
        uncertain: reference.uncertain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(files: Vec<PathBuf>) -> (Outcome, Vec<serde_json::Value>) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut desk = Desk { place: None, input: &mut &b""[..], out: &mut out, err: &mut err };
        let outcome = Extract { files, url: None }.run(&mut desk).unwrap();
        let lines = String::from_utf8(out).unwrap();
        (outcome, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn each_file_gives_a_line_and_a_bad_one_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("a.dat"), folder.path().join("b.txt"));
        std::fs::write(
            &good,
            "Editor: Sari\nCONTOH.CO.ID - PALU. Nelayan melaut lagi.\nBaca Juga: Harga Ikan Naik\nMereka senang.\n",
        )
        .unwrap();
        std::fs::write(&bad, b"%PDF-1.4\n").unwrap();
        let (outcome, lines) = extract(vec![bad, good, folder.path().join("tiada")]);
        assert_eq!((outcome, lines.len()), (Outcome::Failed, 1));
        assert_eq!(lines[0]["title_source"], "derived");
        assert_eq!(lines[0]["paragraphs"].as_array().unwrap().len(), 2);
        assert_eq!(lines[0]["references"][0]["paragraph"], 1);
        assert_eq!(lines[0]["references"][0]["kind"], "read-also");
        assert_eq!(lines[0]["published"], serde_json::Value::Null);
    }
}
