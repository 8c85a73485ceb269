//! Anchors: finding a marked passage again after its text changed.
//!
//! Where the old text is known, what is left of it says where the passage is. Else the order of attempts is that of
//! hypothesis: the old offset where the words and their context still stand, the same words elsewhere weighed by their
//! context, then context alone. What is not certain is said.

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::Span;
use super::alignment::{Alignment, Mapped};

/// How sure it is that an annotation stands where the person put it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnchorState {
    /// On the same words at the same place.
    Exact,
    /// On the same words elsewhere.
    Moved,
    /// Probably right; the person should look.
    Suspect,
    /// Its words are gone.
    Lost,
}

/// Characters of context kept on each side.
pub const CONTEXT: usize = 32;

/// The quote at `span` of `body` with up to [`CONTEXT`] characters before and after it.
/// `span` is in bytes; what lies outside the body is cut off.
#[must_use]
pub fn make(body: &str, span: Span) -> (String, String, String) {
    let before = body.get(..span.start).unwrap_or_default();
    let after = body.get(span.end..).unwrap_or_default();
    (span.of(body).to_owned(), tail(before).to_owned(), head(after).to_owned())
}

/// What an annotation keeps of its place.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The marked words.
    pub quote: &'a str,
    /// What stood before them.
    pub prefix: &'a str,
    /// What stood after them.
    pub suffix: &'a str,
    /// Where they were last, in bytes.
    pub span: Span,
    /// How sure that was.
    pub state: AnchorState,
}

/// Where a quote stands in `body`, of whose older versions nothing is known.
#[must_use]
pub fn resolve(body: &str, kept: &Kept<'_>) -> (Option<Span>, AnchorState) {
    if kept.quote.is_empty() {
        return (None, AnchorState::Lost);
    }
    let candidates = Candidate::all(body, kept);
    let best = candidates.iter().max_by_key(|candidate| (candidate.agreement, std::cmp::Reverse(candidate.distance)));
    let Some(best) = best else { return by_context(body, kept) };
    // Twins with the same words around them cannot be told apart once the old place is gone.
    let twins = candidates.iter().any(|other| other.agreement == best.agreement && other.span != best.span);
    let doubted = kept.state >= AnchorState::Suspect;
    let state = match (best.distance == 0 && !doubted, kept.agrees(best.agreement)) {
        (true, true) => AnchorState::Exact,
        (false, true) if !twins && kept.agrees_on_both_sides(best) => AnchorState::Moved,
        _ => AnchorState::Suspect,
    };
    (Some(best.span), state)
}

/// Where a quote stands in `body`, when `alignment` says what is left there of the body that it stood in.
///
/// What was not changed is where it was, unless a copy of it was put in that fits as well. Else the same words are looked for where nothing else stood before; words that
/// belong to another place of the old body, a twin sentence, are never taken for them silently.
#[must_use]
pub fn resolve_after(alignment: &Alignment, body: &str, kept: &Kept<'_>) -> (Option<Span>, AnchorState) {
    if kept.state == AnchorState::Lost || kept.quote.is_empty() {
        return resolve(body, kept);
    }
    if let Some(mapped) = alignment.map(kept.span) {
        // A copy that was put in may be the passage as well: which one was copied cannot be seen. Only there it is looked
        // for, since a long text may carry ten thousand marks.
        let copied = alignment.not_in_one(kept.quote.len(), body.len()).into_iter().any(|stretch| {
            Candidate::within(body, stretch, kept).any(|other| {
                other.span != mapped.span
                    && kept.agrees(other.agreement)
                    && !alignment.stood_elsewhere(other.span, kept.span)
            })
        });
        let state = kept.state_at(body, mapped);
        return (Some(mapped.span), if copied { AnchorState::Suspect } else { state });
    }
    let candidates = Candidate::all(body, kept);
    let is_own = |candidate: &&Candidate| !alignment.stood_elsewhere(candidate.span, kept.span);
    let own: Vec<&Candidate> = candidates.iter().filter(is_own).collect();
    let Some(best) = own.iter().max_by_key(|own| (own.agreement, std::cmp::Reverse(own.distance))) else {
        let changed = || {
            alignment.most_of(kept.span).map_or((None, AnchorState::Lost), |most| (Some(most), AnchorState::Suspect))
        };
        return match by_context(body, kept) {
            (None, _) => changed(),
            framed => framed,
        };
    };
    // The words were moved, or written anew in several places: one of those is as likely as another.
    let unsure = alignment.is_unknown(best.span)
        || own.iter().any(|other| other.span != best.span)
        || candidates.iter().any(|other| other.agreement >= best.agreement && other.span != best.span);
    let sure = kept.agrees(best.agreement) && !unsure && kept.state < AnchorState::Suspect;
    (Some(best.span), if sure { AnchorState::Moved } else { AnchorState::Suspect })
}

/// Bytes of unchanged text around a quote that are as good as its context.
const ENOUGH: usize = 48;

impl Kept<'_> {
    /// Half of the context may have been edited; with less than that a twin sentence would do as well.
    fn agrees(&self, agreement: usize) -> bool {
        agreement * 2 >= self.prefix.chars().count() + self.suffix.chars().count()
    }

    /// The same of what stood before and behind, each by itself: at the edge of a twin sentence one of them is whole.
    fn agrees_on_both_sides(&self, candidate: &Candidate) -> bool {
        let before = candidate.agreement - candidate.agreement_behind;
        before * 2 >= self.prefix.chars().count() && candidate.agreement_behind * 2 >= self.suffix.chars().count()
    }

    /// How sure it is that an unchanged stretch holds the quote.
    fn state_at(&self, body: &str, mapped: Mapped) -> AnchorState {
        let Mapped { span, run } = mapped;
        let around = run.len().saturating_sub(span.len());
        let stands = span.of(body) == self.quote;
        let agreement = || Candidate::at(body, span, self).agreement;
        if !stands || self.state >= AnchorState::Suspect || around < ENOUGH && !self.agrees(agreement()) {
            AnchorState::Suspect
        } else if span.start == self.span.start {
            self.state
        } else {
            AnchorState::Moved
        }
    }
}

struct Candidate {
    span: Span,
    /// Characters of context that agree, counted outwards from the quote.
    agreement: usize,
    /// Those of them that stand behind it.
    agreement_behind: usize,
    distance: usize,
}

impl Candidate {
    /// Wherever the quote stands. Finds do not overlap, so the old place may not be among them and is looked at apart.
    fn all(body: &str, kept: &Kept<'_>) -> Vec<Self> {
        let stays = (kept.span.of(body) == kept.quote).then(|| Self::at(body, kept.span, kept));
        Self::within(body, Span { start: 0, end: body.len() }, kept).chain(stays).collect()
    }

    /// Wherever the quote stands in a stretch of the body.
    fn within<'a>(body: &'a str, stretch: Span, kept: &'a Kept<'_>) -> impl Iterator<Item = Self> + 'a {
        // A whole text is never found where a letter of it begins in the middle of another.
        let bytes = body.as_bytes().get(stretch.start..stretch.end).unwrap_or_default();
        memmem::find_iter(bytes, kept.quote).map(move |found| {
            let start = stretch.start + found;
            Self::at(body, Span { start, end: start + kept.quote.len() }, kept)
        })
    }

    fn at(body: &str, span: Span, kept: &Kept<'_>) -> Self {
        let before = body.get(..span.start).unwrap_or_default();
        let after = body.get(span.end..).unwrap_or_default();
        let agreement = before.chars().rev().zip(kept.prefix.chars().rev()).take_while(|(a, b)| a == b).count();
        let agreement_behind = after.chars().zip(kept.suffix.chars()).take_while(|(a, b)| a == b).count();
        let agreement = agreement + agreement_behind;
        Self { span, agreement, agreement_behind, distance: span.start.abs_diff(kept.span.start) }
    }
}

/// The words are gone, but what stood before and after them may still frame a passage of about their length.
fn by_context(body: &str, kept: &Kept<'_>) -> (Option<Span>, AnchorState) {
    const LEAST: usize = 8;
    let Kept { quote, prefix, suffix, .. } = *kept;
    if prefix.chars().count() < LEAST || suffix.chars().count() < LEAST {
        return (None, AnchorState::Lost);
    }
    let mut frames = body.match_indices(prefix).filter_map(|(at, found)| {
        let start = at + found.len();
        let longest = quote.len() * 2;
        let reach = body.floor_char_boundary(start + longest + suffix.len());
        let length = body.get(start..reach)?.find(suffix)?;
        (1..=longest).contains(&length).then_some(Span { start, end: start + length })
    });
    match (frames.next(), frames.next()) {
        (Some(span), None) => (Some(span), AnchorState::Suspect),
        _ => (None, AnchorState::Lost),
    }
}

fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().take(CONTEXT).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

fn head(text: &str) -> &str {
    let end = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
