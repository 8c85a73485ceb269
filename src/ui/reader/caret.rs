//! The caret: keys that move it and extend the selection, and how it is drawn.

use egui::emath::TSTransform;
use egui::text::CCursor;
use egui::text_selection::CCursorRange;
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Context, Event, Key, Pos2, Rect, Ui, pos2, vec2};

use crate::app::{Action, Command, Motion, OpenArticle, Overlay, Selection, Stride};
use crate::text::{Unit, unit_at};
use crate::ui::view::View;

use super::column::Column;
use super::flow::{Block, Piece};
use super::lines::Lines;
use super::place::paragraph;
use super::selecting::{self, Step};
use super::{Goal, GoalAt, Reader};

/// What the reader remembers of the caret between frames.
#[derive(Debug, Default)]
pub(super) struct Caret {
    /// A move that was asked for other than by its key.
    pub asked: Option<Motion>,
    /// Whether keys extend the selection, which is complete when Shift is let go.
    extending: bool,
    /// Where the caret stands, and since when, in seconds of the window's clock.
    stands: Option<(usize, f64)>,
}

/// The motions that keys ask for, in order: a slow frame may hold several. Each key counts with the modifiers that were
/// held when it went down. Without a caret, only those that extend the selection count.
fn pressed(ctx: &Context, mut caret: bool) -> Vec<Motion> {
    // A control that has the focus moves by arrows itself; a text field takes Shift as well.
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let mut found = Vec::new();
    if ctx.text_edit_focused() {
        return found;
    }
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let motion = asked_by(event).filter(|motion| motion.extend || (caret && !focused));
            caret |= motion.is_some();
            found.extend(motion);
            motion.is_none()
        });
    });
    found
}

/// The motion whose key this event is.
fn asked_by(event: &Event) -> Option<Motion> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    Motion::all().find(|motion| {
        let wanted = motion.shortcut();
        (modifiers.command, modifiers.shift, modifiers.alt) == (wanted.command, wanted.shift, wanted.alt)
            && Key::from_name(wanted.key) == Some(*key)
    })
}

impl Reader {
    /// Lets keys move the caret and extend the selection, from the reading position where there is none.
    pub(super) fn move_caret(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, column: &Column) {
        let reading = view.app.reading();
        let covered = view.app.overlay().is_some_and(Overlay::stands_alone);
        let mut motions = if covered { Vec::new() } else { pressed(ui.ctx(), reading.caret) };
        motions.extend(self.caret.asked.take());
        let mut selection = reading.selection.unwrap_or(Selection::caret(reading.position));
        for motion in &motions {
            selection = self.move_selection(ui, open, column, selection, *motion);
        }
        if motions.is_empty() {
            self.end_extending(ui, view);
            return;
        }
        self.caret.extending = motions.last().is_some_and(|motion| motion.extend);
        if !reading.caret {
            view.send(Action::Caret);
        }
        view.send(Command::Select(Some(selection)));
        self.goal = Some(Goal { position: selection.head, at: GoalAt::Near });
        self.end_extending(ui, view);
    }

    /// Tells that a selection by keys is complete, once Shift is let go.
    fn end_extending(&mut self, ui: &Ui, view: &View<'_>) {
        if self.caret.extending && !ui.input(|input| input.modifiers.shift) {
            self.caret.extending = false;
            view.send(Command::EndSelecting);
        }
    }

    fn move_selection(
        &mut self,
        ui: &Ui,
        open: &OpenArticle,
        column: &Column,
        from: Selection,
        motion: Motion,
    ) -> Selection {
        let span = from.span();
        let head = match (motion.stride, motion.forward) {
            // Without Shift a selection falls together at the side that the key points to.
            (Stride::Letter, true) if !motion.extend && !span.is_empty() => span.end,
            (Stride::Letter, false) if !motion.extend && !span.is_empty() => span.start,
            (stride, forward) => self.moved(ui, open, column, from.head, stride, forward),
        };
        if !matches!(motion.stride, Stride::Line | Stride::Page) {
            self.wish = None;
        }
        if motion.extend { Selection { head, ..from } } else { Selection::caret(head) }
    }

    fn moved(
        &mut self,
        ui: &Ui,
        open: &OpenArticle,
        column: &Column,
        from: usize,
        stride: Stride,
        forward: bool,
    ) -> usize {
        let step = |step| selecting::step(open, from, step, forward);
        match stride {
            Stride::Letter => step(Step::Letter),
            Stride::Word => step(Step::Word),
            Stride::Sentence => step(Step::Sentence),
            Stride::Paragraph => step(Step::Paragraph),
            Stride::Text => {
                if forward {
                    open.body().len()
                } else {
                    0
                }
            }
            Stride::LineEdge => self.line_edge(ui, open, column, from, forward),
            Stride::Line | Stride::Page => self.vertically(ui, open, column, from, stride == Stride::Page, forward),
        }
    }

    fn line_edge(&self, ui: &Ui, open: &OpenArticle, column: &Column, from: usize, forward: bool) -> usize {
        let Some(Block::Paragraph(piece)) = self.flow.block(self.flow.holding(from)) else { return from };
        let lines = paragraph(ui, open, piece, column);
        let row = lines.row_of(from);
        let on_row = lines.span_of(&(row..row + 1));
        if !forward {
            return on_row.start;
        }
        // The space at which the row wraps belongs to it; the caret behind it would stand on the next row.
        let last = row + 1 == lines.galley.rows.len();
        if last && piece.last { piece.span.end } else { on_row.start + on_row.of(open.body()).trim_end().len() }
    }

    /// A row or a view further up or down, at the place across the line where the movement began.
    fn vertically(
        &mut self,
        ui: &Ui,
        open: &OpenArticle,
        column: &Column,
        from: usize,
        page: bool,
        forward: bool,
    ) -> usize {
        let index = self.flow.holding(from);
        let Some(Block::Paragraph(piece)) = self.flow.block(index) else { return from };
        let lines = paragraph(ui, open, piece, column);
        let wish = *self.wish.get_or_insert(lines.x_of(from));
        let row = lines.row_of(from);
        let direction = if forward { 1.0 } else { -1.0 };
        if page {
            let y = self.flow.top(index) + lines.top_of(from) + direction * 0.9 * self.height;
            return self.offset_near(ui, open, column, wish, y.clamp(0.0, self.flow.total()), forward);
        }
        let next = row.checked_add_signed(if forward { 1 } else { -1 });
        if let Some(middle) = next.and_then(|row| lines.middle_of(row)) {
            return lines.offset_at(vec2(wish, middle));
        }
        let beside = if forward { self.paragraph_from(index + 1, true) } else { self.paragraph_from(index, false) };
        let Some(beside) = beside else { return if forward { piece.span.end } else { piece.span.start } };
        let lines = paragraph(ui, open, beside, column);
        let row = if forward { 0 } else { lines.galley.rows.len().saturating_sub(1) };
        lines.offset_at(vec2(wish, lines.middle_of(row).unwrap_or_default()))
    }

    /// The offset at a height of the story; of the paragraph next to it where no paragraph stands there.
    fn offset_near(&self, ui: &Ui, open: &OpenArticle, column: &Column, x: f32, y: f32, forward: bool) -> usize {
        let index = self.flow.at(y);
        let here =
            self.paragraph_from(index, true).filter(|_| matches!(self.flow.block(index), Some(Block::Paragraph(_))));
        if let Some(piece) = here {
            let lines = paragraph(ui, open, piece, column);
            return lines.offset_at(vec2(x, y - self.flow.top(index)));
        }
        match (self.paragraph_from(index, forward), forward) {
            (Some(piece), _) => piece.span.start,
            (None, true) => open.body().len(),
            (None, false) => 0,
        }
    }

    /// The first paragraph among the blocks from `index` on, or the last one before it.
    fn paragraph_from(&self, index: usize, forward: bool) -> Option<&Piece> {
        let text = |at: usize| match self.flow.block(at) {
            Some(Block::Paragraph(piece)) => Some(piece),
            _ => None,
        };
        if forward { (index..self.flow.len()).find_map(text) } else { (0..index).rev().find_map(text) }
    }
}

impl Caret {
    /// Seconds for which it shows, and then does not.
    const BEAT: f64 = 0.6;
    /// Seconds after which it is still: a blinking one would draw the eye for hours, and the processor with it.
    const STILL: f64 = 9.0;

    /// Draws the caret, where it stands in this paragraph.
    pub fn paint(&mut self, ui: &Ui, view: &View<'_>, lines: &Lines<'_>, at: Pos2, size: f32) {
        const WIDTH: f32 = 2.0;
        let reading = view.app.reading();
        let Some(head) = reading.selection.filter(|_| reading.caret).map(|selection| selection.head) else { return };
        let Some(middle) = lines.middle_of(lines.row_of(head)).filter(|_| lines.holds_caret(head)) else { return };
        if self.shows(ui, head) {
            let center = at + vec2(lines.x_of(head), middle);
            let rect = Rect::from_center_size(pos2(center.x.round(), center.y), vec2(WIDTH, size * 1.3));
            ui.painter().rect_filled(rect, 0.0, view.theme.accent);
        }
    }

    /// Whether the caret at this offset shows now; it blinks for a while after it moved.
    fn shows(&mut self, ui: &Ui, head: usize) -> bool {
        let (now, awake) = ui.input(|input| (input.time, input.focused));
        let since = match self.stands {
            Some((before, since)) if before == head => since,
            _ => now,
        };
        self.stands = Some((head, since));
        let rested = now - since;
        if rested >= Self::STILL || !awake {
            return true;
        }
        let beats = (rested / Self::BEAT).floor();
        let next = (beats + 1.0) * Self::BEAT - rested;
        ui.ctx().request_repaint_after_secs(next.max(0.02) as f32);
        beats % 2.0 < 1.0
    }
}

/// Tells screen readers what is selected, or the word at the caret.
pub(super) fn publish(ui: &Ui, view: &View<'_>, open: &OpenArticle, text: egui::Id) {
    const MOST: usize = 1000;
    let Some(selection) = view.app.reading().selection else { return };
    let span = selection.span();
    let span = if span.is_empty() { unit_at(open.body(), span.start, Unit::Word) } else { span };
    let value: String = span.of(open.body()).chars().take(MOST).collect();
    ui.ctx().accesskit_node_builder(text, |node| node.set_value(value));
}

/// Tells screen readers where caret and selection stand in this paragraph, whose node is `id`.
pub(super) fn publish_place(ui: &Ui, view: &View<'_>, lines: &Lines<'_>, id: egui::Id, at: Pos2) {
    let reading = view.app.reading();
    let Some(selection) = reading.selection.filter(|selection| reading.caret && lines.holds_caret(selection.head))
    else {
        return;
    };
    let cursor = |offset: usize| CCursor::new(lines.index(offset));
    let range = CCursorRange::two(cursor(selection.anchor), cursor(selection.head));
    let place = TSTransform::from_translation(at.to_vec2());
    update_accesskit_for_text_widget(ui.ctx(), id, Some(range), place, &lines.galley);
}
