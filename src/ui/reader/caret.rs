//! The caret: keys that move it and extend the selection, and how it is drawn.

use egui::{Context, Key, Modifiers, Pos2, Rect, Ui, pos2, vec2};

use crate::app::{Command, OpenArticle, Selection};
use crate::text::{Unit, unit_at};
use crate::ui::view::View;

use super::column::Column;
use super::flow::{Block, Piece};
use super::lines::Lines;
use super::place::paragraph;
use super::selecting::{self, Step};
use super::{Goal, GoalAt, Reader};

/// What a key moves the caret by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Motion {
    Step(Step),
    Line,
    LineEdge,
    Page,
    Text,
}

const CTRL: Modifiers = Modifiers { alt: false, ctrl: false, shift: false, mac_cmd: false, command: true };

/// Keys with what they move by, and whether forwards. With Shift they extend the selection.
const MOTIONS: [(Modifiers, Key, Motion, bool); 16] = [
    (CTRL, Key::ArrowRight, Motion::Step(Step::Word), true),
    (CTRL, Key::ArrowLeft, Motion::Step(Step::Word), false),
    (CTRL, Key::ArrowDown, Motion::Step(Step::Paragraph), true),
    (CTRL, Key::ArrowUp, Motion::Step(Step::Paragraph), false),
    (CTRL, Key::End, Motion::Text, true),
    (CTRL, Key::Home, Motion::Text, false),
    (Modifiers::ALT, Key::ArrowDown, Motion::Step(Step::Sentence), true),
    (Modifiers::ALT, Key::ArrowUp, Motion::Step(Step::Sentence), false),
    (Modifiers::NONE, Key::ArrowRight, Motion::Step(Step::Letter), true),
    (Modifiers::NONE, Key::ArrowLeft, Motion::Step(Step::Letter), false),
    (Modifiers::NONE, Key::ArrowDown, Motion::Line, true),
    (Modifiers::NONE, Key::ArrowUp, Motion::Line, false),
    (Modifiers::NONE, Key::PageDown, Motion::Page, true),
    (Modifiers::NONE, Key::PageUp, Motion::Page, false),
    (Modifiers::NONE, Key::End, Motion::LineEdge, true),
    (Modifiers::NONE, Key::Home, Motion::LineEdge, false),
];

/// The motion that keys ask for: what, whether forwards, whether it extends. Without a caret only extending counts.
fn pressed(ctx: &Context, caret: bool) -> Option<(Motion, bool, bool)> {
    // A control that has the focus moves by arrows itself; a text field takes Shift as well.
    let focused = ctx.memory(|memory| memory.focused().is_some());
    if ctx.text_edit_focused() {
        return None;
    }
    ctx.input_mut(|input| {
        let (shift, alt) = (input.modifiers.shift, input.modifiers.alt);
        if !shift && (!caret || focused) {
            return None;
        }
        let found = MOTIONS.iter().find(|(modifiers, key, ..)| {
            let asked = if shift { *modifiers | Modifiers::SHIFT } else { *modifiers };
            alt == modifiers.alt && input.consume_key(asked, *key)
        });
        found.map(|(_, _, motion, forward)| (*motion, *forward, shift))
    })
}

impl Reader {
    /// Lets keys move the caret and extend the selection, from the reading position where there is none.
    pub(super) fn move_caret(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, column: &Column) {
        let reading = view.app.reading();
        let Some((motion, forward, extends)) = pressed(ui.ctx(), reading.caret) else { return };
        let from = reading.selection.unwrap_or(Selection::caret(reading.position));
        let head = match (motion, reading.selected().filter(|_| !extends)) {
            // Without Shift a selection falls together at the side that the key points to.
            (Motion::Step(Step::Letter), Some(selection)) => {
                if forward {
                    selection.span().end
                } else {
                    selection.span().start
                }
            }
            _ => self.moved(ui, open, column, from.head, motion, forward),
        };
        if !matches!(motion, Motion::Line | Motion::Page) {
            self.wish = None;
        }
        let selection = if extends { Selection { head, ..from } } else { Selection::caret(head) };
        view.send(Command::Select(Some(selection)));
        self.goal = Some(Goal { position: head, at: GoalAt::Near });
    }

    fn moved(
        &mut self,
        ui: &Ui,
        open: &OpenArticle,
        column: &Column,
        from: usize,
        motion: Motion,
        forward: bool,
    ) -> usize {
        match motion {
            Motion::Step(step) => selecting::step(open, from, step, forward),
            Motion::Text => {
                if forward {
                    open.body().len()
                } else {
                    0
                }
            }
            Motion::LineEdge => self.line_edge(ui, open, column, from, forward),
            Motion::Line | Motion::Page => self.vertically(ui, open, column, from, motion == Motion::Page, forward),
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

/// Draws the caret, where it stands in this paragraph. It is still: a blinking one would draw the eye for hours.
pub(super) fn paint(ui: &Ui, view: &View<'_>, lines: &Lines<'_>, at: Pos2, size: f32) {
    const WIDTH: f32 = 2.0;
    let reading = view.app.reading();
    let Some(head) = reading.selection.filter(|_| reading.caret).map(|selection| selection.head) else { return };
    if !lines.holds_caret(head) {
        return;
    }
    let Some(middle) = lines.middle_of(lines.row_of(head)) else { return };
    let center = at + vec2(lines.x_of(head), middle);
    let rect = Rect::from_center_size(pos2(center.x.round(), center.y), vec2(WIDTH, size * 1.3));
    ui.painter().rect_filled(rect, 0.0, view.theme.accent);
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
