//! What the application tells the person, for the views to word: notices, refusals of the library, the report of an import.

use std::path::PathBuf;

use crate::jobs::FailedFile;
use crate::library::{ArticleId, LibraryError, Merged, OperationKind};

use super::settings::SettingsProblem;

/// Something to tell the person, worded by the views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The settings file was damaged.
    Settings(SettingsProblem),
    /// The library refused something.
    Library(Refusal),
    /// The system has no file dialogs.
    NoDialog,
    /// An export was written.
    Exported(PathBuf),
    /// An export could not be written.
    ExportFailed(PathBuf, String),
    /// An operation was taken back.
    Undone(OperationKind),
    /// An operation was done again.
    Redone(OperationKind),
    /// So many places of the same words were marked.
    MarkedAll(usize),
    /// The mark that is to be settled has lost its words: it needs to be shown others.
    WordsGone,
    /// What a link of a note led to is not there any more.
    LinkGone,
    /// An address that a note names is on the clipboard.
    AddressCopied,
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
    /// Another library was merged.
    Merged(Box<Merged>),
    /// A library could not be merged, for this reason.
    MergeFailed(String),
    /// A backup was not made or not put back, for this reason.
    BackupFailed(String),
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
            other => Self::Other(other.to_string()),
        }
    }
}

/// What became of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Stories that are new.
    pub imported: Vec<ArticleId>,
    /// Stories that were there already.
    pub same: Vec<ArticleId>,
    /// Stories whose text had changed.
    pub changed: Vec<ArticleId>,
    /// How many stories exports name without their texts.
    pub wanted: usize,
    /// Files that could not be read, each with its reason.
    pub failed: Vec<FailedFile>,
    /// Whether the person stopped it.
    pub cancelled: bool,
    /// Whether it is over.
    pub finished: bool,
}
