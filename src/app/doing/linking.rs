//! Links in notes: what is offered while one is typed, and where one leads.

use crate::app::{App, Notice};
use crate::library::{AnnotationId, ArticleId};
use crate::text::{LinkKind, LinkTarget};

impl App {
    /// Looks for what a link can be made to.
    pub(super) fn offer_links(&mut self, words: String) {
        const EACH: usize = 4;
        let offers = self.library.link_offers(&words, EACH);
        self.marks.offers = self.settle(offers).unwrap_or_default();
        self.marks.offers_for = Some(words);
    }

    /// Goes where a link of a note leads, or says that it leads nowhere any more.
    pub(super) fn follow_link(&mut self, target: &LinkTarget) {
        let same = self.library.same_entities();
        let Some(same) = self.settle(same) else { return };
        let leads = self.library.link_leads_to(target, &same);
        let target = same.today(target);
        match self.settle(leads) {
            None => {}
            Some(None) => self.say(Notice::LinkGone),
            Some(Some(_)) => match target.kind {
                LinkKind::Article => target.id.parse().into_iter().for_each(|id| self.go_to(ArticleId(id), None)),
                LinkKind::Mark => target.id.parse().into_iter().for_each(|id| self.open_mark(AnnotationId(id))),
                LinkKind::Entity => self.follow_entity(target.id),
            },
        }
    }

    /// Walks the names of an entity: here, or else in the story that names it most.
    fn follow_entity(&mut self, key: String) {
        if self.reading.article.as_ref().is_none_or(|open| open.entity(&key).is_none()) {
            let naming = self.library.articles_naming(&key);
            let Some(Some((id, _))) = self.settle(naming).map(|naming| naming.first().copied()) else { return };
            self.go_to(id, None);
        }
        self.walk_entity(key);
    }
}
