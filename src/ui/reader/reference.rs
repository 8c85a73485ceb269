//! A Baca Juga reference where the editor put it: one muted line with an arrow, its state told by icon and word.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontFamily, FontId, Galley, Popup, Response, Role, Sense, Ui, WidgetInfo};

use crate::app::{Command, LinkedTitle, OpenArticle};
use crate::library::{ArticleId, Link, LinkState};
use crate::ui::icons;
use crate::ui::theme::{fonts, tokens};
use crate::ui::view::View;

use super::column::Column;

/// A reference as laid out.
pub(super) struct ReferenceLine {
    galley: Arc<Galley>,
    /// What a screen reader says.
    name: String,
}

impl ReferenceLine {
    /// Lays out the reference with this index; `None` where the article has no such reference.
    pub fn layout(ui: &Ui, view: &View<'_>, open: &OpenArticle, index: usize, column: &Column) -> Option<Self> {
        let link = open.related.references.get(index)?;
        let title = link.reference.title.clone().unwrap_or_else(|| view.text("reference-without-title"));
        let (icon, state) = state(view, link);
        let marker = &link.reference.marker;
        let line_height = (column.size * 1.45).round();
        let size = (column.size * 0.86).round().max(tokens::size::SMALL);
        let format = |family: FontFamily, size: f32| TextFormat {
            font_id: FontId::new(size, family),
            color: Color32::PLACEHOLDER,
            line_height: Some(line_height),
            ..TextFormat::default()
        };
        let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(column.width), ..LayoutJob::default() };
        job.append(icons::REFERENCE, 0.0, format(fonts::icons(), size));
        job.append(&format!("{marker}: "), 6.0, format(fonts::interface(), size - 1.0));
        job.append(&title, 0.0, format(fonts::reading(), size));
        job.append(icon, 8.0, format(fonts::icons(), size - 1.0));
        job.append(&state, 4.0, format(fonts::interface(), size - 2.0));
        Some(Self { galley: ui.painter().layout_job(job), name: format!("{marker}: {title}, {state}") })
    }

    /// Height of the line.
    pub fn height(&self) -> f32 {
        self.galley.size().y
    }

    /// Draws it and lets it be followed.
    pub fn show(&self, ui: &Ui, view: &View<'_>, open: &OpenArticle, index: usize, at: egui::Pos2) {
        let Some(link) = open.related.references.get(index) else { return };
        let rect = egui::Rect::from_min_size(at, self.galley.size());
        let response = ui.interact(rect, ui.scope_id().with(("reference", index)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &self.name));
        let leads = !link.targets().is_empty();
        let color =
            if leads && (response.hovered() || response.has_focus()) { view.theme.accent } else { view.theme.muted };
        ui.painter().galley(at, Arc::clone(&self.galley), color);
        if response.has_focus() {
            let ring = egui::Stroke::new(2.0, view.theme.focus);
            ui.painter().rect_stroke(rect.expand(2.0), 4.0, ring, egui::StrokeKind::Outside);
        }
        follow(view, open, link, response);
    }
}

fn follow(view: &View<'_>, open: &OpenArticle, link: &Link, response: Response) {
    match &link.state {
        LinkState::Resolved(id) => {
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                view.send(Command::Open(*id));
            }
        }
        LinkState::Ambiguous(ids) => {
            let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
            Popup::menu(&response).show(|ui| choices(ui, view, open, ids));
        }
        LinkState::Missing => {
            response.on_hover_text(view.text("reference-missing-hint"));
        }
    }
}

/// The saved stories that fit an ambiguous reference, to choose from.
fn choices(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, ids: &[ArticleId]) {
    for id in ids {
        let Some(linked) = open.titles.get(id) else { continue };
        if ui.button(choice(linked)).clicked() {
            view.send(Command::Open(*id));
        }
    }
}

fn choice(linked: &LinkedTitle) -> String {
    let day = linked.published.as_deref().and_then(|published| published.get(..10));
    let more: Vec<&str> = [linked.outlet.as_deref(), day].into_iter().flatten().collect();
    if more.is_empty() { linked.title.clone() } else { format!("{} ({})", linked.title, more.join(", ")) }
}

/// The icon and the word for what a reference leads to.
fn state(view: &View<'_>, link: &Link) -> (&'static str, String) {
    let (icon, key) = match &link.state {
        LinkState::Resolved(_) if link.reference.uncertain => (icons::SAVED, "link-uncertain"),
        LinkState::Resolved(_) => (icons::SAVED, "link-resolved"),
        LinkState::Ambiguous(_) => (icons::SEVERAL, "link-ambiguous"),
        LinkState::Missing => (icons::NOT_SAVED, "link-missing"),
    };
    (icon, view.text(key))
}
