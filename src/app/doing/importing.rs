use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::{App, Notice, Overlay};
use crate::jobs::{Choice, JobEvent, JobId};
use crate::library::{Changes, ImportRecord, LibraryError, LineOutcome, Missed, OperationId, Prepared, Wished};

/// While an import runs, the list is read anew once it has grown by a share: parts times this against rows.
const PARTS_A_LIST: usize = 64;

/// While an import runs, its report is read anew so often where it is shown.
const REPORTED: Duration = Duration::from_millis(500);

/// An import that runs or waits to.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Importing {
    /// The operation that its parts belong to.
    whole: OperationId,
    /// Whether a watched folder brought it.
    watched: bool,
    /// Whether the library refused any of it.
    refused: bool,
}

impl Importing {
    /// An import that begins.
    pub(super) const fn new(whole: OperationId, watched: bool) -> Self {
        Self { whole, watched, refused: false }
    }
}

impl App {
    /// Whether an import from watched folders runs or waits to.
    pub(super) fn is_importing_watched(&self) -> bool {
        self.importing.values().any(|running| running.watched)
    }

    /// Whether this import runs or waits to.
    #[must_use]
    pub fn is_importing(&self, import: OperationId) -> bool {
        self.importing.values().any(|running| running.whole == import)
    }

    /// Starts importing files and folders in the background.
    pub fn import(&mut self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        // Going on with it later must find the same files wherever the program is started then.
        let paths: Vec<PathBuf> = paths.into_iter().map(|path| std::path::absolute(&path).unwrap_or(path)).collect();
        let whole = self.library.begin_import();
        let opened = self.library.open_report(whole, &paths);
        if self.settle(opened).is_some() {
            let job = self.start_import(Importing::new(whole, false), paths, Choice::All);
            // What the person asked for comes before the samples of a new library.
            self.open_first_of = Some(job);
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
            self.start_import(Importing::new(whole, false), files, choice);
            self.follow_import(whole);
        }
    }

    /// Goes on with an import that was stopped or broke off.
    pub(super) fn resume_import(&mut self, id: OperationId) {
        if self.is_importing(id) {
            return;
        }
        let found =
            self.library.import_record(id).and_then(|record| Ok((record, self.library.import_lines(id, None)?)));
        let Some((Some(record), lines)) = self.settle(found) else { return };
        if record.is_unfinished() {
            let noted = self.library.note_stopped(id, false);
            self.settle(noted);
            self.start_import(Importing::new(id, record.watched), record.sources, Choice::rest(&lines));
            self.forget_import_notice(id);
            self.reload_reports();
        }
    }

    /// Takes away what was told of an import.
    pub(super) fn forget_import_notice(&mut self, id: OperationId) {
        self.notices.retain(|notice| !matches!(notice, Notice::Import(told) if told.id == id));
    }

    /// Where reports are shown, shows that of an import which begins.
    fn follow_import(&mut self, whole: OperationId) {
        if self.overlay == Some(Overlay::Imports) {
            self.look_into(whole);
        }
    }

    pub(super) fn start_import(&mut self, import: Importing, paths: Vec<PathBuf>, choice: Choice) -> JobId {
        let job = self.jobs.import(paths, choice, Arc::clone(&self.engine), (self.today)());
        self.importing.insert(job, import);
        job
    }

    /// Offers to go on with the last import where that was stopped or broke off, and they have not declined.
    pub(in crate::app) fn offer_to_go_on(&mut self) {
        let offered = self.library.import_to_offer();
        if let Some(record) = self.settle(offered).flatten() {
            self.notices.push(Notice::Import(Box::new(record)));
        }
    }

    /// Does not offer again to go on with an import, whose report still does.
    pub(super) fn decline_import(&mut self, record: &ImportRecord) {
        if record.is_unfinished() && !self.library.is_read_only() {
            let noted = self.library.note_declined(record.id);
            self.settle(noted);
        }
    }

    /// Takes in what background work has finished. True where something changed.
    pub fn poll(&mut self) -> bool {
        let events = self.jobs.poll();
        let worked = !events.is_empty();
        let changed = worked
            | self.poll_backups()
            | self.poll_merge()
            | self.poll_export()
            | self.poll_comparison()
            | self.poll_handing()
            | self.poll_watch();
        for event in events {
            match event {
                JobEvent::Prepared(job, stories) => self.take_in(job, stories),
                JobEvent::Wished(job, wishes) => self.take_in_wishes(job, wishes),
                JobEvent::Missed(job, missed) => self.note_missed(job, missed),
                JobEvent::Finished(job, cancelled) => self.finish_import(job, cancelled),
            }
        }
        if worked && self.reported.is_none_or(|then| then.elapsed() >= REPORTED) {
            self.reported = Some(Instant::now());
            self.reload_reports();
        }
        if self.show_elsewhere() {
            return true;
        }
        changed | self.renew_on() | self.count_ledger() | self.search_on() | self.compare_texts_on()
    }

    fn take_in(&mut self, job: JobId, stories: Vec<Prepared>) {
        let whole = self.whole_of(job);
        let left = if self.is_watched(job) { self.library.leave_taken_away(whole, stories) } else { Ok(stories) };
        let Some(stories) = self.settle_part(job, left).filter(|stories| !stories.is_empty()) else { return };
        let imported = self.library.import_part(whole, stories);
        let Some((imported, changes)) = self.settle_part(job, imported) else { return };
        // Reading the list anew for each part would cost more with each: now and then is enough while it runs.
        self.unlisted += 1;
        if self.unlisted * PARTS_A_LIST >= self.shelf.rows.len() || self.open_first_of == Some(job) {
            self.unlisted = 0;
            self.after(changes);
        }
        if self.open_first_of == Some(job)
            && let Some(first) = imported.first()
        {
            self.open_first_of = None;
            self.go_to(first.outcome.article(), None);
        }
    }

    /// The operation that the parts of an import belong to.
    fn whole_of(&mut self, job: JobId) -> OperationId {
        let begin = || Importing::new(self.library.begin_import(), false);
        self.importing.entry(job).or_insert_with(begin).whole
    }

    /// The value of taking in a part. Where that was refused the import is not whole, and can be gone on with; where the
    /// import was taken back meanwhile, it ends.
    fn settle_part<T>(&mut self, job: JobId, result: Result<T, LibraryError>) -> Option<T> {
        if matches!(result, Err(LibraryError::TakenBack)) {
            self.jobs.cancel(job);
            return None;
        }
        let value = self.settle(result);
        if value.is_none() {
            self.importing.entry(job).and_modify(|running| running.refused = true);
        }
        value
    }

    /// Whether a watched folder brought what an import takes in.
    fn is_watched(&self, job: JobId) -> bool {
        self.importing.get(&job).is_some_and(|running| running.watched)
    }

    fn note_missed(&mut self, job: JobId, mut missed: Vec<Missed>) {
        // What lies in a watched folder beside stories was not meant as one.
        if self.is_watched(job) {
            let beside = missed.iter_mut().filter(|file| file.why.code == "binary");
            beside.for_each(|file| file.outcome = LineOutcome::Skipped);
        }
        let whole = self.whole_of(job);
        let told = self.library.report_missed(whole, &missed);
        self.settle_part(job, told);
    }

    fn take_in_wishes(&mut self, job: JobId, wishes: Vec<Wished>) {
        let whole = self.whole_of(job);
        let wished = self.library.wish_part(whole, wishes);
        if self.settle_part(job, wished).is_some() {
            self.unlisted += 1;
        }
    }

    fn finish_import(&mut self, job: JobId, cancelled: bool) {
        if self.open_first_of == Some(job) {
            self.open_first_of = None;
        }
        if let Some(ended) = self.importing.remove(&job) {
            self.end_report(ended, cancelled);
        }
        if std::mem::take(&mut self.unlisted) > 0 {
            self.after(Changes { articles: true, annotations: true, names: true });
        }
        if self.samples_job == Some(job) {
            self.samples_job = None;
        }
        self.reload_reports();
    }

    /// Says in the report how an import ended, and tells the person what became of it.
    fn end_report(&mut self, ended: Importing, cancelled: bool) {
        let Importing { whole, refused, .. } = ended;
        let closed = match (cancelled, refused) {
            (true, _) => self.library.note_stopped(whole, true),
            (false, true) => Ok(()),
            (false, false) => self.library.close_report(whole),
        };
        self.settle(closed);
        let record = self.library.import_at_a_glance(whole);
        if let Some(record) = self.settle(record).flatten().filter(is_worth_telling) {
            let is_older = |notice: &Notice| match notice {
                Notice::Import(told) => told.id == whole || told.watched && record.watched,
                _ => false,
            };
            self.notices.retain(|notice| !is_older(notice));
            self.notices.push(Notice::Import(Box::new(record)));
        }
    }
}

/// Whether a person wants to hear of an import that ended: not where one story came that opened by itself, and of what
/// watched folders bring only where there is something new.
fn is_worth_telling(record: &ImportRecord) -> bool {
    let count = |outcome| record.count(outcome);
    let new = count(LineOutcome::New) + count(LineOutcome::Version) + count(LineOutcome::Wanted);
    if record.taken_back {
        return false;
    }
    if record.watched {
        return new + count(LineOutcome::Failed) > 0 || record.is_unfinished();
    }
    record.is_unfinished() || record.lines() != 1 || count(LineOutcome::New) != 1
}
