use std::path::PathBuf;

use crate::app::{App, Notice, Overlay};
use crate::jobs::BackupEvent;
use crate::library::{Changes, OperationId, backup};

/// A restore that nothing lasting was done after.
#[derive(Debug)]
pub(in crate::app) struct Restored {
    /// The backup of what was there before.
    before: PathBuf,
    /// The last step of the restored library.
    last: Option<OperationId>,
}

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
        self.notices.retain(|notice| notice.restored_over().is_none());
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
                    let last = self.library.last_step();
                    let last = self.settle(last).flatten();
                    self.restored = Some(Restored { before: before.clone(), last });
                    self.say(Notice::Restored(before));
                }
                BackupEvent::Failed(error) => {
                    tracing::error!(%error, "a backup failed");
                    self.say(Notice::BackupFailed(error.into()));
                }
            }
        }
        any
    }

    /// What was there before a restore that was the last thing done: once, since undo knows no restore and would take
    /// back an older step that nobody thinks of.
    pub(super) fn take_restored(&mut self) -> Option<PathBuf> {
        let Restored { before, last } = self.restored.take()?;
        let now = self.library.last_step();
        (self.settle(now)? == last).then_some(before)
    }
}
