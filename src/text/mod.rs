//! Text without meaning: spans, offsets in other units, paragraphs, sentences, tokens, units of selection, folding, anchors, links in notes. Pure.

mod agreement;
mod alignment;
pub mod anchor;
mod dates;
mod find;
mod fold;
mod landmarks;
mod likeness;
mod note_links;
mod offsets;
mod paragraphs;
mod sentences;
mod side_by_side;
mod span;
mod steering;
mod tokens;
mod units;

pub use agreement::{Agreement, Words, kappa, word_spans};
pub use alignment::{Alignment, Mapped};
pub use dates::{latest_year, month_number, weekday};
pub use find::{Findable, passages};
pub use fold::fold_key;
pub use likeness::{Shingles, Sketch};
pub use note_links::{
    LinkKind, LinkTarget, NoteLink, note_links, open_link, plain_note, readable_note, with_links, written_link,
};
pub use offsets::CodePoints;
pub use paragraphs::paragraph_spans;
pub use sentences::sentences;
pub use side_by_side::{Part, Row, side_by_side};
pub use span::Span;
pub use steering::{harmless_json, is_steering};
pub use tokens::{Token, TokenKind, tokens};
pub use units::{Unit, next_word, occurrences, previous_word, snap_to_words, trim_edges, unit_at};
