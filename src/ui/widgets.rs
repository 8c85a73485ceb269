//! House widgets: small, quiet, named, with a key in the tooltip.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Color32, FontId, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::app::{Action, Command};

use super::shortcuts;
use super::theme::{
    fonts,
    tokens::{HIT_TARGET, RADIUS, icon, size, space},
};
use super::view::View;

/// Width and height of an icon to click.
pub(super) const ICON: f32 = HIT_TARGET + 4.0;

/// An icon to click, named for people who do not see it.
pub(super) fn icon_button(ui: &mut Ui, view: &View<'_>, icon: &str, name: &str, enabled: bool) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(ICON), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let color = match (enabled, response.hovered()) {
        (false, _) => view.theme.muted.gamma_multiply(0.5),
        (true, false) => view.theme.muted,
        (true, true) => view.theme.text,
    };
    if enabled && response.hovered() {
        ui.painter().rect_filled(rect, RADIUS, view.theme.line.gamma_multiply(0.6));
    }
    ring(ui, view, &response);
    let font = FontId::new(icon::LARGE, fonts::icons());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon, font, color);
    response.on_hover_text(name)
}

/// The ring around what has the focus.
pub(super) fn ring(ui: &Ui, view: &View<'_>, response: &Response) {
    ring_if(ui, view, response, response.has_focus());
}

/// The same around what keys have come to in a list.
pub(super) fn ring_if(ui: &Ui, view: &View<'_>, response: &Response, at: bool) {
    if at {
        let stroke = Stroke::new(2.0, view.theme.focus);
        ui.painter().rect_stroke(response.rect, RADIUS, stroke, StrokeKind::Inside);
    }
}

/// An action as an icon; its key stands in the tooltip. The caller sends it.
pub(super) fn action_icon(ui: &mut Ui, view: &View<'_>, action: Action, icon: &str) -> Response {
    icon_button(ui, view, icon, &titled(ui, view, action), view.app.can(action))
}

/// An action as an icon that does it.
pub(super) fn act_icon(ui: &mut Ui, view: &View<'_>, action: Action, icon: &str) {
    if action_icon(ui, view, action, icon).clicked() {
        view.send(action);
    }
}

/// An action as a line of a menu that does it.
pub(super) fn menu_item(ui: &mut Ui, view: &View<'_>, action: Action) {
    let key = action.shortcuts().into_iter().flatten().next();
    let mut button = Button::new(view.app.action_name(action));
    if let Some(key) = key {
        button = button.shortcut_text(shortcuts::label(ui.ctx(), key));
    }
    if ui.add_enabled(view.app.can(action), button).clicked() {
        view.send(action);
        ui.close();
    }
}

/// The name of an action with its first key.
fn titled(ui: &Ui, view: &View<'_>, action: Action) -> String {
    let name = view.app.action_name(action);
    match action.shortcuts().into_iter().flatten().next() {
        Some(key) => format!("{name} ({})", shortcuts::label(ui.ctx(), key)),
        None => name,
    }
}

/// A layer above the window with a title: in the middle of the upper part, where it can be moved from.
pub(super) fn layer(ui: &Ui, view: &View<'_>, title: &str, width: f32) -> egui::Window<'static> {
    let screen = ui.ctx().content_rect();
    let width = width.min(screen.width() - 2.0 * space::XL);
    egui::Window::new(view.text(title))
        .collapsible(false)
        .default_width(width)
        // Also where the window has become narrower since.
        .max_width(screen.width() - 2.0 * space::XL)
        .default_height(560.0)
        .default_pos(egui::pos2(screen.center().x - width / 2.0, screen.top() + 72.0))
}

/// Shows a layer with which nothing behind is used: pointer, Tab and arrows stay in it while it is open.
pub(super) fn show_alone(ui: &Ui, view: &View<'_>, layer: egui::Window<'_>, contents: impl FnOnce(&mut Ui)) {
    let mut open = true;
    layer.open(&mut open).show(ui.ctx(), |ui| {
        keep_in(ui);
        contents(ui);
    });
    close_layer(ui, view, open);
}

/// Keeps pointer and focus from what lies behind the layer that is drawn here.
pub(super) fn keep_in(ui: &Ui) {
    let layer = ui.layer_id();
    ui.memory_mut(|memory| memory.set_modal_layer(layer));
}

/// Closes the layer that is open where its sign was clicked or Escape was pressed.
pub(super) fn close_layer(ui: &Ui, view: &View<'_>, open: bool) {
    if !open || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        view.send(Command::CloseOverlay);
    }
}

/// Secondary text.
pub(super) fn muted(view: &View<'_>, text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::SMALL).color(view.theme.muted)
}

/// Words of a text on a paint of their own, with what stands before and behind them.
pub(super) fn words_within(view: &View<'_>, paint: Color32, [before, words, after]: [&str; 3]) -> LayoutJob {
    let plain = TextFormat::simple(FontId::new(size::BODY, fonts::reading()), view.theme.text);
    let strong = TextFormat { background: paint, ..plain.clone() };
    let mut job = LayoutJob::default();
    job.append(before, 0.0, plain.clone());
    job.append(words, 0.0, strong);
    job.append(after, 0.0, plain);
    job
}

/// The heading of a group.
pub(super) fn heading(ui: &mut Ui, view: &View<'_>, text: impl Into<String>) {
    let text = RichText::new(text).family(fonts::interface_semibold()).size(size::SMALL).color(view.theme.muted);
    ui.label(text);
}

/// A text that is an offer: a line with a button that sends a command.
pub(super) fn offer(ui: &mut Ui, view: &View<'_>, label: String, command: impl Into<Command>) {
    if offers(ui, view, label) {
        view.send(command);
    }
}

/// The same, where the caller does what is offered: true where it was taken.
pub(super) fn offers(ui: &mut Ui, view: &View<'_>, label: String) -> bool {
    ui.button(RichText::new(label).color(view.theme.accent)).clicked()
}

/// The icon font at the size of text.
pub(super) fn icon(icon: &str, color: egui::Color32) -> RichText {
    RichText::new(icon).font(FontId::new(icon::SMALL, fonts::icons())).color(color)
}
