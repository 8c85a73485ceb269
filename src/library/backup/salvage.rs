//! Reading what can still be read out of a damaged store, into a new library.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::{copy_to, first_page, sync_folder};
use crate::library::operation::Payload;
use crate::library::{Annotation, Environment, Filing, Library, LibraryError, StoredRuling, mark_index, prepare};

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

/// The most bytes of a value that is read: a damaged length may say anything. A page has less.
const MOST_BYTES: i32 = 256 * 1024 * 1024;

impl Library {
    /// Reads a damaged store at `file` as far as it goes into a new library in `folder`, which must not hold one. Texts
    /// and names are derived data: they are to be made anew with [`Library::rebuild`]. The file is to be a copy: what is
    /// wrong with its first page is set right in it.
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
        // A run that is broken off leaves nothing that looks like a library.
        let making = folder.join(UNFINISHED);
        let failed = |error| LibraryError::File { path: making.clone(), error };
        if making.exists() {
            std::fs::remove_dir_all(&making).map_err(failed)?;
        }
        let library = Self::open(&making, environment)?;
        let empty = making.join("empty.db");
        copy_to(&library.db, &empty)?;
        let unmended = |error| LibraryError::File { path: file.to_owned(), error };
        let sound = first_page::read(&empty).map_err(unmended)?;
        let is_store = first_page::mend(file, &sound).map_err(unmended)?;
        let mut damaged = opened(file)?;
        if is_store && names_no_table(&damaged) {
            drop(damaged);
            first_page::put_tables(file, &empty).map_err(unmended)?;
            damaged = opened(file)?;
        }
        let salvaged = read_all(&damaged, &library)?;
        let Self { db, environment, .. } = library;
        drop(db);
        std::fs::rename(making.join(Self::FILE), &taken).map_err(failed)?;
        std::fs::remove_dir_all(&making).map_err(failed)?;
        sync_folder(folder).map_err(failed)?;
        Ok((Self::open(folder, environment)?, salvaged))
    }
}

/// The folder, within that of the new library, in which it is made: no name that anybody else gives.
const UNFINISHED: &str = "sorot.db.unfinished";

/// A damaged store.
fn opened(file: &Path) -> Result<Connection, LibraryError> {
    let damaged = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Indexes may be what is damaged: rows are read by their numbers alone.
    let _ = damaged.pragma_update(None, "cell_size_check", false);
    damaged.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_BYTES)?;
    Ok(damaged)
}

/// Whether the store is one of whose tables none can be named, so that no row of any is read.
fn names_no_table(damaged: &Connection) -> bool {
    let named = damaged.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0));
    matches!(named.map_err(LibraryError::from), Err(LibraryError::Damaged(_)))
}

/// Copies all ground data that can be read.
fn read_all(damaged: &Connection, library: &Library) -> Result<Salvaged, LibraryError> {
    let mut salvaged = Salvaged::default();
    let transaction = library.db.unchecked_transaction()?;
    for table in GROUND {
        let rows = table_rows(damaged, &transaction, table, &mut salvaged.lost);
        salvaged.rows.push((table, rows));
    }
    mark_index::rebuild(&transaction)?;
    transaction.commit()?;
    Ok(salvaged)
}

/// Copies the rows of a table that can be read, giving how many.
fn table_rows(damaged: &Connection, to: &Connection, table: &'static str, lost: &mut Vec<Lost>) -> usize {
    let mut rows = Rows { damaged, to, table, seen: BTreeSet::new(), saved: 0, lost };
    let gaps = rows.forward();
    rows.backward(i64::MAX);
    rows.name(&gaps);
    rows.saved
}

/// The rows of a table while they are read. Nothing that a damaged tree says is trusted: each number is taken once, and
/// one that is out of order is as good as none.
struct Rows<'a> {
    damaged: &'a Connection,
    to: &'a Connection,
    table: &'static str,
    seen: BTreeSet<i64>,
    saved: usize,
    lost: &'a mut Vec<Lost>,
}

impl Rows<'_> {
    /// Copies one row; false where it was taken before.
    fn take(&mut self, number: i64) -> bool {
        let fresh = self.seen.insert(number);
        if fresh {
            self.saved += usize::from(copy_row(self.damaged, self.to, self.table, number, self.lost));
        }
        fresh
    }

    /// Reads from the lowest number on. A page of the tree that cannot be read hides the rows that it held: it is gone on
    /// behind it, in steps that grow, and what was stepped over is read from behind. The answer is where that began.
    fn forward(&mut self) -> Vec<i64> {
        /// Numbers that are tried one by one before the steps grow.
        const ONE_BY_ONE: u32 = 256;
        let (mut last, mut broken, mut gaps) = (i64::MIN, 0_u32, Vec::new());
        loop {
            match next(self.damaged, self.table, last, true) {
                Ok(Some(number)) if number > last => {
                    if broken > 0 {
                        self.backward(number);
                    }
                    self.take(number);
                    (last, broken) = (number, 0);
                }
                Ok(None) => return gaps,
                Ok(Some(_)) | Err(_) => {
                    if broken == 0 {
                        gaps.push(last.max(0).saturating_add(1));
                    }
                    broken += 1;
                    let step = 1_i64.checked_shl(broken.saturating_sub(ONE_BY_ONE)).filter(|step| *step > 0);
                    let Some(on) = step.and_then(|step| last.max(0).checked_add(step)) else { return gaps };
                    last = on;
                }
            }
        }
    }

    /// Reads from a number down, until what comes was taken before.
    fn backward(&mut self, mut from: i64) {
        /// Known rows in a row after which the rest is known as well: a single one may have a damaged number.
        const KNOWN: usize = 64;
        let mut known = 0;
        while known < KNOWN
            && let Ok(Some(number)) = next(self.damaged, self.table, from, false)
            && number < from
        {
            known = if self.take(number) { 0 } else { known + 1 };
            from = number;
        }
    }

    /// Names the numbers around each place that could not be read, between those that could.
    fn name(&mut self, gaps: &[i64]) {
        let mut named = None;
        for gap in gaps {
            let from = self.seen.range(..*gap).next_back().map_or(1, |before| before.saturating_add(1));
            let until = self.seen.range(*gap..).next().map(|after| after.saturating_sub(1));
            if until.is_some_and(|until| until < from) || named.replace((from, until)) == Some((from, until)) {
                continue;
            }
            self.lost.push(Lost {
                table: self.table,
                row: until.map_or_else(|| format!("{from} and after"), |until| format!("{from} to {until}")),
                reason: "the rows with these numbers, as many as there were, could not be read".to_owned(),
                left: None,
            });
        }
    }
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
    if let Some(reason) = unreadable(table, &columns, &values) {
        lost.push(Lost { table, row: identity(&values, number), reason, left: left(&columns, &values) });
        return false;
    }
    if let Some(reason) = changed_bytes(&columns, &values) {
        lost.push(Lost { table, row: identity(&values, number), reason, left: None });
    }
    let names = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let written = to
        .prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))
        .and_then(|mut insert| insert.execute(params_from_iter(&values)));
    match written {
        Ok(_) => true,
        Err(error) => {
            let (row, left) = (identity(&values, number), left(&columns, &values));
            lost.push(Lost { table, row, reason: error.to_string(), left });
            false
        }
    }
}

fn identity(values: &[Value], number: i64) -> String {
    match values.first() {
        Some(Value::Text(id)) => id.clone(),
        _ => number.to_string(),
    }
}

fn left(columns: &[String], values: &[Value]) -> Option<String> {
    let left = columns.iter().zip(values).filter_map(|(name, value)| Some((name.clone(), json(value)?)));
    serde_json::to_string(&left.collect::<serde_json::Map<String, serde_json::Value>>()).ok()
}

fn value<'a>(columns: &[String], values: &'a [Value], name: &str) -> Option<&'a Value> {
    values.get(columns.iter().position(|column| column == name)?)
}

/// Why a row that the store gives is none of this program's: a library that held it could not be read.
fn unreadable(table: &str, columns: &[String], values: &[Value]) -> Option<String> {
    let Value::Text(text) = value(columns, values, "json").or_else(|| value(columns, values, "payload"))? else {
        return Some("it is no text".to_owned());
    };
    let read = match table {
        "annotation" => serde_json::from_str::<Annotation>(text).err(),
        "ruling" => serde_json::from_str::<StoredRuling>(text).err(),
        "filing" => serde_json::from_str::<Filing>(text).err(),
        "operation" => serde_json::from_str::<Payload>(text).err(),
        _ => serde_json::from_str::<serde::de::IgnoredAny>(text).err(),
    };
    read.map(|error| error.to_string())
}

/// What is wrong with the bytes of a saved page, which are kept all the same.
fn changed_bytes(columns: &[String], values: &[Value]) -> Option<String> {
    let (Value::Blob(hash), Value::Blob(bytes), Value::Integer(size)) =
        (value(columns, values, "sha256")?, value(columns, values, "bytes")?, value(columns, values, "size")?)
    else {
        return None;
    };
    match prepare::decompress(bytes, usize::try_from(*size).unwrap_or_default()) {
        Ok(bytes) if prepare::hash(&bytes).as_slice() == hash => None,
        Ok(_) => Some("its bytes are not those that were saved".to_owned()),
        Err(error) => Some(error.to_string()),
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
