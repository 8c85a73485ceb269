//! Titles: cleaned of the site's name, or made from the lead where there is none.

use super::dateline::dateline;
use super::outlet::{is_outlet, outlet_name};
use crate::text::weekday;

/// A derived title has at most this many characters.
const LONGEST: usize = 110;
/// A clause shorter than this says too little for a title, in characters.
const SHORTEST: usize = 40;

/// Words that open a clause which a title can do without.
const CLAUSE_OPENERS: &[&str] = &[
    "yang",
    "setelah",
    "sebelum",
    "karena",
    "sehingga",
    "sementara",
    "usai",
    "saat",
    "ketika",
    "agar",
    "meski",
    "meskipun",
    "sebagai",
    "menyusul",
    "lantaran",
    "dengan",
    "untuk",
    "pada",
    "dalam",
    "guna",
    "seiring",
    "namun",
    "tetapi",
    "sejak",
    "hingga",
    "melalui",
    "terkait",
    "demikian",
    "kata",
    "ujar",
    "di",
];

/// A short title made from the first paragraph, without its dateline: its first sentence, or as much of it as ends at a
/// clause, or at a word with an ellipsis. Empty only when the lead is.
pub(super) fn derived_title(lead: &str) -> String {
    let lead = lead.lines().next().unwrap_or_default();
    let story = dateline(lead).and_then(|found| lead.get(found.length..)).unwrap_or(lead).trim();
    // Far more than is needed, so that a line of megabytes costs nothing.
    let story = story.get(..story.floor_char_boundary(LONGEST * 16)).unwrap_or_default();
    let sentence = first_sentence(story);
    let short =
        if sentence.chars().count() <= LONGEST { without_day(sentence).to_owned() } else { shortened(sentence) };
    let short = short
        .trim_matches(|c: char| matches!(c, '"' | '“' | '”' | ',' | ';' | ':' | '-' | '–' | '—') || c.is_whitespace());
    let short = short.trim_end_matches('.').trim_end();
    if short.is_empty() { story.chars().take(LONGEST).collect() } else { short.to_owned() }
}

/// The first sentence: up to a full stop, question or exclamation mark before a space and a capital or quote.
fn first_sentence(text: &str) -> &str {
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let end = at + 1;
        let rest = text.get(end..).unwrap_or_default().trim_start_matches(['"', '”', '\'', ')']);
        let opens = rest
            .strip_prefix(' ')
            .is_some_and(|next| next.trim_start().starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit()));
        let word = text.get(..at).and_then(|head| head.rsplit([' ', '(']).next()).unwrap_or_default();
        let abbreviation =
            c == '.' && (word.chars().count() <= 3 && word.starts_with(char::is_uppercase) || word.contains('.'));
        if opens && !abbreviation {
            return text.get(..end).unwrap_or(text);
        }
    }
    text
}

/// The sentence without the day that it names at its end, `... pada hari Rabu (19/6)`.
fn without_day(sentence: &str) -> &str {
    let cut = day_phrase(sentence).filter(|at| {
        let tail = sentence.get(*at..).unwrap_or_default();
        tail.split_whitespace().count() <= 5
            && sentence.get(..*at).is_some_and(|head| head.chars().count() >= SHORTEST / 2)
    });
    cut.and_then(|at| sentence.get(..at)).unwrap_or(sentence)
}

/// Where the phrase naming a weekday starts, with its "pada" and "hari".
fn day_phrase(sentence: &str) -> Option<usize> {
    let words = words_with_offsets(sentence);
    let named = words.iter().position(|(_, word)| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() > 3 && bare.starts_with(char::is_uppercase) && weekday(bare).is_some()
    })?;
    let mut start = named;
    while start > 0 && words.get(start - 1).is_some_and(|(_, word)| matches!(*word, "pada" | "hari" | "Pada" | "Hari"))
    {
        start -= 1;
    }
    words.get(start).map(|(at, _)| *at).filter(|at| *at > 0)
}

fn words_with_offsets(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    text.split(' ')
        .map(|word| {
            let start = at;
            at += word.len() + 1;
            (start, word)
        })
        .filter(|(_, word)| !word.is_empty())
        .collect()
}

/// The longest beginning that ends where a clause does, or else at a word, with an ellipsis.
fn shortened(sentence: &str) -> String {
    let limit = sentence.char_indices().nth(LONGEST).map_or(sentence.len(), |(at, _)| at);
    let fits = |at: usize| at <= limit && sentence.get(..at).is_some_and(|head| head.chars().count() >= SHORTEST);
    if let Some(at) = day_phrase(sentence).filter(|at| fits(*at)) {
        return sentence.get(..at).unwrap_or(sentence).trim_end().to_owned();
    }
    let words = words_with_offsets(sentence);
    let clause = words.windows(2).rev().find_map(|two| {
        let [(before_at, before), (at, word)] = two else { return None };
        let closes = before.ends_with([',', ';', ':']) || matches!(*word, "-" | "–" | "—") || word.starts_with('(');
        let opens = CLAUSE_OPENERS.contains(word) && !CLAUSE_OPENERS.contains(before);
        let end = before_at + before.len();
        ((closes || opens) && fits(end) && *at > 0).then_some(end)
    });
    if let Some(end) = clause {
        return sentence.get(..end).unwrap_or(sentence).to_owned();
    }
    let word = words.iter().map(|(at, word)| at + word.len()).take_while(|end| *end < limit).last().unwrap_or(limit);
    format!("{}…", sentence.get(..word).unwrap_or(sentence))
}

/// A page's title is cut after so many characters.
const LONGEST_PAGE_TITLE: usize = 500;
/// So many parts of a page's title are looked at for the site's name.
const MOST_SITE_NAMES: usize = 8;

/// A page's title without the site's name behind or before it: "Judul - Contoh.com Ekonomi" is "Judul".
pub(super) fn page_title(title: &str, outlet: Option<&str>) -> String {
    let end = title.trim().char_indices().nth(LONGEST_PAGE_TITLE).map_or(title.trim().len(), |(at, _)| at);
    let mut rest = title.trim().get(..end).unwrap_or_default().trim_end();
    // A site's name has its section beside it, at times the outlet's group; nothing has more parts than that.
    for _ in 0..MOST_SITE_NAMES {
        let cut = [" - ", " | ", " – ", " — ", " :: ", " « ", " » ", " · "]
            .iter()
            .filter_map(|sign| rest.rfind(sign).map(|at| (at, at + sign.len())))
            .max();
        let Some((at, after)) = cut else { break };
        let (head, tail) = (rest.get(..at).unwrap_or_default(), rest.get(after..).unwrap_or_default());
        if is_site_name(tail, outlet) && !head.trim().is_empty() {
            rest = head.trim();
        } else if is_site_name(head, outlet) && !tail.trim().is_empty() {
            rest = tail.trim();
        } else {
            break;
        }
    }
    rest.to_owned()
}

/// Whether `part` of a title names the site: a domain, the outlet, or either with a section.
fn is_site_name(part: &str, outlet: Option<&str>) -> bool {
    let words = part.split_whitespace().count();
    let signed = part.split_whitespace().any(|word| is_outlet(word) && word.contains('.'));
    let lower = part.to_lowercase();
    let named = outlet
        .is_some_and(|outlet| lower.contains(&outlet.to_lowercase()) || outlet_name(part).as_deref() == Some(outlet));
    words <= 4 && (signed || named || is_outlet(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_lead_is_its_own_title() {
        assert_eq!(
            derived_title("CONTOH.CO.ID - MANADO. Harga ikan cakalang turun tajam. Nelayan mengeluh."),
            "Harga ikan cakalang turun tajam"
        );
    }

    #[test]
    fn a_long_lead_ends_before_the_day_or_at_a_clause() {
        let lead = "Menteri Perdagangan negara itu membuka kembali pasar ekspor kelapa bagi petani kecil pada hari Kamis (15/8) yang disambut gembira oleh warga desa di pesisir.";
        assert_eq!(
            derived_title(lead),
            "Menteri Perdagangan negara itu membuka kembali pasar ekspor kelapa bagi petani kecil"
        );
        let lead = "Para petani kelapa di pesisir utara pulau itu mulai menjual hasil panen mereka sendiri, setelah pemerintah daerah membuka kembali pasar lama di pelabuhan.";
        assert_eq!(
            derived_title(lead),
            "Para petani kelapa di pesisir utara pulau itu mulai menjual hasil panen mereka sendiri"
        );
    }

    #[test]
    fn abbreviations_do_not_end_the_sentence() {
        assert_eq!(
            derived_title("PT. Kelapa Jaya menanam modal Rp1.5 triliun di Dr. Soetomo. Lalu pergi."),
            "PT. Kelapa Jaya menanam modal Rp1.5 triliun di Dr. Soetomo"
        );
    }

    #[test]
    fn a_page_title_loses_the_sites_name() {
        assert_eq!(page_title("Harga Ikan Turun - Contoh.com Ekonomi", None), "Harga Ikan Turun");
        assert_eq!(page_title("Harga Ikan Turun | Kabar Online", Some("Kabar")), "Harga Ikan Turun");
        assert_eq!(page_title("Harga Ikan - Kabar Nelayan", None), "Harga Ikan - Kabar Nelayan");
        assert_eq!(page_title("Ikan! - Pangan :: Contoh.id Hidup", None), "Ikan! - Pangan");
        assert_eq!(page_title("Contoh.id", None), "Contoh.id");
    }

    proptest! {
        #[test]
        fn a_derived_title_is_short_and_never_empty(lead in "[a-zA-Zé\"(). ,]{0,300}[a-z]") {
            let title = derived_title(&lead);
            prop_assert!(!title.is_empty());
            prop_assert!(title.chars().count() <= LONGEST + 1);
        }

        #[test]
        fn cleaning_a_title_keeps_something(title in "\\PC{0,60}") {
            prop_assert_eq!(page_title(&title, Some("Contoh")).is_empty(), title.trim().is_empty());
        }
    }
}
