/// A key with its modifiers, in egui's key names; `command` is Ctrl, or ⌘ on macOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortcut {
    /// Ctrl, or ⌘ on macOS.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or ⌥ on macOS.
    pub alt: bool,
    /// The key's name ("H", "`ArrowLeft`", "F1").
    pub key: &'static str,
}

/// Without a modifier.
pub(super) const fn plain(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, alt: false, key })
}

/// With Ctrl.
pub(super) const fn command(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: false, alt: false, key })
}

/// With Ctrl and Shift.
pub(super) const fn command_shift(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: true, alt: false, key })
}

/// With Alt.
pub(super) const fn alt(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, alt: true, key })
}

/// With Alt and Shift.
pub(super) const fn alt_shift(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, alt: true, key })
}

/// With Shift alone.
pub(super) const fn shift(key: &'static str) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, alt: false, key })
}
