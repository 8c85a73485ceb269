//! Rulings on names by keyboard and by mouse, driven through the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, LanguageChoice, Overlay, Scope};
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

pub(super) fn is(harness: &Shown, words: &str, class: Class) -> bool {
    names(harness).iter().any(|(text, other, _)| text == words && *other == class)
}

pub(super) fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// Walks to the first mention with these words.
pub(super) fn walk_to(harness: &mut Shown, words: &str) {
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
    assert!(harness.query_by_label_contains("3 sebutan di 2 artikel").is_some(), "articles and mentions are counted");
    let proposal = app(&harness).rulings().proposal.clone().unwrap();
    assert_eq!((proposal.articles, proposal.examples.len()), (2, 2));
    assert!(is(&harness, "Ramos Horta", Class::Person), "nothing changes before the yes");
    let body = app(&harness).reading().article.as_ref().unwrap().body();
    let cut: Vec<_> = proposal.examples.iter().filter_map(|example| example.before.strip_prefix("… ")).collect();
    assert!(!cut.is_empty() && cut.iter().all(|before| body.contains(&format!(" {before}"))), "at a word: {cut:?}");
    press(&mut harness, Key::Escape);
    assert!(app(&harness).library().rulings(None).unwrap().is_empty());
    press(&mut harness, Key::W);
    press(&mut harness, Key::Enter);
    assert_eq!(app(&harness).overlay(), None);
    assert!(!is(&harness, "Ramos Horta", Class::Person));
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 1);
}

#[test]
fn what_a_name_will_be_is_said_as_of_one() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::A);
    for (language, said) in [
        (LanguageChoice::English, ["names a place", "is a person", "is an organisation", "is a treaty"]),
        (
            LanguageChoice::Indonesian,
            ["adalah nama tempat", "termasuk nama orang", "termasuk nama organisasi", "termasuk nama perjanjian"],
        ),
    ] {
        send(&mut harness, Action::Language(language));
        for (key, said) in [Key::Y, Key::Q, Key::O, Key::R].into_iter().zip(said) {
            press(&mut harness, key);
            assert!(harness.query_by_label(&format!("“Dili” {said}")).is_some(), "{said}");
            press(&mut harness, Key::Escape);
        }
    }
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

/// Clicks a button by its name.
fn click(harness: &mut Shown, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run();
}

#[test]
fn the_card_says_right_wrong_class_entity_and_scope_to_the_mouse() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    click(&mut harness, "Organisasi");
    assert!(is(&harness, "Dili", Class::Organization));
    click(&mut harness, "Benar");
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 2);
    click(&mut harness, "Bukan nama");
    assert!(names(&harness).iter().all(|(text, ..)| text != "Dili"));

    walk_to(&mut harness, "Ramos Horta");
    click(&mut harness, "Di semua artikel (2)");
    click(&mut harness, "Bukan nama");
    assert_eq!(app(&harness).overlay(), Some(Overlay::Proposal));
    assert!(harness.query_by_role_and_label(Role::Button, "Benar").is_none(), "no card lies over the question");
    click(&mut harness, "Batal");
    assert!(is(&harness, "Ramos Horta", Class::Person));
    click(&mut harness, "Bukan nama");
    click(&mut harness, "Putuskan");
    assert!(!is(&harness, "Ramos Horta", Class::Person));
    harness.query_all_by_label_contains("Urungkan").next().expect("a button beside the message").click();
    harness.run();
    assert!(is(&harness, "Ramos Horta", Class::Person), "one step takes it back");
}

#[test]
fn selected_words_are_named_and_edges_corrected_with_the_mouse() {
    let mut harness = window(1240.0);
    select(&mut harness, "Kapal niaga");
    click(&mut harness, "Organisasi");
    assert!(is(&harness, "Kapal niaga", Class::Organization));
    select(&mut harness, "Kapal niaga pertama");
    click(&mut harness, "Batas nama");
    assert!(is(&harness, "Kapal niaga pertama", Class::Organization), "{:?}", names(&harness));
    select(&mut harness, "tiba");
    click(&mut harness, "Seluruh perpustakaan");
    click(&mut harness, "Orang");
    let proposal = app(&harness).rulings().proposal.clone().unwrap();
    assert_eq!(proposal.articles, 2, "everywhere is offered with what it will change");
    click(&mut harness, "Putuskan");
    assert!(is(&harness, "tiba", Class::Person));
}

#[test]
fn an_entity_of_the_lists_is_chosen_with_its_class_and_two_are_made_one() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    click(&mut harness, "Entitas …");
    let field = |harness: &mut Shown, words: &str| {
        harness.get_by_role_and_label(Role::TextInput, "Nama entitas, yang dikenal atau baru").focus();
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "Nama entitas, yang dikenal atau baru").type_text(words);
        harness.run();
    };
    field(&mut harness, "Perserikatan Bangsa-Bangsa");
    let listed = harness.query_all_by_label_contains("Perserikatan Bangsa-Bangsa · Organisasi").next();
    listed.expect("the lists know it").click();
    harness.run();
    let now = names(&harness);
    let chosen = ("Dili".to_owned(), Class::Organization, "Perserikatan Bangsa-Bangsa".to_owned());
    assert!(now.contains(&chosen), "{now:?}");
    send(&mut harness, Action::Undo);
    assert!(is(&harness, "Dili", Class::Place), "class and entity are one step");

    walk_to(&mut harness, "Timor Leste");
    click(&mut harness, "Entitas …");
    click(&mut harness, "Keduanya satu");
    field(&mut harness, "Indonesia");
    harness.query_all_by_label_contains("Indonesia · Tempat").next().expect("the library names it").click();
    harness.run();
    click(&mut harness, "Putuskan");
    let now = names(&harness);
    assert!(now.contains(&("Timor Leste".to_owned(), Class::Place, "Indonesia".to_owned())), "{now:?}");
}

#[test]
fn the_ledger_is_filtered_by_scope_and_counts_what_each_ruling_is_about() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::W);
    walk_to(&mut harness, "Ramos Horta");
    press(&mut harness, Key::A);
    press(&mut harness, Key::Y);
    press(&mut harness, Key::Enter);
    send(&mut harness, Action::Ledger);
    while app(&harness).rulings().touches.len() < 2 {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().take_in(&ctx);
    }
    harness.run();
    assert_eq!(harness.query_all_by_label_contains("sebutan sekarang").count(), 2);
    let wide = harness.query_all_by_role_and_label(Role::Button, "Seluruh perpustakaan").last();
    wide.expect("a filter").click();
    harness.run();
    let left: Vec<_> = harness.query_all_by_label_contains("Cabut: ").collect();
    assert_eq!(left.len(), 1);
    left[0].click();
    harness.run();
    assert_eq!(app(&harness).library().rulings(None).unwrap().len(), 1);
}

#[test]
fn the_history_is_walked_with_arrows_and_enter_goes_to_a_step_and_forward_again() {
    let mut harness = window(1240.0);
    walk_to(&mut harness, "Dili");
    press(&mut harness, Key::O);
    press(&mut harness, Key::W);
    let rulings = |harness: &Shown| app(harness).library().rulings(None).unwrap().len();
    assert_eq!(rulings(&harness), 2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
    harness.run();
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(rulings(&harness), 1);
    assert!(is(&harness, "Dili", Class::Organization), "the names follow");
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Enter);
    assert_eq!(rulings(&harness), 2);
    press(&mut harness, Key::Escape);
    assert_eq!(app(&harness).overlay(), None);
}

/// What the mentions with these words name.
fn named(harness: &Shown, words: &str) -> Vec<String> {
    names(harness).into_iter().filter(|(text, ..)| text == words).map(|(.., entity)| entity).collect()
}

#[test]
fn an_entity_is_parted_in_two_by_keys_and_by_mouse_and_one_undo_joins_it_again() {
    let mut harness = window(1240.0);
    let whole = named(&harness, "Ramos Horta");
    let other_names =
        |harness: &Shown| names(harness).into_iter().filter(|(text, ..)| text != "Ramos Horta").collect::<Vec<_>>();
    let others = other_names(&harness);
    walk_to(&mut harness, "Ramos Horta");
    press(&mut harness, Key::U);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.run();
    press(&mut harness, Key::Space);
    press(&mut harness, Key::Tab);
    harness.event(egui::Event::Text("Ramos Horta yang lain".to_owned()));
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(named(&harness, "Ramos Horta").iter().all(|name| name == "Ramos Horta yang lain"), "{:?}", names(&harness));
    assert_eq!(other_names(&harness), others, "written otherwise it is who it was");
    let split = |harness: &Shown| {
        let rulings = app(harness).library().rulings(None).unwrap();
        matches!(rulings.as_slice(), [stored] if matches!(stored.ruling.decision, crate::entity::Decision::Split(_)))
    };
    assert!(split(&harness));
    send(&mut harness, Action::Undo);
    assert_eq!(named(&harness, "Ramos Horta"), whole);

    walk_to(&mut harness, "Ramos Horta");
    click(&mut harness, "Entitas …");
    click(&mut harness, "Ini yang lain");
    harness.get_by_role_and_label(Role::TextInput, "Nama entitas, yang dikenal atau baru").focus();
    harness.run();
    harness.event(egui::Event::Text("Orang kedua".to_owned()));
    harness.run();
    harness.query_all_by_label_contains("Orang kedua").last().expect("a new one is offered").click();
    harness.run();
    assert!(named(&harness, "Ramos Horta").iter().all(|name| name == "Orang kedua") && split(&harness));
}
