use super::Span;

/// The paragraphs of a body: what lies between newlines, without the empty ones, in order.
#[must_use]
pub fn paragraph_spans(body: &str) -> Vec<Span> {
    let mut start = 0;
    body.split('\n')
        .filter_map(|line| {
            let span = Span { start, end: start + line.len() };
            start = span.end + 1;
            (!line.trim().is_empty()).then_some(span)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lie_between_newlines_and_skip_empty_lines() {
        let body = "Satu.\n\nDua é.\n";
        let found: Vec<&str> = paragraph_spans(body).into_iter().map(|span| span.of(body)).collect();
        assert_eq!(found, ["Satu.", "Dua é."]);
    }
}
