//! The side panel: Terkait, Entitas, Catatan.

mod entities;
mod filing;
mod level;
mod notes;
mod related;

pub use notes::NotesState;

use egui::{RichText, Role, ScrollArea, Ui, WidgetInfo};

use crate::app::{Action, PanelTab};

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets;

/// Draws the panel.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, notes: &mut NotesState) {
    // A panel takes the width of what it holds; it shall keep the one that it was given.
    ui.take_available_width();
    let Some(open) = view.app.reading().article.as_ref() else {
        ui.label(widgets::muted(view, view.text("panel-empty")));
        return;
    };
    let counts = [
        (PanelTab::Related, open.related.references.len() + open.related.backlinks.len()),
        (PanelTab::Entities, open.entities.len()),
        (PanelTab::Notes, open.annotations.len()),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (tab, count) in counts {
            self::tab(ui, view, tab, count);
        }
    });
    ui.add_space(space::S);
    let tab = view.app.settings().panel_tab;
    if tab == PanelTab::Notes {
        notes::show(ui, view, open, notes);
        return;
    }
    ScrollArea::vertical().id_salt(("panel", tab as u8)).auto_shrink(false).animated(false).show(ui, |ui| match tab {
        PanelTab::Related => related::show(ui, view, open),
        PanelTab::Entities | PanelTab::Notes => entities::show(ui, view, open),
    });
}

fn tab(ui: &mut Ui, view: &View<'_>, tab: PanelTab, count: usize) {
    let chosen = view.app.settings().panel_tab == tab;
    let name = view.text(Action::ShowTab(tab).words_key());
    let color = if chosen { view.theme.text } else { view.theme.muted };
    let family = if chosen { fonts::interface_semibold() } else { fonts::interface() };
    let text = RichText::new(format!("{name} {count}")).family(family).size(size::BODY).color(color);
    let response = ui.add(egui::Button::new(text).frame(false));
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(egui::accesskit::Role::Tab));
    if chosen {
        let line = response.rect.bottom() + 1.0;
        ui.painter().hline(response.rect.x_range().shrink(space::XS), line, (2.0, view.theme.accent));
    }
    if response.clicked() {
        view.send(Action::ShowTab(tab));
    }
}
