//! What the machine proposes for a text before a person rules: all of the analysis that takes long, and all that needs
//! lists and model. It is a function of text and day alone, so that it can be kept, and a new ruling be obeyed from there.

use serde::{Deserialize, Serialize};

use super::candidate::Candidate;
use super::document::Document;
use super::rulings::Rulings;
use super::{Class, DateValue, Level, Mention, Reason, RecognisedBy, identity, policy, within};
use crate::text::Span;

/// The names that recognisers propose for one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed(Vec<Candidate>);

impl Proposed {
    pub(super) const fn new(candidates: Vec<Candidate>) -> Self {
        Self(candidates)
    }

    /// The mentions in the text that these were proposed for, once `rulings` are obeyed: the same as
    /// [`super::Engine::analyse`] gives.
    #[must_use]
    pub fn settle(self, text: &str, rulings: &Rulings) -> Vec<Mention> {
        self.settle_in(&Document::new(text), rulings)
    }

    pub(super) fn settle_in(self, document: &Document<'_>, rulings: &Rulings) -> Vec<Mention> {
        let mut found = rulings.decide(document, self.0, &[]);
        let standing = policy::merge(found.clone());
        found.extend(rulings.decide(document, within::follow(document, &standing), &standing));
        let mut standing = policy::merge(found);
        within::settle_names(document, &mut standing);
        identity::mentions(document, standing, rulings)
    }

    /// The same as bytes, to be read by [`Self::read`].
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&self.0.iter().map(Line::of).collect::<Vec<_>>())
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` where it did not, or not for this text.
    #[must_use]
    pub fn read(bytes: &[u8], text: &str) -> Option<Self> {
        let lines: Vec<Line> = serde_json::from_slice(bytes).ok()?;
        let candidates: Vec<Candidate> = lines.into_iter().map(Candidate::from).collect();
        let fits = |candidate: &Candidate| text.get(candidate.span.start..candidate.span.end).is_some();
        candidates.iter().all(fits).then_some(Self(candidates))
    }
}

/// A candidate as kept, without the names of its fields: span, class, level, name, recogniser, reason, score, fixed,
/// abroad, date.
#[derive(Serialize, Deserialize)]
struct Line(
    usize,
    usize,
    Class,
    Option<Level>,
    Option<String>,
    RecognisedBy,
    Reason,
    f32,
    bool,
    bool,
    Option<DateValue>,
);

impl Line {
    fn of(candidate: &Candidate) -> Self {
        let Candidate { span, class, level, name, by, why, score, fixed, abroad, date } = candidate.clone();
        Self(span.start, span.end, class, level, name, by, why, score, fixed, abroad, date)
    }
}

impl From<Line> for Candidate {
    fn from(line: Line) -> Self {
        let Line(start, end, class, level, name, by, why, score, fixed, abroad, date) = line;
        Self { span: Span { start, end }, class, level, name, by, why, score, fixed, abroad, date }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Context, Engine};

    #[test]
    fn what_was_kept_settles_as_the_engine_does_and_other_bytes_are_refused() {
        let engine = Engine::new();
        let text = "Presiden Rusia Vladimir Putin tiba di Pyongyang pada 19 Juni, kata KCNA. Putin menandatangani \
                    perjanjian kemitraan tahun 2024 dan pakta itu berlaku.";
        let date = Some(jiff::civil::date(2024, 6, 20));
        let bytes = engine.propose(text, date).to_bytes().unwrap();
        let kept = Proposed::read(&bytes, text).unwrap();
        assert_eq!(kept, engine.propose(text, date));
        let analysed = engine.analyse(text, &Context { date, rulings: None });
        assert_eq!(kept.settle(text, &Rulings::default()), analysed);
        assert_eq!(Proposed::read(&bytes, "Teks pendek."), None);
        assert_eq!(Proposed::read(b"[", text), None);
    }
}
