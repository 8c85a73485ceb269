//! Rulings on names above the window: what a wide one will change, the choice of an entity, the ledger of all.

mod ledger;
mod picker;
mod proposal;

pub(super) use ledger::place;
pub use picker::PickerState;

use egui::Ui;

use crate::entity::{Decision, Ruling};

use super::view::View;

/// What these layers remember between frames.
#[derive(Debug, Default)]
pub struct RulingsState {
    picker: PickerState,
    ledger: ledger::LedgerState,
}

/// Draws the layer that is open, if one is.
pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut RulingsState) {
    proposal::show(ui, view);
    picker::show(ui, view, &mut state.picker);
    ledger::show(ui, view, &mut state.ledger);
}

/// A ruling in words: what it is about and what holds.
pub(super) fn told(view: &View<'_>, ruling: &Ruling) -> String {
    let entity = ruling.on.entity.as_deref().map(|key| key.split_once('/').map_or(key, |(_, name)| name));
    let on = match (ruling.on.text.as_deref(), entity) {
        (Some(text), _) => format!("“{}”", text.replace('\n', " ")),
        (None, Some(entity)) => entity.to_owned(),
        (None, None) => String::new(),
    };
    let (key, to) = match &ruling.decision {
        Decision::Accept(class) => ("ruled-accept", view.one_of(*class)),
        Decision::Reject => ("ruled-reject", String::new()),
        Decision::Retype(class) => ("ruled-retype", view.one_of(*class)),
        Decision::Respan(words) => ("ruled-respan", words.clone()),
        Decision::Alias(name) => ("ruled-alias", name.clone()),
        Decision::Merge(name) => ("ruled-merge", name.clone()),
        Decision::Split(name) => ("ruled-split", name.clone()),
    };
    view.words().with(key, &[("on", on.into()), ("to", to.into())])
}
