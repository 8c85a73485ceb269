//! Text without meaning: spans, offsets in other units, paragraphs, sentences, tokens, folding, anchors. Pure.

mod offsets;
mod paragraphs;
mod span;

pub use offsets::CodePoints;
pub use paragraphs::paragraph_spans;
pub use span::Span;
