//! From paths to stories: finding files, reading them within limits, preparing them on several threads.

use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::fs::{self, File};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::article::{
    self, MAX_BYTES, MAX_UNPACKED, MAX_UNPACKED_WITHIN, PackedFile, SourceFile, Unreadable, Wish, unpack,
};
use crate::entity::Engine;
use crate::library::{self, LineOutcome, Missed, Origin, Prepared, Why};

use super::{FailedFile, FailureReason};

/// The stack of a thread that reads files, in bytes: deeply nested pages must not exhaust it.
pub(super) const STACK_BYTES: usize = 16 * 1024 * 1024;

/// More threads than this gain little: reading is bound by the disk before that.
const MAX_THREADS: usize = 8;

/// The files that `paths` name, folders opened in depth, in sorted order.
///
/// Links are followed. A folder that two links lead to is opened once, and a link back to a folder that holds it is
/// named as a failure. Folders whose name begins with a dot are left alone unless `paths` names them. Whatever is no
/// folder is passed on: [`read_file`] says what is wrong with it. Lazy, and without recursion.
#[must_use]
pub fn walk(paths: Vec<PathBuf>) -> Walk {
    let pending = paths.into_iter().rev().map(|path| Step::Visit { path, named: true }).collect();
    Walk { pending, open: Vec::new(), seen: HashSet::new(), skipped: Vec::new() }
}

/// The iterator of [`walk`].
#[derive(Debug)]
pub struct Walk {
    /// What is still to do, the next one last.
    pending: Vec<Step>,
    /// The real paths of the folders that hold what is looked at now.
    open: Vec<PathBuf>,
    /// The real paths of all folders opened so far.
    seen: HashSet<PathBuf>,
    /// What was left alone since it was last asked for.
    skipped: Vec<Missed>,
}

#[derive(Debug)]
enum Step {
    /// Look at a path; `named` where the person named it.
    Visit { path: PathBuf, named: bool },
    /// All that the innermost open folder holds was looked at.
    Leave,
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.pending.pop()? {
                Step::Leave => {
                    self.open.pop();
                }
                Step::Visit { path, .. } if !path.is_dir() => return Some(Ok(path)),
                Step::Visit { path, named } => match self.enter(&path, named) {
                    Ok(()) => {}
                    Err(reason) => return Some(Err(FailedFile { path, reason })),
                },
            }
        }
    }
}

impl Walk {
    /// Puts what a folder holds next in line.
    fn enter(&mut self, path: &Path, named: bool) -> Result<(), FailureReason> {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden && !named {
            self.skip(path, "hidden", "a hidden folder");
            return Ok(());
        }
        let real = self.real_path(path, named)?;
        if self.seen.contains(&real) {
            let above = self.open.contains(&real);
            let looped = || FailureReason::System("the link leads back to a folder that holds it".to_owned());
            return if above { Err(looped()) } else { Ok(()) };
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            entries.push(entry?.path());
        }
        for part in leave_out_page_parts(&mut entries) {
            self.skip(&part, "page-parts", "parts of the page beside it");
        }
        entries.sort_unstable_by(|one, other| other.cmp(one));
        self.seen.insert(real.clone());
        self.open.push(real);
        self.pending.push(Step::Leave);
        self.pending.extend(entries.into_iter().map(|path| Step::Visit { path, named: false }));
        Ok(())
    }

    /// Folders that were left alone since the last call.
    pub fn take_skipped(&mut self) -> Vec<Missed> {
        std::mem::take(&mut self.skipped)
    }

    fn skip(&mut self, path: &Path, code: &str, said: &str) {
        let why = Why { code: code.to_owned(), detail: None, said: said.to_owned() };
        self.skipped.push(Missed { origin: origin(path, None), outcome: LineOutcome::Skipped, why });
    }

    /// The path without links. Asking the system walks the whole path, so only links inside a folder are asked for.
    fn real_path(&self, path: &Path, named: bool) -> Result<PathBuf, FailureReason> {
        match (self.open.last(), path.file_name()) {
            (Some(parent), Some(name)) if !named && !fs::symlink_metadata(path)?.is_symlink() => Ok(parent.join(name)),
            _ => Ok(fs::canonicalize(path)?),
        }
    }
}

/// Browsers put a page's pictures and scripts into a folder `NAME_files` beside `NAME.html`: they are no stories.
/// Gives those that were left out.
fn leave_out_page_parts(entries: &mut Vec<PathBuf>) -> Vec<PathBuf> {
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "html" || ending == "htm");
    let pages: HashSet<PathBuf> =
        entries.iter().filter(|path| is_page(path)).map(|path| path.with_extension("")).collect();
    let is_part = |path: &mut PathBuf| {
        let name = path.to_string_lossy();
        let page = name.strip_suffix("_files").map(PathBuf::from);
        page.is_some_and(|page| pages.contains(&page)) && path.is_dir()
    };
    entries.extract_if(.., is_part).collect()
}

/// Where something was found, whole: the report of an import is read from other folders too.
fn origin(path: &Path, container: Option<&Path>) -> Origin {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Origin { path: whole(path), container: container.map(whole) }
}

/// The bytes of a plain file of at most [`MAX_BYTES`]; the size is looked at before anything is read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FailureReason> {
    read_at_most(path, MAX_BYTES)
}

fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, FailureReason> {
    // Before opening: opening a pipe waits for its other end, and opening a device may do anything.
    check_plain(&fs::metadata(path)?, limit)?;
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

fn check_plain(metadata: &fs::Metadata, limit: u64) -> Result<(), FailureReason> {
    if !metadata.is_file() {
        return Err(FailureReason::NotAFile);
    }
    let size = metadata.len();
    if size > limit { Err(Unreadable::TooLarge { size, limit }.into()) } else { Ok(()) }
}

/// What [`walk`] found: a file, or a folder that could not be opened.
pub type Found = Result<PathBuf, FailedFile>;

/// Something that a story is read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, or a folder that could not be opened.
    Found(Found),
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
    /// How many containers it lies in.
    depth: usize,
}

impl From<Found> for Source {
    fn from(found: Found) -> Self {
        Self::Found(found)
    }
}

impl Source {
    /// A file that was read already, with the address that the person gave for it.
    #[must_use]
    pub fn read(path: &Path, url: Option<&str>, bytes: Vec<u8>) -> Self {
        let (name, url) = (name_of(path).into_owned(), url.map(str::to_owned));
        let file = PackedFile { name, url, bytes: Ok(bytes), wish: None };
        Self::Packed(Box::new(Packed { shown: path.to_owned(), container: None, file, depth: 0 }))
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

    /// Its bytes, or what it holds where it is a container.
    pub fn open(&self) -> Result<Opened<'_>, FailureReason> {
        if let Self::Packed(packed) = self
            && let (Some(wish), Err(Unreadable::NoBody)) = (&packed.file.wish, &packed.file.bytes)
        {
            return Ok(Opened::Wish(wish));
        }
        let (path, depth, file) = match self {
            Self::Found(Err(failed)) => return Err(failed.reason.clone()),
            Self::Found(Ok(path)) => {
                (path, 0, Story { name: name_of(path), url: None, bytes: Cow::Owned(read_file(path)?), wish: None })
            }
            Self::Packed(packed) => {
                let PackedFile { name, url, bytes, wish } = &packed.file;
                let bytes = bytes.as_ref().map_err(Clone::clone)?;
                let wish = wish.as_deref();
                let story = Story { name: name.into(), url: url.as_deref(), bytes: bytes.into(), wish };
                (&packed.shown, packed.depth, story)
            }
        };
        Ok(match inside((path, self.origin().file()), &file.bytes, depth)? {
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
}

fn name_of(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()
}

/// What came of a source.
#[derive(Debug)]
pub enum Made {
    /// A story.
    Story(Box<Prepared>),
    /// It is a container; what it holds, in its order.
    Opened(Vec<Source>),
    /// A story that is only named.
    Wish(Box<Wish>),
}

/// Containers within containers are opened up to this depth.
const DEEPEST: usize = 3;

/// Prepares a story from a source, or opens it. `today` is the day of import, from which left-out years are worked out.
pub fn prepare_source(source: &Source, engine: &Engine, today: Date) -> Result<Made, FailureReason> {
    Ok(match source.open()? {
        Opened::Container(inside) => Made::Opened(inside),
        Opened::Wish(wish) => Made::Wish(Box::new(wish.clone())),
        Opened::Story(story) => {
            let mut prepared = library::prepare(engine, &story.file(today), false)?;
            prepared.origin = Some(source.origin());
            prepared.wish = story.wish.cloned().or_else(|| article::filed(&story.bytes));
            Made::Story(Box::new(prepared))
        }
    })
}

/// What a container, given with the file on the disk that it is or lies in, holds; `None` where the bytes are none.
fn inside(
    (container, file_on_disk): (&Path, &Path),
    bytes: &[u8],
    depth: usize,
) -> Result<Option<Vec<Source>>, FailureReason> {
    let limit = if depth == 0 { MAX_UNPACKED } else { MAX_UNPACKED_WITHIN };
    let Some(files) = unpack(bytes, limit) else { return Ok(None) };
    if depth >= DEEPEST {
        return Err(FailureReason::TooDeep);
    }
    let files = files?;
    if files.is_empty() {
        return Err(Unreadable::NoText.into());
    }
    let packed = |file: PackedFile| {
        let mut shown = container.as_os_str().to_owned();
        shown.push("/");
        shown.push(file.name.trim_start_matches('/'));
        let container = Some(file_on_disk.to_owned());
        Source::Packed(Box::new(Packed { shown: shown.into(), container, file, depth: depth + 1 }))
    };
    Ok(Some(files.into_iter().map(packed).collect()))
}

/// Prepares a sample, given with its name.
pub(super) fn prepare_sample(name: &Path, text: &str, engine: &Engine, today: Date) -> Result<Prepared, FailureReason> {
    let file = SourceFile { name: &name_of(name), bytes: text.as_bytes(), url: None, imported: today };
    Ok(library::prepare(engine, &file, true)?)
}

/// How much of a queue is prepared at a time.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    /// At most so many items.
    pub items: usize,
    /// No item is begun later than this after the first.
    pub within: Duration,
}

/// Prepares the first items of `pending` on several threads and takes them off; results in the same order.
///
/// Stops early where `stop` says so; at least one item is done otherwise. An item on which `prepare` panics
/// becomes [`FailureReason::Panicked`].
pub fn prepare_some<T: Send, R: Send>(
    pending: &mut VecDeque<T>,
    portion: Portion,
    stop: &(dyn Fn() -> bool + Sync),
    prepare: &(dyn Fn(&T) -> Result<R, FailureReason> + Sync),
) -> Vec<(T, Result<R, FailureReason>)> {
    let began = Instant::now();
    let threads = thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
    let most = portion.items.min(pending.len());
    let line = Mutex::new((0_usize, pending));
    let done = Mutex::new(Vec::with_capacity(most));
    let take = || {
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        let (taken, pending) = &mut *line;
        let late = *taken > 0 && began.elapsed() >= portion.within;
        if *taken >= most || late || stop() {
            return None;
        }
        let item = pending.pop_front()?;
        *taken += 1;
        Some((*taken, item))
    };
    let work = || {
        while let Some((place, item)) = take() {
            let result = guarded(|| prepare(&item));
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, item, result));
        }
    };
    thread::scope(|scope| {
        let started = (0..threads.min(most))
            .filter(|number| {
                let builder = thread::Builder::new().name(format!("sorot-read-{number}")).stack_size(STACK_BYTES);
                builder.spawn_scoped(scope, work).is_ok()
            })
            .count();
        if started == 0 {
            work();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, ..)| *place);
    done.into_iter().map(|(_, item, result)| (item, result)).collect()
}

/// Runs `read`, turning a panic into a reason.
fn guarded<R>(read: impl FnOnce() -> Result<R, FailureReason>) -> Result<R, FailureReason> {
    // Nothing that `read` could leave half done is used after a panic: it works on its own values.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(FailureReason::Panicked))
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
