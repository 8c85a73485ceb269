//! The head of a story in Markdown: its fields in YAML, TOML or JSON ("front matter").
//!
//! Heads are written by hand and by programs that know little of YAML: `title: Kapal: Tiba` is none and means what it says, so
//! that they are read by rules of their own which hold for what is flat in YAML 1.2, and forgive the rest.

use serde_json::{Map, Value};

/// How many lines a head may have.
const MOST_LINES: usize = 200;
/// How long it may be, in bytes.
const LONGEST: usize = 256 * 1024;

/// The fields of a text's head by their names in lower case, and the text behind it; `None` where it has none.
pub(super) fn head(text: &str) -> Option<(Map<String, Value>, &str)> {
    if text.starts_with('{') {
        return json_head(text);
    }
    let fence = text.lines().next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
    let rest = text.get(text.find('\n')? + 1..)?;
    let mut end = 0;
    let mut lines = rest.split_inclusive('\n').take(MOST_LINES);
    let closing = lines.find(|line| {
        let line_end = line.trim_end();
        let closes = line_end == fence || fence == "---" && line_end == "...";
        end += if closes { 0 } else { line.len() };
        closes || end > LONGEST
    })?;
    let (head, body) = (rest.get(..end).filter(|head| head.len() <= LONGEST)?, rest.get(end + closing.len()..)?);
    Some((if fence == "+++" { toml_fields(head)? } else { yaml_fields(head)? }, body))
}

/// A head that is a JSON object, without fences.
fn json_head(text: &str) -> Option<(Map<String, Value>, &str)> {
    let start = text.get(..text.floor_char_boundary(LONGEST))?;
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<Map<String, Value>>();
    let fields = values.next()?.ok()?;
    let body = text.get(values.byte_offset()..)?;
    let is_text = !body.trim_start().starts_with(['{', '[']) && !body.trim().is_empty();
    (is_text && body.starts_with(['\n', '\r'])).then_some((fields, body))
}

fn toml_fields(head: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = head.parse().ok()?;
    let plain = |value: toml::Value| match value {
        toml::Value::Datetime(moment) => Value::from(moment.to_string()),
        other => serde_json::to_value(other).unwrap_or_default(),
    };
    Some(table.into_iter().map(|(name, value)| (name, plain(value))).collect())
}

/// The flat part of YAML. `None` where the first line is none: the text merely begins with a rule.
fn yaml_fields(head: &str) -> Option<Map<String, Value>> {
    let mut entries: Vec<(String, &str, Vec<&str>)> = Vec::new();
    for line in head.lines() {
        match named(line) {
            Some((name, value)) => entries.push((name, value, Vec::new())),
            // What is indented, empty or an item belongs to the name above it.
            None => match entries.last_mut() {
                Some((.., below)) => below.push(line),
                None if line.trim().is_empty() || line.trim_start().starts_with('#') => {}
                None => return None,
            },
        }
    }
    let fields = entries.into_iter().filter_map(|(name, first, below)| Some((name, value(first, &below)?)));
    Some(fields.collect())
}

/// The name that a line gives a value, in lower case, and what stands behind it.
fn named(line: &str) -> Option<(String, &str)> {
    if line.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let (name, value) = line.split_once(':')?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = !name.is_empty()
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && !value.starts_with("//");
    is_name.then(|| (name.to_lowercase(), value.trim()))
}

/// What a name means that is followed by `first`, and by lines below it; `None` where that is nothing.
fn value(first: &str, below: &[&str]) -> Option<Value> {
    let first = if first.starts_with("# ") { "" } else { first };
    let next = || below.iter().map(|line| line.trim()).find(|line| !line.is_empty() && !line.starts_with('#'));
    match first.chars().next() {
        Some('|' | '>') if is_block(first) => Some(block(first.starts_with('>'), below).into()),
        Some('[') => list_in_brackets(&folded(first, below)).or_else(|| scalar(first, below)),
        Some(_) => scalar(first, below),
        None if next().is_some_and(|line| line == "-" || line.starts_with("- ")) => Some(list(below)),
        // The deeper parts of YAML say nothing that is needed.
        None if next().is_none_or(|line| line.contains(": ") || line.ends_with(':')) => Some(Value::Array(Vec::new())),
        None => scalar("", below),
    }
}

/// A text, in quotes or plain.
fn scalar(first: &str, below: &[&str]) -> Option<Value> {
    if first.starts_with(['"', '\''])
        && let Some((text, rest)) = quoted(&folded(first, below))
        // Words behind the quotes show that these are words of a plain text.
        && (rest.trim().is_empty() || rest.trim_start().starts_with('#'))
    {
        return Some(text.into());
    }
    // A line that is itself `name: value` is no part of a plain text, and a remark ends it.
    let goes_on = |line: &&&str| !line.contains(": ") && !line.trim_start().starts_with(['#', '-']);
    let mut plain =
        folded("", &[&[first], below.iter().take_while(goes_on).copied().collect::<Vec<_>>().as_slice()].concat());
    // "#Tagar" is a word.
    if let Some(remark) = plain.find(" # ").or_else(|| plain.strip_suffix(" #").map(str::len)) {
        plain.truncate(remark);
    }
    let plain = plain.trim();
    let unclosed = |quote: &char| plain.strip_prefix(*quote).filter(|rest| !rest.contains(*quote));
    let plain = ['"', '\''].iter().find_map(unclosed).unwrap_or(plain);
    (!matches!(plain, "~" | "null" | "Null" | "NULL")).then(|| plain.into())
}

/// Lines as one, as YAML folds them: a break is a space, an empty line a break.
fn folded(first: &str, below: &[&str]) -> String {
    let mut text = first.trim().to_owned();
    for line in below.iter().map(|line| line.trim()) {
        if line.is_empty() {
            text.push('\n');
            continue;
        }
        if text.ends_with('\\') {
            text.pop();
        } else if !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        text.push_str(line);
    }
    text.trim_end().to_owned()
}

/// Whether a value is a text in lines of its own: `|`, `>-`, `|2+`.
fn is_block(first: &str) -> bool {
    let sign = first.get(1..).unwrap_or_default().split(" #").next().unwrap_or_default().trim_end();
    sign.len() <= 2 && sign.chars().all(|letter| matches!(letter, '+' | '-' | '1'..='9'))
}

/// A text in lines of its own, its breaks kept or folded.
fn block(folds: bool, below: &[&str]) -> String {
    let within = |line: &&&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
    let below: Vec<&str> = below.iter().take_while(within).copied().collect();
    if folds {
        return folded("", &below).trim_start().to_owned();
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = below.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min().unwrap_or_default();
    let lines: Vec<&str> = below.iter().map(|line| line.get(least..).unwrap_or_default().trim_end()).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Items on lines of their own, each with the lines below it.
fn list(below: &[&str]) -> Value {
    let mut items: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in below.iter().filter(|line| !line.trim_start().starts_with('#')) {
        let item = line.trim();
        match (item.strip_prefix("- ").or(Some("").filter(|_| item == "-")), items.last_mut()) {
            (Some(item), _) => items.push((item.trim(), Vec::new())),
            (None, Some((_, below))) if !item.is_empty() => below.push(line),
            _ => {}
        }
    }
    items.into_iter().filter_map(|(first, below)| scalar(called(first), &below)).collect()
}

/// What an item is called that says more of itself: `name: Budi`.
fn called(item: &str) -> &str {
    let inner = item.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(item).trim();
    named(inner).filter(|(name, _)| matches!(name.as_str(), "name" | "label")).map_or(item, |(_, value)| value)
}

/// Items between brackets, `[laut, "luar negeri"]`; `None` where they do not close.
fn list_in_brackets(text: &str) -> Option<Value> {
    let mut rest = text.strip_prefix('[')?.trim_start();
    let mut items = Vec::new();
    loop {
        if let Some(behind) = rest.strip_prefix(']') {
            // "[Foto] Banjir di Kupang" is a text.
            if !behind.trim().is_empty() && !behind.trim_start().starts_with('#') {
                return None;
            }
            return Some(items.into_iter().filter(|item: &String| !item.is_empty()).collect());
        }
        if let Some((item, after)) = Some(rest).filter(|rest| rest.starts_with(['"', '\''])).and_then(quoted) {
            items.push(item);
            rest = after.trim_start();
        } else {
            let end = rest.find([',', ']'])?;
            items.push(called(rest.get(..end)?.trim()).to_owned());
            rest = rest.get(end..)?;
        }
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        if rest.is_empty() {
            return None;
        }
    }
}

/// The text in the quotes that `text` begins with, and what follows; `None` where they do not close.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next()?;
    let mut out = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, letter)| *letter);
        match letter {
            '\'' if quote == '\'' && next == Some('\'') => {
                out.push('\'');
                letters.next();
            }
            letter if letter == quote => return Some((out, text.get(at + 1..)?)),
            '\\' if quote == '"' => {
                let (_, escaped) = letters.next()?;
                let digits = match escaped {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let code: String = (0..digits).filter_map(|_| letters.next()).map(|(_, digit)| digit).collect();
                out.extend(match escaped {
                    'n' => Some('\n'),
                    't' => Some('\t'),
                    'r' | '0' => None,
                    'x' | 'u' | 'U' => u32::from_str_radix(&code, 16).ok().and_then(char::from_u32),
                    other => Some(other),
                });
            }
            other => out.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(lines: &str) -> Map<String, Value> {
        head(&format!("---\n{lines}\n---\nIsi.")).expect("it has a head").0
    }

    #[test]
    fn texts_are_read_in_every_form_of_yaml() {
        for (lines, title) in [
            ("title: Kapal: Tiba di Dili", "Kapal: Tiba di Dili"),
            ("title: >-\n  Kapal tiba\n  di Dili", "Kapal tiba di Dili"),
            ("title: > # dilipat\n  Kapal tiba\n\n  di Dili", "Kapal tiba\ndi Dili"),
            ("title: |\n  Kapal tiba\n    di Dili\n", "Kapal tiba\n  di Dili"),
            ("title: |-\n  Kapal # 1\n", "Kapal # 1"),
            ("title: 'Jum''at pagi' # hari", "Jum'at pagi"),
            ("title: \"Kata \\\"tiba\\\" \\u2013 \\\\ Dili\"", "Kata \"tiba\" – \\ Dili"),
            ("title: \"Kapal tiba\n  di Dili\"", "Kapal tiba di Dili"),
            ("title: Kapal tiba\n  di Dili", "Kapal tiba di Dili"),
            ("title:\n  Kapal tiba\n  di Dili", "Kapal tiba di Dili"),
            ("title: Kapal tiba # catatan", "Kapal tiba"),
            ("title: Kapal#1 tiba", "Kapal#1 tiba"),
            ("title: [Foto] Banjir di Kupang", "[Foto] Banjir di Kupang"),
            ("title: Menteri Sebut \"Darurat\"", "Menteri Sebut \"Darurat\""),
            ("title: Ramai #Tagar di Dili", "Ramai #Tagar di Dili"),
            ("title: 'Kapal' tiba di Dili", "'Kapal' tiba di Dili"),
            ("title: \"Kapal\" dan \"Perahu\" # dua", "\"Kapal\" dan \"Perahu\""),
            ("\"title\": Kapal", "Kapal"),
            ("title: \"tak tertutup", "tak tertutup"),
        ] {
            assert_eq!(fields(lines)["title"], title, "{lines}");
            assert_eq!(fields(&format!("{lines}\nurl: https://a.id/1"))["url"], "https://a.id/1", "{lines}");
        }
        assert_eq!(fields("author: null\nurl: ~").len(), 0);
        assert_eq!(fields("extra:\n  deep: 1\n  url: x"), fields("extra: []"));
    }

    #[test]
    fn lists_are_read_between_brackets_and_on_lines() {
        for lines in [
            "tags: [laut, 'luar negeri, jauh'] # dua",
            "tags: [laut,\n  \"luar negeri, jauh\"]",
            "tags:\n  - laut\n  # catatan\n  - 'luar negeri, jauh'",
            "tags:\n- laut # ikan\n- luar negeri,\n  jauh",
        ] {
            assert_eq!(fields(lines)["tags"], serde_json::json!(["laut", "luar negeri, jauh"]), "{lines}");
        }
        for lines in ["authors:\n  - name: Budi\n    email: x", "authors: [ {name: Budi} ]", "authors:\n- Budi"] {
            assert_eq!(fields(lines)["authors"], serde_json::json!(["Budi"]), "{lines}");
        }
        assert_eq!(fields("tags: []\ntitle: a")["tags"], serde_json::json!([]));
    }

    #[test]
    fn a_head_may_be_an_object() {
        let (fields, body) = head("{\"title\": \"Kapal\",\n \"tags\": [\"laut\"]}\n\nIsi.").unwrap();
        assert_eq!(
            (&fields["title"], &fields["tags"], body),
            (&"Kapal".into(), &serde_json::json!(["laut"]), "\n\nIsi.")
        );
        for text in ["{\"a\": 1}", "{\"a\": 1}\n{\"a\": 2}", "{\"a\": 1", "{kapal}\nIsi."] {
            assert!(head(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_head_ends_with_dots_as_well_and_is_no_longer_than_heads_are() {
        assert_eq!(head("---\ntitle: a\n...\nIsi.").map(|(_, body)| body), Some("Isi."));
        let long = format!("---\n{}---\nIsi.", "a: b\n".repeat(MOST_LINES + 1));
        assert!(head(&long).is_none());
        assert!(head(&format!("---\na: {}\n---\nIsi.", "b".repeat(LONGEST))).is_none());
        assert!(head("---\n\nIsi saja.\n---\n").is_none());
    }

    proptest! {
        #[test]
        fn any_head_is_read_without_harm(lines in "(a: |b:|\\[|\\]|'|\"|\\\\|>-?|\\||- |#|  |\n|é|,|\\\\u12|x){0,40}") {
            let _ = head(&format!("---\n{lines}\n---\nIsi."));
        }
    }
}
