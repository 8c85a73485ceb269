//! What people did: marks with all that is kept of them, how articles are filed, rulings on names; one JSON object a line,
//! for another library to take in.

use crate::library::{ArticleId, Library, LibraryError};

/// The work on these articles, or on all where none is given, a line for each piece.
pub fn lines(library: &Library, articles: &[ArticleId]) -> Result<String, LibraryError> {
    let mut text = String::new();
    for line in library.carried(articles)? {
        text.push_str(&serde_json::to_string(&line)?);
        text.push('\n');
    }
    Ok(text)
}
