//! Background work: a queue with progress and cancel, on plain threads. No egui.

mod aside;
mod backups;
mod choice;
mod failure;
mod intake;
mod merging;
mod neighbours;
mod portion;
mod queue;
mod source;
mod walk;
mod watching;
mod worker;

pub use aside::Aside;
pub use backups::{BackupEvent, Backups};
pub use choice::Choice;
pub use failure::{FailedFile, FailureReason};
pub use intake::{Found, Intake, Lot, ReadFile};
pub use merging::Merging;
pub use neighbours::Neighbours;
pub use portion::Portion;
pub use queue::Jobs;
pub use source::{Opened, Source, Story, open_file, read_file, read_text_file};
pub use watching::{WatchEvent, Watching};

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::entity::Engine;
use crate::library::{Missed, Prepared, Wished};

/// The engine, built on first use, wherever that is.
pub type SharedEngine = Arc<LazyLock<Engine>>;

/// Identifies a job while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Imports files and folders.
    Import,
    /// Takes in the samples.
    Samples,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobStatus {
    /// The job.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Files done.
    pub done: usize,
    /// Files known so far.
    pub total: usize,
    /// Bytes of the stories that were read.
    pub bytes: u64,
    /// How long it has been at work; `None` while it waits for another one.
    pub worked: Option<Duration>,
}

impl JobStatus {
    /// Files done in a second; `None` before there is anything to go by.
    #[must_use]
    pub fn rate(&self) -> Option<f32> {
        let seconds = self.worked?.as_secs_f32();
        (self.done > 0 && seconds > 0.0).then(|| self.done as f32 / seconds)
    }

    /// How long the files known so far will take.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        let files = self.total.saturating_sub(self.done) as f32;
        Duration::try_from_secs_f32(files / self.rate()?).ok()
    }
}

/// What a job has to tell.
#[derive(Debug)]
pub enum JobEvent {
    /// Stories ready to be taken in.
    Prepared(JobId, Vec<Prepared>),
    /// Stories that exports name without their texts.
    Wished(JobId, Vec<Wished>),
    /// What the report is to say of files that were not taken in.
    Missed(JobId, Vec<Missed>),
    /// The job is over; true where it was cancelled.
    Finished(JobId, bool),
}
