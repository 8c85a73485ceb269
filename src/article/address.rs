//! Addresses of stories.

use jiff::civil::Date;

/// Query parameters that say where a click came from, not which page it is; a name ending in `*` is a prefix.
const TRACKING: &[&str] = &[
    "utm_*",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "source",
    "src",
    "smid",
    "cmpid",
    "share",
    "amp",
    "amp_*",
    "_gid",
    "gaa_*",
    "spm",
    "xtor",
    "twclid",
    "ttclid",
    "li_fat_id",
    "srsltid",
    "campaign",
    "medium",
];

/// Host labels in front of the same story for other devices.
const DEVICE_HOSTS: &[&str] = &["m", "amp", "mobile", "wap", "touch"];

/// The day that the path of an address names, as sites put the day of publication into it: `/2019/11/19/`,
/// `/20191119101500-20-1/`, `-20191119`.
pub(super) fn day_of(url: &str) -> Option<Date> {
    let path = url.split_once("://")?.1.split_once('/')?.1.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let parted = parts.windows(3).find_map(|three| match three {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => date_of(year, month, day),
        _ => None,
    });
    let words = || parts.iter().flat_map(|part| part.split(['-', '.'])).filter(|word| matches!(word.len(), 8 | 14));
    parted.or_else(|| words().find_map(|word| date_of(word.get(..4)?, word.get(4..6)?, word.get(6..8)?)))
}

/// A day since there are sites of news.
fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let known = digits(year) && digits(month) && digits(day);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (known && (1995..=2200).contains(&date.year())).then_some(date)
}

/// The canonical form of `url`: http or https only, host in lower case, no tracking, no fragment.
///
/// The scheme becomes https, since sites moved to it under old addresses; device hosts (`m.`, `amp.`), AMP paths,
/// `?page=all`, default ports and a trailing slash fall away. `None` for anything that is not a web address.
#[must_use]
pub fn canonical_url(url: &str) -> Option<String> {
    let (authority, rest) = split(url.trim())?;
    let host = canonical_host(authority)?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut out = format!("https://{host}{}", canonical_path(path));
    let mut mark = '?';
    for pair in query.split('&').filter(|pair| keeps_meaning(pair)) {
        out.push(mark);
        out.push_str(pair);
        mark = '&';
    }
    Some(out)
}

/// The host of a web address in lower case, without port, user and a leading `www.`.
pub(super) fn host(url: &str) -> Option<String> {
    let (authority, _) = split(url.trim())?;
    let host = canonical_host(authority)?;
    let host = host.split(':').next().unwrap_or_default();
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// `link` as found on the page at `base`, made absolute; `None` where that gives no web address.
pub(super) fn resolve(base: Option<&str>, link: &str) -> Option<String> {
    let link = link.trim();
    if split(link).is_some() {
        return canonical_url(link);
    }
    let (authority, rest) = split(base?.trim())?;
    if let Some(other) = link.strip_prefix("//") {
        return canonical_url(&format!("https://{other}"));
    }
    if link.is_empty() || link.starts_with('#') || has_scheme(link) {
        return None;
    }
    if link.starts_with('/') {
        return canonical_url(&format!("https://{authority}{link}"));
    }
    let folder = rest.split(['?', '#']).next().unwrap_or_default();
    let folder = folder.rfind('/').and_then(|at| folder.get(..=at)).unwrap_or("/");
    canonical_url(&format!("https://{authority}{folder}{link}"))
}

/// Authority and what follows it.
fn split(url: &str) -> Option<(&str, &str)> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| url.get(scheme.len()..))?
    })?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    let clean =
        |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    (!authority.is_empty() && clean(authority) && clean(rest)).then_some((authority, rest))
}

/// Whether a link starts with a scheme such as `mailto:` or `javascript:`.
fn has_scheme(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn canonical_host(authority: &str) -> Option<String> {
    let host = authority.rsplit('@').next().unwrap_or_default().to_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let valid = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    if host.is_empty() || host.starts_with('.') || !host.chars().all(valid) {
        return None;
    }
    // "m.kontan.co.id" is a device; "m.com" is a site of its own.
    let labels: Vec<&str> = host.split('.').collect();
    let kept: Vec<&str> = match labels.as_slice() {
        [first, rest @ ..] if rest.len() >= 2 && DEVICE_HOSTS.contains(first) => rest.to_vec(),
        [www, second, rest @ ..] if *www == "www" && rest.len() >= 2 && DEVICE_HOSTS.contains(second) => rest.to_vec(),
        all => all.to_vec(),
    };
    Some(kept.join("."))
}

fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.len() > 1 && segments.first().is_some_and(|first| first.eq_ignore_ascii_case("amp")) {
        segments.remove(0);
    }
    if segments.len() > 1 && segments.last().is_some_and(|last| last.eq_ignore_ascii_case("amp")) {
        segments.pop();
    }
    segments.iter().fold(String::new(), |mut out, segment| {
        out.push('/');
        out.push_str(segment);
        out
    })
}

fn keeps_meaning(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let tracks =
        TRACKING.iter().any(|known| known.strip_suffix('*').map_or(name == *known, |prefix| name.starts_with(prefix)));
    let whole_story = matches!(name.as_str(), "page" | "single" | "showpage") && matches!(value, "all" | "1" | "");
    !pair.is_empty() && !tracks && !whole_story
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_day_in_an_address_is_known_by_its_form() {
        let day = |url: &str| day_of(url).map(|day| day.to_string());
        for url in [
            "https://a.id/read/2019/11/19/10154321/kapal",
            "https://a.id/2019/11/19",
            "https://a.id/nasional/20191119101500-20-4/kapal",
            "https://a.id/kapal-tiba-20191119?x=20200101",
        ] {
            assert_eq!(day(url).as_deref(), Some("2019-11-19"), "{url}");
        }
        for url in
            ["https://a.id/berita/d-12345678/kapal", "https://a.id/2019/11", "https://a.id/1945/08/17/", "https://a.id"]
        {
            assert_eq!(day(url), None, "{url}");
        }
    }

    #[test]
    fn one_story_has_one_address() {
        let expected = Some("https://ekonomi.contoh.co.id/berita/harga-beras".to_owned());
        for url in [
            "https://ekonomi.contoh.co.id/berita/harga-beras",
            "http://EKONOMI.contoh.co.id:80/berita/harga-beras/",
            "https://m.ekonomi.contoh.co.id/berita/harga-beras?utm_source=x&utm_medium=y",
            "https://amp.ekonomi.contoh.co.id/berita/harga-beras?page=all#komentar",
            "https://ekonomi.contoh.co.id/amp/berita/harga-beras?fbclid=1",
            "https://ekonomi.contoh.co.id/berita/harga-beras/amp/",
            "  HTTPS://orang@ekonomi.contoh.co.id:443//berita/harga-beras ",
        ] {
            assert_eq!(canonical_url(url), expected, "{url}");
        }
    }

    #[test]
    fn what_names_the_page_is_kept() {
        assert_eq!(
            canonical_url("https://a.id/baca?id=7&page=2&utm_id=3").as_deref(),
            Some("https://a.id/baca?id=7&page=2")
        );
        assert_eq!(canonical_url("https://a.id:8080/x").as_deref(), Some("https://a.id:8080/x"));
        assert_eq!(canonical_url("https://a.id/").as_deref(), Some("https://a.id"));
        assert_eq!(canonical_url("https://m.com/amp").as_deref(), Some("https://m.com/amp"));
    }

    #[test]
    fn only_web_addresses_count() {
        for url in [
            "",
            "javascript:alert(1)",
            "ftp://a.id/x",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "http://a b/c",
            "//a.id",
            "data:text/html,x",
        ] {
            assert_eq!(canonical_url(url), None, "{url}");
        }
    }

    #[test]
    fn links_are_resolved_against_their_page() {
        let base = Some("https://contoh.id/berita/satu?x=1");
        assert_eq!(resolve(base, "/dua?utm_a=1").as_deref(), Some("https://contoh.id/dua"));
        assert_eq!(resolve(base, "tiga").as_deref(), Some("https://contoh.id/berita/tiga"));
        assert_eq!(resolve(base, "//lain.id/x").as_deref(), Some("https://lain.id/x"));
        assert_eq!(resolve(base, "javascript:void(0)"), None);
        assert_eq!(resolve(base, "#atas"), None);
        assert_eq!(resolve(None, "/dua"), None);
    }

    proptest! {
        #[test]
        fn a_canonical_address_is_its_own(host in "[a-zA-Z0-9.-]{1,20}", rest in "[/?#&=a-z0-9._é ]{0,30}") {
            if let Some(once) = canonical_url(&format!("http://{host}/{rest}")) {
                prop_assert_eq!(canonical_url(&once), Some(once.clone()));
            }
        }

        #[test]
        fn any_text_is_an_address_or_not(text in "\\PC{0,40}") {
            let _ = resolve(Some("https://contoh.id/a/b"), &text);
            if let Some(url) = canonical_url(&text) {
                prop_assert!(url.starts_with("https://"));
            }
        }
    }
}
