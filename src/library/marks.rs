//! Looking for marks over the whole library.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};

use crate::text::{LinkTarget, fold_key, note_links as links_in};

use super::{Annotation, AnnotationId, ArticleId, Color, Library, LibraryError, annotate, mark_index, note_links};

/// Which marks are wanted: those for which everything that is given holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkQuery {
    /// Words that stand, when folded, in the quote, the note or the tags; each may be the beginning of one.
    pub text: String,
    /// The article.
    pub article: Option<ArticleId>,
    /// The colour.
    pub color: Option<Color>,
    /// A tag, whole.
    pub tag: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Made at this time or later: RFC 3339, or the beginning of one ("2026-11").
    pub since: Option<String>,
    /// Made at this time or before: RFC 3339, or the beginning of one, all of which counts.
    pub until: Option<String>,
    /// Whose notes link to this.
    pub linking_to: Vec<LinkTarget>,
    /// Only those whose place is in doubt or lost, and not let go of.
    pub in_doubt: bool,
    /// Only those that carry a note.
    pub noted: bool,
}

/// A mark that was found, with the title of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMark {
    /// The mark.
    pub mark: Annotation,
    /// The title of the article that it stands in.
    pub title: String,
}

impl MarkQuery {
    /// Whether a mark is one of those.
    #[must_use]
    pub fn fits(&self, mark: &Annotation) -> bool {
        let begins = |until: &String| mark.created.get(..until.len()).unwrap_or(&mark.created) <= until.as_str();
        self.article.is_none_or(|article| mark.article == article)
            && self.color.is_none_or(|color| mark.color == color)
            && self.tag.as_ref().is_none_or(|tag| mark.tags.contains(tag))
            && self.author.as_ref().is_none_or(|author| mark.author == *author)
            && self.since.as_ref().is_none_or(|since| mark.created >= *since)
            && self.until.as_ref().is_none_or(begins)
            && (!self.in_doubt || mark.is_in_doubt())
            && (!self.noted || !mark.note.is_empty())
            && (self.linking_to.is_empty()
                || links_in(&mark.note).iter().any(|link| self.linking_to.contains(&link.target)))
            && self.says(mark)
    }

    fn says(&self, mark: &Annotation) -> bool {
        let wanted = fold_key(&self.text);
        if wanted.is_empty() {
            return true;
        }
        let all = format!(" {}", mark_index::words(mark));
        wanted.split(' ').all(|word| all.contains(&format!(" {word}")))
    }

    /// The same as conditions on the table of marks, with their values.
    fn conditions(&self) -> (Vec<&'static str>, Vec<Value>) {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let words = fold_key(&self.text);
        let words: Vec<String> = words.split_whitespace().map(|word| format!("\"{word}\"*")).collect();
        let words = (!words.is_empty()).then(|| Value::Text(words.join(" ")));
        let number = |yes: bool| yes.then_some(Value::Integer(1));
        let all = [
            ("article = ?", self.article.map(|article| Value::Blob(article.0.as_bytes().to_vec()))),
            ("color = ?", self.color.map(|color| Value::Integer(color.number().into()))),
            ("author = ?", text(&self.author)),
            ("created >= ?", text(&self.since)),
            ("doubt = ?", number(self.in_doubt)),
            ("noted = ?", number(self.noted)),
            (
                "id IN (SELECT mark FROM note_link WHERE target IN (SELECT value FROM json_each(?)))",
                (!self.linking_to.is_empty()).then(|| Value::Text(note_links::as_list(&self.linking_to))),
            ),
            ("number IN (SELECT mark FROM mark_tag WHERE tag = ?)", text(&self.tag)),
            ("number IN (SELECT rowid FROM mark_words WHERE mark_words MATCH ?)", words),
        ];
        let given = all.into_iter().filter_map(|(condition, value)| Some((condition, value?)));
        let (mut conditions, mut values): (Vec<&str>, Vec<Value>) = given.unzip();
        if let Some(until) = &self.until {
            conditions.push("substr(created, 1, length(?)) <= ?");
            values.extend([Value::Text(until.clone()), Value::Text(until.clone())]);
        }
        (conditions, values)
    }
}

impl Library {
    /// The marks that fit, newest first; those of removed articles are left out.
    pub fn find_marks(&self, query: &MarkQuery) -> Result<Vec<AnnotationId>, LibraryError> {
        let (conditions, values) = query.conditions();
        let only = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let mut statement = self.db.prepare_cached(&format!("SELECT id FROM mark {only} ORDER BY id DESC"))?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = uuid::Uuid::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
            found.push(AnnotationId(id.map_err(|error| LibraryError::Damaged(error.to_string()))?));
        }
        Ok(found)
    }

    /// These marks, in the order given, each with the title of its article; those that are gone are left out.
    pub fn marks(&self, ids: &[AnnotationId]) -> Result<Vec<FoundMark>, LibraryError> {
        let mut query = self.db.prepare_cached(
            "SELECT annotation.json, title FROM annotation JOIN article ON article.id = annotation.article
             WHERE annotation.id = ?1",
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let row = query.query_row([id.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
            if let Some((json, title)) = row.optional()? {
                found.push(FoundMark { mark: serde_json::from_str(&json)?, title });
            }
        }
        Ok(found)
    }

    /// One mark as it stands; `None` where there is none.
    pub fn annotation(&self, id: AnnotationId) -> Result<Option<Annotation>, LibraryError> {
        annotate::get(&self.db, id)
    }

    /// How many marks there are, and how many of them are in doubt or lost.
    pub fn count_annotations(&self) -> Result<(usize, usize), LibraryError> {
        let counts: (i64, i64) = self.db.query_row(
            "SELECT (SELECT count(*) FROM mark), (SELECT count(*) FROM mark WHERE doubt = 1)",
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
    pub(crate) fn put_in_doubt(&self, id: super::AnnotationId, state: super::AnchorState) {
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
    use crate::library::{AnnotationEdit, Environment, NewAnnotation, Problem, prepare};
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
            let found = library.marks(&library.find_marks(&query).unwrap()).unwrap();
            assert!(found.iter().all(|found| query.fits(&found.mark) && found.title == "Berita Satu Hari Ini"));
            let all = library.annotations(None).unwrap();
            assert_eq!(all.iter().filter(|mark| query.fits(mark)).count(), found.len(), "{query:?}");
            found.into_iter().map(|found| found.mark.anchor.quote).collect()
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
        assert_eq!(found(MarkQuery { until: Some("2999".to_owned()), ..MarkQuery::default() }).len(), 3);
        assert_eq!(found(MarkQuery { until: Some("1999-01".to_owned()), ..MarkQuery::default() }).len(), 0);
        assert_eq!(found(MarkQuery { author: Some("tidak ada".to_owned()), ..MarkQuery::default() }).len(), 0);
        assert!(found(MarkQuery { in_doubt: true, ..MarkQuery::default() }).is_empty());
        assert!(found(text("\" OR NEAR( * \"")).is_empty(), "nothing that is typed is syntax");
        assert_eq!(library.count_annotations().unwrap(), (3, 0));
        assert_eq!(library.authors().unwrap().iter().map(|(_, count)| count).sum::<usize>(), 3);
    }

    #[test]
    fn what_marks_are_found_by_follows_every_operation_undo_and_redo() {
        let mut library = library();
        let found = |library: &Library, words: &str| {
            assert!(library.marks_are_indexed().unwrap());
            library.find_marks(&MarkQuery { text: words.to_owned(), ..MarkQuery::default() }).unwrap()
        };
        let [pulang] = found(&library, "pulang")[..] else { panic!("one mark") };
        let note = AnnotationEdit { note: Some("pulau".to_owned()), ..AnnotationEdit::default() };
        library.edit_annotation(pulang, note).unwrap();
        assert_eq!(found(&library, "pulau"), [pulang]);
        library.undo().unwrap();
        assert!(found(&library, "pulau").is_empty());
        library.redo().unwrap();
        let article = library.annotation(pulang).unwrap().unwrap().article;
        library.delete_annotation(pulang).unwrap();
        assert!(found(&library, "pulau").is_empty());
        library.remove_article(article).unwrap();
        assert!(found(&library, "").is_empty());
        library.undo().unwrap();
        assert_eq!(found(&library, "").len(), 2);
        library.undo().unwrap();
        assert_eq!(found(&library, "pulau"), [pulang]);
        library.rebuild(&Engine::new(), &mut |_, _| ()).unwrap();
        assert_eq!(found(&library, "").len(), 3);
    }

    #[test]
    fn a_list_that_does_not_fit_the_marks_is_named_and_made_anew() {
        let mut library = library();
        library.db.execute("UPDATE mark SET color = 7", []).unwrap();
        assert_eq!(library.check().unwrap(), [Problem::Marks]);
        assert!(library.mend(&Engine::new()).unwrap().is_empty());
        let query = MarkQuery { color: Color::new(2), ..MarkQuery::default() };
        assert_eq!(library.find_marks(&query).unwrap().len(), 2);
    }
}
