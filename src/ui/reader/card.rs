//! The card on a name: who or what it is, why it was marked and how sure, how often it is named.

use std::time::Duration;

use egui::{Area, AreaState, Context, Event, Id, Order, Pos2, Rect, RichText, ScrollArea, Ui, Vec2, pos2};

use crate::app::{Command, OpenArticle};
use crate::entity::{Class, Mention};
use crate::ui::theme::{
    fonts,
    tokens::{size, space},
};
use crate::ui::view::View;

use super::underline::Underline;

/// Which name the pointer rests on, and since when.
#[derive(Debug, Default)]
pub(super) struct Hover {
    on: Option<On>,
    /// A card that was closed by Escape stays closed until the pointer leaves the name.
    dismissed: Option<usize>,
    card: Option<Rect>,
}

#[derive(Debug, Clone, Copy)]
struct On {
    mention: usize,
    /// The row of the name under the pointer, in screen coordinates.
    line: Rect,
    /// When the pointer came, in seconds of egui's clock.
    since: f64,
    /// When it left, if it has.
    left: Option<f64>,
}

impl Hover {
    /// Seconds for which the pointer rests before the card comes.
    const DELAY: f64 = 0.15;
    /// Seconds in which the pointer may cross from the name to the card.
    const GRACE: f64 = 0.3;
    const WIDTH: f32 = 320.0;
    const GAP: f32 = 6.0;

    /// Closes an open card. True where one was open.
    pub fn dismiss(&mut self) -> bool {
        let open = self.card.take().is_some();
        if open {
            self.dismissed = self.on.take().map(|on| on.mention);
        }
        open
    }

    /// Takes the card from the name under the pointer, until that leaves it and comes again.
    pub fn leave(&mut self) {
        self.card = None;
        self.dismissed = self.on.take().map(|on| on.mention).or(self.dismissed);
    }

    /// The mention whose card is out because it is pointed at.
    pub fn pointed(&self) -> Option<usize> {
        self.on.filter(|_| self.card.is_some()).map(|on| on.mention)
    }

    /// Notes what the pointer is on now, or the focus: a mention and its row.
    pub fn point(&mut self, ctx: &Context, under: Option<(usize, Rect)>, focused: bool) {
        let now = ctx.input(|input| input.time);
        let moved =
            focused || ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::PointerMoved(_))));
        if under.is_none() || self.dismissed != under.map(|(mention, _)| mention) {
            self.dismissed = None;
        }
        match (under.filter(|(mention, _)| self.dismissed != Some(*mention)), &mut self.on) {
            (Some((mention, line)), Some(on)) if on.mention == mention => {
                on.left = None;
                on.line = line;
            }
            (Some((mention, line)), _) if moved => self.on = Some(On { mention, line, since: now, left: None }),
            // Text that moved under a pointer at rest is not pointed at.
            (Some(_), on) => *on = None,
            (None, Some(on)) => {
                let pointer = ctx.pointer_latest_pos();
                let on_card =
                    self.card.zip(pointer).is_some_and(|(card, at)| card.expand(Self::GAP + 2.0).contains(at));
                match (on_card, moved || on.left.is_some()) {
                    (true, _) => on.left = None,
                    (false, true) => on.left = on.left.or(Some(now)),
                    // The text moved away.
                    (false, false) => self.on = None,
                }
            }
            (None, None) => {}
        }
        let on = self.on.filter(|on| on.left.is_none_or(|left| now - left < Self::GRACE));
        if on.is_none() {
            self.card = None;
        }
        self.on = on;
    }

    /// Shows the card once the pointer has rested, or that of `walked`, the name reached by keyboard.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, walked: Option<(usize, Rect)>) {
        let now = ui.input(|input| input.time);
        let due = self.on.filter(|on| {
            let rested = now - on.since;
            if rested < Self::DELAY {
                ui.ctx().request_repaint_after(Duration::from_secs_f64(Self::DELAY - rested));
            }
            if on.left.is_some() {
                ui.ctx().request_repaint_after(Duration::from_secs_f64(Self::GRACE));
            }
            rested >= Self::DELAY
        });
        self.card = None;
        let Some((index, line)) = due.map(|on| (on.mention, on.line)).or(walked) else { return };
        let Some(mention) = open.mentions().get(index) else { return };
        let frame = view.theme.floating();
        let most = most_height(line, ui.ctx().content_rect()) - frame.total_margin().sum().y;
        let response = area(ui, line, index).show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                // Else a card that grows would keep its height of the last frame.
                ui.set_max_height(most);
                ScrollArea::vertical().max_height(most).animated(false).show(ui, |ui| {
                    ui.set_width(Self::WIDTH - 2.0 * space::L);
                    contents(ui, view, open, mention, index);
                });
            });
        });
        self.card = due.is_some().then_some(response.response.rect);
    }
}

/// The place of the card of a mention beside its line, by the size that it had in the last frame: egui shows none before
/// it is measured.
fn area(ui: &Ui, line: Rect, mention: usize) -> Area {
    let id = Id::unique(("name-card", mention));
    let size = AreaState::load(ui.ctx(), id).and_then(|state| state.size).unwrap_or_default();
    // What is moved into the window would be moved over the line.
    Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(corner(line, size, ui.ctx().content_rect()))
        .constrain(false)
        .interactable(true)
}

/// The height that the card may have, so that it has room above its line or below it.
fn most_height(line: Rect, screen: Rect) -> f32 {
    (screen.bottom() - line.bottom()).max(line.top() - screen.top()) - Hover::GAP
}

/// The upper left corner of a card of this size: below the line, or above it where there is no room below; never over it.
fn corner(line: Rect, size: Vec2, screen: Rect) -> Pos2 {
    let below = line.bottom() + Hover::GAP;
    let fits = below + size.y <= screen.bottom();
    let y = if fits { below } else { line.top() - Hover::GAP - size.y };
    let x = line.left().min(screen.right() - Hover::WIDTH - space::S).max(screen.left() + space::S);
    pos2(x, y)
}

fn contents(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mention: &Mention, index: usize) {
    let theme = view.theme;
    let class = view.class(mention.class);
    ui.spacing_mut().item_spacing.y = space::S;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(20.0, 10.0), egui::Sense::hover());
        let underline =
            Underline { class: mention.class, color: theme.class(mention.class), certain: mention.is_certain() };
        underline.paint(ui.painter(), rect.left(), rect.right(), rect.center().y);
        ui.label(RichText::new(class).size(size::SMALL).color(theme.class(mention.class)));
        if !mention.is_certain() {
            ui.label(RichText::new(view.text("name-uncertain")).size(size::SMALL).color(theme.muted));
        }
    });
    let name = RichText::new(&mention.entity.name).family(fonts::reading_semibold()).size(size::HEADING);
    ui.label(name.color(theme.text));
    let engine = view.app.engine();
    if let Some(description) = engine.describe(&mention.entity.key).filter(|known| !known.text.is_empty()) {
        ui.label(RichText::new(&description.text).size(size::BODY).color(theme.text));
    }
    ui.label(RichText::new(view.why(mention)).size(size::SMALL).color(theme.muted));
    counts(ui, view, open, mention, index);
    super::verdict::show(ui, view, open, mention, index);
    if mention.class == Class::Treaty {
        super::stated::show(ui, view, open, &mention.entity.key);
    }
}

/// How often the entity is named here and in the library, and the way to its other mentions.
fn counts(ui: &mut Ui, view: &View<'_>, open: &OpenArticle, mention: &Mention, index: usize) {
    let Some(entity) = open.entity(&mention.entity.key) else { return };
    let place = entity.mentions.iter().position(|other| *other == index).map_or(1, |place| place + 1);
    let text = view.words().with(
        "name-counts",
        &[
            ("place", place.into()),
            ("here", entity.mentions.len().into()),
            ("library", entity.count.mentions.into()),
            ("articles", entity.count.articles.into()),
        ],
    );
    ui.label(RichText::new(text).size(size::SMALL).color(view.theme.muted));
    if entity.mentions.len() > 1 {
        ui.horizontal(|ui| {
            for (action, by) in [(crate::app::Action::PreviousMention, false), (crate::app::Action::NextMention, true)]
            {
                let label = view.app.action_name(action);
                if ui.button(RichText::new(label).size(size::SMALL)).clicked() {
                    view.send(Command::ShowMention(neighbour(&entity.mentions, index, by)));
                }
            }
        });
    }
}

/// The mention before or after `index` in a walk that goes round.
fn neighbour(mentions: &[usize], index: usize, forward: bool) -> usize {
    let found = if forward {
        mentions.iter().find(|other| **other > index).or(mentions.first())
    } else {
        mentions.iter().rev().find(|other| **other < index).or(mentions.last())
    };
    found.copied().unwrap_or(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_goes_round_in_both_directions() {
        assert_eq!(neighbour(&[3, 7, 9], 3, true), 7);
        assert_eq!(neighbour(&[3, 7, 9], 9, true), 3);
        assert_eq!(neighbour(&[3, 7, 9], 3, false), 9);
        assert_eq!(neighbour(&[3], 3, false), 3);
    }

    #[test]
    fn a_card_stands_below_its_line_or_above_it_and_has_room_on_one_side() {
        let screen = Rect::from_min_size(Pos2::ZERO, egui::vec2(1000.0, 600.0));
        let line = |top: f32| Rect::from_min_size(pos2(900.0, top), egui::vec2(60.0, 30.0));
        for top in [0.0, 100.0, 285.0, 400.0, 570.0] {
            let most = most_height(line(top), screen);
            for height in [80.0, 200.0, 500.0] {
                let size = egui::vec2(Hover::WIDTH, most.min(height));
                let card = Rect::from_min_size(corner(line(top), size, screen), size);
                assert!(
                    !card.intersects(line(top)) && screen.expand(0.1).contains_rect(card),
                    "{top} {height}: {card}"
                );
            }
        }
        assert!(corner(line(100.0), egui::vec2(Hover::WIDTH, 200.0), screen).y > 130.0, "below where there is room");
    }
}
