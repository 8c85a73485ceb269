//! Filing articles, and marks over the whole library: finding them, going to them, settling those in doubt.

use std::ops::Range;

use crate::app::{App, Effect, Notice, Overlay};
use crate::library::{AnchorState, Annotation, AnnotationId, FilingEdit, MarkQuery};

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

    /// Reads the tags in use, to complete what is typed, and who made marks.
    pub(super) fn load_tags(&mut self) {
        let tags = self.library.tags();
        self.marks.tags = self.settle(tags).unwrap_or_default();
        let authors = self.library.authors();
        self.marks.authors = self.settle(authors).unwrap_or_default();
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

    /// Goes to the next mark of the library that is in doubt or lost; after the last to the first.
    pub(super) fn next_doubt(&mut self) {
        let query = MarkQuery { in_doubt: true, ..MarkQuery::default() };
        let found = self.library.find_marks(&query);
        let Some(doubtful) = self.settle(found) else { return };
        self.marks.doubtful = doubtful.len();
        // Newest first; the one gone to last may be settled and no more among them.
        let next = self.marks.doubt.and_then(|last| doubtful.iter().find(|id| **id < last));
        self.marks.doubt = next.or(doubtful.first()).copied();
        if let Some(id) = self.marks.doubt {
            self.open_mark(id);
            self.set(|settings| settings.panel_tab = crate::app::PanelTab::Notes);
            self.effects.push(Effect::ShowColumn(crate::app::Column::Panel));
        }
    }

    /// The mark of the open article that is in doubt and being settled: the chosen one, or the one gone to last.
    pub(super) fn doubtful_mark(&self) -> Option<&Annotation> {
        let reading = &self.reading;
        let open = reading.article.as_ref()?;
        let mark = open.annotation(reading.chosen.or(self.marks.doubt)?)?;
        (mark.state != AnchorState::Exact).then_some(mark)
    }

    /// The mark in doubt stands where it is, or on the selected words; then goes to the next one.
    pub(super) fn settle_mark(&mut self) {
        let Some(mark) = self.doubtful_mark() else { return };
        let (id, lost) = (mark.id, mark.state == AnchorState::Lost);
        let reading = &self.reading;
        let Some(open) = reading.article.as_ref() else { return };
        let version = open.stored.body_version;
        let selected = reading.selected().and_then(|selection| selection.trimmed(open.body()));
        let settled = match selected {
            Some(span) => self.library.place_annotation(id, span, version),
            // One that is lost has no place to keep: its words must be shown.
            None if lost => return self.say(Notice::WordsGone),
            None => self.library.keep_annotation(id),
        };
        if let Some((_, changes)) = self.settle(settled) {
            self.reading.deselect();
            self.after(changes);
            self.notices.retain(|notice| *notice != Notice::WordsGone);
            self.marks.doubt = Some(id);
            self.count_marks();
            if self.marks.doubtful == 0 {
                self.say(Notice::NoDoubts);
            }
            self.next_doubt();
        }
    }
}
