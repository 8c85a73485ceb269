//! Bookmarks as pages: what browsers, Pinboard and Raindrop write as `NETSCAPE-Bookmark-file-1`, and Pocket's list.

use dom_query::{Document, NodeRef};

use super::{PackedFile, Unreadable, few_enough, fields};
use crate::article::Wish;
use crate::article::formats::parsable;

/// How far into a text the signs of its format are looked for, in bytes.
const HEAD_BYTES: usize = 2048;

/// The bookmarks of a page; `None` where it is no page of bookmarks.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let netscape = head.contains("netscape-bookmark-file");
    let pocket = head.contains("time_added=\"") && head.contains("<li><a href=");
    if !netscape && !pocket {
        return None;
    }
    let mut files = Vec::new();
    let mut open = Vec::new();
    for part in parts(text) {
        let whole = format!("{}{part}", open.concat());
        let Some(html) = parsable(&whole) else { return Some(Err(Unreadable::Damaged("a page of bookmarks"))) };
        let page = Document::from(html.as_ref());
        for link in page.select("a[href]").nodes() {
            let wish = bookmark(link);
            files.extend(wish.says_something().then(|| PackedFile::wished(wish)));
        }
        if let Err(reason) = few_enough(files.len()) {
            return Some(Err(reason));
        }
        follow(part, &mut open);
    }
    Some(Ok(files))
}

/// A page in parts of a few thousand bookmarks, so that a collection of many years costs no more than so many small ones.
fn parts(text: &str) -> Vec<&str> {
    const PART: usize = 512 * 1024;
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART {
        let near = rest.floor_char_boundary(PART);
        let cut = rest.get(near..).and_then(|after| after.find("<DT>").or_else(|| after.find("<li>")));
        let Some((part, after)) = cut.and_then(|cut| rest.split_at_checked(near + cut)) else { break };
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Follows the lists that a part of a page opens and closes. Those that it leaves open go on in the next part, where each
/// begins again as it is kept here: its heading, and the list.
fn follow(part: &str, open: &mut Vec<String>) {
    let mut heading = String::new();
    for (at, _) in part.match_indices('<') {
        let tag = part.get(at + 1..).unwrap_or_default();
        let end = tag.find(|letter: char| letter != '/' && !letter.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag.get(..end.min(LONGEST_NAME)).unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "h1" | "h3" => heading = format!("<{name}>{}</{name}>", words_of_heading(tag)),
            "dl" | "ul" => open.push(format!("{}<{name}>", std::mem::take(&mut heading))),
            "/dl" | "/ul" => drop(open.pop()),
            _ => {}
        }
    }
}

/// The longest name of a tag that matters, in bytes.
const LONGEST_NAME: usize = 3;

/// What a heading says, as it is written.
fn words_of_heading(tag: &str) -> &str {
    /// The longest folder's name, in bytes.
    const LONGEST: usize = 1024;
    let words = tag.split_once('>').map_or("", |(_, words)| words);
    let end = words.find('<').unwrap_or(words.len()).min(LONGEST);
    words.get(..words.floor_char_boundary(end)).unwrap_or_default()
}

fn bookmark(link: &NodeRef<'_>) -> Wish {
    let said = |name: &str| link.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let tags = said("tags").unwrap_or_default();
    let folder = folder(link);
    let archive = folder.as_deref().is_some_and(|folder| folder == "Read Archive");
    Wish {
        title: link.text().split_whitespace().collect::<Vec<_>>().join(" "),
        url: said("href").unwrap_or_default().replace(' ', "%20"),
        added: said("add_date").or_else(|| said("time_added")).and_then(|moment| fields::moment_in(&moment)),
        tags: fields::each_once(tags.split(',').map(str::to_owned)),
        collection: folder.filter(|folder| folder != "Unread" && folder != "Read Archive"),
        starred: said("data-important").is_some_and(|value| matches!(value.as_str(), "true" | "1")),
        note: note(link),
        read: archive || said("toread").is_some_and(|value| value == "0"),
        ..Wish::default()
    }
}

/// What stands behind a bookmark as `<DD>`; what is nested in it belongs to other bookmarks.
fn note(link: &NodeRef<'_>) -> String {
    let behind = link.parent().and_then(|line| line.next_element_sibling());
    let note = behind.filter(|node| node.node_name().is_some_and(|name| name.as_ref() == "dd"));
    note.map_or_else(String::new, |note| note.immediate_text().trim().to_owned())
}

/// The heading of the list that a bookmark stands in.
fn folder(link: &NodeRef<'_>) -> Option<String> {
    let mut node = link.parent();
    while let Some(list) = node.filter(|node| !node.is_document()) {
        let is_list = list.node_name().is_some_and(|name| matches!(name.as_ref(), "dl" | "ul"));
        let mut before = list.prev_element_sibling().filter(|_| is_list);
        while let Some(sibling) = before {
            let heading = sibling.node_name().is_some_and(|name| matches!(name.as_ref(), "h1" | "h3"));
            if heading {
                let text = sibling.text().trim().to_owned();
                return (!text.is_empty() && text != "Bookmarks").then_some(text);
            }
            before = sibling.prev_element_sibling();
        }
        node = list.parent();
    }
    None
}
