//! The rating of the open article, chosen by two keys: a letter for the source, a digit for the information.

use egui::{Key, Modifiers, Ui};

use crate::app::{Command, Overlay};
use crate::library::{FilingEdit, Rating};

use super::view::View;
use super::widgets;

/// The letter that was chosen for the source, until a digit follows.
#[derive(Debug, Default)]
pub(super) struct RatingState {
    source: Option<char>,
    open: bool,
}

/// Draws the choice while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut RatingState) {
    let shown = view.app.reading().article.as_ref().filter(|_| view.app.overlay() == Some(Overlay::Rating));
    let Some(article) = shown else {
        *state = RatingState::default();
        return;
    };
    if !std::mem::replace(&mut state.open, true) {
        state.source = article.stored.row.filing.rating.map(Rating::reliability);
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "action-rate", 380.0), |ui| contents(ui, view, state));
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut RatingState) {
    ui.label(widgets::muted(view, view.text("rating-hint")));
    for letter in Rating::RELIABILITY {
        let meaning = view.text(&format!("reliability-{}", letter.to_ascii_lowercase()));
        if choice(ui, letter, &meaning, state.source == Some(letter)) {
            state.source = Some(letter);
        }
    }
    ui.separator();
    let source = state.source;
    for digit in Rating::CREDIBILITY {
        let meaning = view.text(&format!("credibility-{digit}"));
        let chosen = ui.add_enabled_ui(source.is_some(), |ui| choice(ui, digit, &meaning, false)).inner;
        if let Some(rating) = source.filter(|_| chosen).and_then(|letter| Rating::new(letter, digit)) {
            rate(view, Some(rating));
        }
    }
    ui.separator();
    if choice(ui, '0', &view.text("rating-remove"), false) {
        rate(view, None);
    }
}

/// A line of the choice; true where it was clicked or its key pressed.
fn choice(ui: &mut Ui, sign: char, meaning: &str, chosen: bool) -> bool {
    let clicked = ui.selectable_label(chosen, format!("{sign} – {meaning}")).clicked();
    let key = Key::from_name(sign.encode_utf8(&mut [0; 4])).filter(|_| ui.is_enabled());
    clicked || key.is_some_and(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)))
}

fn rate(view: &View<'_>, rating: Option<Rating>) {
    view.send(Command::File(FilingEdit { rating: Some(rating), ..FilingEdit::default() }));
    view.send(Command::CloseOverlay);
}
