//! What the person made: paint behind the words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
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
    let marks: Vec<&Annotation> = within(open, lines.span_of(rows)).collect();
    let hands: Vec<_> = marks.iter().map(|mark| (mark.anchor.span, (mark.author.as_str(), mark.color))).collect();
    let marks: Vec<&Annotation> = layered(&hands).into_iter().filter_map(|place| marks.get(place).copied()).collect();
    let painted: Vec<(&Annotation, Vec<Rect>, bool)> = marks
        .iter()
        .enumerate()
        .map(|(place, mark)| {
            let band = Band::of(mark, &marks);
            let below = marks.iter().take(place).filter(|other| lie_over_each_other(mark, other)).count();
            let overlaps = marks.iter().any(|other| lie_over_each_other(mark, other));
            // One mark above another is lower than it, so that each is seen whole.
            let inset = egui::vec2(0.0, INSET * below.min(MOST_INSETS) as f32);
            let parts = lines.parts(mark.anchor.span, rows);
            let rect = |part| band.of_rect(fill(part, size).translate(at).shrink2(inset));
            (*mark, parts.iter().map(rect).collect(), overlaps)
        })
        .collect();
    for (mark, parts, overlaps) in &painted {
        for rect in parts {
            paint_part(ui, view, mark, *rect, *overlaps);
        }
    }
    // No fill lies over an edge.
    for (mark, parts, overlaps) in &painted {
        for rect in parts {
            paint_edge(ui, view, mark, *rect, *overlaps);
        }
    }
    let ended = painted.iter().filter(|(mark, ..)| lines.span.end >= mark.anchor.span.end);
    let end = |mark: &Annotation, rect: &Rect| MarkEnd { id: mark.id, rect: *rect, noted: !mark.note.is_empty() };
    ended.filter_map(|(mark, parts, _)| parts.last().map(|rect| end(mark, rect))).collect()
}

/// Whether two marks mix where they lie; those on just the same words stand one under the other.
fn lie_over_each_other(one: &Annotation, other: &Annotation) -> bool {
    let (span, beside) = (one.anchor.span, one.color != other.color);
    one.id != other.id && span.overlaps(other.anchor.span) && !(span == other.anchor.span && beside)
}

/// Whose mark, and in which colour.
type Hand<'a> = (&'a str, Color);

/// The places of marks, from the lowest to the highest: the shorter one above. Those of one hand lie together, as if each
/// were as long as the longest of them that hangs together with it, so that the parts of one that was split mix alike
/// with what lies over both.
fn layered(marks: &[(Span, Hand<'_>)]) -> Vec<usize> {
    let mut order: Vec<(usize, Span, Hand<'_>)> =
        marks.iter().enumerate().map(|(place, (span, hand))| (place, *span, *hand)).collect();
    order.sort_by_key(|(_, span, _)| span.start);
    let (mut stretch, mut end) = (0_usize, 0);
    let mut longest: BTreeMap<(usize, Hand<'_>), usize> = BTreeMap::new();
    let mut hung = Vec::with_capacity(order.len());
    for (place, span, hand) in order {
        stretch += usize::from(span.start >= end);
        end = end.max(span.end);
        let most = longest.entry((stretch, hand)).or_default();
        *most = span.len().max(*most);
        hung.push((place, span, (stretch, hand)));
    }
    hung.sort_by_key(|(_, span, key)| (Reverse(longest.get(key).copied()), *key, Reverse(span.len())));
    hung.into_iter().map(|(place, ..)| place).collect()
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
}

fn paint_edge(ui: &Ui, view: &View<'_>, mark: &Annotation, rect: Rect, overlaps: bool) {
    let painter = ui.painter();
    let chosen = view.app.reading().chosen == Some(mark.id);
    let edge = Stroke::new(if chosen { 2.0 } else { 1.0 }, view.theme.paint_edge(mark.color));
    let corners = [rect.left_bottom(), rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
    if mark.state == AnchorState::Suspect {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mark((start, end): (usize, usize), author: &str, color: u8) -> (Span, Hand<'_>) {
        (Span { start, end }, (author, Color::new(color).unwrap()))
    }

    #[test]
    fn a_short_mark_lies_above_a_longer_one_whichever_begins_first() {
        assert_eq!(layered(&[mark((0, 9), "ani", 1), mark((4, 40), "ani", 2)]), [1, 0]);
        assert_eq!(layered(&[mark((0, 40), "ani", 1), mark((4, 9), "ani", 2)]), [0, 1]);
    }

    #[test]
    fn the_parts_of_one_mark_lie_both_above_or_both_under_that_of_another_person() {
        for (other, order) in [((5, 15), [0, 2, 1]), ((5, 40), [1, 0, 2])] {
            assert_eq!(layered(&[mark((0, 12), "ani", 1), mark(other, "budi", 3), mark((13, 16), "ani", 1)]), order);
        }
    }
}
