use crate::app::Shortcut;
use crate::app::shortcut::{command, command_shift};

/// What brings stories in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAction {
    /// Choose files to import.
    Files,
    /// Choose a folder to import.
    Folder,
    /// Choose a folder to watch.
    Watch,
    /// Show the reports of imports and the folders that are watched.
    Reports,
}

impl ImportAction {
    /// Every one, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Files, Self::Folder, Self::Watch, Self::Reports];

    pub(super) const fn words_key(self) -> &'static str {
        match self {
            Self::Files => "action-open-files",
            Self::Folder => "action-open-folder",
            Self::Watch => "action-watch",
            Self::Reports => "action-imports",
        }
    }

    pub(super) const fn shortcuts(self) -> [Option<Shortcut>; 2] {
        match self {
            Self::Files => [command("O"), None],
            Self::Folder => [command_shift("O"), None],
            Self::Watch => [None, None],
            Self::Reports => [command_shift("I"), None],
        }
    }
}
