//! A disk that takes no more: what was acknowledged is there, the rest says why it is not, and the library is whole.
//!
//! The disk is full for the program alone: the system lets none of its files grow beyond a limit (`ulimit -f`).
//! `SOROT_FULL_ROUNDS=100 cargo test --locked --test all full_disk` goes on for longer.
#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::program::{Printed, Sandbox, stories};

/// Rounds in a run of all tests.
const ROUNDS: u64 = 8;

fn rounds() -> u64 {
    std::env::var("SOROT_FULL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// Runs a subcommand, none of whose files may grow beyond so many kilobytes; writes `input` to it.
fn run_full(sandbox: &Sandbox, kilobytes: u64, arguments: &[&str], input: &str) -> Printed {
    let given = sandbox.path("input");
    fs::write(&given, input).unwrap();
    let mut command = Command::new("bash");
    // A signal for such a write would end the program: it is to get an error instead, as from a full disk.
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\""), "bash"]);
    command.arg(sandbox.program().get_program()).args(arguments);
    for (name, value) in sandbox.program().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let output = command.stdin(fs::File::open(given).unwrap()).stderr(Stdio::piped()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked"), "{err}");
    Printed { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err }
}

fn check(sandbox: &Sandbox, when: &str) {
    let printed = sandbox.run(["check"]);
    assert_eq!(printed.code, Some(0), "{when}: {}{}", printed.out, printed.err);
}

/// The ids of the marks in the library.
fn marks(sandbox: &Sandbox) -> Vec<String> {
    let list = sandbox.json(["annotations", "--json"]);
    list.as_array().unwrap().iter().map(|mark| mark["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn on_a_full_disk_nothing_acknowledged_is_lost_and_the_rest_says_why() {
    let mut refused = 0;
    for round in 0..rounds() {
        let sandbox = Sandbox::new();
        sandbox.done(["import", &stories().to_string_lossy()]);
        let article = sandbox.id_of("mercusuar.txt");
        let body = sandbox.json(["show", &article, "--json"])["body"].as_str().unwrap().to_owned();
        let quote = body.split_whitespace().next().unwrap();
        let mut wishes = String::new();
        for number in 0..120 {
            let note = format!("{number} {}", "kata ".repeat(200));
            writeln!(wishes, "{}", json!({ "id": article, "quote": quote, "note": note })).unwrap();
        }
        // The database is larger than the limit from the start, and its log reaches it sooner or later.
        let printed = run_full(&sandbox, 40 + 53 * round, &["annotate", "--batch"], &wishes);
        let answers: Vec<Value> = printed.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let kept: Vec<&str> = answers.iter().filter_map(|answer| answer["id"].as_str()).collect();
        let failed = answers.iter().filter(|answer| answer["id"].is_null()).count();
        refused += failed;
        if failed > 0 || printed.code != Some(0) {
            let said = format!("{}{}", printed.out, printed.err);
            assert!(said.contains("disk") || said.contains("full") || said.contains("I/O"), "round {round}: {said}");
        }
        check(&sandbox, &format!("round {round}"));
        let held = marks(&sandbox);
        assert!(kept.iter().all(|id| held.contains(&(*id).to_owned())), "round {round}: an acknowledged mark is gone");
        // With room again it goes on.
        sandbox.done(["annotate", &article, "--quote", quote]);
    }
    assert!(refused > 0, "the disk was never full");
}

#[test]
fn an_import_onto_a_full_disk_leaves_a_whole_library() {
    for round in 0..rounds().div_ceil(2) {
        let sandbox = Sandbox::new();
        sandbox.done(["list"]);
        let stories = stories().to_string_lossy().into_owned();
        let printed = run_full(&sandbox, 30 + 97 * round, &["import", &stories], "");
        check(&sandbox, &format!("round {round}: {}", printed.err));
        sandbox.done(["import", &stories]);
        check(&sandbox, &format!("round {round}, with room again"));
    }
}

#[test]
fn a_library_that_may_not_be_written_is_read_and_says_so() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &stories().to_string_lossy()]);
    let article = sandbox.id_of("mercusuar.txt");
    let body = sandbox.json(["show", &article, "--json"])["body"].as_str().unwrap().to_owned();
    let word = body.split_whitespace().next().unwrap();
    sandbox.done(["annotate", &article, "--quote", word]);
    let folder = sandbox.path("library");
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let set = |mode: u32, dir: u32| {
        files.iter().filter(|file| file.is_file()).for_each(|file| {
            fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
        });
        fs::set_permissions(&folder, fs::Permissions::from_mode(dir)).unwrap();
    };
    set(0o444, 0o555);
    if fs::write(folder.join("probe"), b"").is_ok() {
        fs::remove_file(folder.join("probe")).unwrap();
        set(0o644, 0o755);
        println!("skipped: this user may write everywhere, so that nothing is read-only for it");
        return;
    }
    let listed = sandbox.run(["annotations", "--json"]);
    let written = sandbox.run(["annotate", &article, "--quote", word]);
    set(0o644, 0o755);
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    assert_eq!(written.code, Some(1));
    assert!(written.err.contains("read"), "{}", written.err);
    assert_eq!(marks(&sandbox).len(), 1);
}
