//! What the window knows of the stories that the library lacks.

use crate::library::Wanted;
use crate::text::fold_key;

/// The stories that the library lacks, as the window shows them.
#[derive(Debug, Default)]
pub struct WantedDesk {
    /// The words that are looked for.
    pub query: String,
    /// All of them, the most wanted first.
    pub all: Vec<Wanted>,
    /// Which of them show, by their places.
    pub shown: Vec<usize>,
}

impl WantedDesk {
    /// Shows those whose title, address, collection, tags or export hold every word of `query`.
    pub(super) fn find(&mut self, query: String) {
        let key = fold_key(&query);
        let words: Vec<&str> = key.split_whitespace().collect();
        let matches = |story: &Wanted| {
            let said = searched(story);
            words.iter().all(|word| said.contains(word))
        };
        self.shown = self.all.iter().enumerate().filter(|(_, story)| matches(story)).map(|(place, _)| place).collect();
        self.query = query;
    }
}

/// What a story is looked for by, folded.
fn searched(story: &Wanted) -> String {
    let mut said = story.title.clone();
    if let Some(source) = &story.source {
        said.push(' ');
        said.push_str(source);
    }
    if let Some(wish) = &story.wish {
        let more =
            [Some(&wish.title), Some(&wish.url), wish.author.as_ref(), wish.collection.as_ref()].into_iter().flatten();
        for part in more.chain(&wish.tags) {
            said.push(' ');
            said.push_str(part);
        }
    }
    fold_key(&said)
}
