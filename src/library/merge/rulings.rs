//! Rulings on names of the other library.

use std::collections::{HashMap, HashSet};

use super::other::Story;
use super::stories::{Ground, read_row};
use super::{Conflict, ConflictKind, Kept, Part, said};
use crate::library::operation::Step;
use crate::library::{LibraryError, RulingId, StoredRuling, rulings};

impl Part<'_> {
    /// Takes in rulings on the whole library, or on a story, given with the ground that it stands on.
    pub(super) fn rulings(
        &mut self,
        found: Vec<(String, String)>,
        of: Option<(&Story, &Ground)>,
    ) -> Result<(), LibraryError> {
        let mut read = Vec::with_capacity(found.len());
        for (key, json) in found {
            match read_row::<RulingId, StoredRuling>(&key, &json) {
                Ok((id, stored)) => read.push(StoredRuling { id, ..stored }),
                Err(reason) => self.unreadable(&format!("the ruling {key}"), of.map(|(story, _)| story), &reason),
            }
        }
        self.rule(read, of.map(|(_, ground)| ground))
    }

    /// The same with rulings that were read.
    pub(super) fn rule(&mut self, found: Vec<StoredRuling>, ground: Option<&Ground>) -> Result<(), LibraryError> {
        if found.is_empty() {
            return Ok(());
        }
        let mut ours = match ground {
            Some(ground) => rulings::select(self.db, "article = ?1", [ground.ours.to_string()])?,
            None => rulings::select(self.db, "article IS NULL", [])?,
        };
        let superseded = self.superseded_there(found.first().map(|one| one.id))?;
        for stored in found {
            let is_last = !superseded.contains(&stored.id);
            let theirs = seated(stored, ground);
            let id = theirs.id;
            // The same that was ruled again after another says what holds now, so only what holds on both sides is one.
            let last = ours.iter().filter(|one| one.ruling.on == theirs.ruling.on).max_by_key(|one| one.id);
            let same = |one: &StoredRuling| said(one) == said(&theirs) && one.author == theirs.author;
            if rulings::get(self.db, id)?.is_some() || is_last && last.is_some_and(same) {
                self.merged.rulings_same += 1;
                continue;
            }
            if self.known.ours.gone(id.0) {
                self.merged.rulings_left += 1;
                continue;
            }
            self.against(&ours, &theirs)?;
            self.merged.rulings_new += 1;
            self.plan.push(Step::Ruling { id, before: None, after: Some(Box::new(theirs.clone())) });
            ours.push(theirs);
        }
        Ok(())
    }

    /// The rulings there after which another was made on the same target; of those on the whole library, or on one story,
    /// as the one with the id `of` is.
    fn superseded_there(&self, of: Option<RulingId>) -> Result<HashSet<RulingId>, LibraryError> {
        let sql = "SELECT id, json FROM ruling WHERE article IS (SELECT article FROM ruling WHERE id = ?1) AND id > ?2
                   ORDER BY id";
        let mut last = HashMap::new();
        let mut superseded = HashSet::new();
        for (key, json) in self.other.rows_after(sql, &of.map(|id| id.to_string()).unwrap_or_default(), "")? {
            if let (Ok(id), Ok(stored)) = (key.parse::<RulingId>(), serde_json::from_str::<StoredRuling>(&json)) {
                superseded.extend(last.insert(serde_json::to_string(&stored.ruling.on)?, id));
            }
        }
        Ok(superseded)
    }

    /// Names the latest ruling here on the same names that decides otherwise and is not known there.
    fn against(&mut self, ours: &[StoredRuling], theirs: &StoredRuling) -> Result<(), LibraryError> {
        let other =
            |one: &&StoredRuling| one.ruling.on == theirs.ruling.on && one.ruling.decision != theirs.ruling.decision;
        let Some(one) = ours.iter().filter(other).max_by_key(|one| one.id) else { return Ok(()) };
        if self.other.has_ruling(&one.id.to_string())? {
            return Ok(());
        }
        let on = &theirs.ruling.on;
        let decides = |stored: &StoredRuling| {
            let decision = serde_json::to_string(&stored.ruling.decision).unwrap_or_default();
            format!("{decision} {}", stored.author)
        };
        self.conflict(Conflict {
            kind: ConflictKind::Ruling,
            article: theirs.article,
            about: on.text.clone().or_else(|| on.entity.clone()).unwrap_or_default(),
            ours: decides(one),
            theirs: decides(theirs),
            kept: if theirs.id > one.id { Kept::Theirs } else { Kept::Ours },
        });
        Ok(())
    }
}

/// A ruling as it stands here: on the article here, and one on a single mention where its words stand now.
fn seated(theirs: StoredRuling, ground: Option<&Ground>) -> StoredRuling {
    let Some(ground) = ground else { return StoredRuling { article: None, ..theirs } };
    let mut ruling = StoredRuling { article: Some(ground.ours), ..theirs };
    let on = &mut ruling.ruling.on;
    if let (Some(span), Some(before)) = (on.span, &ground.before)
        && let Some(mapped) = before.alignment.map(span)
        && Some(mapped.span.of(&ground.body)) == on.text.as_deref()
    {
        on.span = Some(mapped.span);
        ruling.around = Some(rulings::around(&ground.body, mapped.span));
    }
    ruling
}
