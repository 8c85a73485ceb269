//! Texts and names that are made anew while the window shows them.

use std::fs;

use egui::Key;

use crate::app::{Action, Command, Notice, Overlay, Refusal, Selection, Verdict};
use crate::library::{ArticleId, Environment, FilingEdit, Library};

use super::imports_tests::until;
use super::notes_tests::{Shown, marks};
use super::rulings_tests::{press, walk_to};
use super::tests::{app, send, window, window_over};

const FIRST: &str = "Kapal niaga dari Kupang tiba di Dili pada Senin pagi, kata Ramos Horta di pelabuhan.";

fn body(harness: &Shown) -> &str {
    app(harness).reading().article.as_ref().unwrap().body()
}

/// Imports a page with these sentences, as saved from one address.
fn import(harness: &mut Shown, sentences: &str) -> ArticleId {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("kapal.html");
    let head = "<title>Kapal Tiba di Dili</title><link rel=canonical href=https://contoh.co.id/berita/kapal-tiba>";
    let html = format!("<html><head>{head}</head><body><article><h1>Kapal Tiba di Dili</h1><p>{sentences}</p>");
    fs::write(&page, format!("{html}<p>Muatannya beras dan semen untuk kota itu.</p></article></body></html>"))
        .unwrap();
    send(harness, Command::Import(vec![page]));
    until(harness, |harness| body(harness).contains(sentences));
    app(harness).reading().article.as_ref().unwrap().id()
}

#[test]
fn what_was_selected_is_let_go_of_when_a_new_version_takes_the_place_of_the_text() {
    let mut harness = window(1240.0);
    let id = import(&mut harness, FIRST);
    let start = body(&harness).find("Kupang").unwrap();
    send(&mut harness, Action::Caret);
    send(&mut harness, Command::Select(Some(Selection { anchor: start, head: start + "Kupang".len() })));
    assert_eq!(import(&mut harness, &format!("Diperbarui Selasa siang. {FIRST}")), id);
    let reading = app(&harness).reading();
    assert!(reading.selected().is_none() && reading.caret && reading.selection.is_some(), "{:?}", reading.selection);
    press(&mut harness, Key::E);
    assert!(marks(&harness).is_empty());
}

#[test]
fn an_entity_is_chosen_for_the_name_that_was_asked_about_though_others_went_meanwhile() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Ramos Horta");
    send(&mut harness, Action::PickEntity);
    // The name before it is none any more.
    let before = app(&harness).reading().target.mention.unwrap() - 1;
    send(&mut harness, Command::Rule(before, Verdict::Wrong));
    assert_eq!(app(&harness).overlay(), Some(Overlay::Entity));
    send(&mut harness, Command::PickedEntity(Verdict::Names("Jose Ramos Horta".to_owned(), None)));
    let last = app(&harness).library().rulings(None).unwrap().pop().unwrap();
    assert_eq!(last.ruling.on.text.as_deref(), Some("Ramos Horta"));
}

#[test]
fn an_entity_that_is_chosen_for_words_that_are_gone_is_refused() {
    let mut harness = window(1240.0);
    import(&mut harness, FIRST);
    walk_to(&mut harness, "Ramos Horta");
    send(&mut harness, Action::PickEntity);
    import(&mut harness, &format!("Diperbarui Selasa siang. {FIRST}"));
    send(&mut harness, Command::PickedEntity(Verdict::Names("Jose Ramos Horta".to_owned(), None)));
    assert!(app(&harness).library().rulings(None).unwrap().is_empty());
    assert!(app(&harness).notices().contains(&Notice::Library(Refusal::Changed)));
}

#[test]
fn what_another_program_writes_shows_and_so_does_what_it_wrote_last() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Library::open(folder.path(), Environment::system()).unwrap();
    let mut harness = window_over(open(), 1240.0);
    let id = app(&harness).reading().article.as_ref().unwrap().id();
    let mut other = open();
    let starred = |harness: &Shown| app(harness).reading().article.as_ref().unwrap().stored.row.filing.starred;
    for star in [true, false, true] {
        other.file(id, FilingEdit { starred: Some(star), ..FilingEdit::default() }).unwrap();
        until(&mut harness, |harness| starred(harness) == star);
    }
}
