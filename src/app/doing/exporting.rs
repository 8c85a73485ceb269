use std::path::{Path, PathBuf};

use crate::app::{App, Effect, Notice};
use crate::export::{self, Labels};
use crate::library::{ArticleId, Color};

impl App {
    /// Asks where to write the notes of the open article, or of the library.
    pub(super) fn choose_export(&mut self, open_article: bool) {
        let open = self.reading.article.as_ref().filter(|_| open_article);
        let suggestion = match open {
            Some(open) => file_name(&open.stored.row.title),
            None => self.words.text("export-library-file"),
        };
        let article = open.map(crate::app::OpenArticle::id);
        self.effects.push(Effect::ChooseExport { article, suggestion: format!("{suggestion}.md") });
    }

    /// Writes the notes of one article, or of the library, to a file, whole or not at all.
    pub(super) fn export_to(&mut self, article: Option<ArticleId>, path: PathBuf) {
        let labels = self.labels();
        let text = if let Some(id) = article {
            self.export_article(id, &labels)
        } else {
            let text = export::markdown::library(&self.library, &labels);
            self.settle(text)
        };
        let Some(text) = text else { return };
        let notice = match export::write_whole(&path, text.as_bytes()) {
            Ok(()) => Notice::Exported(path),
            Err(error) => Notice::ExportFailed(path, error.to_string()),
        };
        self.say(notice);
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
