//! The tags of the whole library: each is given another name, or made one with another tag.

use egui::{Key, Label, RichText, Role, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::{Command, Overlay};
use crate::library::clean_tag;

use super::rows;
use super::theme::tokens::{HIT_TARGET, size, space};
use super::view::View;
use super::walk::{Walk, take_enter};
use super::widgets;

/// The row that keys have come to, and the tag that is being renamed with what was typed.
#[derive(Debug, Default)]
pub(super) struct TagsState {
    walk: Walk,
    renaming: Option<(String, String)>,
}

/// Height of a row.
const ROW: f32 = HIT_TARGET + 6.0;
/// Height of the list.
const HEIGHT: f32 = 440.0;
/// Width of the field for a new name.
const FIELD: f32 = 150.0;

/// Draws the list while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut TagsState) {
    if view.app.overlay() != Some(Overlay::Tags) {
        *state = TagsState::default();
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "action-tags", 400.0), |ui| contents(ui, view, state));
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut TagsState) {
    let tags = &view.app.marks().tags;
    ui.label(widgets::muted(view, view.text(if tags.is_empty() { "tags-none" } else { "tags-hint" })));
    let mut asked = None;
    if state.renaming.is_none() {
        // Keys go on from the first tag.
        state.walk.at.get_or_insert(0);
        state.walk.take_keys(ui, tags.len());
        asked = state.walk.at.filter(|_| take_enter(ui, None));
    }
    let TagsState { walk, renaming } = state;
    let at = walk.at;
    walk.rows(ui, (ROW, HEIGHT), tags.len(), |ui, shown| {
        for (place, (tag, count)) in tags.iter().enumerate().take(shown.end).skip(shown.start) {
            let done = match renaming.as_mut().filter(|(from, _)| from == tag) {
                Some((_, draft)) => rename(ui, view, tag, draft),
                None => {
                    if line(ui, view, (tag, *count), at == Some(place)) {
                        asked = Some(place);
                    }
                    false
                }
            };
            if done {
                *renaming = None;
            }
        }
    });
    if let Some((place, (tag, _))) = asked.and_then(|place| Some((place, tags.get(place)?))) {
        walk.go_to(place, false);
        *renaming = Some((tag.clone(), tag.clone()));
        ui.memory_mut(|memory| memory.request_focus(field()));
    }
}

/// A tag and how often it is used. True where it was clicked.
fn line(ui: &mut Ui, view: &View<'_>, (tag, count): (&str, usize), at: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let label = format!("#{tag} ({count})");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, &label));
    rows::backdrop(ui, view, &response, at);
    rows::column(ui, rect).add(rows::line(RichText::new(label).size(size::BODY).color(view.theme.text)));
    response.on_hover_text(view.words().with("tag-rename", &[("tag", tag.into())])).clicked()
}

fn field() -> egui::Id {
    egui::Id::unique("tag-rename")
}

/// The field for the new name, which says where that is a tag already. True once it is done with.
fn rename(ui: &mut Ui, view: &View<'_>, tag: &str, draft: &mut String) -> bool {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(space::M, 0.0))).layout(layout));
    let response = row.add(TextEdit::singleline(draft).id(field()).desired_width(FIELD));
    let name = view.words().with("tag-rename", &[("tag", tag.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let enter = response.lost_focus() && row.input(|input| input.key_pressed(Key::Enter));
    let done = row.button(view.text("note-done")).clicked() || enter;
    let to = clean_tag(draft).filter(|to| to != tag);
    let other = to.as_ref().and_then(|to| view.app.marks().tags.iter().find(|(other, _)| other == to));
    if let Some((other, count)) = other {
        let of = [("tag", other.as_str().into()), ("count", (*count).into())];
        row.add(Label::new(widgets::muted(view, view.words().with("tag-merges", &of))).truncate());
    }
    if !done {
        return false;
    }
    if let Some(to) = to {
        view.send(Command::RenameTag { from: tag.to_owned(), to });
    }
    true
}
