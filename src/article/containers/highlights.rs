//! Highlights as services write them into texts: as Markdown, or into a cell of a table.

use pulldown_cmark::{Event, Parser, TagEnd};
use serde_json::{Value, json};

/// The highlights that Omnivore writes as Markdown: quotes of the story `html`, each followed by its labels and by what was noted
/// on it.
pub(super) fn omnivore(markdown: &str, html: &str) -> Value {
    let mut marks: Vec<(String, String)> = Vec::new();
    let mut quoting = false;
    for line in markdown.lines() {
        match line.trim_start().strip_prefix('>') {
            Some(words) => {
                if !quoting {
                    marks.push((String::new(), String::new()));
                }
                if let Some((quote, _)) = marks.last_mut() {
                    quote.push_str(words.trim());
                    quote.push('\n');
                }
                quoting = true;
            }
            None => {
                if let Some((_, note)) = marks.last_mut() {
                    note.push_str(line.trim());
                    note.push('\n');
                }
                quoting = false;
            }
        }
    }
    marks.iter().map(|(quote, note)| mark(quote, note, html)).collect()
}

fn mark(quote: &str, note: &str, html: &str) -> Value {
    let (mut quote, mut note) = (without_markdown(quote), note.trim());
    let mut labels = Vec::new();
    // What the story itself says is part of the quote.
    while let Some((words, label)) = quote.rsplit_once(char::is_whitespace)
        && is_label(label)
        && !html.contains(label)
    {
        labels.insert(0, label.trim_start_matches('#').to_owned());
        quote = words.trim_end().to_owned();
    }
    if let Some(line) = note.lines().next().filter(|line| line.split_whitespace().all(is_label)) {
        labels.extend(line.split_whitespace().map(|label| label.trim_start_matches('#').to_owned()));
        note = note.get(line.len()..).unwrap_or_default().trim();
    }
    json!({ "quote": quote, "note": note, "labels": labels })
}

fn is_label(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|name| name.starts_with(char::is_alphanumeric))
}

/// The words of Markdown, paragraphs on lines of their own.
fn without_markdown(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text);
            }
            Event::SoftBreak => words.push(' '),
            Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => {
                words.push('\n');
            }
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// The highlights that Raindrop writes into a cell, `Highlight:words` and `Note:words` on lines of their own; `None` where the
/// text is none.
pub(super) fn raindrop(cell: &str) -> Option<Value> {
    let mut marks: Vec<[String; 2]> = Vec::new();
    let mut part = 0;
    for line in cell.lines() {
        let (begins, words) = match (line.strip_prefix("Highlight:"), line.strip_prefix("Note:")) {
            (Some(words), _) => {
                marks.push([String::new(), String::new()]);
                (0, words)
            }
            (None, Some(words)) => (1, words),
            (None, None) => (part, line),
        };
        part = begins;
        let words_so_far = marks.last_mut()?.get_mut(part)?;
        words_so_far.push_str(words);
        words_so_far.push('\n');
    }
    let mark = |[quote, note]: [String; 2]| json!({ "quote": quote.trim(), "note": note.trim() });
    (!marks.is_empty()).then(|| marks.into_iter().map(mark).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(markdown: &str, html: &str) -> Vec<(String, String, String)> {
        let Value::Array(marks) = omnivore(markdown, html) else { panic!("no list") };
        let text = |mark: &Value, key: &str| mark[key].as_str().unwrap_or_default().to_owned();
        let labels = |mark: &Value| {
            mark["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect::<Vec<_>>().join(",")
        };
        marks.iter().map(|mark| (text(mark, "quote"), text(mark, "note"), labels(mark))).collect()
    }

    #[test]
    fn quotes_of_omnivore_are_plain_words_with_labels_and_notes() {
        let one = |markdown: &str| told(markdown, "<p>ikan segar #laut</p>").remove(0);
        let three = |quote: &str, note: &str, labels: &str| (quote.to_owned(), note.to_owned(), labels.to_owned());
        assert_eq!(one("> baris satu\n> baris dua\n\ncatatan\n"), three("baris satu baris dua", "catatan", ""));
        assert_eq!(one("> kota itu.\n> \n> Presiden"), three("kota itu.\nPresiden", "", ""));
        assert_eq!(
            one("> naik [kapal kayu](https://a.id) dan **ikan** \\[x\\]"),
            three("naik kapal kayu dan ikan [x]", "", "")
        );
        assert_eq!(one("> ikan #kota #pasar\r\n\r\nnota #lain"), three("ikan", "nota #lain", "kota,pasar"));
        assert_eq!(one("> ikan\n\n#kota #pasar\n\nnota"), three("ikan", "nota", "kota,pasar"));
        assert_eq!(one("> ikan segar #laut"), three("ikan segar #laut", "", ""), "the story says it");
        assert_eq!(told("> satu\n\n> dua\n", "").len(), 2);
    }
}
