//! Several people's work: merged from another library, compared, and settled.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{App, Notice, Overlay, Refusal};
use crate::jobs::{Aside, Merging};
use crate::library::{Between, Changes, Comparison, Environment, Library, LibraryError, Merged, NameDifference, Taken};

impl App {
    /// Starts to merge another library in the background.
    pub(super) fn merge_from(&mut self, other: PathBuf) {
        let Some(folder) = self.library.folder().map(std::path::Path::to_owned) else { return };
        if self.merging.is_some() {
            return;
        }
        match Merging::start(folder, other, self.jobs.waker()) {
            Ok(merging) => self.merging = Some(merging),
            Err(error) => self.say(Notice::MergeFailed(Refusal::Other(error.to_string()))),
        }
    }

    /// Takes in what became of a merge. True where something is to be drawn anew.
    pub(super) fn poll_merge(&mut self) -> bool {
        let Some(end) = self.merging.as_ref().and_then(Merging::poll) else { return false };
        self.merging = None;
        match end {
            Ok(merged) => {
                self.after(Changes { articles: true, annotations: true, names: true });
                let merged = Arc::new(merged);
                if merged.met_anything() {
                    self.merged = Some(Arc::clone(&merged));
                }
                self.say(Notice::Merged(merged));
            }
            // The person did that.
            Err(LibraryError::TakenBack) => {}
            Err(error @ LibraryError::BrokeOff) => {
                self.settle::<()>(Err(error));
            }
            Err(error) => {
                tracing::error!(%error, "a merge failed");
                self.say(Notice::MergeFailed(error.into()));
            }
        }
        true
    }

    /// The last merge that met anything to be looked at.
    #[must_use]
    pub fn merged(&self) -> Option<&Merged> {
        self.merged.as_deref()
    }

    /// Stories of the other library that are merged, and how many it has, while a merge runs.
    #[must_use]
    pub fn merge_progress(&self) -> Option<(usize, usize)> {
        self.merging.as_ref().map(Merging::progress)
    }

    /// Shows how far two people agree: in the open article where both marked it, else everywhere.
    pub(super) fn show_agreement(&mut self) {
        self.overlay = Some(Overlay::Agreement);
        let people = self.library.people(None);
        self.agreement.people = self.settle(people).unwrap_or_default();
        let known = |between: &Between| {
            [&between.one, &between.two]
                .iter()
                .all(|name| self.agreement.people.iter().any(|(known, _)| known == *name))
        };
        let kept = self.agreement.between.clone().filter(known);
        let between = match (kept, self.agreement.people.as_slice()) {
            (Some(between), _) => Some(between),
            (None, [(one, _), (two, _), ..]) => Some(Between { one: one.clone(), two: two.clone(), article: None }),
            (None, _) => None,
        };
        let here = self.reading.article.as_ref().filter(|open| {
            let made = |name: &String| open.annotations.iter().any(|mark| mark.author == *name);
            between.as_ref().is_some_and(|between| made(&between.one) && made(&between.two))
        });
        let article = here.map(crate::app::OpenArticle::id);
        self.agreement.at = 0;
        match between {
            Some(between) => self.compare(Between { article, ..between }),
            None => (self.agreement.between, self.agreement.found) = (None, None),
        }
    }

    /// Compares the work of two people.
    pub(super) fn compare(&mut self, between: Between) {
        if self.agreement.between.as_ref() != Some(&between) {
            self.agreement.found = None;
        }
        self.agreement.between = Some(between.clone());
        let folder = self.library.folder().map(std::path::Path::to_owned);
        let started = folder.and_then(|folder| {
            let between = between.clone();
            let work = move || Library::open(&folder, Environment::system())?.compare(between);
            Aside::start("sorot-agreement", self.jobs.waker(), work).ok()
        });
        // A library that lies nowhere is small, and a system without threads makes do with this one.
        if started.is_none() {
            let found = self.library.compare(between);
            self.take_comparison(found);
        }
        self.agreement.running = started;
    }

    /// Takes in what came of a comparison. True where something is to be drawn anew.
    pub(super) fn poll_comparison(&mut self) -> bool {
        let Some(found) = self.agreement.running.as_ref().and_then(Aside::poll) else { return false };
        self.agreement.running = None;
        self.take_comparison(found);
        true
    }

    fn take_comparison(&mut self, found: Result<Comparison, LibraryError>) {
        self.agreement.found = self.settle(found);
        self.agreement.at = self.agreement.at.min(self.agreement.count().saturating_sub(1));
    }

    /// Compares once more what is shown, after something changed.
    pub(in crate::app) fn compare_again(&mut self) {
        if self.overlay == Some(Overlay::Agreement)
            && let Some(between) = self.agreement.between.clone()
        {
            self.compare(between);
        }
    }

    /// Goes to a difference in the text.
    pub(super) fn show_difference(&mut self, place: usize) {
        if let Some(name) = self.agreement.name(place).cloned() {
            self.agreement.at = place;
            return self.show_name(&name);
        }
        let found = self.agreement.found.as_ref();
        let Some(difference) = found.and_then(|found| found.differences.get(place)) else { return };
        self.agreement.at = place;
        if let Some(mark) = difference.one.first().or(difference.two.first()).map(|mark| mark.id) {
            self.open_mark(mark);
        }
    }

    /// Goes to a name on which two people differ: in the article that they ruled on, or the open one that names it.
    fn show_name(&mut self, name: &NameDifference) {
        if let Some(article) = name.article {
            self.overlay = None;
            self.go_to(article, None);
        }
        let [one, _] = &*name.rulings;
        let on = one.ruling.on.clone();
        let Some(open) = &self.reading.article else { return };
        let is_it = |mention: &crate::entity::Mention| {
            on.entity.as_deref().is_some_and(|key| mention.entity.key == key)
                || on.text.as_deref().is_some_and(|text| mention.span.of(open.body()) == text)
        };
        if let Some(index) = open.mentions().iter().position(is_it) {
            self.overlay = None;
            self.show_mention(index);
        }
    }

    /// Settles a difference and goes on to the next one that is open.
    pub(super) fn settle_difference(&mut self, place: usize, taken: Taken) {
        let found = self.agreement.found.as_ref();
        let touched = found.and_then(|found| found.differences.get(place)).map(|difference| difference.article);
        let settled = match (found.and_then(|found| found.differences.get(place)), self.agreement.name(place)) {
            (Some(difference), _) => {
                let difference = difference.clone();
                self.library.settle_difference(&difference, taken).map(|(verdict, changes)| (Some(verdict), changes))
            }
            (None, Some(name)) => {
                let name = name.clone();
                self.library.settle_name(&name, taken).map(|changes| (None, changes))
            }
            (None, None) => return,
        };
        let Some((verdict, changes)) = self.settle(settled) else { return };
        if changes == Changes::default() {
            return;
        }
        // What was decided shows at once, and is compared anew meanwhile.
        self.agreement.note(place, taken, verdict);
        self.settle_names(changes);
        self.recount_marks(Some(touched.into_iter().collect()));
        self.agreement.at = place;
        let count = self.agreement.count();
        let next = (place + 1..count).find(|next| self.agreement.is_open(*next));
        self.agreement.at = next.unwrap_or((place + 1).min(count.saturating_sub(1)));
    }

    /// Puts what both marked alike into the final layer.
    pub(super) fn settle_agreed(&mut self) {
        let agreed = self.agreement.found.as_ref().map(|found| found.agreed.clone()).unwrap_or_default();
        let settled = self.library.settle_agreed(&agreed);
        if let Some((_, changes)) = self.settle(settled) {
            if let Some(found) = &mut self.agreement.found {
                found.agreed.clear();
            }
            self.after(changes);
            self.recount_marks(None);
        }
    }
}
