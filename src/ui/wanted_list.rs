//! The stories that the library lacks: named by references, bookmarks and exports; a click copies the address.

use egui::{RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2};

use crate::app::{Command, Overlay};
use crate::library::Wanted;

use super::rows;
use super::theme::{fonts, tokens::size};
use super::view::View;
use super::widgets;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct WantedState {
    words: String,
    open: bool,
}

/// Height of a row: the title, where it is named, the address.
const ROW: f32 = 62.0;

/// Draws the list while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut WantedState) {
    let open = view.app.overlay() == Some(Overlay::Wanted);
    let fresh = open && !state.open;
    state.open = open;
    if !open {
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "wanted-title", 680.0), |ui| {
        contents(ui, view, state, fresh);
    });
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut WantedState, fresh: bool) {
    let desk = view.app.wanted();
    if fresh {
        state.words.clone_from(&desk.query);
    }
    let edit = TextEdit::singleline(&mut state.words).desired_width(f32::INFINITY).hint_text(view.text("wanted-hint"));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("wanted-hint")));
    if fresh {
        response.request_focus();
    }
    if response.changed() {
        view.send(Command::FindWanted(state.words.clone()));
    }
    let of = [("count", desk.shown.len().into()), ("total", desk.all.len().into())];
    ui.label(widgets::muted(view, view.words().with("wanted-count", &of)));
    ScrollArea::vertical().max_height(460.0).auto_shrink([false, true]).animated(false).show_rows(
        ui,
        ROW,
        desk.shown.len(),
        |ui, rows| {
            for place in desk.shown.get(rows).unwrap_or_default() {
                if let Some(story) = desk.all.get(*place) {
                    line(ui, view, *place, story);
                }
            }
        },
    );
}

/// A story: its title, where it is named, its address.
fn line(ui: &mut Ui, view: &View<'_>, place: usize, story: &Wanted) {
    let named = named(view, story);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, format!("{}, {named}", story.title)));
    rows::backdrop(ui, view, &response, false);
    let mut column = rows::column(ui, rect);
    let title = RichText::new(&story.title).family(fonts::reading()).size(size::BODY).color(view.theme.text);
    column.add(rows::line(title));
    let named = RichText::new(named).size(size::SMALL).color(view.theme.text);
    column.add(rows::line(named));
    let address = story.url().unwrap_or_default();
    column.add(rows::line(widgets::muted(view, address)));
    if response.on_hover_text(view.text("wanted-copy")).clicked() {
        view.send(Command::CopyWanted(place));
    }
}

/// Where a story is named: by how many references, in which collection, from which export, when it was kept, with what tags.
fn named(view: &View<'_>, story: &Wanted) -> String {
    let references =
        (story.references > 0).then(|| view.words().with("wanted-references", &[("count", story.references.into())]));
    let mut parts: Vec<String> = references.into_iter().collect();
    if let Some(wish) = &story.wish {
        parts.push(match &wish.collection {
            Some(collection) => view.words().with("wanted-collection", &[("name", collection.as_str().into())]),
            None => view.text("wanted-kept"),
        });
        let source = story.source.as_ref();
        parts.extend(source.map(|name| view.words().with("wanted-source", &[("name", name.as_str().into())])));
        parts.extend(wish.author.clone());
        parts.extend(wish.added.as_deref().and_then(|added| added.get(..10)).map(str::to_owned));
        parts.extend(wish.tags.iter().map(|tag| format!("#{tag}")));
    }
    parts.join(" · ")
}
