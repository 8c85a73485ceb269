use std::time::Duration;

use super::*;
use crate::article::SourceFile;
use crate::library::trial::Trial;
use crate::library::{AnchorState, Color, ImportOutcome, NewAnnotation, prepare};
use crate::text::Span;

const URL: &str = "https://contoh.co.id/berita/kapal-tiba";
const FIRST: &str = "Kapal Tiba di Dili\nKapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan. Muatannya beras dan semen untuk kota itu.";
const SECOND: &str = "Kapal Tiba di Dili\nDiperbarui Selasa. Kapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan. Muatannya beras dan semen untuk kota itu. Kapal kedua menyusul.";

fn import(trial: &mut Trial, text: &str, url: &str) -> ImportOutcome {
    let story = trial.story(text, Some(url));
    trial.import(vec![story])[0]
}

#[test]
fn a_changed_story_is_a_new_edition_that_carries_the_marks_and_undo_brings_the_old_one_back() {
    let mut trial = Trial::new();
    let id = import(&mut trial, FIRST, URL).article();
    let body = trial.body(id);
    let start = body.find("beras dan semen").unwrap();
    let span = Span { start, end: start + "beras dan semen".len() };
    let (note, tags) = (String::new(), Vec::new());
    trial.library.annotate(NewAnnotation { article: id, span, version: 1, color: Color::FIRST, note, tags }).unwrap();

    assert_eq!(import(&mut trial, SECOND, &format!("{URL}?utm_source=x")), ImportOutcome::Changed(id));
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    let mark = |trial: &Trial| trial.library.annotations(Some(id)).unwrap().remove(0);
    assert!(mark(&trial).anchor.span.start > start && mark(&trial).state != AnchorState::Lost);
    assert_eq!(mark(&trial).anchor.span.of(&trial.body(id)), "beras dan semen");
    let carried = mark(&trial);
    trial.library.undo().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    let back = mark(&trial);
    assert_eq!(
        (back.anchor.span, back.state),
        (span, AnchorState::Exact),
        "the text that is back has its marks as it left them"
    );
    trial.library.redo().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    assert_eq!((mark(&trial).anchor.span, mark(&trial).state), (carried.anchor.span, carried.state));
    let editions = trial.library.editions(id).unwrap();
    assert_eq!(editions.iter().map(|edition| edition.current).collect::<Vec<_>>(), [false, true]);
    assert_eq!(trial.library.body_of(id, None).unwrap(), body);
    assert_eq!(trial.library.articles().unwrap().len(), 1);
    assert_eq!(trial.library.check().unwrap(), []);

    trial.library.undo().unwrap().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    assert_eq!(trial.body(id), body);
    assert_eq!(mark(&trial).anchor.span, span);
    trial.library.redo().unwrap().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn the_same_text_or_bytes_are_the_same_and_another_story_at_the_address_is_one_of_its_own() {
    let mut trial = Trial::new();
    let id = import(&mut trial, FIRST, URL).article();
    assert_eq!(import(&mut trial, &format!("{FIRST}\n"), URL), ImportOutcome::Same(id));
    assert_eq!(import(&mut trial, SECOND, URL), ImportOutcome::Changed(id));
    assert_eq!(import(&mut trial, SECOND, URL), ImportOutcome::Same(id));
    assert_eq!(import(&mut trial, FIRST, URL), ImportOutcome::Same(id), "an older edition is known");
    let other = "Harga Gabah Naik di Klaten\nPetani di tiga kabupaten menjual gabah lebih mahal sejak awal pekan ini.";
    assert!(matches!(import(&mut trial, other, URL), ImportOutcome::New(_)));
    // The front page of a site holds another story each day.
    let front = "https://contoh.co.id/";
    import(&mut trial, &FIRST.replace("Kupang", "Darwin"), front);
    assert!(matches!(import(&mut trial, &SECOND.replace("Kupang", "Darwin"), front), ImportOutcome::New(_)));
}

#[test]
fn an_edition_whose_import_was_taken_back_shows_when_it_is_imported_again() {
    let mut trial = Trial::new();
    let id = import(&mut trial, FIRST, URL).article();
    import(&mut trial, SECOND, URL);
    trial.library.undo().unwrap().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    assert_eq!(import(&mut trial, FIRST, URL), ImportOutcome::Same(id));
    assert_eq!(import(&mut trial, SECOND, URL), ImportOutcome::Changed(id));
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    assert_eq!(trial.library.editions(id).unwrap().len(), 2, "the bytes are kept once");
    // Both imports taken back, the story comes with the text that is imported.
    while trial.library.undo().unwrap().is_some() {}
    assert_eq!(import(&mut trial, SECOND, URL), ImportOutcome::Changed(id));
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    assert_eq!(trial.library.articles().unwrap().len(), 1);
    trial.library.undo().unwrap().unwrap();
    assert!(trial.library.articles().unwrap().is_empty());
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn saves_of_one_story_that_come_together_are_one_article() {
    let mut trial = Trial::new();
    let texts = [FIRST.to_owned(), format!("{FIRST}\n"), SECOND.to_owned()];
    let stories: Vec<Prepared> = texts
        .iter()
        .map(|text| {
            let (bytes, imported) = (text.as_bytes(), jiff::civil::date(2025, 6, 1));
            let file = SourceFile { name: "x.txt", bytes, url: Some(URL), imported };
            prepare(&trial.engine, &file, false).unwrap()
        })
        .collect();
    let outcomes: Vec<ImportOutcome> =
        trial.library.import(stories).unwrap().0.into_iter().map(|story| story.outcome).collect();
    let id = outcomes[0].article();
    assert_eq!(outcomes, [ImportOutcome::New(id), ImportOutcome::Same(id), ImportOutcome::Changed(id)]);
    trial.library.renew_all(&trial.engine).unwrap();
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    trial.library.undo().unwrap().unwrap();
    assert!(trial.library.articles().unwrap().is_empty());
    trial.library.redo().unwrap().unwrap();
    trial.library.renew_all(&trial.engine).unwrap();
    assert!(trial.body(id).contains("Kapal kedua menyusul"));
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn a_page_that_was_cut_off_is_kept_and_takes_no_words_away() {
    let mut trial = Trial::new();
    let page = |rest: &str| {
        let (title, text) = FIRST.split_once('\n').unwrap();
        format!("<html><head><title>{title}</title></head><body><div><article><h1>{title}</h1><p>{text}</p>{rest}")
    };
    let whole = page(
        "<p>Kapal kedua menyusul pada Selasa siang, menurut kepala pelabuhan itu.</p></article></div></body></html>",
    );
    let id = import(&mut trial, &whole, URL).article();
    let body = trial.body(id);
    assert!(body.contains("Kapal kedua"), "{body}");
    let cut = page("<p>Kapal ke");
    assert_eq!(import(&mut trial, &cut, URL), ImportOutcome::Same(id));
    assert_eq!(trial.body(id), body);
    let editions = trial.library.editions(id).unwrap();
    assert_eq!(editions.iter().map(|edition| edition.current).collect::<Vec<_>>(), [true, false]);
    assert!(
        import(
            &mut trial,
            &page(
                "<p>Kapal kedua dan ketiga menyusul pada Selasa siang bersama kapal keempat, menurut kepala pelabuhan"
            ),
            URL
        ) == ImportOutcome::Changed(id),
        "longer"
    );
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn saves_that_come_in_one_import_become_the_same_editions_as_saves_that_come_one_by_one() {
    for texts in [
        [FIRST.to_owned(), SECOND.to_owned(), format!("{FIRST}\n")],
        [FIRST.to_owned(), SECOND.to_owned(), format!("{SECOND}\n")],
        [FIRST.to_owned(), FIRST.to_owned(), SECOND.to_owned()],
    ] {
        let (mut together, mut apart, mut unmade) = (Trial::new(), Trial::new(), Trial::new());
        let one_by_one: Vec<ImportOutcome> = texts.iter().map(|text| import(&mut apart, text, URL)).collect();
        let stories = |trial: &Trial| texts.clone().map(|text| trial.story(&text, Some(URL)));
        let at_once = stories(&together);
        let at_once = together.import(at_once.into());
        let parts: Vec<ImportOutcome> = stories(&unmade)
            .map(|story| unmade.library.import(vec![story]).unwrap().0.remove(0).outcome)
            .into_iter()
            .collect();
        let told = |outcomes: &[ImportOutcome]| outcomes.iter().map(std::mem::discriminant).collect::<Vec<_>>();
        assert_eq!(told(&at_once), told(&one_by_one));
        assert_eq!(told(&parts), told(&one_by_one), "while the text of an edition is not made yet");
        assert_eq!(together.body(at_once[0].article()), apart.body(one_by_one[0].article()));
        assert_eq!(together.library.check().unwrap(), []);
    }
}

#[test]
fn texts_are_made_anew_for_as_long_as_there_is_time_and_what_is_left_is_told() {
    const STORIES: usize = 6;
    let mut trial = Trial::new();
    let saves = |trial: &Trial, text: &str| -> Vec<Prepared> {
        let text = |story: usize| text.replace("Kupang", &format!("Kupang {story}"));
        (0..STORIES).map(|story| trial.story(&text(story), Some(&format!("{URL}-{story}")))).collect()
    };
    let first = saves(&trial, FIRST);
    trial.import(first);
    let second = saves(&trial, SECOND);
    trial.library.import(second).unwrap();
    let ids = trial.library.stale_articles().unwrap();
    // Of one the names alone.
    trial.library.renew(&trial.engine, ids[2]).unwrap();
    trial.library.db.execute("UPDATE article SET engine = 0 WHERE id = ?1", [ids[2].to_string()]).unwrap();
    for left in (3..STORIES).rev() {
        let portion = &ids[STORIES - left - 1..];
        let renewed = trial.library.renew_within(&trial.engine, portion, Duration::ZERO).unwrap();
        let names = STORIES - left == 3;
        assert_eq!((renewed.done, renewed.rebuilt), (1, usize::from(!names)));
        assert_eq!(trial.library.stale_articles().unwrap(), ids[STORIES - left..]);
    }
    let renewed = trial.library.renew_within(&trial.engine, &ids, Duration::MAX).unwrap();
    assert_eq!((renewed.done, renewed.rebuilt), (STORIES, 3));
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn a_page_is_named_by_any_path_or_query_and_the_front_of_a_site_is_none() {
    for (url, known) in [("https://contoh.id/?p=5", true), ("https://contoh.id/a", true), ("https://contoh.id/", false)]
    {
        let mut trial = Trial::new();
        let id = import(&mut trial, FIRST, url).article();
        let again = import(&mut trial, &format!("{FIRST}\n"), url);
        assert_eq!(again == ImportOutcome::Same(id), known, "{url}: {again:?}");
    }
}
