//! Paths of marking and noting with the mouse alone and with the keyboard alone, driven through the window.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::{Action, Command, PanelTab};
use crate::library::{AnnotationEdit, Color};

use super::marking_tests::{drag, place, quotes};
use super::notes_tests::{Shown, mark, marks};
use super::tests::{app, send, window};

/// Presses a button of the mouse at a place and lets it go.
fn press_at(harness: &mut Shown, at: Pos2, button: PointerButton) {
    harness.event(Event::PointerMoved(at));
    harness.step();
    for pressed in [true, false] {
        harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run();
}

/// Clicks what is called so, as a whole or in part.
fn click(harness: &mut Shown, role: Role, name: &str) {
    let at = harness.query_all_by_label_contains(name).find(|node| node.accesskit_node().role() == role);
    let at = at.unwrap_or_else(|| panic!("no {role:?} is called {name}")).rect().center();
    press_at(harness, at, PointerButton::Primary);
}

fn type_text(harness: &mut Shown, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run();
}

fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// Goes on by Tab until what has the focus is called so.
fn tab_to(harness: &mut Shown, role: Option<Role>, name: &str, nth: usize) {
    let mut met = 0;
    for _ in 0..200 {
        press(harness, Key::Tab);
        let focused = harness
            .query_all_by_label_contains(name)
            .any(|node| node.is_focused() && role.is_none_or(|role| node.accesskit_node().role() == role));
        met += usize::from(focused);
        if met > nth {
            return;
        }
    }
    panic!("Tab does not come to {name}");
}

/// Gives the only mark a tag.
fn tag(harness: &mut Shown, tag: &str) {
    let id = marks(harness)[0].id;
    let tags = AnnotationEdit { tags: Some(vec![tag.to_owned()]), ..AnnotationEdit::default() };
    send(harness, Command::EditMark(id, tags));
}

#[test]
fn a_mark_is_made_split_joined_and_deleted_with_the_mouse_alone() {
    let mut harness = window(1240.0);
    let (from, to) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    drag(&mut harness, from, to);
    press_at(&mut harness, from, PointerButton::Secondary);
    click(&mut harness, Role::RadioButton, "Sorot: hijau");
    assert_eq!(quotes(&harness), ["Indonesia tiba di Dili"]);
    assert_eq!(marks(&harness)[0].color, Color::new(2).unwrap());
    press_at(&mut harness, to, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Belah sebelum “Dili”");
    assert_eq!(quotes(&harness), ["Indonesia tiba di", "Dili"]);
    press_at(&mut harness, from, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Gabungkan sorotan dengan yang berikutnya");
    assert_eq!(quotes(&harness), ["Indonesia tiba di Dili"]);
    press_at(&mut harness, from, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Hapus sorotan");
    assert!(quotes(&harness).is_empty());
}

#[test]
fn the_menu_of_a_selection_in_a_mark_cuts_it_out_and_beside_the_text_there_is_none() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Indonesia tiba di Dili", "");
    send(&mut harness, Action::Escape);
    let start = app(&harness).reading().article.as_ref().unwrap().body().find("tiba di").unwrap();
    send(&mut harness, Command::Select(Some(crate::app::Selection { anchor: start, head: start + "tiba di".len() })));
    let at = place(&harness, "Dili, Tempat") - egui::vec2(36.0, 0.0);
    press_at(&mut harness, at, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Belah sorotan");
    assert_eq!(quotes(&harness), ["Indonesia", "Dili"]);
    let beside = Pos2::new(at.x, at.y + 500.0);
    press_at(&mut harness, beside, PointerButton::Secondary);
    assert!(harness.query_all_by_label_contains("Belah sebelum").next().is_none());
    // Escape closes the menu and lets nothing go.
    press_at(&mut harness, at, PointerButton::Secondary);
    let open = |harness: &Shown| harness.query_all_by_label_contains("Sorot semua tempat").next().is_some();
    assert!(open(&harness));
    press(&mut harness, Key::Escape);
    assert!(!open(&harness) && app(&harness).reading().selected().is_some());
}

#[test]
fn a_note_is_written_from_start_to_end_with_the_mouse_and_the_letters_alone() {
    let mut harness = window(1240.0);
    let at = place(&harness, "Indonesia, Tempat");
    press_at(&mut harness, at, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Tulis catatan");
    type_text(&mut harness, "periksa muatan");
    click(&mut harness, Role::Button, "Selesai");
    assert!(!app(&harness).reading().writing_note);
    assert_eq!((quotes(&harness), marks(&harness)[0].note.as_str()), (vec!["Indonesia".to_owned()], "periksa muatan"));
}

#[test]
fn a_mark_gets_and_loses_a_tag_with_the_mouse_alone() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Indonesia", "");
    tag(&mut harness, "klaim");
    send(&mut harness, Action::Escape);
    let (one, two) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    press_at(&mut harness, two, PointerButton::Secondary);
    click(&mut harness, Role::RadioButton, "Sorot: kuning");
    let given = |harness: &Shown| marks(harness).iter().map(|mark| mark.tags.len()).collect::<Vec<_>>();
    assert_eq!(given(&harness), [1, 0]);
    for (at, tags) in [(two, [1, 1]), (one, [0, 1])] {
        press_at(&mut harness, at, PointerButton::Secondary);
        click(&mut harness, Role::Button, "Tag");
        click(&mut harness, Role::CheckBox, "#klaim");
        assert_eq!(given(&harness), tags);
    }
    press_at(&mut harness, one, PointerButton::Secondary);
    click(&mut harness, Role::Button, "Tag");
    click(&mut harness, Role::Button, "Tag lain…");
    assert_eq!(app(&harness).settings().panel_tab, PanelTab::Notes);
}

#[test]
fn a_mark_gets_and_loses_a_tag_with_the_keyboard_alone() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "");
    send(&mut harness, Action::Escape);
    harness.key_press_modifiers(Modifiers::ALT, Key::Num3);
    harness.run();
    // The first field is that of the story.
    tab_to(&mut harness, Some(Role::TextInput), "+ tag", 1);
    type_text(&mut harness, "laut");
    press(&mut harness, Key::Enter);
    assert_eq!(marks(&harness)[0].tags, ["laut"]);
    tab_to(&mut harness, Some(Role::Button), "Lepas tag laut", 0);
    press(&mut harness, Key::Space);
    assert!(marks(&harness)[0].tags.is_empty());
}

#[test]
fn a_tag_is_armed_with_the_mouse_alone_and_shown_in_a_window_of_any_width() {
    for width in [1240.0, 420.0] {
        let mut harness = window(width);
        mark(&mut harness, "Kapal niaga", "");
        tag(&mut harness, "klaim");
        send(&mut harness, Action::Escape);
        click(&mut harness, Role::Button, "Warna sorotan");
        click(&mut harness, Role::Button, "Pena bertag");
        type_text(&mut harness, "kl");
        click(&mut harness, Role::Button, "#klaim");
        assert_eq!(app(&harness).pen_tags(), ["klaim"]);
        let shown = harness.query_all_by_label_contains("kuning #klaim").next().expect("what is armed shows");
        assert!(shown.rect().width() > 40.0 && shown.rect().right() <= width, "{:?}", shown.rect());
        let at = place(&harness, "Indonesia, Tempat");
        drag(&mut harness, at - egui::vec2(20.0, 0.0), at);
        assert_eq!(marks(&harness).iter().filter(|mark| mark.tags == ["klaim"]).count(), 2, "{width}");
    }
}

#[test]
fn a_tag_is_renamed_with_the_mouse_alone() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "");
    tag(&mut harness, "klaim");
    send(&mut harness, Action::Escape);
    click(&mut harness, Role::Button, "Menu");
    click(&mut harness, Role::Button, "Tag: ganti nama atau gabungkan");
    click(&mut harness, Role::ListBoxOption, "#klaim (1)");
    type_text(&mut harness, " awal");
    click(&mut harness, Role::Button, "Selesai");
    assert_eq!(marks(&harness)[0].tags, ["klaim awal"]);
    assert!(harness.query_by_role_and_label(Role::ListBoxOption, "#klaim awal (1)").is_some());
}

/// Two marks, one of them with a note, in a window that shows neither.
fn two_marks() -> Shown {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "periksa muatan");
    mark(&mut harness, "perdagangan", "");
    send(&mut harness, Action::Escape);
    harness
}

#[test]
fn the_marks_of_the_library_are_found_with_the_mouse_alone() {
    let mut harness = two_marks();
    click(&mut harness, Role::Button, "Menu");
    click(&mut harness, Role::Button, "Catatan seluruh perpustakaan");
    click(&mut harness, Role::Button, "Bercatatan");
    assert_eq!(app(&harness).marks().found.len(), 1);
    click(&mut harness, Role::Button, "Bercatatan");
    click(&mut harness, Role::TextInput, "Cari dalam kutipan, catatan, dan tag");
    type_text(&mut harness, "dagang");
    assert!(app(&harness).marks().found.is_empty(), "words are looked for from their beginning");
    for _ in 0..6 {
        press(&mut harness, Key::Backspace);
    }
    type_text(&mut harness, "perdag");
    click(&mut harness, Role::ListBoxOption, "perdagangan, ");
    let chosen = marks(&harness).into_iter().find(|mark| mark.anchor.quote == "perdagangan").map(|mark| mark.id);
    assert_eq!((app(&harness).overlay(), app(&harness).reading().chosen), (None, chosen));
}

#[test]
fn the_marks_of_the_library_are_found_in_quotes_and_notes_with_the_keyboard_alone() {
    let mut harness = two_marks();
    for (words, quote) in [("muat", "Kapal niaga"), ("perdag", "perdagangan")] {
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        type_text(&mut harness, words);
        press(&mut harness, Key::ArrowDown);
        press(&mut harness, Key::Enter);
        let chosen = marks(&harness).into_iter().find(|mark| mark.anchor.quote == quote).map(|mark| mark.id);
        assert_eq!((app(&harness).overlay(), app(&harness).reading().chosen), (None, chosen), "{words}");
    }
}

#[test]
fn the_list_of_notes_is_narrowed_by_colour_and_note_with_the_keyboard_alone() {
    let mut harness = two_marks();
    send(&mut harness, Action::NextMark);
    press(&mut harness, Key::Num2);
    press(&mut harness, Key::Escape);
    harness.key_press_modifiers(Modifiers::ALT, Key::Num3);
    harness.run();
    tab_to(&mut harness, None, "Saring", 0);
    press(&mut harness, Key::Space);
    let listed = |harness: &Shown| app(harness).reading().article.as_ref().unwrap().listed.len();
    tab_to(&mut harness, Some(Role::CheckBox), "hijau", 0);
    press(&mut harness, Key::Space);
    assert_eq!(listed(&harness), 1);
    press(&mut harness, Key::Space);
    assert_eq!(listed(&harness), 2);
    tab_to(&mut harness, Some(Role::Button), "Bercatatan", 0);
    press(&mut harness, Key::Space);
    assert_eq!(listed(&harness), 1);
}

#[test]
fn of_many_tags_only_those_that_show_are_drawn_and_keys_walk_them_all() {
    let mut harness = window(1240.0);
    let tags: Vec<String> = (0..5_000).map(|number| format!("tag{number:04}")).collect();
    send(&mut harness, Command::File(crate::library::FilingEdit { tags: Some(tags), ..Default::default() }));
    send(&mut harness, Action::Tags);
    let drawn = harness
        .query_all_by_role(Role::ListBoxOption)
        .filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("#tag")));
    let drawn = drawn.count();
    assert!((5..60).contains(&drawn), "{drawn} are drawn");
    for _ in 0..20 {
        press(&mut harness, Key::PageDown);
    }
    press(&mut harness, Key::Enter);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "laut");
    press(&mut harness, Key::Enter);
    let tags = app(&harness).reading().article.as_ref().unwrap().stored.row.filing.tags.clone();
    assert_eq!((tags[120].as_str(), tags.len()), ("laut", 5_000));
}
