//! ZIP archives: of saved pages, of Omnivore, and WACZ.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::page_parts::{is_within, page_folders};
use super::{MAX_FILES, PackedFile, Unreadable, epub, export, few_enough, grown, is_of_the_system, unpacked};
use crate::article::MAX_BYTES;

/// Endings of files that belong to a page or to the archive and hold no story.
const PAGE_PARTS: &[&str] = &[
    "css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "woff", "woff2",
    "ttf", "otf", "eot", "mp3", "mp4", "webm", "cdx", "cdxj", "idx", "yaml", "yml", "download",
];
const KIND: &str = "a ZIP archive";

/// The files in an archive, in its order. Pictures, styles and the like are left alone.
pub(super) fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<PackedFile>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged(KIND))?;
    few_enough(archive.len())?;
    // Entries that share their bytes are made to unpack for ever.
    if archive.has_overlapping_files().unwrap_or(true) {
        return Err(Unreadable::Damaged(KIND));
    }
    if epub::is_book(&archive) {
        return epub::unpack(&mut archive, limit);
    }
    if let Some(kind) = other_kind(&archive) {
        return Err(Unreadable::Binary(kind));
    }
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let folders = page_folders(names.iter().map(String::as_str));
    let mut left = limit;
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                unread.push((index, reason_of(&error)));
                continue;
            }
        };
        let name = entry.name().map_or_else(|_| format!("{index}"), Cow::into_owned);
        if entry.is_dir() || entry.is_symlink() || is_page_part(&name) || is_within(&name, &folders) {
            continue;
        }
        files.push(PackedFile::new(name, None, contents(&mut entry, &mut left)));
    }
    for (index, reason) in unread {
        let name = archive.name_for_index(index).and_then(Result::ok);
        let name = name.map_or_else(|| format!("{index}"), Cow::into_owned);
        files.extend((!is_page_part(&name)).then(|| PackedFile::new(name, None, Err(reason))));
    }
    for (name, start) in twins(bytes, &mut archive) {
        let mut rest = bytes.get(start..).unwrap_or_default();
        let contents = match read_zipfile_from_stream(&mut rest) {
            Ok(Some(mut entry)) => contents(&mut entry, &mut left),
            _ => Err(Unreadable::Damaged(KIND)),
        };
        files.push(PackedFile::new(name, None, contents));
    }
    Ok(omnivore(files))
}

/// Why an entry cannot be opened.
fn reason_of(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => Unreadable::Locked,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Unreadable::UnknownCompression,
        _ => Unreadable::Damaged(KIND),
    }
}

/// What an entry holds; `left` is how many bytes may still come out of its archive.
fn contents(entry: &mut ZipFile<'_, impl Read>, left: &mut u64) -> Result<Vec<u8>, Unreadable> {
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Unreadable::UnknownCompression);
    }
    let packed = entry.compressed_size();
    let limit = MAX_BYTES.min(*left);
    let bytes = unpacked(entry, (packed, 0), limit, KIND);
    let limit = limit.min(grown(packed));
    *left = left.saturating_sub(bytes.as_ref().map_or(limit, |bytes| bytes.len() as u64));
    bytes
}

/// Files under a name that a later one has as well, with where they begin: the archive's table knows the last of each name.
fn twins(bytes: &[u8], archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<(String, usize)> {
    const HEADER: usize = 46;
    if !archive.has_duplicate_names() {
        return Vec::new();
    }
    let entries = archive.len();
    let known = |index| archive.by_index_raw(index).ok().map(|entry| entry.header_start());
    let known: HashSet<u64> = (0..entries).filter_map(known).collect();
    let begins = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
    let mut rest = bytes.get(begins..).unwrap_or_default();
    let mut twins = Vec::new();
    while rest.starts_with(b"PK\x01\x02") && twins.len() < MAX_FILES {
        let number = |at: usize, bytes: usize| {
            let number = rest.get(at..at + bytes).unwrap_or_default();
            number.iter().rev().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
        };
        // ISO/IEC 21320-1 and PKWARE's APPNOTE, 4.3.12: lengths of name, extra field and comment; where the file begins.
        let (name, start) = (number(28, 2), number(42, 4) as u64 + archive.offset());
        let (length, name) = (HEADER + name + number(30, 2) + number(32, 2), rest.get(HEADER..HEADER + name));
        let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
        if !known.contains(&start) && !name.ends_with('/') && !is_page_part(&name) {
            twins.push((name, usize::try_from(start).unwrap_or(usize::MAX)));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    twins
}

/// Books and documents are ZIP archives as well, and none that is read.
fn other_kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<&'static str> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("[Content_Types].xml") || has("content.xml") && has("META-INF/manifest.xml") {
        Some("an Office document")
    } else if has("AndroidManifest.xml") || has("META-INF/MANIFEST.MF") {
        Some("a program")
    } else {
        None
    }
}

fn is_page_part(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    let hidden = is_of_the_system(last) || name.starts_with("__MACOSX/");
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    // What describes a WACZ: its pages are in the WARC files.
    let describes = matches!(name, "datapackage.json" | "datapackage-digest.json")
        || name.starts_with("pages/") && ending == "jsonl";
    hidden || describes || PAGE_PARTS.contains(&ending.as_str())
}

/// Omnivore puts what it knows of stories in `metadata_N_to_M.json` and their texts in `content/SLUG.html`, or
/// `.pdf`.
fn omnivore(mut files: Vec<PackedFile>) -> Vec<PackedFile> {
    let is_metadata = |name: &str| name.starts_with("metadata_") && name.to_ascii_lowercase().ends_with(".json");
    if !files.iter().any(|file| is_metadata(&file.name)) {
        return files;
    }
    let mut texts: HashMap<String, PackedFile> = HashMap::new();
    let mut highlights: HashMap<String, String> = HashMap::new();
    let (mut metadata, mut others) = (Vec::new(), Vec::new());
    for file in files.drain(..) {
        let slug = file
            .name
            .strip_prefix("content/")
            .and_then(|name| name.strip_suffix(".html").or_else(|| name.strip_suffix(".pdf")).map(str::to_owned));
        match slug {
            Some(slug) => drop(texts.insert(slug, file)),
            None if is_metadata(&file.name) => metadata.push(file),
            None if file.name.starts_with("highlights/") => {
                let slug = file.name.strip_prefix("highlights/").and_then(|name| name.strip_suffix(".md"));
                let text = file.bytes.as_ref().ok().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                highlights.extend(slug.map(str::to_owned).zip(text));
            }
            None => others.push(file),
        }
    }
    let mut stories = Vec::new();
    for file in metadata {
        let Ok(bytes) = &file.bytes else {
            stories.push(file);
            continue;
        };
        stories.extend(export::omnivore(bytes, &mut texts, &highlights));
    }
    // Texts that no metadata name are stories as well.
    let mut rest: Vec<PackedFile> = texts.into_values().collect();
    rest.sort_by(|a, b| a.name.cmp(&b.name));
    stories.extend(rest);
    stories.extend(others);
    stories
}
