//! Stories kept as Markdown, with or without a head of their fields ("front matter") in YAML, TOML or JSON.

use pulldown_cmark::{Options, Parser, html};
use serde_json::{Map, Value};

use super::Entry;
use super::front_matter::head;

/// A story in Markdown: the fields of its head and its text as HTML.
pub(in crate::article) struct Markdown {
    fields: Map<String, Value>,
}

impl Markdown {
    /// Reads a text; `None` where it has no head and does not begin with a heading.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let (mut fields, body) = match head(text) {
            Some((fields, body)) => (renamed(fields), body),
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
