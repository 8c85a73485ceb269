//! Two versions of a story, or a story and its copy, side by side.

use crate::app::{Action, App, Choice, ChoiceTold, CompareAction, CompareCommand, Compared, Overlay};
use crate::library::LibraryError;
use crate::text::{Row, side_by_side};

impl App {
    /// Whether the open story has a version or a copy to compare it with.
    pub(super) fn can_compare(&self) -> bool {
        self.reading.article.as_ref().is_some_and(|open| open.editions.len() > 1 || !open.copies.is_empty())
    }

    /// Does what puts two texts side by side.
    pub(super) fn act_on_comparison(&mut self, action: CompareAction) {
        match action {
            CompareAction::Show => self.compare_versions(),
            CompareAction::Next => self.step_change(1),
            CompareAction::Previous => self.step_change(-1),
            CompareAction::Fold => {
                self.set(|settings| settings.fold_copies = !settings.fold_copies);
                self.filter_rows();
            }
        }
    }

    /// Whether an action goes on in the comparison that is shown.
    pub(super) const fn is_within_comparison(action: Action) -> bool {
        matches!(action, Action::Compare(CompareAction::Next | CompareAction::Previous))
    }

    /// Does what a view asks of the comparison.
    pub(super) fn side_by_side(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::With(copy) => {
                self.list_choices();
                let choices = &self.comparison.choices;
                let current = choices.iter().position(is_current);
                let other = choices.iter().position(|choice| choice.article == copy);
                if let (Some(current), Some(other)) = (current, other) {
                    self.choose_texts([current, other]);
                }
            }
            CompareCommand::Choose(places) => self.choose_texts(places),
            CompareCommand::At(place) => self.go_to_change(place),
        }
    }

    /// Compares the version that is read with the one before, else with the next one or a copy.
    fn compare_versions(&mut self) {
        if !self.can_compare() {
            return;
        }
        self.list_choices();
        let current = self.comparison.choices.iter().position(is_current).unwrap_or_default();
        self.choose_texts(if current > 0 { [current - 1, current] } else { [0, 1] });
    }

    fn list_choices(&mut self) {
        let Some(open) = &self.reading.article else { return };
        let versions = open.editions.iter().enumerate().map(|(place, edition)| Choice {
            article: open.id(),
            edition: edition.id,
            told: ChoiceTold::Version {
                number: place + 1,
                imported: edition.imported.clone(),
                current: edition.current,
            },
        });
        let mut choices: Vec<Choice> = versions.collect();
        for copy in &open.copies {
            // Of a copy it is the version that is read.
            let Ok(editions) = self.library.editions(copy.row.id) else { continue };
            choices.push(Choice {
                article: copy.row.id,
                edition: editions.into_iter().find(|edition| edition.current).and_then(|edition| edition.id),
                told: ChoiceTold::Copy { title: copy.row.title.clone(), outlet: copy.row.outlet.clone() },
            });
        }
        self.comparison.choices = choices;
    }

    fn choose_texts(&mut self, places: [usize; 2]) {
        let texts: Result<Vec<String>, LibraryError> = places
            .iter()
            .filter_map(|place| self.comparison.choices.get(*place))
            .map(|choice| self.library.body_of(choice.article, choice.edition))
            .collect();
        let texts = self.settle(texts).and_then(|texts| <[String; 2]>::try_from(texts).ok());
        let desk = &mut self.comparison;
        desk.chosen = places;
        desk.count += 1;
        desk.found = texts.map(|texts| {
            let [one, two] = &texts;
            let rows = side_by_side(one, two);
            let changed = (0..rows.len()).filter(|row| rows.get(*row).is_some_and(Row::is_changed)).collect();
            Compared { texts, rows, changed, at: 0 }
        });
        self.overlay = Some(Overlay::Comparison);
    }

    fn step_change(&mut self, by: isize) {
        if let Some(found) = &self.comparison.found {
            self.go_to_change(found.at.saturating_add_signed(by));
        }
    }

    fn go_to_change(&mut self, place: usize) {
        if let Some(found) = &mut self.comparison.found {
            found.at = place.min(found.changed.len().saturating_sub(1));
        }
    }
}

const fn is_current(choice: &Choice) -> bool {
    matches!(choice.told, ChoiceTold::Version { current: true, .. })
}
