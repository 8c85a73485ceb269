//! What people did: marks with all that is kept of them, how articles are filed, rulings on names; one JSON object a line,
//! for another library to take in.

use crate::library::{ArticleId, Library, LibraryError};
use crate::text::harmless_json;

/// The work on these articles, or on all where none is given, a line for each piece, in which nothing steers a terminal.
pub fn lines(library: &Library, articles: &[ArticleId]) -> Result<String, LibraryError> {
    let mut text = String::new();
    for line in library.carried(articles)? {
        text.push_str(&harmless_json(serde_json::to_string(&line)?));
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::SourceFile;
    use crate::entity::Engine;
    use crate::library::{Color, Environment, NewAnnotation, prepare};
    use crate::text::{Span, is_steering};

    #[test]
    fn nothing_in_a_line_steers_a_terminal_and_it_says_the_same() {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        let (bytes, imported) =
            (b"Kapal Tiba di Dili\nKapal tiba pada Senin.".as_slice(), jiff::civil::date(2025, 6, 1));
        let file = SourceFile { name: "x.txt", bytes, url: None, imported };
        let story = prepare(&Engine::new(), &file, false).unwrap();
        let article = library.import(vec![story]).unwrap().0[0].outcome.article();
        let (note, tags) = ("merah \u{9b}31m\u{202e} terbalik".to_owned(), Vec::new());
        let (span, color) = (Span::new(0, 5), Color::FIRST);
        library.annotate(NewAnnotation { article, span, version: 1, color, note: note.clone(), tags }).unwrap();
        let lines = lines(&library, &[]).unwrap();
        assert!(!lines.trim_end().contains(is_steering), "{lines:?}");
        let read: serde_json::Value = serde_json::from_str(&lines).unwrap();
        assert_eq!(read["note"], note);
    }
}
