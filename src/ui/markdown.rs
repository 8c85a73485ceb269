//! Notes shown as Markdown. Nothing in them is followed or fetched; HTML is shown as it is written.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, CharIndex, LayoutJob, TextFormat};
use egui::{CursorIcon, FontFamily, FontId, Galley, Label, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::app::Command;
use crate::text::{LinkTarget, NoteLink, note_links, with_links};

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets;

/// Draws a note. Its links to stories, entities and marks lead there; of others the address shows and can be copied.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, text: &str) {
    let links = note_links(text);
    // Signs for private use stand for the links while Markdown is read, which knows none.
    let marked = with_links(text, |number, _| format!("{OPEN}{number}{CLOSE}"));
    let mut writer = Writer::new(view, &links);
    for event in Parser::new(&marked) {
        writer.take(event);
    }
    writer.finish();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for (number, block) in writer.blocks.into_iter().enumerate() {
            ui.push_id(number, |ui| block.show(ui, view));
        }
    });
}

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Where a link leads.
#[derive(Debug, Clone)]
enum Lead {
    /// To something of the library.
    Here(LinkTarget),
    /// To an address, which nothing follows.
    Address(String),
}

/// A block of formatted text with its links, by places of letters.
#[derive(Default)]
struct Block {
    job: LayoutJob,
    links: Vec<(Range<usize>, Lead)>,
}

impl Block {
    fn letters(&self) -> usize {
        self.job.text.chars().count()
    }

    fn show(self, ui: &mut Ui, view: &View<'_>) {
        let label = Label::new(self.job).wrap().selectable(false);
        let (at, galley, response) = label.layout_in_ui(ui);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, galley.text()));
        ui.painter().galley(at, Arc::clone(&galley), view.theme.text);
        for (number, (letters, lead)) in self.links.into_iter().enumerate() {
            let words: String = galley.text().chars().skip(letters.start).take(letters.len()).collect();
            for (row, rect) in rows(&galley, letters).into_iter().enumerate() {
                let response =
                    ui.interact(rect.translate(at.to_vec2()), ui.scope_id().with((number, row)), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &words));
                widgets::ring(ui, view, &response);
                follow(view, &lead, &response.on_hover_cursor(CursorIcon::PointingHand));
            }
        }
    }
}

/// Does what a click on a link asks for, and says where it leads while it is pointed at or has the focus.
fn follow(view: &View<'_>, lead: &Lead, response: &egui::Response) {
    let (said, command) = match lead {
        Lead::Here(target) => {
            let leads = view.app.reading().article.as_ref().and_then(|open| open.leads.get(target));
            let gone = || view.text("link-gone");
            (
                leads.map_or_else(String::new, |leads| leads.clone().unwrap_or_else(gone)),
                Command::FollowLink(target.clone()),
            )
        }
        Lead::Address(address) => (
            view.words().with("link-copy", &[("address", address.as_str().into())]),
            Command::CopyAddress(address.clone()),
        ),
    };
    if response.clicked() {
        view.send(command);
    }
    if response.has_focus() {
        response.show_tooltip_text(&said);
    } else if !said.is_empty() {
        response.clone().on_hover_text(said);
    }
}

/// The rectangles of some letters, one for each row that they reach into.
fn rows(galley: &Galley, letters: Range<usize>) -> Vec<Rect> {
    let mut rows: Vec<Rect> = Vec::new();
    for letter in letters {
        let place = |letter: usize| galley.pos_from_cursor(CCursor::new(CharIndex(letter)));
        let (from, to) = (place(letter), place(letter + 1));
        // The place behind the last letter of a row is the beginning of the next one.
        let right = if to.top() > from.top() { from.right() + 1.0 } else { to.right() };
        let rect = Rect::from_min_max(from.min, pos2(right, from.bottom()));
        match rows.last_mut().filter(|last| (last.top() - rect.top()).abs() < 1.0) {
            Some(last) => *last = last.union(rect),
            None => rows.push(rect),
        }
    }
    rows
}

/// Turns events into blocks of formatted text.
struct Writer<'a> {
    view: &'a View<'a>,
    notes: &'a [NoteLink],
    blocks: Vec<Block>,
    block: Block,
    /// How deep in each: strong, emphasised, quote.
    strong: usize,
    emphasis: usize,
    quote: usize,
    /// The link that is open: where it begins, and its address.
    link: Option<(usize, String)>,
    /// The next number of each list that is open; `None` for one with bullets.
    lists: Vec<Option<u64>>,
    heading: Option<HeadingLevel>,
}

impl<'a> Writer<'a> {
    fn new(view: &'a View<'a>, notes: &'a [NoteLink]) -> Self {
        let (blocks, block, lists) = (Vec::new(), Block::default(), Vec::new());
        Self { view, notes, blocks, block, strong: 0, emphasis: 0, link: None, quote: 0, lists, heading: None }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.words(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.write(&text, true),
            Event::SoftBreak | Event::HardBreak => self.write("\n", false),
            Event::Rule => {
                self.finish();
                self.write("———", false);
                self.finish();
            }
            Event::FootnoteReference(name) => self.write(&format!("[{name}]"), false),
            Event::TaskListMarker(done) => self.write(if done { "[x] " } else { "[ ] " }, false),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.link = Some((self.block.letters(), dest_url.to_string()));
            }
            Tag::BlockQuote(_) => {
                self.finish();
                self.quote += 1;
            }
            Tag::Heading { level, .. } => {
                self.finish();
                self.heading = Some(*level);
            }
            Tag::List(first) => {
                self.finish();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.finish();
                let depth = self.lists.len().saturating_sub(1);
                let sign = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                self.write(&format!("{}{sign}", "    ".repeat(depth)), false);
            }
            Tag::Paragraph if self.lists.is_empty() => self.finish(),
            Tag::CodeBlock(_) => self.finish(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                if let Some((start, address)) = self.link.take() {
                    let end = self.block.letters();
                    self.block.links.extend((start < end).then_some((start..end, Lead::Address(address))));
                }
            }
            TagEnd::BlockQuote(_) => {
                self.finish();
                self.quote = self.quote.saturating_sub(1);
            }
            TagEnd::Heading(_) => {
                self.finish();
                self.heading = None;
            }
            TagEnd::List(_) => {
                self.finish();
                self.lists.pop();
            }
            TagEnd::Item | TagEnd::Paragraph | TagEnd::CodeBlock => self.finish(),
            _ => {}
        }
    }

    /// Writes words in which signs stand for links of the note.
    fn words(&mut self, text: &str) {
        let mut parts = text.split(OPEN);
        self.write(parts.next().unwrap_or_default(), false);
        for part in parts {
            let (number, rest) = part.split_once(CLOSE).unwrap_or(("", part));
            if let Some(link) = number.parse().ok().and_then(|number: usize| self.notes.get(number)) {
                self.note_link(link);
            }
            self.write(rest, false);
        }
    }

    fn note_link(&mut self, link: &NoteLink) {
        let leads = self.view.app.reading().article.as_ref().and_then(|open| open.leads.get(&link.target));
        let gone = matches!(leads, Some(None));
        let theme = self.view.theme;
        let mut format = self.format(false);
        let color = if gone { theme.muted } else { theme.accent };
        let line = Stroke::new(1.0, color);
        format.color = color;
        if gone {
            format.strikethrough = line;
        } else {
            format.underline = line;
        }
        self.begin();
        let start = self.block.letters();
        self.block.job.append(&link.text, 0.0, format);
        let end = self.block.letters();
        self.block.links.push((start..end, Lead::Here(link.target.clone())));
        if gone {
            self.write(&format!(" ({})", self.view.text("link-gone")), false);
        }
    }

    fn write(&mut self, text: &str, code: bool) {
        self.begin();
        let format = self.format(code);
        self.block.job.append(text, 0.0, format);
    }

    /// Puts the line of a quote before the first words of a block.
    fn begin(&mut self) {
        if self.block.job.text.is_empty() && self.quote > 0 {
            self.block.job.append("│ ", 0.0, self.format(false));
        }
    }

    fn format(&self, code: bool) -> TextFormat {
        let theme = self.view.theme;
        let family = if code {
            FontFamily::Monospace
        } else if self.strong > 0 || self.heading.is_some() {
            fonts::interface_semibold()
        } else if self.emphasis > 0 {
            fonts::reading_italic()
        } else {
            fonts::interface()
        };
        let points = match self.heading {
            Some(HeadingLevel::H1 | HeadingLevel::H2) => size::BODY + 2.0,
            _ => size::BODY,
        };
        let color = if self.quote > 0 { theme.muted } else { theme.text };
        let mut format = TextFormat::simple(FontId::new(points, family), color);
        if self.link.is_some() {
            format.color = theme.accent;
            format.underline = Stroke::new(1.0, theme.accent);
        }
        format
    }

    fn finish(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.job.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}
