//! Without a display the program says so in one sentence.
#![cfg(target_os = "linux")]

use std::io::Read as _;
use std::process::Stdio;
use std::time::Duration;

use crate::program::{Running, Sandbox};

#[test]
fn without_a_display_one_sentence_says_what_to_do() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.program();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_RUNTIME_DIR"] {
        command.env_remove(name);
    }
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut program = Running(child);
    let status = program.wait(Duration::from_mins(1)).expect("it waits for a display");
    assert_eq!(status.code(), Some(1));
    let (mut out, mut err) = (String::new(), String::new());
    program.0.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    program.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(out, "");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.starts_with("sorot: ") && err.len() < 600, "{err}");
    for technical in ["panicked", "unwrap", ".rs:", "backtrace"] {
        assert!(!err.contains(technical), "{err}");
    }
    for said in ["display", "graphical", "layar"] {
        if err.to_lowercase().contains(said) {
            return;
        }
    }
    panic!("nothing says that a display is missing: {err}");
}
