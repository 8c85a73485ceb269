//! Copies of a story in the window: counted, folded, compared; by mouse alone and by keyboard alone.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;

use crate::app::{Command, Overlay};
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{ArticleId, Environment, Library, prepare};

use super::notes_tests::Shown;
use super::tests::{app, send, window_over};

const STORY: &str = "Kapal niaga dari Kupang tiba di pelabuhan Dili pada Senin pagi dengan muatan beras, semen, dan obat. \
Kepala pelabuhan mengatakan kapal itu berlayar selama empat belas jam melewati selat yang berombak tinggi. \
Para pedagang menunggu di dermaga sejak fajar karena persediaan di pasar kota hampir habis pekan lalu. \
Pemerintah kedua negara sepakat bahwa pelayaran itu akan dilakukan dua kali sepekan mulai bulan depan.";

/// A window over a library in which one story stands twice, the later one open.
fn window_with_copies() -> (Shown, [ArticleId; 2]) {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let engine = Engine::new();
    let ids = ["Kapal Tiba di Dili", "Pelayaran ke Dili Dimulai"].map(|title| {
        let text = format!("{title}\n\n{STORY} Demikian {title}.");
        let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: date(2025, 6, 1) };
        library.import(vec![prepare(&engine, &file, false).unwrap()]).unwrap().0[0].outcome.article()
    });
    let mut harness = window_over(library, 1240.0);
    send(&mut harness, Command::Open(ids[1]));
    (harness, ids)
}

/// The rows of the list that tell of copies.
fn counted(harness: &Shown) -> usize {
    let rows = harness.query_all_by_role(Role::ListBoxOption);
    rows.filter_map(|row| row.accesskit_node().label()).filter(|label| label.contains("1 salinan")).count()
}

#[test]
fn copies_are_counted_folded_and_compared_by_mouse() {
    let (mut harness, _) = window_with_copies();
    let all = app(&harness).shelf().shown.len();
    assert_eq!(counted(&harness), 2);
    harness.get_by_role_and_label(Role::Button, "Satu baris untuk salinan").click();
    harness.run();
    assert_eq!((counted(&harness), app(&harness).shelf().shown.len()), (1, all - 1));
    harness.get_by_role_and_label(Role::Button, "Tampilkan semua salinan").click();
    harness.run();
    assert_eq!(counted(&harness), 2);
    harness.get_by_role_and_label(Role::Button, "Bandingkan").click();
    harness.run();
    harness.run();
    assert_eq!(app(&harness).overlay(), Some(Overlay::Comparison));
    assert!(harness.query_by_label("Teks kedua: Salinan: Kapal Tiba di Dili").is_some());
    assert!(!app(&harness).comparison().found.as_ref().unwrap().changed.is_empty());
}

#[test]
fn copies_are_folded_and_compared_by_keyboard() {
    let (mut harness, ids) = window_with_copies();
    let press = |harness: &mut Shown, key| {
        harness.key_press_modifiers(Modifiers::NONE, key);
        harness.run();
    };
    press(&mut harness, Key::L);
    assert_eq!(counted(&harness), 1);
    // The row stands for both: it is the open one whichever is read.
    for id in ids {
        send(&mut harness, Command::Open(id));
        let chosen = harness
            .query_all_by_role(Role::ListBoxOption)
            .filter(|row| row.accesskit_node().toggled() == Some(Toggled::True));
        let labels: Vec<String> = chosen.filter_map(|row| row.accesskit_node().label()).collect();
        assert!(labels.len() == 1 && labels[0].contains("1 salinan"), "{labels:?}");
    }
    press(&mut harness, Key::C);
    assert_eq!(app(&harness).overlay(), Some(Overlay::Comparison));
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::L);
    assert_eq!(counted(&harness), 2);
}
