//! How the story is filed: star, read, rating, tags, collections, a note on the whole.

use egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

use crate::app::{Action, Command, OpenArticle};
use crate::library::{FilingEdit, Rating};
use crate::ui::note_field::{NoteField, Written};
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;
use crate::ui::{markdown, tags};

/// The note on the whole story while it is written.
#[derive(Debug, Default)]
pub(super) struct FilingState {
    draft: String,
    /// The note as it was last seen in the library.
    seen: String,
    of: Option<crate::library::ArticleId>,
    writing: bool,
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, state: &mut FilingState) {
    let filing = &open.stored.row.filing;
    ui.horizontal_wrapped(|ui| {
        let star = if filing.starred { "★" } else { "☆" };
        let response = ui.selectable_label(filing.starred, RichText::new(star).size(size::BODY + 2.0));
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, filing.starred, view.text("action-star")));
        if response.on_hover_text(view.text("action-star")).clicked() {
            view.send(Action::Star);
        }
        if ui.selectable_label(filing.read, view.text("filing-read")).clicked() {
            view.send(Action::MarkRead);
        }
        rating(ui, view, filing.rating);
    });
    // What is typed and not entered is of this story alone.
    ui.push_id(open.id(), |ui| {
        if let Some(tags) = tags::show(ui, view, &filing.tags, &view.text("tag-add"), &view.app.marks().tags) {
            view.send(Command::File(FilingEdit { tags: Some(tags), ..FilingEdit::default() }));
        }
        if let Some(names) =
            tags::show(ui, view, &filing.collections, &view.text("collection-add"), &view.app.marks().collections)
        {
            view.send(Command::File(FilingEdit { collections: Some(names), ..FilingEdit::default() }));
        }
    });
    note(ui, view, open, state);
    ui.add_space(space::S);
    ui.separator();
}

/// The Admiralty code: how far the source is relied on, how far the information is believed.
fn rating(ui: &mut Ui, view: &View<'_>, rating: Option<Rating>) {
    let none = view.text("rating-none");
    let shown = rating.map_or_else(|| none.clone(), |rating| rating.to_string());
    let mut chosen = rating;
    let combo = ComboBox::from_id_salt("rating").width(64.0).selected_text(shown).show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, None, none.as_str());
        for reliability in Rating::RELIABILITY {
            let key = format!("reliability-{}", reliability.to_ascii_lowercase());
            ui.label(RichText::new(format!("{reliability} – {}", view.text(&key))).size(size::SMALL));
            ui.horizontal(|ui| {
                for credibility in Rating::CREDIBILITY {
                    let code = Rating::new(reliability, credibility);
                    let meaning = view.text(&format!("credibility-{credibility}"));
                    ui.selectable_value(&mut chosen, code, format!("{reliability}{credibility}"))
                        .on_hover_text(meaning);
                }
            });
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, view.text("rating")));
    if chosen != rating {
        view.send(Command::File(FilingEdit { rating: Some(chosen), ..FilingEdit::default() }));
    }
}

/// The note: shown as Markdown, written after a click; each change is kept at once.
fn note(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, state: &mut FilingState) {
    let note = &open.stored.row.filing.note;
    if state.of != Some(open.id()) {
        *state = FilingState { of: Some(open.id()), ..FilingState::default() };
    }
    if !state.writing && !note.is_empty() {
        markdown::show(ui, view, note);
    }
    if !state.writing {
        let label = if note.is_empty() { "article-note-add" } else { "article-note-edit" };
        if ui.button(RichText::new(view.text(label)).size(size::SMALL).color(view.theme.accent)).clicked() {
            state.writing = true;
            state.draft.clone_from(note);
            state.seen.clone_from(note);
            ui.memory_mut(|memory| memory.request_focus(ui.scope_id().with("article-note")));
        }
        return;
    }
    let id = ui.scope_id().with("article-note");
    let field = NoteField { id, name: "article-note", rows: 3, width: f32::INFINITY };
    let Written { response, offers } = field.show(ui, view, &mut state.draft);
    if !response.changed() && !response.has_focus() && state.seen != *note {
        // What was written elsewhere meanwhile, or came with a backup, counts.
        state.draft.clone_from(note);
    }
    let kept = state.draft == *note;
    if kept {
        state.seen.clone_from(note);
    }
    // A write that was refused is tried once more when the field is left, and stays to be seen until it is kept.
    if response.changed() || !kept && response.lost_focus() {
        view.send(Command::File(FilingEdit { note: Some(state.draft.clone()), ..FilingEdit::default() }));
    }
    state.writing = offers || !kept || response.has_focus();
}
