//! What the other mouse button offers on the text: marking what is selected, and what can be done with the mark there.

use egui::{Button, Event, PointerButton, Popup, Pos2, Response, SetOpenCommand, Ui};

use crate::app::{Action, Command, OpenArticle, PanelTab, Selection};
use crate::library::{Annotation, AnnotationEdit};
use crate::text::{Span, Unit, unit_at};
use crate::ui::view::View;
use crate::ui::widgets::menu_item;

use super::marks;
use super::place::Story;
use super::tools;

/// The menu, while it is open.
#[derive(Debug, Default)]
pub(super) struct Menu {
    /// Where it was asked for, and the word there.
    asked: Option<(Pos2, Span)>,
}

/// The most tags that are offered.
const MOST_TAGS: usize = 20;

impl Menu {
    /// Whether it is open.
    pub fn is_open(&self, ui: &Ui) -> bool {
        self.asked.is_some() && Popup::is_id_open(ui.ctx(), id())
    }

    /// Takes in a press with the other button: what lies there is chosen, and the menu opens. `text`: the whole text.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, story: &Story<'_>, text: &Response) {
        let pressed = ui.input(|input| input.events.iter().find_map(pressed_at));
        let there = pressed.filter(|at| ui.clip_rect().contains(*at) && ui.rect_contains_pointer(ui.clip_rect()));
        let letter = there.and_then(|at| Some((at, story.letter_at(at)?)));
        if let Some((at, letter)) = letter {
            choose(view, open, letter);
            self.asked = Some((at, unit_at(open.body(), letter.start, Unit::Word)));
        }
        let Some((at, word)) = self.asked else { return };
        let popup = Popup::menu(text).id(id()).at_position(at).open_memory(letter.map(|_| SetOpenCommand::Bool(true)));
        if popup.show(|ui| contents(ui, view, open, word)).is_none() && letter.is_none() {
            self.asked = None;
        }
    }
}

fn id() -> egui::Id {
    egui::Id::unique("text-menu")
}

/// Where the other button was pressed.
const fn pressed_at(event: &Event) -> Option<Pos2> {
    match event {
        Event::PointerButton { pos, button: PointerButton::Secondary, pressed: true, .. } => Some(*pos),
        _ => None,
    }
}

/// Chooses what the menu is about: the selection where it is pressed in, else the mark there, else the word.
fn choose(view: &View<'_>, open: &OpenArticle, letter: Span) {
    view.send(Command::LoadTags);
    if view.app.reading().selected().is_some_and(|selection| selection.span().contains(letter)) {
        return;
    }
    if let Some(mark) = marks::shortest(open, letter) {
        view.send(Command::ChooseMark(Some(mark.id)));
        return;
    }
    let word = unit_at(open.body(), letter.start, Unit::Word);
    view.send(Command::Select((!word.is_empty()).then_some(Selection::over(word))));
}

fn contents(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, word: Span) {
    let reading = view.app.reading();
    let mark = reading.chosen.and_then(|id| open.annotation(id));
    ui.horizontal(|ui| {
        if tools::colors(ui, view, mark) {
            ui.close();
        }
    });
    menu_item(ui, view, Action::Note);
    if let Some(mark) = mark {
        ui.menu_button(view.text("marks-tag"), |ui| tags(ui, view, mark));
    }
    menu_item(ui, view, Action::Copy);
    ui.separator();
    match mark {
        Some(mark) => {
            split(ui, view, open, mark, word);
            menu_item(ui, view, Action::JoinMarks);
            menu_item(ui, view, Action::PenLike);
            menu_item(ui, view, Action::DeleteMark);
        }
        None => {
            menu_item(ui, view, Action::MarkAll);
            let held = reading.selected().map(Selection::span);
            let held = held.is_some_and(|span| marks::within(open, span).any(|mark| mark.anchor.span.contains(span)));
            if held {
                menu_item(ui, view, Action::SplitMark);
            }
        }
    }
}

/// Parts the mark before the word that was pressed on.
fn split(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mark: &Annotation, word: Span) {
    let inside = mark.anchor.span.start < word.start && word.start < mark.anchor.span.end;
    let name = view.words().with("menu-split-before", &[("word", word.of(open.body()).into())]);
    if ui.add_enabled(inside, Button::new(name)).clicked() {
        view.send(Command::SplitAt(word.start));
        ui.close();
    }
}

/// The tags in use, to be given to the mark or taken from it, and the way to give another one.
fn tags(ui: &mut Ui, view: &View<'_>, mark: &Annotation) {
    for (tag, _) in view.app.marks().tags.iter().take(MOST_TAGS) {
        let mut given = mark.tags.contains(tag);
        if ui.checkbox(&mut given, format!("#{tag}")).clicked() {
            let mut tags = mark.tags.clone();
            tags.retain(|other| other != tag);
            tags.extend(given.then(|| tag.clone()));
            view.send(Command::EditMark(mark.id, AnnotationEdit { tags: Some(tags), ..AnnotationEdit::default() }));
            ui.close();
        }
    }
    if ui.button(view.text("menu-other-tag")).clicked() {
        view.send(Action::ShowTab(PanelTab::Notes));
        ui.close();
    }
}
