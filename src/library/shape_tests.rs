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
