//! Long lists whose rows are walked by keys and of which only those that show are drawn.

use std::ops::Range;

use egui::{FocusDirection, Id, Key, Modifiers, ScrollArea, Ui};

/// Where keys have come to in a list.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The row.
    pub at: Option<usize>,
    /// The other end of the rows that are chosen with it.
    pub from: Option<usize>,
    /// How far the list is scrolled, in points.
    offset: f32,
    /// Whether keys moved on in this frame.
    moved: bool,
}

/// Rows that a key goes by page.
const PAGE: isize = 6;
/// The keys that walk, with how many rows they go.
const STEPS: [(Key, isize); 4] = [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, PAGE), (Key::PageUp, -PAGE)];

impl Walk {
    /// Takes the keys that walk a list of so many rows. True where they went to another row or chose more of them.
    pub fn take_keys(&mut self, ui: &Ui, rows: usize) -> bool {
        let step = |modifiers| {
            ui.input_mut(|input| {
                let pressed = |(key, _): &&(Key, isize)| input.consume_key(modifiers, *key);
                STEPS.iter().filter(pressed).map(|(_, step)| *step).sum::<isize>()
            })
        };
        // Keys with Shift would do as keys without as well.
        let (on, plain) = (step(Modifiers::SHIFT), step(Modifiers::NONE));
        if on + plain != 0 {
            // The same keys would move the focus out of the list.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        self.moved = false;
        if on + plain == 0 || rows == 0 {
            return false;
        }
        let next = match self.at {
            None => 0,
            Some(at) => at.saturating_add_signed(on + plain).min(rows - 1),
        };
        self.go_to(next, on != 0);
        self.moved = true;
        true
    }

    /// Goes to a row; the rows up to it are chosen too where `on` says so.
    pub fn go_to(&mut self, place: usize, on: bool) {
        self.from = if on { self.from.or(Some(place)) } else { Some(place) };
        self.at = Some(place);
    }

    /// The rows that are chosen.
    pub fn chosen(&self) -> Range<usize> {
        match (self.at, self.from) {
            (Some(at), from) => at.min(from.unwrap_or(at))..at.max(from.unwrap_or(at)) + 1,
            (None, _) => 0..0,
        }
    }

    /// Draws the rows that show, each of this height, in a list at most so high; follows the keys.
    pub fn rows(
        &mut self,
        ui: &mut Ui,
        (row, height): (f32, f32),
        rows: usize,
        draw: impl FnOnce(&mut Ui, Range<usize>),
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]).animated(false);
        if let Some(at) = self.at.filter(|_| self.moved) {
            let top = at as f32 * row;
            area = area.vertical_scroll_offset(self.offset.clamp((top + row - height).max(0.0), top));
        }
        self.offset = area.show_rows(ui, row, rows, draw).state.clamped_offset().y;
    }
}

/// Takes Enter where nothing has the focus that it would press, or only the field with this id.
pub(super) fn take_enter(ui: &Ui, field: Option<Id>) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    (focused.is_none() || focused == field) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}
