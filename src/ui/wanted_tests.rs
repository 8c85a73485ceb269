//! The stories that the library lacks, shown in the window.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::app::{Action, Command};
use crate::article::Wish;
use crate::library::{Environment, Library, Origin, Wished};

use super::tests::{app, send, window_over};

fn wish(title: &str, url: &str) -> Wish {
    Wish { title: title.to_owned(), url: url.to_owned(), tags: vec!["laut".to_owned()], ..Wish::default() }
}

#[test]
fn what_is_wanted_shows_with_where_it_is_named_and_is_looked_for_by_words() {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let whole = library.begin_import();
    let collected = Wish {
        collection: Some("Timor".to_owned()),
        added: Some("2024-06-19T10:00:00Z".to_owned()),
        ..wish("Kapal Kedua Tiba", "https://contoh.co.id/kapal")
    };
    let export = Some(Origin {
        path: "/unduhan/pocket.csv/Kapal Kedua Tiba".into(),
        container: Some("/unduhan/pocket.csv".into()),
    });
    let collected = Wished { wish: collected, origin: export };
    library.wish_part(whole, vec![collected, wish("", "https://contoh.co.id/tanpa-judul").into()]).unwrap();
    let mut harness = window_over(library, 1240.0);
    send(&mut harness, Action::Wanted);
    let desk = app(&harness).wanted();
    assert_eq!((desk.all.len(), desk.shown.len()), (3, 3));
    let named = |label: &str| harness.query_by_role_and_label(Role::ListBoxOption, label).is_some();
    assert!(named("Berita yang Tidak Disimpan, disebut 1 rujukan"));
    assert!(named("Kapal Kedua Tiba, disimpan di Timor · dari pocket.csv · 2024-06-19 · #laut"));
    assert!(named("https://contoh.co.id/tanpa-judul, disimpan alamatnya · #laut"));
    let field = harness.get_by_role_and_label(Role::TextInput, "Cari dalam judul, alamat, dan tag");
    field.type_text("timor KAPAL pocket");
    harness.run();
    let desk = app(&harness).wanted();
    assert_eq!(desk.shown.len(), 1);
    let place = desk.shown[0];
    assert_eq!(desk.all[place].url(), Some("https://contoh.co.id/kapal"));
    let row = "Kapal Kedua Tiba, disimpan di Timor · dari pocket.csv · 2024-06-19 · #laut";
    harness.get_by_role_and_label(Role::ListBoxOption, row).click();
    harness.run();
    assert!(app(&harness).overlay().is_some(), "several addresses can be copied one after the other");
    // A place that is no more does nothing.
    send(&mut harness, Command::CopyWanted(99));
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(app(&harness).overlay(), None);
}
