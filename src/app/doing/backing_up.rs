use std::path::PathBuf;

use crate::app::{App, Notice, Overlay};
use crate::jobs::BackupEvent;
use crate::library::{Changes, backup};

impl App {
    /// Makes a backup in the background.
    pub(super) fn back_up(&mut self) {
        if let Some(backups) = &self.backups {
            backups.back_up();
        }
    }

    /// Shows the backups that there are.
    pub(super) fn show_backups(&mut self) {
        let Some(folder) = self.library.folder().map(std::path::Path::to_owned) else { return };
        let known = backup::backups(&folder);
        self.known_backups = self.settle(known).unwrap_or_default();
        self.overlay = Some(Overlay::Backups);
    }

    /// Puts a backup in place of the library, in the background.
    pub(super) fn restore(&mut self, from: PathBuf) {
        self.keep_position();
        self.overlay = None;
        if let Some(backups) = &self.backups {
            backups.restore(from);
        }
    }

    /// Takes in what became of backups. True where something is to be drawn anew.
    pub(super) fn poll_backups(&mut self) -> bool {
        let events = self.backups.as_ref().map(crate::jobs::Backups::poll).unwrap_or_default();
        let any = !events.is_empty();
        for event in events {
            match event {
                BackupEvent::Made(backup) => self.say(Notice::BackedUp(backup.path)),
                BackupEvent::Restored(before) => {
                    self.after(Changes { articles: true, annotations: true, names: true });
                    self.reload_article();
                    self.say(Notice::Restored(before));
                }
                BackupEvent::Failed(error) => {
                    tracing::error!(%error, "a backup failed");
                    self.say(Notice::BackupFailed(error.to_string()));
                }
            }
        }
        any
    }
}
