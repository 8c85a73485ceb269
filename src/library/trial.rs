//! What tests of the library try things on.

use crate::article::SourceFile;
use crate::entity::Engine;

use super::{ArticleId, Environment, FilingEdit, ImportOutcome, Library, OperationKind, Prepared, prepare};

/// A library in memory, and the engine that finds names for it.
pub(super) struct Trial {
    pub library: Library,
    pub engine: Engine,
}

impl Trial {
    /// An empty library.
    pub fn new() -> Self {
        Self { library: Library::in_memory(Environment::system()).unwrap(), engine: Engine::new() }
    }

    /// A text file as a story that is ready to be imported.
    pub fn story(&self, text: &str, url: Option<&str>) -> Prepared {
        let imported = jiff::civil::date(2025, 6, 1);
        prepare(&self.engine, &SourceFile { name: "x.txt", bytes: text.as_bytes(), url, imported }, false).unwrap()
    }

    /// Imports stories as one step and makes anew what is stale then.
    pub fn import(&mut self, stories: Vec<Prepared>) -> Vec<ImportOutcome> {
        let imported = self.library.import(stories).unwrap().0;
        self.library.renew_all(&self.engine).unwrap();
        imported.into_iter().map(|story| story.outcome).collect()
    }

    /// Takes the last step back and makes anew what is stale then.
    pub fn undo(&mut self) -> OperationKind {
        let kind = self.library.undo().unwrap().unwrap().kind;
        self.library.renew_all(&self.engine).unwrap();
        kind
    }

    /// The text of an article.
    pub fn body(&self, id: ArticleId) -> String {
        self.library.article(id).unwrap().unwrap().article.body
    }
}

/// An edit that takes away all by which an article is filed.
pub(super) fn filed_as_nothing() -> FilingEdit {
    FilingEdit {
        starred: Some(false),
        read: Some(false),
        rating: Some(None),
        tags: Some(Vec::new()),
        collections: Some(Vec::new()),
        note: Some(String::new()),
    }
}
