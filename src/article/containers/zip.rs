//! ZIP archives: of saved pages, of Omnivore, and WACZ.

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;

use super::{PackedFile, Unreadable, at_most, epub, export, few_enough, grown};
use crate::article::MAX_BYTES;

/// Endings of files that belong to a page or to the archive and hold no story.
const PAGE_PARTS: &[&str] = &[
    "css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "woff", "woff2",
    "ttf", "otf", "eot", "mp3", "mp4", "webm", "cdx", "cdxj", "idx", "yaml", "yml",
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
    let mut left = limit;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let kind =
                    if error.to_string().to_lowercase().contains("password") { "an encrypted file" } else { KIND };
                files.push(PackedFile::new(format!("{index}"), None, Err(Unreadable::Damaged(kind))));
                continue;
            }
        };
        let name = entry.name().map_or_else(|_| format!("{index}"), std::borrow::Cow::into_owned);
        if entry.is_dir() || entry.is_symlink() || is_page_part(&name) {
            continue;
        }
        let limit = MAX_BYTES.min(left).min(grown(entry.compressed_size()));
        let bytes = at_most(&mut entry, limit, KIND);
        left = left.saturating_sub(bytes.as_ref().map_or(limit, |bytes| bytes.len() as u64));
        files.push(PackedFile::new(name, None, bytes));
    }
    Ok(omnivore(files))
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
    let hidden = last.starts_with('.') || name.starts_with("__MACOSX/") || last == "Thumbs.db";
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    // What describes a WACZ: its pages are in the WARC files.
    let describes = matches!(name, "datapackage.json" | "datapackage-digest.json")
        || name.starts_with("pages/") && ending == "jsonl";
    hidden || describes || PAGE_PARTS.contains(&ending.as_str())
}

/// Omnivore puts what it knows of stories in `metadata_N_to_M.json` and their texts in `content/SLUG.html`.
fn omnivore(mut files: Vec<PackedFile>) -> Vec<PackedFile> {
    let is_metadata = |name: &str| name.starts_with("metadata_") && name.to_ascii_lowercase().ends_with(".json");
    if !files.iter().any(|file| is_metadata(&file.name)) {
        return files;
    }
    let mut texts: HashMap<String, PackedFile> = HashMap::new();
    let mut highlights: HashMap<String, String> = HashMap::new();
    let (mut metadata, mut others) = (Vec::new(), Vec::new());
    for file in files.drain(..) {
        let slug = file.name.strip_prefix("content/").and_then(|name| name.strip_suffix(".html")).map(str::to_owned);
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
