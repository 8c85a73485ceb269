//! How long the window takes to show the story read last, beside a bare eframe window on the same machine:
//! `cargo bench --bench startup`. Needs a display.
#![allow(clippy::expect_used, reason = "a measurement that cannot go on stops where it stands")]

use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Pairs of runs; the two programs take turns, so that a busy machine slows both.
const RUNS: usize = 15;
/// The argument that makes this program the bare window.
const BARE: &str = "--bare-window";
/// Sorot's release build does in this time what is measured, on any machine that can show a window.
const PATIENCE: Duration = Duration::from_secs(30);
/// A story of everyday length.
const STORY: &str = "2024-06-20-traktat-kemitraan.txt";

fn main() -> ExitCode {
    let start = Instant::now();
    if std::env::args().any(|argument| argument == BARE) {
        return bare_window(start);
    }
    let folder = tempfile::tempdir().expect("a folder for the library");
    let sorot = |log: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sorot"));
        command.env("SOROT_LIBRARY", folder.path().join("library")).env("XDG_CONFIG_HOME", folder.path());
        command.env("SOROT_FRAME_LOG", log);
        command
    };
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(STORY);
    let imported = sorot(&folder.path().join("none")).arg("import").arg(story).stdout(Stdio::null()).status();
    assert!(imported.expect("Sorot runs").success(), "the story was not taken in");
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let log = folder.path().join(format!("bare-{run}"));
        let this = std::env::current_exe().expect("this program has a path");
        bare.push(milestone(Command::new(this).arg(BARE).env("SOROT_FRAME_LOG", &log), &log, "first-frame"));
        let log = folder.path().join(format!("sorot-{run}"));
        whole.push(milestone(&mut sorot(&log), &log, "article-painted"));
    }
    let (bare, whole) = (median(&mut bare), median(&mut whole));
    println!(
        "a bare window's first frame: {bare:.0} ms; Sorot with the story painted: {whole:.0} ms; ratio {:.2} (medians of {RUNS} runs)",
        whole / bare
    );
    ExitCode::SUCCESS
}

/// A window with one label, which notes its first frame as Sorot does.
fn bare_window(start: Instant) -> ExitCode {
    let log = std::env::var_os("SOROT_FRAME_LOG").expect("a file for the milestone");
    let mut noted = false;
    let viewport = egui::ViewportBuilder::default().with_inner_size([1240.0, 820.0]);
    let options =
        eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..eframe::NativeOptions::default() };
    let ran = eframe::run_ui_native("bare", options, move |ui, _| {
        ui.label("bare");
        if !std::mem::replace(&mut noted, true) {
            let line = serde_json::json!({"milestone": "first-frame", "ms": start.elapsed().as_secs_f64() * 1000.0});
            std::fs::write(&log, format!("{line}\n")).expect("the milestone is written");
        }
    });
    if ran.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the program until its log has this milestone, and ends it: milliseconds since its start.
fn milestone(command: &mut Command, log: &Path, name: &str) -> f64 {
    let child = command.stderr(Stdio::inherit()).spawn().expect("the program starts");
    let mut child = Ended(child);
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let text = std::fs::read_to_string(log).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let found = lines.into_iter().find(|line| line.get("milestone").is_some_and(|found| found == name));
        if let Some(ms) = found.and_then(|line| line.get("ms")?.as_f64()) {
            return ms;
        }
        let ended = child.0.try_wait().expect("the program can be asked");
        assert!(ended.is_none(), "the program ended early: {ended:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no {name} within {PATIENCE:?}");
}

/// A process that is ended with this value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
