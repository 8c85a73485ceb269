//! Whether a page was saved to its end.

use std::collections::HashMap;

use super::guard::{FOREIGN, RAW, Tag, VOID, next_tag, raw_end};

/// Blocks whose end no page may leave out.
const BLOCKS: &[&str] =
    &["div", "article", "section", "main", "header", "footer", "aside", "nav", "figure", "blockquote", "ul", "ol"];

/// Whether a page ends before it is closed: within a tag, a script or a comment, while a block is open whose end no page may leave
/// out, or within words whose kind the page closes elsewhere. That pages leave out `</body>` and `</html>` is permitted, and
/// usual where a page was made small.
pub(in crate::article) fn is_cut_off(html: &str) -> bool {
    let html = html.trim_end();
    let mut page = Page::default();
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        if tag.closing && matches!(tag.name.as_str(), "body" | "html") {
            return false;
        }
        // A comment that is never closed is passed over up to the end; a tag never is.
        if tag.end >= html.len() && !html.ends_with('>') {
            return true;
        }
        at = tag.end;
        let raw = !tag.closing && RAW.contains(&tag.name.as_str()) && !page.is_foreign();
        if raw {
            at = raw_end(html, at, &tag.name);
            if at >= html.len() {
                return true;
            }
        } else {
            page.take(tag, html);
        }
    }
    page.ends_within(html.get(at..).unwrap_or_default())
}

/// What is open at some place of a page.
#[derive(Default)]
struct Page {
    /// How many elements of each name are open, and how many were closed.
    counts: HashMap<String, (usize, usize)>,
    /// The element that the last tag opened; empty where that closed one or stands alone.
    last: String,
}

impl Page {
    fn take(&mut self, tag: Tag, html: &str) {
        let alone = html.get(..tag.end).is_some_and(|page| page.ends_with("/>"));
        self.last.clear();
        if VOID.contains(&tag.name.as_str()) || tag.name.starts_with('!') || alone {
            return;
        }
        if !tag.closing {
            self.last.clone_from(&tag.name);
        }
        let (open, closed) = self.counts.entry(tag.name).or_default();
        if tag.closing {
            *open = open.saturating_sub(1);
            *closed += 1;
        } else {
            *open += 1;
        }
    }

    fn open(&self, name: &str) -> usize {
        self.counts.get(name).map_or(0, |(open, _)| *open)
    }

    fn is_foreign(&self) -> bool {
        FOREIGN.iter().any(|name| self.open(name) > 0)
    }

    /// Whether a page that ends with these words behind its last tag ends too soon.
    fn ends_within(&self, words: &str) -> bool {
        let words = words.trim();
        let closes = |comment: &str| comment.contains("-->") || comment.contains("--!>");
        let comment = words.rfind("<!--").and_then(|at| words.get(at..));
        if comment.is_some_and(|comment| !closes(comment)) || BLOCKS.iter().any(|name| self.open(name) > 0) {
            return true;
        }
        // The one paragraph, or the one stretch in bold, that a page leaves open which closes the others.
        let only = |name: &str| self.counts.get(name).is_some_and(|(open, closed)| *open == 1 && *closed > 0);
        !words.is_empty() && comment.is_none() && (only("p") || only(&self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_off_where_it_ends_in_a_tag_or_a_block_and_not_where_it_leaves_out_what_it_may() {
        for page in [
            "<html><body><div><p>Isi",
            "<html><body><p>Isi</p><a hre",
            "<html><DIV><div>Isi</div>\n",
            "<html><body><article><p>Isi</p>",
            "<html><body><main><p>Isi.</p><section><p>Isi",
            "<html><body><p>Satu.</p><p>Dua <b>tiga</b> em",
            "<html><body><b>Judul</b><br>Isi <b>teb",
            "<html><p>Isi</p><script>var a = '</div",
            "<html><p>Isi</p><!-- iklan",
            "<html><p>Isi</p><script>document.write('</body>')</script><div>Isi",
        ] {
            assert!(is_cut_off(page), "{page}");
        }
        for page in [
            "<html><body><div><p>Isi</BODY>",
            "<html><div><p>Isi</div>",
            "<p>Isi <",
            "Isi",
            "<!-- x -->",
            "<p>Satu<p>Dua",
            "<p>Satu</p><p>Dua</p>Tiga",
            "<p>Isi</p><script>var a = '<div><article>'</script>",
            "<p>Isi</p><style>a::after { content: '<div>' }</style><!-- <div><section> -->",
            "<p title='<div> <main'>Isi</p>",
            "<p>Isi</p><svg><title/><style/><path d='x'/></svg><article/>",
            "<ul><li>Satu<li>Dua</ul>",
        ] {
            assert!(!is_cut_off(page), "{page}");
        }
    }
}
