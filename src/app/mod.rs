//! Application state, commands and what they do. No egui.
