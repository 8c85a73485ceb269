//! Looking for marks over the whole library.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::text::fold_key;

use super::{AnchorState, Annotation, Color, Library, LibraryError};

/// Which marks are wanted: those for which everything that is given holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkQuery {
    /// Words that stand, when folded, in the quote, the note or the tags; each may be the beginning of one.
    pub text: String,
    /// The colour.
    pub color: Option<Color>,
    /// A tag, whole.
    pub tag: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Made at this time or later: RFC 3339, or the beginning of one ("2026-11").
    pub since: Option<String>,
    /// Only those whose place is in doubt or lost.
    pub in_doubt: bool,
    /// Only those that carry a note.
    pub noted: bool,
}

impl MarkQuery {
    /// Whether a mark is one of those.
    #[must_use]
    pub fn fits(&self, mark: &Annotation) -> bool {
        let doubtful = matches!(mark.state, AnchorState::Suspect | AnchorState::Lost);
        self.color.is_none_or(|color| mark.color == color)
            && self.tag.as_ref().is_none_or(|tag| mark.tags.contains(tag))
            && self.author.as_ref().is_none_or(|author| mark.author == *author)
            && self.since.as_ref().is_none_or(|since| mark.created >= *since)
            && (!self.in_doubt || doubtful)
            && (!self.noted || !mark.note.is_empty())
            && self.says(mark)
    }

    fn says(&self, mark: &Annotation) -> bool {
        let wanted = fold_key(&self.text);
        if wanted.is_empty() {
            return true;
        }
        let all = format!(" {}", fold_key(&format!("{} {} {}", mark.anchor.quote, mark.note, mark.tags.join(" "))));
        wanted.split(' ').all(|word| all.contains(&format!(" {word}")))
    }

    /// What the stored form must hold for a mark to fit, as patterns; they let the store skip most rows unread.
    fn patterns(&self) -> Vec<String> {
        // Only what JSON writes as it is, and what the store compares without regard to case.
        let plain = |word: &&str| word.chars().all(|letter| letter.is_ascii_alphanumeric());
        let wanted = fold_key(&self.text);
        let mut patterns: Vec<String> = wanted.split(' ').filter(plain).map(|word| format!("%{word}%")).collect();
        patterns.extend(self.color.map(|color| format!("%\"color\":{},%", color.number())));
        patterns.retain(|pattern| pattern != "%%");
        patterns
    }
}

impl Library {
    /// The newest marks that fit, at most `limit`; those of removed articles are left out.
    pub fn find_annotations(&self, query: &MarkQuery, limit: usize) -> Result<Vec<Annotation>, LibraryError> {
        let patterns = query.patterns();
        let holds = " AND annotation.json LIKE ?".repeat(patterns.len());
        let doubt = if query.in_doubt {
            " AND (annotation.json LIKE '%\"state\":\"suspect\"%' OR annotation.json LIKE '%\"state\":\"lost\"%')"
        } else {
            ""
        };
        let sql = format!(
            "SELECT annotation.json FROM annotation JOIN page ON page.id = annotation.article
             WHERE removed = 0{holds}{doubt} ORDER BY annotation.id DESC"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(patterns.into_iter().map(Value::Text)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mark: Annotation = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            if query.fits(&mark) {
                found.push(mark);
                if found.len() >= limit {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// How many marks there are, and how many of them are in doubt or lost.
    pub fn count_annotations(&self) -> Result<(usize, usize), LibraryError> {
        let counts: (i64, i64) = self.db.query_row(
            "SELECT count(*), coalesce(sum(annotation.json LIKE '%\"state\":\"suspect\"%'
                OR annotation.json LIKE '%\"state\":\"lost\"%'), 0)
             FROM annotation JOIN page ON page.id = annotation.article WHERE removed = 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let number = |count: i64| usize::try_from(count).unwrap_or_default();
        Ok((number(counts.0), number(counts.1)))
    }
}

#[cfg(test)]
impl Library {
    /// Puts a mark in doubt, as a changed body would.
    pub(crate) fn put_in_doubt(&self, id: super::AnnotationId, state: AnchorState) {
        let mut mark = super::annotate::get(&self.db, id).unwrap().unwrap();
        mark.state = state;
        super::annotate::put(&self.db, id, Some(&mark)).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::SourceFile;
    use crate::entity::Engine;
    use crate::library::{Environment, NewAnnotation, prepare};
    use crate::text::Span;

    fn library() -> Library {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        let text = "Berita Satu Hari Ini\nMenteri É tiba di Dili pada Senin pagi. Ia pulang.";
        let file =
            SourceFile { name: "x.txt", bytes: text.as_bytes(), url: None, imported: jiff::civil::date(2025, 6, 1) };
        let prepared = prepare(&Engine::new(), &file, false).unwrap();
        let article = library.import(vec![prepared]).unwrap().0[0].outcome.article();
        let body = library.article(article).unwrap().unwrap().article.body;
        for (words, color, note, tag) in [
            ("Menteri É", 1, "", "x"),
            ("tiba di Dili", 2, "Periksa \"ini\" lagi", "laut jauh"),
            ("pulang", 2, "", "x"),
        ] {
            let start = body.find(words).unwrap();
            let span = Span { start, end: start + words.len() };
            let (note, tags) = (note.to_owned(), vec![tag.to_owned()]);
            let color = Color::new(color).unwrap();
            library.annotate(NewAnnotation { article, span, version: 1, color, note, tags }).unwrap();
        }
        library
    }

    #[test]
    fn marks_are_found_by_words_of_quote_note_and_tag_and_by_their_fields() {
        let library = library();
        let found = |query: MarkQuery| -> Vec<String> {
            let found = library.find_annotations(&query, 100).unwrap();
            found.into_iter().map(|mark| mark.anchor.quote).collect()
        };
        let text = |text: &str| MarkQuery { text: text.to_owned(), ..MarkQuery::default() };
        assert_eq!(found(MarkQuery::default()), ["pulang", "tiba di Dili", "Menteri É"], "newest first");
        assert_eq!(found(text("DILI periks")), ["tiba di Dili"]);
        assert_eq!(found(text("“ini”")), ["tiba di Dili"]);
        assert_eq!(found(text("é")), ["Menteri É"]);
        assert_eq!(found(text("jauh")), ["tiba di Dili"]);
        assert!(found(text("eriksa")).is_empty(), "words begin where they begin");
        assert!(found(text("color")).is_empty(), "the stored form is not what is searched");
        assert_eq!(found(MarkQuery { color: Color::new(2), ..MarkQuery::default() }).len(), 2);
        assert_eq!(found(MarkQuery { tag: Some("x".to_owned()), ..MarkQuery::default() }).len(), 2);
        assert_eq!(found(MarkQuery { noted: true, ..MarkQuery::default() }), ["tiba di Dili"]);
        assert_eq!(found(MarkQuery { since: Some("2999".to_owned()), ..MarkQuery::default() }).len(), 0);
        assert!(found(MarkQuery { in_doubt: true, ..MarkQuery::default() }).is_empty());
        assert_eq!(library.count_annotations().unwrap(), (3, 0));
    }
}
