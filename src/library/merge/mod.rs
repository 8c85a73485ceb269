//! Taking in another library: its stories, marks, rulings, filing and wishes, with their authors, ids and times.
//!
//! Stories are known by the rules of an import. What both have is not doubled, and what a person took away here stays
//! away unless it was worked on there since. Where both sides changed the same thing neither is lost (see [`Conflict`]).
//! The work comes in parts, each one operation on disk, all in one step of undo; a merge that was cut off is finished by
//! doing it again, and one that was finished changes nothing.

mod carried;
mod carried_line;
mod carrying;
mod filing;
mod links;
mod marks;
#[cfg(test)]
mod meanwhile_tests;
mod other;
mod past;
mod reading;
mod rulings;
mod stories;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unreadable_tests;
mod wishes;
#[cfg(test)]
mod wishes_tests;

use std::time::{Duration, Instant};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::pages::Pending;
use super::plan::Plan;
use super::{ArticleId, Changes, Environment, Library, LibraryError, OperationId, OperationKind, StoredRuling, undo};
pub use carried::Incoming;
pub use carried_line::{Carried, CarriedArticle, CarriedFiling, CarriedMark, CarriedRuling};
pub use other::Other;
use past::Past;

/// What a merge did. Counts are of what the other library holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Stories that are new here.
    pub stories_new: usize,
    /// Stories that were held here already.
    pub stories_same: usize,
    /// Stories that had been removed here and came back, since somebody worked on them there.
    pub stories_back: usize,
    /// Stories that stay removed here, and samples that nobody worked on.
    pub stories_left: usize,
    /// Saves of held stories that were not held themselves; the text that shows stays the one it was.
    pub saves_new: usize,
    /// Marks that are new here.
    pub marks_new: usize,
    /// Marks that took over what was changed there.
    pub marks_changed: usize,
    /// Marks that were held here already, or were only changed here.
    pub marks_same: usize,
    /// Marks that stay deleted here.
    pub marks_left: usize,
    /// Of the marks that came, those whose place in the text here is in doubt or lost.
    pub marks_doubtful: usize,
    /// Rulings that are new here.
    pub rulings_new: usize,
    /// Rulings that were held here already.
    pub rulings_same: usize,
    /// Rulings that stay revoked here.
    pub rulings_left: usize,
    /// Stories whose filing changed here.
    pub filed: usize,
    /// Wanted stories that are new here.
    pub wishes_new: usize,
    /// Wanted stories of which more is said there than here.
    pub wishes_changed: usize,
    /// Where both sides said something else.
    pub conflicts: Vec<Conflict>,
    /// What could not be read, one sentence each.
    pub failed: Vec<String>,
    /// Whether it was done to its end.
    pub finished: bool,
}

impl Merged {
    /// Whether there is anything for a person to look at: conflicts, or what could not be read.
    #[must_use]
    pub fn met_anything(&self) -> bool {
        !self.conflicts.is_empty() || !self.failed.is_empty()
    }
}

/// Something that both sides say differently. Neither is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about.
    pub kind: ConflictKind,
    /// The article, where it is about one.
    pub article: Option<ArticleId>,
    /// The words that it is about: of the mark, the ruling, or the story's title.
    pub about: String,
    /// What this library says.
    pub ours: String,
    /// What the other one says.
    pub theirs: String,
    /// Which of them holds.
    pub kept: Kept,
}

/// What a conflict is about, and by which rule it is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// A mark that both changed: the later change holds, the other stands beside it as a mark tagged `conflict`.
    Mark,
    /// A mark that was deleted here and changed there: it comes back.
    Deleted,
    /// Two ratings: the one here holds, the other is a tag with who gave it.
    Rating,
    /// Two notes on a story: the other one is put behind the one here.
    Note,
    /// Rulings on the same names: the later one holds, and both are in the ledger.
    Ruling,
}

/// Which side holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// That of this library.
    Ours,
    /// That of the other library.
    Theirs,
    /// Both stand.
    Both,
}

/// What one operation takes in at most, so that memory stays bounded: steps, and bytes of pages.
const STEPS_AT_ONCE: usize = 2000;
const BYTES_AT_ONCE: usize = 32 * 1024 * 1024;
/// Stories in one operation.
const STORIES_AT_ONCE: usize = 200;

impl Library {
    /// Takes in another library. `go_on` hears how many of its stories are done, and of how many, and says whether to go on;
    /// what was done until then stays. Each part, in which nobody else can write, is planned for about `part` at most. Names
    /// are made anew afterwards, as after a ruling ([`Self::renew_all`]).
    pub fn merge(
        &mut self,
        other: &Other,
        part: Duration,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<(Merged, Changes), LibraryError> {
        let own = self.folder.as_ref().map(|folder| folder.join(Self::FILE));
        if own.and_then(|file| file.canonicalize().ok()).is_some_and(|file| file == other.file) {
            return Err(LibraryError::Itself);
        }
        let whole = self.whole_of(other)?;
        let mut known =
            Known { ours: Past::read(&self.db)?, theirs: Past::read(&other.db)?, ruled: is_ruled(&other.db)?, part };
        let stories = other.stories()?;
        let mut work = Work { merged: Merged::default(), changes: Changes::default(), place: Place::default() };
        while work.place.story < stories.len() {
            if !go_on(work.place.story, stories.len()) {
                return Ok((work.merged, work.changes));
            }
            self.merge_part(whole, other, &mut known, &mut work, |part, place| part.stories(&stories, place))?;
        }
        for rows in [Rows::Rulings, Rows::Wishes] {
            work.place = Place::default();
            while !work.place.done {
                if !go_on(stories.len(), stories.len()) {
                    return Ok((work.merged, work.changes));
                }
                self.merge_part(whole, other, &mut known, &mut work, |part, place| part.rows(rows, place))?;
            }
        }
        work.merged.finished = true;
        Ok((work.merged, work.changes))
    }

    /// The step of undo that a merge belongs to: that of the last one of the same library where nothing was done since, so
    /// that a merge that was cut off and done again is one step.
    fn whole_of(&mut self, other: &Other) -> Result<OperationId, LibraryError> {
        let digest: [u8; 32] = Sha256::digest(other.file.to_string_lossy().as_bytes()).into();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        let own = OperationId(uuid::Builder::from_custom_bytes(bytes).into_uuid());
        Ok(if undo::is_last_or_new(&self.db, own)? { own } else { OperationId((self.environment.ids)()) })
    }

    /// Does a part as one operation. What was done here meanwhile is known to it; where that took the merge back, it ends.
    fn merge_part(
        &mut self,
        whole: OperationId,
        other: &Other,
        known: &mut Known,
        work: &mut Work,
        plan: impl FnOnce(&mut Part<'_>, &mut Place) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        let ((merged, place), changes) =
            self.operate_in(OperationKind::Merge, Some(whole), |db, now, environment| {
                known.ours.read_on(db)?;
                if known.ours.is_taken_back() {
                    return Err(LibraryError::TakenBack);
                }
                known.ruled |= is_ruled(db)?;
                let mut part = Part {
                    db,
                    other,
                    known,
                    now,
                    environment,
                    merged: work.merged.clone(),
                    plan: Plan::default(),
                    pending: Pending::default(),
                    bytes: 0,
                    began: Instant::now(),
                };
                let mut place = work.place.clone();
                plan(&mut part, &mut place)?;
                Ok(((part.merged, place), part.plan.into_steps()))
            })?;
        // Counted once it is on disk.
        *work = Work { merged, place, changes: work.changes.union(changes) };
        Ok(())
    }
}

/// Whether anybody ruled on names in a library. Where that is so in either, names that were made elsewhere do not hold here.
fn is_ruled(db: &Connection) -> Result<bool, LibraryError> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM ruling)", [], |row| row.get(0))?)
}

/// What is known of both libraries.
struct Known {
    ours: Past,
    theirs: Past,
    ruled: bool,
    /// How long a part may be planned.
    part: Duration,
}

struct Work {
    merged: Merged,
    changes: Changes,
    place: Place,
}

/// How far a merge has come.
#[derive(Debug, Clone, Default)]
struct Place {
    /// The story that comes next.
    story: usize,
    /// The last row that was done: of that story's marks, or of rulings or wishes.
    after: String,
    /// Whether all rows are done.
    done: bool,
}

/// Rows that belong to no story.
#[derive(Debug, Clone, Copy)]
enum Rows {
    Rulings,
    Wishes,
}

/// One operation of a merge while it is planned.
struct Part<'a> {
    db: &'a Connection,
    other: &'a Other,
    known: &'a Known,
    now: &'a str,
    environment: &'a mut Environment,
    merged: Merged,
    plan: Plan,
    /// Of it, the stories that it shows.
    pending: Pending,
    /// Bytes of the pages that were read.
    bytes: usize,
    /// When it began.
    began: Instant,
}

impl Part<'_> {
    fn is_full(&self) -> bool {
        let full = self.plan.steps().len() >= STEPS_AT_ONCE || self.bytes >= BYTES_AT_ONCE;
        // Some of it is done in any time.
        full || self.bytes > 0 && self.began.elapsed() >= self.known.part
    }

    /// Takes in stories from `place` on.
    fn stories(&mut self, stories: &[ArticleId], place: &mut Place) -> Result<(), LibraryError> {
        for _ in 0..STORIES_AT_ONCE {
            let Some(id) = stories.get(place.story).filter(|_| !self.is_full()) else { break };
            match self.story(*id, &place.after) {
                Ok(Some(last)) => {
                    place.after = last;
                    continue;
                }
                Ok(None) => {}
                Err(error @ (LibraryError::DamagedPage(..) | LibraryError::Damaged(_))) => {
                    self.merged.failed.push(error.to_string());
                }
                Err(error) => return Err(error),
            }
            *place = Place { story: place.story + 1, ..Place::default() };
        }
        Ok(())
    }

    /// Takes in rows from `place` on.
    fn rows(&mut self, rows: Rows, place: &mut Place) -> Result<(), LibraryError> {
        let sql = match rows {
            Rows::Rulings => {
                "SELECT id, json FROM ruling WHERE ?1 = '' AND article IS NULL AND id > ?2 ORDER BY id LIMIT 20"
            }
            Rows::Wishes => "SELECT id, json FROM wish WHERE ?1 = '' AND id > ?2 ORDER BY id LIMIT 200",
        };
        let found = self.other.rows_after(sql, "", &place.after)?;
        match found.last() {
            Some((last, _)) => place.after.clone_from(last),
            None => place.done = true,
        }
        match rows {
            Rows::Rulings => self.rulings(found, None),
            Rows::Wishes => self.wishes(found),
        }
    }
}

/// A ruling, for telling two apart: what it decides about which names, and where.
fn said(stored: &StoredRuling) -> String {
    serde_json::to_string(&stored.ruling).unwrap_or_default()
}
