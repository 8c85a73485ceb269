//! Anchors: finding a marked passage again after its text changed.
//!
//! The order of attempts is that of hypothesis: the old offset where the words and their context still stand,
//! the same words elsewhere weighed by their context, then context alone. What is not certain is said.

use serde::{Deserialize, Serialize};

use super::Span;

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

/// Where a quote stands in `body`, which may have changed since `old` (bytes) was its span.
#[must_use]
pub fn resolve(body: &str, quote: &str, prefix: &str, suffix: &str, old: Span) -> (Option<Span>, AnchorState) {
    if quote.is_empty() {
        return (None, AnchorState::Lost);
    }
    // Finds do not overlap, so the old place may not be among them.
    let stays = (old.of(body) == quote).then_some(old.start);
    let places = body.match_indices(quote).map(|(start, _)| start).chain(stays);
    let candidates: Vec<Candidate> = places
        .map(|start| Candidate::at(body, Span { start, end: start + quote.len() }, prefix, suffix, old))
        .collect();
    let best = candidates.iter().max_by_key(|candidate| (candidate.agreement, std::cmp::Reverse(candidate.distance)));
    let Some(best) = best else { return by_context(body, quote, prefix, suffix) };
    // Twins with the same words around them cannot be told apart once the old place is gone.
    let twins = candidates.iter().any(|other| other.agreement == best.agreement && other.span != best.span);
    let context = prefix.chars().count() + suffix.chars().count();
    // Half of the context may have been edited; with less than that a twin sentence would do as well.
    let agrees = best.agreement * 2 >= context;
    let state = match (best.distance == 0, agrees) {
        (true, true) => AnchorState::Exact,
        (false, true) if !twins => AnchorState::Moved,
        _ => AnchorState::Suspect,
    };
    (Some(best.span), state)
}

struct Candidate {
    span: Span,
    /// Characters of context that agree, counted outwards from the quote.
    agreement: usize,
    distance: usize,
}

impl Candidate {
    fn at(body: &str, span: Span, prefix: &str, suffix: &str, old: Span) -> Self {
        let before = body.get(..span.start).unwrap_or_default();
        let after = body.get(span.end..).unwrap_or_default();
        let agreement = before.chars().rev().zip(prefix.chars().rev()).take_while(|(a, b)| a == b).count()
            + after.chars().zip(suffix.chars()).take_while(|(a, b)| a == b).count();
        Self { span, agreement, distance: span.start.abs_diff(old.start) }
    }
}

/// The words are gone, but what stood before and after them may still frame a passage of about their length.
fn by_context(body: &str, quote: &str, prefix: &str, suffix: &str) -> (Option<Span>, AnchorState) {
    const LEAST: usize = 8;
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BODY: &str =
        "Menteri tiba di Dili pada Senin pagi.\nMenteri tiba di Dili pada Selasa pagi.\nPerundingan dimulai.";

    fn check(body: &str, new: &str, quote: &str, nth: usize) -> (Option<String>, AnchorState) {
        let (start, found) = body.match_indices(quote).nth(nth).unwrap();
        let old = Span { start, end: start + found.len() };
        let (quote, prefix, suffix) = make(body, old);
        let (span, state) = resolve(new, &quote, &prefix, &suffix, old);
        (span.map(|span| new.get(span.start..(span.end + 16).min(new.len())).unwrap().to_owned()), state)
    }

    #[test]
    fn an_untouched_passage_is_exact() {
        assert_eq!(check(BODY, BODY, "Dili", 1).1, AnchorState::Exact);
    }

    #[test]
    fn a_passage_pushed_down_has_moved_and_keeps_to_its_own_sentence() {
        let new = format!("Kalimat baru di depan.\n{BODY}");
        let (text, state) = check(BODY, &new, "Dili", 1);
        assert_eq!(state, AnchorState::Moved);
        assert_eq!(text.unwrap(), "Dili pada Selasa pag");
    }

    #[test]
    fn a_mark_whose_sentence_is_gone_never_settles_silently_on_its_twin() {
        let new = BODY.replace("Menteri tiba di Dili pada Selasa pagi.\n", "");
        assert_eq!(check(BODY, &new, "Dili pada Selasa", 0).1, AnchorState::Lost);
        let twin = "Acara lain sekali berlangsung di sana: Dili menjadi tuan rumah sidang besar tahun ini.";
        assert_eq!(check(BODY, twin, "Dili", 1).1, AnchorState::Suspect);
    }

    #[test]
    fn twins_cannot_be_told_apart_once_the_old_place_is_gone() {
        let body = "Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang. Ia datang.";
        let new = format!("Awal baru sekali.. {body}");
        assert_eq!(check(body, &new, "datang", 4).1, AnchorState::Suspect);
        assert_eq!(check("aa\naaaa\n", "aa\naaaa\n", "aaa", 0).1, AnchorState::Exact);
    }

    #[test]
    fn a_rewritten_passage_in_its_old_frame_is_suspect() {
        let new = BODY.replace("Selasa pagi", "Selasa siang");
        assert_eq!(check(BODY, &new, "Selasa pagi", 0).1, AnchorState::Suspect);
    }

    proptest! {
        #[test]
        fn an_anchor_finds_itself(body in "[a-e \n]{1,80}", a in 0_usize..80, b in 0_usize..80) {
            let span = Span::new(a.min(body.len()), b.min(body.len()));
            let (quote, prefix, suffix) = make(&body, span);
            let (found, state) = resolve(&body, &quote, &prefix, &suffix, span);
            if span.is_empty() {
                prop_assert_eq!(state, AnchorState::Lost);
            } else {
                prop_assert_eq!((found, state), (Some(span), AnchorState::Exact));
            }
        }
    }
}
