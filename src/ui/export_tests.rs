//! Exports and what another library takes in of them, driven through the window.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, Exported, Notice, Refusal};
use crate::library::{Environment, Library};

use super::notes_tests::{Shown, mark, marks};
use super::tests::{app, send, window, window_over};

/// Waits until something was said.
fn until_said(harness: &mut Shown) {
    while app(harness).notices().is_empty() {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().take_in(&ctx);
    }
    harness.run();
}

#[test]
fn what_was_done_is_exported_beside_the_window_and_merged_into_another_library() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = one.path().join("sorotan.jsonl");
    let mut harness = window_over(Library::open(one.path(), Environment::system()).unwrap(), 1240.0);
    mark(&mut harness, "Kapal niaga", "periksa muatan");
    send(&mut harness, Action::Star);
    let made = marks(&harness);
    send(&mut harness, Command::ExportTo(Exported::Work, file.clone()));
    until_said(&mut harness);
    assert!(matches!(app(&harness).notices(), [Notice::Exported(path)] if *path == file));

    let mut harness = window_over(Library::open(two.path(), Environment::system()).unwrap(), 1240.0);
    send(&mut harness, Command::MergeFrom(file));
    until_said(&mut harness);
    assert_eq!((marks(&harness)[0].id, marks(&harness)[0].note.as_str()), (made[0].id, "periksa muatan"));
    assert!(app(&harness).reading().article.as_ref().unwrap().stored.row.filing.starred);
    send(&mut harness, Action::Undo);
    assert!(marks(&harness).is_empty(), "one step takes it back");
    assert!(!app(&harness).reading().article.as_ref().unwrap().stored.row.filing.starred);
}

#[test]
fn the_notes_of_the_whole_library_are_written_beside_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catatan.md");
    let mut harness = window_over(Library::open(folder.path(), Environment::system()).unwrap(), 1240.0);
    mark(&mut harness, "Kapal niaga", "periksa muatan");
    send(&mut harness, Command::ExportTo(Exported::Library, file.clone()));
    assert!(app(&harness).notices().is_empty(), "the window does not wait");
    until_said(&mut harness);
    assert!(matches!(app(&harness).notices(), [Notice::Exported(path)] if *path == file));
    assert!(std::fs::read_to_string(file).unwrap().contains("periksa muatan"));
}

#[test]
fn a_window_that_is_closed_finishes_what_it_exports() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catatan.md");
    let mut harness = window_over(Library::open(folder.path(), Environment::system()).unwrap(), 1240.0);
    send(&mut harness, Command::ExportTo(Exported::Library, file.clone()));
    eframe::App::on_exit(harness.state_mut().as_mut().unwrap(), None);
    assert!(file.exists());
    assert!(matches!(app(&harness).notices(), [Notice::Exported(path)] if *path == file), "it was waited for");
}

#[test]
fn why_an_export_failed_is_said_in_the_words_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), Environment::system()).unwrap(), 1240.0);
    app(&harness).library().tamper("PRAGMA user_version = 9999");
    send(&mut harness, Command::ExportTo(Exported::Library, folder.path().join("catatan.md")));
    until_said(&mut harness);
    let failed = |notice: &Notice| matches!(notice, Notice::ExportFailed(_, Refusal::Newer));
    assert!(app(&harness).notices().iter().any(failed), "{:?}", app(&harness).notices());
    let said = "catatan.md: Pustaka itu dibuat oleh Sorot versi yang lebih baru";
    assert!(harness.query_all_by_label_contains(said).next().is_some());
}

#[test]
fn export_and_merge_are_offered_to_the_mouse_and_to_the_keyboard() {
    let mut harness = window(1240.0);
    harness.get_by_role_and_label(Role::Button, "Ekspor").click();
    harness.run();
    for name in ["Ekspor sorotan dan keputusan untuk pustaka lain…", "Gabungkan cadangan atau berkas sorotan…"] {
        assert!(harness.query_by_role_and_label(Role::Button, name).is_some(), "{name}");
    }
    send(&mut harness, Action::Escape);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
    harness.run();
    harness.event(egui::Event::Text("ekspor sorotan".to_owned()));
    harness.run();
    assert!(harness.query_all_by_label_contains("untuk pustaka lain").next().is_some());
}
