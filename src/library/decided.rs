//! What a step decided, where its kind does not say it: for people who read the history.

use std::ops::Add;

use rusqlite::Connection;
use serde::Serialize;

use super::operation::Step;
use super::verdicts::same_place;
use super::{AnchorState, Annotation, Color, LibraryError, StoredRuling, Taken, Verdict, annotate};

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// A ruling, made or revoked; the first of several.
    Ruling(Box<StoredRuling>),
    /// Whose marks were taken where two people differ, with the name of the one where it was one.
    Settled(Taken, Option<String>),
    /// A mark got this colour.
    Colored(Color),
    /// A mark has these tags.
    Tagged(Vec<String>),
    /// A mark was put on other words.
    Placed,
    /// A mark that was in doubt stands where it is, or on other words.
    Certain,
    /// A mark was let go from the text.
    Detached,
    /// Things of several kinds came or changed.
    Brought(Brought),
}

/// How many things of each kind a step touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Brought {
    /// Articles.
    pub articles: usize,
    /// Marks.
    pub marks: usize,
    /// Rulings on names.
    pub rulings: usize,
    /// Changes to how articles are filed.
    pub filings: usize,
    /// Wanted stories.
    pub wishes: usize,
}

impl Add for Brought {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            articles: self.articles + other.articles,
            marks: self.marks + other.marks,
            rulings: self.rulings + other.rulings,
            filings: self.filings + other.filings,
            wishes: self.wishes + other.wishes,
        }
    }
}

impl Brought {
    /// What these steps touch.
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut brought = Self::default();
        for step in steps {
            match step {
                Step::Page { .. } | Step::Edition { .. } => brought.articles += 1,
                Step::Annotation { .. } | Step::Note { .. } => brought.marks += 1,
                Step::Ruling { .. } => brought.rulings += 1,
                Step::Filing { .. } => brought.filings += 1,
                Step::Wish { .. } => brought.wishes += 1,
                Step::Verdict { .. } => {}
            }
        }
        brought
    }

    const fn kinds(self) -> usize {
        let Self { articles, marks, rulings, filings, wishes } = self;
        (articles > 0) as usize
            + (marks > 0) as usize
            + (rulings > 0) as usize
            + (filings > 0) as usize
            + (wishes > 0) as usize
    }
}

impl Decided {
    /// What a step of several parts decided, by what one of them did and all of them brought.
    pub(super) fn of_parts(one: Option<Self>, brought: Brought) -> Option<Self> {
        match one {
            Some(Self::Settled(..)) => one,
            _ if brought.kinds() > 1 => Some(Self::Brought(brought)),
            _ => one,
        }
    }
}

/// What these steps decided; `None` where their kind says all.
pub(super) fn of(db: &Connection, steps: &[Step]) -> Result<Option<Decided>, LibraryError> {
    if let Some(verdict) = steps.iter().rev().find_map(given) {
        return Ok(Some(Decided::Settled(verdict.taken, author_taken(db, steps, verdict)?)));
    }
    let brought = Brought::of(steps);
    if brought.kinds() > 1 {
        return Ok(Some(Decided::Brought(brought)));
    }
    Ok(match steps {
        [Step::Ruling { before, after, .. }, ..] => {
            after.as_ref().or(before.as_ref()).map(|stored| Decided::Ruling(stored.clone()))
        }
        [Step::Annotation { before: Some(before), after: Some(after), .. }] => changed(before, after),
        _ => None,
    })
}

fn given(step: &Step) -> Option<&Verdict> {
    if let Step::Verdict { before, after, .. } = step { after.as_deref().or(before.as_deref()) } else { None }
}

/// In what a mark changed.
fn changed(before: &Annotation, after: &Annotation) -> Option<Decided> {
    Some(if after.detached && !before.detached {
        Decided::Detached
    } else if before.state >= AnchorState::Suspect && after.state == AnchorState::Exact {
        Decided::Certain
    } else if before.anchor.span != after.anchor.span {
        Decided::Placed
    } else if before.color != after.color {
        Decided::Colored(after.color)
    } else if before.tags != after.tags {
        Decided::Tagged(after.tags.clone())
    } else {
        return None;
    })
}

/// Who made the mark that a verdict took.
fn author_taken(db: &Connection, steps: &[Step], verdict: &Verdict) -> Result<Option<String>, LibraryError> {
    if !matches!(verdict.taken, Taken::One | Taken::Two) {
        return Ok(None);
    }
    let made: Vec<&Annotation> = steps
        .iter()
        .filter_map(|step| if let Step::Annotation { after: Some(mark), .. } = step { Some(&**mark) } else { None })
        .collect();
    for id in &verdict.marks {
        if let Some(mark) = annotate::get(db, *id)?
            && made.iter().any(|made| same_place(made, &mark))
        {
            return Ok(Some(mark.author));
        }
    }
    Ok(None)
}

/// The words that a verdict is about: those of the first mark that stood there and is still there.
pub(super) fn words_of(db: &Connection, verdict: &Verdict) -> Result<Option<String>, LibraryError> {
    for id in &verdict.marks {
        if let Some(mark) = annotate::get(db, *id)? {
            return Ok(Some(mark.anchor.quote));
        }
    }
    Ok(None)
}
