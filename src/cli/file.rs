//! `sorot file`: star, read, rating, tags, collections and a note of an article.

use crate::library::{Filing, FilingEdit, Rating};

use super::Outcome;
use super::desk::{Desk, find_article};

/// Arguments of `sorot file`.
#[derive(Debug, clap::Args)]
pub(super) struct File {
    /// The article's id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: String,
    /// Gives it a star (true) or takes the star away (false).
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    star: Option<bool>,
    /// Calls it read (true) or not (false).
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    read: Option<bool>,
    /// Rates source and information by the Admiralty code (A1 to F6), or takes the rating away (none).
    #[arg(long, value_name = "CODE", value_parser = rating)]
    rating: Option<Rated>,
    /// Adds a tag; may be given several times.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Takes a tag away; may be given several times.
    #[arg(long = "untag", value_name = "TAG")]
    untags: Vec<String>,
    /// Puts it into a collection; may be given several times.
    #[arg(long = "collect", value_name = "NAME")]
    collect: Vec<String>,
    /// Takes it out of a collection; may be given several times.
    #[arg(long = "uncollect", value_name = "NAME")]
    uncollect: Vec<String>,
    /// A note on the whole article; an empty one takes it away.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// A rating or none.
#[derive(Debug, Clone, Copy)]
struct Rated(Option<Rating>);

fn rating(text: &str) -> Result<Rated, String> {
    if text == "none" { Ok(Rated(None)) } else { text.parse().map(|rating| Rated(Some(rating))) }
}

impl File {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let id = find_article(&library, &self.id)?;
        let Filing { tags, collections, .. } = library.filing(id)?;
        let edit = FilingEdit {
            starred: self.star,
            read: self.read,
            rating: self.rating.map(|Rated(rating)| rating),
            tags: changed(tags, &self.tags, &self.untags),
            collections: changed(collections, &self.collect, &self.uncollect),
            note: self.note.clone(),
        };
        let (filing, _) = library.file(id, edit)?;
        desk.answer(&filing)?;
        Ok(Outcome::Done)
    }
}

/// The names with some added and some taken away; `None` where nothing is asked for.
fn changed(mut names: Vec<String>, add: &[String], remove: &[String]) -> Option<Vec<String>> {
    names.retain(|name| !remove.contains(name));
    names.extend_from_slice(add);
    (!add.is_empty() || !remove.is_empty()).then_some(names)
}
