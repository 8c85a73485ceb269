//! Marks and notes.

use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};

use crate::text::anchor::{self, Kept};
use crate::text::{Alignment, Span};

use super::editions::UNMADE;
use super::operation::{Note, Step};
use super::{
    Anchor, AnchorState, Annotation, AnnotationEdit, AnnotationId, ArticleId, Changes, Library, LibraryError,
    NewAnnotation, OperationKind, filing::cleaned, mark_index,
};

/// The annotations of every article, and of one: a condition that holds for both would look at all for one.
const OF_ALL: &str = "SELECT json FROM annotation JOIN page ON page.id = article WHERE removed = 0
    ORDER BY article, start, annotation.id";
const OF_ONE: &str = "SELECT json FROM annotation JOIN page ON page.id = article WHERE removed = 0 AND article = ?1
    ORDER BY start, annotation.id";

impl Library {
    /// Annotations of one article, or of all, in reading order. Those of removed articles are left out.
    pub fn annotations(&self, article: Option<ArticleId>) -> Result<Vec<Annotation>, LibraryError> {
        let mut query = self.db.prepare_cached(if article.is_some() { OF_ONE } else { OF_ALL })?;
        let rows =
            query.query_map(params_from_iter(article.map(|id| id.to_string())), |row| row.get::<_, String>(0))?;
        rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
    }

    /// Makes a mark; durable when this returns.
    pub fn annotate(&mut self, new: NewAnnotation) -> Result<(Annotation, Changes), LibraryError> {
        self.operate(OperationKind::Annotate, |db, now, environment| {
            let made = make(db, new, now, environment)?;
            let step = Step::Annotation { id: made.id, before: None, after: Some(Box::new(made.clone())) };
            Ok((made, vec![step]))
        })
    }

    /// Makes several marks as one step; durable when this returns. None is made where one cannot be.
    pub fn annotate_all(&mut self, all: Vec<NewAnnotation>) -> Result<(Vec<Annotation>, Changes), LibraryError> {
        self.operate(OperationKind::Annotate, |db, now, environment| {
            let mut made: Vec<Annotation> = Vec::with_capacity(all.len());
            let mut text: Option<(ArticleId, String, u32)> = None;
            for new in all {
                // A long text is not read again for each of its marks.
                let held = match text.take().filter(|(article, ..)| *article == new.article) {
                    Some(held) => held,
                    None => held_body(db, new.article)?,
                };
                made.push(made_on(&held.1, held.2, new, now, environment)?);
                text = Some(held);
            }
            let step =
                |mark: &Annotation| Step::Annotation { id: mark.id, before: None, after: Some(Box::new(mark.clone())) };
            let steps = made.iter().map(step).collect();
            Ok((made, steps))
        })
    }

    /// Changes a mark; durable when this returns. Edits of one note that follow each other are one step of undo.
    pub fn edit_annotation(
        &mut self,
        id: AnnotationId,
        edit: AnnotationEdit,
    ) -> Result<(Annotation, Changes), LibraryError> {
        self.operate(OperationKind::EditAnnotation, |db, now, _| {
            let before = get(db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
            let mut after = before.clone();
            after.color = edit.color.unwrap_or(after.color);
            after.note = edit.note.map_or(after.note, said);
            after.tags = edit.tags.map_or(after.tags, |tags| cleaned(&tags));
            if after == before {
                return Ok((after, Vec::new()));
            }
            now.clone_into(&mut after.modified);
            Ok((after.clone(), vec![edit_step(before, after)]))
        })
    }

    /// Which text of an article is the current one; `None` where there is none.
    pub fn body_version(&self, article: ArticleId) -> Result<Option<u32>, LibraryError> {
        let version = self
            .db
            .prepare_cached("SELECT body_version FROM article WHERE id = ?1")?
            .query_row([article.to_string()], |row| row.get(0));
        Ok(version.optional()?)
    }

    /// Deletes a mark; undo brings it back.
    pub fn delete_annotation(&mut self, id: AnnotationId) -> Result<Changes, LibraryError> {
        let ((), changes) = self.operate(OperationKind::DeleteAnnotation, |db, _, _| {
            let before = get(db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
            Ok(((), vec![Step::Annotation { id, before: Some(Box::new(before)), after: None }]))
        })?;
        Ok(changes)
    }
}

/// The annotation that `new` asks for.
pub(super) fn make(
    db: &Connection,
    new: NewAnnotation,
    now: &str,
    environment: &mut super::Environment,
) -> Result<Annotation, LibraryError> {
    let (_, body, version) = held_body(db, new.article)?;
    made_on(&body, version, new, now, environment)
}

/// A note as it is kept: one without a word is none.
fn said(note: String) -> String {
    if note.trim().is_empty() { String::new() } else { note }
}

/// The body of an article that the library holds, and its version.
fn held_body(db: &Connection, article: ArticleId) -> Result<(ArticleId, String, u32), LibraryError> {
    let held = super::articles::is_held(db, article)?;
    let (body, version) = body(db, article)?.filter(|_| held).ok_or(LibraryError::NoArticle(article))?;
    Ok((article, body, version))
}

/// The annotation that `new` asks for, on this body.
fn made_on(
    body: &str,
    version: u32,
    new: NewAnnotation,
    now: &str,
    environment: &mut super::Environment,
) -> Result<Annotation, LibraryError> {
    if version != new.version {
        return Err(LibraryError::Changed(new.article));
    }
    if new.span.is_empty() || body.get(new.span.start..new.span.end).is_none() {
        return Err(LibraryError::BadSpan(new.span));
    }
    let (quote, prefix, suffix) = anchor::make(body, new.span);
    Ok(Annotation {
        id: AnnotationId((environment.ids)()),
        article: new.article,
        anchor: Anchor { span: new.span, quote, prefix, suffix, version },
        color: new.color,
        note: said(new.note),
        tags: cleaned(&new.tags),
        author: environment.author.clone(),
        created: now.to_owned(),
        modified: now.to_owned(),
        state: AnchorState::Exact,
        detached: false,
    })
}

/// The step from one state of an annotation to another.
fn edit_step(before: Annotation, after: Annotation) -> Step {
    let note_alone =
        Annotation { note: before.note.clone(), modified: before.modified.clone(), ..after.clone() } == before;
    let note = |of: Annotation| Note { text: of.note, modified: of.modified };
    if note_alone {
        Step::Note { id: before.id, article: before.article, before: note(before), after: note(after) }
    } else {
        Step::Annotation { id: before.id, before: Some(Box::new(before)), after: Some(Box::new(after)) }
    }
}

/// An annotation as it stands.
pub(super) fn get(db: &Connection, id: AnnotationId) -> Result<Option<Annotation>, LibraryError> {
    let json: Option<String> = db
        .prepare_cached("SELECT json FROM annotation WHERE id = ?1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    json.map(|json| Ok(serde_json::from_str(&json)?)).transpose()
}

/// Writes an annotation, or takes it away. One that was anchored in an older body is put where it stands now; where the
/// text is still to be made it waits for that, since it may be the very one that it was anchored in.
pub(super) fn put(db: &Connection, id: AnnotationId, annotation: Option<&Annotation>) -> Result<(), LibraryError> {
    let Some(annotation) = annotation else {
        db.prepare_cached("DELETE FROM annotation WHERE id = ?1")?.execute([id.to_string()])?;
        return mark_index::remove(db, id);
    };
    let mut annotation = annotation.clone();
    let current: Option<u32> = db
        .prepare_cached("SELECT body_version FROM article WHERE id = ?1 AND reader <> ?2")?
        .query_row(params![annotation.article.to_string(), UNMADE], |row| row.get(0))
        .optional()?;
    if current.is_some_and(|version| version != annotation.anchor.version)
        && let Some((body, version)) = body(db, annotation.article)?
    {
        reanchor(&mut annotation, None, &body, version);
    }
    db.prepare_cached("INSERT OR REPLACE INTO annotation (id, article, start, json) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            id.to_string(),
            annotation.article.to_string(),
            i64::try_from(annotation.anchor.span.start).unwrap_or(i64::MAX),
            serde_json::to_string(&annotation)?
        ])?;
    mark_index::put(db, &annotation)
}

/// What is left of a body in the one that took its place.
pub(super) struct Before {
    /// The version of that body.
    pub version: u32,
    pub alignment: Alignment,
}

/// Puts an annotation on another version of its body. The body `before` it helps where the annotation stood in that one.
/// Quote and context stay those that the person marked.
pub(super) fn reanchor(annotation: &mut Annotation, before: Option<&Before>, body: &str, version: u32) {
    let anchor = &annotation.anchor;
    let before = before.filter(|before| before.version == anchor.version);
    let kept = Kept {
        quote: &anchor.quote,
        prefix: &anchor.prefix,
        suffix: &anchor.suffix,
        span: anchor.span,
        state: annotation.state,
    };
    let (span, state) = match before {
        Some(before) => anchor::resolve_after(&before.alignment, body, &kept),
        None => anchor::resolve(body, &kept),
    };
    let place = body.floor_char_boundary(anchor.span.start);
    // What a person let go of is proposed again, and only where all that stood around it is back.
    let kept = (anchor.quote.clone(), anchor.prefix.clone(), anchor.suffix.clone());
    let back = |span: &Span| anchor::make(body, *span) == kept;
    let (span, state) = match (annotation.detached, span.filter(back)) {
        (false, _) => (span, state),
        (true, Some(back)) => (Some(back), AnchorState::Suspect),
        (true, None) => (None, AnchorState::Lost),
    };
    annotation.detached &= span.is_none();
    annotation.state = state;
    annotation.anchor.version = version;
    annotation.anchor.span = span.unwrap_or(Span::new(place, place));
}

/// Whether a mark is where it says: on its words, unless that is in doubt anyway.
pub(super) fn stands(mark: &Annotation, body: &str) -> bool {
    let sure = matches!(mark.state, AnchorState::Exact | AnchorState::Moved);
    !sure || body.get(mark.anchor.span.start..mark.anchor.span.end) == Some(mark.anchor.quote.as_str())
}

/// The current body of an article, and its version.
pub(super) fn body(db: &Connection, id: ArticleId) -> Result<Option<(String, u32)>, LibraryError> {
    let found = db
        .prepare_cached("SELECT body, body_version FROM article WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found)
}

/// The annotations of an article, removed or not.
pub(super) fn of_article(db: &Connection, id: ArticleId) -> Result<Vec<Annotation>, LibraryError> {
    let mut query = db.prepare_cached("SELECT json FROM annotation WHERE article = ?1 ORDER BY start, id")?;
    let rows = query.query_map([id.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::library::Color;
    use crate::library::trial::Trial;

    #[test]
    fn the_marks_of_one_story_are_found_without_looking_at_those_of_others() {
        let mut trial = Trial::new();
        let stories =
            ["Kapal Tiba", "Harga Beras"].map(|title| trial.story(&format!("{title}\nDILI. {title} ini."), None));
        let ids: Vec<ArticleId> = trial.import(stories.into()).iter().map(|outcome| outcome.article()).collect();
        for (article, count) in [(ids[0], 3), (ids[1], 1)] {
            for end in 1..=count {
                let (span, tags) = (Span { start: 0, end }, Vec::new());
                let new = NewAnnotation { article, span, version: 1, color: Color::FIRST, note: String::new(), tags };
                trial.library.annotate(new).unwrap();
            }
        }
        assert_eq!(trial.library.annotations(Some(ids[1])).unwrap().len(), 1);
        assert_eq!(trial.library.annotations(None).unwrap().len(), 4);
        let steps = |sql| trial.library.db.prepare_cached(sql).unwrap().get_status(StatementStatus::FullscanStep);
        assert_eq!((steps(OF_ONE), steps(OF_ALL) > 0), (0, true));
    }
}
