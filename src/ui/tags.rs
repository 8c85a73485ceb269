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
        changed = line(ui, view, tags, hint, offers).changed;
    });
    changed
}

/// What became of a line of tags in this frame.
pub(super) struct Line {
    /// What they are to be, where that changed.
    pub changed: Option<Vec<String>>,
    /// Whether no further one is to follow: the last was ended by Enter or chosen, and not by a comma.
    pub ends: bool,
    /// The field for a new one.
    pub field: Response,
}

/// The tags and the field for a new one, within a line of the caller's.
pub(super) fn line(ui: &mut Ui, view: &View<'_>, tags: &[String], hint: &str, offers: &[(String, usize)]) -> Line {
    let mut changed = None;
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
    let (new, ends, field) = field(ui, view, tags, hint, offers);
    if !new.is_empty() {
        changed = Some(tags.iter().cloned().chain(new).collect());
    }
    Line { changed, ends, field }
}

/// The field for new tags: a comma or Enter ends one. The answer is those that are complete, whether no further one is to
/// follow, and the field itself.
fn field(
    ui: &mut Ui,
    view: &View<'_>,
    tags: &[String],
    hint: &str,
    offers: &[(String, usize)],
) -> (Vec<String>, bool, Response) {
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
    let mut taken = ended(&mut draft, enter);
    let mut chosen = if complete && taken.is_empty() { offered.first() } else { None };
    if response.has_focus() || !draft.is_empty() {
        for tag in &offered {
            if ui.add(Button::new(RichText::new(format!("#{tag}")).size(size::SMALL)).small().frame(false)).clicked() {
                chosen = Some(tag);
            }
        }
    }
    if let Some(tag) = chosen {
        taken = vec![tag.clone()];
        draft.clear();
    }
    if enter {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(id, draft));
    let mut new: Vec<String> = Vec::new();
    for tag in taken {
        if !tags.contains(&tag) && !new.contains(&tag) {
            new.push(tag);
        }
    }
    (new, enter || chosen.is_some(), response)
}

/// The tags of a draft that are complete, which are taken out of it: those before a comma, with `all` the last one too.
fn ended(draft: &mut String, all: bool) -> Vec<String> {
    let end = if all { draft.len() } else { draft.rfind(',').map_or(0, |comma| comma + 1) };
    let ended: String = draft.drain(..end).collect();
    ended.split(',').filter_map(clean_tag).collect()
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
    fn a_comma_ends_a_tag_and_what_follows_it_is_typed_on() {
        let mut draft = "laut, batas wilayah,,ka".to_owned();
        assert_eq!(ended(&mut draft, false), ["laut", "batas wilayah"]);
        assert_eq!(draft, "ka");
        assert!(ended(&mut draft, false).is_empty());
        assert_eq!(ended(&mut draft, true), ["ka"]);
        assert!(draft.is_empty() && ended(&mut draft, true).is_empty());
    }

    #[test]
    fn what_is_in_use_and_begins_alike_is_offered_most_used_first() {
        let offers = [("laut".to_owned(), 5), ("Lautan Hindia".to_owned(), 2), ("darat".to_owned(), 9)];
        assert_eq!(offered("LAU", &[], &offers), ["laut", "Lautan Hindia"]);
        assert_eq!(offered("lau", &["laut".to_owned()], &offers), ["Lautan Hindia"]);
        assert!(offered(" ", &[], &offers).is_empty());
    }
}
