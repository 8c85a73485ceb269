//! Marks that change their extent: edges moved by keys and handles, one parted, two joined; and many made at once.

use crate::app::shelf_query::ShelfQuery;
use crate::app::{App, EdgeMove, Notice, OpenArticle, Selection};
use crate::library::{Annotation, AnnotationId, NewAnnotation};
use crate::text::anchor::AnchorState;
use crate::text::{Span, Unit, occurrences, snap_to_words, trim_edges, unit_at};

impl App {
    fn chosen_mark(&self) -> Option<&Annotation> {
        let reading = &self.reading;
        reading.chosen.and_then(|id| reading.article.as_ref()?.annotation(id))
    }

    /// Moves an edge of the chosen mark by a word.
    pub(super) fn move_edge(&mut self, by: EdgeMove) {
        let (Some(mark), Some(open)) = (self.chosen_mark(), &self.reading.article) else { return };
        let (id, span) = (mark.id, mark.anchor.span);
        let body = open.body();
        let moved = match by {
            EdgeMove::EndOn => Span::new(span.start, word_beyond(body, span.end, true)),
            EdgeMove::EndBack => Span::new(span.start, last_word_end(body, span)),
            EdgeMove::StartBack => Span::new(word_beyond(body, span.start, false), span.end),
            EdgeMove::StartOn => Span::new(second_word_start(body, span), span.end),
            EdgeMove::On => moved(body, span, true),
            EdgeMove::Back => moved(body, span, false),
        };
        self.reshape(id, moved);
    }

    /// Puts a mark of the open article on other words.
    pub(super) fn reshape(&mut self, id: AnnotationId, span: Span) {
        let Some(open) = &self.reading.article else { return };
        let Some(span) = trim_edges(open.body(), span) else { return };
        let version = open.stored.body_version;
        let placed = self.library.place_annotation(id, span, version);
        if let Some((mark, changes)) = self.settle(placed) {
            self.after_mark(id, Some(mark), changes);
        }
    }

    /// Parts the shortest mark at the caret in two, or cuts the selected words out of the one that holds them.
    pub(super) fn split_mark(&mut self) {
        match self.reading.selection {
            Some(selection) => self.split_by(selection.span()),
            None => self.say(Notice::NoPlaceToSplit),
        }
    }

    /// The same at a place, or without a stretch.
    pub(super) fn split_by(&mut self, cut: Span) {
        let Some(open) = &self.reading.article else { return };
        let Some((id, pieces)) = parted(open, cut) else { return self.say(Notice::NothingToSplit) };
        let version = open.stored.body_version;
        let split = self.library.split_annotation(id, &pieces, version);
        if let Some((pieces, changes)) = self.settle(split) {
            self.reading.selection = self.reading.caret.then(|| Selection::caret(cut.start));
            // The part before the cut is what keys act on: joining it with the next makes one of both again.
            self.reading.chosen = pieces.first().map(|piece| piece.id);
            self.reading.just_made = self.reading.chosen;
            self.after(changes);
        }
    }

    /// The mark that joining begins with: the chosen one, else the one that holds the caret or ends before it with
    /// nothing between but spaces.
    pub(super) fn mark_to_join(&self) -> Option<&Annotation> {
        let reading = &self.reading;
        let (open, caret) = (reading.article.as_ref()?, reading.selection.map(|selection| selection.head));
        let meets = |mark: &&Annotation, caret: usize| {
            let after = open.body().get(mark.anchor.span.end..caret);
            mark.anchor.span.start <= caret
                && after.map_or(mark.anchor.span.contains_offset(caret), |text| text.trim().is_empty())
        };
        self.chosen_mark().or_else(|| open.annotations.iter().find(|mark| caret.is_some_and(|at| meets(mark, at))))
    }

    /// Joins a mark with the next one of the article that is by the same author and stands surely.
    pub(super) fn join_marks(&mut self) {
        let (Some(mark), Some(open)) = (self.mark_to_join(), &self.reading.article) else {
            return self.say(Notice::NothingToJoin);
        };
        let order = open.annotations.iter().position(|other| other.id == mark.id).unwrap_or_default();
        let fits = |other: &&Annotation| other.author == mark.author && other.state < AnchorState::Suspect;
        let Some(next) = open.annotations.iter().skip(order + 1).find(fits) else {
            return self.say(Notice::NoneToJoinWith);
        };
        let joined = self.library.join_annotations(mark.id, next.id);
        if let Some((joined, changes)) = self.settle(joined) {
            self.reading.chosen = Some(joined.id);
            self.after(changes);
        }
    }

    /// Marks every place of what was found in the open article, else of the selected words, or of what the library is
    /// searched for; those that a mark of the person in that colour covers already are left alone.
    pub(super) fn mark_all(&mut self) {
        let Some(open) = &self.reading.article else { return };
        let Some(places) = self.places_to_mark(open) else { return };
        let color = self.settings.armed_color;
        let (article, version) = (open.id(), open.stored.body_version);
        let mine = |mark: &&Annotation| mark.author == self.library.author() && mark.color == color;
        let marked = |span: Span| open.annotations.iter().filter(mine).any(|mark| mark.anchor.span.contains(span));
        let places = places.into_iter().filter(|span| !marked(*span));
        let tags = self.pen_tags();
        let new = |span| NewAnnotation { article, span, version, color, note: String::new(), tags: tags.to_vec() };
        let all: Vec<NewAnnotation> = places.map(new).collect();
        let count = all.len();
        let made = if all.is_empty() { None } else { Some(self.library.annotate_all(all)) };
        if let Some((_, changes)) = made.and_then(|made| self.settle(made)) {
            self.reading.deselect();
            self.after(changes);
        }
        self.say(Notice::MarkedAll(count));
    }

    /// Where [`Self::mark_all`] puts marks, but for those that are there.
    fn places_to_mark(&self, open: &OpenArticle) -> Option<Vec<Span>> {
        let Some(finding) = self.finding.as_ref().filter(|finding| !finding.hits.is_empty()) else {
            return self.words_to_mark().map(|words| places(open.body(), &words));
        };
        // Parts of words that were found are marked with their words, as a selection is.
        let mut places: Vec<Span> = finding.hits.iter().map(|hit| snap_to_words(open.body(), *hit)).collect();
        places.dedup();
        Some(places)
    }

    /// The words whose places [`Self::mark_all`] would mark where nobody looks for others.
    pub(super) fn words_to_mark(&self) -> Option<String> {
        let reading = &self.reading;
        let open = reading.article.as_ref()?;
        let selected = reading.selected().and_then(|selection| selection.trimmed(open.body()));
        let words =
            selected.map_or_else(|| ShelfQuery::parse(&self.shelf.query).words, |span| span.of(open.body()).to_owned());
        (!words.trim().is_empty()).then_some(words)
    }
}

/// The places of the words together; where they stand nowhere together, those of each.
fn places(body: &str, words: &str) -> Vec<Span> {
    let together = occurrences(body, words);
    if !together.is_empty() {
        return together;
    }
    let mut each: Vec<Span> = words.split_whitespace().flat_map(|word| occurrences(body, word)).collect();
    each.sort_unstable();
    each.dedup();
    each
}

/// The shortest mark that holds `cut`, and what is left of it without: two pieces where the cut is a place inside, or
/// within a word of it, which stays whole.
fn parted(open: &OpenArticle, cut: Span) -> Option<(AnnotationId, Vec<Span>)> {
    let body = open.body();
    let holding = |mark: &&Annotation| mark.anchor.span.contains(cut) && mark.anchor.span != cut;
    let mark = open.annotations.iter().filter(holding).min_by_key(|mark| mark.anchor.span.len())?;
    let span = mark.anchor.span;
    let cut = if cut.is_empty() { beside_word(body, cut, span) } else { cut };
    let sides = [Span::new(span.start, cut.start), Span::new(cut.end, span.end)];
    let pieces: Vec<Span> = sides.into_iter().filter_map(|side| trim_edges(body, side)).collect();
    (!cut.is_empty() || pieces.len() > 1).then_some((mark.id, pieces))
}

/// The place before the word that an empty span lies within, or behind it where `whole` begins with it; as it is where
/// it lies within none, or `whole` is a part of it.
fn beside_word(body: &str, place: Span, whole: Span) -> Span {
    let word = unit_at(body, place.start, Unit::Word);
    let inside = word.start < place.start && place.start < word.end;
    let mut edges = [word.start, word.end].into_iter().filter(|edge| whole.start < *edge && *edge < whole.end);
    edges.next().filter(|_| inside).map_or(place, |edge| Span::new(edge, edge))
}

/// The outer edge of the next word behind an offset, or of the one before it.
fn word_beyond(body: &str, offset: usize, forward: bool) -> usize {
    let letter = |(_, letter): &(usize, char)| letter.is_alphanumeric();
    if forward {
        let rest = body.get(offset..).unwrap_or_default();
        let first = rest.char_indices().find(letter).map(|(at, _)| offset + at);
        first.map_or(offset, |first| unit_at(body, first, Unit::Word).end.max(first))
    } else {
        let before = body.get(..offset).unwrap_or_default();
        let last = before.char_indices().rfind(letter).map(|(at, _)| at);
        last.map_or(offset, |last| unit_at(body, last, Unit::Word).start.min(last))
    }
}

/// The span with both edges a word further on or back; as it is where there is none.
fn moved(body: &str, span: Span, forward: bool) -> Span {
    let edge = word_beyond(body, if forward { span.end } else { span.start }, forward);
    if edge == span.start || edge == span.end {
        return span;
    }
    // What goes in at one side goes out at the other; a single word is replaced.
    let (start, end) = if forward { (second_word_start(body, span), edge) } else { (edge, last_word_end(body, span)) };
    match (start == span.start, end == span.end, forward) {
        (true, _, true) => Span::new(word_beyond(body, edge, false), edge),
        (_, true, false) => Span::new(edge, word_beyond(body, edge, true)),
        _ => Span::new(start, end),
    }
}

/// Where the last word but one of a span ends; its end where it has one word.
fn last_word_end(body: &str, span: Span) -> usize {
    let last = word_beyond(body, span.end, false);
    let rest = trim_edges(body, Span::new(span.start, last.max(span.start)));
    rest.map_or(span.end, |rest| rest.end)
}

/// Where the second word of a span begins; its start where it has one word.
fn second_word_start(body: &str, span: Span) -> usize {
    let first = word_beyond(body, span.start, true);
    let rest = trim_edges(body, Span::new(first.min(span.end), span.end));
    rest.map_or(span.start, |rest| rest.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_move_by_words_over_what_stands_between() {
        let body = "Menteri tiba di Dili, kata Sari.";
        let of = |words: &str| {
            let start = body.find(words).unwrap();
            Span { start, end: start + words.len() }
        };
        let span = of("di Dili");
        assert_eq!(Span::new(span.start, word_beyond(body, span.end, true)).of(body), "di Dili, kata");
        assert_eq!(Span::new(span.start, last_word_end(body, span)).of(body), "di");
        assert_eq!(Span::new(word_beyond(body, span.start, false), span.end).of(body), "tiba di Dili");
        assert_eq!(Span::new(second_word_start(body, span), span.end).of(body), "Dili");
        let one = of("Dili");
        assert_eq!((last_word_end(body, one), second_word_start(body, one)), (one.end, one.start));
        assert_eq!(moved(body, span, true).of(body), "Dili, kata");
        assert_eq!(moved(body, span, false).of(body), "tiba di");
        assert_eq!((moved(body, one, true).of(body), moved(body, one, false).of(body)), ("kata", "di"));
        assert_eq!(moved(body, of("Menteri"), false), of("Menteri"));
        assert_eq!(word_beyond(body, body.len(), true), body.len());
        assert_eq!(word_beyond(body, 0, false), 0);
    }

    #[test]
    fn words_apart_are_found_each_and_words_together_as_one() {
        let body = "Laut Cina dan laut Jawa";
        let found = |words| places(body, words).into_iter().map(|span| span.of(body)).collect::<Vec<_>>();
        assert_eq!(found("laut cina"), ["Laut Cina"]);
        assert_eq!(found("jawa laut"), ["Laut", "laut", "Jawa"]);
    }
}
