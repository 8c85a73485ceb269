use std::ops::Range;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::app::imports::Sought;
use crate::app::{Action, App, Effect, ImportAction, Notice, OpenReport, Overlay, ReportCommand, Rows};
use crate::export;
use crate::library::{ImportLine, LineOutcome, OperationId};

/// How long lines are looked through between two frames, and how many at a time.
const SEARCHING: Duration = Duration::from_millis(8);
const AT_A_TIME: usize = 200;

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
            ReportCommand::SaveTo(path) => self.save_lines(path),
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

    /// The lines that show at these places, each as file, outcome, story or reason, and doubts.
    fn told_lines(&mut self, places: Option<Range<usize>>) -> Option<Vec<[String; 4]>> {
        let keys = &self.imports.open.as_ref()?.lines.keys;
        let numbers = match places {
            Some(places) => keys.get(places)?,
            None => keys,
        };
        let lines = self.library.import_lines_at(numbers);
        let lines = self.settle(lines)?;
        Some(lines.iter().map(|line| self.words.told(line).cells()).collect())
    }

    fn copy_lines(&mut self) {
        let chosen = self.imports.open.as_ref().map(|open| open.chosen.clone()).filter(|chosen| !chosen.is_empty());
        let Some(lines) = self.told_lines(chosen).filter(|lines| !lines.is_empty()) else { return };
        self.say(Notice::LinesCopied(lines.len()));
        self.effects.push(Effect::Copy(export::table::tabbed(lines)));
    }

    fn save_lines(&mut self, path: PathBuf) {
        let Some(lines) = self.told_lines(None) else { return };
        let head = ["imports-file-column", "imports-outcome-column", "imports-about-column", "imports-doubts-column"];
        let head = head.map(|key| self.words.text(key));
        let written = export::table::csv(&head, lines)
            .map_err(std::io::Error::other)
            .and_then(|table| export::write_whole(&path, &table));
        self.say(match written {
            Ok(()) => Notice::Exported(path),
            Err(error) => Notice::ExportFailed(path, error.to_string()),
        });
    }
}
