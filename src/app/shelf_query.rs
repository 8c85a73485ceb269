//! What is typed into the search of the library: words to look for, and conditions on how stories are filed.

use crate::library::ArticleRow;
use crate::text::fold_key;

/// A query of the library's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ShelfQuery {
    /// The words to look for in titles and texts; empty for all stories.
    pub words: String,
    wants: Vec<Want>,
}

/// A condition that a story must meet.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Want {
    Starred,
    Read,
    Unread,
    /// A tag, folded.
    Tag(String),
    /// A collection, folded.
    In(String),
    /// The beginning of a rating: "B" or "B2".
    Rating(String),
}

impl ShelfQuery {
    /// Parts a query: `is:starred`, `is:read`, `is:unread`, `tag:laut`, `in:Timor_Leste`, `rating:B2` are conditions, in
    /// either case and with `_` for a space; everything else is words.
    pub fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        for word in query.split_whitespace() {
            match want(word) {
                Some(want) => parsed.wants.push(want),
                None => {
                    if !parsed.words.is_empty() {
                        parsed.words.push(' ');
                    }
                    parsed.words.push_str(word);
                }
            }
        }
        parsed
    }

    /// Whether a story meets every condition.
    pub fn fits(&self, row: &ArticleRow) -> bool {
        let filing = &row.filing;
        let named = |names: &[String], wanted: &str| names.iter().any(|name| fold_key(name) == wanted);
        self.wants.iter().all(|want| match want {
            Want::Starred => filing.starred,
            Want::Read => filing.read,
            Want::Unread => !filing.read && row.progress.is_none(),
            Want::Tag(tag) => named(&filing.tags, tag),
            Want::In(name) => named(&filing.collections, name),
            Want::Rating(code) => filing.rating.is_some_and(|rating| rating.to_string().starts_with(code.as_str())),
        })
    }
}

fn want(word: &str) -> Option<Want> {
    let (kind, value) = word.split_once(':').filter(|(_, value)| !value.is_empty())?;
    match (kind.to_lowercase().as_str(), value.to_lowercase().as_str()) {
        ("is", "starred") => Some(Want::Starred),
        ("is", "read") => Some(Want::Read),
        ("is", "unread") => Some(Want::Unread),
        ("tag", _) => Some(Want::Tag(fold_key(value))),
        ("in", _) => Some(Want::In(fold_key(value))),
        ("rating", _) => Some(Want::Rating(value.to_uppercase())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_told_from_words() {
        let parsed = ShelfQuery::parse("kapal tag:Luar_Negeri  is:UNREAD pukul 10:30 rating:b tag: is:lain");
        assert_eq!(parsed.words, "kapal pukul 10:30 tag: is:lain");
        assert_eq!(parsed.wants, [Want::Tag("luar negeri".to_owned()), Want::Unread, Want::Rating("B".to_owned())]);
        assert_eq!(ShelfQuery::parse("  "), ShelfQuery::default());
    }
}
