use crate::library::ArticleId;

/// A place in the library: an article and how far down it was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// Byte offset in its body of the first visible text.
    pub position: usize,
}

/// Where the person has been, as in a browser.
#[derive(Debug, Clone, Default)]
pub struct History {
    back: Vec<Place>,
    forward: Vec<Place>,
}

impl History {
    /// The longest way back that is kept.
    const LIMIT: usize = 200;

    /// Notes that `left` was left for somewhere new; the way forward ends.
    pub fn leave(&mut self, left: Place) {
        self.forward.clear();
        self.back.push(left);
        if self.back.len() > Self::LIMIT {
            self.back.remove(0);
        }
    }

    /// One step back from `here`, if there is one.
    pub fn back(&mut self, here: Option<Place>) -> Option<Place> {
        let to = self.back.pop()?;
        self.forward.extend(here);
        Some(to)
    }

    /// One step forward from `here`, if there is one.
    pub fn forward(&mut self, here: Option<Place>) -> Option<Place> {
        let to = self.forward.pop()?;
        self.back.extend(here);
        Some(to)
    }

    /// Whether there is a way back.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a way forward.
    #[must_use]
    pub fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Drops the places for which `keep` is false (articles that were removed).
    pub fn retain(&mut self, keep: impl Fn(ArticleId) -> bool) {
        self.back.retain(|place| keep(place.article));
        self.forward.retain(|place| keep(place.article));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u128, position: usize) -> Place {
        Place { article: ArticleId(uuid::Uuid::from_u128(number)), position }
    }

    #[test]
    fn back_and_forward_return_to_the_positions_that_were_left() {
        let mut history = History::default();
        history.leave(place(1, 10));
        history.leave(place(2, 20));
        assert_eq!(history.back(Some(place(3, 30))), Some(place(2, 20)));
        assert_eq!(history.back(Some(place(2, 25))), Some(place(1, 10)));
        assert_eq!(history.back(Some(place(1, 10))), None);
        assert_eq!(history.forward(Some(place(1, 11))), Some(place(2, 25)));
        assert!(history.can_go_back() && history.can_go_forward());
    }

    #[test]
    fn a_new_step_ends_the_way_forward() {
        let mut history = History::default();
        history.leave(place(1, 0));
        history.back(Some(place(2, 0)));
        history.leave(place(1, 5));
        assert!(!history.can_go_forward());
    }
}
