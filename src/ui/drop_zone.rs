//! Files dragged over the window: said while they hover, imported when they are dropped.

use std::path::PathBuf;

use egui::{Align2, Area, Context, FontId, Id, Order, Sense};

use crate::app::Command;

use super::theme::{fonts, tokens::size};
use super::view::View;

/// Shows that files may be dropped, and imports those that were.
pub(super) fn show(ctx: &Context, view: &View<'_>) {
    let (hovering, dropped) = ctx.input(|input| {
        let dropped: Vec<PathBuf> = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
        (!input.raw.hovered_files.is_empty(), dropped)
    });
    if !dropped.is_empty() {
        view.send(Command::Import(dropped));
    }
    if hovering {
        invite(ctx, view);
    }
}

fn invite(ctx: &Context, view: &View<'_>) {
    let screen = ctx.content_rect();
    Area::new(Id::unique("drop-zone")).order(Order::Foreground).fixed_pos(screen.min).interactable(false).show(
        ctx,
        |ui| {
            ui.allocate_exact_size(screen.size(), Sense::hover());
            ui.painter().rect_filled(screen, 0.0, view.theme.paper.gamma_multiply(0.9));
            let font = FontId::new(size::LARGE, fonts::interface_semibold());
            ui.painter().text(screen.center(), Align2::CENTER_CENTER, view.text("drop-here"), font, view.theme.text);
        },
    );
}
