//! The choice of an entity for a name: one of the library, or a new one; for its words, for all that is called so, or to
//! keep two apart.

use egui::{Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::app::{Command, Overlay, Verdict};
use crate::entity::Class;
use crate::ui::theme::tokens::{size, space};
use crate::ui::view::View;
use crate::ui::widgets;

/// What was typed and chosen.
#[derive(Debug, Default)]
pub struct PickerState {
    query: Option<String>,
    chosen: usize,
    how: How,
}

/// What a choice means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum How {
    /// These words name it.
    #[default]
    Names,
    /// The entity shown and it are one.
    Same,
    /// Written so, it is another.
    Other,
}

impl How {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Names, "pick-names"), (Self::Same, "pick-same"), (Self::Other, "pick-other")];

    fn verdict(self, name: String, class: Option<Class>) -> Verdict {
        match self {
            Self::Names => Verdict::Names(name, class),
            Self::Same => Verdict::Same(name),
            Self::Other => Verdict::Other(name),
        }
    }
}

pub(super) fn show(ui: &Ui, view: &View<'_>, state: &mut PickerState) {
    if view.app.overlay() != Some(Overlay::Entity) {
        *state = PickerState::default();
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "pick-title", 440.0), |ui| contents(ui, view, state));
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut PickerState) {
    let desk = view.app.rulings();
    let Some(mention) = desk.picking.as_ref().map(|picking| &picking.mention) else { return };
    ui.label(RichText::new(&mention.entity.name).size(size::BODY).color(view.theme.text));
    ui.horizontal_wrapped(|ui| {
        for (how, key) in How::ALL {
            ui.selectable_value(&mut state.how, how, view.text(key));
        }
    });
    let (up, down, enter) = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter))
    });
    let fresh = state.query.is_none();
    let query = state.query.get_or_insert_default();
    let edit = TextEdit::singleline(query).desired_width(f32::INFINITY).hint_text(view.text("pick-hint"));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text("pick-hint")));
    if fresh {
        response.request_focus();
    }
    if response.changed() {
        state.chosen = 0;
        view.send(Command::FindEntities(query.clone()));
    }
    // What is one with an entity, or kept apart from it, is of its class.
    let only = (state.how != How::Names).then_some(mention.class);
    let names = choices(view, query, &mention.entity.key, only);
    let last = names.len().saturating_sub(1);
    state.chosen = if up { state.chosen.saturating_sub(1) } else { state.chosen + usize::from(down) }.min(last);
    ui.add_space(space::XS);
    ScrollArea::vertical().max_height(260.0).animated(false).show(ui, |ui| {
        for (number, Choice { name, class, label }) in names.iter().enumerate() {
            let chosen = number == state.chosen;
            let response = ui.selectable_label(chosen, label);
            if response.clicked() || chosen && enter {
                view.send(Command::PickedEntity(state.how.verdict(name.clone(), *class)));
            }
        }
    });
}

/// An entity that can be chosen.
struct Choice {
    name: String,
    /// `None` for a new one, which is of the class of the name.
    class: Option<Class>,
    label: String,
}

/// What can be chosen: entities of the library, those of the lists, and a new one called as typed.
fn choices(view: &View<'_>, query: &str, but: &str, only: Option<Class>) -> Vec<Choice> {
    const MOST: usize = 40;
    let candidates = view.app.rulings().candidates.iter();
    let known = candidates.filter(|entity| entity.key != but && only.is_none_or(|class| class == entity.class));
    let mut choices: Vec<Choice> = known
        .take(MOST)
        .map(|entity| {
            let about = if entity.articles > 0 {
                view.words().with("pick-counts", &[("articles", entity.articles.into())])
            } else {
                let described = view.app.engine().describe(&entity.key).map(|known| known.text.clone());
                described.filter(|text| !text.is_empty()).unwrap_or_else(|| view.text("pick-listed"))
            };
            let label = format!("{} · {} · {about}", entity.name, view.class(entity.class));
            Choice { name: entity.name.clone(), class: Some(entity.class), label }
        })
        .collect();
    let typed = query.trim();
    if !typed.is_empty() && !choices.iter().any(|choice| choice.name == typed) {
        let label = view.words().with("pick-new", &[("name", typed.into())]);
        choices.push(Choice { name: typed.to_owned(), class: None, label });
    }
    choices
}
