//! Keys that scroll the story.

use egui::{Context, Key, Modifiers};

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

/// The scrolling that keys ask for. Nothing while a control has the focus: the keys are its own.
pub(super) fn scroll(ctx: &Context) -> Option<Scroll> {
    if ctx.memory(|memory| memory.focused().is_some()) {
        return None;
    }
    ctx.input_mut(|input| {
        SCROLLING.iter().find(|(modifiers, key, _)| input.consume_key(*modifiers, *key)).map(|(_, _, scroll)| *scroll)
    })
}
