//! Libraries that released formats left behind, kept as they were: each opens for ever.

use std::fs;
use std::path::Path;

use crate::program::{Sandbox, json_lines};

/// Every format that a release had before this one, with what its program could keep.
const KEPT: [(&str, usize); 2] = [("format-1", 0), ("format-2", 1)];

#[test]
fn a_library_of_every_released_format_opens_whole_and_can_be_taken_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/libraries");
    for (name, rulings) in KEPT {
        let sandbox = Sandbox::new();
        let packed = fs::read(folder.join(format!("{name}.db.zst"))).unwrap();
        fs::create_dir_all(sandbox.path("library")).unwrap();
        fs::write(sandbox.path("library").join("sorot.db"), zstd::decode_all(packed.as_slice()).unwrap()).unwrap();

        assert!(sandbox.done(["check"]).contains("no problems found in 2 articles"), "{name}");
        assert!(sandbox.done(["backups"]).contains("format"), "{name}: it was backed up before it was changed");
        let marks = sandbox.json(["annotations", "--json"]);
        let quotes: Vec<&str> = marks.as_array().unwrap().iter().map(|mark| mark["quote"].as_str().unwrap()).collect();
        assert_eq!(quotes, ["kapal dari Timor Leste", "perjanjian pelayaran"], "{name}");
        assert_eq!(marks[1]["note"], "periksa tanggalnya");
        assert_eq!(marks[1]["tags"][0], "laut");
        let found = sandbox.json(["annotations", "--json", "--text", "tanggal", "--tag", "laut"]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{name}: its marks are found by their words");
        assert_eq!(json_lines(&sandbox.done(["rulings"])).len(), rulings, "{name}");
        let id = marks[0]["article"].as_str().unwrap().to_owned();
        let body = sandbox.json(["show", &id, "--json"])["body"].as_str().unwrap().to_owned();
        assert!(body.contains("membuka pelabuhan baru di Kupang"), "{name}");

        // What its program did is taken back by this one, and done again.
        let steps = sandbox.json(["history", "--steps", "--json"]).as_array().unwrap().len();
        let standing = steps - usize::from(rulings == 0);
        sandbox.done(["undo", &standing.to_string()]);
        assert_eq!(sandbox.json(["list", "--json"]).as_array().unwrap().len(), 0, "{name}");
        sandbox.done(["redo", &standing.to_string()]);
        assert_eq!(sandbox.json(["annotations", "--json"]), marks, "{name}");
        assert!(sandbox.done(["check"]).contains("no problems found"), "{name}");
    }
}
