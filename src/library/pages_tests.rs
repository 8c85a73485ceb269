use super::*;
use crate::article::Warning;
use crate::library::trial::Trial;
use crate::library::{AnchorState, Color, ImportOutcome, NewAnnotation, prepare};
use crate::text::Span;

const URL: &str = "https://contoh.co.id/berita/kapal-tiba";
const TEXTS: [&str; 3] = [
    "Kapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan. Muatannya beras dan semen.",
    "Kapal kedua menyusul pada Selasa malam dengan muatan obat dan pakaian untuk warga di pedalaman.",
    "Pemerintah kedua negara sepakat bahwa pelayaran itu dilakukan dua kali sepekan mulai bulan depan.",
];

impl Trial {
    fn titled(&self, text: &str, url: &str) -> Prepared {
        self.story(&format!("Kapal Tiba di Dili\n\n{text}"), Some(url))
    }

    fn page(&self, number: usize) -> Prepared {
        let url = if number == 1 { URL.to_owned() } else { format!("{URL}?page={number}") };
        self.titled(TEXTS[number - 1], &url)
    }

    fn import_checked(&mut self, stories: Vec<Prepared>) -> Vec<ImportOutcome> {
        let outcomes = self.import(stories);
        assert_eq!(self.library.check().unwrap(), []);
        outcomes
    }

    fn missing(&self, id: ArticleId) -> Vec<Warning> {
        self.library.article(id).unwrap().unwrap().article.warnings
    }
}

#[test]
fn pages_that_come_in_any_order_are_one_article_and_undo_goes_back_by_one() {
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1]] {
        let mut trial = Trial::new();
        let id = trial.import_checked(vec![trial.page(order[0])])[0].article();
        for number in &order[1..] {
            assert_eq!(trial.import_checked(vec![trial.page(*number)]), [ImportOutcome::Changed(id)]);
        }
        assert_eq!(trial.body(id), TEXTS.join("\n"), "{order:?}");
        assert_eq!(trial.missing(id), []);
        assert_eq!((trial.library.articles().unwrap().len(), trial.library.editions(id).unwrap().len()), (1, 3));
        assert_eq!(trial.library.editions(id).unwrap()[2].pages, [1, 2, 3]);
        trial.undo();
        let left = TEXTS.iter().enumerate().filter(|(at, _)| at + 1 != order[2]).map(|(_, text)| *text);
        assert_eq!(trial.body(id), left.collect::<Vec<_>>().join("\n"));
        trial.library.redo().unwrap().unwrap();
        trial.library.renew_all(&trial.engine).unwrap();
        assert_eq!(trial.body(id), TEXTS.join("\n"));
    }
}

#[test]
fn pages_of_one_import_are_one_article_that_is_taken_back_as_one() {
    let mut trial = Trial::new();
    let stories = [3, 1, 2].map(|number| trial.page(number)).to_vec();
    let outcomes = trial.import_checked(stories);
    let id = outcomes[0].article();
    assert_eq!(outcomes, [ImportOutcome::New(id), ImportOutcome::Changed(id), ImportOutcome::Changed(id)]);
    assert_eq!(trial.body(id), TEXTS.join("\n"));
    trial.undo();
    assert!(trial.library.articles().unwrap().is_empty());
}

#[test]
fn a_mark_is_carried_over_and_a_page_that_lacks_is_named() {
    let mut trial = Trial::new();
    let id = trial.import_checked(vec![trial.page(3)])[0].article();
    assert_eq!(trial.missing(id), [Warning::MissingPages(vec![1, 2])]);
    let start = trial.body(id).find("dua kali sepekan").unwrap();
    let span = Span { start, end: start + "dua kali sepekan".len() };
    let (note, tags) = ("jadwal".to_owned(), Vec::new());
    trial.library.annotate(NewAnnotation { article: id, span, version: 1, color: Color::FIRST, note, tags }).unwrap();
    trial.import_checked(vec![trial.page(1)]);
    assert_eq!(trial.missing(id), [Warning::MissingPages(vec![2])]);
    let mark = trial.library.annotations(Some(id)).unwrap().remove(0);
    assert_eq!((mark.anchor.span.of(&trial.body(id)), mark.note.as_str()), ("dua kali sepekan", "jadwal"));
    assert!(mark.anchor.span.start > start && mark.state != AnchorState::Lost);
    assert_eq!(trial.library.body_of(id, None).unwrap(), TEXTS[2]);
}

#[test]
fn all_pages_in_one_win_over_parts() {
    let whole = TEXTS.join("\n\n") + "\n\nTambahan redaksi yang hanya ada di versi utuh.";
    let mut trial = Trial::new();
    let id = trial.import_checked(vec![trial.page(1)])[0].article();
    trial.import_checked(vec![trial.page(3)]);
    let all = trial.titled(&whole, &format!("{URL}?page=all"));
    assert_eq!(trial.import_checked(vec![all]), [ImportOutcome::Changed(id)]);
    assert_eq!((trial.body(id), trial.missing(id)), (whole.replace("\n\n", "\n"), Vec::new()));
    assert_eq!(
        trial.import_checked(vec![trial.page(2)]),
        [ImportOutcome::Same(id)],
        "a part adds nothing to the whole"
    );
    assert_eq!(trial.body(id), whole.replace("\n\n", "\n"));
    assert_eq!(trial.library.editions(id).unwrap().len(), 4, "its bytes are kept all the same");
    // The same where the whole does not say that it is one.
    let mut trial = Trial::new();
    let id = trial.import_checked(vec![trial.page(2)])[0].article();
    assert_eq!(trial.import_checked(vec![trial.titled(&whole, URL)]), [ImportOutcome::Changed(id)]);
    assert_eq!((trial.body(id), trial.missing(id)), (whole.replace("\n\n", "\n"), Vec::new()));
    assert_eq!(trial.import_checked(vec![trial.page(3)]), [ImportOutcome::Same(id)]);
}

#[test]
fn a_page_that_changed_takes_the_place_of_the_old_one_and_another_story_there_is_none() {
    let mut trial = Trial::new();
    let id = trial.import_checked(vec![trial.page(1)])[0].article();
    trial.import_checked(vec![trial.page(2)]);
    let changed = TEXTS[1].replace("Selasa", "Rabu");
    let again = trial.titled(&changed, &format!("{URL}?page=2"));
    assert_eq!(trial.import_checked(vec![again]), [ImportOutcome::Changed(id)]);
    assert_eq!(trial.body(id), format!("{}\n{changed}", TEXTS[0]));
    let same = trial.titled(&format!("{changed}\n"), &format!("{URL}?page=2"));
    assert_eq!(trial.import_checked(vec![same]), [ImportOutcome::Same(id)]);
    let text = "Harga Gabah Naik di Klaten\n\nPetani di tiga kabupaten menjual gabah lebih mahal sejak awal pekan ini.";
    let (url, imported) = (format!("{URL}?page=3"), jiff::civil::date(2025, 6, 1));
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: Some(&url), imported };
    let other = prepare(&trial.engine, &file, false).unwrap();
    assert!(matches!(trial.import_checked(vec![other])[0], ImportOutcome::New(_)), "another title is another story");
}

#[test]
fn pages_without_an_address_are_one_story_where_they_say_of_how_many() {
    let mut trial = Trial::new();
    let page = |trial: &Trial, number: usize, of: usize| {
        let text = format!("Kapal Tiba di Dili\n\n{}\n\nHalaman {number} dari {of}", TEXTS[number - 1]);
        let file = SourceFile { name: "x", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
        prepare(&trial.engine, &file, false).unwrap()
    };
    let id = trial.import_checked(vec![page(&trial, 2, 3)])[0].article();
    assert_eq!(trial.import_checked(vec![page(&trial, 1, 3)]), [ImportOutcome::Changed(id)]);
    assert_eq!(trial.body(id), TEXTS[..2].join("\n"));
    assert_eq!(trial.missing(id), [Warning::MissingPages(vec![3])]);
    assert!(matches!(
        trial.import_checked(vec![page(&trial, 3, 4)])[0],
        ImportOutcome::New(_) | ImportOutcome::Changed(_)
    ));
}

/// Two pages of a story that the library holds as two articles, as one has that was filled before pages were joined.
fn apart() -> (Trial, [ArticleId; 2]) {
    let mut trial = Trial::new();
    let hide = |trial: &Trial, id: ArticleId, hidden: bool| {
        trial.library.db.execute("UPDATE page SET removed = ?2 WHERE id = ?1", (id.to_string(), hidden)).unwrap()
    };
    let first = trial.import_checked(vec![trial.page(1)])[0].article();
    hide(&trial, first, true);
    let second = trial.import_checked(vec![trial.page(2)])[0].article();
    hide(&trial, first, false);
    assert_ne!(first, second);
    (trial, [first, second])
}

#[test]
fn pages_that_are_held_apart_are_joined_when_one_comes_again_and_parted_by_undo() {
    let (mut trial, [first, second]) = apart();
    assert_eq!(trial.import_checked(vec![trial.page(2)]), [ImportOutcome::Changed(first)]);
    assert_eq!(trial.body(first), TEXTS[..2].join("\n"));
    let shown = |trial: &Trial| trial.library.articles().unwrap().iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(shown(&trial), [first]);
    assert_eq!(trial.import_checked(vec![trial.page(2)]), [ImportOutcome::Same(first)], "it is joined already");
    assert_eq!(trial.import_checked(vec![trial.page(3)]), [ImportOutcome::Changed(first)]);
    assert_eq!((trial.body(first), shown(&trial)), (TEXTS.join("\n"), vec![first]));
    for _ in 0..2 {
        trial.undo();
    }
    let mut both = shown(&trial);
    both.sort_unstable();
    assert_eq!((both, trial.body(first), trial.body(second)), (vec![first, second], TEXTS[0].into(), TEXTS[1].into()));
    assert_eq!(trial.import_checked(vec![trial.page(2)]), [ImportOutcome::Changed(first)], "and joined again");
    assert_eq!((trial.body(first), shown(&trial)), (TEXTS[..2].join("\n"), vec![first]));
    // Both in one import.
    let (mut trial, [_, second]) = apart();
    let outcomes = trial.import_checked(vec![trial.page(1), trial.page(2)]);
    assert_eq!(outcomes, [ImportOutcome::Changed(second), ImportOutcome::Same(second)]);
    assert_eq!((trial.body(second), shown(&trial)), (TEXTS[..2].join("\n"), vec![second]));
}

#[test]
fn a_page_that_somebody_marked_stays_and_takes_the_other_in() {
    let (mut trial, [first, second]) = apart();
    let start = TEXTS[1].find("muatan obat").unwrap();
    let span = Span { start, end: start + "muatan obat".len() };
    let (note, tags) = (String::new(), Vec::new());
    trial
        .library
        .annotate(NewAnnotation { article: second, span, version: 1, color: Color::FIRST, note, tags })
        .unwrap();
    assert_eq!(trial.import_checked(vec![trial.page(2)]), [ImportOutcome::Same(second)], "its mark is on it");
    assert_eq!(trial.import_checked(vec![trial.page(1)]), [ImportOutcome::Changed(second)]);
    assert_eq!(trial.body(second), TEXTS[..2].join("\n"));
    let mark = trial.library.annotations(Some(second)).unwrap().remove(0);
    assert_eq!(mark.anchor.span.of(&trial.body(second)), "muatan obat");
    assert!(trial.library.articles().unwrap().iter().all(|row| row.id != first));
}
