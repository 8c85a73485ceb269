use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::{App, OpenArticle};
use crate::library::{ArticleId, Changes, Renewed};

/// Articles whose names are to be made anew, because a ruling may touch them or an older engine found them.
#[derive(Debug, Default)]
pub(in crate::app) struct Renewal {
    /// Those left, the next one last.
    left: Vec<ArticleId>,
    /// How many are done since there were none.
    done: usize,
    /// How many texts were made anew as well.
    rebuilt: usize,
    /// Whether rulings may reach more articles than are known.
    sweeping: bool,
    /// When the last portion between two frames was done.
    ended: Option<Instant>,
}

impl Renewal {
    /// The most articles of one transaction.
    const MOST: usize = 1024;
    /// How long a person waits for a ruling before the rest is left to the time between frames.
    const AT_ONCE: Duration = Duration::from_millis(80);
    /// How long a portion between two frames may take: as long as the frame took, within these bounds.
    const BETWEEN_FRAMES: [Duration; 2] = [Duration::from_millis(8), Duration::from_millis(50)];
}

impl App {
    /// Names that are being made anew: articles done, and all that are known.
    #[must_use]
    pub fn renewing(&self) -> Option<(usize, usize)> {
        let Renewal { left, done, .. } = &self.renewal;
        (!left.is_empty()).then_some((*done, done + left.len()))
    }

    /// Looks for articles whose names are to be made anew.
    pub(in crate::app) fn find_stale(&mut self) {
        if self.library.is_read_only() {
            return;
        }
        let stale = self.library.stale_articles();
        self.renewal.left = self.settle(stale).unwrap_or_default();
        self.renewal.sweeping = true;
        self.find_uncompared();
    }

    /// Makes a portion of names anew between two frames. True while there is more to do.
    pub(super) fn renew_on(&mut self) -> bool {
        // How many there are is found out first, so that progress knows its whole.
        if self.renewal.sweeping || self.renewal.left.is_empty() {
            return self.sweep_on();
        }
        let [least, most] = Renewal::BETWEEN_FRAMES;
        let frame = self.renewal.ended.map_or(least, |ended| ended.elapsed());
        self.renew_within(frame.clamp(least, most));
        self.renewal.ended = Some(Instant::now());
        true
    }

    /// Looks for more that rulings reach. True while there may be more.
    fn sweep_on(&mut self) -> bool {
        if !self.renewal.sweeping {
            self.finish_renewal();
            return false;
        }
        let found = self.library.sweep_on();
        match self.settle(found).flatten() {
            Some(found) => self.renewal.left.extend(found),
            None => self.renewal.sweeping = false,
        }
        true
    }

    fn finish_renewal(&mut self) {
        let (done, rebuilt) = (std::mem::take(&mut self.renewal.done), std::mem::take(&mut self.renewal.rebuilt));
        if rebuilt > 0 {
            self.after(Changes { articles: true, annotations: true, ..Changes::default() });
        } else if done > 0 {
            self.reload_entities();
        }
    }

    /// Makes what stands in line anew at once, the open article first, as far as a person waits for it.
    pub(super) fn renew_at_once(&mut self) {
        let open = self.reading.article.as_ref().map(OpenArticle::id);
        let left = &mut self.renewal.left;
        if let Some(at) = left.iter().position(|id| Some(*id) == open) {
            let last = left.len() - 1;
            left.swap(at, last);
        }
        if !self.renewal.left.is_empty() {
            self.renew_within(Renewal::AT_ONCE);
        }
        if self.renewal.left.is_empty() {
            self.reload_entities();
        }
    }

    /// Makes the names of as many articles anew as can be done in so much time.
    fn renew_within(&mut self, time: Duration) {
        let left = &mut self.renewal.left;
        let ids: Vec<ArticleId> = left.iter().rev().take(Renewal::MOST).copied().collect();
        let renewed = self.library.renew_within(&Arc::clone(&self.engine), &ids, time);
        // What failed is still stale, and is not tried again before something changes.
        let Renewed { done, rebuilt, failed } =
            self.settle(renewed).unwrap_or(Renewed { done: ids.len(), ..Renewed::default() });
        if let Some(failed) = failed {
            self.settle::<()>(Err(failed));
        }
        let renewal = &mut self.renewal;
        renewal.left.truncate(renewal.left.len().saturating_sub(done));
        renewal.done += done;
        renewal.rebuilt += rebuilt;
        if self.reading.article.as_ref().is_some_and(|open| ids.iter().take(done).any(|id| *id == open.id())) {
            self.reload_names();
        }
    }

    /// Reads the open article anew; the walk goes on from where it was, though mentions came or went.
    fn reload_names(&mut self) {
        let Some(open) = &self.reading.article else { return };
        let version = open.stored.body_version;
        let walked = self.reading.target.mention.and_then(|index| open.mentions().get(index)).map(|found| found.span);
        self.reload_article();
        let Some((open, span)) = self.reading.article.as_ref().zip(walked) else { return };
        if open.stored.body_version == version {
            let mentions = open.mentions();
            let same = mentions.iter().position(|mention| mention.span == span);
            self.reading.target.mention =
                same.or_else(|| mentions.iter().position(|mention| mention.span.start == span.start));
        }
    }

    pub(super) fn reload_entities(&mut self) {
        if let Some(mut open) = self.reading.article.take() {
            let reloaded = open.reload_entities(&self.library).and_then(|()| open.reload_note_links(&self.library));
            self.settle(reloaded);
            self.reading.article = Some(open);
        }
    }
}
