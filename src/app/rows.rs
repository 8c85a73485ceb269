use std::ops::Range;

/// The rows of a long list: all are known by their keys, and what they say is read of those that show and some around.
#[derive(Debug)]
pub struct Rows<K, T> {
    /// What the rows are known by, in the order of the list.
    pub keys: Vec<K>,
    read: Vec<T>,
    /// The places in `keys` of those that were read.
    places: Range<usize>,
    /// The places that were to be shown last.
    asked: Range<usize>,
}

impl<K, T> Default for Rows<K, T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

/// Rows that are read ahead of those that show, either way.
const AHEAD: usize = 40;

impl<K, T> Rows<K, T> {
    /// Rows of which none was read.
    pub(super) const fn new(keys: Vec<K>) -> Self {
        Self { keys, read: Vec::new(), places: 0..0, asked: 0..0 }
    }

    /// The row at a place; `None` where it was not read.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<&T> {
        self.read.get(place.checked_sub(self.places.start)?)
    }

    /// Whether the rows at these places were read.
    #[must_use]
    pub fn has_read(&self, places: &Range<usize>) -> bool {
        self.places.start <= places.start && places.end.min(self.keys.len()) <= self.places.end
    }

    /// The places that were to be shown last.
    pub(super) fn asked(&self) -> Range<usize> {
        self.asked.clone()
    }

    /// Which rows to read so that these places can be shown: their keys, and the first one's place.
    pub(super) fn around(&mut self, places: &Range<usize>) -> (usize, &[K]) {
        self.asked = places.clone();
        let from = places.start.saturating_sub(AHEAD).min(self.keys.len());
        let until = places.end.saturating_add(AHEAD).clamp(from, self.keys.len());
        (from, self.keys.get(from..until).unwrap_or_default())
    }

    /// Takes in what was read, from this place on.
    pub(super) fn put(&mut self, from: usize, read: Vec<T>) {
        self.places = from..from + read.len();
        self.read = read;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_is_read_with_some_around_it_and_nothing_else() {
        let mut rows: Rows<u32, u32> = Rows::new((0..1000).collect());
        assert!(!rows.has_read(&(0..10)) && rows.row(0).is_none());
        let (from, keys) = rows.around(&(500..510));
        let read: Vec<u32> = keys.iter().map(|key| key * 2).collect();
        assert_eq!((from, read.len()), (460, 90));
        rows.put(from, read);
        assert!(rows.has_read(&(500..510)) && !rows.has_read(&(540..560)));
        assert_eq!((rows.row(500), rows.row(459), rows.row(550)), (Some(&1000), None, None));
        rows.put(960, (960..1000).collect());
        assert!(rows.has_read(&(990..1010)), "there is nothing after the last");
        assert_eq!(rows.around(&(2000..2010)), (1000, [].as_slice()));
    }
}
