//! The slim line below: place in the text, what runs in the background, the library.

use egui::{Align, Label, Layout, ProgressBar, Ui};

use crate::app::Command;
use crate::jobs::JobStatus;

use super::icons;
use super::theme::tokens::space;
use super::view::View;
use super::widgets::{self, muted};

/// Words read in a minute.
const WORDS_A_MINUTE: f32 = 200.0;

/// Draws the line.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        place(ui, view);
        pen(ui, view);
        jobs(ui, view);
        merging(ui, view);
        names(ui, view);
        super::marks_list::badge(ui, view);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let count = view.app.shelf().rows.len();
            ui.label(muted(view, view.words().with("count-articles", &[("count", count.into())])));
        });
    });
}

/// How far the view lies in the text, and how long the rest takes.
fn place(ui: &mut Ui, view: &View<'_>) {
    let reading = view.app.reading();
    let Some(open) = &reading.article else { return };
    let length = open.body().len().max(1) as f32;
    let share = (reading.position as f32 / length).clamp(0.0, 1.0);
    let minutes = (open.stored.row.words as f32 * (1.0 - share) / WORDS_A_MINUTE).ceil();
    let percent = (share * 100.0).round();
    ui.label(muted(
        view,
        view.words().with("status-place", &[("percent", percent.into()), ("minutes", minutes.into())]),
    ));
    let Some(entity) = reading.target.entity.as_deref().and_then(|key| open.entity(key)) else { return };
    let scope = view.app.rulings().scope;
    let place = reading.target.mention.and_then(|index| entity.mentions.iter().position(|other| *other == index));
    if let Some(place) = place {
        let of = [("place", (place + 1).into()), ("count", entity.mentions.len().into())];
        ui.label(muted(view, format!("{} {}", entity.count.name, view.words().with("status-mention", &of))));
        let key = match scope {
            crate::app::Scope::Mention => "scope-mention",
            crate::app::Scope::Article => "scope-article",
            crate::app::Scope::Library => "scope-library",
        };
        ui.label(muted(view, view.words().with("status-scope", &[("scope", view.text(key).into())])));
    }
}

/// The pen, while it marks: its colour and how to put it down.
pub(super) fn pen(ui: &mut Ui, view: &View<'_>) {
    if !view.app.pen() {
        return;
    }
    let color = view.app.settings().armed_color;
    let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(12.0), egui::Sense::hover());
    let edge = egui::Stroke::new(1.0, view.theme.paint_edge(color));
    ui.painter().circle(rect.center(), 5.0, view.theme.paint(color), edge);
    let tags: String = view.app.pen_tags().iter().flat_map(|tag| [" #", tag]).collect();
    let armed = format!("{}{tags} · {}", view.app.color_name(color), view.text("status-pen"));
    ui.add(Label::new(muted(view, armed.as_str())).truncate()).on_hover_text(armed);
}

/// The least width for the pace of an import beside its progress.
const ROOM_FOR_PACE: f32 = 700.0;

/// How much an import has read, how fast it is and how long the rest takes.
fn pace(view: &View<'_>, job: &JobStatus) -> Option<String> {
    let (rate, left) = (job.rate()?, job.left()?.as_secs());
    let left = match left {
        0..90 => view.words().with("status-seconds", &[("count", left.into())]),
        _ => view.words().with("status-minutes", &[("count", left.div_ceil(60).into())]),
    };
    let short = |number: f32| if number < 10.0 { (number * 10.0).round() / 10.0 } else { number.round() };
    let megabytes = short(job.bytes as f32 / 1_048_576.0);
    let of = [("megabytes", megabytes.into()), ("rate", short(rate).into()), ("left", left.into())];
    Some(view.words().with("status-pace", &of))
}

fn jobs(ui: &mut Ui, view: &View<'_>) {
    for job in view.app.jobs().running() {
        let share = if job.total == 0 { 0.0 } else { job.done as f32 / job.total as f32 };
        let of = [("done", job.done.into()), ("total", job.total.into())];
        let said = view.words().with("status-importing", &of);
        let pace = pace(view, &job);
        let whole = [Some(said.clone()), pace].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let shown = if ui.available_width() < ROOM_FOR_PACE { &said } else { &whole };
        ui.label(muted(view, shown.as_str())).on_hover_text(&whole);
        ui.add(ProgressBar::new(share).desired_width(120.0).desired_height(6.0));
        if widgets::icon_button(ui, view, icons::CLOSE, &view.text("status-cancel"), true).clicked() {
            view.send(Command::Cancel(job.id));
        }
    }
}

/// How far the merge of another library has come.
fn merging(ui: &mut Ui, view: &View<'_>) {
    let Some((done, total)) = view.app.merge_progress() else { return };
    let of = [("done", done.into()), ("total", total.into())];
    ui.label(muted(view, view.words().with("status-merging", &of)));
    ui.add(ProgressBar::new(done as f32 / total.max(1) as f32).desired_width(120.0).desired_height(6.0));
    if widgets::icon_button(ui, view, icons::CLOSE, &view.text("status-cancel"), true).clicked() {
        view.send(Command::CancelMerge);
    }
}

/// How far a ruling, or a newer engine, has come through the library.
fn names(ui: &mut Ui, view: &View<'_>) {
    let Some((done, total)) = view.app.renewing() else { return };
    let of = [("done", done.into()), ("total", total.into())];
    ui.label(muted(view, view.words().with("status-renewing", &of)));
    ui.add(ProgressBar::new(done as f32 / total.max(1) as f32).desired_width(120.0).desired_height(6.0));
}
