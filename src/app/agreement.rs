//! What the window knows of how far two people agree.

use crate::jobs::Aside;
use crate::library::{Between, Comparison, NameDifference, Taken, Verdict};

/// How far two people agree, as the window shows it.
#[derive(Debug, Default)]
pub struct AgreementDesk {
    /// Everyone who made marks, with how many.
    pub people: Vec<(String, usize)>,
    /// Whose work is compared, and where; `None` where there are not two people.
    pub between: Option<Between>,
    /// What came of it.
    pub found: Option<Comparison>,
    /// The difference that keys act on.
    pub at: usize,
    /// The comparison that runs beside the window.
    pub(super) running: Option<Aside<Comparison>>,
}

impl AgreementDesk {
    /// Whether a comparison runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// How many differences there are: those of marks, then those of names.
    #[must_use]
    pub fn count(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.differences.len() + found.names.differences.len())
    }

    /// The difference of names at a place, where it is one.
    #[must_use]
    pub fn name(&self, place: usize) -> Option<&NameDifference> {
        let found = self.found.as_ref()?;
        found.names.differences.get(place.checked_sub(found.differences.len())?)
    }

    /// Whether the difference at a place is still to be settled.
    pub(super) fn is_open(&self, place: usize) -> bool {
        let marks = self.found.as_ref().and_then(|found| found.differences.get(place));
        marks.map_or_else(
            || self.name(place).is_some_and(|name| name.taken.is_none()),
            |difference| difference.verdict.is_none(),
        )
    }

    /// Notes how the difference at a place was settled, until it is compared anew.
    pub(super) fn note(&mut self, place: usize, taken: Taken, verdict: Option<Verdict>) {
        let Some(found) = &mut self.found else { return };
        let marks = found.differences.len();
        if let Some(difference) = found.differences.get_mut(place) {
            difference.verdict = verdict;
        } else if let Some(name) = place.checked_sub(marks).and_then(|place| found.names.differences.get_mut(place)) {
            name.taken = Some(taken);
        }
    }

    /// How many differences are still open.
    #[must_use]
    pub fn open(&self) -> usize {
        (0..self.count()).filter(|place| self.is_open(*place)).count()
    }
}
