//! JSON exports of read-later services, reference managers and browsers: arrays of entries, or trees of bookmarks.

use std::borrow::Cow;
use std::collections::HashMap;

use data_encoding::BASE64;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json::{self, KIND, Values};
use super::{PackedFile, Unreadable, few_enough, fields, highlights, within_limit};
use crate::article::formats::{PDF, looks_like_pdf};

/// The entries of an export; `None` where the bytes are none. An entry with its text is a story; one without names one.
pub(super) fn unpack(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let bytes = marked_utf_8(bytes);
    let sign = bytes.trim_ascii_start().first().filter(|sign| matches!(sign, b'[' | b'{'))?;
    let values = json::values(&bytes);
    match values.found.as_slice() {
        [one] if *sign == b'{' && !values.is_damaged => object(one),
        // The head of a text may be an object.
        [_] if *sign == b'{' && values.rest.first().is_some_and(|sign| !b"{[,".contains(sign)) => None,
        // A text may begin with a bracket.
        _ if values.is_damaged && !json::begins(&bytes) => None,
        _ => entries(&values),
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

/// Entries that follow each other, whatever holds them. Each is read by itself, so that many small ones cost little more than their
/// bytes. What is damaged behind them is named beside those that are whole.
fn entries(values: &Values<'_>) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let read = || values.found.iter().map(|item| json::object(item));
    if !read().flatten().flatten().any(|entry| names_a_story(&entry)) {
        return values.is_damaged.then_some(Err(Unreadable::Damaged(KIND)));
    }
    if let Err(reason) = few_enough(values.found.len()) {
        return Some(Err(reason));
    }
    let mut files: Vec<PackedFile> = (1..).zip(read()).filter_map(|(place, entry)| told(place, entry?)).collect();
    files.extend(values.is_damaged.then(|| PackedFile::rest(KIND)));
    Some(Ok(files))
}

/// An entry, or the word that the one at this place of its list cannot be read.
fn told(place: usize, entry: Result<Map<String, Value>, Unreadable>) -> Option<PackedFile> {
    match entry {
        Ok(entry) => packed(entry),
        Err(reason) => Some(PackedFile::new(place.to_string(), None, Err(reason))),
    }
}

/// Whether an entry looks like one of an export: it has an address of the web.
fn names_a_story(entry: &Map<String, Value>) -> bool {
    fields::text(entry, &fields::URL).is_some_and(|url| url.starts_with("http"))
}

/// An object that holds entries: Readability's `bookmarks`, Zotero's `items`, or the trees of Firefox and Chrome.
fn object(object: &RawValue) -> Option<Result<Vec<PackedFile>, Unreadable>> {
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
    let held: Held<'_> = serde_json::from_str(object.get()).ok()?;
    if let Some(list) = held.bookmarks.or(held.items) {
        return entries(&json::values(list.get().as_bytes()));
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
    marked: &HashMap<String, String>,
) -> Vec<PackedFile> {
    let items = json::values(metadata);
    let damaged = items.is_damaged.then(|| PackedFile::rest(KIND));
    let stories = (1..).zip(items.found.iter().map(|item| json::object(item)));
    stories
        .filter_map(|(place, story)| match story? {
            Ok(story) => with_text(story, texts, marked),
            unreadable => told(place, unreadable),
        })
        .chain(damaged)
        .collect()
}

/// A story that Omnivore's metadata name.
fn with_text(
    mut story: Map<String, Value>,
    texts: &mut HashMap<String, PackedFile>,
    marked: &HashMap<String, String>,
) -> Option<PackedFile> {
    let slug = story.get("slug").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = texts.remove(&slug).map(|file| file.bytes);
    if let Some(marked) = marked.get(&slug) {
        let html = text.as_ref().and_then(|text| text.as_deref().ok()).unwrap_or_default();
        let html = String::from_utf8_lossy(html);
        story.insert("highlights".to_owned(), highlights::omnivore(marked, &html));
    }
    match text {
        Some(Ok(bytes)) if looks_like_pdf(&bytes) => {
            story.insert(PDF.to_owned(), BASE64.encode(&bytes).into());
        }
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
}

/// An entry as a file of its own: its object, from which it can be read again at any time; a wish where it holds no
/// text, and `None` where it says nothing.
pub(super) fn packed(mut entry: Map<String, Value>) -> Option<PackedFile> {
    let mut wish = fields::wish(&entry);
    if fields::said(&entry, "content").is_none() {
        entry.extend(fields::feed_content(&entry).map(|content| ("content".to_owned(), content.into())));
    }
    if fields::said(&entry, "content").is_none() && fields::said(&entry, PDF).is_none() {
        return PackedFile::listed(wish);
    }
    if !wish.has_address() {
        wish.url.clear();
    }
    let url = Some(wish.url.clone()).filter(|url| !url.is_empty());
    let name = if wish.name().is_empty() { "?" } else { wish.name() }.to_owned();
    let bytes = serde_json::to_vec(&Value::Object(entry)).map_err(|_| Unreadable::Damaged(KIND)).and_then(within_limit);
    Some(PackedFile { name, url, bytes, wish: Some(Box::new(wish)) })
}
