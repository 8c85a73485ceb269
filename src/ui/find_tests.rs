//! Finding words in the open story: by keyboard alone and by mouse alone.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, FindAction, Selection};
use crate::library::{Environment, Library};

use super::notes_tests::{Shown, marks};
use super::tests::{app, send, window_over};

fn opened() -> Shown {
    window_over(Library::in_memory(Environment::system()).unwrap(), 1240.0)
}

fn typed(harness: &mut Shown, words: &str) {
    let label = app(harness).action_name(Action::Find(FindAction::Show));
    harness.get_by_role_and_label(Role::TextInput, &label).type_text(words);
    harness.run();
}

/// The hits, each as it stands in the text, and the place of the one that was gone to.
fn hits(harness: &Shown) -> (Vec<String>, usize) {
    let body = app(harness).reading().article.as_ref().unwrap().body();
    let finding = app(harness).finding().unwrap();
    (finding.hits.iter().map(|hit| hit.of(body).to_owned()).collect(), finding.at)
}

#[test]
fn words_are_found_walked_and_all_marked_by_keys_alone_in_one_step() {
    let mut harness = opened();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    typed(&mut harness, "AN");
    let (found, at) = hits(&harness);
    assert!(found.len() > 2 && found.iter().all(|hit| hit.eq_ignore_ascii_case("an")), "{found:?}");
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::F3);
    harness.run();
    assert_eq!(hits(&harness).1, (at + 2) % found.len());
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F3);
    harness.run();
    assert_eq!(hits(&harness).1, (at + 1) % found.len());
    let here = app(&harness).finding().unwrap().hit().unwrap();

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    let made = marks(&harness).len();
    assert!(made > 0 && made <= found.len());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(app(&harness).finding().is_none());
    assert_eq!(app(&harness).reading().selected().map(Selection::span), Some(here));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(marks(&harness).len(), 0);
}

#[test]
fn words_are_found_and_all_marked_by_mouse_and_what_is_not_there_is_said() {
    let mut harness = opened();
    send(&mut harness, Action::Find(FindAction::Show));
    typed(&mut harness, "an");
    let count = hits(&harness).0.len();
    let next = app(&harness).action_name(Action::Find(FindAction::Next));
    harness.get_by_label_contains(&next).click();
    harness.run();
    assert_eq!(hits(&harness).1, 1 % count);
    let all = app(&harness).words().text("find-mark-all");
    harness.get_by_role_and_label(Role::Button, &all).click();
    harness.run();
    assert!(!marks(&harness).is_empty());
    send(&mut harness, Action::Find(FindAction::Show));
    typed(&mut harness, " tak-ada-di-sini");
    let none = app(&harness).words().text("find-none");
    assert!(harness.query_by_label(&none).is_some());
    let close = app(&harness).words().text("find-close");
    harness.get_by_role_and_label(Role::Button, &close).click();
    harness.run();
    assert!(app(&harness).finding().is_none() && harness.query_by_label(&none).is_none());
}

#[test]
fn undo_right_after_marking_all_by_key_takes_the_marks_back_and_leaves_the_words() {
    let mut harness = opened();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    typed(&mut harness, "dili");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(!marks(&harness).is_empty());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(marks(&harness).is_empty());
    assert_eq!(app(&harness).finding().unwrap().words, "dili");
    // The same by mouse, with the cursor in the field.
    typed(&mut harness, "");
    harness.get_by_role_and_label(Role::Button, "Tandai semua").click();
    harness.run();
    assert!(!marks(&harness).is_empty());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(marks(&harness).is_empty());
}
