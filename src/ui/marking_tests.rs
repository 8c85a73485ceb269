//! Marking by mouse and by keyboard alone, driven through the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::{Action, Command};
use crate::library::Color;

use super::Window;
use super::tests::{app, send, window};

type Shown = Harness<'static, Option<Window>>;

/// The middle of a name's first place in the text.
pub(super) fn place(harness: &Shown, name: &str) -> Pos2 {
    let node = harness.query_all_by_label_contains(name).find(|node| node.accesskit_node().role() == Role::Link);
    node.expect("the name is published").rect().center()
}

pub(super) fn press(harness: &mut Shown, at: Pos2, down: bool) {
    let modifiers = Modifiers::NONE;
    harness.event(egui::Event::PointerButton { pos: at, button: PointerButton::Primary, pressed: down, modifiers });
    harness.step();
}

pub(super) fn move_to(harness: &mut Shown, at: Pos2) {
    harness.event(egui::Event::PointerMoved(at));
    harness.step();
}

pub(super) fn clicks(harness: &mut Shown, at: Pos2, count: usize) {
    move_to(harness, at);
    for _ in 0..count {
        press(harness, at, true);
        press(harness, at, false);
    }
    harness.run();
}

pub(super) fn drag(harness: &mut Shown, from: Pos2, to: Pos2) {
    move_to(harness, from);
    press(harness, from, true);
    move_to(harness, from + (to - from) / 2.0);
    move_to(harness, to);
    press(harness, to, false);
    harness.run();
}

pub(super) fn selected(harness: &Shown) -> String {
    let reading = app(harness).reading();
    let body = reading.article.as_ref().unwrap().body();
    reading.selected().map(|selection| selection.span().of(body).to_owned()).unwrap_or_default()
}

pub(super) fn quotes(harness: &Shown) -> Vec<String> {
    let marks = &app(harness).reading().article.as_ref().unwrap().annotations;
    marks.iter().map(|mark| mark.anchor.quote.clone()).collect()
}

/// Selects these words of the open article.
pub(super) fn select(harness: &mut Shown, words: &str) {
    let start = app(harness).reading().article.as_ref().unwrap().body().find(words).unwrap();
    let selection = crate::app::Selection { anchor: start, head: start + words.len() };
    send(harness, Command::Select(Some(selection)));
}

/// Shows the caret before these words.
fn caret_at(harness: &mut Shown, words: &str) {
    if !app(harness).reading().caret {
        send(harness, Action::Caret);
    }
    let at = app(harness).reading().article.as_ref().unwrap().body().find(words).unwrap();
    send(harness, Command::Select(Some(crate::app::Selection::caret(at))));
}

const SENTENCE: &str = "Kapal niaga pertama dari Indonesia tiba di Dili, kata Ramos Horta.";

#[test]
fn presses_that_follow_each_other_select_word_sentence_and_paragraph() {
    let mut harness = window(1240.0);
    let horta = place(&harness, "Ramos Horta, Orang") - vec2(24.0, 0.0);
    clicks(&mut harness, horta, 2);
    assert_eq!(selected(&harness), "Ramos");
    clicks(&mut harness, horta, 1);
    assert_eq!(selected(&harness), SENTENCE);
    clicks(&mut harness, horta, 1);
    assert_eq!(selected(&harness), format!("CONTOH.CO.ID - DILI. {SENTENCE}"));
}

#[test]
fn a_drag_takes_whole_words_and_with_alt_single_letters() {
    let mut harness = window(1240.0);
    let (from, to) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    drag(&mut harness, from, to);
    assert_eq!(selected(&harness), "Indonesia tiba di Dili");
    harness.event(egui::Event::ModifiersChanged(Modifiers::ALT));
    drag(&mut harness, from, to);
    harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    let raw = selected(&harness);
    assert!(raw.len() < "Indonesia tiba di Dili".len() && raw.contains(" tiba di "), "{raw}");
}

#[test]
fn the_caret_moves_selects_and_marks_by_keyboard_alone() {
    let mut harness = window(1240.0);
    harness.key_press(Key::F7);
    harness.run();
    assert!(app(&harness).reading().caret);
    caret_at(&mut harness, "Kapal");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::ArrowRight);
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
        harness.run();
    }
    assert_eq!(selected(&harness), "niaga pertama");
    harness.key_press(Key::Num2);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga pertama"]);
    // The caret stays where the mark ends, and Shift with End selects the rest of the line from there.
    harness.key_press_modifiers(Modifiers::SHIFT, Key::End);
    harness.run();
    assert!(selected(&harness).starts_with(" dari Indonesia"), "{}", selected(&harness));
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(selected(&harness), "");
    // With nothing selected, H marks the paragraph of the caret.
    harness.key_press(Key::ArrowDown);
    harness.key_press(Key::H);
    harness.run();
    assert_eq!(quotes(&harness).len(), 2);
    harness.key_press(Key::F7);
    harness.run();
    assert!(!app(&harness).reading().caret && app(&harness).reading().selection.is_none());
}

#[test]
fn down_and_up_cross_paragraphs_and_come_back_to_where_they_began() {
    let mut harness = window(420.0);
    send(&mut harness, Action::Caret);
    for _ in 0..6 {
        harness.key_press(Key::ArrowRight);
        harness.run();
    }
    let start = app(&harness).reading().selection.unwrap().head;
    for key in [Key::ArrowDown, Key::ArrowUp] {
        for _ in 0..4 {
            harness.key_press(key);
            harness.run();
        }
    }
    assert_eq!(app(&harness).reading().selection.unwrap().head, start);
    for _ in 0..40 {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    let length = app(&harness).reading().article.as_ref().unwrap().body().len();
    assert_eq!(app(&harness).reading().selection.unwrap().head, length);
}

#[test]
fn s_selects_a_sentence_and_then_the_next() {
    let mut harness = window(1240.0);
    caret_at(&mut harness, "pertama");
    harness.key_press(Key::S);
    harness.run();
    assert_eq!(selected(&harness), SENTENCE);
    harness.key_press(Key::S);
    harness.run();
    let both = selected(&harness);
    assert!(both.starts_with(SENTENCE) && both.ends_with("pada 2024."), "{both}");
}

#[test]
fn the_pen_marks_each_selection_until_escape() {
    let mut harness = window(1240.0);
    harness.key_press(Key::P);
    harness.run();
    let (from, to) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    drag(&mut harness, from, to);
    assert_eq!(quotes(&harness), ["Indonesia tiba di Dili"]);
    drag(&mut harness, from, to);
    assert_eq!(quotes(&harness).len(), 1, "the same words in the same colour are the same mark");
    // The chosen mark and the cards of the name under the pointer go first.
    for _ in 0..4 {
        harness.key_press(Key::Escape);
        harness.run();
    }
    assert!(!app(&harness).pen());
    drag(&mut harness, to, to + vec2(120.0, 0.0));
    assert_eq!(quotes(&harness).len(), 1);
}

#[test]
fn every_place_of_the_selected_words_is_marked_as_one_step() {
    let mut harness = window(1240.0);
    select(&mut harness, "Indonesia");
    harness.key_press(Key::M);
    harness.run();
    assert_eq!(quotes(&harness), ["Indonesia", "Indonesia"]);
    send(&mut harness, Action::Undo);
    assert!(quotes(&harness).is_empty());
    // Without a selection, what is searched for.
    send(&mut harness, Command::SearchFor("timor leste".to_owned()));
    send(&mut harness, Action::MarkAll);
    send(&mut harness, Action::MarkAll);
    assert_eq!(quotes(&harness), ["Timor Leste"], "what is marked in that colour is left alone");
    send(&mut harness, Action::MarkIn(Color::new(2).unwrap()));
    send(&mut harness, Command::ChooseMark(None));
    send(&mut harness, Command::SearchFor("indonesia".to_owned()));
    send(&mut harness, Action::SelectAll);
    send(&mut harness, Action::Mark);
    send(&mut harness, Command::ChooseMark(None));
    send(&mut harness, Action::MarkIn(Color::new(3).unwrap()));
    send(&mut harness, Action::MarkAll);
    assert_eq!(
        quotes(&harness).iter().filter(|quote| *quote == "Indonesia").count(),
        2,
        "a mark of another colour hides none"
    );
}

#[test]
fn keys_move_the_edges_of_a_mark_split_it_and_join_it() {
    let mut harness = window(1240.0);
    select(&mut harness, "niaga pertama");
    send(&mut harness, Action::MarkIn(Color::FIRST));
    let alt_shift = Modifiers::ALT | Modifiers::SHIFT;
    for (key, words) in [
        (Key::ArrowRight, "niaga pertama dari"),
        (Key::Home, "Kapal niaga pertama dari"),
        (Key::End, "niaga pertama dari"),
        (Key::ArrowLeft, "niaga pertama"),
        (Key::PageDown, "pertama dari"),
        (Key::PageUp, "niaga pertama"),
        (Key::ArrowRight, "niaga pertama dari"),
    ] {
        harness.key_press_modifiers(alt_shift, key);
        harness.run();
        assert_eq!(quotes(&harness), [words]);
    }
    select(&mut harness, "pertama");
    harness.key_press(Key::X);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga", "dari"]);
    send(&mut harness, Action::Escape);
    harness.key_press(Key::Period);
    harness.run();
    harness.key_press(Key::G);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga pertama dari"]);
}

#[test]
fn a_mark_is_split_beside_the_word_in_which_the_caret_stands() {
    let mut harness = window(1240.0);
    for (inside, pieces) in [("tama dari", ["niaga", "pertama dari"]), ("aga pertama", ["niaga", "pertama dari"])] {
        select(&mut harness, "niaga pertama dari");
        send(&mut harness, Action::MarkIn(Color::FIRST));
        caret_at(&mut harness, inside);
        harness.key_press(Key::X);
        harness.run();
        assert_eq!(quotes(&harness), pieces);
        send(&mut harness, Action::Undo);
        send(&mut harness, Action::Undo);
    }
}

#[test]
fn the_handles_of_a_chosen_mark_drag_its_edges() {
    let mut harness = window(1240.0);
    select(&mut harness, "Indonesia tiba");
    send(&mut harness, Action::MarkIn(Color::FIRST));
    let handle = harness.get_by_role_and_label(Role::Slider, "Akhir sorotan").rect().center();
    let dili = place(&harness, "Dili, Tempat") + Vec2::new(0.0, 12.0);
    drag(&mut harness, handle, dili);
    assert_eq!(quotes(&harness), ["Indonesia tiba di Dili"]);
    send(&mut harness, Action::Undo);
    assert_eq!(quotes(&harness), ["Indonesia tiba"]);
}

#[test]
fn a_colour_is_called_what_the_person_calls_it() {
    let mut harness = window(1240.0);
    send(&mut harness, Action::NameColors);
    let field = harness.get_by_role_and_label(Role::TextInput, "hijau");
    field.focus();
    field.type_text("cek ulang");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(app(&harness).overlay(), None);
    select(&mut harness, "Kapal niaga");
    harness.run();
    harness.get_by_role_and_label(Role::RadioButton, "Sorot: cek ulang").click();
    harness.run();
    assert_eq!(app(&harness).reading().article.as_ref().unwrap().annotations[0].color.number(), 2);
    // An empty name brings the colour's looks back.
    send(&mut harness, Command::NameColor(Color::new(2).unwrap(), "  ".to_owned()));
    assert_eq!(app(&harness).action_name(Action::MarkIn(Color::new(2).unwrap())), "Sorot: hijau");
}

#[test]
fn a_click_on_a_name_walks_on_only_once_no_second_press_can_follow() {
    let mut harness = window(1240.0);
    let at = place(&harness, "Dili, Tempat");
    clicks(&mut harness, at, 1);
    assert_eq!(app(&harness).reading().target.mention, None);
    harness.run_steps(12);
    assert!(app(&harness).reading().target.mention.is_some());
    send(&mut harness, Action::Escape);
    let before = app(&harness).reading().target.mention;
    clicks(&mut harness, at, 2);
    harness.run_steps(12);
    assert_eq!((selected(&harness).as_str(), app(&harness).reading().target.mention), ("Dili", before));
}

#[test]
fn the_marks_at_a_place_are_those_that_a_look_at_all_would_find() {
    let mut harness = window(1240.0);
    for words in [SENTENCE, "niaga pertama", "pertama dari", "Ramos", "Dili"] {
        select(&mut harness, words);
        send(&mut harness, Action::MarkIn(Color::FIRST));
    }
    send(&mut harness, Action::DeleteMark);
    let open = app(&harness).reading().article.as_ref().unwrap();
    assert_eq!(open.annotations.len(), 4);
    assert_eq!(app(&harness).library().annotations(Some(open.id())).unwrap(), open.annotations);
    for start in 0..open.body().len() {
        for length in [0, 1, 9, 400] {
            let span = crate::text::Span { start, end: start + length };
            let near: Vec<_> = open.marks_within(span).map(|mark| mark.id).collect();
            let all = open.annotations.iter().filter(|mark| mark.anchor.span.overlaps(span)).map(|mark| mark.id);
            assert_eq!(near, all.collect::<Vec<_>>(), "{span:?}");
        }
    }
}

#[test]
fn the_pen_takes_up_colour_and_tags_of_a_mark() {
    let mut harness = window(1240.0);
    select(&mut harness, "niaga pertama");
    let green = Color::new(2).unwrap();
    send(&mut harness, Action::MarkIn(green));
    let first = app(&harness).reading().chosen.unwrap();
    let tags = crate::library::AnnotationEdit { tags: Some(vec!["klaim".to_owned()]), ..Default::default() };
    send(&mut harness, Command::EditMark(first, tags));
    send(&mut harness, Action::MarkIn(green));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::P);
    harness.run();
    assert!(harness.query_by_label_contains("hijau #klaim").is_some(), "the status line says what is armed");
    let (from, to) = (place(&harness, "Indonesia, Tempat"), place(&harness, "Dili, Tempat"));
    drag(&mut harness, from, to);
    let made = app(&harness).reading().article.as_ref().unwrap().annotations.last().unwrap().clone();
    assert_eq!(
        (made.anchor.quote.as_str(), made.color, made.tags),
        ("Indonesia tiba di Dili", green, vec!["klaim".to_owned()])
    );
    send(&mut harness, Action::Escape);
    send(&mut harness, Action::Escape);
    assert!(!app(&harness).pen() && app(&harness).pen_tags().is_empty());
}

#[test]
fn every_move_of_the_caret_is_an_action_of_its_own() {
    use crate::app::{Motion, Stride};
    let mut harness = window(1240.0);
    let at = |harness: &Shown| app(harness).reading().selection.map(|selection| selection.head);
    let word = |extend, forward| Action::Move(Motion { stride: Stride::Word, forward, extend });
    send(&mut harness, Action::Move(Motion { stride: Stride::Text, forward: false, extend: false }));
    assert_eq!((app(&harness).reading().caret, at(&harness)), (true, Some(0)));
    send(&mut harness, word(true, true));
    assert_eq!(selected(&harness), "CONTOH.CO.ID");
    send(&mut harness, word(false, true));
    assert_eq!((selected(&harness).as_str(), at(&harness)), ("", Some("CONTOH.CO.ID - DILI".len())));
    // A screen reader is told where in which paragraph the caret stands.
    let told = harness.query_all_by_role(Role::Paragraph);
    let told: Vec<usize> =
        told.filter_map(|node| Some(node.accesskit_node().raw_text_selection()?.focus.character_index)).collect();
    assert_eq!(told, [19]);
    for motion in Motion::all() {
        send(&mut harness, Action::Move(motion));
        let key = motion.shortcut();
        assert_eq!((key.shift, app(&harness).reading().caret), (motion.extend, true));
    }
    // The first Shift with an arrow shows the caret, and Escape takes both away.
    send(&mut harness, Action::Escape);
    send(&mut harness, Action::Escape);
    assert_eq!((app(&harness).reading().caret, at(&harness)), (false, None));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert!(app(&harness).reading().caret && !selected(&harness).is_empty());
}

#[test]
fn keys_that_come_within_one_frame_all_count_with_the_modifiers_that_were_held() {
    let mut harness = window(1240.0);
    caret_at(&mut harness, "niaga");
    let ctx = harness.ctx.clone();
    let key = |modifiers| egui::Event::Key {
        key: Key::ArrowRight,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    // By the end of the frame no modifier is held any more.
    let events = vec![key(both), key(both), key(both), egui::Event::ModifiersChanged(Modifiers::NONE)];
    let size = Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(1240.0, 800.0)));
    let input = egui::RawInput { screen_rect: size, events, ..egui::RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| harness.state_mut().as_mut().unwrap().draw(ui));
    output.textures_delta.clear();
    harness.run();
    assert_eq!(selected(&harness), "niaga pertama dari");
}

#[test]
fn the_pen_marks_what_keys_select_once_shift_is_let_go() {
    let mut harness = window(1240.0);
    caret_at(&mut harness, "niaga");
    harness.key_press(Key::P);
    harness.run();
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    let press = |harness: &mut Shown| {
        let right = egui::Event::Key {
            key: Key::ArrowRight,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: both,
        };
        harness.event(right);
        harness.step();
    };
    harness.event(egui::Event::ModifiersChanged(both));
    harness.step();
    press(&mut harness);
    press(&mut harness);
    harness.run();
    assert!(quotes(&harness).is_empty() && selected(&harness) == "niaga pertama");
    harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    harness.run();
    assert_eq!(quotes(&harness), ["niaga pertama"]);
}

fn told(harness: &Shown, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn a_mark_that_was_split_at_the_caret_is_joined_again_there_and_what_cannot_be_done_is_said() {
    let mut harness = window(1240.0);
    harness.key_press(Key::X);
    harness.run();
    assert!(told(&harness, "taruh kursor (F7) di dalam sorotan"));
    harness.key_press(Key::G);
    harness.run();
    assert!(told(&harness, "Belum ada yang digabung"));
    caret_at(&mut harness, "niaga");
    harness.key_press(Key::X);
    harness.run();
    assert!(told(&harness, "tidak berada di dalam sorotan"));
    select(&mut harness, "niaga pertama dari");
    send(&mut harness, Action::MarkIn(Color::FIRST));
    caret_at(&mut harness, "pertama dari");
    harness.key_press(Key::X);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga", "pertama dari"]);
    assert!(!told(&harness, "Belum ada yang"), "what was said is past");
    harness.key_press(Key::G);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga pertama dari"]);
    // The caret alone says which marks are meant.
    harness.key_press(Key::X);
    harness.run();
    caret_at(&mut harness, "pertama dari");
    assert_eq!(app(&harness).reading().chosen, None);
    harness.key_press(Key::G);
    harness.run();
    assert_eq!(quotes(&harness), ["niaga pertama dari"]);
    harness.key_press(Key::G);
    harness.run();
    assert!(told(&harness, "Tidak ada sorotan berikutnya"));
}
