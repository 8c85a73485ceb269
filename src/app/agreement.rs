//! What the window knows of how far two people agree.

use crate::library::{Between, Comparison};

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
}

impl AgreementDesk {
    /// How many differences are still open.
    #[must_use]
    pub fn open(&self) -> usize {
        let differences = self.found.iter().flat_map(|found| &found.differences);
        differences.filter(|difference| difference.verdict.is_none()).count()
    }
}
