//! Above the text: outlet, title, source line.

use std::sync::Arc;

use egui::{Color32, Galley, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::app::OpenArticle;
use crate::article::Metadata;
use crate::ui::theme::fonts;
use crate::ui::view::View;

use super::column::Column;

/// The header as laid out.
pub(super) struct Header {
    lines: Vec<Line>,
    height: f32,
    title: Rect,
}

struct Line {
    galley: Arc<Galley>,
    color: Color32,
    y: f32,
}

impl Header {
    /// Air above the outlet.
    const TOP: f32 = 40.0;
    /// Air between header and text.
    const BOTTOM: f32 = 28.0;
    /// Words read in a minute, for the reading time.
    const WORDS_A_MINUTE: usize = 200;

    /// Lays out the header of `open`.
    pub fn layout(ui: &Ui, view: &View<'_>, open: &OpenArticle, column: &Column) -> Self {
        let meta = &open.stored.article.meta;
        let scale = column.size / 18.0;
        let mut header = Self { lines: Vec::new(), height: Self::TOP, title: Rect::NOTHING };
        let mut add = |text: String, family, size: f32, leading: f32, color, space: f32| {
            let galley =
                ui.painter().layout_job(column.job(text, family, (size * scale).round(), (leading * scale).round()));
            let rect = Rect::from_min_size(Pos2::new(0.0, header.height), galley.size());
            header.lines.push(Line { galley, color, y: header.height });
            header.height = rect.bottom() + space;
            rect
        };
        if let Some(outlet) = &meta.outlet {
            add(outlet.to_uppercase(), fonts::interface_semibold(), 12.0, 18.0, view.theme.muted, 8.0);
        }
        let derived = open.stored.row.title_derived;
        let family = if derived { fonts::reading_italic() } else { fonts::reading_semibold() };
        let title = add(meta.title.clone(), family, 28.0, 36.0, view.theme.text, 12.0);
        let source = source_line(view, open);
        if !source.is_empty() {
            add(source, fonts::interface(), 13.0, 20.0, view.theme.muted, 0.0);
        }
        if derived {
            add(view.text("reader-title-derived"), fonts::interface(), 13.0, 20.0, view.theme.muted, 0.0);
        }
        for warning in &open.stored.article.warnings {
            if let Some(said) = view.words().missing_pages(warning) {
                add(sentence(&said), fonts::interface(), 13.0, 20.0, view.theme.danger, 0.0);
            }
        }
        header.title = title;
        header.height += Self::BOTTOM;
        header
    }

    /// Height of it all.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Draws it at `at` and publishes the title as a heading.
    pub fn show(&self, ui: &Ui, open: &OpenArticle, at: Vec2) {
        for line in &self.lines {
            ui.painter().galley(Pos2::new(0.0, line.y) + at, Arc::clone(&line.galley), line.color);
        }
        let response = ui.interact(self.title.translate(at), ui.scope_id().with("title"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &open.stored.row.title));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(egui::accesskit::Role::Heading));
    }
}

/// Author, editor, agency, place, date, reading time; what is not known is left out.
fn source_line(view: &View<'_>, open: &OpenArticle) -> String {
    let meta = &open.stored.article.meta;
    let named = |key: &str, value: &Option<String>| {
        value.as_ref().map(|value| view.words().with(key, &[("name", value.as_str().into())]))
    };
    let minutes = open.stored.row.words.div_ceil(Header::WORDS_A_MINUTE).max(1);
    let parts = [
        meta.author.clone(),
        named("reader-source", &meta.source),
        named("reader-editor", &meta.editor),
        meta.dateline.clone(),
        date(view, meta),
        Some(view.words().with("reader-minutes", &[("count", minutes.into())])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn date(view: &View<'_>, meta: &Metadata) -> Option<String> {
    let published = meta.published.as_ref()?;
    let day = published.date().map_or_else(|| published.value.clone(), |date| view.words().long_date(date));
    let day = match published.value.get(11..16) {
        Some(time) => format!("{day}, {time}"),
        None => day,
    };
    Some(if published.inferred { format!("{day} ({})", view.text("inferred")) } else { day })
}

/// A remark that stands by itself: with a capital letter.
fn sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_remark_that_stands_by_itself_begins_with_a_capital_letter() {
        assert_eq!(sentence("halaman 2 tidak ada"), "Halaman 2 tidak ada");
        assert_eq!(sentence(""), "");
    }
}
