//! Where marks stand: moving their edges, splitting and joining them, and settling those whose place was in doubt.

use crate::text::{Span, anchor};

use super::annotate::{body, get, make};
use super::operation::Step;
use super::{
    Anchor, AnchorState, Annotation, AnnotationId, Changes, Library, LibraryError, NewAnnotation, OperationKind,
};

impl Library {
    /// Puts a mark on other bytes of its article's body, of that `version`. A person said so, so its place is certain.
    pub fn place_annotation(
        &mut self,
        id: AnnotationId,
        span: Span,
        version: u32,
    ) -> Result<(Annotation, Changes), LibraryError> {
        self.operate(OperationKind::EditAnnotation, |db, now, _| {
            let before = get(db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
            let after = placed(db, &before, span, version, now)?;
            let steps = if after == before { Vec::new() } else { vec![changed(before, after.clone())] };
            Ok((after, steps))
        })
    }

    /// Says that a mark stands where it was put; one that was lost has no place to keep.
    pub fn keep_annotation(&mut self, id: AnnotationId) -> Result<(Annotation, Changes), LibraryError> {
        let before = get(&self.db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
        self.place_annotation(id, before.anchor.span, before.anchor.version)
    }

    /// Lets a mark go from the text: it keeps its words, note and tags, stands nowhere, and is in doubt no more.
    pub fn detach_annotation(&mut self, id: AnnotationId) -> Result<(Annotation, Changes), LibraryError> {
        self.operate(OperationKind::EditAnnotation, |db, now, _| {
            let before = get(db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
            if before.detached {
                return Ok((before, Vec::new()));
            }
            let mut after =
                Annotation { state: AnchorState::Lost, detached: true, modified: now.to_owned(), ..before.clone() };
            after.anchor.span.end = after.anchor.span.start;
            Ok((after.clone(), vec![changed(before, after)]))
        })
    }

    /// Parts a mark into marks on `pieces` of its body, of that `version`, in their order. The first keeps the mark's
    /// identity and note; the others take its colour, tags and author. One step of undo.
    pub fn split_annotation(
        &mut self,
        id: AnnotationId,
        pieces: &[Span],
        version: u32,
    ) -> Result<(Vec<Annotation>, Changes), LibraryError> {
        self.operate(OperationKind::EditAnnotation, |db, now, environment| {
            let before = get(db, id)?.ok_or(LibraryError::NoAnnotation(id))?;
            let [first, others @ ..] = pieces else { return Ok((vec![before], Vec::new())) };
            let kept = placed(db, &before, *first, version, now)?;
            let mut steps = vec![changed(before.clone(), kept.clone())];
            let mut parts = vec![kept];
            for span in others {
                let (color, tags) = (before.color, before.tags.clone());
                let new =
                    NewAnnotation { article: before.article, span: *span, version, color, note: String::new(), tags };
                // Who parts a mark says no more than where its edges are.
                let made = Annotation { author: before.author.clone(), ..make(db, new, now, environment)? };
                steps.push(Step::Annotation { id: made.id, before: None, after: Some(Box::new(made.clone())) });
                parts.push(made);
            }
            Ok((parts, steps))
        })
    }

    /// Joins the mark `second` into `first`, which then covers both and what lies between, with the notes and tags of
    /// both. One step of undo. Refused where they stand in different articles, or where it is in doubt where one stands.
    pub fn join_annotations(
        &mut self,
        first: AnnotationId,
        second: AnnotationId,
    ) -> Result<(Annotation, Changes), LibraryError> {
        self.operate(OperationKind::EditAnnotation, |db, now, _| {
            let before = get(db, first)?.ok_or(LibraryError::NoAnnotation(first))?;
            let other = get(db, second)?.filter(|other| other.article == before.article && second != first);
            let other = other.ok_or(LibraryError::NoAnnotation(second))?;
            if let Some(doubtful) = [&before, &other].into_iter().find(|mark| mark.state >= AnchorState::Suspect) {
                return Err(LibraryError::InDoubt(doubtful.id));
            }
            let (one, two) = (before.anchor.span, other.anchor.span);
            let span = Span { start: one.start.min(two.start), end: one.end.max(two.end) };
            let mut joined = placed(db, &before, span, before.anchor.version, now)?;
            let notes = [before.note.as_str(), other.note.as_str()];
            joined.note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("\n\n");
            joined.tags.extend(other.tags.iter().filter(|tag| !before.tags.contains(tag)).cloned());
            let gone = Step::Annotation { id: second, before: Some(Box::new(other)), after: None };
            Ok((joined.clone(), vec![changed(before, joined), gone]))
        })
    }
}

fn changed(before: Annotation, after: Annotation) -> Step {
    Step::Annotation { id: before.id, before: Some(Box::new(before)), after: Some(Box::new(after)) }
}

/// An annotation as it would be on other bytes of the body.
fn placed(
    db: &rusqlite::Connection,
    annotation: &Annotation,
    span: Span,
    version: u32,
    now: &str,
) -> Result<Annotation, LibraryError> {
    let article = annotation.article;
    let (text, current) = body(db, article)?.ok_or(LibraryError::NoArticle(article))?;
    if version != current {
        return Err(LibraryError::Changed(article));
    }
    if span.is_empty() || text.get(span.start..span.end).is_none() {
        return Err(LibraryError::BadSpan(span));
    }
    let (quote, prefix, suffix) = anchor::make(&text, span);
    let anchor = Anchor { span, quote, prefix, suffix, version };
    let same = anchor == annotation.anchor && annotation.state == AnchorState::Exact;
    let modified = if same { annotation.modified.clone() } else { now.to_owned() };
    Ok(Annotation { anchor, state: AnchorState::Exact, detached: false, modified, ..annotation.clone() })
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
