//! The tags that the pen gives each mark: typed, or chosen from those in use.

use egui::Ui;

use crate::app::{Command, Overlay};

use super::view::View;
use super::{tags, widgets};

/// The tags chosen so far.
#[derive(Debug, Default)]
pub struct PenTagState {
    tags: Vec<String>,
    open: bool,
}

/// Draws the field while it is asked for: Enter takes up the pen, a comma goes on to another tag.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut PenTagState) {
    let open = view.app.overlay() == Some(Overlay::PenTag);
    let fresh = open && !state.open;
    if fresh || !open {
        *state = PenTagState { open, ..PenTagState::default() };
    }
    if !open {
        return;
    }
    let layer = widgets::layer(ui, view, "pen-tag", 360.0).default_height(120.0);
    widgets::show_alone(ui, view, layer, |ui| {
        ui.label(widgets::muted(view, view.text("pen-tag-hint")));
        ui.horizontal_wrapped(|ui| {
            let tags::Line { changed, ends, field } =
                tags::line(ui, view, &state.tags, &view.text("pen-tag"), &view.app.marks().tags);
            if fresh || changed.is_some() {
                field.request_focus();
            }
            if let Some(tags) = changed {
                state.tags = tags;
            }
            if ends && !state.tags.is_empty() {
                field.surrender_focus();
                view.send(Command::PenTags(std::mem::take(&mut state.tags)));
            }
        });
    });
}
