use std::fs;
use std::path::Path;

use serde_json::Value;

use super::*;

/// What a run of the program gave.
struct Run {
    status: u8,
    out: String,
    err: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }

    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A folder with a library and a few files.
struct Place {
    root: tempfile::TempDir,
}

const FIRST: &str = "Banjir surut di Demak, warga pulang\n\nDEMAK - Warga Desa Karanganyar pulang ke rumah pada Senin \
    (12/2/2024). Gubernur Jawa Tengah Nana Sudjana meninjau tanggul.\n\nBaca Juga: Tanggul Sungai Wulan diperbaiki\n\n\
    Warga meminta bantuan. Warga juga meminta obat.";
const SECOND: &str = "Tanggul Sungai Wulan diperbaiki\n\nDEMAK - Pekerja menutup tanggul yang jebol pada Selasa \
    (13/2/2024). Gubernur Jawa Tengah Nana Sudjana menunggu laporan.\n\nBaca Juga: Hujan lebat sampai akhir bulan";

impl Place {
    fn new() -> Self {
        let place = Self { root: tempfile::tempdir().unwrap() };
        place.write("berita/1.txt", FIRST);
        place.write("berita/2.txt", SECOND);
        place
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.root.path().join(name).to_string_lossy().into_owned()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_on("", arguments)
    }

    fn run_on(&self, input: &str, arguments: &[&str]) -> Run {
        let library = self.path("pustaka");
        let all = ["sorot", "--library", &library].into_iter().chain(arguments.iter().copied());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run_with(all, &mut input.as_bytes(), &mut out, &mut err);
        Run { status, out: text(out), err: text(err) }
    }

    /// Imports the folder and gives the ids of its two stories.
    fn import(&self) -> (String, String) {
        let run = self.run(&["import", "--json", &self.path("berita")]);
        assert_eq!(run.status, DONE, "{}", run.err);
        let id = |line: &Value| line["id"].as_str().unwrap().to_owned();
        let lines = run.lines();
        (id(&lines[0]), id(&lines[1]))
    }
}

#[test]
fn wrong_usage_ends_with_two_and_help_with_zero() {
    let place = Place::new();
    for wrong in [&["tidak-ada", "x", "list"][..], &["show"], &["annotate", "x"], &["undo", "0"], &["list", "--apa"]] {
        let run = place.run(wrong);
        assert_eq!((run.status, run.out.is_empty(), run.err.is_empty()), (USAGE, true, false), "{wrong:?}");
    }
    for color in ["0", "9", "merah"] {
        assert_eq!(place.run(&["annotate", "x", "--quote", "y", "--color", color]).status, USAGE);
    }
    let help = place.run(&["--help"]);
    assert!(help.status == DONE && help.out.contains("import") && help.err.is_empty());
}

#[test]
fn the_library_may_be_named_before_and_after_the_subcommand() {
    let place = Place::new();
    place.import();
    let library = place.path("pustaka");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run_with(["sorot", "list", "--library", &library], &mut &b""[..], &mut out, &mut err);
    assert_eq!((status, text(out).lines().count()), (DONE, 2), "{}", text(err));
}

#[test]
fn an_import_says_of_each_file_what_became_of_it() {
    let place = Place::new();
    place.write("berita/3.txt", "");
    place.write("berita/4.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    let run = place.run(&["import", "--json", &place.path("berita"), &place.path("tak-ada")]);
    let lines = run.lines();
    let outcomes: Vec<&str> = lines.iter().map(|line| line["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["new", "new", "failed", "failed", "failed"]);
    assert_eq!(lines[0]["file"], Value::from(place.path("berita/1.txt")));
    assert!(lines[2..].iter().all(|line| !line["reason"].as_str().unwrap().is_empty()));
    assert_eq!((run.status, run.err.as_str()), (FAILED, "sorot: 3 of 5 files could not be imported\n"));
    let again = place.run(&["import", &place.path("berita/1.txt")]);
    assert!(again.status == DONE && again.out.starts_with("same "), "{}", again.out);
    assert_eq!(place.run(&["list", "--json"]).json().as_array().unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_followed_is_named_in_its_place() {
    let place = Place::new();
    place.write("berita/3/isi.txt", SECOND.replace("Pekerja", "Tukang"));
    std::os::unix::fs::symlink(place.path("berita"), place.path("berita/2-balik")).unwrap();
    let lines = place.run(&["import", "--json", &place.path("berita")]).lines();
    let outcomes: Vec<&str> = lines.iter().map(|line| line["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["new", "failed", "new", "new"]);
}

#[test]
fn an_import_is_one_step_of_undo() {
    let place = Place::new();
    place.import();
    assert_eq!(place.run(&["undo"]).out.trim(), "undid import");
    assert_eq!(place.run(&["list", "--json"]).json(), Value::Array(Vec::new()));
    assert_eq!(place.run(&["redo"]).status, DONE);
    assert_eq!(place.run(&["list", "--json"]).json().as_array().unwrap().len(), 2);
    let run = place.run(&["undo", "9"]);
    assert_eq!((run.status, run.err.as_str()), (FAILED, "sorot: there is nothing more to undo\n"));
}

#[test]
fn a_list_and_an_article_are_shown_as_json_and_as_text() {
    let place = Place::new();
    let (first, second) = place.import();
    let list = place.run(&["list", "--json"]).json();
    let ids: Vec<&str> = list.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [second.as_str(), first.as_str()], "newest first");
    let shown = place.run(&["show", &first, "--json"]).json();
    assert_eq!(shown["title"], "Banjir surut di Demak, warga pulang");
    assert_eq!((&shown["published"], &shown["file"]), (&Value::from("2024-02-12"), &Value::from("1.txt")));
    let body: Vec<char> = shown["body"].as_str().unwrap().chars().collect();
    let mentions = shown["mentions"].as_array().unwrap();
    assert!(mentions.iter().any(|mention| mention["entity"] == "Nana Sudjana"), "{mentions:?}");
    for mention in mentions {
        let at = |name: &str| usize::try_from(mention[name].as_u64().unwrap()).unwrap();
        let words: String = body[at("start")..at("end")].iter().collect();
        assert_eq!(words, mention["text"].as_str().unwrap());
    }
    assert!(place.run(&["show", &first]).out.contains("Warga meminta bantuan."));
}

#[test]
fn a_part_of_an_id_will_do_where_it_fits_one_article() {
    let place = Place::new();
    let (first, _) = place.import();
    let end = &first[first.len() - 8..];
    assert_eq!(place.run(&["show", end, "--json"]).json()["id"], Value::from(first.as_str()));
    // Both were made within a moment, and ids begin with the time.
    let run = place.run(&["show", &first[..8]]);
    assert!(run.status == FAILED && run.err.contains("fits 2 articles"), "{}", run.err);
    for unknown in ["ffff-ffff", "x", "0190a0b0-0000-7000-8000-000000000000"] {
        assert_eq!(place.run(&["show", unknown]).status, FAILED);
    }
}

#[test]
fn related_shows_references_both_ways_and_similar_stories_with_reasons() {
    let place = Place::new();
    let (first, second) = place.import();
    let one = place.run(&["related", &first, "--json"]).json();
    assert_eq!(one["references"][0]["title"], "Tanggul Sungai Wulan diperbaiki");
    assert_eq!(
        (&one["references"][0]["state"], &one["references"][0]["article"]),
        (&"resolved".into(), &second.as_str().into())
    );
    assert_eq!(one["similar"][0]["article"], second.as_str());
    assert!(!one["similar"][0]["reasons"].as_array().unwrap().is_empty());
    let two = place.run(&["related", &second]).json();
    assert_eq!(two["references"][0]["state"], "missing");
    assert!(two["references"][0].get("article").is_none());
    assert_eq!(two["backlinks"][0]["article"], first.as_str());
    assert_eq!(place.run(&["wanted", "--json"]).json()[0]["title"], "Hujan lebat sampai akhir bulan");
}

#[test]
fn a_wanted_story_says_which_export_names_it() {
    let place = Place::new();
    place.write(
        "pocket.csv",
        "title,url,time_added,tags,status\nKapal Kedua,https://contoh.co.id/2,1718790000,laut,unread\n",
    );
    assert_eq!(place.run(&["import", &place.path("pocket.csv")]).status, DONE);
    assert_eq!(place.run(&["wanted", "--json"]).json()[0]["source"], "pocket.csv");
    assert_eq!(place.run(&["wanted"]).out, "   0  Kapal Kedua  https://contoh.co.id/2  (pocket.csv)\n");
}

#[test]
fn a_search_takes_any_text_and_an_entity_shows_where_it_is_named() {
    let place = Place::new();
    let (first, _) = place.import();
    assert_eq!(place.run(&["search", "obat", "--json"]).json()[0]["article"], first.as_str());
    for query in ["\"", "AND (", "*", "judul:x", "-"] {
        assert_eq!(place.run(&["search", "--", query]).status, DONE, "{query}");
    }
    let found = place.run(&["entity", "nana", "sudjana", "--json"]).json();
    assert_eq!((&found[0]["entity"], &found[0]["class"]), (&"Nana Sudjana".into(), &"person".into()));
    assert_eq!(found[0]["articles"].as_array().unwrap().len(), 2);
}

#[test]
fn marks_are_made_listed_and_taken_back() {
    let place = Place::new();
    let (first, _) = place.import();
    let run = place.run(&[
        "annotate",
        &first,
        "--quote",
        "Warga",
        "--occurrence",
        "3",
        "--color",
        "4",
        "--note",
        "é?",
        "--tag",
        "a",
        "--tag",
        "b",
        "--author",
        "Rina",
    ]);
    assert_eq!(run.status, DONE, "{}", run.err);
    let made = run.json();
    let body: Vec<char> = place.run(&["show", &first, "--json"]).json()["body"].as_str().unwrap().chars().collect();
    let at = |name: &str| usize::try_from(made[name].as_u64().unwrap()).unwrap();
    assert_eq!(body[at("start")..at("end") + 5].iter().collect::<String>(), "Warga juga");
    assert_eq!((&made["color"], &made["note"], &made["author"]), (&4.into(), &"é?".into(), &"Rina".into()));
    assert_eq!((&made["state"], &made["tags"]), (&"exact".into(), &serde_json::json!(["a", "b"])));
    assert_eq!(place.run(&["annotations", &first, "--json"]).json(), serde_json::json!([made]));
    let run = place.run(&["annotate", &first, "--quote", "tidak tertulis"]);
    assert!(run.status == FAILED && run.err.contains("does not stand"), "{}", run.err);
    assert_eq!(place.run(&["undo"]).status, DONE);
    assert_eq!(place.run(&["annotations", "--json"]).json(), Value::Array(Vec::new()));
    let history = place.run(&["history", "--json"]).json();
    let kinds: Vec<&str> = history.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["undo", "annotate", "import"]);
}

#[test]
fn a_mark_is_parted_cut_and_joined_and_one_undo_each() {
    let place = Place::new();
    let (id, _) = place.import();
    let body = place.run(&["show", &id, "--json"]).json()["body"].as_str().unwrap().to_owned();
    let words: Vec<&str> = body.split_whitespace().take(5).collect();
    let quote = words.join(" ");
    let made = place.run(&["annotate", &id, "--quote", &quote]).json();
    let mark = made["id"].as_str().unwrap();
    let quotes = || {
        let listed = place.run(&["annotations", &id, "--json"]).json();
        listed.as_array().unwrap().iter().map(|mark| mark["quote"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let parts = place.run(&["split", mark, "--before", words[3]]).json();
    assert_eq!(quotes().len(), 2);
    let second = parts[1]["id"].as_str().unwrap().to_owned();
    let joined = place.run(&["join", mark, &second]).json();
    assert_eq!((joined["id"].as_str().unwrap(), quotes().len()), (mark, 1));
    place.run(&["split", mark, "--without", words[2]]);
    assert_eq!(quotes().len(), 2);
    place.run(&["undo"]);
    assert_eq!(quotes().len(), 1);
    for wrong in [
        vec!["split", mark, "--before", words[0]],
        vec!["split", mark, "--without", "tidak ada di sini"],
        vec!["join", mark, mark],
    ] {
        assert_eq!(place.run(&wrong).status, FAILED, "{wrong:?}");
    }
}

#[test]
fn a_batch_answers_each_line_and_goes_on_after_a_bad_one() {
    let place = Place::new();
    let (first, second) = place.import();
    let input = format!(
        "{{\"id\":\"{first}\",\"quote\":\"bantuan\"}}\n\nbukan json\n{{\"id\":\"{second}\",\"quote\":\"Pekerja\",\
         \"tags\":[\"x\"],\"author\":\"Budi\"}}\n{{\"id\":\"{first}\",\"quote\":\"tidak tertulis\"}}\n"
    );
    let run = place.run_on(&input, &["annotate", "--batch", "--author", "Rina"]);
    let lines = run.lines();
    assert_eq!((run.status, lines.len()), (FAILED, 4));
    assert_eq!((&lines[0]["author"], &lines[2]["author"]), (&"Rina".into(), &"Budi".into()));
    assert_eq!((&lines[1]["line"], &lines[3]["line"]), (&3.into(), &5.into()));
    assert!(run.err.contains("line 3: ") && run.err.contains("line 5: "));
    assert_eq!(place.run(&["annotations", "--json"]).json().as_array().unwrap().len(), 2);
}

#[test]
fn notes_are_exported_to_a_file_and_to_standard_output() {
    let place = Place::new();
    let (first, second) = place.import();
    place.run(&["annotate", &first, "--quote", "bantuan", "--note", "Penting"]);
    place.run(&["annotate", &second, "--quote", "Pekerja"]);
    let out = place.path("catatan.md");
    let run = place.run(&["export", &first, "--format", "markdown", "--out", &out]);
    assert_eq!((run.status, run.out.as_str()), (DONE, ""), "{}", run.err);
    let text = fs::read_to_string(&out).unwrap();
    assert!(
        text.starts_with("# Banjir surut di Demak, warga pulang\n")
            && text.contains("> bantuan\n\n**Note:** Penting\n")
    );
    let all = place.run(&["export", "--format", "markdown", "--out", "-"]).out;
    assert!(all.contains("\n## Banjir surut") && all.contains("\n## Tanggul Sungai Wulan"), "{all}");
    let run = place.run(&["export", "--out", &place.path("tak/ada.md")]);
    assert!(run.status == FAILED && run.err.contains("the folder for it does not exist"), "{}", run.err);
    assert_eq!(place.run(&["export", "--format", "pdf", "--out", &out]).status, USAGE);
}

#[test]
fn a_library_is_checked_and_rebuilt() {
    let place = Place::new();
    let run = place.run(&["check"]);
    assert!(run.status == FAILED && run.err.contains("there is no library"), "{}", run.err);
    assert!(!Path::new(&place.path("pustaka")).exists());
    place.import();
    assert_eq!(place.run(&["check"]).out, "no problems found in 2 articles\n");
    assert_eq!(place.run(&["rebuild"]).out, "made the texts and names of 2 articles anew\n");
    assert_eq!(place.run(&["check"]).status, DONE);
    place.write("pustaka/sorot.db", "bukan pustaka sama sekali, hanya teks yang panjang".repeat(100));
    for command in ["check", "list"] {
        let run = place.run(&[command]);
        assert!(run.status == FAILED && run.err.contains("damaged"), "{}", run.err);
    }
}

/// Takes a few bytes, then has nobody to read them.
struct Broken(usize);

impl Write for Broken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_is_gone_ends_a_list_quietly_and_stops_no_import() {
    let place = Place::new();
    let library = place.path("pustaka");
    let berita = place.path("berita");
    for command in [&["import", "--json", &berita][..], &["list"], &["list", "--json"], &["history"]] {
        let all = ["sorot", "--library", &library].into_iter().chain(command.iter().copied());
        let mut err = Vec::new();
        let status = run_with(all, &mut &b""[..], &mut Broken(3), &mut err);
        assert_eq!((status, text(err).as_str()), (DONE, ""), "{command:?}");
    }
    assert_eq!(place.run(&["list", "--json"]).json().as_array().unwrap().len(), 2);
}

#[test]
fn a_hostile_title_cannot_steer_the_terminal() {
    let place = Place::new();
    place.write(
        "lain/jahat.txt",
        "Judul \u{1b}[31mmerah\u{202e} panjang sekali\n\nAMBON - Teks pertama.\n\nTeks kedua \u{9b}2J.",
    );
    assert_eq!(place.run(&["import", &place.path("lain")]).status, DONE);
    let id = place.run(&["list", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    for command in [&["list"][..], &["list", "--json"], &["show", &id], &["show", "--json", &id], &["history"]] {
        let run = place.run(command);
        assert!(!run.out.chars().any(|c| c != '\n' && crate::text::is_steering(c)), "{command:?}: {:?}", run.out);
    }
}

#[test]
fn rulings_come_as_json_lines_are_counted_and_revoked() {
    let place = Place::new();
    let (first, _) = place.import();
    let start = FIRST[..FIRST.find("Warga meminta").unwrap()].chars().count();
    let body = place.run(&["show", "--json", &first]).json()["body"].as_str().unwrap().to_owned();
    let start = body.chars().count().min(start);
    let at = body[..body.find("Warga meminta").unwrap()].chars().count();
    let lines = [
        r#"{"decision":"accept","to":"person","text":"Warga"}"#.to_owned(),
        format!(r#"{{"decision":"reject","article":"{first}","start":{at},"end":{}}}"#, at + 5),
        r#"{"decision":"accept","to":"makhluk","text":"Warga"}"#.to_owned(),
        format!(r#"{{"decision":"reject","article":"{first}","start":{start},"end":{}}}"#, start + 100_000),
        r#"{"decision":"merge","to":"X","text":"Warga"}"#.to_owned(),
    ];
    let run = place.run_on(&lines.join("\n"), &["rule", "--batch"]);
    assert_eq!((run.status, run.lines().len()), (FAILED, 5), "{}", run.err);
    assert!(
        run.err.contains("line 3: ") && run.err.contains("line 4: ") && run.err.contains("line 5: "),
        "{}",
        run.err
    );
    let kept = place.run(&["rulings", "--json"]).json();
    assert_eq!((kept.as_array().unwrap().len(), &kept[0]["mentions"], &kept[1]["mentions"]), (2, &3.into(), &1.into()));
    assert_eq!((&kept[1]["start"], &kept[1]["end"]), (&at.into(), &(at + 5).into()), "offsets come out as they go in");
    assert_eq!(place.run(&["rulings", "--json", "--wide"]).json().as_array().unwrap().len(), 1);
    assert_eq!(place.run(&["rulings", "--json", "--article", &first]).json()[0]["text"], "Warga");
    let entity = place.run(&["entity", "Warga"]).out;
    assert!(!entity.is_empty());
    let id = kept[0]["id"].as_str().unwrap();
    assert!(place.run(&["rule", "--revoke", id]).out.starts_with("revoked"));
    assert_eq!(place.run(&["rule", "--revoke", id]).status, FAILED);
    assert_eq!(place.run(&["rule"]).status, USAGE);
    assert_eq!(place.run(&["rulings"]).lines().len(), 1);
}

#[test]
fn the_tagger_learns_from_the_rulings_of_a_library_the_same_each_time() {
    let place = Place::new();
    let corpus = "Sari\tB-PER\ntiba\tO\ndi\tO\nDili\tB-LOC\n.\tO\n\n".repeat(20);
    place.write("gold/train.conll", corpus);
    let train = |out: &str| {
        let (file, out) = (place.path("gold/train.conll"), place.path(out));
        let common = ["train", "--train", &file, "--rounds", "2", "--members", "1", "--out", &out, "--with-rulings"];
        place.run(&[&common[..], &["--held-out", "2"]].concat())
    };
    let run = train("kosong.bin");
    assert!(run.status == FAILED && run.err.contains("there is no library"), "{}", run.err);
    for (number, day) in ["Senin", "Selasa"].into_iter().enumerate() {
        let story =
            format!("Pedagang naik harga pada {day}\n\nDEMAK - Pengurus Kopi Tubruk menolak harga pada {day} pagi.");
        place.write(&format!("kopi/{number}.txt"), story);
    }
    assert_eq!(place.run(&["import", &place.path("kopi")]).status, DONE);
    let run = train("kosong.bin");
    assert!(run.status == FAILED && run.err.contains("no rulings to learn from"), "{}", run.err);
    let accept = ["rule", "accept", "--text", "Kopi Tubruk", "--to", "organization"];
    assert_eq!(place.run(&accept).status, DONE);
    let run = train("satu.bin");
    assert_eq!(run.status, DONE, "{}", run.err);
    assert!(run.out.contains("held-out rulings, in 1 of 2 articles") && run.out.contains("1 names"), "{}", run.out);
    train("dua.bin");
    let read = |name: &str| fs::read(place.path(name)).unwrap();
    assert!(read("satu.bin") == read("dua.bin"), "the same library gives the same model");
    let names = String::from_utf8(read("satu.bin.names.tsv")).unwrap();
    assert_eq!(names, "organization\tKopi Tubruk\t\n");

    place.write("lain.txt", "Kemarin pagi kantor Kopi Tubruk dibuka.");
    let found = |more: &[&str]| place.run(&[&["entities", &place.path("lain.txt")], more].concat()).out;
    let own = found(&["--names", &place.path("satu.bin.names.tsv")]);
    assert!(own.contains(r#""class":"organization","entity":"Kopi Tubruk","by":"gazetteer""#), "{own}");
    assert!(!found(&[]).contains(r#""class":"organization","entity":"Kopi Tubruk""#));
}

#[test]
fn notes_link_to_stories_and_the_story_names_them() {
    let place = Place::new();
    let (first, second) = place.import();
    let note = format!("lihat [[article:{second}|Tanggul \\| lama]]");
    let run = place.run(&["annotate", &first, "--quote", "Warga meminta bantuan", "--note", &note]);
    let mark = run.json();
    assert_eq!(
        (mark["links"][0]["kind"].as_str(), mark["links"][0]["text"].as_str()),
        (Some("article"), Some("Tanggul | lama"))
    );
    let shown = place.run(&["show", &second, "--json"]).json();
    assert_eq!(shown["linking_notes"][0]["annotation"], mark["id"]);
    let linking = |to: &str| place.run(&["annotations", "--linking-to", to, "--json"]).json().as_array().unwrap().len();
    assert_eq!((linking(&second), linking(&first), linking("Nana Sudjana")), (1, 0, 0));
    assert_eq!(place.run(&["annotations", "--linking-to", "tidak ada", "--json"]).status, FAILED);
    let exported = place.run(&["export", &first]);
    assert!(exported.out.contains("lihat → Tanggul \\| lama"), "{}", exported.out);
}

#[test]
fn a_tag_is_renamed_into_another_everywhere_and_taken_back_as_one_step() {
    let place = Place::new();
    let (first, second) = place.import();
    let marked = ["annotate", &first, "--quote", "Warga meminta bantuan", "--tag", "banjr", "--tag", "banjir"];
    assert_eq!(place.run(&marked).status, DONE);
    assert_eq!(place.run(&["file", &second, "--tag", "banjr"]).status, DONE);
    let tags = || place.run(&["tags"]).out;
    assert_eq!(tags(), "2\tbanjr\n1\tbanjir\n");
    assert_eq!(place.run(&["tags", "rename", "banjr", "banjir"]).status, DONE);
    assert_eq!(tags(), "2\tbanjir\n", "on the mark the two are one");
    assert_eq!(place.run(&["undo"]).status, DONE);
    assert_eq!(tags(), "2\tbanjr\n1\tbanjir\n");
    assert_eq!(place.run(&["tags", "rename", "tidak ada", "x"]).status, FAILED);
}
