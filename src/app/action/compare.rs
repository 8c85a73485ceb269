use crate::app::Shortcut;
use crate::app::shortcut::{plain, shift};

/// What puts two texts side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareAction {
    /// Compare the open story with its version before, or with a copy.
    Show,
    /// The next change between the two texts.
    Next,
    /// The change before.
    Previous,
}

impl CompareAction {
    /// Every one, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Show, Self::Next, Self::Previous];

    pub(super) const fn words_key(self) -> &'static str {
        match self {
            Self::Show => "action-compare",
            Self::Next => "action-compare-next",
            Self::Previous => "action-compare-previous",
        }
    }

    pub(super) const fn shortcuts(self) -> [Option<Shortcut>; 2] {
        match self {
            Self::Show => [plain("C"), None],
            Self::Next => [plain("F8"), None],
            Self::Previous => [shift("F8"), None],
        }
    }
}
