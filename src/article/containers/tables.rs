//! Tables of addresses: the CSV files of Pocket, Instapaper, Raindrop, Readwise Reader and the like.

use csv::StringRecord;
use serde_json::{Map, Value, json};

use super::{MAX_FILES, PackedFile, Unreadable, few_enough, fields, highlights};

/// What parts the columns: commas, tabs, or what spreadsheets write where the comma is in numbers.
pub(super) const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// The stories of a table; `None` where the text is none with columns for a title and an address.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    let first = text.trim_start().lines().next()?;
    let delimiter = DELIMITERS.into_iter().find(|delimiter| is_head(first, *delimiter))?;
    let mut rows = rows(text.trim_start(), u8::try_from(delimiter).ok()?).into_iter();
    let columns: Vec<String> = rows.next()?.ok()?.iter().map(|name| known(&name.trim().to_lowercase())).collect();
    // Others have a column of this name in no table.
    let zotero = columns.iter().any(|name| name == "item type" || name == "abstract");
    let mut files = Vec::new();
    for row in rows {
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

/// The rows of a table. A quote that is not closed in its row makes one row of it and those that follow: such a row ends with its
/// line.
fn rows(text: &str, delimiter: u8) -> Vec<csv::Result<StringRecord>> {
    /// The head, and one more than are taken.
    const MOST: usize = MAX_FILES + 2;
    let mut options = csv::ReaderBuilder::new();
    options.flexible(true).has_headers(false).delimiter(delimiter);
    let (mut rows, mut rest) = (Vec::new(), text);
    while !rest.is_empty() && rows.len() < MOST {
        let mut records = options.from_reader(rest.as_bytes()).into_records();
        let mut open = None;
        while let Some(row) = records.next().filter(|_| rows.len() < MOST) {
            let start = row.as_ref().ok().and_then(StringRecord::position).map(csv::Position::byte);
            let start = start.and_then(|start| usize::try_from(start).ok());
            let end = usize::try_from(records.reader().position().byte()).unwrap_or_default();
            let written = start.and_then(|start| rest.get(start..end)).unwrap_or_default();
            open = start.zip(open_line(written, delimiter)).map(|(start, length)| (start, start + length));
            if open.is_some() {
                break;
            }
            rows.push(row);
        }
        let Some((start, end)) = open else { break };
        let line = rest.get(start..end).unwrap_or_default().trim();
        let bare = |row: StringRecord| row.iter().map(|value| value.trim_matches('"')).collect();
        let plain = options.quoting(false).from_reader(line.as_bytes()).into_records().next();
        options.quoting(true);
        rows.extend(plain.map(|row| row.map(bare)));
        rest = rest.get(end..).unwrap_or_default();
    }
    rows
}

/// How long the first line of a row is, in bytes, where the row goes on below it only because of a quote that is not closed: none
/// follows, or one that does not end its field.
fn open_line(row: &str, delimiter: u8) -> Option<usize> {
    let body = row.trim_start();
    let line = body.find('\n').filter(|end| body.get(*end..).is_some_and(|below| !below.trim().is_empty()))?;
    let mut quoted = false;
    let mut before = delimiter;
    let mut letters = body.bytes().peekable();
    while let Some(letter) = letters.next() {
        let parts = |letter: u8| letter == delimiter || matches!(letter, b'\n' | b'\r');
        if quoted && letter == b'"' && letters.next_if_eq(&b'"').is_none() {
            quoted = false;
            while letters.next_if(|next| matches!(next, b' ' | b'\t') && *next != delimiter).is_some() {}
            if letters.peek().is_some_and(|next| !parts(*next)) {
                return Some(row.len() - body.len() + line);
            }
        } else if !quoted {
            quoted = letter == b'"' && parts(before);
        }
        before = letter;
    }
    quoted.then_some(row.len() - body.len() + line)
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
    if let Some(words) = highlights.filter(|_| marks.is_none()) {
        entry.entry("note").or_insert(words);
    }
    // What was selected on the page stands in its text.
    let selected = entry.remove("selection").map(|words| json!([{ "quote": words }]));
    entry.extend(marks.or(selected).map(|marks| ("highlights".to_owned(), marks)));
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
    wish.tags = fields::each_once(wish.tags.iter().flat_map(|tag| tag.split('|')).map(str::to_owned));
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
