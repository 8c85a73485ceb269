//! JSON exports of read-later services: an array of stories.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, within_limit};

/// Keys that every story of an export has at least one of.
const ADDRESSES: [&str; 4] = ["url", "link", "article__url", "resolved_url"];

/// The stories of an export; `None` where the bytes are no array of stories. An export of addresses alone is named as
/// what it is.
pub(super) fn unpack(bytes: &[u8]) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    if bytes.get(start) != Some(&b'[') {
        return None;
    }
    let Value::Array(items) = serde_json::from_slice(bytes).ok()? else { return None };
    let stories: Vec<Map<String, Value>> = items
        .into_iter()
        .filter_map(|item| match item {
            Value::Object(story) if address(&story).is_some() => Some(story),
            _ => None,
        })
        .collect();
    if stories.is_empty() {
        return None;
    }
    let files: Vec<PackedFile> = stories.into_iter().map(packed).collect();
    let bare = files.iter().all(|file| file.bytes == Err(Unreadable::NoBody));
    Some(if bare { Err(Unreadable::LinkList(files.len())) } else { Ok(files) })
}

/// The stories that Omnivore's metadata name, with their texts taken out of `texts` by slug.
pub(super) fn omnivore(metadata: &[u8], texts: &mut HashMap<String, PackedFile>) -> Vec<PackedFile> {
    let Ok(Value::Array(items)) = serde_json::from_slice(metadata) else {
        let bytes = Err(Unreadable::Damaged("JSON data"));
        return vec![PackedFile { name: "metadata".to_owned(), url: None, bytes }];
    };
    let stories = items.into_iter().filter_map(|item| match item {
        Value::Object(story) => Some(story),
        _ => None,
    });
    stories
        .map(|mut story| {
            let text = story.get("slug").and_then(Value::as_str).and_then(|slug| texts.remove(slug));
            if let Some(Ok(html)) = text.map(|file| file.bytes) {
                story.insert("content".to_owned(), Value::String(String::from_utf8_lossy(&html).into_owned()));
            }
            packed(story)
        })
        .collect()
}

fn address(story: &Map<String, Value>) -> Option<&str> {
    ADDRESSES.iter().find_map(|key| story.get(*key)?.as_str()).filter(|url| !url.is_empty())
}

/// A story as a file of its own: its object, from which it can be read again at any time.
fn packed(story: Map<String, Value>) -> PackedFile {
    let title = story.get("title").and_then(Value::as_str).map(str::trim).filter(|title| !title.is_empty());
    let url = address(&story).map(str::to_owned);
    let name = title.or(url.as_deref()).unwrap_or("?").to_owned();
    let has_text = story.get("content").and_then(Value::as_str).is_some_and(|content| !content.trim().is_empty());
    let bytes = if has_text {
        serde_json::to_vec(&Value::Object(story)).map_err(|_| Unreadable::Damaged("JSON data")).and_then(within_limit)
    } else {
        Err(Unreadable::NoBody)
    };
    PackedFile { name, url, bytes }
}
