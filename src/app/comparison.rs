//! What the window knows of two texts that are put side by side.

use crate::library::{ArticleId, EditionId};
use crate::text::Row;

use super::Command;

/// Two texts side by side, as the window shows them.
#[derive(Debug, Default)]
pub struct CompareDesk {
    /// The texts that can be chosen: the versions of one story, oldest first, then its copies.
    pub choices: Vec<Choice>,
    /// The places in `choices` of the first and of the second text.
    pub chosen: [usize; 2],
    /// What came of it; `None` where a text could not be read.
    pub found: Option<Compared>,
    /// How often texts were compared: what was laid out for another count is of other texts.
    pub count: u64,
}

/// A text that can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its article.
    pub article: ArticleId,
    /// The edition; `None` for the page as it was saved first.
    pub edition: Option<EditionId>,
    /// What tells it from the others.
    pub told: ChoiceTold,
}

/// What tells a text from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceTold {
    /// A version of the story.
    Version {
        /// Its number, from 1.
        number: usize,
        /// When it was imported, RFC 3339.
        imported: String,
        /// Whether it is the one that is read.
        current: bool,
    },
    /// A copy of the story.
    Copy {
        /// Its title.
        title: String,
        /// Its outlet.
        outlet: Option<String>,
    },
}

/// Two texts and what is alike and different in them.
#[derive(Debug)]
pub struct Compared {
    /// The two texts.
    pub texts: [String; 2],
    /// What belongs together in them.
    pub rows: Vec<Row>,
    /// The places in `rows` of those that differ.
    pub changed: Vec<usize>,
    /// The place in `changed` of the change that keys have come to.
    pub at: usize,
}

impl Compared {
    /// The row that keys have come to; `None` where nothing differs.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        self.changed.get(self.at).copied()
    }
}

/// What a view asks of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareCommand {
    /// Compare the open story with this copy of it.
    With(ArticleId),
    /// Compare the texts at these places of [`CompareDesk::choices`].
    Choose([usize; 2]),
    /// Go to the change at this place of [`Compared::changed`].
    At(usize),
}

impl From<CompareCommand> for Command {
    fn from(command: CompareCommand) -> Self {
        Self::SideBySide(command)
    }
}
