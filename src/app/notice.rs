//! What the application tells the person, for the views to word: notices, refusals of the library.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::library::{ImportRecord, LibraryError, Merged, OperationKind, Why};

use super::settings::SettingsProblem;

/// Something to tell the person, worded by the views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// What became of an import; where it is not finished, it can be gone on with.
    Import(Box<ImportRecord>),
    /// In a folder that is watched (the first) something (the second) cannot be read, for a reason.
    WatchTrouble(PathBuf, PathBuf, Why),
    /// The settings file was damaged.
    Settings(SettingsProblem),
    /// The library refused something.
    Library(Refusal),
    /// The system has no file dialogs.
    NoDialog,
    /// An export was written.
    Exported(PathBuf),
    /// An export could not be written, for this reason.
    ExportFailed(PathBuf, Refusal),
    /// An operation was taken back.
    Undone(OperationKind),
    /// An operation was done again.
    Redone(OperationKind),
    /// So many places of the same words were marked.
    MarkedAll(usize),
    /// A mark was to be parted, and no caret and no selected words say where.
    NoPlaceToSplit,
    /// A mark was to be parted where none holds the caret or the selected words.
    NothingToSplit,
    /// Marks were to be joined, and none is chosen or at the caret.
    NothingToJoin,
    /// A mark was to be joined with the next one, and none follows that it could be joined with.
    NoneToJoinWith,
    /// The mark that is to be settled has lost its words: it needs to be shown others.
    WordsGone,
    /// The chosen mark was deleted by another program.
    MarkGone,
    /// What a link of a note led to is not there any more.
    LinkGone,
    /// An address that a note names is on the clipboard.
    AddressCopied,
    /// So many lines of a report are on the clipboard.
    LinesCopied(usize),
    /// The story of a line of a report is not in the library any more.
    StoryGone,
    /// No mark is in doubt any more.
    NoDoubts,
    /// An article was removed.
    ArticleRemoved,
    /// A ruling on names was kept; it may touch so many articles.
    Ruled(usize),
    /// So many names that were shown were accepted.
    Accepted(usize),
    /// So many samples were removed.
    SamplesRemoved(usize),
    /// A backup was made.
    BackedUp(PathBuf),
    /// A backup was put in place of the library; what was there is in this file.
    Restored(PathBuf),
    /// Undo was asked for right after a restore, which it takes not back; what was there before is in this file.
    RestoreStands(PathBuf),
    /// Another library was merged.
    Merged(Arc<Merged>),
    /// A library could not be merged, for this reason.
    MergeFailed(Refusal),
    /// A backup was not made or not put back, for this reason.
    BackupFailed(Refusal),
}

impl Notice {
    /// Whether it tells only of a step that the person may want to take back.
    #[must_use]
    pub fn offers_undo(&self) -> bool {
        match self {
            Self::ArticleRemoved
            | Self::SamplesRemoved(_)
            | Self::Ruled(_)
            | Self::Accepted(_)
            | Self::MarkedAll(_) => true,
            // What a merge met is to be looked at, whatever is done next.
            Self::Merged(merged) => !merged.met_anything(),
            _ => false,
        }
    }

    /// Whether it says only what just happened at the person's own wish, so that it passes by itself.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Undone(_) | Self::Redone(_) | Self::AddressCopied | Self::LinesCopied(_))
    }

    /// The backup of what a restore put away, which can be put back.
    #[must_use]
    pub fn restored_over(&self) -> Option<&Path> {
        match self {
            Self::Restored(before) | Self::RestoreStands(before) => Some(before),
            _ => None,
        }
    }

    /// Whether it tells that nothing was done, and why: past once something is.
    #[must_use]
    pub const fn tells_nothing_done(&self) -> bool {
        matches!(
            self,
            Self::NoPlaceToSplit | Self::NothingToSplit | Self::NothingToJoin | Self::NoneToJoinWith | Self::WordsGone
        )
    }
}

/// Why the library refused, for the views to word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Another program writes to it.
    Busy,
    /// The disk is full.
    Full,
    /// Its file is damaged.
    Damaged,
    /// The article's text has changed since it was shown.
    Changed,
    /// It may only be read.
    ReadOnly,
    /// What was done beside the window broke off.
    BrokeOff,
    /// A newer version of the program made it.
    Newer,
    /// An older version made it, and it may not be changed.
    OldReadOnly,
    /// It is this library itself.
    Itself,
    /// A file (the first) could not be read or written, for a reason in the system's words.
    File(PathBuf, String),
    /// Anything else, in the library's own words.
    Other(String),
}

impl From<LibraryError> for Refusal {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Busy => Self::Busy,
            LibraryError::Full => Self::Full,
            LibraryError::Damaged(_) => Self::Damaged,
            LibraryError::Changed(_) => Self::Changed,
            LibraryError::ReadOnly => Self::ReadOnly,
            LibraryError::BrokeOff => Self::BrokeOff,
            LibraryError::Newer { .. } => Self::Newer,
            LibraryError::OldReadOnly => Self::OldReadOnly,
            LibraryError::Itself => Self::Itself,
            LibraryError::File { path, error } | LibraryError::Folder { path, error } => {
                Self::File(path, error.to_string())
            }
            other => Self::Other(other.to_string()),
        }
    }
}

/// Of a file that is written beside the library.
impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull { Self::Full } else { Self::Other(error.to_string()) }
    }
}
