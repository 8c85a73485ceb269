use proptest::prelude::*;

use super::*;

/// Words that do not repeat, from a number on.
fn words(from: usize, count: usize) -> String {
    let word = |number: usize| format!("kata{}", spread(number as u64) % 1_000_000);
    (from..from + count).map(word).collect::<Vec<_>>().join(" ")
}

/// A text without digits, so that numbers have no say.
fn plain(from: usize, count: usize) -> String {
    words(from, count)
        .chars()
        .map(|c| if let Some(digit) = c.to_digit(10) { char::from(b'a' + digit as u8) } else { c })
        .collect()
}

fn share(one: &str, other: &str) -> Option<u8> {
    let (one, other) = (Shingles::new(one), Shingles::new(other));
    assert_eq!(one.copies(&other), other.copies(&one));
    one.copies(&other)
}

#[test]
fn the_same_story_with_another_byline_and_cut_at_the_end_is_a_copy() {
    let story = plain(0, 300);
    assert_eq!(share(&story, &story.to_uppercase().replace(' ', "\n")), Some(100));
    let other = format!("JAKARTA, Harian Contoh – {} Baca juga berita lain di situs kami.", plain(0, 200));
    assert!(share(&story, &other).is_some_and(|share| (55..75).contains(&share)), "{:?}", share(&story, &other));
    assert_eq!(share(&story, &plain(0, 90)), None, "a third of it is an extract");
}

#[test]
fn what_stands_under_every_story_of_an_outlet_makes_no_copies() {
    let standing = plain(5000, 200);
    let (one, other) = (format!("{} {standing}", plain(0, 60)), format!("{} {standing}", plain(1000, 60)));
    assert_eq!(share(&one, &other), None);
}

#[test]
fn a_form_filled_in_with_other_numbers_is_another_story() {
    let form = |day: u32| {
        let text = plain(0, 120);
        format!("Pada {day} Juni 2024 tercatat {} gram dan {} rupiah. {text} Besok {}.", day * 3, day * 7919, day + 1)
    };
    assert!(share(&form(11), &form(11)).is_some());
    assert_eq!(share(&form(11), &form(25)), None);
}

#[test]
fn short_texts_are_no_copies() {
    let brief = plain(0, 30);
    assert_eq!(share(&brief, &brief), None);
    assert_eq!(Shingles::new(&brief).sketch(), None);
    assert_eq!(Shingles::new(""), Shingles::default());
}

#[test]
fn the_sketches_of_copies_meet_in_a_band_and_those_of_others_do_not() {
    let sketch = |text: &str| Shingles::new(text).sketch().unwrap();
    let meet = |one: &Sketch, other: &Sketch| one.bands().any(|key| other.bands().any(|theirs| theirs == key));
    let (story, cut) = (sketch(&plain(0, 300)), sketch(&plain(0, 200)));
    assert!(meet(&story, &cut));
    assert!((50..85).contains(&story.estimate(&cut)), "{}", story.estimate(&cut));
    assert!(!meet(&story, &sketch(&plain(4000, 300))));
    assert_eq!(Sketch::from_bytes(&story.to_bytes()), Some(story));
    assert_eq!(Sketch::from_bytes(&[1, 2, 3]), None);
}

#[test]
fn a_sketch_is_the_same_in_every_version() {
    // Sketches are kept in libraries: another hash would find no copy of what was kept.
    assert_eq!(Shingles::new(&plain(0, 100)).sketch().unwrap().bands().next(), Some(1_092_518_476_025_119_429));
}

proptest! {
    #[test]
    fn any_text_long_enough_is_a_copy_of_itself(text in "\\PC{0,900}") {
        let shingles = Shingles::new(&text);
        let whole = shingles.set().len() >= LEAST_RUNS;
        prop_assert_eq!(shingles.copies(&shingles), whole.then_some(100));
    }
}
