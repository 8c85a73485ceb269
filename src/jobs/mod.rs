//! Background work: a queue with progress and cancel, on plain threads. No egui.

mod backups;
pub mod import;
mod merging;
mod queue;
mod worker;

pub use backups::{BackupEvent, Backups};
pub use import::{FailedFile, FailureReason};
pub use merging::Merging;
pub use queue::Jobs;

use std::sync::{Arc, LazyLock};

use crate::article::Wish;
use crate::entity::Engine;
use crate::library::Prepared;

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
}

/// What a job has to tell.
#[derive(Debug)]
pub enum JobEvent {
    /// Stories ready to be taken in.
    Prepared(JobId, Vec<Prepared>),
    /// Stories that exports name without their texts.
    Wished(JobId, Vec<Wish>),
    /// A file that could not be read.
    Failed(JobId, FailedFile),
    /// The job is over; true where it was cancelled.
    Finished(JobId, bool),
}
