//! Entitas: the names of the story by class, with how often they stand here and in the library.

use egui::{Align, Layout, RichText, Role, Ui, WidgetInfo};

use crate::app::{Command, NamedEntity, OpenArticle};
use crate::entity::Class;
use crate::ui::reader::Underline;
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;

use super::related;
use crate::ui::widgets::{heading, muted};

/// Draws the tab.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle) {
    if open.entities.is_empty() {
        ui.label(muted(view, view.text("entities-none")));
    }
    for class in Class::ALL {
        let mut entities = open.entities_of(class).peekable();
        if entities.peek().is_none() {
            continue;
        }
        class_heading(ui, view, class);
        for entity in entities {
            line(ui, view, entity);
            if !entity.noted.is_empty() {
                ui.push_id(&entity.count.key, |ui| ui.indent("noted", |ui| related::notes(ui, view, &entity.noted)));
            }
        }
        ui.add_space(space::M);
    }
}

fn class_heading(ui: &mut Ui, view: &View<'_>, class: Class) {
    ui.horizontal(|ui| {
        heading(ui, view, view.class(class));
        let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 12.0), egui::Sense::hover());
        let underline = Underline { class, color: view.theme.class(class), certain: true };
        underline.paint(ui.painter(), rect.left(), rect.right(), rect.center().y);
        if !view.app.shows_class(class) {
            ui.label(muted(view, view.text("entities-hidden")));
        }
    });
}

fn line(ui: &mut Ui, view: &View<'_>, entity: &NamedEntity) {
    let count = &entity.count;
    let chosen = view.app.reading().target.entity.as_deref() == Some(count.key.as_str());
    let counts = view.words().with(
        "entity-counts",
        &[
            ("here", entity.mentions.len().into()),
            ("library", count.mentions.into()),
            ("articles", count.articles.into()),
        ],
    );
    ui.horizontal(|ui| {
        let color = if chosen { view.theme.accent } else { view.theme.text };
        let text = RichText::new(&count.name).size(size::BODY).color(color);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(muted(view, format!("{} / {}", entity.mentions.len(), count.mentions))).on_hover_text(&counts);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let response = ui.add(egui::Button::new(text).frame(false).truncate());
                response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{}, {counts}", count.name)));
                if response.on_hover_text(view.text("entity-walk")).clicked() {
                    view.send(Command::WalkEntity(count.key.clone()));
                }
            });
        });
    });
}
