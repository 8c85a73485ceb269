//! The program's own source, read for the tests that check rules of the house.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of `src`.
pub struct SourceText {
    /// The path below `src`, with `/` between the parts.
    pub path: String,
    /// Its text without comments.
    pub code: String,
    /// Its lines as they stand, up to the module of its unit tests.
    pub lines: usize,
}

impl SourceText {
    /// The folder below `src` that it lies in; `None` for `main.rs` and `lib.rs`.
    pub fn folder(&self) -> Option<&str> {
        self.path.split_once('/').map(|(folder, _)| folder)
    }

    /// Whether it holds nothing but tests.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.contains("/tests/")
    }

    /// The code before the module of its unit tests.
    pub fn product(&self) -> &str {
        if self.is_test() { "" } else { before_tests(&self.code) }
    }
}

/// Every file of `src`, sorted by path.
pub fn all() -> Vec<SourceText> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    assert!(paths.len() > 20, "only {} files were found in {}", paths.len(), root.display());
    paths.iter().map(|path| read(&root, path)).collect()
}

fn read(root: &Path, path: &PathBuf) -> SourceText {
    let text = fs::read_to_string(path).unwrap();
    let below = path.strip_prefix(root).unwrap();
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_str().unwrap()).collect();
    SourceText {
        path: parts.join("/"),
        lines: before_tests(&text).lines().count(),
        code: text.lines().map(without_comment).collect::<Vec<_>>().join("\n"),
    }
}

/// A line up to its `//`, unless that stands in a string (as in an address).
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if previous != '\\' && previous != '\'' => quoted = !quoted,
            '/' if !quoted && previous == '/' => return &line[..at - 1],
            _ => {}
        }
        previous = c;
    }
    line
}

fn before_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |at| &text[..at])
}

#[test]
fn comments_go_and_addresses_stay() {
    assert_eq!(without_comment("let a = 1; // crate::ui"), "let a = 1; ");
    assert_eq!(without_comment("/// crate::ui"), "");
    assert_eq!(without_comment(r#"let a = "https://x"; // y"#), r#"let a = "https://x"; "#);
}
