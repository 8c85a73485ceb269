//! The real window, drawn by the software renderer, on the display at hand or on one of its own (Xvfb).
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Running, Sandbox, stories};

/// Set to anything, it makes a missing display a failure.
const REQUIRED: &str = "SOROT_REQUIRE_WINDOW";

/// Long enough for a debug build and a software renderer on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn a_file_named_on_the_command_line_is_opened_painted_and_kept() {
    let Some(display) = Display::find() else {
        assert!(std::env::var_os(REQUIRED).is_none(), "no display, and no Xvfb to make one");
        // Straight to the terminal: the test runner keeps what a passing test prints.
        let _ =
            writeln!(std::io::stderr(), "\nSKIPPED: the window was not tested: no display, and no Xvfb to make one");
        return;
    };
    let sandbox = Sandbox::new();
    let log = sandbox.path("frames.jsonl");
    let mut command = sandbox.program();
    display.give_to(&mut command);
    command.arg(stories().join("mercusuar.txt")).env("SOROT_FRAME_LOG", &log);
    command.stdout(Stdio::null()).stderr(Stdio::from(fs::File::create(sandbox.path("stderr")).unwrap()));
    let mut program = Running(command.spawn().unwrap());

    let painted = wait(&mut program, || lines_of(&log).iter().any(|line| line["milestone"] == "article-painted"));
    // Other processes may read the library while the window is open.
    let opened = painted && wait(&mut program, || row(&sandbox).is_some_and(|row| row["progress"].is_number()));
    drop(program);

    let said = fs::read_to_string(sandbox.path("stderr")).unwrap();
    assert!(painted, "no article was painted: {said}\n{}", fs::read_to_string(&log).unwrap_or_default());
    assert!(!said.contains("panicked"), "{said}");
    // It was ended without warning, and still nothing is lost.
    let row = row(&sandbox).expect("the story is not in the library");
    assert!(opened, "the story was not opened: {row}");
    sandbox.done(["check"]);
    let lines = lines_of(&log);
    let milestones: Vec<(&str, f64)> =
        lines.iter().filter_map(|line| Some((line["milestone"].as_str()?, line["ms"].as_f64()?))).collect();
    let names: Vec<&str> = milestones.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["process-start", "first-frame", "article-painted"]);
    assert!(milestones.is_sorted_by(|(_, a), (_, b)| a <= b), "{milestones:?}");
    let frames: Vec<f64> = lines.iter().filter_map(|line| line["cpu_ms"].as_f64()).collect();
    assert!(!frames.is_empty() && frames.iter().all(|ms| *ms >= 0.0), "{frames:?}");
}

/// The story's line in the library's list.
fn row(sandbox: &Sandbox) -> Option<Value> {
    let list = sandbox.json(["list", "--json"]);
    list.as_array().unwrap().iter().find(|row| row["file"].as_str().unwrap().ends_with("mercusuar.txt")).cloned()
}

/// Waits until it is so; false where the program ended or patience did.
fn wait(program: &mut Running, so: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if so() {
            return true;
        }
        if program.wait(Duration::from_millis(100)).is_some() {
            return false;
        }
    }
    false
}

/// The log's whole lines; the last one may be half written.
fn lines_of(log: &Path) -> Vec<Value> {
    let text = fs::read_to_string(log).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Where a window can be opened.
enum Display {
    /// The one of the person who runs the tests.
    AtHand,
    /// One of its own, off the screen: its name, and the server.
    Own(String, #[expect(dead_code, reason = "held for as long as the window needs it")] Running),
}

impl Display {
    fn find() -> Option<Self> {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("DISPLAY") || set("WAYLAND_DISPLAY") {
            return Some(Self::AtHand);
        }
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
        let mut server = Running(xvfb.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?);
        let mut number = String::new();
        BufReader::new(server.0.stdout.take()?).read_line(&mut number).ok()?;
        let number: u32 = number.trim().parse().ok()?;
        Some(Self::Own(format!(":{number}"), server))
    }

    fn give_to(&self, command: &mut Command) {
        command.env("LIBGL_ALWAYS_SOFTWARE", "1");
        if let Self::Own(name, _) = self {
            command.env("DISPLAY", name).env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        }
    }
}
