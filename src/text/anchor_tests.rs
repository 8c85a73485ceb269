use proptest::prelude::*;

use super::*;

const BODY: &str =
    "Menteri tiba di Dili pada Senin pagi.\nMenteri tiba di Dili pada Selasa pagi.\nPerundingan dimulai.";

fn check(body: &str, new: &str, quote: &str, nth: usize) -> (Option<String>, AnchorState) {
    let (start, found) = body.match_indices(quote).nth(nth).unwrap();
    let old = Span { start, end: start + found.len() };
    let (quote, prefix, suffix) = make(body, old);
    let kept = Kept { quote: &quote, prefix: &prefix, suffix: &suffix, span: old, state: AnchorState::Exact };
    let (span, state) = resolve(new, &kept);
    (span.map(|span| new.get(span.start..(span.end + 16).min(new.len())).unwrap().to_owned()), state)
}

#[test]
fn an_untouched_passage_is_exact() {
    assert_eq!(check(BODY, BODY, "Dili", 1).1, AnchorState::Exact);
}

#[test]
fn a_passage_pushed_down_has_moved_and_keeps_to_its_own_sentence() {
    let new = format!("Kalimat baru di depan.\n{BODY}");
    let (text, state) = check(BODY, &new, "Dili", 1);
    assert_eq!(state, AnchorState::Moved);
    assert_eq!(text.unwrap(), "Dili pada Selasa pag");
}

#[test]
fn a_mark_whose_sentence_is_gone_never_settles_silently_on_its_twin() {
    let new = BODY.replace("Menteri tiba di Dili pada Selasa pagi.\n", "");
    assert_eq!(check(BODY, &new, "Dili pada Selasa", 0).1, AnchorState::Lost);
    let twin = "Acara lain sekali berlangsung di sana: Dili menjadi tuan rumah sidang besar tahun ini.";
    assert_eq!(check(BODY, twin, "Dili", 1).1, AnchorState::Suspect);
}

#[test]
fn twins_cannot_be_told_apart_once_the_old_place_is_gone() {
    let body = "Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang.";
    let new = format!("Awal baru sekali.. {body}");
    assert_eq!(check(body, &new, "datang", 4).1, AnchorState::Suspect);
    assert_eq!(check("aa\naaaa\n", "aa\naaaa\n", "aaa", 0).1, AnchorState::Exact);
}

#[test]
fn a_lone_twin_elsewhere_is_in_doubt_where_other_words_follow_it() {
    let twin = "Menteri tiba di Dili pada Senin pagi dan langsung bertemu Presiden.";
    let body =
        format!("Kabar pertama hari ini. {twin} Setelah itu ia makan siang.\nKabar kedua. {twin} Malam itu ia pulang.");
    let new = body.replace(&format!("Kabar pertama hari ini. {twin} "), "");
    assert_eq!(check(&body, &new, "bertemu Presiden", 0).1, AnchorState::Suspect);
}

#[test]
fn a_rewritten_passage_in_its_old_frame_is_suspect() {
    let new = BODY.replace("Selasa pagi", "Selasa siang");
    assert_eq!(check(BODY, &new, "Selasa pagi", 0).1, AnchorState::Suspect);
}

proptest! {
    #[test]
    fn an_anchor_finds_itself(body in "[a-e \n]{1,80}", a in 0_usize..80, b in 0_usize..80) {
        let span = Span::new(a.min(body.len()), b.min(body.len()));
        let (quote, prefix, suffix) = make(&body, span);
        let kept = Kept { quote: &quote, prefix: &prefix, suffix: &suffix, span, state: AnchorState::Exact };
        let (found, state) = resolve(&body, &kept);
        if span.is_empty() {
            prop_assert_eq!(state, AnchorState::Lost);
        } else {
            prop_assert_eq!((found, state), (Some(span), AnchorState::Exact));
        }
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// A text whose characters keep their identity through edits, so that it is known where each one went.
#[derive(Clone)]
struct Traced {
    paragraphs: Vec<Vec<(char, usize)>>,
    next: usize,
}

impl Traced {
    fn new(text: &str) -> Self {
        let mut traced = Self { paragraphs: Vec::new(), next: 0 };
        for line in text.split('\n') {
            let line = traced.fresh(line);
            traced.paragraphs.push(line);
        }
        traced
    }

    fn fresh(&mut self, text: &str) -> Vec<(char, usize)> {
        text.chars()
            .map(|letter| {
                self.next += 1;
                (letter, self.next)
            })
            .collect()
    }

    fn text(&self) -> String {
        self.letters().into_iter().map(|(letter, _)| letter).collect()
    }

    fn letters(&self) -> Vec<(char, usize)> {
        // A line's end is no letter of its own: what it parts is.
        self.paragraphs.join(&('\n', 0))
    }

    /// The identities of the characters in some bytes of the text.
    fn identities(&self, span: Span) -> Vec<usize> {
        let mut at = 0;
        let mut found = Vec::new();
        for (letter, identity) in self.letters() {
            if span.start <= at && at < span.end {
                found.push(identity);
            }
            at += letter.len_utf8();
        }
        found
    }

    fn edit(&mut self, dice: &mut Dice) {
        const WORDS: [&str; 8] = ["kemarin", "Menteri", "di Dili", "pelabuhan", "telah", "Ramos", "baru", "para"];
        let at = dice.below(self.paragraphs.len());
        let length = self.paragraphs[at].len();
        let from = dice.below(length + 1);
        match dice.below(7) {
            0 => {
                let word = format!(" {} ", WORDS[dice.below(WORDS.len())]);
                let word = self.fresh(&word);
                self.paragraphs[at].splice(from..from, word);
            }
            1 => {
                let until = (from + 1 + dice.below(30)).min(length);
                self.paragraphs[at].splice(from.min(until)..until, []);
            }
            2 => {
                let until = (from + 1 + dice.below(12)).min(length);
                let word = self.fresh(WORDS[dice.below(WORDS.len())]);
                self.paragraphs[at].splice(from.min(until)..until, word);
            }
            3 => {
                let moved = self.paragraphs.remove(at);
                let to = dice.below(self.paragraphs.len() + 1);
                self.paragraphs.insert(to, moved);
            }
            4 => {
                let text: String = self.paragraphs[at].iter().map(|(letter, _)| *letter).collect();
                let copy = self.fresh(&text);
                let to = dice.below(self.paragraphs.len() + 1);
                self.paragraphs.insert(to, copy);
            }
            5 if self.paragraphs.len() > 20 => {
                self.paragraphs.remove(at);
            }
            // Encodings are repaired: letters with accents are written in two parts, or in one again.
            _ => {
                for letters in &mut self.paragraphs {
                    let composed = letters.iter().any(|(letter, _)| *letter == 'é');
                    *letters = letters
                        .iter()
                        .flat_map(|(letter, identity)| match (letter, composed) {
                            ('é', _) => vec![('e', *identity), ('\u{301}', *identity)],
                            ('\u{301}', false) => Vec::new(),
                            _ => vec![(*letter, *identity)],
                        })
                        .collect();
                }
            }
        }
    }
}

/// Paragraphs of sentences, many of which have twins, near twins and shared beginnings.
fn story(dice: &mut Dice) -> String {
    const WHO: [&str; 6] = ["Menteri", "Presiden Ramos Horta", "Wali kota", "Juru bicara", "Nelayan", "Duta besar"];
    const DID: [&str; 6] =
        ["tiba di Dili", "membuka pelabuhan", "menolak usul itu", "memuji René", "diam saja", "berharap"];
    const WHEN: [&str; 5] = ["pada Senin pagi", "kemarin", "tanpa pengawal", "di tengah hujan", "menurut laporan itu"];
    let paragraph = |dice: &mut Dice| {
        let sentences = (0..2 + dice.below(4))
            .map(|_| format!("{} {} {}.", WHO[dice.below(6)], DID[dice.below(6)], WHEN[dice.below(5)]));
        sentences.collect::<Vec<_>>().join(" ")
    };
    (0..40).map(|_| paragraph(dice)).collect::<Vec<_>>().join("\n")
}

/// What became of marks through edits.
#[derive(Debug, Default)]
struct Tally {
    /// Marks whose words still stand.
    stand: usize,
    /// Of those, found again.
    found: usize,
    /// Of those, without a doubt.
    sure: usize,
    /// Said to be right and on other words.
    wrong_words: usize,
    /// Said to be right and on the same words elsewhere, while its own still stand.
    wrong_place: usize,
}

fn random_marks(body: &str, dice: &mut Dice) -> Vec<Span> {
    let words: Vec<(usize, &str)> = body
        .split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .collect();
    (0..20)
        .map(|_| {
            let first = dice.below(words.len());
            let last = (first + dice.below(9)).min(words.len() - 1);
            Span { start: words[first].0, end: words[last].0 + words[last].1.len() }
        })
        .filter(|span| !span.is_empty())
        .collect()
}

#[test]
fn through_a_thousand_edits_no_mark_settles_silently_on_other_words() {
    let mut tally = Tally::default();
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let body = story(&mut dice);
        for _ in 0..250 {
            let before = Traced::new(&body);
            let mut after = before.clone();
            for _ in 0..=dice.below(8) {
                after.edit(&mut dice);
            }
            let new = after.text();
            let alignment = Alignment::new(&body, &new);
            for span in random_marks(&body, &mut dice) {
                count(&mut tally, &before, &after, &alignment, (&body, &new), span);
            }
        }
    }
    assert_eq!((tally.wrong_words, tally.wrong_place), (0, 0), "{tally:?}");
    assert!(tally.sure * 100 >= tally.stand * 90, "doubt is for what is doubtful: {tally:?}");
    assert!(tally.found * 100 >= tally.stand * 95, "{tally:?}");
}

fn count(
    tally: &mut Tally,
    before: &Traced,
    after: &Traced,
    alignment: &Alignment,
    (body, new): (&str, &str),
    span: Span,
) {
    let (quote, prefix, suffix) = make(body, span);
    let kept = Kept { quote: &quote, prefix: &prefix, suffix: &suffix, span, state: AnchorState::Exact };
    let (found, state) = resolve_after(alignment, new, &kept);
    let own = before.identities(span);
    // Where the characters are now, if they still stand together.
    let letters = after.letters();
    let identities: Vec<usize> = letters.iter().map(|(_, identity)| *identity).collect();
    let stands = identities.windows(own.len()).any(|window| window == own);
    let on_own = found.is_some_and(|found| after.identities(found) == own);
    let sure = matches!(state, AnchorState::Exact | AnchorState::Moved);
    tally.stand += usize::from(stands);
    tally.found += usize::from(stands && on_own && state != AnchorState::Lost);
    tally.sure += usize::from(stands && on_own && sure);
    if sure && !on_own {
        let same_words = found.is_some_and(|found| found.of(new) == quote);
        tally.wrong_words += usize::from(!same_words);
        tally.wrong_place += usize::from(same_words && stands);
    }
}

#[test]
fn a_paragraph_of_which_a_word_was_changed_is_proposed_and_never_taken_for_sure() {
    let old = "Menteri Luar Negeri bertemu wartawan di Jakarta pada hari Selasa lalu.\nKalimat lain berdiri di sini.";
    let new = old.replace("Selasa", "Rabu");
    let span = Span { start: 0, end: old.find('\n').unwrap() };
    let (quote, prefix, suffix) = make(old, span);
    let kept = Kept { quote: &quote, prefix: &prefix, suffix: &suffix, span, state: AnchorState::Exact };
    let (found, state) = resolve_after(&Alignment::new(old, &new), &new, &kept);
    assert_eq!(found.map(|found| found.of(&new)), new.lines().next());
    assert_eq!(state, AnchorState::Suspect);
    let other = new.replace("Menteri Luar Negeri bertemu wartawan di Jakarta pada hari Rabu lalu.", "Hujan turun.");
    assert_eq!(resolve_after(&Alignment::new(old, &other), &other, &kept), (None, AnchorState::Lost));
}

/// What becomes of a mark on the first place of `quote` when its text changes.
fn after(old: &str, new: &str, quote: &str) -> (Option<Span>, AnchorState) {
    let start = old.find(quote).unwrap();
    let span = Span { start, end: start + quote.len() };
    let (quote, prefix, suffix) = make(old, span);
    let kept = Kept { quote: &quote, prefix: &prefix, suffix: &suffix, span, state: AnchorState::Exact };
    resolve_after(&Alignment::new(old, new), new, &kept)
}

#[test]
fn a_mark_in_a_long_changed_text_keeps_to_its_own_sentence() {
    const TWIN: &str = "Nilai tukar rupiah menguat terhadap dolar pada penutupan perdagangan hari ini.";
    let sentence = |number: usize| format!("Laporan {number} dari pelabuhan menyebut {} kapal menunggu. ", number * 7);
    let paragraph = |number: usize| (0..9).map(|part| sentence(number * 9 + part)).collect::<String>() + "Selesai.\n";
    let filler: Vec<String> = (0..60).map(paragraph).collect();
    let with_twins = |first: &str, last: &str| {
        let head: String = filler.iter().take(20).map(String::as_str).collect();
        let tail: String = filler.iter().skip(20).map(String::as_str).collect();
        format!("{head}Sore itu. {first} Sekian.\n{tail}Sore itu. {last} Sekian.\n")
    };
    let old = with_twins(TWIN, TWIN);
    // Each paragraph is changed by a sign, as a repair of the encoding does.
    let repaired = |text: &str| text.replace("Selesai.", "Selesai…");
    let (span, state) = after(&old, &repaired(&old), TWIN);
    assert_eq!(
        (span.map(|span| span.of(&repaired(&old)).to_owned()).as_deref(), state),
        (Some(TWIN), AnchorState::Moved)
    );
    let gone = repaired(&with_twins("", TWIN));
    assert!(after(&old, &gone, TWIN).1 >= AnchorState::Suspect, "only the twin is left");
    assert!(after(&old.replace('\n', " "), &gone.replace('\n', " "), TWIN).1 >= AnchorState::Suspect);
}

#[test]
fn where_a_text_is_too_much_alike_to_be_compared_nothing_is_taken_for_sure() {
    let round = "satu dua tiga dua satu tiga tiga dua ".repeat(700);
    let old = format!("{round}kapal niaga {round}");
    let new = format!("dua dua {}kapal niaga {round}tiga tiga", round.replacen("satu", "dua", 3));
    assert_eq!(after(&old, &new, "kapal niaga").1, AnchorState::Moved, "its words are a landmark");
    let (old, new) =
        (format!("{round}kapal {round}kapal "), format!("dua dua {}tiga", round.replace("tiga tiga", "kapal kapal")));
    assert!(after(&old, &new, "kapal").1 >= AnchorState::Suspect);
}
