//! Names made anew where rulings or the engine changed: from what the engine proposed before, where that was kept.

use std::borrow::Cow;
use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::entity::{self, Engine, Mention, Rulings};

use super::import::{READER_VERSION, write_packed};
use super::rulings::{select, standing};
use super::{ArticleId, Library, LibraryError, StoredRuling, naming, prepare};

/// Articles whose names are made anew in one transaction: each is waited for until it is on disk.
const PORTION: usize = 512;
/// Articles whose names are made side by side before they are written and the time is looked at.
const SIDE_BY_SIDE: usize = 64;
/// Fewer articles than this are not worth another thread.
const WORTH_A_THREAD: usize = 8;
/// More threads than this gain little: what they make is written by one.
const MAX_THREADS: usize = 8;

/// What was made anew.
#[derive(Debug, Default)]
pub struct Renewed {
    /// So many of the articles, from the first on.
    pub done: usize,
    /// Of how many the text was made anew as well.
    pub rebuilt: usize,
    /// Why the last one that could not be made anew could not.
    pub failed: Option<LibraryError>,
}

impl Library {
    /// Makes the names of a stale article anew; its text as well where that was made by another reader.
    pub fn renew(&mut self, engine: &Engine, id: ArticleId) -> Result<(), LibraryError> {
        self.renew_within(engine, &[id], Duration::MAX)?.failed.map_or(Ok(()), Err)
    }

    /// The same for as many of these articles as can be done in so much time, at least one. Names are made in one transaction
    /// up to the next text that is made anew, which is one of its own.
    pub fn renew_within(
        &mut self,
        engine: &Engine,
        ids: &[ArticleId],
        time: Duration,
    ) -> Result<Renewed, LibraryError> {
        let started = Instant::now();
        let mut renewed = Renewed::default();
        while let Some(left @ [next, ..]) = ids.get(renewed.done..) {
            if self.is_read(*next)? {
                renewed.done += self.renew_names(engine, left, time.saturating_sub(started.elapsed()))?;
            } else {
                match self.rebuild_article(engine, *next) {
                    Ok(()) => renewed.rebuilt += 1,
                    Err(error @ LibraryError::DamagedPage(..)) => renewed.failed = Some(error),
                    Err(error) => return Err(error),
                }
                renewed.done += 1;
            }
            if started.elapsed() >= time {
                break;
            }
        }
        Ok(renewed)
    }

    /// Makes the names of every stale article anew, giving how many there were; looks for all that rulings reach first.
    pub fn renew_all(&mut self, engine: &Engine) -> Result<usize, LibraryError> {
        while self.sweep_on()?.is_some() {}
        let stale = self.stale_articles()?;
        let mut failed = None;
        for portion in stale.chunks(PORTION) {
            // A damaged page keeps none of the others waiting.
            failed = self.renew_within(engine, portion, Duration::MAX)?.failed.or(failed);
        }
        failed.map_or(Ok(stale.len()), Err)
    }

    /// Whether the text of an article was made by this reader.
    fn is_read(&self, id: ArticleId) -> Result<bool, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND reader = ?2")?;
        Ok(query.exists(params![id.to_string(), READER_VERSION])?)
    }

    /// Makes the names of articles anew in one transaction, until the time is over or one comes whose text is to be made
    /// anew as well; the answer is how many were done.
    fn renew_names(&self, engine: &Engine, ids: &[ArticleId], time: Duration) -> Result<usize, LibraryError> {
        let started = Instant::now();
        let mut done = 0;
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let ruled = Ruled::read(&transaction)?;
        for ids in ids.chunks(SIDE_BY_SIDE) {
            let mut works = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(work) = Work::read(&transaction, *id)? else { break };
                works.push(work);
            }
            for (work, made) in works.iter().zip(make_all(engine, &ruled, &works)) {
                write(&transaction, work, &made?)?;
            }
            done += works.len();
            if works.len() < ids.len() || started.elapsed() >= time {
                break;
            }
        }
        transaction.commit()?;
        Ok(done)
    }
}

/// Every ruling, ready for any article.
struct Ruled {
    /// Those on the whole library, in their order.
    wide: Vec<StoredRuling>,
    ready: Rulings,
    /// Those of articles that have some of their own.
    own: HashMap<ArticleId, Vec<StoredRuling>>,
}

impl Ruled {
    fn read(db: &Connection) -> Result<Self, LibraryError> {
        let wide = select(db, "article IS NULL", [])?;
        let mut own: HashMap<ArticleId, Vec<StoredRuling>> = HashMap::new();
        for stored in select(db, "article IS NOT NULL", [])? {
            if let Some(id) = stored.article {
                own.entry(id).or_default().push(stored);
            }
        }
        let ready = Rulings::new(wide.iter().map(|stored| stored.ruling.clone()).collect());
        Ok(Self { wide, ready, own })
    }

    /// The rulings that hold for an article with this body.
    fn of(&self, id: ArticleId, body: &str) -> Cow<'_, Rulings> {
        let Some(own) = self.own.get(&id) else { return Cow::Borrowed(&self.ready) };
        let mut all: Vec<&StoredRuling> = self.wide.iter().chain(own).collect();
        all.sort_by_key(|stored| stored.id);
        Cow::Owned(Rulings::new(all.into_iter().filter_map(|stored| standing(stored, body)).collect()))
    }
}

/// An article whose names are made anew.
struct Work {
    id: ArticleId,
    number: i64,
    body: String,
    date: Option<Date>,
    /// What the engine proposed, where this one was asked before.
    proposed: Option<Vec<u8>>,
}

impl Work {
    /// `None` where its text was made by another reader.
    fn read(db: &Connection, id: ArticleId) -> Result<Option<Self>, LibraryError> {
        let mut query = db.prepare_cached(
            "SELECT article.number, body, published, proposed FROM article
             LEFT JOIN names ON names.number = article.number AND names.engine = ?3
             WHERE id = ?1 AND reader = ?2",
        )?;
        let read = query.query_row(params![id.to_string(), READER_VERSION, entity::VERSION], |row| {
            let published: Option<String> = row.get(2)?;
            let date = published.and_then(|value| value.get(..10)?.parse().ok());
            Ok(Self { id, number: row.get(0)?, body: row.get(1)?, date, proposed: row.get(3)? })
        });
        Ok(read.optional()?)
    }
}

/// What was made of it.
struct Made {
    mentions: Vec<Mention>,
    /// The same, to be kept.
    packed: Vec<u8>,
    /// What the engine proposed, where it had to be asked.
    proposed: Option<Vec<u8>>,
}

/// Makes the names of these, on several threads where that is worth it.
fn make_all(engine: &Engine, ruled: &Ruled, works: &[Work]) -> Vec<Result<Made, LibraryError>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(MAX_THREADS).min(works.len() / WORTH_A_THREAD).max(1);
    let share = |works: &[Work]| -> Vec<Result<Made, LibraryError>> {
        works.iter().map(|work| make(engine, ruled, work)).collect()
    };
    let mut shares = works.chunks(works.len().div_ceil(threads).max(1));
    let Some(first) = shares.next() else { return Vec::new() };
    thread::scope(|scope| {
        let started: Vec<_> = shares.map(|works| (works, scope.spawn(move || share(works)))).collect();
        let mut made = share(first);
        for (works, started) in started {
            made.extend(started.join().unwrap_or_else(|_| share(works)));
        }
        made
    })
}

fn make(engine: &Engine, ruled: &Ruled, work: &Work) -> Result<Made, LibraryError> {
    let kept = work.proposed.as_deref().and_then(|kept| prepare::unpack(kept, &work.body));
    let (proposed, fresh) = match kept {
        Some(proposed) => (proposed, None),
        None => {
            let proposed = engine.propose(&work.body, work.date);
            let packed = prepare::pack(&proposed);
            (proposed, Some(packed))
        }
    };
    let mentions = proposed.settle(&work.body, &ruled.of(work.id, &work.body));
    Ok(Made { packed: prepare::pack_mentions(&mentions)?, mentions, proposed: fresh })
}

/// Writes the names of an article in place of what it had, touching only what changed.
fn write(db: &Connection, work: &Work, made: &Made) -> Result<(), LibraryError> {
    db.prepare_cached("UPDATE article SET mentions = '', engine = ?2 WHERE number = ?1")?
        .execute(params![work.number, entity::VERSION])?;
    match &made.proposed {
        Some(proposed) => write_packed(db, work.number, proposed, &made.packed)?,
        None => {
            db.prepare_cached("UPDATE names SET mentions = ?2 WHERE number = ?1")?
                .execute(params![work.number, made.packed])?;
        }
    }
    naming::replace(db, work.number, &made.mentions)
}
