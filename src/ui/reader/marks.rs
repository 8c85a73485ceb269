//! What the person made: paint behind the words.

use std::collections::BTreeSet;
use std::ops::Range;

use egui::{Rect, Shape, Stroke, Ui, Vec2, pos2};

use crate::app::OpenArticle;
use crate::library::{AnchorState, Annotation, AnnotationId, Color};
use crate::text::Span;
use crate::ui::view::View;

use super::lines::{Lines, RowPart};
use super::names::letters;

/// Points by which a mark is lower, at each edge, than the one under it.
const INSET: f32 = 1.5;
/// Marks under a mark that still make it lower.
const MOST_INSETS: usize = 4;

/// Where a mark ends on the screen; for its sign in the margin.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkEnd {
    /// The mark.
    pub id: AnnotationId,
    /// The last part of it that shows.
    pub rect: Rect,
    /// Whether it carries a note.
    pub noted: bool,
}

/// The marks that reach into `span`. A lost one has no place in the text; the list of notes shows it.
pub(super) fn within(open: &OpenArticle, span: Span) -> impl Iterator<Item = &Annotation> {
    open.marks_within(span).filter(|mark| mark.state != AnchorState::Lost)
}

/// The mark that a press on a letter means: the shortest of those that lie there.
pub(super) fn shortest(open: &OpenArticle, letter: Span) -> Option<&Annotation> {
    within(open, letter).min_by_key(|mark| (mark.anchor.span.len(), mark.id))
}

/// Draws the marks behind the given rows and says where those end whose end shows.
pub(super) fn paint(
    ui: &Ui,
    view: &View<'_>,
    open: &OpenArticle,
    lines: &Lines<'_>,
    rows: &Range<usize>,
    at: Vec2,
    size: f32,
) -> Vec<MarkEnd> {
    let mut ends = Vec::new();
    let mut painted: Vec<&Annotation> = Vec::new();
    let marks: Vec<&Annotation> = within(open, lines.span_of(rows)).collect();
    for mark in &marks {
        let band = Band::of(mark, &marks);
        let is_below = |other: &&&Annotation| {
            let beside = other.anchor.span == mark.anchor.span && other.color != mark.color;
            other.anchor.span.overlaps(mark.anchor.span) && !beside
        };
        let below = painted.iter().filter(is_below).count();
        let overlaps = below > 0;
        // One mark inside another is lower than it, so that each is seen whole.
        let inset = egui::vec2(0.0, INSET * below.min(MOST_INSETS) as f32);
        let parts: Vec<Rect> = lines
            .parts(mark.anchor.span, rows)
            .iter()
            .map(|part| band.of_rect(fill(part, size).translate(at).shrink2(inset)))
            .collect();
        for rect in &parts {
            paint_part(ui, view, mark, *rect, overlaps);
        }
        painted.push(mark);
        if let Some(rect) = parts.last()
            && lines.span.end >= mark.anchor.span.end
        {
            ends.push(MarkEnd { id: mark.id, rect: *rect, noted: !mark.note.is_empty() });
        }
    }
    ends
}

/// The part of the height that a mark has where others of other colours stand on the same words: one under the other.
struct Band {
    place: usize,
    of: usize,
}

impl Band {
    fn of(mark: &Annotation, marks: &[&Annotation]) -> Self {
        let same = marks.iter().filter(|other| other.anchor.span == mark.anchor.span);
        let colors: BTreeSet<Color> = same.map(|other| other.color).collect();
        Self { place: colors.range(..mark.color).count(), of: colors.len().max(1) }
    }

    fn of_rect(&self, rect: Rect) -> Rect {
        let height = rect.height() / self.of as f32;
        Rect::from_min_size(rect.min + egui::vec2(0.0, height * self.place as f32), egui::vec2(rect.width(), height))
    }
}

fn paint_part(ui: &Ui, view: &View<'_>, mark: &Annotation, rect: Rect, overlaps: bool) {
    let painter = ui.painter();
    let certain = mark.state != AnchorState::Suspect;
    let paint = view.theme.paint(mark.color);
    // Overlaps mix; each mark keeps its edge.
    let strength = if overlaps { 0.75 } else { 1.0 };
    painter.rect_filled(rect, 2.0, paint.gamma_multiply(if certain { strength } else { 0.5 * strength }));
    let chosen = view.app.reading().chosen == Some(mark.id);
    let edge = Stroke::new(if chosen { 2.0 } else { 1.0 }, view.theme.paint_edge(mark.color));
    let corners = [rect.left_bottom(), rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
    if !certain {
        painter.extend(Shape::dashed_line(&corners, edge, 4.0, 3.0));
    } else if chosen {
        painter.rect_stroke(rect, 2.0, edge, egui::StrokeKind::Outside);
    } else if overlaps {
        painter.rect_stroke(rect, 2.0, edge, egui::StrokeKind::Inside);
    }
}

/// Draws the selected text.
pub(super) fn paint_selection(ui: &Ui, view: &View<'_>, lines: &Lines<'_>, rows: &Range<usize>, at: Vec2, size: f32) {
    let Some(selection) = view.app.reading().selected() else { return };
    paint_stretch(ui, view, selection.span(), lines, rows, at, size);
}

/// Draws what is looked for in the story: a frame around each hit, the one that was gone to filled.
pub(super) fn paint_hits(ui: &Ui, view: &View<'_>, lines: &Lines<'_>, rows: &Range<usize>, at: Vec2, size: f32) {
    let Some(finding) = view.app.finding() else { return };
    for (hit, gone_to) in finding.hits_within(lines.span_of(rows)) {
        for part in lines.parts(hit, rows) {
            let rect = fill(&part, size).translate(at).expand(1.0);
            if gone_to {
                ui.painter().rect_filled(rect, 2.0, view.theme.accent.gamma_multiply(0.3));
            }
            let width = if gone_to { 2.0 } else { 1.0 };
            ui.painter().rect_stroke(rect, 2.0, Stroke::new(width, view.theme.accent), egui::StrokeKind::Outside);
        }
    }
}

/// Draws a stretch of text as selected.
pub(super) fn paint_stretch(
    ui: &Ui,
    view: &View<'_>,
    span: Span,
    lines: &Lines<'_>,
    rows: &Range<usize>,
    at: Vec2,
    size: f32,
) {
    for part in lines.parts(span, rows) {
        ui.painter().rect_filled(fill(&part, size).translate(at), 0.0, view.theme.selection);
    }
}

/// A thin line from the end of a mark with a note to the margin, where its sign stands.
pub(super) fn paint_leader(ui: &Ui, view: &View<'_>, end: &MarkEnd, margin: f32) {
    let stroke = Stroke::new(1.0, view.theme.line);
    let y = ui.painter().round_to_pixel_center(end.rect.bottom() - 1.0);
    ui.painter().line_segment([pos2(end.rect.right(), y), pos2(margin, y)], stroke);
}

fn fill(part: &RowPart, size: f32) -> Rect {
    letters(part, size)
}
