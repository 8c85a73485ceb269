//! What an export or a bookmark says of a story: all that there is of one whose text it does not hold, and how the person
//! filed and marked one whose text it does.

use serde::{Deserialize, Serialize};

/// What a list says of a story whose text it does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// Its title; empty where the list has none.
    pub title: String,
    /// Its address, as the list has it; empty where it has none.
    pub url: String,
    /// Its author, where the list names one.
    pub author: Option<String>,
    /// When it was kept: RFC 3339 or a date.
    pub added: Option<String>,
    /// When it was published, where the list says so.
    pub published: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The folder or collection that it lay in.
    pub collection: Option<String>,
    /// Whether it was a favourite.
    pub starred: bool,
    /// Whether it was read or put into an archive.
    pub read: bool,
    /// A note or description.
    pub note: String,
    /// What was marked in it.
    pub marks: Vec<WishedMark>,
}

/// A mark that an export holds: the words, without their place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WishedMark {
    /// The marked words.
    pub quote: String,
    /// What was noted on them.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// When it was made: RFC 3339 or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Who made it, where it came from another person's library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

impl WishedMark {
    /// Whether another says the same, whoever made it.
    fn says_the_same(&self, other: &Self) -> bool {
        (&self.quote, &self.note, &self.tags, &self.created) == (&other.quote, &other.note, &other.tags, &other.created)
    }
}

impl Wish {
    /// Adds what another line of a list says of the same story; what is said already stands.
    pub fn complete(&mut self, other: Self) {
        let Self { title, url, author, added, published, tags, collection, starred, read, note, marks } = other;
        for (mine, other) in [(&mut self.title, title), (&mut self.url, url), (&mut self.note, note)] {
            if mine.is_empty() {
                *mine = other;
            }
        }
        let optional = [
            (&mut self.author, author),
            (&mut self.added, added),
            (&mut self.published, published),
            (&mut self.collection, collection),
        ];
        for (mine, other) in optional {
            *mine = mine.take().or(other);
        }
        (self.starred, self.read) = (self.starred || starred, self.read || read);
        add_missing(&mut self.tags, tags);
        for mark in marks {
            if !self.marks.iter().any(|mine| mine.says_the_same(&mark)) {
                self.marks.push(mark);
            }
        }
    }

    /// What to call it: its title, else its address.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.url } else { &self.title }
    }

    /// Whether it names a story at all: by an address of the web or by a title.
    pub(super) fn says_something(&self) -> bool {
        self.has_address() || self.url.is_empty() && !self.title.is_empty()
    }

    /// Whether its address is one of the web.
    pub(super) fn has_address(&self) -> bool {
        /// The longest address that browsers keep, in bytes.
        const LONGEST: usize = 8192;
        // A table with a quote that never closes makes one address of all that follows.
        let begins =
            |scheme: &str| self.url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        self.url.len() <= LONGEST
            && !self.url.contains(|letter: char| letter.is_whitespace() || letter.is_control())
            && (begins("http://") || begins("https://"))
    }
}

fn add_missing<T: PartialEq>(list: &mut Vec<T>, others: Vec<T>) {
    for other in others {
        if !list.contains(&other) {
            list.push(other);
        }
    }
}
