use std::fmt::Write as _;
use std::io::Write as _;

use proptest::prelude::*;

use super::*;

fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    super::text_of(&File::new(bytes)).map(|text| text.words)
}

/// A file of these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (number, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(head: &str, content: &[u8]) -> Vec<u8> {
    [format!("<< {head} /Filter /FlateDecode >>\nstream\n").as_bytes(), &packed(content), b"\nendstream"].concat()
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A file whose pages show these contents.
fn pages(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    let tree = format!(
        "<< /Type /Pages /Kids [{}] /Resources << /Font << /F1 3 0 R >> /XObject << /X 5 0 R >> >> >>",
        kids.join(" ")
    );
    let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), tree.into_bytes(), FONT.as_bytes().to_vec()];
    for (page, content) in contents.iter().enumerate() {
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", 5 + page * 2).into_bytes());
        objects.push(stream("/Type /XObject /Subtype /Form", content.as_bytes()));
    }
    file(&objects)
}

const STORY: &str = "BT /F1 20 Tf 50 700 Td (Kapal Niaga Tiba di Dili) Tj /F1 10 Tf 0 -40 Td (DILI, CONTOH.com - Kapal niaga pertama dari Kupang tiba di) Tj \
    0 -13 Td [(pela) 20 (buhan) -300 (Dili pada hari Senin, kata \\(pejabat\\).)] TJ 0 -26 Td (Kapal itu membawa beras, kata dia \\226 dan semen.) Tj ET";

#[test]
fn lines_become_paragraphs_and_letters_are_decoded() {
    let text = text_of(&pages(&[STORY])).unwrap();
    assert_eq!(
        text,
        "Kapal Niaga Tiba di Dili\n\nDILI, CONTOH.com - Kapal niaga pertama dari Kupang tiba di pelabuhan Dili pada hari Senin, kata (pejabat).\n\n\
         Kapal itu membawa beras, kata dia – dan semen."
    );
}

#[test]
fn a_file_may_have_something_before_its_head() {
    let whole = pages(&[STORY]);
    let bytes = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &whole].concat();
    assert!(looks_like_pdf(&bytes));
    assert_eq!(text_of(&bytes), text_of(&whole));
    assert!(!looks_like_pdf(b"Berkas PDF dimulai dengan %PDF-1.7, kata dia."));
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_feet_of_pages_are_dropped() {
    let page = |number: usize, words: &str| {
        format!("BT /F1 10 Tf 50 700 Td ({words}) Tj ET BT /F1 8 Tf 50 20 Td (contoh.co.id/kapal {number}/3) Tj ET")
    };
    let three = [page(1, "Kapal itu tiba"), page(2, "pada Senin pagi."), page(3, "Kapal lain menyusul.")];
    let text = text_of(&pages(&three.each_ref().map(String::as_str))).unwrap();
    assert_eq!(text, "Kapal itu tiba pada Senin pagi.\n\nKapal lain menyusul.");
}

#[test]
fn codes_of_two_bytes_and_objects_in_streams_are_read() {
    let map = "1 beginbfrange <0001> <001A> <0061> endbfrange 1 beginbfchar <0030> <00660069> endbfchar";
    let packed_objects = "10 0 11 36 << /Type /Pages /Kids [3 0 R] >>        << /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< /DW 500 /W [1 [500 500] 3 26 500] >>] >>";
    let first = "10 0 11 36 ".len();
    let objects = [
        b"<< /Type /Catalog /Pages 10 0 R >>".to_vec(),
        stream(&format!("/Type /ObjStm /N 2 /First {first}"), packed_objects.as_bytes()),
        b"<< /Type /Page /Contents [4 0 R] /Resources << /Font << /F#31 11 0 R >> >> >>".to_vec(),
        stream("", b"BT /F1 10 Tf 1 0 0 1 50 700 Tm <00010002> Tj 10 0 Td <0030> Tj 8 0 Td <0003> Tj ET"),
        stream("", map.as_bytes()),
    ];
    assert_eq!(text_of(&file(&objects)).unwrap(), "abfi c");
}

#[test]
fn bombs_circles_and_locks_are_named() {
    let zeros = " ".repeat(80 * 1024 * 1024);
    assert!(matches!(text_of(&pages(&[&zeros])), Err(Unreadable::Damaged(why)) if why.contains("larger")));
    // A form that shows itself several times.
    let circle = "/X Do /X Do /X Do /X Do BT /F1 10 Tf (a) Tj ET";
    assert!(text_of(&pages(&[circle])).is_ok());
    let ring = file(&[b"<< /Pages 2 0 R >>".to_vec(), b"<< /Kids [2 0 R 2 0 R] >>".to_vec()]);
    assert!(matches!(text_of(&ring), Err(Unreadable::Binary(why)) if why.contains("without a text layer")));
    let deep = [b"<< /Pages ".to_vec(), b"[".repeat(1_000_000)].concat();
    assert_eq!(text_of(&file(&[deep])), Err(Unreadable::Damaged(KIND)));
    let mut locked = pages(&[STORY]);
    locked.extend(b"trailer << /Root 1 0 R /Encrypt 9 0 R >>");
    assert!(matches!(text_of(&locked), Err(Unreadable::Binary(why)) if why.contains("encrypted")));
    assert_eq!(text_of(b"%PDF-1.4 nothing"), Err(Unreadable::Damaged(KIND)));
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_the_others_are_read() {
    let told = |contents: &[u8], more: Vec<u8>| {
        let story =
            format!("BT /F1 10 Tf 50 700 Td ({}) Tj ET", "Kapal niaga itu tiba di Dili pada hari Senin, kata pejabat.");
        let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
        objects
            .push(b"<< /Kids [4 0 R 6 0 R] /Resources << /Font << /F1 3 0 R >> /XObject << /X 8 0 R >> >> >>".to_vec());
        objects.extend([FONT.as_bytes().to_vec(), b"<< /Type /Page /Contents 5 0 R >>".to_vec()]);
        objects.extend([stream("", story.as_bytes()), contents.to_vec(), more]);
        objects.push(b"<< /Subtype /Image /Filter /DCTDecode >>\nstream\n\xff\xd8\nendstream".to_vec());
        let draft = read_pdf(&file(&objects)).unwrap();
        assert_eq!(draft.lines.len(), 1);
        draft.warnings
    };
    let second = [Warning::UnreadPages { pages: vec![2], of: 2 }];
    let page = b"<< /Type /Page /Contents 7 0 R >>";
    let mut damaged = stream("", STORY.as_bytes());
    let inside = memmem_of(&damaged, b"stream\n") + 40;
    damaged[inside..inside + 20].fill(0xff);
    assert_eq!(told(page, damaged), second, "damaged");
    assert_eq!(
        told(page, b"<< /Filter /Baru >>\nstream\nabc\nendstream".to_vec()),
        second,
        "packed in no way that is known"
    );
    assert_eq!(told(b"<< /Type /Page /Contents 99 0 R >>", Vec::new()), second, "its text is not there");
    assert_eq!(told(b"99 0 R", Vec::new()), second, "it is not there");
    assert_eq!(told(page, b"<< >>\nstream\nrusak\nendstream".to_vec()), second, "nothing that a page shows");
    assert_eq!(told(page, stream("", b"/X Do")), second, "a picture");
    assert_eq!(told(b"<< /Type /Page >>", Vec::new()), [], "an empty page");
    let mut sum = stream("", b"q Q");
    let end = memmem_of(&sum, b"\nendstream");
    sum[end - 1] ^= 1;
    assert_eq!(told(page, sum), [], "only its sum is wrong");
}

fn memmem_of(bytes: &[u8], sought: &[u8]) -> usize {
    memchr::memmem::find(bytes, sought).unwrap()
}

/// Files that another program made of one page, each encrypted in another way.
macro_rules! encrypted {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/fixtures/pdf/", $name, ".pdf")).as_slice()
    };
}

#[test]
fn a_file_that_is_encrypted_without_a_password_is_read_whatever_the_way() {
    let ways = [
        ("RC4, 40 bits", encrypted!("rc4-40")),
        ("RC4, 128 bits", encrypted!("rc4-128")),
        ("RC4 as a filter", encrypted!("rc4-128-v4")),
        ("AES, 128 bits", encrypted!("aes-128")),
        ("AES, 128 bits, without what it says of itself", encrypted!("aes-128-metadata")),
        ("AES, 256 bits, revision 5", encrypted!("aes-256-r5")),
        ("AES, 256 bits, revision 6, objects packed", encrypted!("aes-256-r6")),
    ];
    for (way, bytes) in ways {
        let text = text_of(bytes).map_err(|error| format!("{way}: {error}"));
        let story =
            "DILI, CONTOH.com - Kapal niaga pertama dari Kupang tiba di pelabuhan Dili pada hari Senin, kata pejabat.";
        assert_eq!(text, Ok(format!("Pelabuhan Tua Dibuka Kembali\n\n{story}")), "{way}");
        let draft = read_pdf(bytes).unwrap();
        assert_eq!(draft.meta.title, "Pelabuhan Tua Dibuka Kembali", "{way}");
        assert_eq!(draft.meta.author.as_deref(), Some("Rina Lestari"), "{way}");
    }
    for bytes in [encrypted!("password"), encrypted!("password-rc4")] {
        assert_eq!(text_of(bytes), Err(Unreadable::Binary("an encrypted PDF document")), "it asks for a password");
    }
}

#[test]
fn codes_at_the_end_of_their_range_do_no_harm() {
    let map = "1 beginbfrange <FFFFFFFF> <FFFFFFFF> [<0061> <0062>] endbfrange";
    let font = "<< /Type /Font /Subtype /Type0 /ToUnicode 5 0 R /DescendantFonts [<< /W [9e9 [1 2 3]] >>] >>";
    let objects = [
        b"<< /Type /Catalog /Pages 3 0 R >>".to_vec(),
        font.as_bytes().to_vec(),
        b"<< /Type /Page /Contents 4 0 R /Resources << /Font << /F1 2 0 R >> >> >>".to_vec(),
        stream("", b"BT /F1 10 Tf <FFFFFFFF> Tj ET"),
        stream("", map.as_bytes()),
    ];
    assert!(matches!(text_of(&file(&objects)), Err(Unreadable::Binary(why)) if why.contains("text layer")));
}

#[test]
fn every_chain_of_filters_is_undone_and_pictures_alone_are_no_text() {
    let mut hexadecimal = String::new();
    for byte in packed(STORY.as_bytes()) {
        write!(hexadecimal, "{byte:02x}").unwrap();
    }
    let content = format!(
        "<< /Filter [/ASCIIHexDecode /FlateDecode] /DecodeParms [null << /Predictor 1 >>] >>\nstream\n{hexadecimal}>\nendstream"
    );
    let rows: Vec<u8> = STORY.as_bytes().chunks(40).flat_map(|row| [&[0], row].concat()).collect();
    let predicted = stream("/DecodeParms << /Predictor 12 /Columns 40 >>", &rows);
    let picture = b"<< /Filter /DCTDecode >>\nstream\n\xff\xd8\nendstream".to_vec();
    let with = |content: Vec<u8>| {
        let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
        objects.push(b"<< /Kids [4 0 R] /Resources << /Font << /F1 3 0 R >> >> >>".to_vec());
        objects.extend([FONT.as_bytes().to_vec(), b"<< /Type /Page /Contents 5 0 R >>".to_vec(), content]);
        text_of(&file(&objects))
    };
    let plain = text_of(&pages(&[STORY]));
    assert_eq!(with(content.into_bytes()), plain);
    assert_eq!(with(predicted), plain);
    assert!(matches!(with(picture), Err(Unreadable::Binary(why)) if why.contains("without a text layer")));
}

#[test]
fn a_file_says_of_itself_what_its_text_does_not() {
    let told = |info: &str, story: &str| {
        let mut bytes = pages(&[story]);
        bytes.extend(format!("99 0 obj\n<< {info} >>\nendobj\ntrailer << /Root 1 0 R /Info 99 0 R >>").into_bytes());
        read_pdf(&bytes).unwrap()
    };
    let body = "BT /F1 10 Tf 50 700 Td (Kapal niaga itu tiba di Dili pada hari Senin, kata pejabat di kota itu.) Tj ET";
    let draft = told(
        "/Title (Kapal Niaga Tiba di Dili - Contoh.com) /Author (Sari Dewi) /CreationDate (D:20240815115100+07'00')",
        body,
    );
    assert_eq!(
        (draft.meta.title.as_str(), draft.meta.author.as_deref()),
        ("Kapal Niaga Tiba di Dili", Some("Sari Dewi"))
    );
    assert_eq!(draft.saved, Some(jiff::civil::date(2024, 8, 15)));
    // What the page shows counts before the name that a program gave its file.
    let draft = told("/Title (Microsoft Word - berita baru.doc) /Author (PC 7)", STORY);
    assert_eq!((draft.meta.title.as_str(), draft.meta.author), ("Kapal Niaga Tiba di Dili", None));
}

#[test]
fn ligatures_are_letters_and_words_that_lines_part_are_whole() {
    let map = "1 beginbfchar <0001> <FB01> <0002> <0061> <0003> <002D> endbfchar";
    let objects = [
        b"<< /Type /Catalog /Pages 5 0 R >>".to_vec(),
        b"<< /Subtype /Type0 /ToUnicode 4 0 R >>".to_vec(),
        stream("", b"BT /F1 10 Tf 50 700 Td <000100020003> Tj 0 -13 Td <000200010002> Tj ET"),
        stream("", map.as_bytes()),
        b"<< /Kids [6 0 R] >>".to_vec(),
        b"<< /Contents 3 0 R /Resources << /Font << /F1 2 0 R >> >> >>".to_vec(),
    ];
    assert_eq!(text_of(&file(&objects)).unwrap(), "fia-afia");
    let lines =
        ["kapal itu mem-", "bawa beras ke pela-", "buhan tua di kecama-", "tan itu, dan orang-", "orang senang."];
    let shown = lines.map(|line| ["(", line, ") Tj 0 -13 Td "].concat()).concat();
    let text = text_of(&pages(&[&format!("BT /F1 10 Tf 50 700 Td {shown}ET")])).unwrap();
    assert_eq!(text, "kapal itu membawa beras ke pelabuhan tua di kecamatan itu, dan orang-orang senang.");
}

proptest! {
    #[test]
    fn a_file_that_is_cut_or_changed_does_no_harm(cut in 0_usize..2000, changes in proptest::collection::vec((0_usize..2000, any::<u8>()), 0..6)) {
        let mut bytes = pages(&[STORY, "/X Do BT /F1 10 Tf (lagi) Tj ET"]);
        for (place, byte) in changes {
            if let Some(old) = bytes.get_mut(place) {
                *old = byte;
            }
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 2));
        let _ = text_of(&bytes);
    }
}
