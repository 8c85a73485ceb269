//! A story as the exports of read-later services hold it: a JSON object with the text as HTML.

use std::fmt::Write as _;

use serde::Deserialize;

/// The fields that exports share, whatever they call them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::article) struct Entry {
    title: Option<String>,
    #[serde(alias = "link", alias = "article__url", alias = "resolved_url")]
    url: Option<String>,
    /// The story as HTML.
    content: Option<String>,
    #[serde(alias = "publishedAt", alias = "date_published")]
    published_at: Option<String>,
    author: Option<String>,
    published_by: Option<Vec<Option<String>>>,
}

impl Entry {
    /// Reads an object; `None` where it is no entry with a text.
    pub fn read(text: &str) -> Option<Self> {
        let entry: Self = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())??;
        (entry.content.as_ref().is_some_and(|content| !content.trim().is_empty())).then_some(entry)
    }

    /// The story's address.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The entry as the page that it was, with what the export knows in its head.
    pub fn page(&self) -> String {
        let mut page = "<!doctype html><html><head><meta charset=\"utf-8\">".to_owned();
        let authors: Vec<&str> = self.published_by.iter().flatten().filter_map(Option::as_deref).collect();
        let author = self.author.clone().or_else(|| (!authors.is_empty()).then(|| authors.join(", ")));
        let head = [
            ("property", "og:title", self.title.as_deref()),
            ("property", "og:url", self.url.as_deref()),
            ("property", "article:published_time", self.published_at.as_deref()),
            ("name", "author", author.as_deref()),
        ];
        for (kind, name, value) in head {
            if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
                let _ = write!(page, "<meta {kind}=\"{name}\" content=\"{}\">", escaped(value));
            }
        }
        page.push_str("</head><body><article>");
        page.push_str(self.content.as_deref().unwrap_or_default());
        page.push_str("</article></body></html>");
        page
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_becomes_a_page_that_says_what_the_export_knows() {
        let entry = Entry::read(r#"{"title":"Harga \"naik\" <lagi>","url":"https://a.id/b","content":"<p>Isi.</p>","published_by":["Sari",null]}"#).unwrap();
        let page = entry.page();
        assert!(page.contains("content=\"Harga &quot;naik&quot; &lt;lagi&gt;\""), "{page}");
        assert!(page.contains("content=\"Sari\"") && page.contains("<p>Isi.</p>"));
        assert!(Entry::read(r#"{"title":"x","url":"y"}"#).is_none(), "no text");
        assert!(Entry::read("[1]").is_none());
    }
}
