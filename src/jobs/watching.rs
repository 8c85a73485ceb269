//! Watching folders: what is saved into them is found by looking every few seconds, on a thread of its own.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use crate::article::is_of_the_system;
use crate::library::{Environment, Library, WatchedFile};

use super::FailedFile;
use super::source::name_of;
use super::walk::walk;

/// How long until the next look where nothing is new.
const QUIET: Duration = Duration::from_secs(4);
/// The same where files have to come to rest.
const RESTLESS: Duration = Duration::from_secs(2);
/// A look is followed by a rest so many times as long, so that a huge folder costs little.
const REST: u32 = 20;
/// So many looks files at rest wait for others that are still being written.
const PATIENCE: usize = 15;
/// What programs call files that they have not yet written to the end.
const UNFINISHED: [&str; 6] = ["part", "partial", "crdownload", "download", "tmp", "temp"];
/// The file whose lock says which program watches for a library.
const LOCK: &str = "watching.lock";

/// What is found while folders are watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent {
    /// This program watches: no other one does that has the library open.
    Began,
    /// Files that came, or changed, and are at rest.
    Files(Vec<WatchedFile>),
    /// In this folder that is watched, something cannot be read.
    Trouble(PathBuf, FailedFile),
    /// All in it can be read again.
    Well(PathBuf),
}

/// Folders that are watched. Dropping it ends that.
#[derive(Debug)]
pub struct Watching {
    closing: Arc<AtomicBool>,
    /// Dropped, it ends the wait for the next look.
    _line: Sender<()>,
    events: Receiver<WatchEvent>,
}

impl Watching {
    /// Watches `folders` for the library in a folder, or one in memory; `wake` is called when there is something to poll.
    pub fn start(
        folders: Vec<PathBuf>,
        library: Option<PathBuf>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<Self> {
        let closing = Arc::new(AtomicBool::new(false));
        let (line, ended) = mpsc::channel();
        let (tell, events) = mpsc::channel();
        let mut watcher = Watcher::new(folders, library, Arc::clone(&closing));
        let work = move || watcher.run(&ended, &|event| tell.send(event).map(|()| wake()).is_ok());
        thread::Builder::new().name("sorot-watch".to_owned()).spawn(work)?;
        Ok(Self { closing, _line: line, events })
    }

    /// What was found since the last call.
    #[must_use]
    pub fn poll(&self) -> Vec<WatchEvent> {
        self.events.try_iter().collect()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
    }
}

/// Size in bytes, and when it was changed last, in nanoseconds since 1970.
type Shape = (u64, i64);

struct Watcher {
    folders: Vec<PathBuf>,
    library: Option<PathBuf>,
    closing: Arc<AtomicBool>,
    /// Held while this program watches.
    lock: Option<Lock>,
    /// Files as they were told.
    told: HashMap<PathBuf, Shape>,
    /// Files as they were at the last look, that were not told yet.
    waiting: HashMap<PathBuf, Shape>,
    /// How many looks some have waited at rest.
    waited: usize,
    /// What cannot be read, by the folder that is watched.
    troubles: BTreeMap<PathBuf, FailedFile>,
}

/// The right to watch for a library.
enum Lock {
    /// As long as this file is open.
    Held { _file: File },
    /// Where nobody else can watch, or the system has no locks.
    Free,
}

impl Watcher {
    fn new(folders: Vec<PathBuf>, library: Option<PathBuf>, closing: Arc<AtomicBool>) -> Self {
        Self {
            folders,
            library,
            closing,
            lock: None,
            told: HashMap::new(),
            waiting: HashMap::new(),
            waited: 0,
            troubles: BTreeMap::new(),
        }
    }

    /// Looks again and again, until `ended` is dropped or `tell` says that nobody listens.
    fn run(&mut self, ended: &Receiver<()>, tell: &dyn Fn(WatchEvent) -> bool) {
        loop {
            let began = Instant::now();
            if self.may_watch(tell) {
                for event in self.look() {
                    if !tell(event) {
                        return;
                    }
                }
            }
            let least = if self.waiting.is_empty() { QUIET } else { RESTLESS };
            let rest = least.max(began.elapsed().saturating_mul(REST));
            if ended.recv_timeout(rest) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Whether this program is the one that watches for the library.
    fn may_watch(&mut self, tell: &dyn Fn(WatchEvent) -> bool) -> bool {
        if self.lock.is_none() {
            self.lock = take_lock(self.library.as_deref());
            if self.lock.is_none() {
                return false;
            }
            // What cannot be read here is asked again where the files are taken over.
            let library = self.library.as_deref().map(|folder| Library::open_read_only(folder, Environment::system()));
            self.told =
                library.and_then(Result::ok).and_then(|library| library.watched_files().ok()).unwrap_or_default();
            return tell(WatchEvent::Began);
        }
        true
    }

    /// Looks once.
    fn look(&mut self) -> Vec<WatchEvent> {
        let mut troubles = BTreeMap::new();
        let mut waiting = HashMap::new();
        for folder in &self.folders {
            if let Err(error) = fs::read_dir(folder) {
                troubles.insert(folder.clone(), FailedFile { path: folder.clone(), reason: error.into() });
                continue;
            }
            for found in walk(vec![folder.clone()]) {
                if self.closing.load(Ordering::Relaxed) {
                    return Vec::new();
                }
                match found {
                    Ok(path) => {
                        if let Some(shape) = self.shape_of_new(&path, folder) {
                            waiting.insert(path, shape);
                        }
                    }
                    Err(failed) => {
                        troubles.entry(folder.clone()).or_insert(failed);
                    }
                }
            }
        }
        let mut events = self.note_troubles(troubles);
        let before = std::mem::replace(&mut self.waiting, waiting);
        events.extend(self.take_rested(&before));
        events
    }

    /// A file as it is now, where it is to be told.
    fn shape_of_new(&self, path: &Path, folder: &Path) -> Option<Shape> {
        if is_beside_the_point(path, folder) || self.library.as_ref().is_some_and(|library| path.starts_with(library)) {
            return None;
        }
        let found = fs::metadata(path).ok().filter(|found| found.is_file() && found.len() > 0)?;
        let nanoseconds = |time: Duration| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX);
        let modified = match found.modified().ok()?.duration_since(UNIX_EPOCH) {
            Ok(since) => nanoseconds(since),
            Err(before) => -nanoseconds(before.duration()),
        };
        let shape = (found.len(), modified);
        (self.told.get(path) != Some(&shape)).then_some(shape)
    }

    /// The files that are as they were at the look before. Where others are not, they wait for those a while: what is
    /// saved in one go is imported in one.
    fn take_rested(&mut self, before: &HashMap<PathBuf, Shape>) -> Option<WatchEvent> {
        let rested = |(path, shape): &(&PathBuf, &Shape)| before.get(*path) == Some(*shape);
        let mut files: Vec<WatchedFile> = self
            .waiting
            .iter()
            .filter(rested)
            .map(|(path, (size, modified))| WatchedFile { path: path.clone(), size: *size, modified: *modified })
            .collect();
        if files.is_empty() || files.len() < self.waiting.len() && self.waited < PATIENCE {
            self.waited += usize::from(!files.is_empty());
            return None;
        }
        self.waited = 0;
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        for file in &files {
            self.told.extend(self.waiting.remove_entry(&file.path));
        }
        Some(WatchEvent::Files(files))
    }

    /// What came to be wrong since the last look, and what is well again.
    fn note_troubles(&mut self, troubles: BTreeMap<PathBuf, FailedFile>) -> Vec<WatchEvent> {
        let before = std::mem::replace(&mut self.troubles, troubles);
        let fresh = self.troubles.iter().filter(|(folder, failed)| before.get(*folder) != Some(*failed));
        let well = before.keys().filter(|folder| !self.troubles.contains_key(*folder));
        let fresh = fresh.map(|(folder, failed)| WatchEvent::Trouble(folder.clone(), failed.clone()));
        fresh.chain(well.cloned().map(WatchEvent::Well)).collect()
    }
}

/// The right to watch for a library, unless another program has it.
fn take_lock(library: Option<&Path>) -> Option<Lock> {
    let Some(library) = library else { return Some(Lock::Free) };
    let Ok(file) = File::create(library.join(LOCK)) else { return Some(Lock::Free) };
    match file.try_lock() {
        Ok(()) => Some(Lock::Held { _file: file }),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(_)) => Some(Lock::Free),
    }
}

/// Whether a file in a watched folder is not yet whole, hidden, or lies among the parts of a page.
fn is_beside_the_point(path: &Path, folder: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let inside = path.strip_prefix(folder).ok().and_then(Path::parent).unwrap_or(Path::new(""));
    let parts = inside.iter().any(|name| name.as_encoded_bytes().ends_with(b"_files"));
    is_of_the_system(&name_of(path)) || parts || ending.is_some_and(|ending| UNFINISHED.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watcher(folder: &Path) -> Watcher {
        Watcher::new(vec![folder.to_owned()], None, Arc::default())
    }

    /// The names of the files that a look tells.
    fn told(watcher: &mut Watcher) -> Vec<String> {
        let mut names = Vec::new();
        for event in watcher.look() {
            let WatchEvent::Files(files) = event else { panic!("{event:?}") };
            names.extend(files.iter().map(|file| file.path.file_name().unwrap().to_string_lossy().into_owned()));
        }
        names
    }

    #[test]
    fn a_file_is_told_once_it_is_at_rest_and_again_when_it_has_changed() {
        let root = tempfile::tempdir().unwrap();
        let mut watcher = watcher(root.path());
        let path = root.path().join("a.txt");
        fs::write(&path, "satu").unwrap();
        assert!(told(&mut watcher).is_empty(), "it may still be written");
        fs::write(&path, "satu dua").unwrap();
        assert!(told(&mut watcher).is_empty(), "it has grown");
        assert_eq!(told(&mut watcher), ["a.txt"]);
        assert!(told(&mut watcher).is_empty() && told(&mut watcher).is_empty());
        fs::write(&path, "satu dua tiga").unwrap();
        assert!(told(&mut watcher).is_empty());
        assert_eq!(told(&mut watcher), ["a.txt"]);
    }

    #[test]
    fn what_is_not_whole_hidden_or_part_of_a_page_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["Laman_files", ".git", "sub"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join("x.html"), "isi").unwrap();
        }
        for name in ["a.html.part", "b.CRDOWNLOAD", "c.tmp", ".d.txt"] {
            fs::write(root.path().join(name), "isi").unwrap();
        }
        fs::write(root.path().join("kosong.html"), "").unwrap();
        let mut watcher = watcher(root.path());
        assert!(told(&mut watcher).is_empty());
        let files = watcher.look();
        let [WatchEvent::Files(files)] = files.as_slice() else { panic!("{files:?}") };
        assert_eq!(files.iter().map(|file| &file.path).collect::<Vec<_>>(), [&root.path().join("sub/x.html")]);
    }

    #[test]
    fn what_is_saved_in_one_go_is_told_in_one_but_nothing_waits_for_ever() {
        let root = tempfile::tempdir().unwrap();
        let mut watcher = watcher(root.path());
        let write = |name: &str, length: usize| fs::write(root.path().join(name), "x".repeat(length)).unwrap();
        write("a.txt", 1);
        told(&mut watcher);
        write("b.txt", 1);
        assert!(told(&mut watcher).is_empty(), "b is fresh");
        assert_eq!(told(&mut watcher), ["a.txt", "b.txt"]);
        write("c.txt", 1);
        let told_after = (1..100).find(|length| {
            write("tumbuh.txt", *length);
            told(&mut watcher) == ["c.txt"]
        });
        assert_eq!(told_after, Some(PATIENCE + 2), "a file that never rests holds others up for so long");
    }

    #[test]
    fn a_folder_that_is_gone_is_told_once_and_so_is_its_return() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("berita");
        let mut watcher = watcher(&folder);
        assert!(matches!(watcher.look().as_slice(), [WatchEvent::Trouble(path, _)] if *path == folder));
        assert_eq!(watcher.look(), []);
        fs::create_dir(&folder).unwrap();
        assert_eq!(watcher.look(), [WatchEvent::Well(folder.clone())]);
        fs::remove_dir(&folder).unwrap();
        assert!(matches!(watcher.look().as_slice(), [WatchEvent::Trouble(..)]));
    }

    #[test]
    fn one_program_watches_for_a_library_and_knows_what_was_given_before() {
        let (root, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(root.path().join("a.txt"), "satu").unwrap();
        let mut held = Library::open(library.path(), Environment::system()).unwrap();
        let watcher = || Watcher::new(vec![root.path().to_owned()], Some(library.path().to_owned()), Arc::default());
        let (mut first, mut second) = (watcher(), watcher());
        assert!(first.may_watch(&|event| event == WatchEvent::Began));
        assert!(!second.may_watch(&|_| true), "the first one has the lock");
        first.look();
        let events = first.look();
        let [WatchEvent::Files(files)] = events.as_slice() else { panic!("{events:?}") };
        let import = held.begin_import();
        held.open_watched_report(import, files.clone()).unwrap();
        drop(first);
        assert!(second.may_watch(&|_| true));
        second.look();
        assert_eq!(second.look(), []);
    }
}
