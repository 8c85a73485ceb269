use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{App, ImportReport};
use crate::article::Wish;
use crate::jobs::{FailedFile, FailureReason, JobEvent, JobId, JobKind};
use crate::library::{Changes, ImportOutcome, Prepared, WishOutcome};

/// While an import runs, the list is read anew once it has grown by a share: parts times this against rows.
const PARTS_A_LIST: usize = 64;

impl App {
    /// Starts importing files and folders in the background.
    pub fn import(&mut self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        // An import that still runs and this one are reported together.
        if self.report.as_ref().is_none_or(|report| report.finished) {
            self.report = Some(ImportReport::default());
        }
        // What the person asked for comes before the samples of a new library.
        self.open_first_of = Some(self.jobs.import(paths, Arc::clone(&self.engine), (self.today)()));
    }

    /// Takes in what background work has finished. True where something changed.
    pub fn poll(&mut self) -> bool {
        let events = self.jobs.poll();
        let changed = !events.is_empty() | self.poll_backups() | self.poll_merge();
        for event in events {
            match event {
                JobEvent::Prepared(job, stories) => self.take_in(job, stories),
                JobEvent::Wished(job, wishes) => self.take_in_wishes(job, wishes),
                JobEvent::Failed(_, failed) => self.report.get_or_insert_default().failed.push(failed),
                JobEvent::Finished(job, cancelled) => self.finish_import(job, cancelled),
            }
        }
        if self.library.changed_elsewhere() {
            self.after(Changes { articles: true, annotations: true, names: true });
            return true;
        }
        changed | self.renew_on() | self.count_ledger()
    }

    fn take_in(&mut self, job: JobId, stories: Vec<Prepared>) {
        let samples = self.samples_job == Some(job);
        let whole = *self.imports.entry(job).or_insert_with(|| self.library.begin_import());
        let files: Vec<PathBuf> = stories.iter().map(|story| PathBuf::from(&story.file)).collect();
        let imported = self.library.import_part(whole, stories);
        let Some((outcomes, changes)) = self.settle(imported) else {
            let refused = |path| FailedFile { path, reason: FailureReason::Refused };
            self.report.get_or_insert_default().failed.extend(files.into_iter().map(refused));
            return;
        };
        let mut first = None;
        for outcome in outcomes {
            let report = self.report.as_mut().filter(|_| !samples);
            let id = match outcome.outcome {
                ImportOutcome::New(id) => {
                    if let Some(report) = report {
                        report.imported.push(id);
                    }
                    id
                }
                ImportOutcome::Changed(id) => {
                    if let Some(report) = report {
                        report.changed.push(id);
                    }
                    id
                }
                ImportOutcome::Same(id) => {
                    if let Some(report) = report {
                        report.same.push(id);
                    }
                    id
                }
            };
            first.get_or_insert(id);
        }
        // Reading the list anew for each part would cost more with each: now and then is enough while it runs.
        self.unlisted += 1;
        if self.unlisted * PARTS_A_LIST >= self.shelf.rows.len() || self.open_first_of == Some(job) {
            self.unlisted = 0;
            self.after(changes);
        }
        if self.open_first_of == Some(job)
            && let Some(first) = first
        {
            self.open_first_of = None;
            self.go_to(first, None);
        }
    }

    fn take_in_wishes(&mut self, job: JobId, wishes: Vec<Wish>) {
        let whole = *self.imports.entry(job).or_insert_with(|| self.library.begin_import());
        let wished = self.library.wish_part(whole, wishes);
        let Some((outcomes, _)) = self.settle(wished) else { return };
        let new = outcomes.iter().filter(|outcome| **outcome == WishOutcome::New).count();
        self.report.get_or_insert_default().wanted += new;
        self.unlisted += 1;
    }

    fn finish_import(&mut self, job: JobId, cancelled: bool) {
        if self.open_first_of == Some(job) {
            self.open_first_of = None;
        }
        self.imports.remove(&job);
        if std::mem::take(&mut self.unlisted) > 0 {
            self.after(Changes { articles: true, annotations: true, names: true });
        }
        let others = self.jobs.running().iter().any(|other| other.id != job && other.kind == JobKind::Import);
        if self.samples_job == Some(job) {
            self.samples_job = None;
        } else if let Some(report) = self.report.as_mut() {
            report.finished = !others;
            report.cancelled |= cancelled;
        }
    }
}
