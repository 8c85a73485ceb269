use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::app::App;
use crate::library::{ArticleId, Changes};

/// How long texts are compared between two frames.
const COMPARING: Duration = Duration::from_millis(12);

impl App {
    /// Finds out whether copies of some texts are still to be looked for: an older format left them without.
    pub(super) fn find_uncompared(&mut self) {
        let compared = self.library.is_compared();
        self.uncompared = self.settle(compared) == Some(false);
    }

    /// Looks for copies of some more texts. True while there are more.
    pub(super) fn compare_texts_on(&mut self) -> bool {
        if !self.uncompared {
            return false;
        }
        let more = self.library.compare_on(COMPARING);
        let more = self.settle(more);
        self.uncompared = more == Some(true);
        if more == Some(false) {
            self.after(Changes { articles: true, ..Changes::default() });
        }
        true
    }

    /// Reads anew which articles are copies of each other.
    pub(super) fn group_copies(&mut self) {
        let groups = self.library.copy_groups();
        let groups = self.settle(groups).unwrap_or_default();
        let mut sizes: BTreeMap<ArticleId, usize> = BTreeMap::new();
        for group in groups.values() {
            *sizes.entry(*group).or_default() += 1;
        }
        (self.shelf.groups, self.shelf.sizes) = (groups, sizes);
    }

    /// Of the articles that the list shows, leaves the first of each group of copies.
    pub(super) fn fold_copies(&mut self) {
        let shelf = &mut self.shelf;
        let mut seen: BTreeSet<ArticleId> = BTreeSet::new();
        let (rows, groups) = (&shelf.rows, &shelf.groups);
        shelf.shown.retain(|place| {
            let group = rows.get(*place).and_then(|row| groups.get(&row.id));
            group.is_none_or(|group| seen.insert(*group))
        });
    }
}
