//! How a story is filed on both sides, put together.

use super::other::Story;
use super::{Conflict, ConflictKind, Kept, Part};
use crate::library::operation::Step;
use crate::library::{ArticleId, Filing, LibraryError, clean_tag, filing};

impl Part<'_> {
    /// Files an article as both sides say: stars, tags and collections of either; of a rating and a note see
    /// [`ConflictKind`]. Where one side only went on from what the other says, that side holds.
    pub(super) fn filing(&mut self, story: &Story, ours: ArticleId) -> Result<(), LibraryError> {
        match self.apart(story, "how it is filed", filing::get(&self.other.db, story.id))? {
            Some(theirs) => self.filed(theirs, story.id, ours),
            None => Ok(()),
        }
    }

    /// The same with what the other side says of the article that is `there`.
    pub(super) fn filed(&mut self, mut theirs: Filing, there: ArticleId, ours: ArticleId) -> Result<(), LibraryError> {
        theirs.note = self.note_here(&theirs.note)?;
        let before = self.plan.filing(self.db, ours)?;
        let (mine, other) = (&self.known.ours, &self.known.theirs);
        if theirs == before || theirs == Filing::default() || mine.knew_filing(ours, &theirs) {
            return Ok(());
        }
        let goes_on = before == Filing::default() || other.knew_filing(there, &before);
        let who = other.filed_by(there).to_owned();
        let after = if goes_on { theirs.clone() } else { together(&before, &theirs, &who) };
        if after == before {
            return Ok(());
        }
        if !goes_on {
            self.filing_conflicts(ours, &before, &theirs)?;
        }
        self.merged.filed += 1;
        let mut step = |before: Filing, after: Filing| {
            self.plan.push(Step::Filing { id: ours, before: Box::new(before), after: Box::new(after) });
        };
        // That the other side was known is kept in the log, so that what it does next is no conflict again.
        if after == theirs {
            step(before, after);
        } else {
            step(before, theirs.clone());
            step(theirs, after);
        }
        Ok(())
    }

    fn filing_conflicts(&mut self, ours: ArticleId, before: &Filing, theirs: &Filing) -> Result<(), LibraryError> {
        let about = self.title(ours)?;
        let conflict = |kind, one: String, two: String, kept| Conflict {
            kind,
            article: Some(ours),
            about: about.clone(),
            ours: one,
            theirs: two,
            kept,
        };
        if let (Some(one), Some(two)) = (before.rating, theirs.rating)
            && one != two
        {
            self.conflict(conflict(ConflictKind::Rating, one.to_string(), two.to_string(), Kept::Ours));
        }
        if !before.note.contains(&theirs.note) && !theirs.note.contains(&before.note) {
            self.conflict(conflict(ConflictKind::Note, before.note.clone(), theirs.note.clone(), Kept::Both));
        }
        Ok(())
    }
}

/// What both say of a story.
fn together(ours: &Filing, theirs: &Filing, who: &str) -> Filing {
    let mut tags = union(&ours.tags, &theirs.tags);
    if let (Some(one), Some(two)) = (ours.rating, theirs.rating)
        && one != two
        && let Some(tag) = clean_tag(&format!("{two} {who}"))
        && !tags.contains(&tag)
    {
        tags.push(tag);
    }
    let note = if ours.note.contains(&theirs.note) {
        ours.note.clone()
    } else if theirs.note.contains(&ours.note) {
        theirs.note.clone()
    } else {
        let by = if who.is_empty() { String::new() } else { format!("{who}: ") };
        format!("{}\n\n{by}{}", ours.note, theirs.note)
    };
    Filing {
        starred: ours.starred || theirs.starred,
        read: ours.read || theirs.read,
        rating: ours.rating.or(theirs.rating),
        tags,
        collections: union(&ours.collections, &theirs.collections),
        note,
    }
}

fn union(ours: &[String], theirs: &[String]) -> Vec<String> {
    ours.iter().chain(theirs.iter().filter(|name| !ours.contains(name))).cloned().collect()
}
