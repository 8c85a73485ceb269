use super::Shortcut;

/// How far one move of the caret goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stride {
    /// One letter.
    Letter,
    /// One word.
    Word,
    /// One sentence.
    Sentence,
    /// One line as laid out.
    Line,
    /// To the end of the line as laid out.
    LineEdge,
    /// One paragraph.
    Paragraph,
    /// One view.
    Page,
    /// To the end of the text.
    Text,
}

/// One move of the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Motion {
    /// How far.
    pub stride: Stride,
    /// Towards the end of the text.
    pub forward: bool,
    /// Whether the selection's other end stays where it is.
    pub extend: bool,
}

impl Stride {
    const ALL: [Self; 8] =
        [Self::Letter, Self::Word, Self::Sentence, Self::Line, Self::LineEdge, Self::Paragraph, Self::Page, Self::Text];
}

impl Motion {
    /// Every move, those that only move the caret first.
    pub fn all() -> impl Iterator<Item = Self> {
        [false, true].into_iter().flat_map(|extend| {
            Stride::ALL
                .into_iter()
                .flat_map(move |stride| [true, false].map(|forward| Self { stride, forward, extend }))
        })
    }

    /// The key that does it.
    #[must_use]
    pub const fn shortcut(self) -> Shortcut {
        let (command, alt, keys) = match self.stride {
            Stride::Letter => (false, false, ["ArrowLeft", "ArrowRight"]),
            Stride::Word => (true, false, ["ArrowLeft", "ArrowRight"]),
            Stride::Sentence => (false, true, ["ArrowUp", "ArrowDown"]),
            Stride::Line => (false, false, ["ArrowUp", "ArrowDown"]),
            Stride::LineEdge => (false, false, ["Home", "End"]),
            Stride::Paragraph => (true, false, ["ArrowUp", "ArrowDown"]),
            Stride::Page => (false, false, ["PageUp", "PageDown"]),
            Stride::Text => (true, false, ["Home", "End"]),
        };
        let [back, forward] = keys;
        Shortcut { command, shift: self.extend, alt, key: if self.forward { forward } else { back } }
    }

    /// The key of its name in the catalogues.
    #[must_use]
    pub const fn words_key(self) -> &'static str {
        if self.extend { extend_key(self.stride, self.forward) } else { move_key(self.stride, self.forward) }
    }
}

const fn move_key(stride: Stride, forward: bool) -> &'static str {
    match (stride, forward) {
        (Stride::Letter, true) => "action-move-letter-forward",
        (Stride::Letter, false) => "action-move-letter-back",
        (Stride::Word, true) => "action-move-word-forward",
        (Stride::Word, false) => "action-move-word-back",
        (Stride::Sentence, true) => "action-move-sentence-forward",
        (Stride::Sentence, false) => "action-move-sentence-back",
        (Stride::Line, true) => "action-move-line-down",
        (Stride::Line, false) => "action-move-line-up",
        (Stride::LineEdge, true) => "action-move-line-end",
        (Stride::LineEdge, false) => "action-move-line-start",
        (Stride::Paragraph, true) => "action-move-paragraph-forward",
        (Stride::Paragraph, false) => "action-move-paragraph-back",
        (Stride::Page, true) => "action-move-page-down",
        (Stride::Page, false) => "action-move-page-up",
        (Stride::Text, true) => "action-move-text-end",
        (Stride::Text, false) => "action-move-text-start",
    }
}

const fn extend_key(stride: Stride, forward: bool) -> &'static str {
    match (stride, forward) {
        (Stride::Letter, true) => "action-extend-letter-forward",
        (Stride::Letter, false) => "action-extend-letter-back",
        (Stride::Word, true) => "action-extend-word-forward",
        (Stride::Word, false) => "action-extend-word-back",
        (Stride::Sentence, true) => "action-extend-sentence-forward",
        (Stride::Sentence, false) => "action-extend-sentence-back",
        (Stride::Line, true) => "action-extend-line-down",
        (Stride::Line, false) => "action-extend-line-up",
        (Stride::LineEdge, true) => "action-extend-line-end",
        (Stride::LineEdge, false) => "action-extend-line-start",
        (Stride::Paragraph, true) => "action-extend-paragraph-forward",
        (Stride::Paragraph, false) => "action-extend-paragraph-back",
        (Stride::Page, true) => "action-extend-page-down",
        (Stride::Page, false) => "action-extend-page-up",
        (Stride::Text, true) => "action-extend-text-end",
        (Stride::Text, false) => "action-extend-text-start",
    }
}
