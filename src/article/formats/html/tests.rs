//! Whole pages through the reader.

use jiff::civil::date;

use super::*;
use crate::article::{Article, ReferenceKind, SourceFile, TitleSource, read};

const PARAGRAPHS: [&str; 4] = [
    "Kepala dinas itu menyampaikan bahwa panen padi tahun ini lebih baik daripada tahun lalu, meskipun hujan datang terlambat di banyak desa.",
    "Para petani, katanya, sudah menyiapkan lahan sejak awal musim, dan pupuk tersedia dalam jumlah yang cukup untuk semua kelompok tani.",
    "Ia menambahkan bahwa harga gabah di tingkat petani juga naik, sehingga pendapatan mereka bertambah dibandingkan dengan musim sebelumnya.",
    "Menurut dia, pemerintah daerah akan terus membantu petani dengan bibit unggul dan perbaikan saluran irigasi yang rusak akibat banjir.",
];

/// A page with `markup` after its second paragraph.
fn page(head: &str, markup: &str) -> String {
    let [a, b, c, d] = PARAGRAPHS;
    format!(
        "<!doctype html><html><head>{head}</head><body><div class='nav'><a href='/'>Beranda</a></div><div class='isi'><h1>Panen Padi Membaik Lagi</h1>\
         <p>{a}</p><p>{b}</p>{markup}<p>{c}</p><p>{d}</p></div></body></html>"
    )
}

fn article(html: &str) -> Article {
    read(&SourceFile {
        name: "x",
        bytes: html.as_bytes(),
        url: Some("https://kabar.contoh.co.id/a/b"),
        imported: date(2025, 1, 1),
    })
    .unwrap()
}

fn references(markup: &str) -> Vec<(String, Option<String>, usize)> {
    let found = article(&page("", markup));
    assert_eq!(found.body, PARAGRAPHS.join("\n"), "{markup}");
    found.references.into_iter().map(|found| (found.title.unwrap_or_default(), found.url, found.paragraph)).collect()
}

#[test]
fn every_shape_of_markup_gives_its_references_and_leaves_the_body() {
    let one = |markup: &str| {
        let expected = [("Harga Gabah Naik Tajam".to_owned(), Some("https://kabar.contoh.co.id/c".to_owned()), 2)];
        assert_eq!(references(markup), expected, "{markup}");
    };
    let link = "<a href='/c?utm_source=x'>Harga Gabah Naik Tajam</a>";
    one(&format!("<p><strong>Baca Juga:&nbsp;{link}</strong></p>"));
    one(&format!("<p><em><strong>Baca juga : {link} </strong></em></p>"));
    one(&format!(
        "<table><tbody><tr><td><div class='x'><strong>Baca juga: </strong>{link}</div></td></tr></tbody></table>"
    ));
    one(&format!(
        "<div class='n'><table><tr><td><p><strong>Baca juga:&nbsp;</strong>{link}</p></td></tr></table></div>"
    ));
    one(&format!("<div class='baca'><div class='judul'>Baca Juga:</div><ul><li>{link}</li></ul></div>"));
    one("<p><strong>(Baca Juga:&nbsp;<a href='/c'>Harga Gabah Naik Tajam</a>)</strong></p>");
    one("<p><strong><a href='/c'>(Baca juga: Harga Gabah Naik Tajam)<br></a></strong></p>");
    one(&format!("<p class='baca'>Baca: {link}</p>"));
    one(&format!("<div id='kotak'><div class='ttl'>Baca Juga</div><div><img alt='x'><h2>{link}</h2></div></div>"));
    one(&format!("<p>Pilihan Editor: {link}</p>"));
}

#[test]
fn lists_give_all_their_links() {
    let list = "<ul><li><a href='/c'>Harga Gabah Naik</a></li><li><a href='/d'>Pupuk Mulai Langka</a></li></ul>";
    for markup in [
        format!("<p>Baca Juga</p> <div class='baca'>{list}</div>"),
        format!("<div class='baca'><p class='kepala'>Baca Juga</p>{list}</div>"),
        format!("<div class='terkait'><h4><span>Berita Terkait</span></h4>{list}</div>"),
    ] {
        let titles: Vec<String> = references(&markup).into_iter().map(|(title, ..)| title).collect();
        assert_eq!(titles, ["Harga Gabah Naik", "Pupuk Mulai Langka"], "{markup}");
    }
}

#[test]
fn a_reference_inside_a_paragraph_leaves_its_sentence_whole() {
    let found = article(&page(
        "",
        "<p>Pupuk cukup tersedia di gudang (Baca juga: <a href='/c'>Gudang Pupuk Penuh</a>) dan siap dibagikan kepada para petani di desa itu.</p>",
    ));
    assert!(found.body.contains("Pupuk cukup tersedia di gudang dan siap dibagikan"), "{}", found.body);
    assert_eq!(found.references.len(), 1);
    assert_eq!(found.references[0].title.as_deref(), Some("Gudang Pupuk Penuh"));
}

#[test]
fn a_video_and_plain_text_references_are_taken_too() {
    let found = article(&page(
        "",
        "<p>Simak Video: Panen Raya di Desa [Gambas:Video 20detik]</p><p>Lihat juga: Pasar Gabah Ramai</p>",
    ));
    let kinds: Vec<(ReferenceKind, Option<&str>)> =
        found.references.iter().map(|found| (found.kind, found.title.as_deref())).collect();
    assert_eq!(
        kinds,
        [(ReferenceKind::Video, Some("Panen Raya di Desa")), (ReferenceKind::SeeAlso, Some("Pasar Gabah Ramai"))]
    );
    assert_eq!(found.body, PARAGRAPHS.join("\n"));
}

#[test]
fn a_call_to_read_without_advertisements_is_no_reference() {
    assert_eq!(references("<p>Baca berita dengan sedikit iklan, klik di sini</p>"), []);
}

#[test]
fn metadata_comes_from_the_most_trusted_place() {
    let head = r#"<title>Panen Padi Membaik Lagi - Contoh.co.id</title><meta property="og:title" content="Panen Padi Membaik | Contoh.co.id">
        <link rel="canonical" href="http://m.kabar.contoh.co.id/a/panen?page=all"><meta property="og:site_name" content="contoh.co.id">
        <meta property="article:published_time" content="2024-03-05T10:00:00+0700"><meta name="author" content="contoh.co.id developer">"#;
    let found = article(&page(head, "<p>Penulis : Budi Santoso</p><p>Editor : Sari Dewi</p>"));
    assert_eq!((found.meta.title.as_str(), found.meta.title_source), ("Panen Padi Membaik", TitleSource::OpenGraph));
    assert_eq!(found.meta.outlet.as_deref(), Some("Contoh"));
    assert_eq!((found.meta.author.as_deref(), found.meta.editor.as_deref()), (Some("Budi Santoso"), Some("Sari Dewi")));
    assert_eq!(found.meta.published.unwrap().value, "2024-03-05T10:00:00+07:00");
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Panen Padi","datePublished":"2024-03-05"}</script>"#;
    let found = article(&page(json, ""));
    assert_eq!((found.meta.title.as_str(), found.meta.title_source), ("Panen Padi", TitleSource::JsonLd));
}

#[test]
fn a_day_in_whatever_field_or_english_line_or_in_the_address_is_the_day_of_publication() {
    let day = |html: &str| article(html).meta.published.map(|found| (found.value, found.inferred));
    let stated = |day: &str| Some((day.to_owned(), false));
    assert_eq!(day(&page("<meta name='situs-post-date' content='2019/11/19'>", "")), stated("2019-11-19"));
    assert_eq!(day(&page("<meta name='expiry' content='2019/11/19'>", "")), None);
    let json = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"November 19, 2019\"}</script>";
    let exact = "2019-11-19T11:21:08+00:00";
    let field = format!("<meta property='article:published_time' content='{exact}'>");
    assert_eq!(day(&page(&format!("{json}{field}"), "")), stated(exact), "the time of the day that is stated");
    let written = page("", "").replace("</h1>", "</h1><p>Posted: Fri 6:45 PM, Feb 16, 2018</p>");
    assert_eq!(day(&written), stated("2018-02-16"));
    let url = Some("https://kabar.contoh.co.id/2019/11/19/panen");
    let html = page("", "");
    let file = SourceFile { name: "x", bytes: html.as_bytes(), url, imported: date(2025, 1, 1) };
    let found = read(&file).unwrap().meta.published.unwrap();
    assert_eq!((found.value.as_str(), found.inferred), ("2019-11-19", true), "worked out");
}

#[test]
fn the_heading_and_the_written_date_serve_where_nothing_else_does() {
    let html = page("", "").replace("</h1>", "</h1><div>Selasa, 5 Maret 2024 | 13:01 WIB</div>");
    let found = article(&html);
    assert_eq!((found.meta.title.as_str(), found.meta.title_source), ("Panen Padi Membaik Lagi", TitleSource::Heading));
    assert_eq!(found.meta.published.unwrap().value, "2024-03-05T13:01:00+07:00");
    assert_eq!(found.body, PARAGRAPHS.join("\n"));
}

#[test]
fn the_day_of_a_change_in_the_head_counts_before_the_time_of_another_story_further_down() {
    let day = |line: &str| {
        let list = "<p>Ragam kabar</p>".repeat(40) + "<p>Senin, 1 Januari 2024 07:15 WIB</p>";
        let html = page("", &list).replace("</h1>", &format!("</h1><div>{line}</div>"));
        article(&html).meta.published.map(|found| (found.value, found.inferred)).unwrap()
    };
    let change = "Diperbarui: Selasa, 5 Maret 2024 13:01 WIB";
    assert_eq!(day(change), ("2024-03-05T13:01:00+07:00".to_owned(), true));
    let title = "Update Haji, Selasa 5 Maret 2024 13:01 WIB";
    assert_eq!(day(title), ("2024-03-05T13:01:00+07:00".to_owned(), false));
}

#[test]
fn a_singlefile_page_gives_address_and_the_day_it_was_saved() {
    let html = page("", "<p>Rapat itu digelar pada Rabu (19/6), kata kepala dinas yang memimpin rapat bersama para petani di balai desa itu.</p>")
        .replace("<html>", "<html><!--\n Page saved with SingleFile \n url: https://lain.contoh.id/x?utm_source=y \n saved date: Thu Jul 05 2018 10:00:00 GMT+0700 (WIB)\n-->");
    let found = read(&SourceFile { name: "x", bytes: html.as_bytes(), url: None, imported: date(2026, 1, 1) }).unwrap();
    assert_eq!(found.meta.url.as_deref(), Some("https://lain.contoh.id/x"));
    let published = found.meta.published.unwrap();
    assert_eq!((published.value.as_str(), published.inferred), ("2013-06-19", true));
}

#[test]
fn a_page_without_text_says_so() {
    let empty = read(&SourceFile {
        name: "x",
        bytes: b"<html><body><script>var a = 1;</script></body></html>",
        url: None,
        imported: date(2025, 1, 1),
    });
    assert_eq!(empty, Err(Unreadable::NoText));
}

#[test]
fn text_about_tags_is_no_page() {
    assert!(!looks_like_page("Tag <html> membuka halaman, dan <p> membuka alinea."));
    assert!(!looks_like_page("< 5 persen warga"));
    assert!(looks_like_page("\n<!-- disimpan --><!DOCTYPE html><html>"));
    assert!(looks_like_page("<P>Satu</P>"));
}

#[test]
fn deep_and_hostile_pages_end_soon() {
    let deep = format!("{}<p>{}</p>", "<div>".repeat(100_000), PARAGRAPHS[0]);
    assert!(article(&deep).body.contains(PARAGRAPHS[0]));
    let markers = "<p>Baca juga: <a href='/x'>".repeat(20_000);
    let _ = read(&SourceFile { name: "x", bytes: markers.as_bytes(), url: None, imported: date(2025, 1, 1) });
    let table = format!("<table>{}{}", "<tr><td><table>".repeat(3000), PARAGRAPHS[1]);
    assert!(article(&table).body.contains(PARAGRAPHS[1]));
}

#[test]
fn nothing_hides_hostile_depth_from_the_guard() {
    let started = std::time::Instant::now();
    let deep = "<div>".repeat(40_000);
    let attributes = (0..160_000).map(|number| format!("a{number}=\"\"")).collect::<Vec<_>>().concat();
    for page in [
        format!("<html><body><!-->{deep}<p>{}</p>", PARAGRAPHS[0]),
        format!("<html><body><!--->{deep}<p>{}</p>", PARAGRAPHS[0]),
        format!("<html><body><svg><style>{deep}<p>{}</p>", PARAGRAPHS[0]),
        format!("<html><body>{}<p>{}</p>", "<rt>".repeat(60_000), PARAGRAPHS[0]),
        format!("<html><body><p {attributes}>{}</p>", PARAGRAPHS[0]),
        format!("<html><title>Judul{}</title><p>{}</p>", " - Contoh.com".repeat(60_000), PARAGRAPHS[0]),
    ] {
        let _ = read(&SourceFile { name: "x", bytes: page.as_bytes(), url: None, imported: date(2025, 1, 1) });
    }
    // Each alone took minutes; the bound only tells the two apart on a busy machine.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
