//! Keys of the story itself: scrolling, and selecting without a pointer.

use egui::{Context, Key, Modifiers};

use crate::app::{Command, OpenArticle};
use crate::ui::view::View;

use super::selecting::{self, Step};

/// How far a key scrolls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scroll {
    /// By so many lines.
    Lines(f32),
    /// By so many views.
    Pages(f32),
    /// To the beginning.
    Start,
    /// To the end.
    End,
}

const SCROLLING: [(Modifiers, Key, Scroll); 8] = [
    (Modifiers::NONE, Key::ArrowDown, Scroll::Lines(2.0)),
    (Modifiers::NONE, Key::ArrowUp, Scroll::Lines(-2.0)),
    (Modifiers::NONE, Key::PageDown, Scroll::Pages(0.9)),
    (Modifiers::NONE, Key::PageUp, Scroll::Pages(-0.9)),
    (Modifiers::SHIFT, Key::Space, Scroll::Pages(-0.9)),
    (Modifiers::NONE, Key::Space, Scroll::Pages(0.9)),
    (Modifiers::NONE, Key::Home, Scroll::Start),
    (Modifiers::NONE, Key::End, Scroll::End),
];

const SELECTING: [(Modifiers, Key, Step, bool); 8] = [
    (CTRL_SHIFT, Key::ArrowRight, Step::Word, true),
    (CTRL_SHIFT, Key::ArrowLeft, Step::Word, false),
    (CTRL_SHIFT, Key::ArrowDown, Step::Paragraph, true),
    (CTRL_SHIFT, Key::ArrowUp, Step::Paragraph, false),
    (Modifiers::SHIFT, Key::ArrowRight, Step::Letter, true),
    (Modifiers::SHIFT, Key::ArrowLeft, Step::Letter, false),
    (Modifiers::SHIFT, Key::ArrowDown, Step::Paragraph, true),
    (Modifiers::SHIFT, Key::ArrowUp, Step::Paragraph, false),
];

const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: true };

/// The scrolling that keys ask for. Nothing while a control has the focus: the keys are its own.
pub(super) fn scroll(ctx: &Context) -> Option<Scroll> {
    if ctx.memory(|memory| memory.focused().is_some()) {
        return None;
    }
    ctx.input_mut(|input| {
        SCROLLING.iter().find(|(modifiers, key, _)| input.consume_key(*modifiers, *key)).map(|(_, _, scroll)| *scroll)
    })
}

/// Lets keys begin and extend a selection, from the reading position where there is none. True where one did.
pub(super) fn select(ctx: &Context, view: &View<'_>, open: &OpenArticle) -> bool {
    if ctx.text_edit_focused() {
        return false;
    }
    let pressed = ctx
        .input_mut(|input| SELECTING.iter().find(|(modifiers, key, ..)| input.consume_key(*modifiers, *key)).copied());
    let Some((_, _, step, forward)) = pressed else { return false };
    let reading = view.app.reading();
    let selection = selecting::extend(open, reading.selection, reading.position, step, forward);
    view.send(Command::Select(Some(selection)));
    true
}
