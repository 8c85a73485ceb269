use super::*;
use crate::article::Wish;
use crate::library::trial::Trial;
use crate::library::{FilingEdit, Prepared, WatchedFile};

const SHIP: &str = "Kapal Tiba di Dili\nDILI. Kapal niaga pertama tiba di pelabuhan pada Senin pagi.";
const RICE: &str = "Harga Beras Turun\nMALANG. Harga beras di pasar turun pada pekan ini.";

impl Trial {
    fn import_part(&mut self, whole: OperationId, name: &str, text: &str) -> ArticleId {
        let story = self.named(name, text);
        self.library.import_part(whole, vec![story]).unwrap().0[0].outcome.article()
    }

    fn named(&self, name: &str, text: &str) -> Prepared {
        self.story(text, Some(&format!("https://contoh.co.id/{name}")))
    }

    fn star(&mut self, id: ArticleId) {
        self.library.file(id, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    }
}

#[test]
fn what_a_person_took_back_can_be_done_again_while_an_import_goes_on() {
    let mut trial = Trial::new();
    let whole = trial.library.begin_import();
    let ship = trial.import_part(whole, "kapal", SHIP);
    trial.star(ship);
    trial.undo();
    trial.import_part(whole, "beras", RICE);
    assert_eq!(trial.library.redo().unwrap().unwrap().kind, OperationKind::File);
    assert!(trial.library.filing(ship).unwrap().starred);
    trial.undo();
    // Nor does what a watched folder brings by itself throw it away.
    let watched = trial.library.begin_import();
    let file = WatchedFile { path: "/berita/baru.txt".into(), size: 7, modified: 1 };
    trial.library.open_watched_report(watched, vec![file]).unwrap();
    trial.import_part(watched, "baru", &RICE.replace("beras", "gula"));
    assert_eq!(trial.library.can_redo().unwrap(), Some(OperationKind::File));
    // What the person does next does, an import as well.
    let next = trial.library.begin_import();
    trial.import_part(next, "lagi", &RICE.replace("beras", "garam"));
    assert_eq!(trial.library.can_redo().unwrap(), None);
}

#[test]
fn what_was_taken_back_is_not_done_again_over_what_an_import_did_since() {
    let mut trial = Trial::new();
    let whole = trial.library.begin_import();
    let ship = trial.import_part(whole, "kapal", SHIP);
    trial.star(ship);
    trial.undo();
    let wish = Wish { url: "https://contoh.co.id/kapal".to_owned(), tags: vec!["laut".to_owned()], ..Wish::default() };
    trial.library.wish_part(whole, vec![wish.into()]).unwrap();
    assert_eq!(trial.library.redo().unwrap(), None);
    assert_eq!(trial.library.filing(ship).unwrap().tags, ["laut"]);
}

#[test]
fn parts_that_change_what_a_person_changed_meanwhile_are_a_step_of_their_own() {
    let mut trial = Trial::new();
    let before = trial.library.begin_import();
    let ship = trial.import_part(before, "kapal", SHIP);
    let whole = trial.library.begin_import();
    trial.import_part(whole, "beras", RICE);
    trial.star(ship);
    let newer = format!("{SHIP} Kapal kedua menyusul.");
    assert_eq!(trial.import_part(whole, "kapal", &newer), ship);
    trial.import_part(whole, "gula", &RICE.replace("beras", "gula"));
    let newest = format!("{newer} Kapal ketiga juga.");
    assert_eq!(trial.import_part(whole, "kapal", &newest), ship);
    let shown = |trial: &Trial| trial.library.editions(ship).unwrap().iter().position(|edition| edition.current);
    let state = |trial: &Trial| (shown(trial), trial.library.filing(ship).unwrap().starred);
    assert_eq!(state(&trial), (Some(2), true));
    assert_eq!((trial.undo(), state(&trial)), (OperationKind::Import, (Some(0), true)));
    assert_eq!((trial.undo(), state(&trial)), (OperationKind::File, (Some(0), false)));
    assert_eq!(trial.undo(), OperationKind::Import);
    assert_eq!(trial.library.articles().unwrap().len(), 1, "the rest of that import");
    for _ in 0..3 {
        trial.library.redo().unwrap().unwrap();
    }
    assert_eq!((state(&trial), trial.library.articles().unwrap().len()), ((Some(2), true), 3));
    assert_eq!(trial.library.check().unwrap().len(), 0);
}
