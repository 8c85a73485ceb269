use crate::text::{Span, trim_edges};

/// Selected text of the open article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection began: a byte offset of the body.
    pub anchor: usize,
    /// Where it ends now; may lie before the anchor.
    pub head: usize,
}

impl Selection {
    /// The selection over a span, ready to be extended at its end.
    #[must_use]
    pub const fn over(span: Span) -> Self {
        Self { anchor: span.start, head: span.end }
    }

    /// The selected bytes.
    #[must_use]
    pub const fn span(self) -> Span {
        Span::new(self.anchor, self.head)
    }

    /// A caret: a selection of nothing.
    #[must_use]
    pub const fn caret(at: usize) -> Self {
        Self { anchor: at, head: at }
    }

    /// The selected bytes of `body` without white space, commas and the like at either end; `None` where nothing is left.
    #[must_use]
    pub fn trimmed(self, body: &str) -> Option<Span> {
        trim_edges(body, self.span())
    }
}

/// What was chosen last, for the keys that walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The entity whose mentions are walked.
    pub entity: Option<String>,
    /// The mention shown last, by its index.
    pub mention: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_trims_white_space_and_stops_but_not_words() {
        let body = "Satu dua.\nTiga";
        assert_eq!(Selection { anchor: 10, head: 4 }.trimmed(body).map(|span| span.of(body)), Some("dua"));
        assert_eq!(Selection::over(Span::new(0, 10)).trimmed(body).map(|span| span.of(body)), Some("Satu dua."));
        assert_eq!(Selection { anchor: 9, head: 10 }.trimmed(body), None);
        assert_eq!(Selection::caret(3).trimmed(body), None);
    }
}
