//! The handles at the ends of the chosen mark, by which its edges are dragged.

use egui::{CursorIcon, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use crate::app::{Command, OpenArticle};
use crate::library::AnnotationId;
use crate::text::{Span, snap_to_words, trim_edges};
use crate::ui::theme::tokens::HIT_TARGET;
use crate::ui::view::View;

use super::lines::Lines;
use super::place::Story;

/// An edge that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dragged {
    mark: AnnotationId,
    /// The edge that stays: a byte offset of the body.
    fixed: usize,
    /// Where the mark would stand.
    pub span: Span,
}

/// What the pointer did to the handles in a frame.
#[derive(Debug, Default)]
pub(super) struct Handles {
    /// The edge that is dragged now.
    pub dragged: Option<Dragged>,
}

impl Handles {
    /// Draws the handles of the chosen mark that stand in this paragraph and lets them be dragged.
    pub fn show(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        open: &OpenArticle,
        story: &Story<'_>,
        lines: &Lines<'_>,
        at: Pos2,
    ) {
        // With the pen a drag from the end of a mark marks what follows.
        if view.app.pen() {
            return;
        }
        let reading = view.app.reading();
        let Some(mark) = reading.chosen.and_then(|id| open.annotation(id)) else { return };
        let span =
            self.dragged.filter(|dragged| dragged.mark == mark.id).map_or(mark.anchor.span, |dragged| dragged.span);
        for (name, edge, fixed) in [("start", span.start, span.end), ("end", span.end, span.start)] {
            if edge < lines.span.start || edge > lines.span.end {
                continue;
            }
            let center = place(lines, at, edge, name == "end");
            let rect = Rect::from_center_size(center, Vec2::splat(HIT_TARGET));
            let response = ui.interact(rect, ui.scope_id().with(("handle", mark.id, name)), Sense::drag());
            response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, view.text(&format!("mark-{name}"))));
            let color = if response.hovered() || response.dragged() {
                view.theme.accent
            } else {
                view.theme.paint_edge(mark.color)
            };
            ui.painter().circle(center, 4.5, color, egui::Stroke::new(1.5, view.theme.paper));
            let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
            if response.drag_started() {
                self.dragged = Some(Dragged { mark: mark.id, fixed, span });
            }
            let pointer = response.interact_pointer_pos();
            if let (Some(dragged), true, Some(pointer)) = (&mut self.dragged, response.dragged(), pointer) {
                // The finger is at the handle, below the line; the line is meant.
                let to = Span::new(dragged.fixed, story.offset_at(pointer - Vec2::new(0.0, HIT_TARGET / 2.0)));
                let raw = ui.input(|input| input.modifiers.alt);
                dragged.span = if raw { to } else { snap_to_words(open.body(), to) };
            }
            if response.drag_stopped()
                && let Some(dragged) = self.dragged.take()
                && let Some(span) = trim_edges(open.body(), dragged.span)
            {
                view.send(Command::Reshape(dragged.mark, span));
            }
        }
    }
}

/// Where a handle stands: under the line at the edge.
fn place(lines: &Lines<'_>, at: Pos2, edge: usize, ends: bool) -> Pos2 {
    // The end of a mark lies behind its last letter, not before the next one, which may be on another row.
    let letter = if ends { edge.saturating_sub(1).max(lines.span.start) } else { edge };
    let row = lines.row_of(letter);
    let x = if ends { lines.right_of(edge, row) } else { lines.x_of(edge) };
    pos2(at.x + x, at.y + lines.bottom_of(row))
}
