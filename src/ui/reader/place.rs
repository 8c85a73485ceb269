//! Laying out what shows of the story, drawing it, and finding text under the pointer.

use std::ops::Range;

use egui::emath::GuiRounding as _;
use egui::{CursorIcon, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::app::{Command, OpenArticle};
use crate::text::{CodePoints, Span};
use crate::ui::icons;
use crate::ui::theme::{
    fonts,
    tokens::{HIT_TARGET, icon, space},
};
use crate::ui::view::View;

use super::column::Column;
use super::flow::{Block, Flow, Piece};
use super::header::Header;
use super::lines::Lines;
use super::marks::{self, MarkEnd};
use super::names::{self, Shown};
use super::reference::ReferenceLine;
use super::{BOTTOM, Goal, GoalAt, Reader, Seen, caret, tools_offset};

/// A block that is laid out.
enum Laid<'a> {
    Header(Header),
    Paragraph(Lines<'a>),
    Reference(usize, ReferenceLine),
    /// A reference that the article no longer has.
    Nothing,
}

/// A laid-out block at its place on the screen.
struct Placed<'a> {
    at: Pos2,
    laid: Laid<'a>,
}

/// What shows of the story, for finding text under the pointer.
pub(super) struct Story<'a> {
    placed: Vec<Placed<'a>>,
}

impl Story<'_> {
    fn paragraphs(&self) -> impl DoubleEndedIterator<Item = (Pos2, &Lines<'_>)> {
        self.placed.iter().filter_map(|placed| match &placed.laid {
            Laid::Paragraph(lines) => Some((placed.at, lines)),
            _ => None,
        })
    }

    /// The byte offset of the body nearest to a place on the screen.
    pub fn offset_at(&self, at: Pos2) -> usize {
        let above = self.paragraphs().rfind(|(corner, _)| corner.y <= at.y);
        match above.or_else(|| self.paragraphs().next()) {
            Some((corner, lines)) => lines.offset_at(at - corner),
            None => 0,
        }
    }

    /// The letter under a place on the screen, as bytes of the body; `None` beside the text.
    pub fn letter_at(&self, at: Pos2) -> Option<Span> {
        let (corner, lines) = self.paragraphs().rfind(|(corner, _)| corner.y <= at.y)?;
        lines.letter_at(at - corner)
    }
}

impl Reader {
    /// Points above and below the view that are laid out as well, so that a turn of the wheel finds them ready.
    const OVERSCAN: f32 = 240.0;

    /// The scroll offset that brings a goal into view. Lays out the block that holds it.
    pub(super) fn offset_for(&mut self, ui: &Ui, open: &OpenArticle, column: &Column, goal: Goal) -> f32 {
        let index = self.flow.holding(goal.position);
        if goal.at == GoalAt::Top && goal.position == 0 || self.flow.block(index).is_none() {
            return 0.0;
        }
        let Some(Block::Paragraph(piece)) = self.flow.block(index) else { return 0.0 };
        let lines = paragraph(ui, open, piece, column);
        let (within, height) = (lines.top_of(goal.position), lines.height() + piece.space(column));
        self.flow.measure(&[(index, height)]);
        let y = self.flow.top(index) + within;
        let (first, last) = (self.offset + space::XXL, self.offset + self.height - 4.0 * space::XXL);
        match goal.at {
            GoalAt::Top => y - space::M,
            _ if (first..last).contains(&y) => self.offset,
            GoalAt::View => y - self.height * 0.33,
            GoalAt::Near if y < first => y - space::XXL,
            GoalAt::Near => y - self.height + 4.0 * space::XXL,
        }
    }

    /// Lays out and draws what shows in `viewport` (points of the story), and takes in what the pointer does.
    pub(super) fn story(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        open: &OpenArticle,
        column: &Column,
        viewport: Rect,
    ) -> Seen {
        let origin = ui.max_rect().left_top();
        let mut flow = std::mem::take(&mut self.flow);
        let (story, measured, shift) = lay_out(ui, view, open, column, &flow, viewport, origin);
        ui.set_width(viewport.width());
        ui.set_height(flow.total() + BOTTOM);
        let seen = self.draw(ui, view, open, column, &story);
        drop(story);
        if flow.measure(&measured) {
            ui.ctx().request_repaint();
        }
        self.correction = shift;
        self.flow = flow;
        seen
    }

    fn draw(&mut self, ui: &mut Ui, view: &View<'_>, open: &OpenArticle, column: &Column, story: &Story<'_>) -> Seen {
        let clip = ui.clip_rect();
        let text = ui.interact(clip, ui.scope_id().with("text"), Sense::click_and_drag());
        text.widget_info(|| WidgetInfo::labeled(Role::Document, true, view.text("reader-text")));
        caret::publish(ui, view, open, text.id);
        if self.gesture.text(ui, view, open, story, &text) {
            // The card of the next mention comes in place of the one that was left.
            self.hover.leave();
        }
        let mut seen = Seen::default();
        self.levels.clear();
        for placed in &story.placed {
            match &placed.laid {
                Laid::Header(header) => header.show(ui, open, placed.at.to_vec2()),
                Laid::Reference(index, line) => line.show(ui, view, open, *index, placed.at),
                Laid::Paragraph(lines) => self.paragraph(ui, view, open, column, story, (placed.at, lines), &mut seen),
                Laid::Nothing => {}
            }
        }
        if let Some(name) = seen.clicked {
            self.gesture.name(ui, view, open, story, name);
        }
        self.menu.show(ui, view, open, story, &text);
        let over_text = ui.ctx().pointer_latest_pos().is_some_and(|at| story.letter_at(at).is_some());
        if text.hovered() && (over_text || self.gesture.is_running()) {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        seen
    }

    #[expect(clippy::too_many_arguments, reason = "one paragraph needs all that the story has")]
    fn paragraph(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        open: &OpenArticle,
        column: &Column,
        story: &Story<'_>,
        (at, lines): (Pos2, &Lines<'_>),
        seen: &mut Seen,
    ) {
        let clip = ui.clip_rect();
        let rows = lines.rows_between(clip.top() - at.y, clip.bottom() - at.y);
        if rows.is_empty() {
            return;
        }
        let paragraph = publish(ui, open, lines, at);
        caret::publish_place(ui, view, lines, paragraph, at);
        let visible = lines.rows_between(clip.top() - at.y + column.size, clip.bottom() - at.y - column.size);
        if !visible.is_empty() {
            let shown = lines.span_of(&visible);
            seen.span = Some(seen.span.map_or(shown, |before| Span::new(before.start, shown.end)));
        }
        let begun = open.marks_beginning_in(lines.span_of(&rows)).iter();
        self.levels.extend(begun.map(|mark| (mark.id, at.y + lines.top_of(mark.anchor.span.start))));
        let ends = marks::paint(ui, view, open, lines, &rows, at.to_vec2(), column.size);
        marks::paint_selection(ui, view, lines, &rows, at.to_vec2(), column.size);
        marks::paint_hits(ui, view, lines, &rows, at.to_vec2(), column.size);
        if let Some(dragged) = &self.handles.dragged {
            marks::paint_stretch(ui, view, dragged.span, lines, &rows, at.to_vec2(), column.size);
        }
        let shown = names::shown(&self.names, view, open, lines, &rows, at.to_vec2());
        for name in &shown {
            names::paint(&self.names, ui, view, open, name, column.size);
        }
        ui.painter().galley(at, std::sync::Arc::clone(&lines.galley), view.theme.text);
        for name in &shown {
            meet_name(ui, view, open, name, seen);
        }
        self.caret.paint(ui, view, lines, at, column.size);
        self.handles.show(ui, view, open, story, lines, at);
        for end in &ends {
            sign(ui, view, end, at.x + column.width);
        }
        note_tools_row(view, open, lines, &rows, at, seen);
    }
}

/// Lays out the blocks that show. Returns them at their places, their heights, and how far the table of heights
/// will have moved what shows, once it has taken the heights in.
fn lay_out<'a>(
    ui: &Ui,
    view: &View<'_>,
    open: &OpenArticle,
    column: &Column,
    flow: &'a Flow,
    viewport: Rect,
    origin: Pos2,
) -> (Story<'a>, Vec<(usize, f32)>, f32) {
    let first = flow.at(viewport.top() - Reader::OVERSCAN);
    let mut laid = Vec::new();
    let mut measured = Vec::new();
    let mut y = flow.top(first);
    // What holds still is the first block in view whose height is known; blocks above it grow upwards.
    let mut still = None;
    for index in first..flow.len() {
        if y > viewport.bottom() + Reader::OVERSCAN {
            break;
        }
        let Some(block) = flow.block(index) else { break };
        let (content, height) = lay_out_block(ui, view, open, column, block);
        let in_view = flow.top(index + 1) > viewport.top();
        if still.is_none() && in_view && (flow.is_known(index) || flow.top(index) >= viewport.top()) {
            still = Some(y - flow.top(index));
        }
        laid.push((y, content));
        measured.push((index, height));
        y += height;
    }
    let shift = still.unwrap_or_default();
    let at = |y: f32| pos2(origin.x + column.left, (origin.y + y - shift).round_to_pixels(ui.pixels_per_point()));
    let placed = laid.into_iter().map(|(y, laid)| Placed { at: at(y), laid }).collect();
    (Story { placed }, measured, shift)
}

fn lay_out_block<'a>(
    ui: &Ui,
    view: &View<'_>,
    open: &OpenArticle,
    column: &Column,
    block: &'a Block,
) -> (Laid<'a>, f32) {
    match block {
        Block::Header => {
            let header = Header::layout(ui, view, open, column);
            let height = header.height();
            (Laid::Header(header), height)
        }
        Block::Paragraph(piece) => {
            let lines = paragraph(ui, open, piece, column);
            let height = lines.height() + piece.space(column);
            (Laid::Paragraph(lines), height)
        }
        Block::Reference(index) => match ReferenceLine::layout(ui, view, open, *index, column) {
            Some(line) => {
                let height = line.height() + column.paragraph_space();
                (Laid::Reference(*index, line), height)
            }
            None => (Laid::Nothing, 0.0),
        },
    }
}

/// A paragraph of the body, or a piece of one, laid out.
pub(super) fn paragraph<'a>(ui: &Ui, open: &OpenArticle, piece: &'a Piece, column: &Column) -> Lines<'a> {
    let text = piece.span.of(open.body());
    // egui keeps a galley as long as each frame asks for it again, and remakes it when the font atlas changes.
    let galley = ui.painter().layout_job(column.body_job(text));
    Lines::new(galley, piece.span, piece.points.get_or_init(|| CodePoints::new(text)), piece.last)
}

/// Publishes a paragraph to screen readers.
fn publish(ui: &Ui, open: &OpenArticle, lines: &Lines<'_>, at: Pos2) -> egui::Id {
    let rect = Rect::from_min_size(at, lines.galley.size());
    let response = ui.interact(rect, ui.scope_id().with(("paragraph", lines.span.start)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, lines.span.of(open.body())));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(egui::accesskit::Role::Paragraph));
    response.id
}

/// Lets a name be pointed at, clicked and read out.
fn meet_name(ui: &Ui, view: &View<'_>, open: &OpenArticle, name: &Shown, seen: &mut Seen) {
    let Some(mention) = open.mentions().get(name.mention) else { return };
    let walked = view.app.reading().target.mention == Some(name.mention);
    for (number, part) in name.parts.iter().enumerate() {
        let id = ui.scope_id().with(("name", name.mention, number));
        let response = ui.interact(part.rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, view.spoken_name(open.body(), mention)));
        if response.hovered() || response.has_focus() {
            seen.hovered = Some((name.mention, part.rect));
            seen.focused = response.has_focus();
        }
        if walked {
            seen.walked = Some((name.mention, part.rect));
        }
        if response.clicked() {
            seen.clicked = Some((name.mention, response.interact_pointer_pos()));
        }
    }
}

/// The sign of a mark with a note, in the margin beside its end.
fn sign(ui: &Ui, view: &View<'_>, end: &MarkEnd, margin: f32) {
    if !end.noted {
        return;
    }
    let at = pos2(margin + space::S, end.rect.center().y - HIT_TARGET / 2.0);
    marks::paint_leader(ui, view, end, at.x + 4.0);
    let rect = Rect::from_min_size(at, Vec2::splat(HIT_TARGET));
    let response = ui.interact(rect, ui.scope_id().with(("note", end.id)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, view.text("reader-show-note")));
    let color = if response.hovered() || response.has_focus() { view.theme.accent } else { view.theme.muted };
    let font = egui::FontId::new(icon::SMALL, fonts::icons());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::NOTE, font, color);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        view.send(Command::ChooseMark(Some(end.id)));
    }
}

/// Notes the row beside which the tools stand, if it is one of these.
fn note_tools_row(
    view: &View<'_>,
    open: &OpenArticle,
    lines: &Lines<'_>,
    rows: &Range<usize>,
    at: Pos2,
    seen: &mut Seen,
) {
    let reading = view.app.reading();
    let chosen = reading.chosen.and_then(|id| open.annotation(id)).map(|mark| mark.anchor.span);
    let Some(span) = chosen.or(reading.selected().map(crate::app::Selection::span)) else { return };
    let Some(offset) = tools_offset(reading.selection, chosen) else { return };
    // The moving end may stand just behind the last letter of the paragraph.
    if offset < lines.span.start || offset > lines.span.end {
        return;
    }
    let row = lines.row_of(if offset == span.end { offset.saturating_sub(1).max(lines.span.start) } else { offset });
    if !rows.contains(&row) {
        return;
    }
    let corner = at.to_vec2();
    let part = lines.parts(span, &(row..row + 1)).first().map(|part| part.rect.translate(corner));
    seen.tools = part.or(Some(Rect::from_min_size(at + vec2(0.0, lines.top_of(offset)), vec2(1.0, 24.0))));
}
