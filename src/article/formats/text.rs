//! Plain text: a page's text as somebody copied or scraped it.

use std::iter::Peekable;

use crate::article::assemble::{Draft, Line};
use crate::article::byline::{bylines, reporters_line};
use crate::article::dateline::dateline;
use crate::article::noise::is_noise;
use crate::article::publication::{Stated, is_date_line, stated, stated_at_all};
use crate::article::reference::leading_marker;
use crate::article::{Metadata, TitleSource, canonical_url};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 220;
/// A head is looked for in this many lines.
const HEAD_LINES: usize = 16;

/// The story in `text`: its head read, its lines in order.
pub(in crate::article) fn read_text(text: &str) -> Draft {
    let lines = lines(text);
    let mut draft = Draft::default();
    let mut at = 0;
    let mut bylines_seen = crate::article::byline::Bylines::default();
    while at < lines.len().min(HEAD_LINES) {
        let rest = lines.get(at..).unwrap_or_default();
        match head_line(rest, &mut draft.meta, &mut bylines_seen) {
            Some(taken) => at += taken,
            None => break,
        }
    }
    draft.meta.author = bylines_seen.author;
    draft.meta.editor = bylines_seen.editor;
    draft.meta.source = bylines_seen.source;
    draft.lines = lines.into_iter().skip(at).map(|line| Line::Text(line.text)).collect();
    draft
}

/// Reads the first of `rest` as part of the head; how many lines it was, or `None` where the body starts.
fn head_line(rest: &[Plain], meta: &mut Metadata, found: &mut crate::article::byline::Bylines) -> Option<usize> {
    let line = rest.first()?.text.as_str();
    if let Some(url) = canonical_url(line) {
        meta.url = meta.url.take().or(Some(url));
        return Some(1);
    }
    if is_date_line(line) {
        // A day of publication counts before one of a change.
        if meta.published.as_ref().is_none_or(|known| known.inferred) {
            let changed = || stated_at_all(line).map(Stated::changed);
            let known = meta.published.take();
            meta.published = stated(line).map(Stated::published).or(known).or_else(changed);
        }
        return Some(1);
    }
    if let Some(more) = bylines(line) {
        found.complete(more);
        return Some(1);
    }
    if let Some((name, end)) = reporters_line(line) {
        if end < line.len() {
            return None;
        }
        found.author = found.author.take().or(Some(name));
        return Some(1);
    }
    if is_noise(line) {
        return Some(1);
    }
    if leading_marker(line).is_some() || !meta.title.is_empty() || !is_title(rest) {
        return None;
    }
    line.clone_into(&mut meta.title);
    meta.title_source = TitleSource::Heading;
    Some(1)
}

/// Whether the first of `rest` is a title: a short line that does not end as a sentence does, with a story after it.
fn is_title(rest: &[Plain]) -> bool {
    let Some((line, after)) = rest.split_first() else { return false };
    let text = line.text.as_str();
    let length = text.len().min(LONGEST_TITLE * 4 + 1);
    if length > LONGEST_TITLE * 4
        || text.chars().count() > LONGEST_TITLE
        || dateline(text).is_some_and(|found| found.outlet.is_some())
    {
        return false;
    }
    let story = after
        .iter()
        .map(|line| line.text.as_str())
        .find(|line| bylines(line).is_none() && !is_date_line(line) && !is_noise(line));
    let Some(story) = story else { return false };
    let signed = dateline(story).is_some();
    let open = text.ends_with("...") || !text.ends_with(['.', ',', ';', ':']);
    let longer = story.len() > text.len() || story.ends_with(['.', '"', '”']);
    let parted = after.first().is_some_and(|next| next.blank_before);
    (open && (signed || longer))
        || (parted && signed && text.chars().count() <= LONGEST_TITLE / 2 && !text.contains(". "))
}

/// A line with its words single-spaced.
#[derive(Debug, Clone)]
struct Plain {
    text: String,
    blank_before: bool,
}

/// The lines of `text` that are not blank; lines wrapped at a fixed width are put together again.
fn lines(text: &str) -> Vec<Plain> {
    let mut lines = Vec::new();
    let mut blank_before = false;
    for line in text.split('\n') {
        let clean = single_spaced(line);
        if clean.is_empty() {
            blank_before = true;
        } else {
            lines.push(Plain { text: clean, blank_before });
            blank_before = false;
        }
    }
    if is_wrapped(&lines) { unwrapped(lines.into_iter().peekable()) } else { lines }
}

fn single_spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether lines were broken at a fixed width: blank lines part them into blocks, and most lines with another one
/// behind them in their block are nearly as long as the longest and do not end as a sentence does.
fn is_wrapped(lines: &[Plain]) -> bool {
    let widest = lines.iter().map(|line| line.text.len()).max().unwrap_or(0);
    if !(40..=140).contains(&widest) || !lines.iter().skip(1).any(|line| line.blank_before) {
        return false;
    }
    let inner: Vec<&str> = lines
        .windows(2)
        .filter_map(|two| {
            let [line, next] = two else { return None };
            (!next.blank_before).then_some(line.text.as_str())
        })
        .collect();
    let full = inner
        .iter()
        .filter(|line| line.len() * 4 >= widest * 3 && !line.ends_with(['.', '?', '!', ':', '"', '”']))
        .count();
    inner.len() >= 3 && full * 10 >= inner.len() * 7
}

fn unwrapped(mut lines: Peekable<std::vec::IntoIter<Plain>>) -> Vec<Plain> {
    let mut out: Vec<Plain> = Vec::new();
    while let Some(mut first) = lines.next() {
        while let Some(next) = lines.next_if(|next| {
            !next.blank_before && bylines(&first.text).is_none() && leading_marker(&next.text).is_none()
        }) {
            first.text.push(' ');
            first.text.push_str(&next.text);
        }
        out.push(first);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(draft: &Draft) -> Vec<&str> {
        draft
            .lines
            .iter()
            .filter_map(|line| if let Line::Text(text) = line { Some(text.as_str()) } else { None })
            .collect()
    }

    #[test]
    fn a_full_head_is_read_in_order() {
        let draft = read_text(
            "Sabtu, 4 Mei 2019 / 08:15 WIB\nNelayan Palu Kembali Melaut\nILUSTRASI. Perahu di teluk.\n\nSumber: Xinhua | Editor: Sari Dewi\n\n\
             CONTOH.CO.ID - PALU. Nelayan melaut lagi.\nMereka senang.\n",
        );
        assert_eq!(draft.meta.title, "Nelayan Palu Kembali Melaut");
        assert_eq!(draft.meta.title_source, TitleSource::Heading);
        assert_eq!(draft.meta.published.as_ref().unwrap().value, "2019-05-04T08:15:00+07:00");
        assert_eq!((draft.meta.source.as_deref(), draft.meta.editor.as_deref()), (Some("Xinhua"), Some("Sari Dewi")));
        assert_eq!(body(&draft), ["CONTOH.CO.ID - PALU. Nelayan melaut lagi.", "Mereka senang."]);
    }

    #[test]
    fn a_line_of_a_change_is_of_the_head_and_its_day_holds_where_no_other_is_stated() {
        let head = |dates: &str| {
            let draft = read_text(&format!(
                "Nelayan Palu Kembali Melaut\n{dates}\n\nCONTOH.CO.ID - PALU. Nelayan melaut lagi.\n"
            ));
            assert_eq!(body(&draft), ["CONTOH.CO.ID - PALU. Nelayan melaut lagi."], "{dates}");
            draft.meta.published.map(|found| (found.value, found.inferred)).unwrap()
        };
        let changed = "Diperbarui: Kamis, 5 Desember 2024 09:00 WIB";
        assert_eq!(head(changed), ("2024-12-05T09:00:00+07:00".to_owned(), true));
        let issued = "Terbit: Senin, 2 Desember 2024 07:15 WIB";
        for both in [format!("{changed}\n{issued}"), format!("{issued}\n{changed}")] {
            assert_eq!(head(&both), ("2024-12-02T07:15:00+07:00".to_owned(), false));
        }
    }

    #[test]
    fn a_text_that_opens_with_its_story_has_no_title() {
        for text in [
            "Editor: Sari\nCONTOH.CO.ID - PALU. Nelayan melaut lagi.\nMereka senang.",
            "Nelayan di teluk itu melaut lagi.\nMereka senang sekali hari itu.",
        ] {
            assert_eq!(read_text(text).meta.title, "", "{text}");
        }
    }

    #[test]
    fn a_title_and_one_long_line_are_told_apart() {
        let draft = read_text(
            "Nelayan Palu Kembali Melaut\n\nLaporan Wartawan Contoh.com, Budi CONTOH.COM, PALU - Nelayan melaut lagi. Mereka senang.\n",
        );
        assert_eq!(draft.meta.title, "Nelayan Palu Kembali Melaut");
        assert_eq!(body(&draft).len(), 1);
    }

    #[test]
    fn an_address_on_its_own_line_is_the_texts_address() {
        let draft = read_text(
            "https://m.contoh.co.id/berita/1?utm_source=x\nNelayan Palu Kembali Melaut\nPALU, CONTOH.com - Nelayan melaut lagi.",
        );
        assert_eq!(draft.meta.url.as_deref(), Some("https://contoh.co.id/berita/1"));
        assert_eq!(draft.meta.title, "Nelayan Palu Kembali Melaut");
    }

    #[test]
    fn lines_wrapped_at_a_width_become_paragraphs_again() {
        let text = "Nelayan di teluk itu kembali melaut sejak pagi hari setelah badai\nreda, dan mereka membawa pulang banyak ikan cakalang untuk dijual\nke pasar kota.\n\n\
                    Harga ikan di pasar itu pun turun tajam, kata para pedagang yang\nsudah menunggu sejak subuh di dermaga, sambil menyiapkan es dan\npeti kayu.\n";
        let draft = read_text(text);
        assert_eq!(body(&draft).len(), 2);
        assert!(body(&draft)[0].ends_with("untuk dijual ke pasar kota."));
    }
}
