//! Two versions of a story side by side, driven through the window: by mouse alone, by keyboard alone, and in a long text.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;

use crate::app::{Action, Command, CompareAction, Overlay};
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{ArticleId, Environment, Library, prepare};

use super::notes_tests::Shown;
use super::tests::{app, send, window_over};

const URL: &str = "https://contoh.co.id/berita/kapal-tiba";
const FIRST: &str = "Kapal Tiba di Dili\n\nKapal niaga dari Kupang tiba di Dili pada Senin pagi, kata petugas.\n\nMuatannya beras dan semen untuk kota itu.\n\nPenumpang turun lebih dulu, lalu barang dibongkar sampai malam.\n\nPetugas pelabuhan berjaga sampai pagi.";
const SECOND: &str = "Kapal Tiba di Dili\n\nKapal niaga dari Darwin tiba di Dili pada Senin pagi, kata petugas.\n\nMuatannya beras dan semen untuk kota itu.\n\nKapal kedua menyusul besok.\n\nPetugas pelabuhan berjaga sampai pagi.";

/// A window over a library with these texts, saved one after another at one address, and the article open.
fn window_with(texts: &[&str], width: f32) -> (Shown, ArticleId) {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let engine = Engine::new();
    let mut id = None;
    for text in texts {
        let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: Some(URL), imported: date(2025, 6, 1) };
        id = Some(library.import(vec![prepare(&engine, &file, false).unwrap()]).unwrap().0[0].outcome.article());
        library.renew(&engine, id.unwrap()).unwrap();
    }
    let mut harness = window_over(library, width);
    let id = id.unwrap();
    send(&mut harness, Command::Open(id));
    (harness, id)
}

fn press(harness: &mut Shown, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn rows(harness: &Shown) -> Vec<String> {
    const KINDS: [&str; 4] = ["Sama: ", "Berubah: ", "Hilang: ", "Baru: "];
    let rows = harness.query_all_by_role(Role::ListBoxOption);
    let labels = rows.filter_map(|row| row.accesskit_node().label());
    labels.filter(|label| KINDS.iter().any(|kind| label.starts_with(kind))).collect()
}

const TOLD: [&str; 5] = [
    "Berubah: Kapal niaga dari [hilang: Kupang] [baru: Darwin] tiba di Dili pada Senin pagi, kata petugas.",
    "Sama: Muatannya beras dan semen untuk kota itu.",
    "Hilang: Penumpang turun lebih dulu, lalu barang dibongkar sampai malam.",
    "Baru: Kapal kedua menyusul besok.",
    "Sama: Petugas pelabuhan berjaga sampai pagi.",
];

fn at(harness: &Shown) -> usize {
    app(harness).comparison().found.as_ref().unwrap().at
}

#[test]
fn two_versions_are_compared_and_walked_by_keyboard() {
    for width in [1240.0, 560.0] {
        let (mut harness, _) = window_with(&[FIRST, SECOND], width);
        press(&mut harness, Modifiers::NONE, Key::C);
        assert_eq!(rows(&harness), TOLD, "{width}");
        assert_eq!(at(&harness), 0);
        press(&mut harness, Modifiers::NONE, Key::F8);
        press(&mut harness, Modifiers::NONE, Key::F8);
        assert_eq!(at(&harness), 2);
        press(&mut harness, Modifiers::NONE, Key::F8);
        assert_eq!(at(&harness), 2, "there is none after the last");
        press(&mut harness, Modifiers::SHIFT, Key::F8);
        assert_eq!((at(&harness), app(&harness).overlay()), (1, Some(Overlay::Comparison)));
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert_eq!(app(&harness).overlay(), None);
    }
}

#[test]
fn two_versions_are_chosen_and_walked_by_mouse() {
    let third = SECOND.replace("besok", "lusa");
    let (mut harness, _) = window_with(&[FIRST, SECOND, &third], 1240.0);
    harness.get_by_role_and_label(Role::Button, "Menu").click();
    harness.run();
    let name = app(&harness).words().text("action-compare");
    harness.query_all_by_label_contains(&name).next().unwrap().click();
    harness.run();
    harness.run();
    assert_eq!(rows(&harness).iter().filter(|row| !row.starts_with("Sama")).count(), 1);
    harness.query_all_by_label_contains("Teks pertama: Versi 2").next().unwrap().click();
    harness.run();
    harness.run();
    harness.query_all_by_label_contains("Versi 1 ·").next().unwrap().click();
    harness.run();
    harness.run();
    assert_eq!(app(&harness).comparison().chosen, [0, 2]);
    assert_eq!(rows(&harness)[3], "Baru: Kapal kedua menyusul lusa.");
    harness.get_by_role_and_label(Role::ListBoxOption, TOLD[2]).click();
    harness.run();
    assert_eq!(at(&harness), 1);
    let next = app(&harness).words().text("action-compare-next");
    harness.query_all_by_label_contains(&next).next().unwrap().click();
    harness.run();
    assert_eq!(at(&harness), 2);
}

#[test]
fn in_a_narrow_window_both_texts_are_named_below_each_other_and_fit() {
    for width in [1240.0, 500.0] {
        let (mut harness, _) = window_with(&[FIRST, SECOND], width);
        press(&mut harness, Modifiers::NONE, Key::C);
        harness.run();
        let boxes: Vec<egui::Rect> = harness.query_all_by_role(Role::ComboBox).map(|combo| combo.rect()).collect();
        let [one, two] = boxes.as_slice() else { panic!("{boxes:?}") };
        assert_eq!(two.top() > one.bottom(), width < 600.0, "{boxes:?}");
        assert!(boxes.iter().all(|combo| combo.left() > 0.0 && combo.right() < width), "{boxes:?}");
    }
}

#[test]
fn a_story_of_one_version_has_nothing_to_compare() {
    let (mut harness, _) = window_with(&[FIRST], 1240.0);
    assert!(!app(&harness).can(Action::Compare(CompareAction::Show)));
    press(&mut harness, Modifiers::NONE, Key::C);
    assert_eq!(app(&harness).overlay(), None);
}

#[test]
fn of_a_long_text_only_the_rows_that_show_are_laid_out_and_each_change_is_gone_to() {
    let paragraph =
        |number: usize| format!("Paragraf nomor {number} menceritakan kapal yang berlayar dari Kupang ke Dili.");
    let text = (0..2_000).map(paragraph).collect::<Vec<_>>().join("\n\n");
    let first = format!("Kapal Tiba di Dili\n\n{text}");
    let second = first.replace("nomor 1000 ", "ke-1000 ").replace("nomor 1999 ", "ke-1999 ");
    let (mut harness, _) = window_with(&[&first, &second], 1240.0);
    press(&mut harness, Modifiers::NONE, Key::C);
    harness.run();
    let shown = rows(&harness);
    assert!((2..60).contains(&shown.len()), "{}", shown.len());
    assert!(shown.iter().any(|row| row.contains("[baru: ke-]1000")), "{shown:?}");
    press(&mut harness, Modifiers::NONE, Key::F8);
    harness.run();
    assert!(rows(&harness).iter().any(|row| row.contains("[baru: ke-]1999")));
    press(&mut harness, Modifiers::NONE, Key::Home);
    harness.run();
    assert!(rows(&harness).iter().any(|row| row.contains("nomor 3 ")));
}
