//! Every action, filtered by typing.

use egui::{Area, Id, Key, Modifiers, Order, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

use crate::app::{Action, Command, Overlay};
use crate::text::fold_key;

use super::shortcuts;
use super::theme::tokens::{HIT_TARGET, size, space};
use super::view::View;
use super::{rows, widgets};

/// What was typed and which line is chosen.
#[derive(Debug, Default)]
pub struct PaletteState {
    query: String,
    chosen: usize,
    open: bool,
}

const WIDTH: f32 = 460.0;
/// Height of the list, in points.
const HEIGHT: f32 = 380.0;

/// Draws the palette while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut PaletteState) {
    let open = view.app.overlay() == Some(Overlay::Palette);
    let fresh = open && !state.open;
    if fresh {
        *state = PaletteState::default();
    }
    state.open = open;
    if !open {
        return;
    }
    let screen = ui.ctx().content_rect();
    let at = egui::pos2(screen.center().x, screen.top() + 72.0);
    let area = Area::new(Id::unique("palette")).order(Order::Foreground).pivot(egui::Align2::CENTER_TOP).fixed_pos(at);
    let shown = area.show(ui.ctx(), |ui| {
        view.theme.floating().inner_margin(space::M).show(ui, |ui| {
            widgets::keep_in(ui);
            ui.set_width(WIDTH.min(screen.width() - 2.0 * space::XL));
            contents(ui, view, state, fresh);
        });
    });
    let elsewhere = ui.input(|input| {
        input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !shown.response.rect.contains(at))
    });
    if elsewhere && !fresh {
        view.send(Command::CloseOverlay);
    }
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut PaletteState, fresh: bool) {
    let (up, down, enter) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let edit = TextEdit::singleline(&mut state.query).desired_width(f32::INFINITY).hint_text(view.text("palette-hint"));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("palette-hint")));
    if fresh {
        response.request_focus();
    }
    let anew = fresh || response.changed();
    if anew {
        state.chosen = 0;
    }
    let actions = matching(view, &state.query);
    let last = actions.len().saturating_sub(1);
    state.chosen = if up { state.chosen.saturating_sub(1) } else { state.chosen + usize::from(down) }.min(last);
    // Without its least height the list would keep the one that fewer lines had in the last frame.
    let mut list = ScrollArea::vertical().max_height(HEIGHT).min_scrolled_height(HEIGHT).animated(false);
    if anew {
        list = list.vertical_scroll_offset(0.0);
    }
    list.show(ui, |ui| {
        for (number, action) in actions.iter().enumerate() {
            let chosen = number == state.chosen;
            if line(ui, view, *action, chosen, chosen && (up || down)) || (chosen && enter) {
                view.send(Command::CloseOverlay);
                view.send(*action);
            }
        }
        if actions.is_empty() {
            ui.label(widgets::muted(view, view.text("search-nothing")));
        }
    });
}

/// The actions that can be done now and whose name holds every word typed.
fn matching(view: &View<'_>, query: &str) -> Vec<Action> {
    let query = fold_key(query);
    let fits = |action: &Action| {
        let name = fold_key(&view.app.action_name(*action));
        query.split(' ').all(|word| name.contains(word))
    };
    Action::all()
        .into_iter()
        .filter(|action| *action != Action::Palette && view.app.can(*action))
        .filter(fits)
        .collect()
}

fn line(ui: &mut Ui, view: &View<'_>, action: Action, chosen: bool, follow: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HIT_TARGET + 6.0), Sense::click());
    let name = view.app.action_name(action);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &name));
    rows::backdrop(ui, view, &response, chosen);
    if follow {
        response.scroll_to_me(None);
    }
    let key = action.shortcuts().into_iter().flatten().next().map(|key| shortcuts::label(ui.ctx(), key));
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(vec2(space::S, 0.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    row.label(RichText::new(name).size(size::BODY).color(view.theme.text));
    row.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.label(widgets::muted(view, key.unwrap_or_default()));
    });
    response.clicked()
}
