//! The tag that the pen gives each mark: typed, or chosen from those in use.

use egui::Ui;

use crate::app::{Command, Overlay};

use super::view::View;
use super::{tags, widgets};

/// Draws the field while it is asked for. `shown`: whether it was in the last frame.
pub(super) fn show(ui: &Ui, view: &View<'_>, shown: &mut bool) {
    let fresh = !std::mem::replace(shown, view.app.overlay() == Some(Overlay::PenTag));
    if !*shown {
        return;
    }
    let layer = widgets::layer(ui, view, "pen-tag", 360.0).default_height(120.0);
    widgets::show_alone(ui, view, layer, |ui| {
        ui.label(widgets::muted(view, view.text("pen-tag-hint")));
        ui.horizontal_wrapped(|ui| {
            let (tag, field) = tags::field(ui, view, &[], &view.text("pen-tag"), &view.app.marks().tags);
            if fresh {
                field.request_focus();
            }
            if let Some(tag) = tag {
                field.surrender_focus();
                view.send(Command::PenTag(tag));
            }
        });
    });
}
