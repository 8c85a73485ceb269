//! PDF files with a text layer: pages printed from a browser, papers' own files.
//!
//! Our own reader: the crates for it unpack streams without a limit and follow forms that show themselves until the stack
//! ends, which a hostile file must not make them do.

mod about;
mod filters;
mod fonts;
mod hyphens;
mod locks;
mod objects;
mod page;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use about::About;
use hyphens::Hyphens;
use memchr::memmem;
use objects::{Dict, File, Object};
use page::{Piece, Reader, Shown};

use super::read_text;
use crate::article::assemble::Draft;
use crate::article::{Unreadable, Warning};

const KIND: &str = "a PDF document";
/// The most pages that are read.
const MOST_PAGES: usize = 5000;
/// The tree of pages is followed so deep.
const DEEPEST: usize = 64;

/// Whether the bytes are a PDF file, perhaps with something before its head, as readers of such files permit.
pub(in crate::article) fn looks_like_pdf(bytes: &[u8]) -> bool {
    const BEFORE: usize = 1024;
    let start = bytes.get(..BEFORE).unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"%PDF-")
        || memmem::find(start, b"%PDF-").is_some() && memmem::find(bytes, b" 0 obj").is_some()
}

/// The story in a PDF file, with what the file says of itself.
pub(in crate::article) fn read_pdf(bytes: &[u8]) -> Result<Draft, Unreadable> {
    let file = File::new(bytes);
    let Text { words, unread, pages } = text_of(&file)?;
    let mut draft = read_text(&words);
    draft.warnings.extend((!unread.is_empty()).then_some(Warning::UnreadPages { pages: unread, of: pages }));
    About::read(&file).complete(&mut draft);
    Ok(draft)
}

/// What can be read of a PDF file.
#[derive(Debug, PartialEq, Eq)]
struct Text {
    /// The text, its paragraphs parted by blank lines.
    words: String,
    /// The pages, counted from 1, of which not all could be read.
    unread: Vec<u32>,
    /// How many pages there are.
    pages: u32,
}

fn text_of(file: &File<'_>) -> Result<Text, Unreadable> {
    if file.is_locked() {
        return Err(Unreadable::Binary("an encrypted PDF document"));
    }
    let root = file.root().ok_or(Unreadable::Damaged(KIND))?;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    if let Some(tree) = root.get(b"Pages".as_slice()) {
        collect(file, tree, &Dict::new(), &mut seen, DEEPEST, &mut pages);
    }
    let mut reader = Reader::new(file);
    let (mut unread, mut page_lines, mut number) = (Vec::new(), Vec::new(), 0);
    for page in &pages {
        number += 1;
        let page = page.as_ref().map(|(page, own)| reader.page(page, own));
        let Shown { pieces, is_damaged, has_more } = page.unwrap_or(Shown { is_damaged: true, ..Shown::default() });
        let lines = lines(pieces);
        if is_damaged || has_more && lines.is_empty() {
            unread.push(number);
        }
        page_lines.push(lines);
    }
    if file.budget.is_spent() {
        return Err(Unreadable::Damaged("a PDF document, larger within than it may be,"));
    }
    drop_repeated(&mut page_lines);
    let words = paragraphs(&page_lines);
    if words.trim().is_empty() {
        return Err(Unreadable::Binary("a PDF document without a text layer"));
    }
    Ok(Text { words, unread, pages: number })
}

/// Takes the pages below a node with the resources that they inherit; none where the file does not hold what it names.
fn collect(
    file: &File<'_>,
    node: &Object,
    inherited: &Dict,
    seen: &mut BTreeSet<u32>,
    left: usize,
    pages: &mut Vec<Option<(Dict, Dict)>>,
) {
    let Object::Reference(number) = node else { return };
    if left == 0 || pages.len() >= MOST_PAGES || !seen.insert(*number) {
        return;
    }
    let Some(Object::Dict(node)) = file.resolved(node) else { return pages.push(None) };
    let own = file.dict(&node, "Resources").unwrap_or_else(|| inherited.clone());
    match file.get(&node, "Kids") {
        Some(Object::List(kids)) => kids.iter().for_each(|kid| collect(file, kid, &own, seen, left - 1, pages)),
        _ => pages.push(Some((node, own))),
    }
}

/// A line of a page.
#[derive(Debug)]
struct Line {
    text: String,
    x: f64,
    y: f64,
    end: f64,
    size: f64,
}

/// Puts pieces that stand beside each other together, in the order in which the page shows them.
fn lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let text = plain(&piece.text);
        if text.is_empty() {
            continue;
        }
        let beside = lines.last_mut().filter(|line| {
            let tall = line.size.max(piece.size);
            (line.y - piece.y).abs() < tall * 0.5 && piece.x > line.end - tall * 2.0 && piece.x < line.end + tall * 12.0
        });
        match beside {
            Some(line) => {
                let gap = piece.x - line.end > 0.17 * line.size.max(piece.size);
                if gap && !line.text.ends_with(char::is_whitespace) && !text.starts_with(char::is_whitespace) {
                    line.text.push(' ');
                }
                line.text.push_str(&text);
                line.end = piece.end;
                // A raised figure does not make the line small.
                if piece.size > line.size {
                    (line.size, line.y) = (piece.size, piece.y);
                }
            }
            None => lines.push(Line { text, x: piece.x, y: piece.y, end: piece.end, size: piece.size }),
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

/// The text without control characters, and with letters where it has ligatures.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        match letter {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            other => plain.push(other),
        }
    }
    plain
}

/// Drops what stands at the head or foot of every page: its number, the address it was printed from.
fn drop_repeated(pages: &mut [Vec<Line>]) {
    const EDGE: usize = 3;
    const FEWEST_PAGES: usize = 3;
    if pages.len() < FEWEST_PAGES {
        return;
    }
    // A title is larger than its repetition over the pages.
    let key = |line: &Line| -> (String, i64) {
        let digitless = line.text.chars().map(|letter| if letter.is_ascii_digit() { '#' } else { letter });
        (digitless.collect::<String>().trim().to_owned(), line.size.round() as i64)
    };
    let at_edge = |place: usize, lines: usize| place < EDGE || place + EDGE >= lines;
    let mut on_pages: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        let edge = page.iter().enumerate().filter(|(place, _)| at_edge(*place, page.len()));
        for key in edge.map(|(_, line)| key(line)).collect::<BTreeSet<_>>() {
            *on_pages.entry(key).or_default() += 1;
        }
    }
    let most = pages.len();
    for page in pages {
        let count = page.len();
        let mut place = 0;
        page.retain(|line| {
            place += 1;
            !at_edge(place - 1, count) || on_pages.get(&key(line)).is_none_or(|pages| pages * 3 < most * 2)
        });
    }
}

/// The lines put together where one goes on in the next.
fn paragraphs(pages: &[Vec<Line>]) -> String {
    let usual = usual_step(pages);
    let hyphens = Hyphens::of(pages.iter().map(|page| page.iter().map(|line| line.text.trim())));
    let mut text = String::new();
    let mut last: Option<&Line> = None;
    for page in pages {
        for (place, line) in page.iter().enumerate() {
            match last {
                Some(last) if goes_on(last, line, usual, place == 0) => {
                    if text.ends_with(['\u{ad}', '-', '‐']) {
                        hyphens.join(&mut text, line.text.trim());
                    } else if !text.ends_with(char::is_whitespace) {
                        text.push(' ');
                    }
                }
                Some(_) => text.push_str("\n\n"),
                None => {}
            }
            text.push_str(line.text.trim());
            last = Some(line);
        }
    }
    text
}

/// The usual step from line to line, in sizes of letters.
fn usual_step(pages: &[Vec<Line>]) -> f64 {
    /// Steps are counted in fiftieths.
    const FINE: f64 = 50.0;
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in pages.iter().flat_map(|page| page.windows(2)) {
        if let [above, below] = pair
            && alike(above, below)
        {
            let step = (above.y - below.y) / below.size;
            if step > 0.8 && step < 2.5 {
                *steps.entry((step * FINE).round() as i64).or_default() += 1;
            }
        }
    }
    steps.into_iter().max_by_key(|(_, times)| *times).map_or(1.3, |(step, _)| step as f64 / FINE)
}

fn alike(above: &Line, below: &Line) -> bool {
    (above.size - below.size).abs() < 0.08 * above.size.max(below.size)
}

/// Whether a paragraph goes on from one line to the next.
fn goes_on(above: &Line, below: &Line, usual: f64, new_page: bool) -> bool {
    if !alike(above, below) {
        return false;
    }
    let ended = above.text.trim_end().ends_with(['.', '!', '?', '"', '”', ':', ')']);
    let step = (above.y - below.y) / below.size;
    if new_page || step < 0.0 {
        // The next page or column.
        return !ended;
    }
    let indented = below.x - above.x > 0.8 * below.size && ended;
    let short = ended && above.end < below.end - 6.0 * below.size;
    step < usual * 1.2 && !indented && !short
}

#[cfg(test)]
mod tests;
