//! The Fluent catalogues: the same messages in both languages, all of them used, none missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use crate::source;

/// The variables of each message.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_catalogues_are_well_formed() {
    for language in ["id", "en"] {
        if let Err((_, errors)) = FluentResource::try_new(text_of(language)) {
            panic!("assets/words/{language}.ftl: {errors:?}");
        }
    }
}

#[test]
fn both_catalogues_have_the_same_messages_with_the_same_variables() {
    let (indonesian, english) = (catalogue("id"), catalogue("en"));
    assert!(indonesian.len() > 20);
    let missing: Vec<_> = indonesian.keys().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "en.ftl lacks {missing:?}");
    let missing: Vec<_> = english.keys().filter(|key| !indonesian.contains_key(*key)).collect();
    assert!(missing.is_empty(), "id.ftl lacks {missing:?}");
    for (key, variables) in &indonesian {
        assert_eq!(variables, &english[key], "the variables of {key}, Indonesian and English");
    }
}

#[test]
fn no_message_stands_twice_in_a_catalogue() {
    for language in ["id", "en"] {
        let text = text_of(language);
        let keys: Vec<_> = text.lines().filter_map(message_key).collect();
        let distinct: BTreeSet<_> = keys.iter().collect();
        assert_eq!(keys.len(), distinct.len(), "{language}.ftl says something twice");
    }
}

#[test]
fn every_text_asked_for_exists() {
    let catalogue = catalogue("id");
    let mut asked = 0;
    for file in source::all() {
        for key in asked_for(file.product()) {
            asked += 1;
            assert!(
                catalogue.contains_key(key),
                "src/{} asks for the text {key:?}, which is in no catalogue",
                file.path
            );
        }
    }
    assert!(asked > 5, "only {asked} texts were found in the source");
}

#[test]
fn every_message_is_used() {
    let files = source::all();
    let literals: BTreeSet<&str> = files.iter().flat_map(|file| literals(file.product())).collect();
    // "reason-{code}" uses every message that begins with "reason-".
    let prefixes: Vec<&str> =
        literals.iter().filter_map(|literal| literal.split_once('{')).map(|(start, _)| start).collect();
    let unused: Vec<_> = catalogue("id")
        .into_keys()
        .filter(|key| !literals.contains(key.as_str()))
        .filter(|key| !prefixes.iter().any(|prefix| prefix.len() > 2 && key.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
}

fn text_of(language: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/words/{language}.ftl"));
    fs::read_to_string(path).unwrap()
}

fn catalogue(language: &str) -> Catalogue {
    let mut catalogue = Catalogue::new();
    let mut current = None;
    for line in text_of(language).lines().filter(|line| !line.starts_with('#')) {
        if let Some(key) = message_key(line) {
            current = Some(key.to_owned());
        }
        if let Some(key) = &current {
            catalogue.entry(key.clone()).or_default().extend(variables(line));
        }
    }
    catalogue
}

/// The key of a message that begins on this line.
fn message_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim_end();
    (key.starts_with(|c: char| c.is_ascii_lowercase()) && is_key(key)).then_some(key)
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn variables(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
    })
}

/// The keys in `.text("key")` and `.with("key", ...)`.
fn asked_for(code: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    for (call, after) in [(".text(", ')'), (".with(", ',')] {
        for rest in code.split(call).skip(1) {
            let Some((key, rest)) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            let rest = rest.trim_start();
            let ends = rest.starts_with(after) || (after == ')' && rest.starts_with(",\n"));
            if is_key(key) && ends {
                keys.push(key);
            }
        }
    }
    keys
}

/// Every string literal without escapes, roughly: enough to find keys.
fn literals(code: &str) -> Vec<&str> {
    code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

#[test]
fn the_scan_sees_calls_and_leaves_ids_alone() {
    let code = "words.text(\"a-b\"); view\n.with(\n \"c\", &[]); ui.id().with(\"d\"); p.text(at, \"e\")";
    assert_eq!(asked_for(code), ["a-b", "c"]);
    assert_eq!(variables("{ $count -> [one] { $name }").collect::<Vec<_>>(), ["count", "name"]);
}
