//! Catatan: the person's marks in the story beside the text, their notes to be written in place.

use egui::{RichText, Role, ScrollArea, Stroke, Ui, WidgetInfo, vec2};

use crate::app::{Action, Command, OpenArticle};
use crate::library::{AnchorState, Annotation, AnnotationEdit, AnnotationId, ArticleId};
use crate::ui::icons;
use crate::ui::note_field::{NoteField, Written};
use crate::ui::theme::{
    fonts,
    tokens::{size, space},
};
use crate::ui::view::View;
use crate::ui::widgets::{self, muted};
use crate::ui::{markdown, marks_list, tags};

use super::level::Beside;

/// The note being written, until it is read back, and where the others stand.
#[derive(Debug, Default)]
pub struct NotesState {
    /// What is written.
    draft: String,
    /// The mark whose note is being written; the others are shown.
    writing: Option<AnnotationId>,
    filing: super::filing::FilingState,
    beside: Beside,
    /// The article that the list is of.
    of: Option<ArticleId>,
}

/// The most letters of a quote that the list shows.
const QUOTE: usize = 240;

impl NotesState {
    /// Takes in the heights on the screen where marks begin that show. True where the list is to follow.
    pub fn put_levels(&mut self, levels: &[(AnnotationId, f32)]) -> bool {
        self.beside.put_levels(levels)
    }
}

/// The most of the tab's height that the filing of the whole takes before it scrolls.
const FILING: f32 = 0.4;

/// Draws the tab: the filing of the whole, what narrows the list, the notes beside their marks.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, state: &mut NotesState) {
    if state.of != Some(open.id()) {
        state.of = Some(open.id());
        state.beside.clear();
    }
    let most = (ui.available_height() * FILING).max(120.0);
    let area = ScrollArea::vertical().id_salt("filing").max_height(most).auto_shrink([false, true]).animated(false);
    area.show(ui, |ui| super::filing::show(ui, view, open, &mut state.filing));
    state.writing = state.writing.filter(|id| open.annotation(*id).is_some());
    if open.annotations.is_empty() {
        ui.label(muted(view, view.text("notes-none")));
        return;
    }
    narrow(ui, view, open);
    let listed: Vec<&Annotation> = open.listed.iter().filter_map(|place| open.annotations.get(*place)).collect();
    let ids: Vec<AnnotationId> = listed.iter().map(|mark| mark.id).collect();
    let anchor = anchor(view, &listed, &state.beside);
    let mut beside = std::mem::take(&mut state.beside);
    beside.show(ui, &ids, anchor, &mut |ui, place| {
        if let Some(mark) = listed.get(place) {
            entry(ui, view, state, mark);
        }
    });
    state.beside = beside;
}

/// The note that stands at its mark whatever stands around it: that of the chosen mark where it shows, else of the first
/// one that shows.
fn anchor(view: &View<'_>, listed: &[&Annotation], beside: &Beside) -> usize {
    let reading = view.app.reading();
    let chosen = reading.chosen.filter(|id| beside.shows(*id));
    let chosen = chosen.and_then(|id| listed.iter().position(|mark| mark.id == id));
    let first = || listed.partition_point(|mark| mark.anchor.span.start < reading.position);
    chosen.unwrap_or_else(first).min(listed.len().saturating_sub(1))
}

/// What narrows the list, folded away until it is asked for, and how many are left.
fn narrow(ui: &mut Ui, view: &View<'_>, open: &OpenArticle) {
    let mut filter = open.filter.clone();
    let of = [("count", open.listed.len().into()), ("total", open.annotations.len().into())];
    let title = muted(view, format!("{} · {}", view.text("notes-filter"), view.words().with("marks-count", &of)));
    let shown = egui::CollapsingHeader::new(title).id_salt("notes-filter").show(ui, |ui| {
        let name = view.text("marks-hint");
        let hint = RichText::new(&name).color(view.theme.muted);
        let edit = egui::TextEdit::singleline(&mut filter.text).desired_width(f32::INFINITY).hint_text(hint);
        ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
        marks_list::filters(ui, view, &mut filter);
        marks_list::made(ui, view, &mut filter);
        widgets::offer(ui, view, view.text(Action::ExportArticle.words_key()), Action::ExportArticle);
    });
    if shown.header_response.clicked() {
        view.send(Command::LoadTags);
    }
    if filter != open.filter {
        view.send(Command::FilterNotes(filter));
    }
}

fn entry(ui: &mut Ui, view: &View<'_>, state: &mut NotesState, mark: &Annotation) {
    let quote: String = mark.anchor.quote.chars().take(QUOTE).collect();
    let short = quote.len() < mark.anchor.quote.len();
    let text = format!("{}{}", quote.replace('\n', " ¶ "), if short { "…" } else { "" });
    let chosen = view.app.reading().chosen == Some(mark.id);
    let shown = egui::Frame::new().inner_margin(egui::Margin { left: 10, ..egui::Margin::ZERO }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let text = RichText::new(text).family(fonts::reading()).size(size::BODY).color(view.theme.text);
        let response = ui.add(egui::Button::new(text).frame(false).wrap());
        if response.on_hover_text(view.text("note-go")).clicked() {
            view.send(Command::ShowMark(mark.id));
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
            ui.label(muted(view, made_by(view, mark)));
            let line = tags::line(ui, view, &mark.tags, &view.text("tag-add"), &view.app.marks().tags);
            if line.changed.is_some() {
                let edit = AnnotationEdit { tags: line.changed, ..AnnotationEdit::default() };
                view.send(Command::EditMark(mark.id, edit));
            }
        });
        state_line(ui, view, mark);
        ui.horizontal(|ui| {
            note(ui, view, state, mark);
            if widgets::icon_button(ui, view, icons::DELETE, &view.text("action-delete-mark"), true).clicked() {
                view.send(Command::DeleteMark(mark.id));
            }
        });
    });
    let rect = shown.response.rect;
    // The chosen one's bar is wider, and of the strong tone of the same colour.
    let edge = view.theme.paint_edge(mark.color);
    let (width, paint) = if chosen { (7.0, edge) } else { (5.0, view.theme.paint(mark.color)) };
    let bar = egui::Rect::from_min_size(rect.left_top(), vec2(width, rect.height()));
    ui.painter().rect(bar, 2.0, paint, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
}

/// What a mark's colour is called, who made it, and on which day.
fn made_by(view: &View<'_>, mark: &Annotation) -> String {
    let day = mark.created.get(..10).unwrap_or_default();
    let (color, author) = (view.app.settings().color_name(mark.color), view.author(&mark.author));
    [color, Some(author.as_str()), Some(day)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A mark that is not certain to stand where it was put says so.
fn state_line(ui: &mut Ui, view: &View<'_>, mark: &Annotation) {
    let key = match mark.state {
        AnchorState::Exact => return,
        AnchorState::Moved => "mark-moved",
        AnchorState::Suspect => "mark-suspect",
        AnchorState::Lost if mark.detached => "mark-detached",
        AnchorState::Lost => "mark-lost",
    };
    ui.horizontal_wrapped(|ui| {
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
            state.draft.clone_from(&mark.note);
            ui.memory_mut(|memory| memory.request_focus(field_of(mark.id)));
        }
        return;
    }
    let mut draft = mark.note.clone();
    if state.writing == Some(mark.id) {
        std::mem::swap(&mut draft, &mut state.draft);
    }
    let field = NoteField { id: field_of(mark.id), name: "note", rows: 1, width };
    let Written { response, offers } = field.show(ui, view, &mut draft);
    if response.has_focus() {
        state.writing = Some(mark.id);
    } else if response.lost_focus() && !offers {
        state.writing = None;
    }
    if response.changed() {
        let edit = AnnotationEdit { note: Some(draft.clone()), ..AnnotationEdit::default() };
        view.send(Command::EditMark(mark.id, edit));
    } else if !response.has_focus() && draft != mark.note {
        draft.clone_from(&mark.note);
    }
    if state.writing == Some(mark.id) {
        state.draft = draft;
    }
}

fn field_of(mark: AnnotationId) -> egui::Id {
    egui::Id::unique(("note-field", mark))
}
