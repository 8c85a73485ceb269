//! Settling marks whose place is in doubt: from a list, or one after the other in their texts.

use crate::app::{App, DoubtCommand, Effect, Notice, Overlay, Rows, Settlement};
use crate::library::{AnchorState, Annotation, AnnotationId, Changes, LibraryError};

impl App {
    /// Lists the marks in doubt.
    pub(super) fn show_doubts(&mut self) {
        self.overlay = Some(Overlay::Doubts);
        self.list_doubts();
    }

    /// Does what a view asks of the list.
    pub(super) fn doubt(&mut self, command: DoubtCommand) {
        match command {
            DoubtCommand::Here(here) => {
                self.doubts.here = here;
                self.list_doubts();
            }
            DoubtCommand::Read(places) => {
                let (from, ids) = self.doubts.rows.around(&places);
                let read = self.library.doubts(ids);
                let read = self.settle(read).unwrap_or_default();
                self.doubts.rows.put(from, read);
            }
            DoubtCommand::Settle(place, how) => {
                if let Some(id) = self.doubts.rows.keys.get(place).copied() {
                    self.settle_doubt(id, how);
                }
            }
            DoubtCommand::Go(place) => {
                if let Some(id) = self.doubts.rows.keys.get(place).copied() {
                    self.go_to_doubt(id);
                }
            }
        }
    }

    /// Looks for the marks in doubt anew where they are listed.
    pub(in crate::app) fn list_doubts(&mut self) {
        if self.overlay != Some(Overlay::Doubts) {
            return;
        }
        let open = self.reading.article.as_ref().map(crate::app::OpenArticle::id);
        let article = open.filter(|_| self.doubts.here);
        let found = self.library.in_doubt(article);
        self.doubts.rows = Rows::new(self.settle(found).unwrap_or_default());
        self.count_marks();
    }

    /// Settles a mark of the list.
    fn settle_doubt(&mut self, id: AnnotationId, how: Settlement) {
        let mark = self.library.annotation(id);
        let Some(Some(mark)) = self.settle(mark) else { return };
        let settled = match how {
            Settlement::Accept | Settlement::Selection => self.placed(&mark, how == Settlement::Selection),
            Settlement::Detach => Some(self.library.detach_annotation(id).map(|(_, changes)| changes)),
            Settlement::Delete => Some(self.library.delete_annotation(id)),
        };
        let Some(settled) = settled else { return self.say(Notice::WordsGone) };
        if let Some(changes) = self.settle(settled) {
            self.after_settling(changes);
            self.recount_marks(Some([mark.article].into()));
            self.list_doubts();
        }
    }

    /// Puts a mark on the selected words of its article, or says that it stands where it is; `None` where there is no
    /// such place.
    fn placed(&mut self, mark: &Annotation, on_selection: bool) -> Option<Result<Changes, LibraryError>> {
        let reading = &self.reading;
        let open = reading.article.as_ref().filter(|open| open.id() == mark.article);
        let placed = if on_selection {
            let span = reading.selected().and_then(|selection| selection.trimmed(open?.body()))?;
            self.library.place_annotation(mark.id, span, open?.stored.body_version)
        } else if mark.state == AnchorState::Lost {
            return None;
        } else {
            self.library.keep_annotation(mark.id)
        };
        Some(placed.map(|(_, changes)| changes))
    }

    fn after_settling(&mut self, changes: Changes) {
        self.reading.deselect();
        self.after(changes);
    }

    /// Goes to the next mark of the library that is in doubt or lost; after the last to the first.
    pub(super) fn next_doubt(&mut self) {
        let found = self.library.in_doubt_after(self.marks.doubt);
        let Some(doubtful) = self.settle(found) else { return };
        self.marks.doubtful = doubtful.len();
        match doubtful.first().copied() {
            Some(id) => self.go_to_doubt(id),
            None => self.marks.doubt = None,
        }
    }

    fn go_to_doubt(&mut self, id: AnnotationId) {
        self.marks.doubt = Some(id);
        self.open_mark(id);
        self.set(|settings| settings.panel_tab = crate::app::PanelTab::Notes);
        self.effects.push(Effect::ShowColumn(crate::app::Column::Panel));
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
        let Some(mark) = self.doubtful_mark().cloned() else { return };
        let on_selection = self.reading.selected().is_some();
        // One that is lost has no place to keep: its words must be shown.
        let Some(settled) = self.placed(&mark, on_selection) else { return self.say(Notice::WordsGone) };
        if let Some(changes) = self.settle(settled) {
            self.after_settling(changes);
            self.marks.doubt = Some(mark.id);
            self.count_marks();
            if self.marks.doubtful == 0 {
                self.say(Notice::NoDoubts);
            }
            self.next_doubt();
        }
    }
}
