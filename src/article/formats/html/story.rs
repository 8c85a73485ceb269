//! The story within the lines that an extractor found: what stands above its first paragraph and below its last is cut.

use crate::article::dateline::dateline;
use crate::article::publication::{is_date_line, stated_at_all};
use crate::text::fold_key;

/// Lines in which the story's beginning is looked for.
const HEAD_LINES: usize = 8;
/// The longest line above a story that is dropped for its dateline's sake, in characters: captions are shorter.
const LONGEST_CAPTION: usize = 600;

/// The lines of the story titled `title`.
pub(super) fn story(mut lines: Vec<String>, title: &str) -> Vec<String> {
    lines.drain(..beginning(&lines, title));
    lines.truncate(end(&lines));
    lines
}

/// The first line of the story: behind the repeated title, the line with the date, and captions above a dateline.
fn beginning(lines: &[String], title: &str) -> usize {
    let key = fold_key(title);
    let head = lines.get(..lines.len().min(HEAD_LINES)).unwrap_or_default();
    let after_title = head
        .iter()
        .position(|line| !key.is_empty() && line.len() <= title.len() * 2 + 40 && fold_key(line) == key)
        .map_or(0, |at| at + 1);
    let signed = head.iter().position(|line| dateline(line).is_some_and(|found| found.outlet.is_some()));
    let start = signed
        .filter(|at| {
            head.get(after_title..*at)
                .is_some_and(|above| above.iter().all(|line| line.chars().count() <= LONGEST_CAPTION))
        })
        .map_or(after_title, |at| at.max(after_title));
    let dated = head.iter().skip(start).take_while(|line| is_dating(line)).count();
    // A page with nothing else keeps what it has.
    if start + dated < lines.len() { start + dated } else { 0 }
}

/// Whether a line only says when the story came out, and perhaps how often it was read.
fn is_dating(line: &str) -> bool {
    is_date_line(line)
        || is_foreign_date(line)
        || (line.chars().count() <= 60 && stated_at_all(line).is_some_and(|found| found.time.is_some()))
}

/// Whether a short line is little else than a day with its year, in whatever language: "October 06, 2018".
fn is_foreign_date(line: &str) -> bool {
    let numbers: Vec<&str> =
        line.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let year = numbers.iter().any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    let day = numbers.iter().any(|digits| digits.len() <= 2);
    let words = line.split_whitespace().count();
    year && day && words <= 8 && line.chars().count() <= 60 && !line.trim_end().ends_with(['.', '?', '!'])
}

/// One past the last line of the story: behind the writers' initials, `(abc/de)`, and before left-over lists of links.
fn end(lines: &[String]) -> usize {
    let later_half = lines.len() / 2;
    let signed =
        lines.iter().enumerate().skip(later_half).find(|(_, line)| ends_with_initials(line)).map(|(at, _)| at + 1);
    let mut end = signed.unwrap_or(lines.len());
    while end > 1 && lines.get(end - 1).is_some_and(|line| counts_readers(line)) {
        end -= 1;
    }
    end
}

/// Whether a line closes with the initials of those who wrote and edited: `(fyk/ash)`, `(Cas/Isk)`, `(*)`.
fn ends_with_initials(line: &str) -> bool {
    let Some((_, tail)) = line.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return false;
    };
    let parts: Vec<&str> = tail.split('/').collect();
    let short =
        |part: &&str| (2..=8).contains(&part.chars().count()) && part.chars().all(|c| c.is_alphabetic() || c == '*');
    (parts.len() >= 2 && parts.len() <= 4 && parts.iter().all(short))
        && parts.iter().any(|part| part.chars().count() <= 4)
}

/// Whether a line is an entry of a list of popular stories: it ends with how many have read it.
fn counts_readers(line: &str) -> bool {
    let lower = line.to_lowercase();
    let Some(rest) = ["views", "kali dibaca", "dibaca"].iter().find_map(|word| lower.strip_suffix(word)) else {
        return false;
    };
    line.chars().count() <= 160 && rest.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(lines: &[&str], title: &str) -> Vec<String> {
        story(lines.iter().map(|line| (*line).to_owned()).collect(), title)
    }

    #[test]
    fn title_date_and_caption_above_a_dateline_are_cut() {
        let lines = [
            "Panen Raya",
            "Kamis, 5 Maret 2015 14:56 WIB | 120 Views",
            "Petani memanen padi (5/3).",
            "Palu (ANTARA) - Panen tiba.",
            "Selesai.",
        ];
        assert_eq!(cut(&lines, "Panen Raya"), ["Palu (ANTARA) - Panen tiba.", "Selesai."]);
    }

    #[test]
    fn what_follows_the_initials_is_cut() {
        let lines = ["Satu.", "Dua.", "Tiga. (abc/de)", "Langganan kabar kami!", "Sukses"];
        assert_eq!(cut(&lines, ""), ["Satu.", "Dua.", "Tiga. (abc/de)"]);
        assert_eq!(cut(&["Satu.", "Dua.", "Pasar ikan ramai 5.609 views"], ""), ["Satu.", "Dua."]);
    }

    #[test]
    fn a_day_in_another_language_is_no_part_of_the_story() {
        assert_eq!(cut(&["October 06, 2018", "Satu.", "Dua."], ""), ["Satu.", "Dua."]);
        assert_eq!(cut(&["22 orang tewas pada 2018.", "Dua."], "").len(), 2);
    }

    #[test]
    fn ordinary_endings_stay() {
        let lines = ["Satu.", "Ia lahir di kota itu (Jawa/Madura).", "Dua (2015).", "Tiga"];
        assert_eq!(cut(&lines, "Judul"), lines);
        assert_eq!(cut(&["Judul"], "Judul"), ["Judul"]);
    }

    proptest! {
        #[test]
        fn a_story_is_a_run_of_its_lines(lines in proptest::collection::vec("(Judul|Satu[.]|[(]ab/cd[)]|5 Mei 2020|A.com, B - C|3 views)", 0..12)) {
            let kept = story(lines.clone(), "Judul");
            prop_assert!(lines.is_empty() || !kept.is_empty());
            prop_assert!(kept.is_empty() || lines.windows(kept.len()).any(|run| run == kept));
        }
    }
}
