//! File dialogs. They are made on the window's thread and waited for on another, so that the window goes on.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;
use rfd::AsyncFileDialog;

use crate::app::{Command, Exported, ReportCommand};

/// Dialogs and their answers.
pub(super) struct Dialogs {
    ctx: Context,
    sender: Sender<Command>,
    answers: Receiver<Command>,
}

impl Dialogs {
    /// No dialog open yet; `ctx` is woken by answers.
    pub fn new(ctx: Context) -> Self {
        let (sender, answers) = channel();
        Self { ctx, sender, answers }
    }

    /// Whether the system can ask at all: on Linux that takes a session bus for the portal, or zenity.
    pub fn can_ask() -> bool {
        if cfg!(not(all(unix, not(target_os = "macos")))) {
            return true;
        }
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let bus = set("DBUS_SESSION_BUS_ADDRESS").is_some()
            || set("XDG_RUNTIME_DIR").is_some_and(|dir| PathBuf::from(dir).join("bus").exists());
        let zenity =
            set("PATH").is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join("zenity").exists()));
        bus || zenity
    }

    /// Asks for files to import.
    pub fn choose_files(&self) {
        let chosen = AsyncFileDialog::new().pick_files();
        self.wait(async move { chosen.await.map(|files| Command::Import(paths(&files))) });
    }

    /// Asks for a folder to import.
    pub fn choose_folder(&self) {
        let chosen = AsyncFileDialog::new().pick_folders();
        self.wait(async move { chosen.await.map(|folders| Command::Import(paths(&folders))) });
    }

    /// Asks for a folder to watch.
    pub fn choose_watched(&self) {
        let chosen = AsyncFileDialog::new().pick_folder();
        self.wait(async move { chosen.await.map(|folder| Command::Watch(folder.path().to_owned())) });
    }

    /// Asks for the folder of another library.
    pub fn choose_library(&self) {
        let chosen = AsyncFileDialog::new().pick_folder();
        self.wait(async move { chosen.await.map(|folder| Command::MergeFrom(folder.path().to_owned())) });
    }

    /// Asks for a backup of another library, or a file of marks.
    pub fn choose_backup(&self) {
        let chosen = AsyncFileDialog::new().add_filter("Sorot", &["db", "jsonl"]).pick_file();
        self.wait(async move { chosen.await.map(|file| Command::MergeFrom(file.path().to_owned())) });
    }

    /// Asks where to write an export.
    pub fn choose_export(&self, what: Exported, suggestion: &str) {
        let kind = if what == Exported::Work { "JSON Lines" } else { "Markdown" };
        let dialog = AsyncFileDialog::new().set_file_name(suggestion).add_filter(kind, &[what.extension()]);
        let chosen = dialog.save_file();
        self.wait(async move { chosen.await.map(|file| Command::ExportTo(what, file.path().to_owned())) });
    }

    /// Asks where to save a report.
    pub fn choose_table(&self, suggestion: &str) {
        let chosen = AsyncFileDialog::new().set_file_name(suggestion).add_filter("CSV", &["csv"]).save_file();
        let save = |file: rfd::FileHandle| Command::Report(ReportCommand::SaveTo(file.path().to_owned()));
        self.wait(async move { chosen.await.map(save) });
    }

    fn wait(&self, answer: impl Future<Output = Option<Command>> + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let waiting = std::thread::Builder::new().name("sorot-dialog".to_owned()).spawn(move || {
            if let Some(command) = pollster::block_on(answer) {
                // The window may be gone by now; then nobody needs the answer.
                let _ = sender.send(command);
                ctx.request_repaint();
            }
        });
        if let Err(error) = waiting {
            tracing::error!(%error, "the dialog could not be opened");
        }
    }

    /// What was chosen since the last call.
    pub fn poll(&self) -> Vec<Command> {
        self.answers.try_iter().collect()
    }
}

fn paths(files: &[rfd::FileHandle]) -> Vec<PathBuf> {
    files.iter().map(|file| file.path().to_owned()).collect()
}
