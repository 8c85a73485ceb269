/// How an edge of a mark moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeMove {
    /// The end takes in the next word.
    EndOn,
    /// The end leaves the last word out.
    EndBack,
    /// The start takes in the word before.
    StartBack,
    /// The start leaves the first word out.
    StartOn,
    /// The whole mark goes on by a word.
    On,
    /// The whole mark goes back by a word.
    Back,
}

impl EdgeMove {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::EndOn, Self::EndBack, Self::StartBack, Self::StartOn, Self::On, Self::Back];

    pub(super) const fn words_key(self) -> &'static str {
        match self {
            Self::EndOn => "action-edge-end-on",
            Self::EndBack => "action-edge-end-back",
            Self::StartBack => "action-edge-start-back",
            Self::StartOn => "action-edge-start-on",
            Self::On => "action-mark-on",
            Self::Back => "action-mark-back",
        }
    }
}
