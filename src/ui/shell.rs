//! The frame around the story: bar on top, library left, panel right, status line below.

use egui::{Area, CentralPanel, Frame, Id, Margin, Order, Panel, Rect, Sense, Ui, Vec2};

use crate::app::{Action, Column, Command, Overlay};

use super::theme::tokens::space;
use super::view::View;
use super::{
    agreement, backups, colors, compare, doubts, find_bar, help, imports, library_list, marks_list, merge_report,
    notices, palette, panel, pen_tag, rating, rulings, status_bar, steps, tags_list, top_bar, walk, wanted_list,
    welcome,
};

/// What the shell itself remembers between frames.
#[derive(Debug, Default)]
pub struct ShellState {
    pub(super) list: library_list::ListState,
    pub(super) notes: panel::NotesState,
    pub(super) palette: palette::PaletteState,
    pub(super) colors: colors::ColorNames,
    pub(super) rating: rating::RatingState,
    pub(super) tags: tags_list::TagsState,
    pub(super) pen_tag: pen_tag::PenTagState,
    pub(super) rulings: rulings::RulingsState,
    pub(super) marks: marks_list::MarksState,
    pub(super) wanted: wanted_list::WantedState,
    pub(super) imports: imports::ImportsState,
    pub(super) agreement: agreement::AgreementState,
    pub(super) find: find_bar::FindState,
    pub(super) compare: compare::CompareState,
    pub(super) merge: walk::Walk,
    pub(super) doubts: walk::Walk,
    pub(super) steps: walk::Walk,
    /// Which column lies over the text in a narrow window.
    over: Option<Column>,
    /// Whether the window was narrow in the last frame.
    narrow: bool,
}

impl ShellState {
    /// Puts the cursor into the search field when it is next drawn.
    pub fn focus_search(&mut self) {
        self.list.wants_focus = true;
    }

    /// In a narrow window, lays a column over the text or takes it away; false in a wide one.
    pub fn toggle_over(&mut self, column: Column) -> bool {
        if self.narrow {
            self.over = if self.over == Some(column) { None } else { Some(column) };
        }
        self.narrow
    }

    /// In a narrow window, lays a column over the text; false in a wide one.
    pub fn show_over(&mut self, column: Column) -> bool {
        if self.narrow {
            self.over = Some(column);
        }
        self.narrow
    }

    /// Takes away the column over the text. True where there was one.
    pub fn close_over(&mut self) -> bool {
        self.over.take().is_some()
    }
}

/// Below this width the side columns lie over the text.
const NARROW: f32 = 900.0;
/// Below this width only the text stays, with a bar of the most needed things.
pub(super) const SLIM: f32 = 500.0;

/// Draws the window: `reader` draws the story and says whether there is one.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ShellState,
    reader: &mut dyn FnMut(&mut Ui, &View<'_>) -> bool,
) {
    let width = ui.available_width();
    let bar = Frame::new().fill(view.theme.surface).inner_margin(Margin::symmetric(8, 5));
    Panel::top("top-bar").frame(bar).show(ui, |ui| top_bar::show(ui, view, width));
    let line = Frame::new().fill(view.theme.surface).inner_margin(Margin::symmetric(12, 3));
    if width >= SLIM {
        Panel::bottom("status-bar").frame(line).show(ui, |ui| status_bar::show(ui, view));
    } else if view.app.pen() {
        // What each selection gets is seen in any window.
        Panel::bottom("pen-bar").frame(line).show(ui, |ui| ui.horizontal(|ui| status_bar::pen(ui, view)));
    }
    let narrow = width < NARROW;
    state.narrow = narrow;
    if !narrow {
        state.over = None;
        columns(ui, view, state);
    }
    find_bar::show(ui, view, &mut state.find);
    let story = CentralPanel::default().frame(Frame::new().fill(view.theme.paper)).show(ui, |ui| {
        if !reader(ui, view) {
            welcome::show(ui, view);
        }
        ui.min_rect()
    });
    if narrow {
        overlay(ui, view, state, story.inner.union(story.response.rect));
    }
    notices::show(ui, view);
    palette::show(ui, view, &mut state.palette);
    help::show(ui, view);
    backups::show(ui, view);
    steps::show(ui, view, &mut state.steps);
    marks_list::show(ui, view, &mut state.marks);
    wanted_list::show(ui, view, &mut state.wanted);
    imports::show(ui, view, &mut state.imports);
    agreement::show(ui, view, &mut state.agreement);
    compare::show(ui, view, &mut state.compare);
    merge_report::show(ui, view, &mut state.merge);
    doubts::show(ui, view, &mut state.doubts);
    rulings::show(ui, view, &mut state.rulings);
    colors::show(ui, view, &mut state.colors);
    rating::show(ui, view, &mut state.rating);
    tags_list::show(ui, view, &mut state.tags);
    pen_tag::show(ui, view, &mut state.pen_tag);
}

fn columns(ui: &mut Ui, view: &View<'_>, state: &mut ShellState) {
    let settings = view.app.settings();
    if settings.library_open {
        let shown = Panel::left("library")
            .default_size(settings.library_width)
            .size_range(200.0..=520.0)
            .resizable(true)
            .frame(column_frame(view))
            .show(ui, |ui| library_list::show(ui, view, &mut state.list));
        keep_width(ui, view, shown.response.rect.width(), settings.library_width, Command::LibraryWidth);
    }
    if settings.panel_open {
        let shown = Panel::right("panel")
            .default_size(settings.panel_width)
            .size_range(240.0..=600.0)
            .resizable(true)
            .frame(column_frame(view))
            .show(ui, |ui| panel::show(ui, view, &mut state.notes));
        keep_width(ui, view, shown.response.rect.width(), settings.panel_width, Command::PanelWidth);
    }
}

/// Keeps a width that the person dragged, once the pointer lets go.
fn keep_width(ui: &Ui, view: &View<'_>, width: f32, kept: f32, command: fn(f32) -> Command) {
    let released = ui.input(|input| input.pointer.any_released());
    if released && (width - kept).abs() > 1.0 {
        view.send(command(width));
    }
}

fn column_frame(view: &View<'_>) -> Frame {
    Frame::new().fill(view.theme.surface).inner_margin(Margin::symmetric(12, 8))
}

/// A column over the text; a click beside it closes it.
fn overlay(ui: &Ui, view: &View<'_>, state: &mut ShellState, story: Rect) {
    // It would lie above a layer that stands alone, and comes back behind it.
    let alone = view.app.overlay().is_some_and(Overlay::stands_alone);
    let Some(side) = state.over.filter(|_| !alone) else { return };
    let width = (story.width() - 40.0).clamp(200.0, 360.0);
    let left = match side {
        Column::Library => story.left(),
        Column::Panel => story.right() - width,
    };
    let rect = Rect::from_min_size(egui::pos2(left, story.top()), Vec2::new(width, story.height()));
    let backdrop =
        Area::new(Id::unique("column-backdrop")).order(Order::Middle).fixed_pos(story.min).show(ui.ctx(), |ui| {
            let (area, response) = ui.allocate_exact_size(story.size(), Sense::click());
            ui.painter().rect_filled(area, 0.0, view.theme.paper.gamma_multiply(0.7));
            response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, view.text("shell-close-column")));
            response.clicked()
        });
    Area::new(Id::unique("column-over")).order(Order::Foreground).fixed_pos(rect.min).show(ui.ctx(), |ui| {
        column_frame(view).shadow(ui.visuals().popup_shadow).show(ui, |ui| {
            ui.set_width(width - 2.0 * space::M);
            ui.set_height(rect.height() - 2.0 * space::S);
            match side {
                Column::Library => library_list::show(ui, view, &mut state.list),
                Column::Panel => panel::show(ui, view, &mut state.notes),
            }
        });
    });
    if backdrop.inner {
        state.over = None;
    }
}

/// The two switches of the side columns.
pub(super) const COLUMNS: [Action; 2] = [Action::ToggleLibrary, Action::TogglePanel];
