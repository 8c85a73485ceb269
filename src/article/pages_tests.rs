use super::*;
use crate::article::{SourceFile, read};
use jiff::civil::date;

fn part(number: u32, of: Option<u32>) -> SavedPage {
    SavedPage::Part { number, of }
}

fn article(text: &str, url: Option<&str>) -> Article {
    read(&SourceFile { name: "x", bytes: text.as_bytes(), url, imported: date(2025, 6, 1) }).unwrap()
}

#[test]
fn an_address_names_a_page_or_not() {
    let cases = [
        ("https://a.id/read/2024/06/19/kapal-tiba?page=2", Some(part(2, None))),
        ("https://a.id/read/kapal-tiba?utm_source=x&page=all#komentar", Some(SavedPage::Whole)),
        ("https://a.id/berita/d-7398765/kapal-tiba/3", Some(part(3, None))),
        ("https://a.id/berita/2024/06/19", None),
        ("https://a.id/berita/kapal-tiba-2", None),
        ("https://a.id/berita/kapal-tiba/2024", None),
        ("https://a.id/berita/kapal-tiba?page=0", None),
        ("https://a.id/berita/kapal-tiba", None),
    ];
    for (url, wanted) in cases {
        assert_eq!(address_page(url), wanted, "{url}");
    }
    assert_eq!(without_page("https://a.id/x/kapal-tiba/2").as_deref(), Some("https://a.id/x/kapal-tiba"));
    assert_eq!(without_page("https://a.id/x?id=7&page=2").as_deref(), Some("https://a.id/x?id=7"));
}

#[test]
fn a_title_or_a_line_names_a_page_or_not() {
    let titled = |title: &str| title_page(title).map(|(title, page)| format!("{title}: {page:?}"));
    assert_eq!(title_page("Kapal Tiba di Dili Halaman 2"), Some(("Kapal Tiba di Dili".to_owned(), part(2, None))));
    assert_eq!(title_page("Kapal Tiba - Halaman all").map(|found| found.1), Some(SavedPage::Whole));
    assert_eq!(title_page("Ship Arrives (Page 3)"), Some(("Ship Arrives".to_owned(), part(3, None))));
    for title in [
        "Kapal Tiba di Dili",
        "Skripsi Setebal 200 Halaman",
        "Laporan di Halaman Depan",
        "He Ripped Page 2",
        "Halaman 2",
    ] {
        assert_eq!(titled(title), None, "{title}");
    }
    assert_eq!(line_page("Halaman 2 dari 3"), Some(part(2, Some(3))));
    assert_eq!(line_page("(Page 1/4)"), Some(part(1, Some(4))));
    for line in ["Halaman 4 dari 3", "Halaman rumah itu luas.", "Buku itu 2 halaman", "halaman 2 dari buku itu"] {
        assert_eq!(line_page(line), None, "{line}");
    }
}

#[test]
fn a_page_says_which_one_it_is_and_what_is_missing() {
    let text =
        "Kapal Tiba di Dili\n\nKapal kedua menyusul pada Selasa pagi, kata petugas pelabuhan itu.\n\nHalaman 2 dari 3";
    let page = article(text, Some("https://a.id/x/kapal-tiba?page=2"));
    assert_eq!(page.page, Some(part(2, Some(3))));
    assert_eq!(page.meta.url.as_deref(), Some("https://a.id/x/kapal-tiba"));
    assert_eq!(page.warnings, [Warning::MissingPages(vec![1, 3])]);
    assert!(!page.body.contains("Halaman"), "{}", page.body);
    assert_eq!(article(text, Some("https://a.id/x/kapal-tiba?page=all")).page, Some(SavedPage::Whole));
    let saved = "<!DOCTYPE html>\n<!-- saved from url=(0042)https://a.id/x/kapal-tiba?page=2 -->\n<html><head><title>Kapal Tiba di Dili Halaman 2</title></head><body><h1>Kapal Tiba di Dili</h1><p>Kapal kedua menyusul pada Selasa pagi, kata petugas pelabuhan itu kepada wartawan.</p></body></html>";
    let page = article(saved, None);
    assert_eq!((page.page, page.meta.url.as_deref()), (Some(part(2, None)), Some("https://a.id/x/kapal-tiba")));
    assert_eq!(saved_address(saved), Some("https://a.id/x/kapal-tiba?page=2"));
}

#[test]
fn pages_are_joined_in_order_and_repeat_nothing() {
    let page = |number: u32, body: &str| {
        let text =
            format!("Kapal Tiba di Dili\n\n{body}\n\nBaca Juga: Berita Nomor {number}\n\nHalaman {number} dari 4");
        (number, article(&text, None))
    };
    let pages = vec![
        page(3, "Foto: petugas berjaga di dermaga.\n\nBagian ketiga berakhir di sini."),
        page(1, "Foto: petugas berjaga di dermaga.\n\nBagian pertama dimulai di sini."),
    ];
    let whole = join_pages(pages).unwrap();
    assert_eq!(
        whole.body,
        "Foto: petugas berjaga di dermaga.\nBagian pertama dimulai di sini.\nBagian ketiga berakhir di sini."
    );
    let named: Vec<(&str, usize)> =
        whole.references.iter().map(|found| (found.title.as_deref().unwrap(), found.paragraph)).collect();
    assert_eq!(named, [("Berita Nomor 1", 2), ("Berita Nomor 3", 3)]);
    assert_eq!(whole.warnings, [Warning::MissingPages(vec![2, 4])]);
    assert!(has_page(&whole.body, "Bagian ketiga berakhir di sini."));
    assert!(!has_page(&whole.body, "Bagian kedua tidak ada."));
    assert_eq!(join_pages(Vec::new()), None);
}
