use std::collections::{BTreeMap, BTreeSet};

use crate::app::shelf_query::ShelfQuery;
use crate::app::{App, Effect, OpenArticle, Reading, Selection, Target};
use crate::library::{ArticleId, ArticleRow};

impl App {
    /// Opens an article as a new step of the history, at `position` or where it was left.
    pub(in crate::app) fn go_to(&mut self, id: ArticleId, position: Option<usize>) {
        let here = self.here();
        if here.is_some_and(|place| place.article == id) {
            if let Some(position) = position {
                self.effects.push(Effect::ScrollTo { position, at_top: false });
            }
            return;
        }
        if self.show_article(id, position)
            && let Some(here) = here
        {
            self.history.leave(here);
        }
    }

    pub(super) fn go_back(&mut self) {
        let here = self.here();
        if let Some(place) = self.history.back(here) {
            self.show_article(place.article, Some(place.position));
        }
    }

    pub(super) fn go_forward(&mut self) {
        let here = self.here();
        if let Some(place) = self.history.forward(here) {
            self.show_article(place.article, Some(place.position));
        }
    }

    /// Puts an article into the reader without touching the history. False where it could not be loaded.
    pub(in crate::app) fn show_article(&mut self, id: ArticleId, position: Option<usize>) -> bool {
        self.keep_position();
        let loaded = OpenArticle::load(&self.library, id);
        let Some(Some(article)) = self.settle(loaded) else { return false };
        let row = &article.stored.row;
        let position = position.unwrap_or(row.position);
        let progress = row.progress.unwrap_or(0.0);
        let entity = self.reading.target.entity.take().filter(|key| article.entity(key).is_some());
        let caret = self.reading.caret;
        self.reading = Reading {
            article: Some(article),
            position,
            progress,
            caret,
            selection: caret.then(|| Selection::caret(position)),
            target: Target { entity, mention: None },
            ..Reading::default()
        };
        self.effects.push(Effect::ScrollTo { position, at_top: true });
        self.find_again();
        // Opening is remembered at once, so that the next start shows this article even after a crash.
        self.keep_position();
        true
    }

    /// Reads the open article anew, keeping its place. Where its text changed, what was selected is let go of: other words
    /// stand there now.
    pub(super) fn reload_article(&mut self) {
        let Some(id) = self.reading.article.as_ref().map(OpenArticle::id) else { return };
        let loaded = OpenArticle::load(&self.library, id);
        if let Some(Some(mut article)) = self.settle(loaded) {
            let shown = self.reading.article.take();
            if shown.as_ref().is_some_and(|shown| shown.stored.body_version != article.stored.body_version) {
                self.reading.position = article.body().floor_char_boundary(self.reading.position);
                self.reading.selection = None;
                self.reading.deselect();
            }
            article.filter_marks(shown.map(|open| open.filter).unwrap_or_default());
            self.reading.article = Some(article);
            self.reading.target = Target::default();
            self.find_again();
        }
    }

    /// Notes where the reader stands; kept when the article is left.
    pub(super) fn note_position(&mut self, position: usize, end: usize, progress: f32) {
        self.reading.position = position;
        self.reading.end = end;
        self.reading.progress = self.reading.progress.max(progress);
    }

    /// Keeps the reading position of the open article in the library.
    pub fn keep_position(&mut self) {
        let Some(open) = self.reading.article.as_ref().filter(|_| !self.library.is_read_only()) else { return };
        let (id, position, progress) = (open.id(), self.reading.position, self.reading.progress);
        let kept = self.library.keep_reading(id, position, progress);
        if self.settle(kept).is_some()
            && let Some(row) = self.shelf.rows.iter_mut().find(|row| row.id == id)
        {
            row.position = position;
            row.progress = Some(progress);
        }
    }

    /// Reads the list anew and closes the open article if it is gone.
    pub(in crate::app) fn reload_rows(&mut self) {
        let rows = self.library.articles();
        let rows = self.settle(rows);
        self.shelf.unreadable = rows.is_none();
        if let Some(rows) = rows {
            self.shelf.rows = rows;
        }
        self.group_copies();
        self.filter_rows();
        if let Some(open) = self.reading.article.as_mut()
            && let Some(row) = self.shelf.rows.iter().find(|row| row.id == open.id())
        {
            open.stored.row = row.clone();
        }
        let ids: BTreeSet<ArticleId> = self.shelf.rows.iter().map(|row| row.id).collect();
        let held = |id: ArticleId| ids.contains(&id);
        self.history.retain(held);
        if self.reading.article.as_ref().is_some_and(|open| !held(open.id())) {
            self.reading = Reading::default();
            if let Some(first) = self.shelf.rows.first().map(|row| row.id) {
                self.show_article(first, None);
            }
        }
    }

    pub(super) fn search_for(&mut self, query: String) {
        self.shelf.query = query;
        self.filter_rows();
    }

    pub(super) fn filter_rows(&mut self) {
        self.find_rows();
        if self.settings.fold_copies {
            self.fold_copies();
        }
    }

    fn find_rows(&mut self) {
        let query = ShelfQuery::parse(&self.shelf.query);
        let fits = |place: &usize, rows: &[ArticleRow]| rows.get(*place).is_some_and(|row| query.fits(row));
        if query.words.is_empty() {
            self.shelf.shown = (0..self.shelf.rows.len()).filter(|place| fits(place, &self.shelf.rows)).collect();
            return;
        }
        let hits = self.library.search_ids(&query.words, Self::MOST_HITS);
        let hits = self.settle(hits).unwrap_or_default();
        let places: BTreeMap<ArticleId, usize> =
            self.shelf.rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let found = hits.iter().filter_map(|hit| places.get(hit).copied());
        self.shelf.shown = found.filter(|place| fits(place, &self.shelf.rows)).collect();
    }

    /// The most search results that the list shows.
    const MOST_HITS: usize = 500;

    /// Opens the article `by` steps further down the list as shown.
    pub(super) fn step_article(&mut self, by: isize) {
        let open = self.reading.article.as_ref().map(OpenArticle::id);
        let shelf = &self.shelf;
        let ids: Vec<ArticleId> =
            shelf.shown.iter().filter_map(|index| shelf.rows.get(*index)).map(|row| row.id).collect();
        let next = match ids.iter().position(|id| Some(*id) == open) {
            Some(here) => here.checked_add_signed(by),
            None => Some(0),
        };
        if let Some(id) = next.and_then(|next| ids.get(next)).copied() {
            self.go_to(id, None);
        }
    }

    /// Brings a mention into view and makes its entity the one that is walked.
    pub(super) fn show_mention(&mut self, index: usize) {
        let Some(mention) = self.reading.article.as_ref().and_then(|open| open.mentions().get(index)) else { return };
        let position = mention.span.start;
        self.reading.target = Target { entity: Some(mention.entity.key.clone()), mention: Some(index) };
        self.effects.push(Effect::ScrollTo { position, at_top: false });
    }

    /// Brings the next mention of an entity into view: after the one shown last, else after the reading position.
    pub(super) fn walk_entity(&mut self, key: String) {
        if self.reading.target.entity.as_deref() != Some(key.as_str()) {
            self.reading.target = Target { entity: Some(key), mention: None };
        }
        self.step_mention(1);
    }

    pub(super) fn step_mention(&mut self, by: isize) {
        let reading = &self.reading;
        let Some(open) = &reading.article else { return };
        let indices: Vec<usize> = match reading.target.entity.as_deref().and_then(|key| open.entity(key)) {
            Some(entity) => entity.mentions.clone(),
            None => (0..open.mentions().len()).collect(),
        };
        let shown = |index: &usize| open.mentions().get(*index).is_some_and(|mention| self.shows_class(mention.class));
        let indices: Vec<usize> = indices.into_iter().filter(shown).collect();
        let from = match reading.target.mention {
            Some(last) => indices.iter().position(|index| *index == last),
            None => None,
        };
        let next = match from {
            Some(here) => here.checked_add_signed(by).filter(|next| *next < indices.len()).or({
                // Past either end the walk begins again at the other.
                if by > 0 { Some(0) } else { indices.len().checked_sub(1) }
            }),
            None => Some(first_from(open, &indices, reading.position)),
        };
        if let Some(index) = next.and_then(|next| indices.get(next)).copied() {
            self.show_mention(index);
        }
    }
}

/// The position in `indices` of the first mention at or after `position`, else the first of all.
fn first_from(open: &OpenArticle, indices: &[usize], position: usize) -> usize {
    indices
        .iter()
        .position(|index| open.mentions().get(*index).is_some_and(|mention| mention.span.start >= position))
        .unwrap_or(0)
}
