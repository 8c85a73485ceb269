//! Texts whose letters were saved twice: UTF-8 that a program read as one byte a letter, `CafÃ©`, `â€“`, and wrote again.

/// The text with its letters as they were, where that is certain: each run of letters beyond ASCII stands for bytes that are
/// UTF-8, and some of them for signs that news are written with. `None` where the text is as it should be.
pub(super) fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut is_typical = false;
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| !letter.is_ascii()) {
        let (plain, after) = rest.split_at_checked(start)?;
        let (run, after) =
            after.split_at_checked(after.find(|letter: char| letter.is_ascii()).unwrap_or(after.len()))?;
        let bytes: Vec<u8> = run.chars().map(byte_of).collect::<Option<_>>()?;
        let letters = std::str::from_utf8(&bytes).ok()?;
        is_typical |= letters.chars().any(is_of_news);
        out.push_str(plain);
        out.push_str(letters);
        rest = after;
    }
    out.push_str(rest);
    is_typical.then_some(out)
}

/// The byte for which a letter stands in Windows' Latin letters, or in ISO 8859-1 where it is a control character.
fn byte_of(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(letter)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = encoding_rs::WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !unknown)
}

/// Signs that news are written with: letters of Europe, quotes and dashes, money.
fn is_of_news(letter: char) -> bool {
    matches!(letter, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{203a}' | '€' | '™')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text as a program leaves it that takes each byte for a letter.
    fn spoilt(text: &str, as_windows: bool) -> String {
        let letter = |byte: &u8| {
            let windows = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(byte)).0;
            if as_windows { windows.into_owned() } else { char::from(*byte).to_string() }
        };
        text.as_bytes().iter().map(letter).collect()
    }

    #[test]
    fn letters_that_were_saved_twice_are_repaired() {
        let text = "Café “Déjà vu” – milik José … 25 °C, 5 €, 船";
        for as_windows in [true, false] {
            let spoilt = spoilt(text, as_windows);
            assert_ne!(spoilt, text);
            assert_eq!(repaired(&spoilt).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_not_certain_stays() {
        for text in [
            "Café “Déjà vu” – milik José",
            "CafÃ© dan Café",
            "Kata “CafÃ©” salah disandikan",
            "ß“ bukan apa-apa",
            "SÃO PAULO",
            "25 °C",
            "船が着いた",
            "biasa saja",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_spoilt_comes_back_and_nothing_is_harmed(text in "[a-z éà“”–…€]{0,30}", any in "\\PC{0,30}") {
            if !text.is_ascii() {
                prop_assert_eq!(repaired(&spoilt(&text, true)), Some(text));
            }
            let _ = repaired(&any);
        }
    }
}
