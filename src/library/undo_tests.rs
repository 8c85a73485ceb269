use super::*;
use crate::article::Wish;
use crate::entity::{Decision, Ruling, Target};
use crate::library::trial::Trial;
use crate::library::{AnchorState, AnnotationId, Color, FilingEdit, NewAnnotation, Prepared, Problem, WatchedFile};
use crate::text::Span;

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

/// Two sentences begin with the same name; the newer text has the second one alone, where the first one stood.
const TWINS: &str = "Kabar Istana Hari Ini\nVladimir Putin hadir di Moskow pada Senin pagi bersama para menteri.\nVladimir Putin pulang ke Kremlin pada malam hari tanpa pesan.\nWarga menunggu di alun-alun kota sampai larut malam itu.";

impl Trial {
    fn without_twin(&mut self) -> ArticleId {
        let twin = "Vladimir Putin hadir di Moskow pada Senin pagi bersama para menteri.\n";
        let story = self.named("istana", &TWINS.replacen(twin, "", 1));
        self.import(vec![story])[0].article()
    }

    /// A story of twins, and the name in the first of them.
    fn twins(&mut self) -> (ArticleId, Span) {
        let story = self.named("istana", TWINS);
        let id = self.import(vec![story])[0].article();
        let start = self.body(id).find("Vladimir Putin").unwrap();
        (id, Span { start, end: start + "Vladimir Putin".len() })
    }

    fn mark(&mut self, article: ArticleId, span: Span) -> AnnotationId {
        let version = self.library.body_version(article).unwrap().unwrap();
        let new = NewAnnotation { article, span, version, color: Color::FIRST, note: String::new(), tags: Vec::new() };
        self.library.annotate(new).unwrap().0.id
    }

    /// Where the marks of an article stand, and how sure that is.
    fn places(&mut self, id: ArticleId) -> Vec<(Span, AnchorState)> {
        self.library.renew_all(&self.engine).unwrap();
        assert_eq!(self.library.check().unwrap(), []);
        let marks = self.library.annotations(Some(id)).unwrap();
        marks.into_iter().map(|mark| (mark.anchor.span, mark.state)).collect()
    }
}

#[test]
fn marks_come_back_where_they_stood_however_many_steps_across_a_change_of_the_text_are_taken_at_once() {
    let mut trial = Trial::new();
    let (id, first) = trial.twins();
    let mark = trial.mark(id, first);
    trial.library.delete_annotation(mark).unwrap();
    assert_eq!(trial.without_twin(), id);
    let newer = trial.mark(id, first);
    trial.library.delete_annotation(newer).unwrap();
    let steps = trial.library.steps(100).unwrap();
    for (step, stands) in [(4, true), (1, true), (3, false), (1, true), (4, true), (0, false)] {
        trial.library.go_to_step(Some(steps[step].id), &mut |_| ()).unwrap();
        let wanted = if stands { vec![(first, AnchorState::Exact)] } else { Vec::new() };
        assert_eq!(trial.places(id), wanted, "{step}");
    }
    let is_back = trial.body(id).matches("Vladimir Putin").count();
    assert_eq!(is_back, 1);
}

#[test]
fn a_mark_that_is_taken_back_with_the_text_around_it_comes_back_where_it_stood() {
    let mut trial = Trial::new();
    let (id, first) = trial.twins();
    trial.without_twin();
    let edition = trial.library.editions(id).unwrap()[1].id;
    trial.undo();
    let mark = trial.mark(id, first);
    let step = |db: &rusqlite::Connection| {
        let before = super::super::annotate::get(db, mark)?.map(Box::new);
        let gone = Step::Annotation { id: mark, before, after: None };
        Ok(((), vec![gone, Step::Edition { id, before: None, after: edition }]))
    };
    trial.library.operate(OperationKind::Merge, |db, _, _| step(db)).unwrap();
    assert_eq!(trial.places(id), []);
    trial.library.undo().unwrap();
    assert_eq!(trial.places(id), [(first, AnchorState::Exact)]);
}

#[test]
fn a_ruling_on_one_mention_comes_back_on_it_across_a_change_of_the_text() {
    let mut trial = Trial::new();
    let (id, first) = trial.twins();
    let on = Target { text: Some("Vladimir Putin".to_owned()), span: Some(first), ..Target::default() };
    let stored = trial.library.rule(Some(id), Ruling { on, decision: Decision::Reject }).unwrap().0;
    trial.library.revoke(stored.id).unwrap();
    trial.without_twin();
    for _ in 0..2 {
        trial.library.undo().unwrap();
    }
    trial.library.renew_all(&trial.engine).unwrap();
    let stored = trial.library.article(id).unwrap().unwrap();
    let mut named = stored.mentions.iter().map(|mention| mention.span);
    assert!(!named.clone().any(|span| span == first), "the first is none");
    let second = stored.article.body.rfind("Vladimir Putin");
    assert!(named.any(|span| Some(span.start) == second), "the second is one");
}

#[test]
fn a_mark_that_comes_back_to_a_text_whose_page_is_damaged_says_that_its_place_is_not_certain() {
    let mut trial = Trial::new();
    let (id, first) = trial.twins();
    let mark = trial.mark(id, first);
    trial.library.delete_annotation(mark).unwrap();
    trial.without_twin();
    trial.library.db.execute("UPDATE page SET bytes = x'00'", []).unwrap();
    for _ in 0..2 {
        trial.library.undo().unwrap();
    }
    assert!(matches!(trial.library.renew_all(&trial.engine), Err(LibraryError::DamagedPage(..))));
    let mark = trial.library.annotation(mark).unwrap().unwrap();
    assert_eq!((mark.anchor.version, mark.state), (2, AnchorState::Suspect));
    assert!(matches!(trial.library.check().unwrap()[..], [Problem::Page(..)]));
}
