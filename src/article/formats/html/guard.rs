//! Pages made (or broken) so that parsing them would never end are flattened before they reach the parser.
//!
//! An HTML tree builder looks through its open elements for most tags, copies open formatting elements into each new
//! block, and compares each attribute with those before it; and writing a tree out again looks, at each sign that is written
//! as an entity, through the rest of its text for others. All of that is quadratic on hostile input. One pass over the tags
//! bounds it. Ordinary pages pass unchanged.

use std::borrow::Cow;

/// Elements open at once; browsers stop at 512.
const DEPTH_LIMIT: usize = 256;
/// Formatting elements (`b`, `font`, ...) open at once.
const FORMATTING_LIMIT: usize = 24;
/// White-space separated pieces of one tag.
const ATTRIBUTE_LIMIT: usize = 400;
/// Signs written as entities in a text or a tag, multiplied by its bytes: about a second of looking.
const ENTITY_WORK: usize = 20_000_000_000;
/// Bytes of the pieces in which a text of more work is read.
const PIECE_BYTES: usize = 16 * 1024;
/// Tags of a page that is parsed at all.
const TAG_LIMIT: usize = 250_000;

/// Elements without content.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "html", "head", "body", "!doctype",
];
/// Elements that end by themselves where the next one starts, so that pages leave their end tags out.
const SELF_ENDING: &[&str] =
    &["p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup"];
/// Elements that the parser opens again in each new block until their end tag comes.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is not markup.
pub(super) const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noframes", "noembed"];

/// Elements within which the names of HTML mean nothing.
pub(super) const FOREIGN: &[&str] = &["svg", "math"];

/// A page that may be parsed, or one with too many tags for that.
pub(super) enum Guarded<'a> {
    /// Safe to parse; changed only where limits were passed.
    Page(Cow<'a, str>),
    /// Too many tags: its text with a line for each block.
    Stripped(String),
}

/// Bounds what `html` can cost to parse, in one pass.
pub(super) fn guard(html: &str) -> Guarded<'_> {
    let mut pass = Pass { html, ..Pass::default() };
    match pass.run() {
        Ok(()) if pass.kept_from == 0 => Guarded::Page(Cow::Borrowed(html)),
        Ok(()) => {
            pass.out.push_str(html.get(pass.kept_from..).unwrap_or_default());
            Guarded::Page(Cow::Owned(pass.out))
        }
        Err(TooManyTags) => Guarded::Stripped(stripped(html)),
    }
}

struct TooManyTags;

#[derive(Default)]
struct Pass<'a> {
    html: &'a str,
    out: String,
    kept_from: usize,
    open: Vec<String>,
    formatting: Vec<String>,
    tags: usize,
}

impl Pass<'_> {
    fn run(&mut self) -> Result<(), TooManyTags> {
        let mut at = 0;
        while let Some(tag) = next_tag(self.html, at) {
            self.text(at, tag.start);
            at = tag.end;
            self.tags += 1;
            if self.tags > TAG_LIMIT {
                return Err(TooManyTags);
            }
            let keep = if tag.closing { self.close(&tag) } else { self.start(&tag) };
            if !keep || self.is_much_work(tag.start, tag.end) {
                self.leave_out(tag.start, tag.end);
            }
            // Within drawings and formulas even these hold markup.
            if !tag.closing && RAW.contains(&tag.name.as_str()) && !self.is_foreign() {
                let end = raw_end(self.html, at, &tag.name);
                if self.is_much_work(at, end) {
                    self.leave_out(at, end);
                }
                at = end;
            }
        }
        self.text(at, self.html.len());
        Ok(())
    }

    fn leave_out(&mut self, from: usize, to: usize) {
        self.out.push_str(self.html.get(self.kept_from..from).unwrap_or_default());
        self.kept_from = to;
    }

    /// Parts a text that is too much work: what stands on both sides of a comment are two texts, and read as one. Comments
    /// within it go.
    fn text(&mut self, mut from: usize, to: usize) {
        if !self.is_much_work(from, to) {
            return;
        }
        while let Some(comment) = self.html.get(from..to).and_then(|text| text.find("<!--")).map(|at| from + at) {
            let content = self.html.get(comment + 4..to).unwrap_or_default();
            self.part(from, comment);
            from = (comment + 4 + comment_end(content)).min(to);
            self.leave_out(comment, from);
        }
        self.part(from, to);
    }

    fn part(&mut self, from: usize, to: usize) {
        let mut piece = from;
        for (at, _) in self
            .html
            .get(from..to)
            .unwrap_or_default()
            .match_indices(|sign| sign == '&' || ('\u{80}'..='\u{bf}').contains(&sign))
        {
            if from + at > piece + PIECE_BYTES {
                piece = from + at;
                self.leave_out(piece, piece);
                self.out.push_str("<!---->");
            }
        }
    }

    fn is_much_work(&self, from: usize, to: usize) -> bool {
        let bytes = self.html.as_bytes().get(from..to).unwrap_or_default();
        // Short ones are no work however many they hold.
        bytes.len() > PIECE_BYTES
            && memchr::memchr2_iter(b'&', 0xC2, bytes).count().saturating_mul(bytes.len()) > ENTITY_WORK
    }

    fn is_foreign(&self) -> bool {
        self.open.iter().any(|open| FOREIGN.contains(&open.as_str()))
    }

    /// Whether a start tag may stay.
    fn start(&mut self, tag: &Tag) -> bool {
        let name = tag.name.as_str();
        if tag.pieces > ATTRIBUTE_LIMIT {
            return false;
        }
        if VOID.contains(&name) || (RAW.contains(&name) && !self.is_foreign()) {
            return true;
        }
        if FORMATTING.contains(&name) {
            // A link inside a link ends the outer one.
            if name == "a" && self.formatting.iter().any(|open| open == "a") {
                return true;
            }
            let room = self.formatting.len() < FORMATTING_LIMIT;
            if room {
                self.formatting.push(tag.name.clone());
            }
            return room;
        }
        if SELF_ENDING.contains(&name) {
            return true;
        }
        let room = self.open.len() < DEPTH_LIMIT;
        if room {
            self.open.push(tag.name.clone());
        }
        room
    }

    /// Whether an end tag may stay: one without a start could cost a search through all that is open.
    fn close(&mut self, tag: &Tag) -> bool {
        let name = tag.name.as_str();
        if FORMATTING.contains(&name) {
            let found = self.formatting.iter().rposition(|open| open == name);
            if let Some(at) = found {
                self.formatting.remove(at);
            }
            return found.is_some();
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
        true
    }
}

/// A tag as the pass sees it.
pub(super) struct Tag {
    start: usize,
    /// One past its last byte.
    pub end: usize,
    /// In lower case.
    pub name: String,
    /// Whether it ends an element.
    pub closing: bool,
    pieces: usize,
}

/// The next tag at or after `from`; comments and stray signs are passed over.
pub(super) fn next_tag(html: &str, from: usize) -> Option<Tag> {
    let mut at = from;
    loop {
        let start = at + html.get(at..)?.find('<')?;
        let rest = html.get(start + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            at = start + 4 + comment_end(comment);
            continue;
        }
        let closing = rest.starts_with('/');
        let named = rest.strip_prefix('/').unwrap_or(rest);
        if !named.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
            at = start + 1;
            continue;
        }
        let length = named.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(named.len());
        let name = named.get(..length.min(named.floor_char_boundary(24)))?.to_ascii_lowercase();
        let (end, pieces) = tag_end(html, start + 1);
        return Some(Tag { start, end, name, closing, pieces });
    }
}

/// Where the comment whose content this begins with ends, as parsers see it: `<!-->` and `<!--->` are whole ones.
fn comment_end(content: &str) -> usize {
    if let Some(short) = [">", "->"].into_iter().find(|end| content.starts_with(end)) {
        return short.len();
    }
    // One pass, so that many comments stay linear.
    let mut from = 0;
    while let Some(found) = content.get(from..).and_then(|rest| rest.find("--")) {
        let after = from + found + 2;
        let rest = content.get(after..).unwrap_or_default();
        if let Some(end) = [">", "!>"].into_iter().find(|end| rest.starts_with(end)) {
            return after + end.len();
        }
        from = after - 1;
    }
    content.len()
}

/// One past the `>` that ends the tag whose content starts at `from`, and how many pieces it has outside quotes.
fn tag_end(html: &str, from: usize) -> (usize, usize) {
    let mut quote = None;
    let mut pieces = 0;
    let mut gap = false;
    let mut value = false;
    for (at, byte) in html.bytes().enumerate().skip(from) {
        match (quote, byte) {
            // Attributes need no space between them where the first is quoted.
            (Some(open), _) if open == byte => (quote, gap) = (None, true),
            (Some(_), _) => {}
            (None, b'>') => return (at + 1, pieces),
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => gap = true,
            (None, _) => {
                pieces += usize::from(gap);
                gap = false;
            }
        }
        value = quote.is_none() && (byte == b'=' || (value && byte.is_ascii_whitespace()));
    }
    (html.len(), pieces)
}

/// Where the raw content that starts at `from` ends: at its end tag, or the end of the page.
pub(super) fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find("</")) {
        let tag = at + found;
        let here = html
            .get(tag + 2..)
            .and_then(|rest| rest.get(..name.len()))
            .is_some_and(|text| text.eq_ignore_ascii_case(name));
        if here {
            return tag;
        }
        at = tag + 2;
    }
    html.len()
}

/// The text of a page with a line for each block, its tags only cut away.
fn stripped(html: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        out.push_str(html.get(at..tag.start).unwrap_or_default());
        let inline = FORMATTING.contains(&tag.name.as_str()) || tag.name == "span";
        if !inline {
            out.push('\n');
        }
        at = tag.end;
        if !tag.closing && RAW.contains(&tag.name.as_str()) {
            at = raw_end(html, at, &tag.name);
        }
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(html: &str) -> Cow<'_, str> {
        match guard(html) {
            Guarded::Page(page) => page,
            Guarded::Stripped(text) => panic!("stripped to {} bytes", text.len()),
        }
    }

    #[test]
    fn ordinary_pages_pass_unchanged() {
        let html = "<!doctype html><html><body><div class='a > b'><p>Satu<p>Dua<br><b>tiga</b><script>if (a<b) '<div>'</script></div></html>";
        assert!(matches!(page(html), Cow::Borrowed(_)));
        let unclosed = "<p>Paragraf <b>tebal</b>\n".repeat(2000);
        assert!(matches!(page(&unclosed), Cow::Borrowed(_)));
    }

    #[test]
    fn depth_formatting_and_attributes_are_bounded() {
        assert!(page(&"<div>".repeat(50_000)).len() <= DEPTH_LIMIT * 5);
        let formatting: Vec<String> = (0..5000).map(|n| format!("<p><b id={n}>x")).collect();
        assert_eq!(page(&formatting.concat()).matches("<b").count(), FORMATTING_LIMIT);
        let attributes: Vec<String> = (0..1000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(page(&format!("x<i{}>y", attributes.concat())), "xy");
    }

    #[test]
    fn signs_that_are_written_as_entities_are_read_in_pieces_and_left_out_of_attributes_where_they_are_many() {
        for sign in ["&", "& ", "\u{a0}", "©"] {
            let many = sign.repeat(400_000);
            let parted = page(&format!("<p>Awal {many} akhir</p>")).into_owned();
            assert!(parted.split("<!---->").all(|piece| piece.len() < 2 * PIECE_BYTES));
            assert_eq!(parted.replace("<!---->", ""), format!("<p>Awal {many} akhir</p>"));
            assert_eq!(page(&format!("<title>{many}</title>x<a title=\"{many}\">y</a>")), "<title></title>xy</a>");
        }
        let comment = format!("<p>Awal<!-- {} -->akhir</p>", "&".repeat(400_000));
        assert_eq!(page(&comment), "<p>Awalakhir</p>");
        let few = format!("<p>{}</p><p>{}</p>", "Satu &amp; dua. ".repeat(4000), "é".repeat(400_000));
        assert!(matches!(page(&few), Cow::Borrowed(_)));
    }

    #[test]
    fn too_many_tags_leave_the_text() {
        let html = format!("<p>Awal</p>{}<p>Ak<b>hir</b></p>", "<i>.</i>".repeat(TAG_LIMIT));
        let Guarded::Stripped(text) = guard(&html) else { panic!("parsed") };
        assert!(text.contains("Awal\n") && text.contains("Akhir\n"));
    }

    proptest! {
        #[test]
        fn any_markup_is_guarded(html in "(<div>|</div>|<b>|</b>|<a href=\"|\">|<!--|-->|<script>|</script>|é|<|>|'){0,40}") {
            let _ = guard(&html);
            let _ = stripped(&html);
        }
    }
}
