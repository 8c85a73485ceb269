//! JSON as far as it is whole: a file that was cut off still holds all that stands before the cut.

use serde_json::value::RawValue;
use serde_json::{Deserializer, Map, Value};

use super::Unreadable;

/// What such data is called.
pub(in crate::article) const KIND: &str = "JSON data";

/// The values in a file, those of its arrays each by itself.
#[derive(Default)]
pub(super) struct Values<'a> {
    /// Those that are whole, up to the first that is not.
    pub found: Vec<&'a RawValue>,
    /// Whether more follows that is damaged or cut off.
    pub is_damaged: bool,
    /// What follows.
    pub rest: &'a [u8],
}

/// Whether bytes begin as an object does, or an array of objects, and as no text.
pub(in crate::article) fn begins(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let first = bytes.strip_prefix(b"[").map_or(bytes, <[u8]>::trim_ascii_start);
    let name = first.strip_prefix(b"{").and_then(|inner| inner.trim_ascii_start().strip_prefix(b"\""));
    // A speech in braces has no colon behind its quotes.
    name.is_some_and(|name| match name.iter().position(|sign| *sign == b'"') {
        Some(end) => {
            name.get(end + 1..).unwrap_or_default().trim_ascii_start().first().is_none_or(|sign| *sign == b':')
        }
        None => name.len() < LONGEST_NAME,
    })
}

/// Bytes of the longest name that a value has.
const LONGEST_NAME: usize = 64;

/// The fields of a value that is an object, a half letter of which (`\ud83d` alone, as a cut emoji leaves it) is one that
/// stands for any; `None` where it is no object, and a reason where it cannot be read.
pub(super) fn object(value: &RawValue) -> Option<Result<Map<String, Value>, Unreadable>> {
    let text = value.get();
    let read = || serde_json::from_str(text).or_else(|_| serde_json::from_str(&whole_letters(text)));
    text.starts_with('{').then(|| read().map_err(|_| Unreadable::Damaged(KIND)))
}

/// JSON with each half letter replaced.
fn whole_letters(text: &str) -> String {
    let half =
        |at: usize| text.get(at..at + 6)?.strip_prefix("\\u").and_then(|code| u32::from_str_radix(code, 16).ok());
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('\\')).map(|found| at + found) {
        out.push_str(text.get(at..next).unwrap_or_default());
        let (kept, length) = match (half(next), half(next + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (text.get(next..next + 12), 12),
            (Some(0xd800..=0xdfff), _) => (Some("\\ufffd"), 6),
            // What is escaped may be a backslash.
            _ => (text.get(next..next + 2), 2),
        };
        out.push_str(kept.unwrap_or("\\"));
        at = next + if kept.is_some() { length } else { 1 };
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The values of a file: of one array, of several that follow each other, or one a line.
pub(super) fn values(bytes: &[u8]) -> Values<'_> {
    let mut found = Vec::new();
    let mut rest = bytes.trim_ascii_start();
    let mut within = false;
    loop {
        if let Some(after) = rest.strip_prefix(if within { b"]" } else { b"[" }) {
            within = !within;
            rest = after.trim_ascii_start();
            continue;
        }
        let Some((value, after)) = first(rest) else { break };
        found.push(value);
        rest = after;
        if within && !rest.starts_with(b"]") {
            let Some(after) = rest.strip_prefix(b",") else { break };
            rest = after.trim_ascii_start();
        }
    }
    Values { found, is_damaged: within || !rest.is_empty(), rest }
}

/// The value that bytes begin with, and what follows it.
fn first(bytes: &[u8]) -> Option<(&RawValue, &[u8])> {
    let mut values = Deserializer::from_slice(bytes).into_iter::<&RawValue>();
    let value = values.next()?.ok()?;
    Some((value, bytes.get(values.byte_offset()..)?.trim_ascii_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_damage_is_found() {
        let told = |text: &'static str| {
            let values = values(text.as_bytes());
            (values.found.iter().map(|value| value.get()).collect::<Vec<_>>().join(" "), values.is_damaged)
        };
        for (text, found, is_damaged) in [
            ("[1, {\"a\": [2]},\n3]", "1 {\"a\": [2]} 3", false),
            ("[1][{}] \n", "1 {}", false),
            ("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1} {\"b\":2}", false),
            ("[1, 2", "1 2", true),
            ("[{\"a\":1},{\"a\":", "{\"a\":1}", true),
            ("[1 2]", "1", true),
            ("[] x", "", true),
            ("[1,]", "1", false),
            ("", "", false),
        ] {
            assert_eq!(told(text), (found.to_owned(), is_damaged), "{text}");
        }
    }

    #[test]
    fn half_letters_are_replaced_and_what_cannot_be_read_is_told() {
        let read = |text: &str| object(&RawValue::from_string(text.to_owned()).unwrap());
        let note = |text: &str| read(text).unwrap().unwrap()["a"].as_str().unwrap().to_owned();
        assert_eq!(
            note("{\"a\": \"pa\\ud83dgi \\\\ud83d \\ud83d\\ude00 \\udc00é\"}"),
            "pa\u{fffd}gi \\ud83d 😀 \u{fffd}é"
        );
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(200), "]".repeat(200));
        assert_eq!(read(&deep), Some(Err(Unreadable::Damaged(KIND))));
        assert_eq!(read("[1]"), None);
    }

    #[test]
    fn texts_in_brackets_are_no_data() {
        assert!(begins(b" [ {\"a\"") && begins(b"{ \"a\": 1"));
        assert!(!begins("{\"Kami siap,\" kata Jokowi} di Jakarta".as_bytes()) && begins(b"[{\"ti"));
        assert!(!begins(b"[Gambas:Video] Kapal") && !begins(b"{kapal}") && !begins(b"[1] Catatan"));
    }
}
