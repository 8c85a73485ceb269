//! What stories are read from: files on the disk, and files within archives and exports.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use crate::article::{
    self, MAX_BYTES, MAX_UNPACKED, MAX_UNPACKED_IN_ALL, MAX_UNPACKED_WITHIN, PackedFile, SourceFile, Unreadable, Wish,
    looks_packed, unpack,
};
use crate::library::{Library, Origin};

use super::FailureReason;
use super::walk::{Entry, origin};

/// Something that a story is read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, or a folder that could not be opened.
    Found(Entry),
    /// A file inside an archive or an export.
    Packed(Box<Packed>),
}

/// A file whose bytes are at hand: mostly one inside another.
#[derive(Debug, Clone)]
pub struct Packed {
    /// The path to show: the container's, a slash, and the name inside. Never opened.
    shown: PathBuf,
    /// The file on the disk.
    container: Option<PathBuf>,
    file: PackedFile,
    room: Room,
}

/// How much may come out of a container.
#[derive(Debug, Clone)]
struct Room {
    /// How many containers it lies in.
    depth: usize,
    /// The most bytes that come out of it: what those around it hold is in memory as well.
    most: u64,
    /// How many bytes may still come out of all that lie within the same file on the disk.
    left: Arc<AtomicU64>,
}

impl Default for Room {
    /// That of a file on the disk.
    fn default() -> Self {
        Self { depth: 0, most: MAX_UNPACKED, left: Arc::new(AtomicU64::new(MAX_UNPACKED_IN_ALL)) }
    }
}

impl Room {
    /// What is in a container, and the room of the containers in that; `None` where the bytes are none.
    fn unpack(&self, bytes: &[u8]) -> Option<Result<(Vec<PackedFile>, Self), Unreadable>> {
        let left = self.left.load(Ordering::Relaxed);
        let most = if self.depth == 0 { self.most } else { self.most.min(left) };
        let files = match unpack(bytes, most)? {
            Ok(_) if self.depth > 0 && left < MAX_UNPACKED_WITHIN => {
                let size = MAX_UNPACKED_IN_ALL - left + self.most;
                return Some(Err(Unreadable::TooLarge { size, limit: MAX_UNPACKED_IN_ALL }));
            }
            Ok(files) => files,
            Err(reason) => return Some(Err(reason)),
        };
        let held: u64 = files.iter().flat_map(|file| &file.bytes).map(|bytes| bytes.len() as u64).sum();
        if self.depth > 0 {
            self.left.fetch_sub(held.min(left), Ordering::Relaxed);
        }
        let most = self.most.saturating_sub(held).max(MAX_UNPACKED_WITHIN);
        Some(Ok((files, Self { depth: self.depth + 1, most, left: Arc::clone(&self.left) })))
    }
}

impl From<Entry> for Source {
    fn from(found: Entry) -> Self {
        Self::Found(found)
    }
}

impl Source {
    /// A file that was read already, with the address that the person gave for it.
    #[must_use]
    pub fn read(path: &Path, url: Option<&str>, bytes: Vec<u8>) -> Self {
        let (name, url) = (name_of(path).into_owned(), url.map(str::to_owned));
        let file = PackedFile { name, url, bytes: Ok(bytes), wish: None };
        Self::Packed(Box::new(Packed { shown: path.to_owned(), container: None, file, room: Room::default() }))
    }

    /// The path to show.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Found(Ok(path)) => path,
            Self::Found(Err(failed)) => &failed.path,
            Self::Packed(packed) => &packed.shown,
        }
    }

    /// Where it was found.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::Found(_) => origin(self.path(), None),
            Self::Packed(packed) => origin(&packed.shown, packed.container.as_deref()),
        }
    }

    /// How many bytes of it are held in memory before it is read.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Packed(packed) => packed.file.bytes.as_ref().map_or(0, Vec::len),
            Self::Found(_) => 0,
        }
    }

    /// Whether it may take much memory to open: it is packed and no small file, or very large.
    pub(super) fn is_heavy(&self) -> bool {
        const LIGHT: u64 = 256 * 1024;
        const VERY_LARGE: u64 = 8 * 1024 * 1024;
        match self {
            Self::Packed(packed) => {
                packed.file.bytes.as_ref().is_ok_and(|bytes| bytes.len() as u64 > LIGHT && looks_packed(bytes))
            }
            Self::Found(Ok(path)) => fs::metadata(path).is_ok_and(|metadata| {
                let begins_packed = || {
                    let mut start = [0; 8];
                    File::open(path)
                        .and_then(|mut file| file.read_exact(&mut start))
                        .is_ok_and(|()| looks_packed(&start))
                };
                let large = metadata.is_file() && metadata.len() > LIGHT && !Library::is_of_library(path);
                large && (metadata.len() > VERY_LARGE || begins_packed())
            }),
            Self::Found(Err(_)) => false,
        }
    }

    /// Its bytes, or what it holds where it is a container.
    pub fn open(&self) -> Result<Opened<'_>, FailureReason> {
        if let Self::Packed(packed) = self
            && let (Some(wish), Err(Unreadable::NoBody)) = (&packed.file.wish, &packed.file.bytes)
        {
            return Ok(Opened::Wish(wish));
        }
        let (path, room, file) = match self {
            Self::Found(Err(failed)) => return Err(failed.reason.clone()),
            Self::Found(Ok(path)) => (
                path,
                Room::default(),
                Story { name: name_of(path), url: None, bytes: Cow::Owned(read_file(path)?), wish: None },
            ),
            Self::Packed(packed) => {
                let PackedFile { name, url, bytes, wish } = &packed.file;
                let bytes = bytes.as_ref().map_err(Clone::clone)?;
                let wish = wish.as_deref();
                let story = Story { name: name.into(), url: url.as_deref(), bytes: bytes.into(), wish };
                (&packed.shown, packed.room.clone(), story)
            }
        };
        Ok(match inside((path, self.origin().file()), &file.bytes, &room)? {
            Some(sources) => Opened::Container(sources),
            None => Opened::Story(file),
        })
    }
}

/// A source that was opened.
#[derive(Debug)]
pub enum Opened<'a> {
    /// A file to be read as a story.
    Story(Story<'a>),
    /// What a container holds, in its order.
    Container(Vec<Source>),
    /// A story that is only named.
    Wish(&'a Wish),
}

/// A file to be read as a story.
#[derive(Debug)]
pub struct Story<'a> {
    name: Cow<'a, str>,
    url: Option<&'a str>,
    bytes: Cow<'a, [u8]>,
    /// What the export says of it beside its text.
    wish: Option<&'a Wish>,
}

impl Story<'_> {
    /// The file as the reader takes it, imported on a day.
    #[must_use]
    pub fn file(&self, imported: Date) -> SourceFile<'_> {
        SourceFile { name: &self.name, bytes: &self.bytes, url: self.url, imported }
    }

    /// How it was filed and marked, by the export that holds it or by the file itself.
    #[must_use]
    pub fn filed(&self) -> Option<Wish> {
        self.wish.cloned().or_else(|| article::filed(&self.bytes))
    }
}

pub(super) fn name_of(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()
}

/// Containers within containers are opened up to this depth.
const DEEPEST: usize = 3;

/// What a container, given with the file on the disk that it is or lies in, holds; `None` where the bytes are none.
fn inside(
    (container, file_on_disk): (&Path, &Path),
    bytes: &[u8],
    room: &Room,
) -> Result<Option<Vec<Source>>, FailureReason> {
    let Some(unpacked) = room.unpack(bytes) else { return Ok(None) };
    if room.depth >= DEEPEST {
        return Err(FailureReason::TooDeep);
    }
    let (files, within) = unpacked?;
    if files.is_empty() {
        return Err(Unreadable::NoText.into());
    }
    let packed = |file: PackedFile| {
        let mut shown = container.as_os_str().to_owned();
        shown.push("/");
        shown.push(file.name.trim_start_matches('/'));
        let container = Some(file_on_disk.to_owned());
        Source::Packed(Box::new(Packed { shown: shown.into(), container, file, room: within.clone() }))
    };
    Ok(Some(files.into_iter().map(packed).collect()))
}

/// The bytes of a plain file of at most [`MAX_BYTES`]; the size is looked at before anything is read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FailureReason> {
    read_at_most(path, MAX_BYTES)
}

/// The text of a plain file of at most [`MAX_BYTES`].
pub fn read_text_file(path: &Path) -> Result<String, FailureReason> {
    String::from_utf8(read_file(path)?).map_err(|_| FailureReason::System("the file is no text in UTF-8".to_owned()))
}

/// A plain file of any size, opened for reading.
pub fn open_file(path: &Path) -> Result<File, FailureReason> {
    check(path, u64::MAX)?;
    Ok(File::open(path)?)
}

fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, FailureReason> {
    check(path, limit)?;
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    check_plain(&metadata, limit)?;
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(usize::MAX))
        .map_err(|error| FailureReason::System(error.to_string()))?;
    // A file may grow while it is read, and some system files say that they are empty.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > limit { Err(Unreadable::TooLarge { size, limit }.into()) } else { Ok(bytes) }
}

/// Refuses what is not to be opened: opening a pipe waits for its other end, opening a device may do anything, and a
/// library is opened by its store alone.
fn check(path: &Path, limit: u64) -> Result<(), FailureReason> {
    if Library::is_of_library(path) {
        return Err(Unreadable::Binary("a library of Sorot").into());
    }
    check_plain(&fs::metadata(path)?, limit)
}

fn check_plain(metadata: &fs::Metadata, limit: u64) -> Result<(), FailureReason> {
    if !metadata.is_file() {
        return Err(FailureReason::NotAFile);
    }
    let size = metadata.len();
    if size > limit { Err(Unreadable::TooLarge { size, limit }.into()) } else { Ok(()) }
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
