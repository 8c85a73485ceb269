//! The window driven by role and label, without a display: commands in, state and what shows out.
//! The harness fails on unnamed controls and on missing glyphs.

use std::sync::{Arc, LazyLock};

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;

use crate::app::{Action, App, Command, LanguageChoice, Notice, PanelTab, Setup, ThemeChoice};
use crate::article::SourceFile;
use crate::entity::{Class, Engine};
use crate::jobs::{Backups, SharedEngine};
use crate::library::{Environment, Library, prepare};
use crate::text::Span;

use super::Window;

/// Two stories: the second names the first, and one that is not there.
const STORIES: [(&str, &str); 2] = [
    (
        "pelabuhan.txt",
        "Senin, 3 Maret 2025 / 09:00 WIB\nPelabuhan Dili Dibuka untuk Kapal Niaga\nSumber: Reuters | Editor: Sari Dewi\n\
         CONTOH.CO.ID - DILI. Presiden Timor Leste Jose Ramos Horta membuka pelabuhan baru di Dili.\n\
         Ramos Horta berharap kapal dari Indonesia segera tiba.\n",
    ),
    (
        "kapal.txt",
        "Selasa, 4 Maret 2025 / 10:00 WIB\nKapal Pertama Tiba dari Kupang\nSumber: Reuters | Editor: Sari Dewi\n\
         CONTOH.CO.ID - DILI. Kapal niaga pertama dari Indonesia tiba di Dili, kata Ramos Horta.\n\
         Baca Juga: Pelabuhan Dili Dibuka untuk Kapal Niaga\nBaca Juga: Berita yang Tidak Disimpan\n\
         Indonesia dan Timor Leste menandatangani perjanjian perdagangan pada 2024.\n",
    ),
];

/// A window over a library in memory that holds [`STORIES`], the last one open, in Indonesian and light.
pub(super) fn window(width: f32) -> Harness<'static, Option<Window>> {
    window_over(Library::in_memory(Environment::system()).unwrap(), width)
}

/// The same over another library, with backups where it has a folder.
pub(super) fn window_over(mut library: Library, width: f32) -> Harness<'static, Option<Window>> {
    let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
    for (name, text) in STORIES {
        let file = SourceFile { name, bytes: text.as_bytes(), url: None, imported: date(2025, 6, 1) };
        library.import(vec![prepare(&engine, &file, false).unwrap()]).unwrap();
    }
    let backups = library.folder().map(|folder| Backups::keep(folder.to_owned(), Arc::new(|| ())).unwrap());
    let mut setup = Some(Setup {
        backups,
        settings: crate::app::Settings {
            language: LanguageChoice::Indonesian,
            theme: ThemeChoice::Light,
            ..crate::app::Settings::default()
        },
        ..Setup::bare(library, engine, || date(2025, 6, 1))
    });
    let builder = Harness::builder().with_size([width, 800.0]).with_max_steps(20).with_step_dt(0.05);
    let mut harness = builder.build_ui_state(
        move |ui, window: &mut Option<Window>| {
            let window = window.get_or_insert_with(|| {
                let app = App::new(setup.take().expect("the window is made once"));
                Window::quiet(ui.ctx(), app)
            });
            window.draw(ui);
        },
        None,
    );
    harness.run();
    harness
}

pub(super) fn app<'a>(harness: &'a Harness<'_, Option<Window>>) -> &'a App {
    harness.state().as_ref().unwrap().app()
}

fn open_title(harness: &Harness<'_, Option<Window>>) -> String {
    app(harness).reading().article.as_ref().unwrap().stored.row.title.clone()
}

pub(super) fn send(harness: &mut Harness<'static, Option<Window>>, command: impl Into<Command>) {
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().obey(&ctx, vec![command.into()]);
    harness.run();
}

#[test]
fn a_click_on_a_reference_opens_its_story_and_back_returns() {
    let mut harness = window(1240.0);
    assert_eq!(open_title(&harness), "Kapal Pertama Tiba dari Kupang");
    harness.get_by_role_and_label(Role::Button, "Pelabuhan Dili Dibuka untuk Kapal Niaga").click();
    harness.run();
    assert_eq!(open_title(&harness), "Pelabuhan Dili Dibuka untuk Kapal Niaga");
    // The way back and the backlink lead to the same story.
    assert!(harness.query_by_role_and_label(Role::Button, "Kapal Pertama Tiba dari Kupang").is_some());
    harness.key_press_modifiers(egui::Modifiers::ALT, egui::Key::ArrowLeft);
    harness.run();
    assert_eq!(open_title(&harness), "Kapal Pertama Tiba dari Kupang");
}

#[test]
fn names_are_published_and_their_class_goes_with_its_switch() {
    let mut harness = window(1240.0);
    let shown = |harness: &Harness<'_, Option<Window>>| app(harness).shows_class(Class::Place);
    assert!(shown(&harness));
    assert!(harness.query_all_by_label_contains("Dili, Tempat").next().is_some());
    harness.get_by_role_and_label(Role::CheckBox, "Tempat").click();
    harness.run();
    assert!(!shown(&harness));
    assert!(harness.query_all_by_label_contains("Dili, Tempat").next().is_none());
}

#[test]
fn h_marks_the_selection_and_undo_takes_the_mark_back() {
    let mut harness = window(1240.0);
    let start = app(&harness).reading().article.as_ref().unwrap().body().find("Kapal niaga").unwrap();
    let span = Span { start, end: start + "Kapal niaga".len() };
    send(&mut harness, Command::Select(Some(crate::app::Selection { anchor: span.start, head: span.end })));
    harness.key_press(egui::Key::H);
    harness.run();
    let marks = &app(&harness).reading().article.as_ref().unwrap().annotations;
    assert_eq!(marks.iter().map(|mark| mark.anchor.quote.as_str()).collect::<Vec<_>>(), ["Kapal niaga"]);
    send(&mut harness, Action::Undo);
    assert!(app(&harness).reading().article.as_ref().unwrap().annotations.is_empty());
    send(&mut harness, Action::Redo);
    assert_eq!(app(&harness).reading().article.as_ref().unwrap().annotations.len(), 1);
}

#[test]
fn every_tab_theme_and_width_is_drawn_with_names_and_glyphs() {
    for width in [360.0, 700.0, 1240.0] {
        let mut harness = window(width);
        for tab in [PanelTab::Entities, PanelTab::Notes, PanelTab::Related] {
            send(&mut harness, Action::ShowTab(tab));
        }
        for theme in ThemeChoice::ALL {
            send(&mut harness, Action::Theme(theme));
        }
        send(&mut harness, Action::Language(LanguageChoice::English));
        let opened = |harness: &Harness<'_, Option<Window>>| harness.query_all_by_role(Role::TextInput).count();
        let fields = opened(&harness);
        send(&mut harness, Action::Palette);
        assert_eq!(opened(&harness), fields + 1, "the palette has a field");
        send(&mut harness, Action::Escape);
        assert_eq!(opened(&harness), fields, "Escape closes the palette");
        send(&mut harness, Action::Help);
        assert!(harness.query_all_by_label_contains("Next article").next().is_some(), "help speaks English");
    }
}

#[test]
fn a_text_that_another_program_changed_is_shown_anew_with_its_marks_on_their_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), Environment::system()).unwrap();
    let engine = Engine::new();
    let story = |text: &str| {
        let (url, imported) = (Some("https://contoh.co.id/kapal"), date(2025, 6, 1));
        prepare(&engine, &SourceFile { name: "x.txt", bytes: text.as_bytes(), url, imported }, false).unwrap()
    };
    let text = "Kapal Tiba di Dili\nKapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan itu.";
    let id = library.import(vec![story(text)]).unwrap().0[0].outcome.article();
    let mut harness = window_over(library, 1240.0);
    send(&mut harness, Command::Open(id));
    let shown = |harness: &Harness<'_, Option<Window>>| {
        let open = app(harness).reading().article.as_ref().unwrap();
        let words = open.annotations.iter().map(|mark| mark.anchor.span.of(open.body()).to_owned()).collect::<Vec<_>>();
        (open.body().to_owned(), words)
    };
    let start = shown(&harness).0.find("Kupang").unwrap();
    send(&mut harness, Command::Select(Some(crate::app::Selection { anchor: start, head: start + 6 })));
    send(&mut harness, Action::Mark);
    assert_eq!(shown(&harness).1, ["Kupang"]);
    let take_in = |harness: &mut Harness<'static, Option<Window>>| {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().take_in(&ctx);
        harness.run();
    };
    take_in(&mut harness);

    let mut other = Library::open(folder.path(), Environment::system()).unwrap();
    let longer = text.replacen("Kapal niaga", "Diperbarui pada Rabu. Kapal niaga", 1);
    other.import(vec![story(&longer)]).unwrap();
    other.renew_all(&engine).unwrap();
    take_in(&mut harness);
    let (body, words) = shown(&harness);
    assert!(body.contains("Diperbarui"), "{body}");
    assert_eq!(words, ["Kupang"]);
}

#[test]
fn a_notice_offers_to_take_back_its_own_step_only() {
    let mut harness = window(1240.0);
    let offers =
        |harness: &Harness<'_, Option<Window>>| app(harness).notices().iter().any(crate::app::Notice::offers_undo);
    send(&mut harness, Action::SelectAll);
    send(&mut harness, Action::RemoveArticle);
    assert!(offers(&harness));
    send(&mut harness, Action::Undo);
    assert!(!offers(&harness), "it was taken back");
    send(&mut harness, Action::RemoveArticle);
    assert!(offers(&harness));
    send(&mut harness, Action::Star);
    assert!(!offers(&harness), "another step is the last one");
}

#[test]
fn letters_for_a_field_that_went_away_are_no_commands_until_a_pause() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::SelectAll);
    harness.key_press(egui::Key::N);
    harness.run();
    assert!(harness.ctx.text_edit_focused());
    let marks =
        |harness: &Harness<'_, Option<Window>>| app(harness).reading().article.as_ref().unwrap().annotations.len();
    assert_eq!(marks(&harness), 1);
    // As when another program takes the mark away.
    send(&mut harness, Command::ChooseMark(None));
    assert!(!harness.ctx.text_edit_focused());
    harness.key_press(egui::Key::H);
    harness.step();
    assert_eq!(marks(&harness), 1, "the letter was meant for the note");
    for _ in 0..120 {
        harness.step();
    }
    harness.key_press(egui::Key::H);
    harness.run();
    assert_eq!(marks(&harness), 2);
}

#[test]
fn escape_lets_go_of_one_thing_at_a_time() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::SelectAll);
    send(&mut harness, Action::Palette);
    send(&mut harness, Action::Escape);
    assert!(app(&harness).overlay().is_none() && app(&harness).reading().selection.is_some());
    send(&mut harness, Action::Escape);
    assert!(app(&harness).reading().selection.is_none());
}

#[test]
fn a_drawer_of_a_narrow_window_leaves_the_wide_one_as_it_was() {
    let mut harness = window(800.0);
    let search = |harness: &Harness<'_, Option<Window>>| {
        harness.query_by_role_and_label(Role::TextInput, "Cari di perpustakaan").is_some()
    };
    assert!(!search(&harness));
    send(&mut harness, Action::ToggleLibrary);
    assert!(search(&harness) && app(&harness).settings().library_open);
    send(&mut harness, Action::Escape);
    assert!(!search(&harness) && app(&harness).settings().library_open);
}

#[test]
fn selecting_everything_lets_go_of_the_chosen_mark() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::Mark);
    assert!(app(&harness).reading().chosen.is_some());
    send(&mut harness, Action::SelectAll);
    send(&mut harness, Action::DeleteMark);
    assert_eq!(app(&harness).reading().article.as_ref().unwrap().annotations.len(), 1);
}

#[test]
fn a_backup_is_made_listed_and_put_back_by_keyboard_and_button() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), Environment::system()).unwrap(), 1240.0);
    // Waits until a notice is there: the work is done beside the window.
    let until = |harness: &mut Harness<'static, Option<Window>>, said: fn(&Notice) -> bool| {
        for _ in 0..3000 {
            let ctx = harness.ctx.clone();
            harness.state_mut().as_mut().unwrap().take_in(&ctx);
            if app(harness).notices().iter().any(said) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("no such notice: {:?}", app(harness).notices());
    };
    send(&mut harness, Action::BackUp);
    until(&mut harness, |notice| matches!(notice, Notice::BackedUp(_)));
    let articles = app(&harness).shelf().rows.len();
    send(&mut harness, Action::RemoveArticle);
    assert_eq!(app(&harness).shelf().rows.len(), articles - 1);

    send(&mut harness, Action::Backups);
    let restore = harness.query_all_by_label_contains("Pulihkan cadangan").next();
    restore.expect("a button for each backup").click();
    harness.run();
    assert_eq!(app(&harness).overlay(), None);
    until(&mut harness, |notice| matches!(notice, Notice::Restored(_)));
    assert_eq!(app(&harness).shelf().rows.len(), articles, "the removed article is back");
    // Undo takes no older step back unasked, and the restore is undone by the button of what is said instead.
    let undo = (egui::Modifiers::COMMAND, egui::Key::Z);
    harness.key_press_modifiers(undo.0, undo.1);
    harness.run();
    assert!(matches!(app(&harness).notices().last(), Some(Notice::RestoreStands(_))));
    assert_eq!(app(&harness).notices().iter().filter(|notice| notice.restored_over().is_some()).count(), 1);
    assert_eq!(app(&harness).shelf().rows.len(), articles);
    harness.query_all_by_role_and_label(Role::Button, "Kembalikan keadaan sebelum pemulihan").next().unwrap().click();
    harness.run();
    until(&mut harness, |notice| matches!(notice, Notice::Restored(_)));
    assert_eq!(app(&harness).shelf().rows.len(), articles - 1, "as it was before");
    // Asked for twice, undo is what it always is; after another step at once.
    send(&mut harness, Action::Undo);
    send(&mut harness, Action::Undo);
    assert_eq!(app(&harness).shelf().rows.len(), articles);
}

#[test]
fn the_history_says_what_was_done_and_goes_back_and_forward() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::Mark);
    send(&mut harness, Action::SelectAll);
    send(&mut harness, Action::Mark);
    let marks = |harness: &Harness<'_, Option<Window>>| app(harness).library().annotations(None).unwrap().len();
    assert_eq!(marks(&harness), 2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::H);
    harness.run();
    assert!(harness.query_all_by_label_contains("sorotan baru · “CONTOH.CO.ID").next().is_some());
    harness.get_by_label_contains("Sebelum langkah pertama").click();
    harness.run();
    assert!(app(&harness).shelf().rows.is_empty() && marks(&harness) == 0);
    harness.query_all_by_label_contains(", dibatalkan").next().expect("steps that can be done again").click();
    harness.run();
    assert_eq!((app(&harness).shelf().rows.len(), marks(&harness)), (2, 2));
    send(&mut harness, Action::Escape);
    assert_eq!(app(&harness).overlay(), None);
}
