//! The pointer over the story: selecting by dragging and clicking, choosing marks and names.

use egui::{Event, PointerButton, Pos2, Response, Ui, Vec2};

use crate::app::{Action, Command, OpenArticle, Selection};
use crate::text::{Span, Unit, unit_at};
use crate::ui::view::View;

use super::marks;
use super::place::Story;
use super::selecting;

/// A selection being made: by dragging, or by clicks that follow each other.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    /// The unit of the body where a drag began.
    from: Option<Span>,
    /// When and where the last press was, in seconds of the window's clock and points.
    pressed: Option<(f64, Pos2)>,
    /// How many presses followed each other there.
    presses: usize,
    /// When a selection by clicks is complete, unless another click widens it.
    ends: Option<f64>,
    /// The name that was clicked, and when it is walked from, unless another press follows: the view may move then.
    walks: Option<(usize, f64)>,
}

impl Gesture {
    /// Points from the edge of the view at which dragging scrolls.
    const EDGE: f32 = 28.0;
    /// Seconds within which a press follows another.
    const NEXT_PRESS: f64 = 0.4;
    /// Points within which a press follows another.
    const SAME_PLACE: f32 = 6.0;

    /// Whether the pointer is dragging a selection.
    pub fn is_running(&self) -> bool {
        self.from.is_some()
    }

    /// Forgets the name that was clicked.
    pub fn forget_name(&mut self) {
        self.walks = None;
    }

    /// Whether another press may follow that widens the selection.
    pub const fn may_widen(&self) -> bool {
        self.ends.is_some()
    }

    /// What the presses select: letters, then words, sentences, paragraphs.
    const fn unit(&self) -> Unit {
        match self.presses {
            0 | 1 => Unit::Letter,
            2 => Unit::Word,
            3 => Unit::Sentence,
            _ => Unit::Paragraph,
        }
    }

    /// Takes in what the pointer did to the text. True where a click on a name leads on to its next mention now.
    pub fn text(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        open: &OpenArticle,
        story: &Story<'_>,
        response: &Response,
    ) -> bool {
        self.press(ui, view, open, story);
        if response.drag_started() {
            let origin = ui.input(|input| input.pointer.press_origin());
            let extends = ui.input(|input| input.modifiers.shift);
            let kept = view.app.reading().selection.filter(|_| extends).map(|selection| selection.anchor);
            let unit = if kept.is_some() { Unit::Letter } else { self.unit() };
            let place = kept.or_else(|| origin.map(|at| story.offset_at(at)));
            self.from = place.map(|place| unit_at(open.body(), place, unit));
        }
        if let (Some(from), true, Some(at)) = (self.from, response.dragged(), response.interact_pointer_pos()) {
            self.drag(ui, view, open, story, from, at);
        }
        if response.drag_stopped() {
            self.from = None;
            self.ends = None;
            let empty = view.app.reading().selection.is_some_and(|selection| selection.trimmed(open.body()).is_none());
            view.send(if empty { Command::Select(None) } else { Command::EndSelecting });
        }
        if response.clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            self.click(ui, view, open, story, at);
        }
        self.end(ui, view);
        self.walk(ui, view)
    }

    /// Counts presses on letters; from the second on each selects a larger unit at once. A slow frame may hold several.
    fn press(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>) {
        let (now, presses) =
            ui.input(|input| (input.time, input.events.iter().filter_map(pressed_at).collect::<Vec<_>>()));
        let within = ui.rect_contains_pointer(ui.clip_rect());
        for at in presses.into_iter().filter(|at| within && story.letter_at(*at).is_some()) {
            let follows = self
                .pressed
                .is_some_and(|(when, place)| now - when < Self::NEXT_PRESS && place.distance(at) < Self::SAME_PLACE);
            self.presses = if follows { self.presses % 4 + 1 } else { 1 };
            self.pressed = Some((now, at));
            self.walks = None;
            if self.presses > 1 {
                self.ends = None;
                let unit = unit_at(open.body(), story.offset_at(at), self.unit());
                view.send(Command::Select((!unit.is_empty()).then_some(Selection::over(unit))));
            }
        }
    }

    fn drag(&self, ui: &mut Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>, from: Span, at: Pos2) {
        let clip = ui.clip_rect();
        let beyond = (at.y - (clip.bottom() - Self::EDGE)).max(0.0) - ((clip.top() + Self::EDGE) - at.y).max(0.0);
        if beyond.abs() > f32::EPSILON {
            ui.scroll_with_delta(Vec2::new(0.0, -(beyond * 0.5).clamp(-40.0, 40.0)));
            ui.ctx().request_repaint();
        }
        let raw = ui.input(|input| input.modifiers.alt);
        let unit = if from.is_empty() { Unit::Letter } else { self.unit() };
        let selection = selecting::between(open.body(), from, story.offset_at(at), unit, raw);
        if view.app.reading().selection != Some(selection) {
            view.send(Command::Select(Some(selection)));
        }
    }

    fn click(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>, at: Pos2) {
        let offset = story.offset_at(at);
        let reading = view.app.reading();
        if self.presses > 1 && story.letter_at(at).is_some() {
            self.ends = Some(ui.input(|input| input.time) + Self::NEXT_PRESS);
        } else if ui.input(|input| input.modifiers.shift) {
            let anchor = reading.selection.map_or(reading.position, |selection| selection.anchor);
            let raw = ui.input(|input| input.modifiers.alt);
            let from = Span { start: anchor, end: anchor };
            view.send(Command::Select(Some(selecting::between(open.body(), from, offset, Unit::Letter, raw))));
            view.send(Command::EndSelecting);
        } else {
            if reading.caret {
                view.send(Command::Select(Some(Selection::caret(offset))));
            }
            choose_at(view, open, story, at);
        }
    }

    /// Tells that a selection by clicks is complete, once no further click can widen it.
    fn end(&mut self, ui: &Ui, view: &View<'_>) {
        let Some(ends) = self.ends else { return };
        let left = ends - ui.input(|input| input.time);
        if left <= 0.0 {
            self.ends = None;
            view.send(Command::EndSelecting);
        } else {
            ui.ctx().request_repaint_after_secs(left as f32);
        }
    }

    /// A click on a name walks to its next mention; where the person's mark lies over it, the mark comes first. A second
    /// press selects the word. By keyboard there is no place, and no second press.
    pub fn name(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        open: &OpenArticle,
        story: &Story<'_>,
        (mention, at): (usize, Option<Pos2>),
    ) {
        let marked =
            |at: &Pos2| story.letter_at(*at).is_some_and(|letter| marks::within(open, letter).next().is_some());
        let now = ui.input(|input| input.time);
        match at {
            Some(_) if self.presses > 1 => self.ends = Some(now + Self::NEXT_PRESS),
            Some(at) if marked(&at) => choose_at(view, open, story, at),
            Some(_) => self.walks = Some((mention, now + Self::NEXT_PRESS)),
            None => self.walks = Some((mention, now)),
        }
    }

    /// Goes from the clicked name to its next mention, once no further press can mean its word.
    fn walk(&mut self, ui: &Ui, view: &View<'_>) -> bool {
        let Some((mention, when)) = self.walks else { return false };
        let left = when - ui.input(|input| input.time);
        if left > 0.0 {
            ui.ctx().request_repaint_after_secs(left as f32);
            return false;
        }
        self.walks = None;
        view.send(Command::ShowMention(mention));
        view.send(Action::NextMention);
        true
    }
}

/// Where the main button went down.
const fn pressed_at(event: &Event) -> Option<Pos2> {
    match event {
        Event::PointerButton { pos, button: PointerButton::Primary, pressed: true, .. } => Some(*pos),
        _ => None,
    }
}

/// Chooses the mark under the pointer, the shortest where several lie there; lets go of everything elsewhere.
fn choose_at(view: &View<'_>, open: &OpenArticle, story: &Story<'_>, at: Pos2) {
    let reading = view.app.reading();
    if reading.selected().is_some() {
        view.send(Command::Select(None));
    }
    let mark = story.letter_at(at).and_then(|letter| marks::shortest(open, letter)).map(|mark| mark.id);
    if mark != reading.chosen || mark.is_some_and(|mark| reading.just_made == Some(mark)) {
        view.send(Command::ChooseMark(mark));
    }
    if reading.target.mention.is_some() {
        view.send(Command::ForgetMention);
    }
}
