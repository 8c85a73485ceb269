//! The window: takes in events, draws, hands what was asked for to the application.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::Frame;
use egui::{Context, Ui, ViewportCommand};

use crate::app::{Action, App, Column, Command, Effect, Verdict};

use super::dialogs::Dialogs;
use super::frame_log::FrameLog;
use super::reader::Reader;
use super::shell::{self, ShellState};
use super::theme::{self, Theme, fonts};
use super::view::View;
use super::{drop_zone, shortcuts};

/// The program's window.
pub struct Window {
    app: App,
    reader: Reader,
    shell: ShellState,
    dialogs: Dialogs,
    log: FrameLog,
    theme: Option<&'static Theme>,
    title: String,
    /// When the reading position last changed and is not yet kept.
    moved: Option<Instant>,
}

impl Window {
    /// How long the reading position rests before it is kept.
    const REST: Duration = Duration::from_millis(1500);

    /// The window over an application.
    pub(super) fn new(ctx: &Context, app: App, log: FrameLog) -> Self {
        fonts::install(ctx);
        Self {
            app,
            reader: Reader::default(),
            shell: ShellState::default(),
            dialogs: Dialogs::new(ctx.clone()),
            log,
            theme: None,
            title: String::new(),
            moved: None,
        }
    }

    /// The window over an application, writing no log: for tests and measurements.
    #[must_use]
    pub fn quiet(ctx: &Context, app: App) -> Self {
        Self::new(ctx, app, FrameLog::none())
    }

    /// The application, for tests that look at what commands did.
    #[must_use]
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Draws the window once and does what was asked for.
    pub fn draw(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let theme = self.dress(&ctx);
        self.perform(&ctx);
        let view = View::new(&self.app, theme);
        shortcuts::send(&ctx, &view);
        drop_zone::show(&ctx, &view);
        let reader = &mut self.reader;
        shell::show(ui, &view, &mut self.shell, &mut |ui: &mut Ui, view: &View<'_>| reader.show(ui, view));
        let commands = view.into_commands();
        // The panel is drawn before the text: where that moved, the notes follow in the next frame.
        if self.shell.notes.put_levels(self.reader.levels()) {
            ctx.request_repaint();
        }
        self.obey(&ctx, commands);
        self.name(&ctx);
    }

    /// Applies the theme where it changed.
    fn dress(&mut self, ctx: &Context) -> &'static Theme {
        let dark = ctx.system_theme() == Some(egui::Theme::Dark);
        let theme = theme::load(self.app.settings().theme, dark);
        if self.theme.is_none_or(|old| !std::ptr::eq(old, theme)) {
            theme.apply(ctx);
            self.theme = Some(theme);
        }
        theme
    }

    pub(super) fn obey(&mut self, ctx: &Context, commands: Vec<Command>) {
        if commands.is_empty() {
            return;
        }
        for command in commands {
            if command == Command::Act(Action::Escape) && self.let_go(ctx) {
                continue;
            }
            if matches!(command, Command::Reading { .. }) {
                self.moved = Some(Instant::now());
            }
            self.app.handle(self.on_pointed(command));
        }
        self.perform(ctx);
        ctx.request_repaint();
    }

    /// A ruling that names no mention is on the one whose card is out.
    fn on_pointed(&self, command: Command) -> Command {
        let Command::Act(action) = command else { return command };
        let ruling = self.reader.pointed().and_then(|mention| Verdict::on(mention, action));
        ruling.unwrap_or(Command::Act(action))
    }

    /// Closes the topmost thing that only the window knows of. True where there was one.
    fn let_go(&mut self, ctx: &Context) -> bool {
        if egui::Popup::is_any_open(ctx) {
            egui::Popup::close_all(ctx);
            return true;
        }
        self.app.overlay().is_none() && (self.shell.close_over() || self.reader.let_go())
    }

    /// Does what only the window can do.
    fn perform(&mut self, ctx: &Context) {
        for effect in self.app.take_effects() {
            let asks = matches!(
                effect,
                Effect::ChooseFiles
                    | Effect::ChooseFolder
                    | Effect::ChooseLibrary
                    | Effect::ChooseWatched
                    | Effect::ChooseBackup
                    | Effect::ChooseExport(..)
                    | Effect::ChooseTable(_)
            );
            if asks && !Dialogs::can_ask() {
                self.app.tell_no_dialog();
                continue;
            }
            match effect {
                Effect::ChooseFiles => self.dialogs.choose_files(),
                Effect::ChooseFolder => self.dialogs.choose_folder(),
                Effect::ChooseWatched => self.dialogs.choose_watched(),
                Effect::ChooseLibrary => self.dialogs.choose_library(),
                Effect::ChooseBackup => self.dialogs.choose_backup(),
                Effect::ChooseExport(what, suggestion) => self.dialogs.choose_export(what, &suggestion),
                Effect::ChooseTable(suggestion) => self.dialogs.choose_table(&suggestion),
                Effect::Copy(text) => ctx.copy_text(text),
                Effect::MoveCaret(motion) => self.reader.move_caret_by(motion),
                Effect::FocusSearch => self.shell.focus_search(),
                Effect::FocusFind => self.shell.find.wants_focus = true,
                Effect::ScrollTo { position, at_top } => self.reader.scroll_to(position, at_top),
                Effect::ToggleColumn(column) => {
                    if !self.shell.toggle_over(column) {
                        self.app.handle(Command::FoldColumn(column));
                    }
                }
                Effect::ShowColumn(column) => {
                    let settings = self.app.settings();
                    let open = match column {
                        Column::Library => settings.library_open,
                        Column::Panel => settings.panel_open,
                    };
                    if !self.shell.show_over(column) && !open {
                        self.app.handle(Command::FoldColumn(column));
                    }
                }
                Effect::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            }
        }
    }

    /// Gives the window the open article's title.
    fn name(&mut self, ctx: &Context) {
        let open = self.app.reading().article.as_ref();
        let title = open.map_or_else(|| "Sorot".to_owned(), |open| format!("{} – Sorot", open.stored.row.title));
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Takes in what happened outside: background work, dialogs, time.
    pub(super) fn take_in(&mut self, ctx: &Context) {
        if self.app.poll() {
            ctx.request_repaint();
        }
        if let Some(wait) = self.app.polls_again_in() {
            ctx.request_repaint_after(wait);
        }
        let commands = self.dialogs.poll();
        self.obey(ctx, commands);
        if let Some(moved) = self.moved {
            let rested = moved.elapsed();
            if rested >= Self::REST {
                self.moved = None;
                self.app.keep_position();
            } else {
                ctx.request_repaint_after(Self::REST.saturating_sub(rested));
            }
        }
    }

    /// Imports these files and folders.
    pub(super) fn import(&mut self, paths: Vec<PathBuf>) {
        self.app.handle(Command::Import(paths));
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        self.take_in(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        self.draw(ui);
        self.log.frame(frame.info().cpu_usage, self.reader.has_painted());
        super::started();
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.app.keep_position();
        self.app.finish_exports();
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.theme.map_or([0.0; 4], |theme| theme.paper.to_normalized_gamma_f32())
    }
}
