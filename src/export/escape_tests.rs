use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;

/// What a Markdown program makes of `markdown`: the text, and whether anything but one paragraph of text is in it.
fn rendered(markdown: &str) -> (String, bool) {
    let mut text = String::new();
    let mut more = false;
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Text(piece) => text.push_str(&piece),
            Event::Start(Tag::Paragraph) | Event::End(_) => {}
            _ => more = true,
        }
    }
    (text, more)
}

proptest! {
    #[test]
    fn a_line_renders_as_its_own_text_and_nothing_else(text in r##"[ a-c0-9.)(!"#$%&'*+,/:;<=>?@\[\\\]^_`{|}~\-\t\n\r\u{85}\u{2028}é“]{0,40}"##) {
        let line = line(&text);
        let (plain, more) = rendered(&line);
        prop_assert!(!more, "{line:?} renders as more than text");
        // Options::all() curls quotes; the comparison looks past that.
        let straight = |text: &str| text.replace(['“', '”', '"', '\'', '‘', '’'], "\"").replace(['…', '–', '—', '.', '-'], "");
        prop_assert_eq!(straight(&plain), straight(&one_line(&text)));
    }

    #[test]
    fn a_line_is_one_line_whatever_comes(text in any::<String>()) {
        prop_assert!(!line(&text).chars().any(char::is_control));
    }
}

#[test]
fn plain_news_stays_as_it_is() {
    let text = "Presiden tiba di Jakarta (19/6), kata juru bicara – S & P naik 2,5 persen; 12.000 orang hadir: \"ya\".";
    assert_eq!(line(text), text);
}

#[test]
fn marks_links_images_and_html_mean_nothing() {
    assert_eq!(line("# Judul"), "\\# Judul");
    assert_eq!(line("![x](http://a.id)"), "!\\[x\\](http\\://a.id)");
    assert_eq!(line("<script>&lt;"), "&lt;script&gt;&amp;lt;");
    assert_eq!(line("- satu"), "\\- satu");
    assert_eq!(line("1. satu"), "1\\. satu");
    assert_eq!(line("12) satu"), "12\\) satu");
    assert_eq!(line("19.6 derajat"), "19.6 derajat");
    assert_eq!(line("==a== %%b%% www.a.id"), "\\=\\=a\\=\\= \\%\\%b\\%\\% www\\.a.id");
    assert_eq!(line("---"), "\\---");
}

#[test]
fn a_megabyte_of_dots_and_marks_is_quick() {
    let began = std::time::Instant::now();
    let text = ".w*:/=".repeat(200_000);
    assert!(line(&text).len() > text.len());
    assert!(began.elapsed().as_secs() < 5);
}
