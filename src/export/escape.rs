//! Text from outside as Markdown that means nothing but that text.
//!
//! Made for `CommonMark` and kept harmless in what others build on it: GFM, Obsidian, Pandoc, Liquid templates. HTML's
//! own signs become character references, because early Markdown programs know no backslash before them.

/// `text` as one line of Markdown that renders as that text, at the beginning of a line or within one.
///
/// Line breaks, tabs and control characters become spaces; runs of spaces become one. May be empty.
pub(super) fn line(text: &str) -> String {
    let plain = one_line(text);
    let mut out = String::with_capacity(plain.len() + plain.len() / 8);
    let mut numbering = true;
    for (at, c) in plain.char_indices() {
        let head = plain.get(..at).unwrap_or_default();
        let tail = plain.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if tail.starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric()) => out.push_str("&amp;"),
            _ => {
                let numbered = numbering && !head.is_empty();
                if is_active(c)
                    || is_doubled(c, head, tail)
                    || begins_block(c, head, tail, numbered)
                    || begins_link(c, head, tail)
                {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        numbering = numbering && c.is_ascii_digit();
    }
    out
}

/// `text` without line breaks and control characters, trimmed, each run of blanks one space.
pub(super) fn one_line(text: &str) -> String {
    let blank = |c: char| c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut words = text.split(blank).filter(|word| !word.is_empty());
    let mut out = String::with_capacity(text.len());
    out.extend(words.next());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// Signs that mean something wherever they stand.
const fn is_active(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '|' | '$' | '^' | '{' | '}')
}

/// Signs that mean something in pairs: `==marked==`, `%%hidden%%`.
fn is_doubled(c: char, head: &str, tail: &str) -> bool {
    matches!(c, '=' | '%') && (head.ends_with(c) || tail.starts_with(c))
}

/// Signs that make a list, a rule, a heading or a definition at the beginning of a line; `numbered` after digits alone.
fn begins_block(c: char, head: &str, tail: &str, numbered: bool) -> bool {
    match c {
        '-' | '+' | '=' | ':' => head.is_empty(),
        '.' | ')' => numbered && (tail.is_empty() || tail.starts_with(' ')),
        _ => false,
    }
}

/// The colon of `://` and the dot of `www.`, from which some programs make a link.
fn begins_link(c: char, head: &str, tail: &str) -> bool {
    match c {
        ':' => tail.starts_with("//"),
        '.' => {
            head.len().checked_sub(3).and_then(|from| head.get(from..)).is_some_and(|w| w.eq_ignore_ascii_case("www"))
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "escape_tests.rs"]
mod tests;
