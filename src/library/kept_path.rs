//! Paths as the store keeps them: text where they are that, else the bytes that the system has for them.

use std::path::{Path, PathBuf};

use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

use super::LibraryError;

/// A path to be stored.
pub(super) fn kept(path: &Path) -> Value {
    match path.to_str() {
        Some(text) => Value::Text(text.to_owned()),
        None => Value::Blob(path.as_os_str().as_encoded_bytes().to_vec()),
    }
}

/// The path in a column; `None` where there is none.
pub(super) fn read(row: &Row<'_>, column: usize) -> Result<Option<PathBuf>, LibraryError> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(Some(from_bytes(bytes))),
        ValueRef::Integer(_) | ValueRef::Real(_) => Err(LibraryError::Damaged("a path is a number".to_owned())),
    }
}

#[cfg(unix)]
fn from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn from_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
