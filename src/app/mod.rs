//! Application state, commands and what they do. No egui: a test drives it with commands alone.

mod action;
mod agreement;
mod colors;
mod command;
mod comparison;
mod core;
mod doing;
mod doubts;
mod finding;
mod history;
mod imports;
mod marks;
mod motion;
mod notice;
mod open_article;
pub mod places;
mod reading;
mod rows;
mod rulings;
mod settings;
mod setup;
mod shelf_query;
mod shortcut;
mod wanted;
mod words;

pub use action::{Action, ActionGroup, CompareAction, EdgeMove, FindAction, ImportAction, NAMED};
pub use agreement::AgreementDesk;
pub use command::{Column, Command, Effect, Exported};
pub use comparison::{Choice, ChoiceTold, CompareCommand, CompareDesk, Compared};
pub use core::{App, Overlay, Reading, Shelf};
pub use doubts::{DoubtCommand, DoubtsDesk, Settlement};
pub use finding::Finding;
pub use history::{History, Place};
pub use imports::{ImportsDesk, OpenReport, ReportCommand, Told};
pub use marks::MarksDesk;
pub use motion::{Motion, Stride};
pub use notice::{Notice, Refusal};
pub use open_article::{LinkedTitle, NamedEntity, OpenArticle};
pub use reading::{Selection, Target};
pub use rows::Rows;
pub use rulings::{Counted, Example, Picking, Proposal, RulingDesk, Scope, Verdict};
pub use settings::{
    Language, LanguageChoice, PanelTab, Settings, SettingsProblem, TEXT_SIZES, ThemeChoice, load as load_settings,
    save as save_settings,
};
pub use setup::Setup;
pub use shortcut::Shortcut;
pub use wanted::WantedDesk;
pub use words::Words;
