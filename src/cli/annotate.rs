//! `sorot annotate`.

use anyhow::{Context as _, anyhow, bail};
use clap::builder::NonEmptyStringValueParser;
use serde::Deserialize;

use crate::library::{Annotation, ArticleId, Color, Library, NewAnnotation};
use crate::text::{CodePoints, Span};

use super::Outcome;
use super::batch::answer_lines;
use super::desk::{Desk, find_article};
use super::json::{self, AnnotationJson};

/// Arguments of `sorot annotate`.
#[derive(Debug, clap::Args)]
pub(super) struct Annotate {
    /// The article's id, or a part of it that no other has.
    #[arg(value_name = "ID", required_unless_present = "batch")]
    id: Option<String>,
    /// The words to mark, as they stand in the body; paragraphs are joined by one newline.
    #[arg(long, value_name = "TEXT", required_unless_present = "batch", value_parser = NonEmptyStringValueParser::new())]
    quote: Option<String>,
    /// Which occurrence of the words, from 1.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = occurrence)]
    occurrence: usize,
    /// The colour, 1 to 8.
    #[arg(long, value_name = "COLOR", default_value = "1", value_parser = color)]
    color: Color,
    /// A note on the words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// A tag; may be given several times.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Who marks [default: the system's user].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    author: Option<String>,
    /// Reads JSON lines {"id", "quote", "occurrence"?, "color"?, "note"?, "tags"?, "author"?} and answers each.
    #[arg(long, conflicts_with_all = ["id", "quote", "occurrence", "color", "note", "tags"])]
    batch: bool,
}

fn occurrence(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a number from 1 is needed".to_owned())
}

pub(super) fn color(text: &str) -> Result<Color, String> {
    let number = text.parse().ok().and_then(Color::new);
    number.ok_or_else(|| format!("a number from 1 to {} is needed", Color::COUNT))
}

/// What to mark, from arguments or from a line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    #[serde(alias = "article")]
    id: String,
    quote: String,
    #[serde(default = "first")]
    occurrence: usize,
    #[serde(default = "first_color")]
    color: Color,
    #[serde(default)]
    note: String,
    #[serde(default, alias = "tag")]
    tags: Tags,
    #[serde(default)]
    author: Option<String>,
}

const fn first() -> usize {
    1
}

const fn first_color() -> Color {
    Color::FIRST
}

/// One tag or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Tags {
    One(String),
    Several(Vec<String>),
}

impl Default for Tags {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl From<Tags> for Vec<String> {
    fn from(tags: Tags) -> Self {
        match tags {
            Tags::One(tag) => vec![tag],
            Tags::Several(tags) => tags,
        }
    }
}

impl Annotate {
    pub(super) fn run(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        if self.batch {
            return self.run_batch(desk);
        }
        let (Some(id), Some(quote)) = (self.id.clone(), self.quote.clone()) else {
            bail!("an article and a quote are needed");
        };
        let wish = Wish {
            id,
            quote,
            occurrence: self.occurrence,
            color: self.color,
            note: self.note.clone(),
            tags: Tags::Several(self.tags.clone()),
            author: self.author.clone(),
        };
        let mut marker = Marker::new(desk, None)?;
        let line = marker.mark(desk, wish)?;
        writeln!(desk.out, "{line}")?;
        Ok(Outcome::Done)
    }

    /// Answers every line once its annotation is durable; a line that fails is answered with its reason.
    fn run_batch(&self, desk: &mut Desk<'_>) -> anyhow::Result<Outcome> {
        let mut marker = Marker::new(desk, self.author.clone())?;
        answer_lines(desk, |desk, line| wish(line).and_then(|wish| marker.mark(desk, wish)))
    }
}

fn wish(line: &[u8]) -> anyhow::Result<Wish> {
    serde_json::from_slice(line).context("the line is no annotation")
}

/// Makes annotations, keeping open what the next one is likely to need.
struct Marker {
    library: Library,
    /// For whom the library is open.
    author: Option<String>,
    /// Who marks where a line does not say it.
    usual: Option<String>,
    /// The text that was marked last.
    text: Option<(ArticleId, String, CodePoints, u32)>,
}

impl Marker {
    fn new(desk: &Desk<'_>, usual: Option<String>) -> anyhow::Result<Self> {
        Ok(Self { library: desk.library_of(usual.as_deref())?, author: usual.clone(), usual, text: None })
    }

    /// Makes the annotation and gives it as a line of JSON.
    fn mark(&mut self, desk: &Desk<'_>, wish: Wish) -> anyhow::Result<String> {
        let author = wish.author.filter(|author| !author.is_empty()).or_else(|| self.usual.clone());
        if author != self.author {
            self.library = desk.library_of(author.as_deref())?;
            self.author = author;
        }
        let article = find_article(&self.library, &wish.id)?;
        // Another program may have changed the text.
        if self.library.changed_elsewhere() {
            self.text = None;
        }
        if self.text.as_ref().is_none_or(|(id, ..)| *id != article) {
            let stored = self.library.article(article)?.ok_or_else(|| anyhow!("no article {article}"))?;
            let table = CodePoints::new(&stored.article.body);
            self.text = Some((article, stored.article.body, table, stored.body_version));
        }
        let (_, body, table, version) = self.text.as_ref().context("the article has no text")?;
        let span = find(body, &wish.quote, wish.occurrence)?;
        let new = NewAnnotation {
            article,
            span,
            version: *version,
            color: wish.color,
            note: wish.note,
            tags: wish.tags.into(),
        };
        let (annotation, _): (Annotation, _) = self.library.annotate(new)?;
        Ok(json::line(&AnnotationJson::new(&annotation, table))?)
    }
}

/// Where `quote` stands in `body` for the `occurrence`th time; occurrences that overlap count once.
pub(super) fn find(body: &str, quote: &str, occurrence: usize) -> anyhow::Result<Span> {
    if quote.is_empty() {
        bail!("the quote is empty");
    }
    let place = occurrence.checked_sub(1).context("occurrences are counted from 1")?;
    if let Some((start, found)) = body.match_indices(quote).nth(place) {
        return Ok(Span::new(start, start + found.len()));
    }
    match body.matches(quote).count() {
        0 => bail!("the quote does not stand in the article's text"),
        1 => bail!("the quote stands in the article's text only once"),
        times => bail!("the quote stands in the article's text only {times} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_is_found_and_a_missing_one_is_named() {
        assert_eq!(find("ada dan ada", "ada", 2).unwrap(), Span::new(8, 11));
        assert_eq!(find("ada", "ada", 2).unwrap_err().to_string(), "the quote stands in the article's text only once");
        assert_eq!(find("ada", "tak", 1).unwrap_err().to_string(), "the quote does not stand in the article's text");
        assert!(find("ada", "", 1).is_err() && find("ada", "ada", 0).is_err());
    }

    #[test]
    fn a_line_may_give_one_tag_or_several_and_nothing_unknown() {
        let one = wish(br#"{"article":"x","quote":"y","tag":"a"}"#).unwrap();
        assert_eq!((Vec::from(one.tags), one.occurrence, one.color), (vec!["a".to_owned()], 1, Color::FIRST));
        assert!(wish(br#"{"id":"x","quote":"y","colour":2}"#).is_err());
        assert!(wish(br#"{"id":"x","quote":"y","color":9}"#).is_err());
    }
}
