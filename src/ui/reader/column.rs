//! The measure of the story: how wide the text is, where it stands, how large it is set.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontFamily, FontId, Rect};

use crate::ui::theme::{
    fonts,
    tokens::{HIT_TARGET, space},
};

/// Geometry of the text column, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Left edge, relative to the left edge of the scrolled area.
    pub left: f32,
    /// Width of a full line.
    pub width: f32,
    /// Size of the body text.
    pub size: f32,
    /// Physical pixels for each point; a change means that every line is laid out anew.
    pub pixels_per_point: f32,
}

impl Column {
    /// A line holds about 66 characters; one is half an em wide in the mean.
    const MEASURE_EM: f32 = 33.0;
    /// Line height for each point of size (18/29).
    const LEADING: f32 = 29.0 / 18.0;

    /// Air on the right, where the signs of notes stand.
    const SIGNS: f32 = space::S + HIT_TARGET;

    /// The column that fits into `area` for text of `size`.
    pub fn fit(area: Rect, size: f32, pixels_per_point: f32) -> Self {
        let air = if area.width() < 500.0 { space::L } else { space::XXL };
        let width = (size * Self::MEASURE_EM).min(area.width() - air - Self::SIGNS).max(120.0);
        let left = ((area.width() - width) / 2.0).min(area.width() - width - Self::SIGNS).max(air);
        Self { left: left.round(), width: width.floor(), size, pixels_per_point }
    }

    /// Height of a line of body text.
    pub fn line_height(&self) -> f32 {
        (self.size * Self::LEADING).round()
    }

    /// Space after a paragraph: .8 of a line.
    pub fn paragraph_space(&self) -> f32 {
        (self.line_height() * 0.8).round()
    }

    /// The height that the lines of `bytes` of text will probably take.
    pub fn estimated_lines(&self, bytes: usize) -> f32 {
        let per_line = (self.width / (self.size * 0.5)).max(1.0);
        (bytes as f32 / per_line).ceil().max(1.0) * self.line_height()
    }

    /// A job that sets `text` in the column. Its colour is left to the painter.
    pub fn job(&self, text: String, family: FontFamily, size: f32, line_height: f32) -> LayoutJob {
        let format = TextFormat {
            font_id: FontId::new(size, family),
            color: Color32::PLACEHOLDER,
            line_height: Some(line_height),
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(text, format);
        job.wrap = TextWrapping::wrap_at_width(self.width);
        job
    }

    /// A job that sets body text.
    pub fn body_job(&self, text: &str) -> LayoutJob {
        self.job(text.to_owned(), fonts::reading(), self.size, self.line_height())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(width: f32) -> Column {
        Column::fit(Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, 600.0)), 18.0, 1.0)
    }

    #[test]
    fn a_wide_window_keeps_the_measure_and_centres_it() {
        let column = column(1600.0);
        assert!((column.width - 594.0).abs() < 1.0);
        assert!((column.left - 503.0).abs() < 1.0);
    }

    #[test]
    fn a_narrow_window_keeps_air_on_each_side() {
        let column = column(600.0);
        assert!(column.left >= 32.0 && column.left + column.width <= 600.0 - 31.0);
        let slim = self::column(360.0);
        assert!(slim.left >= 16.0 && slim.left + slim.width <= 360.0 - 31.0, "the signs of notes have room: {slim:?}");
    }
}
