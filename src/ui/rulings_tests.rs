//! Rulings on names by keyboard and by mouse, driven through the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, Overlay, Scope};
use crate::entity::Class;

use super::Window;
use super::tests::{app, send, window};

type Shown = Harness<'static, Option<Window>>;

/// The names of the open article with their classes and entities.
fn names(harness: &Shown) -> Vec<(String, Class, String)> {
    let open = app(harness).reading().article.as_ref().unwrap();
    let name = |mention: &crate::entity::Mention| {
        (mention.span.of(open.body()).to_owned(), mention.class, mention.entity.name.clone())
    };
    open.mentions().iter().filter(|mention| mention.class != Class::Date).map(name).collect()
}

fn is(harness: &Shown, words: &str, class: Class) -> bool {
    names(harness).iter().any(|(text, other, _)| text == words && *other == class)
}

fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// Walks to the first mention with these words.
fn walk_to(harness: &mut Shown, words: &str) {
    let open = app(harness).reading().article.as_ref().unwrap();
    let index = open.mentions().iter().position(|mention| mention.span.of(open.body()) == words).unwrap();
    send(harness, Command::ShowMention(index));
}

fn select(harness: &mut Shown, words: &str) {
    let start = app(harness).reading().article.as_ref().unwrap().body().find(words).unwrap();
    let selection = crate::app::Selection { anchor: start, head: start + words.len() };
    send(harness, Command::Select(Some(selection)));
}

#[test]
fn keys_say_right_wrong_and_another_class_of_the_name_that_is_walked() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::O);
    assert!(is(&harness, "Dili", Class::Organization));
    press(&mut harness, Key::W);
    assert!(names(&harness).iter().all(|(text, ..)| text != "Dili"));
    send(&mut harness, Action::Undo);
    send(&mut harness, Action::Undo);
    assert!(is(&harness, "Dili", Class::Place));
}

#[test]
fn a_missed_name_is_marked_by_one_key_and_its_edges_by_another() {
    let mut harness = window(1240.0);
    select(&mut harness, "Kapal niaga");
    press(&mut harness, Key::O);
    assert!(is(&harness, "Kapal niaga", Class::Organization));
    select(&mut harness, "Kapal niaga pertama");
    press(&mut harness, Key::E);
    assert!(is(&harness, "Kapal niaga pertama", Class::Organization), "{:?}", names(&harness));
}

#[test]
fn a_ruling_on_the_library_shows_first_what_it_will_change() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Ramos Horta");
    press(&mut harness, Key::A);
    assert_eq!(app(&harness).rulings().scope, Scope::Library);
    press(&mut harness, Key::W);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Proposal));
    let proposal = app(&harness).rulings().proposal.clone().unwrap();
    assert_eq!((proposal.articles, proposal.examples.len()), (2, 2));
    assert!(is(&harness, "Ramos Horta", Class::Person), "nothing changes before the yes");
    press(&mut harness, Key::Escape);
    assert!(app(&harness).library().rulings(None).unwrap().is_empty());
    press(&mut harness, Key::W);
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), None);
    assert!(!is(&harness, "Ramos Horta", Class::Person));
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 1);
}

#[test]
fn accepting_all_takes_only_what_shows_as_one_step() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ToggleClass(Class::Place));
    send(&mut harness, Action::AcceptShown);
    let ruled = app(&harness).library().rulings(None).unwrap();
    assert!(!ruled.is_empty());
    assert!(ruled.iter().all(|stored| stored.ruling.on.text.as_deref() != Some("Dili")), "hidden names are not shown");
    send(&mut harness, Action::Undo);
    assert!(app(&harness).library().rulings(None).unwrap().is_empty());
}

#[test]
fn a_name_is_given_a_new_entity_by_typing_it() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Ramos Horta");
    press(&mut harness, Key::U);
    harness
        .get_by_role_and_label(Role::TextInput, "Nama entitas, yang dikenal atau baru")
        .type_text("José Ramos-Horta");
    harness.run();
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), None);
    assert!(names(&harness).iter().any(|(_, _, entity)| entity == "José Ramos-Horta"), "{:?}", names(&harness));
}

#[test]
fn the_ledger_finds_a_ruling_and_revokes_it() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::W);
    walk_to(&mut harness, "Ramos Horta");
    press(&mut harness, Key::Y);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    harness.run();
    assert_eq!(harness.query_all_by_label_contains("Cabut: ").count(), 2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Cari keputusan");
    field.focus();
    field.type_text("dili");
    harness.run();
    let found = harness.query_all_by_label_contains("Cabut: ").collect::<Vec<_>>();
    assert_eq!(found.len(), 1);
    found[0].click();
    harness.run();
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 1);
    send(&mut harness, Action::Escape);
    assert!(is(&harness, "Dili", Class::Place));
}
