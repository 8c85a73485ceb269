//! What the window knows of marks whose place is in doubt or lost.

use std::ops::Range;

use crate::library::{AnnotationId, Doubt};

use super::{Command, Rows};

/// The marks in doubt as the window lists them.
#[derive(Debug, Default)]
pub struct DoubtsDesk {
    /// Whether those of the open article alone are listed.
    pub here: bool,
    /// The marks, in reading order.
    pub rows: Rows<AnnotationId, Doubt>,
}

/// What a view asks of the list of marks in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtCommand {
    /// List those of the open article alone, or of the whole library.
    Here(bool),
    /// Read the marks at these places, which are to be shown.
    Read(Range<usize>),
    /// Settle the mark at this place.
    Settle(usize, Settlement),
    /// Go to the mark at this place in the text, to settle it there.
    Go(usize),
}

impl From<DoubtCommand> for Command {
    fn from(command: DoubtCommand) -> Self {
        Self::Doubt(command)
    }
}

/// How a mark in doubt is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It stands where it is proposed.
    Accept,
    /// It stands on the selected words of its article.
    Selection,
    /// It stands nowhere any more, and is kept.
    Detach,
    /// It is deleted.
    Delete,
}
