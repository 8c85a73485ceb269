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

#[test]
fn a_feed_that_is_damaged_or_cut_off_gives_the_entries_that_are_whole_and_says_so() {
    let item = |number: usize| {
        format!(
            "<item><title>Kabar {number}</title><link>https://a.id/{number}?x=1&y=2</link><description><![CDATA[Isi.]]></description></item>"
        )
    };
    let head = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Kanal & kabar</title>";
    let whole = format!("{head}{}{}</channel></rss>", item(1), item(2));
    let files = unpack(whole.as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Kabar 1", "Kabar 2"]);
    assert_eq!(files[0].url.as_deref(), Some("https://a.id/1?x=1&y=2"));
    let rest = Some(Unreadable::RestDamaged("a news feed"));
    let cut = whole.rfind("Isi.").unwrap();
    assert_eq!(told(&whole.as_bytes()[..cut]), ("Kabar 1, …".to_owned(), rest.clone()), "within the second entry");
    let cut = whole.find("</channel>").unwrap();
    assert_eq!(told(&whole.as_bytes()[..cut]), ("Kabar 1, Kabar 2, …".to_owned(), rest), "between entries");
    let none = format!("{head}<item><title>Kab");
    assert_eq!(unpack(none.as_bytes(), MAX_UNPACKED), Some(Err(Unreadable::Damaged("a news feed"))));
}

#[test]
fn what_zotero_wrote_is_read_as_far_as_it_is_whole() {
    let story = |number: usize| {
        format!(
            "<bib:Article rdf:about=\"https://a.id/{number}\"><z:itemType>newspaperArticle</z:itemType><dc:title>Kabar {number}</dc:title></bib:Article>"
        )
    };
    let head = "<rdf:RDF xmlns:z=\"http://www.zotero.org/namespaces/export#\">";
    let whole = format!("{head}{}{}</rdf:RDF>", story(1), story(2));
    assert_eq!(told(whole.as_bytes()).0, "Kabar 1, Kabar 2");
    let cut = whole.find("Kabar 2").unwrap();
    assert_eq!(
        told(&whole.as_bytes()[..cut]),
        ("Kabar 1, …".to_owned(), Some(Unreadable::RestDamaged("a Zotero RDF file")))
    );
}

#[test]
fn an_element_of_a_feed_that_is_not_closed_swallows_nothing() {
    let feed = "<rss><channel><item><title>Satu<link>https://a.id/1</link></item><item><title><![CDATA[Dua & <b>tiga</b>]]></title>\
        <link>https://a.id/2</link><item><title>Empat</title><link>https://a.id/4</link></channel></rss>";
    let files = unpack(feed.as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu", "Dua & tiga", "Empat"]);
    assert_eq!(files[1].url.as_deref(), Some("https://a.id/2"));
}

#[test]
fn a_quote_that_a_table_does_not_close_ends_with_its_line() {
    let table = b"URL,Title,Selection,Folder\nhttps://a.id/1,\"Satu, dua\",,Unread\nhttps://a.id/2,\"tak tertutup,,Unread\nhttps://a.id/3,\"Ti\nga\",,Unread\n";
    let files = unpack(table, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu, dua", "tak tertutup", "Ti\nga"]);
}

#[test]
fn a_file_that_is_compressed_in_another_way_is_named_so() {
    let mut bytes = archive(&[("satu.txt", b"Satu"), ("dua.txt", b"Dua")]);
    // The way stands in the file's own head and in the table; 12 is bzip2.
    let table = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    (bytes[8], bytes[table + 10]) = (12, 12);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["satu.txt", "dua.txt"]);
    assert_eq!(files[0].bytes, Err(Unreadable::UnknownCompression));
}

#[test]
fn the_folder_of_a_saved_page_in_an_archive_holds_no_stories() {
    let bytes = archive(&[
        ("berita/Kapal.html", b"<p>Kapal</p>"),
        ("berita/Kapal_files/saved_resource.html", b"<p>Iklan</p>"),
        ("berita/Kapal_files/dalam/bingkai.html", b"<p>Iklan</p>"),
        ("Lain_files/cerita.html", b"<p>Cerita</p>"),
    ]);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["berita/Kapal.html", "Lain_files/cerita.html"]);
}
