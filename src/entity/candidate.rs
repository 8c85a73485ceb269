use crate::text::Span;

use super::document::Document;
use super::{Class, DateValue, Level, Reason, RecognisedBy};

/// What a recogniser proposes; the policy decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// Where, in bytes.
    pub span: Span,
    /// What kind of thing.
    pub class: Class,
    /// How a treaty is mentioned.
    pub level: Option<Level>,
    /// The canonical name, where the recogniser knows it.
    pub name: Option<String>,
    /// Who found it.
    pub by: RecognisedBy,
    /// Why.
    pub why: Reason,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Whether it is one fixed name, inside which nothing else is marked.
    pub fixed: bool,
    /// Whether the lists know it as a name of another country.
    pub abroad: bool,
    /// The day that a date names.
    pub date: Option<DateValue>,
}

impl Candidate {
    /// What a rule found.
    pub fn rule(span: Span, class: Class, why: Reason, score: f32) -> Self {
        Self {
            span,
            class,
            level: None,
            name: None,
            by: RecognisedBy::Rule,
            why,
            score,
            fixed: false,
            abroad: false,
            date: None,
        }
    }
}

/// Finds names. Recognisers run one after the other; each sees what was found before it.
pub(super) trait Recogniser: Send + Sync {
    /// Proposes names in `document`.
    fn recognise(&self, document: &Document<'_>, context: &super::Context<'_>, found: &[Candidate]) -> Vec<Candidate>;
}

/// What was found so far, by token, for rules that look around.
pub(super) struct Found<'a> {
    /// For each token, the longest candidate that begins there, and the token after it.
    begins: Vec<Option<(&'a Candidate, usize)>>,
    /// For each token, the class of the longest candidate over it.
    covers: Vec<Option<(Class, usize)>>,
}

impl<'a> Found<'a> {
    /// Indexes candidates by token.
    pub fn new(document: &Document<'_>, found: &'a [Candidate]) -> Self {
        let mut begins: Vec<Option<(&Candidate, usize)>> = vec![None; document.len()];
        let mut covers: Vec<Option<(Class, usize)>> = vec![None; document.len()];
        for candidate in found.iter().filter(|candidate| candidate.class != Class::Date) {
            let start = document.token_at(candidate.span.start);
            let end = document.token_at(candidate.span.end.saturating_sub(1)) + 1;
            if let Some(slot) = begins.get_mut(start)
                && slot.is_none_or(|(other, _)| other.span.len() < candidate.span.len())
            {
                *slot = Some((candidate, end));
            }
            for slot in covers.iter_mut().take(end).skip(start) {
                if slot.is_none_or(|(_, length)| length < candidate.span.len()) {
                    *slot = Some((candidate.class, candidate.span.len()));
                }
            }
        }
        Self { begins, covers }
    }

    /// The longest candidate that begins at a token, and the token after it.
    pub fn at(&self, token: usize) -> Option<(&'a Candidate, usize)> {
        self.begins.get(token).copied().flatten()
    }

    /// The class of what covers a token.
    pub fn class(&self, token: usize) -> Option<Class> {
        self.covers.get(token).copied().flatten().map(|(class, _)| class)
    }
}
