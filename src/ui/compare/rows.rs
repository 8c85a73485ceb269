//! The rows of two texts side by side, of which only those that show are laid out.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    FontId, Galley, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::{CompareCommand, Compared};
use crate::text::{Part, Row, Span};
use crate::ui::theme::Theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::{RADIUS, size, space};
use crate::ui::view::View;
use crate::ui::widgets;

/// Below this width both texts are woven into one column.
pub(super) const NARROW: f32 = 620.0;
/// Width of the column of signs.
const GUTTER: f32 = 22.0;
/// What the window needs above and below the rows, in points.
const AROUND: f32 = 260.0;

/// The rows as they were laid out last.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Height of each row, in points: as laid out, or as guessed while it was not.
    heights: Vec<f32>,
    /// Which comparison, in what width and size of type they were laid out for.
    of: (u64, u32, u32),
    /// The row that was last scrolled to.
    followed: Option<usize>,
    /// How far they are scrolled, in points.
    offset: f32,
    /// Where to scroll in the next frame.
    jump: Option<f32>,
}

/// How rows are laid out.
struct Frame<'a> {
    view: &'a View<'a>,
    found: &'a Compared,
    /// Width of a column of text.
    column: f32,
    /// Whether both texts are woven into one column.
    woven: bool,
    size: f32,
}

impl Rows {
    /// Draws the rows that show; `count` says which comparison they are of.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, count: u64, found: &Compared) {
        let height = (ui.ctx().content_rect().height() - AROUND).max(160.0);
        let width = ui.available_width() - space::L;
        let woven = width < NARROW;
        let column = if woven { width - GUTTER } else { (width - 2.0 * GUTTER) / 2.0 };
        let frame = Frame { view, found, column, woven, size: view.app.settings().text_size };
        self.fit(count, &frame);
        self.follow(found, height);
        self.take_keys(ui, height);
        let mut area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]).animated(false);
        if let Some(jump) = self.jump.take() {
            area = area.vertical_scroll_offset(jump.max(0.0));
        }
        let output = area.show_viewport(ui, |ui, shown| {
            ui.set_width(width);
            ui.set_height(self.heights.iter().sum());
            self.draw(ui, &frame, shown);
        });
        self.offset = output.state.clamped_offset().y;
    }

    /// Guesses the heights anew where the texts, the width or the type are others.
    fn fit(&mut self, count: u64, frame: &Frame<'_>) {
        let of = (count, frame.column.round() as u32, (frame.size * 4.0) as u32);
        if self.of == of && self.heights.len() == frame.found.rows.len() {
            return;
        }
        self.heights = frame.found.rows.iter().map(|row| frame.guess(row)).collect();
        self.of = of;
        self.followed = None;
    }

    /// Scrolls to the change that keys have come to.
    fn follow(&mut self, found: &Compared, height: f32) {
        let row = found.row();
        if row != self.followed {
            self.followed = row;
            let top: f32 = self.heights.iter().take(row.unwrap_or_default()).sum();
            let own = row.and_then(|row| self.heights.get(row)).copied().unwrap_or_default();
            if top < self.offset || top + own > self.offset + height || self.offset == 0.0 {
                self.jump = Some(top - height / 3.0);
            }
        }
    }

    fn take_keys(&mut self, ui: &Ui, height: f32) {
        if egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        let steps = [
            (Key::ArrowDown, 60.0),
            (Key::ArrowUp, -60.0),
            (Key::PageDown, height * 0.9),
            (Key::PageUp, -height * 0.9),
            (Key::Home, f32::MIN),
            (Key::End, f32::MAX),
        ];
        let total: f32 = self.heights.iter().sum();
        for (key, by) in steps {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                self.jump = Some((self.offset + by).clamp(0.0, (total - height).max(0.0)));
            }
        }
    }

    fn draw(&mut self, ui: &mut Ui, frame: &Frame<'_>, shown: Rect) {
        let origin = ui.max_rect().min;
        let (mut top, mut moved) = (0.0, 0.0);
        for (place, row) in frame.found.rows.iter().enumerate() {
            let Some(height) = self.heights.get_mut(place) else { break };
            if top > shown.bottom() {
                break;
            }
            if top + *height >= shown.top() {
                let measured = frame.row(ui, (place, row), origin + vec2(0.0, top));
                if (measured - *height).abs() > 0.5 {
                    // What begins above the view must not push what is read.
                    moved += if top < shown.top() { measured - *height } else { 0.0 };
                    *height = measured;
                    ui.ctx().request_repaint();
                }
            }
            top += *height;
        }
        if moved != 0.0 && self.jump.is_none() {
            self.jump = Some(shown.top() + moved);
        }
    }
}

impl Frame<'_> {
    fn line_height(&self) -> f32 {
        (self.size * 1.45).round()
    }

    /// The height of a row by its letters.
    fn guess(&self, row: &Row) -> f32 {
        let length = |span: Option<Span>| span.map_or(0, Span::len) as f32;
        let letters = match (self.woven, length(row.one), length(row.two)) {
            (true, one, two) if row.is_changed() => one.max(two) * 1.2,
            (_, one, two) => one.max(two),
        };
        let per_line = (self.column / (self.size * 0.47)).max(1.0);
        (letters / per_line).ceil().max(1.0) * self.line_height() + 2.0 * space::S
    }

    /// Draws a row, giving its height.
    fn row(&self, ui: &mut Ui, (place, row): (usize, &Row), at: egui::Pos2) -> f32 {
        let theme = self.view.theme;
        let [one, two] = &self.found.texts;
        let galleys = if self.woven {
            [Some(self.lay(ui, self.woven_job(row))), None]
        } else {
            let side =
                |text: &str, span: Option<Span>, gone| span.map(|span| self.lay(ui, self.job(row, text, span, gone)));
            [side(one, row.one, true), side(two, row.two, false)]
        };
        let tallest = galleys.iter().flatten().map(|galley| galley.size().y).fold(self.line_height(), f32::max);
        let height = tallest + 2.0 * space::S;
        let columns = if self.woven { 1.0 } else { 2.0 };
        let area = Rect::from_min_size(at, vec2(columns * (self.column + GUTTER), height));
        let response = self.node(ui, (place, row), area);
        let current = self.found.row() == Some(place);
        if current {
            ui.painter().rect_filled(
                area.shrink2(vec2(0.0, 2.0)),
                f32::from(RADIUS),
                theme.selection.gamma_multiply(0.45),
            );
        } else if row.is_changed() && response.hovered() {
            ui.painter().rect_filled(area.shrink2(vec2(0.0, 2.0)), f32::from(RADIUS), theme.line.gamma_multiply(0.4));
        }
        widgets::ring(ui, self.view, &response);
        for (number, galley) in galleys.into_iter().enumerate() {
            let Some(galley) = galley else { continue };
            let left = at + vec2(number as f32 * (self.column + GUTTER), space::S);
            self.sign(ui, row, number == 0, left);
            ui.painter().galley(left + vec2(GUTTER, 0.0), galley, theme.text);
        }
        height
    }

    /// The sign beside a text that differs.
    fn sign(&self, ui: &Ui, row: &Row, first: bool, at: egui::Pos2) {
        let theme = self.view.theme;
        let (sign, color) = match (row.is_changed(), row.one, row.two) {
            (false, ..) => return,
            (true, Some(_), Some(_)) if self.woven => ("~", theme.text),
            (true, Some(_), Some(_)) => ("~", if first { theme.danger } else { theme.accent }),
            (true, Some(_), None) => ("−", theme.danger),
            (true, None, _) => ("+", theme.accent),
        };
        let font = FontId::new(size::HEADING, fonts::interface_semibold());
        ui.painter().text(pos2(at.x + 4.0, at.y), egui::Align2::LEFT_TOP, sign, font, color);
    }

    /// The row for the pointer, the keyboard and people who do not see it: a click goes to its change.
    fn node(&self, ui: &Ui, (place, row): (usize, &Row), area: Rect) -> Response {
        let changed = self.found.changed.binary_search(&place).ok();
        let sense = if changed.is_some() { Sense::click() } else { Sense::hover() };
        let response = ui.interact(area, ui.scope_id().with(("row", place)), sense);
        let current = self.found.row() == Some(place);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, current, self.spoken(row)));
        if let Some(change) = changed.filter(|_| response.clicked()) {
            self.view.send(CompareCommand::At(change));
        }
        response
    }

    /// A row as it is read out: what became of it, and its words.
    fn spoken(&self, row: &Row) -> String {
        let [one, two] = &self.found.texts;
        let key = match (row.is_changed(), row.one, row.two) {
            (false, ..) => "compare-kept",
            (true, Some(_), Some(_)) => "compare-changed",
            (true, Some(_), None) => "compare-gone",
            (true, None, _) => "compare-new",
        };
        let both = row.one.is_some() && row.two.is_some();
        let word = |(part, text): (Part, String)| match part {
            Part::Gone(_) if both => format!(" {}", self.marked("compare-word-gone", &text)),
            Part::New(_) if both => format!(" {}", self.marked("compare-word-new", &text)),
            _ => text,
        };
        let words: String = row.woven(one, two).into_iter().map(word).collect();
        format!("{}: {}", self.view.text(key), words.trim())
    }

    fn marked(&self, key: &str, words: &str) -> String {
        self.view.words().with(key, &[("words", words.trim().into())])
    }

    fn lay(&self, ui: &Ui, mut job: LayoutJob) -> Arc<Galley> {
        job.wrap.max_width = self.column - space::S;
        ui.painter().layout_job(job)
    }

    /// One of the two texts of a row, with the words marked that the other has not.
    fn job(&self, row: &Row, text: &str, span: Span, gone: bool) -> LayoutJob {
        let mut job = LayoutJob::default();
        let mut at = span.start;
        let mut append = |span: Span, format: TextFormat| job.append(span.of(text), 0.0, format);
        for part in &row.parts {
            let differs = match *part {
                Part::Gone(span) if gone => span,
                Part::New(span) if !gone => span,
                _ => continue,
            };
            append(Span { start: at, end: differs.start }, self.plain());
            append(differs, self.differing(gone));
            at = differs.end;
        }
        append(Span { start: at, end: span.end }, self.plain());
        job
    }

    /// Both texts of a row in one.
    fn woven_job(&self, row: &Row) -> LayoutJob {
        let [one, two] = &self.found.texts;
        let mut job = LayoutJob::default();
        for (part, text) in row.woven(one, two) {
            let words = text.trim_start();
            let gap = text.strip_suffix(words).unwrap_or_default();
            job.append(gap, 0.0, self.plain());
            let format = match part {
                Part::Kept(..) => self.plain(),
                Part::Gone(_) => self.differing(true),
                Part::New(_) => self.differing(false),
            };
            job.append(words, 0.0, format);
        }
        job
    }

    fn plain(&self) -> TextFormat {
        TextFormat {
            font_id: FontId::new(self.size, fonts::reading()),
            color: self.view.theme.text,
            line_height: Some(self.line_height()),
            ..TextFormat::default()
        }
    }

    /// Words that differ: gone are struck through, new are underlined, so that colour is not the only sign.
    fn differing(&self, gone: bool) -> TextFormat {
        let theme: &Theme = self.view.theme;
        let color = if gone { theme.danger } else { theme.accent };
        let stroke = Stroke::new(1.5, color);
        let none = Stroke::NONE;
        TextFormat {
            color,
            strikethrough: if gone { stroke } else { none },
            underline: if gone { none } else { stroke },
            ..self.plain()
        }
    }
}
