use std::cell::Cell;
use std::fmt::Write as _;
use std::rc::Rc;

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::article::{Article, Metadata, Published, Reference, ReferenceKind, TitleSource};
use crate::entity::{Class, EntityRef, Mention, Reason, RecognisedBy};
use crate::text::Span;

/// A clock that a test turns by hand, and ids that count.
fn environment(seconds: &'static std::sync::atomic::AtomicI64) -> Environment {
    use std::sync::atomic::Ordering;
    let mut number = 0_u128;
    Environment {
        clock: Box::new(move || Timestamp::from_second(1_700_000_000 + seconds.load(Ordering::Relaxed)).unwrap()),
        ids: Box::new(move || {
            number += 1;
            Uuid::from_u128(number)
        }),
        author: "tester".to_owned(),
    }
}

/// A clock of its own for each library, started at nought.
fn clock() -> &'static std::sync::atomic::AtomicI64 {
    Box::leak(Box::new(std::sync::atomic::AtomicI64::new(0)))
}

fn library() -> Library {
    Library::in_memory(environment(clock())).unwrap()
}

fn story(title: &str, body: &str, references: &[&str]) -> Prepared {
    let references = references
        .iter()
        .map(|title| Reference {
            marker: "Baca Juga".to_owned(),
            kind: ReferenceKind::ReadAlso,
            title: Some((*title).to_owned()),
            url: None,
            paragraph: 1,
            uncertain: false,
        })
        .collect();
    let mentions = body
        .match_indices("Dili")
        .map(|(start, name)| Mention {
            span: Span { start, end: start + name.len() },
            class: Class::Place,
            level: None,
            entity: EntityRef { key: "place/dili".to_owned(), name: "Dili".to_owned() },
            by: RecognisedBy::Gazetteer,
            why: Reason::KnownName,
            score: 1.0,
            date: None,
        })
        .collect();
    let bytes = format!("{title}\n{body}\n{references:?}");
    let article = Article {
        meta: Metadata {
            title: title.to_owned(),
            title_source: TitleSource::Heading,
            published: Some(Published { value: "2024-06-19".to_owned(), inferred: false }),
            ..Metadata::default()
        },
        body: body.to_owned(),
        references,
        warnings: Vec::new(),
        page: None,
    };
    Prepared {
        wish: None,
        origin: None,
        sketch: crate::text::Shingles::new(body).sketch(),
        proposed: Vec::new(),
        file: format!("{title}.txt"),
        url: None,
        article,
        mentions,
        sample: false,
        imported: jiff::civil::date(2025, 6, 1),
        sha256: prepare::hash(bytes.as_bytes()),
        size: bytes.len(),
        bytes: zstd::bulk::compress(bytes.as_bytes(), 1).unwrap(),
    }
}

fn add(library: &mut Library, stories: Vec<Prepared>) -> Vec<ArticleId> {
    library.import(stories).unwrap().0.into_iter().map(|imported| imported.outcome.article()).collect()
}

fn version_of(library: &Library, id: ArticleId) -> u32 {
    library.article(id).unwrap().map_or(1, |stored| stored.body_version)
}

fn mark(library: &mut Library, article: ArticleId, span: Span) -> Annotation {
    let new = NewAnnotation {
        article,
        span,
        version: version_of(library, article),
        color: Color::FIRST,
        note: String::new(),
        tags: Vec::new(),
    };
    library.annotate(new).unwrap().0
}

fn note(library: &mut Library, id: AnnotationId, text: &str) {
    let edit = AnnotationEdit { note: Some(text.to_owned()), ..AnnotationEdit::default() };
    library.edit_annotation(id, edit).unwrap();
}

/// Everything that a person can see, as text.
fn dump(library: &Library) -> String {
    let mut text = String::new();
    for row in library.articles().unwrap() {
        let related = library.related(row.id).unwrap();
        let entities = library.entity_counts(row.id).unwrap();
        writeln!(text, "{row:?}\n{related:?}\n{entities:?}").unwrap();
    }
    writeln!(text, "{:?}", library.annotations(None).unwrap()).unwrap();
    text
}

const BODY: &str = "Menteri tiba di Dili pada Senin.\nPerundingan dimulai di Dili.";

/// Runs an operation and holds that undo takes it back and redo does it again.
fn round_trip(library: &mut Library, operation: impl FnOnce(&mut Library)) {
    let before = dump(library);
    operation(library);
    let after = dump(library);
    assert_ne!(before, after, "the operation does something");
    library.undo().unwrap().unwrap();
    assert_eq!(dump(library), before, "undo");
    library.redo().unwrap().unwrap();
    assert_eq!(dump(library), after, "redo");
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn each_operation_is_undone_and_done_again() {
    let mut library = library();
    round_trip(&mut library, |library| {
        add(library, vec![story("Satu", BODY, &["Dua"]), story("Dua", BODY, &[])]);
    });
    let id = library.articles().unwrap().first().unwrap().id;
    round_trip(&mut library, |library| {
        mark(library, id, Span { start: 0, end: 7 });
    });
    let annotation = library.annotations(None).unwrap().remove(0).id;
    round_trip(&mut library, |library| note(library, annotation, "penting"));
    round_trip(&mut library, |library| {
        let edit = AnnotationEdit { color: Color::new(3), tags: Some(vec!["laut".to_owned()]), note: None };
        library.edit_annotation(annotation, edit).unwrap();
    });
    round_trip(&mut library, |library| {
        library.delete_annotation(annotation).unwrap();
    });
    library.undo().unwrap();
    round_trip(&mut library, |library| {
        library.remove_article(id).unwrap();
    });
}

#[test]
fn the_same_bytes_are_the_same_article_and_a_removed_one_comes_back_with_its_marks() {
    let mut library = library();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    mark(&mut library, id, Span { start: 0, end: 7 });
    assert_eq!(library.import(vec![story("Satu", BODY, &[])]).unwrap().0[0].outcome, ImportOutcome::Same(id));
    assert_eq!(library.articles().unwrap().len(), 1);
    library.remove_article(id).unwrap();
    assert!(library.annotations(None).unwrap().is_empty() && library.article(id).unwrap().is_none());
    assert!(matches!(library.remove_article(id), Err(LibraryError::NoArticle(_))));
    add(&mut library, vec![story("Satu", BODY, &[])]);
    assert_eq!(library.annotations(Some(id)).unwrap().len(), 1);
}

#[test]
fn a_missing_story_links_itself_in_both_directions_when_it_comes() {
    let mut library = library();
    let one = add(&mut library, vec![story("Satu", BODY, &["“Pakta” Baru: Rusia–Korut"])])[0];
    assert_eq!(library.related(one).unwrap().references[0].state, LinkState::Missing);
    let wanted = library.wanted().unwrap();
    assert_eq!((wanted[0].title.as_str(), wanted[0].references), ("“Pakta” Baru: Rusia–Korut", 1));
    let two = add(&mut library, vec![story("\"Pakta\" baru: Rusia - Korut", BODY, &[])])[0];
    assert_eq!(library.related(one).unwrap().references[0].state, LinkState::Resolved(two));
    let backlinks = library.related(two).unwrap().backlinks;
    assert_eq!(backlinks, [Backlink { article: one, title: "Satu".to_owned(), ambiguous: false }]);
    assert!(library.wanted().unwrap().is_empty());
    let three = add(&mut library, vec![story("Pakta Baru: Rusia-Korut", "Lain.", &[])])[0];
    let fits = library.related(one).unwrap().references[0].state.clone();
    assert_eq!(fits, LinkState::Ambiguous(vec![two, three]));
    assert!(library.related(three).unwrap().backlinks[0].ambiguous);
}

#[test]
fn a_guessed_title_resolves_by_the_longest_title_that_begins_it() {
    let mut library = library();
    let mut from = story("Satu", BODY, &["Menteri Luar Negeri Tiba di Dili Ia mengatakan"]);
    from.article.references[0].uncertain = true;
    let one = add(&mut library, vec![from])[0];
    let short = add(&mut library, vec![story("Menteri Luar Negeri", BODY, &[])])[0];
    assert_eq!(library.related(one).unwrap().references[0].state, LinkState::Resolved(short));
    let long = add(&mut library, vec![story("Menteri Luar Negeri Tiba di Dili", BODY, &[])])[0];
    assert_eq!(library.related(one).unwrap().references[0].state, LinkState::Resolved(long));
    assert_eq!(library.related(long).unwrap().backlinks.len(), 1);
    assert!(library.related(short).unwrap().backlinks.is_empty());
}

#[test]
fn moves_of_a_mark_within_a_moment_are_one_step_of_undo() {
    let seconds = clock();
    let mut library = Library::in_memory(environment(seconds)).unwrap();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    let annotation = mark(&mut library, id, Span { start: 0, end: 7 }).id;
    for (end, pause) in [(8, 1), (9, 1), (10, 60), (11, 1)] {
        library.place_annotation(annotation, Span { start: 0, end }, 1).unwrap();
        seconds.fetch_add(pause, std::sync::atomic::Ordering::Relaxed);
    }
    let end = |library: &Library| library.annotations(None).unwrap().first().map(|mark| mark.anchor.span.end);
    for expected in [Some(10), Some(7), None] {
        library.undo().unwrap();
        assert_eq!(end(&library), expected);
    }
    for expected in [Some(7), Some(10), Some(11)] {
        library.redo().unwrap();
        assert_eq!(end(&library), expected);
    }
}

#[test]
fn typing_a_note_is_one_step_of_undo_but_every_letter_is_kept() {
    let seconds = clock();
    let mut library = Library::in_memory(environment(seconds)).unwrap();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    let annotation = mark(&mut library, id, Span { start: 0, end: 7 }).id;
    for text in ["p", "pe", "pen"] {
        note(&mut library, annotation, text);
        seconds.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
    seconds.fetch_add(60, std::sync::atomic::Ordering::Relaxed);
    note(&mut library, annotation, "pena");
    let now = |library: &Library| library.annotations(None).unwrap().first().map(|mark| mark.note.clone());
    library.undo().unwrap();
    assert_eq!(now(&library).as_deref(), Some("pen"));
    library.undo().unwrap();
    assert_eq!(now(&library).as_deref(), Some(""));
    library.undo().unwrap();
    assert_eq!(now(&library), None);
    for expected in ["", "pen", "pena"] {
        library.redo().unwrap();
        assert_eq!(now(&library).as_deref(), Some(expected));
    }
    assert_eq!(library.can_redo().unwrap(), None);
}

#[test]
fn a_new_operation_ends_redo_and_the_log_only_grows() {
    let mut library = library();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    mark(&mut library, id, Span { start: 0, end: 7 });
    library.undo().unwrap();
    assert_eq!(library.can_redo().unwrap(), Some(OperationKind::Annotate));
    mark(&mut library, id, Span { start: 8, end: 12 });
    assert_eq!(library.can_redo().unwrap(), None);
    let kinds: Vec<OperationKind> = library.history(10).unwrap().iter().map(|entry| entry.kind).collect();
    let [mark, undo] = [OperationKind::Annotate, OperationKind::Undo];
    assert_eq!(kinds, [mark, undo, mark, OperationKind::Import]);
}

#[test]
fn undo_survives_a_restart_and_what_was_written_survives_without_a_close() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), environment(clock())).unwrap();
    assert!(library.is_new());
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    let annotation = mark(&mut library, id, Span { start: 0, end: 7 });
    note(&mut library, annotation.id, "penting");
    let before = dump(&library);
    // No close: the connection is leaked as if the process had been killed.
    std::mem::forget(library);
    let counted = Rc::new(Cell::new(1000_u128));
    let mut other = environment(clock());
    let mut next = counted.get();
    other.ids = Box::new(move || {
        next += 1;
        Uuid::from_u128(next)
    });
    let mut library = Library::open(folder.path(), other).unwrap();
    assert!(!library.is_new());
    assert_eq!(dump(&library), before);
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::EditAnnotation);
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::Annotate);
    assert!(library.annotations(None).unwrap().is_empty());
    assert_eq!(library.redo().unwrap().unwrap().article, Some(id));
}

#[test]
fn spans_that_do_not_fit_are_refused_and_leave_nothing_behind() {
    let mut library = library();
    let id = add(&mut library, vec![story("Satu", "Négeri jauh.", &[])])[0];
    let log = library.history(10).unwrap().len();
    for span in [Span { start: 2, end: 4 }, Span { start: 3, end: 3 }, Span { start: 3, end: 900 }] {
        let new = NewAnnotation {
            article: id,
            span,
            version: version_of(&library, id),
            color: Color::FIRST,
            note: String::new(),
            tags: Vec::new(),
        };
        assert!(matches!(library.annotate(new), Err(LibraryError::BadSpan(_))), "{span:?}");
    }
    assert_eq!(library.history(10).unwrap().len(), log);
}

#[test]
fn samples_go_at_once_and_come_back_at_once() {
    let mut library = library();
    let sample = |title| Prepared { sample: true, ..story(title, BODY, &[]) };
    add(&mut library, vec![sample("Satu"), sample("Dua"), story("Tiga", BODY, &[])]);
    assert_eq!(library.remove_samples().unwrap().0, 2);
    assert_eq!(library.articles().unwrap().len(), 1);
    library.undo().unwrap();
    assert_eq!(library.articles().unwrap().len(), 3);
}

#[test]
fn any_text_is_a_valid_search() {
    let mut library = library();
    add(&mut library, vec![story("Perundingan di Dili", BODY, &[]), story("Lain", "Tanpa nama kota.", &[])]);
    assert_eq!(library.search("perund dil", 10).unwrap().len(), 0, "only the last word may be a beginning");
    assert_eq!(library.search("dili perund", 10).unwrap().len(), 1);
    for hostile in ["\"", "NEAR(", "a AND", "*", "title:x", "-", "😀", "\0", "(((((", "' OR 1=1 --"] {
        library.search(hostile, 10).unwrap();
    }
}

#[test]
fn entities_are_counted_over_the_library() {
    let mut library = library();
    let ids = add(&mut library, vec![story("Satu", BODY, &[]), story("Dua", "Dili jauh.", &[])]);
    let counts = library.entity_counts(ids[1]).unwrap();
    assert_eq!((counts[0].mentions, counts[0].articles), (3, 2));
    assert_eq!(library.articles_naming("place/dili").unwrap(), [(ids[0], 2), (ids[1], 1)]);
    assert_eq!(library.find_entities(" DILI ").unwrap(), counts);
    library.remove_article(ids[0]).unwrap();
    assert_eq!(library.find_entities("dili").unwrap()[0].mentions, 1);
}

#[test]
fn reading_is_kept_and_is_not_a_step_of_undo() {
    let mut library = library();
    let ids = add(&mut library, vec![story("Satu", BODY, &[]), story("Dua", BODY, &[])]);
    assert_eq!(library.last_read().unwrap(), None);
    library.keep_reading(ids[1], 12, 0.5).unwrap();
    library.keep_reading(ids[1], 20, f32::NAN).unwrap();
    assert_eq!(library.last_read().unwrap(), Some(ids[1]));
    assert_eq!(library.can_undo().unwrap(), Some(OperationKind::Import));
    let readings = library.history(10).unwrap().iter().filter(|entry| entry.kind == OperationKind::Reading).count();
    assert_eq!(readings, 1, "one entry for a stretch of reading");
}

#[test]
fn damage_is_found_and_named() {
    let mut library = library();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    mark(&mut library, id, Span { start: 0, end: 7 });
    assert_eq!(library.check().unwrap(), []);
    library.db.execute("UPDATE page SET sha256 = x'00'", []).unwrap();
    library.db.execute("UPDATE operation SET payload = '{' WHERE kind = 'annotate'", []).unwrap();
    library.db.execute("UPDATE article SET body = 'Lain sekali.'", []).unwrap();
    let problems = library.check().unwrap();
    assert!(
        matches!(problems.as_slice(), [Problem::Page(..), Problem::Quote(_), Problem::Log(_), Problem::Search(_)]),
        "{problems:?}"
    );
}

#[test]
fn a_mark_on_other_words_than_its_own_is_put_back_on_them_in_a_damaged_page_as_well() {
    let mut library = library();
    let ids = add(&mut library, vec![story("Satu", BODY, &[]), story("Dua", &BODY.replace('.', "!"), &[])]);
    let kept = mark(&mut library, ids[0], Span { start: 0, end: 7 });
    let beside = mark(&mut library, ids[1], Span { start: 0, end: 7 });
    let moved = "UPDATE annotation SET json = json_set(json, '$.anchor.span.start', 3, '$.anchor.span.end', 10)";
    library.db.execute(moved, []).unwrap();
    library.db.execute("UPDATE page SET bytes = x'00' WHERE id = ?1", [ids[1].to_string()]).unwrap();
    let left = library.mend(&crate::entity::Engine::new()).unwrap();
    assert!(matches!(left.as_slice(), [Problem::Page(id, _)] if *id == ids[1]), "{left:?}");
    for kept in [kept, beside] {
        let mended = library.annotation(kept.id).unwrap().unwrap();
        assert_eq!((mended.anchor.span, mended.anchor.quote), (kept.anchor.span, kept.anchor.quote));
    }
}

#[test]
fn a_file_that_is_no_library_and_one_from_the_future_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sorot.db"), "this is not a database, but it is long enough to be read as one")
        .unwrap();
    let refused = Library::open(folder.path(), environment(clock())).err().unwrap();
    assert!(matches!(refused, LibraryError::Damaged(_)), "{refused:?}");
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path(), environment(clock())).unwrap();
    library.db.pragma_update(None, "user_version", 99).unwrap();
    drop(library);
    let refused = Library::open(folder.path(), environment(clock())).err().unwrap();
    assert!(matches!(refused, LibraryError::Newer { found: 99, .. }), "{refused:?}");
}

#[test]
fn two_programs_may_write_to_one_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Library::open(folder.path(), environment(clock())).unwrap();
    let mut other = environment(clock());
    other.ids = Box::new(Uuid::now_v7);
    let mut two = Library::open(folder.path(), other).unwrap();
    let id = add(&mut one, vec![story("Satu", BODY, &[])])[0];
    mark(&mut two, id, Span { start: 0, end: 7 });
    assert_eq!(one.undo().unwrap().unwrap().kind, OperationKind::Annotate);
    assert!(two.annotations(None).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_run_of_operations_is_undone_to_the_beginning_and_done_again(moves in prop::collection::vec((0_u8..6, 0_usize..40), 1..14)) {
        let mut library = library();
        add(&mut library, vec![story("Satu", BODY, &["Dua"]), story("Dua", BODY, &[])]);
        let mut states = vec![dump(&library)];
        for (what, at) in moves {
            let rows = library.articles().unwrap();
            let marks = library.annotations(None).unwrap();
            let Some(row) = rows.get(at % rows.len().max(1)) else { break };
            match (what, marks.get(at % marks.len().max(1))) {
                (0, Some(found)) => drop(library.delete_annotation(found.id).unwrap()),
                (1, Some(found)) => {
                    let edit = AnnotationEdit { color: Color::new((at % 8) as u8 + 1), ..AnnotationEdit::default() };
                    library.edit_annotation(found.id, edit).unwrap();
                }
                (2, _) => drop(library.remove_article(row.id).unwrap()),
                _ => drop(mark(&mut library, row.id, Span { start: at % 30, end: at % 30 + 2 })),
            }
            let now = dump(&library);
            if states.last() != Some(&now) {
                states.push(now);
            }
        }
        for state in states.iter().rev().skip(1) {
            library.undo().unwrap();
            prop_assert_eq!(&dump(&library), state);
        }
        for state in states.iter().skip(1) {
            library.redo().unwrap();
            prop_assert_eq!(&dump(&library), state);
        }
        prop_assert_eq!(library.check().unwrap(), vec![]);
    }
}

#[test]
fn undo_reaches_back_to_the_first_of_many_operations() {
    let mut library = library();
    let id = add(&mut library, vec![story("Satu", BODY, &[])])[0];
    for _ in 0..700 {
        mark(&mut library, id, Span { start: 0, end: 7 });
    }
    for _ in 0..700 {
        assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::Annotate);
    }
    assert!(library.annotations(None).unwrap().is_empty());
    for _ in 0..700 {
        library.redo().unwrap().unwrap();
    }
    assert_eq!(library.annotations(None).unwrap().len(), 700);
}

#[test]
fn an_import_in_parts_is_taken_back_as_one() {
    let mut library = library();
    let whole = library.begin_import();
    for title in ["Satu", "Dua", "Tiga"] {
        library.import_part(whole, vec![story(title, BODY, &[])]).unwrap();
    }
    assert_eq!(library.undo().unwrap().unwrap().kind, OperationKind::Import);
    assert!(library.articles().unwrap().is_empty());
    library.redo().unwrap().unwrap();
    assert_eq!(library.articles().unwrap().len(), 3);
    assert_eq!(library.can_redo().unwrap(), None);
}
