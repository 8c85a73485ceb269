use crate::text::is_steering;

/// `text` with the characters shown as escapes that would steer a terminal or reorder what it shows.
pub(super) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_steering(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_steers_the_terminal(text in any::<String>()) {
            prop_assert!(!printable(&text).chars().any(is_steering));
        }
    }

    #[test]
    fn plain_text_stays_and_escapes_can_be_read() {
        assert_eq!(printable("Rapat é “kabinet”"), "Rapat é “kabinet”");
        assert_eq!(printable("a\u{1b}[31m\nb\u{202e}c\u{9b}"), r"a\u{1b}[31m\nb\u{202e}c\u{9b}");
    }
}
