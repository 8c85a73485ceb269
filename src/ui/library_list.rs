//! The library column: search, then the list.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, FontId, Key, Modifiers, Rect, RichText, Role, ScrollArea, Sense, TextEdit, TextWrapMode, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::app::{Action, Command, CompareAction, ImportAction};
use crate::library::{ArticleId, ArticleRow};

use super::icons;
use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct ListState {
    /// Whether the search field is to get the focus.
    pub(super) wants_focus: bool,
    query: String,
    /// The article that was last scrolled into view.
    followed: Option<ArticleId>,
}

/// Height of a row: two lines of title, one of outlet and date.
const ROW: f32 = 76.0;
/// Height of a line of a title.
const LINE: f32 = 19.0;

/// Draws the column.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut ListState) {
    ui.take_available_width();
    search(ui, view, state);
    samples(ui, view);
    copies(ui, view);
    let shelf = view.app.shelf();
    if shelf.shown.is_empty() {
        empty(ui, view);
        return;
    }
    let open = view.app.reading().article.as_ref().map(crate::app::OpenArticle::id);
    let folded = view.app.settings().fold_copies;
    // A folded row stands for the copies of its story as well.
    let is_open =
        |row: &ArticleRow| open.is_some_and(|open| row.id == open || folded && shelf.are_copies(row.id, open));
    let place = shelf.shown.iter().position(|index| shelf.rows.get(*index).is_some_and(is_open));
    let mut area = ScrollArea::vertical().id_salt("list").auto_shrink(false).animated(false);
    if let Some(place) = place.filter(|_| state.followed != open) {
        state.followed = open;
        let top = place as f32 * ROW;
        area = area.vertical_scroll_offset((top - ui.available_height() / 2.0).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, shelf.shown.len(), |ui, rows| {
        for index in shelf.shown.get(rows).unwrap_or_default() {
            if let Some(row) = shelf.rows.get(*index) {
                line(ui, view, row, is_open(row));
            }
        }
    });
}

fn search(ui: &mut Ui, view: &View<'_>, state: &mut ListState) {
    let asked = &view.app.shelf().query;
    let id = ui.scope_id().with("search");
    if !ui.memory(|memory| memory.has_focus(id)) && state.query != *asked {
        state.query.clone_from(asked);
    }
    let hint = RichText::new(view.text("search-hint")).color(view.theme.muted);
    let edit = TextEdit::singleline(&mut state.query)
        .id(id)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 6));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("search-hint")));
    if std::mem::take(&mut state.wants_focus) {
        response.request_focus();
    }
    if response.changed() {
        view.send(Command::SearchFor(state.query.clone()));
    }
    // Asked before the input is held: both take egui's one lock.
    let (has_focus, lost_focus) = (response.has_focus(), response.lost_focus());
    let (enter, down) = ui.input_mut(|input| {
        let enter = (has_focus || lost_focus) && input.key_pressed(Key::Enter);
        (enter, has_focus && input.consume_key(Modifiers::NONE, Key::ArrowDown))
    });
    if enter || down {
        let shelf = view.app.shelf();
        if let Some(first) = shelf.shown.first().and_then(|index| shelf.rows.get(*index)) {
            view.send(Command::Open(first.id));
        }
        response.surrender_focus();
    }
}

/// While there are samples: what they are, and the way to be rid of them.
fn samples(ui: &mut Ui, view: &View<'_>) {
    if view.app.can(Action::RemoveSamples) && view.app.shelf().query.is_empty() {
        ui.horizontal(|ui| {
            ui.label(widgets::muted(view, view.text("samples-here")));
            let label = RichText::new(view.text("samples-remove")).size(size::SMALL).color(view.theme.accent);
            if ui.button(label).clicked() {
                view.send(Action::RemoveSamples);
            }
        });
    }
}

/// Where stories have copies: one row for each story, or all rows again.
fn copies(ui: &mut Ui, view: &View<'_>) {
    let fold = Action::Compare(CompareAction::Fold);
    if view.app.can(fold) {
        let folded = view.app.settings().fold_copies;
        let label = view.text(if folded { "copies-unfold" } else { "copies-fold" });
        let text = RichText::new(label).size(size::SMALL).color(view.theme.accent);
        if ui.button(text).clicked() {
            view.send(fold);
        }
    }
}

fn empty(ui: &mut Ui, view: &View<'_>) {
    ui.add_space(space::L);
    let searching = !view.app.shelf().query.trim().is_empty();
    let unreadable = view.app.shelf().unreadable;
    let said = match (unreadable, searching) {
        (true, _) => "library-unreadable",
        (false, true) => "search-nothing",
        (false, false) => "library-empty",
    };
    ui.label(widgets::muted(view, view.text(said)));
    if !searching && !unreadable {
        for action in [ImportAction::Files, ImportAction::Folder].map(Action::Import) {
            widgets::offer(ui, view, view.text(action.words_key()), action);
        }
    }
}

/// A row: title, outlet and date, a dot where it is unread, a thin bar for what was read.
fn line(ui: &mut Ui, view: &View<'_>, row: &ArticleRow, open: bool) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (details, counts) = (details(view, row), counts(view, row));
    response.widget_info(|| {
        let said = counts.iter().map(|(_, _, words)| words).fold(details.clone(), |said, words| join(&said, words));
        WidgetInfo::selected(Role::ListBoxOption, true, open, format!("{}, {said}", row.title))
    });
    let theme = view.theme;
    if open {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 6.0, theme.paper);
        let bar = Rect::from_min_size(rect.left_top() + vec2(0.0, 12.0), vec2(3.0, ROW - 24.0));
        ui.painter().rect_filled(bar, 1.5, theme.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), 6.0, theme.line.gamma_multiply(0.5));
    }
    widgets::ring(ui, view, &response);
    let inner = rect.shrink2(vec2(space::M, 9.0));
    let spare = title(ui, view, row, inner);
    if row.progress.is_none() && !row.filing.read {
        ui.painter().circle_filled(inner.right_top() + vec2(2.0, 8.0), 3.5, theme.accent);
    }
    // Under a title of one line what follows moves up by as much as the title moves down.
    caption(ui, view, inner.translate(vec2(0.0, -spare)), details, &counts);
    progress(ui, view, row, inner);
    if response.clicked() {
        view.send(Command::Open(row.id));
    }
    if open {
        response.context_menu(|ui| {
            widgets::menu_item(ui, view, Action::ExportArticle);
            widgets::menu_item(ui, view, Action::RemoveArticle);
        });
    }
}

/// The lower line: outlet and date, cut where they are too long, and beside them what is counted, whole: in words, or
/// where these have no room by signs.
fn caption(ui: &Ui, view: &View<'_>, inner: Rect, details: String, counts: &[(&str, usize, String)]) {
    let muted = view.theme.muted;
    let font = FontId::new(size::CAPTION, fonts::interface());
    let plain = |text: String| ui.painter().layout_no_wrap(text, font.clone(), muted);
    let words = counts.iter().fold(details.clone(), |said, (_, _, words)| join(&said, words));
    let whole = plain(words);
    let at = |height: f32| inner.left_bottom() - vec2(0.0, 2.0 + height);
    if whole.size().x <= inner.width() {
        ui.painter().galley(at(whole.size().y), whole, muted);
        return;
    }
    let mut signs = LayoutJob::default();
    for (sign, count, _) in counts {
        let icon = TextFormat::simple(FontId::new(size::CAPTION, fonts::icons()), muted);
        signs.append(sign, space::S, icon);
        signs.append(&count.to_string(), 2.0, TextFormat::simple(font.clone(), muted));
    }
    let signs = ui.painter().layout_job(signs);
    let mut job = LayoutJob::simple_singleline(details, font.clone(), muted);
    job.wrap = TextWrapping::truncate_at_width(inner.width() - signs.size().x);
    let galley = ui.painter().layout_job(job);
    let corner = at(galley.size().y);
    ui.painter().galley(pos2(inner.right() - signs.size().x, corner.y), signs, muted);
    ui.painter().galley(corner, galley, muted);
}

/// Draws the title and returns how far it moved down because it takes one line of the two.
fn title(ui: &Ui, view: &View<'_>, row: &ArticleRow, inner: Rect) -> f32 {
    let family = if row.title_derived { fonts::reading_italic() } else { fonts::reading() };
    let format = TextFormat {
        font_id: FontId::new(15.0, family),
        color: view.theme.text,
        line_height: Some(LINE),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(row.title.clone(), format);
    let wrap = TextWrapping::from_wrap_mode_and_width(TextWrapMode::Wrap, inner.width() - space::M);
    job.wrap = TextWrapping { max_rows: 2, ..wrap };
    job.halign = Align::LEFT;
    let galley = ui.painter().layout_job(job);
    let spare = if galley.rows.len() > 1 { 0.0 } else { LINE / 2.0 };
    ui.painter().galley(inner.left_top() + vec2(0.0, spare), galley, view.theme.text);
    spare
}

fn join(one: &str, other: &str) -> String {
    if one.is_empty() { other.to_owned() } else { format!("{one} · {other}") }
}

/// The copies and marks of a story, where there are any: a sign, how many, and the same in words.
fn counts(view: &View<'_>, row: &ArticleRow) -> Vec<(&'static str, usize, String)> {
    let copies = view.app.shelf().copies(row.id);
    let words = |key, count: usize| view.words().with(key, &[("count", count.into())]);
    let all = [
        (icons::COPY, copies, words("count-copies", copies)),
        (icons::NOTE, row.annotations, words("count-marks", row.annotations)),
    ];
    all.into_iter().filter(|(_, count, _)| *count > 0).collect()
}

fn details(view: &View<'_>, row: &ArticleRow) -> String {
    let date = row.published.as_ref().map(|published| {
        let day = published.date().map_or_else(|| published.value.clone(), |day| view.words().short_date(day));
        if published.inferred { format!("{day} ({})", view.text("inferred")) } else { day }
    });
    let filing = &row.filing;
    let star = filing.starred.then(|| "★".to_owned());
    let rating = filing.rating.map(|rating| rating.to_string());
    [star, rating, row.outlet.clone(), date].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn progress(ui: &Ui, view: &View<'_>, row: &ArticleRow, inner: Rect) {
    let Some(read) = row.progress else { return };
    let track = Rect::from_min_size(inner.left_bottom() + vec2(0.0, 2.0), vec2(inner.width(), 2.0));
    ui.painter().rect_filled(track, 1.0, view.theme.line);
    let done = Rect::from_min_size(track.min, vec2(track.width() * read.clamp(0.0, 1.0), 2.0));
    ui.painter().rect_filled(done, 1.0, view.theme.muted);
}
