//! What the log of a library says of states that were there once, and of what a person took away.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::carried_line::Carried;

use crate::library::operation::{Payload, Step, kind_named, parse};
use crate::library::{Annotation, ArticleId, Filing, LibraryError, OperationId, OperationKind, WishId};

/// What a library's log remembers.
#[derive(Default)]
pub(super) struct Past {
    /// States of marks and filings, each as its owner with a hash, and how often they came. What a merge brought that was
    /// taken back since never came.
    states: HashMap<(Uuid, u64), i64>,
    /// Marks, rulings, verdicts and stories that a person took away and did not bring back. A merge that was undone takes nothing
    /// away in this sense: it can be done again.
    gone: HashSet<Uuid>,
    /// Who filed each article last.
    filed_by: HashMap<ArticleId, String>,
    /// Who was the first to want each story, and who wrote the last entry.
    wished_by: HashMap<WishId, String>,
    author: String,
    /// The merges, with the numbers of their entries.
    merges: HashMap<OperationId, i64>,
    /// The last entry that was read at first, and the last one that was read.
    began: i64,
    read_to: i64,
    /// Whether a merge that came after the first reading was taken back.
    taken_back: bool,
}

impl Past {
    /// Reads a log; entries that cannot be read say nothing.
    pub fn read(db: &Connection) -> Result<Self, LibraryError> {
        let mut past = Self { began: i64::MAX, ..Self::default() };
        past.read_on(db)?;
        past.began = past.read_to;
        Ok(past)
    }

    /// Reads what was added to the log since.
    pub fn read_on(&mut self, db: &Connection) -> Result<(), LibraryError> {
        let mut query = db.prepare_cached(
            "SELECT number, id, kind, author, payload FROM operation WHERE number > ?1 AND kind <> 'reading'
             ORDER BY number",
        )?;
        let mut rows = query.query([self.read_to])?;
        while let Some(row) = rows.next()? {
            self.read_to = row.get(0)?;
            let (Ok(id), Ok(kind)) =
                (parse(row.get_ref(1)?.as_str().unwrap_or_default()), kind_named(&row.get::<_, String>(2)?))
            else {
                continue;
            };
            let payload = row.get_ref(4)?.as_str().unwrap_or_default();
            let Ok(Payload { steps, targets, .. }) = serde_json::from_str(payload) else { continue };
            if kind == OperationKind::Merge {
                self.merges.insert(id, self.read_to);
            }
            let merges: Vec<i64> = targets.iter().filter_map(|target| self.merges.get(target)).copied().collect();
            if merges.iter().any(|number| *number > self.began) {
                self.taken_back = kind == OperationKind::Undo;
            }
            let deliberate = kind != OperationKind::Undo || merges.is_empty();
            let author = row.get_ref(3)?.as_str().unwrap_or_default();
            author.clone_into(&mut self.author);
            for step in &steps {
                self.take(step, deliberate, author);
                for state in states_of(step) {
                    *self.states.entry(state).or_default() += if deliberate { 1 } else { -1 };
                }
            }
        }
        Ok(())
    }

    /// Whether of what was merged since it was first read anything was taken back.
    pub fn is_taken_back(&self) -> bool {
        self.taken_back
    }

    fn take(&mut self, step: &Step, deliberate: bool, author: &str) {
        match step {
            Step::Page { id, after, .. } => self.went(id.0, *after, deliberate),
            Step::Ruling { id, after, .. } => self.went(id.0, after.is_none(), deliberate),
            Step::Verdict { id, after, .. } => self.went(id.0, after.is_none(), deliberate),
            Step::Annotation { id, after, .. } => self.went(id.0, after.is_none(), deliberate),
            Step::Filing { id, .. } => drop(self.filed_by.insert(*id, author.to_owned())),
            Step::Wish { id, .. } => {
                self.wished_by.entry(*id).or_insert_with(|| author.to_owned());
            }
            Step::Note { .. } | Step::Edition { .. } => {}
        }
    }

    fn went(&mut self, id: Uuid, away: bool, deliberate: bool) {
        if away && deliberate {
            self.gone.insert(id);
        } else {
            self.gone.remove(&id);
        }
    }

    /// Takes in what a line of a file says of earlier states.
    pub fn remember_earlier(&mut self, line: &Carried) {
        match line {
            Carried::Mark(mark) => {
                self.states.extend(mark.earlier.iter().map(|at| ((mark.id.0, hash(at)), 1)));
            }
            Carried::Filing(filed) => {
                let id = filed.article.id;
                let sums = filed.earlier.iter().filter_map(|sum| u64::from_str_radix(sum, 16).ok());
                self.states.extend(sums.map(|sum| ((id.0, sum), 1)));
                self.filed_by.insert(id, filed.author.trim().to_owned());
            }
            Carried::Ruling(_) => {}
        }
    }

    /// Whether a mark was once as this one is.
    pub fn knew(&self, mark: &Annotation) -> bool {
        self.had(of_mark(mark))
    }

    /// Whether an article was once filed so.
    pub fn knew_filing(&self, id: ArticleId, filing: &Filing) -> bool {
        self.had(of_filing(id, filing))
    }

    fn had(&self, state: (Uuid, u64)) -> bool {
        self.states.get(&state).is_some_and(|came| *came > 0)
    }

    /// Whether a person took it away.
    pub fn gone(&self, id: Uuid) -> bool {
        self.gone.contains(&id)
    }

    /// Who filed an article last; empty where nobody is known.
    pub fn filed_by(&self, id: ArticleId) -> &str {
        self.filed_by.get(&id).map_or("", String::as_str)
    }

    /// Who wanted a story: the first of whom the log says so, else who worked there last; empty where nobody is known.
    pub fn wished_by(&self, id: WishId) -> &str {
        self.wished_by.get(&id).unwrap_or(&self.author)
    }
}

/// The states of a mark or a filing between which a step leads.
fn states_of(step: &Step) -> Vec<(Uuid, u64)> {
    match step {
        Step::Annotation { before, after, .. } => {
            [before, after].into_iter().flatten().map(|mark| of_mark(mark)).collect()
        }
        Step::Note { id, before, after, .. } => [before, after].map(|note| (id.0, hash(&note.modified))).into(),
        Step::Filing { id, before, after } => [before, after].map(|filing| of_filing(*id, filing)).into(),
        _ => Vec::new(),
    }
}

/// A change of a mark sets its time, so this tells its states apart.
fn of_mark(mark: &Annotation) -> (Uuid, u64) {
    (mark.id.0, hash(&mark.modified))
}

fn of_filing(id: ArticleId, filing: &Filing) -> (Uuid, u64) {
    (id.0, sum_of(filing))
}

/// A sum of a filing, the same in every library and for ever: files carry it.
pub(super) fn sum_of(filing: &Filing) -> u64 {
    let digest: [u8; 32] = Sha256::digest(serde_json::to_string(filing).unwrap_or_default().as_bytes()).into();
    let mut first = [0; 8];
    first.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(first)
}

/// A sum as a file has it.
pub(super) fn written(sum: u64) -> String {
    format!("{sum:016x}")
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
