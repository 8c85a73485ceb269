//! `sorot search`, `sorot wanted` and `sorot entity`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::article::Wish;
use crate::entity::{Class, Engine};
use crate::library::{self, ArticleId, Library};

use super::Outcome;
use super::desk::Desk;

/// Arguments of `sorot search`.
#[derive(Debug, clap::Args)]
pub(super) struct Search {
    /// What to look for; any text will do.
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// At most so many articles.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct HitJson {
    article: String,
    title: String,
    snippet: String,
}

impl Search {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let hits = desk.library()?.search(&self.query.join(" "), self.limit)?;
        let hits: Vec<HitJson> = hits
            .into_iter()
            .map(|hit| HitJson { article: hit.article.to_string(), title: hit.title, snippet: hit.snippet })
            .collect();
        if self.json {
            desk.answer(&hits)?;
        } else {
            for hit in &hits {
                desk.line(&format!("{}  {}", hit.article, hit.title))?;
                desk.line(&format!("    {}", hit.snippet.replace('\n', " ")))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot wanted`.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct WantedJson {
    title: String,
    /// Its address, where an export or a bookmark names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// How often references name it.
    count: usize,
    /// The name of the file of that export or those bookmarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// What the export or bookmark said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    wish: Option<Wish>,
}

impl Wanted {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let wanted = desk.library()?.wanted()?;
        let json = |story: library::Wanted| {
            let url = story.url().map(str::to_owned);
            let library::Wanted { title, references: count, wish, source } = story;
            WantedJson { title, url, count, source, wish }
        };
        let wanted: Vec<WantedJson> = wanted.into_iter().map(json).collect();
        if self.json {
            desk.answer(&wanted)?;
        } else {
            for story in &wanted {
                let url = story.url.as_ref().map_or_else(String::new, |url| format!("  {url}"));
                let source = story.source.as_ref().map_or_else(String::new, |name| format!("  ({name})"));
                desk.line(&format!("{:>4}  {}{url}{source}", story.count, story.title))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot entity`.
#[derive(Debug, clap::Args)]
pub(super) struct Entity {
    /// The name, or another name for the same.
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct EntityJson {
    entity: String,
    class: Class,
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wikidata: Option<String>,
    mentions: usize,
    articles: Vec<NamingJson>,
}

#[derive(Serialize)]
struct NamingJson {
    article: String,
    title: String,
    mentions: usize,
}

impl Entity {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let engine = Engine::new();
        let mut found = Vec::new();
        for entity in library.find_entities(&self.name.join(" "))? {
            let known = engine.describe(&entity.key);
            found.push(EntityJson {
                description: known.map(|known| known.text.clone()).filter(|text| !text.is_empty()),
                wikidata: known.and_then(|known| known.wikidata.clone()),
                articles: naming(&library, &entity.key)?,
                entity: entity.name,
                class: entity.class,
                key: entity.key,
                mentions: entity.mentions,
            });
        }
        if self.json {
            desk.answer(&found)?;
        } else {
            for entity in &found {
                show(entity, desk)?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// The articles that name the entity, in the library's order.
fn naming(library: &Library, key: &str) -> anyhow::Result<Vec<NamingJson>> {
    let counts = library.articles_naming(key)?;
    let ids: Vec<ArticleId> = counts.iter().map(|(id, _)| *id).collect();
    let mut titles: BTreeMap<ArticleId, String> =
        library.rows(&ids)?.into_iter().map(|row| (row.id, row.title)).collect();
    let naming = counts.into_iter().map(|(id, mentions)| NamingJson {
        article: id.to_string(),
        title: titles.remove(&id).unwrap_or_default(),
        mentions,
    });
    Ok(naming.collect())
}

fn show(entity: &EntityJson, desk: &mut Desk<'_>) -> anyhow::Result<()> {
    let (class, articles) = (entity.class.name(), entity.articles.len());
    desk.line(&format!("{} ({class}): {} mentions in {articles} articles", entity.entity, entity.mentions))?;
    if let Some(description) = &entity.description {
        desk.line(&format!("    {description}"))?;
    }
    for story in &entity.articles {
        desk.line(&format!("{:>6}  {}  {}", story.mentions, story.article, story.title))?;
    }
    Ok(())
}
