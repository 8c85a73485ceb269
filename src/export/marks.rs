//! Marks with all that is kept of them, one JSON object a line, for another library to take in.

use crate::library::{ArticleId, Library, LibraryError};

/// The marks of these articles, or of all where none is given, one a line.
pub fn lines(library: &Library, articles: &[ArticleId]) -> Result<String, LibraryError> {
    let mut text = String::new();
    for mark in library.carried_marks(articles)? {
        text.push_str(&serde_json::to_string(&mark)?);
        text.push('\n');
    }
    Ok(text)
}
