//! The folders that are watched, the imports, newest first, and the report of one.

mod lines;
mod watched;

use egui::{RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::{Overlay, ReportCommand};
use crate::library::{ImportRecord, LineOutcome};

use super::rows;
use super::theme::tokens::size;
use super::view::{View, local_time};
use super::walk::{Walk, take_enter};
use super::widgets;

/// What these lists remember between frames.
#[derive(Debug, Default)]
pub struct ImportsState {
    list: Walk,
    /// The path that is typed of a folder to watch.
    typed: String,
    report: lines::ReportState,
}

/// Height of a row: when and how it ended, what became of the files, what was asked for.
const ROW: f32 = 62.0;
/// Height of a list.
const HEIGHT: f32 = 440.0;

/// Draws the layer while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut ImportsState) {
    if view.app.overlay() != Some(Overlay::Imports) {
        *state = ImportsState::default();
        return;
    }
    let layer = widgets::layer(ui, view, "imports-title", 720.0);
    widgets::show_alone(ui, view, layer, |ui| match &view.app.imports().open {
        Some(open) => lines::show(ui, view, open, &mut state.report),
        None => {
            watched::show(ui, view, &mut state.typed);
            list(ui, view, &mut state.list);
        }
    });
}

fn list(ui: &mut Ui, view: &View<'_>, walk: &mut Walk) {
    let all = &view.app.imports().all;
    if all.keys.is_empty() {
        ui.label(widgets::muted(view, view.text("imports-none")));
        return;
    }
    ui.label(widgets::muted(view, view.text("imports-hint")));
    walk.take_keys(ui, all.keys.len());
    if let Some(id) = walk.at.and_then(|at| all.keys.get(at)).filter(|_| take_enter(ui, None)) {
        view.send(ReportCommand::Look(Some(*id)));
    }
    let at = walk.at;
    walk.rows(ui, (ROW, HEIGHT), all.keys.len(), |ui, shown| {
        if !all.has_read(&shown) {
            view.send(ReportCommand::Read(shown.clone()));
        }
        for place in shown {
            match all.row(place) {
                Some(record) => ui.push_id(record.id, |ui| line(ui, view, record, at == Some(place))).inner,
                None => ui.add_space(ROW),
            }
        }
    });
}

/// An import: when and how it ended, what became of the files, what was asked for.
fn line(ui: &mut Ui, view: &View<'_>, record: &ImportRecord, at: bool) {
    let (when, summary) = (when(view, record), summary(view, record));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, format!("{when}: {summary}")));
    rows::backdrop(ui, view, &response, at);
    let mut column = rows::column(ui, rect);
    column.add(rows::line(RichText::new(when).size(size::BODY).color(view.theme.text)));
    column.add(rows::line(RichText::new(summary).size(size::SMALL).color(view.theme.text)));
    column.add(rows::line(widgets::muted(view, sources(view, record))));
    if response.clicked() {
        view.send(ReportCommand::Look(Some(record.id)));
    }
}

/// When an import began and how it ended.
fn when(view: &View<'_>, record: &ImportRecord) -> String {
    let at = local_time(&record.at);
    let state = match record {
        _ if view.app.is_importing(record.id) => "imports-running",
        ImportRecord { taken_back: true, .. } => "imports-taken-back",
        ImportRecord { finished: Some(_), .. } => "imports-finished",
        ImportRecord { stopped: true, .. } => "imports-stopped",
        _ => "imports-broken-off",
    };
    let watched = record.watched.then(|| view.text("imports-watched"));
    [at, watched, Some(view.text(state))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What became of the files: how many of each outcome.
pub(super) fn summary(view: &View<'_>, record: &ImportRecord) -> String {
    let some = LineOutcome::ALL.into_iter().filter(|outcome| record.count(*outcome) > 0);
    let count = |outcome: LineOutcome| {
        let key = format!("imports-count-{}", outcome.name());
        view.words().with(&key, &[("count", record.count(outcome).into())])
    };
    let counts: Vec<String> = some.map(count).collect();
    if counts.is_empty() { view.text("imports-no-files") } else { counts.join(", ") }
}

/// What was asked for.
fn sources(view: &View<'_>, record: &ImportRecord) -> String {
    let mut said: Vec<String> = record.sources.iter().map(|path| path.display().to_string()).collect();
    let more = record.asked.saturating_sub(said.len());
    if more > 0 {
        said.push(view.words().with("imports-more", &[("count", more.into())]));
    }
    said.join(", ")
}
