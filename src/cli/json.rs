//! The shapes that several subcommands print. Offsets count Unicode code points of the body.

use serde::Serialize;
use serde_json::Value;

use crate::article::{Article, Reference, TitleSource};
use crate::entity::{Mention, Reason};
use crate::library::{AnchorState, Annotation, ArticleRow, Doubt, Filing, NoteBacklink, Quoted, StoredArticle};
use crate::text::{CodePoints, NoteLink, harmless_json, note_links};

/// `value` as JSON on one line, in which nothing steers a terminal: such characters stand as `\u` escapes.
pub(super) fn line(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(harmless_json(serde_json::to_string(value)?))
}

/// An article of a list.
#[derive(Debug, Serialize)]
pub(super) struct ArticleJson<'a> {
    id: String,
    title: &'a str,
    title_derived: bool,
    /// The name of the file it came from.
    file: &'a str,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    published_inferred: bool,
    url: Option<&'a str>,
    sample: bool,
    words: usize,
    progress: Option<f32>,
    annotations: usize,
    filing: &'a Filing,
    imported: &'a str,
}

impl<'a> From<&'a ArticleRow> for ArticleJson<'a> {
    fn from(row: &'a ArticleRow) -> Self {
        Self {
            id: row.id.to_string(),
            title: &row.title,
            title_derived: row.title_derived,
            file: &row.file,
            outlet: row.outlet.as_deref(),
            published: row.published.as_ref().map(|published| published.value.as_str()),
            published_inferred: row.published.as_ref().is_some_and(|published| published.inferred),
            url: row.url.as_deref(),
            sample: row.sample,
            words: row.words,
            progress: row.progress,
            annotations: row.annotations,
            filing: &row.filing,
            imported: &row.imported,
        }
    }
}

/// An article with all that is known of it.
#[derive(Debug, Serialize)]
pub(super) struct StoredJson<'a> {
    #[serde(flatten)]
    row: ArticleJson<'a>,
    title_source: TitleSource,
    author: Option<&'a str>,
    editor: Option<&'a str>,
    source: Option<&'a str>,
    dateline: Option<&'a str>,
    references: &'a [Reference],
    warnings: Vec<String>,
    body: &'a str,
    body_version: u32,
    mentions: Vec<MentionJson<'a>>,
}

impl<'a> From<&'a StoredArticle> for StoredJson<'a> {
    fn from(stored: &'a StoredArticle) -> Self {
        let Article { meta, body, references, warnings, page: _ } = &stored.article;
        let table = CodePoints::new(body);
        Self {
            row: (&stored.row).into(),
            title_source: meta.title_source,
            author: meta.author.as_deref(),
            editor: meta.editor.as_deref(),
            source: meta.source.as_deref(),
            dateline: meta.dateline.as_deref(),
            references,
            warnings: warnings.iter().map(ToString::to_string).collect(),
            body,
            body_version: stored.body_version,
            mentions: stored.mentions.iter().map(|mention| MentionJson::new(mention, body, &table)).collect(),
        }
    }
}

/// A name in a body.
#[derive(Debug, Serialize)]
pub(super) struct MentionJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    class: crate::entity::Class,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<crate::entity::Level>,
    entity: &'a str,
    by: crate::entity::RecognisedBy,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
}

impl<'a> MentionJson<'a> {
    /// `table` is that of `body`, in which the mention stands.
    pub(super) fn new(mention: &'a Mention, body: &'a str, table: &CodePoints) -> Self {
        let (start, end) = table.from_span(mention.span);
        Self {
            start,
            end,
            text: mention.span.of(body),
            class: mention.class,
            level: mention.level,
            entity: &mention.entity.name,
            by: mention.by,
            why: why(&mention.why),
            date: mention.date.as_ref().map(|date| date.value.as_str()),
        }
    }
}

/// Why a name was marked, from the reason's code and detail: `after title: Presiden`.
fn why(reason: &Reason) -> String {
    let value = serde_json::to_value(reason).unwrap_or_default();
    let code = value.get("code").and_then(Value::as_str).unwrap_or_default().replace('-', " ");
    match value.get("detail") {
        Some(Value::String(detail)) if !detail.is_empty() => format!("{code}: {detail}"),
        _ => code,
    }
}

/// A link in a note.
#[derive(Debug, Serialize)]
struct LinkJson {
    kind: &'static str,
    id: String,
    text: String,
}

impl From<NoteLink> for LinkJson {
    fn from(link: NoteLink) -> Self {
        Self { kind: link.target.kind.name(), id: link.target.id, text: link.text }
    }
}

/// A note that points at an article or a mark in it.
#[derive(Debug, Serialize)]
pub(super) struct NoteBacklinkJson<'a> {
    article: String,
    title: &'a str,
    /// The annotation whose note it is; none for the note on the whole article.
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation: Option<String>,
    note: &'a str,
}

impl<'a> From<&'a NoteBacklink> for NoteBacklinkJson<'a> {
    fn from(link: &'a NoteBacklink) -> Self {
        Self {
            article: link.article.to_string(),
            title: &link.title,
            annotation: link.mark.map(|mark| mark.to_string()),
            note: &link.note,
        }
    }
}

/// A person's mark.
#[derive(Debug, Serialize)]
pub(super) struct AnnotationJson<'a> {
    id: String,
    article: String,
    /// `None` where its words are gone.
    start: Option<usize>,
    end: Option<usize>,
    quote: &'a str,
    color: u8,
    note: &'a str,
    /// Where the links of the note lead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkJson>,
    tags: &'a [String],
    author: &'a str,
    created: &'a str,
    modified: &'a str,
    state: AnchorState,
    /// Whether the person let it go from the text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    detached: bool,
}

/// A mark in doubt, with what it was put on and what stands at the place that is proposed.
#[derive(Debug, Serialize)]
pub(super) struct DoubtJson<'a> {
    #[serde(flatten)]
    mark: AnnotationJson<'a>,
    was: Quoted,
    proposed: Option<&'a Quoted>,
}

impl<'a> DoubtJson<'a> {
    /// `table` is that of the article's current body.
    pub(super) fn new(doubt: &'a Doubt, table: &CodePoints) -> Self {
        Self { mark: AnnotationJson::new(&doubt.mark, table), was: doubt.was(), proposed: doubt.proposed.as_ref() }
    }
}

impl<'a> AnnotationJson<'a> {
    /// `table` is that of the article's current body.
    pub(super) fn new(annotation: &'a Annotation, table: &CodePoints) -> Self {
        let place = (annotation.state != AnchorState::Lost).then(|| table.from_span(annotation.anchor.span));
        Self {
            id: annotation.id.to_string(),
            article: annotation.article.to_string(),
            start: place.map(|(start, _)| start),
            end: place.map(|(_, end)| end),
            quote: &annotation.anchor.quote,
            color: annotation.color.number(),
            note: &annotation.note,
            links: note_links(&annotation.note).into_iter().map(LinkJson::from).collect(),
            tags: &annotation.tags,
            author: &annotation.author,
            created: &annotation.created,
            modified: &annotation.modified,
            state: annotation.state,
            detached: annotation.detached,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_steering;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_of_json_is_one_line_and_says_the_same(text in any::<String>()) {
            let line = line(&text).unwrap();
            prop_assert!(!line.contains(is_steering));
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
