//! Terkait: stories that this one names, and stories that name it.

use egui::{RichText, Ui};

use crate::app::{Command, CompareCommand, LinkedTitle, OpenArticle};
use crate::library::{ArticleId, CopyOf, Link, LinkState, NoteBacklink};
use crate::text::plain_note;
use crate::ui::icons;
use crate::ui::theme::{
    fonts,
    tokens::{size, space},
};
use crate::ui::view::View;
use crate::ui::widgets::{self, heading, muted};

/// Draws the tab.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &OpenArticle) {
    let related = &open.related;
    heading(ui, view, view.text("related-out"));
    if related.references.is_empty() {
        ui.label(muted(view, view.text("related-none-out")));
    }
    for link in &related.references {
        reference(ui, view, open, link);
        ui.add_space(space::XS);
    }
    ui.add_space(space::L);
    heading(ui, view, view.text("related-in"));
    if related.backlinks.is_empty() {
        ui.label(muted(view, view.text("related-none-in")));
    }
    for backlink in &related.backlinks {
        title(ui, view, icons::BACKLINK, &backlink.title, Some(backlink.article));
        let more = open.titles.get(&backlink.article).map(|linked| details(view, linked)).unwrap_or_default();
        let unsure = backlink.ambiguous.then(|| view.text("link-ambiguous"));
        let line = [Some(more).filter(|more| !more.is_empty()), unsure].into_iter().flatten().collect::<Vec<_>>();
        ui.label(muted(view, line.join(" · ")));
    }
    if !open.copies.is_empty() {
        ui.add_space(space::L);
        heading(ui, view, view.text("related-copies"));
        for copy in &open.copies {
            ui.push_id(copy.row.id, |ui| self::copy(ui, view, copy));
        }
    }
    if !open.noted.is_empty() {
        ui.add_space(space::L);
        heading(ui, view, view.text("related-noted"));
        notes(ui, view, &open.noted);
    }
}

/// A copy of the story: its title, who published it and when, and the way to what differs.
fn copy(ui: &mut Ui, view: &View<'_>, copy: &CopyOf) {
    let row = &copy.row;
    title(ui, view, icons::COPY, &row.title, Some(row.id));
    let published = row.published.as_ref().map(|published| published.value.clone());
    let linked = LinkedTitle { title: row.title.clone(), outlet: row.outlet.clone(), published };
    let share = match copy.share {
        Some(share) => view.words().with("copies-share", &[("share", share.into())]),
        None => view.text("copies-indirect"),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(muted(view, join(&[&details(view, &linked), &share])));
        let label = RichText::new(view.text("copies-compare")).size(size::SMALL).color(view.theme.accent);
        if ui.button(label).clicked() {
            view.send(CompareCommand::With(row.id));
        }
    });
}

/// The notes that point at something, each leading to where it stands.
pub(super) fn notes(ui: &mut Ui, view: &View<'_>, notes: &[NoteBacklink]) {
    const LETTERS: usize = 120;
    for link in notes {
        let note = plain_note(&link.note);
        let short: String = note.chars().take(LETTERS).collect();
        let text = RichText::new(format!("“{short}” · {}", link.title)).size(size::SMALL).color(view.theme.text);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.label(widgets::icon(icons::NOTE, view.theme.accent));
            if ui.add(egui::Button::new(text).frame(false).wrap()).clicked() {
                view.send(link.mark.map_or(Command::Open(link.article), Command::OpenMark));
            }
        });
    }
}

/// A reference with its state, said by icon and word.
fn reference(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, link: &Link) {
    let named = link.reference.title.clone().unwrap_or_else(|| view.text("reference-without-title"));
    let marker = &link.reference.marker;
    match &link.state {
        LinkState::Resolved(id) => {
            title(ui, view, icons::SAVED, &named, Some(*id));
            let state = view.text(if link.reference.uncertain { "link-uncertain" } else { "link-resolved" });
            let more = open.titles.get(id).map(|linked| details(view, linked)).unwrap_or_default();
            ui.label(muted(view, join(&[marker, &state, &more])));
        }
        LinkState::Ambiguous(ids) => {
            title(ui, view, icons::SEVERAL, &named, None);
            ui.label(muted(view, join(&[marker, &view.text("link-ambiguous")])));
            for id in ids {
                if let Some(linked) = open.titles.get(id) {
                    let choice = join(&[&linked.title, &details(view, linked)]);
                    ui.indent(("choice", *id), |ui| title(ui, view, icons::OPEN, &choice, Some(*id)));
                }
            }
        }
        LinkState::Missing => {
            title(ui, view, icons::NOT_SAVED, &named, None);
            ui.label(muted(view, join(&[marker, &view.text("link-missing")])));
        }
    }
}

/// A title with its icon; a link where it leads somewhere.
fn title(ui: &mut Ui, view: &View<'_>, icon: &str, title: &str, leads: Option<ArticleId>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let color = if leads.is_some() { view.theme.accent } else { view.theme.muted };
        ui.label(widgets::icon(icon, color));
        let ink = if leads.is_some() { view.theme.text } else { view.theme.muted };
        let text = RichText::new(title).family(fonts::reading()).size(size::BODY + 1.0).color(ink);
        match leads {
            Some(id) => {
                if ui.add(egui::Button::new(text).frame(false).wrap()).clicked() {
                    view.send(Command::Open(id));
                }
            }
            None => {
                ui.add(egui::Label::new(text).wrap());
            }
        }
    });
}

fn details(view: &View<'_>, linked: &LinkedTitle) -> String {
    let day = linked.published.as_deref().and_then(|value| value.get(..10)).and_then(|day| day.parse().ok());
    let day = day.map(|day| view.words().short_date(day)).unwrap_or_default();
    join(&[linked.outlet.as_deref().unwrap_or_default(), &day])
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
