//! The keys and what they do, by what one is at.

use egui::{Grid, ScrollArea, Ui};

use crate::app::{Action, ActionGroup, Overlay};

use super::shortcuts;
use super::theme::tokens::space;
use super::view::View;
use super::widgets;

/// The least width of a column of groups.
const COLUMN: f32 = 500.0;

/// Draws the list of keys while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    if view.app.overlay() != Some(Overlay::Help) {
        return;
    }
    let layer = widgets::layer(ui, view, "help-title", 2.0 * (COLUMN + space::XXL));
    widgets::show_alone(ui, view, layer, |ui| {
        ui.label(widgets::muted(view, view.text("help-mouse")));
        ScrollArea::vertical().auto_shrink([false, true]).animated(false).show(ui, |ui| {
            if ui.available_width() < 2.0 * COLUMN {
                for group in ActionGroup::ALL {
                    keys(ui, view, group);
                }
                return;
            }
            let (left, right) = ActionGroup::ALL.split_at(2);
            ui.columns_const(|[first, second]| {
                for &group in left {
                    keys(first, view, group);
                }
                for &group in right {
                    keys(second, view, group);
                }
            });
        });
    });
}

/// The keys of one group.
fn keys(ui: &mut Ui, view: &View<'_>, group: ActionGroup) {
    ui.add_space(space::S);
    widgets::heading(ui, view, view.text(group.words_key()));
    Grid::new(group.words_key()).num_columns(2).spacing([space::L, space::XS]).show(ui, |ui| {
        for action in Action::all().into_iter().filter(|action| action.group() == group) {
            let keys: Vec<String> =
                action.shortcuts().into_iter().flatten().map(|key| shortcuts::label(ui.ctx(), key)).collect();
            if !keys.is_empty() {
                ui.label(keys.join("  "));
                ui.label(view.app.action_name(action));
                ui.end_row();
            }
        }
    });
    ui.add_space(space::S);
}
