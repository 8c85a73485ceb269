//! The marks whose place is in doubt or lost: what each was put on beside what stands at the proposed place, settled by a
//! key each.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Button, Color32, Key, Modifiers, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::{DoubtCommand, Overlay, Settlement};
use crate::library::{AnchorState, Doubt, Quoted};

use super::theme::tokens::space;
use super::view::View;
use super::walk::{Walk, take_enter};
use super::widgets::{self, muted};
use super::{marks_list, rows};

/// Height of a row but for its lines: its story, and what each side is called.
const HEAD: f32 = 48.0;
/// Height of a line of what stood and what stands there.
const LINE: f32 = 21.0;
/// Width from which three lines of each hold all; below it there are more.
const WIDE: f32 = 640.0;
/// Height of the list.
const HEIGHT: f32 = 420.0;
/// Letters of a quote that show; of a longer one its beginning and end.
const MOST: usize = 120;

/// How a mark is settled, with the key that does it and the text that names it.
const WAYS: [(Settlement, Key, &str); 4] = [
    (Settlement::Accept, Key::V, "doubts-accept"),
    (Settlement::Selection, Key::S, "doubts-select"),
    (Settlement::Detach, Key::L, "doubts-detach"),
    (Settlement::Delete, Key::Delete, "action-delete-mark"),
];

/// Draws the list while it is open. `walk` is where keys have come to in it.
pub(super) fn show(ui: &Ui, view: &View<'_>, walk: &mut Walk) {
    if view.app.overlay() != Some(Overlay::Doubts) {
        *walk = Walk::default();
        return;
    }
    let mut stays = true;
    widgets::layer(ui, view, "doubts-title", 780.0).open(&mut stays).show(ui.ctx(), |ui| contents(ui, view, walk));
    widgets::close_layer(ui, view, stays);
}

fn contents(ui: &mut Ui, view: &View<'_>, walk: &mut Walk) {
    let desk = view.app.doubts();
    let count = desk.rows.keys.len();
    ui.horizontal_wrapped(|ui| {
        let told = if count == 0 {
            view.text("doubts-none")
        } else {
            view.words().with("doubts-count", &[("count", count.into())])
        };
        ui.label(muted(view, told));
        let mut here = desk.here;
        if view.app.reading().article.is_some() && ui.toggle_value(&mut here, view.text("agreement-here")).clicked() {
            view.send(DoubtCommand::Here(here));
        }
    });
    // The next one follows at once: it takes the place of the one that was settled.
    walk.at = (count > 0).then(|| walk.at.unwrap_or_default().min(count.saturating_sub(1)));
    walk.take_keys(ui, count);
    let chosen = walk.at.and_then(|at| Some((at, desk.rows.row(at)?)));
    if let Some((at, doubt)) = chosen {
        keys(ui, view, at, doubt);
    }
    let at = walk.at;
    let mut clicked = None;
    let lines = if ui.available_width() < WIDE { 6 } else { 3 };
    let height = HEAD + lines as f32 * LINE;
    walk.rows(ui, (height, HEIGHT), count, |ui, shown| {
        if !desk.rows.has_read(&shown) {
            view.send(DoubtCommand::Read(shown.clone()));
        }
        for place in shown {
            let Some(doubt) = desk.rows.row(place) else {
                ui.add_space(height);
                continue;
            };
            let response = ui.push_id(doubt.mark.id, |ui| row(ui, view, doubt, at == Some(place), lines)).inner;
            if response.double_clicked() {
                view.send(DoubtCommand::Go(place));
            } else if response.clicked() {
                clicked = Some(place);
            }
        }
    });
    if let Some(place) = clicked {
        walk.go_to(place, false);
    }
    if let Some((at, doubt)) = chosen {
        ways(ui, view, at, doubt);
    }
}

/// Whether a mark can be settled so now.
fn can(view: &View<'_>, doubt: &Doubt, how: Settlement) -> bool {
    match how {
        Settlement::Accept => doubt.mark.state != AnchorState::Lost,
        Settlement::Selection => {
            let reading = view.app.reading();
            let open = reading.article.as_ref().is_some_and(|open| open.id() == doubt.mark.article);
            open && reading.selected().is_some()
        }
        Settlement::Detach | Settlement::Delete => true,
    }
}

/// Takes the keys that settle the chosen mark, or go to it.
fn keys(ui: &Ui, view: &View<'_>, at: usize, doubt: &Doubt) {
    if take_enter(ui, None) {
        view.send(DoubtCommand::Go(at));
    }
    for (how, key, _) in WAYS {
        if can(view, doubt, how) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            view.send(DoubtCommand::Settle(at, how));
        }
    }
}

/// The buttons that settle the chosen mark, each with its key, and the way to its text.
fn ways(ui: &mut Ui, view: &View<'_>, at: usize, doubt: &Doubt) {
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (how, key, name) in WAYS {
            let button = Button::new(view.text(name)).shortcut_text(key.symbol_or_name());
            if ui.add_enabled(can(view, doubt, how), button).clicked() {
                view.send(DoubtCommand::Settle(at, how));
            }
        }
        if ui.add(Button::new(view.text("agreement-go")).shortcut_text(Key::Enter.symbol_or_name())).clicked() {
            view.send(DoubtCommand::Go(at));
        }
    });
}

/// A mark: its story, and side by side what it was put on and what stands at the proposed place.
fn row(ui: &mut Ui, view: &View<'_>, doubt: &Doubt, at: bool, lines: usize) -> Response {
    let height = HEAD + lines as f32 * LINE;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let state = if doubt.proposed.is_some() { "mark-suspect" } else { "mark-lost" };
    let (was, proposed) = (doubt.was(), doubt.proposed.as_ref());
    let said = [
        view.text(state),
        format!("{}: {}", view.text("doubts-was"), in_line(&was)),
        format!("{}: {}", view.text("doubts-proposed"), proposed.map_or_else(|| view.text("doubts-no-place"), in_line)),
        doubt.title.clone(),
    ];
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, said.join(", ")));
    rows::backdrop(ui, view, &response, at);
    let mut column = rows::column(ui, rect);
    column.add(rows::line(muted(view, marks_list::where_made(view, &doubt.mark, &doubt.title))));
    let area = column.available_rect_before_wrap();
    let half = (area.width() - space::L) / 2.0;
    let sides = [("doubts-was", Some(&was), area.left()), ("doubts-proposed", proposed, area.left() + half + space::L)];
    let paint = view.theme.paint(doubt.mark.color);
    for (name, quoted, left) in sides {
        let place = egui::Rect::from_min_size(egui::pos2(left, area.top()), vec2(half, area.height()));
        let mut side = column.new_child(UiBuilder::new().max_rect(place));
        side.add(rows::line(muted(view, view.text(name))));
        match quoted {
            Some(quoted) => {
                let text = egui::Label::new(in_lines(view, paint, quoted, (half, lines))).selectable(false);
                // A paint may be close to what lies behind the chosen row.
                let ground = egui::Frame::new().fill(if at { view.theme.raised } else { Color32::TRANSPARENT });
                ground.corner_radius(4.0).show(&mut side, |ui| ui.add(text)).inner
            }
            None => {
                let none = egui::RichText::new(view.text("doubts-no-place")).color(view.theme.danger);
                side.add(egui::Label::new(none).wrap().selectable(false))
            }
        };
    }
    response
}

/// The words between what stands around them, in lines of this width, so many at most.
fn in_lines(
    view: &View<'_>,
    paint: Color32,
    Quoted { before, words, after }: &Quoted,
    (max_width, max_rows): (f32, usize),
) -> LayoutJob {
    let shown = |text: &str| text.replace('\n', " ¶ ");
    let words = shown(&middle_left_out(words, MOST));
    let mut job =
        widgets::words_within(view, paint, [&format!("…{}", shown(before)), &words, &format!("{}…", shown(after))]);
    job.wrap = TextWrapping { max_width, max_rows, ..TextWrapping::default() };
    job
}

/// The words in brackets between what stands around them.
fn in_line(Quoted { before, words, after }: &Quoted) -> String {
    format!("…{before}[{}]{after}…", middle_left_out(words, MOST)).replace('\n', " ¶ ")
}

/// A text of at most so many letters: of a longer one its beginning and its end.
fn middle_left_out(text: &str, most: usize) -> String {
    let letters = text.chars().count();
    if letters <= most {
        return text.to_owned();
    }
    let side = most / 2;
    text.chars().take(side).chain(" … ".chars()).chain(text.chars().skip(letters - side)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_quote_beginning_and_end_are_said() {
        assert_eq!(middle_left_out("pendek", 10), "pendek");
        assert_eq!(middle_left_out("abcdefghijklmnop", 6), "abc … nop");
    }
}
