//! A folder of everything that could do harm, imported as a person does it: each file has its line, nothing else is lost.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::damaged::whole_files;
use crate::program::{Running, Sandbox, json_lines};

/// What takes longer than this never ends.
const ENDLESS: Duration = Duration::from_mins(5);

fn story(place: &str) -> String {
    format!("Kabar dari {place}\n{place}. Warga {place} menyaksikan kapal pertama berlabuh di dermaga baru pagi ini.\n")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Archives within archives.
fn deep_zip() -> Vec<u8> {
    (0..8).fold(story("Dalam").into_bytes(), |inner, depth| {
        let name = if depth == 0 { "dalam.txt" } else { "dalam.zip" };
        zip(&[(name, &inner)])
    })
}

fn recursive_mhtml() -> String {
    let head =
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b0\"\r\n\r\n";
    let parts = (0..5000)
        .map(|depth| format!("--b{depth}\r\nContent-Type: multipart/related; boundary=\"b{}\"\r\n\r\n", depth + 1));
    std::iter::once(head.to_owned()).chain(parts).collect()
}

/// Each entity stands for ten of the one before.
fn entity_bomb(root: &str) -> String {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let entities: String = names
        .windows(2)
        .map(|two| ["<!ENTITY ", two[1], " \"", &["&", two[0], ";"].concat().repeat(10), "\">"].concat())
        .collect();
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY f0 SYSTEM \"file:///etc/hostname\">{entities}]>{root}"
    )
}

/// The folder, and the names of what must fail in it.
fn fill(folder: &Path) -> Vec<&'static str> {
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write("bersarang.html", format!("<html><body>{}<p>{}</p>", "<div>".repeat(1_000_000), story("Tirta")).as_bytes());
    write("bersarang.md", ["> ".repeat(200_000), story("Rawa")].concat().as_bytes());
    write("bersarang.json", "[".repeat(1_000_000).as_bytes());
    write("rekursif.mhtml", recursive_mhtml().as_bytes());
    write("bom.zip", &zip(&[("nol.txt", &vec![b'0'; 20 << 20]), ("tetangga.txt", story("Tetangga").as_bytes())]));
    write("dalam.zip", &deep_zip());
    write(
        "keluar.zip",
        &zip(&[("../../../lari.txt", story("Lari").as_bytes()), ("/mutlak.txt", story("Mutlak").as_bytes())]),
    );
    let item = "<rss version=\"2.0\"><channel><title>T</title><item><title>&j;&f0;</title><link>https://contoh.co.id/bom</link></item></channel></rss>";
    write("entitas.xml", entity_bomb(item).as_bytes());
    write(
        "entitas.html",
        entity_bomb(&format!("<html><body><p>&j;</p><p>{}</p></body></html>", story("Entitas"))).as_bytes(),
    );
    write("kosong.txt", b"");
    write("biner.dat", &[0, 159, 146, 150, 0, 1, 2, 3]);
    File::create(folder.join("besar.html")).unwrap().set_len(2 << 30).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("pipa.txt")).status().unwrap().success());
    std::os::unix::fs::symlink(folder, folder.join("putaran")).unwrap();
    std::os::unix::fs::symlink("tidak-ada", folder.join("putus.txt")).unwrap();
    for (place, name) in
        [&b"nama\nbaru\x1b[31m.txt"[..], b"latin\xe9\xff.txt", b"-rf", "kanan\u{202e}txt.html".as_bytes()]
            .iter()
            .enumerate()
    {
        fs::write(folder.join(OsStr::from_bytes(name)), story(&format!("Nama{place}"))).unwrap();
    }
    vec![
        "kosong.txt",
        "biner.dat",
        "besar.html",
        "pipa.txt",
        "putaran",
        "putus.txt",
        "rekursif.mhtml",
        "bersarang.json",
    ]
}

/// Runs an import that must end, and gives what it printed.
fn imported(sandbox: &Sandbox, folder: &Path) -> Vec<Value> {
    let (out, err) = (sandbox.path("keluaran"), sandbox.path("galat"));
    let mut command = sandbox.program();
    command.args([OsStr::new("import"), OsStr::new("--json"), folder.as_os_str()]);
    let child = command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap()).spawn().unwrap();
    let status = Running(child).wait(ENDLESS).expect("the import does not end");
    let said = fs::read_to_string(&err).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    json_lines(&fs::read_to_string(&out).unwrap())
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}

#[test]
fn each_file_of_a_hostile_folder_has_its_line_and_the_stories_are_there() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("berita");
    fs::create_dir(&folder).unwrap();
    let must_fail = fill(&folder);
    for (name, bytes) in whole_files() {
        for (part, end) in [("seperempat", bytes.len() / 4), ("hampir", bytes.len() - 1)] {
            fs::write(folder.join(format!("{part}-{name}")), &bytes[..end]).unwrap();
        }
    }
    let lines = imported(&sandbox, &folder);
    for line in lines.iter().filter(|line| text(line, "outcome") == "failed") {
        let reason = text(line, "reason");
        assert!(!reason.is_empty() && reason.len() < 400 && !reason.contains(char::is_control), "{line}");
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let own: Vec<&Value> =
            lines.iter().filter(|line| text(line, "file").contains(&format!("berita/{name}"))).collect();
        assert!(!own.is_empty(), "nothing is said of {name:?}");
        if must_fail.contains(&name.as_str()) {
            assert_eq!(own.iter().map(|line| text(line, "outcome")).collect::<Vec<_>>(), ["failed"], "{name}");
        }
    }
    let titles: Vec<&str> = lines.iter().map(|line| text(line, "title")).collect();
    for place in ["Tetangga", "Lari", "Mutlak", "Nama0", "Nama1", "Nama2", "Nama3"] {
        assert!(titles.contains(&format!("Kabar dari {place}").as_str()), "{place} is lost: {titles:?}");
    }
    assert!(!sandbox.path("lari.txt").exists() && !Path::new("/mutlak.txt").exists());
    assert!(sandbox.done(["check"]).contains("no problems found"));
    let reports = sandbox.json(["imports", "--json"]);
    let failed = lines.iter().filter(|line| text(line, "outcome") == "failed").count();
    assert_eq!(reports[0]["failed"], failed, "the report says what was printed");
}

fn words(words: &[&'static str]) -> Vec<&'static OsStr> {
    words.iter().copied().map(OsStr::new).collect()
}

#[test]
fn no_command_reads_a_device_without_end_or_waits_for_a_pipe() {
    let sandbox = Sandbox::new();
    let pipe = sandbox.path("pipa");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (pipe, text) = (pipe.as_os_str(), sandbox.path("teks.txt"));
    fs::write(&text, story("Dili")).unwrap();
    let (text, zero) = (text.as_os_str(), OsStr::new("/dev/zero"));
    let trials = [
        [words(&["entities"]), vec![zero]].concat(),
        [words(&["entities", "--rulings"]), vec![zero, text]].concat(),
        [words(&["entities", "--jsonl"]), vec![pipe]].concat(),
        [words(&["tag"]), vec![zero]].concat(),
        [words(&["extract"]), vec![pipe]].concat(),
        [words(&["merge"]), vec![pipe]].concat(),
        [words(&["export", "--out"]), vec![pipe]].concat(),
    ];
    for arguments in trials {
        let err = sandbox.path("galat");
        let mut command = sandbox.program();
        let child = command.args(&arguments).stderr(File::create(&err).unwrap()).spawn().unwrap();
        let status = Running(child).wait(ENDLESS).unwrap_or_else(|| panic!("{arguments:?} does not end"));
        let said = fs::read_to_string(&err).unwrap();
        assert!(!status.success() && (said.contains("not a plain file") || said.contains("a pipe")), "{said}");
    }
}
