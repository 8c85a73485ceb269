//! What a person's rulings teach beyond the texts that they were made on: sentences for the tagger, and a list of names.

use std::collections::{BTreeMap, BTreeSet};

use super::tagger::Kind;
use super::tagger::corpus::{Text, annotated};
use super::{Class, Decision, EntityRef, Mention, RecognisedBy, Ruling};
use crate::text::Span;

/// A text with its mentions, as they stand once these rulings are obeyed.
#[derive(Debug, Clone, Copy)]
pub struct RuledText<'a> {
    /// The text.
    pub text: &'a str,
    /// What stands in it.
    pub mentions: &'a [Mention],
    /// The rulings that apply to it.
    pub rulings: &'a [Ruling],
}

impl RuledText<'_> {
    /// The mentions that a person decided about.
    pub fn accepted(&self) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(|mention| mention.by == RecognisedBy::Ruling && mention.class != Class::Date)
    }

    /// Where words stand that a person took for no name, with the class that they were not, where that was said.
    #[must_use]
    pub fn rejected(&self) -> Vec<(Span, Option<Class>)> {
        let mut places = Vec::new();
        for Ruling { on, decision } in self.rulings {
            let Some(words) = on.text.as_deref().filter(|words| !words.is_empty()) else { continue };
            if *decision != Decision::Reject || on.entity.is_some() {
                continue;
            }
            let found = self.text.match_indices(words).map(|(start, _)| Span { start, end: start + words.len() });
            let meant = found.filter(|span| on.span.is_none_or(|only| only == *span));
            // What was ruled again since is a name after all.
            let gone = meant.filter(|span| !self.mentions.iter().any(|mention| mention.span == *span));
            places.extend(gone.map(|span| (span, on.class)));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The sentences in which a person decided about a name, with all names that stand in them.
    #[must_use]
    pub fn lessons(&self) -> Text {
        let spans: Vec<(Span, Kind)> =
            self.mentions.iter().filter_map(|mention| Some((mention.span, kind(mention.class)?))).collect();
        let decided: Vec<Span> = self
            .accepted()
            .map(|mention| mention.span)
            .chain(self.rejected().into_iter().map(|(span, _)| span))
            .collect();
        let about = |whole: Span| decided.iter().any(|span| whole.overlaps(*span));
        annotated(self.text, &spans).into_iter().filter(|(whole, _)| about(*whole)).map(|(_, lesson)| lesson).collect()
    }
}

const fn kind(class: Class) -> Option<Kind> {
    match class {
        Class::Person => Some(Kind::Person),
        Class::Place => Some(Kind::Place),
        Class::Organization => Some(Kind::Organization),
        Class::Treaty | Class::Date => None,
    }
}

/// The names that a person gave, as lines for [`super::Engine::knowing`]: class, name, other names.
///
/// A name that was also ruled out somewhere, and a lone name of a person, count only where the tagger agrees.
#[must_use]
pub fn taught_names<'a>(texts: impl IntoIterator<Item = RuledText<'a>>) -> String {
    let mut names: BTreeMap<(Class, String), BTreeSet<String>> = BTreeMap::new();
    let mut doubtful: BTreeSet<String> = BTreeSet::new();
    for text in texts {
        let led_to: BTreeSet<String> = text.rulings.iter().filter_map(led_to).collect();
        for mention in text.mentions {
            let given = mention.by == RecognisedBy::Ruling || led_to.contains(&mention.entity.key);
            let name = mention.entity.name.trim();
            // What says too little beyond its own text is no name for a list.
            if !given || mention.class == Class::Date || mention.entity.key.contains('@') || name.is_empty() {
                continue;
            }
            let words = mention.span.of(text.text).split_whitespace().collect::<Vec<_>>().join(" ");
            names.entry((mention.class, plain(name))).or_default().insert(plain(&words));
        }
        doubtful.extend(text.rejected().into_iter().map(|(span, _)| plain(span.of(text.text))));
    }
    let mut lines = String::new();
    for ((class, name), others) in names {
        let marked = |name: &str| {
            let lone = class == Class::Person && !name.contains(' ');
            if lone || doubtful.contains(name) { format!("?{name}") } else { name.to_owned() }
        };
        let others: Vec<String> = others.iter().filter(|other| **other != name).map(|other| marked(other)).collect();
        lines.extend([class.name(), "\t", &marked(&name), "\t", &others.join("|"), "\n"]);
    }
    lines
}

/// A name without the signs that part the columns of a list, or mean something at its beginning.
fn plain(name: &str) -> String {
    let spaced = name.replace(['\t', '\n', '\r', '|'], " ");
    spaced.trim_start_matches(['?', '!']).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of the entity that a ruling about an entity leads to.
fn led_to(ruling: &Ruling) -> Option<String> {
    let key = ruling.on.entity.as_deref()?;
    match &ruling.decision {
        Decision::Merge(name) | Decision::Split(name) | Decision::Alias(name) => {
            Some(EntityRef::renamed(key, name).key)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Context, Engine, Rulings, Target};

    const TEXT: &str = "Pedagang Kopi Tubruk tiba di Kupang. Kopi Tubruk menolak harga itu. Hari itu cerah. \
                        Vladimir Putin diam. Presiden Putin pergi.";

    fn on(text: &str) -> Target {
        Target { text: Some(text.to_owned()), ..Target::default() }
    }

    fn ruled(rulings: &[Ruling], check: impl Fn(&Engine, RuledText<'_>)) {
        let engine = Engine::new();
        let ready = Rulings::new(rulings.to_vec());
        let mentions = engine.analyse(TEXT, &Context { date: None, rulings: Some(&ready) });
        check(&engine, RuledText { text: TEXT, mentions: &mentions, rulings });
    }

    #[test]
    fn sentences_that_were_decided_about_are_lessons_with_all_their_names() {
        let accept = Ruling { on: on("Kopi Tubruk"), decision: Decision::Accept(Class::Organization) };
        let reject = Ruling { on: on("Hari"), decision: Decision::Reject };
        ruled(&[accept, reject], |_, text| {
            let lessons = text.lessons();
            assert_eq!(lessons.len(), 3, "{lessons:?}");
            let kinds: Vec<Kind> = lessons[0].chunks.iter().map(|chunk| chunk.kind).collect();
            assert_eq!(kinds, [Kind::Organization, Kind::Place]);
            assert!(lessons[2].words.contains(&"Hari".to_owned()) && lessons[2].chunks.is_empty());
        });
    }

    #[test]
    fn names_that_were_given_are_known_in_other_texts() {
        let accept = Ruling { on: on("Kopi Tubruk"), decision: Decision::Accept(Class::Organization) };
        let entity = Some("person/vladimir putin".to_owned());
        let merge =
            Ruling { on: Target { entity, ..Target::default() }, decision: Decision::Merge("Wowo Besar".into()) };
        ruled(&[accept, merge], |engine, text| {
            let names = taught_names([text]);
            assert!(names.contains("organization\tKopi Tubruk\t\n"), "{names}");
            assert!(names.contains("person\tWowo Besar\t?Putin|Vladimir Putin\n"), "{names}");
            let other = "Kemarin malam Kopi Tubruk membuka kantor.";
            let knowing = Engine::new().knowing(&names).unwrap();
            let found = |engine: &Engine| {
                let mentions = engine.analyse(other, &Context::default());
                mentions
                    .into_iter()
                    .any(|found| found.span.of(other) == "Kopi Tubruk" && found.class == Class::Organization)
            };
            assert!(!found(engine) && found(&knowing));
            assert!(knowing.describe("place/indonesia").is_some(), "the lists of the program stay");
        });
        assert!(Engine::new().knowing("orang\tSiapa\n").is_err());
    }
}
