//! What exports say in forms of their own.

use super::super::*;
use super::{archive, gzipped, names, wishes};
use crate::article::{SourceFile, read};

#[test]
fn tags_written_as_a_list_are_parted_and_an_empty_list_is_no_tag() {
    let table = wishes(
        b"Title,URL,ID,Document tags\nSatu,https://a.id/1,x,\"['laut', \"\"jum'at, sore\"\"]\"\nDua,https://a.id/2,y,[]\nTiga,https://a.id/3,z,\"[\"\"laut\"\",\"\"niaga\"\"]\"\n",
    );
    let tags: Vec<String> = table.iter().map(|wish| wish.tags.join("|")).collect();
    assert_eq!(tags, ["laut|jum'at, sore", "", "laut|niaga"]);
}

#[test]
fn a_cell_of_highlights_is_marks_and_one_without_them_a_note() {
    let table = wishes(
        b"title,url,note,highlights\nSatu,https://a.id/1,catatan,\"Highlight:kalimat\nkedua\nNote:penting\nHighlight:lain\"\nDua,https://a.id/2,,kata saja\n",
    );
    let marks: Vec<(&str, &str)> =
        table[0].marks.iter().map(|mark| (mark.quote.as_str(), mark.note.as_str())).collect();
    assert_eq!(marks, [("kalimat\nkedua", "penting"), ("lain", "")]);
    assert_eq!((table[0].note.as_str(), table[1].note.as_str(), table[1].marks.len()), ("catatan", "kata saja", 0));
}

#[test]
fn a_bookmark_keeps_its_note_and_that_it_is_a_favourite() {
    let found = wishes(
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>\n<DT><A HREF=\"https://a.id/1\" DATA-IMPORTANT=\"true\">Satu</A>\n<DD>catatan &amp; lagi\n<DT><A HREF=\"https://a.id/2\">Dua</A>\n</DL><p>",
    );
    let told: Vec<(&str, bool)> = found.iter().map(|wish| (wish.note.as_str(), wish.starred)).collect();
    assert_eq!(told, [("catatan & lagi", true), ("", false)]);
}

#[test]
fn an_entry_with_an_address_of_another_kind_is_named_with_the_reason() {
    let table = b"Title,URL,ID\nSurel,mailto:reader/abc,1\n,private://read/x,2\n";
    let files = unpack(table, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Surel", "private://read/x"]);
    assert!(files.iter().all(|file| file.bytes == Err(Unreadable::NotOfTheWeb)));
    let json = br#"[{"title":"Satu","url":"https://a.id/1"},{"title":"Surel","url":"mailto:x"}]"#;
    assert_eq!(names(&unpack(json, MAX_UNPACKED).unwrap().unwrap()), ["Satu", "Surel"]);
}

#[test]
fn columns_are_parted_by_semicolons_as_well() {
    let table = wishes(b"title;url;time_added;tags;status\nSatu, dua;https://a.id/1;1577836800;laut;unread\n");
    assert_eq!((table[0].title.as_str(), table[0].tags.as_slice()), ("Satu, dua", &["laut".to_owned()][..]));
}

#[test]
fn json_with_a_byte_order_mark_or_in_wide_letters_is_an_export() {
    let json = "\u{feff}[{\"title\":\"Satu\",\"url\":\"https://a.id/1\"}]";
    let wide: Vec<u8> = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [json.as_bytes(), &wide] {
        assert_eq!(wishes(bytes)[0].title, "Satu");
    }
}

#[test]
fn zeros_behind_a_gzipped_file_are_padding_and_other_bytes_are_damage() {
    let members = [gzipped("Kabar "), gzipped("baik")].concat();
    for (rest, whole) in
        [(&[0; 512][..], Ok(b"Kabar baik".to_vec())), (b"xyz", Err(Unreadable::Damaged("a gzip archive")))]
    {
        let read = unpack(&[members.as_slice(), rest].concat(), MAX_UNPACKED).unwrap();
        assert_eq!(read.map(|files| files[0].bytes.clone().unwrap()), whole);
    }
}

/// An archive in which `now` stands wherever `before` of the same length stood.
fn renamed(files: &[(&str, &[u8])], before: &str, now: &str) -> Vec<u8> {
    let mut bytes = archive(files);
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, before).collect();
    for at in places {
        bytes[at..at + now.len()].copy_from_slice(now.as_bytes());
    }
    bytes
}

#[test]
fn files_of_an_archive_that_share_a_name_are_all_read() {
    let bytes = renamed(&[("satu.txt", b"Satu"), ("dua0.txt", b"Dua"), ("tiga.txt", b"Tiga")], "dua0.txt", "satu.txt");
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["satu.txt", "tiga.txt", "satu.txt"]);
    let mut texts: Vec<Vec<u8>> = files.into_iter().map(|file| file.bytes.unwrap()).collect();
    texts.sort();
    assert_eq!(texts, [b"Dua".to_vec(), b"Satu".to_vec(), b"Tiga".to_vec()]);
}

#[test]
fn an_encrypted_file_of_an_archive_is_named_and_the_others_are_read() {
    let mut bytes = archive(&[("rahasia.txt", b"Satu"), ("terbuka.txt", b"Dua")]);
    // The first bit of the flags says it, in the file's own head and in the table.
    let table = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    (bytes[6], bytes[table + 8]) = (1, 1);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["terbuka.txt", "rahasia.txt"]);
    assert_eq!(files[1].bytes, Err(Unreadable::Locked));
}

fn text_of(file: &PackedFile) -> String {
    String::from_utf8(file.bytes.clone().unwrap()).unwrap()
}

#[test]
fn a_feed_in_xhtml_keeps_its_paragraphs_and_a_title_in_html_is_words() {
    let feed = b"<feed xml:base=\"https://a.id/\"><entry><title type=\"html\">Kopi &amp;amp; Teh &lt;i&gt;baru&lt;/i&gt;</title><link href=\"/berita/1\"/>\
        <content type=\"xhtml\"><div><p>Satu &lt; dua.</p><p>Tiga<br/>empat.</p></div></content></entry>\
        <entry xml:base=\"https://b.id/x/\"><title type=\"text\">A &lt;b&gt; C</title><link href=\"y\"/></entry></feed>";
    let files = unpack(feed, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Kopi & Teh baru", "A <b> C"]);
    let addresses: Vec<Option<&str>> = files.iter().map(|file| file.url.as_deref()).collect();
    assert_eq!(addresses, [Some("https://a.id/berita/1"), Some("https://b.id/x/y")]);
    let text = text_of(&files[0]);
    assert!(text.contains("<div><p>Satu &lt; dua.</p><p>Tiga<br/>empat.</p></div>"), "{text}");
}

#[test]
fn a_feed_without_a_base_names_the_entry_whose_address_leads_nowhere() {
    let feed = b"<feed><entry><title>Satu</title><link href=\"/berita/1\"/></entry></feed>";
    let files = unpack(feed, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!((names(&files), &files[0].bytes), (vec!["Satu"], &Err(Unreadable::NotOfTheWeb)));
}

#[test]
fn a_feed_may_give_its_times_in_the_zones_of_indonesia() {
    for (zone, hours) in [("WIB", "+07:00"), ("WITA", "+08:00"), ("WIT", "+09:00"), ("EST", "-05:00")] {
        let feed = format!(
            "<rss><channel><item><title>S</title><link>https://a.id/1</link><pubDate>Wed, 19 Jun 2024 10:00:00 {zone}</pubDate></item></channel></rss>"
        );
        let published = wishes(feed.as_bytes())[0].published.clone();
        assert_eq!(published, Some(format!("2024-06-19T10:00:00{hours}")));
    }
}

#[test]
fn a_document_in_an_omnivore_archive_has_what_the_archive_says_of_it() {
    let metadata = br#"[{"slug":"a","title":"Kapal Niaga Tiba","url":"https://a.id/1","author":"Sari Dewi","labels":["laut"],"publishedAt":"2024-01-02T00:00:00Z"}]"#;
    let pdf = include_bytes!("../../../tests/fixtures/pdf/rc4-40.pdf");
    let bytes = archive(&[
        ("metadata_0_to_1.json", metadata),
        ("content/a.pdf", pdf),
        ("highlights/a.md", b"> Kapal niaga pertama\n\ncatatan\n"),
    ]);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Kapal Niaga Tiba"]);
    let wish = files[0].wish.as_ref().unwrap();
    assert_eq!((wish.tags.as_slice(), wish.marks[0].quote.as_str()), (&["laut".to_owned()][..], "Kapal niaga pertama"));
    let imported = jiff::civil::date(2025, 1, 1);
    let file = SourceFile { name: "x", bytes: files[0].bytes.as_ref().unwrap(), url: None, imported };
    let story = read(&file).unwrap();
    assert_eq!((story.meta.title.as_str(), story.meta.url.as_deref()), ("Kapal Niaga Tiba", Some("https://a.id/1")));
    assert_eq!(story.meta.published.map(|day| day.value).as_deref(), Some("2024-01-02T00:00:00Z"));
    assert!(story.body.contains("Kapal niaga pertama dari Kupang"), "{}", story.body);
}

#[test]
fn columns_are_parted_by_tabs_as_well_and_what_was_selected_is_a_mark() {
    let table = wishes(b"URL\tTitle\tSelection\tFolder\nhttps://a.id/1\tSatu, dua\tkapal kayu itu\tUnread\n");
    let marks: Vec<&str> = table[0].marks.iter().map(|mark| mark.quote.as_str()).collect();
    assert_eq!(
        (table[0].title.as_str(), marks.as_slice(), table[0].note.as_str()),
        ("Satu, dua", &["kapal kayu itu"][..], "")
    );
}
