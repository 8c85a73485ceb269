//! The backups that there are, each to be put in place of the library.

use egui::{Grid, Role, ScrollArea, Ui, WidgetInfo};

use crate::app::{Action, Command, Overlay};
use crate::library::{Backup, BackupKind};

use super::view::View;
use super::widgets;

/// Draws the list of backups while it is open.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    if view.app.overlay() != Some(Overlay::Backups) {
        return;
    }
    widgets::show_alone(ui, view, widgets::layer(ui, view, "backups-title", 460.0), |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &View<'_>) {
    ui.label(widgets::muted(view, view.text("backups-hint")));
    if ui.button(view.text(Action::BackUp.words_key())).clicked() {
        view.send(Action::BackUp);
        view.send(Command::CloseOverlay);
    }
    let known = view.app.known_backups();
    if known.is_empty() {
        ui.label(view.text("backups-none"));
        return;
    }
    ScrollArea::vertical().max_height(420.0).animated(false).show(ui, |ui| {
        Grid::new("backups").num_columns(3).striped(false).show(ui, |ui| {
            for backup in known {
                line(ui, view, backup);
                ui.end_row();
            }
        });
    });
}

fn line(ui: &mut Ui, view: &View<'_>, backup: &Backup) {
    let made = jiff::tz::TimeZone::system().to_datetime(backup.made).strftime("%Y-%m-%d %H:%M:%S").to_string();
    ui.label(&made);
    ui.label(view.text(match backup.kind {
        BackupKind::Automatic => "backup-automatic",
        BackupKind::Asked => "backup-asked",
        BackupKind::BeforeFormat => "backup-before-format",
        BackupKind::BeforeRestore => "backup-before-restore",
    }));
    let label = view.words().with("backup-restore", &[("made", made.into())]);
    let button = ui.button(view.text("backup-restore-short"));
    // One of several alike: its name says which.
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if button.clicked() {
        view.send(Command::Restore(backup.path.clone()));
    }
}
