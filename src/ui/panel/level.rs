//! Where the notes stand beside the text: each at the height of its mark as far as room allows, and only those that show
//! are drawn, so that ten thousand marks cost no more than a screenful.

use std::collections::BTreeMap;

use egui::{Rect, Sense, Ui, UiBuilder, pos2, vec2};

use crate::library::AnnotationId;
use crate::ui::theme::tokens::space;

/// The list between frames.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Where marks begin in the text, as last drawn.
    levels: BTreeMap<AnnotationId, f32>,
    /// Heights of entries that were drawn, in points.
    heights: BTreeMap<AnnotationId, f32>,
    /// How far the person scrolled the list itself, in points; until the text moves.
    drift: f32,
}

/// The height of an entry that was not drawn yet.
const ESTIMATE: f32 = 104.0;
const GAP: f32 = space::M;

impl Beside {
    /// Takes in where marks begin now. True where that changed.
    pub fn put_levels(&mut self, levels: &[(AnnotationId, f32)]) -> bool {
        let levels: BTreeMap<AnnotationId, f32> = levels.iter().copied().collect();
        let changed = levels != self.levels;
        if changed {
            self.drift = 0.0;
            self.levels = levels;
        }
        changed
    }

    /// Whether a mark begins where the text shows.
    pub fn shows(&self, id: AnnotationId) -> bool {
        self.levels.contains_key(&id)
    }

    /// Forgets all, for another article.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Draws the entries of `ids` that show in the rest of `ui`: the entry `anchor` at its level, the others around it.
    pub fn show(&mut self, ui: &mut Ui, ids: &[AnnotationId], anchor: usize, entry: &mut dyn FnMut(&mut Ui, usize)) {
        let area = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(area, Sense::hover());
        if response.contains_pointer() {
            self.drift += ui.input(|input| input.smooth_scroll_delta.y);
        }
        let mut changed = false;
        for (place, y) in self.places(ids, anchor, area) {
            let Some(id) = ids.get(place) else { continue };
            let rect = Rect::from_min_size(pos2(area.left(), y), vec2(area.width(), f32::INFINITY));
            let mut child = ui.new_child(UiBuilder::new().id_salt(*id).max_rect(rect));
            child.set_clip_rect(area.intersect(ui.clip_rect()));
            entry(&mut child, place);
            let height = child.min_rect().height();
            let before = self.heights.insert(*id, height);
            changed |= before.is_none_or(|before| (before - height).abs() > 0.5);
        }
        if changed {
            ui.ctx().request_repaint();
        }
    }

    /// The places of `ids` that show in `area`, with the height on the screen where each begins, from above. The list is not
    /// scrolled past its ends.
    fn places(&mut self, ids: &[AnnotationId], anchor: usize, area: Rect) -> Vec<(usize, f32)> {
        let laid = self.laid(ids, anchor, area);
        let first = laid.first().filter(|(place, y)| *place == 0 && *y > area.top()).map(|(_, y)| area.top() - y);
        let last = laid.last().filter(|(place, _)| place + 1 == ids.len());
        let last = last.map(|(place, y)| y + self.height(ids, *place)).filter(|end| *end < area.top() + ESTIMATE);
        let back = match (self.drift > 0.0, self.drift < 0.0) {
            (true, _) => first.map(|beyond| beyond.max(-self.drift)),
            (_, true) => last.map(|end| (area.top() + ESTIMATE - end).min(-self.drift)),
            _ => None,
        };
        let Some(back) = back else { return laid };
        self.drift += back;
        self.laid(ids, anchor, area)
    }

    /// The same, scrolled however far. The whole list moves as it stands: what had no room above comes down behind the rest.
    fn laid(&self, ids: &[AnnotationId], anchor: usize, area: Rect) -> Vec<(usize, f32)> {
        let level = |place: usize| Some(self.levels.get(ids.get(place)?)? + self.drift);
        let top = area.top() + self.drift;
        let y = level(anchor).map_or(top, |level| level.max(top));
        around(ids.len(), anchor, y, area, &|place| self.height(ids, place), &level)
    }

    fn height(&self, ids: &[AnnotationId], place: usize) -> f32 {
        ids.get(place).and_then(|id| self.heights.get(id)).copied().unwrap_or(ESTIMATE)
    }
}

/// Lays entries out around the one at `anchor`, which begins at `y`: those after it at their level or, where that is
/// taken, one below the other; those before it at theirs or one above the other.
fn around(
    count: usize,
    anchor: usize,
    y: f32,
    area: Rect,
    height: &dyn Fn(usize) -> f32,
    level: &dyn Fn(usize) -> Option<f32>,
) -> Vec<(usize, f32)> {
    let mut laid = Vec::new();
    let mut top = y;
    for place in (0..anchor).rev() {
        let highest = top - GAP - height(place);
        top = level(place).map_or(highest, |level| level.min(highest));
        if top + height(place) < area.top() {
            break;
        }
        laid.push((place, top));
    }
    laid.reverse();
    let mut bottom = y;
    for place in anchor..count {
        let begins = if place == anchor { y } else { level(place).map_or(bottom, |level| level.max(bottom)) };
        if begins > area.bottom() {
            break;
        }
        laid.push((place, begins));
        bottom = begins + height(place) + GAP;
    }
    laid
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { min: pos2(0.0, 100.0), max: pos2(300.0, 700.0) };

    fn laid(count: usize, anchor: usize, levels: &[(usize, f32)]) -> Vec<(usize, f32)> {
        let level = |place: usize| levels.iter().find(|(other, _)| *other == place).map(|(_, y)| *y);
        around(count, anchor, level(anchor).unwrap_or(AREA.top()), AREA, &|_| 88.0, &level)
    }

    #[test]
    fn each_note_stands_at_its_mark_where_there_is_room() {
        assert_eq!(laid(3, 0, &[(0, 150.0), (1, 400.0), (2, 600.0)]), [(0, 150.0), (1, 400.0), (2, 600.0)]);
    }

    #[test]
    fn notes_of_marks_close_together_follow_each_other_and_the_anchor_keeps_its_level() {
        assert_eq!(laid(3, 0, &[(0, 150.0), (1, 160.0), (2, 170.0)]), [(0, 150.0), (1, 250.0), (2, 350.0)]);
        assert_eq!(laid(3, 2, &[(0, 350.0), (1, 360.0), (2, 370.0)]), [(0, 170.0), (1, 270.0), (2, 370.0)]);
    }

    #[test]
    fn notes_without_room_above_are_reached_by_scrolling_and_nothing_is_scrolled_past_them() {
        let ids: Vec<AnnotationId> = (1..=4).map(|number| AnnotationId(uuid::Uuid::from_u128(number))).collect();
        let levels: Vec<(AnnotationId, f32)> = ids.iter().copied().zip([150.0, 155.0, 160.0, 165.0]).collect();
        let mut list = Beside::default();
        list.put_levels(&levels);
        let ends = |laid: &[(usize, f32)]| (laid.first().copied(), laid.last().copied());
        assert_eq!(ends(&list.places(&ids, 3, AREA)).1, Some((3, 165.0)), "the chosen one stands at its level");
        list.drift = 5000.0;
        let scrolled = list.places(&ids, 3, AREA);
        let step = ESTIMATE + GAP;
        assert_eq!(ends(&scrolled), (Some((0, AREA.top())), Some((3, AREA.top() + 3.0 * step))));
        assert_eq!(list.places(&ids, 3, AREA), scrolled, "it stays there");
        list.drift = -5000.0;
        assert_eq!(list.places(&ids, 3, AREA), [(3, AREA.top())]);
    }

    #[test]
    fn of_ten_thousand_notes_only_those_that_show_are_laid_out() {
        let shown = laid(10_000, 5000, &[]);
        assert!(shown.len() < 10 && shown.iter().any(|(place, _)| *place == 5000), "{shown:?}");
    }
}
