use std::path::PathBuf;

use crate::text::Span;

use super::{AnnotationId, ArticleId, OperationId, RulingId};

/// Why the library refused. Each displays as one clear sentence.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Another program holds the library for writing.
    #[error("the library is in use by another program; try again when that has finished")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The file is no library, or damaged.
    #[error("the library file is damaged or no Sorot library: {0}")]
    Damaged(String),
    /// The store failed otherwise.
    #[error("the library could not be read or written: {0}")]
    Store(rusqlite::Error),
    /// The folder could not be made.
    #[error("the folder {} could not be made: {error}", path.display())]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// What was done beside the window broke off by a fault of the program.
    #[error("it broke off by a fault of the program; what was done until then is kept")]
    BrokeOff,
    /// It may only be read.
    #[error("the library can only be read: its file or folder may not be written")]
    ReadOnly,
    /// It may only be read, and this program would have to change it first.
    #[error(
        "the library was made by an older version of Sorot and may not be written, so it cannot be brought up to date"
    )]
    OldReadOnly,
    /// It lives in memory, so that there is no place for backups.
    #[error("a library in memory has no folder of backups")]
    NoFolder,
    /// A newer version of the program made it.
    #[error("the library was made by a newer version of Sorot (format {found}, this program knows {known})")]
    Newer {
        /// The library's format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// A library was to be merged into itself.
    #[error("that is this library itself")]
    Itself,
    /// No such article.
    #[error("no article {0}")]
    NoArticle(ArticleId),
    /// The article's text is no longer the one that was asked about.
    #[error("the text of article {0} has changed; look at it again")]
    Changed(ArticleId),
    /// No such annotation.
    #[error("no annotation {0}")]
    NoAnnotation(AnnotationId),
    /// A mark whose place is in doubt.
    #[error("it is in doubt where the annotation {0} stands; settle that first")]
    InDoubt(AnnotationId),
    /// No such step of undo and redo.
    #[error("no step {0} that can be taken back or done again")]
    NoStep(OperationId),
    /// No such ruling.
    #[error("no ruling {0}")]
    NoRuling(RulingId),
    /// An import or a merge that was taken back while it ran.
    #[error("it was taken back while it ran, so its rest is not taken in")]
    TakenBack,
    /// A span that is empty, outside the body or inside a character.
    #[error("the span {} to {} does not fit the article's text", .0.start, .0.end)]
    BadSpan(Span),
    /// A stored page could not be read again.
    #[error("the saved page of article {0} is damaged: {1}")]
    DamagedPage(ArticleId, String),
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{Error, ErrorCode};
        if matches!(error, Error::FromSqlConversionFailure(..) | Error::Utf8Error(..) | Error::InvalidColumnType(..)) {
            return Self::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Store(error),
        }
    }
}

impl From<serde_json::Error> for LibraryError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
