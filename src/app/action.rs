mod compare;
mod edge;
mod find;
mod group;
mod import;

use crate::entity::Class;
use crate::library::Color;

use super::shortcut::{Shortcut, alt, alt_shift, command, command_shift, plain, shift};
use super::{LanguageChoice, Motion, PanelTab, ThemeChoice};

pub use compare::CompareAction;
pub use edge::EdgeMove;
pub use find::FindAction;
pub use group::ActionGroup;
pub use import::ImportAction;

/// Everything a person can do without pointing at a thing: one list behind menu, palette, shortcuts and tooltips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// What brings stories in.
    Import(ImportAction),
    /// Versions and copies of a story.
    Compare(CompareAction),
    /// What finds words in the open story.
    Find(FindAction),
    /// The place before this one.
    Back,
    /// The place after this one.
    Forward,
    /// The next article of the list.
    NextArticle,
    /// The article before in the list.
    PreviousArticle,
    /// Put the cursor into the search field.
    Search,
    /// Show every action.
    Palette,
    /// Mark the selection, or the paragraph where there is none, in the armed colour.
    Mark,
    /// Mark in this colour, or give the chosen mark this colour, and arm it.
    MarkIn(Color),
    /// Write a note on the chosen mark, or on a new mark of the selection.
    Note,
    /// Delete the chosen mark.
    DeleteMark,
    /// Show or hide the caret.
    Caret,
    /// Move the caret.
    Move(Motion),
    /// Name the colours of marks.
    NameColors,
    /// Select the sentence at the caret, or one more.
    SelectSentence,
    /// Mark each selection as soon as it is made, or no longer.
    Pen,
    /// The same with the colour and the tags of the chosen mark.
    PenLike,
    /// Give each mark a tag from now on, made as soon as words are selected; or no longer.
    PenTag,
    /// Mark every place of the selected words, or of what is searched for.
    MarkAll,
    /// Move an edge of the chosen mark by a word.
    MoveEdge(EdgeMove),
    /// Part the mark at the caret in two, or cut the selection out of it.
    SplitMark,
    /// Join the chosen mark with the next one.
    JoinMarks,
    /// The next mark of the article.
    NextMark,
    /// The mark before.
    PreviousMark,
    /// The next mention of the entity chosen last.
    NextMention,
    /// The mention before.
    PreviousMention,
    /// The name that is walked is right.
    RuleRight,
    /// What is walked is no name.
    RuleWrong,
    /// The selected words are a name of this class, or the name that is walked is of it.
    Name(Class),
    /// The selected words are the extent of the name that they overlap.
    RuleEdges,
    /// Choose the entity of the name that is walked.
    PickEntity,
    /// Where the next ruling holds: one mention, this article, the library.
    NextScope,
    /// Accept the names that show.
    AcceptShown,
    /// Show all rulings.
    Ledger,
    /// Give the article a star, or take it away.
    Star,
    /// Rate the article's source and information.
    Rate,
    /// Show the tags, to rename or merge them.
    Tags,
    /// Call the article read, or unread.
    MarkRead,
    /// Show the marks of the whole library.
    Marks,
    /// Show the stories that the library lacks.
    Wanted,
    /// Show how far two people agree.
    Agreement,
    /// Choose the folder of another library to merge.
    MergeFolder,
    /// Choose a backup of another library to merge.
    MergeFile,
    /// Show what the last merge met.
    MergeReport,
    /// List the marks that are in doubt.
    Doubts,
    /// Go to the next mark that is in doubt.
    NextDoubt,
    /// The mark in doubt stands where it is, or on the selected words.
    SettleMark,
    /// Take back the last lasting step.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Show what was done, to go back to any step.
    Steps,
    /// Copy the selected text.
    Copy,
    /// Select the whole text.
    SelectAll,
    /// Let go of selection, chosen mark and cards.
    Escape,
    /// Write this article's notes as Markdown.
    ExportArticle,
    /// Write the whole library's notes as Markdown.
    ExportLibrary,
    /// Write what was done in the whole library for another library to take in.
    ExportWork,
    /// Remove this article from the library.
    RemoveArticle,
    /// Remove the sample articles.
    RemoveSamples,
    /// Show or hide the library column.
    ToggleLibrary,
    /// Show or hide the side panel.
    TogglePanel,
    /// Show a tab of the side panel.
    ShowTab(PanelTab),
    /// Show or hide a class of names.
    ToggleClass(Class),
    /// Larger text.
    LargerText,
    /// Smaller text.
    SmallerText,
    /// The text size as it came.
    ResetText,
    /// Change the colours.
    Theme(ThemeChoice),
    /// Change the language.
    Language(LanguageChoice),
    /// Make a backup of the library.
    BackUp,
    /// Show the backups, to put one back.
    Backups,
    /// Show keys and what they do.
    Help,
    /// End the program.
    Quit,
}

impl Action {
    /// Every action, in the order of menus and the palette.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = ImportAction::ALL.map(Self::Import).to_vec();
        all.extend(CompareAction::ALL.map(Self::Compare));
        all.extend(FindAction::ALL.map(Self::Find));
        all.extend([Self::ExportArticle, Self::ExportLibrary, Self::ExportWork, Self::Search, Self::Palette]);
        all.extend([Self::Back, Self::Forward]);
        all.extend([Self::NextArticle, Self::PreviousArticle, Self::Mark]);
        all.extend(Color::all().map(Self::MarkIn));
        all.extend([Self::Note, Self::DeleteMark, Self::NameColors, Self::Caret, Self::SelectSentence]);
        all.extend([Self::Pen, Self::PenLike, Self::PenTag, Self::MarkAll]);
        all.extend(EdgeMove::ALL.map(Self::MoveEdge));
        all.extend([
            Self::SplitMark,
            Self::JoinMarks,
            Self::NextMark,
            Self::PreviousMark,
            Self::NextMention,
            Self::PreviousMention,
            Self::RuleRight,
            Self::RuleWrong,
        ]);
        all.extend(NAMED.map(Self::Name));
        all.extend([
            Self::RuleEdges,
            Self::PickEntity,
            Self::NextScope,
            Self::AcceptShown,
            Self::Ledger,
            Self::Star,
            Self::MarkRead,
            Self::Rate,
            Self::Tags,
            Self::Marks,
            Self::Wanted,
            Self::Agreement,
            Self::MergeFolder,
            Self::MergeFile,
            Self::MergeReport,
            Self::Doubts,
            Self::NextDoubt,
            Self::SettleMark,
            Self::Undo,
            Self::Redo,
            Self::Steps,
            Self::Copy,
            Self::SelectAll,
            Self::Escape,
        ]);
        all.extend([PanelTab::Related, PanelTab::Entities, PanelTab::Notes].map(Self::ShowTab));
        all.extend(Class::ALL.map(Self::ToggleClass));
        all.extend([Self::ToggleLibrary, Self::TogglePanel, Self::LargerText, Self::SmallerText, Self::ResetText]);
        all.extend(ThemeChoice::ALL.map(Self::Theme));
        all.extend([LanguageChoice::System, LanguageChoice::Indonesian, LanguageChoice::English].map(Self::Language));
        all.extend(Motion::all().map(Self::Move));
        all.extend([Self::RemoveArticle, Self::RemoveSamples, Self::BackUp, Self::Backups, Self::Help, Self::Quit]);
        all
    }

    /// The key of its name in the catalogues.
    #[must_use]
    pub const fn words_key(self) -> &'static str {
        match self {
            Self::Import(action) => action.words_key(),
            Self::Compare(action) => action.words_key(),
            Self::Find(action) => action.words_key(),
            Self::Back => "action-back",
            Self::Forward => "action-forward",
            Self::NextArticle => "action-next-article",
            Self::PreviousArticle => "action-previous-article",
            Self::Search => "action-search",
            Self::Palette => "action-palette",
            Self::Mark => "action-mark",
            Self::MarkIn(_) => "action-mark-in",
            Self::Note => "action-note",
            Self::DeleteMark => "action-delete-mark",
            Self::Caret => "action-caret",
            Self::SelectSentence => "action-select-sentence",
            Self::NameColors => "action-name-colors",
            Self::Pen => "action-pen",
            Self::PenLike => "action-pen-like",
            Self::PenTag => "action-pen-tag",
            Self::Move(motion) => motion.words_key(),
            Self::MarkAll => "action-mark-all",
            Self::MoveEdge(by) => by.words_key(),
            Self::SplitMark => "action-split-mark",
            Self::JoinMarks => "action-join-marks",
            Self::NextMark => "action-next-mark",
            Self::PreviousMark => "action-previous-mark",
            Self::NextMention => "action-next-mention",
            Self::PreviousMention => "action-previous-mention",
            Self::RuleRight => "action-rule-right",
            Self::RuleWrong => "action-rule-wrong",
            Self::Name(class) => name_key(class),
            Self::RuleEdges => "action-rule-edges",
            Self::PickEntity => "action-pick-entity",
            Self::NextScope => "action-next-scope",
            Self::AcceptShown => "action-accept-shown",
            Self::Ledger => "action-ledger",
            Self::Star => "action-star",
            Self::MarkRead => "action-mark-read",
            Self::Rate => "action-rate",
            Self::Tags => "action-tags",
            Self::Marks => "action-marks",
            Self::Wanted => "action-wanted",
            Self::Agreement => "action-agreement",
            Self::MergeFolder => "action-merge-folder",
            Self::MergeFile => "action-merge-file",
            Self::MergeReport => "merge-report-title",
            Self::Doubts => "action-doubts",
            Self::NextDoubt => "action-next-doubt",
            Self::SettleMark => "action-settle-mark",
            Self::Undo => "action-undo",
            Self::Redo => "action-redo",
            Self::Steps => "action-steps",
            Self::Copy => "action-copy",
            Self::SelectAll => "action-select-all",
            Self::Escape => "action-escape",
            Self::ExportArticle => "action-export-article",
            Self::ExportLibrary => "action-export-library",
            Self::ExportWork => "action-export-work",
            Self::RemoveArticle => "action-remove-article",
            Self::RemoveSamples => "action-remove-samples",
            Self::ToggleLibrary => "action-toggle-library",
            Self::TogglePanel => "action-toggle-panel",
            Self::ShowTab(tab) => tab_key(tab),
            Self::ToggleClass(class) => class_key(class),
            Self::LargerText => "action-larger-text",
            Self::SmallerText => "action-smaller-text",
            Self::ResetText => "action-reset-text",
            Self::Theme(theme) => theme_key(theme),
            Self::Language(language) => language_key(language),
            Self::BackUp => "action-back-up",
            Self::Backups => "action-backups",
            Self::Help => "action-help",
            Self::Quit => "action-quit",
        }
    }

    /// The keys that do it, the one to show first. Plain keys act only while no text field has the focus.
    #[must_use]
    pub const fn shortcuts(self) -> [Option<Shortcut>; 2] {
        match self {
            Self::Import(action) => action.shortcuts(),
            Self::Compare(action) => action.shortcuts(),
            Self::Find(action) => action.shortcuts(),
            Self::Back => [alt("ArrowLeft"), plain("Backspace")],
            Self::Forward => [alt("ArrowRight"), None],
            Self::NextArticle => [plain("J"), None],
            Self::PreviousArticle => [plain("K"), None],
            Self::Search => [plain("/"), command("L")],
            Self::Palette => [command("K"), command_shift("P")],
            Self::Mark => [plain("H"), None],
            Self::MarkIn(color) => [plain(digit(color)), None],
            Self::Note => [plain("N"), None],
            Self::DeleteMark => [plain("Delete"), None],
            Self::Caret => [plain("F7"), None],
            Self::SelectSentence => [plain("S"), None],
            Self::Pen => [plain("P"), None],
            Self::PenLike => [shift("P"), None],
            Self::PenTag => [shift("H"), None],
            Self::Move(motion) => [Some(motion.shortcut()), None],
            Self::MarkAll => [plain("M"), None],
            Self::MoveEdge(EdgeMove::EndOn) => [alt_shift("ArrowRight"), None],
            Self::MoveEdge(EdgeMove::EndBack) => [alt_shift("ArrowLeft"), None],
            Self::MoveEdge(EdgeMove::StartBack) => [alt_shift("Home"), None],
            Self::MoveEdge(EdgeMove::StartOn) => [alt_shift("End"), None],
            Self::MoveEdge(EdgeMove::On) => [alt_shift("PageDown"), None],
            Self::MoveEdge(EdgeMove::Back) => [alt_shift("PageUp"), None],
            Self::SplitMark => [plain("X"), None],
            Self::JoinMarks => [plain("G"), None],
            Self::NextMark => [plain("."), None],
            Self::PreviousMark => [plain(","), None],
            Self::NextMention => [plain("]"), None],
            Self::PreviousMention => [plain("["), None],
            Self::RuleRight => [plain("Y"), None],
            Self::RuleWrong => [plain("W"), None],
            Self::Name(Class::Person) => [plain("Q"), None],
            Self::Name(Class::Place) => [plain("T"), None],
            Self::Name(Class::Organization) => [plain("O"), None],
            Self::Name(Class::Treaty) => [plain("R"), None],
            Self::RuleEdges => [plain("E"), None],
            Self::PickEntity => [plain("U"), None],
            Self::NextScope => [plain("A"), None],
            Self::Ledger => [command_shift("L"), None],
            Self::Star => [plain("B"), None],
            Self::MarkRead => [plain("D"), None],
            Self::Rate => [plain("I"), None],
            Self::Tags => [command_shift("T"), None],
            Self::Marks => [command_shift("F"), None],
            Self::Wanted => [command_shift("W"), None],
            Self::Agreement => [command_shift("A"), None],
            Self::Doubts => [shift("Z"), None],
            Self::NextDoubt => [plain("Z"), None],
            Self::SettleMark => [plain("V"), None],
            Self::Undo => [command("Z"), None],
            Self::Redo => [command_shift("Z"), command("Y")],
            Self::Steps => [command("H"), None],
            Self::Copy => [command("C"), None],
            Self::SelectAll => [command("A"), None],
            Self::Escape => [plain("Escape"), None],
            Self::ExportArticle => [command("E"), None],
            Self::ExportLibrary => [command_shift("E"), None],
            Self::ToggleLibrary => [command("B"), None],
            Self::TogglePanel => [command("J"), None],
            Self::ShowTab(PanelTab::Related) => [alt("1"), None],
            Self::ShowTab(PanelTab::Entities) => [alt("2"), None],
            Self::ShowTab(PanelTab::Notes) => [alt("3"), None],
            Self::ToggleClass(Class::Person) => [command("1"), None],
            Self::ToggleClass(Class::Place) => [command("2"), None],
            Self::ToggleClass(Class::Organization) => [command("3"), None],
            Self::ToggleClass(Class::Treaty) => [command("4"), None],
            Self::ToggleClass(Class::Date) => [command("5"), None],
            Self::LargerText => [command("+"), command("=")],
            Self::SmallerText => [command("-"), None],
            Self::ResetText => [command("0"), None],
            Self::Help => [plain("F1"), None],
            Self::Quit => [command("Q"), None],
            Self::RemoveArticle
            | Self::RemoveSamples
            | Self::BackUp
            | Self::Backups
            | Self::ExportWork
            | Self::MergeFolder
            | Self::MergeFile
            | Self::MergeReport
            | Self::NameColors
            | Self::Name(Class::Date)
            | Self::AcceptShown
            | Self::Theme(_)
            | Self::Language(_) => [None, None],
        }
    }
}

const fn digit(color: Color) -> &'static str {
    match color.number() {
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        6 => "6",
        7 => "7",
        _ => "8",
    }
}

const fn tab_key(tab: PanelTab) -> &'static str {
    match tab {
        PanelTab::Related => "action-tab-related",
        PanelTab::Entities => "action-tab-entities",
        PanelTab::Notes => "action-tab-notes",
    }
}

/// The classes that a person can give a name; dates are patterns.
pub const NAMED: [Class; 4] = [Class::Person, Class::Place, Class::Organization, Class::Treaty];

const fn name_key(class: Class) -> &'static str {
    match class {
        Class::Person => "action-name-person",
        Class::Place => "action-name-place",
        Class::Organization => "action-name-organization",
        Class::Treaty => "action-name-treaty",
        Class::Date => "class-date",
    }
}

const fn class_key(class: Class) -> &'static str {
    match class {
        Class::Person => "action-class-person",
        Class::Place => "action-class-place",
        Class::Organization => "action-class-organization",
        Class::Treaty => "action-class-treaty",
        Class::Date => "action-class-date",
    }
}

const fn theme_key(theme: ThemeChoice) -> &'static str {
    match theme {
        ThemeChoice::System => "action-theme-system",
        ThemeChoice::Light => "action-theme-light",
        ThemeChoice::Sepia => "action-theme-sepia",
        ThemeChoice::Dark => "action-theme-dark",
        ThemeChoice::Black => "action-theme-black",
    }
}

const fn language_key(language: LanguageChoice) -> &'static str {
    match language {
        LanguageChoice::System => "action-language-system",
        LanguageChoice::Indonesian => "action-language-indonesian",
        LanguageChoice::English => "action-language-english",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::app::{Language, Words};

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen: BTreeMap<Shortcut, Action> = BTreeMap::new();
        for action in Action::all() {
            for shortcut in action.shortcuts().into_iter().flatten() {
                let before = seen.insert(shortcut, action);
                assert_eq!(before, None, "{shortcut:?} also does {action:?}");
            }
        }
    }

    #[test]
    fn every_action_has_a_name_of_its_own_in_both_languages() {
        for language in [Language::Indonesian, Language::English] {
            let words = Words::new(language);
            let plain = |action: &Action| !matches!(action, Action::MarkIn(_));
            let all: Vec<Action> = Action::all().into_iter().filter(plain).collect();
            let names: BTreeSet<String> = all.iter().map(|action| words.text(action.words_key())).collect();
            assert_eq!(names.len(), all.len());
            for action in Action::all() {
                assert_ne!(words.text(action.words_key()), action.words_key());
            }
        }
    }
}
