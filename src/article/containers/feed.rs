//! RSS and Atom files: entries with their texts are stories, the others name stories.

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use serde_json::{Map, Value};

use super::{PackedFile, Unreadable, export, few_enough, fields};
use crate::article::address::resolve;

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

/// The entries that are whole; what is damaged or cut off behind them is named beside them.
fn entries(text: &str) -> Result<Vec<PackedFile>, Unreadable> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    // Addresses are written with bare signs.
    config.allow_dangling_amp = true;
    let mut is_closed = false;
    let mut files = Vec::new();
    let mut item: Option<Item> = None;
    // What relative addresses begin at.
    let mut base: Option<String> = None;
    while let Ok(event) = reader.read_event() {
        match (event, &mut item) {
            (Event::Eof, _) => break,
            (Event::Start(tag), _) if is_item(&tag) => {
                // One that is not closed ends where the next begins.
                files.extend(item.take().and_then(Item::finish));
                few_enough(files.len())?;
                item = Some(Item { base: attribute(&tag, "xml:base").or_else(|| base.clone()), ..Item::default() });
            }
            (Event::Start(tag), None) => base = attribute(&tag, "xml:base").or(base),
            (Event::Start(tag), Some(item)) => item.open(&tag),
            (Event::Empty(tag), Some(item)) => item.empty(&tag),
            (Event::Text(words), Some(item)) => item.write(&words),
            (Event::CData(words), Some(item)) => item.quote(&words),
            (Event::GeneralRef(name), Some(item)) => item.refer(&name),
            (Event::End(tag), _) if matches!(tag.local_name().as_ref(), "item" | "entry") => {
                files.extend(item.take().and_then(Item::finish));
                few_enough(files.len())?;
            }
            (Event::End(tag), _) if matches!(tag.local_name().as_ref(), "rss" | "feed" | "RDF") => {
                files.extend(item.take().and_then(Item::finish));
                is_closed = true;
            }
            (Event::End(tag), Some(item)) => item.close(&tag),
            _ => {}
        }
    }
    match (is_closed, files.is_empty()) {
        (true, _) => Ok(files),
        (false, true) => Err(Unreadable::Damaged(KIND)),
        (false, false) => {
            files.push(PackedFile::rest(KIND));
            Ok(files)
        }
    }
}

fn is_item(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "item" | "entry")
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok().flatten()?;
    Some(value.value.replace("&amp;", "&"))
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

/// What an element of an entry is called here.
fn field_of(element: &str) -> Option<&'static str> {
    Some(match element {
        "title" => "title",
        "link" => "link",
        "guid" | "id" => "guid",
        "description" | "summary" => "description",
        "content:encoded" | "content" => "content",
        "pubDate" | "published" | "dc:date" | "issued" => "published_at",
        "updated" => "updated",
        // An author's name stands in an element of its own in Atom, and bare in RSS.
        "dc:creator" | "author" => "author",
        "category" => "category",
        _ => return None,
    })
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
    /// In what the words of that one are written.
    form: Form,
    /// What relative addresses begin at.
    base: Option<String>,
}

/// In what the words of an element are written.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In themselves, or as the element is always read.
    #[default]
    Plain,
    /// In HTML that is escaped.
    Html,
    /// In elements of its own, which are kept.
    Elements,
}

impl Item {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = field_of(tag.name().as_ref());
        // What holds a word or two and no fields is not closed where one begins within it.
        let within_words = matches!(self.open, Some(("title" | "link" | "guid" | "published_at" | "updated", _)));
        if name.is_some() && within_words && self.form != Form::Elements {
            self.depth = 0;
            self.end();
        }
        if self.open.is_some() {
            self.depth += 1;
            self.write_element(&format!("<{}>", &**tag));
            return;
        }
        let Some(name) = name else { return };
        self.link(tag);
        self.open = Some((name, String::new()));
        self.form = match attribute(tag, "type").as_deref() {
            Some("html") => Form::Html,
            Some("xhtml") => Form::Elements,
            _ => Form::Plain,
        };
    }

    fn empty(&mut self, tag: &BytesStart<'_>) {
        if self.open.is_some() {
            self.write_element(&format!("<{}/>", &**tag));
        } else {
            self.link(tag);
        }
    }

    /// A reference of XML; within elements that are kept it stands as it is written.
    fn refer(&mut self, name: &str) {
        let written = if self.form == Form::Elements { format!("&{name};") } else { letter_of(name) };
        self.write(&written);
    }

    fn write_element(&mut self, element: &str) {
        if self.form == Form::Elements {
            self.write(element);
        }
    }

    /// What Atom says in attributes: the address of the page, the term of a category.
    fn link(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "link" => {
                let page = attribute(tag, "rel").is_none_or(|kind| kind == "alternate");
                if let Some(address) = attribute(tag, "href").filter(|_| page) {
                    self.fields.entry("url").or_insert(Value::from(address));
                }
            }
            "category" => self.tags.extend(attribute(tag, "term").map(Value::from)),
            _ => {}
        }
    }

    /// Words that are quoted whole: of a title in RSS they are HTML, as the words of its texts are.
    fn quote(&mut self, words: &str) {
        if self.form == Form::Plain && self.open.as_ref().is_some_and(|(field, _)| *field == "title") {
            self.form = Form::Html;
        }
        self.write(words);
    }

    fn write(&mut self, words: &str) {
        if let Some((_, text)) = &mut self.open {
            text.push_str(words);
        }
    }

    fn close(&mut self, tag: &BytesEnd<'_>) {
        if self.depth > 0 {
            self.depth -= 1;
            self.write_element(&format!("</{}>", tag.name().as_ref()));
            return;
        }
        self.end();
    }

    /// The open element is over.
    fn end(&mut self) {
        let Some((field, text)) = self.open.take() else { return };
        let form = std::mem::take(&mut self.form);
        // A text keeps its mark-up for the reader, a title or summary has none.
        let text = if field == "content" || form == Form::Plain { text } else { fields::without_markup(&text) };
        let text = text.trim();
        match (field, text.is_empty()) {
            (_, true) => {}
            ("category", _) => self.tags.push(Value::from(text)),
            ("published_at", _) => {
                self.fields.entry(field).or_insert(Value::from(fields::moment_in(text)));
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
        for field in ["url", "link"] {
            if let Some(Value::String(address)) = self.fields.get_mut(field)
                && !address.starts_with("http")
                && let Some(whole) = resolve(self.base.as_deref(), address)
            {
                *address = whole;
            }
        }
        // What a feed says of a story is no note of the person's.
        if let Some(Value::String(description)) = self.fields.remove("description") {
            if !self.fields.contains_key("title") {
                let words = fields::without_markup(&description);
                self.fields.extend(words.lines().next().map(|line| ("title".to_owned(), Value::from(line))));
            }
            if !self.fields.contains_key("content") && description.len() >= A_STORY {
                self.fields.insert("content".to_owned(), Value::from(description));
            }
        }
        let updated = self.fields.remove("updated");
        if let Some(updated) = updated.filter(|_| !self.fields.contains_key("published_at")) {
            self.fields.insert("published_at".to_owned(), updated);
        }
        export::packed(self.fields)
    }
}
