use crate::app::Action;

/// What a list of actions is parted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionGroup {
    /// Going through stories and their text.
    Reading,
    /// Selecting and marking.
    Marking,
    /// Notes, tags and what is said of a story.
    Notes,
    /// Names, and rulings on them.
    Names,
    /// Bringing stories in, finding, exporting and keeping them.
    Library,
    /// How the window looks, and help.
    Window,
}

impl ActionGroup {
    /// Every one, in the order of lists.
    pub const ALL: [Self; 6] = [Self::Reading, Self::Marking, Self::Notes, Self::Names, Self::Library, Self::Window];

    /// The key of its heading in the catalogues.
    #[must_use]
    pub const fn words_key(self) -> &'static str {
        match self {
            Self::Reading => "group-reading",
            Self::Marking => "group-marking",
            Self::Notes => "group-notes",
            Self::Names => "group-names",
            Self::Library => "group-library",
            Self::Window => "group-window",
        }
    }
}

impl Action {
    /// The group under which lists show it.
    #[must_use]
    pub const fn group(self) -> ActionGroup {
        match self {
            Self::Back
            | Self::Forward
            | Self::NextArticle
            | Self::PreviousArticle
            | Self::Find(_)
            | Self::Compare(_)
            | Self::Copy
            | Self::Escape => ActionGroup::Reading,
            Self::Mark
            | Self::MarkIn(_)
            | Self::DeleteMark
            | Self::Caret
            | Self::Move(_)
            | Self::NameColors
            | Self::SelectSentence
            | Self::SelectAll
            | Self::Pen
            | Self::PenLike
            | Self::PenTag
            | Self::MarkAll
            | Self::MoveEdge(_)
            | Self::SplitMark
            | Self::JoinMarks
            | Self::NextMark
            | Self::PreviousMark
            | Self::Doubts
            | Self::NextDoubt
            | Self::SettleMark => ActionGroup::Marking,
            Self::Note | Self::Star | Self::Rate | Self::Tags | Self::MarkRead | Self::Marks | Self::Agreement => {
                ActionGroup::Notes
            }
            Self::NextMention
            | Self::PreviousMention
            | Self::RuleRight
            | Self::RuleWrong
            | Self::Name(_)
            | Self::RuleEdges
            | Self::PickEntity
            | Self::NextScope
            | Self::AcceptShown
            | Self::Ledger
            | Self::ToggleClass(_) => ActionGroup::Names,
            Self::Import(_)
            | Self::Search
            | Self::Wanted
            | Self::MergeFolder
            | Self::MergeFile
            | Self::MergeReport
            | Self::Undo
            | Self::Redo
            | Self::Steps
            | Self::ExportArticle
            | Self::ExportLibrary
            | Self::ExportWork
            | Self::RemoveArticle
            | Self::RemoveSamples
            | Self::BackUp
            | Self::Backups => ActionGroup::Library,
            Self::Palette
            | Self::ToggleLibrary
            | Self::TogglePanel
            | Self::ShowTab(_)
            | Self::LargerText
            | Self::SmallerText
            | Self::ResetText
            | Self::Theme(_)
            | Self::Language(_)
            | Self::Help
            | Self::Quit => ActionGroup::Window,
        }
    }
}
