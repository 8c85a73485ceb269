//! Reading the library that is merged: never changed, and seen as it was at one moment.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::article::{self, Article, MAX_BYTES, SourceFile};
use crate::entity::Mention;
use crate::library::backup::copy_pages;
use crate::library::operation::parse;
use crate::library::store::{bring_up, immutable_connection, read_only_connection};
use crate::library::{Annotation, AnnotationId, ArticleId, EditionId, Library, LibraryError, articles, pages, prepare};

/// A library that another one takes in.
#[derive(Debug)]
pub struct Other {
    pub(super) db: Connection,
    /// Its file, as the system names it.
    pub(super) file: PathBuf,
}

impl Other {
    /// Opens a library for reading: its folder, its file or a backup. One of an older format is copied aside and the copy
    /// brought up to date. Nothing is ever written to the file.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let file = if path.is_dir() { path.join(Library::FILE) } else { path.to_owned() };
        let file = file.canonicalize().map_err(|error| LibraryError::File { path: file, error })?;
        let mut log = file.clone().into_os_string();
        log.push("-wal");
        // Where no log lies beside it no program has it open, and none is to be left there by looking.
        let db = if Path::new(&log).exists() { read_only_connection(&file)? } else { immutable_connection(&file)? };
        db.busy_timeout(Duration::from_secs(5))?;
        let format: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let db = match format {
            0 => return Err(LibraryError::Damaged("it is no Sorot library".to_owned())),
            Library::FORMAT => db,
            found if found > Library::FORMAT => return Err(LibraryError::Newer { found, known: Library::FORMAT }),
            _ => brought_up(&db)?,
        };
        db.execute_batch("BEGIN")?;
        Ok(Self { db, file })
    }

    /// A library without stories, in place of a file that is none.
    pub(super) fn of_nothing(file: &Path) -> Result<Self, LibraryError> {
        let mut db = Connection::open_in_memory()?;
        bring_up(&mut db)?;
        Ok(Self { db, file: file.to_owned() })
    }

    /// Notes that it has a ruling with this id.
    pub(super) fn note_ruling(&self, id: &str) -> Result<(), LibraryError> {
        let mut insert = self.db.prepare_cached("INSERT OR IGNORE INTO ruling (id, json) VALUES (?1, '')")?;
        insert.execute([id])?;
        Ok(())
    }

    /// The stories that it holds, in the order of their ids.
    pub(super) fn stories(&self) -> Result<Vec<ArticleId>, LibraryError> {
        let mut query = self.db.prepare("SELECT id FROM page WHERE removed = 0 ORDER BY id")?;
        let rows = query.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|id| parse(&id?)).collect()
    }

    /// Whether it has a page with this id.
    pub(super) fn has_story(&self, id: ArticleId) -> Result<bool, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT 1 FROM page WHERE id = ?1")?;
        Ok(query.query_row([id.to_string()], |_| Ok(())).optional()?.is_some())
    }

    /// A story with all of its saves.
    pub(super) fn story(&self, id: ArticleId) -> Result<Story, LibraryError> {
        const SAVE: &str = "sha256, file, url, size, bytes, imported, imported_on";
        let key = id.to_string();
        let (sample, current): (bool, Option<String>) =
            self.db.query_row("SELECT sample, edition FROM page WHERE id = ?1", [&key], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut query = self.db.prepare_cached(&format!(
            "SELECT NULL, {SAVE}, NULL FROM page WHERE id = ?1 UNION ALL
             SELECT id, {SAVE}, joins FROM edition WHERE article = ?1 ORDER BY 1"
        ))?;
        let mut rows = query.query([&key])?;
        let mut saves = Vec::new();
        while let Some(row) = rows.next()? {
            saves.push(Save {
                edition: row.get::<_, Option<String>>(0)?.as_deref().map(parse).transpose()?,
                sha256: row.get(1)?,
                file: row.get(2)?,
                url: row.get(3)?,
                size: row.get(4)?,
                bytes: row.get(5)?,
                imported: row.get(6)?,
                imported_on: row.get(7)?,
                joins: row.get(8)?,
            });
        }
        let current = current.as_deref().map(parse).transpose()?;
        let text = self.text(id)?;
        let worked: bool = self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM annotation WHERE article = ?1)
                OR EXISTS (SELECT 1 FROM ruling WHERE article = ?1) OR EXISTS (SELECT 1 FROM filing WHERE article = ?1)",
            [&key],
            |row| row.get(0),
        )?;
        let text = match text {
            Some(text) => text,
            None => read_anew(id, &saves, current)?,
        };
        Ok(Story { id, sample, worked, current, saves, text })
    }

    /// What was made of a story; `None` where that cannot be read.
    fn text(&self, id: ArticleId) -> Result<Option<Text>, LibraryError> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT json, body, body_version, reader, engine, (SELECT proposed FROM names WHERE names.number = article.number),
             {} FROM article WHERE id = ?1",
            articles::NAMES
        ))?;
        let mut rows = query.query([id.to_string()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let Ok(read) = serde_json::from_str::<Article>(&row.get::<_, String>(0)?) else { return Ok(None) };
        let names = articles::names(row, 6)?;
        Ok(Some(Text {
            article: Article { body: row.get(1)?, ..read },
            version: row.get(2)?,
            reader: row.get(3)?,
            engine: if names.is_some() { row.get(4)? } else { STALE },
            proposed: row.get::<_, Option<Vec<u8>>>(5)?.unwrap_or_default(),
            mentions: names.unwrap_or_default(),
        }))
    }

    /// Marks of a story in the order of their ids, those after `after`, at most so many; what cannot be read is named.
    pub(super) fn marks(&self, id: ArticleId, after: &str, most: usize) -> Result<Vec<Row>, LibraryError> {
        let mut query = self
            .db
            .prepare_cached("SELECT id, json FROM annotation WHERE article = ?1 AND id > ?2 ORDER BY id LIMIT ?3")?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut rows = query.query(params![id.to_string(), after, most])?;
        let mut marks = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            let mark = serde_json::from_slice::<Annotation>(row.get_ref(1)?.as_bytes().unwrap_or_default());
            let mark = mark.map_err(|error| error.to_string());
            // The row's own key is what the library knows it by.
            let mark = mark.and_then(|mark| {
                let id: AnnotationId = key.parse().map_err(|error: uuid::Error| error.to_string())?;
                Ok(Annotation { id, ..mark })
            });
            marks.push((key, mark));
        }
        Ok(marks)
    }

    /// The JSON of rows after the one with this id, with their ids.
    pub(super) fn rows_after(&self, sql: &str, key: &str, after: &str) -> Result<Vec<(String, String)>, LibraryError> {
        let mut query = self.db.prepare_cached(sql)?;
        // What is no text is no JSON either, and hides no other row.
        let rows = query.query_map(params![key, after], |row| {
            Ok((row.get(0)?, String::from_utf8_lossy(row.get_ref(1)?.as_bytes()?).into_owned()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether it holds a ruling, too.
    pub(super) fn has_ruling(&self, id: &str) -> Result<bool, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT 1 FROM ruling WHERE id = ?1")?;
        Ok(query.query_row([id], |_| Ok(())).optional()?.is_some())
    }
}

/// A row's id, and its mark or why that cannot be read.
pub(super) type Row = (String, Result<Annotation, String>);

/// What the engine's version is in an article whose names are to be made.
pub(super) const STALE: i64 = -1;

/// A story of the other library.
pub(super) struct Story {
    pub id: ArticleId,
    pub sample: bool,
    /// Whether somebody marked, ruled or filed it.
    pub worked: bool,
    /// The edition that it is made of.
    pub current: Option<EditionId>,
    /// The first save, then its editions.
    pub saves: Vec<Save>,
    pub text: Text,
}

/// What was made of a story's bytes, and by which versions of reader and engine.
pub(super) struct Text {
    pub article: Article,
    pub version: u32,
    pub reader: i64,
    pub engine: i64,
    pub proposed: Vec<u8>,
    pub mentions: Vec<Mention>,
}

/// Saved bytes of a story, compressed.
pub(super) struct Save {
    /// `None` for the first save.
    pub edition: Option<EditionId>,
    pub sha256: Vec<u8>,
    pub file: String,
    pub url: Option<String>,
    pub size: i64,
    pub bytes: Vec<u8>,
    pub imported: String,
    pub imported_on: String,
    /// The pages that its story is made of, as kept.
    pub joins: Option<String>,
}

impl Save {
    /// The bytes as they were saved; refused where they are others than those.
    pub fn unpacked(&self, id: ArticleId) -> Result<Vec<u8>, LibraryError> {
        let damaged = |reason: String| LibraryError::DamagedPage(id, reason);
        let most = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        let size = usize::try_from(self.size).unwrap_or(usize::MAX).min(most);
        let bytes = prepare::decompress(&self.bytes, size).map_err(|error| damaged(error.to_string()))?;
        if prepare::hash(&bytes).as_slice() == self.sha256 && self.imported_on.parse::<jiff::civil::Date>().is_ok() {
            Ok(bytes)
        } else {
            Err(damaged("its bytes are not those that were saved".to_owned()))
        }
    }
}

fn read_anew(id: ArticleId, saves: &[Save], current: Option<EditionId>) -> Result<Text, LibraryError> {
    let damaged = |reason: String| LibraryError::DamagedPage(id, reason);
    let save = saves.iter().find(|save| save.edition == current).or(saves.first());
    let save = save.ok_or_else(|| damaged("its bytes are not there".to_owned()))?;
    let read = |save: &Save| {
        let imported = save.imported_on.parse().map_err(|error: jiff::Error| damaged(error.to_string()))?;
        let bytes = save.unpacked(id)?;
        let source = SourceFile { name: &save.file, bytes: &bytes, url: save.url.as_deref(), imported };
        article::read(&source).map_err(|error| damaged(error.to_string()))
    };
    let article = match &save.joins {
        None => read(save)?,
        Some(joins) => {
            let joined = pages::parse_joined(joins)?;
            let of = |bytes: &String| saves.iter().find(|save| pages::hexadecimal(&save.sha256) == *bytes);
            let parts = joined.iter().filter_map(|(number, bytes)| Some((*number, of(bytes)?)));
            let parts: Result<Vec<_>, LibraryError> = parts.map(|(number, save)| Ok((number, read(save)?))).collect();
            article::join_pages(parts?).ok_or_else(|| damaged("its pages are not there".to_owned()))?
        }
    };
    let reader = crate::library::import::READER_VERSION.into();
    Ok(Text { article, version: 1, reader, engine: STALE, proposed: Vec::new(), mentions: Vec::new() })
}

/// A copy of an older library in this program's format, which goes away when it is closed.
fn brought_up(db: &Connection) -> Result<Connection, LibraryError> {
    let mut copy = Connection::open("")?;
    copy_pages(db, &mut copy)?;
    // Such a file has no log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    bring_up(&mut copy)?;
    Ok(copy)
}
