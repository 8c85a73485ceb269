use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use crate::app::{App, Effect, Notice};
use crate::jobs::{Choice, FailedFile, FailureReason, WatchEvent, Watching};
use crate::library::{LibraryError, OperationId, WatchedFile, Why};

use super::Importing;

/// Folders that are watched, and what was found in them.
#[derive(Debug, Default)]
pub(in crate::app) struct Watch {
    /// The work beside the window, while there is a folder to watch.
    work: Option<Watching>,
    /// Files that are to be imported.
    waiting: VecDeque<WatchedFile>,
    /// The import that takes them, and those that it has got so far.
    gathered: Option<(OperationId, Vec<PathBuf>)>,
    /// Whether the library refused to note files when that was last tried.
    refused: bool,
}

/// So many files are noted between two frames.
const AT_A_TIME: usize = 200;

impl App {
    /// The folders that are watched.
    #[must_use]
    pub fn watched(&self) -> &[PathBuf] {
        self.settings.watched.get(&self.watching_library()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The library as the settings know it: another one's folders are not watched for this one.
    fn watching_library(&self) -> String {
        let folder = self.library.folder().map(|folder| std::path::absolute(folder).unwrap_or(folder.to_owned()));
        folder.map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Asks for a folder to watch.
    pub(super) fn choose_watched(&mut self) {
        self.effects.push(Effect::ChooseWatched);
    }

    /// Watches another folder from now on.
    pub(super) fn watch_folder(&mut self, folder: &Path) {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        // The settings are a text.
        if folder.to_str().is_none() || !folder.is_dir() {
            let reason = FailureReason::System("there is no such folder".to_owned());
            return self.tell_trouble(folder.clone(), FailedFile { path: folder, reason });
        }
        if self.watched().contains(&folder) {
            return;
        }
        let library = self.watching_library();
        self.set(|settings| settings.watched.entry(library).or_default().push(folder));
        self.watch();
    }

    /// Watches a folder no longer.
    pub(super) fn unwatch_folder(&mut self, folder: &Path) {
        let library = self.watching_library();
        self.set(|settings| {
            settings.watched.entry(library.clone()).or_default().retain(|watched| watched != folder);
            settings.watched.retain(|_, folders| !folders.is_empty());
        });
        self.watch();
    }

    /// Watches the folders of the settings, and no others.
    pub(in crate::app) fn watch(&mut self) {
        self.watch.work = None;
        // What was noted so far is gone on with like what broke off.
        self.watch.waiting.clear();
        self.watch.gathered = None;
        self.notices.retain(|notice| !matches!(notice, Notice::WatchTrouble(..)));
        if self.watched().is_empty() || self.library.is_read_only() {
            return;
        }
        let library = self.library.folder().map(|folder| std::path::absolute(folder).unwrap_or(folder.to_owned()));
        match Watching::start(self.watched().to_vec(), library, self.jobs.waker()) {
            Ok(work) => self.watch.work = Some(work),
            Err(error) => tracing::error!(%error, "no folder will be watched"),
        }
    }

    /// Takes in what was found in watched folders. True where something is to be drawn anew.
    pub(super) fn poll_watch(&mut self) -> bool {
        let events = self.watch.work.as_ref().map(Watching::poll).unwrap_or_default();
        let any = !events.is_empty();
        for event in events {
            match event {
                WatchEvent::Began => self.go_on_with_broken_off(),
                WatchEvent::Files(files) => self.watch.waiting.extend(files),
                WatchEvent::Trouble(folder, failed) => self.tell_trouble(folder, failed),
                WatchEvent::Well(folder) => self.forget_trouble(&folder),
            }
        }
        any | self.gather_watched()
    }

    /// What an earlier run of the program was given and could not end.
    fn go_on_with_broken_off(&mut self) {
        let broken_off = self.library.broken_off_imports();
        for import in self.settle(broken_off).unwrap_or_default() {
            self.resume_import(import);
        }
    }

    /// Notes some of the files that are to be imported, and imports them once all are. True while there are more.
    fn gather_watched(&mut self) -> bool {
        if self.watch.waiting.is_empty() || self.is_importing_watched() {
            return false;
        }
        let most = self.watch.waiting.len().min(AT_A_TIME);
        let some = self.watch.waiting.drain(..most).collect();
        let (import, mut files) =
            self.watch.gathered.take().unwrap_or_else(|| (self.library.begin_import(), Vec::new()));
        match self.library.open_watched_report(import, some) {
            Ok(fresh) => files.extend(fresh),
            Err(error) => {
                self.look_again(error);
                return false;
            }
        }
        self.watch.refused = false;
        if !self.watch.waiting.is_empty() {
            self.watch.gathered = Some((import, files));
            return true;
        }
        if !files.is_empty() {
            self.start_watched(import, files);
        }
        true
    }

    /// After the library refused: looks for the files anew. It is told once.
    fn look_again(&mut self, error: LibraryError) {
        if !std::mem::replace(&mut self.watch.refused, true) {
            self.settle::<()>(Err(error));
        }
        self.watch();
    }

    fn start_watched(&mut self, import: OperationId, files: Vec<PathBuf>) {
        self.start_import(Importing::new(import, true), files, Choice::All);
        self.reload_reports();
    }

    fn tell_trouble(&mut self, folder: PathBuf, failed: FailedFile) {
        self.forget_trouble(&folder);
        self.notices.push(Notice::WatchTrouble(folder, failed.path, Why::from(&failed.reason)));
    }

    fn forget_trouble(&mut self, folder: &Path) {
        self.notices.retain(|notice| !matches!(notice, Notice::WatchTrouble(told, ..) if told == folder));
    }
}
