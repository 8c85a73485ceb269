//! A ruling on the whole library, with the count and examples of what it will change, before it is made.

use egui::{RichText, Role, ScrollArea, Ui, WidgetInfo};

use crate::app::{Command, Example, Overlay};
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;
use crate::ui::walk::take_enter;
use crate::ui::widgets;

pub(super) fn show(ui: &Ui, view: &View<'_>) {
    let Some(proposal) = view.app.rulings().proposal.as_ref().filter(|_| view.app.overlay() == Some(Overlay::Proposal))
    else {
        return;
    };
    // On a button Enter is that button's.
    let mut yes = take_enter(ui, None);
    widgets::show_alone(ui, view, widgets::layer(ui, view, "proposal-title", 560.0), |ui| {
        for ruling in &proposal.rulings {
            ui.label(RichText::new(super::told(view, ruling)).size(size::BODY).color(view.theme.text));
        }
        let key = if proposal.mentions.all { "proposal-count" } else { "proposal-count-least" };
        let of = [("count", proposal.articles.into()), ("mentions", proposal.mentions.count.into())];
        let count = view.words().with(key, &of);
        ui.label(widgets::muted(view, count));
        ui.add_space(space::S);
        ScrollArea::vertical().max_height(320.0).animated(false).show(ui, |ui| {
            for example in &proposal.examples {
                line(ui, view, example);
            }
        });
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            yes |= ui.button(view.text("proposal-yes")).clicked();
            if ui.button(view.text("proposal-no")).clicked() {
                view.send(Command::CloseOverlay);
            }
        });
    });
    if yes {
        view.send(Command::ConfirmRuling);
    }
}

fn line(ui: &mut Ui, view: &View<'_>, example: &Example) {
    ui.label(widgets::muted(view, example.title.as_str()));
    let response =
        ui.label(widgets::words_within(view, view.theme.selection, [&example.before, &example.words, &example.after]));
    let spoken = format!("{}{}{}", example.before, example.words, example.after);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    ui.add_space(space::S);
}
