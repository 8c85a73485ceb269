//! `sorot merge`: another person's library is taken in, and stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::program::{Sandbox, stories};

/// The bytes of every file of a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_library_a_backup_and_an_older_format_are_merged_and_none_of_them_is_changed() {
    let (ani, budi) = (Sandbox::new(), Sandbox::new());
    for sandbox in [&ani, &budi] {
        sandbox.done(["import", &stories().to_string_lossy()]);
    }
    let id = budi.id_of("mercusuar.txt");
    budi.done(["annotate", &id, "--quote", "mercusuar di ujung timur", "--author", "budi", "--note", "periksa"]);
    let backup = budi.path("cadangan.db");
    budi.done(["backup", "--to", &backup.to_string_lossy()]);
    let before = files(&budi.path("library"));

    let library = budi.path("library").to_string_lossy().into_owned();
    let printed = ani.json(["merge", &library, "--json"]);
    assert_eq!(printed["marks"]["new"], 1, "{printed}");
    assert_eq!(printed["stories"]["new"], 0, "{printed}");
    assert_eq!(files(&budi.path("library")), before, "nothing of the other library is changed, nor anything put there");
    let mark = &ani.json(["annotations", "--json"])[0];
    assert_eq!((&mark["author"], &mark["note"]), (&json!("budi"), &json!("periksa")));
    assert_eq!(ani.json(["merge", &backup.to_string_lossy(), "--json"])["marks"]["new"], 0);

    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/libraries/format-2.db.zst");
    let old = ani.path("lama");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("sorot.db"), zstd::decode_all(fs::read(packed).unwrap().as_slice()).unwrap()).unwrap();
    let before = files(&old);
    let printed = ani.done(["merge", &old.to_string_lossy()]);
    assert!(printed.contains("2 new"), "{printed}");
    assert_eq!(files(&old), before);
    assert_eq!(ani.json(["annotations", "--json"]).as_array().unwrap().len(), 3);
    assert!(ani.done(["check"]).contains("no problems found"));
    assert_eq!(ani.done(["undo"]).trim(), "undid merge");
    assert_eq!(ani.json(["annotations", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn what_is_no_library_is_named_in_one_line_and_nothing_is_made() {
    let sandbox = Sandbox::new();
    for (name, content) in [("kosong.db", ""), ("teks.db", "ini bukan pustaka"), ("tidak-ada", "")] {
        let path = sandbox.path(name);
        if name != "tidak-ada" {
            fs::write(&path, content).unwrap();
        }
        let printed = sandbox.run(["merge", &path.to_string_lossy()]);
        assert_eq!(printed.code, Some(1), "{name}");
        assert!(printed.err.lines().count() == 1 && printed.err.contains(name), "{name}: {}", printed.err);
    }
    assert!(!sandbox.path("library").exists());
    sandbox.done(["list"]);
    let own = sandbox.path("library").to_string_lossy().into_owned();
    assert!(sandbox.run(["merge", &own]).err.contains("this library itself"));
}

#[test]
fn two_people_are_compared_after_a_merge_and_their_differences_settled_by_undoable_verdicts() {
    let (ani, budi) = (Sandbox::new(), Sandbox::new());
    let mark = |sandbox: &Sandbox, author: &str, quote: &str, color: &str| {
        let id = sandbox.id_of("mercusuar.txt");
        sandbox.done(["annotate", &id, "--quote", quote, "--color", color, "--author", author]);
    };
    for (sandbox, author) in [(&ani, "ani"), (&budi, "budi")] {
        sandbox.done(["import", &stories().to_string_lossy()]);
        mark(sandbox, author, "mercusuar di ujung timur", "1");
    }
    mark(&budi, "budi", "di ujung", "2");
    ani.done(["merge", &budi.path("library").to_string_lossy()]);

    let between = ["--between", "ani", "budi"];
    let found = |more: &[&str]| ani.json(["agreement", "--json"].iter().chain(&between).chain(more));
    let first = found(&[]);
    assert_eq!(
        (&first["articles"], &first["unit"], &first["agreed_not_final"]),
        (&json!(1), &json!("word"), &json!(1))
    );
    assert_eq!((&first["colors"][0]["kappa"], &first["colors"][0]["f1_exact"]), (&json!(1.0), &json!(1.0)));
    assert_eq!((&first["colors"][1]["f1_exact"], &first["colors"][1]["words"]["b"]), (&json!(0.0), &json!(2)));
    let difference = &first["differences"][0];
    assert_eq!((&difference["kind"], &difference["quote"]), (&json!("only-b"), &json!("di ujung")));
    assert_eq!(difference["taken"], json!(null));
    let table = ani.done(["agreement"]);
    assert!(
        table.lines().any(|line| line.split_whitespace().take(6).eq(["colour", "1", "1", "1", "1", "1.000"])),
        "{table}"
    );

    let id = difference["b"][0]["id"].as_str().unwrap().to_owned();
    ani.done(["adjudicate", &id, "--take", "b", "--between", "ani", "budi"]);
    ani.done(["adjudicate", "--agreed", "--between", "ani", "budi"]);
    let finals = || ani.json(["annotations", "--json", "--author", "final"]).as_array().unwrap().len();
    assert_eq!((&found(&[])["differences"][0]["taken"], finals()), (&json!("b"), 2));
    // Whoever takes that library in has the verdict and the final layer too.
    budi.done(["merge", &ani.path("library").to_string_lossy()]);
    let there = budi.json(["agreement", "--json", "--between", "ani", "budi"]);
    assert_eq!((&there["differences"][0]["taken"], &there["agreed_not_final"]), (&json!("b"), &json!(0)));
    ani.done(["undo", "2"]);
    assert_eq!((&found(&[])["differences"][0]["taken"], finals()), (&json!(null), 0));

    for (wrong, says) in
        [(vec!["agreement", "--between", "ani", "citra"], "citra"), (vec!["adjudicate", &id], "--take")]
    {
        let printed = ani.run(&wrong);
        assert!(printed.code != Some(0) && printed.err.contains(says), "{wrong:?}: {}", printed.err);
    }
}

#[test]
fn the_history_says_what_a_merge_brought_and_whose_mark_a_settlement_took() {
    let (ani, budi) = (Sandbox::new(), Sandbox::new());
    let mark = |sandbox: &Sandbox, author: &str, quote: &str| {
        let id = sandbox.id_of("mercusuar.txt");
        sandbox.json(["annotate", &id, "--quote", quote, "--author", author])["id"].as_str().unwrap().to_owned()
    };
    for sandbox in [&ani, &budi] {
        sandbox.done(["import", &stories().to_string_lossy()]);
    }
    mark(&ani, "ani", "mercusuar di ujung");
    let theirs = mark(&budi, "budi", "ujung timur");
    budi.done(["file", &budi.id_of("mercusuar.txt"), "--star"]);
    budi.done(["rule", "reject", "--text", "ujung timur", "--scope", "library"]);
    ani.done(["merge", &budi.path("library").to_string_lossy()]);
    let brought = json!({"brought": {"articles": 0, "marks": 1, "rulings": 1, "filings": 1, "wishes": 0}});
    let newest = |form: &[&str]| {
        let told = ani.json(["history", "--json", "--limit", "1"].iter().chain(form));
        (told[0]["kind"].clone(), told[0]["decided"].clone())
    };
    let line = |form: &[&str]| ani.done(["history", "--limit", "1"].iter().chain(form));
    assert_eq!(newest(&["--steps"]), (json!("merge"), brought));
    let said = line(&["--steps"]);
    assert!(said.trim_end().ends_with("articles 0, marks 1, rulings 1, filings 1, wanted 0"), "{said}");

    ani.done(["adjudicate", &theirs, "--take", "b", "--between", "ani", "budi"]);
    for form in [&[][..], &["--steps"]] {
        assert_eq!(newest(form), (json!("settle-difference"), json!({"settled": ["two", "budi"]})));
        let said = line(form);
        assert!(said.trim_end().ends_with("took budi") && said.contains("ujung"), "{said}");
    }
    ani.done(["adjudicate", &theirs, "--take", "neither", "--between", "ani", "budi"]);
    assert_eq!(newest(&[]).1, json!({"settled": ["neither", null]}));
    assert!(line(&[]).trim_end().ends_with("took neither"));
}

#[test]
fn marks_written_one_a_line_are_merged_into_another_library_with_their_ids_and_once() {
    let (ani, budi) = (Sandbox::new(), Sandbox::new());
    for sandbox in [&ani, &budi] {
        sandbox.done(["import", &stories().to_string_lossy()]);
    }
    let id = budi.id_of("mercusuar.txt");
    let tag = ["--tag", "laut", "--color", "3", "--author", "budi", "--note", "periksa"];
    budi.done(["annotate", &id, "--quote", "mercusuar di ujung timur"].iter().chain(&tag));
    let file = budi.path("sorotan.jsonl").to_string_lossy().into_owned();
    budi.done(["export", "--format", "jsonl", "--out", &file]);
    assert_eq!(ani.json(["merge", &file, "--json"])["marks"]["new"], 1);
    let of = |sandbox: &Sandbox| {
        let mut mark = sandbox.json(["annotations", "--json"])[0].clone();
        mark.as_object_mut().unwrap().remove("article");
        mark
    };
    assert_eq!(of(&ani), of(&budi), "nothing of it is lost");
    assert_eq!(
        ani.json(["merge", &file, "--json"])["marks"],
        json!({"new":0,"changed":0,"same":1,"left":0,"doubtful":0})
    );

    let broken = format!("{}bukan json\n", fs::read_to_string(&file).unwrap());
    fs::write(&file, broken).unwrap();
    let printed = ani.run(["merge", &file]);
    assert_eq!(printed.code, Some(1));
    assert!(printed.err.starts_with("sorot: line 2: ") && printed.err.lines().count() == 1, "{}", printed.err);
    ani.done(["undo"]);
    assert_eq!(ani.json(["annotations", "--json"]), json!([]));
}
