//! Watched folders, driven through the window.

use std::fs;
use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, ImportAction, Notice};
use crate::library::{Environment, Library, LineOutcome, WatchedFile};

use super::imports_tests::until;
use super::notes_tests::Shown;
use super::tests::{app, send, window, window_over};

fn save(folder: &Path, name: &str, title: &str) {
    fs::write(folder.join(name), format!("{title}\nDILI. {title}, kata petugas pelabuhan pada Senin pagi.")).unwrap();
}

fn holds(harness: &Shown, title: &str) -> bool {
    app(harness).shelf().rows.iter().any(|row| row.title == title)
}

fn library(folder: &Path) -> Library {
    Library::open(folder, Environment::system()).unwrap()
}

#[test]
fn what_is_saved_into_a_folder_named_by_keyboard_comes_by_itself_and_stays_away_once_undone() {
    let (kept, saved) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    save(saved.path(), "a.txt", "Kapal Pertama");
    fs::write(saved.path().join("gambar.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let mut harness = window_over(library(kept.path()), 1240.0);
    let open = app(&harness).reading().article.as_ref().unwrap().id();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Tulis jalur folder, lalu tekan Enter").focus();
    harness.run();
    harness.event(egui::Event::Text(saved.path().display().to_string()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).watched(), [saved.path()]);
    until(&mut harness, |harness| holds(harness, "Kapal Pertama") && app(harness).jobs().running().is_empty());
    assert_eq!(app(&harness).reading().article.as_ref().unwrap().id(), open, "the person goes on reading");
    assert!(harness.query_by_label("Dari folder pantauan: 1 baru, 1 dilewati").is_some());
    let newest = app(&harness).library().import_ids().unwrap()[0];
    let record = app(&harness).library().import_record(newest).unwrap().unwrap();
    assert!(record.watched && record.finished.is_some() && record.count(LineOutcome::Skipped) == 1, "{record:?}");
    send(&mut harness, Action::Undo);
    assert!(!holds(&harness, "Kapal Pertama"));
    drop(harness);

    let mut harness = window_over(library(kept.path()), 1240.0);
    send(&mut harness, Command::Watch(saved.path().to_owned()));
    save(saved.path(), "a-lagi.txt", "Kapal Pertama");
    save(saved.path(), "b.txt", "Kapal Kedua");
    until(&mut harness, |harness| holds(harness, "Kapal Kedua"));
    assert!(!holds(&harness, "Kapal Pertama"), "what was undone is not imported again by itself");
    send(&mut harness, Command::Import(vec![saved.path().join("a.txt")]));
    until(&mut harness, |harness| holds(harness, "Kapal Pertama"));
}

#[test]
fn many_files_that_are_saved_in_one_go_are_one_import() {
    let saved = tempfile::tempdir().unwrap();
    let mut harness = window(1240.0);
    for number in 0..201 {
        save(saved.path(), &format!("{number}.txt"), &format!("Kapal {number}"));
    }
    send(&mut harness, Command::Watch(saved.path().to_owned()));
    until(&mut harness, |harness| !app(harness).library().import_ids().unwrap().is_empty());
    until(&mut harness, |harness| app(harness).jobs().running().is_empty());
    let records = app(&harness).library().imports().unwrap();
    let came: Vec<_> = records.iter().map(|record| (record.asked, record.count(LineOutcome::New))).collect();
    assert_eq!(came, [(201, 201)]);
}

#[test]
fn an_import_from_a_watched_folder_that_broke_off_goes_on() {
    let saved = tempfile::tempdir().unwrap();
    save(saved.path(), "a.txt", "Kapal Pertama");
    let path = saved.path().join("a.txt");
    let found = fs::metadata(&path).unwrap();
    let since = found.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let file = WatchedFile { path, size: found.len(), modified: i64::try_from(since.as_nanos()).unwrap() };
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let import = library.begin_import();
    library.open_watched_report(import, vec![file]).unwrap();
    let mut harness = window_over(library, 1240.0);
    assert!(app(&harness).notices().is_empty(), "it goes on by itself");
    send(&mut harness, Command::Watch(saved.path().to_owned()));
    until(&mut harness, |harness| holds(harness, "Kapal Pertama") && app(harness).jobs().running().is_empty());
    let record = app(&harness).library().import_record(import).unwrap().unwrap();
    assert!(record.finished.is_some() && record.count(LineOutcome::New) == 1, "{record:?}");
}

#[test]
fn a_watched_folder_that_is_gone_is_one_message_and_is_let_go_by_mouse() {
    let saved = tempfile::tempdir().unwrap();
    let folder = saved.path().join("berita");
    fs::create_dir(&folder).unwrap();
    let mut harness = window(1240.0);
    send(&mut harness, Command::Watch(folder.join("tidak-ada")));
    assert!(matches!(app(&harness).notices(), [Notice::WatchTrouble(..)]), "{:?}", app(&harness).notices());
    send(&mut harness, Command::Watch(folder.clone()));
    fs::remove_dir(&folder).unwrap();
    until(&mut harness, |harness| !app(harness).notices().is_empty());
    let told = format!("Folder pantauan: {} tidak terbaca. Tidak ada lagi", folder.display());
    assert!(harness.query_by_label(&told).is_some());
    fs::create_dir(&folder).unwrap();
    until(&mut harness, |harness| app(harness).notices().is_empty());
    send(&mut harness, Action::Import(ImportAction::Reports));
    let end = format!("Berhenti memantau {}", folder.display());
    harness.get_by_role_and_label(Role::Button, &end).click();
    harness.run();
    assert!(app(&harness).watched().is_empty());
}
