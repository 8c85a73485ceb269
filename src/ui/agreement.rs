//! How far two people agree: figures by colour and class, and their differences one by one, each to be gone to and settled
//! by a key.

use egui::{
    Button, ComboBox, EventFilter, Grid, Key, Modifiers, Response, RichText, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, vec2,
};

use crate::app::{AgreementDesk, Command, Overlay};
use crate::library::{Annotation, Between, Comparison, Difference, NO_NAME, NameDifference, Taken};
use crate::text::Agreement;

use super::theme::{
    fonts,
    tokens::{size, space},
};
use super::view::View;
use super::widgets::{self, muted};

/// Height of a row: the words, and what each of the two marked.
const ROW: f32 = 84.0;
/// Height of the list of differences.
const HEIGHT: f32 = 300.0;

/// The most marks of one of the two that a row shows.
const MOST_MARKS: usize = 4;
/// Letters of a name that head a column.
const LONGEST_NAME: usize = 16;

/// Whose marks are taken, with the key that does it and the text that names it.
const SIDES: [(Taken, Key, &str); 4] = [
    (Taken::One, Key::Num1, "agreement-take-one"),
    (Taken::Two, Key::Num2, "agreement-take-two"),
    (Taken::Both, Key::Num3, "agreement-take-both"),
    (Taken::Neither, Key::Num0, "agreement-take-neither"),
];

/// What the layer remembers between frames.
#[derive(Debug, Default)]
pub struct AgreementState {
    /// How far the list is scrolled, in points.
    offset: f32,
    /// The row that keys act on.
    at: usize,
    /// What was compared in the last frame.
    of: Option<Between>,
}

/// Draws the layer while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut AgreementState) {
    if view.app.overlay() != Some(Overlay::Agreement) {
        state.of = None;
        return;
    }
    let mut stays = true;
    widgets::layer(ui, view, "agreement-title", 760.0).open(&mut stays).show(ui.ctx(), |ui| contents(ui, view, state));
    widgets::close_layer(ui, view, stays);
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut AgreementState) {
    let desk = view.app.agreement();
    let Some(between) = &desk.between else {
        ui.label(view.text("agreement-nobody"));
        return;
    };
    people(ui, view, desk, between);
    let Some(found) = &desk.found else {
        ui.label(muted(view, view.text(if desk.is_running() { "agreement-running" } else { "agreement-nobody" })));
        return;
    };
    figures(ui, view, found);
    if !found.agreed.is_empty() {
        let count = [("count", found.agreed.len().into())];
        widgets::offer(ui, view, view.words().with("agreement-take-agreed", &count), Command::SettleAgreed);
    }
    let of = [("count", desk.count().into()), ("open", desk.open().into())];
    ui.label(muted(view, view.words().with("agreement-count", &of)));
    let fresh = state.of.as_ref() != Some(between);
    state.of = Some(between.clone());
    let moved = keys(ui, view, state, desk, desk.count()) || fresh;
    rows(ui, view, state, (desk, found), moved);
    sides(ui, view, state, (desk, found));
}

/// Whose work is compared, and where.
fn people(ui: &mut Ui, view: &View<'_>, desk: &AgreementDesk, between: &Between) {
    let mut next = between.clone();
    ui.horizontal_wrapped(|ui| {
        for (salt, name, other) in [("one", &mut next.one, &between.two), ("two", &mut next.two, &between.one)] {
            let combo = ComboBox::from_id_salt(("agreement", salt)).selected_text(name.as_str()).show_ui(ui, |ui| {
                for (author, count) in desk.people.iter().filter(|(author, _)| author != other) {
                    ui.selectable_value(name, author.clone(), format!("{author} ({count})"));
                }
            });
            combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, view.text("agreement-person")));
        }
        if let Some(open) = &view.app.reading().article {
            let mut here = between.article == Some(open.id());
            if ui.toggle_value(&mut here, view.text("agreement-here")).clicked() {
                next.article = here.then(|| open.id());
            }
        }
        let articles = desk.found.as_ref().map_or(0, |found| found.articles);
        ui.label(muted(view, view.words().with("agreement-articles", &[("count", articles.into())])));
    });
    if next != *between {
        view.send(Command::Compare(next));
    }
}

fn figures(ui: &mut Ui, view: &View<'_>, found: &Comparison) {
    Grid::new("agreement-figures").num_columns(7).spacing(vec2(space::L, space::XS)).show(ui, |ui| {
        ui.label("");
        for name in [&found.between.one, &found.between.two] {
            // A name may be as long as its owner likes.
            ui.label(muted(view, name.chars().take(LONGEST_NAME).collect::<String>()));
        }
        for key in ["agreement-exact", "agreement-kappa", "agreement-f1-exact", "agreement-f1-overlap"] {
            ui.label(muted(view, view.text(key)));
        }
        ui.end_row();
        line(ui, view, (view.text("agreement-any"), None), &found.any);
        for (color, counts) in &found.colors {
            line(ui, view, (view.app.color_name(*color), Some(*color)), counts);
        }
        for (label, [one, two, both]) in &found.names.labels {
            ui.label(label_name(view, label));
            for count in [one, two, both] {
                ui.label(count.to_string());
            }
            ui.label(figure(found.names.kappa_of(label)));
            let f1 = (one + two > 0).then(|| 2.0 * *both as f64 / (one + two) as f64);
            ui.label(figure(f1));
            ui.end_row();
        }
    });
}

fn line(ui: &mut Ui, view: &View<'_>, (name, color): (String, Option<crate::library::Color>), counts: &Agreement) {
    ui.horizontal(|ui| {
        if let Some(color) = color {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
            let edge = Stroke::new(1.0, view.theme.paint_edge(color));
            ui.painter().circle(rect.center(), 5.0, view.theme.paint(color), edge);
        }
        ui.label(name);
    });
    for count in [counts.one, counts.two, counts.exact] {
        ui.label(count.to_string());
    }
    for value in [counts.kappa(), counts.f1_exact(), counts.f1_overlap()] {
        ui.label(figure(value));
    }
    ui.end_row();
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}

/// What a ruling says of a name: its class in the person's language, or what else was decided.
fn label_name(view: &View<'_>, label: &str) -> String {
    let class = crate::entity::Class::ALL.into_iter().find(|class| class.name() == label);
    match class {
        Some(class) => view.class(class),
        None if label == NO_NAME => view.text("agreement-no-name"),
        None => label.to_owned(),
    }
}

/// Takes the keys that walk and settle. True where the row changed.
fn keys(ui: &Ui, view: &View<'_>, state: &mut AgreementState, desk: &AgreementDesk, count: usize) -> bool {
    // After a difference was settled the next one is the row.
    let mut moved = state.at != desk.at;
    state.at = desk.at;
    if count == 0 || ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return moved;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (key, step) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
        if pressed(key) {
            state.at = state.at.saturating_add_signed(step).min(count - 1);
            view.send(Command::ChooseDifference(state.at));
            moved = true;
        }
    }
    if pressed(Key::Enter) {
        view.send(Command::ShowDifference(state.at));
    }
    for (taken, key, _) in SIDES {
        if pressed(key) {
            view.send(Command::SettleDifference(state.at, taken));
        }
    }
    moved
}

fn rows(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut AgreementState,
    (desk, found): (&AgreementDesk, &Comparison),
    follow: bool,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).animated(false);
    if follow {
        let top = state.at as f32 * ROW;
        area = area.vertical_scroll_offset(state.offset.clamp((top + ROW - HEIGHT).max(0.0), top));
    }
    let output = area.show_rows(ui, ROW, desk.count(), |ui, shown| {
        for place in shown {
            let at = place == state.at;
            let response = match (found.differences.get(place), desk.name(place)) {
                (Some(difference), _) => Some(row(ui, view, &found.between, difference, at)),
                (None, Some(name)) => Some(name_row(ui, view, &found.between, name, at)),
                (None, None) => None,
            };
            if let Some(response) = response {
                if at && (follow || ui.memory(|memory| memory.focused().is_none())) {
                    response.request_focus();
                }
                hold_arrows(ui, &response);
                if response.double_clicked() {
                    view.send(Command::ShowDifference(place));
                } else if response.clicked() {
                    view.send(Command::ChooseDifference(place));
                }
            }
        }
    });
    state.offset = output.state.clamped_offset().y;
}

/// The beginning of a row: how a difference was settled, and the words that it is about. `said` is what else a screen
/// reader says of it.
fn begun(
    ui: &mut Ui,
    view: &View<'_>,
    (taken, between): (Option<Taken>, &Between),
    words: &str,
    (said, at): (&str, bool),
) -> (Response, Ui) {
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let quote = words.replace('\n', " ¶ ");
    let state = settled(view, taken, between);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, format!("{quote}, {state}{said}")));
    super::rows::backdrop(ui, view, &response, at);
    let mut column = super::rows::column(ui, rect);
    column.horizontal(|ui| {
        let color = if taken.is_some() { theme.muted } else { theme.accent };
        ui.label(RichText::new(&state).size(size::SMALL).color(color));
        let text = RichText::new(&quote).family(fonts::reading()).size(size::BODY).color(theme.text);
        ui.add(egui::Label::new(text).truncate().selectable(false));
    });
    (response, column)
}

/// A name on which the two ruled differently: its words, what each says, whose ruling was taken.
fn name_row(ui: &mut Ui, view: &View<'_>, between: &Between, name: &NameDifference, at: bool) -> Response {
    let sides = [(&between.one, &name.one), (&between.two, &name.two)];
    let lines = sides.map(|(who, label)| format!("{who}: {}", label_name(view, label)));
    let said = format!(", {}", lines.join(", "));
    let (response, mut column) = begun(ui, view, (name.taken, between), &name.about, (&said, at));
    for line in lines {
        column.add(super::rows::line(muted(view, line)));
    }
    response
}

/// A difference: its words, what each marked, how it was settled.
fn row(ui: &mut Ui, view: &View<'_>, between: &Between, difference: &Difference, at: bool) -> Response {
    let taken = difference.verdict.as_ref().map(|verdict| verdict.taken);
    let (response, mut column) = begun(ui, view, (taken, between), &difference.quote, ("", at));
    for (name, marks) in [(&between.one, &difference.one), (&between.two, &difference.two)] {
        column.horizontal(|ui| side(ui, view, name, marks));
    }
    response
}

/// Arrows walk the rows while one of them has the focus, and scroll nothing else.
fn hold_arrows(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
}

/// What one of the two marked there.
fn side(ui: &mut Ui, view: &View<'_>, name: &str, marks: &[Annotation]) {
    ui.spacing_mut().item_spacing.x = space::XS;
    ui.label(muted(view, format!("{name}:")));
    if marks.is_empty() {
        ui.label(muted(view, "–"));
    }
    let shown = marks.len().min(MOST_MARKS);
    for (place, mark) in marks.iter().take(shown).enumerate() {
        // A long quote leaves those behind it their part of the row.
        let room = ui.available_width() / (shown - place) as f32;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
        let edge = Stroke::new(1.0, view.theme.paint_edge(mark.color));
        ui.painter().circle(rect.center(), 5.0, view.theme.paint(mark.color), edge);
        let quote = RichText::new(mark.anchor.quote.replace('\n', " ¶ ")).size(size::SMALL).color(view.theme.text);
        ui.scope(|ui| {
            ui.set_max_width((room - 12.0 - 2.0 * space::XS).max(0.0));
            ui.add(egui::Label::new(quote).truncate().selectable(false));
        });
    }
    if marks.len() > shown {
        ui.label(muted(view, format!("+{}", marks.len() - shown)));
    }
}

fn settled(view: &View<'_>, taken: Option<Taken>, between: &Between) -> String {
    match taken {
        None => view.text("agreement-open"),
        Some(taken) => {
            let side = SIDES.into_iter().find(|(side, ..)| *side == taken).map_or("", |(.., key)| key);
            side_name(view, side, between)
        }
    }
}

fn side_name(view: &View<'_>, key: &str, between: &Between) -> String {
    view.words().with(key, &[("one", between.one.as_str().into()), ("two", between.two.as_str().into())])
}

/// The buttons that settle the chosen difference, each with its key, and the way to its place.
fn sides(ui: &mut Ui, view: &View<'_>, state: &AgreementState, (desk, found): (&AgreementDesk, &Comparison)) {
    if desk.count() == 0 {
        return;
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (taken, key, name) in SIDES {
            let name = side_name(view, name, &found.between);
            // Of two rulings on one name only one can hold.
            let can = desk.name(state.at).is_none() || matches!(taken, Taken::One | Taken::Two);
            let button = ui.add_enabled(can, Button::new(name).shortcut_text(key.symbol_or_name()));
            if button.clicked() {
                view.send(Command::SettleDifference(state.at, taken));
            }
        }
        if ui.add(Button::new(view.text("agreement-go")).shortcut_text(Key::Enter.symbol_or_name())).clicked() {
            view.send(Command::ShowDifference(state.at));
        }
    });
}
