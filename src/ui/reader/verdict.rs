//! A person's ruling on a name, on its card: right, no name, or of another class; here or everywhere.

use egui::{Id, RichText, Ui};

use crate::app::{Command, OpenArticle, Verdict};
use crate::entity::{Class, Mention};
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;

/// Classes that a name can be given; dates are patterns.
const CLASSES: [Class; 4] = [Class::Person, Class::Place, Class::Organization, Class::Treaty];

/// Shows what can be decided about a mention.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mention: &Mention, index: usize) {
    if mention.class == Class::Date {
        return;
    }
    ui.label(RichText::new(view.text("rule-ask")).size(size::SMALL).color(view.theme.muted));
    let remembered = Id::unique("rule-everywhere");
    let everywhere = ui.data(|data| data.get_temp(remembered).unwrap_or(false));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let mut button = |label: String, verdict: Verdict| {
            if ui.button(RichText::new(label).size(size::SMALL)).clicked() {
                view.send(Command::Rule { mention: index, verdict, everywhere });
            }
        };
        button(view.text("rule-right"), Verdict::Right);
        button(view.text("rule-wrong"), Verdict::Wrong);
        for class in CLASSES.into_iter().filter(|class| *class != mention.class) {
            button(view.class(class), Verdict::Class(class));
        }
    });
    let count = open.entity(&mention.entity.key).map_or(1, |entity| entity.count.articles);
    let label = view.words().with("rule-everywhere", &[("count", count.into())]);
    if ui.selectable_label(everywhere, RichText::new(label).size(size::SMALL)).clicked() {
        ui.data_mut(|data| data.insert_temp(remembered, !everywhere));
    }
}
