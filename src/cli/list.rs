//! `sorot list` and `sorot show`.

use crate::article::Published;
use crate::library::{ArticleRow, StoredArticle};

use super::Outcome;
use super::desk::{Desk, find_article};
use super::json::{ArticleJson, StoredJson};

/// Arguments of `sorot list`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
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
}

impl Show {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let id = find_article(&library, &self.id)?;
        let stored = library.article(id)?.ok_or_else(|| anyhow::anyhow!("no article {id}"))?;
        if self.json {
            desk.answer(&StoredJson::from(&stored))?;
        } else {
            show(&stored, desk)?;
        }
        Ok(Outcome::Done)
    }
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
