//! Fields of entries in exports, whatever their services call them and in whatever form they write them.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::article::formats::{escaped, parsable};
use crate::article::publication::machine_date;
use crate::article::{Wish, WishedMark};

/// The first of `keys` that holds text: a string, a number, or the name in an object.
pub(in crate::article) fn text(entry: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| plain(entry.get(*key)?))
}

fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => return named(object),
        Value::Array(items) => items.iter().filter_map(plain).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The name in an object; a person's in two parts, as CSL has it, is put together.
fn named(object: &Map<String, Value>) -> Option<String> {
    if let (Some(Value::String(given)), Some(Value::String(family))) = (object.get("given"), object.get("family")) {
        return Some(format!("{} {}", given.trim(), family.trim()).trim().to_owned()).filter(|name| !name.is_empty());
    }
    text(object, &["name", "title", "label", "literal", "family"])
}

/// The words of a field that has any.
pub(in crate::article) fn said<'a>(entry: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str().filter(|words| !words.trim().is_empty())
}

/// The text of an entry as JSON Feed holds it, as HTML.
pub(super) fn feed_content(entry: &Map<String, Value>) -> Option<String> {
    let paragraphs = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| ["<p>", &escaped(line), "</p>"].concat()).collect()
    };
    said(entry, "content_html").map(str::to_owned).or_else(|| said(entry, "content_text").map(paragraphs))
}

/// The first of `keys` that holds a moment: RFC 3339, a date, "2015-09-09 11:10:32 UTC", or a number of seconds, milliseconds or
/// microseconds since 1970, or since 1601 as Chrome counts.
pub(in crate::article) fn moment(entry: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    text(entry, keys).and_then(|text| moment_in(&text))
}

/// A moment in any of those forms; `None` where it is none between 1990 and 2200.
pub(super) fn moment_in(text: &str) -> Option<String> {
    if let Ok(number) = text.trim().parse::<i64>() {
        return from_number(number);
    }
    let published = machine_date(text).filter(|found| found.value.len() > 10);
    let published = published.or_else(|| machine_date(text.trim().trim_end_matches(" UTC")))?;
    Some(published.value)
}

fn from_number(number: i64) -> Option<String> {
    const MILLION: i64 = 1_000_000;
    /// Seconds from 1601 to 1970.
    const EPOCHS: i64 = 11_644_473_600;
    const YEARS: std::ops::Range<i64> = 631_152_000..7_258_118_400;
    let forms = [number, number / 1000, number / MILLION, number / MILLION - EPOCHS];
    let seconds = forms.into_iter().find(|seconds| YEARS.contains(seconds))?;
    Timestamp::from_second(seconds).ok().map(|moment| moment.to_string())
}

/// The tags of an entry: an array of strings or of objects with names, or a string parted by `by`.
pub(super) fn tags(entry: &Map<String, Value>, keys: &[&str], by: &[char]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for value in keys.iter().filter_map(|key| entry.get(*key)) {
        match value {
            Value::Array(items) => tags.extend(items.iter().filter_map(plain)),
            Value::String(text) => match listed(text) {
                Some(list) => tags.extend(list),
                None => tags.extend(text.split(by).map(str::to_owned)),
            },
            Value::Object(named) => tags.extend(named.keys().cloned()),
            _ => {}
        }
    }
    each_once(tags.into_iter())
}

/// Tags trimmed and each once, in their order.
pub(super) fn each_once(tags: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for tag in tags {
        let tag = tag.trim();
        if !tag.is_empty() && !once.iter().any(|other| other == tag) {
            once.push(tag.to_owned());
        }
    }
    once
}

/// A list written as text, `["laut", "darat"]` or as Python has it `['laut', 'darat']`; `None` where the text is none.
fn listed(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let quoted = |rest: &str| rest.starts_with(['"', '\'']);
    if !quoted(inner) {
        return None;
    }
    if let Ok(list) = serde_json::from_str(text) {
        return Some(list);
    }
    let (mut list, mut letters) = (Vec::new(), inner.chars());
    while let Some(quote) = letters.find(|letter| matches!(letter, '"' | '\'')) {
        let mut item = String::new();
        while let Some(letter) = letters.next().filter(|letter| *letter != quote) {
            item.extend(if letter == '\\' { letters.next() } else { Some(letter) });
        }
        list.push(item.trim().to_owned());
    }
    Some(list)
}

/// Words without their mark-up, paragraphs on lines of their own; as they are written where that is nested too deep to be
/// parsed.
pub(super) fn without_markup(words: &str) -> String {
    let parted = words.replace("</p>", "\n</p>").replace("<br", "\n<br");
    let Some(page) = parsable(&parted) else { return words.to_owned() };
    let text = dom_query::Document::from(page.as_ref()).text();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether one of `keys` says yes: `true`, 1, "1", "yes" or "true".
pub(super) fn says_yes(entry: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().filter_map(|key| entry.get(*key)).any(|value| match value {
        Value::Bool(yes) => *yes,
        other => plain(other).is_some_and(|text| matches!(text.as_str(), "1" | "yes" | "true")),
    })
}

/// Keys of addresses, the one that the service settled on first.
pub(in crate::article) const URL: [&str; 9] =
    ["url", "resolved_url", "given_url", "link", "article__url", "href", "URL", "uri", "source_url"];
/// Keys of titles. Pinboard calls it a description.
pub(in crate::article) const TITLE: [&str; 6] =
    ["title", "resolved_title", "given_title", "article__title", "name", "description"];

/// Keys of authors.
pub(in crate::article) const AUTHOR: [&str; 3] = ["author", "published_by", "authors"];

/// The entry as a story that it names.
pub(super) fn wish(entry: &Map<String, Value>) -> Wish {
    const ADDED: [&str; 10] = [
        "created_at",
        "created",
        "time_added",
        "date_added",
        "dateAdded",
        "savedAt",
        "saved_at",
        "time",
        "accessed",
        "saved_date",
    ];
    // Where the title stands under its own name, a description is one.
    let notes: &[&str] = if entry.contains_key("title") || entry.contains_key("article__title") {
        &["note", "notes", "extended", "abstract", "description"]
    } else {
        &["extended", "note", "abstract"]
    };
    Wish {
        title: text(entry, &TITLE).unwrap_or_default(),
        url: text(entry, &URL).map(|url| url.replace(' ', "%20")).unwrap_or_default(),
        author: text(entry, &AUTHOR),
        added: moment(entry, &ADDED),
        published: moment(entry, &["published_at", "publishedAt", "date_published", "published"])
            .or_else(|| issued(entry)),
        tags: parted(entry, tags(entry, &["tags", "labels", "keyword"], &[',', ';'])),
        collection: text(entry, &["collection", "folder"]),
        starred: says_yes(entry, &["is_starred", "favorite", "starred", "important"]),
        read: says_yes(entry, &["is_archived", "archive", "archived"])
            || text(entry, &["state", "status"]).is_some_and(|state| state.eq_ignore_ascii_case("archived")),
        note: text(entry, notes).unwrap_or_default(),
        marks: marks(entry),
    }
}

/// The marks of an entry: Wallabag's annotations, and highlights as Omnivore and Readwise name them.
fn marks(entry: &Map<String, Value>) -> Vec<WishedMark> {
    let all = ["annotations", "highlights"].into_iter().filter_map(|key| entry.get(key)?.as_array()).flatten();
    let mark = |mark: &Value| {
        let mark = mark.as_object()?;
        // Wallabag keeps the note as the text, beside a quote; Readwise keeps the quote as the text.
        let quote = text(mark, &["quote", "highlight"]);
        let note = text(mark, &["note", "annotation"]);
        let (quote, note) = match (quote, text(mark, &["text"])) {
            (Some(quote), said) => (quote, note.or(said)),
            (None, said) => (said?, note),
        };
        let created = moment(mark, &["created_at", "createdAt", "highlighted_at", "created"]);
        let tags = tags(mark, &["tags", "labels"], &[',']);
        Some(WishedMark { quote, note: note.unwrap_or_default(), tags, created, author: None })
    };
    all.filter_map(mark).collect()
}

/// Pinboard parts its tags by spaces; it is known by the field that only it has.
fn parted(entry: &Map<String, Value>, tags: Vec<String>) -> Vec<String> {
    if entry.contains_key("extended") && entry.contains_key("href") {
        each_once(tags.iter().flat_map(|tag| tag.split_whitespace()).map(str::to_owned))
    } else {
        tags
    }
}

/// CSL's date: `{"date-parts": [[2024, 6, 19]]}`, or one in words, `{"raw": "19 Juni 2024"}`.
fn issued(entry: &Map<String, Value>) -> Option<String> {
    let issued = entry.get("issued")?;
    date_in_parts(issued).or_else(|| moment(issued.as_object()?, &["raw", "literal"]))
}

fn date_in_parts(issued: &Value) -> Option<String> {
    let parts = issued.get("date-parts")?.get(0)?.as_array()?;
    let number = |at: usize| {
        let part = parts.get(at)?;
        part.as_i64().or_else(|| part.as_str()?.parse().ok())
    };
    let year = i16::try_from(number(0)?).ok().filter(|year| (1000..=2200).contains(year))?;
    let date = jiff::civil::Date::new(year, number(1)?.try_into().ok()?, number(2)?.try_into().ok()?);
    date.ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_every_form_that_services_write() {
        let seconds = Some("2020-09-17T06:06:28Z");
        for text in ["1600322788", "1600322788000", "1600322788000000", "13244796388000000", "2020-09-17T06:06:28Z"] {
            assert_eq!(moment_in(text).as_deref(), seconds, "{text}");
        }
        assert_eq!(moment_in("2015-09-09 11:10:32 UTC").as_deref(), Some("2015-09-09"));
        for text in ["", "0", "9", "kemarin", "99999999999999999"] {
            assert_eq!(moment_in(text), None, "{text}");
        }
    }

    #[test]
    fn marks_are_read_as_wallabag_and_readwise_write_them() {
        let entry = serde_json::json!({
            "annotations": [{ "quote": "satu", "text": "catatan" }],
            "highlights": [{ "text": "dua", "note": "lain", "tags": ["x"] }, { "note": "tanpa kutipan" }],
        });
        let found = marks(entry.as_object().unwrap());
        let told: Vec<(&str, &str)> = found.iter().map(|mark| (mark.quote.as_str(), mark.note.as_str())).collect();
        assert_eq!(told, [("satu", "catatan"), ("dua", "lain")]);
    }

    #[test]
    fn a_tag_that_stands_twice_is_one() {
        for tags in [serde_json::json!(["laut", "darat", "laut "]), serde_json::json!("laut, darat, laut")] {
            let entry = serde_json::json!({ "tags": tags, "labels": ["darat"], "annotations": [{ "quote": "a", "tags": tags }] });
            let wish = wish(entry.as_object().unwrap());
            assert_eq!((wish.tags.join(" "), wish.marks[0].tags.join(" ")), ("laut darat".into(), "laut darat".into()));
        }
        let pinboard = serde_json::json!({ "href": "https://a.id/1", "extended": "", "tags": "laut darat laut" });
        assert_eq!(super::wish(pinboard.as_object().unwrap()).tags, ["laut", "darat"]);
    }

    #[test]
    fn fields_of_odd_types_are_read_all_the_same() {
        let entry: Value = serde_json::from_str(
            r#"{"title":7,"url":null,"resolved_url":"https://a.id/1","author":{"name":"Sari"},"tags":[{"label":"x"},"y",null],
                "is_starred":1,"time_added":1600322788,"issued":{"date-parts":[["2024",6,19]]}}"#,
        )
        .unwrap();
        let wish = wish(entry.as_object().unwrap());
        assert_eq!((wish.title.as_str(), wish.url.as_str()), ("7", "https://a.id/1"));
        assert_eq!((wish.tags.as_slice(), wish.starred), (&["x".to_owned(), "y".to_owned()][..], true));
        assert_eq!(wish.published.as_deref(), Some("2024-06-19"));
        let before_christ = serde_json::json!({ "issued": { "date-parts": [["-1", 8, 15]] } });
        assert_eq!(issued(before_christ.as_object().unwrap()), None);
        assert_eq!(text(entry.as_object().unwrap(), &["author"]).as_deref(), Some("Sari"));
    }
}
