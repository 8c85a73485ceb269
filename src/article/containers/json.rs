//! JSON as far as it is whole: a file that was cut off still holds all that stands before the cut.

use serde_json::Deserializer;
use serde_json::value::RawValue;

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
    first.strip_prefix(b"{").is_some_and(|inner| inner.trim_ascii_start().starts_with(b"\""))
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
    fn texts_in_brackets_are_no_data() {
        assert!(begins(b" [ {\"a\"") && begins(b"{ \"a\": 1"));
        assert!(!begins(b"[Gambas:Video] Kapal") && !begins(b"{kapal}") && !begins(b"[1] Catatan"));
    }
}
