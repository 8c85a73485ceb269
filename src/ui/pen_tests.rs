//! The pen and what comes over the text: nothing lies in the way of the next words.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, Overlay};
use crate::library::Color;

use super::marking_tests::{clicks, drag, move_to, place, press, quotes, select, selected};
use super::notes_tests::{Shown, marks};
use super::tests::{app, send, window};

/// The colours that float beside a mark or a selection.
fn colors_shown(harness: &Shown) -> usize {
    harness.query_all_by_role(Role::RadioButton).count()
}

#[test]
fn with_the_pen_the_next_line_is_marked_and_the_mark_before_keeps_its_colour() {
    let mut harness = window(420.0);
    harness.key_press(Key::P);
    harness.run();
    let first = place(&harness, "Indonesia, Tempat");
    clicks(&mut harness, first, 2);
    harness.run_steps(12);
    assert_eq!((quotes(&harness), colors_shown(&harness)), (vec!["Indonesia".to_owned()], 0));
    let color = marks(&harness)[0].color;
    // Where the card of that mark would lie.
    let below = place(&harness, "Ramos Horta, Orang");
    assert!(below.y > first.y && below.y < first.y + 40.0, "on the next line: {first} {below}");
    clicks(&mut harness, below - vec2(24.0, 0.0), 2);
    harness.run_steps(12);
    assert_eq!(quotes(&harness), ["Indonesia", "Ramos"]);
    drag(&mut harness, below - vec2(24.0, 0.0), below + vec2(24.0, 0.0));
    let made = marks(&harness);
    let kept = made.iter().find(|mark| mark.anchor.quote == "Indonesia").expect("the mark is still there");
    assert!(made.len() == 3 && kept.color == color, "{:?}", quotes(&harness));
    // A note is asked for, and comes.
    harness.key_press(Key::N);
    harness.run();
    assert_eq!(colors_shown(&harness), 8);
    send(&mut harness, Action::Escape);
    // With the pen down a click on a mark brings its card.
    send(&mut harness, Action::Pen);
    send(&mut harness, Command::ChooseMark(None));
    clicks(&mut harness, first, 1);
    harness.run_steps(12);
    assert_eq!(colors_shown(&harness), 8);
}

#[test]
fn a_mark_made_by_key_leaves_the_lines_next_to_it_free_until_it_is_clicked() {
    let mut harness = window(420.0);
    let first = place(&harness, "Indonesia, Tempat");
    clicks(&mut harness, first, 2);
    harness.run_steps(12);
    assert_eq!(colors_shown(&harness), 8, "a selection has its tools");
    harness.key_press(Key::H);
    harness.run();
    assert_eq!((quotes(&harness).len(), colors_shown(&harness)), (1, 0));
    let paragraph = place(&harness, "Ramos Horta, Orang");
    clicks(&mut harness, paragraph, 4);
    assert!(selected(&harness).starts_with("CONTOH.CO.ID"), "{}", selected(&harness));
    assert_eq!(colors_shown(&harness), 0, "another press may follow");
    harness.run_steps(12);
    assert_eq!(colors_shown(&harness), 8);
    send(&mut harness, Action::Escape);
    clicks(&mut harness, first, 1);
    harness.run_steps(12);
    assert_eq!((app(&harness).reading().chosen, colors_shown(&harness)), (Some(marks(&harness)[0].id), 8));
}

#[test]
fn a_colour_pressed_on_the_tools_makes_the_mark_and_the_tools_stay_for_it() {
    let mut harness = window(1240.0);
    select(&mut harness, "niaga pertama");
    harness.run();
    let green = Color::new(2).unwrap();
    let label = app(&harness).action_name(Action::MarkIn(green));
    let at = harness.get_by_role_and_label(Role::RadioButton, &label).rect().center();
    move_to(&mut harness, at);
    press(&mut harness, at, true);
    press(&mut harness, at, false);
    harness.run();
    assert_eq!((marks(&harness)[0].color, colors_shown(&harness)), (green, 8));
    move_to(&mut harness, at + vec2(0.0, 300.0));
    harness.run();
    assert_eq!(colors_shown(&harness), 8);
}

#[test]
fn a_comma_goes_on_to_another_tag_of_the_pen_and_enter_takes_it_up() {
    let mut harness = window(1240.0);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::H);
    harness.run();
    let typed = |harness: &mut Shown, text: &str| {
        harness.event(egui::Event::Text(text.to_owned()));
        harness.run();
    };
    for letters in ["laut", ",", "batas", ","] {
        typed(&mut harness, letters);
    }
    assert_eq!(app(&harness).overlay(), Some(Overlay::PenTag), "the field goes on");
    assert!(harness.query_by_role_and_label(Role::Button, "Lepas tag batas").is_some());
    typed(&mut harness, "kapal");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        (app(&harness).overlay(), app(&harness).pen_tags()),
        (None, &["laut".into(), "batas".into(), "kapal".into()][..])
    );
    let (from, to) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    drag(&mut harness, from, to);
    assert_eq!(marks(&harness)[0].tags, ["laut", "batas", "kapal"]);
    // Escape takes up no pen.
    send(&mut harness, Action::PenTag);
    send(&mut harness, Action::PenTag);
    typed(&mut harness, "darat,");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!app(&harness).pen() && app(&harness).overlay().is_none());
}
