//! The engine: every recogniser behind one door.

use std::sync::Arc;

use jiff::civil::Date;

use super::candidate::Recogniser;
use super::date::Dates;
use super::document::Document;
use super::gazetteer::{self, BadNames, Gazetteer};
use super::rulings::Rulings;
use super::tagged::{self, Tagged};
use super::tagger::Tagger;
use super::treaty::{Example, Judge, Treaties};
use super::widen::{bodies, widen, widen_companies};
use super::{Class, Mention, Proposed, RecognisedBy};
use crate::text::Span;

/// The version of the recognisers; mentions made by another one are stale.
pub const VERSION: u32 = 6;

/// What is known about a text beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The day on which it was published; years that it leaves out are worked out from it.
    pub date: Option<Date>,
    /// What a person decided about names, which is obeyed.
    pub rulings: Option<&'a Rulings>,
}

/// Who or what an entity is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// One line in Indonesian; may be empty.
    pub text: String,
    /// Its Wikidata item.
    pub wikidata: Option<String>,
}

/// Finds names in texts. Cheap to clone and to share between threads.
#[derive(Debug, Clone)]
pub struct Engine {
    gazetteer: Arc<Gazetteer>,
    tagged: Arc<Tagged>,
    treaties: Arc<Treaties>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// Builds the engine from the lists that come with the program.
    #[must_use]
    pub fn new() -> Self {
        // Lists and model are read side by side: a command that names one text should not wait for both.
        std::thread::scope(|scope| {
            let gazetteer = scope.spawn(Gazetteer::new);
            let tagger = super::builtin_tagger();
            Self::assemble(tagger, gazetteer.join().unwrap_or_else(|_| Gazetteer::new()))
        })
    }

    /// Builds the engine around another tagger.
    #[must_use]
    pub fn with(tagger: Tagger) -> Self {
        Self::assemble(tagger, Gazetteer::new())
    }

    fn assemble(tagger: Tagger, gazetteer: Gazetteer) -> Self {
        let tagged = Arc::new(Tagged::new(tagger));
        let treaties = Treaties::new(super::evidence::judge(), Arc::clone(&tagged));
        Self { gazetteer: Arc::new(gazetteer), tagged, treaties: Arc::new(treaties) }
    }

    /// The same engine with another judge of treaties.
    #[must_use]
    pub fn judging(self, judge: Judge) -> Self {
        Self { treaties: Arc::new(self.treaties.judging(judge)), ..self }
    }

    /// The same engine with a person's own names beside those that come with the program: lines of class, name and other
    /// names by `|`, with tabs between, as `sorot train --with-rulings` writes them.
    pub fn knowing(self, names: &str) -> Result<Self, BadNames> {
        Ok(Self { gazetteer: Arc::new(Gazetteer::with(names)?), ..self })
    }

    /// Examples for [`Judge::learn`] from a text and the bytes in which its treaties were annotated.
    #[must_use]
    pub fn treaty_examples(&self, text: &str, treaties: &[Span]) -> Vec<Example> {
        let document = Document::new(text);
        let mut found = self.gazetteer.recognise(&document, &Context::default(), &[]);
        let more = self.tagged.recognise(&document, &Context::default(), &found);
        found.extend(more);
        self.treaties.examples(&document, &found, treaties)
    }

    /// The mentions in `text` (spans in bytes), sorted by start, then longest first; nested or apart, never crossing.
    #[must_use]
    pub fn analyse(&self, text: &str, context: &Context<'_>) -> Vec<Mention> {
        self.analyse_keeping(text, context, |_| ()).0
    }

    /// The same, with what `keep` makes of what was proposed before a person's rulings were obeyed.
    #[must_use]
    pub fn analyse_keeping<T>(
        &self,
        text: &str,
        context: &Context<'_>,
        keep: impl FnOnce(&Proposed) -> T,
    ) -> (Vec<Mention>, T) {
        let document = Document::new(text);
        let none = Rulings::default();
        let proposed = self.propose_in(&document, context);
        let kept = keep(&proposed);
        (proposed.settle_in(&document, context.rulings.unwrap_or(&none)), kept)
    }

    /// What [`Self::analyse`] settles once a person's rulings are known.
    #[must_use]
    pub fn propose(&self, text: &str, date: Option<Date>) -> Proposed {
        self.propose_in(&Document::new(text), &Context { date, rulings: None })
    }

    fn propose_in(&self, document: &Document<'_>, context: &Context<'_>) -> Proposed {
        let recognisers: [&dyn Recogniser; 4] = [&*self.gazetteer, &*self.tagged, &Dates, &*self.treaties];
        let mut found = Vec::new();
        for recogniser in recognisers {
            let more = recogniser.recognise(document, context, &found);
            found.retain(|known| !tagged::is_part_of_another(known, &more));
            found.extend(more);
        }
        found.retain(|known| known.by != RecognisedBy::Gazetteer || known.score > gazetteer::DOUBTFUL);
        widen(document, &mut found);
        widen_companies(document, &mut found);
        found.extend(bodies(document, &found));
        Proposed::new(found)
    }

    /// Names of the lists that hold these words, with their class; the nearest first.
    #[must_use]
    pub fn find_known(&self, words: &str, most: usize) -> Vec<(Class, &str)> {
        self.gazetteer.find(words, most)
    }

    /// Who or what the entity with this key is, where the lists know it.
    #[must_use]
    pub fn describe(&self, key: &str) -> Option<&Description> {
        self.gazetteer.describe(key)
    }
}
