//! EPUB books, such as collections of saved stories: each document of the reading order is a story.
//!
//! Read after EPUB 3.3: `META-INF/container.xml` names the package, whose spine names the documents in order.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{MAX_FILES, PackedFile, Unreadable, export, unpacked};
use crate::article::MAX_BYTES;
use crate::article::formats::heading;

const KIND: &str = "an EPUB book";
/// The longest package document that is read, in bytes.
const MAX_PACKAGE: u64 = 8 * 1024 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Whether an archive is a book.
pub(super) fn is_book(archive: &Archive<'_>) -> bool {
    archive.index_for_name("META-INF/container.xml").is_some()
}

/// The documents of a book in reading order, at most `limit` bytes in all.
pub(super) fn unpack(archive: &mut Archive<'_>, limit: u64) -> Result<Vec<PackedFile>, Unreadable> {
    let container = text(archive, "META-INF/container.xml", MAX_PACKAGE)?;
    let package = root_file(&container).ok_or(Unreadable::Damaged(KIND))?;
    let book = Book::read(&text(archive, &package, MAX_PACKAGE)?)?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let documents = book.documents();
    if documents.len() > MAX_FILES {
        return Err(Unreadable::TooMany { files: documents.len(), limit: MAX_FILES });
    }
    let protected = protected(archive);
    let alone = documents.len() == 1;
    let mut left = limit;
    let mut files = Vec::new();
    for href in documents {
        let path = joined(folder, &href);
        let page = if protected.contains(&path) { Err(Unreadable::Protected) } else { text(archive, &path, left) };
        let page = match page {
            Ok(page) => page,
            Err(reason) => {
                files.push(PackedFile::new(href, None, Err(reason)));
                continue;
            }
        };
        left = left.saturating_sub(page.len() as u64);
        files.extend(book.story(&page, alone));
    }
    Ok(files)
}

/// A file of the archive as text. The names in it are looked up there and nowhere else.
fn text(archive: &mut Archive<'_>, name: &str, limit: u64) -> Result<String, Unreadable> {
    let mut entry = archive.by_name(name).map_err(|_| Unreadable::Damaged(KIND))?;
    let packed = entry.compressed_size();
    let bytes = unpacked(&mut entry, (packed, 0), limit.min(MAX_BYTES), KIND)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A path of the package made one of the archive; `%20` and the like are spelt out.
fn joined(folder: &str, href: &str) -> String {
    let plain = href.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(plain.len());
    let mut rest = plain.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match code.filter(|_| *byte == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    let mut parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in String::from_utf8_lossy(&bytes).split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok().flatten()?;
    Some(value.value.replace("&amp;", "&"))
}

/// The files that a copy protection encrypts, by the names that the archive gives them (EPUB 3.3, 4.2.6.3.2).
fn protected(archive: &mut Archive<'_>) -> HashSet<String> {
    let Ok(list) = text(archive, "META-INF/encryption.xml", MAX_PACKAGE) else { return HashSet::new() };
    let mut reader = Reader::from_str(&list);
    let mut names = HashSet::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "CipherReference" => {
                names.extend(attribute(&tag, "URI").map(|name| joined("", &name)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    names
}

fn root_file(container: &str) -> Option<String> {
    let mut reader = Reader::from_str(container);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "rootfile" => {
                return attribute(&tag, "full-path");
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// What a package says of its book.
#[derive(Default)]
struct Book {
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
    /// Identities of documents with their paths.
    manifest: Vec<(String, String)>,
    /// Identities in reading order.
    spine: Vec<String>,
}

impl Book {
    fn read(package: &str) -> Result<Self, Unreadable> {
        let mut book = Self::default();
        let mut reader = Reader::from_str(package);
        reader.config_mut().check_end_names = false;
        let mut open = String::new();
        loop {
            match reader.read_event().map_err(|_| Unreadable::Damaged(KIND))? {
                Event::Eof => return Ok(book),
                Event::Start(tag) => {
                    book.point(&tag);
                    tag.local_name().as_ref().clone_into(&mut open);
                }
                Event::Empty(tag) => book.point(&tag),
                Event::Text(words) => book.say(&open, words.trim()),
                Event::End(_) => open.clear(),
                _ => {}
            }
        }
    }

    /// What stands in attributes: the documents and their order.
    fn point(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "item" => {
                let is_page = attribute(tag, "media-type").is_some_and(|kind| kind.contains("html"));
                let contents =
                    attribute(tag, "properties").is_some_and(|kind| kind.split(' ').any(|kind| kind == "nav"));
                let named = attribute(tag, "id").zip(attribute(tag, "href"));
                self.manifest.extend(named.filter(|_| is_page && !contents));
            }
            "itemref" => self.spine.extend(attribute(tag, "idref")),
            _ => {}
        }
    }

    fn say(&mut self, element: &str, words: &str) {
        let field = match element {
            "title" => &mut self.title,
            "creator" => &mut self.author,
            "date" => &mut self.date,
            _ => return,
        };
        if field.is_none() && !words.is_empty() {
            *field = Some(words.to_owned());
        }
    }

    fn documents(&self) -> Vec<String> {
        let paths: HashMap<&str, &str> = self.manifest.iter().map(|(id, path)| (id.as_str(), path.as_str())).collect();
        let path = |id: &String| paths.get(id.as_str()).map(|path| (*path).to_owned());
        let mut seen = HashSet::new();
        self.spine.iter().filter_map(path).filter(|path| seen.insert(path.clone())).collect()
    }

    /// A document as a story; `None` for covers and title pages, which hold next to no text.
    fn story(&self, page: &str, alone: bool) -> Option<PackedFile> {
        /// Fewest bytes of a page that may be a story, mark-up and all.
        const LEAST: usize = 300;
        let title = if alone { self.title.clone() } else { heading(page).or_else(|| self.title.clone()) };
        let fields = [
            ("title", title),
            ("author", self.author.clone()),
            ("published_at", self.date.clone()),
            ("content", (page.len() >= LEAST).then(|| page.to_owned())),
        ];
        let entry = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
        export::packed(entry).filter(|file| file.bytes.is_ok())
    }
}
