//! The built program, run on a library of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A folder that goes away with it, holding a library and a home of its own.
pub struct Sandbox {
    folder: TempDir,
}

/// What a run printed.
pub struct Printed {
    /// The exit status.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Sandbox {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, not yet run: it sees nothing of the person who runs the tests.
    pub fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sorot"));
        command.env("SOROT_LIBRARY", self.path("library")).env("HOME", self.path("home")).stdin(Stdio::null());
        for name in
            ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "SOROT_FRAME_LOG", "RUST_LOG", "RUST_BACKTRACE"]
        {
            command.env_remove(name);
        }
        command
    }

    /// Runs a subcommand to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Printed {
        let output = self.program().args(arguments).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("panicked"), "{err}");
        Printed { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err }
    }

    /// Runs a subcommand that must succeed.
    pub fn done<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> String {
        let printed = self.run(arguments);
        assert_eq!(printed.code, Some(0), "{}", printed.err);
        printed.out
    }

    /// Runs a subcommand that must succeed and print one JSON value.
    pub fn json<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Value {
        serde_json::from_str(&self.done(arguments)).unwrap()
    }

    /// The id of the article that came from the file called `name`.
    pub fn id_of(&self, name: &str) -> String {
        let list = self.json(["list", "--json"]);
        let row = list.as_array().unwrap().iter().find(|row| row["file"].as_str().unwrap().ends_with(name));
        row.unwrap_or_else(|| panic!("{name} is not in {list}"))["id"].as_str().unwrap().to_owned()
    }
}

/// The lines of an output that has one JSON value a line.
pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The folder of stories that the tests bring.
pub fn stories() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stories")
}

/// A process that ends with this value, whatever happens to the test.
pub struct Running(pub Child);

impl Running {
    /// Waits for the end, at most `limit`; `None` where it still runs.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return Some(status);
            }
            if Instant::now() >= deadline {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
