//! From the lines of a saved story, in reading order, to its body and references. Every format ends here.

use std::collections::HashSet;

use jiff::civil::Date;

use super::address::day_of;
use super::byline::{Bylines, bylines, closing_bylines, reporters_line};
use super::dateline::dateline;
use super::noise::{between_phrases, is_noise};
use super::publication::reported_day;
use super::reference::{Part, leading_marker, list_item, looks_like_title, split_line, whole_title};
use super::title::derived_title;
use super::{Article, Metadata, Published, Reference, ReferenceKind, TitleSource, Unreadable, Warning};
use crate::text::fold_key;

/// A line of a story, or a reference that stood between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A line of text, without outer white space.
    Text(String),
    /// A reference found in a page's markup.
    Reference(Box<Reference>),
}

impl Line {
    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Control characters that a page writes as `&#5;` and an export as `\u0005` belong to no text; tabs stay.
    fn drop_controls(&mut self) {
        match self {
            Self::Text(text) => {
                if text.contains(|letter: char| letter.is_control() && letter != '\t') {
                    let parts: Vec<String> = text.split('\t').map(without_controls).collect();
                    parts.join("\t").trim().clone_into(text);
                }
            }
            Self::Reference(found) => {
                one_line(&mut found.marker);
                found.title.iter_mut().chain(&mut found.url).for_each(one_line);
            }
        }
    }
}

/// What is said of a story in words.
fn said(meta: &mut Metadata) -> impl Iterator<Item = &mut String> {
    let Metadata { title, url, outlet, author, editor, source, dateline, .. } = meta;
    let more = [url, outlet, author, editor, source, dateline];
    std::iter::once(title).chain(more.into_iter().flatten())
}

fn one_line(text: &mut String) {
    if text.contains(char::is_control) {
        without_controls(text).trim().clone_into(text);
    }
}

/// The text on one line: a control character that parts words becomes a space, any other one goes.
fn without_controls(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_control() || letter.is_whitespace());
    letters.map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Bodies longer than this, in bytes, carry a warning.
const VERY_LONG: usize = 4 * 1024 * 1024;
/// The longest story that is read, in characters: several books. What is longer is data, whose analysis costs gigabytes.
const LONGEST: usize = 6_000_000;
/// At most this many items are taken for one list of references.
const LIST_LIMIT: usize = 20;

/// The most lines of a story that is read; a book has fewer.
const MOST_LINES: usize = 250_000;

/// An error where the lines of a text are longer, or more, than those of any story.
pub(super) fn check_length<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Result<(), Unreadable> {
    let count = lines.clone().filter(|line| !line.trim().is_empty()).count();
    if count > MOST_LINES {
        return Err(Unreadable::TooManyLines { lines: count, limit: MOST_LINES });
    }
    // Characters are counted only where there may be too many.
    let bytes: usize = lines.clone().map(str::len).sum();
    let characters = if bytes > LONGEST { lines.map(|line| line.chars().count()).sum() } else { 0 };
    if characters > LONGEST { Err(Unreadable::LongerThanAStory { characters, limit: LONGEST }) } else { Ok(()) }
}

/// What a format found, before it becomes an article.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What is said about the story so far; an empty title means none was found.
    pub meta: Metadata,
    /// Its lines in order, without its head.
    pub lines: Vec<Line>,
    /// What was doubtful.
    pub warnings: Vec<Warning>,
    /// The day on which the page was saved, where it says so.
    pub saved: Option<Date>,
}

impl Draft {
    /// The finished article; left-out years are counted back from `imported`, or from the day the page was saved.
    pub(super) fn finish(self, imported: Date) -> Result<Article, Unreadable> {
        let Self { mut meta, mut lines, mut warnings, saved } = self;
        let texts = || lines.iter().filter_map(Line::text);
        check_length(texts())?;
        said(&mut meta).for_each(one_line);
        lines.iter_mut().for_each(Line::drop_controls);
        let not_after = saved.map_or(imported, |saved| saved.min(imported));
        let mut assembly = Assembly { bylines: taken_bylines(&mut meta), ..Assembly::default() };
        assembly.take(&lines);
        assembly.close();
        let Assembly { paragraphs, references, bylines, warnings: more, .. } = assembly;
        warnings.extend(more);
        let Some(lead) = paragraphs.first() else { return Err(Unreadable::NoText) };
        (meta.author, meta.editor, meta.source) = (bylines.author, bylines.editor, bylines.source);
        // The dateline opens the first paragraph, or the one after a standfirst.
        if let Some(found) = paragraphs.iter().take(2).find_map(|paragraph| dateline(paragraph)) {
            meta.outlet = meta.outlet.or(found.outlet);
            meta.dateline = meta.dateline.or(found.place);
        }
        if meta.title.trim().is_empty() {
            meta.title = derived_title(lead);
            meta.title_source = TitleSource::Derived;
        }
        let body = paragraphs.join("\n");
        if meta.published.is_none() {
            let named = meta.url.as_deref().and_then(day_of).filter(|day| *day <= not_after);
            let day = named.or_else(|| reported_day(&body, not_after));
            meta.published = day.map(|day| Published { value: day.to_string(), inferred: true });
        }
        if body.len() > VERY_LONG {
            warnings.push(Warning::VeryLong(body.len()));
        }
        let own = fold_key(&meta.title);
        let references = references.into_iter().filter(|found| !is_self(found, &own, meta.url.as_deref())).collect();
        Ok(Article { meta, body, references, warnings, page: None })
    }
}

/// Whether a reference names the very story it stands in.
fn is_self(found: &Reference, own_title: &str, own_url: Option<&str>) -> bool {
    found.title.as_deref().is_some_and(|title| fold_key(title) == own_title)
        || (found.url.is_some() && found.url.as_deref() == own_url)
}

fn taken_bylines(meta: &mut Metadata) -> Bylines {
    Bylines { author: meta.author.take(), editor: meta.editor.take(), source: meta.source.take() }
}

/// The body as it grows.
#[derive(Debug, Default)]
struct Assembly {
    paragraphs: Vec<String>,
    references: Vec<Reference>,
    named: HashSet<String>,
    bylines: Bylines,
    warnings: Vec<Warning>,
    /// Whether the text taken last, of the same line, stops within a sentence.
    unfinished: bool,
}

impl Assembly {
    fn take(&mut self, lines: &[Line]) {
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            match line {
                Line::Reference(found) => self.push_reference(Reference::clone(found)),
                Line::Text(text) => at += self.take_text(text, lines.get(at..).unwrap_or_default()),
            }
        }
    }

    /// Takes one line; returns how many of the `following` ones it took with it.
    fn take_text(&mut self, text: &str, following: &[Line]) -> usize {
        self.unfinished = false;
        let parts = between_phrases(text);
        let last = parts.len().saturating_sub(1);
        let taken = parts.iter().enumerate().map(|(at, part)| {
            // Only the line's end stands before the lines that follow.
            self.take_part(part, if at == last { following } else { &[] })
        });
        taken.sum()
    }

    fn take_part(&mut self, text: &str, following: &[Line]) -> usize {
        if is_noise(text) {
            return 0;
        }
        if let Some(found) = bylines(text) {
            self.bylines.complete(found);
            return 0;
        }
        if let Some(marker) =
            leading_marker(text).filter(|marker| text.get(marker.end..).is_none_or(|rest| rest.trim().is_empty()))
        {
            let reference = Reference {
                marker: marker.written,
                kind: marker.kind,
                title: None,
                url: None,
                paragraph: 0,
                uncertain: false,
            };
            return self.take_list(&reference, following);
        }
        let text = self.without_reporter(text);
        for part in split_line(text) {
            match part {
                Part::Reference(found) => self.push_reference(found),
                Part::Text(text) => self.push_text(text),
            }
        }
        0
    }

    /// The lines after a marker that stands alone: bulleted ones, or headlines; none means that the title was lost.
    fn take_list(&mut self, reference: &Reference, following: &[Line]) -> usize {
        let several = reference.kind == ReferenceKind::Related;
        let mut taken = 0;
        for line in following.iter().take(LIST_LIMIT) {
            let Line::Text(line) = line else { break };
            let bulleted = list_item(line);
            let unmarked = (taken == 0 || several) && looks_like_title(line);
            let Some(title) = bulleted.or_else(|| unmarked.then_some(line.as_str())) else { break };
            // A headline without a bullet belongs to the marker only by its looks.
            self.push_reference(Reference {
                title: whole_title(title),
                uncertain: bulleted.is_none(),
                ..reference.clone()
            });
            taken += 1;
        }
        if taken == 0 && !matches!(following.first(), Some(Line::Reference(_))) {
            self.push_reference(reference.clone());
        }
        taken
    }

    /// A first paragraph without its `Laporan Wartawan ..., NAME`.
    fn without_reporter<'a>(&mut self, text: &'a str) -> &'a str {
        let Some((name, at)) = self.paragraphs.is_empty().then(|| reporters_line(text)).flatten() else { return text };
        self.bylines.complete(Bylines { author: Some(name), ..Bylines::default() });
        text.get(at..).unwrap_or_default().trim()
    }

    fn push_text(&mut self, text: &str) {
        // A sentence that a reference or an advertisement broke goes on behind it.
        let goes_on = self.unfinished;
        self.unfinished = !text.ends_with(['.', '!', '?', '"', '”', '\'', '’', ')', ']', ':', '…']);
        if let Some(last) = self.paragraphs.last_mut() {
            if goes_on {
                last.push(' ');
                last.push_str(text);
                return;
            }
            // Some pages print their first paragraph twice.
            if last == text && text.len() > 40 {
                return;
            }
        }
        self.paragraphs.push(text.to_owned());
    }

    fn push_reference(&mut self, mut found: Reference) {
        match &found.title {
            Some(title) => {
                let fresh = self.named.insert(fold_key(title));
                if !fresh {
                    return;
                }
            }
            None => self.warnings.push(Warning::ReferenceWithoutTitle(found.marker.clone())),
        }
        found.paragraph = self.paragraphs.len();
        self.references.push(found);
    }

    /// Cuts the bylines off the end.
    fn close(&mut self) {
        let Some(last) = self.paragraphs.last_mut() else { return };
        if let Some((at, found)) = closing_bylines(last) {
            last.truncate(last.get(..at).map_or(0, |kept| kept.trim_end().len()));
            self.bylines.complete(found);
        }
    }
}
