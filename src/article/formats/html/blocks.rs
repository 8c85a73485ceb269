//! A page's text as lines: one for each block and line break.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

/// Elements that start and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "ul",
    "caption",
    "br",
    "html",
    "amp-img",
];

/// Elements whose content is not read as text.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "head", "title",
    "object", "audio", "video", "canvas", "map", "math", "input", "dialog",
];

/// Pictures and what is said about them: not part of a body.
const PICTURES: &[&str] = &["figure", "figcaption", "picture", "amp-img"];

/// What a walk over a page yields.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// The lines in order, words single-spaced.
    pub lines: Vec<String>,
    /// For each watched node, how many lines stand before it.
    pub before: HashMap<NodeId, usize>,
}

/// The lines under `root`. Nodes of `watched` are placed among them and not read; pictures are left out when `body`.
pub(super) fn blocks(root: NodeRef<'_>, watched: &HashMap<NodeId, bool>, body: bool) -> Blocks {
    let mut walk = Walk::default();
    let mut next = root.first_child();
    while let Some(node) = next {
        let enter = walk.enter(&node, watched, body);
        next = match node.first_child().filter(|_| enter) {
            Some(child) => Some(child),
            None => walk.after(node, root.id),
        };
    }
    walk.flush();
    walk.found
}

/// Every text node under `root` outside scripts and the like, in order.
pub(super) fn text_nodes(root: NodeRef<'_>) -> Vec<NodeRef<'_>> {
    let mut found = Vec::new();
    let mut next = root.first_child();
    while let Some(node) = next {
        if node.is_text() {
            found.push(node);
        }
        let skip = node.is_element() && is_one_of(&node, SKIPPED);
        next = match node.first_child().filter(|_| !skip) {
            Some(child) => Some(child),
            None => following(node, root.id),
        };
    }
    found
}

/// The node after `node` and all under it, within `root`.
pub(super) fn following(node: NodeRef<'_>, root: NodeId) -> Option<NodeRef<'_>> {
    let mut node = node;
    loop {
        if node.id == root {
            return None;
        }
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent()?;
    }
}

/// Whether the element's name is in `names`.
pub(super) fn is_one_of(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.node_name().is_some_and(|name| names.contains(&&*name))
}

/// Whether the element starts a line of its own.
pub(super) fn is_block(node: &NodeRef<'_>) -> bool {
    node.is_element() && (is_one_of(node, BLOCKS) || is_one_of(node, &["td", "th"]))
}

/// Text with its words single-spaced.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[derive(Default)]
struct Walk {
    found: Blocks,
    line: String,
}

impl Walk {
    /// Takes a node in; whether its children are read.
    fn enter(&mut self, node: &NodeRef<'_>, watched: &HashMap<NodeId, bool>, body: bool) -> bool {
        if let Some(counted) = watched.get(&node.id) {
            if *counted {
                // Text of the same block before it is not a line yet and does not count.
                self.found.before.insert(node.id, self.found.lines.len());
            }
            return false;
        }
        if node.is_text() {
            self.line.push_str(&node.text());
            return false;
        }
        if !node.is_element() {
            return true;
        }
        if is_one_of(node, SKIPPED) || (body && is_one_of(node, PICTURES)) {
            return false;
        }
        if is_one_of(node, BLOCKS) {
            self.flush();
        }
        true
    }

    /// Leaves `node` and the ancestors that end with it; the next node.
    fn after<'a>(&mut self, node: NodeRef<'a>, root: NodeId) -> Option<NodeRef<'a>> {
        let mut node = node;
        loop {
            self.leave(&node);
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            node = node.parent().filter(|parent| parent.id != root)?;
        }
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if !node.is_element() {
            return;
        }
        if is_one_of(node, BLOCKS) {
            self.flush();
        } else if is_one_of(node, &["td", "th"]) {
            self.line.push(' ');
        }
    }

    fn flush(&mut self) {
        let line = squeezed(&self.line);
        self.line.clear();
        if !line.is_empty() {
            self.found.lines.push(line);
        }
    }
}
