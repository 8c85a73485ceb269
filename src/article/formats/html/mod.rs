//! A saved web page, also one saved by `SingleFile`.

mod blocks;
mod guard;
mod harvest;
mod json_ld;
mod meta;
mod prune;
mod story;
mod whole;

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};

use self::blocks::{blocks, is_one_of};
use self::guard::{Guarded, guard};
use self::harvest::{Harvest, harvest};
use self::meta::{PageMeta, page_meta};
use self::prune::{is_call, prune};
use self::story::story;
pub(in crate::article) use self::whole::is_cut_off;
use crate::article::assemble::{Draft, Line};
use crate::article::{Reference, Unreadable, Warning};

/// Elements that pages are made of; a text that opens with another tag is no page.
const TAGS: &[&str] = &[
    "!doctype", "html", "head", "body", "meta", "title", "link", "script", "style", "div", "p", "article", "section",
    "main", "header", "table", "span", "h1", "h2", "h3", "ul", "ol", "center", "font", "a", "b", "strong", "em", "br",
    "img", "figure", "base", "noscript",
];

/// A body with less text than this is taken to be missed, in bytes.
const SHORTEST_BODY: usize = 140;
/// Pages with more elements than this are not searched for their main text.
const ELEMENT_LIMIT: usize = 60_000;

/// Whether `text` is a page rather than a story in plain text: it opens with a tag, or closes several blocks.
pub(in crate::article) fn looks_like_page(text: &str) -> bool {
    let mut head = text.trim_start();
    while let Some(rest) = head.strip_prefix("<!--").or_else(|| head.strip_prefix("<?")) {
        let end = rest.find("->").map(|at| at + 2).or_else(|| rest.find("?>").map(|at| at + 2));
        let Some(after) = end.and_then(|end| rest.get(end..)) else { return false };
        head = after.trim_start();
    }
    let opens = head.strip_prefix('<').is_some_and(|rest| {
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '!')).unwrap_or(rest.len());
        rest.get(..length).is_some_and(|name| TAGS.contains(&name.to_ascii_lowercase().as_str()))
    });
    let closed = || {
        ["</p>", "</div>", "</P>", "</DIV>", "</html>"]
            .iter()
            .map(|tag| text.matches(tag).take(4).count())
            .sum::<usize>()
            >= 3
    };
    opens || closed()
}

/// The page with what would cost too much to parse taken out; `None` where too little would be left.
pub(in crate::article) fn parsable(html: &str) -> Option<std::borrow::Cow<'_, str>> {
    match guard(html) {
        Guarded::Page(html) => Some(html),
        Guarded::Stripped(_) => None,
    }
}

/// The first heading of a page, or what its head calls it.
pub(in crate::article) fn heading(html: &str) -> Option<String> {
    let page = Document::from(parsable(html)?.as_ref());
    ["h1", "h2", "title"].into_iter().find_map(|name| {
        let text = page.select(name).nodes().first().map(NodeRef::text)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    })
}

/// The story in the page `html`; `given` is its address as the person said it.
pub(in crate::article) fn read_page(html: &str, given: Option<&str>) -> Result<Draft, Unreadable> {
    let html = match guard(html) {
        Guarded::Page(html) => html,
        Guarded::Stripped(text) => {
            let mut draft = super::text::read_text(&text);
            draft.warnings.push(Warning::WholePage);
            return Ok(draft);
        }
    };
    let page = Document::from(html.as_ref());
    let (visible, taken) = {
        let root = page.body().unwrap_or_else(|| page.root());
        hoist_breaks(&page);
        let nothing = HashMap::new();
        (blocks(root, &nothing, false).lines, root.id)
    };
    let PageMeta { meta, body, saved } = page_meta(&page, &visible, given);
    let root = NodeRef::new(taken, &page.tree);
    let found = harvest(root, meta.url.as_deref());
    trim(&page, &found);
    let placed = blocks(root, &found.nodes, false);
    remove(&page, &found);
    let (paragraphs, mut warnings) = main_text(page, body.as_deref(), &placed.lines)?;
    let paragraphs = story(paragraphs, &meta.title);
    let lines = interleaved(paragraphs, &placed.lines, &found, &placed.before);
    if lines.is_empty() {
        return Err(Unreadable::NoText);
    }
    warnings.dedup();
    Ok(Draft { meta, lines, warnings, saved })
}

/// Moves line breaks at the end of bold or slanted text behind it, where the extractor sees that they part paragraphs.
fn hoist_breaks(page: &Document) {
    for line_break in page.select("br").nodes() {
        for _ in 0..4 {
            let Some(parent) = line_break
                .parent()
                .filter(|parent| is_one_of(parent, &["strong", "b", "em", "i", "span", "font", "u"]))
            else {
                break;
            };
            let said_after = std::iter::successors(line_break.next_sibling(), NodeRef::next_sibling)
                .take(4)
                .any(|next| !next.text().trim().is_empty());
            if said_after {
                break;
            }
            parent.insert_after(line_break);
        }
    }
}

/// Shortens the text nodes in which a reference began or ended.
fn trim(page: &Document, found: &Harvest) {
    for (id, kept) in &found.trimmed {
        NodeRef::new(*id, &page.tree).set_text(kept.as_str());
    }
}

/// Takes the nodes that are nothing but references out of the page, and wrappers that they leave empty.
fn remove(page: &Document, found: &Harvest) {
    for id in found.nodes.keys() {
        let node = NodeRef::new(*id, &page.tree);
        let parent = node.parent();
        node.remove_from_parent();
        let mut empty = parent;
        for _ in 0..4 {
            let Some(wrapper) = empty.filter(|wrapper| {
                wrapper.is_element() && wrapper.first_element_child().is_none() && wrapper.text().trim().is_empty()
            }) else {
                break;
            };
            empty = wrapper.parent();
            wrapper.remove_from_parent();
        }
    }
}

/// The lines of the page's main text: as the extractor finds it, else as the page gives it, else all of the page.
fn main_text(
    page: Document,
    given: Option<&str>,
    visible: &[String],
) -> Result<(Vec<String>, Vec<Warning>), Unreadable> {
    let extracted = extract(page);
    if total(&extracted) >= SHORTEST_BODY {
        return Ok((extracted, Vec::new()));
    }
    if let Some(text) = given.filter(|text| text.len() >= SHORTEST_BODY) {
        let fragment = Document::from(text);
        let root = fragment.body().unwrap_or_else(|| fragment.root());
        return Ok((blocks(root, &HashMap::new(), true).lines, Vec::new()));
    }
    if total(&extracted) * 2 >= total(visible) && !extracted.is_empty() {
        return Ok((extracted, Vec::new()));
    }
    if visible.is_empty() { Err(Unreadable::NoText) } else { Ok((visible.to_vec(), vec![Warning::WholePage])) }
}

fn total(lines: &[String]) -> usize {
    lines.iter().map(String::len).sum()
}

fn extract(page: Document) -> Vec<String> {
    let config =
        Config { max_elements_to_parse: ELEMENT_LIMIT, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let Ok(mut reader) = Readability::with_document(page, None, Some(config)) else { return Vec::new() };
    let Ok(article) = reader.parse() else { return Vec::new() };
    let content = Document::fragment(article.content);
    prune(content.root());
    let mut lines = blocks(content.root(), &HashMap::new(), true).lines;
    lines.retain(|line| !is_call(line));
    lines
}

/// Paragraphs and references in reading order: a reference stands behind the paragraphs whose lines come before it on
/// the page.
fn interleaved(
    paragraphs: Vec<String>,
    page: &[String],
    found: &Harvest,
    before: &HashMap<NodeId, usize>,
) -> Vec<Line> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in page.iter().enumerate().rev() {
        places.entry(line.as_str()).or_default().push(at);
    }
    let mut waiting: Vec<(usize, &Reference)> = found
        .references
        .iter()
        .map(|(reference, place)| (before.get(place).copied().unwrap_or(page.len()), reference))
        .collect();
    waiting.sort_by_key(|(at, _)| *at);
    let mut waiting = waiting.into_iter().peekable();
    let mut lines = Vec::new();
    let mut cursor = None;
    for paragraph in paragraphs {
        // Each page line is used once, in order, so that a repeated line does not draw references forward.
        let place = places.get_mut(paragraph.as_str()).and_then(|places| {
            while places.last().is_some_and(|at| cursor.is_some_and(|cursor| *at <= cursor)) {
                places.pop();
            }
            places.pop()
        });
        if let Some(place) = place {
            cursor = Some(place);
            while let Some((_, reference)) = waiting.next_if(|(at, _)| *at <= place) {
                lines.push(Line::Reference(Box::new(reference.clone())));
            }
        }
        lines.push(Line::Text(paragraph));
    }
    lines.extend(waiting.map(|(_, reference)| Line::Reference(Box::new(reference.clone()))));
    lines
}

#[cfg(test)]
mod tests;
