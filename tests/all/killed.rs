//! The program killed at any moment: what it acknowledged is there, and the library is whole.
//!
//! `SOROT_KILL_ROUNDS=1000 cargo test --locked --test all killed` goes on for longer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Running, Sandbox, json_lines, stories};

/// Rounds in a run of all tests.
const ROUNDS: u64 = 15;

fn rounds() -> u64 {
    std::env::var("SOROT_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A session that is killed `after` so long; what it printed until then.
fn killed(mut child: Child, after: Duration) -> String {
    let mut out = child.stdout.take().unwrap();
    let mut running = Running(child);
    let reader = std::thread::spawn(move || {
        let mut printed = Vec::new();
        out.read_to_end(&mut printed).unwrap();
        printed
    });
    running.wait(after);
    drop(running);
    // A line that broke off acknowledges nothing.
    let printed = String::from_utf8_lossy(&reader.join().unwrap()).into_owned();
    printed.rfind('\n').map_or_else(String::new, |end| printed[..=end].to_owned())
}

/// Marks as the library has them: note by id.
fn marks(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let list = sandbox.json(["annotations", "--json"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|mark| (text(&mark["id"]), text(&mark["note"]))).collect()
}

fn is_whole(sandbox: &Sandbox, when: &str) {
    let printed = sandbox.run(["check"]);
    assert_eq!(printed.code, Some(0), "{when}: {}{}", printed.out, printed.err);
}

#[test]
fn killed_at_any_moment_it_keeps_what_it_acknowledged() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &stories().to_string_lossy()]);
    let article = sandbox.id_of("mercusuar.txt");
    let mut dice = Dice(7);
    for round in 0..rounds() {
        match round % 5 {
            0 => marking(&sandbox, &article, round, &mut dice),
            1 => importing(&sandbox, round, &mut dice),
            2 => undoing(&sandbox, &mut dice),
            3 => merging(&sandbox, round, &mut dice),
            _ => backing_up(&sandbox, &mut dice),
        }
        is_whole(&sandbox, &format!("round {round}"));
    }
}

fn marking(sandbox: &Sandbox, article: &str, round: u64, dice: &mut Dice) {
    let before = marks(sandbox);
    let mut session = sandbox.program();
    let session = session.args(["annotate", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = session.stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let wishes: String = (0..2000)
        .map(|number| {
            let note = format!("catatan {round}/{number}");
            json!({ "id": article, "quote": "mercusuar di ujung timur", "color": number % 8 + 1, "note": note })
                .to_string()
                + "\n"
        })
        .collect();
    let writer = std::thread::spawn(move || {
        // The reader may be killed before it has read all.
        let _ = input.write_all(wishes.as_bytes());
    });
    let printed = killed(child, Duration::from_millis(30 + dice.below(400)));
    writer.join().unwrap();
    let after = marks(sandbox);
    for (id, note) in &before {
        assert_eq!(after.get(id), Some(note), "an older mark is gone");
    }
    for mark in json_lines(&printed) {
        let id = mark["id"].as_str().unwrap_or_else(|| panic!("{mark}"));
        assert_eq!(after.get(id).map(String::as_str), mark["note"].as_str(), "an acknowledged mark is gone");
    }
}

fn importing(sandbox: &Sandbox, round: u64, dice: &mut Dice) {
    let folder = sandbox.path(&format!("berita-{round}"));
    fs::create_dir_all(&folder).unwrap();
    for number in 0..120 {
        let text = format!(
            "Kabar {number} dari Putaran {round}\nMALANG. Warga {number} menyaksikan mercusuar ke-{round} menyala lagi.\n"
        );
        fs::write(folder.join(format!("{number}.txt")), text).unwrap();
    }
    let mut session = sandbox.program();
    let session = session.args(["import", "--json"]).arg(&folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let printed = killed(session.spawn().unwrap(), Duration::from_millis(30 + dice.below(900)));
    let acknowledged = json_lines(&printed);
    let list = sandbox.json(["list", "--json"]);
    let held: Vec<&str> = list.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    for line in &acknowledged {
        assert_eq!(line["outcome"], "new", "{line}");
        assert!(held.contains(&line["id"].as_str().unwrap()), "an acknowledged story is gone: {line}");
    }
    // Once more, to its end: what was taken in is known, and the rest is new.
    let rest = json_lines(&sandbox.done(["import", "--json", &folder.to_string_lossy()]));
    let same = rest.iter().filter(|line| line["outcome"] == "same").count();
    assert!(rest.len() == 120 && same >= acknowledged.len(), "{same} of {} are known", acknowledged.len());
}

fn undoing(sandbox: &Sandbox, dice: &mut Dice) {
    let steps = (1 + dice.below(60)).to_string();
    let mut session = sandbox.program();
    let session = session.args(["undo", &steps]).stdout(Stdio::piped()).stderr(Stdio::null());
    killed(session.spawn().unwrap(), Duration::from_millis(5 + dice.below(200)));
    is_whole(sandbox, "after undo");
    // Whatever was taken back can be done again.
    let undone = sandbox.json(["history", "--json", "--limit", "100000"]);
    let undone = undone.as_array().unwrap().iter().take_while(|entry| entry["kind"] == "undo").count();
    if undone > 0 {
        let redone = sandbox.done(["redo", &undone.to_string()]);
        assert_eq!(redone.lines().count(), undone);
    }
}

/// A merge that is killed leaves a whole library, in which doing it again brings all that the other one holds, once.
fn merging(sandbox: &Sandbox, round: u64, dice: &mut Dice) {
    let other = Sandbox::new();
    let folder = other.path("berita");
    fs::create_dir_all(&folder).unwrap();
    for number in 0..300 {
        let text = format!("Kabar {number} dari Seberang {round}\nAMBON. Warga {number} menyambut kapal ke-{round}.\n");
        fs::write(folder.join(format!("{number}.txt")), text).unwrap();
    }
    other.done(["import", &folder.to_string_lossy(), &stories().to_string_lossy()]);
    let story = other.id_of("mercusuar.txt");
    let mut session = other.program();
    let session = session.args(["annotate", "--batch", "--author", "budi"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = session.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    for number in 0..100 {
        let wish = json!({ "id": story, "quote": "mercusuar di ujung timur", "note": format!("{round} {number}") });
        writeln!(input, "{wish}").unwrap();
    }
    drop(input);
    assert!(child.wait().unwrap().success());

    let before = marks(sandbox);
    let held = sandbox.json(["list", "--json"]).as_array().unwrap().len();
    let place = other.path("library").to_string_lossy().into_owned();
    let mut session = sandbox.program();
    let session = session.args(["merge", &place]).stdout(Stdio::piped()).stderr(Stdio::null());
    killed(session.spawn().unwrap(), Duration::from_millis(10 + dice.below(400)));
    is_whole(sandbox, "after a merge that was killed");
    sandbox.done(["merge", &place]);
    let after = marks(sandbox);
    assert!(before.iter().all(|(id, note)| after.get(id) == Some(note)), "a mark of one's own is gone");
    assert!(marks(&other).iter().all(|(id, note)| after.get(id) == Some(note)), "a mark of the other one is missing");
    assert_eq!(after.len(), before.len() + 100);
    assert_eq!(sandbox.json(["list", "--json"]).as_array().unwrap().len(), held + 300);
    sandbox.done(["undo"]);
    assert_eq!(marks(sandbox), before, "one undo takes back what was cut off and done again");
    sandbox.done(["redo"]);
    let again = sandbox.json(["merge", &place, "--json"]);
    assert_eq!((&again["stories"]["new"], &again["marks"]["new"]), (&json!(0), &json!(0)), "{again}");
}

fn backing_up(sandbox: &Sandbox, dice: &mut Dice) {
    let before = marks(sandbox);
    let mut session = sandbox.program();
    let session = session.arg("backup").stdout(Stdio::piped()).stderr(Stdio::null());
    killed(session.spawn().unwrap(), Duration::from_millis(5 + dice.below(150)));
    // Whatever bears the name of a backup is one, and can be put in place at any moment too.
    let known = sandbox.json(["backups", "--json"]);
    if let Some(backup) = known.as_array().unwrap().first() {
        let file = backup["file"].as_str().unwrap().to_owned();
        let mut session = sandbox.program();
        let session = session.args(["restore", &file]).stdout(Stdio::piped()).stderr(Stdio::null());
        killed(session.spawn().unwrap(), Duration::from_millis(5 + dice.below(150)));
        let after = marks(sandbox);
        assert!(after.len() <= before.len() && after.iter().all(|(id, note)| before.get(id) == Some(note)));
    }
}

#[test]
fn a_session_that_is_not_killed_acknowledges_every_line() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &stories().to_string_lossy()]);
    let article = sandbox.id_of("mercusuar.txt");
    let mut session = sandbox.program();
    let session = session.args(["annotate", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = Running(session.spawn().unwrap());
    let mut input = running.0.stdin.take().unwrap();
    let mut answers = BufReader::new(running.0.stdout.take().unwrap()).lines();
    for number in 0..20 {
        writeln!(
            input,
            "{}",
            json!({ "id": article, "quote": "mercusuar di ujung timur", "note": number.to_string() })
        )
        .unwrap();
        // The answer comes before the next line is written: it waits for nothing but the disk.
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["note"], number.to_string());
    }
    drop(input);
    assert!(running.wait(Duration::from_secs(20)).unwrap().success());
    assert_eq!(marks(&sandbox).len(), 20);
}
