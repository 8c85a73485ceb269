//! What the last merge met: where both libraries said something else, with what each said and which of them holds.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::{Command, Overlay};
use crate::library::{ArticleId, Conflict, ConflictKind, Kept, Merged};

use super::rows;
use super::theme::{fonts, tokens::size};
use super::view::View;
use super::walk::{Walk, take_enter};
use super::widgets::{self, muted};

/// Height of a row: the words, what this library says, what the other one says.
const ROW: f32 = 70.0;
/// Height of the list.
const HEIGHT: f32 = 420.0;

/// Draws the layer while it is open. `walk` is where keys have come to in it.
pub(super) fn show(ui: &Ui, view: &View<'_>, walk: &mut Walk) {
    let Some(merged) = view.app.merged().filter(|_| view.app.overlay() == Some(Overlay::MergeReport)) else {
        *walk = Walk::default();
        return;
    };
    let layer = widgets::layer(ui, view, "merge-report-title", 680.0);
    widgets::show_alone(ui, view, layer, |ui| contents(ui, view, merged, walk));
}

fn contents(ui: &mut Ui, view: &View<'_>, merged: &Merged, walk: &mut Walk) {
    let count = [("count", merged.conflicts.len().into())];
    ui.label(muted(view, view.words().with("merge-report-count", &count)));
    for failed in &merged.failed {
        ui.label(RichText::new(failed).size(size::SMALL).color(view.theme.text));
    }
    walk.take_keys(ui, merged.conflicts.len());
    if let Some(conflict) = walk.at.and_then(|at| merged.conflicts.get(at)).filter(|_| take_enter(ui, None)) {
        go(view, conflict.article);
    }
    let at = walk.at;
    walk.rows(ui, (ROW, HEIGHT), merged.conflicts.len(), |ui, shown| {
        let conflicts = merged.conflicts.iter().enumerate().take(shown.end).skip(shown.start);
        conflicts.for_each(|(place, conflict)| line(ui, view, conflict, at == Some(place)));
    });
}

fn go(view: &View<'_>, article: Option<ArticleId>) {
    if let Some(article) = article {
        view.send(Command::CloseOverlay);
        view.send(Command::Open(article));
    }
}

/// A conflict; Enter or a click goes to its story.
fn line(ui: &mut Ui, view: &View<'_>, conflict: &Conflict, at: bool) {
    let head = format!("{} · {}", view.text(kind(conflict.kind)), conflict.about);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let said = format!("{head}, {}, {}", conflict.ours, conflict.theirs);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, said.clone()));
    rows::backdrop(ui, view, &response, at);
    let mut column = rows::column(ui, rect);
    let title = RichText::new(head).family(fonts::reading()).size(size::BODY).color(view.theme.text);
    column.add(rows::line(title));
    let ours = (["merge-report-ours", "merge-report-ours-holds"], &conflict.ours, Kept::Ours);
    let theirs = (["merge-report-theirs", "merge-report-theirs-holds"], &conflict.theirs, Kept::Theirs);
    for ([gives_way, stands], said, side) in [ours, theirs] {
        let holds = conflict.kept == side || conflict.kept == Kept::Both;
        let key = if holds { stands } else { gives_way };
        let line = view.words().with(key, &[("said", said.as_str().into())]);
        let color = if holds { view.theme.text } else { view.theme.muted };
        column.add(rows::line(RichText::new(line).size(size::SMALL).color(color)));
    }
    if response.clicked() {
        go(view, conflict.article);
    }
}

const fn kind(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Mark => "merge-report-mark",
        ConflictKind::Deleted => "merge-report-deleted",
        ConflictKind::Rating => "merge-report-rating",
        ConflictKind::Note => "merge-report-note",
        ConflictKind::Ruling => "merge-report-ruling",
    }
}
