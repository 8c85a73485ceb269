//! One reader for each format that a saved story may have.

mod entry;
mod front_matter;
mod html;
mod markdown;
mod mhtml;
mod pdf;
mod text;

pub(super) use entry::{Entry, PDF, escaped};
pub(super) use html::{heading, is_cut_off, looks_like_page, parsable, read_page};
pub(super) use markdown::Markdown;
pub(super) use mhtml::{looks_like_mhtml, saved_page};
pub(super) use pdf::{looks_like_pdf, read_pdf};
pub(super) use text::read_text;
