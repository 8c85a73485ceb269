//! The dateline: where a story was filed and by whom, at the start of its first paragraph.

use super::outlet::{is_outlet, outlet_name};

/// What a dateline says. It stays in the body as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The outlet's shown name.
    pub outlet: Option<String>,
    /// The place as written.
    pub place: Option<String>,
    /// Bytes of the paragraph up to the story's first word.
    pub length: usize,
}

/// The longest dateline looked for, in bytes.
const LONGEST: usize = 120;

/// The dateline that `paragraph` opens with, in any of the forms that Indonesian outlets use.
pub(super) fn dateline(paragraph: &str) -> Option<Dateline> {
    let head = paragraph.get(..paragraph.floor_char_boundary(LONGEST))?;
    in_parentheses(head)
        .or_else(|| outlet_then_place(head))
        .or_else(|| place_then_outlet(head))
        .or_else(|| capital_outlet_then_place(head))
        .or_else(|| place_then_dash(head))
        .or_else(|| capital_place(head))
        .filter(|found| paragraph.get(found.length..).is_some_and(|rest| !rest.trim().is_empty()))
}

/// `Jakarta (ANTARA News) -`, `Mataram, NTB (ANTARA) -`.
fn in_parentheses(head: &str) -> Option<Dateline> {
    let (place, rest) = head.split_once(" (")?;
    let (outlet, rest) = rest.split_once(')')?;
    if !is_outlet(outlet) || !is_place(place, 6) {
        return None;
    }
    let after = skip_dash(rest)?;
    Some(made(head, Some(outlet), Some(place), after))
}

/// `KONTAN.CO.ID - SEOUL.`, `Liputan6.com, Jakarta -`, `TEMPO.CO, Jakarta`, `TRIBUNNEWS.COM -`.
fn outlet_then_place(head: &str) -> Option<Dateline> {
    let end = outlet_end(head)?;
    let (outlet, rest) = head.split_at_checked(end)?;
    if let Some(after_comma) = rest.trim_start().strip_prefix(',') {
        let after_comma = after_comma.trim_start();
        let (place, after) = leading_place(after_comma)?;
        let after = skip_dash(after).or_else(|| after.strip_prefix('.')).unwrap_or(after);
        return Some(made(head, Some(outlet), Some(place), after));
    }
    let after_dash = skip_dash(rest)?;
    let place = leading_place(after_dash).and_then(|(place, after)| {
        let closed = after.strip_prefix('.').filter(|tail| tail.starts_with(' ')).or_else(|| skip_dash(after));
        closed.filter(|_| is_place(place, 4)).map(|tail| (place, tail))
    });
    match place {
        Some((place, after)) => Some(made(head, Some(outlet), Some(place), after)),
        None => Some(made(head, Some(outlet), None, after_dash)),
    }
}

/// `JAKARTA, KOMPAS.com -`, `Jakarta, CNN Indonesia --`.
fn place_then_outlet(head: &str) -> Option<Dateline> {
    let mut from = 0;
    while let Some(at) = head.get(from..)?.find(", ").map(|at| from + at) {
        let (place, tail) = (head.get(..at)?, head.get(at + 2..)?);
        if !is_place(place, 5) {
            return None;
        }
        let parted = tail.char_indices().find_map(|(at, _)| {
            let (outlet, rest) = tail.split_at_checked(at)?;
            let after = skip_dash(rest).or_else(|| rest.strip_prefix(". "))?;
            (at > 0 && is_outlet(outlet)).then_some((outlet, after))
        });
        if let Some((outlet, after)) = parted {
            return Some(made(head, Some(outlet), Some(place), after));
        }
        from = at + 2;
    }
    None
}

/// `WARTA KOTA - BOGOR. Hujan ...`: an outlet that is not known by its name is known by its place in the pattern, in
/// which both are in capitals and a full stop ends the place.
fn capital_outlet_then_place(head: &str) -> Option<Dateline> {
    let (outlet, rest) = [" - ", " – ", " — ", " -- "].iter().find_map(|dash| head.split_once(dash))?;
    let (place, after) = rest.split_once(". ")?;
    let capitals = |text: &str| text.chars().any(char::is_alphabetic) && !text.contains(char::is_lowercase);
    let fits = capitals(outlet) && capitals(place) && is_place(outlet, 4) && is_place(place, 4);
    (fits && after.starts_with(char::is_uppercase)).then(|| made(head, Some(outlet), Some(place), after))
}

/// detik's `Jakarta - Presiden ...`.
fn place_then_dash(head: &str) -> Option<Dateline> {
    let at = [" - ", " – ", " — ", " -- "].iter().filter_map(|dash| head.find(dash)).min()?;
    let (place, rest) = head.split_at_checked(at)?;
    let after = skip_dash(rest)?;
    let opens =
        after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '\'' | '‘'));
    (opens && is_place(place, 3)).then(|| made(head, None, Some(place), after))
}

/// Older Kontan's `JAKARTA. Penguatan ...`: capitals only, so that no sentence is mistaken for it.
fn capital_place(head: &str) -> Option<Dateline> {
    let (place, after) = head.split_once(". ")?;
    let capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !place.contains(char::is_lowercase);
    (capitals && is_place(place, 3) && after.starts_with(char::is_uppercase))
        .then(|| made(head, None, Some(place), after))
}

fn made(head: &str, outlet: Option<&str>, place: Option<&str>, after: &str) -> Dateline {
    let after = after.trim_start();
    Dateline {
        outlet: outlet.and_then(outlet_name),
        place: place.map(|place| place.trim().to_owned()).filter(|place| !place.is_empty()),
        length: head.len() - after.len(),
    }
}

/// Where the outlet at the start of `head` ends; agencies may have several words.
fn outlet_end(head: &str) -> Option<usize> {
    let ends =
        head.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—')).map(|(at, _)| at);
    ends.take(4).find(|at| head.get(..*at).is_some_and(is_outlet))
}

/// The capitalised words that `text` opens with and what follows them.
fn leading_place(text: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let capitals =
        text.split_whitespace().next().is_some_and(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1);
    for (count, word) in text.split_inclusive(' ').enumerate() {
        let bare = word.trim_end();
        let stops = bare.find(['-', '–', '—', '.', ',']).filter(|at| *at > 0);
        let named = bare.starts_with(char::is_uppercase)
            && (!capitals || !bare.chars().skip(1).any(char::is_lowercase) || stops.is_some());
        if count >= 4 || !named || (count > 0 && !capitals && end > 0 && !word_continues_place(text, end)) {
            break;
        }
        if let Some(at) = stops {
            let cut = place_cut(bare, at);
            end += cut;
            return text.split_at_checked(end).filter(|(place, _)| !place.is_empty());
        }
        end += word.len();
    }
    let place = text.get(..end)?.trim_end();
    (!place.is_empty()).then(|| text.split_at_checked(place.len()))?
}

/// A hyphen inside a word ("Banda-Aceh") belongs to it; a dash at its end does not.
fn place_cut(word: &str, at: usize) -> usize {
    match word.get(at..) {
        Some(rest) if rest.starts_with('-') && rest.chars().nth(1).is_some_and(char::is_alphabetic) => word.len(),
        _ => at,
    }
}

/// After a mixed-case place ("Jakarta Presiden ..."), another capitalised word belongs to the place only if a dash closes it.
fn word_continues_place(text: &str, from: usize) -> bool {
    let tail = text.get(from..).unwrap_or_default();
    let tail = tail.get(..tail.floor_char_boundary(40)).unwrap_or_default();
    [" - ", " – ", " — ", " -- "].iter().filter_map(|dash| tail.find(dash)).any(|at| {
        tail.get(..at).is_some_and(|words| {
            words.split(' ').count() <= 2 && words.split(' ').all(|word| word.starts_with(char::is_uppercase))
        })
    })
}

/// What follows a dash of any kind, with the spaces around it; `None` where there is none.
fn skip_dash(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = text.trim_start_matches(['-', '–', '—']);
    (rest.len() < text.len()).then(|| rest.trim_start())
}

/// Whether `text` could be the name of a place: up to `words` capitalised words, without digits or sentence marks.
fn is_place(text: &str, words: usize) -> bool {
    let text = text.trim();
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '/' | '.' | '-' | '\'' | '’');
    !text.is_empty()
        && text.chars().count() <= 50
        && text.chars().all(plain)
        && text.split_whitespace().count() <= words
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(paragraph: &str) -> (Option<String>, Option<String>, &str) {
        let found = dateline(paragraph).unwrap_or_default();
        (found.outlet, found.place, &paragraph[found.length..])
    }

    #[test]
    fn every_form_gives_outlet_place_and_where_the_story_starts() {
        for (paragraph, outlet, place) in [
            ("KONTAN.CO.ID - SEOUL. Pemerintah siap.", Some("Kontan"), Some("SEOUL")),
            ("KONTAN.CO.ID - KUALA LUMPUR. Pemerintah siap.", Some("Kontan"), Some("KUALA LUMPUR")),
            ("KONTAN.CO.ID-JAKARTA. Pemerintah siap.", Some("Kontan"), Some("JAKARTA")),
            ("JAKARTA, KOMPAS.com - Pemerintah siap.", Some("Kompas"), Some("JAKARTA")),
            ("JAKARTA, KOMPAS.com — Pemerintah siap.", Some("Kompas"), Some("JAKARTA")),
            ("BANDA ACEH, KOMPAS.com – Pemerintah siap.", Some("Kompas"), Some("BANDA ACEH")),
            ("Liputan6.com, Jakarta Pemerintah siap.", Some("Liputan6"), Some("Jakarta")),
            ("Liputan6.com, Jakarta - Pemerintah siap.", Some("Liputan6"), Some("Jakarta")),
            ("Liputan6.com, Banda Aceh - Pemerintah siap.", Some("Liputan6"), Some("Banda Aceh")),
            ("TEMPO.CO, Jakarta - Pemerintah siap.", Some("Tempo"), Some("Jakarta")),
            ("Bisnis.com, JAKARTA—Pemerintah siap.", Some("Bisnis"), Some("JAKARTA")),
            ("REPUBLIKA.CO.ID, JAKARTA -- Pemerintah siap.", Some("Republika"), Some("JAKARTA")),
            ("TRIBUNNEWS.COM, JAKARTA - Pemerintah siap.", Some("Tribunnews"), Some("JAKARTA")),
            ("TRIBUNNEWS.COM - Pemerintah siap.", Some("Tribunnews"), None),
            ("Jakarta (ANTARA News) - Pemerintah siap.", Some("ANTARA"), Some("Jakarta")),
            ("Moskow (ANTARA) - Pemerintah siap.", Some("ANTARA"), Some("Moskow")),
            ("Mataram, NTB (ANTARA) - Pemerintah siap.", Some("ANTARA"), Some("Mataram, NTB")),
            ("Jakarta, CNN Indonesia -- Pemerintah siap.", Some("CNN Indonesia"), Some("Jakarta")),
            ("WARTA KOTA - BOGOR. Pemerintah siap.", Some("WARTA KOTA"), Some("BOGOR")),
            ("Jakarta - Pemerintah siap.", None, Some("Jakarta")),
            ("JAKARTA. Pemerintah siap.", None, Some("JAKARTA")),
        ] {
            let (found_outlet, found_place, rest) = parts(paragraph);
            assert_eq!(
                (found_outlet.as_deref(), found_place.as_deref(), rest),
                (outlet, place, "Pemerintah siap."),
                "{paragraph}"
            );
        }
    }

    #[test]
    fn ordinary_sentences_have_no_dateline() {
        for paragraph in [
            "Presiden menandatangani perjanjian itu pada Rabu.",
            "Menteri itu datang - katanya - tanpa diundang.",
            "BUMN. Perusahaan itu",
            "Kabar (baik) - semoga.",
            "JAKARTA, KOMPAS.com -",
            "",
        ] {
            let found = dateline(paragraph);
            assert!(found.is_none() || paragraph.starts_with("BUMN"), "{paragraph}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn a_dateline_never_reaches_past_its_paragraph(text in "\\PC{0,80}", head in "(JAKARTA, |Jakarta |KONTAN.CO.ID - |A.com, )?") {
            let text = format!("{head}{text}");
            if let Some(found) = dateline(&text) {
                prop_assert!(text.get(found.length..).is_some_and(|rest| !rest.is_empty()));
            }
        }
    }
}
