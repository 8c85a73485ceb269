//! Why files are not imported.

use std::io;
use std::path::PathBuf;

use crate::article::Unreadable;
use crate::library::{LineOutcome, Missed, Origin, Why};

/// A file that could not be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFile {
    /// Which; where it lies inside another one, with its name there.
    pub path: PathBuf,
    /// Why.
    pub reason: FailureReason,
}

/// Why a file could not be imported; its display form is English for the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FailureReason {
    /// It was read and makes no article.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The system refused; its words.
    #[error("{0}")]
    System(String),
    /// Not a plain file (a device, a pipe, a socket).
    #[error("not a plain file")]
    NotAFile,
    /// A container within containers within containers.
    #[error("an archive that lies too deep in other archives")]
    TooDeep,
    /// Reading it broke the reader.
    #[error("the reader failed on this file")]
    Panicked,
    /// The library did not take it in.
    #[error("the library did not take it in")]
    Refused,
}

impl From<io::Error> for FailureReason {
    fn from(error: io::Error) -> Self {
        let words = match error.kind() {
            io::ErrorKind::NotFound => GONE,
            io::ErrorKind::PermissionDenied => FORBIDDEN,
            io::ErrorKind::OutOfMemory => NO_MEMORY,
            io::ErrorKind::TimedOut => TOO_LONG,
            _ => return Self::System(error.to_string()),
        };
        Self::System(words.to_owned())
    }
}

const GONE: &str = "there is no such file";
const FORBIDDEN: &str = "reading it is not permitted";
const NO_MEMORY: &str = "there is not enough memory to read it";
const TOO_LONG: &str = "reading it took too long";

impl FailureReason {
    /// Its stable name, and what it is about: a format, a limit, the system's words.
    #[must_use]
    pub fn code(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Unreadable(Unreadable::Empty) => ("empty", None),
            Self::Unreadable(Unreadable::Binary(kind)) => ("binary", Some((*kind).to_owned())),
            Self::Unreadable(Unreadable::Encoding) => ("encoding", None),
            Self::Unreadable(Unreadable::TooLarge { limit, .. }) => {
                ("too-large", Some((limit / (1024 * 1024)).to_string()))
            }
            Self::Unreadable(Unreadable::Damaged(kind)) => ("damaged", Some((*kind).to_owned())),
            Self::Unreadable(Unreadable::RestDamaged(kind)) => ("rest-damaged", Some((*kind).to_owned())),
            Self::Unreadable(Unreadable::TooMany { limit, .. }) => ("too-many", Some(limit.to_string())),
            Self::Unreadable(Unreadable::NoBody) => ("no-body", None),
            Self::Unreadable(Unreadable::NoText) => ("no-text", None),
            Self::Unreadable(Unreadable::NotOfTheWeb) => ("not-of-the-web", None),
            Self::Unreadable(Unreadable::LongerThanAStory { limit, .. }) => {
                ("longer-than-a-story", Some(limit.to_string()))
            }
            Self::Unreadable(Unreadable::TooManyLines { limit, .. }) => ("too-many-lines", Some(limit.to_string())),
            Self::Unreadable(Unreadable::Locked) => ("locked", None),
            Self::Unreadable(Unreadable::UnknownCompression) => ("unknown-compression", None),
            Self::Unreadable(Unreadable::GrowsTooMuch(times)) => ("grows-too-much", Some(times.to_string())),
            Self::Unreadable(Unreadable::Protected) => ("protected", None),
            Self::System(said) => match said.as_str() {
                GONE => ("gone", None),
                FORBIDDEN => ("forbidden", None),
                NO_MEMORY => ("no-memory", None),
                TOO_LONG => ("too-long", None),
                _ => ("system", Some(said.clone())),
            },
            Self::NotAFile => ("not-a-file", None),
            Self::TooDeep => ("too-deep", None),
            Self::Panicked => ("panicked", None),
            Self::Refused => ("refused", None),
        }
    }
}

impl From<&FailureReason> for Why {
    fn from(reason: &FailureReason) -> Self {
        let (code, detail) = reason.code();
        Self { code: code.to_owned(), detail, said: reason.to_string() }
    }
}

impl Missed {
    /// A file that failed.
    #[must_use]
    pub fn failed(origin: Origin, reason: &FailureReason) -> Self {
        Self { origin, outcome: LineOutcome::Failed, why: reason.into() }
    }
}
