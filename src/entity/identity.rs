//! Which entity each mention names: the same within a text, and across texts where the name says enough.

use std::cell::OnceCell;

use super::candidate::Candidate;
use super::document::Document;
use super::rulings::Rulings;
use super::tagger::hash;
use super::{Class, EntityRef, Level, Mention, Reason, within};

/// Gives each candidate its entity.
pub(super) fn mentions(document: &Document<'_>, candidates: Vec<Candidate>, rulings: &Rulings) -> Vec<Mention> {
    let mut who = Who { document, text_hash: OnceCell::new(), treaties: Vec::new() };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let (entity, why) = who.is_meant(&candidate);
            let mention = Mention {
                span: candidate.span,
                class: candidate.class,
                level: candidate.level,
                entity,
                by: candidate.by,
                why,
                score: candidate.score,
                date: candidate.date,
            };
            rulings.settle(document.text, mention)
        })
        .collect()
}

/// Whether a treaty with this head is only pointed back to by the same head.
fn is_narrow(head: &str) -> bool {
    matches!(
        head,
        "konvensi"
            | "protokol"
            | "statuta"
            | "piagam"
            | "deklarasi"
            | "kovenan"
            | "memorandum"
            | "mou"
            | "nota"
            | "gencatan"
    )
}

/// What was named so far.
struct Who<'a> {
    document: &'a Document<'a>,
    text_hash: OnceCell<u64>,
    /// Treaties by the word that they begin with: a pakta is what "pakta tersebut" points back to.
    treaties: Vec<(String, EntityRef)>,
}

impl Who<'_> {
    /// The entity that a candidate names, and why it was marked.
    fn is_meant(&mut self, candidate: &Candidate) -> (EntityRef, Reason) {
        let head = || self.document.lower(self.document.token_at(candidate.span.start));
        if candidate.level == Some(Level::Reference) && candidate.name.is_none() {
            let head = head();
            let same = self.treaties.iter().rfind(|(word, _)| *word == head);
            // "kesepakatan tersebut" may be a pakta, but no konvensi.
            let akin = self.treaties.last().filter(|(word, _)| ![word, &head].into_iter().any(|word| is_narrow(word)));
            if let Some((_, treaty)) = same.or(akin) {
                return (treaty.clone(), Reason::PointsBackTo(treaty.name.clone()));
            }
        }
        let name = match &candidate.date {
            Some(date) if candidate.class == Class::Date => date.value.clone(),
            _ => within::name(self.document, candidate),
        };
        let mut entity = EntityRef::named(candidate.class, &name);
        if self.says_little(candidate) {
            entity.key = format!("{}@{:016x}", entity.key, self.text_hash());
        }
        let certain = candidate.score >= Mention::CERTAIN;
        if candidate.class == Class::Treaty && candidate.level != Some(Level::Reference) && certain {
            self.treaties.push((head(), entity.clone()));
        }
        (entity, candidate.why.clone())
    }

    /// Whether another text may mean another one by the same words: a lone surname, "perjanjian dagang".
    fn says_little(&self, candidate: &Candidate) -> bool {
        candidate.name.is_none()
            && match candidate.class {
                Class::Person => !candidate.span.of(self.document.text).trim().contains(char::is_whitespace),
                Class::Treaty => candidate.level != Some(Level::Named),
                Class::Place | Class::Organization | Class::Date => false,
            }
    }

    fn text_hash(&self) -> u64 {
        *self.text_hash.get_or_init(|| hash::finish(hash::text(self.document.text)))
    }
}
