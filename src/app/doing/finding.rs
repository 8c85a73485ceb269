//! Finding words in the open story.

use crate::app::{App, Effect, FindAction, Finding, Selection};

impl App {
    /// What is looked for in the open story; `None` while nobody looks.
    #[must_use]
    pub const fn finding(&self) -> Option<&Finding> {
        self.finding.as_ref()
    }

    /// Whether anything was found.
    pub(super) fn has_hits(&self) -> bool {
        self.finding.as_ref().is_some_and(|finding| !finding.hits.is_empty())
    }

    pub(super) fn act_on_finding(&mut self, action: FindAction) {
        match action {
            FindAction::Show => self.begin_finding(),
            FindAction::Next => self.step_finding(true),
            FindAction::Previous => self.step_finding(false),
        }
    }

    /// Opens the bar, with the selected words where they are of one line.
    fn begin_finding(&mut self) {
        let selected = self.reading.selected().zip(self.reading.article.as_ref());
        let words = selected.map(|(selection, open)| selection.span().of(open.body()).to_owned());
        let before = self.finding.as_ref().map(|finding| finding.words.clone());
        let words = words.filter(|words| !words.contains('\n')).or(before).unwrap_or_default();
        self.effects.push(Effect::FocusFind);
        self.find(words);
    }

    /// Looks for these words and goes to the first hit from what shows on.
    pub(super) fn find(&mut self, words: String) {
        let Some(open) = &self.reading.article else { return };
        let finding = self.finding.get_or_insert_default();
        // Typing on stays at the hit as long as it fits.
        let from = finding.hit().map_or(self.reading.position, |hit| hit.start);
        finding.look(open, words, from);
        self.go_to_hit();
    }

    /// The same words in another story, or in a new version of its text.
    pub(in crate::app) fn find_again(&mut self) {
        let (Some(finding), Some(open)) = (&mut self.finding, &self.reading.article) else { return };
        let from = finding.hit().filter(|_| finding.is_of(open)).map_or(self.reading.position, |hit| hit.start);
        let words = finding.words.clone();
        finding.look(open, words, from);
    }

    fn step_finding(&mut self, forward: bool) {
        let Some(finding) = self.finding.as_mut() else { return self.begin_finding() };
        let count = finding.hits.len();
        if count > 0 {
            finding.at = (finding.at + if forward { 1 } else { count - 1 }) % count;
        }
        self.go_to_hit();
    }

    fn go_to_hit(&mut self) {
        if let Some(hit) = self.finding.as_ref().and_then(Finding::hit) {
            self.effects.push(Effect::ScrollTo { position: hit.start, at_top: false });
        }
    }

    /// Closes the bar; the hit that was gone to is selected, so that keys act on it.
    pub(super) fn end_finding(&mut self) {
        if let Some(hit) = self.finding.take().as_ref().and_then(Finding::hit) {
            self.reading.chosen = None;
            self.reading.selection = Some(Selection::over(hit));
        }
    }
}
