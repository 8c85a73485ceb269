//! JSON exports of read-later services, reference managers and browsers: arrays of entries, or trees of bookmarks.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, few_enough, fields, within_limit};

/// The entries of an export; `None` where the bytes are none. An entry with its text is a story; one without names one.
pub(super) fn unpack(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let bytes = marked_utf_8(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    match bytes.get(start) {
        Some(b'[') => array(&bytes),
        Some(b'{') => object(&bytes),
        _ => None,
    }
}

/// Bytes that begin with a byte order mark as UTF-8 without one. Of those in UTF-16 only what may be JSON is decoded whole.
fn marked_utf_8(bytes: &[u8]) -> Cow<'_, [u8]> {
    const HEAD_BYTES: usize = 64;
    let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) else { return bytes.into() };
    let rest = bytes.get(mark..).unwrap_or_default();
    if encoding == encoding_rs::UTF_8 {
        return rest.into();
    }
    let decoded = |bytes| encoding.decode_without_bom_handling(bytes).0;
    let may_be = decoded(rest.get(..HEAD_BYTES).unwrap_or(rest)).trim_start().starts_with(['[', '{']);
    if may_be { decoded(rest).into_owned().into_bytes().into() } else { bytes.into() }
}

/// An array of entries. Each is read by itself, so that many small ones cost little more than their bytes.
fn array(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let items: Vec<&RawValue> = serde_json::from_slice(bytes).ok()?;
    let entry = |item: &&RawValue| serde_json::from_str::<Map<String, Value>>(item.get()).ok();
    if !items.iter().filter_map(entry).any(|entry| names_a_story(&entry)) {
        return None;
    }
    if let Err(reason) = few_enough(items.len()) {
        return Some(Err(reason));
    }
    Some(Ok(items.iter().filter_map(entry).filter_map(packed).collect()))
}

/// Whether an entry looks like one of an export: it has an address of the web.
fn names_a_story(entry: &Map<String, Value>) -> bool {
    fields::text(entry, &fields::URL).is_some_and(|url| url.starts_with("http"))
}

/// An object that holds entries: Readability's `bookmarks`, Zotero's `items`, or the trees of Firefox and Chrome.
fn object(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    #[derive(serde::Deserialize)]
    struct Held<'a> {
        #[serde(borrow)]
        bookmarks: Option<&'a RawValue>,
        #[serde(borrow)]
        items: Option<&'a RawValue>,
        #[serde(borrow)]
        roots: Option<&'a RawValue>,
        #[serde(borrow)]
        children: Option<&'a RawValue>,
    }
    let held: Held<'_> = serde_json::from_slice(bytes).ok()?;
    if let Some(entries) = held.bookmarks.or(held.items) {
        return array(entries.get().as_bytes());
    }
    let tree: Value = serde_json::from_str(held.roots.or(held.children)?.get()).ok()?;
    let mut files = Vec::new();
    walk(&tree, None, &mut files);
    if files.is_empty() { None } else { Some(few_enough(files.len()).map(|()| files)) }
}

/// Takes bookmarks out of a tree with the folder that each lies in. The parser bounds how deep the tree is.
fn walk(node: &Value, folder: Option<&str>, files: &mut Vec<PackedFile>) {
    match node {
        Value::Array(nodes) => nodes.iter().for_each(|node| walk(node, folder, files)),
        Value::Object(node) => {
            let title = node.get("title").or_else(|| node.get("name")).and_then(Value::as_str);
            let inner = node.get("children");
            if inner.is_none() && names_a_story(node) {
                let mut wish = fields::wish(node);
                title.unwrap_or_default().clone_into(&mut wish.title);
                wish.collection = wish.collection.or_else(|| folder.map(str::to_owned));
                wish.note.clear();
                files.extend(PackedFile::listed(wish));
            } else if let Some(inner) = inner {
                walk(inner, title.filter(|title| !title.is_empty()).or(folder), files);
            } else {
                // The roots of Chrome's tree stand under names of their own.
                node.values().filter(|value| value.is_object()).for_each(|value| walk(value, folder, files));
            }
        }
        _ => {}
    }
}

/// The stories that Omnivore's metadata name, with their texts taken out of `texts` by slug.
pub(super) fn omnivore(
    metadata: &[u8],
    texts: &mut HashMap<String, PackedFile>,
    highlights: &HashMap<String, String>,
) -> Vec<PackedFile> {
    let Ok(Value::Array(items)) = serde_json::from_slice(metadata) else {
        let bytes = Err(Unreadable::Damaged("JSON data"));
        return vec![PackedFile::new("metadata", None, bytes)];
    };
    let stories = items.into_iter().filter_map(|item| match item {
        Value::Object(story) => Some(story),
        _ => None,
    });
    stories
        .filter_map(|mut story| {
            let slug = story.get("slug").and_then(Value::as_str).unwrap_or_default().to_owned();
            if let Some(marked) = highlights.get(&slug) {
                story.insert("highlights".to_owned(), fields::highlights(marked));
            }
            let text = texts.remove(&slug);
            match text.map(|file| file.bytes) {
                Some(Ok(html)) => {
                    let html = String::from_utf8_lossy(&html).into_owned();
                    story.insert("content".to_owned(), Value::String(html));
                }
                Some(Err(reason)) => {
                    let wish = fields::wish(&story);
                    return Some(PackedFile::new(wish.name(), None, Err(reason)));
                }
                None => {}
            }
            packed(story)
        })
        .collect()
}

/// An entry as a file of its own: its object, from which it can be read again at any time; a wish where it holds no
/// text, and `None` where it says nothing.
pub(super) fn packed(entry: Map<String, Value>) -> Option<PackedFile> {
    let mut wish = fields::wish(&entry);
    let has_text = entry.get("content").and_then(Value::as_str).is_some_and(|content| !content.trim().is_empty());
    if !has_text {
        return PackedFile::listed(wish);
    }
    if !wish.has_address() {
        wish.url.clear();
    }
    let url = Some(wish.url.clone()).filter(|url| !url.is_empty());
    let name = if wish.name().is_empty() { "?" } else { wish.name() }.to_owned();
    let bytes =
        serde_json::to_vec(&Value::Object(entry)).map_err(|_| Unreadable::Damaged("JSON data")).and_then(within_limit);
    Some(PackedFile { name, url, bytes, wish: Some(Box::new(wish)) })
}
