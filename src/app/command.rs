use std::ops::Range;
use std::path::PathBuf;

use crate::entity::Class;
use crate::jobs::JobId;
use crate::library::{
    AnnotationEdit, AnnotationId, ArticleId, Between, Color, FilingEdit, MarkQuery, OperationId, RulingId, Taken,
};
use crate::text::{LinkTarget, Span};

use super::{Action, CompareCommand, DoubtCommand, Motion, Place, ReportCommand, Scope, Selection, Verdict};

/// What a view asks for. Drained in one place, [`super::App::handle`].
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// One of the listed actions.
    Act(Action),
    /// Open an article where it was left, keeping the way back.
    Open(ArticleId),
    /// Open an article at a byte offset of its body, keeping the way back.
    OpenAt(Place),
    /// Import files and folders.
    Import(Vec<PathBuf>),
    /// Import the files again that failed in an import.
    RetryImport(OperationId),
    /// Go on with an import that was stopped or broke off.
    ResumeImport(OperationId),
    /// Watch a folder from now on.
    Watch(PathBuf),
    /// Watch a folder no longer.
    Unwatch(PathBuf),
    /// Something about the reports of imports.
    Report(ReportCommand),
    /// Something about two texts side by side.
    SideBySide(CompareCommand),
    /// Something about the list of marks in doubt.
    Doubt(DoubtCommand),
    /// Stop a job.
    Cancel(JobId),
    /// Select text of the open article, or nothing.
    Select(Option<Selection>),
    /// The selection is complete.
    EndSelecting,
    /// Put a mark of the open article on these bytes of its body.
    Reshape(AnnotationId, Span),
    /// Choose a mark (to edit, to delete), or none.
    ChooseMark(Option<AnnotationId>),
    /// Choose a mark and bring it into view.
    ShowMark(AnnotationId),
    /// Make a mark.
    Mark {
        /// Bytes of the open article's body.
        span: Span,
        /// Its colour.
        color: Color,
    },
    /// Change a mark.
    EditMark(AnnotationId, AnnotationEdit),
    /// Delete a mark.
    DeleteMark(AnnotationId),
    /// Close the note being written.
    CloseNote,
    /// Bring the mention with this index into view and choose its entity.
    ShowMention(usize),
    /// Rule on a mention of the open article, by its index.
    Rule(usize, Verdict),
    /// Where the next ruling holds.
    RuleFor(Scope),
    /// Choose an entity for a mention of the open article, by its index.
    PickEntity(usize),
    /// Look for entities whose names hold these words.
    FindEntities(String),
    /// The entity that was chosen.
    PickedEntity(Verdict),
    /// Yes to the ruling that was shown with what it will change.
    ConfirmRuling,
    /// Revoke a ruling.
    Revoke(RulingId),
    /// Let go of the mention that is walked; its entity stays chosen.
    ForgetMention,
    /// Bring the next mention of this entity into view, or the first one.
    WalkEntity(String),
    /// The reader shows from this byte offset on, and this much (0 to 1) was read.
    Reading {
        /// Byte offset of the first visible text.
        position: usize,
        /// Byte offset behind the last visible text.
        end: usize,
        /// How far the end of what is shown lies in the text, 0 to 1.
        progress: f32,
    },
    /// Search the library for this.
    SearchFor(String),
    /// Show or hide a class of names.
    ToggleClass(Class),
    /// Fold a column of a wide window away, or bring it back.
    FoldColumn(Column),
    /// The person made a column this wide, in points.
    LibraryWidth(f32),
    /// The person made the panel this wide, in points.
    PanelWidth(f32),
    /// Part the shortest mark at this byte offset of the body in two.
    SplitAt(usize),
    /// Write something to a file.
    ExportTo(Exported, PathBuf),
    /// Merge the library in this folder, or this backup of one.
    MergeFrom(PathBuf),
    /// Call the merge off.
    CancelMerge,
    /// Look for words in the open story.
    Find(String),
    /// Stop looking for words in the open story.
    EndFinding,
    /// Compare the work of two people.
    Compare(Between),
    /// Keys act on the difference at this place of [`AgreementDesk::found`](super::AgreementDesk::found).
    ChooseDifference(usize),
    /// Go to the difference at this place in the text.
    ShowDifference(usize),
    /// Settle the difference at this place.
    SettleDifference(usize, Taken),
    /// Put what both marked alike into the final layer.
    SettleAgreed,
    /// Put this backup in place of the library.
    Restore(PathBuf),
    /// The notice was read.
    DismissNotice(usize),
    /// Take back or do again until this step is the last that stands; `None` takes everything back.
    GoToStep(Option<OperationId>),
    /// Change how the open article is filed.
    File(FilingEdit),
    /// Take up the pen with these tags.
    PenTags(Vec<String>),
    /// Call a tag otherwise in the whole library; a name that is a tag already makes the two one.
    RenameTag {
        /// The tag.
        from: String,
        /// Its new name.
        to: String,
    },
    /// Read the tags and collections in use, to complete what is typed.
    LoadTags,
    /// Look for marks over the whole library.
    FindMarks(MarkQuery),
    /// Narrow the list of notes beside the story.
    FilterNotes(MarkQuery),
    /// Read the marks at these places of [`MarksDesk::found`](super::MarksDesk::found), which are to be shown.
    ReadMarks(Range<usize>),
    /// Look for these words among the stories that the library lacks.
    FindWanted(String),
    /// Copy the address of the story at this place of [`WantedDesk::all`](super::WantedDesk::all), or its title where it has none.
    CopyWanted(usize),
    /// Open the article of a mark and choose the mark.
    OpenMark(AnnotationId),
    /// Look for what a link of a note can be made to, by these words.
    OfferLinks(String),
    /// Go where a link of a note leads.
    FollowLink(LinkTarget),
    /// Put an address that a note names on the clipboard.
    CopyAddress(String),
    /// Give a colour of marks a name, or take it away with an empty one.
    NameColor(Color, String),
    /// Close the palette, help and other overlays.
    CloseOverlay,
}

impl From<Action> for Command {
    fn from(action: Action) -> Self {
        Self::Act(action)
    }
}

/// A column beside the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The library's list, on the left.
    Library,
    /// The side panel, on the right.
    Panel,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exported {
    /// The notes of one article, as Markdown.
    Article(ArticleId),
    /// The notes of the whole library, as Markdown.
    Library,
    /// Marks, filing and rulings of the whole library, for another library to take in.
    Work,
}

impl Exported {
    /// How its file ends.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Article(_) | Self::Library => "md",
            Self::Work => "jsonl",
        }
    }
}

/// What only the window can do, asked for by a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put the cursor into the bar that finds words in the story.
    FocusFind,
    /// Ask for files to import.
    ChooseFiles,
    /// Ask for a folder to import.
    ChooseFolder,
    /// Ask for a folder to watch.
    ChooseWatched,
    /// Ask for the folder of another library to merge.
    ChooseLibrary,
    /// Ask for a backup of another library to merge.
    ChooseBackup,
    /// Ask where to write an export; the suggested file name.
    ChooseExport(Exported, String),
    /// Ask where to save a table; the suggested file name.
    ChooseTable(String),
    /// Put text on the clipboard.
    Copy(String),
    /// Put the cursor into the search field.
    FocusSearch,
    /// Show or hide a column; in a narrow window it lies over the text.
    ToggleColumn(Column),
    /// Show a column that is not shown.
    ShowColumn(Column),
    /// Scroll the reader to a byte offset of the body.
    ScrollTo {
        /// Byte offset.
        position: usize,
        /// Whether to put it at the top rather than just into view.
        at_top: bool,
    },
    /// Move the caret, as the layout says.
    MoveCaret(Motion),
    /// Close the window.
    Quit,
}
