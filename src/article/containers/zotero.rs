//! Zotero's RDF: stories that are named with author, date, tags, collections and notes.
//!
//! Entities that a file defines are not expanded, and what is nested deeper than Zotero writes is refused.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::{MAX_FILES, PackedFile, Unreadable, export, feed, fields};

const KIND: &str = "a Zotero RDF file";
/// Zotero nests seven deep.
const DEEPEST: usize = 32;

/// The stories of a Zotero export; `None` where the text is none.
pub(super) fn unpack(text: &str) -> Option<Result<Vec<PackedFile>, Unreadable>> {
    const HEAD_BYTES: usize = 2048;
    let head = text.trim_start();
    let head = head.get(..head.floor_char_boundary(HEAD_BYTES)).unwrap_or_default();
    let is_export = head.contains("<rdf:RDF") && head.contains("zotero.org/namespaces/export");
    is_export.then(|| {
        let (found, is_whole) = resources(text)?;
        let mut files = joined(found);
        files.extend((!is_whole).then(|| PackedFile::rest(KIND)));
        Ok(files)
    })
}

/// Something that the file describes: a story, a note, a collection, a journal.
#[derive(Default)]
struct Resource {
    element: String,
    /// What others call it.
    about: String,
    fields: Map<String, Value>,
    tags: Vec<Value>,
    authors: Vec<String>,
    surname: String,
    given: String,
    /// The notes on a story, or the parts of a collection, by what they are called.
    others: Vec<String>,
}

/// What the file describes, and whether it is whole: what is damaged or cut off is left out with all that follows.
fn resources(text: &str) -> Result<(Vec<Resource>, bool), Unreadable> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut found: Vec<Resource> = Vec::new();
    // The elements that are open: the root, a resource, and what lies in it.
    let mut open: Vec<String> = Vec::new();
    let mut words = String::new();
    loop {
        match reader.read_event().unwrap_or(Event::Eof) {
            Event::Eof => {
                found.truncate(found.len() - usize::from(open.len() > 1));
                return Ok((found, open.is_empty()));
            }
            Event::Start(tag) => {
                if open.len() == 1 {
                    found.push(Resource::new(&tag));
                } else if let Some(resource) = found.last_mut() {
                    resource.point(&tag);
                }
                open.push(tag.name().as_ref().to_owned());
                words.clear();
                if open.len() > DEEPEST {
                    return Err(Unreadable::Damaged(KIND));
                }
                if found.len() > MAX_FILES {
                    return Err(Unreadable::TooMany { files: found.len(), limit: MAX_FILES });
                }
            }
            Event::Empty(tag) => {
                if let Some(resource) = found.last_mut().filter(|_| open.len() > 1) {
                    resource.point(&tag);
                }
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(name) => words.push_str(&feed::letter_of(&name)),
            Event::End(_) => {
                if let (Some(resource), Some(within)) = (found.last_mut(), open.get(2..)) {
                    let path: Vec<&str> = within.iter().map(String::as_str).collect();
                    resource.close(&path, words.trim());
                }
                open.pop();
                words.clear();
            }
            _ => {}
        }
    }
}

impl Resource {
    fn new(tag: &BytesStart<'_>) -> Self {
        let element = tag.name().as_ref().to_owned();
        Self { element, about: feed::attribute(tag, "rdf:about").unwrap_or_default(), ..Self::default() }
    }

    /// What stands in attributes: the notes on a story, the parts of a collection.
    fn point(&mut self, tag: &BytesStart<'_>) {
        if matches!(tag.name().as_ref(), "dcterms:isReferencedBy" | "dcterms:hasPart") {
            self.others.extend(feed::attribute(tag, "rdf:resource"));
        }
    }

    /// The element at the end of `path` is closed; these are its words.
    fn close(&mut self, path: &[&str], words: &str) {
        if let ["bib:authors", .., "foaf:Person"] = path {
            let name = format!("{} {}", std::mem::take(&mut self.given), std::mem::take(&mut self.surname));
            self.authors.extend(Some(name.trim().to_owned()).filter(|name| !name.is_empty()));
            return;
        }
        if words.is_empty() {
            return;
        }
        let field = match path {
            ["dc:title"] => "title",
            ["dcterms:abstract"] => "abstract",
            ["dc:date"] => "published",
            ["dcterms:dateSubmitted"] => "accessed",
            ["z:itemType"] => "itemType",
            ["rdf:value"] => "value",
            ["dc:identifier", "dcterms:URI", "rdf:value"] => "url",
            ["dc:subject"] | ["dc:subject", _, "rdf:value"] => {
                self.tags.push(words.into());
                return;
            }
            ["bib:authors", .., "foaf:surname"] => {
                words.clone_into(&mut self.surname);
                return;
            }
            ["bib:authors", .., "foaf:givenName" | "foaf:givenname"] => {
                words.clone_into(&mut self.given);
                return;
            }
            _ => return,
        };
        self.fields.entry(field).or_insert(words.into());
    }

    fn said(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// Whether it is a story; journals and websites that hold stories have no type of their own.
    fn is_story(&self) -> bool {
        self.said("itemType").is_some_and(|kind| !matches!(kind, "attachment" | "note" | "annotation"))
    }
}

/// The stories with their notes and collections.
fn joined(found: Vec<Resource>) -> Vec<PackedFile> {
    let notes: HashMap<String, String> = found
        .iter()
        .filter(|resource| resource.element == "bib:Memo")
        .filter_map(|note| Some((note.about.clone(), fields::without_markup(note.said("value")?))))
        .collect();
    let mut collections: HashMap<String, String> = HashMap::new();
    for collection in found.iter().filter(|resource| resource.element == "z:Collection") {
        for part in &collection.others {
            let title = collection.said("title").unwrap_or_default();
            collections.entry(part.clone()).or_insert_with(|| title.to_owned());
        }
    }
    let story = |mut story: Resource| {
        let said = story.fields.remove("abstract").and_then(|said| said.as_str().map(str::to_owned));
        let noted = story.others.iter().filter_map(|note| notes.get(note).cloned());
        let note: Vec<String> = said.into_iter().chain(noted).collect();
        let collection = collections.get(&story.about).cloned().unwrap_or_default();
        let fields = [("author", story.authors.join(", ")), ("note", note.join("\n\n")), ("collection", collection)];
        let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
        story.fields.extend(said.map(|(name, value)| (name.to_owned(), value.into())));
        story.fields.insert("tags".to_owned(), story.tags.into());
        if story.about.starts_with("http") {
            story.fields.entry("url").or_insert(story.about.into());
        }
        export::packed(story.fields)
    };
    found.into_iter().filter(Resource::is_story).filter_map(story).collect()
}
