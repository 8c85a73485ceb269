//! Opening the window: with one renderer, else the other, else one sentence that says what to do.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, bail};
use eframe::{NativeOptions, Renderer};
use egui::{Context, ViewportBuilder};

use crate::app::{App, Setup, load_settings, places};
use crate::entity::Engine;
use crate::jobs::{Backups, Jobs, Neighbours, SharedEngine};
use crate::library::{Environment, Library};

use super::Window;
use super::frame_log::FrameLog;

/// What the window is opened with.
#[derive(Debug)]
pub struct Start {
    /// The library's folder; `None` for the platform's data folder.
    pub library: Option<PathBuf>,
    /// Files and folders to import at once.
    pub paths: Vec<PathBuf>,
    /// When the process began.
    pub process_start: Instant,
}

/// Opens the window and returns when it is closed. A failure is one sentence on standard error.
#[must_use]
pub fn run(start: Start) -> ExitCode {
    match open(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sorot: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The icon of the window: 256 by 256 pixels.
const ICON: &[u8] = include_bytes!("../../assets/icon/sorot-256.png");

fn open(start: Start) -> anyhow::Result<()> {
    if !has_display() {
        bail!(
            "no graphical display was found; start it in a desktop session, or use its subcommands (see `sorot help`)"
        );
    }
    let directory = match start.library {
        Some(directory) => directory,
        None => {
            places::library_dir().context("no home folder was found; name the library's folder with --library DIR")?
        }
    };
    let engine: SharedEngine = Arc::new(LazyLock::new(Engine::new));
    warm(&engine);
    let library = Library::open(&directory, Environment::system())
        .with_context(|| format!("the library in {} could not be opened", directory.display()))?;
    let settings_path = places::settings_file();
    let (settings, settings_problem) = settings_path.as_deref().map_or_else(Default::default, load_settings);
    let ctx = Context::default();
    let waker = ctx.clone();
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(move || waker.request_repaint());
    let _neighbours = heed_neighbours(&library, &wake);
    let setup = Setup {
        backups: keep_backups(&library, &wake),
        library,
        jobs: Jobs::new(wake),
        engine,
        settings,
        settings_path,
        settings_problem,
        system_locale: sys_locale::get_locale(),
        today,
    };
    show(&ctx, setup, start.paths, FrameLog::from_environment(start.process_start))
}

/// Whether there may be a display: elsewhere than on Linux and its kin there always is.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos"))))
        || ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].into_iter().any(named)
}

/// Builds the engine while the window is being opened.
fn warm(engine: &SharedEngine) {
    let engine = Arc::clone(engine);
    let started = std::thread::Builder::new().name("sorot-engine".to_owned()).spawn(move || {
        LazyLock::force(&engine);
    });
    if let Err(error) = started {
        tracing::warn!(%error, "the engine will be built when it is needed");
    }
}

/// Keeps backups of a library that can be written; without them the window goes on.
fn keep_backups(library: &Library, wake: &Arc<dyn Fn() + Send + Sync>) -> Option<Backups> {
    let folder = library.folder().filter(|_| !library.is_read_only())?;
    match Backups::keep(folder.to_owned(), Arc::clone(wake)) {
        Ok(backups) => Some(backups),
        Err(error) => {
            tracing::error!(%error, "no backups will be made");
            None
        }
    }
}

/// Wakes the window when another program writes into its library; without that it sees the change at its next frame.
fn heed_neighbours(library: &Library, wake: &Arc<dyn Fn() + Send + Sync>) -> Option<Neighbours> {
    let heed = Neighbours::heed(library.folder()?, Arc::clone(wake));
    heed.inspect_err(|error| tracing::warn!(%error, "what other programs write shows late")).ok()
}

/// What the window is made of, until a renderer takes it.
struct Contents {
    setup: Setup,
    paths: Vec<PathBuf>,
    log: FrameLog,
}

/// Tries one renderer, then the other, until one has drawn a frame.
fn show(ctx: &Context, setup: Setup, paths: Vec<PathBuf>, log: FrameLog) -> anyhow::Result<()> {
    let contents = Rc::new(RefCell::new(Some(Contents { setup, paths, log })));
    let mut reasons = Vec::new();
    for renderer in [Renderer::Glow, Renderer::Wgpu] {
        match attempt(renderer, ctx, &contents) {
            Ok(()) => return Ok(()),
            Err(reason) => {
                tracing::warn!(?renderer, reason, "the renderer could not start");
                reasons.push(reason);
            }
        }
        if STARTED.load(Ordering::Relaxed) || contents.borrow().is_none() {
            break;
        }
    }
    let reason = reasons.first().map_or("", String::as_str);
    if STARTED.load(Ordering::Relaxed) {
        bail!("the window had to close: {reason}");
    }
    bail!(
        "no window could be opened ({reason}); start it in a graphical session with working OpenGL or Vulkan drivers (on Debian and Ubuntu: apt-get install libgl1-mesa-dri libegl1 mesa-vulkan-drivers)"
    )
}

static STARTED: AtomicBool = AtomicBool::new(false);

/// Notes that the window has drawn: from here on a failure is no longer the renderer's.
pub(crate) fn started() {
    STARTED.store(true, Ordering::Relaxed);
}

/// Runs the window with one renderer. Drivers and window systems fail in many ways, panics among them; each is a reason here.
fn attempt(renderer: Renderer, ctx: &Context, contents: &Rc<RefCell<Option<Contents>>>) -> Result<(), String> {
    let contents = Rc::clone(contents);
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        let Contents { setup, paths, log } = contents.borrow_mut().take().ok_or("the window was opened before")?;
        let mut window = Window::new(&creation.egui_ctx, App::new(setup), log);
        window.import(paths);
        Ok(Box::new(window))
    });
    let reason = quiet_panics();
    let ran = panic::catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native_ext("sorot", options(renderer), Some(ctx.clone()), create)
    }));
    match ran {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(one_line(&error.to_string())),
        Err(_) => Err(one_line(&reason.lock().unwrap_or_else(PoisonError::into_inner))),
    }
}

/// Keeps the message of a panic instead of printing it with a trace; the caller says it in one sentence.
fn quiet_panics() -> Arc<Mutex<String>> {
    let reason = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&reason);
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let main = std::thread::current().name() == Some("main");
        if STARTED.load(Ordering::Relaxed) || !main {
            loud(info);
        }
        let said = info.payload_as_str().unwrap_or("unknown reason");
        said.clone_into(&mut kept.lock().unwrap_or_else(PoisonError::into_inner));
    }));
    reason
}

/// The text in one line, without the places in source code that some libraries put into their messages.
fn one_line(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if word.contains(".rs:") {
            // "os error at FILE.rs:1: what" is "os error: what".
            words.pop_if(|last| *last == "at");
            continue;
        }
        words.push(word);
    }
    words.join(" ")
}

fn options(renderer: Renderer) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_app_id("sorot")
        .with_title("Sorot")
        .with_inner_size([1240.0, 820.0])
        .with_min_inner_size([320.0, 320.0])
        .with_drag_and_drop(true);
    let viewport = match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    NativeOptions { viewport, renderer, ..NativeOptions::default() }
}

/// The day, where the person is.
fn today() -> jiff::civil::Date {
    jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_reason_names_no_source_file() {
        let said = "os error at /a/b/winit-0.30/src/x.rs:788: failed to\n open display";
        assert_eq!(one_line(said), "os error failed to open display");
    }
}
