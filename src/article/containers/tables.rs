//! Tables of addresses: the CSV files of Pocket, Instapaper, Raindrop, Readwise Reader and the like.

use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, few_enough, fields, highlights};

/// What parts the columns: commas, or what spreadsheets write where the comma is in numbers.
pub(super) const DELIMITERS: [char; 2] = [',', ';'];

/// The stories of a table; `None` where the text is none with columns for a title and an address.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let first = text.trim_start().lines().next()?;
    let delimiter = DELIMITERS.into_iter().find(|delimiter| is_head(first, *delimiter))?;
    let mut options = csv::ReaderBuilder::new();
    let options = options.flexible(true).delimiter(u8::try_from(delimiter).ok()?);
    let mut reader = options.from_reader(text.trim_start().as_bytes());
    let columns: Vec<String> = reader.headers().ok()?.iter().map(|name| known(&name.trim().to_lowercase())).collect();
    // Others have a column of this name in no table.
    let zotero = columns.iter().any(|name| name == "item type" || name == "abstract");
    let mut files = Vec::new();
    for row in reader.records() {
        let Ok(row) = row else { return Some(Err(Unreadable::Damaged("a CSV table"))) };
        let entry: Map<String, Value> = columns
            .iter()
            .zip(&row)
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| (name.clone(), Value::from(value.trim())))
            .collect();
        files.extend(story(entry, zotero));
        if let Err(reason) = few_enough(files.len()) {
            return Some(Err(reason));
        }
    }
    Some(Ok(files))
}

/// Whether a line names columns for a title and an address.
fn is_head(line: &str, delimiter: char) -> bool {
    let names: Vec<String> = line.split(delimiter).map(|name| name.trim().trim_matches('"').to_lowercase()).collect();
    let has = |any: &[&str]| any.iter().any(|name| names.iter().any(|column| column == name));
    names.len() > 1 && has(&["url", "link", "href"]) && has(&["title", "name"])
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
fn story(mut entry: Map<String, Value>, zotero: bool) -> Option<PackedFile> {
    let highlights = entry.remove("highlights");
    let marks = highlights.as_ref().and_then(Value::as_str).and_then(highlights::raindrop);
    // What was selected on the page is a note, not a title.
    let selection = entry.remove("selection").or(highlights).filter(|_| marks.is_none());
    if let Some(selection) = selection {
        entry.entry("note").or_insert(selection);
    }
    entry.extend(marks.map(|marks| ("highlights".to_owned(), marks)));
    if zotero {
        as_zotero_means(&mut entry);
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
    PackedFile::listed(wish)
}

/// Zotero writes its notes as pages, after the abstract, and its authors as "Dewi, Sari; Antara".
fn as_zotero_means(entry: &mut Map<String, Value>) {
    let notes = ["abstract", "notes"].map(|name| entry.remove(name));
    let notes = notes.iter().flatten().filter_map(Value::as_str).map(fields::without_markup);
    let note = notes.collect::<Vec<_>>().join("\n\n");
    if !note.is_empty() {
        entry.insert("note".to_owned(), note.into());
    }
    let Some(authors) = entry.get("author").and_then(Value::as_str) else { return };
    let name = |author: &str| match author.trim().split_once(", ") {
        Some((family, given)) => format!("{given} {family}"),
        None => author.trim().to_owned(),
    };
    let authors = authors.split(';').map(name).collect::<Vec<_>>().join(", ");
    entry.insert("author".to_owned(), authors.into());
}
