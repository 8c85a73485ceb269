//! References in a page's markup, taken out before the body is: extractors take them for clutter.
//!
//! A marker is looked for in the page's text, and the links that it announces around it: behind it in its line, in the
//! blocks that follow it, or around the marker itself. No site is known by name; the shapes are those that sites share.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::blocks::{is_block, is_one_of, squeezed, text_nodes};
use crate::article::address;
use crate::article::reference::{Marker, closing_parenthesis, leading_marker, marker_ending, whole_title};
use crate::article::{Reference, ReferenceKind};

/// References with where they stood, and the nodes that hold them.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// References in page order with the node that marks their place.
    pub references: Vec<(Reference, NodeId)>,
    /// The nodes that are nothing but references; `true` for those that mark a place.
    pub nodes: HashMap<NodeId, bool>,
    /// Text nodes that keep some text, with what they keep.
    pub trimmed: Vec<(NodeId, String)>,
}

/// Links taken for one marker at most.
const LINK_LIMIT: usize = 12;
/// Levels climbed from a marker to the links it announces.
const CLIMB_LIMIT: usize = 5;
/// The longest title in markup, in characters.
const LONGEST_TITLE: usize = 250;
/// Markers looked at in one page.
const MARKER_LIMIT: usize = 300;
/// Text beside a link that still lets a block be a list of links, in characters for each link.
const TEXT_BESIDE_LINK: usize = 60;

/// Takes every reference under `root`; links are made absolute against `base`.
pub(super) fn harvest(root: NodeRef<'_>, base: Option<&str>) -> Harvest {
    let mut work = Work { base, found: Harvest::default(), titles: HashSet::new(), budget: MARKER_LIMIT };
    for node in text_nodes(root) {
        if work.budget == 0 {
            break;
        }
        if !work.inside_taken(&node) {
            work.look_at(&node);
        }
    }
    work.found
}

struct Work<'a> {
    base: Option<&'a str>,
    found: Harvest,
    titles: HashSet<String>,
    budget: usize,
}

impl Work<'_> {
    fn inside_taken(&self, node: &NodeRef<'_>) -> bool {
        !self.found.nodes.is_empty()
            && (self.found.nodes.contains_key(&node.id)
                || node.ancestors_it(Some(40)).any(|above| self.found.nodes.contains_key(&above.id)))
    }

    fn look_at(&mut self, node: &NodeRef<'_>) {
        let text = node.text();
        // A cheap look first: markers are short and few.
        if text.trim().is_empty() {
            return;
        }
        if let Some(marker) = heading_marker(&text).or_else(|| leading_marker(&text)) {
            self.budget -= 1;
            let rest = text.get(marker.end..).unwrap_or_default();
            if rest.chars().any(char::is_alphanumeric) {
                self.titled(node, &marker, rest);
            } else {
                self.announced(node, &marker);
            }
        } else if let Some(marker) = marker_ending(&text) {
            self.budget -= 1;
            self.inline(node, &marker, &text);
        }
    }

    /// `<a>(Baca juga: TITLE)</a>` or a whole block `Baca Juga: TITLE` without a link.
    fn titled(&mut self, node: &NodeRef<'_>, marker: &Marker, rest: &str) {
        if !marker.colon {
            return;
        }
        let link = node.ancestors_it(Some(4)).find(|above| above.has_name("a"));
        let block = outermost_same(node);
        let whole = squeezed(&block.text());
        if whole.chars().count() > LONGEST_TITLE || !is_marked(&whole, marker) {
            return;
        }
        let inner = block_links(&block);
        let (title, href) = match (&link, inner.as_slice()) {
            (Some(link), _) => (rest.to_owned(), link.attr("href")),
            // "Baca juga: TITLE" whose link is behind the text or around part of it.
            (None, [one, ..]) => (whole_after(&whole), one.attr("href")),
            (None, []) => (whole_after(&whole), None),
        };
        let title = if marker.parenthesised { before_closing(&title) } else { title };
        if self.push(marker, &title, href.as_deref(), block.id) {
            self.found.nodes.insert(block.id, true);
        }
    }

    /// A marker without a title: the links that follow it are its titles.
    fn announced(&mut self, node: &NodeRef<'_>, marker: &Marker) {
        let mut current = *node;
        for _ in 0..CLIMB_LIMIT {
            let taken = self.take_siblings(&current, marker);
            if !taken.is_empty() {
                self.found.nodes.insert(current.id, false);
                for node in taken {
                    self.found.nodes.entry(node).or_insert(false);
                }
                return;
            }
            let Some(parent) = current.parent().filter(NodeRef::is_element) else { return };
            if is_one_of(&parent, &["body", "html", "article", "main"]) || has_text_before(&current) {
                return;
            }
            current = parent;
        }
    }

    /// Takes the links beside `node`: in its line, or in the blocks after it. Returns the nodes that hold them.
    fn take_siblings(&mut self, node: &NodeRef<'_>, marker: &Marker) -> Vec<NodeId> {
        let mut taken = Vec::new();
        let mut count = 0;
        let mut descents = 3;
        let mut next = node.next_sibling();
        while let Some(sibling) = next {
            next = sibling.next_sibling();
            if sibling.is_element() {
                if is_one_of(&sibling, &["br", "hr", "img", "script", "style"]) {
                    if !taken.is_empty() && !marker_list(marker) {
                        break;
                    }
                    continue;
                }
                let text = squeezed(&sibling.text());
                if text.is_empty() {
                    continue;
                }
                let links = own_links(&sibling);
                let listed = !links.is_empty() && is_link_block(&text, &links) && !opens_heading(&sibling, &taken);
                if !listed && taken.is_empty() && is_block(&sibling) && descents > 0 && !links.is_empty() {
                    // A list that was never closed holds the rest of the page too: its first items are the links.
                    descents -= 1;
                    next = sibling.first_child();
                    continue;
                }
                if !listed {
                    break;
                }
                if count + links.len() > LINK_LIMIT {
                    break;
                }
                let mut kept = false;
                for link in &links {
                    kept |= self.push(marker, &link_title(link), link.attr("href").as_deref(), sibling.id);
                    count += 1;
                }
                taken.push(sibling.id);
                if kept {
                    self.found.nodes.insert(sibling.id, true);
                }
                // A link in the marker's own line is the only one.
                if !is_block(&sibling) && marker.colon && !marker_list(marker) {
                    break;
                }
            } else if sibling.is_text() && sibling.text().chars().any(char::is_alphanumeric) {
                break;
            }
        }
        taken
    }

    /// `text. (Baca juga: <a>TITLE</a>) text`: the marker ends a text that goes on after the link.
    fn inline(&mut self, node: &NodeRef<'_>, marker: &Marker, text: &str) {
        let mut current = *node;
        for _ in 0..3 {
            let next = std::iter::successors(current.next_sibling(), NodeRef::next_sibling)
                .find(|node| node.is_element() || node.text().chars().any(|c| !c.is_whitespace()));
            if let Some(sibling) = next {
                let links = own_links(&sibling);
                let [link] = links.as_slice() else { return };
                if self.push(marker, &link_title(link), link.attr("href").as_deref(), sibling.id) {
                    self.found.nodes.insert(sibling.id, true);
                    let kept = text.get(..marker.start).unwrap_or_default();
                    let kept = kept.trim_end().strip_suffix('(').unwrap_or(kept);
                    self.found.trimmed.push((node.id, kept.to_owned()));
                    self.close_parenthesis(&sibling, marker);
                }
                return;
            }
            let Some(parent) = current.parent().filter(|parent| parent.is_element() && !is_block(parent)) else {
                return;
            };
            current = parent;
        }
    }

    /// Drops the parenthesis that closes an inline reference.
    fn close_parenthesis(&mut self, link: &NodeRef<'_>, marker: &Marker) {
        let Some(after) = link.next_sibling().filter(|after| marker.parenthesised && after.is_text()) else { return };
        let text = after.text();
        if let Some(rest) = text.trim_start().strip_prefix(')') {
            self.found.trimmed.push((after.id, format!(" {rest}")));
        }
    }

    /// Keeps a reference; whether it has a title. One that was taken before is not kept twice.
    fn push(&mut self, marker: &Marker, title: &str, href: Option<&str>, place: NodeId) -> bool {
        let Some(title) =
            whole_title(title).filter(|title| title.chars().count() <= LONGEST_TITLE && title.contains(' '))
        else {
            return false;
        };
        if self.titles.insert(title.to_lowercase()) {
            let url = href.and_then(|href| address::resolve(self.base, href));
            let reference = Reference {
                marker: marker.written.clone(),
                kind: marker.kind,
                title: Some(title),
                url,
                paragraph: 0,
                uncertain: false,
            };
            self.found.references.push((reference, place));
        }
        true
    }
}

/// A heading "Terkait" announces links as "Berita Terkait" does, where it is all that its element says.
fn heading_marker(text: &str) -> Option<Marker> {
    let bare = text.trim().trim_end_matches(':').trim_end();
    bare.eq_ignore_ascii_case("terkait").then(|| Marker {
        start: 0,
        end: text.len(),
        written: bare.to_owned(),
        kind: ReferenceKind::Related,
        colon: false,
        parenthesised: false,
        full: true,
    })
}

/// Whether a marker usually announces several titles.
fn marker_list(marker: &Marker) -> bool {
    !marker.colon || marker.kind == ReferenceKind::Related
}

/// Whether `whole` is the marker and its title, nothing before it.
fn is_marked(whole: &str, marker: &Marker) -> bool {
    leading_marker(whole).is_some_and(|found| found.written == squeezed(&marker.written) && found.colon)
}

/// The title up to the parenthesis that was opened before its marker.
fn before_closing(title: &str) -> String {
    closing_parenthesis(title).and_then(|at| title.get(..at)).unwrap_or(title).to_owned()
}

/// What follows the marker in `whole`.
fn whole_after(whole: &str) -> String {
    let rest = leading_marker(whole).and_then(|found| whole.get(found.end..)).unwrap_or_default();
    rest.to_owned()
}

/// The outermost element around `node` that says nothing before it: its own block, or a wrapper of that.
fn outermost_same<'a>(node: &NodeRef<'a>) -> NodeRef<'a> {
    let mut current = *node;
    for _ in 0..CLIMB_LIMIT {
        let Some(parent) = current.parent().filter(NodeRef::is_element) else { break };
        if is_one_of(&parent, &["body", "html", "article", "main", "section", "ul", "ol", "tr", "tbody"])
            || has_text_before(&current)
        {
            break;
        }
        // A wrapper of the block has no other text; the block itself may have the title beside the marker.
        if is_block(&current) && current.text().trim().len() < parent.text().trim().len() {
            break;
        }
        current = parent;
    }
    current
}

fn has_text_before(node: &NodeRef<'_>) -> bool {
    std::iter::successors(node.prev_sibling(), NodeRef::prev_sibling).take(40).any(|sibling| {
        !is_one_of(&sibling, &["script", "style", "noscript"])
            && !sibling.is_comment()
            && sibling.text().chars().any(char::is_alphanumeric)
    })
}

/// Links under `node`, or `node` itself, that carry a title.
fn own_links<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    if node.has_name("a") { vec![*node].into_iter().filter(is_titled_link).collect() } else { block_links(node) }
}

fn block_links<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    node.descendants_it().filter(|below| below.has_name("a")).filter(is_titled_link).take(LINK_LIMIT + 1).collect()
}

/// Whether a link names a story: some words, and somewhere to go.
fn is_titled_link(link: &NodeRef<'_>) -> bool {
    let words = link_title(link).split_whitespace().count();
    let goes = link.attr("href").is_some_and(|href| {
        !href.trim().is_empty() && !href.trim_start().to_ascii_lowercase().starts_with("javascript:")
    });
    words >= 2 && goes
}

/// The title on a link: its heading where it also holds other text, else all of its text.
fn link_title(link: &NodeRef<'_>) -> String {
    let heading = link.descendants_it().find(|below| is_one_of(below, &["h1", "h2", "h3", "h4", "h5"]));
    squeezed(&heading.map_or_else(|| link.text(), |heading| heading.text()))
}

/// Whether a block is a list of links: little text stands beside them.
fn is_link_block(text: &str, links: &[NodeRef<'_>]) -> bool {
    let linked: usize = links.iter().map(|link| squeezed(&link.text()).chars().count()).sum();
    text.chars().count() <= linked + links.len() * TEXT_BESIDE_LINK
}

/// Whether a block after taken ones starts something new: a heading without a link of its own.
fn opens_heading(node: &NodeRef<'_>, taken: &[NodeId]) -> bool {
    let heading = |node: &NodeRef<'_>| is_one_of(node, &["h1", "h2", "h3", "h4", "h5", "h6"]);
    !taken.is_empty()
        && node.descendants_it().any(|below| {
            heading(&below)
                && block_links(&below).is_empty()
                && !below.ancestors_it(Some(4)).any(|above| above.has_name("a"))
                && !below.text().trim().is_empty()
        })
}
