//! One import's sources, read portion by portion.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope};

use jiff::civil::Date;

use crate::article::{SourceFile, Wish};
use crate::entity::Engine;
use crate::library::{self, Missed, Origin, Prepared};

use super::portion::{Portion, STACK_BYTES, do_some};
use super::source::{Opened, Source, name_of};
use super::walk::{Walk, walk};
use super::{Choice, FailureReason};

/// How many files are looked for ahead of the one that is read, so that progress knows its total.
const FILES_AHEAD: usize = 50_000;

/// No file of a portion is begun once so many bytes were read for it: pages with their pictures are large.
const PORTION_BYTES: usize = 32 * 1024 * 1024;

/// How many portions may wait to be taken.
const PORTIONS_AHEAD: usize = 2;

/// The sources of an import that are still to be read.
///
/// Files are found as they are needed. A container is opened when it is its turn; what it holds is the next to be read.
#[derive(Debug)]
pub struct Intake {
    found: Walk,
    choice: Choice,
    pending: VecDeque<Source>,
    portion_bytes: usize,
}

/// What an import read at a time.
#[derive(Debug, Default)]
pub struct Lot {
    /// The files that were read, in the order found. Containers that opened are not among them.
    pub files: Vec<ReadFile>,
    /// What was left alone.
    pub skipped: Vec<Missed>,
}

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// The path to show.
    pub path: PathBuf,
    /// Where it was found.
    pub origin: Origin,
    /// What came of it.
    pub result: Result<Found, FailureReason>,
}

/// What a file was.
#[derive(Debug)]
pub enum Found {
    /// A story.
    Story(Box<Prepared>),
    /// A story that is only named.
    Wish(Box<Wish>),
}

/// What came of a source.
enum Made {
    File(Found),
    Opened(Vec<Source>),
    /// Nothing yet: there is too much in memory to open it.
    Later,
}

impl Intake {
    /// What `paths` name, files and folders, as far as `choice` takes what is found.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, choice: Choice) -> Self {
        Self { found: walk(paths), choice, pending: VecDeque::new(), portion_bytes: PORTION_BYTES }
    }

    /// How many sources are known to be still unread.
    #[must_use]
    pub fn ahead(&self) -> usize {
        self.pending.len()
    }

    /// Reads on a thread of its own, a few portions ahead of whoever takes them, as [`Self::read`] does. The thread ends
    /// with the last portion, or once nobody takes them any more.
    pub fn read_ahead<'scope>(
        mut self,
        scope: &'scope Scope<'scope, '_>,
        portion: Portion,
        (engine, today): (&'scope Engine, Date),
    ) -> io::Result<Receiver<Lot>> {
        let (sender, lots) = mpsc::sync_channel(PORTIONS_AHEAD);
        let work = move || {
            while let Some(lot) = self.read(portion, (&|| engine, today), &|| false) {
                if sender.send(lot).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().name("sorot-import".to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, work)?;
        Ok(lots)
    }

    /// Looks for files ahead of what is read, until `stop` says so.
    pub fn look_ahead(&mut self, stop: &(dyn Fn() -> bool + Sync)) {
        while self.pending.len() < FILES_AHEAD && !stop() {
            let Some(next) = self.found.next() else { break };
            let source = Source::from(next);
            if self.choice.takes(&source.origin()) {
                self.pending.push_back(source);
            }
        }
    }

    /// Reads and prepares what comes next, on several threads; `None` at the end. Stops early where `stop` says so. The
    /// engine is asked for where a file is read, so that one that cannot be built is the failure of each file. `today` is
    /// the day of import, from which left-out years are worked out.
    pub fn read<'engine>(
        &mut self,
        portion: Portion,
        (engine, today): (&(dyn Fn() -> &'engine Engine + Sync), Date),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Lot> {
        self.look_ahead(stop);
        let skipped = self.found.take_skipped();
        if self.pending.is_empty() && skipped.is_empty() {
            return None;
        }
        let bytes = AtomicUsize::new(0);
        let full = || bytes.load(Ordering::Relaxed) >= self.portion_bytes || stop();
        let one_at_a_time = Mutex::new(());
        let make = |source: &Source| {
            // What is packed may be many times its size: however many threads read, memory holds one such file.
            let gate = source.is_heavy().then(|| one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner));
            if gate.is_some() && full() {
                return Ok(Made::Later);
            }
            let made = make(source, engine(), today)?;
            let size = match &made {
                Made::File(Found::Story(story)) => story.size(),
                Made::Opened(inside) => inside.iter().map(Source::held).sum(),
                Made::File(Found::Wish(_)) | Made::Later => 0,
            };
            bytes.fetch_add(size, Ordering::Relaxed);
            Ok(made)
        };
        let mut lot = Lot { files: Vec::new(), skipped };
        let mut opened = Vec::new();
        for (source, result) in do_some(&mut self.pending, portion, &full, &make) {
            let result = match result {
                Ok(Made::Opened(inside)) => {
                    opened.extend(inside.into_iter().filter(|source| self.choice.takes(&source.origin())));
                    continue;
                }
                Ok(Made::Later) => {
                    opened.push(source);
                    continue;
                }
                Ok(Made::File(found)) => Ok(found),
                Err(reason) => Err(reason),
            };
            lot.files.push(ReadFile { path: source.path().to_owned(), origin: source.origin(), result });
        }
        opened.into_iter().rev().for_each(|source| self.pending.push_front(source));
        Some(lot)
    }
}

/// Prepares a story from a source, or opens it.
fn make(source: &Source, engine: &Engine, today: Date) -> Result<Made, FailureReason> {
    Ok(match source.open()? {
        Opened::Container(inside) => Made::Opened(inside),
        Opened::Wish(wish) => Made::File(Found::Wish(Box::new(wish.clone()))),
        Opened::Story(story) => {
            let mut prepared = library::prepare(engine, &story.file(today), false)?;
            prepared.origin = Some(source.origin());
            prepared.wish = story.filed();
            Made::File(Found::Story(Box::new(prepared)))
        }
    })
}

/// Prepares a sample, given with its name.
pub(super) fn prepare_sample(name: &Path, text: &str, engine: &Engine, today: Date) -> Result<Prepared, FailureReason> {
    let file = SourceFile { name: &name_of(name), bytes: text.as_bytes(), url: None, imported: today };
    Ok(library::prepare(engine, &file, true)?)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::super::portion::MAX_THREADS;
    use super::*;

    const WHOLE: Portion = Portion { items: 100, within: Duration::from_mins(1) };

    fn read_all(paths: &[&Path], portion: Portion) -> Vec<ReadFile> {
        let engine = Engine::new();
        let mut intake = Intake::new(paths.iter().map(|path| path.to_path_buf()).collect(), Choice::All);
        let mut files = Vec::new();
        while let Some(lot) = intake.read(portion, (&|| &engine, jiff::civil::date(2025, 1, 1)), &|| false) {
            files.extend(lot.files);
        }
        files
    }

    fn export(root: &Path) -> PathBuf {
        let path = root.join("ekspor.json");
        let long = "Harga gabah naik di tiga kabupaten sejak awal pekan ini, kata pedagang. ".repeat(4);
        let export = serde_json::json!([
            { "title": "Satu", "url": "https://a.id/1", "content": format!("<p>{long}</p>") },
            { "title": "/etc/../Dua", "url": "https://a.id/2", "content": "" },
        ]);
        fs::write(&path, export.to_string()).unwrap();
        path
    }

    #[test]
    fn what_archives_hold_is_read_next_shown_under_their_path() {
        let root = tempfile::tempdir().unwrap();
        let path = export(root.path());
        let after = root.path().join("kosong.txt");
        fs::write(&after, "").unwrap();
        let files = read_all(&[&path, &after], Portion { items: 1, ..WHOLE });
        let [one, two, last] = files.as_slice() else { panic!("{files:?}") };
        let Ok(Found::Story(story)) = &one.result else { panic!("{one:?}") };
        assert_eq!((story.article.meta.title.as_str(), story.file.as_str()), ("Satu", "Satu"));
        assert_eq!((&one.path, one.origin.container.as_ref()), (&path.join("Satu"), Some(&path)));
        let Ok(Found::Wish(wish)) = &two.result else { panic!("{two:?}") };
        assert_eq!(wish.url, "https://a.id/2");
        assert!(last.path == after && last.result.is_err());
    }

    #[test]
    fn what_archives_hold_is_read_after_the_rest_of_their_portion() {
        let root = tempfile::tempdir().unwrap();
        let path = export(root.path());
        let after = root.path().join("kosong.txt");
        fs::write(&after, "").unwrap();
        let files = read_all(&[&path, &after], WHOLE);
        assert_eq!(
            files.iter().map(|file| &file.path).collect::<Vec<_>>(),
            [&after, &path.join("Satu"), &files[2].path]
        );
    }

    #[test]
    fn a_portion_ends_when_much_was_read_for_it() {
        let root = tempfile::tempdir().unwrap();
        let body = "Harga gabah naik di tiga kabupaten sejak awal pekan ini, kata pedagang. ".repeat(9);
        for number in 0..40 {
            fs::write(root.path().join(format!("{number}.txt")), format!("Judul {number}\n\n{body}")).unwrap();
        }
        let engine = Engine::new();
        let mut intake = Intake::new(vec![root.path().to_path_buf()], Choice::All);
        intake.portion_bytes = 1;
        let day = jiff::civil::date(2025, 1, 1);
        let first = intake.read(WHOLE, (&|| &engine, day), &|| false).unwrap().files.len();
        assert!((1..=MAX_THREADS).contains(&first), "{first} were read at once");
        assert_eq!(intake.ahead(), 40 - first);
    }
}
