//! A person's decisions about names, and how the engine obeys them.
//!
//! Rulings are an input like the text: the same text with the same rulings gives the same mentions. Narrow rulings
//! (one span of one text) come after wide ones, and later ones after earlier ones; the last that applies holds.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::text::{Span, tokens};

use super::candidate::Candidate;
use super::document::Document;
use super::{Class, EntityRef, Level, Reason, RecognisedBy};

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
    /// The name is these words, which hold or lie in the words of the target.
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
    /// In the order in which they were made.
    all: Vec<Ruling>,
    /// Rulings on every mention with certain words: by the first token of those.
    by_first_token: HashMap<String, Vec<Worded>>,
    /// Rulings on one mention.
    narrow: Vec<usize>,
    merges: Merges,
    /// Rulings that part an entity: by its key.
    splits: HashMap<String, Vec<usize>>,
}

/// A ruling with the tokens of its words.
#[derive(Debug, Clone)]
struct Worded {
    tokens: Vec<String>,
    ruling: usize,
}

impl Rulings {
    /// Takes rulings in the order in which they were made.
    #[must_use]
    pub fn new(rulings: Vec<Ruling>) -> Self {
        let mut ready = Self::default();
        for (index, ruling) in rulings.iter().enumerate() {
            ready.index(index, ruling);
        }
        ready.all = rulings;
        ready
    }

    fn index(&mut self, index: usize, ruling: &Ruling) {
        let Target { text, span, entity, .. } = &ruling.on;
        match (&ruling.decision, entity, text) {
            (Decision::Merge(into), Some(entity), _) => self.merges.add(entity, into),
            (Decision::Split(_), Some(entity), Some(_)) => {
                self.splits.entry(entity.clone()).or_default().push(index);
            }
            (Decision::Merge(_) | Decision::Split(_), ..) | (_, _, None) => {}
            (_, _, Some(_)) if span.is_some() => self.narrow.push(index),
            (_, _, Some(text)) => {
                let mut words = tokens(text).into_iter().map(|token| token.span.of(text).to_owned());
                if let Some(first) = words.next() {
                    let worded = Worded { tokens: words.collect(), ruling: index };
                    self.by_first_token.entry(first).or_default().push(worded);
                }
            }
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Lets the rulings decide about candidates, some of which may lie in what is `standing`: some go, some change, and
    /// what was accepted is added.
    pub(super) fn decide(
        &self,
        document: &Document<'_>,
        candidates: Vec<Candidate>,
        standing: &[Candidate],
    ) -> Vec<Candidate> {
        if self.is_empty() {
            return candidates;
        }
        let hits = self.hits(document);
        let longer = Longer::new(candidates.iter().chain(standing));
        let mut decided = Vec::with_capacity(candidates.len());
        let mut ruled: BTreeMap<(usize, usize), Vec<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            let place = (candidate.span.start, candidate.span.end);
            if hits.contains_key(&place) {
                ruled.entry(place).or_default().push(candidate);
            } else {
                decided.push(candidate);
            }
        }
        for ((start, end), rulings) in hits {
            let mut here = ruled.remove(&(start, end)).unwrap_or_default();
            for ruling in rulings {
                let span = Span { start, end };
                match &ruling.decision {
                    // "Kim" as a person everywhere says nothing of "Kim Jong Un": no name lies in one of its class.
                    Decision::Accept(class) | Decision::Retype(class)
                        if ruling.on.span.is_none() && longer.holds(span, *class) =>
                    {
                        here.retain(|candidate| ruling.on.class.is_some_and(|class| class != candidate.class));
                    }
                    _ => apply(document, ruling, span, &mut here),
                }
            }
            decided.extend(here);
        }
        decided
    }

    /// Where the words of rulings stand, with the rulings that apply there in their order.
    fn hits(&self, document: &Document<'_>) -> BTreeMap<(usize, usize), Vec<&Ruling>> {
        let mut hits: BTreeMap<(usize, usize), Vec<&Ruling>> = BTreeMap::new();
        for at in 0..document.len() {
            for worded in self.by_first_token.get(document.word(at)).into_iter().flatten() {
                let end = at + 1 + worded.tokens.len();
                let same = worded.tokens.iter().enumerate().all(|(index, word)| document.word(at + 1 + index) == word);
                if let (true, Some(span), Some(ruling)) = (same, document.cover(at, end), self.all.get(worded.ruling)) {
                    hits.entry((span.start, span.end)).or_default().push(ruling);
                }
            }
        }
        for ruling in self.narrow.iter().filter_map(|index| self.all.get(*index)) {
            let Some(span) = ruling.on.span else { continue };
            if document.text.get(span.start..span.end) == ruling.on.text.as_deref() && !span.is_empty() {
                hits.entry((span.start, span.end)).or_default().push(ruling);
            }
        }
        hits
    }

    /// The entity that a mention with these words names after all.
    pub(super) fn entity(&self, class: Class, words: &str, entity: EntityRef) -> EntityRef {
        let entity = match self.merges.find(&entity.key) {
            Some(name) => EntityRef::named(class, name),
            None => entity,
        };
        let splits = self.splits.get(&entity.key).into_iter().flatten().rev();
        let mut splits = splits.filter_map(|index| self.all.get(*index));
        match splits.find(|split| split.on.text.as_deref() == Some(words)).map(|split| &split.decision) {
            Some(Decision::Split(name)) => EntityRef::named(class, name),
            _ => entity,
        }
    }
}

/// The machine's names by where they begin.
struct Longer(Vec<(Span, Class)>);

impl Longer {
    /// Bytes of the longest name that is looked for around another one.
    const REACH: usize = 256;
    /// Names that the machine doubts give way to a person's.
    const LIKELY: f32 = 0.5;

    fn new<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Self {
        let likely = candidates.filter(|candidate| candidate.score >= Self::LIKELY);
        let mut names: Vec<(Span, Class)> = likely.map(|candidate| (candidate.span, candidate.class)).collect();
        names.sort_unstable();
        Self(names)
    }

    /// Whether a longer name of this class holds `span`.
    fn holds(&self, span: Span, class: Class) -> bool {
        let from = self.0.partition_point(|(other, _)| other.start + Self::REACH < span.start);
        let mut near = self.0.iter().skip(from).take_while(|(other, _)| other.start <= span.start);
        near.any(|(other, of)| *of == class && *other != span && other.contains(span))
    }
}

/// Applies one ruling to the candidates at one place.
fn apply(document: &Document<'_>, ruling: &Ruling, span: Span, here: &mut Vec<Candidate>) {
    let hit = |candidate: &Candidate| {
        let class = ruling.on.class.is_none_or(|class| class == candidate.class);
        class && ruling.on.entity.as_ref().is_none_or(|entity| Some(entity) == key_of(candidate).as_ref())
    };
    match &ruling.decision {
        Decision::Accept(class) => *here = vec![accepted(span, *class, here)],
        Decision::Reject => here.retain(|candidate| !hit(candidate)),
        Decision::Retype(class) if here.iter().any(hit) => *here = vec![accepted(span, *class, here)],
        Decision::Respan(words) => {
            for candidate in here.iter_mut().filter(|candidate| hit(candidate)) {
                if let Some(span) = around(document.text, span, words) {
                    *candidate = accepted(span, candidate.class, std::slice::from_ref(candidate));
                }
            }
        }
        Decision::Alias(name) => {
            for candidate in here.iter_mut().filter(|candidate| hit(candidate)) {
                let ruled = accepted(candidate.span, candidate.class, std::slice::from_ref(candidate));
                *candidate = Candidate { name: Some(name.clone()), ..ruled };
            }
        }
        Decision::Retype(_) | Decision::Merge(_) | Decision::Split(_) => {}
    }
}

fn key_of(candidate: &Candidate) -> Option<String> {
    candidate.name.as_ref().map(|name| EntityRef::named(candidate.class, name).key)
}

/// A candidate by a person's decision; it keeps what a machine's candidate of the same class knew.
fn accepted(span: Span, class: Class, known: &[Candidate]) -> Candidate {
    let ruled = Candidate { by: RecognisedBy::Ruling, ..Candidate::rule(span, class, Reason::Ruled, 1.0) };
    let level = (class == Class::Treaty).then_some(Level::Named);
    match known.iter().find(|candidate| candidate.class == class) {
        Some(known) => Candidate {
            // Another span may hold another name: only what lies at the same place has the same one.
            name: known.name.clone().filter(|_| known.span == span),
            level: known.level.or(level),
            date: known.date.clone(),
            ..ruled
        },
        None => Candidate { level, ..ruled },
    }
}

/// Where `words` stand so that they hold the bytes of `span` or lie in them.
fn around(text: &str, span: Span, words: &str) -> Option<Span> {
    let old = span.of(text);
    if let Some(at) = old.find(words) {
        return (!words.is_empty()).then(|| Span { start: span.start + at, end: span.start + at + words.len() });
    }
    words.match_indices(old).find_map(|(at, _)| {
        let start = span.start.checked_sub(at)?;
        let wider = Span { start, end: start + words.len() };
        (text.get(wider.start..wider.end) == Some(words)).then_some(wider)
    })
}

/// Which entities are one: a forest in which each entity leads to the one that it was merged into.
#[derive(Debug, Clone, Default)]
struct Merges {
    /// The name of what each key was merged into.
    into: HashMap<String, String>,
}

impl Merges {
    fn add(&mut self, from: &str, into: &str) {
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

#[cfg(test)]
#[path = "rulings_tests.rs"]
mod tests;
