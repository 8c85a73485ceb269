//! Which entities are one, by the rulings on the whole library: what links of notes follow.

use std::collections::HashMap;

use crate::entity::{EntityRef, Rulings};
use crate::text::{LinkKind, LinkTarget};

use super::{Library, LibraryError, rulings};

/// Which entities are one, as of when it was read.
#[derive(Debug, Default)]
pub struct SameEntities {
    /// The key of the entity that each one was made part of.
    survivor: HashMap<String, String>,
    /// The keys that were made part of an entity.
    absorbed: HashMap<String, Vec<String>>,
}

impl SameEntities {
    /// Where a link leads today: to the entity that its own one was made part of, else where it says.
    #[must_use]
    pub fn today(&self, target: &LinkTarget) -> LinkTarget {
        let survivor = (target.kind == LinkKind::Entity).then(|| self.survivor.get(&target.id)).flatten();
        LinkTarget { kind: target.kind, id: survivor.unwrap_or(&target.id).clone() }
    }

    /// What links may say that lead where this one leads.
    #[must_use]
    pub fn names_of(&self, target: &LinkTarget) -> Vec<LinkTarget> {
        let today = self.today(target);
        let absorbed = (today.kind == LinkKind::Entity).then(|| self.absorbed.get(&today.id)).flatten();
        let others = absorbed.into_iter().flatten().map(|id| LinkTarget { kind: LinkKind::Entity, id: id.clone() });
        let mut names: Vec<LinkTarget> = others.collect();
        names.push(today);
        names
    }
}

impl Library {
    /// Which entities rulings on the whole library have made one.
    pub fn same_entities(&self) -> Result<SameEntities, LibraryError> {
        // The rulings that make entities one are few; those on words are not read.
        let merging = rulings::select(
            &self.db,
            "article IS NULL AND json ->> '$.ruling.on.entity' IS NOT NULL
             AND json ->> '$.ruling.decision' IN ('merge', 'alias')",
            [],
        )?;
        let mut keys: Vec<String> = merging.iter().filter_map(|stored| stored.ruling.on.entity.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        let rulings = Rulings::new(merging.into_iter().map(|stored| stored.ruling).collect());
        let mut same = SameEntities::default();
        for key in keys {
            let survivor = rulings.merged(EntityRef { key: key.clone(), name: String::new() }).key;
            if survivor != key {
                same.absorbed.entry(survivor.clone()).or_default().push(key.clone());
                same.survivor.insert(key, survivor);
            }
        }
        Ok(same)
    }
}
