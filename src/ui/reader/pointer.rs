//! The pointer over the story: selecting by dragging and clicking, choosing marks and names.

use egui::{Pos2, Response, Ui, Vec2};

use crate::app::{Action, Command, OpenArticle, Selection};
use crate::ui::view::View;

use super::marks;
use super::place::Story;
use super::selecting;

/// A selection being dragged.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    /// Byte offset of the body where it began.
    anchor: Option<usize>,
}

impl Gesture {
    /// Points from the edge of the view at which dragging scrolls.
    const EDGE: f32 = 28.0;

    /// Whether the pointer is dragging a selection.
    pub fn is_running(&self) -> bool {
        self.anchor.is_some()
    }

    /// Takes in what the pointer did to the text.
    pub fn text(&mut self, ui: &mut Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>, response: &Response) {
        if response.drag_started() {
            let origin = ui.input(|input| input.pointer.press_origin());
            let extends = ui.input(|input| input.modifiers.shift);
            let kept = view.app.reading().selection.filter(|_| extends).map(|selection| selection.anchor);
            self.anchor = kept.or_else(|| origin.map(|at| story.offset_at(at)));
        }
        if let (Some(anchor), true, Some(at)) = (self.anchor, response.dragged(), response.interact_pointer_pos()) {
            Self::drag(ui, view, story, anchor, at);
        }
        if response.drag_stopped() {
            self.anchor = None;
            let empty = view.app.reading().selection.is_some_and(|selection| selection.trimmed(open.body()).is_none());
            if empty {
                view.send(Command::Select(None));
            }
        }
        if response.clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            click(ui, view, open, story, response, at);
        }
    }

    fn drag(ui: &mut Ui, view: &View<'_>, story: &Story<'_>, anchor: usize, at: Pos2) {
        let clip = ui.clip_rect();
        let beyond = (at.y - (clip.bottom() - Self::EDGE)).max(0.0) - ((clip.top() + Self::EDGE) - at.y).max(0.0);
        if beyond.abs() > f32::EPSILON {
            ui.scroll_with_delta(Vec2::new(0.0, -(beyond * 0.5).clamp(-40.0, 40.0)));
            ui.ctx().request_repaint();
        }
        let selection = Selection { anchor, head: story.offset_at(at) };
        if view.app.reading().selection != Some(selection) {
            view.send(Command::Select(Some(selection)));
        }
    }
}

fn click(ui: &Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>, response: &Response, at: Pos2) {
    let offset = story.offset_at(at);
    let reading = view.app.reading();
    if ui.input(|input| input.modifiers.shift) {
        let anchor = reading.selection.map_or(reading.position, |selection| selection.anchor);
        view.send(Command::Select(Some(Selection { anchor, head: offset })));
    } else if response.triple_clicked() {
        view.send(Command::Select(open.paragraph_at(offset).map(Selection::over)));
    } else if response.double_clicked() {
        view.send(Command::Select(selecting::word_at(open, offset).map(Selection::over)));
    } else {
        choose_at(view, open, story, at);
    }
}

/// Chooses the mark under the pointer, the shortest where several lie there; lets go of everything elsewhere.
fn choose_at(view: &View<'_>, open: &OpenArticle, story: &Story<'_>, at: Pos2) {
    let reading = view.app.reading();
    if reading.selection.is_some() {
        view.send(Command::Select(None));
    }
    let mark = story.letter_at(at).and_then(|letter| {
        marks::within(open, letter).min_by_key(|mark| (mark.anchor.span.len(), mark.id)).map(|mark| mark.id)
    });
    if mark != reading.chosen {
        view.send(Command::ChooseMark(mark));
    }
    if reading.target.mention.is_some() {
        view.send(Command::ForgetMention);
    }
}

/// A click on a name walks to its next mention; where the person's mark lies over it, the mark comes first.
pub(super) fn name(view: &View<'_>, open: &OpenArticle, story: &Story<'_>, response: &Response, mention: usize) {
    let at = response.interact_pointer_pos();
    if response.double_clicked() {
        let word = at.and_then(|at| selecting::word_at(open, story.offset_at(at)));
        view.send(Command::Select(word.map(Selection::over)));
    } else if response.clicked() {
        let marked =
            at.and_then(|at| story.letter_at(at)).is_some_and(|letter| marks::within(open, letter).next().is_some());
        if let Some(at) = at.filter(|_| marked) {
            choose_at(view, open, story, at);
        } else {
            view.send(Command::ShowMention(mention));
            view.send(Action::NextMention);
        }
    }
}
