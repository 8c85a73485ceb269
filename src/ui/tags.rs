//! A line of tags: each goes with a click, new ones are typed, what is in use is offered.

use egui::{Button, Key, Modifiers, Response, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::app::Command;
use crate::library::clean_tag;
use crate::text::fold_key;

use super::theme::tokens::{size, space};
use super::view::View;

/// The most tags that are offered while one is typed.
const MOST_OFFERED: usize = 5;

/// Draws the tags; the answer is what they are to be, where that changed. `offers`: what is in use.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    tags: &[String],
    hint: &str,
    offers: &[(String, usize)],
) -> Option<Vec<String>> {
    let mut changed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (place, tag) in tags.iter().enumerate() {
            let label = view.words().with("tag-remove", &[("tag", tag.as_str().into())]);
            let button = ui.add(Button::new(RichText::new(format!("#{tag} ×")).size(size::SMALL)).small());
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if button.clicked() {
                let mut left = tags.to_vec();
                left.remove(place);
                changed = Some(left);
            }
        }
        if let (Some(tag), _) = field(ui, view, tags, hint, offers) {
            let mut more = tags.to_vec();
            more.push(tag);
            changed = Some(more);
        }
    });
    changed
}

/// The field for a new tag; the answer is the tag once it is complete, and the field itself.
pub(super) fn field(
    ui: &mut Ui,
    view: &View<'_>,
    tags: &[String],
    hint: &str,
    offers: &[(String, usize)],
) -> (Option<String>, Response) {
    let id = ui.scope_id().with(("new-tag", hint));
    let mut draft: String = ui.data(|data| data.get_temp(id).unwrap_or_default());
    let focused = ui.memory(|memory| memory.has_focus(id.with("field")));
    // Before the field sees it.
    let complete = focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let edit = TextEdit::singleline(&mut draft)
        .id(id.with("field"))
        .desired_width(110.0)
        .hint_text(RichText::new(hint).size(size::SMALL).color(view.theme.muted));
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
    if response.gained_focus() {
        view.send(Command::LoadTags);
    }
    let offered = offered(&draft, tags, offers);
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut taken = if enter || draft.ends_with(',') { clean_tag(draft.trim_end_matches(',')) } else { None };
    if complete {
        taken = taken.or_else(|| offered.first().cloned());
    }
    if response.has_focus() || !draft.is_empty() {
        for tag in &offered {
            if ui.add(Button::new(RichText::new(format!("#{tag}")).size(size::SMALL)).small().frame(false)).clicked() {
                taken = Some(tag.clone());
            }
        }
    }
    if taken.is_some() {
        draft.clear();
    }
    if enter {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(id, draft));
    (taken.filter(|tag| !tags.contains(tag)), response)
}

/// The tags in use that begin like what was typed.
fn offered(draft: &str, tags: &[String], offers: &[(String, usize)]) -> Vec<String> {
    let typed = fold_key(draft);
    if typed.is_empty() {
        return Vec::new();
    }
    let fits = |tag: &&String| fold_key(tag).starts_with(&typed) && !tags.contains(tag);
    offers.iter().map(|(tag, _)| tag).filter(fits).take(MOST_OFFERED).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_use_and_begins_alike_is_offered_most_used_first() {
        let offers = [("laut".to_owned(), 5), ("Lautan Hindia".to_owned(), 2), ("darat".to_owned(), 9)];
        assert_eq!(offered("LAU", &[], &offers), ["laut", "Lautan Hindia"]);
        assert_eq!(offered("lau", &["laut".to_owned()], &offers), ["Lautan Hindia"]);
        assert!(offered(" ", &[], &offers).is_empty());
    }
}
