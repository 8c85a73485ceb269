//! What an article is, and how a saved page becomes one. Pure: bytes in, article and warnings out.

mod model;

pub use model::{Article, Metadata, Published, Reference, ReferenceKind, SourceFile, TitleSource, Unreadable, Warning};
