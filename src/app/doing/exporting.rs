use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::{App, Effect, Exported, Notice, Refusal};
use crate::export::{self, Labels};
use crate::jobs::Aside;
use crate::library::{ArticleId, Color, Environment, Library, LibraryError};

impl App {
    /// Asks where to write the notes of the open article.
    pub(super) fn choose_article_export(&mut self) {
        let Some(open) = &self.reading.article else { return };
        self.ask_where(Exported::Article(open.id()), &file_name(&open.stored.row.title));
    }

    /// Asks where to write something of the whole library; `name` is the key of its file's name.
    pub(super) fn choose_export(&mut self, what: Exported, name: &str) {
        self.ask_where(what, &self.words.text(name));
    }

    fn ask_where(&mut self, what: Exported, name: &str) {
        self.effects.push(Effect::ChooseExport(what, format!("{name}.{}", what.extension())));
    }

    /// Writes something to a file, whole or not at all.
    pub(super) fn export_to(&mut self, what: Exported, path: PathBuf) {
        let labels = self.labels();
        match what {
            Exported::Article(id) => {
                if let Some(text) = self.export_article(id, &labels) {
                    self.say(written(path, text.as_bytes()));
                }
            }
            Exported::Library => self.export_aside(path, move |library| export::markdown::library(library, &labels)),
            Exported::Work => self.export_aside(path, |library| export::marks::lines(library, &[])),
        }
    }

    /// Writes what `read` gives of the whole library: beside the window, since all stories or the log are read for it.
    fn export_aside(
        &mut self,
        path: PathBuf,
        read: impl Fn(&Library) -> Result<String, LibraryError> + Send + Sync + 'static,
    ) {
        let read = Arc::new(read);
        let write = move |text: Result<String, LibraryError>| match text {
            Ok(text) => written(path.clone(), text.as_bytes()),
            Err(error) => failed(path.clone(), error),
        };
        let folder = self.library.folder().map(Path::to_owned);
        let started = folder.and_then(|folder| {
            let (read, write) = (Arc::clone(&read), write.clone());
            let open = move || Library::open(&folder, Environment::system());
            let work = move || Ok(write(open().and_then(|library| read(&library))));
            Aside::start("sorot-export", self.jobs.waker(), work).ok()
        });
        // A library that lies nowhere is small, and a system without threads makes do with this one.
        match started {
            Some(started) => self.exporting.push(started),
            None => {
                let notice = write(read(&self.library));
                self.say(notice);
            }
        }
    }

    /// Says what became of exports that ran beside the window. True where something is to be drawn anew.
    pub(super) fn poll_export(&mut self) -> bool {
        self.end_exports(Instant::now())
    }

    /// How long a window that is closed waits for what is being written.
    const LAST_WAIT: Duration = Duration::from_secs(30);

    /// Waits for what is being written beside the window, so that a window that is closed leaves no file out.
    pub fn finish_exports(&mut self) {
        let until = Instant::now() + Self::LAST_WAIT;
        self.end_exports(until);
        self.end_handing(until.saturating_duration_since(Instant::now()));
        if !self.exporting.is_empty() {
            tracing::error!("an export is not written: it took too long");
        }
    }

    fn end_exports(&mut self, until: Instant) -> bool {
        let mut ended = Vec::new();
        self.exporting.retain(|running| {
            let end = running.wait_for(until.saturating_duration_since(Instant::now()));
            let goes_on = end.is_none();
            ended.extend(end);
            goes_on
        });
        let any = !ended.is_empty();
        for end in ended {
            if let Some(notice) = self.settle(end) {
                self.say(notice);
            }
        }
        any
    }

    fn export_article(&mut self, id: ArticleId, labels: &Labels) -> Option<String> {
        let stored = self.library.article(id);
        let stored = self.settle(stored).flatten()?;
        let annotations = self.library.annotations(Some(id));
        let annotations = self.settle(annotations)?;
        Some(export::markdown::article(&stored, &annotations, labels))
    }

    fn labels(&self) -> Labels {
        Labels {
            inferred: self.words.text("inferred"),
            note: self.words.text("note"),
            collections: self.words.text("export-collections"),
            library: self.words.text("export-library-title"),
            colors: Color::all().map(|color| self.color_name(color)).collect(),
            suspect: self.words.text("mark-suspect"),
            lost: self.words.text("mark-lost"),
        }
    }
}

/// Writes a file and tells what became of it.
pub(super) fn written(path: PathBuf, text: &[u8]) -> Notice {
    match export::write_whole(&path, text) {
        Ok(()) => Notice::Exported(path),
        Err(error) => failed(path, error),
    }
}

/// Tells, and logs for a window that is closed by then, that a file could not be written.
pub(super) fn failed(path: PathBuf, error: impl std::fmt::Display + Into<Refusal>) -> Notice {
    tracing::error!(%error, "an export is not written");
    Notice::ExportFailed(path, error.into())
}

/// A file name made from a title: no path separators, no control or reserved characters, at most 80 characters.
fn file_name(title: &str) -> String {
    let clean: String =
        title.chars().map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { ' ' } else { c }).take(80).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches(['.', ' ']);
    let usable = !clean.is_empty() && Path::new(clean).file_name().is_some();
    if usable { clean.to_owned() } else { "Sorot".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_title_makes_a_harmless_file_name() {
        assert_eq!(file_name("../../etc/passwd"), "etc passwd");
        assert_eq!(file_name("C:\\x\u{0}y\n"), "C x y");
        assert_eq!(file_name("..."), "Sorot");
        assert_eq!(file_name(&"a".repeat(500)).len(), 80);
    }
}
