use super::*;
use crate::article::SourceFile;
use crate::entity::Engine;
use crate::library::{Environment, prepare};

fn library() -> (Library, ArticleId) {
    let mut library = Library::in_memory(Environment::system()).unwrap();
    let text = "Berita Satu Hari Ini\nMenteri tiba di Dili pada Senin pagi.";
    let file = SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
    let id = library.import(vec![prepare(&Engine::new(), &file, false).unwrap()]).unwrap().0[0].outcome.article();
    (library, id)
}

#[test]
fn the_admiralty_code_is_read_and_written_and_nothing_else_is() {
    for text in ["A1", "F6", "b2"] {
        assert_eq!(text.parse::<Rating>().unwrap().to_string(), text.to_uppercase());
    }
    for text in ["", "A", "G1", "A7", "A0", "A11", "1A", "é2"] {
        assert!(text.parse::<Rating>().is_err(), "{text}");
    }
    assert!(serde_json::from_str::<Rating>("\"Z9\"").is_err());
}

#[test]
fn filing_is_kept_listed_counted_and_taken_back() {
    let (mut library, id) = library();
    let tags = ["#laut", "  laut ", "luar  negeri", "\u{7}"].map(str::to_owned).to_vec();
    let edit = FilingEdit {
        starred: Some(true),
        rating: Some("B2".parse().ok()),
        tags: Some(tags),
        collections: Some(vec!["Timor".to_owned()]),
        ..FilingEdit::default()
    };
    let (filing, _) = library.file(id, edit).unwrap();
    assert_eq!(filing.tags, ["laut", "luar negeri"]);
    assert_eq!(library.rows(&[id]).unwrap()[0].filing, filing);
    assert_eq!(library.tags().unwrap(), [("laut".to_owned(), 1), ("luar negeri".to_owned(), 1)]);
    assert_eq!(library.collections().unwrap(), [("Timor".to_owned(), 1)]);
    let none = library.file(id, FilingEdit { starred: Some(true), ..FilingEdit::default() }).unwrap();
    assert_eq!(none.0, filing, "what changes nothing is no step");
    library.undo().unwrap().unwrap();
    assert_eq!(library.filing(id).unwrap(), Filing::default());
    library.redo().unwrap().unwrap();
    assert_eq!(library.filing(id).unwrap(), filing);
    assert_eq!(library.check().unwrap(), []);
}

#[test]
fn a_removed_article_keeps_its_filing_and_counts_for_nothing() {
    let (mut library, id) = library();
    library.file(id, FilingEdit { tags: Some(vec!["x".to_owned()]), ..FilingEdit::default() }).unwrap();
    library.remove_article(id).unwrap();
    assert!(library.tags().unwrap().is_empty());
    assert!(matches!(library.file(id, FilingEdit::default()), Err(LibraryError::NoArticle(_))));
    library.undo().unwrap().unwrap();
    assert_eq!(library.filing(id).unwrap().tags, ["x"]);
}
