//! A person's decisions about names, and how the engine obeys them.
//!
//! Rulings are an input like the text: the same text with the same rulings gives the same mentions. Narrow rulings
//! (one span of one text) come after wide ones, and later ones after earlier ones; the last that applies holds.
//! Those about words act on what recognisers propose (`words`); those about an entity act once it is known which
//! entity each mention names (`entities`).

mod entities;
mod words;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::text::Span;

use super::{Class, Mention};
use entities::{EntityRulings, Merges};
use words::{AnyWords, WordRulings};

/// Which mentions a ruling is about: those for which everything that is given holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Their words, exactly as written.
    #[serde(default)]
    pub text: Option<String>,
    /// The class that the machine gave them.
    #[serde(default)]
    pub class: Option<Class>,
    /// Their bytes, for a ruling on one mention; it holds while the words there are still `text`.
    #[serde(default)]
    pub span: Option<Span>,
    /// The key of the entity that the machine took them for.
    #[serde(default)]
    pub entity: Option<String>,
}

impl Target {
    /// Whether its words stand in a text, whatever white space parts them; false where it has none.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        self.text.as_deref().is_some_and(|own| words::stand_in(own, text, false))
    }

    /// At how many places of a text its words stand as a name may: not within a longer word.
    #[must_use]
    pub fn places_in(&self, text: &str) -> usize {
        self.text.as_deref().map_or(0, |own| words::places_in(own, text))
    }

    /// Whether they stand in it where an index of words does not find them: glued to another word, as in "kataJokowi".
    #[must_use]
    pub fn stands_glued_in(&self, text: &str) -> bool {
        self.text.as_deref().is_some_and(|own| words::stand_in(own, text, true))
    }
}

/// What a person decided about the mentions of a [`Target`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "decision", content = "to")]
pub enum Decision {
    /// They name something of this class, whether the machine saw it or not.
    Accept(Class),
    /// They name nothing.
    Reject,
    /// Where the machine sees a name, it is of this class.
    Retype(Class),
    /// The name is these words, which hold or lie in the words of the target. For words, not for an entity.
    Respan(String),
    /// They name the entity with this name.
    Alias(String),
    /// The target's entity is the one with this name.
    Merge(String),
    /// Mentions of the target's entity that are written so name another entity, with this name.
    Split(String),
}

/// A decision about mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// Which mentions.
    pub on: Target,
    /// What holds of them.
    #[serde(flatten)]
    pub decision: Decision,
}

/// Rulings made ready for texts.
#[derive(Debug, Clone, Default)]
pub struct Rulings {
    words: WordRulings,
    entities: EntityRulings,
    merges: Merges,
}

impl Rulings {
    /// Takes rulings in the order in which they were made.
    #[must_use]
    pub fn new(rulings: Vec<Ruling>) -> Self {
        let mut ready = Self::default();
        for ruling in rulings {
            ready.take(ruling);
        }
        ready.words.make_ready();
        ready
    }

    fn take(&mut self, ruling: Ruling) {
        match (&ruling.decision, &ruling.on.entity) {
            (Decision::Merge(into), Some(entity)) => self.merges.add(entity, into),
            (Decision::Alias(into), Some(entity)) if ruling.on.text.is_none() => self.merges.add(entity, into),
            (Decision::Merge(_), None) => {}
            (_, Some(_)) => self.entities.add(ruling),
            (_, None) => self.words.add(ruling),
        }
    }
}

/// What rulings on a whole library are about, made ready to be looked for in one text after the other.
#[derive(Debug, Default)]
pub struct RuledOn {
    words: AnyWords,
    entities: HashSet<String>,
}

impl RuledOn {
    /// Takes the targets of all rulings.
    pub fn new<'a>(targets: impl Iterator<Item = &'a Target>) -> Self {
        let (about_entities, about_words): (Vec<&Target>, Vec<&Target>) = targets.partition(|on| on.entity.is_some());
        Self {
            words: AnyWords::new(about_words.iter().filter_map(|on| on.text.as_deref())),
            entities: about_entities.iter().filter_map(|on| on.entity.clone()).collect(),
        }
    }

    /// Whether any of the rulings may touch a text with these names.
    #[must_use]
    pub fn touches(&self, text: &str, names: &[Mention]) -> bool {
        names.iter().any(|mention| self.entities.contains(&mention.entity.key)) || self.words.stand_in(text)
    }
}

#[cfg(test)]
mod tests;
