use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use jiff::civil::Date;

use crate::library::{Missed, Origin};

use super::worker::{self, Order, Task};
use super::{Choice, FailureReason, JobEvent, JobId, JobKind, JobStatus, SharedEngine};

/// Messages that wait to be polled before the worker waits too: this, and how much a message holds, bounds memory.
const WAITING_MESSAGES: usize = 2;

/// Where a job stands; the worker writes it, the window reads it.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) done: AtomicUsize,
    pub(super) total: AtomicUsize,
    pub(super) bytes: AtomicU64,
    pub(super) begun: OnceLock<Instant>,
    pub(super) cancelled: AtomicBool,
}

/// A job that has not reported its end yet.
#[derive(Debug)]
struct Entry {
    id: JobId,
    kind: JobKind,
    standing: Arc<Standing>,
    /// Whether stories of it were thrown away because it was cancelled.
    dropped: bool,
}

/// The queue of background work: one job after the other, each on several threads.
///
/// Dropping it asks the work to stop and does not wait for that.
pub struct Jobs {
    wake: Arc<dyn Fn() + Send + Sync>,
    entries: Vec<Entry>,
    next: u64,
    closing: Arc<AtomicBool>,
    line: Option<Line>,
    /// Events that arise on this side.
    own: VecDeque<JobEvent>,
}

/// The way to the worker and back.
struct Line {
    orders: Sender<Order>,
    events: Receiver<Vec<JobEvent>>,
}

impl Jobs {
    /// An empty queue; `wake` is called from a worker whenever there is something to poll.
    #[must_use]
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let closing = Arc::new(AtomicBool::new(false));
        Self { wake, entries: Vec::new(), next: 1, closing, line: None, own: VecDeque::new() }
    }

    /// What wakes the window when there is something to poll.
    #[must_use]
    pub fn waker(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.wake)
    }

    /// Imports files and folders, as far as `choice` takes what is found. `today` is the day of import, from which left-out years are worked out.
    pub fn import(&mut self, paths: Vec<PathBuf>, choice: Choice, engine: SharedEngine, today: Date) -> JobId {
        self.start(JobKind::Import, Task::Import { paths, choice, engine, today })
    }

    /// Prepares the samples.
    pub fn samples(&mut self, engine: SharedEngine, today: Date) -> JobId {
        self.start(JobKind::Samples, Task::Samples { engine, today })
    }

    /// The jobs at work and waiting, in the order in which they were started.
    #[must_use]
    pub fn running(&self) -> Vec<JobStatus> {
        let status = |entry: &Entry| JobStatus {
            id: entry.id,
            kind: entry.kind,
            done: entry.standing.done.load(Ordering::Relaxed),
            total: entry.standing.total.load(Ordering::Relaxed),
            bytes: entry.standing.bytes.load(Ordering::Relaxed),
            worked: entry.standing.begun.get().map(Instant::elapsed),
        };
        self.entries.iter().map(status).collect()
    }

    /// Asks a job to stop soon. Stories that it prepared and that were not polled yet are not delivered any more.
    pub fn cancel(&mut self, id: JobId) {
        if let Some(entry) = self.entries.iter().find(|entry| entry.id == id) {
            entry.standing.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// What jobs have to tell since the last call; never waits.
    pub fn poll(&mut self) -> Vec<JobEvent> {
        let mut events: Vec<JobEvent> = self.own.drain(..).collect();
        while let Some(line) = &self.line {
            match line.events.try_recv() {
                Ok(message) => events.extend(message),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    // The worker is gone: what it was working on ends here, the next job gets a new one.
                    self.line = None;
                    events.extend(self.entries.iter().map(|entry| JobEvent::Finished(entry.id, false)));
                }
            }
        }
        events.into_iter().filter_map(|event| self.settle(event)).collect()
    }

    fn start(&mut self, kind: JobKind, task: Task) -> JobId {
        let id = JobId(self.next);
        self.next += 1;
        let standing = Arc::new(Standing::default());
        let order = Order { id, task, standing: Arc::clone(&standing) };
        self.entries.push(Entry { id, kind, standing, dropped: false });
        if let Err(order) = self.hand_over(order) {
            self.refuse(order);
        }
        id
    }

    /// Gives the order to the worker, starting one if there is none; gives it back where that fails.
    fn hand_over(&mut self, order: Order) -> Result<(), Order> {
        let order = match &self.line {
            Some(line) => match line.orders.send(order) {
                Ok(()) => return Ok(()),
                Err(mpsc::SendError(order)) => order,
            },
            None => order,
        };
        let (orders, inbox) = mpsc::channel();
        let (outbox, events) = mpsc::sync_channel(WAITING_MESSAGES);
        if worker::start(inbox, outbox, Arc::clone(&self.closing), Arc::clone(&self.wake)).is_err() {
            return Err(order);
        }
        let sent = orders.send(order).map_err(|mpsc::SendError(order)| order);
        self.line = Some(Line { orders, events });
        sent
    }

    /// Ends a job that no thread could be started for.
    fn refuse(&mut self, order: Order) {
        let reason = FailureReason::System("the system gave no thread for the work".to_owned());
        let failed = |path| Missed::failed(Origin { path, container: None }, &reason);
        let missed: Vec<Missed> = order.task.into_paths().into_iter().map(failed).collect();
        self.own.push_back(JobEvent::Missed(order.id, missed));
        self.own.push_back(JobEvent::Finished(order.id, false));
        (self.wake)();
    }

    /// What of an event is still wanted; keeps the list of jobs up to date.
    fn settle(&mut self, event: JobEvent) -> Option<JobEvent> {
        let (JobEvent::Prepared(id, _) | JobEvent::Wished(id, _) | JobEvent::Missed(id, _) | JobEvent::Finished(id, _)) =
            &event;
        let place = self.entries.iter().position(|entry| entry.id == *id)?;
        match event {
            JobEvent::Missed(..) => Some(event),
            JobEvent::Prepared(..) | JobEvent::Wished(..) => {
                let entry = self.entries.get_mut(place)?;
                if !entry.standing.cancelled.load(Ordering::Relaxed) {
                    return Some(event);
                }
                entry.dropped = true;
                None
            }
            JobEvent::Finished(id, cancelled) => {
                let entry = self.entries.remove(place);
                Some(JobEvent::Finished(id, cancelled || entry.dropped))
            }
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        // Dropping the line then ends a worker that waits to be polled or for its next order.
        self.closing.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
