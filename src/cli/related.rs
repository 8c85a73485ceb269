//! `sorot related`.

use serde::Serialize;

use crate::article::ReferenceKind;
use crate::library::{Backlink, CopyOf, Link, LinkState};

use super::Outcome;
use super::desk::{Desk, find_article};
use super::similar::{Similar, similar};

/// Arguments of `sorot related`.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The article's id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: String,
    /// Prints a JSON object, which is the only form there is.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        // Accepted so that scripts may ask for it as they do elsewhere.
        let Self { id, json: _ } = self;
        let mut library = desk.library()?;
        library.compare_all()?;
        let id = find_article(&library, id)?;
        let related = library.related(id)?;
        let copies = library.copies(id)?;
        let mut similar = similar(&library, id)?;
        similar.retain(|story| copies.iter().all(|copy| copy.row.id != story.row.id));
        let all = RelatedJson {
            references: related.references.iter().map(ReferenceJson::from).collect(),
            backlinks: related.backlinks.iter().map(BacklinkJson::from).collect(),
            copies: copies.iter().map(CopyJson::from).collect(),
            similar: similar.iter().map(SimilarJson::from).collect(),
        };
        desk.answer(&all)?;
        Ok(Outcome::Done)
    }
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    references: Vec<ReferenceJson<'a>>,
    backlinks: Vec<BacklinkJson<'a>>,
    copies: Vec<CopyJson<'a>>,
    similar: Vec<SimilarJson<'a>>,
}

#[derive(Serialize)]
struct ReferenceJson<'a> {
    marker: &'a str,
    kind: ReferenceKind,
    title: Option<&'a str>,
    url: Option<&'a str>,
    state: &'static str,
    /// Where it leads, when that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// Where it may lead, when several stories fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
}

impl<'a> From<&'a Link> for ReferenceJson<'a> {
    fn from(link: &'a Link) -> Self {
        let (state, article, candidates) = match &link.state {
            LinkState::Resolved(id) => ("resolved", Some(id.to_string()), Vec::new()),
            LinkState::Ambiguous(ids) => ("ambiguous", None, ids.iter().map(ToString::to_string).collect()),
            LinkState::Missing => ("missing", None, Vec::new()),
        };
        let reference = &link.reference;
        Self {
            marker: &reference.marker,
            kind: reference.kind,
            title: reference.title.as_deref(),
            url: reference.url.as_deref(),
            state,
            article,
            candidates,
        }
    }
}

#[derive(Serialize)]
struct BacklinkJson<'a> {
    article: String,
    title: &'a str,
    ambiguous: bool,
}

impl<'a> From<&'a Backlink> for BacklinkJson<'a> {
    fn from(link: &'a Backlink) -> Self {
        Self { article: link.article.to_string(), title: &link.title, ambiguous: link.ambiguous }
    }
}

#[derive(Serialize)]
struct SimilarJson<'a> {
    article: String,
    title: &'a str,
    reasons: &'a [String],
}

impl<'a> From<&'a Similar> for SimilarJson<'a> {
    fn from(similar: &'a Similar) -> Self {
        Self { article: similar.row.id.to_string(), title: &similar.row.title, reasons: &similar.reasons }
    }
}

/// An article with nearly the same text.
#[derive(Debug, Serialize)]
pub(super) struct CopyJson<'a> {
    article: String,
    title: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    /// Hundredths of all runs of five words that both share; null where it is a copy of a copy.
    share: Option<u8>,
}

impl<'a> From<&'a CopyOf> for CopyJson<'a> {
    fn from(copy: &'a CopyOf) -> Self {
        let row = &copy.row;
        Self {
            article: row.id.to_string(),
            title: &row.title,
            outlet: row.outlet.as_deref(),
            published: row.published.as_ref().map(|published| published.value.as_str()),
            url: row.url.as_deref(),
            share: copy.share,
        }
    }
}
