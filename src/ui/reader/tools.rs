//! What floats beside a selection or a chosen mark: colours, note, copy, delete.

use egui::{Area, Id, Key, Modifiers, Order, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::app::{Action, Command, OpenArticle};
use crate::library::{Annotation, AnnotationEdit, AnnotationId, Color};
use crate::ui::icons;
use crate::ui::markdown;
use crate::ui::marks_list;
use crate::ui::note_field::NoteField;
use crate::ui::theme::tokens::{HIT_TARGET, space};
use crate::ui::view::View;
use crate::ui::widgets;

/// The note being written, and where the tools were shown last.
#[derive(Debug, Default)]
pub(super) struct Tools {
    note: String,
    of: Option<AnnotationId>,
    shown: Option<Rect>,
    /// The mark that was made with the tools under the pointer, which stay for it.
    made_here: Option<AnnotationId>,
}

impl Tools {
    const NOTE_WIDTH: f32 = 300.0;

    /// Whether the tools are to come over the text: for a note that is written, and without the pen for a selection and
    /// for a mark that was asked for. What pen and keys mark lies in the way of nobody who goes on to the next line.
    pub fn are_wanted(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle) -> bool {
        let reading = view.app.reading();
        let wanted = match reading.chosen.filter(|id| open.annotation(*id).is_some()) {
            _ if reading.writing_note => true,
            _ if view.app.pen() => false,
            None => reading.selected().is_some_and(|selection| selection.trimmed(open.body()).is_some()),
            Some(mark) => reading.just_made != Some(mark) || self.was_made_here(ui, mark),
        };
        if !wanted {
            self.shown = None;
        }
        wanted
    }

    /// Whether a mark that was just made was made by a press on the tools.
    fn was_made_here(&mut self, ui: &Ui, mark: AnnotationId) -> bool {
        let pointer = ui.ctx().pointer_latest_pos();
        if self.shown.zip(pointer).is_some_and(|(shown, at)| shown.contains(at)) {
            self.made_here = Some(mark);
        }
        self.made_here == Some(mark)
    }

    /// Shows the tools beside `line`, the row in screen coordinates where the selection or the mark ends.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, line: Rect) {
        let mark = view.app.reading().chosen.and_then(|id| open.annotation(id));
        let shown = area(ui, line).show(ui.ctx(), |ui| {
            view.theme.floating().inner_margin(space::S).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    colors(ui, view, mark);
                    buttons(ui, view, mark.is_some());
                });
                match mark {
                    Some(mark) => {
                        ui.label(widgets::muted(view, view.author(&mark.author)));
                        if !mark.tags.is_empty() {
                            ui.set_max_width(Self::NOTE_WIDTH);
                            ui.label(widgets::muted(view, marks_list::hashed(&mark.tags).join("  ")));
                        }
                        others(ui, view, open, mark);
                        self.note(ui, view, mark);
                    }
                    None => super::naming::show(ui, view),
                }
            });
        });
        self.shown = Some(shown.response.rect);
    }

    /// The mark's note: to read, or to write, each change kept at once.
    fn note(&mut self, ui: &mut Ui, view: &View<'_>, mark: &Annotation) {
        if !view.app.reading().writing_note {
            self.of = None;
            if !mark.note.is_empty() {
                ui.set_max_width(Self::NOTE_WIDTH);
                markdown::show(ui, view, &mark.note);
            }
            return;
        }
        let id = Id::unique(("tools-note", mark.id));
        // A field that was away for a frame has lost the keys, which would be commands.
        let fresh = self.of != Some(mark.id) || ui.ctx().read_response(id).is_none();
        if fresh {
            self.note.clone_from(&mark.note);
            self.of = Some(mark.id);
        }
        let field = NoteField { id, name: "note", rows: 3, width: Self::NOTE_WIDTH };
        let response = field.show(ui, view, &mut self.note).response;
        // What was written elsewhere meanwhile counts.
        if !response.has_focus() && !response.changed() && self.note != mark.note {
            self.note.clone_from(&mark.note);
        }
        if fresh {
            response.request_focus();
        }
        if response.changed() {
            let edit = AnnotationEdit { note: Some(self.note.clone()), ..AnnotationEdit::default() };
            view.send(Command::EditMark(mark.id, edit));
        }
        let done = ui.button(view.text("note-done")).clicked();
        if done || ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter)) {
            view.send(Command::CloseNote);
        }
    }
}

/// The most other marks that are offered.
const MOST_OTHERS: usize = 6;

/// The marks that share words with the chosen one, by whose they are, each person named once: the pointer reaches only
/// the shortest.
fn others(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mark: &Annotation) {
    let others = super::marks::within(open, mark.anchor.span).filter(|other| other.id != mark.id);
    let mut others: Vec<&Annotation> = others.take(MOST_OTHERS).collect();
    if others.is_empty() {
        return;
    }
    others.sort_by(|one, other| one.author.cmp(&other.author));
    ui.horizontal_wrapped(|ui| {
        ui.label(widgets::muted(view, view.text("mark-others")));
        for by_one in others.chunk_by(|one, other| one.author == other.author) {
            let Some(author) = by_one.first().map(|other| view.author(&other.author)) else { continue };
            ui.label(widgets::muted(view, author.as_str()));
            for other in by_one {
                let quote: String = other.anchor.quote.chars().take(80).collect();
                let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(HIT_TARGET), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{author}: {quote}")));
                let edge = Stroke::new(1.0, view.theme.paint_edge(other.color));
                ui.painter().circle(rect.center(), 5.0, view.theme.paint(other.color), edge);
                widgets::ring_if(ui, view, &response, response.has_focus() || response.hovered());
                if response.on_hover_text(quote).clicked() {
                    view.send(Command::ChooseMark(Some(other.id)));
                }
            }
        }
    });
}

/// Under the line, or above it where there is no room below.
fn area(ui: &Ui, line: Rect) -> Area {
    let screen = ui.ctx().content_rect();
    let below = line.bottom() + 180.0 < screen.bottom();
    let (pivot, y) = if below {
        (egui::Align2::CENTER_TOP, line.bottom() + space::S)
    } else {
        (egui::Align2::CENTER_BOTTOM, line.top() - space::S)
    };
    let at = egui::pos2(line.center().x, y);
    Area::new(Id::unique("mark-tools"))
        .order(Order::Foreground)
        .pivot(pivot)
        .fixed_pos(at)
        .constrain_to(screen.shrink(space::S))
}

/// The colours, to mark in or to give the mark. True where one was taken.
pub(super) fn colors(ui: &mut Ui, view: &View<'_>, mark: Option<&Annotation>) -> bool {
    let current = mark.map_or(view.app.settings().armed_color, |mark| mark.color);
    let mut taken = false;
    for color in Color::all() {
        let name = view.app.action_name(Action::MarkIn(color));
        if swatch(ui, view, color, color == current, &name) {
            view.send(Action::MarkIn(color));
            taken = true;
        }
    }
    taken
}

/// A round patch of a mark's colour; the chosen one has a ring.
fn swatch(ui: &mut Ui, view: &View<'_>, color: Color, chosen: bool, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(HIT_TARGET), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
    let center = rect.center();
    ui.painter().circle(center, 8.0, view.theme.paint(color), Stroke::new(1.0, view.theme.paint_edge(color)));
    if chosen {
        ui.painter().circle_stroke(center, 10.5, Stroke::new(1.5, view.theme.text));
    }
    if response.has_focus() || response.hovered() {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(1.0, view.theme.focus), StrokeKind::Inside);
    }
    response.on_hover_text(format!("{name} ({})", color.number())).clicked()
}

fn buttons(ui: &mut Ui, view: &View<'_>, marked: bool) {
    let mut actions = vec![(Action::Note, icons::NOTE)];
    actions.push(if marked { (Action::DeleteMark, icons::DELETE) } else { (Action::Copy, icons::COPY) });
    for (action, icon) in actions {
        if widgets::action_icon(ui, view, action, icon).clicked() {
            view.send(action);
        }
    }
}
