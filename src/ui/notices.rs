//! Quiet messages in the lower corner, each to be dismissed.

use egui::{Align2, Area, Id, Order, RichText, Ui, vec2};

use crate::app::{Action, Command, Notice, Refusal, ReportCommand, SettingsProblem};
use crate::library::{ImportRecord, Merged, OperationKind};

use super::icons;
use super::theme::tokens::{size, space};
use super::view::View;
use super::widgets;

/// Width of a message, where the window has it.
const WIDTH: f32 = 380.0;
/// From the right edge of the window.
const MARGIN: f32 = 16.0;

/// Draws the messages.
pub(super) fn show(ui: &Ui, view: &View<'_>) {
    if view.app.notices().is_empty() {
        return;
    }
    let area =
        Area::new(Id::unique("notices")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, vec2(-MARGIN, -40.0));
    // All of one width: those that show together line up on both sides.
    let width = WIDTH.min(ui.ctx().content_rect().width() - 2.0 * (MARGIN + space::M));
    area.show(ui.ctx(), |ui| {
        for (index, notice) in view.app.notices().iter().enumerate() {
            if notice.passes() && is_past(ui, notice, view.app.times_said(notice)) {
                view.send(Command::DismissNotice(index));
            }
            view.theme.floating().inner_margin(space::M).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let report = matches!(notice, Notice::Merged(merged) if merged.met_anything());
                    let buttons = 1 + usize::from(notice.offers_undo()) + usize::from(report);
                    ui.vertical(|ui| {
                        ui.set_width(width - buttons as f32 * (widgets::ICON + ui.spacing().item_spacing.x));
                        ui.add(egui::Label::new(RichText::new(text(view, notice)).size(size::SMALL)).wrap());
                        if let Notice::Import(record) = notice {
                            import_offers(ui, view, record);
                        }
                        if let Some(before) = notice.restored_over() {
                            widgets::offer(ui, view, view.text("restore-undo"), Command::Restore(before.to_owned()));
                        }
                    });
                    if notice.offers_undo() {
                        widgets::act_icon(ui, view, Action::Undo, icons::UNDO);
                    }
                    if report {
                        widgets::act_icon(ui, view, Action::MergeReport, icons::OPEN);
                    }
                    if widgets::icon_button(ui, view, icons::CLOSE, &view.text("notice-dismiss"), true).clicked() {
                        view.send(Command::DismissNotice(index));
                    }
                });
            });
        }
    });
}

/// Seconds for which a notice shows that passes by itself.
const PASSING: f64 = 5.0;

/// Whether such a notice has been shown for long enough since it was said, which was for the `said`th time.
fn is_past(ui: &Ui, notice: &Notice, said: usize) -> bool {
    let id = Id::unique("passing-notice").with(std::mem::discriminant(notice));
    let now = ui.input(|input| input.time);
    let shown: Option<(usize, f64)> = ui.data(|data| data.get_temp(id));
    let since = shown.filter(|(shown, _)| *shown == said).map_or(now, |(_, since)| since);
    let left = since + PASSING - now;
    ui.data_mut(|data| data.insert_temp(id, (said, since)));
    if left > 0.0 {
        ui.ctx().request_repaint_after_secs(left as f32);
    }
    left <= 0.0
}

/// What can be done about an import that ended: to look into its report, to go on with it.
fn import_offers(ui: &mut Ui, view: &View<'_>, record: &ImportRecord) {
    ui.horizontal(|ui| {
        if widgets::offers(ui, view, view.text("notice-import-show")) {
            view.send(ReportCommand::Look(Some(record.id)));
        }
        if record.is_unfinished() {
            widgets::offer(ui, view, view.text("imports-resume"), Command::ResumeImport(record.id));
        }
    });
}

fn import_text(view: &View<'_>, record: &ImportRecord) -> String {
    let key = match (record.is_unfinished(), record.watched) {
        (true, _) => "notice-import-unfinished",
        (false, true) => "notice-import-watched",
        (false, false) => "notice-import",
    };
    view.words().with(key, &[("counts", super::imports::summary(view, record).into())])
}

fn text(view: &View<'_>, notice: &Notice) -> String {
    let words = view.words();
    match notice {
        Notice::Import(record) => import_text(view, record),
        Notice::WatchTrouble(_, path, why) => words.with(
            "notice-watch-trouble",
            &[("path", path.display().to_string().into()), ("reason", words.why(why).into())],
        ),
        Notice::LinesCopied(count) => words.with("notice-lines-copied", &[("count", (*count).into())]),
        Notice::StoryGone => view.text("notice-story-gone"),
        Notice::Settings(SettingsProblem::SetAside(path)) => {
            words.with("notice-settings-aside", &[("path", path.display().to_string().into())])
        }
        Notice::Settings(SettingsProblem::Unreadable(reason)) => {
            words.with("notice-settings-unreadable", &[("reason", reason.as_str().into())])
        }
        Notice::Library(Refusal::Other(reason)) => words.with("notice-library", &[("reason", reason.as_str().into())]),
        Notice::Library(refusal) => refused(view, refusal),
        Notice::NoDialog => view.text("notice-no-dialog"),
        Notice::Exported(path) => words.with("notice-exported", &[("path", path.display().to_string().into())]),
        Notice::ExportFailed(path, why) => words.with(
            "notice-export-failed",
            &[("path", path.display().to_string().into()), ("reason", refused(view, why).into())],
        ),
        Notice::Undone(kind) => words.with("notice-undone", &[("what", operation(view, *kind).into())]),
        Notice::Redone(kind) => words.with("notice-redone", &[("what", operation(view, *kind).into())]),
        Notice::NoPlaceToSplit => view.text("notice-no-place-to-split"),
        Notice::NothingToSplit => view.text("notice-nothing-to-split"),
        Notice::NothingToJoin => view.text("notice-nothing-to-join"),
        Notice::NoneToJoinWith => view.text("notice-none-to-join-with"),
        Notice::WordsGone => view.text("notice-words-gone"),
        Notice::MarkGone => view.text("notice-mark-gone"),
        Notice::LinkGone => view.text("notice-link-gone"),
        Notice::AddressCopied => view.text("notice-address-copied"),
        Notice::NoDoubts => view.text("notice-no-doubts"),
        Notice::ArticleRemoved => view.text("notice-article-removed"),
        Notice::MarkedAll(count) => words.with("notice-marked-all", &[("count", (*count).into())]),
        Notice::Accepted(count) => words.with("notice-accepted", &[("count", (*count).into())]),
        Notice::Ruled(articles) => words.with("notice-ruled", &[("count", (*articles).into())]),
        Notice::BackedUp(path) => words.with("notice-backed-up", &[("path", path.display().to_string().into())]),
        Notice::Restored(before) => words.with("notice-restored", &[("path", before.display().to_string().into())]),
        Notice::Merged(merged) => merged_text(view, merged),
        Notice::RestoreStands(_) => view.text("notice-restore-stands"),
        Notice::MergeFailed(why) => words.with("notice-merge-failed", &[("reason", refused(view, why).into())]),
        Notice::BackupFailed(why) => words.with("notice-backup-failed", &[("reason", refused(view, why).into())]),
        Notice::SamplesRemoved(count) => words.with("notice-samples-removed", &[("count", (*count).into())]),
    }
}

/// Why a library refused.
fn refused(view: &View<'_>, why: &Refusal) -> String {
    match why {
        Refusal::Busy => view.text("notice-library-busy"),
        Refusal::Full => view.text("notice-library-full"),
        Refusal::Damaged => view.text("notice-library-damaged"),
        Refusal::Changed => view.text("notice-library-changed"),
        Refusal::ReadOnly => view.text("notice-library-read-only"),
        Refusal::Newer => view.text("notice-library-newer"),
        Refusal::OldReadOnly => view.text("notice-library-old"),
        Refusal::Itself => view.text("notice-library-itself"),
        Refusal::File(path, reason) => {
            let of = [("path", path.display().to_string().into()), ("reason", reason.as_str().into())];
            view.words().with("notice-library-file", &of)
        }
        Refusal::BrokeOff => view.text("notice-broke-off"),
        Refusal::Other(reason) => reason.clone(),
    }
}

/// What came of a merge: what is new, then what the person should look at.
fn merged_text(view: &View<'_>, merged: &Merged) -> String {
    let said = [
        ("stories", merged.stories_new.into()),
        ("marks", (merged.marks_new + merged.marks_changed).into()),
        ("rulings", merged.rulings_new.into()),
    ];
    let count = |key, count: usize| (count > 0).then(|| view.words().with(key, &[("count", count.into())]));
    let parts = [
        Some(view.words().with("notice-merged", &said)),
        count("notice-merged-doubtful", merged.marks_doubtful),
        count("notice-merged-conflicts", merged.conflicts.len()),
        count("notice-merged-failed", merged.failed.len()),
        (!merged.finished).then(|| view.text("notice-merged-unfinished")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What an operation is called.
pub(super) fn operation(view: &View<'_>, kind: OperationKind) -> String {
    view.text(match kind {
        OperationKind::Import => "operation-import",
        OperationKind::RemoveArticle => "operation-remove-article",
        OperationKind::RemoveSamples => "operation-remove-samples",
        OperationKind::Annotate => "operation-annotate",
        OperationKind::EditAnnotation => "operation-edit-annotation",
        OperationKind::DeleteAnnotation => "operation-delete-annotation",
        OperationKind::Merge => "operation-merge",
        OperationKind::SettleDifference => "operation-settle-difference",
        OperationKind::Rule => "operation-rule",
        OperationKind::RevokeRuling => "operation-revoke-ruling",
        OperationKind::File => "operation-file",
        OperationKind::RenameTag => "operation-rename-tag",
        OperationKind::Reading => "operation-reading",
        OperationKind::Reanchor => "operation-reanchor",
        OperationKind::Undo => "action-undo",
        OperationKind::Redo => "action-redo",
    })
}
