//! Containers that are cut off, damaged or locked in part.

use super::super::*;
use super::{archive, names};

fn entries(count: usize) -> String {
    let entry =
        |number| format!(r#"{{"title":"Kabar {number}","url":"https://a.id/{number}","content":"<p>Isi.</p>"}}"#);
    format!("[{}]", (1..=count).map(entry).collect::<Vec<_>>().join(","))
}

/// The names of what is in a container, and why the last of it cannot be had.
fn told(bytes: &[u8]) -> (String, Option<Unreadable>) {
    let files = unpack(bytes, MAX_UNPACKED).unwrap().unwrap();
    let reason = files.last().and_then(|file| file.bytes.as_ref().err().cloned());
    (names(&files).join(", "), reason)
}

#[test]
fn an_export_that_is_cut_off_gives_the_entries_that_are_whole_and_says_so() {
    let whole = entries(3);
    let rest = Some(Unreadable::RestDamaged("JSON data"));
    for cut in [1, 2, 30] {
        let names = if cut == 1 { "Kabar 1, Kabar 2, Kabar 3, …" } else { "Kabar 1, Kabar 2, …" };
        assert_eq!(told(&whole.as_bytes()[..whole.len() - cut]), (names.to_owned(), rest.clone()), "{cut}");
    }
    let metadata = br#"[{"slug":"a","title":"Satu","url":"https://a.id/1"},{"slug":"b","ti"#;
    let omnivore = archive(&[("metadata_0_to_1.json", metadata), ("content/a.html", b"<p>Isi.</p>")]);
    assert_eq!(told(&omnivore), ("Satu, …".to_owned(), rest));
    let none: &[&[u8]] = &[br#"[{"title":"Kabar 1","url":"https://a.id/1","con"#, br#"{"bookmarks":[{"title":"x""#];
    for bytes in none {
        assert_eq!(unpack(bytes, MAX_UNPACKED), Some(Err(Unreadable::Damaged("JSON data"))));
    }
    for text in ["[Gambas:Video] Kapal tiba.", "[1] Catatan kaki.", "{kapal} tiba"] {
        assert_eq!(unpack(text.as_bytes(), MAX_UNPACKED), None, "{text}");
    }
}

#[test]
fn lists_that_follow_each_other_and_entries_on_lines_of_their_own_are_exports() {
    let two = [entries(1), entries(2)].concat();
    assert_eq!(told(two.as_bytes()), ("Kabar 1, Kabar 1, Kabar 2".to_owned(), None));
    let lines = "{\"title\":\"Satu\",\"url\":\"https://a.id/1\"}\n{\"title\":\"Dua\",\"url\":\"https://a.id/2\"}\n";
    assert_eq!(told(lines.as_bytes()).0, "Satu, Dua");
}

#[test]
fn a_chapter_that_a_copy_protection_encrypts_is_named_and_the_others_are_read() {
    let container = br#"<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#;
    let package = br#"<package><manifest><item id="a" href="bab%201.xhtml" media-type="application/xhtml+xml"/>
        <item id="b" href="bab2.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    let protection = br#"<encryption><enc:EncryptedData xmlns:enc="x"><enc:CipherData><enc:CipherReference URI="OEBPS/bab%201.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"#;
    let page = format!("<html><body><h1>Bab Dua</h1><p>{}</p></body></html>", "Isi. ".repeat(80));
    let book = archive(&[
        ("META-INF/container.xml", container),
        ("META-INF/encryption.xml", protection),
        ("OEBPS/content.opf", package),
        ("OEBPS/bab 1.xhtml", b"\x01\x02\x03<p>"),
        ("OEBPS/bab2.xhtml", page.as_bytes()),
    ]);
    let files = unpack(&book, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["bab%201.xhtml", "Bab Dua"]);
    assert_eq!(files[0].bytes, Err(Unreadable::Protected));
    assert!(files[1].bytes.is_ok());
}

#[test]
fn a_feed_in_json_holds_its_texts() {
    let feed = br#"{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"https://a.id/1","title":"Satu","content_html":"<p>Isi.</p>"},
        {"url":"https://a.id/2","title":"Dua","content_text":"Isi & lagi.\nDua."}]}"#;
    let files = unpack(feed, MAX_UNPACKED).unwrap().unwrap();
    let text = |at: usize| String::from_utf8(files[at].bytes.clone().unwrap()).unwrap();
    assert!(text(0).contains("\"content\":\"<p>Isi.</p>\""), "{}", text(0));
    assert!(text(1).contains("<p>Isi &amp; lagi.</p><p>Dua.</p>"), "{}", text(1));
}
