//! The report of one import: every file with what became of it, narrowed by outcome and words, copied, saved.

use std::path::Path;

use egui::{RichText, Role, Sense, TextEdit, Ui, WidgetInfo, vec2};

use crate::app::{Command, OpenReport, ReportCommand, Told};
use crate::library::{ImportLine, LineOutcome};
use crate::ui::icons;
use crate::ui::rows;
use crate::ui::shortcuts;
use crate::ui::theme::tokens::{HIT_TARGET, size, space};
use crate::ui::view::View;
use crate::ui::walk::{Walk, take_enter};
use crate::ui::widgets;

use super::{HEIGHT, ROW};

/// What the list of lines remembers between frames.
#[derive(Debug, Default)]
pub(super) struct ReportState {
    words: String,
    walk: Walk,
    /// The field for words, once it was drawn.
    field: Option<egui::Id>,
}

pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenReport, state: &mut ReportState) {
    head(ui, view, open, state);
    let moved = state.walk.take_keys(ui, open.lines.keys.len());
    if take_enter(ui, state.field)
        && let Some(at) = state.walk.at
    {
        view.send(ReportCommand::Story(at));
    }
    if copies(ui, state.field) {
        view.send(ReportCommand::Copy);
    }
    narrow(ui, view, open, state);
    if moved {
        view.send(ReportCommand::Choose(state.walk.chosen()));
    }
    ui.horizontal(|ui| {
        let of = [("count", open.lines.keys.len().into()), ("total", open.record.lines().into())];
        ui.label(widgets::muted(view, view.words().with("imports-lines", &of)));
        if open.is_searching() {
            ui.label(widgets::muted(view, view.text("imports-searching")));
        }
    });
    lines(ui, view, open, &mut state.walk);
}

/// Takes the key for copying where the field has the focus and nothing in it is selected; without the focus it is the
/// window's.
fn copies(ui: &Ui, field: Option<egui::Id>) -> bool {
    let Some(field) = field.filter(|field| ui.memory(|memory| memory.has_focus(*field))) else { return false };
    let selected = TextEdit::load_state(ui.ctx(), field).and_then(|state| state.cursor.char_range());
    selected.is_none_or(|range| range.is_empty()) && ui.input_mut(shortcuts::take_copy)
}

/// The import, the way back, and what can be done with it.
fn head(ui: &mut Ui, view: &View<'_>, open: &OpenReport, state: &mut ReportState) {
    let record = &open.record;
    ui.horizontal_wrapped(|ui| {
        if widgets::icon_button(ui, view, icons::BACK, &view.text("imports-all"), true).clicked() {
            *state = ReportState::default();
            view.send(ReportCommand::Look(None));
        }
        ui.label(RichText::new(super::when(view, record)).size(size::BODY).color(view.theme.text));
    });
    ui.label(widgets::muted(view, super::sources(view, record)));
    let idle = !view.app.is_importing(record.id);
    ui.horizontal_wrapped(|ui| {
        if idle && record.count(LineOutcome::Failed) > 0 {
            widgets::offer(ui, view, view.text("imports-retry"), Command::RetryImport(record.id));
        }
        if idle && record.is_unfinished() {
            widgets::offer(ui, view, view.text("imports-resume"), Command::ResumeImport(record.id));
        }
        let some = if open.chosen.is_empty() { "imports-copy-all" } else { "imports-copy-chosen" };
        widgets::offer(ui, view, view.text(some), ReportCommand::Copy);
        widgets::offer(ui, view, view.text("imports-save"), ReportCommand::Save);
    });
}

/// The field for words and the outcomes, each with how many files came to it.
fn narrow(ui: &mut Ui, view: &View<'_>, open: &OpenReport, state: &mut ReportState) {
    let hint = view.text("imports-words");
    let field = ui.add(TextEdit::singleline(&mut state.words).desired_width(f32::INFINITY).hint_text(hint.as_str()));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
    if state.field.is_none() {
        state.words.clone_from(&open.words);
        field.request_focus();
    }
    state.field = Some(field.id);
    let mut outcome = open.outcome;
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut outcome, None, view.text("imports-any"));
        for some in LineOutcome::ALL.into_iter().filter(|some| open.record.count(*some) > 0) {
            let label = format!("{} ({})", view.words().outcome(some), open.record.count(some));
            ui.selectable_value(&mut outcome, Some(some), label);
        }
    });
    if outcome != open.outcome || field.changed() {
        state.walk = Walk::default();
        view.send(ReportCommand::Find(outcome, state.words.clone()));
    }
}

/// Draws the lines that show; those that were not read yet are asked for.
fn lines(ui: &mut Ui, view: &View<'_>, open: &OpenReport, walk: &mut Walk) {
    let mut clicked = None;
    let lines = &open.lines;
    walk.rows(ui, (ROW, HEIGHT), lines.keys.len(), |ui, shown| {
        if !lines.has_read(&shown) {
            view.send(ReportCommand::Read(shown.clone()));
        }
        for place in shown {
            let Some(line) = lines.row(place) else {
                ui.add_space(ROW);
                continue;
            };
            let chosen = open.chosen.contains(&place);
            if ui.push_id(place, |ui| row(ui, view, (place, line), chosen)).inner {
                clicked = Some(place);
            }
        }
    });
    if let Some(place) = clicked {
        walk.go_to(place, ui.input(|input| input.modifiers.shift));
        view.send(ReportCommand::Choose(walk.chosen()));
    }
}

/// A file: its name, what became of it, where it was found. True where it was clicked.
fn row(ui: &mut Ui, view: &View<'_>, (place, line): (usize, &ImportLine), chosen: bool) -> bool {
    let Told { path, outcome, about, doubts } = view.words().told(line);
    let shown = Path::new(&path);
    let name = shown.file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
    let said: Vec<&str> = [outcome.as_str(), &about, &doubts].into_iter().filter(|part| !part.is_empty()).collect();
    let said = said.join(" · ");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, format!("{name}: {said}")));
    rows::backdrop(ui, view, &response, chosen);
    let button = HIT_TARGET + space::S;
    let mut lines = rows::column(ui, rect.with_max_x(rect.right() - button));
    let color = if line.outcome == LineOutcome::Failed { view.theme.danger } else { view.theme.text };
    lines.add(rows::line(RichText::new(&name).size(size::BODY).color(view.theme.text)));
    lines.add(rows::line(RichText::new(&said).size(size::SMALL).color(color)));
    let folder = shown.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    lines.add(rows::line(widgets::muted(view, folder)));
    let mut opened = response.double_clicked();
    if line.said.article.is_some() {
        let place = egui::Rect::from_center_size(
            egui::pos2(rect.right() - button, rect.center().y),
            egui::Vec2::splat(HIT_TARGET + space::XS),
        );
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
        let label = view.words().with("imports-open", &[("title", about.as_str().into())]);
        opened |= widgets::icon_button(&mut corner, view, icons::OPEN, &label, true).clicked();
    }
    if opened {
        view.send(ReportCommand::Story(place));
    }
    response.clicked() && !opened
}
