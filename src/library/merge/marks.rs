//! Marks of the other library, put on the texts here.

use rusqlite::params;
use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::stories::Ground;
use super::{Conflict, ConflictKind, Kept, Part};
use crate::library::operation::Step;
use crate::library::{AnchorState, Annotation, AnnotationId, LibraryError, annotate};

/// The tag of a mark that stands for the side of a conflict that does not hold.
const CONFLICT: &str = "conflict";

impl Part<'_> {
    /// Takes in a mark of a story.
    pub(super) fn mark(&mut self, theirs: Annotation, ground: &Ground) -> Result<(), LibraryError> {
        let mut theirs = seated(theirs, ground);
        theirs.note = self.note_here(&theirs.note)?;
        match annotate::get(self.db, theirs.id)? {
            Some(ours) => self.met(ours, theirs),
            None if self.stays_away(&theirs) => {
                self.merged.marks_left += 1;
                Ok(())
            }
            None if self.has_twin(&theirs)? => {
                self.merged.marks_same += 1;
                Ok(())
            }
            None => {
                if self.known.ours.gone(theirs.id.0) {
                    let conflict = told(ConflictKind::Deleted, &theirs, String::new(), says(&theirs), Kept::Theirs);
                    self.conflict(conflict);
                }
                self.merged.marks_new += 1;
                self.put(None, theirs);
                Ok(())
            }
        }
    }

    /// Whether a mark was deleted here as it is there.
    pub(super) fn stays_away(&self, theirs: &Annotation) -> bool {
        self.known.ours.gone(theirs.id.0) && self.known.ours.knew(theirs)
    }

    /// A mark that both sides have.
    fn met(&mut self, ours: Annotation, theirs: Annotation) -> Result<(), LibraryError> {
        // What is behind is only seen by what both logs know: clocks need not agree.
        if says_the_same(&ours, &theirs) || self.known.ours.knew(&theirs) {
            self.merged.marks_same += 1;
            return Ok(());
        }
        if self.known.theirs.knew(&ours) {
            self.merged.marks_changed += 1;
            self.put(Some(ours), theirs);
            return Ok(());
        }
        let later = (&theirs.modified, says(&theirs)) > (&ours.modified, says(&ours));
        let loser = if later { &ours } else { &theirs };
        let id = copy_id(loser);
        let settled = annotate::get(self.db, id)?.is_some() || self.known.ours.gone(id.0);
        if !later && settled {
            self.merged.marks_same += 1;
            return Ok(());
        }
        let kept = if later { Kept::Theirs } else { Kept::Ours };
        self.conflict(told(ConflictKind::Mark, &ours, says(&ours), says(&theirs), kept));
        if !settled {
            let mut copy = Annotation { id, ..loser.clone() };
            if !copy.tags.iter().any(|tag| tag == CONFLICT) {
                copy.tags.push(CONFLICT.to_owned());
            }
            self.put(None, copy);
        }
        self.merged.marks_changed += 1;
        if later {
            self.put(Some(ours), theirs);
        }
        Ok(())
    }

    fn put(&mut self, before: Option<Annotation>, after: Annotation) {
        if after.is_in_doubt() {
            self.merged.marks_doubtful += 1;
        }
        let id = after.id;
        self.plan.push(Step::Annotation { id, before: before.map(Box::new), after: Some(Box::new(after)) });
    }

    /// Whether the same person made the same mark here.
    fn has_twin(&self, theirs: &Annotation) -> Result<bool, LibraryError> {
        let start = i64::try_from(theirs.anchor.span.start).unwrap_or(i64::MAX);
        let mut query = self.db.prepare_cached("SELECT json FROM annotation WHERE article = ?1 AND start = ?2")?;
        let mut rows = query.query(params![theirs.article.to_string(), start])?;
        while let Some(row) = rows.next()? {
            let ours: Annotation = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            if is_twin(&ours, theirs) {
                return Ok(true);
            }
        }
        Ok(self.plan.planned_marks(theirs.article).any(|ours| ours.id != theirs.id && is_twin(ours, theirs)))
    }
}

/// A mark as it stands in the body here.
fn seated(theirs: Annotation, ground: &Ground) -> Annotation {
    let mut mark = Annotation { article: ground.ours, ..theirs };
    let here = ground.body.get(mark.anchor.span.start..mark.anchor.span.end);
    let sure = matches!(mark.state, AnchorState::Exact | AnchorState::Moved);
    let stands = if sure { here == Some(mark.anchor.quote.as_str()) } else { here.is_some() };
    if ground.before.is_none() && stands {
        mark.anchor.version = ground.version;
    } else {
        annotate::reanchor(&mut mark, ground.before.as_ref(), &ground.body, ground.version);
    }
    mark
}

fn is_twin(ours: &Annotation, theirs: &Annotation) -> bool {
    ours.anchor.span == theirs.anchor.span && says_the_same(ours, theirs)
}

/// Whether two marks say the same of the same words; where those stand is not asked.
fn says_the_same(one: &Annotation, two: &Annotation) -> bool {
    let said =
        |mark: &Annotation| (mark.color, mark.note.clone(), mark.tags.clone(), mark.author.clone(), mark.detached);
    let words = |mark: &Annotation| (mark.anchor.quote.clone(), mark.anchor.prefix.clone(), mark.anchor.suffix.clone());
    said(one) == said(two) && words(one) == words(two)
}

/// What a mark says, for a report: colour, words, note and tags.
fn says(mark: &Annotation) -> String {
    let tags: String = mark.tags.iter().flat_map(|tag| [" #", tag]).collect();
    let note = if mark.note.is_empty() { String::new() } else { format!(" [{}]", mark.note) };
    format!("{} “{}”{note}{tags}", mark.color.number(), mark.anchor.quote)
}

fn told(kind: ConflictKind, mark: &Annotation, ours: String, theirs: String, kept: Kept) -> Conflict {
    Conflict { kind, article: Some(mark.article), about: mark.anchor.quote.clone(), ours, theirs, kept }
}

/// The id of the mark that stands for the side of a conflict that does not hold: a `UUIDv7` of the time at which it was
/// changed, and the same on both sides and in every merge, so that it is made once.
fn copy_id(mark: &Annotation) -> AnnotationId {
    let text = format!("{} {} {}", mark.id, mark.modified, says(mark));
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let mut random = [0; 10];
    random.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    let time = mark.modified.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_millisecond);
    AnnotationId(Builder::from_unix_timestamp_millis(time.unsigned_abs(), &random).into_uuid())
}
