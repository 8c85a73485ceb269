//! Files that hold others, packed.

use std::io::{Cursor, Write as _};

use super::stories::{ADDRESS, PARAGRAPHS, chrome, page, paragraphs, text};

type Touch<'a> = &'a mut dyn FnMut(Vec<u8>) -> Vec<u8>;

fn archive(files: Vec<(&str, Vec<u8>)>, touch: Touch<'_>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (place, (name, bytes)) in files.into_iter().enumerate() {
        let method = if place % 2 == 0 { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
        writer.start_file(name, options.compression_method(method)).unwrap();
        writer.write_all(&touch(bytes)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zip(touch: Touch<'_>) -> Vec<u8> {
    let files = vec![
        ("berita/pelabuhan.html", chrome(&mut |part| part)),
        ("berita/pelabuhan_files/a.css", b"p {}".to_vec()),
        ("../../kapal.txt", text(&mut |part| part)),
        ("berita/kosong.txt", Vec::new()),
    ];
    archive(files, touch)
}

pub fn nested_zip(touch: Touch<'_>) -> Vec<u8> {
    let inner = zip(touch);
    let middle = archive(vec![("dalam.zip", inner), ("x.txt.gz", gzip(b"Kabar singkat dari pesisir."))], touch);
    archive(vec![("tengah.zip", middle)], touch)
}

pub fn epub(touch: Touch<'_>) -> Vec<u8> {
    let container = br#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    let package = br#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Kumpulan Berita</dc:title><dc:creator>Sari Dewi</dc:creator><dc:date>2024-08-15</dc:date></metadata>
        <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="a" href="satu%20a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="dua.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    let story = page("", r#"<meta charset="utf-8"/>"#, " xmlns=\"http://www.w3.org/1999/xhtml\"");
    let files = vec![
        ("mimetype", b"application/epub+zip".to_vec()),
        ("META-INF/container.xml", container.to_vec()),
        ("OEBPS/content.opf", package.to_vec()),
        ("OEBPS/nav.xhtml", b"<html><body><nav><ol><li>Satu</li></ol></nav></body></html>".to_vec()),
        ("OEBPS/satu a.xhtml", story.clone().into_bytes()),
        ("OEBPS/dua.xhtml", story.replace("Tua", "Tua Lain").into_bytes()),
    ];
    archive(files, touch)
}

pub fn omnivore(touch: Touch<'_>) -> Vec<u8> {
    let metadata = format!(
        r#"[{{"id":"1","slug":"pelabuhan","title":"Pelabuhan Tua Dibuka Kembali","url":"{ADDRESS}","author":"Sari Dewi","state":"Archived","labels":["laut"],"savedAt":"2024-08-16T01:00:00.000Z","publishedAt":"2024-08-15T04:51:00.000Z"}},
            {{"id":"2","slug":"tiada","title":"Tanpa Isi","url":"https://contoh.co.id/2","savedAt":"2024-08-16T01:00:00.000Z"}}]"#
    );
    let files = vec![
        ("metadata_0_to_1.json", metadata.into_bytes()),
        ("content/pelabuhan.html", paragraphs().into_bytes()),
        ("highlights/pelabuhan.md", "> Kami menunggu sembilan tahun\n\npenting\n".to_owned().into_bytes()),
    ];
    archive(files, touch)
}

/// A record of an archive with its headers.
fn record(kind: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1c4c2b1e-0000-4000-8000-000000000000>\r\nWARC-Date: 2024-08-15T05:00:00Z\r\n{more}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(700) {
        out.extend(format!("{:x};a=b\r\n", chunk.len()).into_bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\n\r\n");
    out
}

fn response(address: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n").as_bytes(), body]
        .concat();
    record(
        "response",
        &format!("WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"),
        &http,
    )
}

fn records(touch: Touch<'_>) -> Vec<Vec<u8>> {
    let story = chrome(&mut |part| part);
    let (gzipped, parted) = (gzip(&touch(story.clone())), chunked(&touch(gzip(&story))));
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: uji\r\n"),
        record("request", &format!("WARC-Target-URI: {ADDRESS}\r\n"), b"GET / HTTP/1.1\r\nHost: contoh.co.id\r\n\r\n"),
        response(ADDRESS, "", &touch(story.clone())),
        response("https://contoh.co.id/2", "Content-Encoding: gzip\r\n", &gzipped),
        response("https://contoh.co.id/3", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &parted),
        response("https://contoh.co.id/4", "Content-Encoding: deflate\r\n", &deflated(&touch(story.clone()))),
        record(
            "revisit",
            "WARC-Target-URI: https://contoh.co.id/5\r\nWARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        ),
        record("resource", "WARC-Target-URI: https://contoh.co.id/6\r\nContent-Type: text/html\r\n", &story),
    ]
}

pub fn warc(touch: Touch<'_>) -> Vec<u8> {
    records(touch).concat()
}

pub fn warc_gzip(touch: Touch<'_>) -> Vec<u8> {
    let records = records(touch);
    records.into_iter().flat_map(|record| gzip(&touch(record))).collect()
}

pub fn warc_whole_gzip(touch: Touch<'_>) -> Vec<u8> {
    let whole = warc(touch);
    gzip(&touch(whole))
}

pub fn wacz(touch: Touch<'_>) -> Vec<u8> {
    let pages = format!(
        "{{\"format\":\"json-pages-1.0\"}}\n{{\"url\":\"{ADDRESS}\",\"title\":\"Pelabuhan Tua\",\"ts\":\"2024-08-15T05:00:00Z\"}}\n"
    );
    let warc = warc_gzip(touch);
    let files = vec![
        ("archive/data.warc.gz", warc),
        ("indexes/index.cdx.gz", gzip(b"id,co,contoh)/ 20240815050000 {}\n")),
        ("pages/pages.jsonl", pages.into_bytes()),
        ("datapackage.json", br#"{"profile":"data-package","wacz_version":"1.1.1","resources":[]}"#.to_vec()),
    ];
    archive(files, touch)
}

/// A page of text in two fonts, one of them with codes of two bytes; its lines stand below each other.
pub fn pdf(touch: Touch<'_>) -> Vec<u8> {
    let mut content = "BT /F1 18 Tf 50 740 Td (Pelabuhan Tua Dibuka Kembali) Tj /F1 10 Tf 0 -30 Td ".to_owned();
    for words in PARAGRAPHS {
        for line in words.split(", ") {
            let line: String = line.chars().filter(char::is_ascii).collect();
            let shown = ["[(", &line.replace(['(', ')'], ""), ") -20 (,)] TJ 0 -13 Td "].concat();
            content.push_str(&shown);
        }
        content.push_str("0 -13 Td ");
    }
    content.push_str("/F2 10 Tf <00010002> Tj ET q 1 0 0 1 50 60 cm /X Do Q");
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <001A> <0061> endbfrange 1 beginbfchar <0030> <00660069> endbfchar endcmap";
    let tree = "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >> ";
    let wide = "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /DW 500 /W [1 [500 500] 3 26 500] >>] >>";
    let places = format!("10 0 11 {} ", tree.len());
    let held = [places.as_str(), tree, wide].concat();
    let mut stream = |head: &str, bytes: &[u8]| {
        let packed = deflated(&touch(bytes.to_vec()));
        let head = format!("<< {head} /Length {} /Filter /FlateDecode >>\nstream\n", packed.len());
        [head.as_bytes(), &packed, b"\nendstream"].concat()
    };
    let objects = [
        b"<< /Type /Catalog /Pages 10 0 R >>".to_vec(),
        stream(&format!("/Type /ObjStm /N 2 /First {}", places.len()), held.as_bytes()),
        b"<< /Type /Page /Parent 10 0 R /Contents [5 0 R] /Resources << /Font << /F1 4 0 R /F2 11 0 R >> /XObject << /X 7 0 R >> >> >>".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [128 /Euro /fi] >> /FirstChar 32 /Widths [278 278 355] >>".to_vec(),
        stream("", content.as_bytes()),
        stream("", map.as_bytes()),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", b"BT /F1 9 Tf (Halaman 1 dari 1) Tj ET /X Do"),
        b"<< /Title (Pelabuhan Tua Dibuka Kembali) /Author (Sari Dewi) /CreationDate (D:20240815115100+07'00') >>".to_vec(),
    ];
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (number, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<< /Size 12 /Root 1 0 R /Info 8 0 R >>\nstartxref\n0\n%%EOF\n");
    bytes
}

/// A page of text that is encrypted without a password; what lies within cannot be damaged by itself.
macro_rules! encrypted_pdf {
    ($($name:ident: $file:literal;)+) => {
        $(pub fn $name(_: Touch<'_>) -> Vec<u8> {
            include_bytes!(concat!("../../fixtures/pdf/", $file)).to_vec()
        })+
    };
}

encrypted_pdf! {
    encrypted_pdf_rc4: "rc4-128.pdf";
    encrypted_pdf_aes_128: "aes-128.pdf";
    encrypted_pdf_aes_256: "aes-256-r6.pdf";
}
