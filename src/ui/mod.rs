//! The window: shell, theme, reader, panels, dialogs. The only folder that knows egui.

mod agreement;
#[cfg(test)]
mod agreement_tests;
#[cfg(test)]
mod alone_tests;
mod backups;
#[cfg(test)]
mod card_tests;
mod colors;
mod compare;
#[cfg(test)]
mod compare_tests;
#[cfg(test)]
mod copies_tests;
mod dialogs;
mod doubts;
#[cfg(test)]
mod doubts_tests;
mod drop_zone;
#[cfg(test)]
mod export_tests;
mod find_bar;
#[cfg(test)]
mod find_tests;
mod frame_log;
mod help;
mod icons;
mod imports;
#[cfg(test)]
mod imports_tests;
mod launch;
#[cfg(test)]
mod layers_tests;
mod library_list;
#[cfg(test)]
mod links_tests;
#[cfg(test)]
mod mark_tests;
mod markdown;
#[cfg(test)]
mod marking_tests;
mod marks_list;
mod merge_report;
mod note_field;
#[cfg(test)]
mod notes_tests;
mod notices;
mod palette;
mod panel;
mod pen_tag;
#[cfg(test)]
mod pen_tests;
mod rating;
mod reader;
#[cfg(test)]
mod renewing_tests;
mod rows;
mod rulings;
#[cfg(test)]
mod rulings_tests;
mod shell;
mod shortcuts;
mod status_bar;
mod steps;
mod tags;
mod tags_list;
#[cfg(test)]
mod tests;
mod theme;
mod top_bar;
mod view;
mod walk;
mod wanted_list;
#[cfg(test)]
mod wanted_tests;
#[cfg(test)]
mod watching_tests;
mod welcome;
mod widgets;
mod window;

pub use launch::{Start, run};
pub use window::Window;

pub(crate) use launch::started;
