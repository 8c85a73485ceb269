//! Notes, tags, filing and marks in doubt, driven through the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, Overlay, PanelTab};
use crate::library::{AnchorState, Annotation, AnnotationEdit, Color, Environment, Filing, Library};

use super::Window;
use super::tests::{app, send, window, window_over};

pub(super) type Shown = Harness<'static, Option<Window>>;

pub(super) fn marks(harness: &Shown) -> Vec<Annotation> {
    app(harness).reading().article.as_ref().unwrap().annotations.clone()
}

fn filing(harness: &Shown) -> Filing {
    app(harness).reading().article.as_ref().unwrap().stored.row.filing.clone()
}

pub(super) fn mark(harness: &mut Shown, words: &str, note: &str) {
    let start = app(harness).reading().article.as_ref().unwrap().body().find(words).unwrap();
    let selection = crate::app::Selection { anchor: start, head: start + words.len() };
    send(harness, Command::Select(Some(selection)));
    send(harness, Action::MarkIn(Color::FIRST));
    let id = app(harness).reading().chosen.unwrap();
    let edit = AnnotationEdit { note: Some(note.to_owned()), ..AnnotationEdit::default() };
    send(harness, Command::EditMark(id, edit));
}

fn write(harness: &mut Shown, label: &str, text: &str, key: Key) {
    let field = harness.query_all_by_role_and_label(Role::TextInput, label).next().unwrap();
    field.focus();
    harness.run();
    let field = harness.query_all_by_role_and_label(Role::TextInput, label).next().unwrap();
    field.type_text(text);
    harness.run();
    harness.key_press(key);
    harness.run();
}

#[test]
fn an_article_is_filed_by_keys_and_by_the_panel() {
    let mut harness = window(1240.0);
    harness.key_press(Key::B);
    harness.run();
    harness.key_press(Key::D);
    harness.run();
    assert!(filing(&harness).starred && filing(&harness).read);
    assert!(harness.query_all_by_label_contains("★").next().is_some(), "the list shows the star");
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    write(&mut harness, "+ tag", "laut", Key::Enter);
    write(&mut harness, "+ koleksi", "Timor", Key::Enter);
    assert_eq!((filing(&harness).tags, filing(&harness).collections), (vec!["laut".into()], vec!["Timor".into()]));
    let shown = |harness: &Shown| app(harness).shelf().shown.len();
    for (query, count) in
        [("tag:laut", 1), ("in:timor is:starred", 1), ("is:unread", 1), ("tag:darat", 0), ("kapal is:read", 1)]
    {
        send(&mut harness, Command::SearchFor(query.to_owned()));
        assert_eq!(shown(&harness), count, "{query}");
    }
    send(&mut harness, Command::SearchFor(String::new()));
    assert_eq!(shown(&harness), 2);
    // What is in use is taken over by one key.
    mark(&mut harness, "Kapal niaga", "");
    send(&mut harness, Action::Escape);
    let lowest = |harness: &Shown| {
        let fields = harness.query_all_by_role_and_label(Role::TextInput, "+ tag");
        fields.max_by(|one, other| one.rect().top().total_cmp(&other.rect().top())).unwrap().focus();
    };
    lowest(&harness);
    harness.run();
    harness.event(egui::Event::Text("la".to_owned()));
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(marks(&harness)[0].tags, ["laut"]);
    harness.query_all_by_role_and_label(Role::Button, "Lepas tag laut").next().unwrap().click();
    harness.run();
    assert!(filing(&harness).tags.is_empty());
    send(&mut harness, Action::Undo);
    assert_eq!(filing(&harness).tags, ["laut"]);
}

#[test]
fn what_is_typed_as_a_tag_and_not_entered_stays_with_its_story() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    for label in ["+ tag", "+ koleksi"] {
        let field = harness.get_by_role_and_label(Role::TextInput, label);
        field.focus();
        field.type_text("laut");
        harness.run();
    }
    let drafts = |harness: &Shown| {
        ["+ tag", "+ koleksi"]
            .map(|label| harness.get_by_role_and_label(Role::TextInput, label).value().unwrap_or_default())
    };
    assert_eq!(drafts(&harness), ["laut", "laut"]);
    send(&mut harness, Action::NextArticle);
    send(&mut harness, Action::PreviousArticle);
    assert_eq!(drafts(&harness), ["laut", "laut"]);
    let here = app(&harness).reading().article.as_ref().unwrap().id();
    let other = app(&harness).shelf().rows.iter().find(|row| row.id != here).unwrap().id;
    send(&mut harness, Command::Open(other));
    assert_eq!(drafts(&harness), ["", ""]);
    harness.key_press(Key::Enter);
    harness.run();
    assert!(filing(&harness).tags.is_empty());
}

#[test]
fn notes_are_shown_as_markdown_and_written_after_a_click() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    mark(&mut harness, "Kapal niaga", "**Penting**: lihat\n\n- satu\n- dua");
    send(&mut harness, Action::Escape);
    assert!(harness.query_all_by_label_contains("Penting: lihat").next().is_some());
    assert!(harness.query_all_by_label_contains("• dua").next().is_some());
    harness.get_by_role_and_label(Role::Button, "Ubah catatan").click();
    harness.run();
    assert!(harness.query_all_by_label_contains("• dua").next().is_none());
    harness.get_by_role_and_label(Role::TextInput, "Catatan").type_text("!");
    harness.run();
    assert!(marks(&harness)[0].note.ends_with('!'), "{}", marks(&harness)[0].note);
}

#[test]
fn a_note_of_the_story_that_could_not_be_kept_stays_and_is_kept_later() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    harness.get_by_role_and_label(Role::Button, "Tulis catatan artikel").click();
    harness.run();
    type_text(&mut harness, "muat");
    assert_eq!(filing(&harness).note, "muat");
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON filing BEGIN SELECT RAISE(ABORT, 'no'); END";
    app(&harness).library().tamper(refuse);
    type_text(&mut harness, "an");
    harness.key_press(Key::Tab);
    harness.run();
    let field = |harness: &Shown| harness.query_by_role_and_label(Role::TextInput, "Catatan artikel").is_some();
    let typed = |harness: &Shown| harness.get_by_role_and_label(Role::TextInput, "Catatan artikel").value();
    assert_eq!((typed(&harness).as_deref(), filing(&harness).note.as_str()), (Some("muatan"), "muat"));
    app(&harness).library().tamper("DROP TRIGGER refuse");
    harness.get_by_role_and_label(Role::TextInput, "Catatan artikel").focus();
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!((filing(&harness).note.as_str(), field(&harness)), ("muatan", false));
}

#[test]
fn marks_of_the_library_are_found_and_gone_to() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "periksa muatan");
    mark(&mut harness, "perdagangan", "");
    send(&mut harness, Action::NextArticle);
    send(&mut harness, Action::PreviousArticle);
    send(&mut harness, Command::SearchFor(String::new()));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    harness.run();
    assert_eq!(app(&harness).marks().found.len(), 2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Cari dalam kutipan, catatan, dan tag");
    field.type_text("muatan");
    harness.run();
    assert_eq!(app(&harness).marks().found.len(), 1);
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).overlay(), None);
    let chosen = app(&harness).reading().chosen;
    assert_eq!(chosen, marks(&harness).iter().find(|mark| mark.note == "periksa muatan").map(|mark| mark.id));
}

#[test]
fn marks_in_doubt_are_settled_one_after_the_other_by_one_key() {
    let mut harness = window_over(Library::in_memory(Environment::system()).unwrap(), 1240.0);
    for words in ["Kapal niaga", "perdagangan", "Ramos Horta"] {
        mark(&mut harness, words, "");
    }
    let all = marks(&harness);
    let id = |words: &str| all.iter().find(|mark| mark.anchor.quote == words).unwrap().id;
    app(&harness).library().put_in_doubt(id("Kapal niaga"), AnchorState::Suspect);
    app(&harness).library().put_in_doubt(id("perdagangan"), AnchorState::Lost);
    send(&mut harness, Action::NextArticle);
    send(&mut harness, Action::PreviousArticle);
    // The count is made anew when articles change; here the list does it.
    send(&mut harness, Action::Marks);
    send(&mut harness, Action::Escape);
    harness.get_by_role_and_label(Role::Button, "2 sorotan diragukan").click();
    harness.run();
    assert_eq!(app(&harness).overlay(), Some(Overlay::Doubts), "the line below leads to their list");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).reading().chosen, Some(id("Kapal niaga")), "the first in the text");
    harness.key_press(Key::V);
    harness.run();
    assert_eq!(app(&harness).reading().chosen, Some(id("perdagangan")), "goes on to the next");
    harness.key_press(Key::V);
    harness.run();
    assert_eq!(app(&harness).marks().doubtful, 1, "a lost one has no place to keep");
    assert!(harness.query_all_by_label_contains("pilih kata tempatnya").next().is_some(), "and that is said");
    let start = app(&harness).reading().article.as_ref().unwrap().body().find("perjanjian").unwrap();
    let selection = crate::app::Selection { anchor: start, head: start + "perjanjian".len() };
    send(&mut harness, Command::Select(Some(selection)));
    harness.key_press(Key::V);
    harness.run();
    assert_eq!(app(&harness).marks().doubtful, 0);
    let quotes: Vec<String> = marks(&harness).into_iter().map(|mark| mark.anchor.quote).collect();
    assert_eq!(quotes, ["Kapal niaga", "Ramos Horta", "perjanjian"]);
    assert!(marks(&harness).iter().all(|mark| mark.state == AnchorState::Exact));
    assert_eq!(app(&harness).overlay(), None::<Overlay>);
}

#[test]
fn settling_a_doubt_goes_on_to_the_next_one_and_not_back_to_the_first() {
    let mut harness = window(1240.0);
    for words in ["Kapal niaga", "perdagangan", "Ramos Horta"] {
        mark(&mut harness, words, "");
    }
    let all = marks(&harness);
    let id = |words: &str| all.iter().find(|mark| mark.anchor.quote == words).unwrap().id;
    for mark in &all {
        app(&harness).library().put_in_doubt(mark.id, AnchorState::Suspect);
    }
    send(&mut harness, Action::NextArticle);
    send(&mut harness, Action::PreviousArticle);
    send(&mut harness, Action::NextDoubt);
    send(&mut harness, Action::NextDoubt);
    assert_eq!(app(&harness).reading().chosen, Some(id("Ramos Horta")), "the first was passed over");
    harness.key_press(Key::V);
    harness.run();
    assert_eq!(app(&harness).reading().chosen, Some(id("perdagangan")));
    harness.key_press(Key::V);
    harness.run();
    assert_eq!(app(&harness).reading().chosen, Some(id("Kapal niaga")), "round to the one that was passed over");
    harness.key_press(Key::V);
    harness.run();
    assert!(harness.query_all_by_label_contains("Tidak ada lagi sorotan").next().is_some());
}

#[test]
fn the_list_of_all_marks_is_walked_by_keys_and_narrowed_by_author_and_date() {
    let mut harness = window(1240.0);
    for words in ["Kapal niaga", "perdagangan", "Ramos Horta"] {
        mark(&mut harness, words, "");
    }
    send(&mut harness, Action::Marks);
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    let chosen = app(&harness).reading().chosen;
    let second = marks(&harness).into_iter().find(|mark| mark.anchor.quote == "perdagangan").map(|mark| mark.id);
    assert_eq!((chosen, app(&harness).overlay()), (second, None));
    send(&mut harness, Action::Marks);
    let since = harness.get_by_role_and_label(Role::TextInput, "Sejak");
    since.focus();
    harness.run();
    harness.event(egui::Event::Text("2999-1".to_owned()));
    harness.run();
    assert!(app(&harness).marks().found.is_empty());
    for _ in 0.."2999-1".len() {
        harness.key_press(Key::Backspace);
        harness.run();
    }
    assert_eq!(app(&harness).marks().found.len(), 3);
    let author = marks(&harness)[0].author.clone();
    harness.get_by_role_and_label(Role::ComboBox, "Pembuat").click();
    harness.run();
    harness.get_by_label(&format!("{author} (3)")).click();
    harness.run();
    assert_eq!(app(&harness).marks().query.author, Some(author));
    assert_eq!(app(&harness).marks().found.len(), 3);
}

#[test]
fn a_note_stands_beside_its_mark_and_the_list_is_narrowed() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    mark(&mut harness, "Kapal niaga", "");
    mark(&mut harness, "perjanjian perdagangan", "batas laut");
    send(&mut harness, Action::Escape);
    harness.run();
    let quote = |harness: &Shown, words: &str| {
        let found = harness.query_all_by_role_and_label(Role::Button, words).next();
        found.map(|node| node.rect().top())
    };
    let body = app(&harness).reading().article.as_ref().unwrap().body().to_owned();
    let last = body.lines().last().unwrap().to_owned();
    let level = harness.query_all_by_value(&last).chain(harness.query_all_by_label(&last)).next().unwrap().rect().top();
    let note = quote(&harness, "perjanjian perdagangan").unwrap();
    // Two notes may not both have room; the chosen one does.
    assert!((note - level).abs() < 120.0, "{note} beside {level}");
    harness.get_by_role_and_label(Role::Button, "perjanjian perdagangan").click();
    harness.run();
    let note = quote(&harness, "perjanjian perdagangan").unwrap();
    assert!((note - level).abs() < 8.0, "{note} beside {level}");
    assert_eq!(app(&harness).reading().chosen, marks(&harness).last().map(|mark| mark.id));
    send(&mut harness, Action::Escape);
    harness.get_by_label_contains("Saring · 2 dari 2").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Cari dalam kutipan, catatan, dan tag");
    field.focus();
    harness.run();
    harness.event(egui::Event::Text("batas".to_owned()));
    harness.run();
    assert!(harness.query_by_label_contains("Saring · 1 dari 2").is_some());
    assert_eq!((quote(&harness, "Kapal niaga"), quote(&harness, "perjanjian perdagangan").is_some()), (None, true));
}

#[test]
fn collections_in_use_are_offered_while_one_is_typed() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::ShowTab(PanelTab::Notes));
    let names = crate::library::FilingEdit { collections: Some(vec!["Laut Timor".to_owned()]), ..Default::default() };
    send(&mut harness, Command::File(names));
    send(&mut harness, Action::NextArticle);
    harness.get_by_role_and_label(Role::TextInput, "+ koleksi").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "+ koleksi").type_text("laut");
    harness.run();
    harness.key_press(egui::Key::ArrowDown);
    harness.run();
    let open = app(&harness).reading().article.as_ref().unwrap();
    assert_eq!(open.stored.row.filing.collections, ["Laut Timor"]);
}

#[test]
fn a_note_is_made_on_a_paragraph_that_has_no_mark() {
    let mut harness = window(1240.0);
    let at = app(&harness).reading().article.as_ref().unwrap().body().find("Timor Leste").unwrap();
    send(&mut harness, Action::Caret);
    send(&mut harness, Command::Select(Some(crate::app::Selection::caret(at))));
    harness.key_press(egui::Key::N);
    harness.run();
    harness.event(egui::Event::Text("cek".to_owned()));
    harness.run();
    let mark = app(&harness).reading().article.as_ref().unwrap().annotations[0].clone();
    assert!(mark.anchor.quote.starts_with("Indonesia dan Timor Leste"), "{}", mark.anchor.quote);
    assert_eq!(mark.note, "cek");
    // The same paragraph again: its note goes on.
    for _ in 0..3 {
        harness.key_press(egui::Key::Escape);
        harness.run();
    }
    send(&mut harness, Command::Select(Some(crate::app::Selection::caret(at))));
    harness.key_press(egui::Key::N);
    harness.run();
    harness.event(egui::Event::Text("!".to_owned()));
    harness.run();
    let marks = &app(&harness).reading().article.as_ref().unwrap().annotations;
    assert_eq!(marks.iter().map(|mark| mark.note.as_str()).collect::<Vec<_>>(), ["cek!"]);
}

fn type_text(harness: &mut Shown, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

#[test]
fn an_armed_tag_is_given_to_each_selection_until_its_key_or_escape() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "");
    let tags = AnnotationEdit { tags: Some(vec!["klaim".to_owned()]), ..AnnotationEdit::default() };
    let id = marks(&harness)[0].id;
    send(&mut harness, Command::EditMark(id, tags));
    send(&mut harness, Action::Escape);
    let shift_h = |harness: &mut Shown| {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::H);
        harness.run();
    };
    shift_h(&mut harness);
    type_text(&mut harness, "kl");
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!((app(&harness).overlay(), app(&harness).pen_tags()), (None, ["klaim".to_owned()].as_slice()));
    assert!(
        harness.query_by_label_contains("#klaim · ").is_some() || harness.query_by_label_contains(" #klaim").is_some()
    );
    for words in ["Ramos Horta", "perjanjian"] {
        let start = app(&harness).reading().article.as_ref().unwrap().body().find(words).unwrap();
        let selection = crate::app::Selection { anchor: start, head: start + words.len() };
        send(&mut harness, Command::Select(Some(selection)));
        send(&mut harness, Command::EndSelecting);
    }
    assert_eq!(marks(&harness).iter().filter(|mark| mark.tags == ["klaim"]).count(), 3);
    shift_h(&mut harness);
    assert!(!app(&harness).pen());
    // A tag that is in no use yet, and Escape.
    shift_h(&mut harness);
    type_text(&mut harness, "baru");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).pen_tags(), ["baru"]);
    for _ in 0..3 {
        harness.key_press(Key::Escape);
        harness.run();
    }
    assert!(!app(&harness).pen());
}

#[test]
fn a_story_is_rated_by_two_keys_or_two_clicks() {
    let mut harness = window(1240.0);
    let rating = |harness: &Shown| filing(harness).rating.map(|rating| rating.to_string());
    for key in [Key::I, Key::B, Key::Num2] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!((rating(&harness).as_deref(), app(&harness).overlay()), (Some("B2"), None));
    assert!(!filing(&harness).starred, "letters are the rating's");
    send(&mut harness, Action::Rate);
    harness.get_by_label_contains("F – ").click();
    harness.run();
    harness.get_by_label_contains("6 – ").click();
    harness.run();
    assert_eq!(rating(&harness).as_deref(), Some("F6"));
    send(&mut harness, Action::Undo);
    assert_eq!(rating(&harness).as_deref(), Some("B2"));
    send(&mut harness, Action::Rate);
    harness.key_press(Key::Num0);
    harness.run();
    assert_eq!((rating(&harness), app(&harness).overlay()), (None, None));
}

#[test]
fn a_tag_is_renamed_and_merged_in_the_whole_library_as_one_step() {
    let mut harness = window(1240.0);
    mark(&mut harness, "Kapal niaga", "");
    let tags = AnnotationEdit { tags: Some(vec!["klaim".to_owned()]), ..AnnotationEdit::default() };
    let id = marks(&harness)[0].id;
    send(&mut harness, Command::EditMark(id, tags));
    let tags =
        crate::library::FilingEdit { tags: Some(vec!["laut".to_owned(), "klaim".to_owned()]), ..Default::default() };
    send(&mut harness, Command::File(tags));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    harness.run();
    // Keys begin at the first tag.
    assert!(harness.query_by_role_and_label(Role::ListBoxOption, "#klaim (2)").is_some());
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_text(&mut harness, "laut");
    assert!(harness.query_by_label("Digabung dengan #laut (1)").is_some());
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        (filing(&harness).tags, marks(&harness)[0].tags.clone()),
        (vec!["laut".into()], vec!["laut".to_owned()])
    );
    send(&mut harness, Action::Undo);
    assert_eq!(filing(&harness).tags, ["laut", "klaim"]);
    assert_eq!(marks(&harness)[0].tags, ["klaim"]);
}
