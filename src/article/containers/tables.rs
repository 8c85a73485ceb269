//! Tables of addresses: the CSV files of Pocket, Instapaper, Raindrop, Readwise Reader and the like.

use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, few_enough, fields};

/// The stories of a table; `None` where the text is none with columns for a title and an address.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let first = text.trim_start().lines().next()?;
    let names: Vec<String> = first.split(',').map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
    let has = |any: &[&str]| any.iter().any(|name| names.iter().any(|column| column == name));
    if names.len() < 2 || !has(&["url", "link", "href"]) || !has(&["title", "name"]) {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start().as_bytes());
    let columns: Vec<String> = reader.headers().ok()?.iter().map(|name| known(&name.trim().to_lowercase())).collect();
    let mut files = Vec::new();
    for row in reader.records() {
        let Ok(row) = row else { return Some(Err(Unreadable::Damaged("a CSV table"))) };
        let entry: Map<String, Value> = columns
            .iter()
            .zip(&row)
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| (name.clone(), Value::from(value.trim())))
            .collect();
        files.extend(story(entry));
        if let Err(reason) = few_enough(files.len()) {
            return Some(Err(reason));
        }
    }
    Some(Ok(files))
}

/// A column by the name that exports in JSON give it.
fn known(name: &str) -> String {
    match name {
        "document tags" | "manual tags" => "tags",
        // Zotero's; others call it so in no table.
        "abstract note" => "abstract",
        "date" => "published",
        "saved date" | "date added" | "timestamp" => "created",
        "author" => "author",
        other => other,
    }
    .to_owned()
}

/// A row as a story that it names. Instapaper's folders and Pocket's status say what else is known.
fn story(mut entry: Map<String, Value>) -> Option<PackedFile> {
    // What was selected on the page is a note, not a title.
    if let Some(selection) = entry.remove("selection").or_else(|| entry.remove("highlights")) {
        entry.entry("note").or_insert(selection);
    }
    let folder = fields::text(&entry, &["folder"]).unwrap_or_default();
    let mut wish = fields::wish(&entry);
    match folder.to_ascii_lowercase().as_str() {
        "archive" => (wish.read, wish.collection) = (true, None),
        "starred" => (wish.starred, wish.collection) = (true, None),
        "unread" | "unsorted" => wish.collection = None,
        _ => {}
    }
    // Pocket parts its tags by bars.
    wish.tags = wish.tags.iter().flat_map(|tag| tag.split('|')).map(str::to_owned).collect();
    wish.read |= fields::text(&entry, &["status", "location"]).is_some_and(|status| status.starts_with("archive"));
    wish.says_something().then(|| PackedFile::wished(wish))
}
