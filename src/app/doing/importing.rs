use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{App, ImportReport};
use crate::jobs::{Choice, FailedFile, FailureReason, JobEvent, JobId, JobKind};
use crate::library::{Changes, ImportOutcome, LineOutcome, Missed, OperationId, Prepared, WishOutcome, Wished};

/// While an import runs, the list is read anew once it has grown by a share: parts times this against rows.
const PARTS_A_LIST: usize = 64;

impl App {
    /// Starts importing files and folders in the background.
    pub fn import(&mut self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        let whole = self.library.begin_import();
        let opened = self.library.open_report(whole, &paths);
        if self.settle(opened).is_some() {
            self.start_import(whole, paths, Choice::All);
        }
    }

    /// Imports the files again that failed in an import.
    pub(super) fn retry_import(&mut self, id: OperationId) {
        let failed = self.library.import_lines(id, Some(LineOutcome::Failed));
        let Some(failed) = self.settle(failed).filter(|failed| !failed.is_empty()) else { return };
        let (choice, files) = Choice::again(&failed);
        let whole = self.library.begin_import();
        let opened = self.library.open_report(whole, &files);
        if self.settle(opened).is_some() {
            self.start_import(whole, files, choice);
        }
    }

    /// Goes on with an import that was stopped or broke off.
    pub(super) fn resume_import(&mut self, id: OperationId) {
        if self.imports.values().any(|(running, _)| *running == id) {
            return;
        }
        let found =
            self.library.import_record(id).and_then(|record| Ok((record, self.library.import_lines(id, None)?)));
        let Some((Some(record), lines)) = self.settle(found) else { return };
        if !record.taken_back {
            self.start_import(id, record.sources, Choice::rest(&lines));
        }
    }

    fn start_import(&mut self, whole: OperationId, paths: Vec<PathBuf>, choice: Choice) {
        // An import that still runs and this one are reported together.
        if self.report.as_ref().is_none_or(|report| report.finished) {
            self.report = Some(ImportReport::default());
        }
        // What the person asked for comes before the samples of a new library.
        let job = self.jobs.import(paths, choice, Arc::clone(&self.engine), (self.today)());
        self.imports.insert(job, (whole, false));
        self.open_first_of = Some(job);
    }

    /// Takes in what background work has finished. True where something changed.
    pub fn poll(&mut self) -> bool {
        let events = self.jobs.poll();
        let changed = !events.is_empty() | self.poll_backups() | self.poll_merge();
        for event in events {
            match event {
                JobEvent::Prepared(job, stories) => self.take_in(job, stories),
                JobEvent::Wished(job, wishes) => self.take_in_wishes(job, wishes),
                JobEvent::Missed(job, missed) => self.note_missed(job, &missed),
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
        let whole = self.whole_of(job);
        let files: Vec<PathBuf> = stories.iter().map(|story| PathBuf::from(&story.file)).collect();
        let imported = self.library.import_part(whole, stories);
        let Some((outcomes, changes)) = self.settle(imported) else {
            self.note_refused(job);
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

    /// The operation that the parts of an import belong to.
    fn whole_of(&mut self, job: JobId) -> OperationId {
        self.imports.entry(job).or_insert_with(|| (self.library.begin_import(), false)).0
    }

    /// The library refused a part: the import is not whole, and can be gone on with.
    fn note_refused(&mut self, job: JobId) {
        self.imports.entry(job).and_modify(|(_, refused)| *refused = true);
    }

    fn note_missed(&mut self, job: JobId, missed: &[Missed]) {
        let whole = self.whole_of(job);
        let told = self.library.report_missed(whole, missed);
        if self.settle(told).is_none() {
            self.note_refused(job);
        }
    }

    fn take_in_wishes(&mut self, job: JobId, wishes: Vec<Wished>) {
        let whole = self.whole_of(job);
        let wished = self.library.wish_part(whole, wishes);
        let Some((outcomes, _)) = self.settle(wished) else { return self.note_refused(job) };
        let new = outcomes.iter().filter(|outcome| **outcome == WishOutcome::New).count();
        self.report.get_or_insert_default().wanted += new;
        self.unlisted += 1;
    }

    fn finish_import(&mut self, job: JobId, cancelled: bool) {
        if self.open_first_of == Some(job) {
            self.open_first_of = None;
        }
        if let Some((whole, refused)) = self.imports.remove(&job)
            && !cancelled
            && !refused
        {
            let closed = self.library.close_report(whole);
            self.settle(closed);
        }
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
