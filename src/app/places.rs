//! The folders that the platform gives a program, for the one place that starts it.

use std::path::PathBuf;

use directories::ProjectDirs;

/// Where the library lies unless the person names another folder; `None` where the system has no home folder.
#[must_use]
pub fn library_dir() -> Option<PathBuf> {
    project().map(|project| project.data_dir().join("library"))
}

/// The settings file; `None` where the system has no home folder.
#[must_use]
pub fn settings_file() -> Option<PathBuf> {
    project().map(|project| project.config_dir().join("settings.toml"))
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "sorot")
}
