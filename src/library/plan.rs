//! The steps of an operation while it is planned. None of them is done yet; what they come to is known to those that follow.

use std::collections::HashMap;
use std::iter;

use rusqlite::Connection;

use super::operation::Step;
use super::{Annotation, ArticleId, Filing, LibraryError, annotate, filing};

/// Steps in their order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    steps: Vec<Step>,
    /// Where the last step stands that files each article.
    filings: HashMap<ArticleId, usize>,
    /// Where the steps stand that put marks on each article.
    marks: HashMap<ArticleId, Vec<usize>>,
}

impl Plan {
    /// Adds a step.
    pub fn push(&mut self, step: Step) {
        let at = self.steps.len();
        match &step {
            Step::Filing { id, .. } => drop(self.filings.insert(*id, at)),
            Step::Annotation { after: Some(mark), .. } => self.marks.entry(mark.article).or_default().push(at),
            _ => {}
        }
        self.steps.push(step);
    }

    /// The steps so far.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// All of them, to be done.
    pub fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    /// How an article will be filed.
    pub fn filing(&self, db: &Connection, id: ArticleId) -> Result<Filing, LibraryError> {
        match self.filings.get(&id).and_then(|at| self.steps.get(*at)) {
            Some(Step::Filing { after, .. }) => Ok((**after).clone()),
            _ => filing::get(db, id),
        }
    }

    /// The marks that an article will have.
    pub fn marks(&self, db: &Connection, id: ArticleId) -> Result<Vec<Annotation>, LibraryError> {
        let mut marks = annotate::of_article(db, id)?;
        for planned in self.planned_marks(id) {
            marks.retain(|mark| mark.id != planned.id);
            marks.push(planned.clone());
        }
        Ok(marks)
    }

    /// The marks that its steps put on an article.
    pub fn planned_marks(&self, id: ArticleId) -> impl Iterator<Item = &Annotation> {
        let mut places = self.marks.get(&id).into_iter().flatten();
        iter::from_fn(move || match self.steps.get(*places.next()?)? {
            Step::Annotation { after, .. } => after.as_deref(),
            _ => None,
        })
    }
}
