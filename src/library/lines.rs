//! Lines of a file or of standard input, which may be hostile: none is held that is too long.

use std::io::{self, BufRead, Read as _};

/// The longest line that is read.
pub const LINE_BYTES: u64 = 16 * 1024 * 1024;

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing but white space.
    Blank,
    /// Longer than [`LINE_BYTES`].
    TooLong,
    /// Its bytes.
    Text(Vec<u8>),
}

/// The next line, `None` at the end; one that is too long is passed over without being held.
pub fn next_line(input: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    if input.take(LINE_BYTES).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") && bytes.len() as u64 == LINE_BYTES {
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(if bytes.iter().all(u8::is_ascii_whitespace) { Line::Blank } else { Line::Text(bytes) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut text = vec![b'x'; usize::try_from(LINE_BYTES).unwrap() + 10];
        text.extend(b"\n \n{}\n");
        let mut input = text.as_slice();
        assert!(matches!(next_line(&mut input).unwrap(), Some(Line::TooLong)));
        assert!(matches!(next_line(&mut input).unwrap(), Some(Line::Blank)));
        assert!(matches!(next_line(&mut input).unwrap(), Some(Line::Text(text)) if text == b"{}\n"));
        assert!(next_line(&mut input).unwrap().is_none());
    }
}
