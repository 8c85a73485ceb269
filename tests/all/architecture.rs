//! The arrows between the folders, and what each folder may know.

use crate::source::{self, SourceText};

/// The folders in the order of their arrows: each uses only those before it.
const ORDER: [&str; 9] = ["text", "article", "entity", "library", "export", "jobs", "app", "ui", "cli"];

/// The folders without input, output and clock.
const PURE: [&str; 3] = ["text", "article", "entity"];

/// The longest file, in lines without its unit tests.
const MAX_LINES: usize = 500;

#[test]
fn every_folder_has_its_place_in_the_order() {
    for file in source::all() {
        match file.folder() {
            Some(folder) => assert!(ORDER.contains(&folder), "src/{} lies in no known folder", file.path),
            None => assert!(["lib.rs", "main.rs"].contains(&file.path.as_str()), "src/{} lies in no folder", file.path),
        }
    }
}

#[test]
fn no_folder_uses_one_after_it() {
    let mut wrong = Vec::new();
    for file in source::all() {
        let Some(place) = file.folder().and_then(place) else { continue };
        for used in uses(&file) {
            match place_of(&used) {
                Some(other) if other <= place => {}
                _ => wrong.push(format!("src/{} uses crate::{used}", file.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "arrows against the order {}:\n{}", ORDER.join(" < "), wrong.join("\n"));
}

#[test]
fn no_file_climbs_to_the_root_without_saying_crate() {
    for file in source::all() {
        let depth = file.path.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
        if file.folder().is_some() {
            let climb = "super::".repeat(depth);
            assert!(!file.product().contains(&climb), "src/{} climbs with {climb}", file.path);
        }
    }
}

#[test]
fn the_window_toolkit_stays_in_ui() {
    only_in("ui", &["egui", "eframe", "egui_kittest", "rfd", "winit", "wgpu", "glow"]);
}

#[test]
fn sql_stays_in_library() {
    only_in("library", &["rusqlite", "libsqlite3_sys"]);
}

#[test]
fn text_article_and_entity_do_no_io_and_know_no_clock() {
    let forbidden = [
        "std::fs",
        "std::env",
        "std::process",
        "std::time",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "ZonedDateTime::now",
        "File::open",
        "println!",
        "eprintln!",
        "print!",
        "tracing",
    ];
    for file in source::all().iter().filter(|file| file.folder().is_some_and(|folder| PURE.contains(&folder))) {
        for name in forbidden {
            assert!(!mentions(file.product(), name), "src/{} uses {name}", file.path);
        }
    }
}

#[test]
fn nothing_speaks_to_the_network() {
    for file in source::all() {
        for name in [
            "std::net",
            "TcpStream",
            "UdpSocket",
            "TcpListener",
            "reqwest::",
            "ureq::",
            "hyper::",
            "open_url",
            "OpenUrl",
        ] {
            assert!(!mentions(&file.code, name), "src/{} uses {name}", file.path);
        }
    }
}

#[test]
fn a_file_is_one_room() {
    for file in source::all() {
        assert!(
            file.is_test() || file.lines <= MAX_LINES,
            "src/{} has {} lines, at most {MAX_LINES}",
            file.path,
            file.lines
        );
    }
}

fn only_in(folder: &str, crates: &[&str]) {
    for file in source::all().iter().filter(|file| file.folder() != Some(folder)) {
        for name in crates {
            let path = format!("{name}::");
            assert!(!mentions(&file.code, &path), "src/{} uses {name}, which belongs to src/{folder}", file.path);
        }
    }
}

/// Whether `name` stands in `code` as a name of its own, not as the end of a longer one.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| !code[..at].ends_with(is_name))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn place(folder: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == folder)
}

/// The place of the first part of a path; `None` for what is no folder (which has no business at the root).
fn place_of(name: &str) -> Option<usize> {
    place(name)
}

/// The first names of every `crate::` path in a file, also of `crate::{a, b::c}`.
fn uses(file: &SourceText) -> Vec<String> {
    let mut found = Vec::new();
    for (at, root) in file.code.match_indices("crate::") {
        if file.code[..at].ends_with(|c: char| is_name(c) || c == '$') {
            continue;
        }
        let rest = &file.code[at + root.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group)),
            None => found.push(head(rest).to_owned()),
        }
    }
    found
}

fn head(path: &str) -> &str {
    let path = path.trim_start();
    &path[..path.find(|c: char| !is_name(c)).unwrap_or(path.len())]
}

/// The first name of every path in a group, given from after its `{`.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![head(group).to_owned()];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(head(&group[at + 1..]).to_owned()),
            _ => {}
        }
    }
    heads.retain(|name| !name.is_empty());
    heads
}

#[test]
fn the_arrows_are_read_from_every_form_of_use() {
    let code =
        "use crate::text::Span;\nuse crate::{library, entity::{Class, Level},\n ui};\nfn f() { crate::jobs::g() }"
            .to_owned();
    let file = SourceText { path: "article/x.rs".to_owned(), code, lines: 3 };
    assert_eq!(uses(&file), ["text", "library", "entity", "ui", "jobs"]);
}
