use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::intake::{Found, Intake, Lot, prepare_sample};
use super::portion::{Portion, STACK_BYTES, do_some};
use super::queue::Standing;
use super::{Choice, JobEvent, JobId, SharedEngine};
use crate::entity::Engine;
use crate::library::{self, Missed, Prepared, Wished};

/// What one message holds: small, so that the window takes it in within a frame, and soon.
const PORTION: Portion = Portion { items: 16, within: Duration::from_millis(100) };

/// A job for the worker.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) id: JobId,
    pub(super) task: Task,
    pub(super) standing: Arc<Standing>,
}

/// What a job is to do.
#[derive(Debug)]
pub(super) enum Task {
    Import { paths: Vec<PathBuf>, choice: Choice, engine: SharedEngine, today: Date },
    Samples { engine: SharedEngine, today: Date },
}

impl Task {
    /// The paths that the person named.
    pub(super) fn into_paths(self) -> Vec<PathBuf> {
        match self {
            Self::Import { paths, .. } => paths,
            Self::Samples { .. } => Vec::new(),
        }
    }
}

/// Starts the thread that does what `orders` bring, one after the other, until either end of the line is dropped.
pub(super) fn start(
    orders: Receiver<Order>,
    events: SyncSender<Vec<JobEvent>>,
    closing: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
) -> io::Result<()> {
    let worker = Worker { events, closing, wake };
    let run = move || {
        orders.into_iter().take_while(|_| !worker.closing.load(Ordering::Relaxed)).for_each(|order| worker.run(order));
    };
    thread::Builder::new().name("sorot-jobs".to_owned()).stack_size(STACK_BYTES).spawn(run).map(drop)
}

/// The window is gone; nobody wants the rest.
struct Gone;

struct Worker {
    events: SyncSender<Vec<JobEvent>>,
    closing: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Worker {
    fn run(&self, order: Order) {
        let Order { id, task, standing } = order;
        let _ = standing.begun.set(Instant::now());
        let work = || match task {
            Task::Import { paths, choice, engine, today } => {
                self.import(id, &standing, (paths, choice), (&engine, today))
            }
            Task::Samples { engine, today } => self.samples(id, &standing, &engine, today),
        };
        // Files are guarded one by one; this keeps the queue alive should the rest ever break.
        let complete = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(complete)) => complete,
            Ok(Err(Gone)) => return,
            Err(_) => false,
        };
        let cancelled = !complete && standing.cancelled.load(Ordering::Relaxed);
        let _ = self.tell(vec![JobEvent::Finished(id, cancelled)]);
    }

    /// True where every file was done.
    fn import(
        &self,
        id: JobId,
        standing: &Standing,
        (paths, choice): (Vec<PathBuf>, Choice),
        (engine, today): (&SharedEngine, Date),
    ) -> Result<bool, Gone> {
        let stop = || self.is_over(standing);
        let engine = || -> &Engine { engine };
        let mut intake = Intake::new(paths, choice);
        loop {
            intake.look_ahead(&stop);
            standing.total.store(standing.done.load(Ordering::Relaxed) + intake.ahead(), Ordering::Relaxed);
            if stop() {
                return Ok(false);
            }
            let Some(lot) = intake.read(PORTION, (&engine, today), &stop) else { return Ok(true) };
            self.hand_over(id, standing, lot)?;
        }
    }

    /// Tells what was read of an import.
    fn hand_over(&self, id: JobId, standing: &Standing, lot: Lot) -> Result<(), Gone> {
        standing.done.fetch_add(lot.files.len(), Ordering::Relaxed);
        let (mut stories, mut wishes, mut missed) = (Vec::new(), Vec::new(), lot.skipped);
        for file in lot.files {
            match file.result {
                Ok(Found::Story(story)) => stories.push(*story),
                Ok(Found::Wish(wish)) => wishes.push(Wished { wish: *wish, origin: Some(file.origin) }),
                Err(reason) => missed.push(Missed::failed(file.origin, &reason)),
            }
        }
        self.deliver(id, standing, stories)?;
        if !missed.is_empty() {
            self.tell(vec![JobEvent::Missed(id, missed)])?;
        }
        if !wishes.is_empty() {
            self.tell(vec![JobEvent::Wished(id, wishes)])?;
        }
        Ok(())
    }

    /// True where every sample was done.
    fn samples(&self, id: JobId, standing: &Standing, engine: &SharedEngine, today: Date) -> Result<bool, Gone> {
        let mut pending: VecDeque<_> = library::samples().map(|(name, text)| (PathBuf::from(name), text)).collect();
        standing.total.store(pending.len(), Ordering::Relaxed);
        while !pending.is_empty() {
            if self.is_over(standing) {
                return Ok(false);
            }
            let read = |(path, text): &(PathBuf, &str)| prepare_sample(path, text, engine, today);
            let results = do_some(&mut pending, PORTION, &|| self.is_over(standing), &read);
            standing.done.fetch_add(results.len(), Ordering::Relaxed);
            let mut stories = Vec::new();
            for ((path, _), result) in results {
                match result {
                    Ok(story) => stories.push(story),
                    Err(error) => tracing::error!(%error, path = %path.display(), "a sample could not be read"),
                }
            }
            self.deliver(id, standing, stories)?;
        }
        Ok(true)
    }

    fn is_over(&self, standing: &Standing) -> bool {
        standing.cancelled.load(Ordering::Relaxed) || self.closing.load(Ordering::Relaxed)
    }

    fn deliver(&self, id: JobId, standing: &Standing, stories: Vec<Prepared>) -> Result<(), Gone> {
        let bytes = stories.iter().map(|story| story.size() as u64).sum();
        standing.bytes.fetch_add(bytes, Ordering::Relaxed);
        if stories.is_empty() { Ok(()) } else { self.tell(vec![JobEvent::Prepared(id, stories)]) }
    }

    /// Waits while nobody polls.
    fn tell(&self, message: Vec<JobEvent>) -> Result<(), Gone> {
        if message.is_empty() {
            return Ok(());
        }
        self.events.send(message).map_err(|_| Gone)?;
        (self.wake)();
        Ok(())
    }
}
