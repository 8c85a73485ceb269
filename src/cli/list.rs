//! `sorot list` and `sorot show`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::article::{Published, listed};
use crate::library::{ArticleId, ArticleRow, Edition, Library, StoredArticle};
use crate::text::side_by_side;

use super::Outcome;
use super::desk::{Desk, find_article};
use super::json::{ArticleJson, NoteBacklinkJson, StoredJson};
use super::related::CopyJson;

/// Arguments of `sorot list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
    /// Folds stories with nearly the same text into the first of them, which names the others.
    #[arg(long)]
    copies: bool,
}

impl List {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        if self.copies {
            return folded(self.json, desk);
        }
        let rows = desk.library()?.articles()?;
        if self.json {
            desk.answer(&rows.iter().map(ArticleJson::from).collect::<Vec<_>>())?;
        } else {
            for row in &rows {
                desk.line(&row_words(row))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// An article of a list, with those that are its copies.
#[derive(Serialize)]
struct FoldedJson<'a> {
    #[serde(flatten)]
    row: ArticleJson<'a>,
    copies: Vec<String>,
}

/// Lists the library with copies under the first of each group.
fn folded(json: bool, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
    let mut library = desk.library()?;
    library.compare_all()?;
    let (rows, groups) = (library.articles()?, library.copy_groups()?);
    let mut places: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut lists: Vec<(&ArticleRow, Vec<&ArticleRow>)> = Vec::new();
    for row in &rows {
        let Some(group) = groups.get(&row.id) else {
            lists.push((row, Vec::new()));
            continue;
        };
        match places.get(group).and_then(|place| lists.get_mut(*place)) {
            Some((_, copies)) => copies.push(row),
            None => {
                places.insert(*group, lists.len());
                lists.push((row, Vec::new()));
            }
        }
    }
    if json {
        let all = lists.iter().map(|(row, copies)| FoldedJson {
            row: ArticleJson::from(*row),
            copies: copies.iter().map(|copy| copy.id.to_string()).collect(),
        });
        desk.answer(&all.collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    for (row, copies) in lists {
        desk.line(&row_words(row))?;
        for copy in copies {
            desk.line(&format!("  = {}", row_words(copy)))?;
        }
    }
    Ok(Outcome::Done)
}

fn row_words(row: &ArticleRow) -> String {
    let published = row.published.as_ref().map_or("-", |published| &published.value);
    let day = published.get(..10).unwrap_or(published);
    let outlet = row.outlet.as_deref().unwrap_or("-");
    format!("{}  {day:<10}  {outlet}  {}", row.id, row.title)
}

/// Arguments of `sorot show`.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The article's id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: String,
    /// Prints a JSON object with body, references and mentions.
    #[arg(long)]
    json: bool,
    /// Lists the editions in which it was saved, the first save first.
    #[arg(long)]
    editions: bool,
    /// Shows what changed from one edition (by its number, from 1) to the one that is read: paragraphs gone (-) and new (+).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    since: Option<u32>,
}

impl Show {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        library.compare_all()?;
        let id = find_article(&library, &self.id)?;
        let stored = library.article(id)?.ok_or_else(|| anyhow::anyhow!("no article {id}"))?;
        if self.editions {
            return editions(&library, id, self.json, desk);
        }
        if let Some(number) = self.since {
            return changes(&library, id, number, &stored.article.body, desk);
        }
        if self.json {
            let (notes, copies) = (library.notes_on_article(id)?, library.copies(id)?);
            let shown = ShownJson {
                stored: (&stored).into(),
                copies: copies.iter().map(CopyJson::from).collect(),
                notes: notes.iter().map(Into::into).collect(),
            };
            desk.answer(&shown)?;
        } else {
            show(&stored, desk)?;
            for copy in library.copies(id)? {
                desk.line(&format!("Copy: {}", row_words(&copy.row)))?;
            }
        }
        Ok(Outcome::Done)
    }
}

#[derive(Serialize)]
struct ShownJson<'a> {
    #[serde(flatten)]
    stored: StoredJson<'a>,
    /// Articles with nearly the same text.
    copies: Vec<CopyJson<'a>>,
    /// The notes that link to it or to marks in it.
    #[serde(rename = "linking_notes")]
    notes: Vec<NoteBacklinkJson<'a>>,
}

#[derive(Serialize)]
struct EditionJson {
    number: usize,
    file: String,
    imported: String,
    size: usize,
    current: bool,
    /// The pages that the story is made of, where it is a page of one in several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pages: Vec<u32>,
}

fn editions(library: &Library, id: ArticleId, json: bool, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
    let editions = library.editions(id)?.into_iter().enumerate();
    let editions: Vec<EditionJson> = editions
        .map(|(place, edition)| {
            let Edition { file, imported, size, current, pages, .. } = edition;
            EditionJson { number: place + 1, file, imported, size, current, pages }
        })
        .collect();
    if json {
        desk.answer(&editions)?;
        return Ok(Outcome::Done);
    }
    for edition in &editions {
        let current = if edition.current { "  (read now)" } else { "" };
        let EditionJson { number, file, imported, size, .. } = edition;
        let pages =
            if edition.pages.is_empty() { String::new() } else { format!("  pages {}", listed(&edition.pages)) };
        desk.line(&format!("{number:>3}  {imported}  {size:>9} bytes  {file}{pages}{current}"))?;
    }
    Ok(Outcome::Done)
}

/// Says which paragraphs went and which came since an edition.
fn changes(library: &Library, id: ArticleId, number: u32, body: &str, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
    let editions = library.editions(id)?;
    let place = usize::try_from(number)?.saturating_sub(1);
    let Some(edition) = editions.get(place) else { anyhow::bail!("there are {} editions", editions.len()) };
    let before = library.body_of(id, edition.id)?;
    for row in side_by_side(&before, body).into_iter().filter(crate::text::Row::is_changed) {
        for (sign, span, text) in [("-", row.one, before.as_str()), ("+", row.two, body)] {
            for paragraph in span.map_or("", |span| span.of(text)).lines() {
                desk.line(&format!("{sign} {paragraph}"))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn show(stored: &StoredArticle, desk: &mut Desk<'_>) -> anyhow::Result<()> {
    let meta = &stored.article.meta;
    desk.line(&meta.title)?;
    let published = meta.published.as_ref().map(when);
    let about = [&meta.outlet, &meta.author, &meta.editor, &meta.source, &meta.dateline, &published];
    let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
    if !about.is_empty() {
        desk.line(&about.join(" · "))?;
    }
    if let Some(url) = &meta.url {
        desk.line(url)?;
    }
    for paragraph in stored.article.body.lines() {
        desk.line("")?;
        desk.line(paragraph)?;
    }
    if !stored.article.references.is_empty() {
        desk.line("")?;
    }
    for reference in &stored.article.references {
        let title = reference.title.as_deref().or(reference.url.as_deref()).unwrap_or("(no title)");
        desk.line(&format!("{}: {title}", reference.marker))?;
    }
    for warning in &stored.article.warnings {
        desk.say(&warning.to_string());
    }
    Ok(())
}

fn when(published: &Published) -> String {
    if published.inferred { format!("{} (inferred)", published.value) } else { published.value.clone() }
}
