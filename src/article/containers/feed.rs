//! RSS and Atom files: entries with their texts are stories, the others name stories.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, export, few_enough, fields};

const KIND: &str = "a news feed";

/// The entries of a feed; `None` where the text is none. Entities that a feed defines are not expanded.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    const HEAD_BYTES: usize = 2048;
    let head = text.trim_start();
    let head = head.get(..head.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let is_feed = ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| head.contains(root));
    let is_page = head.contains("<html") || head.contains("<!doctype html");
    (head.starts_with('<') && is_feed && !is_page).then(|| entries(text))
}

fn entries(text: &str) -> Result<Vec<PackedFile>, Unreadable> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut files = Vec::new();
    let mut item: Option<Item> = None;
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged(KIND))?;
        match (event, &mut item) {
            (Event::Eof, _) => return Ok(files),
            (Event::Start(tag), None) if is_item(&tag) => item = Some(Item::default()),
            (Event::Start(tag), Some(item)) => item.open(&tag),
            (Event::Empty(tag), Some(item)) => item.link(&tag),
            (Event::Text(words), Some(item)) => item.write(&words),
            (Event::CData(words), Some(item)) => item.write(&words),
            (Event::GeneralRef(name), Some(item)) => item.write(&letter_of(&name)),
            (Event::End(tag), _) if matches!(tag.local_name().as_ref(), "item" | "entry") => {
                files.extend(item.take().and_then(Item::finish));
                few_enough(files.len())?;
            }
            (Event::End(_), Some(item)) => item.close(),
            _ => {}
        }
    }
}

fn is_item(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "item" | "entry")
}

/// What a reference of XML stands for: one of the five, or a number. Others are left as they are written.
pub(super) fn letter_of(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => number.parse().ok(),
    });
    match (name, number.and_then(char::from_u32)) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(letter)) => letter.to_string(),
        _ => format!("&{name};"),
    }
}

/// An entry while it is read.
#[derive(Default)]
struct Item {
    fields: Map<String, Value>,
    tags: Vec<Value>,
    /// The element that is open, by what it is called here, and its words.
    open: Option<(&'static str, String)>,
    /// Elements open within that one.
    depth: usize,
}

impl Item {
    fn open(&mut self, tag: &BytesStart<'_>) {
        if self.open.is_some() {
            self.depth += 1;
            return;
        }
        let name = match tag.name().as_ref() {
            "title" => "title",
            "link" => {
                self.link(tag);
                "link"
            }
            "guid" | "id" => "guid",
            "description" | "summary" => "description",
            "content:encoded" | "content" => "content",
            "pubDate" | "published" | "dc:date" | "issued" => "published_at",
            "updated" => "updated",
            // An author's name stands in an element of its own in Atom, and bare in RSS.
            "dc:creator" | "author" => "author",
            "category" => {
                self.link(tag);
                "category"
            }
            _ => return,
        };
        self.open = Some((name, String::new()));
    }

    /// What Atom says in attributes: the address of the page, the term of a category.
    fn link(&mut self, tag: &BytesStart<'_>) {
        let attribute = |name: &str| {
            let value = tag.try_get_attribute(name).ok().flatten()?;
            let text = value.value.replace("&amp;", "&");
            Some(text)
        };
        match tag.name().as_ref() {
            "link" => {
                let page = attribute("rel").is_none_or(|kind| kind == "alternate");
                if let Some(address) = attribute("href").filter(|_| page) {
                    self.fields.entry("url").or_insert(Value::from(address));
                }
            }
            "category" => self.tags.extend(attribute("term").map(Value::from)),
            _ => {}
        }
    }

    fn write(&mut self, words: &str) {
        if let Some((_, text)) = &mut self.open {
            text.push_str(words);
        }
    }

    fn close(&mut self) {
        if self.depth > 0 {
            self.depth -= 1;
            return;
        }
        let Some((field, text)) = self.open.take() else { return };
        let text = text.trim();
        match (field, text.is_empty()) {
            (_, true) => {}
            ("category", _) => self.tags.push(Value::from(text)),
            ("published_at", _) => {
                let day = rfc_2822(text).or_else(|| fields::moment_in(text));
                self.fields.entry(field).or_insert(Value::from(day));
            }
            _ => {
                self.fields.entry(field).or_insert(Value::from(text));
            }
        }
    }

    fn finish(mut self) -> Option<PackedFile> {
        /// A description this long, in bytes, is the story's text.
        const A_STORY: usize = 1200;
        if !self.tags.is_empty() {
            self.fields.insert("tags".to_owned(), Value::Array(std::mem::take(&mut self.tags)));
        }
        let guid = self.fields.remove("guid").filter(|guid| guid.as_str().is_some_and(|guid| guid.starts_with("http")));
        if !self.fields.contains_key("url") && !self.fields.contains_key("link") {
            self.fields.extend(guid.map(|guid| ("url".to_owned(), guid)));
        }
        let description = self.fields.get("description").and_then(Value::as_str).unwrap_or_default();
        if !self.fields.contains_key("content") && description.len() >= A_STORY {
            self.fields.extend([("content".to_owned(), Value::from(description))]);
        }
        let updated = self.fields.remove("updated");
        if let Some(updated) = updated.filter(|_| !self.fields.contains_key("published_at")) {
            self.fields.insert("published_at".to_owned(), updated);
        }
        export::packed(self.fields)
    }
}

/// RSS writes its dates as mail does: "Wed, 19 Jun 2024 10:00:00 +0700".
fn rfc_2822(text: &str) -> Option<String> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(format!("{}{}", zoned.strftime("%Y-%m-%dT%H:%M:%S"), zoned.strftime("%:z")))
}
