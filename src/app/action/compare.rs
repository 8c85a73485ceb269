use crate::app::Shortcut;
use crate::app::shortcut::{plain, shift};

/// Versions and copies of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareAction {
    /// Compare the open story with its version before, or with a copy.
    Show,
    /// The next change between the two texts.
    Next,
    /// The change before.
    Previous,
    /// Show one row for a story and its copies, or all again.
    Fold,
}

impl CompareAction {
    /// Every one, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Show, Self::Next, Self::Previous, Self::Fold];

    pub(super) const fn words_key(self) -> &'static str {
        match self {
            Self::Show => "action-compare",
            Self::Next => "action-compare-next",
            Self::Previous => "action-compare-previous",
            Self::Fold => "action-fold-copies",
        }
    }

    pub(super) const fn shortcuts(self) -> [Option<Shortcut>; 2] {
        match self {
            Self::Show => [plain("C"), None],
            Self::Next => [plain("F8"), None],
            Self::Previous => [shift("F8"), None],
            Self::Fold => [plain("L"), None],
        }
    }
}
