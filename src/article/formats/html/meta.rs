//! What a page says about its story: title, address, outlet, people, day.

use dom_query::Document;
use jiff::civil::Date;

use super::blocks::squeezed;
use super::json_ld::{JsonLd, json_ld};
use crate::article::address;
use crate::article::byline::{Bylines, bylines, is_person, strip_prefix_folded};
use crate::article::outlet::{outlet_name, outlet_of_host};
use crate::article::publication::{Stated, machine_date, machine_date_beside, stated, stated_at_all};
use crate::article::title::page_title;
use crate::article::{Metadata, Published, TitleSource, canonical_url};
use crate::text::fold_key;

/// What was found on the page, with what the body may need.
#[derive(Debug, Default)]
pub(super) struct PageMeta {
    /// The metadata.
    pub meta: Metadata,
    /// The whole text as JSON-LD gives it, if it does.
    pub body: Option<String>,
    /// The day on which the page was saved, as `SingleFile` notes it.
    pub saved: Option<Date>,
}

/// Lines after the title in which bylines and the day are looked for.
const NEAR_TITLE: usize = 30;

/// The metadata of `page`, whose text in lines is `lines`.
pub(super) fn page_meta(page: &Document, lines: &[String], given: Option<&str>) -> PageMeta {
    let data = json_ld(page);
    let (saved_url, saved) = single_file(page);
    let url = address_of(page, &data)
        .or_else(|| saved_url.as_deref().and_then(canonical_url))
        .or_else(|| given.map(str::to_owned));
    let outlet = outlet_of(page, &data, url.as_deref());
    let (title, title_source) = title_of(page, &data, outlet.as_deref());
    let (above, below) = lines.split_at(place_of(&title, lines));
    let head = below.get(..NEAR_TITLE).unwrap_or(below);
    let mut people =
        Bylines { author: author_of(page, &data, outlet.as_deref()), editor: data.editor.clone(), source: None };
    let mut signed = Bylines::default();
    for line in head {
        if let Some(found) = bylines(line) {
            signed.complete(found);
        }
    }
    people.complete(signed);
    let published = published_of(page, &data, lines)
        .or_else(|| dated(head))
        .or_else(|| dated_with_time(above))
        .or_else(|| changed(head))
        // Further down stand other stories as well.
        .or_else(|| dated_with_time(below));
    let meta = Metadata {
        title,
        title_source,
        url,
        outlet,
        author: people.author,
        editor: people.editor,
        source: people.source,
        dateline: None,
        published,
    };
    PageMeta { meta, body: data.body, saved }
}

/// The content of the first `<meta>` that `selector` finds and that says something.
fn content(page: &Document, selectors: &[&str]) -> Option<String> {
    selectors.iter().find_map(|selector| {
        page.select(selector)
            .iter()
            .find_map(|meta| meta.attr("content").map(|text| squeezed(&text)).filter(|text| !text.is_empty()))
    })
}

fn title_of(page: &Document, data: &JsonLd, outlet: Option<&str>) -> (String, TitleSource) {
    let headline = data.headline.as_deref().map(squeezed).filter(|title| !title.is_empty());
    let card = || {
        content(
            page,
            &[
                "meta[property='og:title']",
                "meta[name='og:title']",
                "meta[name='twitter:title']",
                "meta[property='twitter:title']",
            ],
        )
    };
    let named = || page.select("title").iter().map(|title| squeezed(&title.text())).find(|title| !title.is_empty());
    if let Some(title) = headline {
        return (page_title(&title, outlet), TitleSource::JsonLd);
    }
    if let Some(title) = card() {
        return (page_title(&title, outlet), TitleSource::OpenGraph);
    }
    let named = named().map(|title| page_title(&title, outlet));
    if let Some(title) = heading(page, named.as_deref()) {
        return (title, TitleSource::Heading);
    }
    named.map_or_else(|| (String::new(), TitleSource::Derived), |title| (title, TitleSource::HtmlTitle))
}

/// The heading that is the story's: of several, the one that the page's title repeats.
fn heading(page: &Document, named: Option<&str>) -> Option<String> {
    let headings: Vec<String> = ["h1[itemprop='headline']", "h1", "[itemprop='headline']"]
        .iter()
        .flat_map(|selector| page.select(selector).iter().map(|heading| squeezed(&heading.text())).collect::<Vec<_>>())
        .filter(|text| text.split_whitespace().count() >= 3 && text.chars().count() <= 250)
        .take(20)
        .collect();
    let key = named.map(fold_key);
    let repeated = key
        .filter(|key| !key.is_empty())
        .and_then(|key| headings.iter().find(|heading| key.contains(&fold_key(heading))));
    repeated.or_else(|| headings.first().filter(|_| named.is_none() || headings.len() == 1)).cloned()
}

fn address_of(page: &Document, data: &JsonLd) -> Option<String> {
    let link =
        page.select("link[rel='canonical']").iter().find_map(|link| link.attr("href")).map(|href| href.to_string());
    let card = || content(page, &["meta[property='og:url']", "meta[name='og:url']"]);
    // Microdata: only within the story's own object, since lists of other stories carry it as well.
    let marked = || {
        let link = page.select("[itemtype$='NewsArticle'] [itemprop='url'], [itemtype$='/Article'] [itemprop='url']");
        link.iter()
            .next()
            .and_then(|link| link.attr("href").or_else(|| link.attr("content")))
            .map(|href| href.to_string())
    };
    [link, card(), data.url.clone(), marked()]
        .into_iter()
        .flatten()
        .filter_map(|url| canonical_url(&url))
        .find(|url| !is_front_page(url))
}

/// A canonical address that names the site and no page is a mistake of the site's template.
fn is_front_page(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?']))
}

fn outlet_of(page: &Document, data: &JsonLd, url: Option<&str>) -> Option<String> {
    let publisher = data.publisher.as_deref().and_then(outlet_name);
    let site = || {
        content(page, &["meta[property='og:site_name']", "meta[name='og:site_name']"])
            .and_then(|name| outlet_name(&name))
    };
    let host = || url.and_then(address::host).and_then(|host| outlet_of_host(&host));
    publisher.or_else(site).or_else(host)
}

fn author_of(page: &Document, data: &JsonLd, outlet: Option<&str>) -> Option<String> {
    let person = |name: String| {
        let bare = ["by ", "oleh ", "oleh: ", "penulis: "].iter().find_map(|said| strip_prefix_folded(&name, said));
        let name = bare.map(|bare| bare.trim().to_owned()).unwrap_or(name);
        is_person(&name, outlet).then_some(name)
    };
    let marked = || {
        page.select("[itemprop='author'], [rel='author']").iter().take(5).find_map(|node| {
            let own = node.select("[itemprop='name']").iter().next().map(|name| squeezed(&name.text()));
            let name = own.filter(|name| !name.is_empty()).unwrap_or_else(|| squeezed(&node.text()));
            let name = if name.is_empty() { node.attr("content").map(|text| squeezed(&text))? } else { name };
            person(name)
        })
    };
    data.author
        .clone()
        .and_then(person)
        .or_else(|| {
            content(page, &["meta[name='author']", "meta[property='article:author']", "meta[name='content_author']"])
                .and_then(person)
        })
        .or_else(marked)
}

/// Whether a field of a page's head says by its name when the story came out.
fn says_published(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["publish", "pubdate", "pub-date", "post-date", "postdate", "post_date", "issued"]
        .iter()
        .any(|part| name.contains(part))
}

/// When the story came out, as the page says to machines; `lines` are what it says to people.
fn published_of(page: &Document, data: &JsonLd, lines: &[String]) -> Option<Published> {
    let fields = [
        "meta[property='article:published_time']",
        "meta[name='article:published_time']",
        "meta[itemprop='datePublished']",
        "meta[name='content_PublishedDate']",
        "meta[name='publishdate']",
        "meta[name='pubdate']",
        "meta[property='article:published']",
        "meta[name='parsely-pub-date']",
        "meta[name='originalpublicationdate']",
        "meta[name='sailthru.date']",
        "meta[name='DC.date.issued']",
        "meta[name='date']",
        "meta[name='dc.date']",
        "meta[property='og:published_time']",
    ];
    let marked = || {
        page.select("[itemprop='datePublished'], time[datetime], time[pubdate]").iter().take(5).find_map(|node| {
            let machine = node.attr("datetime").or_else(|| node.attr("content")).and_then(|value| machine_date(&value));
            let written = stated(&squeezed(&node.text())).map(Stated::published);
            // "2016-02-16 09:10:56" lacks the zone that the words beside it have.
            match (machine, written) {
                (Some(machine), Some(written)) => {
                    Some(if machine.value.len() == 10 && written.value.starts_with(&machine.value) {
                        written
                    } else {
                        machine
                    })
                }
                (machine, written) => machine.or(written),
            }
        })
    };
    // Whatever else the site calls it.
    let named = || {
        page.select("meta[content]").iter().find_map(|meta| {
            let name = meta.attr("name").or_else(|| meta.attr("property"))?;
            machine_date_beside(&meta.attr("content").filter(|_| says_published(&name))?, lines)
        })
    };
    let read = |value: &str| machine_date_beside(value, lines);
    let stated = data.published.as_deref().and_then(read);
    let field = || fields.iter().find_map(|field| content(page, &[field]).and_then(|value| read(&value)));
    match stated {
        // A day alone, where a field has the time of that day as well.
        Some(day) if day.value.len() == 10 => {
            Some(field().filter(|at| at.value.starts_with(&day.value)).unwrap_or(day))
        }
        stated => stated.or_else(field).or_else(marked).or_else(named),
    }
}

/// Which of the lines is the story's title; the first where none is.
fn place_of(title: &str, lines: &[String]) -> usize {
    let key = fold_key(title);
    let at =
        lines.iter().position(|line| line.len() <= title.len() * 2 + 40 && !key.is_empty() && fold_key(line) == key);
    at.unwrap_or(0)
}

/// The first short line that states a day.
fn dated(lines: &[String]) -> Option<Published> {
    lines.iter().filter(|line| line.chars().count() <= 90).find_map(|line| stated(line)).map(Stated::published)
}

/// The day of a change, where a page states no other: the story is as old at least.
fn changed(lines: &[String]) -> Option<Published> {
    let found = lines.iter().filter(|line| line.chars().count() <= 90).find_map(|line| stated_at_all(line))?;
    Some(found.changed())
}

/// The first short line of the page that states a day and a time: the day alone may be today's, in the page's head.
fn dated_with_time(lines: &[String]) -> Option<Published> {
    lines
        .iter()
        .filter(|line| line.chars().count() <= 90)
        .filter_map(|line| stated(line))
        .find(|found| found.time.is_some())
        .map(Stated::published)
}

/// Address and day from the comment that `SingleFile` leaves at the page's start.
fn single_file(page: &Document) -> (Option<String>, Option<Date>) {
    let root = page.root();
    let comment = root.descendants_it().take(12).filter(dom_query::NodeRef::is_comment).find_map(|node| {
        let html = node.html();
        html.contains("Page saved with SingleFile").then(|| html.to_string())
    });
    let Some(comment) = comment else { return (None, None) };
    let field = |name: &str| {
        comment
            .lines()
            .find_map(|line| line.trim().strip_prefix(name))
            .map(|value| value.trim().trim_end_matches("-->").trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    (field("url:"), field("saved date:").as_deref().and_then(script_date))
}

/// The day in a date as JavaScript writes it, `Wed Jun 19 2024 10:00:00 GMT+0700 (...)`.
fn script_date(text: &str) -> Option<Date> {
    let mut words = text.split_whitespace().skip(1);
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|name| *name == month)? + 1;
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
}
