//! What the window knows of rulings on names: where the next one holds, what it would change, which there are.

use std::collections::BTreeMap;

use crate::entity::{Class, Mention, Ruling};
use crate::library::{ArticleId, EntityCount, RulingId, StoredRuling};
use crate::text::Span;

use super::{Action, Command};

/// Where a ruling holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// For one mention.
    Mention,
    /// For one article.
    #[default]
    Article,
    /// For the whole library.
    Library,
}

impl Scope {
    /// Every scope, from narrow to wide.
    pub const ALL: [Self; 3] = [Self::Mention, Self::Article, Self::Library];

    /// The next wider scope; after the widest the narrowest.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Mention => Self::Article,
            Self::Article => Self::Library,
            Self::Library => Self::Mention,
        }
    }
}

/// A person's decision about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is one, of the class shown.
    Right,
    /// It is none.
    Wrong,
    /// It is one of this class.
    Class(Class),
    /// It is the words at these bytes of the body, which hold its words or lie in them.
    Edges(Span),
    /// Its words name the entity of this name, known or new, and of this class where that is another one.
    Names(String, Option<Class>),
    /// Its entity and the one of this name are one.
    Same(String),
    /// Written so, it is another entity than the others: the one of this name.
    Other(String),
}

impl Verdict {
    /// What an action says of the mention with this index; `None` where it is no ruling.
    #[must_use]
    pub const fn on(mention: usize, action: Action) -> Option<Command> {
        match action {
            Action::RuleRight => Some(Command::Rule(mention, Self::Right)),
            Action::RuleWrong => Some(Command::Rule(mention, Self::Wrong)),
            Action::Name(class) => Some(Command::Rule(mention, Self::Class(class))),
            Action::PickEntity => Some(Command::PickEntity(mention)),
            _ => None,
        }
    }
}

/// A wide ruling before it is made, with what it will change.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The ruling; where its words name something of another class, two.
    pub rulings: Vec<Ruling>,
    /// How many articles it may touch.
    pub articles: usize,
    /// How many mentions in them.
    pub mentions: Counted,
    /// Some of the places that it touches.
    pub examples: Vec<Example>,
}

/// A count that may have stopped before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many were counted.
    pub count: usize,
    /// Whether these are all.
    pub all: bool,
}

/// A place that a ruling touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The text before the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// The text behind them.
    pub after: String,
}

/// The mention for which an entity is being chosen, as it was when that began: names may be made anew meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Picking {
    /// The article that it stands in.
    pub article: ArticleId,
    /// The mention.
    pub mention: Mention,
    /// Its words.
    pub words: String,
}

/// Rulings as the window shows them.
#[derive(Debug, Default)]
pub struct RulingDesk {
    /// Where the next one holds.
    pub scope: Scope,
    /// A wide one that waits for the person's yes.
    pub proposal: Option<Proposal>,
    /// The mention for which an entity is being chosen.
    pub picking: Option<Picking>,
    /// The entities that fit what was typed for it.
    pub candidates: Vec<EntityCount>,
    /// All that were made, newest first; read while they are shown.
    pub ledger: Vec<StoredRuling>,
    /// How many mentions each is about today, as far as that was counted.
    pub touches: BTreeMap<RulingId, usize>,
}
