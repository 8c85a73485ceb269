use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn names(files: &[PackedFile]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn an_archive_gives_its_stories_and_leaves_pictures_alone() {
    let bytes =
        archive(&[("a.html", b"<p>A</p>"), ("a_files/x.png", b"png"), ("../b.txt", b"B"), ("__MACOSX/._a", b"")]);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["a.html", "../b.txt"]);
    assert_eq!(files[0].bytes.as_deref(), Ok(&b"<p>A</p>"[..]));
}

#[test]
fn a_bomb_is_refused_and_its_neighbours_are_read() {
    let zeros = vec![b'a'; 30 * 1024 * 1024];
    let bytes = archive(&[("bom.txt", &zeros), ("kabar.txt", b"Kabar")]);
    assert!(bytes.len() < 100_000);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert!(matches!(files[0].bytes, Err(Unreadable::TooLarge { .. })));
    assert_eq!(files[1].bytes.as_deref(), Ok(&b"Kabar"[..]));
}

#[test]
fn books_and_documents_are_named_and_damage_is_said() {
    let book = archive(&[("META-INF/container.xml", b"<x/>")]);
    assert_eq!(unpack(&book, MAX_UNPACKED), Some(Err(Unreadable::Binary("an EPUB book"))));
    assert!(unpack(&book[..book.len() / 2], MAX_UNPACKED).unwrap().is_err());
    assert!(unpack(b"Berita biasa", MAX_UNPACKED).is_none());
}

#[test]
fn an_omnivore_archive_joins_what_it_knows_with_the_texts() {
    let metadata = br#"[{"slug":"harga","title":"Harga Naik","url":"https://a.id/1","author":"Sari"},{"slug":"tiada","title":"Tanpa Isi","url":"https://a.id/2"}]"#;
    let bytes = archive(&[("metadata_0_to_1.json", metadata), ("content/harga.html", b"<p>Isi berita.</p>")]);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Harga Naik", "Tanpa Isi"]);
    assert!(String::from_utf8(files[0].bytes.clone().unwrap()).unwrap().contains("Isi berita."));
    assert_eq!(files[1].bytes, Err(Unreadable::NoBody));
}

#[test]
fn an_export_gives_a_file_for_each_story() {
    let export = br#" [{"title":"Satu","url":"https://a.id/1","content":"<p>Isi</p>"},{"title":"","url":"https://a.id/2","content":""}]"#;
    let files = unpack(export, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu", "https://a.id/2"]);
    assert!(files[0].bytes.is_ok() && files[1].bytes == Err(Unreadable::NoBody));
    assert!(unpack(b"[1, 2, 3]", MAX_UNPACKED).is_none());
    let bare = br#"[{"title":"Satu","url":"https://a.id/1"}]"#;
    assert_eq!(unpack(bare, MAX_UNPACKED), Some(Err(Unreadable::LinkList(1))));
}

#[test]
fn records_without_end_take_linear_time() {
    let started = std::time::Instant::now();
    let _ = unpack("WARC/1.0\nContent-Length: 0\n\n".repeat(100_000).as_bytes(), MAX_UNPACKED);
    // Quadratic work on these takes many minutes; the bound only tells the two apart on a busy machine.
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn a_warc_gives_the_pages_that_were_sent() {
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.id/x\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n3;x=1\r\nHai\r\n0\r\n\r\n";
    let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx";
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx";
    let all =
        [record("warcinfo", "x"), record("response", page), record("response", picture), record("response", gone)];
    let files = unpack(all.concat().as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["https://a.id/x"]);
    assert_eq!(files[0].bytes.as_deref(), Ok(&b"<p>Hai"[..]));

    let cut = all.concat() + "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nx";
    let files = unpack(cut.as_bytes(), MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(files[1].bytes, Err(Unreadable::Damaged("a WARC archive")), "what is cut off is said");

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(all.concat().as_bytes()).unwrap();
    assert_eq!(names(&unpack(&packed.finish().unwrap(), MAX_UNPACKED).unwrap().unwrap()), ["https://a.id/x"]);
}

proptest! {
    #[test]
    fn any_container_is_files_or_a_reason(
        start in prop::sample::select(vec![&b"PK\x03\x04"[..], b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"[{\"url\":", b""]),
        rest in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let _ = unpack(&[start, &rest].concat(), MAX_UNPACKED);
    }

    #[test]
    fn a_damaged_archive_does_no_harm(at in 0usize..400, byte in any::<u8>()) {
        let mut bytes = archive(&[("a.html", b"<p>A</p>"), ("b.txt", &[b'b'; 300])]);
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        let _ = unpack(&bytes, MAX_UNPACKED);
    }
}
