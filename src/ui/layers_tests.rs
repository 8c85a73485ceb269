//! What lies above the window keeps pointer, focus and keys from what lies behind it.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::{Action, Command, Notice, Overlay, Scope};
use crate::entity::Class;
use crate::library::{Color, OperationKind};

use super::notes_tests::{Shown, marks};
use super::rulings_tests::{is, press, walk_to};
use super::tests::{app, send, window};

/// The row of the history that keys have come to.
fn row_of_history(harness: &Shown) -> String {
    let mut rows = harness.query_all_by_role(Role::ListBoxOption);
    let chosen = rows.rfind(|row| row.accesskit_node().toggled() == Some(Toggled::True));
    chosen.and_then(|row| row.accesskit_node().label()).expect("a row is chosen")
}

#[test]
fn arrows_walk_the_history_and_stay_in_it() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::Mark);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
    harness.run();
    assert!(row_of_history(&harness).ends_with("di sini"), "{}", row_of_history(&harness));
    for _ in 0..6 {
        press(&mut harness, Key::ArrowDown);
    }
    assert!(row_of_history(&harness).starts_with("Sebelum langkah pertama"), "{}", row_of_history(&harness));
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Steps));
    assert_eq!(
        (app(&harness).shelf().rows.len(), marks_of_all(&harness)),
        (1, 0),
        "Enter went to the step before the mark"
    );
    harness.query_all_by_label_contains(", dibatalkan").next().expect("the newest step").click();
    harness.run();
    assert_eq!(marks_of_all(&harness), 1);
    assert!(row_of_history(&harness).ends_with("di sini"), "keys go on from where a click went");
}

fn marks_of_all(harness: &Shown) -> usize {
    app(harness).library().annotations(None).unwrap().len()
}

#[test]
fn tab_and_letters_reach_nothing_behind_an_open_layer() {
    let layers = [
        Action::Steps,
        Action::NameColors,
        Action::Tags,
        Action::Ledger,
        Action::Marks,
        Action::Wanted,
        Action::Rate,
        Action::Palette,
        Action::Help,
        Action::Import(crate::app::ImportAction::Reports),
    ];
    for layer in layers {
        let mut harness = window(1240.0);
        send(&mut harness, layer);
        let open = app(&harness).overlay();
        for _ in 0..30 {
            press(&mut harness, Key::Tab);
            let focused = harness.ctx.memory(egui::Memory::focused);
            let behind = focused.and_then(|id| harness.ctx.read_response(id)).map(|response| response.layer_id);
            let behind = behind.filter(|layer| *layer == egui::LayerId::background());
            assert_eq!(behind, None, "{layer:?}");
        }
        for key in [Key::M, Key::J, Key::Delete, Key::ArrowDown] {
            press(&mut harness, key);
        }
        assert_eq!((app(&harness).overlay(), marks(&harness).len()), (open, 0), "{layer:?}");
    }
}

#[test]
fn a_column_over_the_text_makes_way_for_a_layer_and_comes_back() {
    let mut harness = window(800.0);
    let search = |harness: &Shown| harness.query_by_role_and_label(Role::TextInput, "Cari di perpustakaan").is_some();
    send(&mut harness, Action::ToggleLibrary);
    send(&mut harness, Action::Steps);
    assert!(!search(&harness));
    press(&mut harness, Key::Escape);
    assert!(search(&harness) && app(&harness).overlay().is_none());
}

#[test]
fn a_question_is_answered_before_anything_else_is_done() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::O);
    while app(&harness).rulings().scope != Scope::Library {
        press(&mut harness, Key::A);
    }
    press(&mut harness, Key::W);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Proposal));
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::Z),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::ALT, Key::ArrowLeft),
        (Modifiers::NONE, Key::F1),
        (Modifiers::NONE, Key::M),
    ] {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
        assert_eq!(app(&harness).overlay(), Some(Overlay::Proposal), "{key:?}");
    }
    assert!(is(&harness, "Dili", Class::Organization), "no older step was taken back");
    // On the button for no, Enter says no.
    while harness.query_by_role_and_label(Role::Button, "Batal").is_none_or(|button| !button.is_focused()) {
        press(&mut harness, Key::Tab);
    }
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), None);
    assert!(is(&harness, "Dili", Class::Organization));
}

#[test]
fn colours_are_named_from_the_palette_by_keys_alone() {
    let mut harness = window(1240.0);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    let name = app(&harness).action_name(Action::NameColors);
    harness.event(egui::Event::Text(name));
    harness.run();
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Colors));
    harness.event(egui::Event::Text("klaim".to_owned()));
    press(&mut harness, Key::Tab);
    harness.event(egui::Event::Text("bukti".to_owned()));
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), None);
    let named: Vec<_> =
        Color::all().map(|color| app(&harness).settings().color_name(color).map(str::to_owned)).collect();
    assert_eq!(named[..3], [Some("klaim".to_owned()), Some("bukti".to_owned()), None]);
}

#[test]
fn the_palette_shows_all_of_its_list_again_after_a_search_and_always_the_chosen_line() {
    let mut harness = window(600.0);
    send(&mut harness, Action::Palette);
    harness.run();
    let size = |harness: &Shown| egui::AreaState::load(&harness.ctx, egui::Id::unique("palette")).unwrap().rect();
    let chosen = |harness: &Shown| {
        let mut lines = harness.query_all_by_role(Role::ListBoxOption);
        lines.find(|line| line.accesskit_node().toggled() == Some(Toggled::True)).unwrap().rect()
    };
    let whole = size(&harness);
    for _ in 0..30 {
        harness.key_press(Key::ArrowDown);
    }
    harness.run();
    harness.run();
    assert!(whole.contains_rect(chosen(&harness)), "{whole} {}", chosen(&harness));
    harness.event(egui::Event::Text("gabung".to_owned()));
    harness.run();
    harness.run();
    assert!(size(&harness).height() < whole.height() - 100.0);
    assert!(size(&harness).contains_rect(chosen(&harness)));
    for _ in 0.."gabung".len() {
        harness.key_press(Key::Backspace);
    }
    harness.run();
    harness.run();
    assert_eq!(size(&harness), whole);
    assert!(whole.contains_rect(chosen(&harness)), "the first line shows");
}

#[test]
fn what_says_that_a_step_was_undone_passes_by_itself_and_other_notices_stay() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::Mark);
    send(&mut harness, Action::Undo);
    send(&mut harness, Action::JoinMarks);
    assert_eq!(app(&harness).notices(), [Notice::Undone(OperationKind::Annotate), Notice::NothingToJoin]);
    harness.run_steps(60);
    assert_eq!(app(&harness).notices().len(), 2);
    harness.run_steps(60);
    assert_eq!(app(&harness).notices(), [Notice::NothingToJoin]);
}

#[test]
fn each_notice_that_passes_has_its_own_time_from_when_it_was_last_said() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::Mark);
    send(&mut harness, Action::Undo);
    send(&mut harness, Command::CopyAddress("https://contoh.co.id".to_owned()));
    let undone = Notice::Undone(OperationKind::Annotate);
    assert_eq!(app(&harness).notices(), [undone.clone(), Notice::AddressCopied]);
    harness.run_steps(70);
    send(&mut harness, Action::Redo);
    send(&mut harness, Action::Undo);
    harness.run_steps(50);
    assert_eq!(app(&harness).notices(), [undone], "it was said again, the other one was not");
    harness.run_steps(60);
    assert_eq!(app(&harness).notices(), []);
}

#[test]
fn notices_that_show_together_line_up_on_both_sides() {
    for width in [360.0, 1240.0] {
        let mut harness = window(width);
        send(&mut harness, Action::Mark);
        send(&mut harness, Action::Undo);
        send(&mut harness, Action::RemoveArticle);
        let close = app(&harness).words().text("notice-dismiss");
        let rights: Vec<f32> =
            harness.query_all_by_role_and_label(Role::Button, &close).map(|button| button.rect().right()).collect();
        assert_eq!(rights.len(), 2, "{:?}", app(&harness).notices());
        assert!((rights[0] - rights[1]).abs() < 0.5 && rights[0] < width - 16.0, "{rights:?}");
    }
}
