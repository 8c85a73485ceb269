use std::ops::Range;
use std::time::{Duration, Instant};

use super::exporting::{failed, written};
use crate::app::imports::{Handed, Handing, Sought};
use crate::app::{Action, App, Effect, ImportAction, Notice, OpenReport, Overlay, ReportCommand, Rows, Words};
use crate::export;
use crate::jobs::Aside;
use crate::library::{Environment, ImportLine, Library, LibraryError, LineOutcome, OperationId};

/// How long lines are looked through between two frames, and how many at a time.
const SEARCHING: Duration = Duration::from_millis(8);
const AT_A_TIME: usize = 200;
/// So many lines are handed out between two frames.
const AT_ONCE: usize = 500;

impl App {
    /// Does what brings stories in.
    pub(super) fn act_on_imports(&mut self, action: ImportAction) {
        match action {
            ImportAction::Files => self.effects.push(Effect::ChooseFiles),
            ImportAction::Folder => self.effects.push(Effect::ChooseFolder),
            ImportAction::Watch => self.choose_watched(),
            ImportAction::Reports => {
                self.overlay = Some(Overlay::Imports);
                self.imports.open = None;
                self.reload_reports();
            }
        }
    }

    /// Does what an action means while a report is looked into; false where it means what it always does.
    pub(super) fn act_on_report(&mut self, action: Action) -> bool {
        let Some(open) = &self.imports.open else { return false };
        match action {
            Action::Copy => self.copy_lines(),
            Action::SelectAll => self.choose_lines(0..open.lines.keys.len()),
            _ => return false,
        }
        true
    }

    /// Does what a view asks of the reports.
    pub(super) fn report(&mut self, command: ReportCommand) {
        match command {
            ReportCommand::Look(None) => {
                self.imports.open = None;
                self.reload_reports();
            }
            ReportCommand::Look(Some(import)) => self.look_into(import),
            ReportCommand::Find(outcome, words) => self.find_lines(outcome, words),
            ReportCommand::Read(places) => self.read_reports(&places),
            ReportCommand::Choose(places) => self.choose_lines(places),
            ReportCommand::Story(place) => self.open_story_of(place),
            ReportCommand::Copy => self.copy_lines(),
            ReportCommand::Save => {
                self.effects.push(Effect::ChooseTable(format!("{}.csv", self.words.text("imports-file"))));
            }
            ReportCommand::SaveTo(path) => self.hand_out(None, Handing::Save(path)),
        }
    }

    /// Shows the report of an import.
    pub(super) fn look_into(&mut self, import: OperationId) {
        let record = self.library.import_at_a_glance(import);
        let Some(Some(record)) = self.settle(record) else { return };
        self.forget_import_notice(import);
        self.overlay = Some(Overlay::Imports);
        self.imports.open = Some(OpenReport::new(record));
        self.find_lines(None, String::new());
    }

    fn find_lines(&mut self, outcome: Option<LineOutcome>, words: String) {
        let Some(open) = self.imports.open.as_mut() else { return };
        open.outcome = outcome;
        open.words = words;
        open.lines = Rows::default();
        open.chosen = 0..0;
        open.unsearched.clear();
        open.last = None;
        self.find_new_lines();
    }

    /// Takes in the lines that a report has got since it was last looked at.
    fn find_new_lines(&mut self) {
        let Some(open) = &self.imports.open else { return };
        let found = self.library.import_line_numbers(open.record.id, open.outcome, open.last);
        let Some(found) = self.settle(found) else { return };
        let Some(open) = self.imports.open.as_mut() else { return };
        open.last = found.last().copied().or(open.last);
        if Sought::new(&open.words).is_nothing() {
            open.lines.keys.extend(found);
        } else {
            open.unsearched.splice(0..0, found.into_iter().rev());
            self.search_on();
        }
    }

    /// Looks through some more lines for the words that are sought. True while there are more.
    pub(super) fn search_on(&mut self) -> bool {
        let Some(open) = self.imports.open.as_mut().filter(|open| open.is_searching()) else { return false };
        let sought = Sought::new(&open.words);
        let began = Instant::now();
        while began.elapsed() < SEARCHING && open.is_searching() {
            let from = open.unsearched.len().saturating_sub(AT_A_TIME);
            let mut some = open.unsearched.split_off(from);
            some.reverse();
            match self.library.import_lines_at(&some) {
                Ok(lines) => {
                    let holds = |line: &ImportLine| sought.is_in(line, &self.words);
                    let found = some.into_iter().zip(&lines).filter(|(_, line)| holds(line));
                    open.lines.keys.extend(found.map(|(number, _)| number));
                }
                Err(error) => {
                    open.unsearched.clear();
                    self.settle::<()>(Err(error));
                    return false;
                }
            }
        }
        true
    }

    /// Reads anew what is shown of imports.
    pub(in crate::app) fn reload_reports(&mut self) {
        if self.overlay != Some(Overlay::Imports) {
            return;
        }
        if let Some(open) = &self.imports.open {
            let record = self.library.import_at_a_glance(open.record.id);
            match self.settle(record).flatten() {
                Some(record) => self.imports.open.iter_mut().for_each(|open| open.record = record.clone()),
                // Another library was put in its place.
                None => self.imports.open = None,
            }
            self.find_new_lines();
        }
        let ids = self.library.import_ids();
        let shown = self.imports.all.asked();
        self.imports.all = Rows::new(self.settle(ids).unwrap_or_default());
        self.read_imports(&shown);
    }

    fn read_reports(&mut self, places: &Range<usize>) {
        let Some(open) = self.imports.open.as_mut() else { return self.read_imports(places) };
        let (from, numbers) = open.lines.around(places);
        let lines = self.library.import_lines_at(numbers);
        let lines = self.settle(lines).unwrap_or_default();
        if let Some(open) = self.imports.open.as_mut() {
            open.lines.put(from, lines);
        }
    }

    fn read_imports(&mut self, places: &Range<usize>) {
        let (from, ids) = self.imports.all.around(places);
        let records: Result<Option<Vec<_>>, _> = ids.iter().map(|id| self.library.import_at_a_glance(*id)).collect();
        let records = self.settle(records).flatten().unwrap_or_default();
        self.imports.all.put(from, records);
    }

    fn choose_lines(&mut self, places: Range<usize>) {
        if let Some(open) = self.imports.open.as_mut() {
            let most = open.lines.keys.len();
            open.chosen = places.start.min(most)..places.end.min(most);
        }
    }

    fn open_story_of(&mut self, place: usize) {
        let article = self.imports.open.as_ref().and_then(|open| open.lines.row(place)?.said.article);
        let Some(article) = article else { return };
        if self.shelf.rows.iter().any(|row| row.id == article) {
            self.overlay = None;
            self.go_to(article, None);
        } else {
            self.say(Notice::StoryGone);
        }
    }

    fn copy_lines(&mut self) {
        let chosen = self.imports.open.as_ref().map(|open| open.chosen.clone()).filter(|chosen| !chosen.is_empty());
        self.hand_out(chosen, Handing::Copy);
    }

    /// Hands out the lines at these places, or all that show. Many are read and worded beside the window.
    fn hand_out(&mut self, places: Option<Range<usize>>, way: Handing) {
        let Some(open) = &self.imports.open else { return };
        let keys = &open.lines.keys;
        let numbers = places.map_or(Some(keys.as_slice()), |places| keys.get(places)).unwrap_or_default().to_vec();
        if numbers.is_empty() && way == Handing::Copy {
            return;
        }
        let folder = self.library.folder().filter(|_| numbers.len() > AT_ONCE).map(std::path::Path::to_owned);
        let started = folder.and_then(|folder| {
            let (numbers, way, language) = (numbers.clone(), way.clone(), self.words.language());
            let work = move || {
                let library = Library::open(&folder, Environment::system())?;
                handed(&library.import_lines_at(&numbers)?, &Words::new(language), way)
            };
            Aside::start("sorot-report", self.jobs.waker(), work).ok()
        });
        // A library that lies nowhere is small, and a system without threads makes do with this one.
        if started.is_none() {
            let lines = self.library.import_lines_at(&numbers);
            let made = lines.and_then(|lines| handed(&lines, &self.words, way));
            self.take_handed(made);
        }
        self.imports.handing = started;
    }

    /// Takes in the lines that were worded beside the window. True where something is to be drawn anew.
    pub(super) fn poll_handing(&mut self) -> bool {
        self.end_handing(Duration::ZERO)
    }

    /// The same, waited for at most so long.
    pub(super) fn end_handing(&mut self, most: Duration) -> bool {
        let Some(made) = self.imports.handing.as_ref().and_then(|handing| handing.wait_for(most)) else { return false };
        self.imports.handing = None;
        self.take_handed(made);
        true
    }

    fn take_handed(&mut self, made: Result<Handed, LibraryError>) {
        let Some(Handed { copied, notice }) = self.settle(made) else { return };
        self.say(notice);
        self.effects.extend(copied.map(Effect::Copy));
    }
}

/// What the lines of a report become.
fn handed(lines: &[ImportLine], words: &Words, way: Handing) -> Result<Handed, LibraryError> {
    let cells = lines.iter().map(|line| words.told(line).cells());
    Ok(match way {
        Handing::Copy => {
            Handed { copied: Some(export::table::tabbed(cells)), notice: Notice::LinesCopied(lines.len()) }
        }
        Handing::Save(path) => {
            let head =
                ["imports-file-column", "imports-outcome-column", "imports-about-column", "imports-doubts-column"];
            let notice = match export::table::csv(&head.map(|key| words.text(key)), cells) {
                Ok(table) => written(path, &table),
                Err(error) => failed(path, std::io::Error::from(error)),
            };
            Handed { copied: None, notice }
        }
    })
}
