//! `sorot` and `sorot PATH...`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::ui::{self, Start};

/// Opens the window on the library in this folder, or on the platform's own, with these files and folders imported.
pub(super) fn open_window(library: Option<PathBuf>, paths: Vec<PathBuf>, process_start: Instant) -> ExitCode {
    ui::run(Start { library, paths, process_start })
}
