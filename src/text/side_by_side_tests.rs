use proptest::prelude::*;

use super::*;

/// The rows as people may write them: words gone in [-brackets-], words that came in {+braces+}.
fn told(one: &str, two: &str) -> Vec<String> {
    let line = |row: &Row| {
        let woven = row.woven(one, two).into_iter().map(|(part, text)| {
            let space = text.len() - text.trim_start().len();
            let (gap, words) = text.split_at(space);
            match part {
                Part::Kept(..) => text,
                Part::Gone(_) => format!("{gap}[-{words}-]"),
                Part::New(_) => format!("{gap}{{+{words}+}}"),
            }
        });
        woven.collect::<String>()
    };
    side_by_side(one, two).iter().map(line).collect()
}

#[test]
fn words_that_differ_are_told_within_their_paragraph() {
    let one = "Kapal tiba di Dili.\nMuatannya beras dan semen dari Kupang.\nPenutup lama.";
    let two = "Kapal tiba di Dili.\nMuatannya beras saja dari Kupang.\nKapal kedua menyusul besok.";
    let wanted = [
        "Kapal tiba di Dili.",
        "Muatannya beras [-dan semen-] {+saja+} dari Kupang.",
        "[-Penutup lama.-]",
        "{+Kapal kedua menyusul besok.+}",
    ];
    assert_eq!(told(one, two), wanted);
    assert!(told("", "").is_empty());
    assert_eq!(told("", "Baru."), ["{+Baru.+}"]);
    assert_eq!(told("Lama sekali kapal itu.", "Kapal itu."), ["[-Lama sekali kapal-] {+Kapal+} itu."]);
}

#[test]
fn a_paragraph_that_was_parted_or_written_in_another_form_is_no_other_one() {
    let parted = "Kapal niaga tiba di Dili pada Senin.\nMuatannya beras dan semen.";
    let joined = "Kapal niaga tiba di Dili pada Senin. Muatannya beras dan semen.";
    let rows = side_by_side(parted, joined);
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].is_changed());
    assert!(side_by_side("Café itu tutup.", "Cafe\u{301} itu tutup.").iter().all(|row| !row.is_changed()));
}

#[test]
fn a_whole_story_in_one_line_is_compared_by_sentences() {
    let sentence =
        |number: usize| format!("Kapal nomor {number} berlayar dari Kupang ke Dili membawa {number} ton beras.");
    let paragraphs: Vec<String> = (0..60).map(sentence).collect();
    let (line, changed) = (paragraphs.join(" "), paragraphs.join("\n").replace("nomor 30", "ke-30"));
    let rows = side_by_side(&line, &changed);
    assert_eq!((rows.len(), rows.iter().filter(|row| row.is_changed()).count()), (60, 1));
}

#[test]
fn texts_that_have_nothing_in_common_are_not_compared_word_by_word() {
    let text = |word: &str| (0..9_000).map(|number| format!("{word}{number}")).collect::<Vec<_>>().join(" ");
    let rows = side_by_side(&text("a"), &text("b"));
    assert!(rows.iter().all(|row| row.one.is_none() || row.two.is_none()));
}

proptest! {
    #[test]
    fn every_word_of_both_texts_stands_in_one_row_and_in_order(
        one in "([a-d]{1,3}[ .,\n]{1,2}){0,40}", two in "([a-d]{1,3}[ .,\n]{1,2}){0,40}"
    ) {
        let rows = side_by_side(&one, &two);
        let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let (mut of_one, mut of_two) = (String::new(), String::new());
        for part in rows.iter().flat_map(|row| &row.parts) {
            match part {
                Part::Kept(first, second) => {
                    prop_assert_eq!(signs(first.of(&one)), signs(second.of(&two)));
                    of_one += first.of(&one);
                    of_two += second.of(&two);
                }
                Part::Gone(span) => of_one += span.of(&one),
                Part::New(span) => of_two += span.of(&two),
            }
        }
        prop_assert_eq!(signs(&of_one), signs(&one));
        prop_assert_eq!(signs(&of_two), signs(&two));
        for row in &rows {
            let parts = row.parts.iter();
            let within = parts.clone().all(|part| match part {
                Part::Kept(first, second) => row.one.is_some_and(|one| one.contains(*first)) && row.two.is_some_and(|two| two.contains(*second)),
                Part::Gone(span) => row.one.is_some_and(|one| one.contains(*span)),
                Part::New(span) => row.two.is_some_and(|two| two.contains(*span)),
            });
            prop_assert!(within);
        }
    }
}
