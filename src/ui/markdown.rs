//! Notes shown as Markdown. Nothing in them is followed or fetched; HTML is shown as it is written.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontFamily, FontId, Stroke, Ui};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;

/// Draws a note.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, text: &str) {
    let mut writer = Writer::new(view);
    for event in Parser::new(text) {
        writer.take(event);
    }
    writer.finish();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for block in writer.blocks {
            ui.label(block);
        }
    });
}

/// Turns events into blocks of formatted text.
struct Writer<'a> {
    view: &'a View<'a>,
    blocks: Vec<LayoutJob>,
    block: LayoutJob,
    /// How deep in each: strong, emphasised, struck, link, code block, quote.
    strong: usize,
    emphasis: usize,
    link: usize,
    quote: usize,
    /// The next number of each list that is open; `None` for one with bullets.
    lists: Vec<Option<u64>>,
    heading: Option<HeadingLevel>,
}

impl<'a> Writer<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let (blocks, block, lists) = (Vec::new(), LayoutJob::default(), Vec::new());
        Self { view, blocks, block, strong: 0, emphasis: 0, link: 0, quote: 0, lists, heading: None }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.write(&text, false),
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
            Tag::Link { .. } | Tag::Image { .. } => self.link += 1,
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
            TagEnd::Link | TagEnd::Image => self.link = self.link.saturating_sub(1),
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

    fn write(&mut self, text: &str, code: bool) {
        if self.block.text.is_empty() && self.quote > 0 {
            self.block.append("│ ", 0.0, self.format(false));
        }
        self.block.append(text, 0.0, self.format(code));
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
        if self.link > 0 {
            format.color = theme.accent;
            format.underline = Stroke::new(1.0, theme.accent);
        }
        format
    }

    fn finish(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}
