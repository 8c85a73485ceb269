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
