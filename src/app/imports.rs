//! What the window knows of imports and their reports.

use std::ops::Range;
use std::path::PathBuf;

use crate::article::{Warning, listed};
use crate::jobs::Aside;
use crate::library::{ImportLine, ImportRecord, LineNumber, LineOutcome, OperationId, Why};
use crate::text::fold_key;

use super::{Command, Notice, Rows, Words};

/// The reports of imports, as the window shows them.
#[derive(Debug, Default)]
pub struct ImportsDesk {
    /// All of them, newest first.
    pub all: Rows<OperationId, ImportRecord>,
    /// The one that is looked into.
    pub open: Option<OpenReport>,
    /// Lines that are worded beside the window.
    pub(super) handing: Option<Aside<Handed>>,
}

/// What becomes of lines of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handing {
    /// They go onto the clipboard.
    Copy,
    /// They are saved as a table.
    Save(PathBuf),
}

/// Lines of a report that were handed out.
#[derive(Debug)]
pub(super) struct Handed {
    /// What goes onto the clipboard.
    pub copied: Option<String>,
    /// What the person is told.
    pub notice: Notice,
}

/// A report that is looked into.
#[derive(Debug)]
pub struct OpenReport {
    /// The import.
    pub record: ImportRecord,
    /// Only lines of this outcome show.
    pub outcome: Option<LineOutcome>,
    /// Only lines that hold each of these words show.
    pub words: String,
    /// The lines that show, in the order in which files were done.
    pub lines: Rows<LineNumber, ImportLine>,
    /// The places in `lines` of those that were chosen.
    pub chosen: Range<usize>,
    /// Lines of the outcome that were not yet looked through for the words, the next one last.
    pub(super) unsearched: Vec<LineNumber>,
    /// The last line that was found or is to be looked through.
    pub(super) last: Option<LineNumber>,
}

impl OpenReport {
    pub(super) fn new(record: ImportRecord) -> Self {
        Self {
            record,
            outcome: None,
            words: String::new(),
            lines: Rows::default(),
            chosen: 0..0,
            unsearched: Vec::new(),
            last: None,
        }
    }

    /// Whether lines are still being looked through for the words.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        !self.unsearched.is_empty()
    }
}

/// What a view asks of the reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportCommand {
    /// Look into the report of an import, or go back to the list of all.
    Look(Option<OperationId>),
    /// Show only lines of this outcome that hold each of these words.
    Find(Option<LineOutcome>, String),
    /// Read the rows at these places, which are to be shown: imports, or lines of the report that is looked into.
    Read(Range<usize>),
    /// Choose the lines at these places.
    Choose(Range<usize>),
    /// Open the story of the line at this place.
    Story(usize),
    /// Copy the chosen lines, or all that show where none is.
    Copy,
    /// Ask where to save the lines that show.
    Save,
    /// Save the lines that show as a table.
    SaveTo(PathBuf),
}

impl From<ReportCommand> for Command {
    fn from(command: ReportCommand) -> Self {
        Self::Report(command)
    }
}

/// A line of a report in the words of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The file: where it was found.
    pub path: String,
    /// What became of it.
    pub outcome: String,
    /// The story, or the reason.
    pub about: String,
    /// What was doubtful on the way.
    pub doubts: String,
}

impl Told {
    /// Its parts, in the order of columns.
    pub(super) fn cells(self) -> [String; 4] {
        [self.path, self.outcome, self.about, self.doubts]
    }
}

impl Words {
    /// What a report says of a file.
    #[must_use]
    pub fn told(&self, line: &ImportLine) -> Told {
        let said = &line.said;
        let about = match (&said.why, &said.title) {
            (Some(why), _) => self.why(why),
            (None, Some(title)) => title.clone(),
            (None, None) => String::new(),
        };
        let doubts: Vec<String> = said.warnings.iter().map(|warning| self.doubt(warning)).collect();
        let path = line.origin.path.to_string_lossy().into_owned();
        Told { path, outcome: self.outcome(line.outcome), about, doubts: doubts.join("; ") }
    }

    /// What an outcome is called.
    #[must_use]
    pub fn outcome(&self, outcome: LineOutcome) -> String {
        self.text(&format!("outcome-{}", outcome.name()))
    }

    /// Why a file was not taken in; in English where the reason is none that this program gives.
    #[must_use]
    pub fn why(&self, why: &Why) -> String {
        let key = format!("fail-{}", why.code);
        match &why.detail {
            _ if !self.has(&key) => why.said.clone(),
            Some(detail) => self.with(&key, &[("detail", detail.as_str().into())]),
            None => self.text(&key),
        }
    }

    /// That pages of a story are not in its text; `None` where a warning says something else.
    #[must_use]
    pub fn missing_pages(&self, warning: &Warning) -> Option<String> {
        let said = |pages: &[u32]| [("pages", listed(pages).into()), ("count", pages.len().into())];
        match warning {
            Warning::MissingPages(pages) => Some(self.with("doubt-pages", &said(pages))),
            Warning::UnreadPages { pages, of } => {
                let [pages, count] = said(pages);
                Some(self.with("doubt-unread-pages", &[pages, count, ("of", (*of).into())]))
            }
            _ => None,
        }
    }

    fn doubt(&self, warning: &Warning) -> String {
        match warning {
            Warning::ReplacedBytes(count) => self.with("doubt-bytes", &[("count", (*count).into())]),
            Warning::RepairedLetters => self.text("doubt-repaired-letters"),
            Warning::GuessedEncoding(name) => self.with("doubt-encoding", &[("name", name.as_str().into())]),
            Warning::ReferenceWithoutTitle(marker) => {
                self.with("doubt-reference", &[("marker", marker.as_str().into())])
            }
            Warning::WholePage => self.text("doubt-whole-page"),
            Warning::VeryLong(_) => self.text("doubt-long"),
            Warning::CutOff => self.text("doubt-cut-off"),
            Warning::MissingPages(_) | Warning::UnreadPages { .. } => self.missing_pages(warning).unwrap_or_default(),
        }
    }
}

/// What is looked for in reports: each of these words.
pub(super) struct Sought(Vec<String>);

impl Sought {
    pub(super) fn new(words: &str) -> Self {
        Self(fold_key(words).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether nothing is looked for, which every line holds.
    pub(super) const fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a line holds it, in the words of the interface.
    pub(super) fn is_in(&self, line: &ImportLine, words: &Words) -> bool {
        let Told { path, outcome, about, doubts } = words.told(line);
        let said = fold_key(&format!("{path} {outcome} {about} {doubts}"));
        self.0.iter().all(|word| said.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Language;
    use crate::jobs::FailureReason;
    use crate::library::{Origin, Said};

    fn failed(why: Why) -> ImportLine {
        let said = Said { why: Some(why), ..Said::default() };
        let origin = Origin { path: "/berita/Kapal Tua.html".into(), container: None };
        ImportLine { origin, outcome: LineOutcome::Failed, said }
    }

    #[test]
    fn a_reason_is_told_in_the_words_of_the_interface_and_found_by_them() {
        let line = failed(Why::from(&FailureReason::NotAFile));
        for (language, about) in [(Language::Indonesian, "Bukan berkas biasa"), (Language::English, "Not a plain file")]
        {
            let words = Words::new(language);
            assert_eq!(words.told(&line).about, about);
            assert!(Sought::new(&format!("tua {about}")).is_in(&line, &words));
            assert!(!Sought::new("kapal muda").is_in(&line, &words));
        }
        // A newer program may have given another reason.
        let newer = Why { code: "moon-phase".to_owned(), detail: None, said: "the moon is full".to_owned() };
        assert_eq!(Words::new(Language::Indonesian).told(&failed(newer)).about, "the moon is full");
    }

    #[test]
    fn pages_that_could_not_be_read_are_named_among_all() {
        let warning = Warning::UnreadPages { pages: vec![2], of: 3 };
        let said = |language| Words::new(language).missing_pages(&warning);
        assert_eq!(said(Language::Indonesian).as_deref(), Some("halaman 2 dari 3 tidak bisa dibaca utuh"));
        assert_eq!(said(Language::English).as_deref(), Some("page 2 of 3 could not be read whole"));
        assert_eq!(Words::new(Language::English).missing_pages(&Warning::CutOff), None);
    }
}
