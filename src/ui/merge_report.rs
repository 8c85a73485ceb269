//! What the last merge met: where both libraries said something else, with what each said and which of them holds.

use egui::{Key, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::{Command, Overlay};
use crate::library::{Conflict, ConflictKind, Kept, Merged};

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets::{self, muted};

/// Height of a row: the words, what this library says, what the other one says.
const ROW: f32 = 70.0;
/// Height of the list.
const HEIGHT: f32 = 420.0;

/// Draws the layer while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    if view.app.overlay() != Some(Overlay::MergeReport) {
        return;
    }
    let mut stays = true;
    widgets::layer(ui, view, "merge-report-title", 680.0).open(&mut stays).show(ui.ctx(), |ui| {
        if let Some(merged) = view.app.merged() {
            contents(ui, view, merged);
        }
    });
    if !stays || ui.input(|input| input.key_pressed(Key::Escape)) {
        view.send(Command::CloseOverlay);
    }
}

fn contents(ui: &mut Ui, view: &View<'_>, merged: &Merged) {
    let count = [("count", merged.conflicts.len().into())];
    ui.label(muted(view, view.words().with("merge-report-count", &count)));
    for failed in &merged.failed {
        ui.label(RichText::new(failed).size(size::SMALL).color(view.theme.text));
    }
    ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).animated(false).show_rows(
        ui,
        ROW,
        merged.conflicts.len(),
        |ui, rows| {
            for conflict in merged.conflicts.get(rows).unwrap_or_default() {
                line(ui, view, conflict);
            }
        },
    );
}

/// A conflict; Enter or a click goes to its story.
fn line(ui: &mut Ui, view: &View<'_>, conflict: &Conflict) {
    let head = format!("{} · {}", view.text(kind(conflict.kind)), conflict.about);
    let sense = if conflict.article.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    let said = format!("{head}, {}, {}", conflict.ours, conflict.theirs);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, said.clone()));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), 6.0, view.theme.line.gamma_multiply(0.5));
    }
    let layout = egui::Layout::top_down(egui::Align::LEFT);
    let inner = rect.shrink2(vec2(space::M, 4.0));
    let mut column = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout));
    column.spacing_mut().item_spacing.y = 1.0;
    let title = RichText::new(head).family(fonts::reading()).size(size::BODY).color(view.theme.text);
    column.add(egui::Label::new(title).truncate().selectable(false));
    let ours = (["merge-report-ours", "merge-report-ours-holds"], &conflict.ours, Kept::Ours);
    let theirs = (["merge-report-theirs", "merge-report-theirs-holds"], &conflict.theirs, Kept::Theirs);
    for ([gives_way, stands], said, side) in [ours, theirs] {
        let holds = conflict.kept == side || conflict.kept == Kept::Both;
        let key = if holds { stands } else { gives_way };
        let line = view.words().with(key, &[("said", said.as_str().into())]);
        let color = if holds { view.theme.text } else { view.theme.muted };
        let line = RichText::new(line).size(size::SMALL).color(color);
        column.add(egui::Label::new(line).truncate().selectable(false));
    }
    if let Some(article) = conflict.article.filter(|_| response.clicked()) {
        view.send(Command::CloseOverlay);
        view.send(Command::Open(article));
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
