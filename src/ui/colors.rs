//! The colours of marks with the names that the person gives them.

use egui::{Grid, Role, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo};

use crate::app::{Command, Overlay};
use crate::library::Color;

use super::theme::tokens::HIT_TARGET;
use super::view::View;
use super::widgets;

/// The names being written; taken over from the settings when the layer opens.
#[derive(Debug, Default)]
pub(super) struct ColorNames {
    drafts: Option<Vec<String>>,
}

/// Draws the names while they are open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut ColorNames) {
    if view.app.overlay() != Some(Overlay::Colors) {
        state.drafts = None;
        return;
    }
    let names = |color| view.app.settings().color_name(color).unwrap_or_default().to_owned();
    let fresh = state.drafts.is_none();
    let drafts = state.drafts.get_or_insert_with(|| Color::all().map(names).collect());
    let layer = widgets::layer(ui, view, "colors-title", 300.0).resizable(false);
    widgets::show_alone(ui, view, layer, |ui| contents(ui, view, drafts, fresh));
    if ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        view.send(Command::CloseOverlay);
    }
}

fn contents(ui: &mut Ui, view: &View<'_>, drafts: &mut [String], fresh: bool) {
    ui.label(widgets::muted(view, view.text("colors-hint")));
    Grid::new("colors").num_columns(2).show(ui, |ui| {
        for (color, draft) in Color::all().zip(drafts) {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(HIT_TARGET), Sense::hover());
            let edge = Stroke::new(1.0, view.theme.paint_edge(color));
            ui.painter().circle(rect.center(), 8.0, view.theme.paint(color), edge);
            let plain = view.app.plain_color(color);
            let response = ui.add(TextEdit::singleline(draft).desired_width(220.0).hint_text(&plain));
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &plain));
            if fresh && color == Color::FIRST {
                response.request_focus();
            }
            if response.changed() {
                view.send(Command::NameColor(color, draft.clone()));
            }
            ui.end_row();
        }
    });
}
