//! `sorot annotations`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::library::{Annotation, ArticleId, Library};
use crate::text::CodePoints;

use super::Outcome;
use super::desk::{Desk, find_article};
use super::json::AnnotationJson;

/// Arguments of `sorot annotations`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Of this article alone: its id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let article = self.id.as_deref().map(|id| find_article(&library, id)).transpose()?;
        let annotations = library.annotations(article)?;
        if self.json {
            let tables = tables(&library, &annotations)?;
            let shapes = annotations.iter().filter_map(|annotation| {
                tables.get(&annotation.article).map(|table| AnnotationJson::new(annotation, table))
            });
            desk.answer(&shapes.collect::<Vec<_>>())?;
        } else {
            for annotation in &annotations {
                desk.line(&words(annotation))?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// The offsets of each article that an annotation stands in.
fn tables(library: &Library, annotations: &[Annotation]) -> anyhow::Result<BTreeMap<ArticleId, CodePoints>> {
    let mut tables = BTreeMap::new();
    for annotation in annotations {
        if let Entry::Vacant(place) = tables.entry(annotation.article) {
            let stored = library.article(annotation.article)?;
            let body = stored.map(|stored| stored.article.body).unwrap_or_default();
            place.insert(CodePoints::new(&body));
        }
    }
    Ok(tables)
}

fn words(annotation: &Annotation) -> String {
    let state = format!("{:?}", annotation.state).to_lowercase();
    let quote = annotation.anchor.quote.replace('\n', " / ");
    let note = if annotation.note.is_empty() { String::new() } else { format!("  [{}]", annotation.note) };
    let tags: String = annotation.tags.iter().flat_map(|tag| ["  #", tag]).collect();
    format!("{}  {state:<7}  {}  “{quote}”{note}{tags}", annotation.article, annotation.color.number())
}
