//! What an article is, and how a saved page becomes one. Pure: bytes in, article and warnings out.
//!
//! [`unpack`] takes stories out of archives and exports, and [`read`] is the one door for a story: bytes become text (`decode`), a reader of `formats` takes head and lines out of it, and
//! `assemble` parts the lines into body and references.

mod address;
mod assemble;
mod byline;
mod containers;
mod dateline;
mod decode;
mod formats;
mod model;
mod mojibake;
mod noise;
mod outlet;
mod pages;
mod publication;
mod read;
mod reference;
mod title;
mod wish;

pub use address::canonical_url;
pub use containers::{
    MAX_UNPACKED, MAX_UNPACKED_IN_ALL, MAX_UNPACKED_WITHIN, PackedFile, is_of_the_system, looks_packed, page_folders,
    unpack,
};
pub use model::{
    Article, Metadata, Published, Reference, ReferenceKind, SourceFile, TitleSource, Unreadable, Warning, listed,
};
pub use pages::{SavedPage, has_page, join_pages};
pub use read::{MAX_BYTES, filed, read};
pub use wish::{Wish, WishedMark};
