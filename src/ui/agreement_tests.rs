//! Two people's work, merged, compared and settled through the window.

use std::time::Duration;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, App, Command, Notice, OpenArticle, Overlay};
use crate::library::{Color, Environment, FINAL, FilingEdit, Library, NewAnnotation, Taken};
use crate::text::Span;

use super::notes_tests::{Shown, mark, marks};
use super::tests::{app, send, window_over};

fn of(author: &str) -> Environment {
    Environment { author: author.to_owned(), ..Environment::system() }
}

/// Budi's library: the open story of the window's, marked otherwise.
fn of_budi(harness: &Shown) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = app(harness).library();
    let file = folder.path().join(Library::FILE);
    own.back_up(crate::library::BackupKind::Asked, Some(&file)).unwrap();
    let mut library = Library::open(folder.path(), of("budi")).unwrap();
    let open = app(harness).reading().article.as_ref().unwrap();
    for (words, color) in [("Kapal niaga pertama", 1), ("Indonesia tiba", 2)] {
        let start = open.body().find(words).unwrap();
        let span = Span { start, end: start + words.len() };
        let (note, tags, color) = (String::new(), Vec::new(), Color::new(color).unwrap());
        library.annotate(NewAnnotation { article: open.id(), span, version: 1, color, note, tags }).unwrap();
    }
    folder
}

/// Waits until a merge has ended: the work is done beside the window.
fn until_merged(harness: &mut Shown) {
    until(harness, |app| app.merge_progress().is_none());
}

/// Waits until two people are compared, which is done beside the window as well.
fn until_compared(harness: &mut Shown) {
    until(harness, |app| !app.agreement().is_running());
}

fn until(harness: &mut Shown, is_over: fn(&App) -> bool) {
    for _ in 0..3000 {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().take_in(&ctx);
        if is_over(app(harness)) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    harness.run();
}

#[test]
fn another_library_is_merged_beside_the_reading_and_differences_are_settled_by_key_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), of("ani")).unwrap(), 1240.0);
    send(&mut harness, Action::Agreement);
    let nobody = app(&harness).words().text("agreement-nobody");
    assert!(harness.query_by_label(&nobody).is_some());
    send(&mut harness, Command::CloseOverlay);
    let budi = of_budi(&harness);
    mark(&mut harness, "Kapal niaga pertama", "penting");

    send(&mut harness, Command::MergeFrom(budi.path().to_owned()));
    until_merged(&mut harness);
    let merged = app(&harness).notices().iter().find_map(|notice| match notice {
        Notice::Merged(merged) => Some(merged.clone()),
        _ => None,
    });
    assert_eq!(merged.unwrap().marks_new, 2);
    assert_eq!(marks(&harness).len(), 3, "the open story shows them at once");

    send(&mut harness, Action::Agreement);
    until_compared(&mut harness);
    let desk = |harness: &Shown| {
        let found = app(harness).agreement().found.clone().unwrap();
        let taken = found.differences.iter().map(|difference| difference.verdict.as_ref().map(|it| it.taken));
        (found.agreed.len(), taken.collect::<Vec<_>>())
    };
    assert_eq!(desk(&harness), (1, vec![None]));
    assert!(harness.query_all_by_role(Role::ListBoxOption).any(|row| format!("{row:?}").contains("Indonesia tiba")));
    // Whoever made most comes first: budi.
    harness.key_press(Key::Num1);
    harness.run();
    assert_eq!(desk(&harness), (1, vec![Some(Taken::One)]));
    send(&mut harness, Command::SettleAgreed);
    assert_eq!(desk(&harness).0, 0);
    let finals = |harness: &Shown| marks(harness).iter().filter(|mark| mark.author == FINAL).count();
    assert_eq!(finals(&harness), 2);
    send(&mut harness, Action::Undo);
    send(&mut harness, Action::Undo);
    until_compared(&mut harness);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Agreement), "undo leaves the list where it is");
    assert_eq!((desk(&harness), finals(&harness)), ((1, vec![None]), 0));

    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).overlay(), None);
    let chosen = app(&harness).reading().chosen.unwrap();
    assert!(marks(&harness).iter().any(|mark| mark.id == chosen && mark.author == "budi"));
    assert!(harness.query_all_by_label("budi").next().is_some(), "the card says whose mark it is");
}

#[test]
fn what_both_libraries_say_otherwise_is_listed_with_what_holds_and_leads_to_its_story() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), of("ani")).unwrap(), 1240.0);
    assert!(!app(&harness).can(Action::MergeReport));
    let budi = of_budi(&harness);
    let id = app(&harness).reading().article.as_ref().unwrap().id();
    let note = |note: &str| FilingEdit { note: Some(note.to_owned()), ..FilingEdit::default() };
    Library::open(budi.path(), of("budi")).unwrap().file(id, note("Perlu dicek.")).unwrap();
    send(&mut harness, Command::File(note("Sudah dicek.")));
    send(&mut harness, Command::MergeFrom(budi.path().to_owned()));
    until_merged(&mut harness);
    let show = app(&harness).action_name(Action::MergeReport);
    harness.get_by_role_and_label(Role::Button, &show).click();
    harness.run();
    assert_eq!(app(&harness).overlay(), Some(Overlay::MergeReport));
    {
        let mut rows = harness.query_all_by_role(Role::ListBoxOption);
        let row = rows.find(|row| format!("{row:?}").contains("Perlu dicek.")).unwrap();
        assert!(format!("{row:?}").contains("Sudah dicek."));
    }
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        (app(&harness).overlay(), app(&harness).reading().article.as_ref().map(OpenArticle::id)),
        (None, Some(id))
    );
}

#[test]
fn what_is_no_library_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), of("ani")).unwrap(), 1240.0);
    send(&mut harness, Command::MergeFrom(folder.path().join("tidak-ada")));
    until_merged(&mut harness);
    assert!(matches!(app(&harness).notices(), [Notice::MergeFailed(_)]));
}

#[test]
fn names_on_which_two_people_differ_are_settled_by_key_and_by_mouse_and_undone() {
    use crate::entity::{Class, Decision, Ruling, Target};
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), of("ani")).unwrap(), 1240.0);
    for (author, decision) in [("ani", Decision::Accept(Class::Organization)), ("budi", Decision::Reject)] {
        let on = Target { text: Some("Dili".to_owned()), ..Target::default() };
        Library::open(folder.path(), of(author)).unwrap().rule(None, Ruling { on, decision }).unwrap();
    }
    send(&mut harness, Action::Agreement);
    until_compared(&mut harness);
    let taken = |harness: &Shown| app(harness).agreement().found.as_ref().unwrap().names.differences[0].taken;
    assert_eq!((taken(&harness), app(&harness).agreement().open()), (None, 1));
    assert!(harness.query_all_by_role(Role::ListBoxOption).any(|row| format!("{row:?}").contains("Dili")));
    harness.key_press(Key::Num1);
    harness.run();
    assert_eq!((taken(&harness), app(&harness).agreement().open()), (Some(Taken::One), 0));
    harness.key_press(Key::Num3);
    harness.run();
    assert_eq!(taken(&harness), Some(Taken::One), "of two rulings on one name only one can hold");
    let two = app(&harness).agreement().between.clone().unwrap().two;
    {
        let label = app(&harness).words().with("agreement-take-two", &[("two", two.as_str().into())]);
        let mut buttons = harness.query_all_by_role(Role::Button);
        buttons.find(|button| format!("{button:?}").contains(&label)).unwrap().click();
    }
    harness.run();
    assert_eq!(taken(&harness), Some(Taken::Two));
    send(&mut harness, Action::Undo);
    send(&mut harness, Action::Undo);
    until_compared(&mut harness);
    assert_eq!((taken(&harness), app(&harness).overlay()), (None, Some(Overlay::Agreement)));
}

#[test]
fn of_several_marks_in_a_row_each_has_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), of("ani")).unwrap(), 1240.0);
    let words = "Indonesia dan Timor Leste menandatangani perjanjian perdagangan pada 2024.";
    mark(&mut harness, words, "");
    let open = app(&harness).reading().article.as_ref().unwrap();
    let (article, version, start) = (open.id(), open.stored.body_version, open.body().find(words).unwrap());
    let whole = Span { start, end: start + words.len() };
    for (author, color, span) in [("ani", 2, whole), ("ani", 4, whole), ("budi", 3, Span { end: start + 13, ..whole })]
    {
        let color = Color::new(color).unwrap();
        let new = NewAnnotation { article, span, version, color, note: String::new(), tags: Vec::new() };
        Library::open(folder.path(), of(author)).unwrap().annotate(new).unwrap();
    }
    send(&mut harness, Action::Agreement);
    until_compared(&mut harness);
    let row = harness.query_all_by_role(Role::ListBoxOption).map(|row| row.rect()).next_back().unwrap();
    let inside = |rect: &egui::Rect| rect.center().y > row.top() && rect.center().y < row.bottom();
    let quotes: Vec<egui::Rect> =
        harness.query_all_by_role(Role::Label).map(|label| label.rect()).filter(inside).collect();
    assert!(quotes.len() > 4 && quotes.iter().all(|quote| quote.right() <= row.right()), "{row} {quotes:?}");
}
