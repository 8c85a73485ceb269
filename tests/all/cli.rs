//! The subcommands, driven as a script would.

use std::fs::{self, File};

use serde_json::Value;

use crate::program::{Sandbox, json_lines, stories};

const LIGHTHOUSE: &str = "Mercusuar Tua di Pulau Sempu Kembali Menyala";
const FISHERS: &str = "Nelayan Malang Selatan Menanti Aturan Laut Lepas";

#[test]
fn extract_takes_title_text_references_and_head_apart() {
    let sandbox = Sandbox::new();
    let out = sandbox.done(["extract", &story("mercusuar.txt"), &story("nelayan.html")]);
    let lines = json_lines(&out);
    assert_eq!(lines.len(), 2);
    let text = &lines[0];
    assert_eq!(text["title"], LIGHTHOUSE);
    assert_eq!(text["editor"], "Tim Uji");
    assert_eq!(text["source"], "Redaksi");
    assert_eq!(text["dateline"].as_str().unwrap().to_uppercase(), "MALANG");
    assert!(text["published"].as_str().unwrap().starts_with("2024-03-05T13:20"), "{}", text["published"]);
    assert_eq!(titles(&text["references"]), [FISHERS, "Seribu Lampion di Tepi Brantas"]);
    assert_eq!(text["references"][0]["paragraph"], 2);
    assert_eq!(text["paragraphs"].as_array().unwrap().len(), 4);
    let page = &lines[1];
    assert_eq!(page["title"], FISHERS);
    assert_eq!(page["url"], "https://warta-uji.example/2024/02/20/nelayan-menanti");
    assert!(page["published"].as_str().unwrap().starts_with("2024-02-20"));
    assert_eq!(titles(&page["references"]), [LIGHTHOUSE]);
    for line in &lines {
        for paragraph in line["paragraphs"].as_array().unwrap() {
            assert!(!paragraph.as_str().unwrap().to_lowercase().contains("baca juga"), "{paragraph}");
            assert!(!paragraph.as_str().unwrap().contains("Beranda"), "{paragraph}");
        }
    }
}

#[test]
fn extract_names_what_it_cannot_read_and_goes_on() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(["extract", &story("mercusuar.txt"), "/nowhere/at/all.txt", &story("nelayan.html")]);
    assert_eq!(printed.code, Some(1));
    assert_eq!(json_lines(&printed.out).iter().filter(|line| line["title"].is_string()).count(), 2);
    assert!(printed.err.contains("all.txt"), "{}", printed.err);
}

#[test]
fn entities_stand_where_they_say_in_code_points() {
    let sandbox = Sandbox::new();
    let path = story("mercusuar.txt");
    let text: Vec<char> = fs::read_to_string(&path).unwrap().chars().collect();
    let mentions = json_lines(&sandbox.done(["entities", &path]));
    for mention in &mentions {
        let (start, end) = (offset(&mention["start"]), offset(&mention["end"]));
        let slice: String = text[start..end].iter().collect();
        assert_eq!(mention["text"], slice);
        assert!(!mention["entity"].as_str().unwrap().is_empty());
        assert!(!mention["why"].as_str().unwrap().is_empty());
    }
    for (name, class) in [
        ("Joko Widodo", "person"),
        ("Malang", "place"),
        ("Perserikatan Bangsa-Bangsa", "organization"),
        ("Perjanjian Paris", "treaty"),
    ] {
        let found = mentions.iter().any(|mention| mention["text"] == name && mention["class"] == class);
        assert!(found, "{name} is no {class} in {mentions:?}");
    }
    let un: Vec<_> = mentions.iter().filter(|mention| mention["text"] == "PBB").collect();
    assert_eq!(un.len(), 2);
    assert_eq!(un[0]["entity"], un[1]["entity"]);
}

#[test]
fn an_imported_story_is_listed_shown_and_checked() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let list = sandbox.json(["list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["title"], LIGHTHOUSE);
    let shown = sandbox.json(["show", list[0]["id"].as_str().unwrap(), "--json"]);
    let body = shown["body"].as_str().unwrap();
    assert_eq!(body.lines().count(), 4);
    assert!(body.contains("“Café” kecil"));
    assert!(!body.contains("Seribu Lampion"));
    sandbox.done(["check"]);
}

#[test]
fn the_same_file_again_is_the_same_article() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let first = sandbox.id_of("mercusuar.txt");
    sandbox.done(["import", &story("mercusuar.txt")]);
    assert_eq!(sandbox.json(["list", "--json"]).as_array().unwrap().len(), 1);
    assert_eq!(sandbox.id_of("mercusuar.txt"), first);
}

#[test]
fn a_missing_story_links_in_both_directions_once_it_is_there() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let lighthouse = sandbox.id_of("mercusuar.txt");
    assert_eq!(states(&sandbox.json(["related", &lighthouse, "--json"])), ["missing", "missing"]);
    sandbox.done(["import", &story("nelayan.html")]);
    let fishers = sandbox.id_of("nelayan.html");
    let out = sandbox.json(["related", &lighthouse, "--json"]);
    assert_eq!(states(&out), ["resolved", "missing"]);
    assert_eq!(out["references"][0]["article"], fishers.as_str());
    let back = sandbox.json(["related", &fishers, "--json"]);
    assert_eq!(states(&back), ["resolved"]);
    assert!(back["backlinks"].to_string().contains(&lighthouse), "{back}");
    assert!(out["backlinks"].to_string().contains(&fishers), "{out}");
}

#[test]
fn a_title_that_two_stories_have_is_ambiguous() {
    let sandbox = Sandbox::new();
    let copy = sandbox.path("nelayan-lama.html");
    let other = fs::read_to_string(story("nelayan.html"))
        .unwrap()
        .replace("2024", "2021")
        .replace("Senin malam", "Kamis malam");
    fs::write(&copy, other).unwrap();
    sandbox.done(["import", &story("mercusuar.txt"), &story("nelayan.html"), copy.to_str().unwrap()]);
    let related = sandbox.json(["related", &sandbox.id_of("mercusuar.txt"), "--json"]);
    assert_eq!(states(&related), ["ambiguous", "missing"]);
}

#[test]
fn a_folder_gives_its_good_files_and_names_each_bad_one() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("folder");
    fs::create_dir_all(folder.join("deep/er")).unwrap();
    fs::copy(story("mercusuar.txt"), folder.join("mercusuar.txt")).unwrap();
    fs::copy(story("nelayan.html"), folder.join("deep/er/nelayan.html")).unwrap();
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("blank.txt"), " \n\t\n \n").unwrap();
    fs::write(folder.join("binary.txt"), noise()).unwrap();
    let huge = File::create(folder.join("huge.txt")).unwrap();
    huge.set_len(sorot::article::MAX_BYTES + 1).unwrap();
    let mut bad = vec!["empty.txt", "blank.txt", "binary.txt", "huge.txt"];
    bad.extend(unreadable(&folder));
    let printed = sandbox.run(["import", folder.to_str().unwrap(), "--json"]);
    assert_eq!(printed.code, Some(1), "{}", printed.err);
    let lines: Vec<&str> = printed.out.lines().chain(printed.err.lines()).collect();
    for name in bad {
        let line = lines
            .iter()
            .find(|line| line.contains(name))
            .unwrap_or_else(|| panic!("{name} is not named in {lines:#?}"));
        let reason = serde_json::from_str::<Value>(line).ok().and_then(|line| line["reason"].as_str().map(str::len));
        assert!(reason.is_some_and(|length| length > 5), "no reason in {line}");
    }
    let mut titles: Vec<_> = titles(&sandbox.json(["list", "--json"]));
    titles.sort();
    assert_eq!(titles, [LIGHTHOUSE, FISHERS]);
}

#[test]
fn a_text_in_another_encoding_is_read_as_it_was_written() {
    let sandbox = Sandbox::new();
    let text = fs::read_to_string(story("mercusuar.txt")).unwrap();
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (western, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!lost);
    fs::write(sandbox.path("utf16.txt"), utf16).unwrap();
    fs::write(sandbox.path("western.txt"), western).unwrap();
    for name in ["utf16.txt", "western.txt"] {
        sandbox.done(["import", sandbox.path(name).to_str().unwrap()]);
        let shown = sandbox.json(["show", &sandbox.id_of(name), "--json"]);
        assert!(shown["body"].as_str().unwrap().contains("“Café” kecil"), "{name}: {}", shown["body"]);
    }
}

#[test]
fn a_mark_is_exported_with_its_note_and_source() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let id = sandbox.id_of("mercusuar.txt");
    let note = "Tanyakan biayanya.";
    let mark = sandbox.json(["annotate", &id, "--quote", "“Café” kecil", "--color", "3", "--note", note]);
    assert_eq!(mark["state"], "exact");
    assert_eq!(mark["color"], 3);
    let body = sandbox.json(["show", &id, "--json"])["body"].as_str().unwrap().to_owned();
    let slice: String =
        body.chars().skip(offset(&mark["start"])).take(offset(&mark["end"]) - offset(&mark["start"])).collect();
    assert_eq!(slice, "“Café” kecil");
    let out = sandbox.path("notes.md");
    sandbox.done(["export", "--format", "markdown", "--out", out.to_str().unwrap()]);
    let markdown = fs::read_to_string(out).unwrap();
    for part in [LIGHTHOUSE, "Café", note] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
    sandbox.done(["check"]);
}

#[test]
fn wrong_usage_is_status_two() {
    let sandbox = Sandbox::new();
    for arguments in [&["import"][..], &["extract"], &["show"], &["list", "--no-such-flag"]] {
        assert_eq!(sandbox.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn an_unknown_article_is_said_and_fails() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(["show", "018f0000-0000-7000-8000-000000000000", "--json"]);
    assert_eq!(printed.code, Some(1));
    assert!(printed.err.contains("018f0000"), "{}", printed.err);
}

fn story(name: &str) -> String {
    stories().join(name).to_str().unwrap().to_owned()
}

fn offset(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn titles(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

fn states(related: &Value) -> Vec<String> {
    let references = related["references"].as_array().unwrap();
    references.iter().map(|reference| reference["state"].as_str().unwrap().to_owned()).collect()
}

/// Four kilobytes that are no text in any encoding: an ELF head, then every byte value, zero among them.
fn noise() -> Vec<u8> {
    let mut bytes = b"\x7fELF\x02\x01\x01\0".to_vec();
    bytes.extend((0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    bytes
}

/// Puts files that cannot be read into a folder, and names them.
#[cfg(unix)]
fn unreadable(folder: &std::path::Path) -> Vec<&'static str> {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    symlink("/nowhere/at/all", folder.join("dangling.txt")).unwrap();
    let locked = folder.join("locked.txt");
    fs::write(&locked, "Kunci.").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is locked to the superuser, who runs some build machines; the file then goes.
    if File::open(&locked).is_ok() {
        fs::remove_file(&locked).unwrap();
        return vec!["dangling.txt"];
    }
    vec!["dangling.txt", "locked.txt"]
}

#[cfg(not(unix))]
fn unreadable(_folder: &std::path::Path) -> Vec<&'static str> {
    Vec::new()
}

#[test]
fn an_article_is_filed_and_its_filing_is_listed_and_taken_back() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let id = sandbox.id_of("mercusuar.txt");
    let filing = sandbox.json(["file", &id, "--star", "--rating", "b2", "--tag", "#laut", "--collect", "Jawa Timur"]);
    assert_eq!((&filing["starred"], &filing["rating"]), (&Value::Bool(true), &Value::from("B2")));
    let listed = || sandbox.json(["list", "--json"])[0]["filing"].clone();
    assert_eq!(listed(), filing);
    let filing = sandbox.json(["file", &id, "--untag", "laut", "--star", "false", "--rating", "none"]);
    assert_eq!((&filing["rating"], &filing["tags"]), (&Value::Null, &serde_json::json!([])));
    sandbox.done(["undo"]);
    assert_eq!(listed()["tags"][0], "laut");
    let printed = sandbox.run(["file", &id, "--rating", "G7"]);
    assert_eq!(printed.code, Some(2));
    assert!(printed.err.contains("such as B2"), "{}", printed.err);
}

#[test]
fn annotations_are_filtered_by_words_colour_and_tag() {
    let sandbox = Sandbox::new();
    sandbox.done(["import", &story("mercusuar.txt")]);
    let id = sandbox.id_of("mercusuar.txt");
    let body = sandbox.json(["show", &id, "--json"])["body"].as_str().unwrap().to_owned();
    let words: Vec<&str> = body.split_whitespace().take(2).collect();
    sandbox.done(["annotate", &id, "--quote", words[0], "--note", "Periksa lagi", "--tag", "satu"]);
    sandbox.done(["annotate", &id, "--quote", words[1], "--color", "3"]);
    let count = |filter: &[&str]| {
        let arguments = [&["annotations", "--json"], filter].concat();
        sandbox.json(arguments).as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 2);
    for filter in [["--text", "periksa"], ["--tag", "satu"], ["--color", "3"]] {
        assert_eq!(count(&filter), 1, "{filter:?}");
    }
    assert_eq!(count(&["--noted"]), 1);
    assert_eq!(count(&["--author", "nobody"]), 0);
}

#[test]
fn a_changed_story_is_a_new_version_that_can_be_compared_and_undone() {
    let sandbox = Sandbox::new();
    let page = |extra: &str| {
        format!(
            "Senin, 3 Maret 2025 / 09:00 WIB\nhttps://contoh.co.id/kapal-tiba\nKapal Tiba di Dili\nSumber: Reuters | Editor: Sari Dewi\n\
             CONTOH.CO.ID - DILI. Kapal niaga dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan itu kepada wartawan.\n{extra}\n"
        )
    };
    fs::write(sandbox.path("a.txt"), page("Muatannya beras dan semen.")).unwrap();
    fs::write(sandbox.path("b.txt"), page("Muatannya beras saja.")).unwrap();
    let import = |name: &str| json_lines(&sandbox.done(["import", sandbox.path(name).to_str().unwrap(), "--json"]));
    let first = import("a.txt");
    let id = first[0]["id"].as_str().unwrap();
    sandbox.done(["annotate", id, "--quote", "Kapal niaga dari Kupang"]);
    let second = import("b.txt");
    assert_eq!((&second[0]["outcome"], &second[0]["id"]), (&Value::from("version"), &first[0]["id"]));
    assert_eq!(sandbox.json(["show", id, "--editions", "--json"]).as_array().unwrap().len(), 2);
    let since = sandbox.done(["show", id, "--since", "1"]);
    assert!(since.contains("- Muatannya beras dan semen.") && since.contains("+ Muatannya beras saja."), "{since}");
    let told = sandbox.done(["compare", id]);
    assert!(told.contains("~ Muatannya beras [-dan semen-] {+saja+}."), "{told}");
    let compared = sandbox.json(["compare", id, "--from", "2", "--to", "1", "--json"]);
    let row = &compared["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "changed").unwrap()["two"];
    let body: Vec<char> = compared["two"]["body"].as_str().unwrap().chars().collect();
    let differs: String = body[offset(&row["differs"][0][0])..offset(&row["differs"][0][1])].iter().collect();
    assert_eq!((compared["changes"].as_u64(), differs.as_str()), (Some(1), "dan semen"));
    let none = sandbox.run(["compare", id, "--to", "3"]);
    assert_eq!(none.code, Some(1));
    assert!(none.err.contains("there are 2 editions"), "{}", none.err);
    assert_eq!(sandbox.json(["annotations", "--json"])[0]["state"], "exact");
    sandbox.done(["undo"]);
    assert!(sandbox.json(["show", id, "--json"])["body"].as_str().unwrap().ends_with("beras dan semen."));
    assert!(sandbox.done(["check"]).contains("no problems found"));
}

#[test]
fn marks_in_doubt_are_listed_with_old_and_new_context_and_settled_without_a_window() {
    let sandbox = Sandbox::new();
    let page = |said: &str, cargo: &str| {
        format!(
            "<html><head><title>Kapal Niaga Tiba</title><link rel=\"canonical\" href=\"https://warta-uji.example/kapal\">\
             </head><body><article><h1>Kapal Niaga Tiba</h1><p>DILI - Kapal dari Kupang tiba di Dili pada Senin pagi, {said} \
             dalam keterangan tertulis yang diterima redaksi.</p><p>{cargo}</p></article></body></html>"
        )
    };
    let path = sandbox.path("kapal.html");
    fs::write(&path, page("kata pejabat pelabuhan", "Muatannya beras, semen dan bahan bakar untuk tiga bulan."))
        .unwrap();
    let path = path.to_str().unwrap();
    sandbox.done(["import", path]);
    let id = sandbox.json(["list", "--json"])[0]["id"].as_str().unwrap().to_owned();
    let marked = |quote: &str| sandbox.json(["annotate", &id, "--quote", quote])["id"].as_str().unwrap().to_owned();
    let (moved, gone) = (marked("kata pejabat pelabuhan"), marked("beras, semen dan bahan bakar"));
    fs::write(path, page("ujar seorang pejabat senior", "Petugas di lapangan belum mau bicara soal isi kapal."))
        .unwrap();
    sandbox.done(["import", path]);

    let listed = || sandbox.json(["annotations", "--in-doubt", "--json"]);
    let doubts = listed();
    assert_eq!(doubts.as_array().unwrap().len(), 2);
    let of = |id: &str| doubts.as_array().unwrap().iter().find(|doubt| doubt["id"] == id).unwrap().clone();
    assert_eq!(of(&moved)["was"]["words"], "kata pejabat pelabuhan");
    assert!(of(&moved)["was"]["before"].as_str().unwrap().ends_with("Senin pagi, "));
    assert_eq!(of(&moved)["proposed"]["words"], "ujar seorang pejabat senior");
    assert_eq!((&of(&gone)["state"], &of(&gone)["proposed"]), (&Value::from("lost"), &Value::Null));

    assert_eq!(sandbox.run(["settle", &gone]).code, Some(1), "what is lost has no place to keep");
    let kept = sandbox.json(["settle", &gone, "--detach"]);
    assert_eq!((&kept["state"], &kept["detached"]), (&Value::from("lost"), &Value::from(true)));
    assert_eq!(sandbox.json(["settle", &moved])["state"], "exact");
    assert_eq!(listed(), Value::from(Vec::<Value>::new()));
    sandbox.done(["undo", "2"]);
    assert_eq!(listed(), doubts);
    sandbox.done(["settle", &moved, "--delete"]);
    assert_eq!(listed().as_array().unwrap().len(), 1);
}
