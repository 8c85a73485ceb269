//! Lines under names: the shape differs by class, so that colour is never the only sign.

use egui::{Color32, Painter, Pos2, Shape, Stroke, pos2};

use crate::entity::Class;

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui) struct Underline {
    /// Decides the shape.
    pub class: Class,
    /// The class's colour.
    pub color: Color32,
    /// An uncertain line has half the strength, and gaps.
    pub certain: bool,
}

impl Underline {
    /// Height that a line needs, in points; nested names stand that much below each other.
    pub const PITCH: f32 = 3.5;

    /// Draws the line from `left` to `right` at height `y`.
    pub fn paint(self, painter: &Painter, left: f32, right: f32, y: f32) {
        let y = painter.round_to_pixel_center(y);
        let color = if self.certain { self.color } else { self.color.gamma_multiply(0.55) };
        let (from, to) = (pos2(left, y), pos2(right, y));
        match self.class {
            Class::Person => self.line(painter, from, to, Stroke::new(1.6, color)),
            Class::Place => {
                let spacing = if self.certain { 3.4 } else { 6.0 };
                painter.extend(Shape::dotted_line(&[from, to], color, spacing, 1.0));
            }
            Class::Organization => {
                let (dash, gap) = if self.certain { (6.0, 2.5) } else { (4.0, 6.0) };
                painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.6, color), dash, gap));
            }
            Class::Treaty => {
                let below = egui::vec2(0.0, 2.5);
                self.line(painter, from, to, Stroke::new(1.0, color));
                self.line(painter, from + below, to + below, Stroke::new(1.0, color));
            }
            Class::Date => self.line(painter, from, to, Stroke::new(0.8, color)),
        }
    }

    fn line(self, painter: &Painter, from: Pos2, to: Pos2, stroke: Stroke) {
        if self.certain {
            painter.line_segment([from, to], stroke);
        } else {
            painter.extend(Shape::dashed_line(&[from, to], stroke, 5.0, 4.0));
        }
    }
}
