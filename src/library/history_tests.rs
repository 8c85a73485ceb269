use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{AnnotationEdit, Color, Environment, NewAnnotation, OperationKind, prepare};
use crate::text::Span;

/// A library with one story and three marks, the last of which has a note.
fn library() -> Library {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let text = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi.";
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    let article = library.import(vec![prepare(&Engine::new(), &file, false).unwrap()]).unwrap().0[0].outcome.article();
    for (start, end) in [(0, 7), (8, 12), (16, 20)] {
        let span = Span { start, end };
        let (color, note, tags) = (Color::FIRST, String::new(), Vec::new());
        let (mark, _) = library.annotate(NewAnnotation { article, span, version: 1, color, note, tags }).unwrap();
        if start == 16 {
            for note in ["c", "ca", "catatan"] {
                let edit = AnnotationEdit { note: Some(note.to_owned()), ..AnnotationEdit::default() };
                library.edit_annotation(mark.id, edit).unwrap();
            }
        }
    }
    library
}

fn told(library: &Library) -> Vec<(OperationKind, String, usize, bool)> {
    let steps = library.steps(100).unwrap();
    steps.into_iter().map(|step| (step.kind, step.about.words, step.about.count, step.taken_back)).collect()
}

#[test]
fn each_step_says_what_it_was_newest_first() {
    let library = library();
    let mark = |words: &str| (OperationKind::Annotate, words.to_owned(), 1, false);
    assert_eq!(
        told(&library),
        [
            (OperationKind::EditAnnotation, "catatan".to_owned(), 1, false),
            mark("Dili"),
            mark("tiba"),
            mark("Menteri"),
            (OperationKind::Import, String::new(), 1, false),
        ]
    );
    assert_eq!(library.history(1).unwrap()[0].about.words, "catatan");
}

#[test]
fn any_step_can_be_gone_back_to_and_forward_again() {
    let mut library = library();
    let before = told(&library);
    let steps = library.steps(100).unwrap();
    let quotes = |library: &Library| library.annotations(None).unwrap().len();
    assert_eq!(library.go_to_step(Some(steps[3].id), &mut |_| ()).unwrap().len(), 3);
    assert_eq!(quotes(&library), 1);
    let order: Vec<_> = library.steps(100).unwrap().iter().map(|step| (step.id, step.taken_back)).collect();
    let wanted: Vec<_> = steps.iter().enumerate().map(|(place, step)| (step.id, place < 3)).collect();
    assert_eq!(order, wanted, "the order is that in which they were done");
    assert_eq!(library.go_to_step(Some(steps[1].id), &mut |_| ()).unwrap().len(), 2);
    assert_eq!(quotes(&library), 3);
    assert_eq!(library.go_to_step(None, &mut |_| ()).unwrap().len(), 4);
    assert!(library.articles().unwrap().is_empty());
    assert_eq!(library.go_to_step(Some(steps[0].id), &mut |_| ()).unwrap().len(), 5);
    assert_eq!(told(&library), before);
    assert!(library.go_to_step(Some(steps[0].id), &mut |_| ()).unwrap().is_empty());
    let other = OperationId(uuid::Uuid::now_v7());
    assert!(matches!(library.go_to_step(Some(other), &mut |_| ()), Err(LibraryError::NoStep(_))));
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_step_says_what_was_ruled_how_far_and_in_how_many_articles_and_what_became_of_a_mark() {
    use crate::entity::{Class, Decision, Ruling, Target};
    let mut library = library();
    let mark = library.annotations(None).unwrap().remove(0);
    let decided = |library: &Library| library.steps(1).unwrap().remove(0).about.decided;
    let blue = Color::new(3).unwrap();
    library.edit_annotation(mark.id, AnnotationEdit { color: Some(blue), ..AnnotationEdit::default() }).unwrap();
    assert_eq!(decided(&library), Some(Decided::Colored(blue)));
    library.detach_annotation(mark.id).unwrap();
    assert_eq!(decided(&library), Some(Decided::Detached));
    let on = Target { text: Some("Dili".to_owned()), ..Target::default() };
    let ruling = Ruling { on, decision: Decision::Accept(Class::Place) };
    let (stored, _) = library.rule(None, ruling.clone()).unwrap();
    assert_eq!(stored.reached, Some(1));
    assert_eq!(decided(&library), Some(Decided::Ruling(Box::new(stored.clone()))));
    library.revoke(stored.id).unwrap();
    assert_eq!(decided(&library), Some(Decided::Ruling(Box::new(stored))), "and so does its revocation");
    let (here, _) = library.rule(Some(mark.article), ruling).unwrap();
    assert_eq!((here.reached, decided(&library)), (None, Some(Decided::Ruling(Box::new(here)))));
}
