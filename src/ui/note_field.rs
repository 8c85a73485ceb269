//! A field for a note: while a link is typed (`[[`), what it can lead to is offered, to be chosen by keys or mouse.

use egui::text::{CCursor, CharIndex};
use egui::text_selection::CCursorRange;
use egui::{
    EventFilter, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, TextEdit, Ui,
    WidgetInfo,
};

use crate::app::Command;
use crate::library::LinkOffer;
use crate::text::{LinkKind, open_link, written_link};

use super::icons;
use super::theme::tokens::size;
use super::view::View;
use super::widgets;

/// What a field shows and how large it is.
pub(super) struct NoteField<'a> {
    pub id: Id,
    /// The key of its name for people who do not see it.
    pub name: &'a str,
    pub rows: usize,
    pub width: f32,
}

/// What became of a field in this frame.
pub(super) struct Written {
    pub response: Response,
    /// Whether offers are shown: then what takes the focus does not end the writing.
    pub offers: bool,
}

/// The offers between frames.
#[derive(Debug, Clone, Default)]
struct Typing {
    chosen: usize,
    open: bool,
    /// The words whose offers were put away.
    dismissed: Option<String>,
}

impl NoteField<'_> {
    /// Draws the field over `draft`.
    pub fn show(&self, ui: &mut Ui, view: &View<'_>, draft: &mut String) -> Written {
        let state_id = self.id.with("typing");
        let popup = self.id.with("offers");
        let mut typing: Typing = ui.data(|data| data.get_temp(state_id).unwrap_or_default());
        let pressed = if typing.open && ui.memory(|memory| memory.has_focus(self.id)) { keys(ui) } else { None };
        let filter =
            EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: typing.open, escape: typing.open };
        let hint = RichText::new(view.text("note-hint")).color(view.theme.muted);
        let output = TextEdit::multiline(draft)
            .id(self.id)
            .event_filter(filter)
            .desired_rows(self.rows)
            .desired_width(self.width)
            .hint_text(hint)
            .show(ui);
        let mut response: Response = output.response.response;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, view.text(self.name)));
        let cursor = output.cursor_range.or(output.state.cursor.char_range()).map(|range| range.primary);
        let byte = cursor.map(|cursor| byte_of(draft, cursor.index.0));
        let Some((start, words)) = byte.and_then(|byte| open_link(draft, byte)) else {
            ui.data_mut(|data| data.insert_temp(state_id, Typing::default()));
            return Written { response, offers: false };
        };
        let (words, end) = (words.to_owned(), byte.unwrap_or_default());
        // Put away by Escape or a click elsewhere.
        if typing.open && !Popup::is_id_open(ui.ctx(), popup) {
            typing.dismissed = Some(words.clone());
        }
        let wanted = typing.dismissed.as_ref() != Some(&words) && (response.has_focus() || typing.open);
        let desk = view.app.marks();
        if wanted && desk.offers_for.as_ref() != Some(&words) {
            view.send(Command::OfferLinks(words.clone()));
            typing.chosen = 0;
        }
        typing.open = wanted;
        let mut taken = None;
        if wanted {
            Popup::open_id(ui.ctx(), popup);
            let last = desk.offers.len().saturating_sub(1);
            typing.chosen = match pressed {
                Some(Pressed::Move(by)) => typing.chosen.saturating_add_signed(by).min(last),
                _ => typing.chosen.min(last),
            };
            let at = output.galley.pos_from_cursor(cursor.unwrap_or_default()).translate(output.galley_pos.to_vec2());
            taken = offers(ui, view, popup, at, &desk.offers, typing.chosen);
            if pressed == Some(Pressed::Take) {
                taken = taken.or(Some(typing.chosen));
            }
        }
        if let Some(offer) = taken.and_then(|place| desk.offers.get(place)) {
            let link = written_link(&offer.target, &offer.text);
            let closed = if draft.get(end..).is_some_and(|rest| rest.starts_with("]]")) { end + 2 } else { end };
            draft.replace_range(start..closed, &link);
            let behind = draft.get(..start + link.len()).unwrap_or_default().chars().count();
            let mut state = output.state;
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(CharIndex(behind)))));
            state.store(ui.ctx(), self.id);
            response.mark_changed();
            response.request_focus();
            typing = Typing::default();
            Popup::close_id(ui.ctx(), popup);
        }
        let offers = typing.open;
        ui.data_mut(|data| data.insert_temp(state_id, typing));
        Written { response, offers }
    }
}

/// What a key does to the offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Move(isize),
    Take,
}

fn keys(ui: &Ui) -> Option<Pressed> {
    const KEYS: [(Key, Pressed); 4] = [
        (Key::ArrowDown, Pressed::Move(1)),
        (Key::ArrowUp, Pressed::Move(-1)),
        (Key::Enter, Pressed::Take),
        (Key::Tab, Pressed::Take),
    ];
    ui.input_mut(|input| {
        KEYS.iter().find(|(key, _)| input.consume_key(Modifiers::NONE, *key)).map(|(_, pressed)| *pressed)
    })
}

fn byte_of(text: &str, letter: usize) -> usize {
    text.char_indices().nth(letter).map_or(text.len(), |(byte, _)| byte)
}

/// Width of the offers, in points.
const OFFERS: f32 = 320.0;

/// Shows the offers under the cursor; the answer is the one that was clicked.
fn offers(ui: &Ui, view: &View<'_>, id: Id, at: Rect, offers: &[LinkOffer], chosen: usize) -> Option<usize> {
    let popup = Popup::new(id, ui.ctx().clone(), at, ui.layer_id())
        .open_memory(None)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(view.text("link-offers"))
        .width(OFFERS);
    let shown = popup.show(|ui| {
        ui.set_width(OFFERS);
        let mut clicked = None;
        if offers.is_empty() {
            ui.label(widgets::muted(view, view.text("search-nothing")));
        }
        for (place, offer) in offers.iter().enumerate() {
            let kind = view.text(kind_key(offer.target.kind));
            ui.horizontal(|ui| {
                ui.label(widgets::icon(icon(offer.target.kind), view.theme.muted));
                let text = RichText::new(&offer.text).size(size::BODY);
                let button = ui.add(egui::Button::selectable(place == chosen, text).truncate());
                let spoken = format!("{}, {kind}", offer.text);
                button.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, place == chosen, &spoken));
                if button.on_hover_text(&kind).clicked() {
                    clicked = Some(place);
                }
            });
        }
        clicked
    });
    shown.and_then(|shown| shown.inner)
}

const fn icon(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Article => icons::OPEN,
        LinkKind::Entity => icons::SEVERAL,
        LinkKind::Mark => icons::NOTE,
    }
}

const fn kind_key(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Article => "link-story",
        LinkKind::Entity => "link-entity",
        LinkKind::Mark => "link-mark",
    }
}
