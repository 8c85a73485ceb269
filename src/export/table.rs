//! Tables for spreadsheets, which take a cell that begins with certain signs for a formula and work it out.

use std::borrow::Cow;

use super::escape::one_line;

/// A table as CSV that spreadsheets read as text: UTF-8 with its mark, cells quoted where needed, no formulas.
pub fn csv<const N: usize>(head: &[String; N], rows: impl IntoIterator<Item = [String; N]>) -> csv::Result<Vec<u8>> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(head)?;
    for row in rows {
        out.write_record(row.iter().map(|text| cell(text).into_owned()))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// A table as lines with tabs between the cells, to be put on the clipboard; no formulas.
#[must_use]
pub fn tabbed<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut out = String::new();
    for row in rows {
        let line = row.map(|text| cell(&one_line(&text)).into_owned()).join("\t");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula, after blanks too.
fn cell(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let active = text.trim_start().starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']);
    if active { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_work_out_stays_text() {
        for (text, safe) in [
            ("=HYPERLINK(\"http://a\")", "'=HYPERLINK(\"http://a\")"),
            ("+1", "'+1"),
            ("  -2 derajat", "'  -2 derajat"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1+1", "'＝1+1"),
            ("\t=1", "'\t=1"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(cell(text), safe);
        }
    }

    #[test]
    fn a_table_keeps_commas_quotes_and_lines_within_its_cells() {
        let head = ["a".to_owned(), "b".to_owned()];
        let made = csv(&head, [["x, \"y\"\nz".to_owned(), "=1".to_owned()]]).unwrap();
        assert_eq!(String::from_utf8(made).unwrap(), "\u{feff}a,b\r\n\"x, \"\"y\"\"\nz\",'=1\r\n");
        let lines = tabbed([["x\ty\nz".to_owned(), "-1".to_owned()], ["a".to_owned(), String::new()]]);
        assert_eq!(lines, "x y z\t'-1\na\n");
    }
}
