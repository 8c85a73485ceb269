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

pub(super) fn names(files: &[PackedFile]) -> Vec<&str> {
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
    assert_eq!(files[0].bytes, Err(Unreadable::GrowsTooMuch(250)));
    assert_eq!(files[1].bytes.as_deref(), Ok(&b"Kabar"[..]));
}

#[test]
fn a_book_gives_its_documents_in_reading_order_with_what_it_says_of_itself() {
    let container = br#"<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#;
    let package = br#"<package xmlns:dc="x"><metadata><dc:title>Kumpulan</dc:title><dc:creator>Sari</dc:creator><dc:date>2024-06-19</dc:date></metadata>
        <manifest><item id="b" href="dua%20b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="../satu.xhtml" media-type="application/xhtml+xml"/>
        <item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="c" href="cover.jpg" media-type="image/jpeg"/></manifest>
        <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="tiada"/></spine></package>"#;
    let page = |title: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{}</p></body></html>",
            "Isi. ".repeat(80)
        )
    };
    let (one, two) = (page("Satu"), page("Dua"));
    let files: [(&str, &[u8]); 4] = [
        ("META-INF/container.xml", container),
        ("OEBPS/content.opf", package),
        ("satu.xhtml", one.as_bytes()),
        ("OEBPS/dua b.xhtml", two.as_bytes()),
    ];
    let book = archive(&files);
    let files = unpack(&book, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu", "Dua"]);
    let text = String::from_utf8(files[0].bytes.clone().unwrap()).unwrap();
    assert!(text.contains("Sari") && text.contains("2024-06-19") && text.contains("Isi. Isi."), "{text}");
    let broken = archive(&[("META-INF/container.xml", b"<x/>")]);
    assert_eq!(unpack(&broken, MAX_UNPACKED), Some(Err(Unreadable::Damaged("an EPUB book"))));
    assert!(unpack(&broken[..broken.len() / 2], MAX_UNPACKED).unwrap().is_err());
    assert!(unpack(b"Berita biasa", MAX_UNPACKED).is_none());
}

#[test]
fn a_list_of_more_stories_than_are_taken_from_one_file_is_refused() {
    let rows = MAX_FILES + 1;
    let table = format!("title,url\n{}", "a,http://a.id/1\n".repeat(rows));
    assert_eq!(
        unpack(table.as_bytes(), MAX_UNPACKED),
        Some(Err(Unreadable::TooMany { files: rows, limit: MAX_FILES }))
    );
    let tree = format!(r#"{{"children":[{}]}}"#, vec![r#"{"title":"a","uri":"http://a.id/1"}"#; rows].join(","));
    assert!(matches!(unpack(tree.as_bytes(), MAX_UNPACKED), Some(Err(Unreadable::TooMany { .. }))));
}

#[test]
fn an_omnivore_archive_joins_what_it_knows_with_the_texts() {
    let metadata = br#"[{"slug":"harga","title":"Harga Naik","url":"https://a.id/1","author":"Sari"},{"slug":"tiada","title":"Tanpa Isi","url":"https://a.id/2"}]"#;
    let bytes = archive(&[("metadata_0_to_1.json", metadata), ("content/harga.html", b"<p>Isi berita.</p>")]);
    let files = unpack(&bytes, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Harga Naik", "Tanpa Isi"]);
    assert!(String::from_utf8(files[0].bytes.clone().unwrap()).unwrap().contains("Isi berita."));
    assert_eq!(files[1].bytes, Err(Unreadable::NoBody));
    assert_eq!(files[1].wish.as_ref().map(|wish| wish.url.as_str()), Some("https://a.id/2"));
}

#[test]
fn an_export_gives_a_file_for_each_story() {
    let export = br#" [{"title":"Satu","url":"https://a.id/1","content":"<p>Isi</p>"},{"title":"","url":"https://a.id/2","content":""}]"#;
    let files = unpack(export, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu", "https://a.id/2"]);
    assert!(files[0].bytes.is_ok() && files[1].bytes == Err(Unreadable::NoBody));
    assert!(unpack(b"[1, 2, 3]", MAX_UNPACKED).is_none());
    let bare = br#"[{"title":"Satu","url":"https://a.id/1"}]"#;
    assert_eq!(wishes(bare)[0].title, "Satu");
    // One without an address beside others is not lost.
    let mixed = br#"[{"title":"Satu","url":"https://a.id/1"},{"title":"Tanpa Alamat","content":"<p>Isi</p>"}]"#;
    assert_eq!(names(&unpack(mixed, MAX_UNPACKED).unwrap().unwrap()), ["Satu", "Tanpa Alamat"]);
}

/// What a list names.
fn wishes(bytes: &[u8]) -> Vec<Wish> {
    let files = unpack(bytes, MAX_UNPACKED).unwrap().unwrap();
    files.into_iter().map(|file| *file.wish.expect("only named")).collect()
}

#[test]
fn tables_of_every_service_name_stories() {
    let pocket = wishes(
        b"title,url,time_added,tags,status\n\"Satu, dua\",https://a.id/1,1600322788,laut|darat,archive\n,https://a.id/2,,,unread\n",
    );
    assert_eq!((pocket[0].title.as_str(), pocket[0].tags.len(), pocket[0].read), ("Satu, dua", 2, true));
    assert_eq!(pocket[0].added.as_deref(), Some("2020-09-17T06:06:28Z"));
    assert_eq!((pocket[1].name(), pocket[1].read), ("https://a.id/2", false));
    let instapaper = wishes(
        "\u{feff}URL,Title,Selection,Folder\nhttps://a.id/1,Satu,\"baris\nkedua\",Starred\nhttps://a.id/2,Dua,,Timur\nhttps://a.id/3,Tiga,,Archive\n"
            .as_bytes(),
    );
    assert_eq!((instapaper[0].starred, instapaper[0].marks[0].quote.as_str()), (true, "baris\nkedua"));
    assert_eq!(instapaper[1].collection.as_deref(), Some("Timur"));
    assert_eq!((instapaper[2].read, instapaper[2].collection.as_deref()), (true, None));
    let raindrop = wishes(
        b"id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,Satu,penting,,https://a.id/1,Timur,\"laut, darat\",2024-06-19T10:00:00.000Z,,,true\n",
    );
    assert_eq!(
        (raindrop[0].starred, raindrop[0].tags.as_slice()),
        (true, &["laut".to_owned(), "darat".to_owned()][..])
    );
    assert_eq!((raindrop[0].note.as_str(), raindrop[0].collection.as_deref()), ("penting", Some("Timur")));
    let reader = wishes(
        b"Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\nSatu,https://a.id/1,x,\"['a']\",2024-06-19 10:00:00+00:00,0.5,archive,True\n",
    );
    assert!(reader[0].read && reader[0].added.is_some());
}

#[test]
fn pages_of_bookmarks_keep_folders_tags_and_days() {
    let page = b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1><DL><p><DT><H3>Timur</H3><DL><p>\
        <DT><A HREF=\"https://a.id/1\" ADD_DATE=\"1600322788\" TAGS=\"laut,darat\">Satu &amp; dua</A>\
        <DT><A HREF=\"javascript:alert(1)\">Bukan</A></DL><p><DT><A HREF=\"https://a.id/2\">Dua</A></DL>";
    let found = wishes(page);
    assert_eq!(found.iter().map(|wish| wish.title.as_str()).collect::<Vec<_>>(), ["Satu & dua", "Dua"]);
    assert_eq!((found[0].collection.as_deref(), found[0].tags.len()), (Some("Timur"), 2));
    assert_eq!(found[1].collection, None);
    let pocket = b"<!DOCTYPE html><html><body><h1>Unread</h1><ul><li><a href=\"https://a.id/1\" time_added=\"1600322788\" tags=\"\">Satu</a></li></ul>\
        <h1>Read Archive</h1><ul><li><a href=\"https://a.id/2\" time_added=\"1600322788\" tags=\"x\">Dua</a></li></ul></body></html>";
    assert_eq!(wishes(pocket).iter().map(|wish| wish.read).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn bookmarks_of_a_long_page_keep_the_folder_that_each_lies_in() {
    let mut page = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1>\n<DL><p>\n".to_owned();
    let mut wanted = Vec::new();
    let mut number = 0;
    let mut add = |page: &mut String, folder: Option<&str>| {
        for _ in 0..2500 {
            number += 1;
            let link = format!("<DT><A HREF=\"https://contoh.co.id/berita/{number}\" ADD_DATE=\"1600322788\">");
            *page += &[link, format!("Berita {number}</A>\n")].concat();
            wanted.push(folder.map(str::to_owned));
        }
    };
    add(&mut page, None);
    page.push_str("<DT><H3 ADD_DATE=\"1\">Laut &amp; darat</H3>\n<DL><p>\n");
    add(&mut page, Some("Laut & darat"));
    page.push_str("<DT><H3>Dalam</H3>\n<DL><p>\n");
    add(&mut page, Some("Dalam"));
    page.push_str("</DL><p>\n");
    add(&mut page, Some("Laut & darat"));
    page.push_str("<DT><H3>Kosong</H3>\n<DL><p>\n</DL><p>\n");
    add(&mut page, Some("Laut & darat"));
    page.push_str("</DL><p>\n");
    add(&mut page, None);
    page.push_str("</DL><p>\n");
    assert!(page.len() > 1024 * 1024, "it is read in parts");
    let found: Vec<Option<String>> = wishes(page.as_bytes()).into_iter().map(|wish| wish.collection).collect();
    assert_eq!(found.len(), wanted.len());
    assert_eq!(found.iter().zip(&wanted).position(|(found, wanted)| found != wanted), None);
}

#[test]
fn a_summary_in_a_feed_is_words_where_it_stands_for_a_title() {
    let feed = b"<rss><channel><item><link>https://a.id/1</link><description>&lt;p&gt;Harga &lt;b&gt;beras&lt;/b&gt; naik.&lt;/p&gt;&lt;p&gt;Lagi.&lt;/p&gt;</description></item></channel></rss>";
    let found = wishes(feed);
    assert_eq!((found[0].title.as_str(), found[0].note.as_str()), ("Harga beras naik.", ""));
}

#[test]
fn a_hundred_thousand_bookmarks_and_a_wide_encoding_are_read_and_an_open_quote_is_no_address() {
    let head = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><H3>Timur</H3><DL><p>\n".to_owned();
    let lines = (0..100_000).map(|number| format!("<DT><A HREF=\"https://a.id/{number}\">S{number}</A>\n"));
    let page: String = std::iter::once(head).chain(lines).collect();
    let found = wishes(page.as_bytes());
    assert_eq!(found.len(), 100_000);
    assert!(found.iter().all(|wish| wish.collection.as_deref() == Some("Timur")));
    let table: Vec<u8> =
        "\u{feff}url,title\r\nhttps://a.id/1,É\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(wishes(&table)[0].title, "É");
    let open = b"url,title\n\"https://a.id/1,Satu\na,b\nc,d\n";
    let files = unpack(open, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu", "b", "d"]);
    assert_eq!((files[0].url.as_deref(), &files[1].bytes), (Some("https://a.id/1"), &Err(Unreadable::NotOfTheWeb)));
}

#[test]
fn json_of_browsers_and_reference_managers_names_stories() {
    let pinboard = br#"[{"href":"https://a.id/1","description":"Satu","extended":"kata","tags":"laut darat","time":"2016-10-31T15:57:56Z","toread":"no"}]"#;
    let found = wishes(pinboard);
    assert_eq!((found[0].title.as_str(), found[0].note.as_str(), found[0].tags.len()), ("Satu", "kata", 2));
    let chrome = br#"{"roots":{"bookmark_bar":{"children":[{"name":"Satu","type":"url","url":"https://a.id/1","date_added":"13118850929335823"}],"name":"Bar","type":"folder"}},"version":1}"#;
    let found = wishes(chrome);
    assert_eq!((found[0].title.as_str(), found[0].collection.as_deref()), ("Satu", Some("Bar")));
    assert_eq!(found[0].added.as_deref().map(|added| &added[..4]), Some("2016"));
    let firefox = br#"{"title":"","children":[{"title":"Bilah","children":[{"title":"Satu","uri":"https://a.id/1","dateAdded":1388166091504000}]}]}"#;
    assert_eq!(wishes(firefox)[0].collection.as_deref(), Some("Bilah"));
    let readability = br#"{"bookmarks":[{"article__title":"Satu","article__url":"https://a.id/1","archive":true}],"recommendations":[]}"#;
    assert!(wishes(readability)[0].read);
    let zotero = br#"[{"id":"x","type":"article","title":"Satu","URL":"https://a.id/1","author":[{"family":"Dewi"}],"issued":{"date-parts":[[2024,6,19]]},"abstract":"Ringkas"}]"#;
    let found = wishes(zotero);
    assert_eq!((found[0].published.as_deref(), found[0].note.as_str()), (Some("2024-06-19"), "Ringkas"));
    assert!(unpack(br#"{"judul":"x"}"#, MAX_UNPACKED).is_none());
}

#[test]
fn feeds_give_stories_where_they_hold_texts_and_wishes_where_not() {
    let rss = b"<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"x\"><channel><title>Kanal</title><link>https://a.id</link>\
        <item><title>Satu &amp; dua</title><link>https://a.id/1</link><pubDate>Wed, 19 Jun 2024 10:00:00 +0700</pubDate><category>laut</category>\
        <content:encoded><![CDATA[<p>Isi berita.</p>]]></content:encoded></item>\
        <item><title>Dua</title><guid>https://a.id/2</guid><description>Ringkas</description></item></channel></rss>";
    let files = unpack(rss, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(names(&files), ["Satu & dua", "Dua"]);
    let text = String::from_utf8(files[0].bytes.clone().unwrap()).unwrap();
    assert!(text.contains("2024-06-19T10:00:00+07:00") && text.contains("<p>Isi berita.</p>"), "{text}");
    assert_eq!(
        files[1].wish.as_ref().map(|wish| (wish.url.as_str(), wish.note.as_str())),
        Some(("https://a.id/2", "")),
        "a summary is nobody's note"
    );
    let atom = b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Kanal</title><entry><title>Satu</title>\
        <link rel=\"self\" href=\"https://a.id/x\"/><link href=\"https://a.id/1?a=1&amp;b=2\"/><author><name>Sari</name></author>\
        <updated>2024-06-19T10:00:00+07:00</updated><content type=\"html\">&lt;p&gt;Isi&lt;/p&gt;</content></entry></feed>";
    let files = unpack(atom, MAX_UNPACKED).unwrap().unwrap();
    assert_eq!(files[0].url.as_deref(), Some("https://a.id/1?a=1&b=2"));
    assert!(String::from_utf8(files[0].bytes.clone().unwrap()).unwrap().contains("<p>Isi</p>"));
    // Entities that a feed defines for itself stay as they are written: none can grow.
    let bomb = b"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><title>&b;</title><link>https://a.id/1</link></item></channel></rss>";
    assert_eq!(wishes(bomb)[0].title, "&b;");
    assert!(unpack(b"<rss><channel><item><title>Satu</titl", MAX_UNPACKED).unwrap().is_err());
}

proptest! {
    #[test]
    fn lists_that_are_cut_or_mangled_do_no_harm(which in 0..4_usize, cut in 0..200_usize, at in 0..200_usize, byte in any::<u8>()) {
        let lists: [&[u8]; 4] = [
            b"title,url,tags\n\"Satu\",https://a.id/1,x\n",
            b"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><H3>T</H3><DL><DT><A HREF=\"https://a.id/1\">S</A></DL></DL>",
            b"<rss><channel><item><title>&amp;S</title><link>https://a.id/1</link><category>x</category></item></channel></rss>",
            br#"{"roots":{"a":{"children":[{"name":"S","url":"https://a.id/1"}]}}}"#,
        ];
        let mut bytes = lists[which].to_vec();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(cut);
        let _ = unpack(&bytes, MAX_UNPACKED);
    }
}

#[test]
fn records_without_end_take_linear_time() {
    let started = std::time::Instant::now();
    let _ = unpack("WARC/1.0\nWARC-Type: x\nContent-Length: 0\n\n".repeat(100_000).as_bytes(), MAX_UNPACKED);
    // Quadratic work on these takes many minutes; the bound only tells the two apart on a busy machine.
    assert!(started.elapsed().as_secs() < 60);
}

pub(super) fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
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

#[test]
fn what_zotero_writes_names_stories_with_author_tags_notes_and_collection() {
    let rdf = r##"<rdf:RDF xmlns:rdf="r" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="b" xmlns:foaf="f" xmlns:dc="d" xmlns:dcterms="t">
        <bib:Document rdf:about="https://a.id/1?x=1&amp;y=2"><z:itemType>webpage</z:itemType>
          <dcterms:isPartOf><z:Website><dc:title>Contoh</dc:title></z:Website></dcterms:isPartOf>
          <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Dewi</foaf:surname><foaf:givenName>Sari</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>Budi</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:authors>
          <dcterms:isReferencedBy rdf:resource="#item_5"/><dc:subject>laut</dc:subject>
          <dc:subject><z:AutomaticTag><rdf:value>niaga</rdf:value></z:AutomaticTag></dc:subject>
          <dc:title>Kapal &amp; Pelabuhan</dc:title><dcterms:abstract>Ringkas.</dcterms:abstract><dc:date>2024-06-19</dc:date>
          <dcterms:dateSubmitted>2024-06-20 01:02:03</dcterms:dateSubmitted></bib:Document>
        <rdf:Description rdf:about="#item_7"><z:itemType>newspaperArticle</z:itemType><dc:title>Dua</dc:title>
          <dc:identifier><dcterms:URI><rdf:value>https://a.id/2</rdf:value></dcterms:URI></dc:identifier></rdf:Description>
        <bib:Memo rdf:about="#item_5"><rdf:value>&lt;p&gt;Satu&lt;/p&gt;&lt;p&gt;dua&lt;/p&gt;</rdf:value></bib:Memo>
        <z:Attachment rdf:about="#item_6"><z:itemType>attachment</z:itemType><dc:title>Snapshot</dc:title></z:Attachment>
        <z:Collection rdf:about="#collection_1"><dc:title>Timor</dc:title><dcterms:hasPart rdf:resource="#item_7"/></z:Collection></rdf:RDF>"##;
    let found = wishes(rdf.as_bytes());
    let [one, two] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.title.as_str(), one.url.as_str()), ("Kapal & Pelabuhan", "https://a.id/1?x=1&y=2"));
    assert_eq!((one.author.as_deref(), one.published.as_deref()), (Some("Sari Dewi, Budi"), Some("2024-06-19")));
    assert_eq!((one.tags.join(" ").as_str(), one.note.as_str()), ("laut niaga", "Ringkas.\n\nSatu\ndua"));
    assert!(one.added.as_deref().is_some_and(|added| added.starts_with("2024-06-20")), "{:?}", one.added);
    assert_eq!((two.url.as_str(), two.collection.as_deref()), ("https://a.id/2", Some("Timor")));
    let head = rdf.split("<bib:Document").next().unwrap();
    let deep = format!("{head}{}", "<x>".repeat(100_000));
    assert_eq!(unpack(deep.as_bytes(), MAX_UNPACKED), Some(Err(Unreadable::Damaged("a Zotero RDF file"))));
    let bomb = rdf
        .replace("<rdf:RDF", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rdf:RDF")
        .replace("Dua", "&b;");
    assert_eq!(wishes(bomb.as_bytes())[1].title, "&b;");
    for end in 0..rdf.len() {
        let _ = rdf.get(..end).map(|cut| unpack(cut.as_bytes(), MAX_UNPACKED));
    }
}

#[test]
fn what_zotero_writes_as_json_and_csv_names_its_authors() {
    let json = wishes(br#"[{"title":"Satu","URL":"https://a.id/1","author":[{"family":"Dewi","given":"Sari"},{"literal":"Antara"}]}]"#);
    assert_eq!(json[0].author.as_deref(), Some("Sari Dewi, Antara"));
    let csv = wishes(b"\"Key\",\"Author\",\"Title\",\"Url\",\"Date\",\"Abstract Note\",\"Manual Tags\"\nX,\"Dewi, Sari\",Satu,https://a.id/1,2024-06-19,Ringkas,laut; niaga\n");
    assert_eq!((csv[0].published.as_deref(), csv[0].note.as_str()), (Some("2024-06-19"), "Ringkas"));
    assert_eq!((csv[0].author.as_deref(), csv[0].tags.join(" ").as_str()), (Some("Sari Dewi"), "laut niaga"));
    let notes = wishes(b"Key,Item Type,Author,Title,Url,Notes\nX,webpage,\"Dewi, Sari; Antara\",Satu,https://a.id/1,<p>satu &amp; dua</p><p>tiga</p>\n");
    assert_eq!((notes[0].author.as_deref(), notes[0].note.as_str()), (Some("Sari Dewi, Antara"), "satu & dua\ntiga"));
    let raw = wishes(br#"[{"title":"Satu","URL":"https://a.id/1","issued":{"raw":"19 Juni 2024"}}]"#);
    assert_eq!(raw[0].published.as_deref(), Some("2024-06-19"));
}

#[path = "exports_tests.rs"]
mod exports;

#[path = "damage_tests.rs"]
mod damage;
