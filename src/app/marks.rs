//! What the window knows of marks over the whole library.

use crate::library::{Annotation, AnnotationId, MarkQuery};

/// Marks over the whole library, as the window shows them.
#[derive(Debug, Default)]
pub struct MarksDesk {
    /// Which are looked for.
    pub query: MarkQuery,
    /// Those that were found, newest first.
    pub found: Vec<Annotation>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them are in doubt or lost.
    pub doubtful: usize,
    /// The tags in use with how often, most often first; read when a field for tags is entered.
    pub tags: Vec<(String, usize)>,
    /// The mark in doubt that is being settled: it stays so while its words are selected.
    pub doubt: Option<AnnotationId>,
}
