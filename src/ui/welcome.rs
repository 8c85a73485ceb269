//! What stands where no story is open.

use egui::{RichText, Ui};

use crate::app::{Action, ImportAction};

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets;

/// Says how to begin, with buttons for it.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    // An invitation to begin would say that there is nothing where it only cannot be read.
    if view.app.shelf().unreadable {
        return;
    }
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        let title = RichText::new(view.text("welcome-title")).family(fonts::reading_semibold()).size(size::LARGE);
        ui.label(title.color(view.theme.text));
        ui.label(widgets::muted(view, view.text("welcome-hint")));
        ui.add_space(space::L);
        for action in [ImportAction::Files, ImportAction::Folder].map(Action::Import) {
            widgets::offer(ui, view, view.text(action.words_key()), action);
        }
    });
}
