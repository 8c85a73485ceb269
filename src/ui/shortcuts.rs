//! Keys: from the list of actions to what egui reports, and to labels for menus.

use egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use crate::app::{Action, Overlay, Shortcut};

use super::view::View;

/// Sends the actions whose keys were pressed. Keys without a modifier belong to a text field while one has the focus.
pub(super) fn send(ctx: &Context, view: &View<'_>) {
    let typing = ctx.text_edit_focused();
    // Who types on when the field is gone has not seen it yet: these letters are no commands.
    let typing = Typing::still(ctx, typing) || typing;
    // Above the window plain keys are the layer's own, and a question waits for its answer alone.
    let layer = view.app.overlay();
    let asked = layer == Some(Overlay::Proposal);
    let mut keys: Vec<(Shortcut, Action)> = Action::all()
        .into_iter()
        .flat_map(|action| action.shortcuts().into_iter().flatten().map(move |shortcut| (shortcut, action)))
        // The reader takes those of the caret itself: without one they scroll.
        .filter(|(_, action)| !matches!(action, Action::Move(_)))
        .filter(|(shortcut, _)| !typing || belongs_to_window(*shortcut))
        .filter(|(_, action)| !asked || matches!(action, Action::Escape | Action::Quit))
        .filter(|(shortcut, _)| layer.is_none() || shortcut.command || shortcut.alt || belongs_to_window(*shortcut))
        .collect();
    // The chord with most modifiers first: Ctrl+Shift+Z is no Ctrl+Z.
    keys.sort_by_key(|(shortcut, _)| std::cmp::Reverse(modifiers(*shortcut)));
    for (shortcut, action) in keys {
        let Some(keyboard) = keyboard(shortcut) else { continue };
        // A slow frame may hold several presses of one key.
        let presses = ctx.input_mut(|input| input.count_and_consume_key(keyboard.modifiers, keyboard.logical_key));
        for _ in 0..presses {
            view.send(action);
        }
    }
    if !typing && !asked && ctx.input_mut(take_copy) {
        view.send(Action::Copy);
    }
}

/// How a text field was left that had the keys.
#[derive(Debug, Clone, Copy, Default)]
struct Typing {
    /// Whether one had them in the last frame.
    before: bool,
    /// Whether something was done in the last frame by which a field is left.
    left: bool,
    /// Until when letters still belong to one that went away by itself, in seconds of egui's clock.
    until: f64,
}

impl Typing {
    /// How long without a key is a pause, in which the fingers notice.
    const PAUSE_SECONDS: f64 = 2.0;
    /// How long whoever thinks about the next word may take for it and not have seen that the field is gone.
    const THOUGHT_SECONDS: f64 = 6.0;

    /// Keys that a field of several lines takes, and by which others are left.
    const LEAVING: [Key; 6] = [Key::Enter, Key::Tab, Key::ArrowDown, Key::ArrowUp, Key::ArrowLeft, Key::ArrowRight];

    /// Whether what is typed was meant for a field that is gone: it went away without being left, and no pause followed.
    fn still(ctx: &Context, typing: bool) -> bool {
        let (now, left, turned, types) = ctx.input(|input| {
            let pressed = |wanted: fn(&Key, &Modifiers) -> bool| {
                input.events.iter().any(
                    |event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if wanted(key, modifiers)),
                )
            };
            // By these a field is left and commands are meant, whether or not it is there.
            let pointed = input.pointer.any_pressed() || input.pointer.any_released();
            let turned = pointed || pressed(|key, held| *key == Key::Escape || held.command || held.alt);
            // These leave some fields, and are typed in others.
            let left = turned || pressed(|key, _| Self::LEAVING.contains(key));
            let types =
                input.events.iter().any(|event| matches!(event, Event::Text(_) | Event::Key { pressed: true, .. }));
            (input.time, left, turned, types)
        });
        ctx.data_mut(|data| {
            let state: &mut Self = data.get_temp_mut_or_default(egui::Id::unique("typing"));
            let vanished = state.before && !typing && !state.left && !left;
            if typing || turned {
                state.until = 0.0;
            } else if vanished {
                state.until = now + Self::THOUGHT_SECONDS;
            }
            if types && now < state.until {
                state.until = now + Self::PAUSE_SECONDS;
            }
            (state.before, state.left) = (typing, left);
            !typing && now < state.until
        })
    }
}

/// What a text field leaves to the window: function keys, Escape, and chords that it has no use for itself.
fn belongs_to_window(shortcut: Shortcut) -> bool {
    const OWN: [&str; 6] = ["Z", "Y", "A", "C", "X", "V"];
    let function = shortcut.key.len() > 1 && shortcut.key.starts_with('F');
    if function || shortcut.key == "Escape" {
        return true;
    }
    shortcut.command && !OWN.contains(&shortcut.key) || shortcut.alt && !shortcut.key.starts_with("Arrow")
}

/// The window system turns Ctrl+C into an event of its own.
pub(super) fn take_copy(input: &mut egui::InputState) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !matches!(event, Event::Copy));
    input.events.len() < before
}

fn modifiers(shortcut: Shortcut) -> usize {
    usize::from(shortcut.command) + usize::from(shortcut.shift) + usize::from(shortcut.alt)
}

/// The key as egui knows it; `None` for a name that egui has no key for.
fn keyboard(shortcut: Shortcut) -> Option<KeyboardShortcut> {
    let mut wanted = Modifiers::NONE;
    wanted.command = shortcut.command;
    wanted.shift = shortcut.shift;
    wanted.alt = shortcut.alt;
    Some(KeyboardShortcut::new(wanted, Key::from_name(shortcut.key)?))
}

/// The key as menus and tooltips show it.
pub(super) fn label(ctx: &Context, shortcut: Shortcut) -> String {
    let Some(keyboard) = keyboard(shortcut) else { return String::new() };
    let label = ctx.format_shortcut(&keyboard);
    // Keys are called by what stands on them.
    let sign = match keyboard.logical_key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        key => key.symbol_or_name(),
    };
    label
        .strip_suffix(keyboard.logical_key.name())
        .map_or_else(|| label.clone(), |modifiers| format!("{modifiers}{sign}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_in_the_list_of_actions_exists() {
        for action in Action::all() {
            for shortcut in action.shortcuts().into_iter().flatten() {
                assert!(keyboard(shortcut).is_some(), "{action:?}: {shortcut:?}");
            }
        }
    }

    #[test]
    fn a_key_is_called_by_what_stands_on_it() {
        let ctx = Context::default();
        let labels = |action: Action| action.shortcuts().into_iter().flatten().map(|key| label(&ctx, key)).collect();
        let back: Vec<String> = labels(Action::Back);
        assert!(back[0].ends_with("+←"), "{back:?}");
        assert_eq!((labels(Action::NextMention), labels(Action::Copy).len()), (vec!["]".to_owned()], 1));
    }
}
