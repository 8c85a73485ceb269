//! The story: header, paragraphs, references; names underlined, marks painted, text to select.
//!
//! The reader owns its selection (byte offsets of the body), because a label drops a selection whose end
//! scrolls away. Only what shows is laid out and drawn; a table keeps measured and estimated heights. When
//! a measured height replaces an estimate, what is on the screen stays where it is.

mod card;
mod caret;
mod column;
mod flow;
mod handles;
mod header;
mod keys;
mod lines;
mod marks;
mod menu;
mod names;
mod naming;
mod place;
mod pointer;
mod reference;
mod selecting;
mod stated;
mod tools;
mod underline;
mod verdict;

pub(super) use underline::Underline;

use egui::{Rect, ScrollArea, Ui};

use crate::app::{Command, Motion, OpenArticle, Selection};
use crate::library::AnnotationId;
use crate::text::Span;

use super::theme::tokens::space;
use super::view::View;

use card::Hover;
use caret::Caret;
use column::Column;
use flow::{Fit, Flow};
use handles::Handles;
use keys::Scroll;
use menu::Menu;
use names::Names;
use pointer::Gesture;
use tools::Tools;

/// The reader's own state: layout, scrolling, the gesture in progress. What it shows comes from the view.
#[derive(Default)]
pub struct Reader {
    flow: Flow,
    names: Names,
    hover: Hover,
    tools: Tools,
    gesture: Gesture,
    menu: Menu,
    caret: Caret,
    handles: Handles,
    goal: Option<Goal>,
    /// How far across the line the caret wishes to stand while it goes up and down, in points.
    wish: Option<f32>,
    /// Distance in points from the top of the story to the top of the view.
    offset: f32,
    /// What is added to the offset in the next frame, because heights above the view were corrected.
    correction: f32,
    /// Where the marks begin that show, in screen coordinates.
    levels: Vec<(AnnotationId, f32)>,
    /// Height of the view in the last frame, in points.
    height: f32,
    /// Whether the text of an article was drawn.
    painted: bool,
}

/// Where the reader is asked to go.
#[derive(Debug, Clone, Copy)]
struct Goal {
    /// Byte offset of the body.
    position: usize,
    at: GoalAt,
}

/// Where in the view a goal is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GoalAt {
    /// At the top.
    Top,
    /// At a third of its height, where it does not show already.
    View,
    /// Just inside the nearer edge, where it does not show already.
    Near,
}

/// What the story's frame found, for what floats above it.
#[derive(Debug, Default)]
struct Seen {
    /// The body's bytes that show.
    span: Option<Span>,
    /// The mention under the pointer, or the one that has the focus, and its row, in screen coordinates.
    hovered: Option<(usize, Rect)>,
    /// Whether that one has the focus.
    focused: bool,
    /// The mention that was clicked, and where, if by the pointer.
    clicked: Option<(usize, Option<egui::Pos2>)>,
    /// The row of the mention that is walked.
    walked: Option<(usize, Rect)>,
    /// The row at the end of the selection or of the chosen mark.
    tools: Option<Rect>,
}

impl Reader {
    /// Asks for a byte offset of the body to be shown, at the top of the view or just in it.
    pub fn scroll_to(&mut self, position: usize, at_top: bool) {
        self.goal = Some(Goal { position, at: if at_top { GoalAt::Top } else { GoalAt::View } });
    }

    /// Asks for a move of the caret.
    pub fn move_caret_by(&mut self, motion: Motion) {
        self.caret.asked = Some(motion);
    }

    /// Closes the topmost thing that only the reader knows of. True where there was one.
    pub fn let_go(&mut self) -> bool {
        self.hover.dismiss()
    }

    /// The mention whose card is out because it is pointed at.
    pub fn pointed(&self) -> Option<usize> {
        self.hover.pointed()
    }

    /// The heights on the screen where marks begin that show, in reading order.
    pub fn levels(&self) -> &[(AnnotationId, f32)] {
        &self.levels
    }

    /// Whether the text of an article has been drawn.
    pub fn has_painted(&self) -> bool {
        self.painted
    }

    /// Draws the open article into `ui` and sends what the person does with it. True where an article is open.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> bool {
        let Some(open) = view.app.reading().article.as_ref() else { return false };
        let column = Column::fit(ui.available_rect_before_wrap(), view.app.settings().text_size, ui.pixels_per_point());
        self.fit(open, &column, view.app.reading().position);
        self.height = ui.available_height();
        let mut area = ScrollArea::vertical().id_salt("story").auto_shrink(false).animated(false);
        if let Some(offset) = self.wanted_offset(ui, view, open, &column) {
            area = area.vertical_scroll_offset(offset);
        }
        let output = area.show_viewport(ui, |ui, viewport| self.story(ui, view, open, &column, viewport));
        self.offset = output.state.clamped_offset().y;
        self.report_place(view, open, output.inner.span);
        self.float(ui, view, open, &output.inner);
        self.painted |= output.inner.span.is_some();
        true
    }

    fn fit(&mut self, open: &OpenArticle, column: &Column, position: usize) {
        if !self.names.are_of(open.mentions()) {
            self.names = Names::of(open.mentions());
            // What is pointed at is known by its number among them.
            self.hover = Hover::default();
            self.gesture.forget_name();
        }
        match self.flow.fit(open, column) {
            Fit::Same => {}
            Fit::Replaced => {
                self.hover = Hover::default();
                self.gesture = Gesture::default();
                self.menu = Menu::default();
                self.handles = Handles::default();
                self.correction = 0.0;
                self.goal.get_or_insert(Goal { position, at: GoalAt::Top });
            }
            Fit::Reshaped => {
                self.correction = 0.0;
                self.goal.get_or_insert(Goal { position, at: GoalAt::Top });
            }
        }
    }

    /// The scroll offset that a goal, a key or a correction asks for.
    fn wanted_offset(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, column: &Column) -> Option<f32> {
        self.move_caret(ui, view, open, column);
        let correction = std::mem::take(&mut self.correction);
        let mut offset = self.offset + correction;
        if let Some(goal) = self.goal.take() {
            offset = self.offset_for(ui, open, column, goal);
        } else if view.app.overlay().is_none()
            && let Some(scroll) = keys::scroll(ui.ctx())
        {
            offset = match scroll {
                Scroll::Lines(lines) => offset + lines * column.line_height(),
                Scroll::Pages(pages) => offset + pages * self.height,
                Scroll::Start => 0.0,
                Scroll::End => self.flow.total(),
            };
        }
        let offset = offset.clamp(0.0, (self.flow.total() - self.height).max(0.0));
        ((offset - self.offset).abs() > 0.01).then_some(offset)
    }

    /// Tells the application what shows, when that changed.
    fn report_place(&self, view: &View<'_>, open: &OpenArticle, shown: Option<Span>) {
        let Some(shown) = shown.filter(|_| self.goal.is_none()) else { return };
        let length = open.body().len().max(1);
        let position = if self.offset < 1.0 { 0 } else { shown.start };
        let progress = (shown.end as f32 / length as f32).min(1.0);
        let reading = view.app.reading();
        if reading.position != position || reading.end != shown.end || progress > reading.progress {
            view.send(Command::Reading { position, end: shown.end, progress });
        }
    }

    fn float(&mut self, ui: &Ui, view: &View<'_>, open: &OpenArticle, seen: &Seen) {
        // What lies above the window is not lain over by a card of the text beneath.
        if view.app.overlay().is_some() {
            self.hover = Hover::default();
            return;
        }
        let busy = self.gesture.is_running() || self.handles.dragged.is_some();
        let menu = egui::Popup::is_any_open(ui.ctx());
        // While the tools of a selection or a mark are out, a card would lie over them.
        let wanted = self.tools.are_wanted(ui, view, open);
        let tools = seen.tools.filter(|_| wanted);
        if tools.is_some() {
            self.hover.dismiss();
        }
        // With the pen the pointer is there to mark the next words, which a card would lie over.
        let free = !busy && !menu && tools.is_none() && (!view.app.pen() || seen.focused);
        self.hover.point(ui.ctx(), seen.hovered.filter(|_| free), seen.focused);
        let walked = seen.walked.filter(|_| !busy && tools.is_none() && view.app.reading().selected().is_none());
        self.hover.show(ui, view, open, walked);
        // What the menu offers holds all that the tools do; under another press they would take it.
        if let Some(line) = tools.filter(|_| !busy && !self.gesture.may_widen() && !self.menu.is_open(ui)) {
            self.tools.show(ui, view, open, line);
        }
    }
}

/// The row where the tools stand: the last one of the chosen mark, or the one at the moving end of the selection.
fn tools_offset(selection: Option<Selection>, chosen: Option<Span>) -> Option<usize> {
    chosen
        .map(|span| span.end)
        .or(selection.filter(|selection| !selection.span().is_empty()).map(|selection| selection.head))
}

/// Air under the last paragraph.
const BOTTOM: f32 = 3.0 * space::XXL;
