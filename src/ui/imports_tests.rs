//! Reports of imports, driven through the window: by mouse alone, by keyboard alone, and over many files.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::{Action, Command, ImportAction, Notice, ReportCommand};
use crate::library::{Environment, Library, LineOutcome, Missed, OperationId, Origin, Why};

use super::notes_tests::Shown;
use super::tests::{app, send, window, window_over};

const STORY: &str = "Kapal Tiba di Dili\nDILI. Kapal niaga pertama tiba di pelabuhan pada Senin pagi, kata petugas.";

/// Lets background work go on until nothing is imported any more.
pub(super) fn until_imported(harness: &mut Shown) {
    until(harness, |harness| app(harness).jobs().running().is_empty());
}

/// Lets background work go on until it is so.
pub(super) fn until(harness: &mut Shown, so: impl Fn(&Shown) -> bool) {
    for _ in 0..3000 {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().take_in(&ctx);
        if so(harness) {
            harness.run();
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it never came: {:?}", app(harness).notices());
}

/// A folder with a story, the same once more and an empty file; and a window that has imported it.
fn imported() -> (tempfile::TempDir, Shown) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.txt", STORY), ("b.txt", STORY), ("kosong.txt", "")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut harness = window(1240.0);
    send(&mut harness, Command::Import(vec![folder.path().to_path_buf()]));
    until_imported(&mut harness);
    (folder, harness)
}

fn press(harness: &mut Shown, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn click(harness: &mut Shown, role: Role, label: &str) {
    harness.get_by_role_and_label(role, label).click();
    harness.run();
    harness.run();
}

fn lines(harness: &Shown) -> Vec<String> {
    let rows = harness.query_all_by_role(Role::ListBoxOption);
    rows.filter_map(|row| row.accesskit_node().label()).filter(|label| label.contains(".txt: ")).collect()
}

fn reports(harness: &Shown) -> Vec<OperationId> {
    app(harness).library().import_ids().unwrap()
}

#[test]
fn what_failed_is_shown_mended_and_tried_again_by_mouse() {
    let (folder, mut harness) = imported();
    assert!(harness.query_by_label("Impor selesai: 1 baru, 1 sudah ada, 1 tidak terbaca").is_some());
    click(&mut harness, Role::Button, "Tampilkan");
    let all = [
        "a.txt: Baru · Kapal Tiba di Dili",
        "b.txt: Sudah ada · Kapal Tiba di Dili",
        "kosong.txt: Tidak terbaca · Berkas kosong",
    ];
    assert_eq!(lines(&harness), all);
    click(&mut harness, Role::Button, "Tidak terbaca (1)");
    assert_eq!(lines(&harness), all[2..]);
    fs::write(folder.path().join("kosong.txt"), "Harga Beras Turun\nMALANG. Harga beras turun pekan ini.").unwrap();
    click(&mut harness, Role::Button, "Coba lagi yang tidak terbaca");
    until_imported(&mut harness);
    assert_eq!(lines(&harness), ["kosong.txt: Baru · Harga Beras Turun"], "the new import is followed");
    click(&mut harness, Role::Button, "Semua impor");
    assert_eq!(harness.query_all_by_label_contains("· selesai: 1 baru").count(), 2);
    harness.query_all_by_label_contains("· selesai: 1 baru, 1 sudah ada").next().unwrap().click();
    harness.run();
    harness.run();
    harness.query_all_by_role_and_label(Role::Button, "Buka: Kapal Tiba di Dili").next().unwrap().click();
    harness.run();
    let open = app(&harness).reading().article.as_ref().unwrap();
    assert_eq!((open.stored.row.title.as_str(), app(&harness).overlay()), ("Kapal Tiba di Dili", None));
}

#[test]
fn a_report_is_walked_narrowed_and_copied_by_keyboard() {
    let (_folder, mut harness) = imported();
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.run();
    assert_eq!(lines(&harness).len(), 3);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    let copied = |harness: &mut Shown| {
        harness.event(egui::Event::Copy);
        harness.step();
        let commands = &harness.output().platform_output.commands;
        let text = commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        text.unwrap().lines().map(|line| line.split_once('\t').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(copied(&mut harness), ["Baru\tKapal Tiba di Dili", "Sudah ada\tKapal Tiba di Dili"]);
    harness.run();
    harness.event(egui::Event::Text("kosong TERBACA".to_owned()));
    harness.run();
    harness.run();
    assert_eq!(lines(&harness), ["kosong.txt: Tidak terbaca · Berkas kosong"]);
    assert_eq!(copied(&mut harness), ["Tidak terbaca\tBerkas kosong"], "without a choice all that shows");
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(app(&harness).overlay(), None);
}

/// More files than the work beside the window reads ahead of it: while the window takes nothing in, it cannot end.
const FILES: usize = 150;

fn many() -> tempfile::TempDir {
    let saved = tempfile::tempdir().unwrap();
    for number in 0..FILES {
        let text = format!("Kapal {number} Tiba\nDILI. Kapal niaga {number} tiba di pelabuhan, kata petugas {number}.");
        fs::write(saved.path().join(format!("{number}.txt")), text).unwrap();
    }
    saved
}

#[test]
fn an_import_that_is_undone_while_it_runs_ends_and_says_nothing_more() {
    let saved = many();
    let mut harness = window(1240.0);
    let before = app(&harness).shelf().rows.len();
    send(&mut harness, Command::Import(vec![saved.path().to_path_buf()]));
    until(&mut harness, |harness| app(harness).shelf().rows.len() > before);
    send(&mut harness, Action::Undo);
    until_imported(&mut harness);
    assert_eq!(app(&harness).shelf().rows.len(), before);
    assert!(matches!(app(&harness).notices(), [Notice::Undone(_)]), "{:?}", app(&harness).notices());
    let record = app(&harness).library().import_record(reports(&harness)[0]).unwrap().unwrap();
    assert!(record.taken_back && record.lines() < FILES, "{record:?}");
}

#[test]
fn an_import_shows_its_pace_is_stopped_and_goes_on_after_a_restart() {
    let (kept, saved) = (tempfile::tempdir().unwrap(), many());
    let open = || Library::open(kept.path(), Environment::system()).unwrap();
    let mut harness = window_over(open(), 1240.0);
    let before = app(&harness).shelf().rows.len();
    send(&mut harness, Command::Import(vec![saved.path().to_path_buf()]));
    until(&mut harness, |harness| app(harness).shelf().rows.len() > before);
    assert!(harness.query_by_label_contains(" berkas/detik · sisa ").is_some());
    click(&mut harness, Role::Button, "Hentikan impor");
    until_imported(&mut harness);
    assert!(harness.query_by_label_contains("Impor belum selesai: ").is_some());
    let import = reports(&harness)[0];
    let record = |harness: &Shown| app(harness).library().import_record(import).unwrap().unwrap();
    let stopped = record(&harness);
    assert!(stopped.stopped && stopped.is_unfinished() && stopped.lines() < FILES, "{stopped:?}");
    assert_eq!(app(&harness).library().check().unwrap(), []);
    drop(harness);

    let mut harness = window_over(open(), 1240.0);
    click(&mut harness, Role::Button, "Lanjutkan");
    until_imported(&mut harness);
    let finished = record(&harness);
    assert_eq!((finished.finished.is_some(), finished.count(LineOutcome::New)), (true, FILES));
    assert_eq!(app(&harness).shelf().rows.len(), before + FILES);
}

#[test]
fn an_import_remembers_where_its_files_lie_wherever_the_program_was_started() {
    let mut harness = window(1240.0);
    send(&mut harness, Command::Import(vec!["assets/tidak-ada".into()]));
    until_imported(&mut harness);
    let [import] = reports(&harness).try_into().unwrap();
    let record = app(&harness).library().import_record(import).unwrap().unwrap();
    assert_eq!(record.sources, [std::path::absolute("assets/tidak-ada").unwrap()]);
}

#[test]
fn an_offer_to_go_on_that_was_closed_is_not_made_again_and_the_report_still_goes_on() {
    let (kept, saved) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(saved.path().join("a.txt"), STORY).unwrap();
    let open = || Library::open(kept.path(), Environment::system()).unwrap();
    // The samples of a new library come first.
    until_imported(&mut window_over(open(), 1240.0));
    let mut library = open();
    let import = library.begin_import();
    library.open_report(import, &[saved.path().to_path_buf()]).unwrap();
    let told = |harness: &Shown| app(harness).notices().to_vec();

    let mut harness = window_over(library, 1240.0);
    click(&mut harness, Role::Button, "Tampilkan");
    assert_eq!(told(&harness), [], "who looks has heard of it");
    drop(harness);
    let mut harness = window_over(open(), 1240.0);
    assert!(matches!(told(&harness).as_slice(), [Notice::Import(_)]), "and has declined nothing");
    click(&mut harness, Role::Button, "Tutup pesan");
    drop(harness);

    let mut harness = window_over(open(), 1240.0);
    assert_eq!(told(&harness), []);
    send(&mut harness, ReportCommand::Look(Some(import)));
    click(&mut harness, Role::Button, "Lanjutkan");
    until_imported(&mut harness);
    let record = app(&harness).library().import_record(import).unwrap().unwrap();
    assert_eq!((record.finished.is_some(), record.count(LineOutcome::New)), (true, 1));
}

#[test]
fn a_report_is_saved_as_a_table_without_formulas() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), format!("=1+1 {STORY}")).unwrap();
    let mut harness = window(1240.0);
    send(&mut harness, Command::Import(vec![folder.path().to_path_buf()]));
    until_imported(&mut harness);
    assert!(app(&harness).notices().is_empty(), "one story that opens by itself is no news");
    send(&mut harness, Action::Import(ImportAction::Reports));
    let newest = reports(&harness)[0];
    send(&mut harness, ReportCommand::Look(Some(newest)));
    let table = folder.path().join("laporan.csv");
    send(&mut harness, ReportCommand::SaveTo(table.clone()));
    let path = folder.path().join("a.txt").display().to_string();
    let wanted =
        format!("\u{feff}berkas,hasil,berita atau alasan,keraguan\r\n{path},Baru,'=1+1 Kapal Tiba di Dili,\r\n");
    assert_eq!(fs::read_to_string(table).unwrap(), wanted);
}

#[test]
fn many_lines_are_copied_and_saved_beside_the_window() {
    const MANY: usize = 2000;
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("pustaka"), Environment::system()).unwrap();
    let import = library.begin_import();
    library.open_report(import, &[PathBuf::from("/berita")]).unwrap();
    library.report_missed(import, &missed(MANY)).unwrap();
    library.close_report(import).unwrap();
    let mut harness = window_over(library, 1240.0);
    until_imported(&mut harness);
    send(&mut harness, ReportCommand::Look(Some(import)));
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().obey(&ctx, vec![ReportCommand::Copy.into()]);
    let is_told = |notice: &Notice| matches!(notice, Notice::LinesCopied(_) | Notice::Exported(_));
    assert!(!app(&harness).notices().iter().any(is_told), "the window does not wait for it");
    until(&mut harness, |harness| app(harness).notices().contains(&Notice::LinesCopied(MANY)));
    let table = folder.path().join("laporan.csv");
    send(&mut harness, ReportCommand::SaveTo(table.clone()));
    until(&mut harness, |harness| app(harness).notices().contains(&Notice::Exported(table.clone())));
    let saved = fs::read_to_string(table).unwrap();
    assert_eq!(saved.lines().count(), MANY + 1);
    assert!(saved.ends_with("/berita/1999.txt,Tidak terbaca,Berkas kosong,\r\n"), "in the words of the window");
}

/// So many files that could not be read.
fn missed(count: usize) -> Vec<Missed> {
    let why = Why { code: "empty".to_owned(), detail: None, said: "the file is empty".to_owned() };
    let origin = |number| Origin { path: format!("/berita/{number}.txt").into(), container: None };
    let missed = |number| Missed { origin: origin(number), outcome: LineOutcome::Failed, why: why.clone() };
    (0..count).map(missed).collect()
}

#[test]
fn of_many_files_only_those_that_show_are_read_and_words_find_one_of_them() {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let import = library.begin_import();
    library.open_report(import, &[PathBuf::from("/berita")]).unwrap();
    library.report_missed(import, &missed(20_000)).unwrap();
    let mut harness = window_over(library, 1240.0);
    assert!(matches!(app(&harness).notices(), [Notice::Import(_)]), "it is offered to go on");
    send(&mut harness, ReportCommand::Look(Some(import)));
    let read = |harness: &Shown| {
        let open = app(harness).imports().open.as_ref().unwrap();
        (open.lines.keys.len(), (0..20_000).filter(|place| open.lines.row(*place).is_some()).count())
    };
    assert_eq!(read(&harness).0, 20_000);
    assert!((5..200).contains(&read(&harness).1), "{:?}", read(&harness));
    send(&mut harness, ReportCommand::Find(None, "19999".to_owned()));
    until(&mut harness, |harness| !app(harness).imports().open.as_ref().unwrap().is_searching());
    harness.run();
    assert_eq!(lines(&harness), ["19999.txt: Tidak terbaca · Berkas kosong"]);
}
