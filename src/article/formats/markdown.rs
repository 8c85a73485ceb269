//! Stories kept as Markdown, with or without a head of their fields ("front matter") in YAML or TOML.

use pulldown_cmark::{Options, Parser, html};
use serde_json::{Map, Value};

use super::Entry;

/// How many lines a head may have.
const MOST_HEAD_LINES: usize = 200;

/// A story in Markdown: the fields of its head and its text as HTML.
pub(in crate::article) struct Markdown {
    fields: Map<String, Value>,
}

impl Markdown {
    /// Reads a text; `None` where it is no Markdown: it has a head between lines of `---` or `+++`, or begins with a heading.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let (mut fields, body) = match head(text) {
            Some((fields, body)) => (fields, body),
            None if is_heading(text) => (Map::new(), text),
            None => return None,
        };
        let mut content = String::with_capacity(body.len() * 2);
        html::push_html(&mut content, Parser::new_ext(body, Options::ENABLE_TABLES));
        if !fields.contains_key("title") {
            let heading = body.trim_start().strip_prefix("# ").and_then(|rest| rest.lines().next());
            fields.extend(heading.map(|heading| ("title".to_owned(), Value::from(heading.trim().trim_matches('*')))));
        }
        fields.insert("content".to_owned(), Value::from(content));
        Some(Self { fields })
    }

    /// The story as an entry of an export would hold it; `None` where it has no text.
    pub fn entry(&self) -> Option<Entry> {
        Entry::of(&self.fields)
    }

    /// What the head says, apart from the text.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }
}

fn is_heading(text: &str) -> bool {
    let mut lines = text.lines();
    let first = lines.next().is_some_and(|line| line.starts_with("# ") && line.len() > 3);
    // A heading is followed by an empty line; "# 1 di tangga lagu" in a text is not.
    first && lines.next().is_none_or(|line| line.trim().is_empty())
}

/// The fields of the head, under the names that exports use, and the text behind it.
fn head(text: &str) -> Option<(Map<String, Value>, &str)> {
    let fence = text.lines().next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
    let rest = text.get(text.find('\n')? + 1..)?;
    let mut end = 0;
    let mut lines = rest.split_inclusive('\n').take(MOST_HEAD_LINES);
    let closing = lines.find(|line| {
        let closes = line.trim_end() == fence;
        end += if closes { 0 } else { line.len() };
        closes
    })?;
    let (head, body) = (rest.get(..end)?, rest.get(end + closing.len()..)?);
    let fields = if fence == "+++" { toml_fields(head)? } else { yaml_fields(head)? };
    Some((renamed(fields), body))
}

fn toml_fields(head: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = head.parse().ok()?;
    let plain = |value: toml::Value| match value {
        toml::Value::Datetime(moment) => Value::from(moment.to_string()),
        other => serde_json::to_value(other).unwrap_or_default(),
    };
    Some(table.into_iter().map(|(name, value)| (name, plain(value))).collect())
}

/// The flat part of YAML that heads are written in: `name: value`, quoted or not, lists in brackets or a line each.
/// `None` where the first line is none: the text merely begins with a rule.
fn yaml_fields(head: &str) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    let mut last: Option<String> = None;
    for line in head.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let list = fields.get_mut(last.as_ref()?)?;
            if let Value::Array(items) = list {
                items.push(Value::from(unquoted(item)));
            } else {
                *list = Value::Array(vec![Value::from(unquoted(item))]);
            }
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        match line.split_once(':') {
            Some((name, value)) if !indented && is_name(name) => {
                let value = value.trim();
                let list = value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
                let value = match list {
                    Some(items) => items.split(',').map(unquoted).filter(|item| !item.is_empty()).collect(),
                    None if value.is_empty() => Value::Array(Vec::new()),
                    None => Value::from(unquoted(value)),
                };
                fields.insert(name.trim().to_lowercase(), value);
                last = Some(name.trim().to_lowercase());
            }
            // The deeper parts of YAML say nothing that is needed.
            _ if last.is_some() => {}
            _ => return None,
        }
    }
    Some(fields)
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

/// Heads name their fields in many ways; exports in fewer.
fn renamed(fields: Map<String, Value>) -> Map<String, Value> {
    let name = |name: String| match name.as_str() {
        "date" | "published" | "pubdate" | "tanggal" => "published_at".to_owned(),
        "source" | "canonical" | "permalink" | "original_url" | "sumber" => "url".to_owned(),
        "judul" => "title".to_owned(),
        "penulis" | "by" => "author".to_owned(),
        "keywords" | "labels" => "tags".to_owned(),
        // The text is what stands below.
        "content" => "_content".to_owned(),
        _ => name,
    };
    fields.into_iter().map(|(key, value)| (name(key), value)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BODY: &str = "Kapal itu tiba di **Dili** pada Senin pagi.\n\nBaca Juga: [Pelabuhan Dibuka](https://a.id/2)\n";

    fn fields(head: &str) -> Map<String, Value> {
        Markdown::read(&format!("{head}\n{BODY}")).expect("it has a head").fields
    }

    #[test]
    fn heads_in_yaml_and_toml_say_the_same() {
        let yaml = "---\ntitle: \"Kapal: Tiba\"\ndate: 2024-06-19\nauthor: Sari\nsource: https://a.id/1\ntags:\n  - laut\n  - 'luar negeri'\nextra:\n  deep: 1\n---";
        let toml = "+++\ntitle = \"Kapal: Tiba\"\ndate = 2024-06-19\nauthor = \"Sari\"\nsource = \"https://a.id/1\"\ntags = [\"laut\", \"luar negeri\"]\n+++";
        for head in [yaml, toml] {
            let fields = fields(head);
            assert_eq!(fields["title"], "Kapal: Tiba");
            assert_eq!((&fields["published_at"], &fields["url"]), (&"2024-06-19".into(), &"https://a.id/1".into()));
            assert_eq!(fields["tags"], serde_json::json!(["laut", "luar negeri"]));
            assert!(fields["content"].as_str().unwrap().contains("<strong>Dili</strong>"));
        }
    }

    #[test]
    fn a_heading_begins_markdown_and_a_rule_or_a_number_sign_does_not() {
        let story = Markdown::read(&format!("# Kapal Tiba\n\n{BODY}")).unwrap();
        assert_eq!(story.fields["title"], "Kapal Tiba");
        assert!(story.entry().unwrap().page().contains("href=\"https://a.id/2\""));
        for text in ["# 1 di tangga lagu\ntetap saja", "---\nBerita biasa\n---\nlagi", "---\ntitle: x", "Berita: biasa"]
        {
            assert!(Markdown::read(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_head_is_read_or_is_none(head in "(---|[+]{3}|title: |- x|\n|tags: \\[a|:|\"|  b: c|é){0,20}") {
            let _ = Markdown::read(&head).map(|story| story.entry().is_some());
        }
    }
}
