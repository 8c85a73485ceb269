use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use uuid::Uuid;

use super::{BackupKind, LibraryError};

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
    /// The folder that it lies in; `None` in memory.
    pub(super) folder: Option<PathBuf>,
    /// Whether it can only be read: its file or folder permits no more.
    pub(super) read_only: bool,
    /// The store's own count of what other connections changed, as last seen.
    data_version: Option<i64>,
}

impl Library {
    /// The name of the file inside the library's folder.
    pub const FILE: &str = "sorot.db";
    /// The newest format that this program knows.
    pub(super) const FORMAT: i64 = 6;
    /// Pages of 4 KB after which the log is taken over into the file.
    const LOG_PAGES: i64 = 8000;
    /// Memory for pages of the file, in KiB.
    const CACHE_KIB: i64 = 64 * 1024;
    /// Statements that stay prepared: about as many as there are.
    const STATEMENTS: usize = 160;
    /// How long a write waits for another program's write.
    pub(super) const PATIENCE: Duration = Duration::from_secs(5);

    /// Opens the library in `dir`, creating it if needed. Where its file may not be written it is opened for reading
    /// alone; see [`Self::is_read_only`]. An older one is backed up before it is brought to this program's format.
    pub fn open(dir: &Path, environment: Environment) -> Result<Self, LibraryError> {
        let file = dir.join(Self::FILE);
        if !file.exists() {
            std::fs::create_dir_all(dir).map_err(|error| LibraryError::Folder { path: dir.to_owned(), error })?;
        }
        if is_emptied(dir, &file) {
            return Err(LibraryError::Damaged("the file is empty".to_owned()));
        }
        // Where the file may not be written the store opens it for reading alone. It is not tried out beside the store: see
        // `is_of_library`.
        let db = Connection::open(&file)?;
        if db.is_readonly(rusqlite::MAIN_DB)? || !may_write_log(dir) {
            drop(db);
            return Self::open_read_only(dir, environment);
        }
        Self::with(db, Some(dir), environment)
    }

    /// Whether a path leads to the file of a library, or to one of those that the store keeps beside it.
    ///
    /// Nobody but the store may open them: POSIX lets go of all locks that a process has on a file as soon as the process
    /// closes it anywhere, and without its lock a window's library is taken for one that nobody has open.
    #[must_use]
    pub fn is_of_library(path: &Path) -> bool {
        let named = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.strip_prefix(Self::FILE).is_some_and(|rest| matches!(rest, "" | "-wal" | "-shm" | "-journal"))
        };
        let is_link = || std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        named(path) || is_link() && std::fs::canonicalize(path).is_ok_and(|real| named(&real))
    }

    /// Opens the library in `dir` so that nothing in it can be changed.
    pub fn open_read_only(dir: &Path, environment: Environment) -> Result<Self, LibraryError> {
        let file = dir.join(Self::FILE);
        let db = read_only_connection(&file)?;
        db.busy_timeout(Self::PATIENCE)?;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match found {
            Self::FORMAT => {}
            found if found > Self::FORMAT => return Err(LibraryError::Newer { found, known: Self::FORMAT }),
            _ => return Err(LibraryError::OldReadOnly),
        }
        Ok(Self { db, environment, folder: Some(dir.to_owned()), read_only: true, data_version: None })
    }

    /// A library that lives in memory only, for tests and trials.
    pub fn in_memory(environment: Environment) -> Result<Self, LibraryError> {
        Self::with(Connection::open_in_memory()?, None, environment)
    }

    fn with(db: Connection, folder: Option<&Path>, environment: Environment) -> Result<Self, LibraryError> {
        db.busy_timeout(Self::PATIENCE)?;
        db.pragma_update(None, "foreign_keys", true)?;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > Self::FORMAT {
            return Err(LibraryError::Newer { found, known: Self::FORMAT });
        }
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // Each commit is on disk in the log; taking the log over into the file waits until it is worth that.
        db.pragma_update(None, "wal_autocheckpoint", Self::LOG_PAGES)?;
        // What a batch of an import changes fits, so that no page goes to the disk before the commit.
        db.pragma_update(None, "cache_size", -Self::CACHE_KIB)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        // A statement's plan does not hang on what is bound to it, which would prepare it anew each time.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(Self::STATEMENTS);
        let folder = folder.map(Path::to_owned);
        let mut library = Self { db, environment, folder, read_only: false, data_version: None };
        library.bring_up()?;
        Ok(library)
    }

    /// Brings an older store to this program's format, after a backup of it.
    pub(super) fn bring_up(&mut self) -> Result<(), LibraryError> {
        let found: i64 = self.db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found >= Self::FORMAT {
            return Ok(());
        }
        if found > 0 && self.folder.is_some() {
            self.back_up(BackupKind::BeforeFormat, None)?;
        }
        bring_up(&mut self.db)
    }

    /// Who works here: the author of what is made in it.
    #[must_use]
    pub fn author(&self) -> &str {
        &self.environment.author
    }

    /// Whether nothing in it can be changed.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The folder that it lies in; `None` for one in memory.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
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

/// Whether the file is there and was emptied: a new one is empty only for a moment, and has no backups.
fn is_emptied(dir: &Path, file: &Path) -> bool {
    const MOMENT: Duration = Duration::from_secs(5);
    let old = |found: &std::fs::Metadata| {
        found.modified().ok().and_then(|then| then.elapsed().ok()).is_some_and(|age| age > MOMENT)
    };
    std::fs::metadata(file).is_ok_and(|found| {
        found.len() == 0 && (old(&found) || super::backup::backups(dir).is_ok_and(|kept| !kept.is_empty()))
    })
}

/// Whether the log that writing takes may be written, which lies beside the file. Nothing is changed by asking.
fn may_write_log(dir: &Path) -> bool {
    let refused = |error: &std::io::Error| {
        matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
    };
    // The store has no locks on the log itself: opening that does no harm.
    let log = dir.join(format!("{}-wal", Library::FILE));
    if log.exists() {
        return !std::fs::OpenOptions::new().write(true).open(log).is_err_and(|error| refused(&error));
    }
    let trial = dir.join(format!(".{}-trial-{}", Library::FILE, std::process::id()));
    let tried = std::fs::OpenOptions::new().write(true).create_new(true).open(&trial);
    let _ = std::fs::remove_file(&trial);
    !tried.is_err_and(|error| refused(&error))
}

/// A connection that only reads. Beside a log that was left over it needs the log's index, which a folder that may not
/// be written cannot get; then only what was in the file itself is read.
pub(super) fn read_only_connection(file: &Path) -> Result<Connection, LibraryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    if db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).is_ok() {
        return Ok(db);
    }
    immutable_connection(file)
}

/// A connection that only reads, from a file that nobody is writing: nothing is put beside it.
pub(super) fn immutable_connection(file: &Path) -> Result<Connection, LibraryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let path: String = file.to_string_lossy().bytes().map(escaped).collect();
    let address = format!("file:{path}?immutable=1");
    Ok(Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)?)
}

/// What makes each format out of the one before it, from nothing on.
const FORMATS: [&str; Library::FORMAT as usize] = [
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
];

/// What makes a library one of the first format again.
#[cfg(test)]
pub(super) const TO_FIRST_FORMAT: &str = include_str!("to_first_format.sql");

/// Brings an older library, or an empty file, to the newest format in one transaction, unless another process was
/// quicker.
pub(super) fn bring_up(db: &mut Connection) -> Result<(), LibraryError> {
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
    super::mark_index::rebuild(&transaction)?;
    transaction.pragma_update(None, "user_version", Library::FORMAT)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
impl Library {
    /// Does to its file what no operation does, for trials of what then fails.
    pub(crate) fn tamper(&self, sql: &str) {
        self.db.execute_batch(sql).unwrap();
    }
}
