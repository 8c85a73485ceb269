//! Rulings about entities: which are one, which mentions name another one, and which entities are none.

use std::collections::HashMap;

use super::{Decision, Ruling, Rulings, Target};
use crate::entity::{Class, EntityRef, Level, Mention, Reason, RecognisedBy};

/// Rulings about mentions of an entity, by its key, in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub(super) struct EntityRulings(HashMap<String, Vec<Ruling>>);

impl EntityRulings {
    pub fn add(&mut self, ruling: Ruling) {
        if let Some(key) = ruling.on.entity.clone() {
            self.0.entry(key).or_default().push(ruling);
        }
    }

    fn of(&self, key: &str) -> &[Ruling] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

impl Rulings {
    /// What is left of a mention once the rulings about its entity are obeyed; `None` where it was rejected.
    pub(in crate::entity) fn settle(&self, text: &str, mention: Mention) -> Option<Mention> {
        let named = mention.entity.key.clone();
        let merged = Mention { entity: self.merged(mention.entity.clone()), ..mention };
        // A ruling may have been made before or after what it is about was merged into another one.
        let before = self.entities.of(&named).iter();
        let after = self.entities.of(&merged.entity.key).iter().filter(|_| merged.entity.key != named);
        let mut settled = Some(merged.clone());
        for ruling in before.chain(after).filter(|ruling| is_about(&ruling.on, text, &merged)) {
            settled = self.obeying(&ruling.decision, &merged);
        }
        settled
    }

    fn obeying(&self, decision: &Decision, machine: &Mention) -> Option<Mention> {
        let renamed = |name: &str| self.merged(EntityRef::named(machine.class, name));
        let ruled = Mention { by: RecognisedBy::Ruling, why: Reason::Ruled, score: 1.0, ..machine.clone() };
        match decision {
            Decision::Reject => None,
            Decision::Accept(class) | Decision::Retype(class) => {
                let entity = if *class == machine.class {
                    machine.entity.clone()
                } else {
                    self.merged(EntityRef::named(*class, &machine.entity.name))
                };
                let level = if *class == machine.class { machine.level } else { level_of(*class) };
                Some(Mention { class: *class, entity, level, ..ruled })
            }
            Decision::Split(name) | Decision::Alias(name) => Some(Mention { entity: renamed(name), ..machine.clone() }),
            Decision::Merge(_) | Decision::Respan(_) => Some(machine.clone()),
        }
    }

    /// What an entity was merged into, or itself.
    #[must_use]
    pub fn merged(&self, entity: EntityRef) -> EntityRef {
        match self.merges.find(&entity.key) {
            Some(name) => EntityRef::renamed(&entity.key, name),
            None => entity,
        }
    }
}

/// How a treaty that a person names is mentioned.
fn level_of(class: Class) -> Option<Level> {
    (class == Class::Treaty).then_some(Level::Named)
}

/// Whether everything that a target gives beside its entity holds of a mention.
fn is_about(on: &Target, text: &str, mention: &Mention) -> bool {
    on.class.is_none_or(|class| class == mention.class)
        && on.span.is_none_or(|span| span == mention.span)
        && on.text.as_deref().is_none_or(|words| words == mention.span.of(text))
}

/// Which entities are one: a forest in which each entity leads to the one that it was merged into.
#[derive(Debug, Clone, Default)]
pub(super) struct Merges {
    /// The name of what each key was merged into.
    into: HashMap<String, String>,
}

impl Merges {
    pub fn add(&mut self, from: &str, into: &str) {
        let target = EntityRef::renamed(from, into).key;
        if target == from {
            self.into.remove(from);
            return;
        }
        // "A is B" after "B is A" only turns round which name counts.
        if self.root(&target).is_some_and(|root| root == from) {
            self.into.remove(&target);
        }
        self.into.insert(from.to_owned(), into.to_owned());
    }

    /// The name of what a key leads to at last.
    fn find(&self, key: &str) -> Option<&str> {
        let mut name = self.into.get(key)?;
        // Longer ways than there are merges would be circles, which `add` does not make.
        for _ in 0..self.into.len() {
            match self.into.get(&EntityRef::renamed(key, name).key) {
                Some(next) => name = next,
                None => break,
            }
        }
        Some(name)
    }

    fn root(&self, key: &str) -> Option<String> {
        self.find(key).map(|name| EntityRef::renamed(key, name).key)
    }
}
