//! A page that a browser saved as one MHTML file: a message of which one part is the page (RFC 2557).

use mailparse::{MailHeaderMap as _, ParsedMail, parse_mail};

use crate::article::Unreadable;

/// What an MHTML file holds of its page.
pub(in crate::article) struct SavedPage {
    /// The page's bytes, in its own encoding.
    pub html: Vec<u8>,
    /// Where it was saved from.
    pub url: Option<String>,
    /// Whether the file ends before its last part does.
    pub cut_off: bool,
}

/// How far into a file its headers are looked for, in bytes.
const HEAD: usize = 4096;
/// More boundaries than this are no saved page; the parser goes into each that is nested.
const MOST_BOUNDARIES: usize = 64;

/// Whether the bytes begin like a message with several parts.
pub(in crate::article) fn looks_like_mhtml(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let opens = head.trim_start().lines().next().is_some_and(|line| {
        line.split_once(':').is_some_and(|(name, _)| !name.contains(' ') && !name.is_empty() && name.len() < 60)
    });
    opens && head.contains("mime-version:") && (head.contains("multipart/related") || head.contains("text/html"))
}

/// The page in an MHTML file.
pub(in crate::article) fn saved_page(bytes: &[u8]) -> Result<SavedPage, Unreadable> {
    let boundaries = String::from_utf8_lossy(bytes).to_ascii_lowercase().matches("boundary=").count();
    if boundaries > MOST_BOUNDARIES {
        return Err(Unreadable::Damaged("an MHTML archive"));
    }
    // An empty line too many between the headers and the first boundary does no harm.
    let mail = parse_mail(bytes).map_err(|_| Unreadable::Damaged("an MHTML archive"))?;
    let url = location(&mail, "Snapshot-Content-Location");
    let page = root_part(&mail, url.as_deref()).ok_or(Unreadable::NoText)?;
    let html = page.get_body_raw().map_err(|_| Unreadable::Damaged("an MHTML archive"))?;
    let url = url.or_else(|| location(page, "Content-Location"));
    Ok(SavedPage { html, url, cut_off: ends_within(&mail, page, bytes) })
}

fn location(mail: &ParsedMail<'_>, name: &str) -> Option<String> {
    mail.headers.get_first_value(name).filter(|value| value.starts_with("http"))
}

/// Whether the message goes on to the file's end without a boundary behind the page, though it has parts.
fn ends_within(mail: &ParsedMail<'_>, page: &ParsedMail<'_>, bytes: &[u8]) -> bool {
    mail.ctype.params.contains_key("boundary") && page.raw_bytes.as_ptr_range().end == bytes.as_ptr_range().end
}

/// The part that is the page: the one that the message begins with, as it says, else the one that was saved from the address of
/// the whole, else the first with HTML.
fn root_part<'a>(mail: &'a ParsedMail<'a>, url: Option<&str>) -> Option<&'a ParsedMail<'a>> {
    let bare = |id: &str| id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
    let says = |part: &ParsedMail<'_>, header: &str, value: &str| {
        part.headers.get_first_value(header).is_some_and(|said| bare(&said) == value)
    };
    let start = mail.ctype.params.get("start").map(|start| bare(start));
    let started = start.and_then(|start| mail.subparts.iter().find(|part| says(part, "Content-ID", &start)));
    let located = || url.and_then(|url| parts(mail).find(|part| is_html(part) && says(part, "Content-Location", url)));
    started
        .and_then(|part| parts(part).find(|part| is_html(part)))
        .or_else(located)
        .or_else(|| parts(mail).find(|part| is_html(part)))
}

fn is_html(part: &ParsedMail<'_>) -> bool {
    matches!(part.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml")
}

/// A message and all parts within it, in reading order and without recursion.
fn parts<'a>(mail: &'a ParsedMail<'a>) -> impl Iterator<Item = &'a ParsedMail<'a>> {
    let mut waiting = vec![mail];
    std::iter::from_fn(move || {
        let part = waiting.pop()?;
        waiting.extend(part.subparts.iter().rev());
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://contoh.id/berita\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----garis\"\r\n\r\n\r\n------garis\r\n\
        Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n------garis\r\n\
        Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Harga naik =E2=80=93 se=\r\nkali</p>\r\n------garis--\r\n";

    #[test]
    fn the_page_is_decoded_and_says_where_it_is_from() {
        assert!(looks_like_mhtml(MAIL.as_bytes()));
        let page = saved_page(MAIL.as_bytes()).unwrap();
        assert_eq!(page.url.as_deref(), Some("https://contoh.id/berita"));
        assert_eq!(String::from_utf8(page.html).unwrap().trim(), "<p>Harga naik – sekali</p>");
    }

    #[test]
    fn a_message_that_ends_within_its_page_is_cut_off() {
        assert!(!saved_page(MAIL.as_bytes()).unwrap().cut_off);
        let cut = MAIL.find("se=").unwrap();
        assert!(saved_page(&MAIL.as_bytes()[..cut]).unwrap().cut_off);
        assert!(!saved_page(&MAIL.as_bytes()[..MAIL.len() - 4]).unwrap().cut_off, "the page is whole");
        let picture = MAIL.trim_end().trim_end_matches("--").to_owned() + "\r\nContent-Type: image/png\r\n\r\nAAAA";
        assert!(!saved_page(picture.as_bytes()).unwrap().cut_off, "a picture behind it is cut off");
        let single = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Isi</p>";
        assert!(!saved_page(single).unwrap().cut_off, "it has no parts");
    }

    #[test]
    fn the_page_is_the_part_that_the_message_names() {
        let frame = "Content-Type: text/html\r\nContent-ID: <bingkai@x>\r\n\r\n<p>Iklan</p>\r\n";
        let page = "Content-Type: text/html\r\nContent-ID: <akar@x>\r\nContent-Location: https://contoh.id/b\r\n\r\n<p>Isi</p>\r\n";
        let mail = |head: &str, start: &str| {
            let mail = format!(
                "{head}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x{start}\r\n\r\n--x\r\n{frame}--x\r\n{page}--x--\r\n"
            );
            String::from_utf8(saved_page(mail.as_bytes()).unwrap().html).unwrap().trim().to_owned()
        };
        assert_eq!(mail("", "; start=\"<akar@x>\""), "<p>Isi</p>");
        assert_eq!(mail("Snapshot-Content-Location: https://contoh.id/b\r\n", ""), "<p>Isi</p>");
        assert_eq!(mail("", "; start=\"<lain@x>\""), "<p>Iklan</p>", "the first where none is named");
    }

    #[test]
    fn damaged_archives_and_plain_texts_are_told_apart() {
        assert!(!looks_like_mhtml(b"JAKARTA, CONTOH.com - Mime-version: itu istilah, kata dia. text/html"));
        assert!(
            saved_page(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n").is_err()
        );
        let nested = format!(
            "MIME-Version: 1.0\r\n{}",
            "Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n".repeat(10_000)
        );
        assert!(saved_page(nested.as_bytes()).is_err());
    }
}
