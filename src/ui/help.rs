//! The keys and what they do.

use egui::{Grid, ScrollArea, Ui, Window};

use crate::app::{Action, Overlay};

use super::shortcuts;
use super::view::View;
use super::widgets;

/// Draws the list of keys while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    if view.app.overlay() != Some(Overlay::Help) {
        return;
    }
    let mut open = true;
    Window::new(view.text("help-title")).open(&mut open).collapsible(false).default_width(460.0).show(ui.ctx(), |ui| {
        ui.label(widgets::muted(view, view.text("help-mouse")));
        ScrollArea::vertical().max_height(460.0).animated(false).show(ui, |ui| {
            Grid::new("keys").num_columns(2).striped(false).show(ui, |ui| {
                for action in Action::all() {
                    let keys: Vec<String> =
                        action.shortcuts().into_iter().flatten().map(|key| shortcuts::label(ui.ctx(), key)).collect();
                    if !keys.is_empty() {
                        ui.label(keys.join("  "));
                        ui.label(view.app.action_name(action));
                        ui.end_row();
                    }
                }
            });
        });
    });
    widgets::close_layer(ui, view, open);
}
