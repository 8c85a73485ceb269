//! What a text states about the treaties that it names: parties, day and place of signing, what is done to them, and
//! the clauses that it names. Each fact comes with the sentence that states it, and a denial or a plan is no fact.

mod parties;
mod verbs;

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::{Class, EntityRef, Mention};
use crate::text::Span;

pub use verbs::Act;

/// What is stated about a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// A party to it, by the name of the entity.
    Party,
    /// The day, month or year of its signing, in ISO 8601.
    SignedOn,
    /// The place of its signing, by the name of the entity.
    SignedAt,
    /// Something that is done to it or that it does; the value names who does it, if that is said.
    Act(Act),
    /// A clause of it, as written.
    Clause,
}

/// How a text puts a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// As having happened.
    Stated,
    /// As not having happened.
    Denied,
    /// As planned, wished for, possible or asked for.
    Intended,
}

/// A fact that a text states about a treaty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The treaty.
    pub treaty: EntityRef,
    /// What is stated.
    pub kind: FactKind,
    /// The value; see [`FactKind`].
    pub value: String,
    /// How it is put.
    pub standing: Standing,
    /// Where the value stands, in bytes; for an act its verb.
    pub span: Span,
    /// The sentence that states it, in bytes.
    pub sentence: Span,
}

/// The facts that `text` states about the treaties among its `mentions`, in reading order and each once.
/// Linear in the length of the text.
#[must_use]
pub fn treaty_facts(text: &str, mentions: &[Mention]) -> Vec<Fact> {
    let treaty = |mention: &&Mention| mention.class == Class::Treaty && mention.is_certain();
    if !mentions.iter().any(|mention| treaty(&mention)) {
        return Vec::new();
    }
    let document = Document::new(text);
    let scene = Scene::new(&document, mentions);
    let mut facts: Vec<Fact> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for sentence in document.sentences() {
        for fact in scene.sentence(&sentence) {
            if known.insert((fact.treaty.key.clone(), fact.kind, fact.value.clone(), fact.standing)) {
                facts.push(fact);
            }
        }
    }
    facts
}

/// A mention by its tokens.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    start: usize,
    end: usize,
    mention: &'a Mention,
}

/// A text with what it names, by token.
struct Scene<'a> {
    document: &'a Document<'a>,
    /// For each token, the outermost name that begins there.
    names: Vec<Option<Place<'a>>>,
    /// For each token, the date that begins there.
    dates: Vec<Option<Place<'a>>>,
    /// Every name, by its first token.
    all: Vec<Place<'a>>,
}

impl<'a> Scene<'a> {
    fn new(document: &'a Document<'a>, mentions: &'a [Mention]) -> Self {
        let mut scene =
            Self { document, names: vec![None; document.len()], dates: vec![None; document.len()], all: Vec::new() };
        for mention in mentions {
            let start = document.token_at(mention.span.start);
            let end = document.token_at(mention.span.end.saturating_sub(1)) + 1;
            let place = Place { start, end, mention };
            let slots = if mention.class == Class::Date { &mut scene.dates } else { &mut scene.names };
            if let Some(slot) = slots.get_mut(start)
                && slot.is_none()
            {
                *slot = Some(place);
            }
            scene.all.push(place);
        }
        scene
    }

    fn name_at(&self, at: usize) -> Option<Place<'a>> {
        self.names.get(at).copied().flatten()
    }

    fn is_treaty_at(&self, at: usize) -> bool {
        self.name_at(at).is_some_and(|place| place.mention.class == Class::Treaty)
    }

    /// The facts of one sentence, given as a range of tokens.
    fn sentence(&self, sentence: &std::ops::Range<usize>) -> Vec<Fact> {
        let treaties: Vec<Place<'_>> = sentence
            .clone()
            .filter_map(|at| self.name_at(at))
            .filter(|place| place.mention.class == Class::Treaty && place.mention.is_certain())
            .collect();
        let mut facts = Vec::new();
        let Some(whole) = self.document.cover(sentence.start, sentence.end) else { return facts };
        for treaty in &treaties {
            let about = About { scene: self, sentence: sentence.clone(), whole, treaty: *treaty };
            about.tell(&mut facts);
        }
        self.clauses(sentence, &treaties, whole, &mut facts);
        facts.truncate(MOST_FACTS);
        facts.sort_by(|a, b| a.span.start.cmp(&b.span.start).then_with(|| a.kind.cmp(&b.kind)));
        facts
    }

    /// Clauses ("Pasal 4") belong to the treaty that follows closely, else to the one before them.
    fn clauses(&self, sentence: &std::ops::Range<usize>, treaties: &[Place<'_>], whole: Span, facts: &mut Vec<Fact>) {
        for at in sentence.clone() {
            let Some(end) = self.clause_at(at).filter(|end| *end <= sentence.end) else { continue };
            // "Pasal 340 KUHP" is of what follows, and that is no treaty.
            if self.document.is_capital(end) && !self.is_treaty_at(end) {
                continue;
            }
            let (before, after) = treaties.split_at(treaties.partition_point(|treaty| treaty.start < end));
            let close = after.first().filter(|treaty| treaty.start - end <= CLAUSE_REACH);
            let Some(treaty) = close.or(before.last()) else { continue };
            if let Some(span) = self.document.cover(at, end) {
                facts.push(Fact {
                    treaty: treaty.mention.entity.clone(),
                    kind: FactKind::Clause,
                    value: span.of(self.document.text).to_owned(),
                    standing: Standing::Stated,
                    span,
                    sentence: whole,
                });
            }
        }
    }

    /// The token after a clause that begins here: "Pasal 4", "pasal 5 ayat (2)", "Annex II".
    fn clause_at(&self, at: usize) -> Option<usize> {
        let document = self.document;
        if !matches!(document.lower(at).as_str(), "pasal" | "artikel" | "lampiran" | "annex" | "bab") {
            return None;
        }
        let roman = |at: usize| document.is_word(at) && document.word(at).chars().all(|letter| "IVX".contains(letter));
        if !document.is_number(at + 1) && !roman(at + 1) {
            return None;
        }
        let ayat = at + 2;
        if document.lower(ayat) != "ayat" {
            return Some(ayat);
        }
        let bracket = usize::from(document.word(ayat + 1) == "(");
        Some(if document.is_number(ayat + 1 + bracket) { ayat + 2 + 2 * bracket } else { ayat })
    }
}

/// Facts of one sentence; each comes with the whole sentence, and no real one has as many.
const MOST_FACTS: usize = 64;

/// Tokens between a clause and the treaty that it is of.
const CLAUSE_REACH: usize = 5;

/// A treaty in its sentence.
struct About<'a> {
    scene: &'a Scene<'a>,
    /// The sentence's tokens.
    sentence: std::ops::Range<usize>,
    /// The sentence's bytes.
    whole: Span,
    treaty: Place<'a>,
}

impl About<'_> {
    fn tell(&self, facts: &mut Vec<Fact>) {
        let deeds = self.deeds();
        for deed in deeds.iter().filter(|deed| !deed.is_noun) {
            let by = self.doer(deed);
            let value = by.map(|place| place.mention.entity.name.clone()).unwrap_or_default();
            self.push(FactKind::Act(deed.act), value, deed.at, deed.standing, facts);
        }
        // Who would be a party to what was not signed is no party.
        let made = |deed: &&verbs::Deed| matches!(deed.act, Act::Sign | Act::Agree | Act::Negotiate);
        let standing = deeds.iter().find(made).map_or(Standing::Stated, |deed| deed.standing);
        for party in self.parties(&deeds) {
            self.push_place(FactKind::Party, party, standing, facts);
        }
        let signed = deeds.iter().find(|deed| deed.act == Act::Sign && deed.standing != Standing::Denied);
        if let Some(signed) = signed {
            if let Some(place) = self.signed_at(signed) {
                self.push_place(FactKind::SignedAt, place, signed.standing, facts);
            }
            if let Some((place, value)) = self.signed_on(signed)
                && let Some(span) = self.scene.document.cover(place.start, place.end)
            {
                facts.push(self.fact(FactKind::SignedOn, value, span, signed.standing));
            }
        }
    }

    /// The place after "di", behind the verb or else before it.
    fn signed_at(&self, signed: &verbs::Deed) -> Option<Place<'_>> {
        let at_place = |at: &usize| self.scene.document.lower(*at) == "di";
        let place = |at: usize| self.scene.name_at(at + 1).filter(|place| place.mention.class == Class::Place);
        let behind = self.looked_on_from(signed);
        let before = self.looked_back_from(signed.at);
        behind.filter(at_place).find_map(place).or_else(|| before.rev().filter(at_place).find_map(place))
    }

    /// The date behind the verb, or else the only one before it.
    fn signed_on(&self, signed: &verbs::Deed) -> Option<(Place<'_>, String)> {
        let inside = self.treaty.start..self.treaty.end;
        let date = |at: usize| {
            let place = self.scene.dates.get(at).copied().flatten().filter(|_| !inside.contains(&at))?;
            let value = place.mention.date.as_ref()?.value.clone();
            // An hour alone is no day.
            (!value.starts_with('T')).then_some((place, value))
        };
        let mut before = self.looked_back_from(signed.at).filter_map(date);
        let only = before.next().filter(|_| before.next().is_none());
        self.looked_on_from(signed).find_map(date).or(only)
    }

    /// The tokens behind a verb of signing in which day and place are looked for: up to the next verb, which has its own.
    fn looked_on_from(&self, signed: &verbs::Deed) -> std::ops::Range<usize> {
        let until = (signed.end.max(self.treaty.end) + SIGNING_REACH).min(self.sentence.end);
        let other = (signed.end..until).find(|at| verbs::is_act(&self.scene.document.lower(*at)));
        signed.end..other.unwrap_or(until)
    }

    /// The tokens before a verb in which day and place are looked for.
    fn looked_back_from(&self, at: usize) -> std::ops::Range<usize> {
        let from = at.saturating_sub(LOOK_BACK).max(self.sentence.start);
        let other = (from..at).rev().find(|at| verbs::is_act(&self.scene.document.lower(*at)));
        // What stands in the clause of another verb is of that one: "Berlaku sejak 1970, pakta yang ditandatangani ...".
        let comma = |other: usize| (other..at).find(|at| self.scene.document.word(*at) == ",");
        other.map_or(from, |other| comma(other).unwrap_or(at))..at
    }

    fn push(&self, kind: FactKind, value: String, at: usize, standing: Standing, facts: &mut Vec<Fact>) {
        if let Some(span) = self.scene.document.span(at) {
            facts.push(self.fact(kind, value, span, standing));
        }
    }

    fn push_place(&self, kind: FactKind, place: Place<'_>, standing: Standing, facts: &mut Vec<Fact>) {
        facts.push(self.fact(kind, place.mention.entity.name.clone(), place.mention.span, standing));
    }

    fn fact(&self, kind: FactKind, value: String, span: Span, standing: Standing) -> Fact {
        let treaty = self.treaty.mention.entity.clone();
        Fact { treaty, kind, value, standing, span, sentence: self.whole }
    }
}

/// Tokens behind a verb of signing, or the treaty after it, in which day and place are looked for.
const SIGNING_REACH: usize = 14;
/// Tokens before it.
const LOOK_BACK: usize = 40;

#[cfg(test)]
mod tests;
