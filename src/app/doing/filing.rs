//! Filing articles, and marks over the whole library: finding them and going to them.

use std::ops::Range;

use crate::app::{App, Effect, Overlay};
use crate::library::{AnnotationId, FilingEdit, MarkQuery, clean_tag};

impl App {
    /// Changes how the open article is filed.
    pub(super) fn file(&mut self, edit: FilingEdit) {
        let Some(id) = self.reading.article.as_ref().map(crate::app::OpenArticle::id) else { return };
        let filed = self.library.file(id, edit);
        let Some((filing, _)) = self.settle(filed) else { return };
        // The list is not read anew for one line of it.
        if let Some(row) = self.shelf.rows.iter_mut().find(|row| row.id == id) {
            row.filing = filing.clone();
        }
        if let Some(open) = self.reading.article.as_mut() {
            let linked = open.is_linked_by(&filing.note);
            open.stored.row.filing = filing;
            if linked {
                self.reload_note_links();
            }
        }
        self.filter_rows();
        self.reload_undo_labels();
    }

    pub(super) fn toggle_star(&mut self) {
        let starred = self.reading.article.as_ref().map(|open| open.stored.row.filing.starred);
        if let Some(starred) = starred {
            self.file(FilingEdit { starred: Some(!starred), ..FilingEdit::default() });
        }
    }

    pub(super) fn toggle_read(&mut self) {
        let read = self.reading.article.as_ref().map(|open| open.stored.row.filing.read);
        if let Some(read) = read {
            self.file(FilingEdit { read: Some(!read), ..FilingEdit::default() });
        }
    }

    /// Reads the tags and collections in use, to complete what is typed, and who made marks.
    pub(super) fn load_tags(&mut self) {
        let tags = self.library.tags();
        self.marks.tags = self.settle(tags).unwrap_or_default();
        let collections = self.library.collections();
        self.marks.collections = self.settle(collections).unwrap_or_default();
        let authors = self.library.authors();
        self.marks.authors = self.settle(authors).unwrap_or_default();
    }

    /// Shows a layer about the tags in use.
    pub(super) fn show_tags(&mut self, layer: Overlay) {
        self.load_tags();
        self.overlay = Some(layer);
    }

    /// Shows the rating of the open article, to be chosen by keys.
    pub(super) fn rate(&mut self) {
        self.overlay = self.reading.article.as_ref().map(|_| Overlay::Rating);
    }

    /// Calls a tag otherwise in the whole library; the pen gives it by its new name.
    pub(super) fn rename_tag(&mut self, from: &str, to: &str) {
        let renamed = self.library.rename_tag(from, to);
        let Some((count, changes)) = self.settle(renamed) else { return };
        if let Some(to) = clean_tag(to).filter(|_| count > 0) {
            self.pen.iter_mut().flatten().filter(|tag| *tag == from).for_each(|tag| to.clone_into(tag));
        }
        self.after(changes);
        self.load_tags();
    }

    /// Shows the marks of the whole library.
    pub(super) fn show_marks(&mut self) {
        self.overlay = Some(Overlay::Marks);
        self.load_tags();
        self.count_marks();
        self.find_marks(self.marks.query.clone());
    }

    /// Shows the stories that the library lacks.
    pub(super) fn show_wanted(&mut self) {
        self.overlay = Some(Overlay::Wanted);
        let wanted = self.library.wanted();
        self.wanted.all = self.settle(wanted).unwrap_or_default();
        self.wanted.find(String::new());
    }

    /// Copies the address of a story that the library lacks, to fetch it elsewhere.
    pub(super) fn copy_wanted(&mut self, place: usize) {
        let Some(story) = self.wanted.all.get(place) else { return };
        self.effects.push(Effect::Copy(story.url().unwrap_or(&story.title).to_owned()));
    }

    /// Marks that are read at first, and before and after those that show.
    const MARKS_AHEAD: usize = 60;

    pub(super) fn find_marks(&mut self, query: MarkQuery) {
        let found = self.library.find_marks(&query);
        self.marks.found = self.settle(found).unwrap_or_default();
        self.marks.query = query;
        self.read_marks(0..0);
    }

    /// Reads the marks at these places of those that were found, and some around them.
    pub(super) fn read_marks(&mut self, places: Range<usize>) {
        let from = places.start.saturating_sub(Self::MARKS_AHEAD).min(self.marks.found.len());
        let until = places.end.saturating_add(Self::MARKS_AHEAD).min(self.marks.found.len());
        let marks = self.library.marks(self.marks.found.get(from..until).unwrap_or_default());
        self.marks.read = self.settle(marks).unwrap_or_default();
        self.marks.read_places = from..until;
    }

    /// Counts the marks in doubt anew: after an import, a rebuild, a settlement.
    pub(in crate::app) fn count_marks(&mut self) {
        let counts = self.library.count_annotations();
        (self.marks.total, self.marks.doubtful) = self.settle(counts).unwrap_or_default();
    }

    /// Opens the article of a mark and chooses the mark.
    pub(super) fn open_mark(&mut self, id: AnnotationId) {
        let mark = self.library.annotation(id);
        if let Some(Some(mark)) = self.settle(mark) {
            self.overlay = None;
            self.go_to(mark.article, None);
            self.show_mark(id);
        }
    }
}
