//! Two texts side by side: paragraphs that belong together in one row, words that differ marked; a narrow layer weaves
//! both into one column.

mod rows;

use egui::{ComboBox, Role, Ui, WidgetInfo};

use crate::app::{Action, Choice, ChoiceTold, CompareAction, CompareCommand, CompareDesk, Compared, Overlay};

use super::theme::tokens::space;
use super::view::{View, local_time};
use super::widgets::{self, muted};

/// What the layer remembers between frames.
#[derive(Debug, Default)]
pub struct CompareState {
    rows: rows::Rows,
}

/// Width of the layer, where the window has it.
const WIDTH: f32 = 1180.0;
/// What is left of the window above and below it.
const MARGIN: f32 = 170.0;

/// Draws the layer while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut CompareState) {
    if view.app.overlay() != Some(Overlay::Comparison) {
        *state = CompareState::default();
        return;
    }
    let height = ui.ctx().content_rect().height() - MARGIN;
    let layer = widgets::layer(ui, view, "compare-title", WIDTH).default_height(height);
    widgets::show_alone(ui, view, layer, |ui| {
        let desk = view.app.comparison();
        texts(ui, view, desk);
        if let Some(found) = &desk.found {
            steps(ui, view, found);
            state.rows.show(ui, view, desk.count, found);
        }
    });
}

/// Which two texts are compared.
fn texts(ui: &mut Ui, view: &View<'_>, desk: &CompareDesk) {
    let mut chosen = desk.chosen;
    // Where the texts are woven, their names stand below each other.
    let woven = ui.available_width() - space::L < rows::NARROW;
    let width = if woven { ui.available_width() } else { (ui.available_width() - space::L) / 2.0 };
    let choose = |ui: &mut Ui| {
        for (place, name) in chosen.iter_mut().zip(["compare-one", "compare-two"]) {
            let told = desk.choices.get(*place).map(|choice| told(view, choice)).unwrap_or_default();
            let combo = ComboBox::from_id_salt(name).width(width).truncate().selected_text(&told).show_ui(ui, |ui| {
                for (at, choice) in desk.choices.iter().enumerate() {
                    ui.selectable_value(place, at, self::told(view, choice));
                }
            });
            let name = view.text(name);
            combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {told}")));
        }
    };
    if woven {
        ui.vertical(choose)
    } else {
        ui.horizontal(choose)
    };
    if chosen != desk.chosen {
        view.send(CompareCommand::Choose(chosen));
    }
}

/// A text as it is told from the others.
fn told(view: &View<'_>, choice: &Choice) -> String {
    match &choice.told {
        ChoiceTold::Version { number, imported, current } => {
            let when = local_time(imported).unwrap_or_else(|| imported.clone());
            let of = [("number", (*number).into()), ("when", when.into())];
            let version = view.words().with("compare-version", &of);
            if *current { format!("{version} ({})", view.text("compare-current")) } else { version }
        }
        ChoiceTold::Copy { title, outlet } => {
            let copy = view.words().with("compare-copy", &[("title", title.as_str().into())]);
            outlet.as_ref().map_or_else(|| copy.clone(), |outlet| format!("{copy} · {outlet}"))
        }
    }
}

/// The way through the changes, and what their signs mean.
fn steps(ui: &mut Ui, view: &View<'_>, found: &Compared) {
    if found.changed.is_empty() {
        ui.label(view.text("compare-alike"));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for action in [CompareAction::Previous, CompareAction::Next] {
            widgets::menu_item(ui, view, Action::Compare(action));
        }
        let of = [("at", (found.at + 1).into()), ("count", found.changed.len().into())];
        ui.label(view.words().with("compare-changes", &of));
        ui.add(egui::Label::new(muted(view, view.text("compare-legend"))).extend());
    });
}
