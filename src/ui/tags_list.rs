//! The tags of the whole library: each is given another name, or made one with another tag.

use egui::{Button, Key, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::{Command, Overlay};
use crate::library::clean_tag;

use super::view::View;
use super::widgets;

/// The tag that is being renamed, with what was typed.
#[derive(Debug, Default)]
pub(super) struct TagsState {
    renaming: Option<(String, String)>,
    /// Whether the list has its focus already, or had when it opened.
    entered: bool,
}

/// Draws the list while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut TagsState) {
    if view.app.overlay() != Some(Overlay::Tags) {
        *state = TagsState::default();
        return;
    }
    let mut open = true;
    widgets::layer(ui, view, "action-tags", 400.0).open(&mut open).show(ui.ctx(), |ui| contents(ui, view, state));
    widgets::close_layer(ui, view, open);
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut TagsState) {
    let tags = &view.app.marks().tags;
    ui.label(widgets::muted(view, view.text(if tags.is_empty() { "tags-none" } else { "tags-hint" })));
    ScrollArea::vertical().max_height(440.0).auto_shrink([false, true]).animated(false).show(ui, |ui| {
        for (tag, count) in tags {
            let renamed = state.renaming.as_mut().filter(|(from, _)| from == tag);
            let done = match renamed {
                Some((_, draft)) => rename(ui, view, tag, draft),
                None => {
                    let button = ui.add(Button::new(format!("#{tag} ({count})")).frame(false));
                    let name = view.words().with("tag-rename", &[("tag", tag.as_str().into())]);
                    // Keys go on from the first tag.
                    if !std::mem::replace(&mut state.entered, true) {
                        button.request_focus();
                    }
                    if button.on_hover_text(name).clicked() {
                        state.renaming = Some((tag.clone(), tag.clone()));
                        ui.memory_mut(|memory| memory.request_focus(field()));
                    }
                    false
                }
            };
            if done {
                state.renaming = None;
            }
        }
    });
}

fn field() -> egui::Id {
    egui::Id::unique("tag-rename")
}

/// The field for the new name, which says where that is a tag already. True once it is done with.
fn rename(ui: &mut Ui, view: &View<'_>, tag: &str, draft: &mut String) -> bool {
    let response = ui.add(TextEdit::singleline(draft).id(field()).desired_width(f32::INFINITY));
    let name = view.words().with("tag-rename", &[("tag", tag.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let to = clean_tag(draft).filter(|to| to != tag);
    let other = to.as_ref().and_then(|to| view.app.marks().tags.iter().find(|(other, _)| other == to));
    if let Some((other, count)) = other {
        let of = [("tag", other.as_str().into()), ("count", (*count).into())];
        ui.label(widgets::muted(view, view.words().with("tag-merges", &of)));
    }
    if !response.lost_focus() {
        return false;
    }
    if let Some(to) = to.filter(|_| ui.input(|input| input.key_pressed(Key::Enter))) {
        view.send(Command::RenameTag { from: tag.to_owned(), to });
    }
    true
}
