//! Folders into which browsers put the pictures and scripts of a page that they save: they hold no stories.

use std::collections::HashSet;

/// What such a folder is called behind the name of its page, in English and Indonesian.
const ENDINGS: [&str; 2] = ["_files", "_berkas"];

/// What the folders are called that may lie beside the pages among `names`: `Kapal_files` for `Kapal.html`.
pub fn page_folders<'a>(names: impl Iterator<Item = &'a str>) -> HashSet<String> {
    let stem = |name: &'a str| {
        let (stem, ending) = name.rsplit_once('.')?;
        ["html", "htm"].iter().any(|known| ending.eq_ignore_ascii_case(known)).then_some(stem)
    };
    names.filter_map(stem).flat_map(|stem| ENDINGS.map(|ending| format!("{stem}{ending}"))).collect()
}

/// Whether a file of an archive lies in one of these folders.
pub(super) fn is_within(name: &str, folders: &HashSet<String>) -> bool {
    name.match_indices('/').any(|(at, _)| name.get(..at).is_some_and(|folder| folders.contains(folder)))
}
