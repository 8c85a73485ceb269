//! What the application is made of when it starts.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::jobs::{Backups, Jobs, SharedEngine};
use crate::library::Library;

use super::Settings;
use super::settings::SettingsProblem;

/// What the application is made of; clock, ids and paths come from outside.
pub struct Setup {
    /// The library, open.
    pub library: Library,
    /// Background work.
    pub jobs: Jobs,
    /// What keeps backups of the library; `None` keeps none.
    pub backups: Option<Backups>,
    /// The engine that finds names, made when first needed.
    pub engine: SharedEngine,
    /// The person's settings.
    pub settings: Settings,
    /// Where the settings are kept; `None` keeps them nowhere.
    pub settings_path: Option<PathBuf>,
    /// What was wrong with the settings file.
    pub settings_problem: Option<SettingsProblem>,
    /// The system's locale, if known.
    pub system_locale: Option<String>,
    /// What day it is, where the person is: the day of an import.
    pub today: fn() -> Date,
}

impl Setup {
    /// Of a library and an engine alone: nothing is kept besides the library, the settings are those of a first start, and
    /// nobody is woken when work is done.
    #[must_use]
    pub fn bare(library: Library, engine: SharedEngine, today: fn() -> Date) -> Self {
        Self {
            library,
            jobs: Jobs::new(Arc::new(|| ())),
            backups: None,
            engine,
            settings: Settings::default(),
            settings_path: None,
            settings_problem: None,
            system_locale: None,
            today,
        }
    }
}
