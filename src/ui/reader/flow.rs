//! The story as a column of blocks with a table of their heights: estimated until a block is laid out.

use std::cell::OnceCell;

use crate::app::OpenArticle;
use crate::library::ArticleId;
use crate::text::{CodePoints, Span};

use super::column::Column;

/// A piece of the story.
#[derive(Debug)]
pub(super) enum Block {
    /// Outlet, title, source line.
    Header,
    /// A paragraph of the body, or a piece of a huge one.
    Paragraph(Piece),
    /// An outgoing reference, by its index, where the editor put it.
    Reference(usize),
}

/// A paragraph, or a piece of one that is too long to be laid out at once.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its bytes in the body.
    pub span: Span,
    /// Converts within the piece; made when first laid out.
    pub points: OnceCell<CodePoints>,
    /// Whether the paragraph ends with it.
    pub last: bool,
}

impl Piece {
    /// Space below it.
    pub fn space(&self, column: &Column) -> f32 {
        if self.last { column.paragraph_space() } else { 0.0 }
    }
}

#[derive(Debug, Clone, Copy)]
struct Height {
    points: f32,
    known: bool,
}

/// Blocks with their heights, in points.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    heights: Vec<Height>,
    /// Where each block begins, and where the last one ends.
    tops: Vec<f32>,
    of: Option<(ArticleId, u32, usize)>,
    column: Option<Column>,
}

/// What [`Flow::fit`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Nothing changed.
    Same,
    /// Another article, or other blocks.
    Replaced,
    /// The same article in another geometry.
    Reshaped,
}

impl Flow {
    /// Makes the flow that of `open` in `column`.
    pub fn fit(&mut self, open: &OpenArticle, column: &Column) -> Fit {
        let of = Some((open.id(), open.stored.body_version, open.stored.article.references.len()));
        let replaced = self.of != of;
        if replaced {
            self.of = of;
            self.blocks = blocks(open);
        } else if self.column.as_ref() == Some(column) {
            return Fit::Same;
        }
        self.column = Some(*column);
        self.heights =
            self.blocks.iter().map(|block| Height { points: estimate(block, column), known: false }).collect();
        self.sum();
        if replaced { Fit::Replaced } else { Fit::Reshaped }
    }

    /// The block with this index.
    pub fn block(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index)
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Where a block begins; the end for an index past the last.
    pub fn top(&self, index: usize) -> f32 {
        self.tops.get(index).or(self.tops.last()).copied().unwrap_or_default()
    }

    /// Height of everything.
    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// The block that shows at a height; the nearest one outside.
    pub fn at(&self, y: f32) -> usize {
        self.tops.partition_point(|top| *top <= y).saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// The block that holds a byte offset of the body: the last paragraph that begins at or before it.
    pub fn holding(&self, offset: usize) -> usize {
        let begins = |block: &Block| matches!(block, Block::Paragraph(piece) if piece.span.start <= offset);
        self.blocks.iter().rposition(begins).unwrap_or(0)
    }

    /// Whether a block's height was measured in this geometry.
    pub fn is_known(&self, index: usize) -> bool {
        self.heights.get(index).is_some_and(|height| height.known)
    }

    /// Notes measured heights. True where the table changed.
    pub fn measure(&mut self, measured: &[(usize, f32)]) -> bool {
        let mut changed = false;
        for (index, points) in measured {
            if let Some(height) = self.heights.get_mut(*index) {
                changed |= (height.points - points).abs() > 0.01;
                *height = Height { points: *points, known: true };
            }
        }
        if changed {
            self.sum();
        }
        changed
    }

    fn sum(&mut self) {
        self.tops.clear();
        let mut y = 0.0;
        self.tops.push(y);
        for height in &self.heights {
            y += height.points;
            self.tops.push(y);
        }
    }
}

fn estimate(block: &Block, column: &Column) -> f32 {
    match block {
        Block::Header => 160.0,
        Block::Paragraph(piece) => column.estimated_lines(piece.span.len()) + piece.space(column),
        Block::Reference(_) => column.line_height() + column.paragraph_space(),
    }
}

/// Header, then paragraphs with the references between them where they stood.
fn blocks(open: &OpenArticle) -> Vec<Block> {
    let references = &open.stored.article.references;
    let mut order: Vec<usize> = (0..references.len()).collect();
    order.sort_by_key(|index| references.get(*index).map(|reference| reference.paragraph));
    let mut waiting = order.into_iter().peekable();
    let mut blocks = vec![Block::Header];
    for (number, span) in open.paragraphs.iter().enumerate() {
        let stands_before =
            |index: &usize| references.get(*index).is_some_and(|reference| reference.paragraph <= number);
        while let Some(index) = waiting.next_if(stands_before) {
            blocks.push(Block::Reference(index));
        }
        blocks.extend(pieces(open.body(), *span).map(Block::Paragraph));
    }
    blocks.extend(waiting.map(Block::Reference));
    blocks
}

/// Bytes of a paragraph up to which it is laid out as a whole: no reporter's paragraph is longer.
const WHOLE: usize = 6000;

/// A paragraph in pieces that are quick to lay out, cut after a sentence where one ends at a good place.
fn pieces(body: &str, paragraph: Span) -> impl Iterator<Item = Piece> {
    let mut rest = Some(paragraph);
    std::iter::from_fn(move || {
        let whole = rest.take()?;
        let cut = if whole.len() > WHOLE { cut(body, whole) } else { whole.end };
        rest = (cut < whole.end).then_some(Span::new(cut, whole.end));
        Some(Piece { span: Span::new(whole.start, cut), points: OnceCell::new(), last: rest.is_none() })
    })
}

/// Where a long paragraph is cut first: after the last sentence that ends in the middle third, else at white space.
fn cut(body: &str, paragraph: Span) -> usize {
    let at = |bytes: usize| body.floor_char_boundary(paragraph.start + bytes);
    let (from, to) = (at(WHOLE / 3), at(WHOLE * 2 / 3));
    let text = body.get(from..to).unwrap_or_default();
    let sentence = [". ", "? ", "! ", ".” "].iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max();
    let space = || text.char_indices().rfind(|(_, letter)| *letter == ' ').map(|(place, _)| place + 1);
    sentence.or_else(space).map_or(to, |place| from + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_paragraph_is_cut_after_sentences_and_nothing_of_it_is_lost() {
        for unit in ["Kapal itu tiba di Dili. ", "tanpa titik ", "sambung", "é"] {
            let body = format!("Satu.\n{}", unit.repeat(60_000 / unit.len()));
            let paragraph = Span::new(6, body.len());
            let pieces: Vec<Piece> = pieces(&body, paragraph).collect();
            let text: String = pieces.iter().map(|piece| piece.span.of(&body)).collect();
            assert_eq!(text, paragraph.of(&body));
            assert!(pieces.len() > 10 && pieces.iter().all(|piece| piece.span.len() <= WHOLE));
            assert!(pieces.iter().rev().skip(1).all(|piece| !piece.last) && pieces.last().unwrap().last);
            if unit.contains('.') {
                assert!(pieces.iter().all(|piece| piece.span.of(&body).ends_with(". ")));
            }
        }
    }

    #[test]
    fn an_everyday_paragraph_is_one_piece() {
        let body = "Kapal itu tiba di Dili. ".repeat(40);
        assert_eq!(pieces(&body, Span::new(0, body.len())).count(), 1);
    }
}
