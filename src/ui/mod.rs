//! The window: shell, theme, reader, panels, dialogs. The only folder that knows egui.
