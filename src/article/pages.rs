//! Stories in several pages, each saved as a file of its own: which page a file is, and one story of several.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Article, Metadata, TitleSource, Warning, canonical_url};
use crate::text::fold_key;

/// Which page of its story a saved file says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SavedPage {
    /// All pages in one (`?page=all`).
    Whole,
    /// One of several.
    Part {
        /// Its number, from 1.
        number: u32,
        /// How many there are, where it says so.
        of: Option<u32>,
    },
}

/// The most pages that a story has; larger numbers mean something else.
const MOST: u32 = 99;

/// Finds out which page an article is, from the addresses that it was saved from, its title and its lines, and takes that
/// out of address, title and text.
pub(super) fn note_page(article: &mut Article, addresses: &[&str]) {
    let line = take_line(article);
    let titled = title_page(&article.meta.title);
    if let Some((title, _)) = &titled {
        article.meta.title.clone_from(title);
    }
    let mut found = addresses.iter().find_map(|url| address_page(url));
    if let Some(url) = &article.meta.url {
        let own = address_page(url);
        found = found.or(own);
        if let Some(base) = own.and_then(|_| without_page(url)) {
            article.meta.url = Some(base);
        }
    }
    let stated = line.or(titled.map(|(_, page)| page));
    article.page = match (stated, found) {
        // What was asked for counts: a page that shows all may still name its first part.
        (_, Some(SavedPage::Whole)) => Some(SavedPage::Whole),
        (stated, found) => stated.or(found),
    };
    if let Some(SavedPage::Part { number, of }) = article.page {
        let missing = missing(&BTreeSet::from([number]), of);
        article.warnings.extend(missing);
    }
}

/// The pages that lack, as a warning; none where all are there.
fn missing(have: &BTreeSet<u32>, of: Option<u32>) -> Option<Warning> {
    let last = of.unwrap_or_default().max(have.last().copied().unwrap_or_default()).min(MOST);
    let missing: Vec<u32> = (1..=last).filter(|number| !have.contains(number)).collect();
    (!missing.is_empty()).then_some(Warning::MissingPages(missing))
}

/// Which page an address names: by `?page=2`, or by a number behind a story's name.
fn address_page(url: &str) -> Option<SavedPage> {
    let url = url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    for pair in query.split('&') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        if !is_page_name(name) {
            continue;
        }
        if value.eq_ignore_ascii_case("all") {
            return Some(SavedPage::Whole);
        }
        if let Some(number) = page_number(value) {
            return Some(SavedPage::Part { number, of: None });
        }
    }
    let (before, last) = path.trim_end_matches('/').rsplit_once('/')?;
    // A day of a date is no page: a story's name has hyphens and letters.
    let name = before.rsplit('/').next().unwrap_or_default();
    let is_name = name.contains('-') && name.chars().any(char::is_alphabetic);
    let number = page_number(last).filter(|number| is_name && *number > 1)?;
    Some(SavedPage::Part { number, of: None })
}

fn is_page_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("page") || name.eq_ignore_ascii_case("halaman")
}

fn page_number(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && !text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|number| plain && (1..=MOST).contains(number))
}

/// The address of the story whose page this is.
fn without_page(url: &str) -> Option<String> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let is_page = |pair: &&str| {
        pair.split_once('=').is_some_and(|(name, value)| is_page_name(name) && page_number(value).is_some())
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_page(pair)).collect();
    let named = query.split('&').any(|pair| is_page(&pair));
    let path = if named { path } else { path.rsplit_once('/').map_or(path, |(before, _)| before) };
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    canonical_url(&format!("{path}{query}"))
}

/// A title without its `Halaman 2`, and the page that this names.
fn title_page(title: &str) -> Option<(String, SavedPage)> {
    let (before, last) = title.trim_end().trim_end_matches(')').rsplit_once(' ')?;
    let (head, word) = before.rsplit_once([' ', '('])?;
    let parted = head.trim_end().ends_with(['-', '–', '—', '|', '(', ':']) || before.contains('(');
    let word = word.trim_start_matches('(').to_lowercase();
    let named = word == "halaman" || (word == "page" && parted);
    let page = match last {
        _ if !named => return None,
        "all" | "All" => SavedPage::Whole,
        number => SavedPage::Part { number: page_number(number)?, of: None },
    };
    let rest = head.trim_end().trim_end_matches(['-', '–', '—', '|', '(', ':', ',']).trim_end();
    (!rest.is_empty()).then(|| (rest.to_owned(), page))
}

/// Which page a line says that it stands on: `Halaman 2 dari 3`, `Page 2 of 3`, `Halaman 2/3`.
fn line_page(line: &str) -> Option<SavedPage> {
    if line.len() > 40 {
        return None;
    }
    let lower = line.to_lowercase().replace('/', " / ");
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.' | ':'))
        .filter(|word| !word.is_empty())
        .collect();
    let ["halaman" | "hal" | "page", number, "dari" | "of" | "/", of] = words.as_slice() else { return None };
    let (number, of) = (page_number(number)?, page_number(of)?);
    (number <= of).then_some(SavedPage::Part { number, of: Some(of) })
}

/// Takes the line out of a body that says which page it is.
fn take_line(article: &mut Article) -> Option<SavedPage> {
    let paragraphs: Vec<&str> = article.body.split('\n').collect();
    let (place, page) = paragraphs.iter().enumerate().find_map(|(place, line)| Some((place, line_page(line)?)))?;
    if paragraphs.len() > 1 {
        let kept = paragraphs.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, line)| *line);
        article.body = kept.collect::<Vec<_>>().join("\n");
        for reference in article.references.iter_mut().filter(|reference| reference.paragraph > place) {
            reference.paragraph -= 1;
        }
    }
    Some(page)
}

/// One story of its pages, in their order. A paragraph that a page repeats from those before it, at its beginning or its
/// end, stands once. `None` where there are none.
#[must_use]
pub fn join_pages(mut pages: Vec<(u32, Article)>) -> Option<Article> {
    pages.sort_by_key(|(number, _)| *number);
    let have: BTreeSet<u32> = pages.iter().map(|(number, _)| *number).collect();
    let of =
        pages.iter().filter_map(|(_, page)| if let Some(SavedPage::Part { of, .. }) = page.page { of } else { None });
    let missing = missing(&have, of.max());
    let mut pages = pages.into_iter().map(|(_, page)| page);
    let mut whole = pages.next()?;
    for page in pages {
        append(&mut whole, page);
    }
    whole.page = None;
    whole.warnings.retain(|warning| !matches!(warning, Warning::MissingPages(_)));
    whole.warnings.extend(missing);
    Some(whole)
}

fn append(whole: &mut Article, page: Article) {
    let here: BTreeSet<&str> = whole.body.split('\n').collect();
    let paragraphs: Vec<&str> = page.body.split('\n').collect();
    let repeated = |paragraph: &&&str| here.contains(**paragraph);
    let first = paragraphs.iter().take_while(repeated).count();
    let last = paragraphs.iter().skip(first).rev().take_while(repeated).count();
    let fresh = paragraphs.get(first..paragraphs.len() - last).unwrap_or_default();
    let before = here_count(&whole.body);
    for mut reference in page.references {
        let key = reference.title.as_deref().map(fold_key);
        let known = |other: &super::Reference| key.is_some() && other.title.as_deref().map(fold_key) == key;
        if !whole.references.iter().any(known) {
            reference.paragraph = before + reference.paragraph.saturating_sub(first).min(fresh.len());
            whole.references.push(reference);
        }
    }
    if !fresh.is_empty() {
        whole.body = format!("{}\n{}", whole.body, fresh.join("\n"));
    }
    let known = std::mem::take(&mut whole.warnings);
    let fresh = page.warnings.into_iter().filter(|warning| !known.contains(warning)).collect::<Vec<_>>();
    whole.warnings = known.into_iter().chain(fresh).collect();
    complete(&mut whole.meta, page.meta);
}

/// How many paragraphs a body has.
fn here_count(body: &str) -> usize {
    body.split('\n').count()
}

/// What only a later page says: the last one often has the editor's name.
fn complete(meta: &mut Metadata, later: Metadata) {
    if meta.title_source == TitleSource::Derived && later.title_source != TitleSource::Derived {
        (meta.title, meta.title_source) = (later.title, later.title_source);
    }
    if meta.published.as_ref().is_none_or(|day| day.inferred) && later.published.is_some() {
        let stated = later.published.as_ref().is_some_and(|day| !day.inferred);
        if stated || meta.published.is_none() {
            meta.published = later.published;
        }
    }
    let Metadata { url, outlet, author, editor, source, dateline, .. } = later;
    for (own, other) in [
        (&mut meta.url, url),
        (&mut meta.outlet, outlet),
        (&mut meta.author, author),
        (&mut meta.editor, editor),
        (&mut meta.source, source),
        (&mut meta.dateline, dateline),
    ] {
        if own.is_none() {
            *own = other;
        }
    }
}

/// Whether a text has what a page of it says: most of its paragraphs, word for word.
#[must_use]
pub fn has_page(whole: &str, page: &str) -> bool {
    let keys = |text: &str| text.split('\n').map(fold_key).filter(|key| !key.is_empty()).collect::<BTreeSet<_>>();
    let (whole, page) = (keys(whole), keys(page));
    5 * page.intersection(&whole).count() >= 4 * page.len().max(1)
}

/// The address that a browser noted in a page which it saved.
pub(super) fn saved_address(text: &str) -> Option<&str> {
    const HEAD: usize = 4096;
    let head = text.get(..text.floor_char_boundary(HEAD))?;
    let after = ["<!-- saved from url=(", "\n url: ", "\nurl: "].iter().find_map(|sign| {
        let at = head.find(sign)?;
        head.get(at + sign.len()..)
    })?;
    let url = after.split_whitespace().next()?;
    // "saved from url=(0042)https://": the number is the address's length.
    let url = url
        .split_once(')')
        .map_or(url, |(digits, rest)| if digits.chars().all(|c| c.is_ascii_digit()) { rest } else { url });
    url.starts_with("http").then_some(url)
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
