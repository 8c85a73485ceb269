use std::path::{Path, PathBuf};

use crate::app::{App, Effect, Exported, Notice};
use crate::export::{self, Labels};
use crate::jobs::Aside;
use crate::library::{ArticleId, Color, Environment, Library};

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
        let text = match what {
            Exported::Article(id) => self.export_article(id, &labels),
            Exported::Library => {
                let text = export::markdown::library(&self.library, &labels);
                self.settle(text)
            }
            Exported::Work => return self.export_work(path),
        };
        if let Some(text) = text {
            self.say(written(path, text.as_bytes()));
        }
    }

    /// Writes what was done in the whole library: beside the window, since the log is read for it.
    fn export_work(&mut self, path: PathBuf) {
        let folder = self.library.folder().map(Path::to_owned);
        let started = folder.and_then(|folder| {
            let path = path.clone();
            let work = move || {
                let text = Library::open(&folder, Environment::system()).and_then(|it| export::marks::lines(&it, &[]));
                text.map_or_else(
                    |error| Notice::ExportFailed(path.clone(), error.to_string()),
                    |text| written(path.clone(), text.as_bytes()),
                )
            };
            Aside::start("sorot-export", self.jobs.waker(), work).ok()
        });
        // A library that lies nowhere is small, and a system without threads makes do with this one.
        if started.is_none() {
            let text = export::marks::lines(&self.library, &[]);
            if let Some(text) = self.settle(text) {
                self.say(written(path, text.as_bytes()));
            }
        }
        self.exporting = started;
    }

    /// Says what became of an export that ran beside the window. True where something is to be drawn anew.
    pub(super) fn poll_export(&mut self) -> bool {
        let Some(notice) = self.exporting.as_ref().and_then(Aside::poll) else { return false };
        self.exporting = None;
        self.say(notice);
        true
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
        Err(error) => Notice::ExportFailed(path, error.to_string()),
    }
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
