use std::fmt::Write as _;

/// Control characters, line and paragraph separators, and the marks that turn the direction of writing: what would steer a
/// terminal or reorder what it shows.
#[must_use]
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The same JSON on one line with such characters as `\u` escapes: they can stand in its strings alone.
#[must_use]
pub fn harmless_json(json: String) -> String {
    if !json.contains(is_steering) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_steering(c) {
            // Writing to a String cannot fail.
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            });
        } else {
            out.push(c);
        }
    }
    out
}
