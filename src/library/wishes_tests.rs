use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::trial::{Trial, filed_as_nothing};
use crate::library::{Environment, ImportOutcome, Prepared, prepare};

const URL: &str = "https://contoh.co.id/berita/1";

fn library() -> Library {
    Library::in_memory(Environment::system()).unwrap()
}

fn wish(title: &str, url: &str) -> Wish {
    let tags = vec!["laut".to_owned()];
    Wish { title: title.to_owned(), url: url.to_owned(), tags, starred: true, ..Wish::default() }
}

fn import(library: &mut Library, title: &str, url: &str) -> ArticleId {
    let text = format!("{title}\nMenteri tiba di Dili pada Senin pagi.");
    let (bytes, imported) = (text.as_bytes(), jiff::civil::date(2025, 6, 1));
    let file = SourceFile { name: "x.txt", bytes, url: Some(url).filter(|url| !url.is_empty()), imported };
    library.import(vec![prepare(&Engine::new(), &file, false).unwrap()]).unwrap().0[0].outcome.article()
}

fn add(library: &mut Library, wishes: Vec<Wish>) -> Vec<WishOutcome> {
    let whole = library.begin_import();
    library.wish_part(whole, wishes.into_iter().map(Wished::from).collect()).unwrap().0
}

fn titles(library: &Library) -> Vec<String> {
    library.wanted().unwrap().into_iter().map(|wanted| wanted.title).collect()
}

#[test]
fn a_wish_is_kept_once_and_undone_with_its_import() {
    let mut library = library();
    let twice = vec![wish("Satu", URL), wish("Satu lagi", &format!("{URL}?utm_source=x")), wish("Tanpa Alamat", "")];
    assert_eq!(add(&mut library, twice), [WishOutcome::New, WishOutcome::Same, WishOutcome::New]);
    assert_eq!(add(&mut library, vec![wish("Satu", URL)]), [WishOutcome::Same]);
    assert_eq!(titles(&library).len(), 2);
    library.undo().unwrap().unwrap();
    assert!(titles(&library).is_empty());
    library.redo().unwrap().unwrap();
    assert_eq!(titles(&library).len(), 2);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_wished_story_becomes_whole_with_its_tags_when_its_page_comes_and_is_wished_again_when_that_is_undone() {
    let mut library = library();
    add(&mut library, vec![wish("Judul Lain", URL)]);
    let id = import(&mut library, "Berita Satu Hari Ini", &format!("{URL}?page=all"));
    assert!(titles(&library).is_empty());
    let filing = library.filing(id).unwrap();
    assert_eq!((filing.starred, filing.tags), (true, vec!["laut".to_owned()]));
    library.undo().unwrap().unwrap();
    assert_eq!(titles(&library), ["Judul Lain"]);
}

#[test]
fn a_story_that_is_there_is_filed_but_never_over_what_the_person_said() {
    let mut library = library();
    let id = import(&mut library, "Berita Satu Hari Ini", URL);
    assert_eq!(add(&mut library, vec![wish("", URL)]), [WishOutcome::Held(id)]);
    assert!(library.filing(id).unwrap().starred);
    library.file(id, crate::library::FilingEdit { starred: Some(false), ..Default::default() }).unwrap();
    let two = import(&mut library, "Berita Dua Hari Ini", "https://contoh.co.id/2");
    library.file(two, crate::library::FilingEdit { read: Some(true), ..Default::default() }).unwrap();
    add(&mut library, vec![wish("", "https://contoh.co.id/2")]);
    assert!(!library.filing(two).unwrap().starred);
}

#[test]
fn marks_of_an_export_stand_on_their_words_or_say_that_they_do_not() {
    let mut library = library();
    let text = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi. Ia pulang dari Dili.";
    let (bytes, imported) = (text.as_bytes(), jiff::civil::date(2025, 6, 1));
    let file = SourceFile { name: "x.txt", bytes, url: Some(URL), imported };
    let mut story = prepare(&Engine::new(), &file, false).unwrap();
    let mark = |quote: &str| WishedMark { quote: quote.to_owned(), note: "catatan".to_owned(), ..Default::default() };
    let marks = vec![mark("MENTERI  tiba"), mark("Dili"), mark("kata yang tidak ada"), mark("pagi.")];
    story.wish = Some(Wish { marks, tags: vec!["laut".to_owned()], ..Wish::default() });
    let id = library.import(vec![story]).unwrap().0[0].outcome.article();
    let found: Vec<(String, AnchorState)> =
        library.annotations(Some(id)).unwrap().into_iter().map(|mark| (mark.anchor.quote, mark.state)).collect();
    let wanted = [
        ("Menteri tiba", AnchorState::Exact),
        ("kata yang tidak ada", AnchorState::Lost),
        ("Dili", AnchorState::Suspect),
        ("pagi.", AnchorState::Exact),
    ];
    assert_eq!(found.len(), wanted.len());
    for (quote, state) in wanted {
        assert!(found.contains(&(quote.to_owned(), state)), "{quote} in {found:?}");
    }
    assert_eq!(library.filing(id).unwrap().tags, ["laut"]);
    assert_eq!(library.check().unwrap(), []);
    library.undo().unwrap().unwrap();
    assert!(library.annotations(None).unwrap().is_empty());
}

#[test]
fn a_mark_over_two_paragraphs_stands_whatever_the_export_puts_between_them() {
    let text =
        "Berita Satu Hari Ini\n\nMenteri tiba di Dili pada Senin pagi.\n\nIa pulang ke Kupang pada Selasa siang.";
    for quote in ["Senin pagi. Ia pulang", "Senin pagi.\n\nIa pulang", "Senin pagi.Ia pulang"] {
        let mut library = library();
        let file = SourceFile {
            name: "x.txt",
            bytes: text.as_bytes(),
            url: Some(URL),
            imported: jiff::civil::date(2025, 6, 1),
        };
        let mut story = prepare(&Engine::new(), &file, false).unwrap();
        story.wish = Some(marked_wish(quote));
        let id = library.import(vec![story]).unwrap().0[0].outcome.article();
        let mark = library.annotations(Some(id)).unwrap().remove(0);
        assert_eq!((mark.anchor.quote.as_str(), mark.state), ("Senin pagi.\nIa pulang", AnchorState::Exact), "{quote}");
    }
}

#[test]
fn an_export_that_brings_a_known_story_adds_its_marks_once_and_files_only_what_was_not_filed() {
    let mut library = library();
    let id = import(&mut library, "Berita Satu Hari Ini", URL);
    let body = library.article(id).unwrap().unwrap().article.body;
    let mut times = 0;
    let mut again = |library: &mut Library, mark: &str| {
        // The same text at the same address, from other bytes.
        times += 1;
        let text = format!("Berita Satu Hari Ini\n{body}\n{}", " ".repeat(times));
        let (bytes, imported) = (text.as_bytes(), jiff::civil::date(2025, 6, 1));
        let mut story =
            prepare(&Engine::new(), &SourceFile { name: "y.txt", bytes, url: Some(URL), imported }, false).unwrap();
        let marks = vec![WishedMark { quote: mark.to_owned(), ..Default::default() }];
        story.wish = Some(Wish { marks, starred: true, ..Wish::default() });
        assert_eq!(library.import(vec![story]).unwrap().0[0].outcome.article(), id);
        library.annotations(Some(id)).unwrap().len()
    };
    assert_eq!(again(&mut library, "Dili"), 1);
    assert_eq!(again(&mut library, "Dili"), 1);
    assert_eq!(again(&mut library, "Senin pagi"), 2);
    assert!(library.filing(id).unwrap().starred);
    assert_eq!(library.check().unwrap(), []);
    library.undo().unwrap().unwrap();
    assert_eq!(library.annotations(Some(id)).unwrap().len(), 1);
    assert_eq!(again(&mut library, "Senin pagi"), 2, "what was undone comes again");
    // What the person changed or deleted is neither doubled nor brought back.
    let mark = library.annotations(Some(id)).unwrap().remove(0);
    let edit = crate::library::AnnotationEdit { note: Some("punya saya".to_owned()), ..Default::default() };
    library.edit_annotation(mark.id, edit).unwrap();
    assert_eq!(again(&mut library, &mark.anchor.quote), 2);
    library.delete_annotation(mark.id).unwrap();
    assert_eq!(again(&mut library, &mark.anchor.quote), 1);
    library.undo().unwrap().unwrap();
    library.undo().unwrap().unwrap();
    assert_eq!(again(&mut library, &mark.anchor.quote), 2);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_story_of_an_export_that_was_undone_comes_again_with_its_marks_but_without_those_that_were_deleted() {
    let mut library = library();
    let text = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi.";
    let imported = jiff::civil::date(2025, 6, 1);
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: Some(URL), imported };
    let mut story = prepare(&Engine::new(), &file, false).unwrap();
    let mark = |quote: &str| WishedMark { quote: quote.to_owned(), ..Default::default() };
    story.wish = Some(Wish { marks: vec![mark("Dili"), mark("Senin")], starred: true, ..Wish::default() });
    let take = |library: &mut Library| library.import(vec![story.clone()]).unwrap().0[0].outcome.article();
    let id = take(&mut library);
    library.undo().unwrap().unwrap();
    import(&mut library, "Berita Dua Hari Ini", "https://contoh.co.id/2");
    assert_eq!(take(&mut library), id);
    let marks = library.annotations(Some(id)).unwrap();
    assert_eq!((marks.len(), library.filing(id).unwrap().starred), (2, true));
    library.delete_annotation(marks[0].id).unwrap();
    library.remove_article(id).unwrap();
    assert_eq!(take(&mut library), id);
    assert_eq!(library.annotations(Some(id)).unwrap(), marks[1..]);
}

#[test]
fn lines_that_name_one_story_are_put_together_within_a_list_and_with_an_earlier_one() {
    let mut library = library();
    let line = |tag: &str, read: bool| Wish { tags: vec![tag.to_owned()], read, ..wish("Satu", URL) };
    let outcomes = add(&mut library, vec![line("laut", false), line("darat", true)]);
    assert_eq!(outcomes, [WishOutcome::New, WishOutcome::Same]);
    let kept = |library: &Library| library.wanted().unwrap()[0].wish.clone().unwrap();
    assert_eq!((kept(&library).tags.join(" ").as_str(), kept(&library).read), ("laut darat", true));
    assert_eq!(add(&mut library, vec![line("udara", false)]), [WishOutcome::Same]);
    assert_eq!(kept(&library).tags.join(" "), "laut darat udara");
    library.undo().unwrap().unwrap();
    assert_eq!(kept(&library).tags.join(" "), "laut darat");
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_list_marks_a_story_that_is_there_and_two_lines_of_it_file_it_once() {
    let mut library = library();
    let id = import(&mut library, "Berita Satu Hari Ini", URL);
    let created = Some("2019-01-02T03:04:05+00:00".to_owned());
    let mark = WishedMark { quote: "Senin pagi".to_owned(), created, ..Default::default() };
    let marked = Wish { marks: vec![mark], ..wish("", URL) };
    let darat = Wish { tags: vec!["darat".to_owned()], ..wish("", URL) };
    assert_eq!(add(&mut library, vec![marked.clone(), darat]), [WishOutcome::Held(id); 2]);
    add(&mut library, vec![marked]);
    let marks = library.annotations(Some(id)).unwrap();
    assert_eq!(marks.iter().map(|mark| mark.created.as_str()).collect::<Vec<_>>(), ["2019-01-02T03:04:05Z"]);
    assert_eq!(library.filing(id).unwrap().tags, ["laut", "darat"]);
}

const PAGE: &str = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi. Ia pulang pada Selasa.";

fn marked_wish(quote: &str) -> Wish {
    let marks = vec![WishedMark { quote: quote.to_owned(), note: "penting".to_owned(), ..WishedMark::default() }];
    Wish { marks, note: "dari daftar".to_owned(), ..wish("Satu", URL) }
}

fn quotes(library: &Library) -> Vec<String> {
    library.annotations(None).unwrap().into_iter().map(|mark| mark.anchor.quote).collect()
}

#[test]
fn a_wish_holds_again_when_its_page_comes_again_after_an_undo_but_not_over_what_the_person_took_away() {
    let mut trial = Trial::new();
    add(&mut trial.library, vec![marked_wish("Dili")]);
    let page = trial.story(PAGE, Some(URL));
    let id = trial.import(vec![page.clone()])[0].article();
    trial.undo();
    assert_eq!(trial.import(vec![page.clone()]), [ImportOutcome::Same(id)]);
    let filing = trial.library.filing(id).unwrap();
    assert_eq!(
        (filing.starred, filing.note.as_str(), quotes(&trial.library)),
        (true, "dari daftar", vec!["Dili".to_owned()])
    );
    trial.library.file(id, filed_as_nothing()).unwrap();
    trial.library.delete_annotation(trial.library.annotations(None).unwrap()[0].id).unwrap();
    trial.library.remove_article(id).unwrap();
    trial.import(vec![page]);
    assert_eq!((trial.library.filing(id).unwrap(), quotes(&trial.library).len()), (Filing::default(), 0));
    assert_eq!(trial.library.check().unwrap(), []);
}

#[test]
fn what_a_story_says_of_itself_is_completed_by_the_wish_for_it() {
    let mut trial = Trial::new();
    add(&mut trial.library, vec![marked_wish("Dili")]);
    let mut story = trial.story(PAGE, Some(URL));
    let marks = vec![WishedMark { quote: "Selasa".to_owned(), ..WishedMark::default() }];
    story.wish = Some(Wish { marks, tags: vec!["darat".to_owned()], ..Wish::default() });
    let id = trial.import(vec![story])[0].article();
    let filing = trial.library.filing(id).unwrap();
    assert_eq!(
        (filing.starred, filing.tags, filing.note.as_str()),
        (true, vec!["darat".into(), "laut".into()], "dari daftar")
    );
    assert_eq!(quotes(&trial.library), ["Dili", "Selasa"]);
}

#[test]
fn a_story_that_comes_twice_in_one_import_is_marked_once_and_filed_as_the_first_says() {
    let mut trial = Trial::new();
    let export = |trial: &Trial, text: &str, wish: Wish| Prepared { wish: Some(wish), ..trial.story(text, Some(URL)) };
    let first = export(&trial, PAGE, marked_wish("Dili"));
    let other = Wish { starred: false, tags: vec!["darat".to_owned()], ..marked_wish("Dili") };
    // The same file beside itself, and another export of the same text.
    let stories = vec![first.clone(), first, export(&trial, &format!("{PAGE}\n"), other)];
    let id = trial.import(stories)[0].article();
    let filing = trial.library.filing(id).unwrap();
    assert_eq!((filing.starred, filing.tags), (true, vec!["laut".to_owned()]));
    assert_eq!(quotes(&trial.library), ["Dili"]);
    assert_eq!(trial.library.check().unwrap(), []);
    trial.undo();
    assert!(trial.library.articles().unwrap().is_empty());
}

#[test]
fn a_log_that_cannot_be_asked_is_told_as_what_it_is() {
    let mut library = library();
    let id = import(&mut library, "Berita Satu Hari Ini", URL);
    library.db.execute_batch("ALTER TABLE operation RENAME COLUMN payload TO other").unwrap();
    let (mut plan, mut environment) = (Plan::default(), Environment::system());
    let refused = enrich(&library.db, &mut plan, id, &wish("Satu", URL), ("", &mut environment));
    assert!(matches!(refused, Err(LibraryError::Store(_))), "{refused:?}");
}
