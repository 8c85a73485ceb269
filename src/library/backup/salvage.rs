//! Reading what can still be read out of a damaged store, into a new library.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::library::{Environment, Library, LibraryError, mark_index};

/// The tables that hold ground data, each after those that it refers to.
const GROUND: [&str; 15] = [
    "page",
    "annotation",
    "reading",
    "operation",
    "undo_group",
    "undo_member",
    "ruling",
    "filing",
    "wish",
    "edition",
    "verdict",
    "import",
    "import_source",
    "import_line",
    "watched_file",
];

/// Something that could not be read, or not be kept without what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Of which table.
    pub table: &'static str,
    /// The row's own identity where that could be read, else its number in the table.
    pub row: String,
    /// What the store said.
    pub reason: String,
    /// The values that could be read all the same, as JSON: an annotation whose page is lost still has its words.
    pub left: Option<String>,
}

/// What was saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Rows read and written, by table.
    pub rows: Vec<(&'static str, usize)>,
    /// What was lost.
    pub lost: Vec<Lost>,
}

/// Rows in a row that cannot be read after which the rest is looked for from the other end.
const MOST_BROKEN: usize = 4096;

impl Library {
    /// Reads a damaged store at `file` as far as it goes into a new library in `folder`, which must not hold one. Texts
    /// and names are derived data: they are to be made anew with [`Library::rebuild`].
    pub fn salvage(file: &Path, folder: &Path, environment: Environment) -> Result<(Self, Salvaged), LibraryError> {
        let taken = folder.join(Self::FILE);
        if taken.exists() {
            let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(LibraryError::File { path: taken, error });
        }
        if !file.is_file() {
            let error = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(LibraryError::File { path: file.to_owned(), error });
        }
        let damaged = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Indexes may be what is damaged: rows are read by their numbers alone.
        let _ = damaged.pragma_update(None, "cell_size_check", false);
        let library = Self::open(folder, environment)?;
        let mut salvaged = Salvaged::default();
        let transaction = library.db.unchecked_transaction()?;
        for table in GROUND {
            let rows = table_rows(&damaged, &transaction, table, &mut salvaged.lost);
            salvaged.rows.push((table, rows));
        }
        mark_index::rebuild(&transaction)?;
        transaction.commit()?;
        Ok((library, salvaged))
    }
}

/// Copies the rows of a table that can be read, giving how many.
fn table_rows(damaged: &Connection, to: &Connection, table: &'static str, lost: &mut Vec<Lost>) -> usize {
    let mut saved = 0;
    let mut last = i64::MIN;
    let mut broken = 0;
    // A page of the tree that cannot be read hides the rows that it held.
    let hidden = |from: i64, until: Option<i64>| Lost {
        table,
        row: until.map_or_else(|| format!("{from} and after"), |until| format!("{from} to {until}")),
        reason: "the rows with these numbers, as many as there were, could not be read".to_owned(),
        left: None,
    };
    let mut gap = 0;
    while broken < MOST_BROKEN {
        match next(damaged, table, last, true) {
            Ok(Some(number)) => {
                if broken > 0 {
                    lost.push(hidden(gap, Some(number - 1)));
                }
                saved += usize::from(copy_row(damaged, to, table, number, lost));
                last = number;
                broken = 0;
            }
            Ok(None) => {
                if broken > 0 {
                    lost.push(hidden(gap, None));
                }
                return saved;
            }
            // Go on behind it.
            Err(_) if last < i64::MAX => {
                last = last.max(0) + 1;
                if broken == 0 {
                    gap = last;
                }
                broken += 1;
            }
            Err(_) => break,
        }
    }
    // What follows is read from behind.
    let mut from = i64::MAX;
    while let Ok(Some(number)) = next(damaged, table, from, false) {
        if number <= last {
            break;
        }
        saved += usize::from(copy_row(damaged, to, table, number, lost));
        from = number;
    }
    lost.push(hidden(gap, (from < i64::MAX).then(|| from - 1)));
    saved
}

/// The number of the row after (or before) another.
fn next(db: &Connection, table: &str, from: i64, forward: bool) -> rusqlite::Result<Option<i64>> {
    let (compare, order) = if forward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!("SELECT rowid FROM {table} WHERE rowid {compare} ?1 ORDER BY rowid {order} LIMIT 1");
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query([from])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// Copies one row; false where it is lost.
fn copy_row(damaged: &Connection, to: &Connection, table: &'static str, number: i64, lost: &mut Vec<Lost>) -> bool {
    let read = || -> rusqlite::Result<(Vec<String>, Vec<Value>)> {
        let mut query = damaged.prepare_cached(&format!("SELECT * FROM {table} WHERE rowid = ?1"))?;
        let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
        let values = query.query_row([number], |row| (0..columns.len()).map(|at| row.get(at)).collect())?;
        Ok((columns, values))
    };
    let (columns, values) = match read() {
        Ok(row) => row,
        Err(error) => {
            lost.push(Lost { table, row: number.to_string(), reason: error.to_string(), left: None });
            return false;
        }
    };
    let names = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let written = to
        .prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))
        .and_then(|mut insert| insert.execute(params_from_iter(&values)));
    match written {
        Ok(_) => true,
        Err(error) => {
            let row = match values.first() {
                Some(Value::Text(id)) => id.clone(),
                _ => number.to_string(),
            };
            let left = columns.iter().zip(&values).filter_map(|(name, value)| Some((name.clone(), json(value)?)));
            let left: serde_json::Map<String, serde_json::Value> = left.collect();
            let left = serde_json::to_string(&left).ok();
            lost.push(Lost { table, row, reason: error.to_string(), left });
            false
        }
    }
}

/// A value as JSON; bytes are left out.
fn json(value: &Value) -> Option<serde_json::Value> {
    match value {
        Value::Null | Value::Blob(_) => None,
        Value::Integer(number) => Some((*number).into()),
        Value::Real(number) => Some((*number).into()),
        Value::Text(text) => Some(text.clone().into()),
    }
}
