//! Highlighted notes as Markdown.

use std::fmt::Write;

use crate::article::{Metadata, Published};
use crate::library::{AnchorState, Annotation, Filing, Library, LibraryError, StoredArticle};
use crate::text::readable_note;

use super::Labels;
use super::escape::{line, one_line};

/// One article's notes, in reading order: title, source line, link, each quote with what was noted on it.
#[must_use]
pub fn article(stored: &StoredArticle, annotations: &[Annotation], labels: &Labels) -> String {
    let mut blocks = Vec::new();
    write_article(&mut blocks, 1, stored, annotations, labels);
    joined(&blocks)
}

/// The notes of every article that has some, on its words or on the whole, in list order.
pub fn library(library: &Library, labels: &Labels) -> Result<String, LibraryError> {
    let mut blocks = vec![format!("# {}", line(&labels.library))];
    for row in library.articles()?.into_iter().filter(|row| row.annotations > 0 || !row.filing.note.is_empty()) {
        if let Some(stored) = library.article(row.id)? {
            let annotations = library.annotations(Some(row.id))?;
            write_article(&mut blocks, 2, &stored, &annotations, labels);
        }
    }
    Ok(joined(&blocks))
}

/// The notes of several articles, in the order given, under the title of a whole library's export.
#[must_use]
pub fn articles(stories: &[(StoredArticle, Vec<Annotation>)], labels: &Labels) -> String {
    let mut blocks = vec![format!("# {}", line(&labels.library))];
    for (stored, annotations) in stories {
        write_article(&mut blocks, 2, stored, annotations, labels);
    }
    joined(&blocks)
}

/// Blocks one blank line apart, as Markdown tells them from each other.
fn joined(blocks: &[String]) -> String {
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn write_article(
    blocks: &mut Vec<String>,
    level: usize,
    stored: &StoredArticle,
    annotations: &[Annotation],
    labels: &Labels,
) {
    blocks.push(heading(level, stored));
    let meta = &stored.article.meta;
    blocks.extend(source_line(meta, labels));
    blocks.extend(meta.url.as_deref().or(stored.row.url.as_deref()).map(link));
    blocks.extend(filing_line(&stored.row.filing, labels));
    write_note(blocks, &stored.row.filing.note, labels);
    let mut ordered: Vec<&Annotation> = annotations.iter().collect();
    ordered.sort_by_key(|annotation| (annotation.anchor.span.start, annotation.anchor.span.end));
    for annotation in ordered {
        write_annotation(blocks, annotation, labels);
    }
}

/// The title, slanted where it was made from the lead, else the file's name.
fn heading(level: usize, stored: &StoredArticle) -> String {
    let signs = "#".repeat(level);
    let title = line(&stored.row.title);
    match (title.is_empty(), stored.row.title_derived) {
        (true, _) => format!("{signs} {}", line(&stored.row.file)),
        (false, true) => format!("{signs} *{title}*"),
        (false, false) => format!("{signs} {title}"),
    }
}

/// How the person filed the story: star, rating, tags, collections.
fn filing_line(filing: &Filing, labels: &Labels) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(filing.starred.then(|| "★".to_owned()));
    parts.extend(filing.rating.map(|rating| rating.to_string()));
    parts.extend(filing.tags.iter().filter_map(|tag| tag_words(tag)));
    let collections: Vec<String> = filing.collections.iter().map(|name| line(name)).collect();
    if !collections.is_empty() {
        parts.push(format!("{}: {}", line(&labels.collections), collections.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Outlet, author, agency, place and date, as far as they are known.
fn source_line(meta: &Metadata, labels: &Labels) -> Option<String> {
    let mut parts: Vec<String> = [&meta.outlet, &meta.author, &meta.source, &meta.dateline]
        .into_iter()
        .flatten()
        .map(|part| one_line(part))
        .filter(|part| !part.is_empty())
        .collect();
    parts.dedup();
    parts.extend(meta.published.as_ref().map(|published| published_words(published, labels)));
    // Escaped as a whole: what is harmless within a line may begin a list at its start.
    let text = line(&parts.join(" · "));
    (!text.is_empty()).then_some(text)
}

fn published_words(published: &Published, labels: &Labels) -> String {
    let when = moment(&published.value);
    if published.inferred { format!("{when} ({})", labels.inferred) } else { when }
}

/// A moment for people: day and minute; the offset from UTC only where one is given.
fn moment(value: &str) -> String {
    match (value.get(..10), value.get(10..11), value.get(11..16), value.get(16..)) {
        (Some(day), Some("T"), Some(minute), Some(rest)) => {
            let zone = rest.find(['Z', '+', '-']).and_then(|at| rest.get(at..)).unwrap_or_default();
            let zone = if zone == "Z" { "UTC" } else { zone };
            format!("{day} {minute} {zone}").trim_end().to_owned()
        }
        _ => value.to_owned(),
    }
}

/// An address as a link that shows where it leads; anything but a web address stays mere text.
fn link(url: &str) -> String {
    let url = one_line(url);
    let web = ["http://", "https://"].iter().any(|scheme| starts_with_ignoring_case(&url, scheme));
    if !web {
        return line(&url);
    }
    let mut out = String::from("<");
    for byte in url.bytes() {
        let plain =
            byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\' | b'`' | b'{' | b'}' | b'|' | b'^');
        if plain {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out.push('>');
    out
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn write_annotation(blocks: &mut Vec<String>, annotation: &Annotation, labels: &Labels) {
    let quote: Vec<String> = paragraphs(&annotation.anchor.quote).map(|text| format!("> {text}")).collect();
    blocks.extend((!quote.is_empty()).then(|| quote.join("\n>\n")));
    write_note(blocks, &annotation.note, labels);
    blocks.push(about(annotation, labels));
}

fn write_note(blocks: &mut Vec<String>, note: &str, labels: &Labels) {
    for (place, text) in paragraphs(&readable_note(note)).enumerate() {
        blocks.push(if place == 0 { format!("**{}:** {text}", line(&labels.note)) } else { text });
    }
}

/// The paragraphs of a text that a person typed or marked, each as one escaped line.
fn paragraphs(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(line).filter(|text| !text.is_empty())
}

/// What else is known of a mark: whether its place is certain, colour, tags, who and when.
fn about(annotation: &Annotation, labels: &Labels) -> String {
    let mut parts = Vec::new();
    match annotation.state {
        AnchorState::Exact | AnchorState::Moved => {}
        AnchorState::Suspect => parts.push(format!("**{}**", line(&labels.suspect))),
        AnchorState::Lost => parts.push(format!("**{}**", line(&labels.lost))),
    }
    let color = labels.colors.get(usize::from(annotation.color.number()).saturating_sub(1));
    parts.extend(color.map(|name| line(name)));
    parts.extend(annotation.tags.iter().filter_map(|tag| tag_words(tag)));
    let author = one_line(&annotation.author);
    let when = moment(annotation.created.as_str());
    let by = if author.is_empty() { when } else { format!("{author}, {when}") };
    parts.push(line(&by));
    parts.join(" · ")
}

/// A tag in the form that note programs know, where its letters allow that.
fn tag_words(tag: &str) -> Option<String> {
    let tag = one_line(tag);
    let plain = tag.chars().all(|c| c.is_alphanumeric() || c == '-');
    let known = plain && tag.chars().any(char::is_alphabetic);
    (!tag.is_empty()).then(|| if known { format!("#{tag}") } else { format!("\\#{}", line(&tag)) })
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
