//! What the window knows of marks over the whole library.

use std::ops::Range;

use crate::library::{AnnotationId, FoundMark, LinkOffer, MarkQuery};

/// Marks over the whole library, as the window shows them.
#[derive(Debug, Default)]
pub struct MarksDesk {
    /// Which are looked for.
    pub query: MarkQuery,
    /// Those that were found, newest first.
    pub found: Vec<AnnotationId>,
    /// Those of them that were read: what shows and some around it.
    pub(super) read: Vec<FoundMark>,
    /// The places in `found` of those that were read.
    pub(super) read_places: Range<usize>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them are in doubt or lost.
    pub doubtful: usize,
    /// The tags in use with how often, most often first; read when a field for tags is entered.
    pub tags: Vec<(String, usize)>,
    /// The collections in use with how often, most often first; read with the tags.
    pub collections: Vec<(String, usize)>,
    /// Everyone who made marks, with how many; read when the list opens.
    pub authors: Vec<(String, usize)>,
    /// What a link that is being typed can be made to.
    pub offers: Vec<LinkOffer>,
    /// The words that `offers` are for.
    pub offers_for: Option<String>,
    /// The mark in doubt that is being settled: it stays so while its words are selected.
    pub doubt: Option<AnnotationId>,
}

impl MarksDesk {
    /// The mark at a place of `found`; `None` where it was not read yet, or is gone.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<&FoundMark> {
        let id = self.found.get(place)?;
        self.read.iter().find(|found| found.mark.id == *id)
    }

    /// Whether the marks at these places of `found` were read.
    #[must_use]
    pub fn has_read(&self, places: &Range<usize>) -> bool {
        self.read_places.start <= places.start && places.end.min(self.found.len()) <= self.read_places.end
    }
}
