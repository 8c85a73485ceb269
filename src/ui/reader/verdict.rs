//! A person's ruling on a name, on its card: right, no name, of another class, another entity; and where it holds.

use egui::{RichText, Ui};

use crate::app::{Command, NAMED, OpenArticle, Scope, Verdict};
use crate::entity::{Class, Mention};
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;

/// Shows what can be decided about a mention.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mention: &Mention, index: usize) {
    if mention.class == Class::Date {
        return;
    }
    ui.label(RichText::new(view.text("rule-ask")).size(size::SMALL).color(view.theme.muted));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let mut button = |label: String, command: Command| {
            if ui.button(RichText::new(label).size(size::SMALL)).clicked() {
                view.send(command);
            }
        };
        button(view.text("rule-right"), Command::Rule(index, Verdict::Right));
        button(view.text("rule-wrong"), Command::Rule(index, Verdict::Wrong));
        for class in NAMED.into_iter().filter(|class| *class != mention.class) {
            button(view.class(class), Command::Rule(index, Verdict::Class(class)));
        }
        button(view.text("rule-entity"), Command::PickEntity(index));
    });
    let count = open.entity(&mention.entity.key).map_or(1, |entity| entity.count.articles);
    scopes(ui, view, view.words().with("rule-everywhere", &[("count", count.into())]));
}

/// Where the next ruling holds, to be chosen; `library` is what the widest is called.
pub(super) fn scopes(ui: &mut Ui, view: &View<'_>, library: String) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let names = [view.text("scope-mention"), view.text("scope-article"), library];
        for (scope, name) in Scope::ALL.into_iter().zip(names) {
            let chosen = view.app.rulings().scope == scope;
            if ui.selectable_label(chosen, RichText::new(name).size(size::SMALL)).clicked() {
                view.send(Command::RuleFor(scope));
            }
        }
    });
}
