//! Icons of one family (Phosphor), as characters of the icon font.

/// Back in the history.
pub(super) const BACK: &str = "\u{e058}";
/// Forward in the history.
pub(super) const FORWARD: &str = "\u{e06c}";
/// A reference in the text.
pub(super) const REFERENCE: &str = "\u{e01a}";
/// A story that names this one.
pub(super) const BACKLINK: &str = "\u{e092}";
/// The library column.
pub(super) const LIBRARY: &str = "\u{ec24}";
/// The side panel.
pub(super) const PANEL: &str = "\u{eab6}";
/// Close, clear.
pub(super) const CLOSE: &str = "\u{e4f6}";
/// Text settings.
pub(super) const TEXT: &str = "\u{e6ee}";
/// Export.
pub(super) const EXPORT: &str = "\u{eaf0}";
/// Open files.
pub(super) const OPEN_FILES: &str = "\u{e236}";
/// The main menu.
pub(super) const MENU: &str = "\u{e2f0}";
/// A note.
pub(super) const NOTE: &str = "\u{e34c}";
/// Delete.
pub(super) const DELETE: &str = "\u{e4a6}";
/// Copy.
pub(super) const COPY: &str = "\u{e1ca}";
/// A reference that leads to a saved story.
pub(super) const SAVED: &str = "\u{e184}";
/// A reference that several saved stories fit.
pub(super) const SEVERAL: &str = "\u{e466}";
/// A reference to a story that is not saved.
pub(super) const NOT_SAVED: &str = "\u{e602}";
/// Something to look at.
pub(super) const WARNING: &str = "\u{e4e0}";
/// Undo.
pub(super) const UNDO: &str = "\u{e038}";
/// Go there.
pub(super) const OPEN: &str = "\u{e13a}";
