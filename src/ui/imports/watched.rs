//! The folders that are watched, and a field for another one.

use egui::{Key, Role, TextEdit, Ui, WidgetInfo};

use crate::app::{Action, Command, ImportAction};
use crate::ui::icons;
use crate::ui::view::View;
use crate::ui::widgets;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, typed: &mut String) {
    widgets::heading(ui, view, view.text("watch-title"));
    ui.label(widgets::muted(view, view.text("watch-hint")));
    for folder in view.app.watched() {
        ui.horizontal(|ui| {
            let path = folder.display().to_string();
            let label = view.words().with("watch-end", &[("folder", path.as_str().into())]);
            if widgets::icon_button(ui, view, icons::CLOSE, &label, true).clicked() {
                view.send(Command::Unwatch(folder.clone()));
            }
            ui.add(egui::Label::new(path).truncate());
        });
    }
    ui.horizontal(|ui| {
        let hint = view.text("watch-path");
        let width = (ui.available_width() - 160.0).clamp(120.0, 420.0);
        let field = ui.add(TextEdit::singleline(typed).desired_width(width).hint_text(hint.as_str()));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered && !typed.trim().is_empty() {
            view.send(Command::Watch(std::mem::take(typed).trim().into()));
        }
        widgets::offer(ui, view, view.text("watch-choose"), Action::Import(ImportAction::Watch));
    });
    ui.separator();
}
