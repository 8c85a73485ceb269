//! `sorot annotations` and `sorot settle`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Context as _;

use crate::library::{Annotation, ArticleId, Color, Library, MarkQuery, Quoted};
use crate::text::{CodePoints, LinkKind, LinkTarget, Span, trim_edges};

use super::Outcome;
use super::annotate::color;
use super::desk::{Desk, find_article};
use super::json::{AnnotationJson, DoubtJson};
use super::printable::printable;

/// Arguments of `sorot annotations`.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Of this article alone: its id, or a part of it that no other has.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Only those in one of these states: exact, moved, suspect, lost.
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = ["exact", "moved", "suspect", "lost"])]
    state: Vec<String>,
    /// Only those whose quote, note or tags hold these words, each a word or its beginning.
    #[arg(long, value_name = "WORDS", default_value = "")]
    text: String,
    /// Only those of this colour, 1 to 8.
    #[arg(long, value_name = "COLOR", value_parser = color)]
    color: Option<Color>,
    /// Only those with this tag.
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only those that this person made.
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Only those made at this time or later: RFC 3339 or the beginning of it, such as 2026-11.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only those made at this time or before: RFC 3339 or the beginning of it, all of which counts.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only those whose notes link to this: an article's id (or a part of it), an annotation's, an entity's name or key.
    #[arg(long, value_name = "ID")]
    linking_to: Option<String>,
    /// Only those that carry a note.
    #[arg(long)]
    noted: bool,
    /// Only those that wait to be settled, suspect or lost, each with what it was put on and what stands at the place
    /// that is proposed.
    #[arg(long)]
    in_doubt: bool,
    /// Prints an array of JSON objects.
    #[arg(long)]
    json: bool,
}

impl List {
    fn query(&self, library: &Library, article: Option<ArticleId>) -> anyhow::Result<MarkQuery> {
        let linking_to = match &self.linking_to {
            Some(id) => library.same_entities()?.names_of(&target(library, id)?),
            None => Vec::new(),
        };
        Ok(MarkQuery {
            text: self.text.clone(),
            article,
            color: self.color,
            tag: self.tag.clone(),
            author: self.author.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            linking_to,
            noted: self.noted,
            in_doubt: self.in_doubt,
        })
    }

    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let library = desk.library()?;
        let article = self.id.as_deref().map(|id| find_article(&library, id)).transpose()?;
        let found = library.marks(&library.find_marks(&self.query(&library, article)?)?)?;
        let mut annotations: Vec<Annotation> = found.into_iter().map(|found| found.mark).collect();
        annotations.retain(|annotation| self.state.is_empty() || self.state.contains(&state(annotation)));
        annotations.sort_by_key(|annotation| (annotation.article, annotation.anchor.span.start, annotation.id));
        if self.in_doubt {
            return doubts(desk, &library, &annotations, self.json);
        }
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

/// Prints marks in doubt, each with what it was put on and what stands at the place that is proposed.
fn doubts(desk: &mut Desk<'_>, library: &Library, marks: &[Annotation], json: bool) -> anyhow::Result<Outcome> {
    let tables = tables(library, marks)?;
    let doubts = library.doubts(&marks.iter().map(|mark| mark.id).collect::<Vec<_>>())?;
    if json {
        let shapes = doubts.iter().filter_map(|doubt| Some(DoubtJson::new(doubt, tables.get(&doubt.mark.article)?)));
        desk.answer(&shapes.collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    let shown = |Quoted { before, words, after }: &Quoted| format!("…{before}[{words}]{after}…").replace('\n', " / ");
    for doubt in &doubts {
        desk.line(&format!("{}  {}", doubt.mark.id, words(&doubt.mark)))?;
        desk.line(&format!("  was       {}", shown(&doubt.was())))?;
        desk.line(&format!("  proposed  {}", doubt.proposed.as_ref().map_or_else(|| "–".to_owned(), shown)))?;
    }
    Ok(Outcome::Done)
}

/// What `text` names, for links to lead to: an annotation, an entity, else an article.
fn target(library: &Library, text: &str) -> anyhow::Result<LinkTarget> {
    if let Ok(id) = text.parse()
        && library.annotation(id)?.is_some()
    {
        return Ok(LinkTarget { kind: LinkKind::Mark, id: id.to_string() });
    }
    let entity = LinkTarget { kind: LinkKind::Entity, id: text.to_owned() };
    if library.link_leads_to(&entity, &library.same_entities()?)?.is_some() {
        return Ok(entity);
    }
    if let Some(found) = library.find_entities(text)?.into_iter().next() {
        return Ok(LinkTarget { kind: LinkKind::Entity, id: found.key });
    }
    Ok(LinkTarget { kind: LinkKind::Article, id: find_article(library, text)?.to_string() })
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

/// Its state, as files have it.
fn state(annotation: &Annotation) -> String {
    format!("{:?}", annotation.state).to_lowercase()
}

/// Arguments of `sorot settle`.
#[derive(Debug, clap::Args)]
pub(super) struct Settle {
    /// The annotation's id.
    #[arg(value_name = "ANNOTATION")]
    id: String,
    /// The words that it stands on, where those are not the ones it is on now.
    #[arg(long, value_name = "QUOTE")]
    at: Option<String>,
    /// Which occurrence of the words, from 1.
    #[arg(long, value_name = "N", default_value_t = 1)]
    occurrence: usize,
    /// It stands nowhere any more: it is kept without a place.
    #[arg(long, conflicts_with = "at")]
    detach: bool,
    /// Deletes it; undo brings it back.
    #[arg(long, conflicts_with_all = ["at", "detach"])]
    delete: bool,
}

/// The mark that a person names by its id, with its article's text and that text's version.
fn marked(library: &Library, id: &str) -> anyhow::Result<(Annotation, String, u32)> {
    let id = id.parse().map_err(|_| anyhow::anyhow!("{} is no annotation's id", printable(id)))?;
    let mark = library.annotation(id)?.with_context(|| format!("no annotation {id}"))?;
    let stored = library.article(mark.article)?.with_context(|| format!("no article {}", mark.article))?;
    Ok((mark, stored.article.body, stored.body_version))
}

/// Arguments of `sorot split`.
#[derive(Debug, clap::Args)]
pub(super) struct Split {
    /// The annotation's id.
    #[arg(value_name = "ANNOTATION")]
    id: String,
    /// The words within it that are cut out.
    #[arg(long, value_name = "QUOTE", required_unless_present = "before")]
    without: Option<String>,
    /// The words within it before which it is parted.
    #[arg(long, value_name = "QUOTE", conflicts_with = "without")]
    before: Option<String>,
    /// Which occurrence of the words within it, from 1.
    #[arg(long, value_name = "N", default_value_t = 1)]
    occurrence: usize,
}

impl Split {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let (mark, body, version) = marked(&library, &self.id)?;
        let span = mark.anchor.span;
        let quote = self.without.as_ref().or(self.before.as_ref()).context("words within the annotation are needed")?;
        let found = super::annotate::find(span.of(&body), quote, self.occurrence)?.shifted(span.start);
        let end = if self.before.is_some() { found.start } else { found.end };
        let sides = [Span::new(span.start, found.start), Span::new(end, span.end)];
        let pieces: Vec<Span> = sides.into_iter().filter_map(|side| trim_edges(&body, side)).collect();
        if pieces.is_empty() || (self.before.is_some() && pieces.len() < 2) {
            anyhow::bail!("nothing of the annotation would be left on one side: delete it, or give other words");
        }
        let parts = library.split_annotation(mark.id, &pieces, version)?.0;
        let table = CodePoints::new(&body);
        desk.answer(&parts.iter().map(|part| AnnotationJson::new(part, &table)).collect::<Vec<_>>())?;
        Ok(Outcome::Done)
    }
}

/// Arguments of `sorot join`.
#[derive(Debug, clap::Args)]
pub(super) struct Join {
    /// The annotation that stays.
    #[arg(value_name = "ANNOTATION")]
    first: String,
    /// The annotation of the same article that is joined to it.
    #[arg(value_name = "OTHER")]
    second: String,
}

impl Join {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let (first, body, _) = marked(&library, &self.first)?;
        let (second, ..) = marked(&library, &self.second)?;
        if first.article != second.article || first.id == second.id {
            anyhow::bail!("two annotations of one article are needed");
        }
        let joined = library.join_annotations(first.id, second.id)?.0;
        desk.answer(&AnnotationJson::new(&joined, &CodePoints::new(&body)))?;
        Ok(Outcome::Done)
    }
}

impl Settle {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut library = desk.library()?;
        let (mark, body, version) = marked(&library, &self.id)?;
        let (id, body) = (mark.id, &body);
        if self.delete {
            library.delete_annotation(id)?;
            desk.answer(&AnnotationJson::new(&mark, &CodePoints::new(body)))?;
            return Ok(Outcome::Done);
        }
        let settled = match &self.at {
            None if self.detach => library.detach_annotation(id)?.0,
            Some(quote) => {
                let span = super::annotate::find(body, quote, self.occurrence)?;
                library.place_annotation(id, span, version)?.0
            }
            None => library.keep_annotation(id)?.0,
        };
        desk.answer(&AnnotationJson::new(&settled, &CodePoints::new(body)))?;
        Ok(Outcome::Done)
    }
}

fn words(annotation: &Annotation) -> String {
    let state = state(annotation);
    let quote = annotation.anchor.quote.replace('\n', " / ");
    let note = if annotation.note.is_empty() { String::new() } else { format!("  [{}]", annotation.note) };
    let tags: String = annotation.tags.iter().flat_map(|tag| ["  #", tag]).collect();
    let (mark, article, color) = (annotation.id, annotation.article, annotation.color.number());
    format!("{mark}  {state:<7}  {color}  “{quote}”{note}{tags}  in {article}")
}
