use std::time::{Duration, Instant};

use crate::app::{App, Notice, OpenArticle};
use crate::library::{AnnotationId, ArticleId, Changes};

/// What other programs changed in the library: shown soon, but never so often that the window does little else.
#[derive(Debug, Default)]
pub(in crate::app) struct Elsewhere {
    /// Whether something changed that does not show yet.
    pending: bool,
    /// When what changed was shown last, and how long it took to read that.
    shown: Option<(Instant, Duration)>,
}

impl Elsewhere {
    /// The least time between two readings of all that shows.
    const APART: Duration = Duration::from_secs(1);
    /// How much longer than a reading took the next one is put off.
    const REST: u32 = 10;

    /// For how long from `now` on what changed waits; `None` where nothing did.
    fn wait(&self, now: Instant) -> Option<Duration> {
        let rest = |(then, took): (Instant, Duration)| {
            (then + Self::APART.max(took.saturating_mul(Self::REST))).saturating_duration_since(now)
        };
        self.pending.then(|| self.shown.map_or(Duration::ZERO, rest))
    }
}

impl App {
    /// Shows what other programs changed, where it is time for that. True where something is to be drawn anew.
    pub(super) fn show_elsewhere(&mut self) -> bool {
        self.elsewhere.pending |= self.library.changed_elsewhere();
        let began = Instant::now();
        if self.elsewhere.wait(began) != Some(Duration::ZERO) {
            return false;
        }
        self.reload_reports();
        let chosen = self.where_chosen();
        self.after(Changes { articles: true, annotations: true, names: true });
        // Its note may be being written: the field is gone with it.
        let now = self.where_chosen();
        if now.0 == chosen.0 && now.1.is_none() && chosen.1.is_some() {
            self.say(Notice::MarkGone);
        }
        self.elsewhere = Elsewhere { pending: false, shown: Some((Instant::now(), began.elapsed())) };
        true
    }

    /// The open article, and its mark that is chosen.
    fn where_chosen(&self) -> (Option<ArticleId>, Option<AnnotationId>) {
        (self.reading.article.as_ref().map(OpenArticle::id), self.reading.chosen)
    }

    /// When to [`poll`](Self::poll) again though nobody asks for it.
    #[must_use]
    pub fn polls_again_in(&self) -> Option<Duration> {
        self.elsewhere.wait(Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_change_waits_in_proportion_to_what_showing_it_takes_and_is_not_forgotten() {
        let now = Instant::now();
        let after = |seconds: f32| now + Duration::from_secs_f32(seconds);
        let mut elsewhere = Elsewhere::default();
        assert_eq!(elsewhere.wait(now), None);
        elsewhere.pending = true;
        assert_eq!(elsewhere.wait(now), Some(Duration::ZERO), "the first shows at once");
        elsewhere.shown = Some((now, Duration::from_millis(2)));
        assert_eq!(elsewhere.wait(after(0.25)), Some(Duration::from_millis(750)));
        assert_eq!(elsewhere.wait(after(1.0)), Some(Duration::ZERO));
        elsewhere.shown = Some((now, Duration::from_millis(300)));
        assert_eq!(elsewhere.wait(after(1.0)), Some(Duration::from_secs(2)));
        assert_eq!(elsewhere.wait(after(9.0)), Some(Duration::ZERO), "what came last as well");
        elsewhere.pending = false;
        assert_eq!(elsewhere.wait(after(9.0)), None);
    }
}
