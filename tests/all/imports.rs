//! Imports with their reports: what became of each file, trying again, going on.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Running, Sandbox, json_lines};

fn story(number: usize) -> String {
    format!("Kabar {number} dari Pelabuhan\nMALANG. Warga {number} menyaksikan kapal ke-{number} berlabuh pagi ini.\n")
}

/// The newest import.
fn newest(sandbox: &Sandbox) -> Value {
    sandbox.json(["imports", "--json"])[0].clone()
}

#[test]
fn a_report_names_what_failed_and_that_is_tried_again_alone() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("berita");
    fs::create_dir_all(folder.join("Laman_files")).unwrap();
    fs::write(folder.join("a.txt"), story(1)).unwrap();
    fs::write(folder.join("b.txt"), story(1)).unwrap();
    fs::write(folder.join("kosong.txt"), "").unwrap();
    fs::write(
        folder.join("Laman.html"),
        "<p>Harga beras turun di pasar Malang pada pekan ini, kata para pedagang.</p>",
    )
    .unwrap();
    fs::write(folder.join("Laman_files/skrip.txt"), story(2)).unwrap();
    assert_eq!(sandbox.run(["import".as_ref(), folder.as_os_str()]).code, Some(1));

    let import = newest(&sandbox);
    assert_eq!(import["state"], "finished");
    assert_eq!([&import["new"], &import["same"], &import["failed"], &import["skipped"]], [2, 1, 1, 1]);
    let id = import["id"].as_str().unwrap();
    let failed = sandbox.json(["imports", id, "--outcome", "failed", "--json"]);
    assert_eq!(failed[0]["code"], "empty");
    assert!(failed[0]["file"].as_str().unwrap().ends_with("kosong.txt"));
    let printed = sandbox.done(["imports", id, "--outcome", "same"]);
    assert_eq!(printed.split('\t').next(), Some("same"), "{printed}");

    fs::write(folder.join("kosong.txt"), story(3)).unwrap();
    let again = json_lines(&sandbox.done(["import", "--retry", id, "--json"]));
    assert_eq!(again.len(), 1);
    assert_eq!(again[0]["outcome"], "new");
    sandbox.done(["undo"]);
    assert_eq!(newest(&sandbox)["state"], "taken back");
    assert!(sandbox.done(["check"]).contains("no problems found"));
}

#[test]
fn an_import_that_was_killed_goes_on_with_what_is_left_and_reports_each_file_once() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("berita");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..150 {
        fs::write(folder.join(format!("{number}.txt")), story(number)).unwrap();
    }
    let mut session = sandbox.program();
    let session = session.arg("import").arg(&folder).stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = Running(session.spawn().unwrap());
    running.wait(Duration::from_millis(250));
    drop(running);
    let held = sandbox.json(["list", "--json"]).as_array().unwrap().len();
    // Killed before it had begun, it has no report to go on with.
    let Some(id) = newest(&sandbox)["id"].as_str().map(str::to_owned) else { return };
    let reported = newest(&sandbox)["new"].as_u64().unwrap();
    assert_eq!(reported, held as u64, "the report is true at any moment");
    let rest = json_lines(&sandbox.done(["import", "--resume", &id, "--json"]));
    assert_eq!(rest.len(), 150 - held);
    assert!(rest.iter().all(|line| line["outcome"] == "new"));
    let import = newest(&sandbox);
    assert_eq!((&import["state"], &import["new"]), (&"finished".into(), &150.into()));
}

#[test]
fn a_story_that_comes_after_a_ruling_obeys_it() {
    let sandbox = Sandbox::new();
    sandbox.done(["rule", "reject", "--text", "Jokowi"]);
    let file = sandbox.path("kabar.txt");
    fs::write(&file, "Presiden Tiba di Malang\nMALANG. Jokowi meresmikan pasar. Jokowi lalu pulang.\n").unwrap();
    let file = file.to_str().unwrap();
    let lines = json_lines(&sandbox.done(["import", "--json", file]));
    let id = lines[0]["id"].as_str().unwrap();
    let shown = sandbox.json(["show", id, "--json"]).to_string();
    assert!(shown.contains(r#""text":"MALANG""#) && !shown.contains(r#""text":"Jokowi""#), "{shown}");
}

#[test]
fn a_wrong_id_of_an_import_is_named() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(["import", "--resume", "0123"]);
    assert_eq!(printed.code, Some(1));
    assert!(printed.err.contains("no import 0123"), "{}", printed.err);
}
