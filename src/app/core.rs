use std::collections::{BTreeMap, HashMap};
use std::mem::Discriminant;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::Date;

use crate::entity::Class;
use crate::jobs::{Aside, Backups, JobId, Jobs, Merging, SharedEngine};
use crate::library::{
    AnnotationId, ArticleId, ArticleRow, Backup, HistoryStep, Library, LibraryError, Merged, OperationId, OperationKind,
};

use super::doing::{Elsewhere, Importing, Renewal, Watch};
use super::notice::{Notice, Refusal};
use super::settings::SettingsProblem;
use super::{
    Action, AgreementDesk, CompareDesk, DoubtsDesk, Effect, History, ImportsDesk, LanguageChoice, MarksDesk,
    OpenArticle, Place, RulingDesk, Selection, Settings, Setup, Target, WantedDesk, Words, settings,
};

/// The reader's state: what is open, selected and chosen.
#[derive(Debug, Default)]
pub struct Reading {
    /// The open article.
    pub article: Option<OpenArticle>,
    /// Selected text; of nothing where only a caret stands.
    pub selection: Option<Selection>,
    /// Whether a caret is shown, which keys move.
    pub caret: bool,
    /// The mark that keys act on.
    pub chosen: Option<AnnotationId>,
    /// The mark that was made last and not asked for since: nothing comes over the text for it.
    pub just_made: Option<AnnotationId>,
    /// Whether the chosen mark's note is being written.
    pub writing_note: bool,
    /// The entity being walked.
    pub target: Target,
    /// Byte offset of the first visible text, as the reader last said.
    pub position: usize,
    /// Byte offset behind the last visible text, as the reader last said.
    pub end: usize,
    /// How much was read, 0 to 1, as the reader last said.
    pub progress: f32,
}

impl Reading {
    /// The selection, where it holds anything.
    #[must_use]
    pub fn selected(&self) -> Option<Selection> {
        self.selection.filter(|selection| !selection.span().is_empty())
    }

    /// Lets go of the selected text; the caret, where there is one, stays where the selection ended.
    pub(super) fn deselect(&mut self) {
        let at = self.selection.map_or(self.position, |selection| selection.head);
        self.selection = self.caret.then(|| Selection::caret(at));
    }
}

/// The list of the library and its search.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Every article, in list order.
    pub rows: Vec<ArticleRow>,
    /// Whether the list could not be read; the rows are then those of before.
    pub unreadable: bool,
    /// What is searched for; empty for everything.
    pub query: String,
    /// Indices into `rows` that fit the query, in list order; best match first while searching.
    pub shown: Vec<usize>,
    /// For each article that has copies, the one by which its group is known.
    pub groups: BTreeMap<ArticleId, ArticleId>,
    /// How many articles each group has.
    pub(super) sizes: BTreeMap<ArticleId, usize>,
}

impl Shelf {
    /// How many copies of an article there are, itself not counted.
    #[must_use]
    pub fn copies(&self, id: ArticleId) -> usize {
        let group = self.groups.get(&id).and_then(|group| self.sizes.get(group));
        group.map_or(0, |size| size.saturating_sub(1))
    }

    /// Whether two articles are one, or copies of each other.
    #[must_use]
    pub fn are_copies(&self, one: ArticleId, other: ArticleId) -> bool {
        one == other || self.groups.get(&one).is_some_and(|group| self.groups.get(&other) == Some(group))
    }
}

/// A layer above the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Every action, filtered by typing.
    Palette,
    /// Keys and what they do.
    Help,
    /// The backups that there are.
    Backups,
    /// The colours and their names.
    Colors,
    /// The tag that the pen is to give.
    PenTag,
    /// The tags in use, to rename or merge them.
    Tags,
    /// The rating of the open article.
    Rating,
    /// What was done, to go back to any step.
    Steps,
    /// What a ruling on the whole library will change.
    Proposal,
    /// The entities that a name can be given.
    Entity,
    /// All rulings.
    Ledger,
    /// The marks of the whole library.
    Marks,
    /// The stories that the library lacks.
    Wanted,
    /// How far two people agree.
    Agreement,
    /// The marks whose place is in doubt.
    Doubts,
    /// What the last merge met.
    MergeReport,
    /// The reports of imports.
    Imports,
    /// Two texts side by side.
    Comparison,
}

impl Overlay {
    /// Whether nothing behind it is used while it is open: doubts and differences are settled beside their story.
    #[must_use]
    pub const fn stands_alone(self) -> bool {
        !matches!(self, Self::Agreement | Self::Doubts)
    }
}

/// The application: state, and the one place where commands change it.
pub struct App {
    pub(super) library: Library,
    pub(super) jobs: Jobs,
    pub(super) backups: Option<Backups>,
    /// The backups as last looked for.
    pub(super) known_backups: Vec<Backup>,
    /// The steps that were done, as last read for [`Overlay::Steps`].
    pub(super) steps: Vec<HistoryStep>,
    pub(super) engine: SharedEngine,
    pub(super) settings: Settings,
    pub(super) settings_path: Option<PathBuf>,
    pub(super) system_locale: Option<String>,
    pub(super) today: fn() -> Date,
    pub(super) words: Words,
    pub(super) reading: Reading,
    pub(super) shelf: Shelf,
    pub(super) history: History,
    pub(super) notices: Vec<Notice>,
    /// How often something of each kind was said.
    pub(super) said: HashMap<Discriminant<Notice>, usize>,
    pub(super) overlay: Option<Overlay>,
    pub(super) rulings: RulingDesk,
    pub(super) marks: MarksDesk,
    pub(super) wanted: WantedDesk,
    pub(super) agreement: AgreementDesk,
    pub(super) doubts: DoubtsDesk,
    pub(super) comparison: CompareDesk,
    /// What is looked for in the open story.
    pub(super) finding: Option<super::Finding>,
    /// The exports that run.
    pub(super) exporting: Vec<Aside<Notice>>,
    /// The merge of another library that runs.
    pub(super) merging: Option<Merging>,
    /// The last merge that met anything.
    pub(super) merged: Option<Arc<Merged>>,
    /// Whether each selection is marked as soon as it is made.
    pub(super) pen: Option<Vec<String>>,
    pub(super) undo_label: Option<OperationKind>,
    /// The restore that was the last thing done.
    pub(super) restored: Option<super::doing::Restored>,
    /// The step that a notice offers to take back.
    pub(super) told_step: Option<OperationId>,
    pub(super) redo_label: Option<OperationKind>,
    pub(super) effects: Vec<Effect>,
    /// The import whose first story opens by itself when it arrives.
    pub(super) open_first_of: Option<JobId>,
    pub(super) imports: ImportsDesk,
    /// When the reports were last read anew while an import runs.
    pub(super) reported: Option<Instant>,
    /// The imports that run or wait to.
    pub(super) importing: BTreeMap<JobId, Importing>,
    pub(super) watch: Watch,
    /// Parts of imports that were taken in since the list was read last.
    pub(super) unlisted: usize,
    /// Names that are to be made anew between frames.
    pub(super) renewal: Renewal,
    /// What other programs changed that does not show yet.
    pub(super) elsewhere: Elsewhere,
    /// Whether copies of some texts are still to be looked for.
    pub(super) uncompared: bool,
    /// The work on a new library's samples, which no report counts.
    pub(super) samples_job: Option<JobId>,
}

impl App {
    /// The application over an open library, with the article read last in the reader.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let language = setup.settings.language.resolve(setup.system_locale.as_deref());
        let mut app = Self {
            library: setup.library,
            jobs: setup.jobs,
            backups: setup.backups,
            known_backups: Vec::new(),
            steps: Vec::new(),
            engine: setup.engine,
            settings: setup.settings,
            // What could not be read may be whole all the same, and must not be written over.
            settings_path: setup
                .settings_path
                .filter(|_| !matches!(setup.settings_problem, Some(SettingsProblem::Unreadable(_)))),
            system_locale: setup.system_locale,
            today: setup.today,
            words: Words::new(language),
            reading: Reading::default(),
            shelf: Shelf::default(),
            history: History::default(),
            notices: setup.settings_problem.map(Notice::Settings).into_iter().collect(),
            said: HashMap::new(),
            overlay: None,
            pen: None,
            rulings: RulingDesk::default(),
            marks: MarksDesk::default(),
            wanted: WantedDesk::default(),
            agreement: AgreementDesk::default(),
            doubts: DoubtsDesk::default(),
            comparison: CompareDesk::default(),
            exporting: Vec::new(),
            merging: None,
            merged: None,
            finding: None,
            undo_label: None,
            restored: None,
            told_step: None,
            redo_label: None,
            effects: Vec::new(),
            open_first_of: None,
            imports: ImportsDesk::default(),
            reported: None,
            importing: BTreeMap::new(),
            watch: Watch::default(),
            renewal: Renewal::default(),
            elsewhere: Elsewhere::default(),
            uncompared: false,
            unlisted: 0,
            samples_job: None,
        };
        app.start();
        app.watch();
        app
    }

    fn start(&mut self) {
        // Counted from here on: what others change before it is read shows with it.
        self.library.changed_elsewhere();
        self.reload_rows();
        self.reload_undo_labels();
        if self.library.is_read_only() {
            self.notices.push(Notice::Library(Refusal::ReadOnly));
        } else if self.library.is_new() {
            let job = self.jobs.samples(Arc::clone(&self.engine), (self.today)());
            (self.open_first_of, self.samples_job) = (Some(job), Some(job));
            return;
        }
        self.find_stale();
        self.count_marks();
        self.offer_to_go_on();
        let last = self.library.last_read();
        if let Some(id) = self.settle(last).flatten().or_else(|| self.shelf.rows.first().map(|row| row.id)) {
            self.show_article(id, None);
        }
    }

    /// What the views read.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The library's list.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The interface's texts.
    #[must_use]
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// What an action is called in menus, tooltips and the palette.
    #[must_use]
    pub fn action_name(&self, action: Action) -> String {
        match action {
            Action::MarkIn(color) => self.words.with(action.words_key(), &[("color", self.color_name(color).into())]),
            other => self.words.text(other.words_key()),
        }
    }

    /// The person's settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The way back and forward.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// What to tell the person.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How often something of the kind of this notice was said: another number, another notice, though it reads the same.
    #[must_use]
    pub fn times_said(&self, notice: &Notice) -> usize {
        self.said.get(&std::mem::discriminant(notice)).copied().unwrap_or_default()
    }

    /// The reports of imports; read while they are shown.
    #[must_use]
    pub const fn imports(&self) -> &ImportsDesk {
        &self.imports
    }

    /// The layer above the window, if one is open.
    #[must_use]
    pub const fn overlay(&self) -> Option<Overlay> {
        self.overlay
    }

    /// Whether each selection is marked as soon as it is made, in the colour of [`Settings::armed_color`].
    #[must_use]
    pub const fn pen(&self) -> bool {
        self.pen.is_some()
    }

    /// Background work, for progress bars.
    #[must_use]
    pub const fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The backups as last looked for, newest first.
    #[must_use]
    pub fn known_backups(&self) -> &[Backup] {
        &self.known_backups
    }

    /// Marks over the whole library as the window shows them.
    #[must_use]
    pub const fn marks(&self) -> &MarksDesk {
        &self.marks
    }

    /// The stories that the library lacks; read while they are shown.
    #[must_use]
    pub const fn wanted(&self) -> &WantedDesk {
        &self.wanted
    }

    /// How far two people agree; read while it is shown.
    #[must_use]
    pub const fn agreement(&self) -> &AgreementDesk {
        &self.agreement
    }

    /// The marks in doubt; read while they are shown.
    #[must_use]
    pub const fn doubts(&self) -> &DoubtsDesk {
        &self.doubts
    }

    /// Two texts side by side; read while they are shown.
    #[must_use]
    pub const fn comparison(&self) -> &CompareDesk {
        &self.comparison
    }

    /// Rulings on names as the window shows them.
    #[must_use]
    pub const fn rulings(&self) -> &RulingDesk {
        &self.rulings
    }

    /// The steps of undo and redo, newest first; read while they are shown.
    #[must_use]
    pub fn steps(&self) -> &[HistoryStep] {
        &self.steps
    }

    /// The library, for reading in tests and the window's status line.
    #[must_use]
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// The engine that finds names.
    #[must_use]
    pub const fn engine(&self) -> &SharedEngine {
        &self.engine
    }

    /// What undo would take back.
    #[must_use]
    pub const fn undo_label(&self) -> Option<OperationKind> {
        self.undo_label
    }

    /// What redo would do again.
    #[must_use]
    pub const fn redo_label(&self) -> Option<OperationKind> {
        self.redo_label
    }

    /// Whether names of this class are shown.
    #[must_use]
    pub fn shows_class(&self, class: Class) -> bool {
        !self.settings.hidden_classes.contains(&class)
    }

    /// What the window has to do now; empties the list.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The place in the open article, for the way back.
    pub(super) fn here(&self) -> Option<Place> {
        let open = self.reading.article.as_ref()?;
        Some(Place { article: open.id(), position: self.reading.position })
    }

    /// The value of a library call, or `None` after telling the person why not.
    pub(super) fn settle<T>(&mut self, result: Result<T, LibraryError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::error!(%error, "the library refused");
                let notice = Notice::Library(error.into());
                if !self.notices.contains(&notice) {
                    self.notices.push(notice);
                }
                None
            }
        }
    }

    /// Changes the settings and keeps them.
    pub(super) fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings == before {
            return;
        }
        if self.settings.language != before.language {
            self.set_words(self.settings.language);
        }
        self.keep_settings();
    }

    fn set_words(&mut self, language: LanguageChoice) {
        self.words = Words::new(language.resolve(self.system_locale.as_deref()));
    }

    fn keep_settings(&mut self) {
        let Some(path) = self.settings_path.as_deref() else { return };
        if let Err(error) = settings::save(path, &self.settings) {
            let notice = Notice::Settings(SettingsProblem::Unreadable(named(path, &error)));
            if !self.notices.contains(&notice) {
                self.notices.push(notice);
            }
        }
    }
}

fn named(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
