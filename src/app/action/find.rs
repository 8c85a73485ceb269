use crate::app::Shortcut;
use crate::app::shortcut::{command, plain, shift};

/// What finds words in the open story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindAction {
    /// Open the bar to type in.
    Show,
    /// The next place.
    Next,
    /// The place before.
    Previous,
}

impl FindAction {
    /// Every one, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Show, Self::Next, Self::Previous];

    pub(super) const fn words_key(self) -> &'static str {
        match self {
            Self::Show => "action-find",
            Self::Next => "action-find-next",
            Self::Previous => "action-find-previous",
        }
    }

    pub(super) const fn shortcuts(self) -> [Option<Shortcut>; 2] {
        match self {
            Self::Show => [command("F"), None],
            Self::Next => [plain("F3"), None],
            Self::Previous => [shift("F3"), None],
        }
    }
}
