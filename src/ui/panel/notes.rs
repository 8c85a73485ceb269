//! Catatan: the person's marks in the story, in reading order, their notes to be written in place.

use std::collections::BTreeMap;

use egui::{RichText, Role, Stroke, Ui, WidgetInfo, vec2};

use crate::app::{Action, Command, OpenArticle};
use crate::library::{AnchorState, Annotation, AnnotationEdit, AnnotationId};
use crate::ui::icons;
use crate::ui::note_field::{NoteField, Written};
use crate::ui::theme::{
    fonts,
    tokens::{size, space},
};
use crate::ui::view::View;
use crate::ui::widgets::{self, muted};
use crate::ui::{markdown, tags};

/// The notes being written, until they are read back.
#[derive(Debug, Default)]
pub struct NotesState {
    drafts: BTreeMap<AnnotationId, String>,
    /// The mark whose note is being written; the others are shown.
    writing: Option<AnnotationId>,
    filing: super::filing::FilingState,
}

/// The most letters of a quote that the list shows.
const QUOTE: usize = 240;

/// Draws the tab.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, state: &mut NotesState) {
    super::filing::show(ui, view, open, &mut state.filing);
    state.writing = state.writing.filter(|id| open.annotation(*id).is_some());
    if open.annotations.is_empty() {
        ui.label(muted(view, view.text("notes-none")));
        return;
    }
    state.drafts.retain(|id, _| open.annotation(*id).is_some());
    for mark in &open.annotations {
        ui.push_id(mark.id, |ui| entry(ui, view, state, mark));
        ui.add_space(space::M);
    }
    widgets::offer(ui, view, view.text(Action::ExportArticle.words_key()), Action::ExportArticle);
}

fn entry(ui: &mut Ui, view: &View<'_>, state: &mut NotesState, mark: &Annotation) {
    let quote: String = mark.anchor.quote.chars().take(QUOTE).collect();
    let short = quote.len() < mark.anchor.quote.len();
    let text = format!("{}{}", quote.replace('\n', " ¶ "), if short { "…" } else { "" });
    let chosen = view.app.reading().chosen == Some(mark.id);
    let shown = egui::Frame::new().inner_margin(egui::Margin { left: 10, ..egui::Margin::ZERO }).show(ui, |ui| {
        let text = RichText::new(text).family(fonts::reading()).size(size::BODY).color(view.theme.text);
        let response = ui.add(egui::Button::new(text).frame(false).wrap());
        if response.on_hover_text(view.text("note-go")).clicked() {
            view.send(Command::ShowMark(mark.id));
        }
        if let Some(name) = view.app.settings().color_name(mark.color) {
            ui.label(muted(view, name));
        }
        ui.label(muted(view, made_by(view, mark)));
        state_line(ui, view, mark);
        if let Some(tags) = tags::show(ui, view, &mark.tags, &view.text("tag-add"), &view.app.marks().tags) {
            let edit = AnnotationEdit { tags: Some(tags), ..AnnotationEdit::default() };
            view.send(Command::EditMark(mark.id, edit));
        }
        ui.horizontal(|ui| {
            note(ui, view, state, mark);
            if widgets::icon_button(ui, view, icons::DELETE, &view.text("action-delete-mark"), true).clicked() {
                view.send(Command::DeleteMark(mark.id));
            }
        });
    });
    let rect = shown.response.rect;
    let bar = egui::Rect::from_min_size(rect.left_top(), vec2(5.0, rect.height()));
    let edge = Stroke::new(1.0, if chosen { view.theme.focus } else { view.theme.paint_edge(mark.color) });
    ui.painter().rect(bar, 2.0, view.theme.paint(mark.color), edge, egui::StrokeKind::Inside);
}

/// Who made a mark, and on which day.
fn made_by(view: &View<'_>, mark: &Annotation) -> String {
    let day = mark.created.get(..10).unwrap_or_default();
    format!("{} · {day}", view.author(&mark.author))
}

/// A mark that is not certain to stand where it was put says so.
fn state_line(ui: &mut Ui, view: &View<'_>, mark: &Annotation) {
    let key = match mark.state {
        AnchorState::Exact => return,
        AnchorState::Moved => "mark-moved",
        AnchorState::Suspect => "mark-suspect",
        AnchorState::Lost => "mark-lost",
    };
    ui.horizontal(|ui| {
        ui.label(widgets::icon(icons::WARNING, view.theme.danger));
        ui.label(muted(view, view.text(key)));
    });
    if mark.state == AnchorState::Moved {
        return;
    }
    // Where the words stood when they were marked.
    let anchor = &mark.anchor;
    let context = format!("…{}[{}]{}…", anchor.prefix, anchor.quote, anchor.suffix).replace('\n', " ¶ ");
    ui.add(egui::Label::new(muted(view, context)).wrap());
    if view.app.reading().chosen == Some(mark.id) || view.app.marks().doubt == Some(mark.id) {
        ui.horizontal_wrapped(|ui| {
            widgets::offer(ui, view, view.app.action_name(Action::SettleMark), Action::SettleMark);
            widgets::offer(ui, view, view.app.action_name(Action::NextDoubt), Action::NextDoubt);
        });
    }
}

/// The note: shown as Markdown, to be written after a click; each change is kept at once.
fn note(ui: &mut Ui, view: &View<'_>, state: &mut NotesState, mark: &Annotation) {
    let width = ui.available_width() - 40.0;
    if !mark.note.is_empty() && state.writing != Some(mark.id) {
        // What lies in it, links above all, is met before the note itself.
        let builder = egui::UiBuilder::new().id_salt("note").sense(egui::Sense::click());
        let shown = ui.scope_builder(builder, |ui| {
            ui.set_width(width);
            markdown::show(ui, view, &mark.note);
        });
        let response = shown.response;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, view.text("note-edit")));
        if response.on_hover_text(view.text("note-edit")).clicked() {
            state.writing = Some(mark.id);
            state.drafts.insert(mark.id, mark.note.clone());
            ui.memory_mut(|memory| memory.request_focus(field_of(mark.id)));
        }
        return;
    }
    let draft = state.drafts.entry(mark.id).or_insert_with(|| mark.note.clone());
    let field = NoteField { id: field_of(mark.id), name: "note", rows: 1, width };
    let Written { response, offers } = field.show(ui, view, draft);
    if response.has_focus() {
        state.writing = Some(mark.id);
    } else if response.lost_focus() && !offers {
        state.writing = None;
    }
    if response.changed() {
        let edit = AnnotationEdit { note: Some(draft.clone()), ..AnnotationEdit::default() };
        view.send(Command::EditMark(mark.id, edit));
    } else if !response.has_focus() && *draft != mark.note {
        draft.clone_from(&mark.note);
    }
}

fn field_of(mark: AnnotationId) -> egui::Id {
    egui::Id::unique(("note-field", mark))
}
