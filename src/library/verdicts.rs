//! Settling where two people differ: a verdict on each difference, and the marks of the final layer that it makes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::agreement::{Agreed, Difference, NameDifference, target};
use super::operation::Step;
use super::{
    Annotation, AnnotationId, ArticleId, Changes, Environment, Library, LibraryError, OperationKind, RulingId,
    StoredRuling, VerdictId, annotate, rulings,
};

/// The author of the marks of the final layer.
pub const FINAL: &str = "final";

/// Whose marks a verdict takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Taken {
    /// Those of the one.
    One,
    /// Those of the other.
    Two,
    /// Those of both.
    Both,
    /// None.
    Neither,
}

/// How a difference was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Its identity.
    pub id: VerdictId,
    /// The article.
    pub article: ArticleId,
    /// The marks that stood against each other.
    pub marks: BTreeSet<AnnotationId>,
    /// Whose marks were taken.
    pub taken: Taken,
    /// The marks of the final layer that were made for it.
    pub made: Vec<AnnotationId>,
    /// Who settled it.
    pub author: String,
    /// When, RFC 3339.
    pub created: String,
}

impl Library {
    /// Settles a difference: the marks that are taken stand in the final layer. One that was settled before is settled
    /// anew. One step of undo.
    pub fn settle_difference(
        &mut self,
        difference: &Difference,
        taken: Taken,
    ) -> Result<(Verdict, Changes), LibraryError> {
        self.operate(OperationKind::SettleDifference, |db, now, environment| {
            let mut steps = Vec::new();
            let marks: BTreeSet<AnnotationId> =
                difference.one.iter().chain(&difference.two).map(|mark| mark.id).collect();
            // What was settled since it was compared counts as well.
            let earlier = of_article(db, difference.article)?;
            if let Some(old) = earlier.iter().rev().find(|verdict| verdict.marks == marks) {
                let gone = old.made.iter().filter_map(|id| annotate::get(db, *id).transpose());
                for mark in gone {
                    let mark = mark?;
                    steps.push(Step::Annotation { id: mark.id, before: Some(Box::new(mark)), after: None });
                }
                steps.push(Step::Verdict { id: old.id, before: Some(Box::new(old.clone())), after: None });
            }
            let ones = difference.one.iter().filter(|_| matches!(taken, Taken::One | Taken::Both));
            let twos = difference.two.iter().filter(|_| matches!(taken, Taken::Two | Taken::Both));
            let finals = finals(db, difference.article)?;
            let mut made: Vec<Annotation> = Vec::new();
            for mark in ones.chain(twos) {
                let stays = finals.iter().filter(|mark| !is_taken_away(&steps, mark.id));
                if !stays.chain(&made).any(|other| same_place(other, mark)) {
                    made.push(copied(mark, None, now, environment));
                }
            }
            let verdict = Verdict {
                id: VerdictId((environment.ids)()),
                article: difference.article,
                marks,
                taken,
                made: made.iter().map(|mark| mark.id).collect(),
                author: environment.author.clone(),
                created: now.to_owned(),
            };
            steps.extend(made.into_iter().map(new));
            steps.push(Step::Verdict { id: verdict.id, before: None, after: Some(Box::new(verdict.clone())) });
            Ok((verdict, steps))
        })
    }

    /// Settles on which of two rulings on a name holds: it stands in the final layer, as the last word on that name. What
    /// was settled before gives way. One step of undo; nothing is done where neither of the two is taken.
    pub fn settle_name(&mut self, difference: &NameDifference, taken: Taken) -> Result<Changes, LibraryError> {
        let Some(chosen) = difference.ruling_of(taken) else { return Ok(Changes::default()) };
        let ((), changes) = self.operate(OperationKind::SettleDifference, |db, now, environment| {
            let on = target(chosen.article, &chosen.ruling.on);
            let mut earlier = rulings::select(db, "json_extract(json, '$.author') = ?1", [FINAL.to_owned()])?;
            earlier.retain(|stored| target(stored.article, &stored.ruling.on) == on);
            let gone =
                earlier.into_iter().map(|old| Step::Ruling { id: old.id, before: Some(Box::new(old)), after: None });
            let mut steps: Vec<Step> = gone.collect();
            let id = RulingId((environment.ids)());
            let made = StoredRuling { id, author: FINAL.to_owned(), created: now.to_owned(), ..chosen.clone() };
            // What it says stands first, for those who read the history.
            steps.insert(0, Step::Ruling { id, before: None, after: Some(Box::new(made)) });
            Ok(((), steps))
        })?;
        Ok(changes)
    }

    /// Puts what both marked alike into the final layer, with the notes and tags of both. One step of undo; the answer is how
    /// many marks were made.
    pub fn settle_agreed(&mut self, agreed: &[Agreed]) -> Result<(usize, Changes), LibraryError> {
        self.operate(OperationKind::SettleDifference, |db, now, environment| {
            let mut steps: Vec<Step> = Vec::with_capacity(agreed.len());
            // What was put there since they were compared stays as it is.
            let mut known: BTreeMap<ArticleId, Vec<Annotation>> = BTreeMap::new();
            for pair in agreed {
                let there = match known.entry(pair.one.article) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(finals(db, pair.one.article)?),
                };
                if !there.iter().any(|mark| same_place(mark, &pair.one)) {
                    steps.push(new(copied(&pair.one, Some(&pair.two), now, environment)));
                }
            }
            Ok((steps.len(), steps))
        })
    }
}

fn is_taken_away(steps: &[Step], mark: AnnotationId) -> bool {
    steps.iter().any(|step| matches!(step, Step::Annotation { id, after: None, .. } if *id == mark))
}

fn new(mark: Annotation) -> Step {
    Step::Annotation { id: mark.id, before: None, after: Some(Box::new(mark)) }
}

/// Whether two marks stand on the same stretch in the same colour.
pub(super) fn same_place(one: &Annotation, two: &Annotation) -> bool {
    one.anchor.span == two.anchor.span && one.color == two.color
}

/// The marks of the final layer in an article.
fn finals(db: &Connection, article: ArticleId) -> Result<Vec<Annotation>, LibraryError> {
    let mut marks = annotate::of_article(db, article)?;
    marks.retain(|mark| mark.author == FINAL);
    Ok(marks)
}

/// A mark of the final layer like this one, with the note and tags of another one as well.
fn copied(mark: &Annotation, other: Option<&Annotation>, now: &str, environment: &mut Environment) -> Annotation {
    let mut made = Annotation {
        id: AnnotationId((environment.ids)()),
        author: FINAL.to_owned(),
        created: now.to_owned(),
        modified: now.to_owned(),
        ..mark.clone()
    };
    if let Some(other) = other {
        made.tags.extend(other.tags.iter().filter(|tag| !mark.tags.contains(tag)).cloned());
        if !mark.note.contains(&other.note) {
            let notes = [mark.note.as_str(), other.note.as_str()];
            made.note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("\n\n");
        }
    }
    made
}

/// The verdicts on an article in the order in which they were given.
pub(super) fn of_article(db: &Connection, article: ArticleId) -> Result<Vec<Verdict>, LibraryError> {
    let mut query = db.prepare_cached("SELECT json FROM verdict WHERE article = ?1 ORDER BY id")?;
    let rows = query.query_map([article.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
}

/// Whether a verdict is there.
pub(super) fn is_held(db: &Connection, id: VerdictId) -> Result<bool, LibraryError> {
    let mut query = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM verdict WHERE id = ?1)")?;
    Ok(query.query_row([id.to_string()], |row| row.get(0))?)
}

/// Writes a verdict, or takes it away.
pub(super) fn put(db: &Connection, id: VerdictId, verdict: Option<&Verdict>) -> Result<Changes, LibraryError> {
    match verdict {
        Some(verdict) => {
            db.prepare_cached("INSERT OR REPLACE INTO verdict (id, article, json) VALUES (?1, ?2, ?3)")?
                .execute(params![id.to_string(), verdict.article.to_string(), serde_json::to_string(verdict)?])?
        }
        None => db.prepare_cached("DELETE FROM verdict WHERE id = ?1")?.execute([id.to_string()])?,
    };
    Ok(Changes { annotations: true, ..Changes::default() })
}
