//! Requests from standard input, one a line, each answered once what it asks for is on disk.

use std::io::Write as _;

use anyhow::anyhow;
use serde::Serialize;

use crate::library::{LINE_BYTES, Line, next_line};

use super::Outcome;
use super::desk::{Desk, Unbroken};
use super::json;

/// The answer to a line that failed.
#[derive(Serialize)]
struct FailureJson {
    line: usize,
    error: String,
}

/// Answers each line with a line of JSON; one that fails is answered with its reason.
pub(super) fn answer_lines(
    desk: &mut Desk<'_>,
    mut answer: impl FnMut(&Desk<'_>, &[u8]) -> anyhow::Result<String>,
) -> anyhow::Result<Outcome> {
    let (mut failed, mut gone) = (0_usize, false);
    for number in 1_usize.. {
        let answered = match next_line(desk.input)? {
            None => break,
            Some(Line::Blank) => continue,
            Some(Line::TooLong) => Err(anyhow!("the line is longer than {LINE_BYTES} bytes")),
            Some(Line::Text(bytes)) => answer(desk, &bytes),
        };
        let line = match answered {
            Ok(line) => line,
            Err(error) => {
                failed += 1;
                let error = format!("{error:#}");
                desk.say(&format!("line {number}: {error}"));
                json::line(&FailureJson { line: number, error })?
            }
        };
        // What was asked for is done even when nobody reads the answers any more.
        if !gone {
            let mut out = Unbroken::new(&mut *desk.out);
            writeln!(out, "{line}")?;
            out.flush()?;
            gone = out.is_gone();
        }
    }
    Ok(Outcome::failed_if(failed > 0))
}
