use proptest::prelude::*;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use uuid::Uuid;

use super::*;
use crate::article::Article;
use crate::library::{Anchor, AnnotationId, ArticleId, ArticleRow, Color};
use crate::text::Span;

fn labels() -> Labels {
    Labels {
        inferred: "disimpulkan".to_owned(),
        note: "Catatan".to_owned(),
        collections: "Koleksi".to_owned(),
        library: "Catatan Sorot".to_owned(),
        colors: (1..=8).map(|number| format!("Warna {number}")).collect(),
        suspect: "Belum pasti".to_owned(),
        lost: "Teksnya hilang".to_owned(),
    }
}

fn stored(title: &str) -> StoredArticle {
    let meta = Metadata {
        title: title.to_owned(),
        url: Some("https://contoh.id/berita/1".to_owned()),
        outlet: Some("Kabar Contoh".to_owned()),
        author: Some("Sari".to_owned()),
        source: Some("Antara".to_owned()),
        dateline: Some("AMBON".to_owned()),
        published: Some(Published { value: "2024-06-19T15:10:00+07:00".to_owned(), inferred: true }),
        ..Metadata::default()
    };
    StoredArticle {
        row: ArticleRow {
            filing: crate::library::Filing::default(),
            id: ArticleId(Uuid::nil()),
            title: title.to_owned(),
            title_derived: false,
            outlet: meta.outlet.clone(),
            published: meta.published.clone(),
            file: "berkas.txt".to_owned(),
            url: meta.url.clone(),
            sample: false,
            words: 0,
            progress: None,
            position: 0,
            annotations: 0,
            imported: "2024-06-20T00:00:00Z".to_owned(),
        },
        article: Article { meta, body: String::new(), references: Vec::new(), warnings: Vec::new(), page: None },
        body_version: 1,
        mentions: Vec::new(),
    }
}

fn mark(start: usize, quote: &str, note: &str) -> Annotation {
    Annotation {
        id: AnnotationId(Uuid::from_u128(start as u128)),
        article: ArticleId(Uuid::nil()),
        anchor: Anchor {
            span: Span::new(start, start + quote.len()),
            quote: quote.to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            version: 1,
        },
        color: Color::FIRST,
        note: note.to_owned(),
        tags: vec!["laut".to_owned(), "dua kata".to_owned()],
        author: "Rina".to_owned(),
        created: "2024-06-20T03:04:05.000Z".to_owned(),
        modified: "2024-06-20T03:04:05.000Z".to_owned(),
        state: AnchorState::Exact,
        detached: false,
    }
}

#[test]
fn an_article_reads_as_title_source_link_and_quotes_in_reading_order() {
    let marks = [mark(90, "Kapal kedua\nmenyusul.", ""), mark(5, "Kapal pertama tiba.", "Cek lagi.\nDan lagi.")];
    let expected = "\
# Kapal tiba

Kabar Contoh · Sari · Antara · AMBON · 2024-06-19 15:10 +07:00 (disimpulkan)

<https://contoh.id/berita/1>

> Kapal pertama tiba.

**Catatan:** Cek lagi.

Dan lagi.

Warna 1 · #laut · \\#dua kata · Rina, 2024-06-20 03:04 UTC

> Kapal kedua
>
> menyusul.

Warna 1 · #laut · \\#dua kata · Rina, 2024-06-20 03:04 UTC
";
    assert_eq!(article(&stored("Kapal tiba"), &marks, &labels()), expected);
}

#[test]
fn how_a_story_is_filed_and_what_is_noted_on_it_stands_in_its_head() {
    let mut one = stored("Judul");
    one.row.filing = Filing {
        starred: true,
        read: true,
        rating: Some("B2".parse().unwrap()),
        tags: vec!["laut".to_owned(), "*uji*".to_owned()],
        collections: vec!["Natuna".to_owned(), "# 2".to_owned()],
        note: "Dua *sumber*.\n\nCek lagi.".to_owned(),
    };
    let text = article(&one, &[], &labels());
    let head =
        "★ · B2 · #laut · \\#\\*uji\\* · Koleksi: Natuna, \\# 2\n\n**Catatan:** Dua \\*sumber\\*.\n\nCek lagi.\n";
    assert!(text.ends_with(head), "{text}");
}

#[test]
fn uncertain_and_lost_marks_say_so() {
    let mut marks = [mark(1, "satu", ""), mark(2, "dua", "")];
    marks[0].state = AnchorState::Suspect;
    marks[1].state = AnchorState::Lost;
    let text = article(&stored("Judul"), &marks, &labels());
    assert!(text.contains("> satu\n\n**Belum pasti** · "));
    assert!(text.contains("> dua\n\n**Teksnya hilang** · "));
}

#[test]
fn a_derived_title_is_slanted_and_a_missing_one_is_the_files_name() {
    let mut one = stored("Dari teras");
    one.row.title_derived = true;
    assert!(article(&one, &[], &labels()).starts_with("# *Dari teras*\n"));
    assert!(article(&stored(" \n"), &[], &labels()).starts_with("# berkas.txt\n"));
}

#[test]
fn an_address_that_is_none_stays_text() {
    let mut one = stored("Judul");
    one.article.meta.url = Some("javascript:alert(1)".to_owned());
    assert!(links(&article(&one, &[], &labels())).is_empty());
}

#[test]
fn an_address_cannot_end_its_link() {
    assert_eq!(link("https://contoh.id/a>b c\n<d"), "<https://contoh.id/a%3Eb%20c%20%3Cd>");
}

/// The targets of all links and images.
fn links(markdown: &str) -> Vec<String> {
    Parser::new_ext(markdown, Options::all())
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, link_type: LinkType::Autolink, .. }) => Some(dest_url.to_string()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => Some("smuggled".to_owned()),
            _ => None,
        })
        .collect()
}

/// The order of headings, quotes and paragraphs, with everything that must not be there.
fn shape(markdown: &str) -> Vec<String> {
    Parser::new_ext(markdown, Options::all())
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(format!("{level}")),
            Event::Start(Tag::BlockQuote(None)) => Some("quote".to_owned()),
            Event::End(TagEnd::BlockQuote(_)) => Some("/quote".to_owned()),
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::Link { .. }) | Event::Text(_) | Event::End(_) => None,
            other => Some(format!("{other:?}")),
        })
        .collect()
}

/// Text with every sign that means something in Markdown or HTML, now and then a line break.
fn hostile() -> impl Strategy<Value = String> {
    r#"[ a-c1.)(!#$%&*+/:;<=>?@\[\\\]^_`{|}~\-\t\n\r"]{0,30}"#.prop_map(|text| format!("x{text}\n{text}"))
}

proptest! {
    #[test]
    fn hostile_text_cannot_leave_its_place(
        title in hostile(), quote in hostile(), note in hostile(), tag in hostile(), author in hostile(),
    ) {
        let mut one = stored(&title);
        one.article.meta.outlet = Some(author.clone());
        let mut annotation = mark(3, &quote, &note);
        one.row.filing.tags = vec![tag.clone()];
        one.row.filing.collections = vec![author.clone()];
        one.row.filing.note.clone_from(&note);
        annotation.tags = vec![tag];
        annotation.author = author;
        let text = article(&one, &[annotation.clone(), annotation], &labels());
        let found = shape(&text);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        prop_assert_eq!(found, ["h1", "quote", "/quote", "quote", "/quote"], "{}", text);
        prop_assert_eq!(links(&text), ["https://contoh.id/berita/1"]);
    }
}
