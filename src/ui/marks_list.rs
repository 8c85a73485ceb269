//! The marks of the whole library: looked for by words, colour, tag, author, date, note and doubt; a click goes there.

use egui::{
    Button, ComboBox, Key, Modifiers, RichText, Role, ScrollArea, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo, vec2,
};

use crate::app::{Command, MarksDesk, Overlay};
use crate::library::{AnchorState, Annotation, Color, FoundMark, MarkQuery};
use crate::text::plain_note;

use super::rows;
use super::theme::{
    fonts,
    tokens::{HIT_TARGET, size, space},
};
use super::view::View;
use super::widgets;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct MarksState {
    words: String,
    open: bool,
    /// The row that keys have come to.
    at: Option<usize>,
    /// How far the list is scrolled, in points.
    offset: f32,
}

/// Height of a row: the quote, the note, where it stands.
const ROW: f32 = 62.0;

/// Draws the list while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut MarksState) {
    let open = view.app.overlay() == Some(Overlay::Marks);
    let fresh = open && !state.open;
    state.open = open;
    if !open {
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "marks-title", 680.0), |ui| {
        contents(ui, view, state, fresh);
    });
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut MarksState, fresh: bool) {
    let desk = view.app.marks();
    if fresh {
        state.words.clone_from(&desk.query.text);
    }
    let moved = keys(ui, state, desk);
    let edit = TextEdit::singleline(&mut state.words).desired_width(f32::INFINITY).hint_text(view.text("marks-hint"));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("marks-hint")));
    if fresh {
        response.request_focus();
    }
    let mut query = MarkQuery { text: state.words.clone(), ..desk.query.clone() };
    filters(ui, view, &mut query);
    made(ui, view, &mut query);
    if query != desk.query {
        state.at = None;
        view.send(Command::FindMarks(query));
    }
    let of = [("count", desk.found.len().into()), ("total", desk.total.into())];
    ui.label(widgets::muted(view, view.words().with("marks-count", &of)));
    // Enter in the field goes to the row that keys have come to, else to the first, as in the search of the library.
    if response.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(id) = desk.found.get(state.at.unwrap_or_default())
    {
        view.send(Command::OpenMark(*id));
    }
    rows(ui, view, state, moved);
}

/// Takes the keys that walk the rows while the field has the focus. True where the row changed.
fn keys(ui: &Ui, state: &mut MarksState, desk: &MarksDesk) -> bool {
    const STEPS: [(Key, isize); 4] =
        [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, PAGE), (Key::PageUp, -PAGE)];
    let step: isize = ui.input_mut(|input| {
        STEPS.iter().filter(|(key, _)| input.consume_key(Modifiers::NONE, *key)).map(|(_, step)| *step).sum()
    });
    let last = desk.found.len().saturating_sub(1);
    let next = match state.at {
        None => Some(0).filter(|_| step > 0),
        Some(at) => Some(at.saturating_add_signed(step).min(last)),
    };
    let moved = step != 0 && next != state.at;
    if moved {
        state.at = next;
    }
    moved
}

/// Rows that a key goes by page.
const PAGE: isize = 6;
/// Height of the list.
const HEIGHT: f32 = 440.0;

/// Draws the rows that show; those that were not read yet are asked for.
fn rows(ui: &mut Ui, view: &View<'_>, state: &mut MarksState, follow: bool) {
    let desk = view.app.marks();
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).animated(false);
    if let Some(at) = state.at.filter(|_| follow) {
        let top = at as f32 * ROW;
        area = area.vertical_scroll_offset(state.offset.clamp((top + ROW - HEIGHT).max(0.0), top));
    }
    let output = area.show_rows(ui, ROW, desk.found.len(), |ui, shown| {
        if !desk.has_read(&shown) {
            view.send(Command::ReadMarks(shown.clone()));
        }
        for place in shown {
            match desk.row(place) {
                Some(found) => ui.push_id(found.mark.id, |ui| line(ui, view, found, state.at == Some(place))).inner,
                None => ui.add_space(ROW),
            }
        }
    });
    state.offset = output.state.clamped_offset().y;
}

pub(super) fn filters(ui: &mut Ui, view: &View<'_>, query: &mut MarkQuery) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for color in Color::all() {
            let chosen = query.color == Some(color);
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(HIT_TARGET), Sense::click());
            let name = view.app.color_name(color);
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, &name));
            let edge = Stroke::new(1.0, view.theme.paint_edge(color));
            ui.painter().circle(rect.center(), 7.0, view.theme.paint(color), edge);
            if chosen || response.has_focus() {
                ui.painter().circle_stroke(rect.center(), 10.0, Stroke::new(1.5, view.theme.text));
            }
            if response.on_hover_text(name).clicked() {
                query.color = if chosen { None } else { Some(color) };
            }
        }
        ui.toggle_value(&mut query.noted, view.text("marks-noted"));
        ui.toggle_value(&mut query.in_doubt, view.text("marks-in-doubt"));
        let all = view.text("marks-any-tag");
        let shown = query.tag.as_ref().map_or_else(|| all.clone(), |tag| format!("#{tag}"));
        let combo = ComboBox::from_id_salt("marks-tag").selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut query.tag, None, all.as_str());
            for (tag, count) in &view.app.marks().tags {
                ui.selectable_value(&mut query.tag, Some(tag.clone()), format!("#{tag} ({count})"));
            }
        });
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, view.text("marks-tag")));
    });
}

/// Who made the marks, and when.
pub(super) fn made(ui: &mut Ui, view: &View<'_>, query: &mut MarkQuery) {
    ui.horizontal_wrapped(|ui| {
        let all = view.text("marks-any-author");
        let shown = query.author.clone().unwrap_or_else(|| all.clone());
        let combo = ComboBox::from_id_salt("marks-author").selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut query.author, None, all.as_str());
            for (author, count) in &view.app.marks().authors {
                ui.selectable_value(&mut query.author, Some(author.clone()), format!("{author} ({count})"));
            }
        });
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, view.text("marks-author")));
        day(ui, view, "marks-since", &mut query.since);
        day(ui, view, "marks-until", &mut query.until);
    });
}

/// A field for a day or the beginning of one: a month, a year.
fn day(ui: &mut Ui, view: &View<'_>, name: &str, value: &mut Option<String>) {
    let mut typed = value.clone().unwrap_or_default();
    ui.label(widgets::muted(view, view.text(name)));
    let hint = RichText::new(view.text("marks-day-hint")).color(view.theme.muted);
    let response = ui.add(TextEdit::singleline(&mut typed).desired_width(92.0).hint_text(hint));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text(name)));
    if response.changed() {
        let typed = typed.trim();
        *value = (!typed.is_empty()).then(|| typed.to_owned());
    }
}

/// A mark: its quote on its colour, its note and tags, the story it stands in.
fn line(ui: &mut Ui, view: &View<'_>, FoundMark { mark, title }: &FoundMark, at: bool) {
    let theme = view.theme;
    let quote = mark.anchor.quote.replace('\n', " ¶ ");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = format!("{quote}, {title}");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, &spoken));
    rows::backdrop(ui, view, &response, at);
    let bar = egui::Rect::from_min_size(rect.left_top() + vec2(2.0, 6.0), vec2(5.0, ROW - 12.0));
    let edge = Stroke::new(1.0, theme.paint_edge(mark.color));
    ui.painter().rect(bar, 2.0, theme.paint(mark.color), edge, egui::StrokeKind::Inside);
    let mut column = rows::column(ui, rect.with_min_x(rect.left() + 16.0 - space::M));
    let text = RichText::new(quote).family(fonts::reading()).size(size::BODY).color(theme.text);
    column.add(rows::line(text));
    let note = RichText::new(second_line(view, mark)).size(size::SMALL).color(theme.text);
    column.add(rows::line(note));
    column.add(rows::line(widgets::muted(view, where_made(view, mark, title))));
    if response.clicked() {
        view.send(Command::OpenMark(mark.id));
    }
}

fn second_line(view: &View<'_>, mark: &Annotation) -> String {
    let doubt = match mark.state {
        AnchorState::Suspect => Some(view.text("mark-suspect")),
        AnchorState::Lost if mark.detached => Some(view.text("mark-detached")),
        AnchorState::Lost => Some(view.text("mark-lost")),
        AnchorState::Exact | AnchorState::Moved => None,
    };
    let note = (!mark.note.is_empty()).then(|| plain_note(&mark.note));
    doubt.into_iter().chain(note).chain(hashed(&mark.tags)).collect::<Vec<_>>().join("  ")
}

/// Tags as they are shown where they are only read.
pub(super) fn hashed(tags: &[String]) -> Vec<String> {
    tags.iter().map(|tag| format!("#{tag}")).collect()
}

/// Where a mark stands, when it was made and by whom.
pub(super) fn where_made(view: &View<'_>, mark: &Annotation, title: &str) -> String {
    let day = mark.created.get(..10).unwrap_or_default();
    let author = view.author(&mark.author);
    [title, day, author.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The badge in the status line: marks in doubt, and the way to their list.
pub(super) fn badge(ui: &mut Ui, view: &View<'_>) {
    let doubtful = view.app.marks().doubtful;
    if doubtful == 0 {
        return;
    }
    let label = view.words().with("status-doubtful", &[("count", doubtful.into())]);
    ui.label(widgets::icon(super::icons::WARNING, view.theme.danger));
    let text = RichText::new(&label).size(size::SMALL).color(view.theme.danger);
    let button = ui.add(Button::new(text).frame(false));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if button.on_hover_text(view.app.action_name(crate::app::Action::Doubts)).clicked() {
        view.send(crate::app::Action::Doubts);
    }
}
