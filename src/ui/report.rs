//! What became of an import: how many, and each file that could not be read with its reason.

use egui::{RichText, ScrollArea, Ui, Window};

use crate::app::Command;
use crate::article::Unreadable;
use crate::jobs::{FailedFile, FailureReason};

use super::theme::tokens::size;
use super::view::View;
use super::widgets::{self, muted};

/// Draws the report when an import ended with something to say: files that failed, or a stop.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    let Some(report) = view.app.report().filter(|report| report.finished) else { return };
    let quiet = report.failed.is_empty() && report.changed.is_empty() && report.wanted == 0;
    if quiet && !report.cancelled {
        return;
    }
    let mut open = true;
    Window::new(view.text("report-title")).open(&mut open).collapsible(false).default_width(480.0).show(
        ui.ctx(),
        |ui| {
            let counts = [
                ("new", report.imported.len().into()),
                ("same", report.same.len().into()),
                ("failed", report.failed.len().into()),
            ];
            ui.label(view.words().with("report-counts", &counts));
            if !report.changed.is_empty() {
                let count = [("count", report.changed.len().into())];
                ui.label(muted(view, view.words().with("report-changed", &count)));
            }
            if report.wanted > 0 {
                let count = [("count", report.wanted.into())];
                ui.label(muted(view, view.words().with("report-wanted", &count)));
            }
            if report.cancelled {
                ui.label(muted(view, view.text("report-cancelled")));
            }
            ScrollArea::vertical().max_height(320.0).animated(false).show(ui, |ui| {
                for failed in &report.failed {
                    ui.label(RichText::new(failed.path.display().to_string()).size(size::SMALL).color(view.theme.text));
                    ui.label(muted(view, reason(view, failed)));
                }
            });
            widgets::offer(ui, view, view.text("report-close"), Command::DismissReport);
        },
    );
    if !open {
        view.send(Command::DismissReport);
    }
}

/// Why a file could not be read, in the interface's language.
fn reason(view: &View<'_>, failed: &FailedFile) -> String {
    let (key, detail) = match &failed.reason {
        FailureReason::Unreadable(Unreadable::Empty) => ("fail-empty", None),
        FailureReason::Unreadable(Unreadable::Binary(kind)) => ("fail-binary", Some((*kind).to_owned())),
        FailureReason::Unreadable(Unreadable::Encoding) => ("fail-encoding", None),
        FailureReason::Unreadable(Unreadable::TooLarge { limit, .. }) => {
            ("fail-too-large", Some((limit / (1024 * 1024)).to_string()))
        }
        FailureReason::Unreadable(Unreadable::Damaged(kind)) => ("fail-damaged", Some((*kind).to_owned())),
        FailureReason::Unreadable(Unreadable::TooMany { limit, .. }) => ("fail-too-many", Some(limit.to_string())),
        FailureReason::Unreadable(Unreadable::NoBody) => ("fail-no-body", None),
        FailureReason::Unreadable(Unreadable::NoText) => ("fail-no-text", None),
        FailureReason::System(said) => ("fail-system", Some(said.clone())),
        FailureReason::NotAFile => ("fail-not-a-file", None),
        FailureReason::TooDeep => ("fail-too-deep", None),
        FailureReason::Panicked => ("fail-panicked", None),
        FailureReason::Refused => ("fail-refused", None),
    };
    match detail {
        Some(detail) => view.words().with(key, &[("detail", detail.into())]),
        None => view.text(key),
    }
}
