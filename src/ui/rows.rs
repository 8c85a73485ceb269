//! The pieces of a row in a list: what lies behind it, where its lines stand, and the lines.

use egui::{Label, Layout, Rect, Response, RichText, Ui, UiBuilder, vec2};

use super::theme::tokens::space;
use super::view::View;

/// Shows which row is chosen, pointed at or focused.
pub(super) fn backdrop(ui: &Ui, view: &View<'_>, response: &Response, chosen: bool) {
    let area = response.rect.shrink2(vec2(0.0, 1.0));
    if chosen {
        ui.painter().rect_filled(area, 6.0, view.theme.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(area, 6.0, view.theme.line.gamma_multiply(0.5));
    }
}

/// A place for the lines of a row.
pub(super) fn column(ui: &mut Ui, row: Rect) -> Ui {
    let layout = Layout::top_down(egui::Align::LEFT);
    let mut column = ui.new_child(UiBuilder::new().max_rect(row.shrink2(vec2(space::M, 4.0))).layout(layout));
    column.spacing_mut().item_spacing.y = 1.0;
    column
}

/// A line of a row: cut where it is too long, and the row's to be clicked.
pub(super) fn line(text: RichText) -> Label {
    Label::new(text).truncate().selectable(false)
}
