//! Links in notes, driven through the window: typed with completion, shown, followed, pointing back.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, PanelTab, Verdict};
use crate::library::AnnotationEdit;
use crate::text::note_links;

use super::notes_tests::{Shown, mark, marks};
use super::tests::{app, send, window};

/// Puts the cursor into the note of the only mark and types there.
fn type_note(harness: &mut Shown, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, "Catatan").focus();
    harness.run();
    for letter in text.chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run();
    }
}

fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run();
}

/// A window with one mark, whose note can be written in the panel.
fn with_mark() -> Shown {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    mark(&mut harness, "Kapal niaga", "");
    send(&mut harness, Action::Escape);
    harness
}

fn open_title(harness: &Shown) -> String {
    app(harness).reading().article.as_ref().unwrap().stored.row.title.clone()
}

#[test]
fn a_link_to_a_story_is_completed_by_keys_followed_and_points_back() {
    let mut harness = with_mark();
    type_note(&mut harness, "lihat [[pelab");
    assert!(
        harness
            .query_by_role_and_label(Role::ListBoxOption, "Pelabuhan Dili Dibuka untuk Kapal Niaga, berita")
            .is_some()
    );
    press(&mut harness, Key::Enter);
    let note = marks(&harness)[0].note.clone();
    assert!(
        note.starts_with("lihat [[article:") && note.ends_with("|Pelabuhan Dili Dibuka untuk Kapal Niaga]]"),
        "{note}"
    );
    // Typing goes on behind it.
    harness.event(egui::Event::Text(" ya".to_owned()));
    harness.run();
    assert!(marks(&harness)[0].note.ends_with("]] ya"));
    send(&mut harness, Action::NextArticle);
    send(&mut harness, Action::PreviousArticle);
    // The story's own reference to it is a link as well; the panel stands to its right.
    let links = harness.query_all_by_role_and_label(Role::Link, "Pelabuhan Dili Dibuka untuk Kapal Niaga");
    links.max_by(|one, other| one.rect().left().total_cmp(&other.rect().left())).unwrap().click();
    harness.run();
    assert_eq!(open_title(&harness), "Pelabuhan Dili Dibuka untuk Kapal Niaga");
    send(&mut harness, Action::ShowTab(PanelTab::Related));
    assert!(harness.query_all_by_label("Catatan yang menunjuk ke sini").next().is_some());
    harness.get_by_label_contains("lihat → Pelabuhan").click();
    harness.run();
    assert_eq!(
        (open_title(&harness), app(&harness).reading().chosen),
        ("Kapal Pertama Tiba dari Kupang".into(), Some(marks(&harness)[0].id))
    );
}

#[test]
fn a_link_to_an_entity_is_chosen_with_the_mouse_and_shows_beside_it() {
    let mut harness = with_mark();
    type_note(&mut harness, "[[jose");
    harness.get_by_label_contains(", entitas").click();
    harness.run();
    let note = marks(&harness)[0].note.clone();
    assert!(note.starts_with("[[entity:person/") && note.ends_with("]]"), "{note}");
    send(&mut harness, Action::ShowTab(PanelTab::Entities));
    assert!(harness.query_all_by_label_contains("“→ ").next().is_some(), "the note stands under its entity");
}

#[test]
fn a_link_to_an_entity_follows_the_ruling_that_made_two_entities_one() {
    let mut harness = with_mark();
    type_note(&mut harness, "[[timor");
    harness.get_by_label_contains(", entitas").click();
    harness.run();
    assert!(marks(&harness)[0].note.starts_with("[[entity:place/timor leste|"), "{}", marks(&harness)[0].note);
    let noted = |harness: &Shown, key: &str| {
        let open = app(harness).reading().article.as_ref().unwrap();
        open.entity(key).map(|entity| entity.noted.len())
    };
    send(&mut harness, Action::Escape);
    let timor = |mention: &crate::entity::Mention| mention.entity.key == "place/timor leste";
    let index = app(&harness).reading().article.as_ref().unwrap().mentions().iter().position(timor).unwrap();
    send(&mut harness, Command::Rule(index, Verdict::Same("Indonesia".to_owned())));
    press(&mut harness, Key::Enter);
    assert_eq!((noted(&harness, "place/timor leste"), noted(&harness, "place/indonesia")), (None, Some(1)));
    assert!(harness.query_all_by_label_contains("(tidak ada lagi)").next().is_none());
    let link = note_links(&marks(&harness)[0].note).remove(0);
    send(&mut harness, Command::FollowLink(link.target));
    let walked = app(&harness).reading().target.entity.clone();
    assert_eq!(walked.as_deref(), Some("place/indonesia"), "the link leads to what is left of the two");
    send(&mut harness, Action::Undo);
    assert_eq!((noted(&harness, "place/timor leste"), noted(&harness, "place/indonesia")), (Some(1), Some(0)));
}

#[test]
fn escape_puts_the_offers_away_and_the_words_stay_as_typed() {
    let mut harness = with_mark();
    type_note(&mut harness, "[[pelab");
    press(&mut harness, Key::Escape);
    assert!(
        harness
            .query_by_role_and_label(Role::ListBoxOption, "Pelabuhan Dili Dibuka untuk Kapal Niaga, berita")
            .is_none()
    );
    harness.event(egui::Event::Text("]]".to_owned()));
    harness.run();
    assert_eq!(marks(&harness)[0].note, "[[pelab]]");
}

#[test]
fn a_link_to_nothing_says_so_and_a_web_address_is_copied() {
    let mut harness = with_mark();
    let id = marks(&harness)[0].id;
    let note = "[[mark:0190163d-8694-739b-aea5-966c26f8ad91|dulu]] dan [situs](https://contoh.co.id/a)";
    send(&mut harness, Command::EditMark(id, AnnotationEdit { note: Some(note.into()), ..AnnotationEdit::default() }));
    assert!(harness.query_all_by_label_contains("dulu (tidak ada lagi)").next().is_some());
    harness.get_by_role_and_label(Role::Link, "dulu").click();
    harness.run();
    assert!(harness.query_all_by_label_contains("tidak lagi menuju apa pun").next().is_some());
    harness.get_by_role_and_label(Role::Link, "situs").click();
    harness.run();
    assert!(harness.query_all_by_label_contains("Alamat disalin").next().is_some());
    assert!(harness.query_all_by_role_and_label(Role::TextInput, "Catatan").next().is_none(), "the note is not opened");
}
