//! Background work: queue, progress, cancel. No egui.
