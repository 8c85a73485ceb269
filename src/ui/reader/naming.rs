//! Words that the machine took for no name, on the tools of a selection: of which class they are, and where that holds.

use egui::{RichText, Ui};

use crate::app::{Action, NAMED};
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;
use crate::ui::widgets;

/// Shows what selected words can be called.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.label(widgets::muted(view, view.text("name-selection")));
        for class in NAMED {
            action(ui, view, Action::Name(class), view.class(class));
        }
        if view.app.can(Action::RuleEdges) {
            action(ui, view, Action::RuleEdges, view.text("name-edges"));
        }
    });
    super::verdict::scopes(ui, view, view.text("scope-library"));
}

fn action(ui: &mut Ui, view: &View<'_>, action: Action, label: String) {
    let button = ui.button(RichText::new(label).size(size::SMALL));
    if button.on_hover_text(view.app.action_name(action)).clicked() {
        view.send(action);
    }
}
