use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{ArticleId, Color, Environment, NewAnnotation, prepare};

fn library() -> (Library, ArticleId, String) {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let text = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi. Ia disambut Presiden di dermaga tua itu.";
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    let id = library.import(vec![prepare(&Engine::new(), &file, false).unwrap()]).unwrap().0[0].outcome.article();
    let body = library.article(id).unwrap().unwrap().article.body;
    (library, id, body)
}

fn over(body: &str, words: &str) -> Span {
    let start = body.find(words).unwrap();
    Span { start, end: start + words.len() }
}

fn wish(article: ArticleId, span: Span, note: &str, tag: &str) -> NewAnnotation {
    NewAnnotation { article, span, version: 1, color: Color::FIRST, note: note.to_owned(), tags: vec![tag.to_owned()] }
}

fn quotes(library: &Library) -> Vec<String> {
    library.annotations(None).unwrap().into_iter().map(|mark| mark.anchor.quote).collect()
}

#[test]
fn edges_are_moved_and_undo_moves_them_back() {
    let (mut library, id, body) = library();
    let (mark, _) = library.annotate(wish(id, over(&body, "tiba di Dili"), "", "x")).unwrap();
    let (wider, _) = library.place_annotation(mark.id, over(&body, "tiba di Dili pada Senin"), 1).unwrap();
    assert_eq!((wider.id, wider.anchor.quote.as_str()), (mark.id, "tiba di Dili pada Senin"));
    library.undo().unwrap().unwrap();
    assert_eq!(quotes(&library), ["tiba di Dili"]);
    library.redo().unwrap().unwrap();
    assert_eq!(quotes(&library), ["tiba di Dili pada Senin"]);
    let outside = Span { start: 5, end: body.len() + 9 };
    assert!(matches!(library.place_annotation(mark.id, outside, 1), Err(LibraryError::BadSpan(_))));
    assert!(matches!(library.place_annotation(mark.id, over(&body, "Ia"), 2), Err(LibraryError::Changed(_))));
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_mark_is_split_and_joined_again_each_as_one_step() {
    let (mut library, id, body) = library();
    let (mark, _) = library.annotate(wish(id, over(&body, "tiba di Dili pada Senin"), "catatan", "x")).unwrap();
    let pieces = [over(&body, "tiba di Dili"), over(&body, "Senin")];
    library.environment.author = "orang lain".to_owned();
    let (parts, _) = library.split_annotation(mark.id, &pieces, 1).unwrap();
    assert!(parts.iter().all(|part| part.author == mark.author), "both halves are of who made the mark");
    assert_eq!(quotes(&library), ["tiba di Dili", "Senin"]);
    assert_eq!((parts[0].id, parts[0].note.as_str(), parts[1].note.as_str()), (mark.id, "catatan", ""));
    assert_eq!(parts[1].tags, ["x"]);
    library.undo().unwrap().unwrap();
    assert_eq!(quotes(&library), ["tiba di Dili pada Senin"]);
    library.redo().unwrap().unwrap();

    let (joined, _) = library.join_annotations(parts[1].id, mark.id).unwrap();
    assert_eq!((joined.anchor.quote.as_str(), joined.note.as_str()), ("tiba di Dili pada Senin", "catatan"));
    assert_eq!(quotes(&library).len(), 1);
    library.undo().unwrap().unwrap();
    assert_eq!(quotes(&library), ["tiba di Dili", "Senin"]);
    assert!(library.join_annotations(mark.id, mark.id).is_err());
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn several_marks_are_one_step_and_none_is_made_where_one_cannot_be() {
    let (mut library, id, body) = library();
    let good = |words: &str| wish(id, over(&body, words), "", "x");
    let bad = NewAnnotation { span: Span { start: 1, end: body.len() + 1 }, ..good("Ia") };
    assert!(library.annotate_all(vec![good("Menteri"), bad]).is_err());
    assert_eq!(quotes(&library), [""; 0]);
    library.annotate_all(vec![good("Menteri"), good("Presiden")]).unwrap();
    assert_eq!(quotes(&library), ["Menteri", "Presiden"]);
    library.undo().unwrap().unwrap();
    assert_eq!(quotes(&library), [""; 0]);
}

#[test]
fn a_mark_that_was_let_go_stands_nowhere_and_is_asked_about_only_when_all_of_its_words_are_back() {
    let (mut library, id, body) = library();
    let (mark, _) = library.annotate(wish(id, over(&body, "tiba di Dili"), "catatan", "x")).unwrap();
    library.put_in_doubt(mark.id, AnchorState::Suspect);
    let doubt = library.doubts(&[mark.id]).unwrap().remove(0);
    assert_eq!((doubt.was().words.as_str(), doubt.proposed.unwrap().words.as_str()), ("tiba di Dili", "tiba di Dili"));
    library.detach_annotation(mark.id).unwrap();
    let in_doubt = |library: &Library| library.count_annotations().unwrap();
    assert_eq!(in_doubt(&library), (1, 0));
    let mut gone = library.annotation(mark.id).unwrap().unwrap();
    assert_eq!(
        (gone.anchor.quote.as_str(), gone.note.as_str(), gone.state),
        ("tiba di Dili", "catatan", AnchorState::Lost)
    );
    crate::library::annotate::reanchor(&mut gone, None, &body.replace("Menteri", "Gubernur"), 2);
    assert!(gone.detached && gone.anchor.span.is_empty(), "the same words elsewhere are not taken for it");
    crate::library::annotate::reanchor(&mut gone, None, &body, 3);
    assert_eq!((gone.detached, gone.state, gone.anchor.span.of(&body)), (false, AnchorState::Suspect, "tiba di Dili"));
    library.undo().unwrap().unwrap();
    assert_eq!(in_doubt(&library), (1, 1), "undo puts it in doubt again");
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_mark_whose_place_is_in_doubt_is_joined_with_none() {
    let (mut library, id, body) = library();
    let (one, _) = library.annotate(wish(id, over(&body, "Menteri"), "", "x")).unwrap();
    let (two, _) = library.annotate(wish(id, over(&body, "Presiden"), "", "x")).unwrap();
    library.put_in_doubt(two.id, AnchorState::Lost);
    for (first, second) in [(one.id, two.id), (two.id, one.id)] {
        assert!(matches!(library.join_annotations(first, second), Err(LibraryError::InDoubt(id)) if id == two.id));
    }
    assert_eq!(library.count_annotations().unwrap().0, 2);
}

#[test]
fn tags_of_a_mark_are_kept_clean_and_once() {
    let (mut library, id, body) = library();
    let mut new = wish(id, over(&body, "Menteri"), "", "#laut");
    new.tags.extend(["laut ", "", "garis  pantai"].map(str::to_owned));
    let (mark, _) = library.annotate(new).unwrap();
    assert_eq!(mark.tags, ["laut", "garis pantai"]);
    let tags = Some(vec!["#Dili".to_owned(), "Dili".to_owned()]);
    let (mark, _) =
        library.edit_annotation(mark.id, crate::library::AnnotationEdit { tags, ..Default::default() }).unwrap();
    assert_eq!(mark.tags, ["Dili"]);
}
