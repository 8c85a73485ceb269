//! The ledger: every ruling that holds, newest first, to be searched and revoked.

use egui::{RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::{Command, Overlay, Scope};
use crate::library::{ArticleId, StoredRuling};
use crate::text::fold_key;
use crate::ui::icons;
use crate::ui::theme::tokens::size;
use crate::ui::view::{View, local_time};
use crate::ui::widgets;

/// What was typed into the ledger's field.
#[derive(Debug, Default)]
pub(super) struct LedgerState {
    query: String,
    /// Only rulings that hold so far.
    scope: Option<Scope>,
    /// Whether it was drawn before.
    open: bool,
}

pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut LedgerState) {
    if view.app.overlay() != Some(Overlay::Ledger) {
        *state = LedgerState::default();
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "ledger-title", 600.0), |ui| contents(ui, view, state));
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut LedgerState) {
    let all = &view.app.rulings().ledger;
    if all.is_empty() {
        ui.label(widgets::muted(view, view.text("ledger-none")));
        return;
    }
    let edit = TextEdit::singleline(&mut state.query).desired_width(f32::INFINITY).hint_text(view.text("ledger-hint"));
    let field = ui.add(edit);
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("ledger-hint")));
    if !std::mem::replace(&mut state.open, true) {
        field.request_focus();
    }
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut state.scope, None, view.text("ledger-all"));
        for scope in Scope::ALL {
            ui.selectable_value(&mut state.scope, Some(scope), view.text(scope_key(scope)));
        }
    });
    let query = fold_key(&state.query);
    let says =
        |stored: &StoredRuling, told: &str| fold_key(&format!("{told} {}", about(view, stored))).contains(&query);
    let lines: Vec<(&StoredRuling, String)> = all
        .iter()
        .filter(|stored| state.scope.is_none_or(|scope| scope == scope_of(stored)))
        .map(|stored| (stored, super::told(view, &stored.ruling)))
        .filter(|(stored, told)| query.is_empty() || says(stored, told))
        .collect();
    ui.label(widgets::muted(view, view.words().with("ledger-count", &[("count", lines.len().into())])));
    let height = 44.0;
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).animated(false).show_rows(
        ui,
        height,
        lines.len(),
        |ui, shown| {
            for (stored, told) in lines.get(shown).into_iter().flatten() {
                line(ui, view, stored, told);
            }
        },
    );
}

fn line(ui: &mut Ui, view: &View<'_>, stored: &StoredRuling, told: &str) {
    ui.horizontal(|ui| {
        let label = view.words().with("ledger-revoke", &[("ruling", told.into())]);
        if widgets::icon_button(ui, view, icons::DELETE, &label, true).clicked() {
            view.send(Command::Revoke(stored.id));
        }
        ui.vertical(|ui| {
            ui.add(egui::Label::new(RichText::new(told).size(size::BODY).color(view.theme.text)).truncate());
            ui.add(egui::Label::new(widgets::muted(view, about(view, stored))).truncate());
        });
    });
}

const fn scope_of(stored: &StoredRuling) -> Scope {
    match (stored.article, stored.ruling.on.span) {
        (None, _) => Scope::Library,
        (Some(_), None) => Scope::Article,
        (Some(_), Some(_)) => Scope::Mention,
    }
}

const fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::Mention => "scope-mention",
        Scope::Article => "scope-article",
        Scope::Library => "scope-library",
    }
}

fn title(view: &View<'_>, id: ArticleId) -> String {
    let title = view.app.shelf().rows.iter().find(|row| row.id == id).map(|row| row.title.clone());
    title.unwrap_or_else(|| view.text("ledger-removed"))
}

/// How far a ruling holds, and in which article.
pub(in crate::ui) fn place(view: &View<'_>, stored: &StoredRuling) -> String {
    let scope = view.text(scope_key(scope_of(stored)));
    stored.article.map_or_else(|| scope.clone(), |id| format!("{scope} · {}", title(view, id)))
}

/// Where, when and by whom, and of how many mentions.
fn about(view: &View<'_>, stored: &StoredRuling) -> String {
    let place = match stored.article {
        None => view.text("scope-library"),
        Some(id) => title(view, id),
    };
    let at = local_time(&stored.created);
    let count = view.app.rulings().touches.get(&stored.id);
    let count = count.map(|count| view.words().with("ledger-mentions", &[("count", (*count).into())]));
    let parts = [count, Some(place), at, Some(stored.author.clone()).filter(|author| !author.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
