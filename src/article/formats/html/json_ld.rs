//! What a page says about its story in JSON-LD (schema.org).

use dom_query::Document;
use serde_json::{Map, Value};

/// The fields of the page's article object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct JsonLd {
    /// `headline`.
    pub headline: Option<String>,
    /// `datePublished`, as written.
    pub published: Option<String>,
    /// Names of `author`, joined by commas.
    pub author: Option<String>,
    /// Name of `editor`.
    pub editor: Option<String>,
    /// Name of `publisher`.
    pub publisher: Option<String>,
    /// `url` or `mainEntityOfPage`.
    pub url: Option<String>,
    /// `articleBody`.
    pub body: Option<String>,
}

/// Objects looked at in one page.
const OBJECT_LIMIT: usize = 2000;

/// The article object of `page`: the first whose type is a kind of article.
pub(super) fn json_ld(page: &Document) -> JsonLd {
    page.select("script[type=\"application/ld+json\"]")
        .iter()
        .filter_map(|script| parsed(&script.text()))
        .find_map(|value| article(&value))
        .unwrap_or_default()
}

/// Sites leave raw line breaks in strings, and wrap the object in comments.
fn parsed(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>");
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim().trim_end_matches(';');
    serde_json::from_str(clean).or_else(|_| serde_json::from_str(&without_stray_commas(clean))).ok()
}

/// Templates leave a comma behind the last of a list.
fn without_stray_commas(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for letter in json.chars() {
        if !quoted && matches!(letter, '}' | ']') {
            out.truncate(out.trim_end().trim_end_matches(',').len());
        }
        quoted ^= letter == '"' && !escaped;
        escaped = quoted && letter == '\\' && !escaped;
        out.push(letter);
    }
    out
}

/// The first article object within `value`, in order of appearance.
fn article(value: &Value) -> Option<JsonLd> {
    let mut waiting = vec![value];
    let mut looked_at = 0;
    while let Some(value) = waiting.pop() {
        looked_at += 1;
        if looked_at > OBJECT_LIMIT {
            return None;
        }
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(fields) if is_article(fields) => return Some(fields_of(fields)),
            Value::Object(fields) => waiting.extend(["mainEntity", "@graph"].iter().filter_map(|key| fields.get(*key))),
            _ => {}
        }
    }
    None
}

fn is_article(fields: &Map<String, Value>) -> bool {
    let named = |value: &Value| {
        value
            .as_str()
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report")
    };
    match fields.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

fn fields_of(fields: &Map<String, Value>) -> JsonLd {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).map(unescaped).filter(|text| !text.is_empty());
    let named = |key: &str| {
        fields.get(key).map(names).filter(|names: &Vec<String>| !names.is_empty()).map(|names| names.join(", "))
    };
    let main = || match fields.get("mainEntityOfPage") {
        Some(Value::String(url)) => Some(url.clone()),
        Some(Value::Object(page)) => page.get("@id").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    JsonLd {
        headline: text("headline").or_else(|| text("name")),
        published: text("datePublished"),
        author: named("author").or_else(|| named("creator")),
        editor: named("editor"),
        publisher: named("publisher"),
        url: text("url").filter(|url| url.starts_with("http")).or_else(main),
        body: text("articleBody"),
    }
}

/// Names in a value that is a name, an object with a name, or a list of these.
fn names(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(name) => Some(unescaped(name)),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(unescaped),
        _ => None,
    };
    match value {
        Value::Array(items) => items.iter().take(10).filter_map(one).collect::<Vec<_>>(),
        other => one(other).into_iter().collect(),
    }
    .into_iter()
    .filter(|name| !name.is_empty())
    .collect()
}

/// JSON-LD often holds HTML entities; parsing it as HTML text undoes them and drops stray tags.
fn unescaped(text: &str) -> String {
    let text = text.trim();
    if text.contains('&') && text.len() < 1_000_000 && !text.contains('<') {
        Document::fragment(text.to_owned()).text().trim().to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> JsonLd {
        json_ld(&Document::from(format!("<script type=\"application/ld+json\">{json}</script>")))
    }

    #[test]
    fn the_article_is_found_in_a_graph_and_among_others() {
        let found = of(
            r#"{"@graph":[{"@type":"BreadcrumbList","name":"x"},{"@type":["NewsArticle"],"headline":"Harga &quot;Garam&quot; Naik",
            "author":[{"name":"Budi"},{"name":"Sari"}],"publisher":{"name":"Contoh"},"datePublished":"2024-01-02"}]}"#,
        );
        assert_eq!(found.headline.as_deref(), Some("Harga \"Garam\" Naik"));
        assert_eq!(found.author.as_deref(), Some("Budi, Sari"));
        assert_eq!(found.publisher.as_deref(), Some("Contoh"));
    }

    #[test]
    fn a_comma_behind_the_last_field_does_no_harm() {
        let found = of(r#"{"@type":"Article","headline":"Satu,} \",]","author":[{"name":"Sari"},],}"#);
        assert_eq!((found.headline.as_deref(), found.author.as_deref()), (Some("Satu,} \",]"), Some("Sari")));
    }

    #[test]
    fn raw_line_breaks_and_broken_json_do_no_harm() {
        assert_eq!(of("{\"@type\":\"Article\",\"headline\":\"Satu\ndua\"}").headline.as_deref(), Some("Satu dua"));
        assert_eq!(of("{\"@type\":\"Article\",").headline, None);
        assert_eq!(of(&"[".repeat(5000)), JsonLd::default());
    }
}
