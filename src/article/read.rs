//! The one door through which files become articles.

use super::assemble::{Draft, check_length};
use super::containers::json;
use super::decode::decode;
use super::formats::{
    Entry, Markdown, is_cut_off, looks_like_mhtml, looks_like_page, looks_like_pdf, read_page, read_pdf, read_text,
    saved_page,
};
use super::outlet::outlet_of_host;
use super::{Article, SourceFile, Unreadable, Warning, Wish, address, canonical_url, containers, pages};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a saved file, finding its format by content: saved HTML (also by `SingleFile`), MHTML, PDF with a text layer,
/// an entry of an export, or plain text.
///
/// The name's ending plays no part. What is doubtful on the way becomes a warning of the article; a file that is no
/// story at all is an [`Unreadable`] which says why.
pub fn read(file: &SourceFile<'_>) -> Result<Article, Unreadable> {
    let size = file.bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(Unreadable::TooLarge { size, limit: MAX_BYTES });
    }
    let given = file.url.and_then(canonical_url);
    let mut saved_at = None;
    let draft = if looks_like_mhtml(file.bytes) {
        let page = saved_page(file.bytes)?;
        saved_at.clone_from(&page.url);
        let saved_from = page.url.as_deref().and_then(canonical_url);
        let (text, warnings) = decode(&page.html)?;
        let mut draft = read_page(&text, given.as_deref().or(saved_from.as_deref()))?;
        draft.warnings.extend((page.cut_off || is_cut_off(&text)).then_some(Warning::CutOff));
        with(draft, given.as_deref(), saved_from, warnings)
    } else if looks_like_pdf(file.bytes) {
        with(read_pdf(file.bytes)?, given.as_deref(), None, Vec::new())
    } else {
        let (text, warnings) = decode(file.bytes)?;
        let entry = Entry::read(&text).or_else(|| Markdown::read(&text)?.entry());
        if let Some(entry) = entry {
            let named = entry.url().and_then(canonical_url);
            let draft = entry.draft(given.as_deref().or(named.as_deref()))?;
            with(draft, given.as_deref(), named, warnings)
        } else if let Some(reason) = other_format(&text) {
            return Err(reason);
        } else if looks_like_page(&text) {
            saved_at = pages::saved_address(&text).map(str::to_owned);
            let saved_from = saved_at.as_deref().and_then(canonical_url);
            let mut draft = read_page(&text, given.as_deref().or(saved_from.as_deref()))?;
            draft.warnings.extend(is_cut_off(&text).then_some(Warning::CutOff));
            with(draft, given.as_deref(), saved_from, warnings)
        } else {
            check_length(text.lines())?;
            with(read_text(&text), given.as_deref(), None, warnings)
        }
    };
    let mut article = draft.finish(file.imported)?;
    let addresses: Vec<&str> = file.url.into_iter().chain(saved_at.as_deref()).collect();
    pages::note_page(&mut article, &addresses);
    if article.meta.outlet.is_none() {
        article.meta.outlet =
            article.meta.url.as_deref().and_then(address::host).and_then(|host| outlet_of_host(&host));
    }
    Ok(article)
}

/// What a story says of how a person filed and marked it: the tags in the head of a Markdown file, or all that an entry of an export
/// says that is a file of its own. `None` where it says nothing.
#[must_use]
pub fn filed(bytes: &[u8]) -> Option<Wish> {
    // Only what begins like one is decoded again.
    let begins = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if begins.starts_with(b"{") {
        if let Ok(entry) = serde_json::from_slice(begins) {
            return Entry::of(&entry).map(|_| containers::said_of(&entry));
        }
    } else if !begins.starts_with(b"---") && !begins.starts_with(b"+++") {
        return None;
    }
    let (text, _) = decode(bytes).ok()?;
    let tags = containers::said_of(Markdown::read(&text)?.fields()).tags;
    (!tags.is_empty()).then(|| Wish { tags, ..Wish::default() })
}

/// A draft with its address: what the person says counts before what the page says, and that before its container.
fn with(mut draft: Draft, person: Option<&str>, container: Option<String>, warnings: Vec<Warning>) -> Draft {
    draft.meta.url = person.map(str::to_owned).or(draft.meta.url).or(container);
    draft.warnings.splice(0..0, warnings);
    draft
}

/// How far into a text the signs of its format are looked for, in bytes.
const HEAD_BYTES: usize = 2048;

/// Formats that are text to the eye of a decoder but hold no story that could be read line by line.
fn other_format(text: &str) -> Option<Unreadable> {
    let head = text.trim_start();
    let head = head.get(..head.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let page = head.contains("<html") || head.contains("<!doctype html");
    if !page && (head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed")) {
        Some(Unreadable::Binary("an XML document"))
    } else if !page && head.starts_with("<svg") {
        Some(Unreadable::Binary("an SVG image"))
    } else if head.starts_with(['{', '[']) && is_json(text) {
        Some(Unreadable::Binary(json::KIND))
    } else {
        json::begins(text.as_bytes()).then_some(Unreadable::Damaged(json::KIND))
    }
}

/// Whether the text, or its first line, is a JSON object or array.
fn is_json(text: &str) -> bool {
    let whole = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text.trim()).is_ok();
    whole(text) || text.trim_start().lines().next().is_some_and(whole)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    use super::*;
    use crate::article::{Published, ReferenceKind, TitleSource};

    const TODAY: Date = date(2025, 6, 1);

    fn read_bytes(bytes: &[u8]) -> Result<Article, Unreadable> {
        read(&SourceFile { name: "berkas", bytes, url: None, imported: TODAY })
    }

    #[test]
    fn a_kontan_text_without_a_title_is_understood_whole() {
        let article = read_bytes(
            b"Sumber: Xinhua | Editor: Sari Dewi\nCONTOH.CO.ID - DILI. Pemerintah Timor Leste membuka pelabuhan baru bagi kapal niaga pada hari Kamis (15/8) di pesisir utara.\n\
              Kapal pertama datang dari Darwin.\nBaca Juga: Timor Leste Bangun Pelabuhan\nBaca Juga\n\"Ini awal yang baik,\" katanya.\nCek Berita dan Artikel yang lain di Google News\n",
        )
        .unwrap();
        assert_eq!(
            article.meta.title,
            "Pemerintah Timor Leste membuka pelabuhan baru bagi kapal niaga pada hari Kamis (15/8) di pesisir utara"
        );
        assert_eq!(article.meta.title_source, TitleSource::Derived);
        assert_eq!((article.meta.outlet.as_deref(), article.meta.dateline.as_deref()), (Some("Contoh"), Some("DILI")));
        assert_eq!(
            (article.meta.source.as_deref(), article.meta.editor.as_deref()),
            (Some("Xinhua"), Some("Sari Dewi"))
        );
        assert_eq!(article.meta.published, Some(Published { value: "2024-08-15".into(), inferred: true }));
        assert_eq!(article.body.split('\n').count(), 3);
        assert!(article.body.starts_with("CONTOH.CO.ID - DILI. Pemerintah"));
        let found: Vec<(Option<&str>, usize)> =
            article.references.iter().map(|found| (found.title.as_deref(), found.paragraph)).collect();
        assert_eq!(found, [(Some("Timor Leste Bangun Pelabuhan"), 2), (None, 2)]);
        assert_eq!(article.warnings.len(), 1);
    }

    #[test]
    fn an_entry_that_is_a_file_of_its_own_keeps_how_it_was_filed_and_marked() {
        let entry = br#"{"title":"Satu","url":"https://a.id/1","content":"<p>Isi berita itu.</p>","is_starred":1,"is_archived":1,"tags":["laut"],
            "annotations":[{"quote":"berita","text":"catatan"}]}"#;
        let wish = filed(entry).unwrap();
        assert!(wish.starred && wish.read);
        assert_eq!((wish.tags.as_slice(), wish.marks[0].note.as_str()), (&["laut".to_owned()][..], "catatan"));
        assert_eq!(filed(br#"{"title":"Satu","url":"https://a.id/1"}"#), None, "it holds no text");
        let headed =
            b"{\"title\":\"Kapal Niaga Tiba\",\"tags\":[\"laut\"]}\n\nKapal niaga itu tiba di Dili pada Senin pagi.\n";
        assert_eq!(filed(headed).unwrap().tags, ["laut"]);
        assert_eq!(read_bytes(headed).unwrap().meta.title, "Kapal Niaga Tiba");
        assert_eq!(containers::unpack(headed, u64::MAX), None);
    }

    #[test]
    fn a_page_in_an_mhtml_file_that_is_cut_off_says_so() {
        let page =
            "<html><body><p>Kapal niaga itu tiba di Dili pada Senin pagi, kata pejabat pelabuhan.</p></body></html>";
        let mail = format!(
            "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n{page}\n--x--\n"
        );
        let warnings = |mail: &str| read_bytes(mail.as_bytes()).unwrap().warnings;
        assert!(!warnings(&mail).contains(&Warning::CutOff));
        assert!(warnings(&mail[..mail.len() - 12]).contains(&Warning::CutOff), "within the page");
        assert!(warnings(&mail[..mail.len() - 4]).contains(&Warning::CutOff), "before the last boundary");
    }

    #[test]
    fn data_that_is_cut_off_is_no_story() {
        let cut = br#"[{"title":"Satu","isi":"Kapal niaga itu tiba di Dili pada Senin pagi."#;
        assert_eq!(read_bytes(cut), Err(Unreadable::Damaged("JSON data")));
        assert!(read_bytes(b"[Gambas:Video] Kapal niaga itu tiba di Dili.").is_ok());
    }

    #[test]
    fn references_in_one_long_line_part_it_and_say_that_they_are_guesses() {
        let article = read_bytes(
            b"Pelabuhan Dili Dibuka\n\nDILI, CONTOH.com - Pelabuhan itu dibuka. Baca: Kapal Niaga Tiba dari Darwin Menurut dia, kapal lain menyusul. Reporter: Budi Santoso",
        )
        .unwrap();
        assert_eq!(article.body, "DILI, CONTOH.com - Pelabuhan itu dibuka.\nMenurut dia, kapal lain menyusul.");
        assert_eq!(article.meta.author.as_deref(), Some("Budi Santoso"));
        let [reference] = article.references.as_slice() else { panic!("{:?}", article.references) };
        assert_eq!(
            (reference.title.as_deref(), reference.paragraph, reference.uncertain),
            (Some("Kapal Niaga Tiba dari Darwin"), 1, true)
        );
    }

    #[test]
    fn a_list_of_related_stories_at_the_end_is_references() {
        let article = read_bytes(
            "Pelabuhan itu dibuka, kata menteri. (abc/de)\nBERITA TERKAIT\n- Kapal Niaga Tiba\n- Darwin Senang\n"
                .as_bytes(),
        )
        .unwrap();
        let found: Vec<(ReferenceKind, Option<&str>)> =
            article.references.iter().map(|found| (found.kind, found.title.as_deref())).collect();
        assert_eq!(
            found,
            [(ReferenceKind::Related, Some("Kapal Niaga Tiba")), (ReferenceKind::Related, Some("Darwin Senang"))]
        );
        assert_eq!(article.body, "Pelabuhan itu dibuka, kata menteri. (abc/de)");
    }

    #[test]
    fn the_format_is_found_by_content_and_strangers_are_named() {
        let strange = |bytes: &[u8]| read_bytes(bytes).unwrap_err().to_string();
        assert!(strange(b"<?xml version='1.0'?><rss><channel/></rss>").contains("XML"));
        assert!(strange(b"{\"judul\": \"Berita\",\n \"isi\": [1, 2]}\n").contains("JSON"));
        assert!(read_bytes(b"[Video] Panen raya di desa itu berlangsung meriah, kata warga.").is_ok());
        assert!(strange(b"\x89PNG\r\n\x1a\n").contains("PNG"));
        assert_eq!(read_bytes(b"Baca Juga: Hanya Rujukan Saja"), Err(Unreadable::NoText));
    }

    #[test]
    fn an_entry_of_an_export_is_read_as_the_page_that_it_was() {
        let entry = br#"{"title":"Harga Gabah Naik","url":"https://www.contoh.co.id/harga?utm_source=x","published_at":"2024-06-19T10:00:00+07:00","content":"<p>Harga gabah naik di tiga kabupaten sejak awal pekan ini, kata pedagang di pasar itu.</p><p>Petani senang karena panen raya baru akan tiba bulan depan, dan stok di gudang menipis.</p>"}"#;
        let article = read_bytes(entry).unwrap();
        assert_eq!((article.meta.title.as_str(), article.body.split('\n').count()), ("Harga Gabah Naik", 2));
        assert_eq!(article.meta.url.as_deref(), Some("https://www.contoh.co.id/harga"));
        assert_eq!(
            article.meta.published.map(|published| published.value).as_deref(),
            Some("2024-06-19T10:00:00+07:00")
        );
    }

    #[test]
    fn markdown_is_read_with_its_head_and_its_references() {
        let text = "---\ntitle: Kapal Niaga Tiba di Dili\ndate: 2024-06-19\nauthor: Sari Dewi\nurl: https://www.contoh.co.id/kapal\ntags: [laut, niaga]\n---\n\n\
            Kapal niaga pertama dari Kupang tiba di Dili pada Senin pagi, kata pejabat pelabuhan itu.\n\n\
            Baca Juga: [Pelabuhan Dili Dibuka](https://www.contoh.co.id/pelabuhan)\n\nKapal itu membawa *beras* dan semen untuk kota itu.\n";
        let article = read_bytes(text.as_bytes()).unwrap();
        assert_eq!(article.meta.title, "Kapal Niaga Tiba di Dili");
        assert_eq!(article.meta.author.as_deref(), Some("Sari Dewi"));
        assert_eq!(article.meta.published.map(|published| published.value).as_deref(), Some("2024-06-19"));
        assert_eq!(article.body.split('\n').count(), 2, "{}", article.body);
        assert!(article.body.contains("membawa beras dan semen"));
        let [reference] = article.references.as_slice() else { panic!("{:?}", article.references) };
        assert_eq!(reference.title.as_deref(), Some("Pelabuhan Dili Dibuka"));
        assert_eq!(reference.url.as_deref(), Some("https://www.contoh.co.id/pelabuhan"));
        assert_eq!(filed(text.as_bytes()).unwrap().tags, ["laut", "niaga"]);
        assert_eq!(filed(b"Berita biasa"), None);
    }

    #[test]
    fn a_stated_year_is_not_inferred_and_the_persons_address_wins() {
        let file = SourceFile {
            name: "x",
            bytes: b"Sabtu, 10 Mei 2025 / 11:51 WIB\nhttps://salah.id/x\nJudul Berita Hari Ini\nIsi berita itu singkat saja, kata dia.",
            url: Some("http://www.contoh.co.id/benar?fbclid=1"),
            imported: TODAY,
        };
        let meta = read(&file).unwrap().meta;
        assert_eq!(meta.published, Some(Published { value: "2025-05-10T11:51:00+07:00".into(), inferred: false }));
        assert_eq!(meta.url.as_deref(), Some("https://www.contoh.co.id/benar"));
        assert_eq!(meta.outlet.as_deref(), Some("Contoh"));
    }

    #[test]
    fn a_text_longer_than_any_story_is_refused_with_the_limit_and_a_book_is_read() {
        let too_many = Err(Unreadable::TooManyLines { lines: 300_001, limit: 250_000 });
        assert_eq!(read_bytes(format!("Judul\n\n{}", "x\n".repeat(300_000)).as_bytes()).map(drop), too_many);
        let too_long = Err(Unreadable::LongerThanAStory { characters: 6_500_000, limit: 6_000_000 });
        assert_eq!(read_bytes(format!("{}\n", "kata panjang ".repeat(10)).repeat(50_000).as_bytes()), too_long);
        let paragraph = format!("{}.", "Kata é ".repeat(500).trim_end());
        let book = format!("Judul Buku\n{}", format!("{paragraph}\n").repeat(1400));
        assert!(book.len() > 5_500_000 && read_bytes(book.as_bytes()).is_ok());
    }

    #[test]
    fn long_lines_are_read_in_linear_time() {
        let started = std::time::Instant::now();
        for unit in
            ["kata ", "Baca: ", "(Baca juga: ", "x", "<", "Senin (1/2) ", "Editor: ", "\"", "Simak Video \"", ". "]
        {
            let text = unit.repeat(150_000 / unit.len());
            let _ = read_bytes(text.as_bytes());
        }
        // Quadratic work on these takes minutes; the bound only has to tell the two apart on a busy machine.
        assert!(started.elapsed().as_secs() < 60);
    }

    proptest! {
        #[test]
        fn any_text_is_an_article_or_a_reason(text in "(<p>|</p>|<a href='x'>|Baca juga: |\n|Editor: Sari|JAKARTA, A.com - |Kata Dia[.] |é|“|[(]|[)]|BERITA TERKAIT|- Satu Dua){0,40}") {
            if let Ok(article) = read_bytes(text.as_bytes()) {
                prop_assert!(!article.body.trim().is_empty() && !article.meta.title.is_empty());
                let paragraphs = article.body.split('\n').count();
                prop_assert!(article.references.iter().all(|found| found.paragraph <= paragraphs));
                prop_assert!(article.body.split('\n').all(|paragraph| paragraph == paragraph.trim() && !paragraph.is_empty()));
            }
        }

        #[test]
        fn any_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_bytes(&bytes);
        }
    }
}
