//! Names of publishers, from hosts, site names and datelines to the one form that is shown.

/// Brands whose usual spelling is not what capitalising their domain gives: (lower-case stem, name).
const SPELLINGS: &[(&str, &str)] = &[
    ("antara", "ANTARA"),
    ("antaranews", "ANTARA"),
    ("antara news", "ANTARA"),
    ("lkbn antara", "ANTARA"),
    ("detik", "detikcom"),
    ("detikcom", "detikcom"),
    ("detiknews", "detikcom"),
    ("kompas cyber media", "Kompas"),
    ("jpnn", "JPNN"),
    ("cnnindonesia", "CNN Indonesia"),
    ("cnbcindonesia", "CNBC Indonesia"),
    ("bbc", "BBC"),
    ("viva", "VIVA"),
    ("rri", "RRI"),
    ("idntimes", "IDN Times"),
    ("idn times", "IDN Times"),
    ("inews", "iNews"),
    ("okezone", "Okezone"),
    ("sindonews", "SINDOnews"),
    ("tvone", "tvOne"),
    ("tvonenews", "tvOne"),
    ("bolasport", "BolaSport"),
    ("mediaindonesia", "Media Indonesia"),
    ("thejakartapost", "The Jakarta Post"),
    ("pikiran-rakyat", "Pikiran Rakyat"),
    ("kompas.tv", "Kompas TV"),
    ("kompastv", "Kompas TV"),
    ("republika online", "Republika"),
    ("kontan online", "Kontan"),
];

/// Endings of domain names, longest first.
const SUFFIXES: &[&str] = &[
    ".co.id", ".or.id", ".go.id", ".ac.id", ".web.id", ".my.id", ".com", ".net", ".org", ".news", ".info", ".id",
    ".co", ".tv", ".me",
];

/// Agencies and outlets that sign without a domain ending, in lower case.
const PLAIN: &[&str] = &[
    "antara",
    "antara news",
    "cnn indonesia",
    "cnbc indonesia",
    "bbc news indonesia",
    "viva",
    "idn times",
    "kompas tv",
    "rri",
    "reuters",
    "xinhua",
    "afp",
    "ap",
    "bernama",
    "kyodo",
    "anadolu",
    "media indonesia",
    "suara pembaruan",
    "investor daily",
];

/// The shown name of what a site or dateline calls itself: "KONTAN.CO.ID" and "kontan.co.id" are "Kontan".
pub(super) fn outlet_name(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_lowercase();
    if lower.is_empty() || lower.contains("://") || lower.len() > 60 {
        return None;
    }
    if let Some(name) = spelling(&lower) {
        return Some(name);
    }
    let Some(stem) = domain_stem(&lower) else {
        let plain = lower.len() > 1 && written.chars().any(char::is_alphabetic);
        return plain.then(|| written.to_owned());
    };
    // "lifestyle.okezone" is a section of "okezone".
    let brand = stem.rsplit('.').next().unwrap_or(stem);
    spelling(brand).or_else(|| capitalised(brand))
}

/// The shown name of the site at a host such as `internasional.kontan.co.id`.
pub(super) fn outlet_of_host(host: &str) -> Option<String> {
    if host.ends_with("kompas.tv") {
        return Some("Kompas TV".to_owned());
    }
    domain_stem(host).and_then(|_| outlet_name(host))
}

/// Whether `text` looks like the name that an outlet signs with: a domain or a known agency.
pub(super) fn is_outlet(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    PLAIN.contains(&lower.as_str())
        || (lower.len() <= 40
            && !lower.contains(' ')
            && domain_stem(&lower)
                .is_some_and(|stem| stem.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))))
}

fn spelling(lower: &str) -> Option<String> {
    SPELLINGS.iter().find(|(stem, _)| *stem == lower).map(|(_, name)| (*name).to_owned())
}

fn domain_stem(lower: &str) -> Option<&str> {
    SUFFIXES.iter().find_map(|suffix| lower.strip_suffix(suffix)).filter(|stem| stem.len() > 1)
}

fn capitalised(word: &str) -> Option<String> {
    let mut chars = word.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_outlet_has_one_name() {
        for written in ["KONTAN.CO.ID", "kontan.co.id", "Kontan.co.id"] {
            assert_eq!(outlet_name(written).as_deref(), Some("Kontan"));
        }
        assert_eq!(outlet_name("lifestyle.okezone.com").as_deref(), Some("Okezone"));
        assert_eq!(outlet_name("ANTARA News").as_deref(), Some("ANTARA"));
        assert_eq!(outlet_name("Harian Contoh").as_deref(), Some("Harian Contoh"));
        assert_eq!(outlet_name("https://contoh.id"), None);
    }

    #[test]
    fn hosts_name_their_site() {
        assert_eq!(outlet_of_host("internasional.kontan.co.id").as_deref(), Some("Kontan"));
        assert_eq!(outlet_of_host("news.detik.com").as_deref(), Some("detikcom"));
        assert_eq!(outlet_of_host("localhost"), None);
    }

    #[test]
    fn only_domains_and_agencies_sign() {
        assert!(is_outlet("Liputan6.com") && is_outlet("ANTARA News"));
        assert!(!is_outlet("Jakarta") && !is_outlet("dua kata.com"));
    }
}
