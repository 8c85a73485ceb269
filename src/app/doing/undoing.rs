use std::collections::BTreeSet;

use crate::app::{App, Notice};
use crate::library::{ArticleId, Changes, LibraryError, OperationId, Undone};

impl App {
    pub(super) fn undo(&mut self) {
        if let Some(before) = self.take_restored() {
            self.notices.retain(|notice| notice.restored_over().is_none());
            return self.say(Notice::RestoreStands(before));
        }
        let undone = self.library.undo();
        self.report_step(undone, Notice::Undone);
    }

    pub(super) fn redo(&mut self) {
        let redone = self.library.redo();
        self.report_step(redone, Notice::Redone);
    }

    /// Shows what was done.
    pub(super) fn show_steps(&mut self) {
        self.reload_steps();
        self.overlay = Some(crate::app::Overlay::Steps);
    }

    /// The most steps that are shown; older ones are in the log all the same.
    const MOST_STEPS: usize = 1000;

    fn reload_steps(&mut self) {
        let steps = self.library.steps(Self::MOST_STEPS);
        self.steps = self.settle(steps).unwrap_or_default();
    }

    /// Takes back or does again until this step is the last that stands.
    pub(super) fn go_to_step(&mut self, step: Option<OperationId>) {
        let gone = self.library.go_to_step(step, &mut |_| ());
        let Some(gone) = self.settle(gone) else { return };
        self.after_steps(&gone);
        self.reload_steps();
    }

    /// Drops the caches that steps through history touch.
    fn after_steps(&mut self, gone: &[Undone]) {
        let changes = gone.iter().fold(Changes::default(), |all, undone| all.union(undone.changes));
        self.settle_names(changes);
        if changes.annotations && !changes.articles {
            self.recount_marks(gone.iter().map(|undone| undone.article).collect());
        }
    }

    /// Reads anew how many marks the list says that these articles have, whichever is open; `None` where any may be
    /// touched.
    pub(super) fn recount_marks(&mut self, touched: Option<BTreeSet<ArticleId>>) {
        let Some(touched) = touched else { return self.reload_rows() };
        let read = self.library.rows(&touched.into_iter().collect::<Vec<_>>());
        for row in self.settle(read).unwrap_or_default() {
            if let Some(shown) = self.shelf.rows.iter_mut().find(|shown| shown.id == row.id) {
                shown.annotations = row.annotations;
            }
        }
    }

    /// After a step through history: shows the article it touched, and says what it was.
    fn report_step(
        &mut self,
        step: Result<Option<Undone>, LibraryError>,
        notice: fn(crate::library::OperationKind) -> Notice,
    ) {
        let Some(Some(step)) = self.settle(step) else { return };
        self.after_steps(std::slice::from_ref(&step));
        if let Some(article) = step.article
            && self.shelf.rows.iter().any(|row| row.id == article)
        {
            self.go_to(article, None);
        }
        self.say(notice(step.kind));
    }

    /// Tells the person that the system has no file dialogs.
    pub fn tell_no_dialog(&mut self) {
        self.say(Notice::NoDialog);
    }

    /// Tells the person something in place of what was said last about the same kind of thing.
    pub(in crate::app) fn say(&mut self, notice: Notice) {
        let kind = std::mem::discriminant(&notice);
        let step = |notice: &Notice| matches!(notice, Notice::Undone(_) | Notice::Redone(_));
        let replaces = step(&notice);
        let offers = notice.offers_undo();
        let idle = notice.tells_nothing_done();
        self.notices.retain(|old| {
            !(idle && old.tells_nothing_done())
                && std::mem::discriminant(old) != kind
                && !(replaces && step(old))
                && !(offers && old.offers_undo())
        });
        if offers {
            let last = self.library.last_step();
            self.told_step = self.settle(last).flatten();
        }
        *self.said.entry(kind).or_default() += 1;
        self.notices.push(notice);
    }

    pub(in crate::app) fn reload_undo_labels(&mut self) {
        let undo = self.library.can_undo();
        let redo = self.library.can_redo();
        let last = self.library.last_step();
        self.notices.retain(|notice| !notice.tells_nothing_done());
        // What was told of is not the last step any more: undo would take back another one.
        if self.told_step.is_some() && self.settle(last).flatten() != self.told_step {
            self.told_step = None;
            self.notices.retain(|notice| !notice.offers_undo());
        }
        self.undo_label = self.settle(undo).flatten();
        self.redo_label = self.settle(redo).flatten();
    }

    pub(super) fn remove_article(&mut self) {
        let Some(id) = self.reading.article.as_ref().map(crate::app::OpenArticle::id) else { return };
        self.keep_position();
        let removed = self.library.remove_article(id);
        if let Some(changes) = self.settle(removed) {
            self.after(changes);
            self.say(Notice::ArticleRemoved);
        }
    }

    pub(super) fn remove_samples(&mut self) {
        self.keep_position();
        let removed = self.library.remove_samples();
        if let Some((count, changes)) = self.settle(removed) {
            self.after(changes);
            self.say(Notice::SamplesRemoved(count));
        }
    }
}
