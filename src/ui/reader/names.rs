//! Names in the text: which ones show, how deep they nest, the line under each.

use egui::{Rect, Ui, Vec2};

use crate::app::OpenArticle;
use crate::entity::Mention;
use crate::text::Span;
use crate::ui::view::View;

use super::lines::{Lines, RowPart};
use super::underline::Underline;

/// What is computed once for the names of an article.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Where they stand.
    spans: Vec<Span>,
    /// For each mention, how many names stand inside it at most: its line goes that much lower.
    depths: Vec<u8>,
    /// The longest mention, in bytes; bounds the search backwards for names that reach into the view.
    longest: usize,
}

impl Names {
    /// Reads the nesting off mentions sorted by start, then longest first.
    pub fn of(mentions: &[Mention]) -> Self {
        let mut depths = vec![0_u8; mentions.len()];
        let mut open: Vec<usize> = Vec::new();
        for (index, mention) in mentions.iter().enumerate() {
            while let Some(outer) = open.last().and_then(|outer| mentions.get(*outer)) {
                if outer.span.contains(mention.span) {
                    break;
                }
                open.pop();
            }
            for (distance, outer) in open.iter().rev().enumerate() {
                let inside = u8::try_from(distance + 1).unwrap_or(u8::MAX);
                if let Some(depth) = depths.get_mut(*outer) {
                    *depth = (*depth).max(inside);
                }
            }
            open.push(index);
        }
        let longest = mentions.iter().map(|mention| mention.span.len()).max().unwrap_or_default();
        Self { spans: mentions.iter().map(|mention| mention.span).collect(), depths, longest }
    }

    /// Whether they are those of these mentions: rulings let some come and go.
    pub fn are_of(&self, mentions: &[Mention]) -> bool {
        self.spans.iter().copied().eq(mentions.iter().map(|mention| mention.span))
    }

    /// The mentions that reach into `span`, with their indices, in order: outer ones before those inside them.
    pub fn within<'a>(&self, mentions: &'a [Mention], span: Span) -> impl Iterator<Item = (usize, &'a Mention)> {
        let from = span.start.saturating_sub(self.longest);
        let first = mentions.partition_point(|mention| mention.span.start < from);
        let reaches = move |(_, mention): &(usize, &Mention)| mention.span.overlaps(span);
        mentions
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, mention)| mention.span.start < span.end)
            .filter(reaches)
    }

    /// How far below the letters the line of a mention stands, in points.
    pub fn drop(&self, index: usize, size: f32) -> f32 {
        let depth = f32::from(self.depths.get(index).copied().unwrap_or_default());
        (size * 0.16).max(2.5) + depth * Underline::PITCH
    }
}

/// A name on the screen.
#[derive(Debug)]
pub(super) struct Shown {
    /// The mention's index.
    pub mention: usize,
    /// Where it stands, in screen coordinates: one part for each row.
    pub parts: Vec<RowPart>,
}

/// The names of the shown rows, where they stand; classes that are switched off are left out.
pub(super) fn shown(
    names: &Names,
    view: &View<'_>,
    open: &OpenArticle,
    lines: &Lines<'_>,
    rows: &std::ops::Range<usize>,
    at: Vec2,
) -> Vec<Shown> {
    names
        .within(open.mentions(), lines.span_of(rows))
        .filter(|(_, mention)| view.app.shows_class(mention.class))
        .map(|(index, mention)| {
            let place = |part: RowPart| RowPart { rect: part.rect.translate(at), baseline: part.baseline + at.y };
            Shown { mention: index, parts: lines.parts(mention.span, rows).into_iter().map(place).collect() }
        })
        .filter(|shown| !shown.parts.is_empty())
        .collect()
}

/// Draws the line under a name, and a ring around it where it is the one that is walked.
pub(super) fn paint(names: &Names, ui: &Ui, view: &View<'_>, open: &OpenArticle, shown: &Shown, size: f32) {
    let Some(mention) = open.mentions().get(shown.mention) else { return };
    let color = view.theme.class(mention.class);
    let underline = Underline { class: mention.class, color, certain: mention.is_certain() };
    let walked = view.app.reading().target.mention == Some(shown.mention);
    for part in &shown.parts {
        underline.paint(
            ui.painter(),
            part.rect.left(),
            part.rect.right(),
            part.baseline + names.drop(shown.mention, size),
        );
        if walked {
            let ring = letters(part, size).expand2(egui::vec2(3.0, 1.0));
            ui.painter().rect_stroke(ring, 4.0, egui::Stroke::new(2.0, view.theme.focus), egui::StrokeKind::Outside);
        }
    }
}

/// The part of a row that its letters take up, without the air between lines.
pub(super) fn letters(part: &RowPart, size: f32) -> Rect {
    Rect::from_x_y_ranges(part.rect.x_range(), (part.baseline - size * 0.95)..=(part.baseline + size * 0.38))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::SourceFile;
    use crate::entity::{Class, Engine, EntityRef, Reason, RecognisedBy};
    use crate::library::{Environment, Library, prepare};
    use crate::ui::reader::{Reader, column::Column};

    fn mention(start: usize, end: usize) -> Mention {
        Mention {
            span: Span { start, end },
            class: Class::Place,
            level: None,
            entity: EntityRef { key: String::new(), name: String::new() },
            by: RecognisedBy::Rule,
            why: Reason::KnownName,
            score: 1.0,
            date: None,
        }
    }

    #[test]
    fn the_line_of_an_outer_name_stands_below_those_inside_it() {
        let mentions = [mention(0, 30), mention(0, 20), mention(5, 10), mention(22, 25), mention(40, 44)];
        assert_eq!(Names::of(&mentions).depths, [2, 1, 0, 0, 0]);
    }

    #[test]
    fn names_that_come_or_go_in_a_text_are_measured_anew() {
        let mut library = Library::in_memory(Environment::system()).unwrap();
        let bytes = b"Kabar\nKapal dari Kupang tiba di Dili pada Senin pagi, kata Ramos Horta.";
        let file = SourceFile { name: "x.txt", bytes, url: None, imported: jiff::civil::date(2025, 6, 1) };
        let id = library.import(vec![prepare(&Engine::new(), &file, false).unwrap()]).unwrap().0[0].outcome.article();
        let mut open = OpenArticle::load(&library, id).unwrap().unwrap();
        let column = Column::fit(Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(800.0, 600.0)), 17.0, 1.0);
        let mut reader = Reader::default();
        for mentions in [vec![mention(0, 5)], vec![mention(0, 30), mention(0, 20), mention(5, 10)], Vec::new()] {
            let measured = Names::of(&mentions);
            open.stored.mentions = mentions;
            reader.fit(&open, &column, 0);
            assert_eq!((&reader.names.depths, reader.names.longest), (&measured.depths, measured.longest));
        }
    }

    #[test]
    fn a_long_name_is_found_from_its_end() {
        let mentions = [mention(0, 30), mention(2, 4), mention(28, 30), mention(31, 35)];
        let names = Names::of(&mentions);
        let found: Vec<usize> = names.within(&mentions, Span { start: 25, end: 31 }).map(|(index, _)| index).collect();
        assert_eq!(found, [0, 2]);
    }
}
