//! A page that a browser saved as one MHTML file: a message whose first part with HTML is the page.

use mailparse::{MailHeaderMap as _, ParsedMail, parse_mail};

use crate::article::Unreadable;

/// What an MHTML file holds of its page.
pub(in crate::article) struct SavedPage {
    /// The page's bytes, in its own encoding.
    pub html: Vec<u8>,
    /// Where it was saved from.
    pub url: Option<String>,
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
    let page = html_part(&mail).ok_or(Unreadable::NoText)?;
    let html = page.get_body_raw().map_err(|_| Unreadable::Damaged("an MHTML archive"))?;
    let location = |mail: &ParsedMail<'_>, name: &str| {
        mail.headers.get_first_value(name).filter(|value| value.starts_with("http"))
    };
    let url = location(&mail, "Snapshot-Content-Location").or_else(|| location(page, "Content-Location"));
    Ok(SavedPage { html, url })
}

/// The first part with HTML, in reading order and without recursion.
fn html_part<'a>(mail: &'a ParsedMail<'a>) -> Option<&'a ParsedMail<'a>> {
    let mut waiting = vec![mail];
    while let Some(part) = waiting.pop() {
        if matches!(part.ctype.mimetype.as_str(), "text/html" | "application/xhtml+xml") {
            return Some(part);
        }
        waiting.extend(part.subparts.iter().rev());
    }
    None
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
