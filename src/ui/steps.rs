//! What was done, newest first; a click or Enter goes back, or forward again, to a step.

use egui::{Button, Response, RichText, Role, Ui, WidgetInfo};

use crate::app::{Command, Overlay};
use crate::library::{Brought, Decided, HistoryStep, StoredRuling, Taken};

use super::theme::tokens::size;
use super::view::{View, local_time};
use super::walk::{Walk, take_enter};
use super::{notices, rulings, widgets};

/// Height of the list.
const HEIGHT: f32 = 460.0;

/// Draws the history while it is open. `walk` is where keys have come to in it.
pub(super) fn show(ui: &Ui, view: &View<'_>, walk: &mut Walk) {
    if view.app.overlay() != Some(Overlay::Steps) {
        *walk = Walk::default();
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "steps-title", 820.0), |ui| contents(ui, view, walk));
}

fn contents(ui: &mut Ui, view: &View<'_>, walk: &mut Walk) {
    let steps = view.app.steps();
    let hint = if steps.is_empty() { "steps-none" } else { "steps-hint" };
    ui.label(widgets::muted(view, view.text(hint)));
    let height = ui.text_style_height(&egui::TextStyle::Body) + 12.0;
    let here = steps.iter().position(|step| !step.taken_back).unwrap_or(steps.len());
    let rows = steps.len() + usize::from(!steps.is_empty());
    // Keys walk from where the library stands.
    walk.at = (rows > 0).then(|| walk.at.unwrap_or(here).min(rows - 1));
    walk.take_keys(ui, rows);
    let at = walk.at;
    let mut clicked = None;
    walk.rows(ui, (height, HEIGHT), rows, |ui, shown| {
        for row in shown {
            if line(ui, view, steps.get(row), (row == here, at == Some(row)), height).clicked() {
                clicked = Some(row);
            }
        }
    });
    if let Some(row) = clicked {
        walk.go_to(row, false);
    }
    let asked = clicked.or(at.filter(|_| take_enter(ui, None)));
    if let Some(row) = asked.filter(|row| *row != here) {
        view.send(Command::GoToStep(steps.get(row).map(|step| step.id)));
    }
}

/// One step; after the last the state before all of them. Whether the library stands here, and whether keys do.
fn line(ui: &mut Ui, view: &View<'_>, step: Option<&HistoryStep>, (here, at): (bool, bool), height: f32) -> Response {
    let text = step.map_or_else(|| view.text("steps-start"), |step| told(view, step));
    let state = match step {
        _ if here => view.text("step-now"),
        Some(step) if step.taken_back => view.text("step-taken-back"),
        _ => String::new(),
    };
    let color = if step.is_some_and(|step| step.taken_back) { view.theme.muted } else { view.theme.text };
    let button = Button::new(RichText::new(&text).size(size::BODY).color(color))
        .right_text(widgets::muted(view, state.as_str()))
        .selected(here)
        .frame_when_inactive(false)
        .min_size(egui::vec2(ui.available_width(), height))
        .truncate();
    let response = ui.add(button);
    let spoken = if state.is_empty() { text } else { format!("{text}, {state}") };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, at, &spoken));
    widgets::ring_if(ui, view, &response, at);
    response
}

/// A step in words: when, what, on what, by whom.
fn told(view: &View<'_>, step: &HistoryStep) -> String {
    let at = local_time(&step.at);
    let title = |id| view.app.shelf().rows.iter().find(|row| row.id == id).map(|row| row.title.clone());
    let decided = step.about.decided.as_ref();
    let words = match step.about.words.as_str() {
        // A ruling says itself what it is about.
        _ if matches!(decided, Some(Decided::Ruling(_))) => None,
        "" => step.article.and_then(title),
        words => Some(format!("“{words}”")),
    };
    let count = view.words().with("step-count", &[("count", step.about.count.into())]);
    let parts = [
        at,
        Some(notices::operation(view, step.kind)),
        decided.map(|decided| said(view, decided)),
        words,
        (step.about.count > 1 && !matches!(decided, Some(Decided::Brought(_) | Decided::Settled(..)))).then_some(count),
        Some(step.author.clone()).filter(|author| !author.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a step decided, in words.
fn said(view: &View<'_>, decided: &Decided) -> String {
    match decided {
        Decided::Ruling(stored) => ruled(view, stored),
        Decided::Settled(taken, author) => match (taken, author) {
            (Taken::Both, _) => view.text("step-took-both"),
            (Taken::Neither, _) => view.text("step-took-neither"),
            (_, Some(author)) => view.words().with("step-took", &[("author", author.as_str().into())]),
            (_, None) => view.text("step-took-one"),
        },
        Decided::Colored(color) => view.app.color_name(*color),
        Decided::Tagged(tags) if tags.is_empty() => view.text("step-untagged"),
        Decided::Tagged(tags) => tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        Decided::Placed => view.text("step-placed"),
        Decided::Certain => view.text("step-certain"),
        Decided::Detached => view.text("mark-detached"),
        Decided::Brought(brought) => counted(view, *brought),
    }
}

/// A ruling: which name, what holds of it, where, and how many articles that were.
fn ruled(view: &View<'_>, stored: &StoredRuling) -> String {
    let place = rulings::place(view, stored);
    let count = stored.reached.map(|reached| match reached {
        many if many > StoredRuling::COUNTED => {
            view.words().with("step-reached-more", &[("count", StoredRuling::COUNTED.into())])
        }
        few => view.words().with("step-articles", &[("count", few.into())]),
    });
    [Some(rulings::told(view, &stored.ruling)), Some(place), count]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How many things of each kind there are.
fn counted(view: &View<'_>, brought: Brought) -> String {
    let Brought { articles, marks, rulings, filings, wishes } = brought;
    let kinds = [
        ("step-articles", articles),
        ("step-marks", marks),
        ("step-rulings", rulings),
        ("step-filings", filings),
        ("step-wishes", wishes),
    ];
    let some = kinds.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(key, count)| view.words().with(key, &[("count", count.into())])).collect::<Vec<_>>().join(", ")
}
