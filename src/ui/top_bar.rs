//! The slim bar on top: history, legend, armed colour, text, export, menus.

use egui::{Button, CornerRadius, Popup, Response, RichText, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use crate::app::{Action, CompareAction, ImportAction, LanguageChoice, ThemeChoice};
use crate::entity::Class;
use crate::library::Color;

use super::icons;
use super::reader::Underline;
use super::shell::{COLUMNS, SLIM};
use super::theme::tokens::{HIT_TARGET, size, space};
use super::view::View;
use super::widgets::{self, act_icon, menu_item};

/// Draws the bar for a window of this width.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, width: f32) {
    let [library, panel] = COLUMNS;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        act_icon(ui, view, library, icons::LIBRARY);
        act_icon(ui, view, Action::Back, icons::BACK);
        act_icon(ui, view, Action::Forward, icons::FORWARD);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            act_icon(ui, view, panel, icons::PANEL);
            menu(ui, view, icons::MENU, "menu-main", main_menu);
            if width >= SLIM {
                menu(ui, view, icons::EXPORT, "menu-export", export_menu);
                menu(ui, view, icons::OPEN_FILES, "menu-open", open_menu);
            }
            menu(ui, view, icons::TEXT, "menu-text", text_menu);
            armed(ui, view);
            if width >= SLIM {
                legend(ui, view, width >= 1000.0);
            }
        });
    });
}

/// The classes with their lines; a click shows or hides one. In a narrow bar the words are left out.
fn legend(ui: &mut Ui, view: &View<'_>, words: bool) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for class in Class::ALL.into_iter().rev() {
            if chip(ui, view, class, words).clicked() {
                view.send(Action::ToggleClass(class));
            }
        }
    });
}

fn chip(ui: &mut Ui, view: &View<'_>, class: Class, word: bool) -> Response {
    let shown = view.app.shows_class(class);
    let name = view.class(class);
    let ink = if shown { view.theme.text } else { view.theme.muted };
    let font = egui::FontId::new(size::SMALL, super::theme::fonts::interface());
    let galley = ui.painter().layout_no_wrap(if word { name.clone() } else { String::new() }, font, ink);
    let width = if word { galley.size().x.max(HIT_TARGET) } else { HIT_TARGET };
    let (rect, response) = ui.allocate_exact_size(vec2(width + 12.0, HIT_TARGET + 4.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown, &name));
    if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, view.theme.line.gamma_multiply(0.6));
    }
    widgets::ring(ui, view, &response);
    let middle = rect.center().y - if word { 3.0 } else { 0.0 };
    ui.painter().galley(egui::pos2(rect.left() + 6.0, middle - galley.size().y / 2.0), galley, ink);
    if shown {
        let underline = Underline { class, color: view.theme.class(class), certain: true };
        underline.paint(ui.painter(), rect.left() + 6.0, rect.right() - 6.0, rect.bottom() - 7.0);
    }
    let key = if shown { "legend-hide" } else { "legend-show" };
    response.on_hover_text(view.words().with(key, &[("class", name.as_str().into())]))
}

/// The colour that a new mark gets; a click shows all of them.
fn armed(ui: &mut Ui, view: &View<'_>) {
    let color = view.app.settings().armed_color;
    let name = view.text("menu-armed");
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(HIT_TARGET + 4.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let patch = egui::Rect::from_center_size(rect.center(), vec2(16.0, 16.0));
    ui.painter().rect(
        patch,
        CornerRadius::same(4),
        view.theme.paint(color),
        Stroke::new(1.0, view.theme.paint_edge(color)),
        egui::StrokeKind::Inside,
    );
    widgets::ring(ui, view, &response);
    let response = response.on_hover_text(name);
    Popup::menu(&response).show(|ui| {
        for color in Color::all() {
            menu_item(ui, view, Action::MarkIn(color));
        }
        ui.separator();
        menu_item(ui, view, Action::Mark);
        menu_item(ui, view, Action::Pen);
        menu_item(ui, view, Action::PenLike);
        menu_item(ui, view, Action::PenTag);
        menu_item(ui, view, Action::NameColors);
    });
}

fn menu(ui: &mut Ui, view: &View<'_>, icon: &str, name: &str, contents: fn(&mut Ui, &View<'_>)) {
    let response = widgets::icon_button(ui, view, icon, &view.text(name), true);
    Popup::menu(&response).show(|ui| contents(ui, view));
}

fn open_menu(ui: &mut Ui, view: &View<'_>) {
    for action in ImportAction::ALL {
        menu_item(ui, view, Action::Import(action));
    }
}

fn export_menu(ui: &mut Ui, view: &View<'_>) {
    menu_item(ui, view, Action::ExportArticle);
    menu_item(ui, view, Action::ExportLibrary);
    menu_item(ui, view, Action::ExportWork);
    ui.separator();
    menu_item(ui, view, Action::MergeFolder);
    menu_item(ui, view, Action::MergeFile);
}

fn text_menu(ui: &mut Ui, view: &View<'_>) {
    for action in [Action::LargerText, Action::SmallerText, Action::ResetText] {
        menu_item(ui, view, action);
    }
    ui.separator();
    for theme in ThemeChoice::ALL {
        choice(ui, view, Action::Theme(theme), view.app.settings().theme == theme);
    }
    ui.separator();
    for language in [LanguageChoice::System, LanguageChoice::Indonesian, LanguageChoice::English] {
        choice(ui, view, Action::Language(language), view.app.settings().language == language);
    }
}

/// A line of a menu that is one of several choices.
fn choice(ui: &mut Ui, view: &View<'_>, action: Action, chosen: bool) {
    let text = RichText::new(view.app.action_name(action));
    let text = if chosen { text.color(view.theme.accent).strong() } else { text };
    let response = ui.add(Button::new(text).selected(chosen));
    if response.clicked() {
        view.send(action);
    }
}

fn main_menu(ui: &mut Ui, view: &View<'_>) {
    let groups: [&[Action]; 5] = [
        &ImportAction::ALL.map(Action::Import),
        &[
            Action::Search,
            Action::Marks,
            Action::Tags,
            Action::Wanted,
            Action::Ledger,
            Action::Compare(CompareAction::Show),
            Action::Compare(CompareAction::Fold),
            Action::NextArticle,
            Action::PreviousArticle,
            Action::RemoveArticle,
            Action::RemoveSamples,
        ],
        &[
            Action::Undo,
            Action::Redo,
            Action::Steps,
            Action::Copy,
            Action::SelectAll,
            Action::Mark,
            Action::Note,
            Action::Rate,
            Action::DeleteMark,
        ],
        &[Action::ExportArticle, Action::ExportLibrary, Action::ExportWork, Action::MergeFolder, Action::MergeFile],
        &[Action::Palette, Action::Help, Action::Quit],
    ];
    for (number, group) in groups.into_iter().enumerate() {
        if number > 0 {
            ui.separator();
        }
        for action in group {
            menu_item(ui, view, *action);
        }
    }
}
