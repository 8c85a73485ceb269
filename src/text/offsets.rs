use super::Span;

/// Converts between byte offsets and Unicode code points of one text.
///
/// Building costs one pass; a conversion is one look-up. ASCII texts keep no table.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Byte offset of each code point and of the end; `None` when the text is ASCII and both units agree.
    starts: Option<Vec<usize>>,
    bytes: usize,
}

impl CodePoints {
    /// The table of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).chain([text.len()]).collect());
        Self { starts, bytes: text.len() }
    }

    /// Code points before the byte offset `byte`; an offset inside a character counts as its start, one past the end as the end.
    #[must_use]
    pub fn from_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes);
        match &self.starts {
            None => byte,
            Some(starts) => starts.partition_point(|start| *start <= byte).saturating_sub(1),
        }
    }

    /// The byte offset of the code point `index`, or `None` past the end.
    #[must_use]
    pub fn to_byte(&self, index: usize) -> Option<usize> {
        match &self.starts {
            None => (index <= self.bytes).then_some(index),
            Some(starts) => starts.get(index).copied(),
        }
    }

    /// A byte span as code points `(start, end)`.
    #[must_use]
    pub fn from_span(&self, span: Span) -> (usize, usize) {
        (self.from_byte(span.start), self.from_byte(span.end))
    }

    /// A pair of code point offsets as a byte span, or `None` where they do not fit the text or run backwards.
    #[must_use]
    pub fn to_span(&self, start: usize, end: usize) -> Option<Span> {
        let (from, to) = (self.to_byte(start)?, self.to_byte(end)?);
        (from <= to).then_some(Span { start: from, end: to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_and_bytes_round_trip(text in ".{0,60}") {
            let table = CodePoints::new(&text);
            for (index, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(table.from_byte(at), index);
                prop_assert_eq!(table.to_byte(index), Some(at));
            }
            prop_assert_eq!(table.from_byte(text.len() + 9), text.chars().count());
        }
    }

    #[test]
    fn an_offset_inside_a_character_counts_as_its_start() {
        assert_eq!(CodePoints::new("aé b").from_byte(2), 1);
    }
}
