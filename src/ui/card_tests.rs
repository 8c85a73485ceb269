//! The card on a name that is pointed at: where it stands, when it comes, which keys rule on its name.

use egui::accesskit::Role;
use egui::{Key, Order, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Overlay};
use crate::entity::Class;

use super::marking_tests::{clicks, move_to, place};
use super::notes_tests::{Shown, mark};
use super::rulings_tests::{is, press};
use super::tests::{app, send, window};

/// Lets the pointer rest.
fn rest(harness: &mut Shown) {
    (0..12).for_each(|_| harness.step());
}

/// Points at the middle of a name, and rests.
fn point(harness: &mut Shown, name: &str) -> Pos2 {
    let at = place(harness, name);
    move_to(harness, at + vec2(1.0, 0.0));
    move_to(harness, at);
    rest(harness);
    at
}

/// Whether a card is out.
fn card(harness: &Shown) -> bool {
    harness.query_by_role_and_label(Role::Button, "Bukan nama").is_some()
}

#[test]
fn a_card_never_lies_over_the_line_of_its_name() {
    for height in [320.0, 400.0, 480.0, 800.0] {
        let mut harness = window(1240.0);
        harness.set_size(vec2(1240.0, height));
        harness.run();
        for name in ["Indonesia, Tempat", "Ramos Horta, Orang"] {
            let at = point(&mut harness, name);
            assert!(card(&harness), "{name} at {height}");
            let over = harness.ctx.layer_id_at(at).map(|layer| layer.order);
            assert_eq!(over, Some(Order::Background), "{name} at {at} of {height}");
            move_to(&mut harness, Pos2::new(620.0, 1.0));
            rest(&mut harness);
        }
    }
}

#[test]
fn a_card_comes_to_a_pointer_that_moved_and_not_to_text_that_did() {
    let mut harness = window(1240.0);
    let at = place(&harness, "Ramos Horta, Orang");
    send(&mut harness, Action::ToggleClass(Class::Person));
    move_to(&mut harness, at);
    rest(&mut harness);
    send(&mut harness, Action::ToggleClass(Class::Person));
    rest(&mut harness);
    assert!(!card(&harness), "the name came to the pointer");
    move_to(&mut harness, at + vec2(2.0, 0.0));
    rest(&mut harness);
    assert!(card(&harness));
    send(&mut harness, Action::ToggleClass(Class::Person));
    assert!(!card(&harness), "and the card goes with it");
}

#[test]
fn keys_rule_on_the_name_whose_card_is_out() {
    let mut harness = window(1240.0);
    press(&mut harness, Key::O);
    assert!(app(&harness).library().rulings(None).unwrap().is_empty());
    point(&mut harness, "Dili, Tempat");
    press(&mut harness, Key::O);
    assert!(is(&harness, "Dili", Class::Organization));
    send(&mut harness, Action::Undo);
    point(&mut harness, "Ramos Horta, Orang");
    press(&mut harness, Key::Y);
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 1);
    point(&mut harness, "Ramos Horta, Orang");
    press(&mut harness, Key::U);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Entity));
    press(&mut harness, Key::Escape);
    point(&mut harness, "Ramos Horta, Orang");
    press(&mut harness, Key::W);
    assert!(!is(&harness, "Ramos Horta", Class::Person));
}

#[test]
fn the_sign_of_a_note_stands_whole_in_a_slim_window() {
    let mut harness = window(480.0);
    mark(&mut harness, "Kapal niaga pertama", "catatan");
    send(&mut harness, Action::Escape);
    let sign = harness.get_by_role_and_label(Role::Button, "Tampilkan catatan").rect();
    assert!(sign.width() >= 24.0 && sign.right() <= 480.0, "{sign}");
}

#[test]
fn after_a_click_on_a_name_the_card_and_the_line_below_count_the_same_mention() {
    let mut harness = window(1240.0);
    let at = point(&mut harness, "Indonesia, Tempat");
    let told = |harness: &Shown, words: &str| harness.query_all_by_label_contains(words).next().is_some();
    assert!(told(&harness, "Sebutan 1 dari 2"));
    clicks(&mut harness, at, 1);
    rest(&mut harness);
    harness.run();
    assert!(told(&harness, "Sebutan 2 dari 2") && told(&harness, "Indonesia 2/2"));
    assert!(!told(&harness, "Sebutan 1 dari 2"));
}
