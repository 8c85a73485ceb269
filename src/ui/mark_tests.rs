//! What shows of a mark beside its words: how many the list counts, what the card says, what becomes of it elsewhere.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command, Notice, OpenArticle};
use crate::library::{AnnotationEdit, ArticleId, Environment, Library};

use super::imports_tests::until;
use super::notes_tests::{Shown, mark, marks};
use super::rulings_tests::press;
use super::tests::{app, send, window, window_over};

fn here(harness: &Shown) -> ArticleId {
    app(harness).reading().article.as_ref().map(OpenArticle::id).unwrap()
}

fn counted(harness: &Shown, article: ArticleId) -> usize {
    app(harness).shelf().rows.iter().find(|row| row.id == article).unwrap().annotations
}

#[test]
fn the_list_counts_the_marks_of_a_story_that_undo_leads_back_to() {
    let mut harness = window(1240.0);
    let one = here(&harness);
    mark(&mut harness, "Kapal niaga", "");
    mark(&mut harness, "perdagangan", "");
    send(&mut harness, Action::Escape);
    let other = app(&harness).shelf().rows.iter().find(|row| row.id != one).unwrap().id;
    send(&mut harness, Command::Open(other));
    // The empty note of each mark is no step.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!((here(&harness), marks(&harness).len(), counted(&harness, one)), (one, 1, 1));
    send(&mut harness, Command::Open(other));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!((here(&harness), counted(&harness, one)), (one, 2));
    send(&mut harness, Command::Open(other));
    send(&mut harness, Action::Steps);
    send(&mut harness, Command::GoToStep(None));
    assert!(app(&harness).shelf().rows.iter().all(|row| row.id != one || row.annotations == 0), "in the history too");
}

#[test]
fn a_mark_that_is_deleted_elsewhere_while_its_note_is_written_is_told_and_letters_stay_no_commands() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window_over(Library::open(folder.path(), Environment::system()).unwrap(), 1240.0);
    mark(&mut harness, "Kapal niaga", "");
    press(&mut harness, Key::N);
    let write = |harness: &mut Shown, key: Key, letter: &str| {
        harness.event(Event::Text(letter.to_owned()));
        press(harness, key);
    };
    write(&mut harness, Key::A, "a");
    assert_eq!(marks(&harness)[0].note, "a");
    Library::open(folder.path(), Environment::system()).unwrap().delete_annotation(marks(&harness)[0].id).unwrap();
    until(&mut harness, |harness| marks(harness).is_empty());
    assert!(harness.query_all_by_label_contains("telah dihapus dari luar").next().is_some());
    let wait = |harness: &mut Shown, seconds: f64| (0..(seconds / 0.05) as usize).for_each(|_| harness.step());
    // Who thought about the next word goes on to type, also over the end of a line.
    wait(&mut harness, 3.0);
    for (key, letter) in [(Key::N, "n"), (Key::Enter, "\n"), (Key::H, "h"), (Key::B, "b")] {
        write(&mut harness, key, letter);
        wait(&mut harness, 1.0);
    }
    assert!(marks(&harness).is_empty() && !app(&harness).reading().writing_note);
    wait(&mut harness, 3.0);
    press(&mut harness, Key::H);
    assert_eq!(marks(&harness).len(), 1, "after a pause keys are commands");
    send(&mut harness, Action::DeleteMark);
    assert_eq!(app(&harness).notices().iter().filter(|notice| **notice == Notice::MarkGone).count(), 1);
}

#[test]
fn a_card_says_the_tags_of_its_mark_and_names_each_person_once_who_marked_the_same_words() {
    let mut harness = window(1240.0);
    for words in ["Kapal", "niaga", "pertama", "Kapal niaga pertama"] {
        mark(&mut harness, words, "");
    }
    let whole = marks(&harness).into_iter().find(|mark| mark.anchor.quote == "Kapal niaga pertama").unwrap();
    let edit = AnnotationEdit { tags: Some(vec!["laut".into(), "batas".into()]), ..AnnotationEdit::default() };
    send(&mut harness, Command::EditMark(whole.id, edit));
    send(&mut harness, Command::ChooseMark(Some(whole.id)));
    harness.run();
    assert!(harness.query_by_label("#laut  #batas").is_some());
    let named = harness.query_all_by_role_and_label(Role::Label, &whole.author).count();
    assert_eq!(named, 2, "whose the mark is, and whose the others are");
    let other = format!("{}: niaga", whole.author);
    harness.get_by_role_and_label(Role::Button, &other).click();
    harness.run();
    let chosen = app(&harness).reading().chosen;
    assert_eq!(marks(&harness).iter().find(|mark| Some(mark.id) == chosen).unwrap().anchor.quote, "niaga");
}
