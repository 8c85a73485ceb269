//! One reader for each format that a saved story may have.

mod html;
mod text;

pub(super) use html::{looks_like_page, read_page};
pub(super) use text::read_text;
