//! A paragraph as laid out: from bytes of the body to rows on the screen and back.

use std::ops::Range;
use std::sync::Arc;

use egui::text::CharIndex;
use egui::{Galley, Rect, Vec2, pos2};

use crate::text::{CodePoints, Span};

/// A laid-out paragraph of the body. Positions are relative to its upper left corner.
pub(super) struct Lines<'a> {
    /// The rows, as egui laid them out.
    pub galley: Arc<Galley>,
    /// The paragraph's bytes in the body.
    pub span: Span,
    points: &'a CodePoints,
    /// Whether the paragraph ends here, rather than going on in another piece.
    last: bool,
    /// Code points before each row, and after the last one.
    starts: Vec<usize>,
}

/// The part of a span that stands on one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RowPart {
    /// The row's full height, the part's width.
    pub rect: Rect,
    /// Where the letters stand.
    pub baseline: f32,
}

impl<'a> Lines<'a> {
    /// The rows of `galley`, which holds the body's bytes `span`; `points` converts within the paragraph.
    pub fn new(galley: Arc<Galley>, span: Span, points: &'a CodePoints, last: bool) -> Self {
        let mut starts = Vec::with_capacity(galley.rows.len() + 1);
        let mut count = 0;
        starts.push(0);
        for row in &galley.rows {
            count += row.char_count_including_newline().0;
            starts.push(count);
        }
        Self { galley, span, points, last, starts }
    }

    /// Whether a caret at this offset stands here. One between two pieces of a paragraph stands in the later one.
    pub fn holds_caret(&self, offset: usize) -> bool {
        self.span.contains_offset(offset) || (offset == self.span.end && self.last)
    }

    /// Height of all rows.
    pub fn height(&self) -> f32 {
        self.galley.size().y
    }

    /// The byte offset in the body nearest to a position.
    pub fn offset_at(&self, position: Vec2) -> usize {
        self.byte(self.galley.cursor_from_pos(position).index.0)
    }

    /// The letter under a position, as bytes of the body; `None` beside the letters.
    pub fn letter_at(&self, position: Vec2) -> Option<Span> {
        let near = self.galley.cursor_from_pos(position).index.0;
        let rows = self.rows_between(position.y, position.y);
        [near.checked_sub(1), Some(near)]
            .into_iter()
            .flatten()
            .map(|index| Span::new(self.byte(index), self.byte(index + 1)))
            .find(|letter| self.parts(*letter, &rows).iter().any(|part| part.rect.contains(position.to_pos2())))
    }

    /// The rows that show between two heights.
    pub fn rows_between(&self, top: f32, bottom: f32) -> Range<usize> {
        let rows = &self.galley.rows;
        let first = rows.partition_point(|row| row.max_y() < top);
        let end = rows.partition_point(|row| row.min_y() <= bottom);
        first..end.max(first)
    }

    /// The body's bytes on these rows.
    pub fn span_of(&self, rows: &Range<usize>) -> Span {
        let at =
            |row: usize| self.starts.get(row).or(self.starts.last()).map_or(self.span.end, |index| self.byte(*index));
        Span::new(at(rows.start), at(rows.end))
    }

    /// The row that holds a byte offset of the body.
    pub fn row_of(&self, offset: usize) -> usize {
        let index = self.index(offset);
        let last = self.galley.rows.len().saturating_sub(1);
        self.starts.partition_point(|start| *start <= index).saturating_sub(1).min(last)
    }

    /// The height at which the row of a byte offset begins.
    pub fn top_of(&self, offset: usize) -> f32 {
        self.galley.rows.get(self.row_of(offset)).map_or(0.0, egui::epaint::text::PlacedRow::min_y)
    }

    /// The middle of a row; `None` past the last.
    pub fn middle_of(&self, row: usize) -> Option<f32> {
        self.galley.rows.get(row).map(|placed| f32::midpoint(placed.min_y(), placed.max_y()))
    }

    /// The lower edge of a row.
    pub fn bottom_of(&self, row: usize) -> f32 {
        self.galley.rows.get(row).map_or(0.0, egui::epaint::text::PlacedRow::max_y)
    }

    /// How far across a byte offset of the body stands on its row.
    pub fn x_of(&self, offset: usize) -> f32 {
        self.right_of(offset, self.row_of(offset))
    }

    /// How far across a byte offset stands on this row, which may end there.
    pub fn right_of(&self, offset: usize, row: usize) -> f32 {
        let (Some(placed), Some(from)) = (self.galley.rows.get(row), self.starts.get(row)) else { return 0.0 };
        let index = self.index(offset).saturating_sub(*from).min(placed.glyphs.len());
        placed.pos.x + placed.x_offset(CharIndex(index))
    }

    /// Where `span` stands on the given rows.
    pub fn parts(&self, span: Span, rows: &Range<usize>) -> Vec<RowPart> {
        let (start, end) = (self.index(span.start), self.index(span.end));
        let first = self.row_of(span.start).max(rows.start);
        let mut parts = Vec::new();
        for row in first..rows.end {
            let (Some(placed), Some(from)) = (self.galley.rows.get(row), self.starts.get(row)) else { break };
            if *from >= end {
                break;
            }
            let length = placed.glyphs.len();
            let left = start.saturating_sub(*from).min(length);
            let right = end.saturating_sub(*from).min(length);
            if left >= right {
                continue;
            }
            let x = placed.pos.x;
            let rect = Rect::from_min_max(
                pos2(x + placed.x_offset(CharIndex(left)), placed.min_y()),
                pos2(x + placed.x_offset(CharIndex(right)), placed.max_y()),
            );
            let baseline = placed.glyphs.first().map_or(placed.max_y(), |glyph| placed.pos.y + glyph.pos.y);
            parts.push(RowPart { rect, baseline });
        }
        parts
    }

    /// Code points of the paragraph before a byte offset of the body.
    pub fn index(&self, offset: usize) -> usize {
        self.points.from_byte(offset.saturating_sub(self.span.start).min(self.span.len()))
    }

    /// The byte offset of the body of a code point of the paragraph.
    fn byte(&self, index: usize) -> usize {
        self.points.to_byte(index).map_or(self.span.end, |byte| self.span.start + byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, FontId};

    const TEXT: &str = "Menteri “Luar” Négeri tiba di Dili untuk menandatangani perjanjian batas laut";

    fn with_lines(check: impl Fn(&Lines<'_>)) {
        let ctx = egui::Context::default();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let galley = ui.painter().layout(TEXT.to_owned(), FontId::proportional(16.0), Color32::WHITE, 120.0);
            let points = CodePoints::new(TEXT);
            check(&Lines::new(galley, Span { start: 100, end: 100 + TEXT.len() }, &points, true));
        });
        // Nothing is drawn, so the font texture goes nowhere.
        output.textures_delta.clear();
    }

    #[test]
    fn every_offset_leads_to_a_row_that_holds_it() {
        with_lines(|lines| {
            assert!(lines.galley.rows.len() > 3, "the text wraps");
            for (byte, _) in TEXT.char_indices() {
                let row = lines.row_of(100 + byte);
                let span = lines.span_of(&(row..row + 1));
                assert!(span.start <= 100 + byte && 100 + byte < span.end, "{byte} in {span:?}");
            }
        });
    }

    #[test]
    fn the_middle_of_a_letter_leads_back_to_its_offset() {
        with_lines(|lines| {
            let all = 0..lines.galley.rows.len();
            for (byte, letter) in TEXT.char_indices().filter(|(_, letter)| *letter != ' ') {
                let span = Span { start: 100 + byte, end: 100 + byte + letter.len_utf8() };
                let parts = lines.parts(span, &all);
                let [part] = parts.as_slice() else { panic!("{letter} stands on one row: {parts:?}") };
                let left_half = part.rect.left_center() + Vec2::new(0.4 * part.rect.width(), 0.0);
                assert_eq!(lines.offset_at(left_half.to_vec2()), span.start, "{letter}");
                assert_eq!(lines.letter_at(left_half.to_vec2()), Some(span), "{letter}");
            }
        });
    }

    #[test]
    fn a_span_over_rows_has_a_part_on_each_and_none_outside_the_rows_asked_for() {
        with_lines(|lines| {
            let rows = lines.galley.rows.len();
            assert_eq!(lines.parts(lines.span, &(0..rows)).len(), rows);
            assert_eq!(lines.parts(lines.span, &(1..2)).len(), 1);
            assert!(lines.parts(Span { start: 0, end: 50 }, &(0..rows)).is_empty());
        });
    }
}
