//! Marks in doubt settled from their list, by keys and by mouse.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::{Action, Command, Overlay, PanelTab};
use crate::library::{AnchorState, Annotation, AnnotationId, Environment, Library};

use super::notes_tests::{Shown, mark, marks};
use super::tests::{app, send, window_over};

/// Four marks: three that may stand elsewhere, the newest one lost.
fn in_doubt() -> (Shown, Vec<AnnotationId>) {
    let mut harness = window_over(Library::in_memory(Environment::system()).unwrap(), 1240.0);
    let words = ["Kapal niaga", "perdagangan", "Ramos Horta", "Indonesia"];
    for words in words {
        mark(&mut harness, words, "");
    }
    let all = marks(&harness);
    let ids: Vec<AnnotationId> =
        words.iter().map(|words| all.iter().find(|mark| mark.anchor.quote == *words).unwrap().id).collect();
    for (id, state) in
        ids.iter().zip([AnchorState::Suspect, AnchorState::Suspect, AnchorState::Suspect, AnchorState::Lost])
    {
        app(&harness).library().put_in_doubt(*id, state);
    }
    send(&mut harness, Action::Escape);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(app(&harness).overlay(), Some(Overlay::Doubts));
    (harness, ids)
}

fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// Presses a button; its key stands beside its name.
fn button(harness: &mut Shown, name: &str) {
    {
        let mut buttons = harness.query_all_by_role(Role::Button);
        let named = |button: &egui_kittest::Node<'_>| {
            button.accesskit_node().label().is_some_and(|label| label.starts_with(name))
        };
        buttons.find(named).unwrap().click();
    }
    harness.run();
}

fn rows(harness: &Shown) -> Vec<String> {
    let rows = harness.query_all_by_role(Role::ListBoxOption).filter_map(|row| row.accesskit_node().label());
    rows.filter(|label| label.contains("Semula")).collect()
}

fn of(harness: &Shown, id: AnnotationId) -> Option<Annotation> {
    app(harness).library().annotation(id).unwrap()
}

fn waiting(harness: &Shown) -> usize {
    app(harness).doubts().rows.keys.len()
}

#[test]
fn marks_in_doubt_are_listed_with_old_and_new_context_and_settled_by_a_key_each() {
    let (mut harness, ids) = in_doubt();
    let shown = rows(&harness);
    assert_eq!(shown.len(), 4);
    let order = ["[Kapal niaga]", "[Indonesia]", "[Ramos Horta]", "[perdagangan]"];
    assert!(shown.iter().zip(order).all(|(row, words)| row.contains(words)), "in reading order: {shown:?}");
    assert!(shown[1].contains("Tidak ditemukan"), "{}", shown[1]);
    assert_eq!(shown[2].matches("[Ramos Horta]").count(), 2, "as it stood, and as it stands: {}", shown[2]);

    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::V);
    assert_eq!(waiting(&harness), 4, "what is lost has no place to accept");
    press(&mut harness, Key::L);
    let detached = of(&harness, ids[3]).unwrap();
    assert!(detached.detached && detached.state == AnchorState::Lost);
    assert_eq!((waiting(&harness), app(&harness).marks().doubtful), (3, 3), "the next one follows");
    press(&mut harness, Key::V);
    assert_eq!(of(&harness, ids[2]).unwrap().state, AnchorState::Exact);
    press(&mut harness, Key::Delete);
    assert_eq!(of(&harness, ids[1]), None);
    let start = app(&harness).reading().article.as_ref().unwrap().body().find("perjanjian").unwrap();
    let selection = crate::app::Selection { anchor: start, head: start + "perjanjian".len() };
    send(&mut harness, Command::Select(Some(selection)));
    press(&mut harness, Key::S);
    assert_eq!(of(&harness, ids[0]).unwrap().anchor.quote, "perjanjian");
    assert_eq!((waiting(&harness), app(&harness).marks().doubtful), (0, 0));

    for left in 1..=4 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run();
        assert_eq!((waiting(&harness), app(&harness).marks().doubtful), (left, left), "each is taken back by itself");
    }
    assert_eq!(app(&harness).overlay(), Some(Overlay::Doubts), "and the list stays where it is");
}

#[test]
fn marks_in_doubt_are_settled_by_mouse_and_one_is_gone_to_in_its_text() {
    let (mut harness, ids) = in_doubt();
    let row = |harness: &Shown, words: &str| {
        let mut rows = harness.query_all_by_role(Role::ListBoxOption);
        rows.find(|row| row.accesskit_node().label().is_some_and(|label| label.contains(&format!("[{words}]"))))
            .unwrap()
            .click();
    };
    row(&harness, "perdagangan");
    harness.run();
    button(&mut harness, "Terima tempat ini");
    assert_eq!(of(&harness, ids[1]).unwrap().state, AnchorState::Exact);
    button(&mut harness, "Lepas dari teks");
    assert!(of(&harness, ids[2]).unwrap().detached, "of the last row the one before is next");
    row(&harness, "Kapal niaga");
    harness.run();
    button(&mut harness, "Ke sana");
    assert_eq!((app(&harness).overlay(), app(&harness).reading().chosen), (None, Some(ids[0])));
    press(&mut harness, Key::V);
    assert_eq!(of(&harness, ids[0]).unwrap().state, AnchorState::Exact, "and settled there");
}

#[test]
fn what_is_said_of_a_doubt_beside_the_text_is_wrapped_and_nothing_is_pushed_out() {
    let (mut harness, ids) = in_doubt();
    for action in [Action::Escape, Action::NextArticle, Action::PreviousArticle, Action::ShowTab(PanelTab::Notes)] {
        send(&mut harness, action);
    }
    send(&mut harness, Command::ShowMark(ids[0]));
    harness.run();
    let said = harness.query_all_by_label_contains("Belum pasti: teksnya berubah").next().expect("it is said").rect();
    let trash = harness.query_all_by_role_and_label(Role::Button, "Hapus sorotan");
    let right = trash.map(|button| button.rect().right()).chain([said.right()]).fold(0.0, f32::max);
    assert!(right <= 1240.0 - 8.0, "{said} {right}");
}

#[test]
fn in_a_narrow_window_a_doubt_has_the_lines_that_its_words_need() {
    let (mut harness, _) = in_doubt();
    let height = |harness: &Shown| {
        let mut rows = harness.query_all_by_role(Role::ListBoxOption);
        let row = rows.rfind(|row| row.accesskit_node().label().is_some_and(|label| label.contains("Semula: ")));
        row.expect("a doubt is listed").rect().height()
    };
    let wide = height(&harness);
    harness.set_size(egui::vec2(600.0, 800.0));
    harness.run();
    assert!(height(&harness) > wide + 40.0);
}

#[test]
fn that_no_place_was_found_is_wrapped_in_a_narrow_window() {
    let (mut harness, _) = in_doubt();
    harness.set_size(egui::vec2(600.0, 800.0));
    harness.run();
    let said = app(&harness).words().text("doubts-no-place");
    let mut labels = harness.query_all_by_role_and_label(Role::Label, &said);
    let height = labels.next().expect("a lost mark is listed").rect().height();
    assert!(height > 30.0, "{height}: a line has 20");
}

#[test]
fn words_in_the_chosen_row_stand_on_the_ground_that_paints_are_made_for() {
    let (harness, _) = in_doubt();
    let raised = super::theme::load(crate::app::ThemeChoice::Light, false).raised;
    let row = {
        let mut rows = harness.query_all_by_role(Role::ListBoxOption);
        rows.find(|row| row.accesskit_node().label().is_some_and(|label| label.contains("Semula: "))).unwrap().rect()
    };
    let grounds = harness.output().shapes.iter().filter(|clipped| {
        matches!(&clipped.shape, egui::Shape::Rect(shape) if shape.fill == raised && row.contains_rect(shape.rect))
    });
    assert_eq!(grounds.count(), 2, "what stood, and what stands there");
}
