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
    /// A paragraph of the body.
    Paragraph {
        /// Its bytes in the body.
        span: Span,
        /// Converts within the paragraph; made when first laid out.
        points: OnceCell<CodePoints>,
    },
    /// An outgoing reference, by its index, where the editor put it.
    Reference(usize),
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
        let begins = |block: &Block| matches!(block, Block::Paragraph { span, .. } if span.start <= offset);
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
        Block::Paragraph { span, .. } => column.estimated_height(span.len()),
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
        blocks.push(Block::Paragraph { span: *span, points: OnceCell::new() });
    }
    blocks.extend(waiting.map(Block::Reference));
    blocks
}
