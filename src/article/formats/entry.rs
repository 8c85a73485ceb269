//! A story as the exports of read-later services hold it: a JSON object with the text as HTML.

use std::fmt::Write as _;

use data_encoding::BASE64;
use serde_json::{Map, Value};

use super::{read_page, read_pdf};
use crate::article::assemble::Draft;
use crate::article::containers::fields;
use crate::article::publication::machine_date;
use crate::article::{TitleSource, Unreadable};

/// The field that holds a story which is a PDF file, in Base64.
pub(in crate::article) const PDF: &str = "content_pdf";

/// The fields that exports share, whatever they call them.
#[derive(Debug)]
pub(in crate::article) struct Entry {
    title: Option<String>,
    url: Option<String>,
    /// The story as HTML; empty where it is a document.
    content: String,
    /// The story as a PDF file.
    pdf: Option<Vec<u8>>,
    published_at: Option<String>,
    author: Option<String>,
}

impl Entry {
    /// Reads an object; `None` where it is no entry with a text.
    pub fn read(text: &str) -> Option<Self> {
        let entry: Map<String, Value> =
            text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())??;
        Self::of(&entry)
    }

    /// Takes the fields of an entry; `None` where it has no text.
    pub fn of(entry: &Map<String, Value>) -> Option<Self> {
        let pdf = fields::said(entry, PDF).and_then(|pdf| BASE64.decode(pdf.as_bytes()).ok());
        let content = fields::said(entry, "content").or(pdf.as_ref().map(|_| ""))?;
        Some(Self {
            title: fields::text(entry, &fields::TITLE),
            url: fields::text(entry, &fields::URL),
            content: content.to_owned(),
            pdf,
            published_at: fields::moment(entry, &["published_at", "publishedAt", "date_published", "published"]),
            author: fields::text(entry, &fields::AUTHOR),
        })
    }

    /// The story's address.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The story as it is read, with what the export knows of it; `given` is its address as the person said it.
    pub fn draft(&self, given: Option<&str>) -> Result<Draft, Unreadable> {
        let Some(pdf) = &self.pdf else { return read_page(&self.page(), given) };
        let mut draft = read_pdf(pdf)?;
        let meta = &mut draft.meta;
        if let Some(title) = &self.title {
            (meta.title, meta.title_source) = (title.clone(), TitleSource::OpenGraph);
        }
        meta.author = self.author.clone().or_else(|| meta.author.take());
        let published = self.published_at.as_deref().and_then(machine_date);
        meta.published = published.or_else(|| meta.published.take());
        Ok(draft)
    }

    /// The entry as the page that it was, with what the export knows in its head.
    pub fn page(&self) -> String {
        let mut page = "<!doctype html><html><head><meta charset=\"utf-8\">".to_owned();
        let head = [
            ("property", "og:title", self.title.as_deref()),
            ("property", "og:url", self.url.as_deref()),
            ("property", "article:published_time", self.published_at.as_deref()),
            ("name", "author", self.author.as_deref()),
        ];
        for (kind, name, value) in head {
            if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
                let _ = write!(page, "<meta {kind}=\"{name}\" content=\"{}\">", escaped(value));
            }
        }
        page.push_str("</head><body><article>");
        page.push_str(&self.content);
        page.push_str("</article></body></html>");
        page
    }
}

/// Words as they are written in HTML.
pub(in crate::article) fn escaped(text: &str) -> String {
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
        let odd = Entry::read(
            r#"{"title":5,"url":"a","resolved_url":"b","author":{"name":"Sari"},"published_at":1600322788,"content":"x"}"#,
        );
        let odd = odd.unwrap().page();
        assert!(odd.contains("content=\"Sari\"") && odd.contains("2020-09-17T06:06:28Z"), "{odd}");
    }
}
