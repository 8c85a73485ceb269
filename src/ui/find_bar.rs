//! The bar over the story in which a person types what to find in it.

use egui::{Frame, Key, Margin, Modifiers, Panel, Role, TextEdit, Ui, WidgetInfo};

use crate::app::{Action, Command, FindAction};

use super::icons;
use super::theme::tokens::space;
use super::view::View;
use super::widgets::{self, muted};

/// What the bar remembers between frames.
#[derive(Debug, Default)]
pub struct FindState {
    words: String,
    /// Whether the field is to be typed in.
    pub(super) wants_focus: bool,
}

/// Width of the field, in points.
const FIELD: f32 = 240.0;

/// Draws the bar while words are looked for.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut FindState) {
    if view.app.finding().is_none() || view.app.reading().article.is_none() {
        return;
    }
    let frame = Frame::new().fill(view.theme.surface).inner_margin(Margin::symmetric(12, 5));
    Panel::top("find-bar").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            field(ui, view, state);
            count(ui, view);
            widgets::act_icon(ui, view, Action::Find(FindAction::Previous), icons::BACK);
            widgets::act_icon(ui, view, Action::Find(FindAction::Next), icons::FORWARD);
            let found = view.app.finding().is_some_and(|finding| !finding.hits.is_empty());
            if found && widgets::offers(ui, view, view.text("find-mark-all")) {
                view.send(Action::MarkAll);
                ui.memory_mut(egui::Memory::stop_text_input);
            }
            if widgets::icon_button(ui, view, icons::CLOSE, &view.text("find-close"), true).clicked() {
                view.send(Command::EndFinding);
            }
        });
    });
}

fn field(ui: &mut Ui, view: &View<'_>, state: &mut FindState) {
    let Some(finding) = view.app.finding() else { return };
    let id = ui.scope_id().with("find");
    let focused = ui.memory(|memory| memory.has_focus(id));
    if !focused || state.wants_focus {
        state.words.clone_from(&finding.words);
    }
    let edit = TextEdit::singleline(&mut state.words).id(id).hint_text(view.text("action-find")).desired_width(FIELD);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("action-find")));
    if std::mem::take(&mut state.wants_focus) {
        response.request_focus();
    }
    if response.changed() {
        view.send(Command::Find(state.words.clone()));
    }
    let held = response.has_focus() || response.lost_focus();
    let pressed = |modifiers| held && ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
    // The chords first: Shift+Enter is no Enter.
    let keys = [
        (Modifiers::COMMAND, Action::MarkAll),
        (Modifiers::SHIFT, Action::Find(FindAction::Previous)),
        (Modifiers::NONE, Action::Find(FindAction::Next)),
    ];
    if let Some((_, action)) = keys.into_iter().find(|(modifiers, _)| pressed(*modifiers)) {
        view.send(action);
        // After marking the keys are the text's, so that undo takes the marks back and not what was typed.
        if action == Action::MarkAll {
            response.surrender_focus();
        } else {
            response.request_focus();
        }
    }
}

/// Which hit of how many.
fn count(ui: &mut Ui, view: &View<'_>) {
    let Some(finding) = view.app.finding().filter(|finding| !finding.words.trim().is_empty()) else { return };
    let said = if finding.hits.is_empty() {
        view.text("find-none")
    } else {
        let of = [("at", (finding.at + 1).into()), ("count", finding.hits.len().into())];
        view.words().with("find-count", &of)
    };
    ui.label(muted(view, said));
}
