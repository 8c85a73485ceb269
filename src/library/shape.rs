//! Where marks stand: moving their edges, and settling those whose place was in doubt.

use crate::text::{Span, anchor};

use super::annotate::{body, get};
use super::operation::Step;
use super::{Anchor, AnchorState, Annotation, AnnotationId, Changes, Library, LibraryError, OperationKind};

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
    Ok(Annotation { anchor, state: AnchorState::Exact, modified, ..annotation.clone() })
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
