use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use super::LibraryError;

/// Clock, ids and author, injected so that tests are deterministic.
pub struct Environment {
    /// What time it is.
    pub clock: Box<dyn Fn() -> Timestamp + Send>,
    /// Fresh ids, `UUIDv7`.
    pub ids: Box<dyn FnMut() -> Uuid + Send>,
    /// Who works here.
    pub author: String,
}

impl Environment {
    /// The system's clock, fresh `UUIDv7` ids and the system's user name.
    #[must_use]
    pub fn system() -> Self {
        let author = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
        Self {
            clock: Box::new(Timestamp::now),
            ids: Box::new(Uuid::now_v7),
            author: author.filter(|name| !name.is_empty()).unwrap_or_else(|| "me".to_owned()),
        }
    }
}

/// The library: a folder with one `SQLite` file, and the only door to it.
///
/// Every commit is on disk when the call returns (`synchronous = FULL`).
pub struct Library {
    pub(super) db: Connection,
    pub(super) environment: Environment,
    /// The store's own count of what other connections changed, as last seen.
    data_version: Option<i64>,
}

impl Library {
    /// The name of the file inside the library's folder.
    const FILE: &str = "sorot.db";
    /// The newest format that this program knows.
    const FORMAT: i64 = 2;
    /// How long a write waits for another program's write.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// Opens the library in `dir`, creating it if needed.
    pub fn open(dir: &Path, environment: Environment) -> Result<Self, LibraryError> {
        std::fs::create_dir_all(dir).map_err(|error| LibraryError::Folder { path: dir.to_owned(), error })?;
        let file = dir.join(Self::FILE);
        if is_emptied(&file) {
            return Err(LibraryError::Damaged("the file is empty".to_owned()));
        }
        Self::with(Connection::open(file)?, environment)
    }

    /// A library that lives in memory only, for tests and trials.
    pub fn in_memory(environment: Environment) -> Result<Self, LibraryError> {
        Self::with(Connection::open_in_memory()?, environment)
    }

    fn with(mut db: Connection, environment: Environment) -> Result<Self, LibraryError> {
        db.busy_timeout(Self::PATIENCE)?;
        db.pragma_update(None, "foreign_keys", true)?;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > Self::FORMAT {
            return Err(LibraryError::Newer { found, known: Self::FORMAT });
        }
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        if found < Self::FORMAT {
            bring_up(&mut db)?;
        }
        db.set_prepared_statement_cache_capacity(64);
        Ok(Self { db, environment, data_version: None })
    }

    /// Whether another connection has changed the library since this was last asked.
    pub fn changed_elsewhere(&mut self) -> bool {
        let version = self.db.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0)).ok();
        let changed = version.is_some() && self.data_version.is_some() && version != self.data_version;
        self.data_version = version;
        changed
    }

    /// Whether nothing was ever done in it.
    pub fn is_new(&self) -> bool {
        self.db.query_row("SELECT 1 FROM operation LIMIT 1", [], |_| Ok(())).optional().is_ok_and(|any| any.is_none())
    }

    /// The time now, RFC 3339 in UTC with milliseconds.
    pub(super) fn now(&self) -> String {
        format!("{:.3}", (self.environment.clock)())
    }
}

/// Whether the file is there and has been empty for a while: a new one is empty only for a moment.
fn is_emptied(file: &Path) -> bool {
    const MOMENT: Duration = Duration::from_secs(5);
    let old = |found: &std::fs::Metadata| {
        found.modified().ok().and_then(|then| then.elapsed().ok()).is_some_and(|age| age > MOMENT)
    };
    std::fs::metadata(file).is_ok_and(|found| found.len() == 0 && old(&found))
}

/// What makes each format out of the one before it, from nothing on.
const FORMATS: [&str; Library::FORMAT as usize] = [include_str!("schema.sql"), include_str!("schema_2.sql")];

/// Brings an older library, or an empty file, to the newest format in one transaction, unless another process was
/// quicker.
fn bring_up(db: &mut Connection) -> Result<(), LibraryError> {
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found == 0 {
        let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        if tables > 0 {
            return Err(LibraryError::Damaged("it holds other tables".to_owned()));
        }
    }
    for format in FORMATS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(format)?;
    }
    transaction.pragma_update(None, "user_version", Library::FORMAT)?;
    transaction.commit()?;
    Ok(())
}
